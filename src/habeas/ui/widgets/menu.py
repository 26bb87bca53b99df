"""Menus that keep their keys: a letter picked in an open menu does nothing in the room behind."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

_HELD = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


def is_plain(event: QEvent) -> bool:
    """Whether this asks who wants a key that is pressed without Ctrl, Alt or Meta."""
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and not event.modifiers() & _HELD
    )


class Menu(QMenu):
    """A menu.  Without it Qt asks the shortcuts of the room first, and ``N`` walks the cards."""

    def event(self, event: QEvent) -> bool:
        """Plain keys are for the menu while it is open."""
        if is_plain(event):
            event.accept()
            return True
        return super().event(event)

"""What a test sees of the window, and takes from its menus."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from habeas.ui.window import Window

W = TypeVar("W", bound=QWidget)


def said(parent: QWidget) -> str:
    """All that the labels in it say that are to be seen."""
    return "\n".join(label.text() for label in parent.findChildren(QLabel) if label.isVisible())


def shown(qtbot: QtBot, parent: QWidget, kind: type[W]) -> W:
    """The dialog of this kind, once it takes keys."""
    qtbot.waitUntil(lambda: any(d.isVisible() for d in parent.findChildren(kind)))
    found = next(d for d in parent.findChildren(kind) if d.isVisible())
    found.activateWindow()
    qtbot.waitUntil(found.isActiveWindow)
    return found


def may(window: Window, action: str) -> bool:
    """Whether an entry of a menu is on."""
    return _entry(window, action).isEnabled()


def choose(window: Window, action: str) -> None:
    """Take an entry of a menu, which must be on."""
    made = _entry(window, action)
    assert made.isEnabled(), action
    made.trigger()


def _entry(window: Window, action: str) -> QAction:
    """Of the menus of the window, or of the room that is shown."""
    window.refresh_actions()
    return {a.id: made for a, made in [*window.pairs, *window.frame.local]}[action]

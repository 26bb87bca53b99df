"""Adding a text that is pasted: shown, and kept in the case if it is locked before it is added."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.desk import Desk

_KEPT = "pasting"


def is_unfinished(desk: Desk) -> bool:
    """Whether a text waits that was not added when the case was locked."""
    return bool(desk.kept(_KEPT))


class Pasting(QDialog):
    """Lets the user paste a text; ``add`` gets it.  It begins with what the clipboard holds."""

    def __init__(self, parent: QWidget, desk: Desk, *, add: Callable[[str], object]) -> None:
        super().__init__(parent)
        self._desk = desk
        self._add = add
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Add pasted text"))
        self.resize(640, 480)
        self._field = QPlainTextEdit(self)
        self._field.setAccessibleName(_("Text of the source"))
        self._field.setPlaceholderText(_("Paste the text of an article, a post, a notice…"))
        kept = desk.kept(_KEPT)
        self._field.setPlainText(kept or QGuiApplication.clipboard().text())
        self._field.setTabChangesFocus(True)
        self._field.selectAll()
        if kept:
            desk.keep(_KEPT, None)
        self._lay_out()
        desk.did_begin_locking.connect(self._keep)
        self.accepted.connect(self._finish)

    def _lay_out(self) -> None:
        hint = QLabel(_("The text is kept exactly as it stands here."), self)
        theme.role(hint, "hint")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        accept = buttons.addButton(_("Add as a source"), QDialogButtonBox.ButtonRole.AcceptRole)
        theme.role(accept, "primary")
        accept.setShortcut("Ctrl+Return")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (self._field, hint, buttons):
            column.addWidget(widget)

    @Slot()
    def _keep(self) -> None:
        if self.isVisible():
            self._desk.keep(_KEPT, self._field.toPlainText())

    @Slot()
    def _finish(self) -> None:
        self._add(self._field.toPlainText())

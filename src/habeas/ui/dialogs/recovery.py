"""The recovery code: shown and printed while the case is open, typed in when the phrase is lost."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from habeas.i18n import _


def show(parent: QWidget | None, code: str, name: str) -> None:
    """Show the recovery code of the case called ``name``, to write down, print or copy."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(_("Recovery code of “{name}”").format(name=name))
    column = QVBoxLayout(dialog)
    column.addWidget(QLabel(code, dialog))
    dialog.open()


class RecoveryField(QWidget):
    """Where a recovery code is typed in; says beside it in which group a slip is."""

    did_change = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = QPlainTextEdit(self)
        column = QVBoxLayout(self)
        column.addWidget(self._field)
        self._field.textChanged.connect(self.did_change)

    def code(self) -> str:
        """What was typed, as ``keys.key_of`` takes it."""
        return self._field.toPlainText()

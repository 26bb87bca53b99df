"""Undo and redo of typing: a field that is being typed in undoes its own typing first."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget


def typing(act: str) -> bool:
    """Let the field with the focus ``undo`` or ``redo`` its own typing; False if it has none."""
    widget: QWidget | None = QApplication.focusWidget()
    if isinstance(widget, QLineEdit) and not widget.isReadOnly():
        possible = widget.isUndoAvailable() if act == "undo" else widget.isRedoAvailable()
    elif isinstance(widget, (QPlainTextEdit, QTextEdit)) and not widget.isReadOnly():
        document = widget.document()
        possible = document.isUndoAvailable() if act == "undo" else document.isRedoAvailable()
    else:
        return False
    if possible:
        getattr(widget, act)()
    return possible

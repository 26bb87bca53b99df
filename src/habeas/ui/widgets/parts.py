"""Small parts of pages and dialogs: a line of words, a note, a button."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from habeas.ui import theme
from habeas.ui.widgets.wrapping import hold_height


def line(parent: QWidget, words: str, *, role: str = "hint") -> QLabel:
    """A line of words that wraps."""
    label = QLabel(words, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    theme.role(label, role)
    return label


def note(parent: QWidget, *lines: str) -> QFrame:
    """Words in a frame, for what must not be missed."""
    frame = QFrame(parent)
    theme.role(frame, "note")
    column = QVBoxLayout(frame)
    column.setSpacing(theme.GAP // 2)
    for words in lines:
        column.addWidget(line(frame, words, role=""))
    hold_height(frame)
    return frame


def button(parent: QWidget, words: str, run: Any) -> QPushButton:
    """A button that Enter elsewhere does not press."""
    made = QPushButton(words, parent)
    made.setAutoDefault(False)
    made.clicked.connect(run)
    return made

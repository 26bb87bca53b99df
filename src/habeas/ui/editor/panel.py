"""What stands around the fields: a title above, the buttons below, and the field that scrolls."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from habeas.ui import theme
from habeas.ui.editor.flow import Flow
from habeas.ui.widgets.wrapping import hold_height

_SIDE = theme.GAP * 3 // 2


class Head(QWidget):
    """What is being written, and why it was suggested."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title, self._why = QLabel(self), QLabel(self)
        theme.role(self._title, "title")
        theme.role(self._why, "hint")
        for label in (self._title, self._why):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, _SIDE, _SIDE, theme.GAP // 2)
        column.setSpacing(theme.GAP // 2)
        column.addWidget(self._title)
        column.addWidget(self._why)
        hold_height(self)

    def say(self, title: str, *lines: str) -> None:
        """Show a title and the lines that are not empty."""
        self._title.setText(title)
        self._why.setText("\n".join(line for line in lines if line))
        self._why.setVisible(any(lines))


class Scroll(QScrollArea):
    """The fields, as wide as the panel and as high as they need."""

    def __init__(self, form: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(form)


@dataclass(frozen=True, slots=True)
class Button:
    """A button below the fields: its words and role, what it does, and the keys that do it too."""

    words: str
    look: str
    run: Callable[[], object]
    does: str  # said in its tip
    keys: str = ""


class Foot(QWidget):
    """The buttons beside each other, in as many lines as they need."""

    def __init__(self, buttons: Iterable[Button], parent: QWidget) -> None:
        super().__init__(parent)
        line = Flow(self, gap=theme.GAP)
        line.setContentsMargins(_SIDE, theme.GAP, _SIDE, theme.GAP)
        for button in buttons:
            made = QPushButton(button.words, self)
            theme.role(made, button.look)
            keys = QKeySequence(button.keys).toString(QKeySequence.SequenceFormat.NativeText)
            made.setToolTip(f"{button.does} ({keys})" if keys else button.does)
            made.setAccessibleDescription(button.does)
            made.clicked.connect(button.run)
            line.addWidget(made)
        hold_height(self)

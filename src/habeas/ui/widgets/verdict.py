"""The box on the page of an event that says what cannot both hold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from habeas.ui import theme
from habeas.ui.widgets.registerpage import plain
from habeas.ui.widgets.wrapping import hold_height


class Verdict(QFrame):
    """The box that says what cannot both hold, what can, and what the user stands on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._apart = False
        self._first = plain("", "strong", self)
        self._rest = plain("", "", self)
        for label in (self._first, self._rest):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        edge = 2 * theme.GAP
        column.setContentsMargins(edge, edge - 4, edge, edge - 4)
        column.addWidget(self._first)
        column.addWidget(self._rest)
        hold_height(self)

    def show_words(self, apart: Sequence[str], rest: Sequence[str]) -> None:
        """Show the sentences of disagreement, if there are any, and the others below them."""
        self._apart = bool(apart)
        self._first.setText("\n".join(apart))
        self._first.setVisible(self._apart)
        theme.role(self._first, "error" if apart else "strong")
        self._rest.setText("\n".join(rest))
        self._rest.setVisible(bool(rest))
        self.setVisible(bool(apart or rest))
        self.setAccessibleName("\n".join([*apart, *rest]))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The box, in the colours of what is wrong only where something is."""
        tokens, painter = theme.tokens(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(tokens.danger if self._apart else tokens.line))
        painter.setBrush(QColor(tokens.danger_fill if self._apart else tokens.paper))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 8, 8)
        painter.end()

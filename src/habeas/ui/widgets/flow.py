"""Buttons in a row that goes on in the next line when its space ends."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from habeas.ui import theme

_GAP = theme.GAP * 3 // 4


class Flow(QWidget):
    """Lays ``buttons`` out in their order; hidden ones take no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: list[QAbstractButton] = []
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_buttons(self, buttons: Sequence[QAbstractButton]) -> None:
        """Show these; they become children of this widget."""
        self._buttons = list(buttons)
        for button in buttons:
            button.setParent(self)
        self._arrange(self.width())

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """A narrower row is a higher one."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """How high all lines are together, in pixels."""
        return self._arrange(width, move=False)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All buttons in one row."""
        widths = [button.sizeHint().width() for button in self._buttons if not button.isHidden()]
        width = sum(widths) + _GAP * max(0, len(widths) - 1)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One button wide."""
        return QSize(60, self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Break the lines anew."""
        self._arrange(event.size().width())
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Nobody tells a hidden row that its buttons were shown or hidden."""
        super().showEvent(event)
        self._arrange(self.width())

    def event(self, event: QEvent) -> bool:
        """A child was shown or hidden, or its words changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange(self.width())
            self.updateGeometry()
        return super().event(event)

    def _arrange(self, width: int, *, move: bool = True) -> int:
        x = y = height = 0
        for button in self._buttons:
            if button.isHidden():
                continue
            size = button.sizeHint()
            if x and x + size.width() > width:
                x, y = 0, y + height + _GAP
            if move:
                button.setGeometry(x, y, min(size.width(), max(width, 1)), size.height())
            x, height = x + size.width() + _GAP, size.height()
        return y + height

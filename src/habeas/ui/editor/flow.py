"""A layout whose items flow like words: into the next line where the width ends."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from habeas.ui import theme

_Put = Callable[[QLayoutItem, QRect], object]


class Flow(QLayout):
    """Items beside each other, in as many lines as they need; one that expands fills its line."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = theme.GAP // 2) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(gap)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        """Take an item at the end."""
        self._items.append(item)

    def put(self, place: int, widget: QWidget) -> None:
        """Put a widget before the item at ``place``."""
        self.addWidget(widget)
        self._items.insert(place, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        inside = QRect(0, 0, width, 0).marginsRemoved(self.contentsMargins())
        return self._arrange(inside, self._measure) + self._above()

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        super().setGeometry(rect)
        inside = rect.marginsRemoved(self.contentsMargins())
        self._arrange(inside, lambda item, place: item.setGeometry(place))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), self._above())

    def _above(self) -> int:
        return self.contentsMargins().top() + self.contentsMargins().bottom()

    @staticmethod
    def _measure(_item: QLayoutItem, _place: QRect) -> None:
        """Nothing is moved while the height is only asked for."""

    def _arrange(self, rect: QRect, put: _Put) -> int:
        """Lay the lines into ``rect`` with ``put`` and return their height."""
        y = rect.y()
        for line in self._lines(rect.width()):
            high = max(item.sizeHint().height() for item in line)
            self._lay(line, QRect(rect.x(), y, rect.width(), high), put)
            y += high + self.spacing()
        return max(0, y - self.spacing() - rect.y())

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            wide = _wide(item)
            if not lines or used + self.spacing() + wide > width:
                lines.append([])
                used = -self.spacing()
            lines[-1].append(item)
            used += self.spacing() + wide
        return lines

    def _lay(self, line: list[QLayoutItem], rect: QRect, put: _Put) -> None:
        free = rect.width() - sum(_wide(item) for item in line)
        free -= self.spacing() * (len(line) - 1)
        x = rect.x()
        for item in line:
            wide = min(_wide(item), rect.width())
            if _expands(item):
                wide, free = wide + max(0, free), 0
            put(item, QRect(QPoint(x, rect.y()), QSize(wide, rect.height())))
            x += wide + self.spacing()


def _wide(item: QLayoutItem) -> int:
    """How wide an item at least is in its line: one that expands takes what is left there."""
    return (item.minimumSize() if _expands(item) else item.sizeHint()).width()


def _expands(item: QLayoutItem) -> bool:
    widget = item.widget()
    return (
        widget is not None
        and widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Expanding
    )

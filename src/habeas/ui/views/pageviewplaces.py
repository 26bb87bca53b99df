"""A source as text and as it looks, one beside the other or one in place of the other."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from habeas.ui.widgets.picturepage import PicturePage
from habeas.ui.widgets.reader import Reader
from habeas.ui.widgets.readerbar import BOTH, PAGE, TEXT, ReaderBar

_BESIDE = 760  # pixels: with less room the page stands below the text


class Facing(QWidget):
    """The text (or what stands in its place) and the page, with the bar above both."""

    def __init__(self, reader: Reader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = ReaderBar(self)
        self.reader = reader
        self.picture = PicturePage(self)
        self._words = QStackedWidget(self)  # the text, or what is said of a source without any
        self._words.addWidget(reader)
        self._looks = QStackedWidget(self)  # the page as a picture, or a page of the web
        self._looks.addWidget(self.picture)
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._words)
        self._split.addWidget(self._looks)
        self._way = TEXT
        self._stacked = False  # whether the page stands below whatever room there is
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._split, 1)
        self.bar.hide()
        self.show_way(TEXT)

    def add_words(self, widget: QWidget) -> None:
        """Another widget that may stand where the text would."""
        self._words.addWidget(widget)

    def add_look(self, widget: QWidget) -> None:
        """Another widget that may stand where the page would."""
        self._looks.addWidget(widget)

    def put_words(self, widget: QWidget) -> None:
        """Show this one where the text would stand."""
        self._words.setCurrentWidget(widget)

    def put_look(self, widget: QWidget) -> None:
        """Show this one where the page would stand."""
        self._looks.setCurrentWidget(widget)

    def show_way(self, way: str, *, stacked: bool = False) -> None:
        """Show the text, the page, or both; ``stacked``: the text only as high as it must be."""
        self._way, self._stacked = way, stacked
        self._words.setVisible(way != PAGE)
        self._looks.setVisible(way != TEXT)
        self._turn()

    @property
    def way(self) -> str:
        """What is shown."""
        return self._way

    @property
    def page(self) -> QWidget:
        """What takes the keys."""
        shown = self._looks if self._way == PAGE else self._words
        return shown.currentWidget() or self

    @property
    def seen(self) -> QRect:
        """Where in here words or places are marked."""
        shown = self._looks if self._way == PAGE or self._stacked else self._words
        return QRect(shown.mapTo(self, QPoint(0, 0)), shown.size())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Beside each other where there is room."""
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        wide = self.width() >= _BESIDE and not self._stacked
        wanted = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self._way == BOTH and (self._split.orientation() != wanted or self._stacked):
            self._split.setOrientation(wanted)
            room = self._split.width() if wide else self._split.height()
            first = room // 2
            if self._stacked and (words := self._words.currentWidget()) is not None:
                first = min(_height(words, self._split.width()), room // 2)
            self._split.setSizes([first, room - first])


def _height(words: QWidget, width: int) -> int:
    """How high a page of words has to be, that ``width`` pixels are given to, to show all."""
    inner = words.widget() if isinstance(words, QScrollArea) else words
    wrapped = inner.heightForWidth(width) if inner is not None else -1
    return max(words.sizeHint().height(), wrapped)

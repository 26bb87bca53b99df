"""The rooms of a case at the left of its window: captions, names, counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QLabel,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from habeas.i18n import _
from habeas.ui import icons, theme

Index = QModelIndex | QPersistentModelIndex
_ENTRY = int(Qt.ItemDataRole.UserRole)
_SMALLER = 0.88  # captions and counts, of the usual size of words


@dataclass(frozen=True, slots=True)
class Item:
    """A room one can go to: the id that is emitted, its name, and the drawing beside it, if any."""

    id: str
    text: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Rooms that belong together, under a caption; without one only a gap sets them apart."""

    caption: str
    items: Sequence[Item]


class Sidebar(QWidget):
    """Lists the rooms; up and down move, Enter or a click chooses.  Captions are not stops."""

    did_choose = Signal(str)

    def __init__(self, sections: Sequence[Section], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        theme.role(self._title, "strong")
        self._model = _Rooms(sections, self)
        self._list = _List(self._model, self)
        self._list.did_choose.connect(self._choose)
        self.setFocusProxy(self._list)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._lay_out()
        self.set_title("")
        self._fit()

    def set_title(self, title: str) -> None:
        """Name the case above the rooms."""
        self._title.setText(title)
        self._title.setVisible(bool(title))

    def set_count(self, id: str, n: int | None) -> None:
        """Say how many things are in a room; None says nothing."""
        self._model.set_count(id, n)
        self._fit()

    def set_current(self, id: str) -> None:
        """Mark the room that is open, without emitting anything; KeyError if there is none."""
        index = self._model.index_of(id)
        flags = QItemSelectionModel.SelectionFlag
        self._list.selectionModel().select(index, flags.ClearAndSelect)
        self._list.selectionModel().setCurrentIndex(index, flags.NoUpdate)

    def current(self) -> str:
        """The id of the room that is open; empty if none is."""
        for index in self._list.selectionModel().selectedIndexes():
            return str(index.data(_ENTRY).id)
        return ""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of words."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The grey that the rooms lie on."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.tokens().window))
        painter.end()

    def _choose(self, id: str) -> None:
        self.set_current(id)
        self.did_choose.emit(id)

    def _lay_out(self) -> None:
        gap = theme.GAP
        self._title.setContentsMargins(gap, gap, gap, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(gap, gap, gap, gap)
        column.setSpacing(gap // 2)
        column.addWidget(self._title)
        column.addWidget(self._list, 1)

    def _fit(self) -> None:
        if hasattr(self, "_list"):
            self._list.doItemsLayout()
            self.setFixedWidth(self._list.room_width() + 2 * theme.GAP)


class _Rooms(QAbstractListModel):
    """The captions and rooms in order; a row is a Section's caption or an Item."""

    def __init__(self, sections: Sequence[Section], parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: list[Item | str] = []
        self._counts: dict[str, int] = {}
        for section in sections:
            self._rows += [section.caption, *section.items]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        """All rows; none below a row."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Captions are not stops."""
        if not index.isValid() or isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name, the entry itself, and what a screen reader says."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == _ENTRY:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row if isinstance(row, str) else row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row if isinstance(row, str) else self._spoken(row)
        return None

    def count(self, id: str) -> str:
        """How many things are in a room, as shown."""
        return f"{self._counts[id]:,}" if id in self._counts else ""

    def set_count(self, id: str, n: int | None) -> None:
        """Remember how many things are in a room."""
        index = self.index_of(id)
        self._counts.pop(id, None)
        if n is not None:
            self._counts[id] = n
        self.dataChanged.emit(index, index)

    def index_of(self, id: str) -> QModelIndex:
        """Where a room is; KeyError if there is none."""
        for number, row in enumerate(self._rows):
            if isinstance(row, Item) and row.id == id:
                return self.index(number)
        raise KeyError(id)

    def _spoken(self, item: Item) -> str:
        count = self.count(item.id)
        return _("{room}, {count}").format(room=item.text, count=count) if count else item.text


class _List(QListView):
    """The list of a Sidebar: what is selected is the open room, the current row is the cursor."""

    did_choose = Signal(str)

    def __init__(self, model: _Rooms, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(_Painter(model, self))
        self.setAccessibleName(_("Rooms of the case"))
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        theme.role(self, "sidebar")
        self.clicked.connect(self._choose)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter and Space choose the room under the cursor."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.currentIndex().isValid():
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def room_width(self) -> int:
        """Pixels that the widest row needs, with room for the scroll bar."""
        rows = range(self.model().rowCount())
        widest = max(
            (self.sizeHintForIndex(self.model().index(n, 0)).width() for n in rows), default=0
        )
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        return max(widest, self.fontMetrics().averageCharWidth() * 22) + bar

    def _choose(self, index: QModelIndex) -> None:
        entry = index.data(_ENTRY)
        if isinstance(entry, Item):
            self.did_choose.emit(entry.id)


class _Painter(QStyledItemDelegate):
    """Paints captions and rooms; all measures come from the font."""

    def __init__(self, model: _Rooms, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Room for the name in bold, its drawing and its count."""
        entry = index.data(_ENTRY)
        bold = QFontMetrics(theme.ui_font(bold=True))
        high = bold.height()
        if isinstance(entry, str):
            small = QFontMetrics(theme.ui_font(_SMALLER, bold=True))
            tall = small.height() + high if entry else high // 2
            return QSize(small.horizontalAdvance(entry) + high, tall)
        count = self._model.count(entry.id)
        wide = bold.horizontalAdvance(entry.text) + bold.horizontalAdvance(count) + 3 * high
        return QSize(wide + (round(1.6 * high) if entry.icon else 0), round(high * 2.1))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        entry = index.data(_ENTRY)
        rect = QRect(option.rect)
        if isinstance(entry, str):
            _paint_caption(painter, rect, entry)
        else:
            state = option.state
            _paint_ground(painter, rect.adjusted(1, 1, -1, -1), state)
            _paint_room(painter, rect, entry, count=self._model.count(entry.id), state=state)
        painter.restore()


def _paint_caption(painter: QPainter, rect: QRect, caption: str) -> None:
    font = theme.ui_font(_SMALLER, bold=True)
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setPen(QColor(theme.tokens().muted))
    inner = rect.adjusted(theme.GAP, 0, 0, -metrics.height() // 3)
    bottom = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
    painter.drawText(inner, bottom, caption.upper())


def _paint_ground(painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
    now, flag = theme.tokens(), QStyle.StateFlag
    fill = now.selected if state & flag.State_Selected else ""
    if not fill and state & flag.State_MouseOver:
        fill = now.hover
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    if state & flag.State_HasFocus:
        painter.setPen(QPen(QColor(now.focus), 2))
    painter.drawRoundedRect(rect, theme.RADIUS, theme.RADIUS)


def _paint_room(
    painter: QPainter, rect: QRect, item: Item, *, count: str, state: QStyle.StateFlag
) -> None:
    now = theme.tokens()
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    font = theme.ui_font(bold=chosen)
    high = QFontMetrics(font).height()
    inner = rect.adjusted(round(high * 0.8), 0, -round(high * 0.8), 0)
    middle = Qt.AlignmentFlag.AlignVCenter
    if item.icon:
        ink = now.text if chosen else now.muted
        place = QRect(inner.left(), inner.center().y() - high // 2, high, high)
        icons.icon(item.icon, ink).paint(painter, place)
        inner.setLeft(inner.left() + round(1.6 * high))
    painter.setFont(theme.ui_font(_SMALLER, bold=chosen))
    painter.setPen(QColor(now.muted))
    painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, count)
    inner.setRight(inner.right() - painter.fontMetrics().horizontalAdvance(count) - high // 2)
    painter.setFont(font)
    painter.setPen(QColor(now.text))
    shown = painter.fontMetrics().elidedText(item.text, Qt.TextElideMode.ElideRight, inner.width())
    painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, shown)

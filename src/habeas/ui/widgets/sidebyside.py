"""Claims side by side: tables in which a mark on a common scale stands beside its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.rowmodel import Index
from habeas.ui.widgets.chip import chip_size, kind_name, paint_chip

if TYPE_CHECKING:
    from habeas.ui.widgets.quantitychart import Mark, Scale

LINE = int(Qt.ItemDataRole.UserRole)
_MOST_LINES = 3  # of a title, of a quote
_OFF = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


@dataclass(frozen=True, slots=True)
class Box:
    """One voice of a chain: its name, and below it how it said so."""

    name: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a page: ``ident`` is what it opens; ``says`` are its words for the second column.

    ``small`` is a quote below the title; ``mark`` is painted beside it; ``boxes`` are a chain.
    """

    ident: int
    title: str
    small: str = ""
    says: str = ""
    kind: str = ""
    mark: Mark | None = None
    apart: bool = False
    boxes: tuple[Box, ...] = ()


class Lines(QAbstractTableModel):
    """Lines with as many columns as headings; every cell has words."""

    def __init__(self, headings: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.headings = tuple(headings)
        self.lines: tuple[Line, ...] = ()
        self.scale: Scale | None = None

    def show(self, lines: Sequence[Line], scale: Scale | None = None) -> None:
        """Show these lines instead."""
        self.beginResetModel()
        self.lines, self.scale = tuple(lines), scale
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name
        """How many lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name
        """How many columns."""
        return 0 if parent.isValid() else len(self.headings)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The words of a cell, or with LINE the whole line."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == LINE:
            return line
        spoken = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if role in spoken or role == Qt.ItemDataRole.ToolTipRole:
            return self._words(line, index.column())
        return None

    def headerData(  # noqa: N802 - Qt's name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:
        """The heading of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headings[section]
        return None

    def _words(self, line: Line, column: int) -> str:
        if column == 1:
            return _("{words} (disagrees)").format(words=line.says) if line.apart else line.says
        alone = len(self.headings) == 1
        kind = kind_name(line.kind) if alone and line.kind else ""
        rest = line.says if alone else ""
        return "\n".join(part for part in (kind, line.title, rest, line.small) if part)


class SideTable(QTableView):
    """A table as high as its rows, so that the page scrolls and not the table."""

    def __init__(
        self,
        name: str,
        headings: Sequence[str],
        *,
        open_: Callable[[Line], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.lines = Lines(headings, self)
        self._open = open_
        self.setModel(self.lines)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(_OFF)
        self.setVerticalScrollBarPolicy(_OFF)
        self.verticalHeader().hide()
        self.horizontalHeader().setVisible(len(headings) > 1)
        self.clicked.connect(self._clicked)

    @property
    def current(self) -> Line | None:
        """The line that the keyboard stands on."""
        index = self.currentIndex()
        return index.data(LINE) if index.isValid() else None

    def show_lines(self, lines: Sequence[Line], scale: Scale | None = None) -> None:
        """Show these lines, the current one kept if it is still there."""
        former = self.current
        self.lines.show(lines, scale)
        for row, line in enumerate(lines):
            if former is not None and line.ident == former.ident:
                self.setCurrentIndex(self.lines.index(row, 0))
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens the current line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self._open(self.current)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Wrap the words anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of words."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as its rows."""
        return QSize(400, self._height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Never cut off."""
        return QSize(200, self._height())

    def _height(self) -> int:
        header = self.horizontalHeader()
        top = header.sizeHint().height() if len(self.lines.headings) > 1 else 0
        return top + self.verticalHeader().length() + 2 * self.frameWidth() + 4

    def _fit(self) -> None:
        self.resizeRowsToContents()
        if self._height() != self.height():
            self.setFixedHeight(self._height())

    def _clicked(self, index: QModelIndex) -> None:
        line = index.data(LINE)
        if line is not None:
            self._open(line)


class ListTable(SideTable):
    """One column of lines, painted by ``painter``."""

    def __init__(
        self,
        name: str,
        painter: QStyledItemDelegate,
        *,
        open_: Callable[[Line], object],
        parent: QWidget,
    ) -> None:
        super().__init__(name, (name,), open_=open_, parent=parent)
        painter.setParent(self)
        self.setItemDelegate(painter)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)


class TwoLines(QStyledItemDelegate):
    """A title in bold, what it says, and a quote in the reading font below it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """Room for the words, wrapped at the width of the column."""
        return QSize(200, _told(None, option.rect, index) + theme.GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the words; what is longer than a few lines is shortened."""
        painter.save()
        ground(painter, option)
        _told(painter, option.rect, index)
        painter.restore()


def _told(painter: QPainter | None, cell: QRect, index: Index) -> int:
    """Write a line's words into its cell, or (None) only measure them; returns their height."""
    line: Line = index.data(LINE)
    tokens = theme.tokens()
    room = cell.adjusted(6, theme.GAP // 2, -6, 0)
    top, first = room.top(), QRect(room)
    alone, below = index.model().columnCount() == 1, top
    if alone and line.kind:
        chip = _chip(painter, room, line.kind)
        first.setLeft(chip.right() + theme.GAP)
        below = chip.bottom() + 3
    y = _write(painter, first, line.title, font=theme.ui_font(bold=True), ink=tokens.text)
    room.setTop(max(y, below))
    if alone and line.says:
        ink = tokens.danger if line.apart else tokens.muted
        room.setTop(_write(painter, room, line.says, font=theme.ui_font(), ink=ink))
    if line.small:
        font = theme.reading_font(9.5)
        room.setTop(_write(painter, room, line.small, font=font, ink=tokens.muted))
    return room.top() - top + theme.GAP // 2


def _chip(painter: QPainter | None, room: QRect, kind: str) -> QRect:
    font = theme.ui_font(0.92, bold=True)
    place = QRect(room.topLeft(), chip_size(kind_name(kind), font))
    if painter is not None:
        paint_chip(painter, place, kind_name(kind), kind=kind, font=font)
    return place


class Chains(QStyledItemDelegate):
    """A chain of voices as boxes with arrows between them; what does not fit is in the tooltip."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """Room for a box of two lines."""
        high = _metrics(theme.ui_font(bold=True)).lineSpacing()
        high += _metrics(theme.ui_font(0.88)).lineSpacing()
        return QSize(200, high + 3 * theme.GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the boxes from the nearest voice to the source."""
        line: Line = index.data(LINE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground(painter, option)
        room = option.rect.adjusted(6, theme.GAP // 2, -6, -theme.GAP // 2)
        widths = _fitting([_box_width(box) for box in line.boxes], room.width())
        x = room.left()
        for n, (box, width) in enumerate(zip(line.boxes, widths, strict=True)):
            if n:
                arrow = QRect(x, room.top(), 3 * theme.GAP, room.height())
                painter.setPen(QColor(theme.tokens().muted))
                painter.setFont(theme.ui_font(1.2))
                painter.drawText(arrow, Qt.AlignmentFlag.AlignCenter, "→")
                x += 3 * theme.GAP
            _paint_box(painter, QRect(x, room.top(), width, room.height()), box)
            x += width
        rest = QRect(x + theme.GAP, room.top(), room.right() - x - theme.GAP, room.height())
        if line.says and rest.width() > 60:
            painter.setPen(QColor(theme.tokens().muted))
            painter.setFont(theme.ui_font(0.92))
            words = _metrics(painter.font()).elidedText(
                line.says, Qt.TextElideMode.ElideRight, rest.width()
            )
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


def ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Paint the ground of a cell: selected or not, and where the keyboard stands a line."""
    tokens = theme.tokens()
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, QColor(tokens.selected))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(option.rect, QColor(tokens.hover))


def _write(painter: QPainter | None, room: QRect, words: str, *, font: QFont, ink: str) -> int:
    """Write words in a few lines at the top of ``room``; returns where the next ones start."""
    metrics, wrap = _metrics(font), Qt.TextFlag.TextWordWrap
    width, high = max(40, room.width()), metrics.height()
    if metrics.horizontalAdvance(words) > width:  # measuring wrapped words is slow
        most = round(width * (_MOST_LINES - 0.3))
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, most)
        tall = QRect(0, 0, width, 10 * metrics.lineSpacing())
        high = metrics.boundingRect(tall, wrap, words).height()
    if painter is not None:
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(QRect(room.left(), room.top(), width, high + 2), wrap, words)
    return room.top() + high + 1


def _write_line(painter: QPainter, room: QRect, words: str, *, font: QFont, ink: str) -> int:
    """Write one line, shortened if need be; returns where the next one starts."""
    metrics = _metrics(font)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room.left(), room.top() + metrics.ascent() + 1, shown)
    return room.top() + metrics.lineSpacing() + 1


def _paint_box(painter: QPainter, place: QRect, box: Box) -> None:
    tokens = theme.tokens()
    painter.setPen(QColor(tokens.edge))
    painter.setBrush(QColor(tokens.paper))
    painter.drawRoundedRect(place.adjusted(0, 0, -1, -1), theme.RADIUS, theme.RADIUS)
    inner = place.adjusted(theme.GAP, theme.GAP // 2, -theme.GAP, 0)
    y = _write_line(painter, inner, box.name, font=theme.ui_font(bold=True), ink=tokens.text)
    inner.setTop(y)
    _write_line(painter, inner, box.below, font=theme.ui_font(0.88), ink=tokens.muted)


def _box_width(box: Box) -> int:
    name = _metrics(theme.ui_font(bold=True)).horizontalAdvance(box.name)
    below = _metrics(theme.ui_font(0.88)).horizontalAdvance(box.below)
    return max(name, below) + 2 * theme.GAP + 4


def _fitting(widths: list[int], room: int) -> list[int]:
    """Widths that fit beside each other with their arrows: the widest give way first."""
    free = room - 3 * theme.GAP * (len(widths) - 1)
    if sum(widths) <= free:
        return widths
    most = max(widths)
    while most > 3 * theme.GAP and sum(min(width, most) for width in widths) > free:
        most -= 4
    return [min(width, most) for width in widths]


def _metrics(font: QFont) -> QFontMetrics:
    return QFontMetrics(font)

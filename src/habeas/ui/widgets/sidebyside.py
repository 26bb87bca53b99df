"""Claims side by side: tables in which a mark on a common scale stands beside its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
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
from habeas.ui.widgets.quantitychart import (
    Ink,
    Mark,
    Scale,
    paint_grid,
    paint_mark,
    paint_ticks,
)

LINE = int(Qt.ItemDataRole.UserRole)
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
        self.setFixedHeight(self._height())

    def _clicked(self, index: QModelIndex) -> None:
        line = index.data(LINE)
        if line is not None:
            self._open(line)


class ChartTable(SideTable):
    """Who says it on the left, the mark of what is said on a common scale on the right."""

    def __init__(
        self,
        name: str,
        headings: tuple[str, str],
        *,
        open_: Callable[[Line], object],
        days: bool,
        parent: QWidget,
    ) -> None:
        super().__init__(name, headings, open_=open_, parent=parent)
        self.setHorizontalHeader(_Ticks(self.lines, self, days=days))
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.setItemDelegateForColumn(0, TwoLines(self))
        self.setItemDelegateForColumn(1, _Marks(self.lines, self, days=days))

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Give the words two fifths of the width."""
        super().resizeEvent(event)
        self.setColumnWidth(0, round(self.viewport().width() * 0.42))


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
        """Room for the lines there are."""
        line: Line = index.data(LINE)
        alone = index.model().columnCount() == 1
        high = _metrics(theme.ui_font(bold=True)).lineSpacing() + theme.GAP
        if alone and line.kind:
            high = max(high, chip_size("x", theme.ui_font(0.92)).height() + theme.GAP)
        if alone and line.says:
            high += _metrics(theme.ui_font()).lineSpacing()
        if line.small:
            high += _metrics(theme.reading_font(9.5)).lineSpacing()
        return QSize(200, high)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the lines, each shortened if it does not fit."""
        line: Line = index.data(LINE)
        tokens = theme.tokens()
        painter.save()
        ground(painter, option)
        room = option.rect.adjusted(6, theme.GAP // 2, -6, -theme.GAP // 2)
        first = QRect(room)
        alone = index.model().columnCount() == 1
        if alone and line.kind:
            font = theme.ui_font(0.92, bold=True)
            size = chip_size(kind_name(line.kind), font)
            place = QRect(room.topLeft(), size)
            paint_chip(painter, place, kind_name(line.kind), kind=line.kind, font=font)
            first.setLeft(place.right() + theme.GAP)
        y = _write(painter, first, line.title, font=theme.ui_font(bold=True), ink=tokens.text)
        room.setTop(y)
        if alone and line.says:
            ink = tokens.danger if line.apart else tokens.muted
            room.setTop(_write(painter, room, line.says, font=theme.ui_font(), ink=ink))
        if line.small:
            _write(painter, room, line.small, font=theme.reading_font(9.5), ink=tokens.muted)
        painter.restore()


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


class _Marks(QStyledItemDelegate):
    """Paints a line's mark on the scale of its table."""

    def __init__(self, lines: Lines, parent: QObject, *, days: bool) -> None:
        super().__init__(parent)
        self._lines, self._days = lines, days

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the grid and the mark; what has no place on the scale says so in words."""
        line: Line = index.data(LINE)
        scale, tokens = self._lines.scale, theme.tokens()
        painter.save()
        ground(painter, option)
        if scale is None or line.mark is None:
            painter.setPen(QColor(tokens.muted))
            painter.setFont(theme.ui_font(0.92))
            painter.drawText(option.rect, Qt.AlignmentFlag.AlignVCenter, line.says)
        else:
            colours = theme.kind_colours(line.kind)
            paint_grid(painter, option.rect, scale, colour=tokens.line)
            ink = Ink(
                tokens.danger if line.apart else colours.line,
                tokens.danger_fill if line.apart else colours.fill,
                _metrics(theme.ui_font()).height() * 0.75,
                apart=line.apart,
                days=self._days,
            )
            paint_mark(painter, option.rect, line.mark, scale, ink=ink)
        painter.restore()


class _Ticks(QHeaderView):
    """The scale's labels in place of the second heading."""

    def __init__(self, lines: Lines, parent: QWidget, *, days: bool) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._lines, self._days = lines, days
        self.setSectionsClickable(False)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:  # noqa: N802 - Qt
        """Paint the heading, or over the marks the scale."""
        painter.save()
        tokens, scale = theme.tokens(), self._lines.scale
        painter.fillRect(rect, QColor(tokens.paper))
        painter.setPen(QColor(tokens.muted))
        if logical == 0 or scale is None:
            painter.setFont(theme.ui_font(0.85, bold=True))
            words = self._lines.headings[logical]
            painter.drawText(rect.adjusted(6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
        else:
            painter.setFont(theme.ui_font(0.92))
            paint_ticks(painter, rect, scale, days=self._days)
        painter.restore()


def ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Paint the ground of a cell: selected or not, and where the keyboard stands a line."""
    tokens = theme.tokens()
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, QColor(tokens.selected))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(option.rect, QColor(tokens.hover))


def _write(painter: QPainter, room: QRect, words: str, *, font: QFont, ink: str) -> int:
    """Write one line at the top of ``room``; returns where the next one starts."""
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
    y = _write(painter, inner, box.name, font=theme.ui_font(bold=True), ink=tokens.text)
    inner.setTop(y)
    _write(painter, inner, box.below, font=theme.ui_font(0.88), ink=tokens.muted)


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

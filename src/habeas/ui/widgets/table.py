"""A table of records: painted from the row, sorted by its headings, opened with Enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from habeas.ui import theme
from habeas.ui.rowmodel import ROW_ROLE, Column, RowModel
from habeas.ui.widgets.chip import chip_size, paint_chip

Index = QModelIndex | QPersistentModelIndex
LINES = 2  # of words in a row, unless a table asks for another number
_ASIDE, _ABOVE = theme.GAP, theme.GAP // 2


class RecordTable(QTableView):
    """Shows a RowModel; ``did_open`` gives a record's id, ``did_sort`` a column's id and whether
    the greatest comes first.
    """

    did_open = Signal(int)
    did_sort = Signal(str, bool)

    def __init__(
        self, model: RowModel, *, name: str, lines: int = LINES, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._rows = model
        self._lines = lines
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)  # Tab leads on to what stands after the table
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setSectionsClickable(True)
        head.setHighlightSections(False)
        head.setSortIndicatorShown(True)
        head.sectionClicked.connect(self._sort_by_heading)
        self.doubleClicked.connect(lambda index: self.did_open.emit(model.ident(index.row())))
        self._fit()

    def show_sort(self, column: str, *, descending: bool) -> None:
        """Mark the heading that the rows are sorted by."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        names = [c.id for c in self._rows.columns]
        self.horizontalHeader().setSortIndicator(
            names.index(column) if column in names else -1, order
        )

    def show_column(self, column: str, *, shown: bool) -> None:
        """Show a column or hide it, and share its width among the others."""
        names = [c.id for c in self._rows.columns]
        self.setColumnHidden(names.index(column), not shown)
        self._fit()

    def chosen(self) -> list[int]:
        """The ids of the selected rows, in the order of the table."""
        selected = self.selectionModel().selectedRows()
        return [self._rows.ident(row) for row in sorted(index.row() for index in selected)]

    def current(self) -> int:
        """The id of the row that the keyboard is on; 0 if none."""
        return self._rows.ident(self.currentIndex().row())

    def go_to(self, ident: int) -> bool:
        """Put the keyboard on a record; False if it is not in the table."""
        row = self._rows.find(ident) if ident else -1
        if row >= 0:
            self.setCurrentIndex(self._rows.index(row, max(0, self.currentIndex().column())))
        return row >= 0

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens the record that the keyboard is on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current():
            self.did_open.emit(self.current())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Share the width among the columns."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Follow the size of words."""
        super().changeEvent(event)
        if event.type() == event.Type.FontChange:
            self._fit()

    def _sort_by_heading(self, section: int) -> None:
        column = self._rows.columns[section]
        if column.sort:
            head = self.horizontalHeader()
            self.did_sort.emit(column.id, head.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder)

    def _fit(self) -> None:
        """Widths in letters where there is room; what is over goes to the columns that stretch."""
        metrics = QFontMetrics(theme.ui_font())
        height = metrics.height() * self._lines + 2 * _ABOVE
        if self.verticalHeader().defaultSectionSize() != height:
            self.verticalHeader().setDefaultSectionSize(height)
        letter = metrics.averageCharWidth()
        columns = self._rows.columns
        hidden = [self.isColumnHidden(n) for n in range(len(columns))]
        widths = [
            0 if hidden[n] else column.width * letter + 2 * _ASIDE
            for n, column in enumerate(columns)
        ]
        spare = self.viewport().width() - sum(widths)
        growing = [n for n, column in enumerate(columns) if column.stretch]
        for n in growing:
            widths[n] += max(0, spare // len(growing))
        for n, width in enumerate(widths):
            if not hidden[n]:
                self.horizontalHeader().resizeSection(n, width)


class RecordDelegate(QStyledItemDelegate):
    """Paints cells in as many lines as a row has; ``chips`` gives a column's chip the kind of a
    row, and ``doubts`` a column the word in italics that stands before it.
    """

    def __init__(
        self,
        parent: QWidget,
        *,
        chips: Mapping[str, Callable[[Mapping[str, Any]], str]],
        doubts: Mapping[str, Callable[[Mapping[str, Any]], str]],
        muted: Sequence[str] = (),
    ) -> None:
        super().__init__(parent)
        self._chips = chips
        self._doubts = doubts
        self._muted = frozenset(muted)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Two lines of words."""
        metrics = QFontMetrics(theme.ui_font())
        return QSize(metrics.averageCharWidth() * 12, metrics.height() * LINES + 2 * _ABOVE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ground, the chip or the words, and a line below."""
        colours = theme.tokens()
        rect: QRect = option.rect
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.selected))
        painter.setPen(QColor(colours.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        model = index.model()
        # Asked in Python: on the way through Qt every row would be copied field by field.
        row = model.data(index, ROW_ROLE) if isinstance(model, RowModel) else None
        if row and isinstance(model, RowModel):
            inner = rect.adjusted(_ASIDE, _ABOVE, -_ASIDE, -_ABOVE)
            self._paint_cell(painter, inner, row, model.columns[index.column()])
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(colours.focus))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _paint_cell(
        self, painter: QPainter, rect: QRect, row: dict[str, Any], cell: Column
    ) -> None:
        words, column = cell.words(row), cell.id
        if column in self._chips:
            font = theme.ui_font(0.92, bold=True)
            size = chip_size(words, font).boundedTo(rect.size())
            where = QRect(rect.topLeft(), size)
            paint_chip(painter, where, words, kind=self._chips[column](row), font=font)
            return
        colours = theme.tokens()
        painter.setPen(QColor(colours.muted if column in self._muted else colours.text))
        lead = self._doubts[column](row) if column in self._doubts else ""
        paint_words(painter, rect, words, lead=len(lead))


def paint_words(painter: QPainter, rect: QRect, words: str, *, lead: int = 0) -> None:
    """Paint words in as many lines as fit ``rect``, the first ``lead`` characters in italics."""
    font = theme.ui_font()
    metrics = QFontMetrics(font)
    # Most cells are short, and plain drawing is many times faster than a layout.
    if not lead and metrics.horizontalAdvance(words) <= rect.width():
        painter.setFont(font)
        painter.drawText(QPointF(rect.left(), rect.top() + metrics.ascent()), words)
        return
    most = max(1, rect.height() // metrics.height())
    layout = _laid_out(words, font, width=rect.width(), lead=lead, most=most)
    for n in range(layout.lineCount()):
        layout.lineAt(n).draw(painter, QPointF(rect.left(), rect.top()))


def _laid_out(words: str, font: QFont, *, width: int, lead: int, most: int) -> QTextLayout:
    layout = _lines_of(words, font, width=width, lead=lead, most=most)
    if layout.lineCount() <= most:
        return layout
    start = layout.lineAt(most - 1).textStart()
    rest = QFontMetrics(font).elidedText(words[start:], Qt.TextElideMode.ElideRight, width - 2)
    return _lines_of(words[:start] + rest, font, width=width, lead=lead, most=most)


def _lines_of(words: str, font: QFont, *, width: int, lead: int, most: int) -> QTextLayout:
    layout = QTextLayout(words, font)
    if lead:
        italic = QFont(font)
        italic.setItalic(True)
        format_ = QTextCharFormat()
        format_.setFont(italic)
        span = QTextLayout.FormatRange()
        span.start, span.length, span.format = 0, lead, format_
        layout.setFormats([span])
    height = QFontMetrics(font).height()
    layout.beginLayout()
    while layout.lineCount() <= most:  # one more than is shown tells that there is more
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, (layout.lineCount() - 1) * height))
    layout.endLayout()
    return layout

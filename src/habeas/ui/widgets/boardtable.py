"""The board as a table: chips that flow within cells, arrows that walk from chip to chip."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from habeas.i18n import _
from habeas.overview import board
from habeas.overview.board import Entry, Line, entry_in_words
from habeas.ui import theme
from habeas.ui.widgets.entrychips import flow, paint_entry, shown

Index = QModelIndex | QPersistentModelIndex
_WORDS = int(Qt.ItemDataRole.DisplayRole)
LINE_ROLE = int(Qt.ItemDataRole.UserRole)  # the Line, or the heading of a group as a str
_SHARES = (17, 37, 21, 25)  # of the width, in hundredths


class BoardModel(QAbstractTableModel):
    """Lines under the headings of their groups; every cell can say what it shows in words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Line | str] = []
        self._titles = (
            _("Place"), _("What held on this day"), _("Last incident"), _("Latest figures"),
        )  # fmt: skip

    def show(self, lines: Sequence[Line]) -> None:
        """Show these lines instead."""
        self.beginResetModel()
        self.rows, group = [], ""
        for line in lines:
            if line.group != group:
                self.rows.append(board.group_title(line.group))
            self.rows.append(line)
            group = line.group
        self.endResetModel()

    def entries(self, row: int, column: int) -> tuple[Entry, ...]:
        """What a cell holds."""
        line = self.rows[row] if 0 <= row < len(self.rows) else ""
        if isinstance(line, str):
            return ()
        return {1: line.held, 2: line.incidents, 3: line.figures}.get(column, ())

    def nothing(self, row: int, column: int) -> str:
        """What an empty cell says: no evidence is never no measure."""
        line = self.rows[row]
        if isinstance(line, str) or column == 0 or self.entries(row, column):
            return ""
        return {
            1: _("No evidence for this day"),
            2: _("No evidence of any"),
            3: _("No evidence of any"),
        }[column]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Lines and the headings of groups."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Place, what held, last incident, figures."""
        return 0 if parent.isValid() else len(self._titles)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading cannot be gone to."""
        if index.isValid() and isinstance(self.rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = _WORDS) -> Any:
        """The words of a cell, or with LINE_ROLE the line."""
        if not index.isValid():
            return None
        line = self.rows[index.row()]
        if role == LINE_ROLE:
            return line
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if isinstance(line, str):
            return line if index.column() == 0 else ""
        if index.column() == 0:
            return f"{line.name}, {line.within}" if line.within else line.name
        said = [entry_in_words(entry) for entry in self.entries(index.row(), index.column())]
        return "; ".join(said) or self.nothing(index.row(), index.column())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _WORDS) -> Any:
        """The heading of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return None


class BoardTable(QTableView):
    """Arrows go from chip to chip; ``did_open`` hands on the Entry, ``did_reach`` the one the
    keyboard is on (None for a place or an empty cell).
    """

    did_open = Signal(object)
    did_reach = Signal(object)

    def __init__(self, model: BoardModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board = model
        self.at = 0  # which entry of the current cell the keyboard is on
        self.setModel(model)
        self.setAccessibleName(_("Board"))
        self.setItemDelegate(_BoardDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.selectionModel().currentChanged.connect(self._moved)

    def entry(self) -> Entry | None:
        """The entry that the keyboard is on."""
        here = self.currentIndex()
        entries = self.board.entries(here.row(), here.column())
        return entries[self.at] if self.at < len(entries) else None

    def fit(self) -> None:
        """Give columns their share of the width and every row the height its chips need."""
        width = self.viewport().width()
        for column, share in enumerate(_SHARES):
            self.setColumnWidth(column, width * share // 100)
        self.clearSpans()
        for row, line in enumerate(self.board.rows):
            if isinstance(line, str):
                self.setSpan(row, 0, 1, len(_SHARES))
            self.setRowHeight(row, self._height(row))

    def rects(self, index: Index) -> list[QRect]:
        """Where the chips of a cell stand, in the viewport."""
        cell = self.visualRect(index).adjusted(theme.GAP, theme.GAP, -theme.GAP, 0)
        words = [shown(entry) for entry in self.board.entries(index.row(), index.column())]
        return [rect.translated(cell.topLeft()) for rect in flow(words, cell.width())[0]]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Left and right walk the chips of a cell and then the cells; Enter opens."""
        here, key = self.currentIndex(), event.key()
        count = len(self.board.entries(here.row(), here.column()))
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            entry = self.entry()
            if entry is not None:
                self.did_open.emit(entry)
        elif key == Qt.Key.Key_Right and self.at + 1 < count:
            self.reach(self.at + 1)
        elif key == Qt.Key.Key_Left and self.at > 0:
            self.reach(self.at - 1)
        else:
            super().keyPressEvent(event)
            now = self.currentIndex()
            if key == Qt.Key.Key_Left and now != here:
                self.reach(max(0, len(self.board.entries(now.row(), now.column())) - 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click on a chip opens it."""
        super().mousePressEvent(event)
        found = self._hit(event.position().toPoint())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self.reach(found)
            entry = self.entry()
            if entry is not None:
                self.did_open.emit(entry)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A hand over what opens, and its words beside it."""
        super().mouseMoveEvent(event)
        point = event.position().toPoint()
        found, index = self._hit(point), self.indexAt(point)
        if found is None:
            self.viewport().unsetCursor()
            self.viewport().setToolTip("")
            return
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        entry = self.board.entries(index.row(), index.column())[found]
        self.viewport().setToolTip(f"<qt>{_plain(entry_in_words(entry))}</qt>")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Let the chips flow anew."""
        super().resizeEvent(event)
        self.fit()

    def _height(self, row: int) -> int:
        line, metrics = self.board.rows[row], QFontMetrics(theme.ui_font())
        if isinstance(line, str):
            return metrics.height() + 2 * theme.GAP
        heights = [metrics.height() * (2 if line.within else 1)]
        if line.group == board.CLASS:
            width = self.columnWidth(0) - 2 * theme.GAP
            wrap = int(Qt.TextFlag.TextWordWrap)
            heights.append(metrics.boundingRect(0, 0, width, 10**5, wrap, line.name).height())
        for column in (1, 2, 3):
            words = [shown(entry) for entry in self.board.entries(row, column)]
            heights.append(flow(words, self.columnWidth(column) - 2 * theme.GAP)[1])
        return max(heights) + 2 * theme.GAP

    def _hit(self, point: QPoint) -> int | None:
        index = self.indexAt(point)
        if not index.isValid():
            return None
        return next((n for n, rect in enumerate(self.rects(index)) if rect.contains(point)), None)

    def _moved(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.reach(0)

    def reach(self, at: int) -> None:
        """Put the keyboard on an entry of the current cell."""
        self.at = at
        self.viewport().update()
        self.did_reach.emit(self.entry())


class _BoardDelegate(QStyledItemDelegate):
    """Paints a line: the place and where it lies, chips, and the one the keyboard is on."""

    def __init__(self, table: BoardTable) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(option.rect.width(), self._table.rowHeight(index.row()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours, rect = theme.tokens(), option.rect
        line = index.data(LINE_ROLE)
        painter.save()
        painter.setPen(QColor(colours.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(theme.GAP, theme.GAP, -theme.GAP, -theme.GAP // 2)
        if isinstance(line, str):
            painter.setPen(QColor(colours.muted))
            painter.setFont(theme.ui_font(0.85, bold=True))
            painter.drawText(inner, Qt.AlignmentFlag.AlignBottom, line)
        elif index.column() == 0:
            _paint_place(painter, inner, line)
        else:
            self._paint_entries(painter, inner, index)
        here = index == self._table.currentIndex() and self._table.hasFocus()
        if here and self._table.entry() is None and not isinstance(line, str):
            painter.setPen(QColor(colours.focus))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _paint_entries(self, painter: QPainter, rect: QRect, index: Index) -> None:
        table, model = self._table, self._table.board
        entries = model.entries(index.row(), index.column())
        if not entries:
            painter.setPen(QColor(theme.tokens().muted))
            painter.setFont(theme.ui_font())
            flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
            words = model.nothing(index.row(), index.column())
            cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(rect, flags, cut)
            return
        here = index == table.currentIndex() and table.hasFocus()
        for n, (entry, place) in enumerate(zip(entries, table.rects(index), strict=True)):
            paint_entry(painter, place, shown(entry), kind=entry.kind, how=entry.how)
            if here and n == table.at:
                painter.setPen(QPen(QColor(theme.tokens().focus), 2))
                painter.drawRoundedRect(place.adjusted(-2, -2, 2, 2), 5, 5)


def _paint_place(painter: QPainter, rect: QRect, line: Line) -> None:
    """The name in bold, where it lies below it; a class of places in as many lines as it needs."""
    colours = theme.tokens()
    bold = theme.ui_font(bold=line.group != board.CLASS)
    painter.setFont(bold)
    painter.setPen(QColor(colours.text))
    flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
    if line.group == board.CLASS:
        painter.drawText(rect, int(flags) | int(Qt.TextFlag.TextWordWrap), line.name)
        return
    elide = Qt.TextElideMode.ElideRight
    painter.drawText(rect, flags, QFontMetrics(bold).elidedText(line.name, elide, rect.width()))
    if line.within:
        painter.setFont(theme.ui_font(0.92))
        painter.setPen(QColor(colours.muted))
        cut = painter.fontMetrics().elidedText(line.within, elide, rect.width())
        painter.drawText(rect.adjusted(0, QFontMetrics(bold).height(), 0, 0), flags, cut)


def _plain(words: str) -> str:
    """Words as a tooltip may hold them: what a source says is never read as markup."""
    return words.replace("&", "&amp;").replace("<", "&lt;")

"""Tables of this dialog: lines that are made when they are drawn, some with a box to tick."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from habeas.ui import theme

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_LONGEST = 300  # letters of a cell that are drawn; all of them are in its tooltip


@dataclass(frozen=True, slots=True)
class Cell:
    """The words of a cell, why it cannot be read (``wrong``), and whether it is but an aside."""

    words: str = ""
    wrong: str = ""
    muted: bool = False


class Lines(QAbstractTableModel):
    """``count`` lines: ``cell`` gives the words of one, ``ticked`` its box (None: there is none).

    ``tick`` is called with a line and what it was ticked to.
    """

    def __init__(self, titles: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._titles = titles
        self._count = 0
        self._cell: Callable[[int, int], Cell] = lambda _line, _column: Cell()
        self._ticked: Callable[[int], bool | None] = lambda _line: None
        self._tick: Callable[[int, bool], object] = lambda _line, _on: None

    def show(
        self,
        count: int,
        cell: Callable[[int, int], Cell],
        *,
        ticked: Callable[[int], bool | None] = lambda _line: None,
        tick: Callable[[int, bool], object] = lambda _line, _on: None,
    ) -> None:
        """Show these lines instead."""
        self.beginResetModel()
        self._count, self._cell, self._ticked, self._tick = count, cell, ticked, tick
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        """How many lines."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        """How many columns."""
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """Words, tooltip, colour and box of a cell."""
        if not index.isValid():
            return None
        if role == _Role.CheckStateRole:
            on = self._ticked(index.row()) if index.column() == 0 else None
            return None if on is None else _state(on)
        if role not in (_Role.DisplayRole, _Role.ToolTipRole, _Role.ForegroundRole,
                        _Role.AccessibleTextRole):  # fmt: skip
            return None
        cell = self._cell(index.row(), index.column())
        if role == _Role.ForegroundRole:
            return _colour(cell)
        if role == _Role.DisplayRole:
            return cell.words if len(cell.words) <= _LONGEST else cell.words[:_LONGEST] + "…"
        return "\n".join(filter(None, [cell.words, cell.wrong]))

    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:  # noqa: N802
        """Tick a box."""
        if not index.isValid() or role != _Role.CheckStateRole:
            return False
        self._tick(index.row(), Qt.CheckState(value) is Qt.CheckState.Checked)
        self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, 0))
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Whether there is a box."""
        flag = Qt.ItemFlag
        kept = flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemNeverHasChildren
        boxed = index.column() == 0 and self._ticked(index.row()) is not None
        return kept | flag.ItemIsUserCheckable if boxed else kept

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> Any:
        """The heading of a column."""
        if orientation == Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return self._titles[section]
        return None


class LineTable(QTableView):
    """Shows Lines; Space ticks the line that the keyboard is on, Enter opens it."""

    did_open = Signal(int)

    def __init__(self, model: Lines, name: str, widths: tuple[int, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._widths = widths
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        head = self.verticalHeader()
        head.hide()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setDefaultSectionSize(self.fontMetrics().height() + theme.GAP)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        letter = self.fontMetrics().averageCharWidth()
        for n, width in enumerate(widths):
            self.setColumnWidth(n, width * letter)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Space ticks all that is selected, whatever column the keyboard is in."""
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            model = self.model()
            first = model.index(index.row(), 0)
            on = model.data(first, _Role.CheckStateRole)
            if on is not None:
                wanted = _state(Qt.CheckState(on) is not Qt.CheckState.Checked)
                for row in {one.row() for one in self.selectionModel().selectedRows()}:
                    model.setData(model.index(row, 0), wanted, _Role.CheckStateRole)
                return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.did_open.emit(index.row())
            return
        super().keyPressEvent(event)


def _state(on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked


def _colour(cell: Cell) -> QColor | None:
    colours = theme.tokens()
    if cell.wrong:
        return QColor(colours.warning)
    return QColor(colours.muted) if cell.muted else None

"""The one table model: Rows on one side, a QTableView on the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from habeas.store.rows import Rows

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROW_ROLE = int(Role.UserRole)  # the whole row, for a delegate that paints from it


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its id (also its sort key), heading, and the words it shows of a row."""

    id: str
    title: str
    words: Callable[[dict[str, Any]], str]
    width: int = 120
    stretch: bool = False
    sort: str = ""  # SQL to sort by; empty: cannot be sorted


class RowModel(QAbstractTableModel):
    """Shows Rows; reads a row when it is first drawn."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: Rows | None = None

    def show(self, rows: Rows | None) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def forget(self, ids: frozenset[int]) -> None:
        """Read these rows again when they are next drawn."""
        if self._rows is not None and len(self._rows):
            self._rows.forget(ids)
            self.dataChanged.emit(
                self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1)
            )

    def ident(self, row: int) -> int:
        """The id of the record in ``row``; 0 if there is no such row."""
        if self._rows is None or not 0 <= row < len(self._rows):
            return 0
        return int(self._rows.ids[row])

    def idents(self) -> Sequence[int]:
        """The ids of all records, in the order of the rows."""
        return () if self._rows is None else self._rows.ids

    def find(self, ident: int) -> int:
        """The row of a record, or -1."""
        return -1 if self._rows is None else self._rows.index(ident)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows."""
        return 0 if parent.isValid() or self._rows is None else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = int(Role.DisplayRole)) -> Any:
        """The words of a cell, or with ROW_ROLE the whole row."""
        if not index.isValid() or self._rows is None or index.row() >= len(self._rows):
            return None
        if role == Role.DisplayRole:
            row = self._rows.row(index.row())
            return self.columns[index.column()].words(row) if row else ""
        if role == ROW_ROLE:
            return self._rows.row(index.row())
        if role in (Role.ToolTipRole, Role.AccessibleTextRole):
            return self.data(index)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Role.DisplayRole)
    ) -> Any:
        """The heading of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return self.columns[section].title
        return None

"""The entries of a list of literature as rows with a box each to tick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from habeas import vocabulary
from habeas.domain.reference import Why
from habeas.i18n import N_, _
from habeas.ui.rowmodel import Index

if TYPE_CHECKING:
    from habeas.ui.dialogs.literaturework import Line, Matched

_HEADINGS = (N_("In the list"), N_("Source of the case"), N_("Why"), N_("What would be done"))
_WHY = {
    Why.ADDRESS: N_("same address"), Why.DOI: N_("same DOI"), Why.TITLE: N_("same title"),
    Why.SIMILAR_TITLE: N_("similar title"), Why.AUTHOR: N_("same author"),
    Why.DATE: N_("same date"), Why.OTHER_DATE: N_("another date"),
    Why.OTHER_ADDRESS: N_("another address"),
}  # fmt: skip
FIELDS = {
    "title": N_("title"), "author": N_("author"), "publisher": N_("publisher"),
    "published": N_("published"), "kind": N_("kind"), "address": N_("address"),
    "language": N_("language"), "note": N_("note"),
}  # fmt: skip


class Entries(QAbstractTableModel):
    """One row for each entry; the first column has the box.

    Ticked at first are entries that are surely a source, and know more of it.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self._ticked: set[int] = set()

    def show(self, matched: Matched) -> None:
        """Show these entries instead."""
        self.beginResetModel()
        self.lines = list(matched.lines)
        self._ticked = {n for n, each in enumerate(self.lines) if each.is_sure}
        self.endResetModel()

    def chosen(self) -> list[Line]:
        """The entries that are ticked, in their order."""
        return [self.lines[n] for n in sorted(self._ticked)]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name
        """How many entries."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name
        """Entry, source, reasons, what would be done."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(  # noqa: N802 - Qt's name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:
        """The heading of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(_HEADINGS[section])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column can be ticked, where there is something to be done."""
        flags = super().flags(index)
        if index.isValid() and index.column() == 0 and self.lines[index.row()].can:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The words of a cell, and the box of the first."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0 and line.can:
            ticked = index.row() in self._ticked
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return _words(line)[index.column()]
        return None

    def setData(  # noqa: N802 - Qt's name
        self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)
    ) -> bool:
        """Tick or untick an entry."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        ticked = Qt.CheckState(value) is Qt.CheckState.Checked
        (self._ticked.add if ticked else self._ticked.discard)(index.row())
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.CheckStateRole])
        return True


def _words(line: Line) -> tuple[str, str, str, str]:
    reference, proposal = line.proposal.reference, line.proposal
    title = reference.title or reference.address or reference.key
    if not proposal.source:
        return title, _("none is like it"), "", _("add as not seen by us") if line.can else ""
    why = ", ".join(_(_WHY[each]) for each in proposal.why if each in _WHY)
    if proposal.doubtful:
        why = _("{why}; others are as like").format(why=why)
    fields = ", ".join(_(FIELDS[name]) for name in line.missing)
    done = _("fill in: {fields}").format(fields=fields) if fields else _("it knows nothing more")
    return title, line.name, why, done


def fields_of(line: Line) -> str:
    """What would be filled in, field by field."""
    reference = line.proposal.reference
    names = line.missing or (tuple(FIELDS) if not line.proposal.source else ())
    said = []
    for name in names:
        value = str(getattr(reference, name))
        if name == "kind" and value:
            value = vocabulary.label("source-kinds", value)
        if value:
            short = value if len(value) < 120 else value[:119] + "…"
            said.append(_("{field}: {value}").format(field=_(FIELDS[name]), value=short))
    return " · ".join(said)

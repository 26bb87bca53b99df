"""The differences between a sheet and what is in the case, each with a box to take it or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.dialogs.sheets import words
from habeas.ui.dialogs.sheets.tables import Cell, Lines, LineTable
from habeas.ui.widgets.parts import button

if TYPE_CHECKING:
    from habeas.services.sheets.comparing import Changed, Differences, New
    from habeas.services.sheets.earlier import Kept

_WIDTHS = (14, 34, 20, 50, 50)
_PART, _BEFORE = 2, 3


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the table: item ``item``, and of a changed one its part ``part`` (0: the first)."""

    item: int
    part: int = 0


class Differing(QWidget):
    """``rows`` are the numbers of the rows that are taken, ``gone`` the claims to withdraw."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: set[int] = set()
        self.gone: set[int] = set()
        self._items: list[New | Changed | Kept] = []
        self._shown: list[_Line] = []
        titles = (_("Row"), _("What it is"), _("Part"), _("Before"), _("After"))
        self.lines = Lines(titles, self)
        self.table = LineTable(self.lines, _("What would change"), _WIDTHS, self)
        self.all = button(self, _("Tick &all rows"), lambda: self._tick_all(on=True))
        self.none = button(self, _("Tick n&one"), lambda: self._tick_all(on=False))
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, theme.GAP, 0, 0)
        column.addWidget(self.table, 1)
        row.addWidget(self.all)
        row.addWidget(self.none)
        row.addStretch(1)
        column.addLayout(row)

    def show_differences(self, found: Differences) -> None:
        """List them: changed ones first, then those that are gone, then the new ones."""
        self._items = [*found.changed, *found.gone, *found.new]
        self._shown = [
            _Line(n, part)
            for n, item in enumerate(self._items)
            for part in range(max(1, len(getattr(item, "fields", ()))))
        ]
        self.rows = {one.row.number for one in found.new}
        self.rows |= {one.row.number for one in found.changed if not one.kept.edited}
        self.gone = set()
        self.lines.show(len(self._shown), self._cell, ticked=self._ticked, tick=self._tick)
        for column in (_PART, _BEFORE):  # of new rows there is nothing in them
            self.table.setColumnHidden(column, not (found.changed or found.gone))
        for one in (self.all, self.none):
            one.setEnabled(bool(self._items))

    def _cell(self, line_: int, column: int) -> Cell:
        shown = self._shown[line_]
        item = self._items[shown.item]
        if column < 2 and shown.part:
            return Cell()
        return _cell(item, shown.part, column)

    def _ticked(self, line_: int) -> bool | None:
        shown = self._shown[line_]
        if shown.part:
            return None
        item = self._items[shown.item]
        if _is_gone(item):
            return item.claim in self.gone  # type: ignore[union-attr]
        return item.row.number in self.rows  # type: ignore[union-attr]

    def _tick(self, line_: int, on: bool) -> None:
        item = self._items[self._shown[line_].item]
        into = self.gone if _is_gone(item) else self.rows
        number = item.claim if _is_gone(item) else item.row.number  # type: ignore[union-attr]
        (into.add if on else into.discard)(number)

    def _tick_all(self, *, on: bool) -> None:
        """Tick what is in the sheet; a claim that no longer is gets withdrawn only one by one."""
        for n, shown in enumerate(self._shown):
            if not shown.part and not (on and _is_gone(self._items[shown.item])):
                self._tick(n, on)
        self.lines.layoutChanged.emit()


def _is_gone(item: New | Changed | Kept) -> bool:
    return not hasattr(item, "draft")


def _cell(item: New | Changed | Kept, part: int, column: int) -> Cell:
    """A cell of the first line of an item, or of a further part of it."""
    if _is_gone(item):
        return _gone(item, column)  # type: ignore[arg-type]
    if not hasattr(item, "kept"):
        return _new(item, column)  # type: ignore[arg-type]
    return _changed(item, part, column)  # type: ignore[arg-type]


def _new(item: New, column: int) -> Cell:
    said = [str(item.row.number), _("new"), "", "", item.draft.claim.summary]
    if column == 4:
        said[4] = f"{words.type_name(item.draft.claim.type)}: {said[4]}"
    return Cell(said[column])


def _changed(item: Changed, part: int, column: int) -> Cell:
    name, before, after = item.fields[part]
    edited = item.kept.edited
    what = _("changed; edited in Habeas since") if edited else _("changed")
    said = [
        str(item.row.number),
        what,
        words.part_name(name),
        words.part_words(name, before) or _("not stated"),
        words.part_words(name, after) or _("not stated"),
    ]
    wrong = _("Somebody changed this claim in Habeas after the import: taking the row undoes that.")
    return Cell(said[column], wrong if edited and column == 1 else "")


def _gone(item: Kept, column: int) -> Cell:
    what = (
        _("no longer in the sheet; edited in Habeas since")
        if item.edited
        else _("no longer in the sheet")
    )
    said = ["", what, "", item.face.get("summary", ""), _("ticked: withdraw the claim")]
    return Cell(said[column], muted=column == 4)

"""The first rows of a sheet as the claims that they would become."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from habeas import vocabulary
from habeas.domain.draft import Draft
from habeas.domain.sheet import PLACES, Field, Mapping, Row
from habeas.i18n import N_, _
from habeas.services.sheets.earlier import face_of
from habeas.services.sheets.rows import Unreadable
from habeas.ui.dialogs.sheets import words
from habeas.ui.dialogs.sheets.tables import Cell, Lines, LineTable

_TITLES = (N_("Row"), N_("Type"), N_("When"), N_("Where"), N_("How many"), N_("Who says so"),
           N_("Summary"))  # fmt: skip
_WIDTHS = (6, 30, 22, 26, 20, 22, 40)
# Which fields of a sheet end up in which column of this table.
_FROM: tuple[tuple[Field, ...], ...] = (
    (), (Field.TYPE, Field.KIND), (Field.WHEN, Field.UNTIL), PLACES,
    (Field.QUANTITY, Field.UNIT), (Field.VOICE,), (Field.SUMMARY,),
)  # fmt: skip
_REST = 6  # the column that takes what has none of its own

Shown = Sequence[tuple[Row, Draft | Unreadable]]


class Preview(LineTable):
    """Rows as claims; a cell that cannot be read is marked, with the reason beside it."""

    def __init__(self, parent: QWidget) -> None:
        self.lines = Lines(tuple(_(title) for title in _TITLES), parent)
        super().__init__(self.lines, _("How the first rows would become claims"), _WIDTHS, parent)

    def show_rows(self, shown: Shown, mapping: Mapping) -> None:
        """Show these rows as read by ``mapping``."""
        made = [_cells(row, read, mapping) for row, read in shown]
        self.lines.show(len(made), lambda line, column: made[line][column])


def _cells(row: Row, read: Draft | Unreadable, mapping: Mapping) -> list[Cell]:
    if isinstance(read, Unreadable):
        return _unread(row, read, mapping)
    claim, face = read.claim, face_of(read)
    return [
        Cell(str(row.number), muted=True),
        Cell(words.type_name(claim.type)),
        _part(claim.when.edtf or claim.when.words),
        _part(face.get("place", "")),
        _part(_many(face.get("quantity", ""), claim.quantity.unit)),
        _part(face.get("voice", "")),
        Cell(claim.summary),
    ]


def _part(said: str) -> Cell:
    return Cell(said) if said else Cell(_("not stated"), muted=True)


def _many(said: str, unit: str) -> str:
    """A figure with the label of its unit in place of the unit's id."""
    if unit and said.endswith(" " + unit):
        return f"{said.removesuffix(unit)}{vocabulary.unit_label(unit)}"
    return said


def _unread(row: Row, read: Unreadable, mapping: Mapping) -> list[Cell]:
    """The words of the row as they stand; what is in the way says why."""
    reasons: dict[int, str] = {}
    for bad in read.bad:
        what = mapping.fields[bad.column] if 0 <= bad.column < len(mapping.fields) else Field.TYPE
        place = next((n for n, fields in enumerate(_FROM) if what in fields), _REST)
        reasons[place] = " ".join(filter(None, [reasons.get(place, ""), bad.reason]))
    cells = [Cell(str(row.number), muted=True)]
    for place, fields in enumerate(_FROM[1:], 1):
        said = "; ".join(
            " ".join(row.cell(n).split()) for what in fields for n in mapping.columns(what)
        ).strip("; ")
        wrong = reasons.get(place, "")
        cells.append(Cell(f"⚠ {wrong}" if wrong else said, wrong, muted=not wrong))
    return cells

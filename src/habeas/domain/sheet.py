"""Spreadsheets whose rows become claims: what each column is, and what a row holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from enum import StrEnum

from habeas.domain.stretch import Stretch, StretchKind

IN_CELL = "\u2028"  # how a text layer writes a line end inside a cell


class Field(StrEnum):
    """What a column can become."""

    NOTHING = ""
    KEY = "key"  # tells one row from all others, now and when the sheet comes again
    SUMMARY = "summary"
    KIND = "kind"
    TYPE = "type"
    STAGE = "stage"
    ASSERTION = "assertion"
    WHEN = "when"
    UNTIL = "until"
    DURATION = "duration"
    PLACE = "place"
    COUNTRY = "place-country"
    DEPARTMENT = "place-department"
    MUNICIPALITY = "place-municipality"
    DETENTION = "place-detention"
    QUANTITY = "quantity"
    UNIT = "unit"
    VOICE = "voice"
    ORDERER = "role-orderer"
    EXECUTOR = "role-executor"
    VICTIM = "role-victim"
    TARGET = "role-target"
    PERPETRATOR = "role-perpetrator-alleged"
    COURT = "role-court"
    WITNESS = "role-witness"
    POPULATION = "population"
    ACTIVITIES = "activities"
    PURPOSE = "purpose"
    CONDITION = "condition"
    LEGAL = "legal-basis"
    CONFIDENTIALITY = "confidentiality"
    NOTE = "note"


# What several columns, or several names in one cell, may become; of the others the last one stands.
PLACES = (Field.DETENTION, Field.MUNICIPALITY, Field.DEPARTMENT, Field.COUNTRY, Field.PLACE)
ROLES = (Field.ORDERER, Field.EXECUTOR, Field.VICTIM, Field.TARGET, Field.PERPETRATOR,
         Field.COURT, Field.WITNESS)  # fmt: skip
MANY = frozenset((Field.NOTHING, Field.SUMMARY, Field.NOTE, Field.VOICE, *PLACES, *ROLES))
# Fields whose cells are terms of the vocabulary, and its scheme.
TERMS = {
    Field.KIND: "kinds", Field.TYPE: "types", Field.STAGE: "stages",
    Field.ASSERTION: "assertions", Field.CONFIDENTIALITY: "confidentiality",
}  # fmt: skip
DATES = (Field.WHEN, Field.UNTIL)


class Order(StrEnum):
    """Which number of 3/4/2031 is the day."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True, slots=True)
class Row:
    """Row ``number`` of its sheet (from 1) and its ``cells``; ``start``..``end`` in the layer."""

    number: int
    cells: tuple[str, ...]
    start: int = 0
    end: int = 0

    def cell(self, column: int) -> str:
        """The words in a column (from 0), empty if the row ends before it."""
        return self.cells[column] if 0 <= column < len(self.cells) else ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(cell.strip() for cell in self.cells)

    @property
    def words(self) -> str:
        """The row as one line of words."""
        return " | ".join(" ".join(cell.split()) for cell in self.cells if cell.strip())


@dataclass(frozen=True, slots=True)
class Mapping:
    """How the rows of a sheet become claims.

    ``header`` is the number of the row with the headings (0: there is none); ``fields`` says what
    each column becomes; ``constants`` are values for fields that no column gives; ``order`` and
    ``decimal`` ("." or ",") are how dates and numbers are written in it; ``words`` settles terms
    that the vocabulary does not know: (field, words as ``settled`` folds them) to the id of a
    term, empty for none.
    """

    sheet: str = ""
    header: int = 1
    fields: tuple[Field, ...] = ()
    constants: Table[Field, str] = field(default_factory=dict)
    order: Order = Order.DAY_FIRST
    decimal: str = "."
    language: str = "en"
    words: Table[tuple[Field, str], str] = field(default_factory=dict)

    @property
    def key(self) -> int:
        """The column of the key; -1 if there is none."""
        return self.fields.index(Field.KEY) if Field.KEY in self.fields else -1

    def columns(self, wanted: Field) -> Iterator[int]:
        """The columns that become ``wanted``."""
        if wanted not in self.fields:  # most are not
            return iter(())
        return (n for n, each in enumerate(self.fields) if each is wanted)

    def gives(self, wanted: Field) -> bool:
        """Whether a column or a constant gives ``wanted``."""
        return wanted in self.fields or bool(self.constants.get(wanted))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a text layer: its name, and its lines from ``start`` on."""

    name: str
    lines: Sequence[str]
    start: int = 0

    def row(self, number: int) -> Row:
        """Row ``number``, without its place in the layer."""
        return Row(number, cells_of(self.lines[number - 1]))

    def rows(self, *, after: int = 0, most: int | None = None) -> Iterator[Row]:
        """The rows after number ``after`` that hold something, ``most`` of them."""
        at, left = self.start, most
        for number, line in enumerate(self.lines, 1):
            if number > after and line.strip():
                if left is not None:
                    if left == 0:
                        return
                    left -= 1
                yield Row(number, cells_of(line), at, at + len(line))
            at += len(line) + 1

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max((line.count("\t") + 1 for line in self.lines if line), default=0)


def cells_of(line: str) -> tuple[str, ...]:
    """The cells of a line of a text layer."""
    return tuple(line.split("\t")) if line else ()


def lettered(column: int) -> str:
    """A column (from 0) as spreadsheets name it: A, B, ... Z, AA."""
    name, number = "", column + 1
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(65 + letter) + name
    return name


def sheets_of(text: str, stretches: Iterable[Stretch]) -> list[Sheet]:
    """The sheets of a text layer that has any."""
    return [
        Sheet(one.name, text[one.start : one.end].split("\n"), one.start)
        for one in stretches
        if one.kind is StretchKind.SHEET
    ]

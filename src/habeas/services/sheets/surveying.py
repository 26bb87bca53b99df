"""What a mapping makes of a sheet, column by column, before anything is imported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass, field

from habeas.domain.draft import Draft
from habeas.domain.sheet import DATES, TERMS, Field, Mapping, Order, Row, Sheet, cells_of
from habeas.services.sheets import lexicon, rows, values
from habeas.services.sheets.comparing import settle
from habeas.services.sheets.lexicon import folded
from habeas.services.sheets.rows import Unreadable

SHOWN = 50  # rows that are shown as they would become claims
_SAMPLES = 3  # values of a column that are shown
_LOOKED = 5_000  # rows by which a column is judged
_EACH = 500  # rows between two places to stop
_WIDEST = 256  # columns


@dataclass(slots=True)
class Column:
    """A column as it is read: ``filled`` cells say something, ``read`` of them could be read.

    ``told`` dates or numbers can be read in this way only; ``either`` could be read in another way
    too.  ``distinct`` counts values that differ.
    """

    heading: str = ""
    samples: list[str] = field(default_factory=list)
    filled: int = 0
    read: int = 0
    told: int = 0
    either: int = 0
    distinct: int = 0


@dataclass(slots=True)
class Survey:
    """All columns, the first rows as they would become claims, and words to be settled."""

    columns: list[Column] = field(default_factory=list)
    shown: list[tuple[Row, Draft | Unreadable]] = field(default_factory=list)
    open: dict[Field, Counter[str]] = field(default_factory=dict)
    rows: int = 0


def survey(sheet: Sheet, mapping: Mapping) -> Generator[int, None, Survey]:
    """Look at the sheet as ``mapping`` reads it; yields how many rows were looked at."""
    found = Survey()
    headings = sheet.row(mapping.header).cells if mapping.header else ()
    width = min(max(sheet.width, len(mapping.fields)), _WIDEST)
    cells: list[list[str]] = [[] for _each in range(width)]
    for row in sheet.rows(after=mapping.header):
        found.rows += 1
        if len(found.shown) < SHOWN:
            found.shown.append((row, rows.read_row(row, mapping)))
        if found.rows <= _LOOKED:
            for n, cell in enumerate(row.cells[:width]):
                cells[n].append(cell)
        elif found.rows % _EACH == 0:
            yield found.rows
    for n, column in enumerate(cells):
        heading = " ".join(headings[n].split()) if n < len(headings) else ""
        what = mapping.fields[n] if n < len(mapping.fields) else Field.NOTHING
        found.columns.append(_column(heading, column, what, mapping))
        yield found.rows
    found.open = settle(sheet, mapping)
    return found


def headings_of(sheet: Sheet, header: int) -> tuple[str, ...]:
    """The headings of a sheet."""
    return cells_of(sheet.lines[header - 1]) if 0 < header <= len(sheet.lines) else ()


def _column(heading: str, cells: list[str], what: Field, mapping: Mapping) -> Column:
    column = Column(heading)
    distinct: set[str] = set()
    reads = _reader(what, mapping)
    for cell in cells:
        if lexicon.is_nothing(cell):
            continue
        plain = " ".join(cell.split())
        if plain not in column.samples and len(column.samples) < _SAMPLES:
            column.samples.append(plain)
        distinct.add(folded(plain))
        column.filled += 1
        column.read += _is_read(cell, reads)
        _judge(column, cell, what, mapping)
    column.distinct = len(distinct)
    return column


def _is_read(cell: str, reads: Callable[[str], object]) -> bool:
    if values.is_error(cell):
        return False
    try:
        return reads(cell) is not None
    except values.Misread:
        return False


def _reader(what: Field, mapping: Mapping) -> Callable[[str], object]:
    """How the cells of a field are read; None or Misread where they cannot be."""
    if what in DATES:
        return lambda cell: values.when(cell, order=mapping.order, language=mapping.language)
    if what is Field.QUANTITY:
        return lambda cell: values.quantity(
            cell, decimal=mapping.decimal, language=mapping.language
        )
    if what is Field.DURATION:
        return lambda cell: values.duration(cell, language=mapping.language)
    if what in TERMS:
        return lambda cell: rows.term_of(mapping, what, cell)
    return lambda cell: cell


def _judge(column: Column, cell: str, what: Field, mapping: Mapping) -> None:
    """Count a cell as one that tells how dates or numbers are written, or as one that does not."""
    if what in DATES and (pair := values.tells_order(cell)):
        first, second = pair if mapping.order is Order.DAY_FIRST else pair[::-1]
        column.told += first > 12 >= second
        column.either += first <= 12 and second <= 12 and first != second
    elif what is Field.QUANTITY:
        column.told += values.tells_decimal(cell) == mapping.decimal
        column.either += values.is_ambiguous_number(cell)

"""Reading one row of a sheet as a claim, or saying which cell cannot be read and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from habeas import vocabulary
from habeas.domain.claim import Assertion, Claim, Kind, Stage
from habeas.domain.draft import Draft, PlaceName, Span
from habeas.domain.quantity import Quantity
from habeas.domain.scope import Grounds, Scope
from habeas.domain.sheet import IN_CELL, PLACES, ROLES, TERMS, Field, Mapping, Row
from habeas.domain.vocabulary import folded as settled
from habeas.domain.voice import Role, Voice
from habeas.domain.when import Duration, When
from habeas.i18n import _
from habeas.services.sheets import lexicon, values
from habeas.services.sheets.lexicon import folded
from habeas.services.sheets.values import Misread

LONGEST = 240  # letters of a summary; the row itself is the passage, and holds all of it
_PARTS = re.compile(f"[;\n{IN_CELL}]")
_PLACE_KINDS = {
    Field.COUNTRY: "country", Field.DEPARTMENT: "department",
    Field.MUNICIPALITY: "municipality", Field.DETENTION: "detention", Field.PLACE: "",
}  # fmt: skip
_MOST_NAMES = 40  # in one cell
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell that cannot be read: its ``column`` (-1: what no column gives) and the reason."""

    column: int
    reason: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that does not become a claim, with every cell that is in the way."""

    row: Row
    bad: tuple[Bad, ...]

    @property
    def column(self) -> int:
        """The first column in the way."""
        return self.bad[0].column

    @property
    def reason(self) -> str:
        """Why, in a sentence or several."""
        return " ".join(dict.fromkeys(each.reason for each in self.bad))


def read_row(row: Row, mapping: Mapping, *, published: str = "") -> Draft | Unreadable:
    """The claim that a row makes by ``mapping``; ``published`` (EDTF) is the day of the sheet."""
    return _Reader(row, mapping, published).read()


def key_of(row: Row, mapping: Mapping) -> str:
    """The key of a row, empty if it has none."""
    cell = row.cell(mapping.key).strip() if mapping.key >= 0 else ""
    return "" if lexicon.is_nothing(cell) else " ".join(cell.split())


class _Reader:
    """Goes through the fields of one row, and keeps what went wrong on the way."""

    def __init__(self, row: Row, mapping: Mapping, published: str) -> None:
        self._row, self._mapping, self._published = row, mapping, published
        self._bad: list[Bad] = []

    def read(self) -> Draft | Unreadable:
        """The draft, or all that is in its way."""
        self._look_for_errors()
        kind, type_ = self._type()
        quantity = self._quantity()
        places = tuple(self._places())
        claim = Claim(
            kind=kind,
            type=type_,
            stage=Stage(self._term(Field.STAGE)),
            assertion=Assertion(self._term(Field.ASSERTION) or Assertion.STATED),
            when=self._when(),
            duration=self._one(Field.DURATION, self._duration, Duration()),
            scope=Scope(
                population=self._words(Field.POPULATION), activities=self._words(Field.ACTIVITIES)
            ),
            quantity=quantity,
            grounds=Grounds(
                self._words(Field.PURPOSE),
                self._words(Field.CONDITION),
                self._words(Field.LEGAL),
            ),
            note=self._note(),
            confidentiality=self._term(Field.CONFIDENTIALITY),
        )
        if self._bad:
            return Unreadable(self._row, tuple(self._bad))
        claim = replace(claim, summary=self._summary(claim, places))
        spans = (Span(self._row.start, self._row.end),)
        return Draft(claim, spans, places, tuple(self._roles()), tuple(self._voices()))

    def _look_for_errors(self) -> None:
        for column, what in enumerate(self._mapping.fields):
            if what is not Field.NOTHING and values.is_error(self._row.cell(column)):
                said = _("“{words}”: the formula in this cell came out as an error.")
                words = self._row.cell(column).strip()
                self._bad.append(Bad(column, said.format(words=words)))

    def _cells(self, wanted: Field) -> Iterator[tuple[int, str]]:
        """The cells of a field that say something, with their columns."""
        for column in self._mapping.columns(wanted):
            cell = self._row.cell(column)
            if not lexicon.is_nothing(cell) and not values.is_error(cell):
                yield column, cell.strip()

    def _given(self, wanted: Field) -> tuple[int, str]:
        """The cell of a field, else what all rows have; column -1 for the latter."""
        return next(self._cells(wanted), (-1, self._mapping.constants.get(wanted, "")))

    def _words(self, wanted: Field) -> str:
        return " ".join(self._given(wanted)[1].split())

    def _one(self, wanted: Field, read: Callable[[str], T], nothing: T) -> T:
        column, cell = self._given(wanted)
        try:
            return read(cell) if cell else nothing
        except Misread as error:
            self._bad.append(Bad(column, str(error)))
            return nothing

    # terms

    def _term(self, wanted: Field) -> str:
        """The id of the term in a cell; empty if there is none."""
        column, cell = self._given(wanted)
        if not cell:
            return ""
        known = term_of(self._mapping, wanted, cell)
        if known is None:
            self._bad.append(Bad(column, unknown(wanted, cell)))
        return known or ""

    def _type(self) -> tuple[Kind, str]:
        """Kind and type: of a type alone its kind follows, of a kind alone its "other" type."""
        kind, type_ = self._term(Field.KIND), self._term(Field.TYPE)
        if type_ and kind and not type_.startswith(f"{kind}/"):
            column = next(self._cells(Field.TYPE), next(self._cells(Field.KIND), (-1, "")))[0]
            said = _("“{type}” is no type of the kind “{kind}”.").format(
                type=vocabulary.label("types", type_), kind=vocabulary.label("kinds", kind)
            )
            self._bad.append(Bad(column, said))
        if not type_ and kind:
            type_ = f"{kind}/other"
        if not type_ and not any(bad.column >= 0 for bad in self._bad):
            column = next(self._mapping.columns(Field.TYPE), -1)
            self._bad.append(Bad(column, _("It does not say what type of claim it is.")))
        return Kind(type_.partition("/")[0] or Kind.STATEMENT), type_

    # values

    def _quantity(self) -> Quantity:
        mapping = self._mapping
        found = self._one(
            Field.QUANTITY,
            lambda cell: values.quantity(cell, decimal=mapping.decimal, language=mapping.language),
            Quantity(),
        )
        unit = self._words(Field.UNIT)
        if found == Quantity() or not unit or found.unit:
            return found
        term = vocabulary.vocabulary("units").named(unit)
        return replace(found, unit=term.id if term else unit)

    def _duration(self, cell: str) -> Duration:
        return values.duration(cell, language=self._mapping.language)

    def _when(self) -> When:
        start, end = (self._one(what, self._date, When()) for what in (Field.WHEN, Field.UNTIL))
        try:
            return values.span(start, end)
        except Misread as error:
            self._bad.append(Bad(next(self._mapping.columns(Field.UNTIL), -1), str(error)))
            return start

    def _date(self, cell: str) -> When:
        mapping = self._mapping
        return values.when(
            cell, order=mapping.order, language=mapping.language, published=self._published
        )

    # names

    def _names(self, wanted: Field) -> Iterator[str]:
        cells = [cell for _column, cell in self._cells(wanted)]
        if not cells:
            cells = [given] if (given := self._mapping.constants.get(wanted, "")) else []
        for cell in cells:
            for part in _PARTS.split(cell)[:_MOST_NAMES]:
                name = " ".join(part.split()).strip(" ,")
                if folded(name) and not lexicon.is_nothing(name):
                    yield name

    def _places(self) -> Iterator[PlaceName]:
        seen: set[str] = set()
        for what in PLACES:
            for name in self._names(what):
                if folded(name) not in seen:
                    seen.add(folded(name))
                    yield PlaceName(name, _PLACE_KINDS[what], name)

    def _roles(self) -> Iterator[Role]:
        for what in ROLES:
            role = what.value.removeprefix("role-")
            for name in dict.fromkeys(self._names(what)):
                yield Role(role=role, name=name, words=name)

    def _voices(self) -> Iterator[Voice]:
        for name in dict.fromkeys(self._names(Field.VOICE)):
            yield Voice(name=name, words=name)

    # words

    def _note(self) -> str:
        cells = list(self._cells(Field.NOTE))
        constant = self._mapping.constants.get(Field.NOTE, "")
        return "\n".join(cell.replace(IN_CELL, "\n") for _column, cell in cells) or constant

    def _summary(self, claim: Claim, places: tuple[PlaceName, ...]) -> str:
        """The words of its columns; where there are none, the type with how many and where."""
        cells = [" ".join(cell.split()) for _column, cell in self._cells(Field.SUMMARY)]
        words = " – ".join(cells) or self._words(Field.SUMMARY)
        if not words:
            said = [vocabulary.label("types", claim.type), _many(claim.quantity)]
            words = ": ".join(filter(None, said))
            words = ", ".join([words, *(place.name for place in places[:2])])
        if len(words) > LONGEST:
            words = words[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
        return words


def _many(quantity: Quantity) -> str:
    unit = vocabulary.unit_label(quantity.unit) if quantity.unit else ""
    return " ".join(filter(None, (quantity.words, unit)))


def term_of(mapping: Mapping, wanted: Field, cell: str) -> str | None:
    """The id of the term that a cell means in this sheet; None if nobody knows."""
    chosen = mapping.words.get((wanted, settled(cell)))
    if chosen is not None:
        return chosen
    known = vocabulary.vocabulary(TERMS[wanted]).named(cell)
    return known.id if known else None


def is_open(wanted: Field, cell: str) -> bool:
    """Whether the vocabulary does not know the words of a cell, so that they need settling."""
    if lexicon.is_nothing(cell) or values.is_error(cell):
        return False
    return vocabulary.vocabulary(TERMS[wanted]).named(cell) is None


def unknown(wanted: Field, cell: str) -> str:
    """The sentence for a cell whose words are no term."""
    words = " ".join(cell.split())
    if wanted is Field.TYPE:
        said = _("“{words}” is no type of claim that Habeas knows: say what it means.")
    elif wanted is Field.KIND:
        said = _("“{words}” is no kind of claim: say what it means.")
    else:
        said = _("“{words}” is no word that Habeas knows for this: say what it means.")
    return said.format(words=words)

"""Guessing what the columns of a sheet are, by their headings and by what their cells look like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from habeas import vocabulary
from habeas.domain.sheet import DATES, MANY, TERMS, Field, Mapping, Order, Row, Sheet
from habeas.services.sheets import lexicon, values
from habeas.services.sheets.lexicon import folded

_LOOKED = 5_000  # rows that are looked at, spread over nothing: the first ones
_TOP = 15  # rows among which the headings are looked for
_MOST = 0.5  # share of the cells that must look like what the heading says
_ANY = 2  # how well a heading must fit: it stands anywhere in what the column is called
_WIDEST = 256  # columns that can become something


@dataclass(slots=True)
class Look:
    """What the cells of a column look like: counts of cells that say something."""

    filled: int = 0
    dates: int = 0  # numeric dates and ISO, without the words that a date can be written in
    numbers: int = 0
    day_first: int = 0  # dates that can only be so
    month_first: int = 0
    either: int = 0  # dates that could be both, and not the same day
    points: int = 0  # numbers whose mark can only be a decimal point
    commas: int = 0
    thousands: Counter[str] = field(default_factory=Counter)  # marks in 1.234 or 1,234
    letters: int = 0
    distinct: set[str] = field(default_factory=set)
    terms: Counter[Field] = field(default_factory=Counter)
    rising: Counter[Order] = field(default_factory=Counter)  # dates that follow their former
    _former: tuple[int, int] | None = None

    def take(self, cell: str) -> None:
        """Count a cell."""
        plain = cell.strip()
        if lexicon.is_nothing(plain):
            return
        self.filled += 1
        self.letters += len(plain)
        self.distinct.add(folded(plain))
        if self._is_date(plain):
            self.dates += 1
        elif values.number(plain.removesuffix("%"), decimal=".") is not None:
            self.numbers += 1
            self._count_marks(plain)
        elif len(plain) < 60:
            for each, scheme in TERMS.items():
                self.terms[each] += vocabulary.vocabulary(scheme).named(plain) is not None

    def _count_marks(self, plain: str) -> None:
        mark = values.tells_decimal(plain)
        self.points += mark == "."
        self.commas += mark == ","
        if values.is_ambiguous_number(plain):
            self.thousands["." if "." in plain else ","] += 1

    def _is_date(self, plain: str) -> bool:
        pair = values.tells_order(plain)
        if pair is None:
            return values.is_plain_date(plain)
        first, second = pair
        self.day_first += first > 12 >= second
        self.month_first += second > 12 >= first
        self.either += first <= 12 and second <= 12 and first != second
        if self._former is not None:
            self.rising[Order.DAY_FIRST] += (second, first) >= self._former[::-1]
            self.rising[Order.MONTH_FIRST] += pair >= self._former
        self._former = pair
        return True

    def share(self, count: int) -> float:
        """A count as a share of the cells that say something."""
        return count / self.filled if self.filled else 0.0


def guess(
    sheet: Sheet, *, header: int | None = None, language: str = "en", typed: bool = True
) -> Mapping:
    """The Mapping that fits a sheet best; ``header`` if it is known which row has the headings.

    ``language`` is tried first for words, unless the headings are in another.  ``typed``: as
    people typed it (CSV), and not as a workbook keeps numbers: then 1.234 may be thousands.
    """
    top = find_header(sheet) if header is None else header
    headings = sheet.row(top).cells if top else ()
    looks = look(sheet.rows(after=top, most=_LOOKED))
    width = min(max(len(headings), len(looks)), _WIDEST)
    looks += [Look() for _each in range(width - len(looks))]
    spoken = _spoken(headings) or language
    fields = _fields([*headings, *[""] * (width - len(headings))][:width], looks)
    made = Mapping(sheet.name, top, tuple(fields), {}, language=spoken)
    made = replace(made, constants=_constants(made, headings))
    return replace(
        made, order=order_of(made, looks), decimal=decimal_of(looks, spoken, typed=typed)
    )


def look(rows: Iterable[Row]) -> list[Look]:
    """What each column looks like."""
    looks: list[Look] = []
    for row in rows:
        while len(looks) < min(len(row.cells), _WIDEST):
            looks.append(Look())
        for each, cell in zip(looks, row.cells, strict=False):
            each.take(cell)
    return looks


def find_header(sheet: Sheet) -> int:
    """The number of the row with the headings; 0 if there seems to be none."""
    rows = list(sheet.rows(most=_TOP))
    if not rows:
        return 0
    width = max(sum(bool(cell.strip()) for cell in row.cells) for row in rows)
    best, score = 0, 0.0
    for place, row in enumerate(rows):
        filled = [cell for cell in row.cells if cell.strip()]
        values_ = [cell for cell in filled if _is_value(cell)]
        if len(filled) < min(2, width) or values_ or len(filled) < width / 2:
            continue
        known = sum(_known(cell)[1] is not Field.NOTHING for cell in filled)
        points = known * 2 + len(set(filled)) / len(filled) - place * 0.3
        if points > score or not best:
            best, score = row.number, points
    return best


def _is_value(cell: str) -> bool:
    plain = cell.strip()
    return values.is_plain_date(plain) or values.number(plain, decimal=".") is not None


def _spoken(headings: Sequence[str]) -> str:
    """The language that the headings are in; empty if they do not tell."""
    told = Counter(_known(heading)[0] for heading in headings)
    del told[""]
    return "" if len(set(told.values())) < len(told) else next(iter(dict(told.most_common())), "")


def _known(heading: str) -> tuple[str, Field, int]:
    """The language and the field of a heading, and how well it fits: 0 is best."""
    plain = folded(heading)
    if not plain:
        return "", Field.NOTHING, 9
    best: tuple[int, int, str, Field] = (9, 0, "", Field.NOTHING)
    padded = f" {plain} "
    for words, language, what in lexicon.headings():
        if plain == words:
            rank = 0
        elif len(words) > 2 and padded.startswith(f" {words} "):
            rank = 1
        elif len(words) > 3 and f" {words} " in padded:
            rank = 2
        else:
            continue
        best = min(best, (rank, -len(words), language, what), key=lambda found: found[:2])
    return best[2], best[3], best[0]


def _fields(headings: Sequence[str], looks: Sequence[Look]) -> list[Field]:
    """What each column becomes: the surest heading first, and each field once but for MANY."""
    found = [Field.NOTHING] * len(headings)
    ranked = sorted(
        (_known(heading)[2], n, _known(heading)[1]) for n, heading in enumerate(headings)
    )
    taken: set[Field] = set()
    for rank, n, what in ranked:
        if rank > _ANY or what is Field.NOTHING:
            continue
        what = _fitting(what, looks[n])
        if what in taken and what not in MANY:
            what = Field.NOTE if looks[n].letters else Field.NOTHING
        found[n] = what
        taken.add(what)
    left_out = {n for rank, n, what in ranked if rank <= _ANY and what is Field.NOTHING}
    for n, each in enumerate(looks):
        if n in left_out:
            continue
        if found[n] is Field.NOTHING and (what := _by_cells(each, taken)) is not Field.NOTHING:
            found[n] = what
            taken.add(what)
    return found


def _fitting(what: Field, look: Look) -> Field:
    """The field of a heading, put right by what the cells hold."""
    if what in (Field.TYPE, Field.KIND) and look.share(look.terms[Field.KIND]) > _MOST:
        return Field.KIND
    if what is Field.KIND and look.share(look.terms[Field.TYPE]) > _MOST:
        return Field.TYPE
    if what is Field.KEY and look.filled and len(look.distinct) < look.filled * 0.9 - 1:
        return Field.NOTHING  # a number that many rows share tells none of them
    if what is Field.QUANTITY and look.filled and not look.numbers and look.dates:
        return Field.WHEN
    if what in (Field.CONFIDENTIALITY, Field.STAGE, Field.ASSERTION) and look.filled:
        return what if look.share(look.terms[what]) > _MOST else Field.NOTE
    names = what.value.startswith(("place", "role")) or what is Field.VOICE
    if names and look.share(look.numbers) > _MOST:
        return Field.QUANTITY if what is Field.VICTIM else Field.NOTHING
    return what


def _by_cells(look: Look, taken: set[Field]) -> Field:
    """What the cells alone say that a column is; nothing where that could be many things."""
    if look.filled < 2:
        return Field.NOTHING
    if Field.WHEN not in taken and look.share(look.dates) > 0.8:
        return Field.WHEN
    for what in (Field.TYPE, Field.KIND):
        if what not in taken and look.share(look.terms[what]) > _MOST:
            return what
    wordy = look.letters / look.filled > 40 and len(look.distinct) > look.filled / 2
    if wordy and Field.SUMMARY not in taken:
        return Field.SUMMARY
    return Field.NOTHING


def _constants(made: Mapping, headings: Sequence[str]) -> dict[Field, str]:
    """What is counted, where the heading of the figures says so and no column does."""
    constants: dict[Field, str] = {}
    columns = [n for n in made.columns(Field.QUANTITY) if n < len(headings)]
    if columns and Field.UNIT not in made.fields:
        units = vocabulary.vocabulary("units")
        words = folded(headings[columns[0]]).split()
        tries = [" ".join(words[n:]) for n in range(len(words))]
        known = next((term for each in tries if (term := units.named(each))), None)
        if known is not None:
            constants[Field.UNIT] = known.id
    return constants


def order_of(made: Mapping, looks: Sequence[Look]) -> Order:
    """Which number is the day, by all dates of the sheet; where none tells, by their sequence."""
    dated = [look for what, look in zip(made.fields, looks, strict=False) if what in DATES]
    day, month = sum(one.day_first for one in dated), sum(one.month_first for one in dated)
    if day != month:
        return Order.DAY_FIRST if day > month else Order.MONTH_FIRST
    rising = Counter[Order]()
    for one in dated:
        rising.update(one.rising)
    if rising[Order.MONTH_FIRST] > rising[Order.DAY_FIRST] and not made.language.startswith("es"):
        return Order.MONTH_FIRST
    return Order.DAY_FIRST


def decimal_of(looks: Sequence[Look], language: str, *, typed: bool) -> str:
    """The decimal mark of the sheet: what its numbers can only be; else as the language has it.

    Numbers such as 1.234 alone are taken for thousands: people are counted in whole ones.
    """
    points, commas = sum(one.points for one in looks), sum(one.commas for one in looks)
    if points != commas:
        return "." if points > commas else ","
    thousands = Counter[str]()
    for one in looks:
        thousands.update(one.thousands)
    if not typed:
        return "."
    if thousands:
        return "," if thousands["."] > thousands[","] else "."
    return "," if language.startswith("es") else "."


def signature(sheet: Sheet, header: int) -> str:
    """The headings of a sheet as one text, by which a mapping is remembered."""
    cells = sheet.row(header).cells if header else ("",) * sheet.width
    return "|".join(folded(cell) for cell in islice(cells, _WIDEST))

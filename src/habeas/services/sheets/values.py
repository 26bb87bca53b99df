"""Figures and dates as people write them in cells, read by the conventions of the whole sheet."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from habeas.domain import edtf
from habeas.domain.quantity import Quantity
from habeas.domain.sheet import Order
from habeas.domain.when import Duration, Holding, When
from habeas.errors import Refused
from habeas.i18n import _
from habeas.services.sheets import lexicon
from habeas.suggest import typed

_KEPT = 20_000  # cells whose reading is remembered: sheets say the same many times
_DIGITS = r"\d[\d.,'’\u00a0\u202f ]*\d|\d"
_NUMBER = re.compile(rf"[+-]?(?:{_DIGITS})")
_IN_WORDS = re.compile(r"\d[\d.,'’\u00a0\u202f]*\d|\d")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d\d)(?::(\d\d))?)?")
_YEAR_FIRST = re.compile(
    r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[T ,]+(\d{1,2}):(\d\d)(?::(\d\d))?)?"
)
_NUMERIC = re.compile(
    r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4}|\d\d)(?:[T ,]+(\d{1,2}):(\d\d)(?::(\d\d))?)?"
)
_MONTH = re.compile(r"(\d{1,2})[/-](\d{4})|(\d{4})[/-](\d{1,2})")
_LETTERED = re.compile(r"(\d{1,2})[-/. ]([^\W\d_]{3,})\.?[-/. ](\d{4}|\d\d)")
_LETTERED_MONTH = re.compile(r"([^\W\d_]{3,})\.?[-/ ](\d{4}|\d\d)")
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.0+)?")  # a day as spreadsheets count them
_CENTURY = 50  # two digits below it are of this century
_SCALES = {"es": r"\b(?:mil|mill[oó]n|millones)\b", "en": r"\b(?:thousand|million|billion)\b"}
_ERROR = re.compile(r"#[A-ZÁÉÍÓÚÑ¡/0]+[!?]?|Err:\d+")


class Misread(ValueError):
    """A cell that cannot be read; its text is the reason, for the user."""


def is_error(cell: str) -> bool:
    """Whether a formula came out as an error: #REF!, #¡VALOR!, #N/A."""
    return _ERROR.fullmatch(cell.strip()) is not None


def number(cell: str, *, decimal: str) -> Decimal | None:
    """The plain number in a cell, by ``decimal`` ("." or ","); None if it is not one alone.

    What can be read in one way only is read so: 12.5 is no thousands, whatever the sheet's habit.
    """
    plain = re.sub("[ '’\u00a0\u202f](?=\\d{3}(?!\\d))", "", cell.strip())
    if not re.fullmatch(r"[+-]?\d[\d.,]*", plain):
        return None
    other = "," if decimal == "." else "."
    return _number(plain, decimal=decimal, group=other) or _number(
        plain, decimal=other, group=decimal
    )


def _number(plain: str, *, decimal: str, group: str) -> Decimal | None:
    point, comma = re.escape(decimal), re.escape(group)
    shape = rf"[+-]?(?:\d{{1,3}}(?:{comma}\d{{3}})+|\d+)(?:{point}\d+)?"
    if not re.fullmatch(shape, plain):
        return None
    return Decimal(plain.replace(group, "").replace(decimal, "."))


def is_ambiguous_number(cell: str) -> bool:
    """Whether a number reads one way with a decimal point and another with a decimal comma."""
    return re.fullmatch(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", cell.strip()) is not None


def tells_decimal(cell: str) -> str:
    """The decimal mark that a cell can only have; empty if it tells none."""
    plain = cell.strip().removesuffix("%").strip()
    if not re.fullmatch(r"[+-]?\d[\d.,]*", plain) or is_ambiguous_number(plain):
        return ""
    fits = [
        mark
        for mark, other in ((".", ","), (",", "."))
        if ("." in plain or "," in plain) and _number(plain, decimal=mark, group=other) is not None
    ]
    return fits[0] if len(fits) == 1 else ""


@lru_cache(_KEPT)
def quantity(cell: str, *, decimal: str, language: str) -> Quantity:
    """The Quantity that a cell means; Misread if there is no number in it."""
    kept = " ".join(cell.split())
    if lexicon.is_nothing(kept):
        return Quantity()
    share = kept.endswith("%")
    value = number(kept.removesuffix("%"), decimal=decimal)
    if value is not None:
        value = value.to_integral_value() if value == value.to_integral_value() else value
        return Quantity(value, value, value, "percent" if share else "", words=kept)
    plain, rough = _without_about(kept)
    language = next((code for code, scale in _SCALES.items() if re.search(scale, plain)), language)
    plain = _IN_WORDS.sub(lambda found: _told(found[0], decimal, language), plain)
    try:
        found = typed.read_quantity(plain, language=language)
    except Refused:
        raise Misread(_("“{words}” names no number.").format(words=kept)) from None
    if found == Quantity():
        raise Misread(_("“{words}” names no number.").format(words=kept))
    return replace(found, words=kept, approximate=found.approximate or rough)


def _told(digits: str, decimal: str, language: str) -> str:
    """A number inside words as the reader of words expects it in ``language``."""
    value = number(digits, decimal=decimal)
    if value is None:
        return digits
    return f"{value:f}".replace(".", "," if language.startswith("es") else ".")


def _without_about(kept: str) -> tuple[str, bool]:
    """The words without those that say "about" in short, and whether there were any."""
    plain = kept.removesuffix("?").strip() if re.search(r"\d\s*\?$", kept) else kept
    rough = plain != kept
    inner = re.sub(r"[()]", " ", plain)
    for words in lexicon.about():
        edge = r"(?!\w)" if words[-1].isalpha() else ""
        found = re.sub(rf"(?<!\w){re.escape(words)}{edge}", " ", inner, flags=re.IGNORECASE)
        if found != inner:
            return " ".join(found.split()), True
    return plain, rough


@lru_cache(_KEPT)
def when(cell: str, *, order: Order, language: str, published: str = "") -> When:
    """The When that a cell means; Misread says why it is none."""
    kept = " ".join(cell.split())
    if lexicon.is_nothing(kept):
        return When()
    found = _day(kept, order)
    if found:
        return When(found, kept)
    for words in lexicon.between():
        first, joint, last = _parted(kept, words)
        if joint and (start := _day(first, order)) and (end := _day(last, order)):
            if edtf.is_valid(f"{start[:10]}/{end[:10]}"):
                return When(f"{start[:10]}/{end[:10]}", kept)
            raise Misread(_("“{words}” ends before it begins.").format(words=kept))
    if _SERIAL.fullmatch(kept):
        raise Misread(
            _("“{words}” is a day as spreadsheets count them: give the column a date format.")
            .format(words=kept)
        )  # fmt: skip
    return _in_words(kept, language, published)


def _parted(kept: str, words: str) -> tuple[str, str, str]:
    """A range parted at its middle: blanks around the words, or none at all around a dash."""
    first, joint, last = kept.partition(f" {words} ")
    if not joint and words in "–—":
        first, joint, last = kept.partition(words)
    for lead in ("del ", "from ", "de ", "entre ", "between "):
        first = first.removeprefix(lead)
    return first.strip(), joint, last.strip()


def _in_words(kept: str, language: str, published: str) -> When:
    plain = _LETTERED.sub(lambda m: f"{m[1]} {m[2]} {_year(m[3])}", kept)
    if plain == kept and (month := _LETTERED_MONTH.fullmatch(kept)):
        plain = f"{month[1]} {_year(month[2])}"
    try:
        return replace(typed.read_when(plain, language=language, published=published), words=kept)
    except Refused:
        raise Misread(_("“{words}” is not a date that can be read.").format(words=kept)) from None


def _day(text: str, order: Order) -> str:
    """The EDTF day or month that a numeric date means; empty if it is none; Misread if no day."""
    mark = "?" if text.endswith("?") else "~" if text.startswith("~") else ""
    bare = text.strip("?~ ").rstrip(".") if mark else text.rstrip(".")
    found = _parts(bare, order)
    if not found:
        return ""
    if not edtf.is_valid(found):
        raise Misread(_impossible(text, order))
    return found + mark if mark and "T" not in found else found


def _parts(bare: str, order: Order) -> str:
    for pattern in (_ISO, _YEAR_FIRST):
        if whole := pattern.fullmatch(bare):
            year, month, day, *time = whole.groups()
            return f"{year}-{int(month):02}-{int(day):02}" + _time(time)
    if numeric := _NUMERIC.fullmatch(bare):
        first, second, year, *time = numeric.groups()
        day, month = (first, second) if order is Order.DAY_FIRST else (second, first)
        return f"{_year(year)}-{int(month):02}-{int(day):02}" + _time(time)
    if of_month := _MONTH.fullmatch(bare):
        month, year = (of_month[1], of_month[2]) if of_month[1] else (of_month[4], of_month[3])
        # 2031-22 is a season, and none that anybody writes in a sheet.
        return f"{year}-{int(month):02}" if int(month) <= 12 else f"{year}-99"
    return ""


def _time(time: list[str | None]) -> str:
    hour, minute, second = (*time, None)[:3]
    if hour is None or (int(hour), minute, second or "00") == (0, "00", "00"):
        return ""
    return f"T{int(hour):02}:{minute}:{second or '00'}"


def _year(digits: str) -> str:
    if len(digits) == 4:
        return digits
    return f"{'20' if int(digits) < _CENTURY else '19'}{digits}"


def _impossible(text: str, order: Order) -> str:
    if order is Order.DAY_FIRST:
        return _("“{words}” is no day, read as day/month/year.").format(words=text)
    return _("“{words}” is no day, read as month/day/year.").format(words=text)


def is_plain_date(cell: str) -> bool:
    """Whether a cell is a date in figures, or one with its month in letters."""
    plain = cell.strip().strip("?~ ")
    if plain.isdigit() or not plain[:1].isalnum() or len(plain) > 30:
        return False
    shapes = (_ISO, _YEAR_FIRST, _NUMERIC, _MONTH, _LETTERED)
    return any(shape.fullmatch(plain) for shape in shapes)


def tells_order(cell: str) -> tuple[int, int] | None:
    """The first two numbers of a date such as 3/4/2031; None if it is not one."""
    found = _NUMERIC.fullmatch(cell.strip().strip("?~ "))
    return (int(found[1]), int(found[2])) if found else None


def span(start: When, end: When) -> When:
    """From the day in one column until the day in another; Misread if they do not go together."""
    if not end.edtf:
        return start
    if "/" in start.edtf or "/" in end.edtf:
        raise Misread(_("There are two ends of a time, and one of them is a range already."))
    first, last = start.edtf.partition("T")[0], end.edtf.partition("T")[0]
    if first == last:
        return start
    words = " – ".join(words for words in (start.words, end.words) if words)
    if first and not edtf.is_valid(f"{first}/{last}"):
        raise Misread(_("“{words}” ends before it begins.").format(words=words))
    return When(f"{first}/{last}", words, Holding.EVERY_DAY, began=bool(first), ended=True)


@lru_cache(_KEPT)
def duration(cell: str, *, language: str) -> Duration:
    """The Duration that a cell means; Misread if it is none."""
    kept = " ".join(cell.split())
    if lexicon.is_nothing(kept):
        return Duration()
    try:
        return typed.read_duration(kept, language=language)
    except Refused:
        raise Misread(_("“{words}” is not a length of time.").format(words=kept)) from None

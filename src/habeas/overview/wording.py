"""Dates, quantities, durations and scopes in words, in the user's language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from habeas import i18n
from habeas.domain import edtf
from habeas.domain.quantity import Quantity
from habeas.domain.scope import Scope
from habeas.domain.when import Duration, Holding, When
from habeas.i18n import N_, _, ngettext

_LONG_DAY = {"en": "EEEE d MMMM y", "es": "EEEE d 'de' MMMM 'de' y"}
_DAY = {"en": "d MMMM y", "es": "d 'de' MMMM 'de' y"}
# Behind another word ("from", "about") a Spanish day has its article; a month or a year has none.
_LONG_DAY_INSIDE = {"en": _LONG_DAY["en"], "es": f"'el' {_LONG_DAY['es']}"}
_DAY_INSIDE = {"en": _DAY["en"], "es": f"'el' {_DAY['es']}"}
_SEASONS = {
    "21": N_("spring {year}"),
    "22": N_("summer {year}"),
    "23": N_("autumn {year}"),
    "24": N_("winter {year}"),
}
_MONTH = {"en": "MMMM y", "es": "MMMM 'de' y"}


def day_in_words(iso: str) -> str:
    """An ISO day as "Friday 24 April 2020"; what is no day comes back as it is."""
    try:
        return _formatted(date.fromisoformat(iso[:10]), _LONG_DAY)
    except ValueError:
        return iso


def when_in_words(when: When, published: str = "") -> str:
    """A When as a person would say it: what is open, unknown or only possible is said so.

    ``published`` (EDTF) is the day the source speaks, named where the date rests on it.
    """
    if when.holding is Holding.SOURCE_DAY:
        return _source_day(when, published)
    if not when.edtf:
        return _("date not stated")
    if not edtf.is_valid(when.edtf):
        return when.edtf
    span = edtf.parse(when.edtf)
    if not span.interval:
        return _single(when.edtf, span, when.holding)
    return _interval(when, span)


def _source_day(when: When, published: str) -> str:
    shown = _point(published) if edtf.is_valid(published) and "/" not in published else ""
    held = _("held on the day the source speaks")
    if shown:
        held = _("held on the day the source speaks ({day})").format(day=shown)
    first = when.edtf.partition("/")[0]
    start = _("start not stated")
    if edtf.is_valid(first):
        start = _("began {day}").format(day=_inside(first))
    end = _("end open") if when.edtf.endswith("/..") else _("end not stated")
    return f"{held}; {start}; {end}"


def _single(text: str, span: edtf.Span, holding: Holding) -> str:
    if span.start_earliest == span.end_latest or span.start_mark or span.unspecified:
        return _point(text, days=_LONG_DAY)
    every = holding is Holding.EVERY_DAY
    if text[5:7] in _SEASONS:  # which have an article in Spanish; months and years have none
        said = _("every day of {season}") if every else _("some day in {season}")
        return said.format(season=_point(text))
    said = _("every day of {month}") if every else _("some day in {month}")
    return said.format(month=_point(text))


def _interval(when: When, span: edtf.Span) -> str:
    first, last = when.edtf.split("/")
    every = when.holding is Holding.EVERY_DAY
    if span.start_earliest and span.end_latest:
        said = _("from {first} to {last}") if every else _("some day between {first} and {last}")
        return said.format(first=_inside(first), last=_inside(last))
    if span.start_earliest:
        if span.end_open:
            said = _("from {day}, open") if every else _("some day from {day} on")
        else:
            said = _("from {day}, end not stated") if every else _("on or after {day}")
        return said.format(day=_inside(first))
    if span.end_latest:
        said = _("until {day}, start not stated") if every else _("on or before {day}")
        if every and span.start_open:
            said = _("until {day}, start open")
        return said.format(day=_inside(last))
    start = _("start open") if span.start_open else _("start not stated")
    end = _("end open") if span.end_open else _("end not stated")
    return f"{start}; {end}"


def _inside(text: str) -> str:
    """A single EDTF date in words, as it stands behind another word of a phrase."""
    return _point(text, days=_DAY_INSIDE)


def _point(text: str, *, days: dict[str, str] = _DAY) -> str:
    """A single EDTF date in words, with its doubt; ``days`` is how a whole day is written."""
    span = edtf.parse(text)
    plain = text.partition("T")[0].rstrip("?~%")
    if span.start_earliest is None:
        return text
    if span.start_mark in ("~", "%"):  # behind "about"
        days = _LONG_DAY_INSIDE if days is _LONG_DAY else _DAY_INSIDE
    if "X" in plain or plain[5:7] in _SEASONS:
        shown = _coarse(plain)
    elif len(plain) == 10:
        shown = _formatted(span.start_earliest, days)
    elif len(plain) == 7:
        shown = _formatted(span.start_earliest, _MONTH)
    else:
        shown = plain
    if span.time:
        shown = _("{day}, {time}").format(day=shown, time=_clock(span.time))
    marks = {"?": _("{day} (uncertain)"), "~": _("about {day}"), "%": _("about {day} (uncertain)")}
    return marks[span.start_mark].format(day=shown) if span.start_mark else shown


def _clock(time: str) -> str:
    """Hours and minutes, and the zone where one is given: 11:00 (UTC-06:00)."""
    zone = time[8:]
    shown = time[:5] if time[5:8] == ":00" else time[:8]
    return f"{shown} (UTC{'' if zone == 'Z' else zone})" if zone else shown


def _coarse(plain: str) -> str:
    """A date with unspecified digits, or a season."""
    if plain[5:7] in _SEASONS:
        return _(_SEASONS[plain[5:7]]).format(year=plain[:4])
    if plain.endswith("-XX") and "X" not in plain[:7]:
        return _("an unspecified day of {month}").format(month=_point(plain[:7]))
    if "X" not in plain[:4]:
        return _("an unspecified day of {month}").format(month=plain[:4])
    first, last = plain[:4].replace("X", "0"), plain[:4].replace("X", "9")
    return _("a year between {first} and {last}").format(first=first, last=last)


def _formatted(day: date, patterns: dict[str, str]) -> str:
    from babel.dates import format_date

    language = i18n.language()
    return str(format_date(day, patterns[language], locale=language))


def quantity_in_words(q: Quantity) -> str:
    """A Quantity in its own words, and what they allow where that is not plain; empty if none."""
    if not q.words:
        return _allowed(q, f" {q.unit}" if q.unit else "")
    allowed = _allowed(q)
    if not allowed or allowed == q.words or _is_plain(q):
        return q.words
    return _("{words} ({allowed})").format(words=q.words, allowed=allowed)


def _is_plain(q: Quantity) -> bool:
    """Whether the words name the number, or both ends, themselves and need no gloss."""
    if q.low is None or q.high is None or q.low == q.high:
        return q.low == q.high
    return _number(q.low) in q.words and _number(q.high) in q.words


def _allowed(q: Quantity, unit: str = "") -> str:
    """The interval in words, with the unit if the quantity has no words of its own."""
    low = _number(q.low) if q.low is not None else ""
    high = _number(q.high) if q.high is not None else ""
    if low and low == high:
        return _("about {number}").format(number=low + unit) if q.approximate else low + unit
    if low and high:
        said = _("{low} to {high}").format(low=low, high=high)
    elif low:
        said = _("{low} or more").format(low=low)
    elif high:
        said = _("{high} or fewer").format(high=high)
    else:
        return ""
    said += unit
    return _("{number}, roughly").format(number=said) if q.approximate else said


def _number(value: Decimal) -> str:
    from babel.numbers import format_decimal

    # Spanish groups only from five digits on, as its academies ask; Babel knows.
    return str(format_decimal(value, format="#,##0.######", locale=i18n.language()))


_UNITS = {
    "S": lambda n: ngettext("{n} second", "{n} seconds", n),
    "M": lambda n: ngettext("{n} minute", "{n} minutes", n),
    "H": lambda n: ngettext("{n} hour", "{n} hours", n),
    "D": lambda n: ngettext("{n} day", "{n} days", n),
    "W": lambda n: ngettext("{n} week", "{n} weeks", n),
    "MONTH": lambda n: ngettext("{n} month", "{n} months", n),
    "Y": lambda n: ngettext("{n} year", "{n} years", n),
}


def duration_in_words(d: Duration) -> str:
    """A Duration in its own words, else its length or rhythm; empty if none."""
    said = d.words or d.rhythm or _length(d.iso)
    if said and d.unclear:
        return _("{words} (not clear whether a length or a rhythm)").format(words=said)
    return said


def _length(iso: str) -> str:
    """An ISO 8601 length of one unit in words; others as they are written."""
    count, size = iso.removeprefix("P").removeprefix("T")[:-1], iso[-1:]
    if not count.isdigit():
        return iso
    if size == "M" and not iso.startswith("PT"):
        size = "MONTH"
    return _UNITS[size](int(count)).format(n=count) if size in _UNITS else iso


def scope_in_words(s: Scope) -> str:
    """A Scope in one line: places, population and activities; empty if nothing is stated."""
    places = s.place_class
    count = _places(s)
    if places and count and not any(c.isdigit() for c in places):
        places = _("{places} ({count})").format(places=places, count=count)
    parts = [
        _("nationwide") if s.nationwide else "",
        places or count,
        s.population,
        s.activities,
    ]
    return "; ".join(part for part in parts if part) or s.words


def _places(s: Scope) -> str:
    low, high = s.places_low, s.places_high
    if low is None and high is None:
        return ""
    if low == high and low is not None:
        return ngettext("{n} place", "{n} places", low).format(n=low)
    if high is None:
        return _("{n} places or more").format(n=low)
    if low is None:
        return _("up to {n} places").format(n=high)
    return _("{low} to {high} places").format(low=low, high=high)

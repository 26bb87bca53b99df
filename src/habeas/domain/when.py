"""When: an EDTF date or interval with the words it was read from, and how it held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from habeas.domain.edtf import Span, parse


class Holding(StrEnum):
    """How a thing filled its dates."""

    SOME_DAY = "some-day"  # on at least one day of the range (SFM's imprecise range)
    EVERY_DAY = "every-day"  # on each day of the range (SFM's precise range)
    SOURCE_DAY = "source-day"  # present tense without a date: on the day the source speaks


@dataclass(frozen=True, slots=True)
class When:
    """``edtf`` (ISO 8601-2, levels 0 and 1; empty: not stated) with ``words`` and ``holding``.

    ``began`` and ``ended`` say that the thing is known to have begun, or ended, at that end of the
    range.  With SOURCE_DAY, ``edtf`` may be ``/..`` (end open) or ``/`` (neither end stated).
    """

    edtf: str = ""
    words: str = ""
    holding: Holding = Holding.SOME_DAY
    began: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Duration:
    """A length (``iso``, ISO 8601: PT24H) or rhythm, in words; ``unclear`` which of the two."""

    iso: str = ""
    words: str = ""
    rhythm: str = ""
    unclear: bool = False


FAR = "9999-12-31"  # the last day of something whose end is open
LONG_AGO = "0001-01-01"  # the first day of something whose start is open
_DAY = timedelta(days=1)


def first_day(when: When, published: str = "") -> str:
    """The first day on which it may have been so, ISO; empty if unknown.

    For sorting and filtering: with SOURCE_DAY it is the day of ``published`` (EDTF), with an open
    start 0001-01-01.  A date that cannot be read counts as unknown.
    """
    span = _span(when.edtf)
    if when.holding is Holding.SOURCE_DAY:
        return _earlier(_published(published)[0], span)
    if span is None:
        return ""
    return LONG_AGO if span.start_open else _iso(span.start_earliest)


def last_day(when: When, published: str = "") -> str:
    """The last day on which it may have been so, ISO; 9999-12-31 if open, empty if unknown."""
    span = _span(when.edtf)
    if span is not None and span.end_open:
        return FAR
    if when.holding is Holding.SOURCE_DAY:
        return _iso(_published(published)[1])
    return _iso(span.end_latest) if span is not None else ""


def holds_on(when: When, day: str, published: str) -> str:
    """How far this speaks for ``day`` (ISO): yes, perhaps, source-day, open or no.

    "yes": dated evidence for the day (it happened that day, or the day is inside a range that held
    every day); "perhaps": the day is one of those it may have been; "source-day": it held on the
    day the source speaks, which is this day; "open": said to go on, and the day is after the last
    dated evidence; "no": nothing speaks for the day, which is not evidence that it was otherwise.
    """
    asked = date.fromisoformat(day)
    if when.holding is Holding.SOURCE_DAY:
        return _on_source_day(when, asked, _published(published))
    span = _span(when.edtf)
    if span is None:
        return "no"
    if not span.interval:
        return _on_date(span, asked, when.holding)
    return _in_interval(span, asked, when.holding, published=_published(published)[1])


def exclude(a: When, b: When, published_a: str = "", published_b: str = "") -> bool:
    """Whether two dates cannot both be right for the same single happening.

    A date marked ``?``, ``~`` or ``%`` may be off by its own length (a day, a month, a year).  What
    held every day of a range, or on the day the source speaks, may have held on other days too: it
    shuts them out only at an end where the thing is known to have begun or ended.
    """
    if Holding.SOURCE_DAY in (a.holding, b.holding):
        return _outlasted(a, b, published_a) or _outlasted(b, a, published_b)
    low_a, high_a = _possible(a)
    low_b, high_b = _possible(b)
    return _apart(high_a, low_b) or _apart(high_b, low_a) or _ends_differ(a, b)


def _outlasted(held: When, dated: When, published: str) -> bool:
    """Whether ``held`` on the day its source spoke lies outside the known ends of ``dated``."""
    span = _span(dated.edtf)
    if held.holding is not Holding.SOURCE_DAY or dated.holding is Holding.SOURCE_DAY or not span:
        return False
    first, last = _published(published)
    low, high = _widened(span)
    return (dated.ended and _apart(high, first)) or (dated.began and _apart(last, low))


def _ends_differ(a: When, b: When) -> bool:
    first, second = _span(a.edtf), _span(b.edtf)
    if first is None or second is None:
        return False
    marked = (first.start_mark, first.end_mark, second.start_mark, second.end_mark)
    if any(marked):
        return False
    begins = a.began and b.began and _disjoint_starts(first, second)
    ends = a.ended and b.ended and _disjoint_ends(first, second)
    return begins or ends


def _disjoint_starts(a: Span, b: Span) -> bool:
    return _apart(a.start_latest, b.start_earliest) or _apart(b.start_latest, a.start_earliest)


def _disjoint_ends(a: Span, b: Span) -> bool:
    return _apart(a.end_latest, b.end_earliest) or _apart(b.end_latest, a.end_earliest)


def _apart(earlier: date | None, later: date | None) -> bool:
    return earlier is not None and later is not None and earlier < later


def _possible(when: When) -> tuple[date | None, date | None]:
    """The days between which the whole happening must touch: None where nothing bounds it."""
    span = _span(when.edtf)
    if span is None:
        return None, None
    low, high = _widened(span)
    if span.interval and when.holding is Holding.EVERY_DAY:
        return (low if when.began else None), (high if when.ended else None)
    return low, high


def _widened(span: Span) -> tuple[date | None, date | None]:
    low, high = span.start_earliest, span.end_latest
    if low is not None and span.start_mark and span.start_latest is not None:
        low = _shifted(low, -(span.start_latest - low + _DAY))
    if high is not None and span.end_mark and span.end_earliest is not None:
        high = _shifted(high, high - span.end_earliest + _DAY)
    return low, high


def _shifted(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return date.min if by < timedelta(0) else date.max


def _on_source_day(when: When, day: date, published: tuple[date | None, date | None]) -> str:
    first, last = published
    if first is None or last is None:
        return "no"
    if first <= day <= last:
        return "source-day" if first == last else "perhaps"
    span = _span(when.edtf)
    if span is None:
        return "no"
    if day > last:
        return "open" if span.end_open else "no"
    started = span.start_earliest is not None and span.start_earliest <= day
    return "perhaps" if started else "no"


def _on_date(span: Span, day: date, holding: Holding) -> str:
    first, last = span.start_earliest, span.end_latest
    if first is None or last is None or not first <= day <= last:
        return "no"
    if span.is_day:
        return "yes"
    certain = holding is Holding.EVERY_DAY and not span.unspecified and not span.start_mark
    return "yes" if certain else "perhaps"


def _in_interval(span: Span, day: date, holding: Holding, *, published: date | None) -> str:
    if span.start_earliest is not None and day < span.start_earliest:
        return "no"
    if span.end_latest is not None:
        if day > span.end_latest:
            return "no"
    elif span.start_latest is not None:
        evidence = max(span.start_latest, published or span.start_latest)
        if day > evidence:
            return "open" if span.end_open else "no"
    else:  # neither end is dated: all that is known is the day on which the source says so
        return "open" if span.end_open else "no"
    if holding is Holding.EVERY_DAY and _inside(span, day):
        return "yes"
    return "perhaps"


def _inside(span: Span, day: date) -> bool:
    """Whether the day lies in the part of the range that is certain."""
    if span.start_latest is None:
        started = span.start_open or day == span.end_earliest == span.end_latest
    else:
        started = day >= span.start_latest and not (span.start_mark and day == span.start_latest)
    if span.end_earliest is None:
        # Said to be open, it held until the source spoke; said nothing of, only at its start.
        going_on = span.end_open or day == span.start_earliest == span.start_latest
    else:
        going_on = day <= span.end_earliest and not (span.end_mark and day == span.end_earliest)
    return started and going_on


def _earlier(spoken: date | None, span: Span | None) -> str:
    """The day of the source, or the start that it gives where that is before."""
    begun = span.start_earliest if span is not None else None
    return _iso(min((day for day in (spoken, begun) if day is not None), default=None))


def _span(edtf: str) -> Span | None:
    try:
        return parse(edtf) if edtf else None
    except ValueError:
        return None


def _published(edtf: str) -> tuple[date | None, date | None]:
    span = _span(edtf)
    return (span.start_earliest, span.end_latest) if span is not None else (None, None)


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""

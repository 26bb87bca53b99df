"""EDTF (ISO 8601-2), levels 0 and 1, as far as a record needs it: text in, bounding days out.

Left out, and refused with a reason: years before 0001 and after 9999, sets, and qualifiers or
unspecified digits inside a date (level 2).  Seasons carry no hemisphere; like other readers of
EDTF we count spring as March to May, summer as June to August, autumn as September to November
and winter as December.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

OPEN = ".."
_SEASONS = {"21": (3, 5), "22": (6, 8), "23": (9, 11), "24": (12, 12)}
_DATE = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX|\dXXX)"
    r"(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?(?P<mark>[?~%])?",
    re.ASCII,
)
_TIME = re.compile(
    r"([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(Z|[+-]([01]\d|2[0-3])(:[0-5]\d)?)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Span:
    """What an EDTF text allows: days between which its start and its end lie (None: no bound).

    A single date has ``interval`` False and the same bounds for start and end.  ``start_mark`` and
    ``end_mark`` are ``?`` uncertain, ``~`` approximate, ``%`` both, or empty; marks do not widen
    the bounds.  ``time`` is the time of day with its zone, as written.
    """

    start_earliest: date | None = None
    start_latest: date | None = None
    end_earliest: date | None = None
    end_latest: date | None = None
    interval: bool = False
    start_open: bool = False
    start_unknown: bool = False
    end_open: bool = False
    end_unknown: bool = False
    start_mark: str = ""
    end_mark: str = ""
    unspecified: bool = False
    time: str = ""

    @property
    def is_day(self) -> bool:
        """Whether this is one certain day."""
        return (
            not self.interval
            and self.start_earliest == self.start_latest is not None
            and not self.start_mark
        )


@dataclass(frozen=True, slots=True)
class _Point:
    earliest: date
    latest: date
    mark: str = ""
    unspecified: bool = False
    time: str = ""


def parse(text: str) -> Span:
    """The Span of an EDTF date or interval; ValueError says what is wrong with it."""
    if not text:
        raise ValueError("an empty text is not a date")
    if "/" not in text:
        return _single(_point(text))
    parts = text.split("/")
    if len(parts) != 2:
        raise ValueError(f"{text!r} has more than one '/': an interval has one start and one end")
    return _interval(text, parts[0], parts[1])


def is_valid(text: str) -> bool:
    """Whether ``parse`` can read the text."""
    try:
        parse(text)
    except ValueError:
        return False
    return True


def _single(point: _Point) -> Span:
    return Span(
        point.earliest,
        point.latest,
        point.earliest,
        point.latest,
        start_mark=point.mark,
        end_mark=point.mark,
        unspecified=point.unspecified,
        time=point.time,
    )


def _interval(text: str, first: str, second: str) -> Span:
    start = _point(first) if first not in ("", OPEN) else None
    end = _point(second) if second not in ("", OPEN) else None
    for point in (start, end):
        if point is not None and point.time:
            raise ValueError(f"{text!r}: the ends of an interval are days, without a time")
    if start and end and start.earliest > end.latest:
        raise ValueError(f"{text!r} ends before it starts")
    return Span(
        start.earliest if start else None,
        start.latest if start else None,
        end.earliest if end else None,
        end.latest if end else None,
        interval=True,
        start_open=first == OPEN,
        start_unknown=first == "",
        end_open=second == OPEN,
        end_unknown=second == "",
        start_mark=start.mark if start else "",
        end_mark=end.mark if end else "",
        unspecified=bool((start and start.unspecified) or (end and end.unspecified)),
    )


def _point(text: str) -> _Point:
    day, _, time = text.partition("T")
    found = _DATE.fullmatch(day)
    if found is None:
        raise ValueError(f"{text!r} is not a date such as 2020, 2020-04 or 2020-04-24")
    timed = found["day"] and not found["mark"] and "X" not in day and _TIME.fullmatch(time)
    if "T" in text and not timed:
        raise ValueError(f"{text!r}: a time is written 2020-04-24T11:00:00, then a zone or none")
    earliest, latest = _bounds(text, found["year"], found["month"] or "", found["day"] or "")
    return _Point(earliest, latest, found["mark"] or "", "X" in day, time)


def _bounds(text: str, year: str, month: str, day: str) -> tuple[date, date]:
    if year == "0000":
        raise ValueError(f"{text!r}: years before 0001 are not kept")
    if "X" in year and (month or day):
        raise ValueError(f"{text!r}: a year with X stands alone")
    first, last = max(1, int(year.replace("X", "0"))), int(year.replace("X", "9"))
    if month in ("", "XX") and day not in ("", "XX"):
        raise ValueError(f"{text!r} names a day but no month")
    if month in ("", "XX"):
        return date(first, 1, 1), date(last, 12, 31)
    if month in _SEASONS:
        if day:
            raise ValueError(f"{text!r}: a season has no day")
        start, end = _SEASONS[month]
        return date(first, start, 1), date(first, end, monthrange(first, end)[1])
    if not 1 <= int(month) <= 12:
        raise ValueError(f"{text!r}: there is no month {month}")
    days = monthrange(first, int(month))[1]
    if day in ("", "XX"):
        return date(first, int(month), 1), date(first, int(month), days)
    if not 1 <= int(day) <= days:
        raise ValueError(f"{text!r}: that month has no day {day}")
    one = date(first, int(month), int(day))
    return one, one

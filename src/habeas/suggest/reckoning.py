"""Days reckoned from the day the source speaks: weekdays, missing years, weeks and months ago."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from habeas.domain import edtf

_SOON = 30  # days after publication within which a day without a year is taken as coming


def anchor_day(published: str) -> date | None:
    """The one day that ``published`` names, or None if it names none or a longer stretch."""
    if not edtf.is_valid(published):
        return None
    span = edtf.parse(published)
    if span.interval or span.start_earliest != span.end_latest:
        return None
    return span.start_earliest


def latest_weekday(anchor: date, weekday: int) -> date:
    """The latest such weekday (Monday is 1) on or before the anchor."""
    return anchor - timedelta(days=(anchor.isoweekday() - weekday) % 7)


def likely_year(anchor: date, month: int, day: int, *, past: bool = False) -> int | None:
    """The year that a day written without one most likely has; None if there is no such day.

    The latest such day on or before the anchor; but one that comes within the next ``_SOON`` days
    is meant as that, unless the words say that it is ``past``: eleven months ago it would carry its
    year.  A convention of ours, told to the reader as *inferred*.
    """
    latest = anchor if past else anchor + timedelta(days=_SOON)
    for year in range(latest.year, latest.year - 9, -1):
        if day <= monthrange(year, month)[1] and date(year, month, day) <= latest:
            return year
    return None


def named_month(anchor: date, month: int, step: int) -> str:
    """The month of that name before (step -1), in (0) or after (1) the anchor's."""
    year = anchor.year
    if step < 0 and month >= anchor.month:
        year -= 1
    if step > 0 and month <= anchor.month:
        year += 1
    return f"{year:04}-{month:02}"


def calendar_unit(anchor: date, size: str, step: int) -> str:
    """The week (Monday to Sunday), weekend, month or year ``step`` away, as EDTF."""
    if size == "Y":
        return f"{anchor.year + step:04}"
    if size == "MONTH":
        months = anchor.year * 12 + anchor.month - 1 + step
        return f"{months // 12:04}-{months % 12 + 1:02}"
    monday = anchor - timedelta(days=anchor.isoweekday() - 1) + timedelta(weeks=step)
    if size == "WEEKEND":
        saturday = monday + timedelta(days=5)
        if step == 0 and saturday > anchor:
            saturday -= timedelta(weeks=1)
        return f"{saturday}/{saturday + timedelta(days=1)}"
    return f"{monday}/{monday + timedelta(days=6)}"


def days_ago(anchor: date, count: int, size: str) -> str:
    """So many units before the anchor, as EDTF no sharper than the unit."""
    if size in ("S", "M"):
        return anchor.isoformat()
    if size == "H":
        return (anchor - timedelta(hours=count)).isoformat() + ("" if count % 24 == 0 else "~")
    if size == "D":
        return (anchor - timedelta(days=count)).isoformat()
    if size == "W":
        return (anchor - timedelta(weeks=count)).isoformat() + "~"
    return calendar_unit(anchor, size, -count) + "~"

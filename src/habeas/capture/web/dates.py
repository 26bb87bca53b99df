"""Dates as pages, browsers and mails write them: to EDTF, or to ISO 8601 with its zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from habeas.domain import edtf

_ISO = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2})(?=$|[T\s]))?)?(?=$|[T\s]|-$)", re.ASCII)
_TIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})(?=$|T|\d{6}$)", re.ASCII)
_SCRIPTED = re.compile(  # as JavaScript writes a moment
    r"(?:\w{3},? )?(\w{3}) (\d{1,2}),? (\d{4}) (\d\d):(\d\d):(\d\d) (?:GMT|UTC)([+-]\d{4})?",
    re.ASCII,
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NOTHING = ("0001-01-01", "1970-01-01")  # what programs write that know no date


def edtf_of(said: str) -> str:
    """The day, month or year that a date names, as EDTF and no more exact; empty if it is none."""
    text = said.strip()
    found = _TIGHT.match(text) or _ISO.match(text)
    if found:
        day = "-".join(part.zfill(2) for part in found.groups() if part)
    else:
        mailed = _of_mail(text)
        day = mailed.date().isoformat() if mailed else ""
    return day if day and day not in _NOTHING and edtf.is_valid(day) else ""


def moment_of(said: str) -> str:
    """A moment in ISO 8601 with its zone; empty if the text is none, or names no zone."""
    text = said.strip()
    moment = _of_iso(text) or _of_script(text) or _of_mail(text)
    if moment is None or moment.tzinfo is None:
        return ""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def stamped(digits: str) -> str:
    """The moment that fourteen digits stand for, as archives write it in UTC; or empty."""
    try:
        moment = datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return ""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _of_iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if "T" in text else None
    except ValueError:
        return None


def _of_script(text: str) -> datetime | None:
    found = _SCRIPTED.match(text)
    if found is None or found[1].lower() not in _MONTHS:
        return None
    offset = found[7] or "+0000"
    minutes = int(offset[1:3]) * 60 + int(offset[3:])
    zone = timedelta(minutes=-minutes if offset[0] == "-" else minutes)
    month = _MONTHS.index(found[1].lower()) + 1
    try:
        return datetime(
            int(found[3]), month, int(found[2]), int(found[4]), int(found[5]), int(found[6]),
            tzinfo=timezone(zone),
        )  # fmt: skip
    except ValueError:
        return None


def _of_mail(text: str) -> datetime | None:
    if not re.search(r"\d{1,2} \w{3,} \d{4}", text):
        return None
    try:
        moment = parsedate_to_datetime(text[:100])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    # "-0000" is UTC of which the writer's own zone is not known.
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

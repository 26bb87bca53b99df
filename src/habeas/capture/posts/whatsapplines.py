"""The lines of a chat that WhatsApp exported, in the shapes that its versions write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

_HIDDEN = "\ufeff\u200e\u200f\u202a\u202b\u202c"
_STAMP = re.compile(
    rf"[{_HIDDEN}]*(?P<open>\[)?(?P<date>\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}})[,.]?[{_HIDDEN}]*\s"
    rf"[{_HIDDEN}]*(?P<hour>\d{{1,2}})[:.](?P<minute>\d{{2}})(?:[:.](?P<second>\d{{2}}))?"
    r"(?:\s?(?P<half>[AaPp])\.?\s?[Mm]\.?)?(?(open)\]|\s-)\s?"
)
_WHO = re.compile(rf"[{_HIDDEN}]*([^:“”\"\n]{{1,80}}?)[{_HIDDEN}]*:(?:[ \u200e\u200f]|$)")
_FIRST_LINES = 30
_CENTURY = 2000

Order = str  # "dmy", "mdy" or "ymd"


@dataclass(slots=True)
class Line:
    """A message as it is written: ``day`` in its own form, ``clock`` in 24 hours, words."""

    day: str
    clock: str
    seconds: str
    who: str
    words: str


def looks_exported(head: bytes) -> bool:
    """Whether a file that begins so is an exported chat."""
    text = head[:16_384].decode("utf-8", "replace")
    lines = [line for line in text.splitlines()[:_FIRST_LINES] if line.strip()]
    if not lines or not (first := _STAMP.match(lines[0])):
        return False
    stamped = [line for line in lines if (found := _STAMP.match(line)) and _clock(found)]
    said = any(_WHO.match(line, _end(line)) for line in stamped)
    return bool(_clock(first)) and said and len(stamped) > 1


def lines_of(text: str) -> Iterator[Line]:
    """The messages of an exported chat; lines without a stamp belong to the message before."""
    held: Line | None = None
    more: list[str] = []
    for line in text.split("\n"):
        stamp = _STAMP.match(line)
        if stamp is None or not _clock(stamp):
            more.append(line)
            continue
        if held is not None:
            held.words = "\n".join((held.words, *more))
            yield held
        held, more = _line(line, stamp), []
    if held is not None:
        held.words = "\n".join((held.words, *more))
        yield held


def orders(days: list[str]) -> tuple[Order, ...]:
    """In which orders day and month may stand, so that all dates exist and none goes back."""
    possible: tuple[Order, ...] = ("dmy", "mdy", "ymd")
    whole = [order for order in possible if all(dated(day, order) for day in days)]
    if len(whole) < 2:
        return tuple(whole)
    rising = [order for order in whole if _rises([dated(day, order) for day in days])]
    return tuple(rising or whole)


def dated(day: str, order: Order) -> date | None:
    """The date that is written so, read in an order; None if there is none such."""
    parts = re.split(r"[./-]", day)
    if len(parts) != 3 or (len(parts[0]) > 2) != (order == "ymd"):
        return None
    numbers = dict(zip(order, map(int, parts), strict=True))
    year = numbers["y"] + (_CENTURY if numbers["y"] < 100 else 0)
    try:
        return date(year, numbers["m"], numbers["d"])
    except ValueError:
        return None


def _rises(dates: list[date | None]) -> bool:
    return all(a <= b for a, b in pairwise(dates) if a and b)


def _end(line: str) -> int:
    stamp = _STAMP.match(line)
    return stamp.end() if stamp else 0


def _line(line: str, stamp: re.Match[str]) -> Line:
    who = _WHO.match(line, stamp.end())
    words = line[who.end() if who else stamp.end() :]
    seconds = stamp["second"] or ""
    return Line(stamp["date"], _clock(stamp), seconds, who[1].strip() if who else "", words)


def _clock(stamp: re.Match[str]) -> str:
    """The time in 24 hours; empty if there is no such time."""
    hour, minute = int(stamp["hour"]), int(stamp["minute"])
    if stamp["half"]:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if stamp["half"] in "pP" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""

"""What the words around a date add to it: a part of the day, a time, and since or until."""

from __future__ import annotations

import re

from habeas.suggest.lexicon import Lexicon, any_of

_FLAGS = re.IGNORECASE


def with_part(text: str, start: int, end: int, *, lexicon: Lexicon) -> tuple[int, int, str]:
    """The date at ``start``..``end`` widened by a part of the day beside it, and that part."""
    parts = lexicon.table("dates", "parts")
    named = f"(?P<part>{any_of(parts)})"
    window = text[max(0, start - 40) : start]
    before = re.search(rf"\b{named}\s+{any_of(lexicon.words('dates', 'of'))}\s+$", window, _FLAGS)
    if before:
        return start - len(window) + before.start(), end, str(parts[_key(before["part"])])
    after = re.compile(rf"\s+{named}\b", _FLAGS).match(text, end)
    if after:
        return start, after.end(), str(parts[_key(after["part"])])
    return start, end, ""


def with_time(text: str, start: int, end: int, *, lexicon: Lexicon) -> tuple[int, int, str]:
    """The date at ``start``..``end`` widened by a time beside it, and that time as EDTF has it."""
    clock = lexicon.table("dates", "clock")
    at, on = any_of(lexicon.words("dates", "at")), any_of(lexicon.words("dates", "on"))
    shown = rf"(?P<word>{any_of(clock)})|(?P<hour>[012]?\d)(?::?(?P<minute>[0-5]\d))?"
    half = r"(?:\s*(?P<half>[ap])\.?m\b\.?)?"
    zone = r"(?:\s*\((?P<gmt>[012]\d[0-5]\d)\s+GMT\))?"
    window = text[max(0, start - 40) : start]
    before = re.search(rf"(?<![\w.,])(?:{shown}){half}{zone}\s+(?P<on>{on}\s+)?$", window, _FLAGS)
    # "2025 March 18" is a year before a date: bare figures are a time only with "on" or GMT.
    plain = before and (before["on"] or before["gmt"] or ":" in before[0])
    if before and (before["word"] or before["half"] or (before["minute"] and plain)):
        return start - len(window) + before.start(), end, _time(before, clock)
    after = re.compile(rf",?\s+{at}\s+(?:{shown}){half}{zone}(?![\w%])", _FLAGS).match(text, end)
    if after and (after["word"] or after["minute"] or after["half"]):
        return start, after.end(), _time(after, clock)
    return start, end, ""


def _time(match: re.Match[str], clock: object) -> str:
    """The time as EDTF writes it, with a zone where the words also give the hour in GMT."""
    if match["word"]:
        assert isinstance(clock, dict)
        return str(clock[_key(match["word"])])
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    if hour > 23:
        return ""
    if not match["gmt"]:
        return f"{hour:02}:{minute:02}:00"
    gmt = int(match["gmt"][:2]) * 60 + int(match["gmt"][2:])
    off = (hour * 60 + minute - gmt + 720) % 1440 - 720
    sign = "-" if off < 0 else "+"
    return f"{hour:02}:{minute:02}:00{sign}{abs(off) // 60:02}:{abs(off) % 60:02}"


def role_before(text: str, start: int, lexicon: Lexicon) -> str:
    """Whether since, until, before or after leads to the date at ``start``; else empty."""
    before = text[max(0, start - 40) : start]
    for role in ("since", "until", "before", "after"):
        words = any_of(lexicon.words("dates", role))
        if re.search(rf"\b{words}\s+(?:the\s+)?$", before, _FLAGS):
            return role
    return ""


def _key(text: str) -> str:
    return " ".join(text.lower().split())

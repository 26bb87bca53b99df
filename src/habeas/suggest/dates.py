"""Dates in running text: where they stand, and the EDTF that they mean on the day of the source."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from habeas.domain import edtf
from habeas.suggest.found import Mention
from habeas.suggest.lexicon import Lexicon, any_of, inside, noise

_SOON = 30  # days after publication within which a day without a year is taken as coming
_LOOK_BACK = 60  # how far before a date a word may stand that puts it ahead
_FLAGS = re.IGNORECASE
_Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the core of a date means; ``edtf`` empty where only an anchor day could tell."""

    edtf: str
    relative: bool = False
    inferred: str = ""


@dataclass(frozen=True, slots=True)
class _Setting:
    """What a rule may need beside its match: the words, the anchor day, and the view ahead."""

    lexicon: Lexicon
    anchor: date | None
    ahead: bool = False
    past: bool = False


_Rule = Callable[[_Match, _Setting], _Reading | None]


def find(text: str, lexicon: Lexicon, published: str) -> list[Mention]:
    """The dates in ``text``; ``published`` (EDTF) anchors those that need the day of the source.

    ``value``: ``edtf`` (empty if only an unknown day of publication could tell), ``relative``,
    ``inferred`` ("year"), ``role`` (since, until, before, after) and ``part`` of the day.  A
    weekday is the latest one on or before the anchor, unless the words before it look ahead.
    """
    anchor = anchor_day(published)
    taken = noise(text)
    mentions = []
    for pattern, rule in _rules(lexicon):
        for match in pattern.finditer(text):
            if inside(*match.span(), taken):
                continue
            ahead, past = _direction(text, match, lexicon)
            reading = rule(match, _Setting(lexicon, anchor, ahead, past))
            if reading is not None:
                mention = _extended(text, match, reading, lexicon)
                mentions.append(mention)
                taken.append((mention.start, mention.end))
    return sorted(mentions, key=lambda mention: mention.start)


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


@cache
def _rules(lexicon: Lexicon) -> tuple[tuple[re.Pattern[str], _Rule], ...]:
    """The rules in the order in which they may claim a stretch: the fullest first."""

    def word(name: str) -> str:
        return any_of(lexicon.words("dates", name))

    long_months, weekdays = word("months"), word("weekdays")
    months = any_of(lexicon.words("dates", "months") + lexicon.words("dates", "short_months"))
    short = word("short_months")
    day = rf"(?P<day>[0-3]?\d)(?:{word('ordinal_endings')})?"
    second = rf"(?P<day2>[0-3]?\d)(?:{word('ordinal_endings')})?"
    year = r"(?:,?\s+(?P<year>(?:19|20)\d\d)(?!\d))?"
    lead = rf"(?:(?:{word('last')}\s+)?{weekdays},?\s+(?:the\s+)?)?"
    named = rf"(?P<month>{long_months}\b|{short}\b\.?)"
    to = rf"(?:\s*[-–—]\s*|\s+{word('range')}\s+)"
    unit = any_of(u for u in lexicon.table("durations", "units") if len(u) > 1)
    clean = r"(?<![\w/.,$€£:-])"
    patterns: list[tuple[str, _Rule]] = [
        (r"(?<![\w/-])(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)(?:T[\d:]+(?:Z|[+-][\d:]+)?)?\b", _iso),
        (r"(?<![\w/])(?P<a>\d\d?)/(?P<b>\d\d?)/(?P<year>(?:19|20)\d\d)\b", _slashes),
        (rf"{clean}{day}\s+(?P<month>{short})\.?\s+'?(?P<year>\d\d)(?![\d:,.]\d|\d)", _day_month),
        (rf"{clean}{day}{to}{second}\s+(?:{word('of')}\s+)?{named}{year}", _day_month),
        (rf"\b{named}\s+{day}{to}{second}(?!\d|:){year}", _day_month),
        (rf"(?<![\w/.,$€£:-]){lead}{day}\s+(?:{word('of')}\s+)?{named}{year}", _day_month),
        (rf"\b{lead}{named}\s+(?:the\s+)?{day}(?![\d:]|[.,]\d|\s*%){year}", _day_month),
        (
            rf"\b(?:{word('early')}[\s-]+)?(?P<month>{months})\b\.?,?\s+(?:{word('of')}\s+)?"
            r"(?P<year>(?:19|20)\d\d)\b",
            _month,
        ),
        (rf"\b(?P<relative>{word('days')})\b", _relative_day),
        (rf"\b(?P<recent>{word('recent')})\b", _recent),
        (
            rf"\b(?:(?P<last>{word('last')})|(?P<next>{word('next')})|(?P<this>{word('this')}))\s+"
            rf"(?P<unit>{unit}|{word('weekend')}|{long_months})\b",
            _last_unit,
        ),
        (
            rf"\b(?P<count>\d+|{any_of(_units(lexicon))}|a|an)\s+(?P<unit>{unit})\s+{word('ago')}\b",
            _ago,
        ),
        (
            rf"\b(?:(?P<last>{word('last')})\s+|(?P<next>{word('next')})\s+|{word('this')}\s+)?"
            rf"(?P<weekday>{weekdays})\b(?:\s+(?P<after>{word('next_after')})\b)?",
            _weekday,
        ),
        (rf"(?:(?<=\s)|^){word('early')}[\s-]+(?P<month>{long_months})\b", _month),
        (rf"\b{word('month_before')}\s+(?P<core>(?P<month>{long_months}))\b(?!\s+\d)", _bare_month),
        (
            rf"\b{word('year_before')}\s+(?:the\s+)?(?P<core>(?P<year>(?:19|20)\d\d))\b(?![,.]\d)",
            _year,
        ),
        (r"\((?P<core>(?P<year>(?:19|20)\d\d))\)", _year),
        (r"\b(?P<decade>(?:19|20)\d)0s\b", _decade),
        (rf"\b(?P<open>{word('open_end')})\b", _open_end),
    ]
    return tuple((re.compile(pattern, _FLAGS), rule) for pattern, rule in patterns)


def _units(lexicon: Lexicon) -> list[str]:
    return [word for word, n in lexicon.table("numbers", "units").items() if n > 0]


def _key(text: str) -> str:
    return " ".join(text.lower().split())


def _month_number(match: _Match, lexicon: Lexicon) -> int:
    name = _key(match["month"]).rstrip(".")
    months = {**lexicon.table("dates", "months"), **lexicon.table("dates", "short_months")}
    return int(months[name])


def _is_name(word: str) -> bool:
    """Whether a month is written as a name: "May", "MAY", not "may"."""
    return word[:1].isupper()


def _iso(match: _Match, _: _Setting) -> _Reading | None:
    return _Reading(match["iso"]) if edtf.is_valid(match["iso"]) else None


def _slashes(match: _Match, _: _Setting) -> _Reading | None:
    """A date in figures, read only as far as day and month cannot be mistaken for one another."""
    a, b = int(match["a"]), int(match["b"])
    year = match["year"]
    if a == b or (a > 12 >= b):
        return _valid(f"{year}-{b:02}-{a:02}")
    if b > 12 >= a:
        return _valid(f"{year}-{a:02}-{b:02}")
    return _Reading(f"{year}-XX-XX")


def _valid(text: str, *, inferred: str = "") -> _Reading | None:
    return _Reading(text, inferred=inferred) if edtf.is_valid(text) else None


def _day_month(match: _Match, setting: _Setting) -> _Reading | None:
    if not _is_name(match["month"]):
        return None
    month, day = _month_number(match, setting.lexicon), int(match["day"])
    groups = match.groupdict()
    last = int(groups.get("day2") or day)
    if not 1 <= day <= last <= monthrange(2000, month)[1]:
        return None
    written = groups.get("year")
    year = _full_year(written, setting.anchor) if written else _guessed_year(month, day, setting)
    if year is None:
        return _Reading("", inferred="year")
    inferred = "" if written else "year"
    first = f"{year:04}-{month:02}-{day:02}"
    if last == day:
        return _valid(first, inferred=inferred)
    return _valid(f"{first}/{year:04}-{month:02}-{last:02}", inferred=inferred)


def _full_year(written: str, anchor: date | None) -> int:
    """A year of two digits is the latest that is not well after the anchor."""
    if len(written) == 4:
        return int(written)
    latest = (anchor.year if anchor else date.today().year) + 1
    return latest - (latest - int(written)) % 100


def _guessed_year(month: int, day: int, setting: _Setting) -> int | None:
    anchor = setting.anchor
    if anchor is None:
        return None
    year = likely_year(anchor, month, day, past=setting.past)
    if year is None or not setting.ahead:
        return year
    return year if (month, day) >= (anchor.month, anchor.day) else anchor.year + 1


def _month(match: _Match, setting: _Setting) -> _Reading | None:
    if not _is_name(match["month"]):
        return None
    month = _month_number(match, setting.lexicon)
    written = match.groupdict().get("year")
    if written:
        return _Reading(f"{written}-{month:02}")
    year = _guessed_year(month, 1, setting)
    return _Reading(f"{year:04}-{month:02}" if year else "", inferred="year")


def _bare_month(match: _Match, setting: _Setting) -> _Reading | None:
    return _month(match, setting)


def _year(match: _Match, _: _Setting) -> _Reading | None:
    return _Reading(match["year"])


def _decade(match: _Match, _: _Setting) -> _Reading | None:
    return _Reading(match["decade"] + "X")


def _open_end(_: _Match, __: _Setting) -> _Reading | None:
    return _Reading("/..", relative=True)


def _relative_day(match: _Match, setting: _Setting) -> _Reading | None:
    days = setting.lexicon.table("dates", "days")[_key(match["relative"])]
    return _from_anchor(setting, lambda anchor: (anchor + timedelta(days=days)).isoformat())


def _recent(match: _Match, setting: _Setting) -> _Reading | None:
    days = timedelta(days=setting.lexicon.table("dates", "recent")[_key(match["recent"])])
    return _from_anchor(setting, lambda anchor: f"{anchor - days}~/{anchor}")


def _from_anchor(setting: _Setting, told: Callable[[date], str]) -> _Reading:
    return _Reading(told(setting.anchor) if setting.anchor else "", relative=True)


def _last_unit(match: _Match, setting: _Setting) -> _Reading | None:
    step = -1 if match["last"] else 1 if match["next"] else 0
    unit = _key(match["unit"])
    lexicon = setting.lexicon
    if unit in lexicon.table("dates", "months"):
        if not _is_name(match["unit"]):
            return None
        month = int(lexicon.table("dates", "months")[unit])
        return _from_anchor(setting, lambda anchor: _last_month(anchor, month, step))
    size = "WEEKEND" if unit in lexicon.words("dates", "weekend") else _size(unit, lexicon)
    if size not in ("W", "MONTH", "Y", "WEEKEND"):
        return None
    return _from_anchor(setting, lambda anchor: calendar_unit(anchor, size, step))


def _size(unit: str, lexicon: Lexicon) -> str:
    return str(lexicon.table("durations", "units")[unit])


def _last_month(anchor: date, month: int, step: int) -> str:
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


def _ago(match: _Match, setting: _Setting) -> _Reading | None:
    counted = _key(match["count"])
    units = setting.lexicon.table("numbers", "units")
    count = int(counted) if counted.isdigit() else int(units.get(counted, 1))
    size = _size(_key(match["unit"]), setting.lexicon)
    return _from_anchor(setting, lambda anchor: days_ago(anchor, count, size))


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


def _weekday(match: _Match, setting: _Setting) -> _Reading | None:
    if not _is_name(match["weekday"]):
        return None
    weekday = int(setting.lexicon.table("dates", "weekdays")[_key(match["weekday"])])
    ahead = bool(match["next"] or match["after"]) or (setting.ahead and not match["last"])
    strictly = bool(match["last"])

    def told(anchor: date) -> str:
        day = latest_weekday(anchor, weekday)
        if ahead:
            day += timedelta(weeks=1)
        elif strictly and day == anchor:
            day -= timedelta(weeks=1)
        return day.isoformat()

    return _from_anchor(setting, told)


def _direction(text: str, match: _Match, lexicon: Lexicon) -> tuple[bool, bool]:
    """Whether the words before a date put it ahead, and whether they put it in the past."""
    if _role(text, match.start(), lexicon) == "since":
        return False, True
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    before = re.split(r"[.;!?\n]\s", before)[-1]
    forward = any_of(lexicon.words("dates", "forward"))
    ahead = re.search(rf"\b{forward}\b(?:\s+\S+){{0,4}}\s*$", before, _FLAGS) is not None
    return ahead, False


def _extended(text: str, match: _Match, reading: _Reading, lexicon: Lexicon) -> Mention:
    """The mention with the part of the day, the time and the role that the words around it give."""
    start, end = match.span("core") if "core" in match.groupdict() else match.span()
    start, end, part = _with_part(text, start, end, lexicon=lexicon)
    start, end, time = _with_time(text, start, end, lexicon=lexicon)
    role = _role(text, start, lexicon)
    value = reading.edtf
    day = edtf.is_valid(value) and edtf.parse(value).is_day
    if time and day:
        value = f"{value[:10]}T{time}"
    elif role == "since" and value and "/" not in value:
        value += "/.."
    kept = {"edtf": value, "relative": reading.relative, "inferred": reading.inferred}
    return Mention("date", start, end, {**kept, "role": role, "part": part})


def _with_part(text: str, start: int, end: int, *, lexicon: Lexicon) -> tuple[int, int, str]:
    parts = lexicon.table("dates", "parts")
    named = f"(?P<part>{any_of(parts)})"
    before = re.search(
        rf"\b{named}\s+{any_of(lexicon.words('dates', 'of'))}\s+$", text[:start][-40:], _FLAGS
    )
    if before:
        offset = start - len(text[:start][-40:])
        return offset + before.start(), end, str(parts[_key(before["part"])])
    after = re.compile(rf"\s+{named}\b", _FLAGS).match(text, end)
    if after:
        return start, after.end(), str(parts[_key(after["part"])])
    return start, end, ""


def _with_time(text: str, start: int, end: int, *, lexicon: Lexicon) -> tuple[int, int, str]:
    clock = lexicon.table("dates", "clock")
    at, on = any_of(lexicon.words("dates", "at")), any_of(lexicon.words("dates", "on"))
    shown = rf"(?P<word>{any_of(clock)})|(?P<hour>[012]?\d)(?::?(?P<minute>[0-5]\d))?"
    half = r"(?:\s*(?P<half>[ap])\.?m\b\.?)?"
    zone = r"(?:\s*\((?P<gmt>[012]\d[0-5]\d)\s+GMT\))?"
    window = text[max(0, start - 40) : start]
    before = re.search(rf"(?<![\w.,])(?:{shown}){half}{zone}\s+(?:{on}\s+)?$", window, _FLAGS)
    if before and (before["word"] or before["minute"] or before["half"]):
        return start - len(window) + before.start(), end, _time(before, clock)
    after = re.compile(rf",?\s+{at}\s+(?:{shown}){half}{zone}(?![\w%])", _FLAGS).match(text, end)
    if after and (after["word"] or after["minute"] or after["half"]):
        return start, after.end(), _time(after, clock)
    return start, end, ""


def _time(match: _Match, clock: object) -> str:
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


def _role(text: str, start: int, lexicon: Lexicon) -> str:
    before = text[max(0, start - 40) : start]
    for role in ("since", "until", "before", "after"):
        words = any_of(lexicon.words("dates", role))
        if re.search(rf"\b{words}\s+(?:the\s+)?$", before, _FLAGS):
            return role
    return ""

"""Dates in running text: where they stand, and the EDTF that they mean on the day of the source."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from habeas.domain import edtf
from habeas.suggest.around import role_before, with_part, with_time
from habeas.suggest.found import Mention
from habeas.suggest.lexicon import Lexicon, any_of, cover, covered, inside, noise
from habeas.suggest.reckoning import (
    anchor_day,
    calendar_unit,
    days_ago,
    latest_weekday,
    likely_year,
    named_month,
)

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
    taken = covered(text, noise(text))
    mentions = []
    for pattern, rule in _rules(lexicon):
        for match in pattern.finditer(text):
            if inside(taken, *match.span()):
                continue
            ahead, past = _direction(text, match, lexicon)
            reading = rule(match, _Setting(lexicon, anchor, ahead, past))
            if reading is not None:
                mention = _extended(text, match, reading, lexicon)
                mentions.append(mention)
                cover(taken, mention.start, mention.end)
    return sorted(mentions, key=lambda mention: mention.start)


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
    first_year = r"(?P<year>(?:19|20)\d\d),?\s+"
    lead = rf"(?:(?:{word('last')}\s+)?{weekdays},?\s+(?:the\s+)?)?"
    named = rf"(?P<month>{long_months}\b|{short}\b\.?)"
    to = rf"(?:\s*[-–—]\s*|\s+{word('range')}\s+)"
    unit = any_of(u for u in lexicon.table("durations", "units") if len(u) > 1)
    clean = r"(?<![\w/.,$€£:-])"
    patterns: list[tuple[str, _Rule]] = [
        (r"(?<![\w/-])(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)(?:T[\d:]+(?:Z|[+-][\d:]+)?)?\b", _iso),
        (r"(?<![\w/])(?P<a>\d\d?)/(?P<b>\d\d?)/(?P<year>(?:19|20)\d\d)\b", _slashes),
        (rf"{clean}{day}\s+(?P<month>{short})\.?\s+'?(?P<year>\d\d)(?![\d:,.]\d|\d)", _day_month),
        (rf"{clean}{first_year}{named}\s+{day}(?![\d:])", _day_month),
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
        return _from_anchor(setting, lambda anchor: named_month(anchor, month, step))
    size = "WEEKEND" if unit in lexicon.words("dates", "weekend") else _size(unit, lexicon)
    if size not in ("W", "MONTH", "Y", "WEEKEND"):
        return None
    return _from_anchor(setting, lambda anchor: calendar_unit(anchor, size, step))


def _size(unit: str, lexicon: Lexicon) -> str:
    return str(lexicon.table("durations", "units")[unit])


def _ago(match: _Match, setting: _Setting) -> _Reading | None:
    counted = _key(match["count"])
    units = setting.lexicon.table("numbers", "units")
    count = int(counted) if counted.isdigit() else int(units.get(counted, 1))
    size = _size(_key(match["unit"]), setting.lexicon)
    return _from_anchor(setting, lambda anchor: days_ago(anchor, count, size))


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
    if role_before(text, match.start(), lexicon) == "since":
        return False, True
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    before = re.split(r"[.;!?\n]\s", before)[-1]
    forward = any_of(lexicon.words("dates", "forward"))
    ahead = re.search(rf"\b{forward}\b(?:\s+\S+){{0,4}}\s*$", before, _FLAGS) is not None
    return ahead, False


def _extended(text: str, match: _Match, reading: _Reading, lexicon: Lexicon) -> Mention:
    """The mention with the part of the day, the time and the role that the words around it give."""
    start, end = match.span("core") if "core" in match.groupdict() else match.span()
    start, end, part = with_part(text, start, end, lexicon=lexicon)
    start, end, time = with_time(text, start, end, lexicon=lexicon)
    role = role_before(text, start, lexicon)
    value = reading.edtf
    day = edtf.is_valid(value) and edtf.parse(value).is_day
    if time and day:
        value = f"{value[:10]}T{time}"
    elif role == "since" and value and "/" not in value:
        value += "/.."
    kept = {"edtf": value, "relative": reading.relative, "inferred": reading.inferred}
    return Mention("date", start, end, {**kept, "role": role, "part": part})

"""Dates as people type them in the claim editor, in English or Spanish."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from habeas.domain import edtf
from habeas.domain.when import Holding, When
from habeas.errors import Refused
from habeas.i18n import LANGUAGES, _
from habeas.suggest import reckoning
from habeas.suggest.typed_words import CALENDAR, DAYS, UNCERTAIN, WHEN


def read_when(words: str, *, language: str, published: str) -> When:
    """The When that ``words`` mean (or EDTF spells); ``published`` (EDTF) anchors "on Friday".

    Refused (field ``when``) if they cannot be read, or need a day of publication that is not known.
    """
    kept, plain = words.strip(), fold(words)
    if not plain:
        return When()
    if edtf.is_valid(kept):
        return replace(_of_edtf(kept), words=kept)
    anchor = reckoning.anchor_day(published)
    for code in languages(language):
        when = _when(plain, _Typed(code, anchor))
        if when is not None:
            return replace(when, words=kept)
    raise Refused(_not_a_date(kept), "when")


def _not_a_date(words: str) -> str:
    return _(
        "“{words}” is not a date that Habeas can read. Type “on Friday”, “22 March”, “since "
        "Saturday, open”, “some day in April”, “between 3 and 5 May”, “the day the source speaks”, "
        "“not stated”, or a date such as 2020-04-24."
    ).format(words=words)


def languages(first: str) -> list[str]:
    """Both languages, the user's first."""
    return sorted(LANGUAGES, key=lambda code: code != first[:2].lower())


def fold(text: str) -> str:
    """Lower case, without accents, with single blanks; dashes and quotation marks made plain."""
    plain = unicodedata.normalize("NFD", text.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"[–—]", "-", re.sub(r"[“”\"«»]", "", plain))
    return " ".join(plain.split()).strip(" .;")


@dataclass(frozen=True, slots=True)
class _Typed:
    """The language in which words are tried, and the day from which "Friday" is counted.

    ``past`` rules out days to come, as "since" does.
    """

    code: str
    anchor: date | None
    past: bool = False

    def cut(self, name: str, plain: str) -> str | None:
        """What follows the named lead at the start of ``plain``; None if it does not start so."""
        match = re.match(rf"(?:{WHEN[self.code][name]})(?:\s+|$)", plain)
        return plain[match.end() :] if match else None


def _of_edtf(text: str) -> When:
    open_end = edtf.parse(text).end_open and not text.startswith(("/", ".."))
    return When(text, "", Holding.EVERY_DAY if open_end else Holding.SOME_DAY, began=open_end)


def _when(plain: str, typed: _Typed) -> When | None:
    table = WHEN[typed.code]
    # What stands in brackets explains, except that a date is uncertain.
    plain = re.sub(rf"\s*(?!\s|{UNCERTAIN})\((?:[^()]|\([^()]*\))*\)", "", plain)
    if re.fullmatch(table["unstated"], plain):
        return When()
    body, start = _ending(plain, typed, "start_open", "start_unstated")
    body, ending = _ending(body, typed, "open", "end_unstated")
    body, _before = _ending(body, typed, "start_unstated")
    end = {"open": edtf.OPEN, "end_unstated": ""}.get(ending)
    head, _, rest = re.sub(r"[,;]", ";", body, count=1).partition(";")
    if re.fullmatch(table["source_day"], head.strip()):
        return _source_day(rest.strip(), typed, end or "")
    if some := re.fullmatch(table["some_day_from"], body):
        day = _date(some[1], typed)
        return _made(f"{day}/..", Holding.SOME_DAY) if day and "/" not in day else None
    body = typed.cut("some_day", body) or body
    found = _range(body, typed) or _half_open(body, typed, end) or _one(body, typed, end)
    if found and start == "start_open" and found.edtf.startswith("/"):
        return replace(found, edtf=edtf.OPEN + found.edtf)
    return found


def _ending(plain: str, typed: _Typed, *names: str) -> tuple[str, str]:
    """``plain`` without what it says last of its ends, and the name of what that was."""
    for name in names:
        body = re.sub(rf"[\s,;]+(?:{WHEN[typed.code][name]})$", "", plain)
        if body != plain:
            return body, name
    return plain, ""


def _source_day(rest: str, typed: _Typed, end: str) -> When | None:
    """On the day the source speaks; ``rest`` may tell when it began."""
    began = typed.cut("began", rest)
    if began is None:
        return When(f"/{end}", "", Holding.SOURCE_DAY)
    day = _date(began, typed)
    if not day or "/" in day:
        return None
    return When(f"{day}/{end}", "", Holding.SOURCE_DAY, began=True)


def _made(text: str | None, holding: Holding) -> When | None:
    return When(text, "", holding) if text else None


def _range(plain: str, typed: _Typed) -> When | None:
    """Two ends: "between 3 and 5 May" (some day of them), "from 3 to 5 May" (every day)."""
    joint = rf"\s+(?:{WHEN[typed.code]['and']})\s+(?:el |the )?|\s+-\s+|(?<=\d)-(?=\d)"
    between = typed.cut("between", plain)
    start = next(filter(None, (typed.cut(n, plain) for n in ("range_from", "from", "since"))), None)
    every = typed.cut("every_day", plain)
    rest = between or start or every or plain
    for match in re.finditer(joint, rest):
        last = _date(rest[match.end() :], typed)
        first = _first(rest[: match.start()], rest[match.end() :], typed)
        text = f"{first}/{last}" if first and last else ""
        if edtf.is_valid(text):
            if start or every:
                return When(text, "", Holding.EVERY_DAY, began=bool(start), ended=bool(start))
            return When(text, "", Holding.SOME_DAY)
    return None


def _first(words: str, last: str, typed: _Typed) -> str | None:
    """The first of two dates; a bare day takes its month and year from the last."""
    if re.fullmatch(r"(?:el |the )?\d{1,2}(?:st|nd|rd|th)?", words):
        day = re.sub(r"\D", "", words)
        end = _date(last, typed) or ""
        return f"{end[:8]}{int(day):02}" if len(end) == 10 else None
    year = re.search(r"\b(?:19|20)\d\d$", last)
    if year and not re.search(r"\b(?:19|20)\d\d\b", words):
        return _date(f"{words} {year[0]}", typed)
    return _date(words, typed)


def _half_open(plain: str, typed: _Typed, end: str | None) -> When | None:
    """One end: ``end`` is what was said of the other one, None if nothing was."""
    for lead in ("or_before", "or_after"):
        rest = re.sub(rf"\s+(?:{WHEN[typed.code][lead]})$", "", plain)
        day = _date(rest, typed) if rest != plain else None
        if day and "/" not in day:
            return When(f"/{day}" if lead == "or_before" else f"{day}/{end or ''}")
    for lead in ("since", "from", "until", "before", "after"):
        rest = typed.cut(lead, plain) or ""
        day = _date(rest, replace(typed, past=lead == "since")) if rest else None
        if not day or "/" in day:
            continue
        if lead in ("since", "from"):
            tail = edtf.OPEN if lead == "since" and end is None else end or ""
            return When(f"{day}/{tail}", "", Holding.EVERY_DAY, began=True)
        if lead == "until":
            return When(f"/{day}", "", Holding.EVERY_DAY, ended=True)
        return When(f"/{day}" if lead == "before" else f"{day}/{end or ''}")
    return None


def _one(plain: str, typed: _Typed, end: str | None) -> When | None:
    if (rest := typed.cut("every_day", plain)) is not None:
        return _made(_date(rest, typed), Holding.EVERY_DAY)
    day = _date(plain, typed)
    if day and end and "/" not in day:
        return When(f"{day}/{end}", "", Holding.EVERY_DAY, began=True)
    return _made(day, Holding.SOME_DAY)


@cache
def _names(code: str) -> tuple[dict[str, int], dict[str, int]]:
    """Month and weekday names of a language (folded), long and short, to their numbers."""
    from babel.dates import get_day_names, get_month_names

    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    for width in ("abbreviated", "wide"):
        months |= {fold(name): n for n, name in get_month_names(width, locale=code).items()}
        weekdays |= {fold(name): n + 1 for n, name in get_day_names(width, locale=code).items()}
    if code == "es":
        months |= {"setiembre": 9, "set": 9}
    return months, weekdays


def _date(words: str, typed: _Typed) -> str | None:
    """One date, in words or EDTF, as EDTF with its doubt; None if it is none in this language."""
    bare = re.sub(rf"\s*{UNCERTAIN}$", "", words)
    maybe, about = (bare != words, False)
    for lead in ("maybe", "about"):
        if rest := typed.cut(lead, bare):
            bare, maybe, about = rest, maybe or lead == "maybe", about or lead == "about"
    found = _plain_date(bare, typed)
    if not found or not (maybe or about):
        return found
    marked = found.rstrip("?~%") + ("%" if maybe and about else "~" if about else "?")
    return marked if edtf.is_valid(marked) and "/" not in marked else None


def _plain_date(words: str, typed: _Typed) -> str | None:
    table = WHEN[typed.code]
    if edtf.is_valid(words.upper()):
        return words.upper()
    if coarse := _coarse(words, typed):
        return coarse
    while (rest := typed.cut("article", words)) is not None:
        words = rest
    time = re.search(rf"[\s,]+(?:{table['at']})\s+(\d{{1,2}}):(\d\d)$", words)
    words = words[: time.start()] if time else words
    words = re.sub(rf"[\s,]+(?:{table['part']})$", "", words)
    if re.fullmatch(r"(?:19|20)\d\d", words):
        return words
    found = _relative(words, typed) or _numeric(words, typed) or _calendar_date(words, typed)
    if time and found and len(found) == 10:
        found += f"T{int(time[1]):02}:{time[2]}:00"
    return found if found and edtf.is_valid(found) else None


def _coarse(words: str, typed: _Typed) -> str | None:
    """A season, or a date with unspecified digits: 2031-22, 2031-04-XX, 203X."""
    table = WHEN[typed.code]
    if season := re.fullmatch(table["season"], words):
        names = season.groups()[:4]
        return f"{season[5]}-{21 + names.index(next(filter(None, names)))}"
    if day := re.fullmatch(table["no_certain_day"], words):
        month = _plain_date(day[1], typed) or ""
        return {7: f"{month}-XX", 4: f"{month}-XX-XX"}.get(len(month))
    if years := re.fullmatch(table["no_certain_year"], words):
        for loose in (1, 2, 3):  # how many digits run from 0 to 9
            same = years[1][:-loose]
            if (years[1], years[2]) == (same + "0" * loose, same + "9" * loose):
                return same + "X" * loose
    return None


def _need(anchor: date | None) -> date:
    if anchor is None:
        raise Refused(
            _(
                "Which day this is depends on when the source was published, which is not known. "
                "Type the full date, or give the source its date of publication first."
            ),
            "when",
        )
    return anchor


def _relative(words: str, typed: _Typed) -> str | None:
    code, table = typed.code, WHEN[typed.code]
    if words in DAYS[code]:
        return (_need(typed.anchor) + timedelta(days=DAYS[code][words])).isoformat()
    last, is_next = (rf"(?:{table[name]})" for name in ("last", "next"))
    bare = re.sub(rf"^{last}\s+|\s+{last}$", "", words)
    ahead = re.sub(rf"^{is_next}\s+|\s+{is_next}$", "", bare)
    step = -1 if bare != words else 1 if ahead != bare else 0
    if ahead in CALENDAR[code]:
        return reckoning.calendar_unit(_need(typed.anchor), CALENDAR[code][ahead], step)
    weekday = _names(code)[1].get(ahead)
    if weekday is None:
        return None
    anchor = _need(typed.anchor)
    day = reckoning.latest_weekday(anchor, weekday)
    if step > 0 or (step < 0 and day == anchor):
        day += timedelta(weeks=step)
    return day.isoformat()


def _numeric(words: str, typed: _Typed) -> str | None:
    """22/3/2020: the day first in Spanish; in English only where the two cannot be mistaken."""
    match = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", words)
    if not match:
        return None
    first, second = int(match[1]), int(match[2])
    if typed.code == "es" or first > 12 or first == second:
        return f"{match[3]}-{second:02}-{first:02}"
    if second > 12:
        return f"{match[3]}-{first:02}-{second:02}"
    raise Refused(
        _("“{words}” could be two days: write the month in letters, or {a} or {b}.").format(
            words=words,
            a=f"{match[3]}-{first:02}-{second:02}",
            b=f"{match[3]}-{second:02}-{first:02}",
        ),
        "when",
    )


def _calendar_date(words: str, typed: _Typed) -> str | None:
    """A month with its day or year or both: "24 de abril del 2020", "April 2020", "April"."""
    months, weekdays = _names(typed.code)
    day = year = month = 0
    ignored = re.compile(WHEN[typed.code]["of"])
    for token in re.findall(r"[^\W\d_]+\.?|\d+(?:st|nd|rd|th|º|o)?|\S", words):
        number = re.match(r"\d+", token)
        name = token.rstrip(".")
        if number and len(number[0]) == 4 and not year:
            year = int(number[0])
        elif number and len(number[0]) <= 2 and not day:
            day = int(number[0])
        elif name in months and not month:
            month = months[name]
        elif name in ("primero", "1o") and not day:
            day = 1
        elif token != "," and name not in weekdays and not ignored.fullmatch(name):
            return None
    return _composed(year, month, day, typed=typed) if month else None


def _composed(year: int, month: int, day: int, *, typed: _Typed) -> str | None:
    if not year:
        known = _need(typed.anchor)
        year = reckoning.likely_year(known, month, day or 1, past=typed.past) or 0
    if not year:
        return None
    return f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")

"""Dates as people type them in the claim editor, in English or Spanish."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from habeas.domain import edtf
from habeas.domain.when import Holding, When
from habeas.errors import Refused
from habeas.i18n import LANGUAGES, _
from habeas.suggest import reckoning

# Patterns on words in lower case and without accents.
_WHEN: Mapping[str, Mapping[str, str]] = {
    "en": {
        "unstated": r"(?:date )?(?:not stated|unknown|not known|no date)",
        "source_day": r"(?:it )?(?:held )?(?:on )?the day (?:on which |that )?the source speaks|now"
        r"|currently|at present|source day|present",
        "open": r"open|ongoing|still open|end open|still in force|no end|until now",
        "some_day": r"(?:on )?some day (?:in|of|within)|at some point (?:in|during)|some time in"
        r"|sometime in|one day in",
        "every_day": r"(?:every|each) day (?:of|in|from)|throughout|all of|all through"
        r"|the whole of",
        "since": r"since|ever since",
        "from": r"from|starting|beginning|as of|as from|effective",
        "range_from": r"from",
        "between": r"(?:on )?(?:some day )?between",
        "and": r"and|to|until|till|through",
        "before": r"(?:on or )?before|by|prior to|no later than",
        "until": r"until|till|up to|through",
        "after": r"(?:on or )?after|no earlier than",
        "about": r"about|around|approximately|roughly|circa|ca\.?",
        "maybe": r"perhaps|maybe|possibly|probably",
        "article": r"on|in|the|at|during|this",
        "last": r"last|past",
        "next": r"next|this coming|coming",
        "of": r"of|the|month|year",
        "at": r"at",
        "part": r"(?:in the |at )?(?:early )?(?:morning|afternoon|evening|night)"
        r"|(?:at )?(?:noon|midday|midnight)",
    },
    "es": {
        "unstated": r"(?:fecha )?(?:no consta|no se indica|no indicad[ao]|sin fecha)"
        r"|(?:fecha )?desconocida",
        "source_day": r"(?:vigente |valido |se daba )?(?:en )?el dia en que (?:la fuente habla"
        r"|habla la fuente)|ahora|actualmente|en la actualidad|dia de la fuente",
        "open": r"abiert[ao]|sin fin|en curso|sigue|aun vigente|fin abierto|sigue abiert[ao]",
        "some_day": r"(?:en )?algun dia (?:de|en|del)|en algun momento (?:de|del|en)|un dia de",
        "every_day": r"todos los dias (?:de|del|desde)|cada dia (?:de|del)|tod[oa]|durante todo",
        "since": r"desde",
        "from": r"a partir del?|a contar del?",
        "range_from": r"del?",
        "between": r"(?:algun dia )?entre",
        "and": r"y|a|al|hasta",
        "before": r"antes del?",
        "until": r"hasta",
        "after": r"despues del?",
        "about": r"hacia|alrededor de|en torno a|aproximadamente|sobre",
        "maybe": r"quizas?|tal vez|posiblemente|probablemente",
        "article": r"el|la|en|los|este|esta|durante|dia",
        "last": r"pasad[oa]|ultim[oa]",
        "next": r"proxim[oa]|que viene|siguiente",
        "of": r"de|del|mes|ano",
        "at": r"a las|a la",
        "part": r"(?:por|de|en) la (?:manana|tarde|noche|madrugada)|al mediodia|a mediodia",
    },
}
_DAYS = {
    "en": {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "day before yesterday": -2},
    "es": {"hoy": 0, "ayer": -1, "anteayer": -2, "antier": -2, "manana": 1, "anoche": -1},
}
_CALENDAR = {
    "en": {"week": "W", "weekend": "WEEKEND", "month": "MONTH", "year": "Y"},
    "es": {"semana": "W", "fin de semana": "WEEKEND", "mes": "MONTH", "ano": "Y"},
}


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
        match = re.match(rf"(?:{_WHEN[self.code][name]})(?:\s+|$)", plain)
        return plain[match.end() :] if match else None


def _of_edtf(text: str) -> When:
    open_end = edtf.parse(text).end_open and not text.startswith(("/", ".."))
    return When(text, "", Holding.EVERY_DAY if open_end else Holding.SOME_DAY, began=open_end)


def _when(plain: str, typed: _Typed) -> When | None:
    table = _WHEN[typed.code]
    mark = "?" if re.search(r"\((?:uncertain|inciert[ao])\)$", plain) else ""
    plain = re.sub(r"\s*\([^)]*\)|,\s*(?:start|end) not stated$", "", plain)
    if re.fullmatch(table["unstated"], plain):
        return When()
    body = re.sub(rf"[\s,;]+(?:{table['open']})$", "", plain)
    is_open = body != plain
    head = re.split(r"[,;]", body)[0].strip()
    if re.fullmatch(table["source_day"], head):
        return When("/.." if is_open else "/", "", Holding.SOURCE_DAY)
    body = typed.cut("some_day", body) or body
    end = edtf.OPEN if is_open else ""
    found = _range(body, typed) or _half_open(body, typed, end) or _one(body, typed, end)
    if found and mark and "/" not in found.edtf:
        return replace(found, edtf=found.edtf.rstrip("~") + ("%" if "~" in found.edtf else mark))
    return found


def _made(text: str | None, holding: Holding) -> When | None:
    return When(text, "", holding) if text else None


def _range(plain: str, typed: _Typed) -> When | None:
    """Two ends: "between 3 and 5 May" (some day of them), "from 3 to 5 May" (every day)."""
    joint = rf"\s+(?:{_WHEN[typed.code]['and']})\s+(?:el |the )?|\s+-\s+|(?<=\d)-(?=\d)"
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


def _half_open(plain: str, typed: _Typed, end: str) -> When | None:
    for lead in ("since", "from", "until", "before", "after"):
        rest = typed.cut(lead, plain)
        day = _date(rest, replace(typed, past=lead == "since")) if rest else None
        if not day or "/" in day:
            continue
        if lead in ("since", "from"):
            tail = edtf.OPEN if lead == "since" else end
            return When(f"{day}/{tail}", "", Holding.EVERY_DAY, began=True)
        if lead == "until":
            return When(f"/{day}", "", Holding.EVERY_DAY, ended=True)
        return When(f"/{day}" if lead == "before" else f"{day}/{end}", "", Holding.SOME_DAY)
    return None


def _one(plain: str, typed: _Typed, end: str) -> When | None:
    if (rest := typed.cut("every_day", plain)) is not None:
        return _made(_date(rest, typed), Holding.EVERY_DAY)
    for lead, mark in (("about", "~"), ("maybe", "?")):
        rest = typed.cut(lead, plain)
        day = _date(rest, typed) if rest else None
        if day and "/" not in day:
            return When(day + mark)
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
    """One date, in words or EDTF, as EDTF; None if it is none in this language."""
    table = _WHEN[typed.code]
    if edtf.is_valid(words.upper()):
        return words.upper()
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
    code, table = typed.code, _WHEN[typed.code]
    if words in _DAYS[code]:
        return (_need(typed.anchor) + timedelta(days=_DAYS[code][words])).isoformat()
    last, is_next = (rf"(?:{table[name]})" for name in ("last", "next"))
    bare = re.sub(rf"^{last}\s+|\s+{last}$", "", words)
    ahead = re.sub(rf"^{is_next}\s+|\s+{is_next}$", "", bare)
    step = -1 if bare != words else 1 if ahead != bare else 0
    if ahead in _CALENDAR[code]:
        return reckoning.calendar_unit(_need(typed.anchor), _CALENDAR[code][ahead], step)
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
    ignored = re.compile(_WHEN[typed.code]["of"])
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

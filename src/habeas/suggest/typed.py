"""What people type in the claim editor, in English or Spanish: dates, quantities and durations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from habeas.domain import edtf
from habeas.domain.quantity import Quantity
from habeas.domain.when import Duration, Holding, When
from habeas.errors import Refused
from habeas.i18n import LANGUAGES, _
from habeas.suggest import dates
from habeas.suggest.figures import interval, iso_duration
from habeas.suggest.lexicon import Lexicon, Number, load, read_number

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
        "before": r"before|by|prior to|no later than",
        "until": r"until|till|up to|through",
        "after": r"after|no earlier than",
        "about": r"about|around|approximately|roughly|circa|ca\.?",
        "maybe": r"perhaps|maybe|possibly|probably",
        "article": r"on|in|the|at|during|this",
        "last": r"last|past",
        "next": r"next|this coming|coming",
        "of": r"of|the|month|year",
        "at": r"at",
        "part": r"(?:in the |at )?(?:early )?(?:morning|afternoon|evening|night|noon|midday|midnight)",
    },
    "es": {
        "unstated": r"(?:fecha )?(?:no consta|no se indica|no indicad[ao]|sin fecha|desconocid[ao])",
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
_BOUNDS_ES: Mapping[str, list[str]] = {
    "more": ["mas de", "mas que", "por encima de"],
    "least": ["al menos", "por lo menos", "como minimo", "no menos de", "cuando menos"],
    "less": ["menos de", "menos que"],
    "most": ["hasta", "como maximo", "a lo sumo", "no mas de", "a lo mas"],
    "about": [
        "unos",
        "unas",
        "cerca de",
        "alrededor de",
        "aproximadamente",
        "casi",
        "en torno a",
        "sobre",
    ],
    "or_more": ["o mas"],
    "or_less": ["o menos"],
    "or_so": ["mas o menos", "aproximadamente"],
}
_SIGNS = {
    "more": [">"],
    "least": [">=", "≥"],
    "less": ["<"],
    "most": ["<=", "≤"],
    "about": ["~", "c."],
}
_ABOUT_ONE_ES = {"decena": 10, "docena": 12, "veintena": 20, "treintena": 30, "cincuentena": 50}
_ABOUT_ONE_ES |= {"centenar": 100, "centena": 100, "millar": 1000}
_MANY_ES = {"decenas": 20, "docenas": 24, "cientos": 200, "centenares": 200, "miles": 2000}
_MANY_ES |= {"millares": 2000, "millones": 2_000_000, "varios": 2, "varias": 2, "unos cuantos": 2}
_MANY_ES |= {"unas cuantas": 2, "cientos de miles": 200_000, "decenas de miles": 20_000}
_SCALES_ES = {"mil": 1000, "millon": 1_000_000, "millones": 1_000_000}
_SOME = {"en": ("some", "any"), "es": ("algunos", "algunas", "algun", "alguna", "alguno")}
_UNITS_ES = {"segundo": "S", "minuto": "M", "hora": "H", "dia": "D", "semana": "W", "mes": "MONTH"}
_UNITS_ES |= {"ano": "Y", "meses": "MONTH"}
_UNITS_SHORT = {"h": "H", "hr": "H", "hrs": "H", "min": "M", "d": "D"}
_DURATION: Mapping[str, Mapping[str, str]] = {
    "en": {
        "lead": r"(?:for|during|lasting|a period of) ",
        "indefinite": r"(?:for an )?indefinite(?:ly)?(?: period)?|until further notice",
        "rhythm": r"(?:a|per|each|every) (?:day|night|week|month|year)",
        "constant": r"a?round[ -]the[ -]clock|day and night|24/7|constantly|permanently|daily|weekly"
        r"|monthly|nightly|every (?:other )?(?:day|night|week|month)|(?:once|twice) (?:a|per|every) "
        r"(?:day|night|week|month)|at night|at weekends|by day",
    },
    "es": {
        "lead": r"(?:por|durante|de) ",
        "indefinite": r"indefinidamente|por tiempo indefinido|de forma indefinida"
        r"|(?:por )?(?:plazo|tiempo|periodo) indefinido|hasta nuevo aviso",
        "rhythm": r"(?:al|por|a la|cada|de cada) (?:dia|noche|semana|mes|ano)|diari[oa]s",
        "constant": r"las (?:24|veinticuatro) horas(?: del dia)?|dia y noche|permanentemente|a diario"
        r"|diariamente|semanalmente|cada (?:dia|noche|semana|mes)|(?:una vez|dos veces) (?:al|por|a la)"
        r" (?:dia|noche|semana|mes)|de noche|todos los dias|24/7",
    },
}


def read_when(words: str, *, language: str, published: str) -> When:
    """The When that ``words`` mean (or EDTF spells); ``published`` (EDTF) anchors "on Friday".

    Refused (field ``when``) if they cannot be read, or need a day of publication that is not known.
    """
    kept, plain = words.strip(), _fold(words)
    if not plain:
        return When()
    if edtf.is_valid(kept):
        return replace(_of_edtf(kept), words=kept)
    anchor = dates.anchor_day(published)
    for code in _languages(language):
        when = _when(plain, _Typed(code, anchor))
        if when is not None:
            return replace(when, words=kept)
    raise Refused(_not_a_date(kept), "when")


def read_quantity(words: str, *, language: str) -> Quantity:
    """The Quantity that ``words`` mean; what follows the number is its unit.

    Refused (field ``quantity``) if no number can be read.
    """
    kept, plain = " ".join(words.split()), _fold(words)
    if not plain:
        return Quantity()
    for code in _languages(language):
        quantity = _quantity(plain, kept, code)
        if quantity is not None:
            return replace(quantity, words=kept)
    raise Refused(
        _(
            "“{words}” names no number. Type “22”, “more than 20”, “about 200”, “hundreds”, "
            "“6.4 million” or “between 3 and 5”."
        ).format(words=kept),
        "quantity",
    )


def read_duration(words: str, *, language: str) -> Duration:
    """The Duration that ``words`` mean: a length in ``iso``, a ``rhythm``, or words alone.

    "Indefinitely" has neither.  Refused (field ``duration``) if they cannot be read.
    """
    kept, plain = " ".join(words.split()), _fold(words)
    if not plain:
        return Duration()
    if re.fullmatch(r"P(?=\d|T\d)(?:\d+[YMWD])*(?:T(?:\d+[HMS])+)?", kept):
        return Duration(iso=kept, words=kept)
    for code in _languages(language):
        duration = _duration(plain, kept, code)
        if duration is not None:
            return duration
    raise Refused(
        _(
            "“{words}” is not a length of time. Type “24 hours”, “15 days”, “24 hours a day”, "
            "“around the clock” or “indefinitely”."
        ).format(words=kept),
        "duration",
    )


def _not_a_date(words: str) -> str:
    return _(
        "“{words}” is not a date that Habeas can read. Type “on Friday”, “22 March”, “since Saturday, "
        "open”, “some day in April”, “between 3 and 5 May”, “the day the source speaks”, "
        "“not stated”, or a date such as 2020-04-24."
    ).format(words=words)


def _languages(first: str) -> list[str]:
    """Both languages, the user's first."""
    return sorted(LANGUAGES, key=lambda code: code != first[:2].lower())


def _fold(text: str) -> str:
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
    plain = re.sub(r"\s*\([^)]*\)", "", plain)
    if re.fullmatch(table["unstated"], plain):
        return When()
    body = re.sub(rf"[\s,;]+(?:{table['open']})$", "", plain)
    is_open = body != plain
    head = re.split(r"[,;]", body)[0].strip()
    if re.fullmatch(table["source_day"], head):
        return When("/.." if is_open else "/", "", Holding.SOURCE_DAY)
    if (rest := typed.cut("some_day", body)) is not None:
        return _made(_date(rest, typed), Holding.SOME_DAY)
    end = edtf.OPEN if is_open else ""
    return _range(body, typed) or _half_open(body, typed, end) or _one(body, typed, end)


def _made(text: str | None, holding: Holding) -> When | None:
    return When(text, "", holding) if text else None


def _range(plain: str, typed: _Typed) -> When | None:
    """ "Between 3 and 5 May" (some day of them) or "from 3 to 5 May" (every day)."""
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
        months |= {_fold(name): n for n, name in get_month_names(width, locale=code).items()}
        weekdays |= {_fold(name): n + 1 for n, name in get_day_names(width, locale=code).items()}
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
                "Which day this is depends on the day the source was published, which is not known. "
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
        return dates.calendar_unit(_need(typed.anchor), _CALENDAR[code][ahead], step)
    weekday = _names(code)[1].get(ahead)
    if weekday is None:
        return None
    anchor = _need(typed.anchor)
    day = dates.latest_weekday(anchor, weekday)
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
    """ "Friday 24 April 2020", "24 de abril del 2020", "April 2020", "April"."""
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
        year = dates.likely_year(known, month, day or 1, past=typed.past) or 0
    if not year:
        return None
    return f"{year:04}-{month:02}" + (f"-{day:02}" if day else "")


def _bounds(code: str, name: str) -> list[str]:
    words = load("en").words("figures", name) if code == "en" else list(_BOUNDS_ES.get(name, ()))
    return sorted(words + _SIGNS.get(name, []), key=len, reverse=True)


def _quantity(plain: str, kept: str, code: str) -> Quantity | None:
    if plain.split()[0] in _SOME[code] and _number_of(plain, code) is None:
        counted = " ".join(plain.split()[1:])
        if _lead_number(counted, code) is None:
            return Quantity(low=Decimal(1), unit=_unit(kept, counted))
    bound, rest = _bound(plain, code)
    pair = _pair(rest, code)
    if pair:
        low, high, unit = pair
        ends = interval(low, high, bound="range")
        return Quantity(*ends, unit=_unit(kept, unit), approximate=bound == "about")
    found = _lead_number(rest, code)
    if found is None:
        return None
    number, unit = found
    for name, meant in (("or_more", "least"), ("or_less", "most"), ("or_so", "about")):
        for words in _bounds(code, name):
            if not bound and (unit == words or unit.startswith(words + " ")):
                bound, unit = meant, unit[len(words) :].strip()
    if not bound and unit.startswith("+"):
        bound, unit = "least", unit[1:].strip()
    low_end, high_end = interval(number, number, bound=bound)
    approximate = number.loose or bound == "about"
    stated = None if number.at_least else number.value
    return Quantity(low_end, high_end, stated, _unit(kept, unit), approximate)


def _unit(kept: str, folded: str) -> str:
    """The unit as typed, accents and all: as many words from the end as the folded unit has."""
    words = folded.split()
    if words and words[0] in ("of", "de"):
        words = words[1:]
    tail = kept.split()[len(kept.split()) - len(words) :] if words else []
    return " ".join(tail).lower() if _fold(" ".join(tail)) == " ".join(words) else " ".join(words)


def _bound(plain: str, code: str) -> tuple[str, str]:
    for name in ("least", "most", "more", "less", "about"):
        for words in _bounds(code, name):
            gap = r"\s*" if not words[-1].isalpha() else r"\s+"
            if match := re.match(re.escape(words) + gap, plain):
                return name, plain[match.end() :]
    return "", plain


def _pair(plain: str, code: str) -> tuple[Number, Number, str] | None:
    joint = {"en": r"\s*-\s*|\s+(?:and|to|or)\s+", "es": r"\s*-\s*|\s+(?:y|a|o|u)\s+"}[code]
    lead = {"en": r"between |from ", "es": r"entre |del? "}[code]
    marked = re.match(lead, plain)
    rest = plain[marked.end() :] if marked else plain
    for match in re.finditer(joint, rest):
        if not marked and match[0].strip() in ("and", "y"):
            continue
        second = _lead_number(rest[match.end() :], code)
        first = _number_of(rest[: match.start()], code)
        if first and second and first.value < second[0].value:
            first = _in_scale(first, rest[: match.start()], rest[match.end() :], code=code)
            return first, second[0], second[1]
    return None


def _in_scale(first: Number, words: str, others: str, *, code: str) -> Number:
    """ "3 to 5 million": the first number takes the scale word of the second."""
    for scale in re.findall(r"[a-z]+", others)[:1]:
        if not first.half and (scaled := _number_of(f"{words} {scale}", code)):
            return scaled
    return first


def _lead_number(plain: str, code: str) -> tuple[Number, str] | None:
    """The longest number with which the words begin, and the words after it."""
    plain = re.sub(r"(?<=\d)(?=[%+a-z])", " ", plain)
    plain = re.sub(r"(?<=\d) (?=(?:st|nd|rd|th)\b)", "", plain)
    words = plain.split()
    for count in range(min(len(words), 8), 0, -1):
        number = _number_of(" ".join(words[:count]), code)
        if number is not None:
            return number, " ".join(words[count:])
    return None


def _number_of(plain: str, code: str) -> Number | None:
    plain = plain.strip()
    if code == "en":
        number = read_number(plain, load("en"))
        return number if number and not number.ordinal else None
    return _spanish_number(plain)


_DIGITS_ES = Lexicon("es", {"numbers": {"group": ".", "decimal": ",", "scales": _SCALES_ES}})


def _spanish_number(plain: str) -> Number | None:
    if plain in _MANY_ES:
        return Number(Decimal(_MANY_ES[plain]), at_least=True, loose=True)
    one = re.fullmatch(r"(?:(media|un|una|dos|tres) )?(\w+?)s?", plain)
    if one and one[1] and one[2] in _ABOUT_ONE_ES:
        times = {"media": "0.5", "dos": "2", "tres": "3"}.get(one[1], "1")
        return Number(Decimal(times) * _ABOUT_ONE_ES[one[2]], loose=True)
    number = read_number(plain, _DIGITS_ES)
    if number is not None or not re.fullmatch(r"[a-z ]+", plain):
        return number
    return _spelled_spanish(plain)


def _spelled_spanish(plain: str) -> Number | None:
    from text_to_num import text2num

    accented = {"veintidos": "veintidós", "veintitres": "veintitrés", "veintiseis": "veintiséis"}
    accented |= {"dieciseis": "dieciséis", "millon": "millón", "veintiun": "veintiuno"}
    words = [accented.get(word, word) for word in plain.split()]
    try:
        value = text2num(" ".join(words), "es")
    except ValueError:
        return None
    scale = _SCALES_ES.get(plain.split()[-1], 0)
    return Number(Decimal(value), half=Decimal(scale) / 2)


def _duration(plain: str, kept: str, code: str) -> Duration | None:
    table = _DURATION[code]
    if re.fullmatch(table["indefinite"], plain):
        return Duration(words=kept)
    if re.fullmatch(table["constant"], plain):
        return Duration(words=kept, rhythm=kept)
    body = re.sub(rf"^(?:{table['lead']})", "", plain)
    body = re.sub(r"(?<=\w)-(?=[a-z]+$)", " ", body)  # "24-hour"
    bound, body = _bound(body, code)
    found = _lead_number(body, code) or _article_number(body, code)
    if found is None:
        return None
    number, unit = found
    rhythm = re.search(rf"\s+(?:{table['rhythm']})$", unit)
    size = _size(unit[: rhythm.start()] if rhythm else unit, code)
    if size is None:
        return None
    if rhythm:
        return Duration(words=kept, rhythm=kept)
    exact = not number.at_least and bound in ("", "about", "most", "least", "more", "less")
    return Duration(iso=iso_duration(number.value, size) if exact else "", words=kept)


def _article_number(plain: str, code: str) -> tuple[Number, str] | None:
    """ "A month", "un mes": the article counts one."""
    match = re.match({"en": r"an? ", "es": r"una? "}[code], plain)
    return (Number(Decimal(1)), plain[match.end() :]) if match else None


def _size(unit: str, code: str) -> str | None:
    if unit in _UNITS_SHORT:
        return _UNITS_SHORT[unit]
    unit = re.sub(
        r"^(?:working|calendar|consecutive|more) |(?: (?:habiles|corridos|mas))$", "", unit
    )
    if code == "en":
        found: Any = load("en").table("durations", "units").get(unit)
        return str(found) if found else None
    return _UNITS_ES.get(unit) or _UNITS_ES.get(unit.removesuffix("s"))

"""Quantities and durations as people type them in the claim editor, in English or Spanish.

``read_when``, for dates, comes from ``typed_dates``: an editor finds the three here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from habeas.domain.quantity import Quantity
from habeas.domain.when import Duration
from habeas.errors import Refused
from habeas.i18n import _
from habeas.suggest.figures import interval, iso_duration
from habeas.suggest.lexicon import Lexicon, Number, load, read_number
from habeas.suggest.typed_dates import fold, languages, read_when

__all__ = ["read_duration", "read_quantity", "read_when"]

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
_ROUGHLY = r"\s*,\s*(?:roughly|approximately|aproximadamente|más o menos)$"  # of all before it
_SOME = {"en": ("some", "any"), "es": ("algunos", "algunas", "algun", "alguna", "alguno")}
_UNITS_ES = {"segundo": "S", "minuto": "M", "hora": "H", "dia": "D", "semana": "W", "mes": "MONTH"}
_UNITS_ES |= {"ano": "Y", "meses": "MONTH"}
_UNITS_SHORT = {"h": "H", "hr": "H", "hrs": "H", "min": "M", "d": "D"}
_DURATION: Mapping[str, Mapping[str, str]] = {
    "en": {
        "lead": r"(?:for|during|lasting|a period of) ",
        "indefinite": r"(?:for an )?indefinite(?:ly)?(?: period)?|until further notice",
        "rhythm": r"(?:a|per|each|every) (?:day|night|week|month|year)",
        "constant": r"a?round[ -]the[ -]clock|day and night|24/7|constantly|permanently"
        r"|daily|weekly|monthly|nightly|"
        r"every (?:other )?(?:day|night|week|month)|at night|at weekends|by day"
        r"|(?:once|twice) (?:a|per|every) (?:day|night|week|month)",
    },
    "es": {
        "lead": r"(?:por|durante|de) ",
        "indefinite": r"indefinidamente|por tiempo indefinido|de forma indefinida"
        r"|(?:por )?(?:plazo|tiempo|periodo) indefinido|hasta nuevo aviso",
        "rhythm": r"(?:al|por|a la|cada|de cada) (?:dia|noche|semana|mes|ano)|diari[oa]s",
        "constant": r"las (?:24|veinticuatro) horas(?: del dia)?|dia y noche|a diario"
        r"|permanentemente|diariamente|semanalmente|cada (?:dia|noche|semana|mes)"
        r"|(?:una vez|dos veces) (?:al|por|a la) (?:dia|noche|semana|mes)"
        r"|de noche|todos los dias|24/7",
    },
}


def read_quantity(words: str, *, language: str) -> Quantity:
    """The Quantity that ``words`` mean; what follows the number is its unit.

    Refused (field ``quantity``) if no number can be read.
    """
    kept = " ".join(words.split())
    counted = re.sub(_ROUGHLY, "", kept, flags=re.IGNORECASE)
    plain = fold(counted)
    if not plain:
        return Quantity()
    for code in languages(language):
        quantity = _quantity(plain, counted, code)
        if quantity is not None:
            rough = quantity.approximate or counted != kept
            return replace(quantity, words=kept, approximate=rough)
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
    kept, plain = " ".join(words.split()), fold(words)
    if not plain:
        return Duration()
    if re.fullmatch(r"P(?=\d|T\d)(?:\d+[YMWD])*(?:T(?:\d+[HMS])+)?", kept):
        return Duration(iso=kept, words=kept)
    for code in languages(language):
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
    if re.match(r"(?:or|to|and|o|a|y)\b", unit):
        return None  # a number that goes on in the other language
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
    return " ".join(tail).lower() if fold(" ".join(tail)) == " ".join(words) else " ".join(words)


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
    """The first number with the scale word of the second, as in "3 to 5 million"."""
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
    """One, where an article counts it: "a month", "un mes"."""
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

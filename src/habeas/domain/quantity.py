"""How many: an interval with its unit and its words, never a bare number."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """An interval ``low``..``high`` (both included; None: open) of ``unit``, with its ``words``.

    ``stated`` is the number the words name, where they name one: "6.4 million" states 6400000 and,
    being rounded, holds anything half of its last digit either way: 6350000..6450000.
    "more than 20" is 21..None; "hundreds" is 200..None and approximate.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    stated: Decimal | None = None
    unit: str = ""
    approximate: bool = False
    words: str = ""


ABOUT = Decimal("0.1")  # our convention: "about 200" may be a tenth less or more
_LENGTH = {"metre": "1", "meter": "1", "m": "1", "metro": "1", "km": "1000"}
_LENGTH |= {"kilometre": "1000", "kilometer": "1000", "kilómetro": "1000"}
_LENGTH |= {"mile": "1609.344", "milla": "1609.344"}
_TIME = {"second": "1", "segundo": "1", "minute": "60", "minuto": "60", "hour": "3600"}
_TIME |= {"hora": "3600", "day": "86400", "día": "86400", "dia": "86400"}
_TIME |= {"week": "604800", "semana": "604800"}
_CALENDAR = {"month": "1", "mes": "1", "mese": "1", "year": "12", "año": "12"}
_SHARE = {"percent": "1", "per cent": "1", "%": "1", "por ciento": "1", "percentage point": "1"}
_SCALES = (_LENGTH, _TIME, _CALENDAR, _SHARE)

_WORDS = {  # the last word of a counted noun, in the singular as ``_noun`` makes it
    "person": """
        people person persona inmate prisoner detainee interno interna preso presa reo recluso
        reclusa detenido detenida man men woman women child children hombre mujer mujere menor
        menore niño víctima victim officer policeman policemen guard member miembro agente
    """,
    "death": """
        dead death killed homicide murder killing fatality fatalitie body bodie muerto muerta
        muerte homicidio asesinato fallecido fallecida víctima victim
    """,
    "injured": """
        injured wounded injury injurie hurt herido herida lesionado lesionada
    """,
}


def bounds(q: Quantity) -> tuple[Decimal | None, Decimal | None]:
    """The lowest and highest number that the words allow; None where nothing bounds them.

    An approximate single number is widened by a tenth either way (``ABOUT``, our convention).
    """
    if q.approximate and q.low is not None and q.low == q.high:
        slack = abs(q.low) * ABOUT
        return q.low - slack, q.low + slack
    return q.low, q.high


def agree(a: Quantity, b: Quantity) -> bool:
    """Whether both can hold of the same thing: comparable units and intervals that overlap."""
    if not comparable(a, b):
        return False
    low_a, high_a = _scaled(a)
    low_b, high_b = _scaled(b)
    return not (_below(high_a, low_b) or _below(high_b, low_a))


def comparable(a: Quantity, b: Quantity) -> bool:
    """Whether the units let two numbers be held against each other.

    The same unit, or one not stated; measures of one dimension (hours and days); words for the
    dead; words for the hurt; and persons with any of these ("20 people", "22 homicides").
    """
    first, second = _noun(a.unit), _noun(b.unit)
    if first == second or not first or not second:
        return True
    if _factor(first)[0] >= 0 or _factor(second)[0] >= 0:
        return _factor(first)[0] == _factor(second)[0]
    groups = _groups(first), _groups(second)
    return bool(groups[0] & groups[1]) or ("person" in groups[0] | groups[1] and all(groups))


def _groups(noun: str) -> frozenset[str]:
    """The groups that the last word of a counted noun belongs to ("guard members": person)."""
    last = _noun(noun.split()[-1])
    return frozenset(name for name, nouns in _WORDS.items() if last in nouns.split())


def _noun(unit: str) -> str:
    """The unit in lower case and in the singular, as far as cutting an s off makes one."""
    unit = " ".join(unit.casefold().split())
    if unit.endswith("s") and not unit.endswith("ss") and len(unit) > 2:
        return unit[:-1]
    return unit


def _factor(noun: str) -> tuple[int, Decimal]:
    """Which measure the noun is a unit of (-1: none) and how many of its smallest unit it makes."""
    for index, units in enumerate(_SCALES):
        if noun in units:
            return index, Decimal(units[noun])
    return -1, Decimal(1)


def _scaled(q: Quantity) -> tuple[Decimal | None, Decimal | None]:
    low, high = bounds(q)
    factor = _factor(_noun(q.unit))[1]
    return (None if low is None else low * factor), (None if high is None else high * factor)


def _below(high: Decimal | None, low: Decimal | None) -> bool:
    return high is not None and low is not None and high < low

"""How many: an interval with its unit and its words, never a bare number."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """An interval ``low``..``high`` (both included; None is open) of ``unit``, as written in ``words``.

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

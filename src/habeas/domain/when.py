"""When: an EDTF date or interval with the words it was read from, and how it held."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Holding(StrEnum):
    """How a thing filled its dates."""

    SOME_DAY = "some-day"  # on at least one day of the range (SFM's imprecise range)
    EVERY_DAY = "every-day"  # on each day of the range (SFM's precise range)
    SOURCE_DAY = "source-day"  # present tense without a date: on the day the source speaks


@dataclass(frozen=True, slots=True)
class When:
    """``edtf`` (ISO 8601-2, levels 0 and 1; empty: not stated) with ``words`` and ``holding``.

    ``began`` and ``ended`` say that the thing is known to have begun, or ended, at that end of the
    range.  With SOURCE_DAY, ``edtf`` may be ``/..`` (end open) or ``/`` (neither end stated).
    """

    edtf: str = ""
    words: str = ""
    holding: Holding = Holding.SOME_DAY
    began: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Duration:
    """A length (``iso``, ISO 8601: PT24H) or rhythm, with its words; ``unclear`` if it could be either."""

    iso: str = ""
    words: str = ""
    rhythm: str = ""
    unclear: bool = False

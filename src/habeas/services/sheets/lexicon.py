"""What people call the columns of their sheets, and how they write that nothing is known."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from habeas import paths
from habeas.domain import register
from habeas.domain.sheet import Field

_KEPT = 50_000  # cells that are remembered: sheets say the same many times


@cache
def _tables() -> Mapping[str, Any]:
    path = paths.resources() / "lexicon" / "sheets.toml"
    return tomllib.loads(path.read_text("utf-8"))


@cache
def headings() -> tuple[tuple[str, str, Field], ...]:
    """Every heading that is known, folded, with its language and its field."""
    return tuple(
        (folded(words), language, Field("" if name == "nothing" else name))
        for language, names in _tables()["headings"].items()
        for name, all_words in names.items()
        for words in all_words
    )


@cache
def _nothing() -> frozenset[str]:
    return frozenset(_tables()["nothing"]["words"])


@cache
def about() -> tuple[str, ...]:
    """Words beside a number that say that it is not exact, the longest first."""
    return tuple(sorted(_tables()["beside"]["about"], key=len, reverse=True))


@cache
def between() -> tuple[str, ...]:
    """Words between the two ends of a range of dates, the longest first."""
    return tuple(sorted(_tables()["between"]["words"], key=len, reverse=True))


@lru_cache(_KEPT)
def folded(words: str) -> str:
    """``register.folded``, remembered."""
    return register.folded(words)


@lru_cache(_KEPT)
def is_nothing(cell: str) -> bool:
    """Whether a cell is blank or says in so many words that nothing is known."""
    plain = " ".join(cell.split()).lower()
    if not plain or plain in _nothing():
        return True
    return len(plain) < 20 and (plain.strip("()[]") in _nothing() or folded(plain) in _nothing())

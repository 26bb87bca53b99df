"""Guessing whether a text is English or Spanish from its small words; unsure means empty."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache

from habeas import paths

KNOWN = ("en", "es")  # the languages that are told; the others only keep us from a wrong guess
_LOOK = 20_000  # characters from the start
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST = 3  # different small words
_SHARE = 0.18  # of all words
_LEAD = 1.5  # times any other language


def guess(text: str) -> str:
    """``en``, ``es``, or empty if the text is short, mixed or in another language."""
    words = Counter(_WORD.findall(text[:_LOOK].lower()))
    total = words.total()
    lists = _stopwords()
    best = max(KNOWN, key=lambda name: _points(words, lists[name]))
    if len(words.keys() & lists[best]) < _FEWEST or _points(words, lists[best]) < _SHARE * total:
        return ""
    return best if all(_leads(words, lists[best], other) for other in lists.values()) else ""


def _points(words: Counter[str], stops: frozenset[str]) -> int:
    return sum(words[word] for word in stops)


def _leads(words: Counter[str], ours: frozenset[str], others: frozenset[str]) -> bool:
    """Whether ours is ahead by the words that the two languages do not share."""
    return ours == others or _points(words, ours - others) > _LEAD * _points(words, others - ours)


@cache
def _stopwords() -> dict[str, frozenset[str]]:
    text = (paths.resources() / "lexicon" / "stopwords.toml").read_text(encoding="utf-8")
    return {name: frozenset(entry["words"]) for name, entry in tomllib.loads(text).items()}

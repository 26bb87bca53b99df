"""Guessing whether a text is English or Spanish from its small words; unsure means empty."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
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
    known = {word: n for word, n in words.items() if word in _all_stopwords()}
    best = max(KNOWN, key=lambda name: _points(known, lists[name]))
    if len(known.keys() & lists[best]) < _FEWEST or _points(known, lists[best]) < _SHARE * total:
        return ""
    return best if all(_leads(known, best, other) for other in lists) else ""


def _points(words: Mapping[str, int], stops: frozenset[str]) -> int:
    return sum([n for word, n in words.items() if word in stops])


def _leads(words: Mapping[str, int], ours: str, others: str) -> bool:
    """Whether ours is ahead by the words that the two languages do not share."""
    own, foreign = _apart(ours, others), _apart(others, ours)
    return ours == others or _points(words, own) > _LEAD * _points(words, foreign)


@cache
def _apart(one: str, other: str) -> frozenset[str]:
    """The words of a language that another one does not share."""
    lists = _stopwords()
    return lists[one] - lists[other]


@cache
def _all_stopwords() -> frozenset[str]:
    return frozenset().union(*_stopwords().values())


@cache
def _stopwords() -> dict[str, frozenset[str]]:
    text = (paths.resources() / "lexicon" / "stopwords.toml").read_text(encoding="utf-8")
    return {name: frozenset(entry["words"]) for name, entry in tomllib.loads(text).items()}

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
_LEAD = 1.5  # times the next language


def guess(text: str) -> str:
    """``en``, ``es``, or empty if the text is short, mixed or in another language."""
    words = Counter(_WORD.findall(text[:_LOOK].lower()))
    total = words.total()
    points = {name: _points(words, stops) for name, stops in _stopwords().items()}
    (first, most), (_second, next_most) = sorted(points.items(), key=lambda p: -p[1])[:2]
    if first not in KNOWN or most < _SHARE * total or most < _LEAD * next_most:
        return ""
    return first if len(words.keys() & _stopwords()[first]) >= _FEWEST else ""


def _points(words: Counter[str], stops: frozenset[str]) -> int:
    return sum(words[word] for word in stops)


@cache
def _stopwords() -> dict[str, frozenset[str]]:
    text = (paths.resources() / "lexicon" / "stopwords.toml").read_text(encoding="utf-8")
    return {name: frozenset(entry["words"]) for name, entry in tomllib.loads(text).items()}

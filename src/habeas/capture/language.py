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
# What may be a letter that Latin-1 does not have; typographic signs, arrows and frames are none.
_FARTHER = re.compile("[^\x00-\xff\u2010-\u205e\u20a0-\u20c0\u2190-\u23ff\u2500-\u2767\ufffd]")
_LATIN = "latin-1"


def guess(text: str) -> str:
    """``en``, ``es``, or empty if the text is short, mixed or in another language."""
    total, known = _small_words(text[:_LOOK].lower())
    speaks = _languages()
    points = dict.fromkeys(_stopwords(), 0)
    for word, n in known.items():
        for name in speaks[word]:
            points[name] += n
    best = max(KNOWN, key=lambda name: points[name])
    ours = {word: n for word, n in known.items() if best in speaks[word]}
    if len(ours) < _FEWEST or points[best] < _SHARE * total:
        return ""
    shared = dict.fromkeys(points, 0)  # with ours
    for word, n in ours.items():
        for name in speaks[word]:
            shared[name] += n
    # Ours is to be ahead by the words that the two languages do not share.
    ahead = (
        points[best] - shared[name] > _LEAD * (points[name] - shared[name])
        for name in points
        if name != best
    )
    return best if all(ahead) else ""


def _small_words(text: str) -> tuple[int, Counter[str]]:
    """How many words a text has, and how often each of those that are in our lists."""
    if text.isascii() or not _FARTHER.search(text):
        # Many times quicker than to look for words letter by letter.
        bare = text.encode(_LATIN, "replace").translate(_letters_alone())
        words = bare.decode(_LATIN).split()
    else:
        words = _WORD.findall(text)
    return len(words), Counter(filter(_languages().__contains__, words))


@cache
def _letters_alone() -> bytes:
    """For ``bytes.translate``: the letters of Latin-1, and a blank for all else."""
    return "".join(char if _WORD.fullmatch(char) else " " for char in map(chr, range(256))).encode(
        _LATIN
    )


@cache
def _languages() -> dict[str, tuple[str, ...]]:
    """Each word of our lists, and the languages that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for name, words in _stopwords().items():
        for word in words:
            found[word] = (*found.get(word, ()), name)
    return found


@cache
def _stopwords() -> dict[str, frozenset[str]]:
    text = (paths.resources() / "lexicon" / "stopwords.toml").read_text(encoding="utf-8")
    return {name: frozenset(entry["words"]) for name, entry in tomllib.loads(text).items()}

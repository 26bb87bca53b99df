"""The words a person types to search: as an index query, and where they stand in a text."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_MARKS = "[\u0300-\u036f]*"  # accents written as characters of their own
_WORD = re.compile(rf"(?:[^\W_]{_MARKS})+")
_SPELT = range(0x41, 0x2000)  # the alphabets in which one letter has many spellings
_BEFORE, _AFTER = 40, 120  # code points of a snippet on either side of where the words begin


def typed_words(typed: str) -> list[str]:
    """The words in what a person typed; signs between them do not count."""
    return _WORD.findall(typed)


def query(typed: str) -> str:
    """What was typed as an FTS5 query: every word must occur, the last one may be unfinished."""
    words = typed_words(typed)
    return " ".join(f'"{word}"' for word in words) + ("*" if words else "")


def where(text: str, typed: str) -> int:
    """Where the typed words begin in ``text`` (code points), accents and case aside; -1 if nowhere.

    They are looked for one after the other; if they do not stand so, the longest of them.
    """
    words = typed_words(typed)
    if not words:
        return -1
    found = re.compile(_in_a_row(words), re.DOTALL).search(text)
    if found is None and len(words) > 1:
        n = max(range(len(words)), key=lambda n: len(words[n]))
        whole = words[n : n + 1] + ([""] if n < len(words) - 1 else [])
        found = re.compile(_in_a_row(whole), re.DOTALL).search(text)
    return found.start() if found else -1


def snippet(text: str, start: int) -> str:
    """A line of ``text`` around ``start``, cut between words."""
    first, last = max(0, start - _BEFORE), min(len(text), start + _AFTER)
    before, after = text[first:start], text[start:last]
    if first > 0:
        before = "…" + "".join(before.split(maxsplit=1)[1:])
    if last < len(text):
        after = after.rsplit(maxsplit=1)[0] + "…"
    return " ".join((before + after).split())


def _in_a_row(words: list[str]) -> str:
    """The pattern of ``words`` with signs between; the last may go on, "" closes the one before.

    The first letter stands before the look behind it: so the search can skip to it, which makes
    twenty million characters a matter of a tenth of a second.
    """
    letters = [[_letter(c) for c in word if not unicodedata.combining(c)] for word in words]
    first, rest = letters[0][0], letters[0][1:]
    pattern = rf"{first}(?<![^\W_].){_MARKS}" + "".join(letter + _MARKS for letter in rest)
    for word in letters[1:]:
        pattern += r"(?![^\W_])"
        if word:
            pattern += r"[\W_]+" + "".join(letter + _MARKS for letter in word)
    return pattern


def _letter(c: str) -> str:
    """The class of characters that the index takes for the same letter."""
    return f"[{re.escape(_spellings().get(_plain(c), '') + c.lower() + c.upper())}]"


@cache
def _spellings() -> dict[str, str]:
    found: dict[str, str] = {}
    for c in filter(str.isalnum, map(chr, _SPELT)):
        found[_plain(c)] = found.get(_plain(c), "") + c
    return found


def _plain(c: str) -> str:
    parts = unicodedata.normalize("NFD", c)
    return parts[0].lower() if all(map(unicodedata.combining, parts[1:])) else c

"""The one door between code points, in which passages count, and UTF-16 units, in which Qt does."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from functools import lru_cache

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Units:
    """Converts places of one text; at once if no character of it takes two units, as in most."""

    def __init__(self, text: str) -> None:
        found = [] if text.isascii() else [match.start() for match in _ASTRAL.finditer(text)]
        self._points = array("q", found)  # code points of the characters that take two units
        self._units = array("q", (at + n for n, at in enumerate(found)))  # the same in units

    def to_qt(self, n: int) -> int:
        """The UTF-16 unit at which code point ``n`` starts."""
        return n + bisect_left(self._points, n) if self._points else n

    def to_python(self, n: int) -> int:
        """The code point that holds UTF-16 unit ``n``; of a pair, the same for both halves."""
        if not self._units:
            return n
        before = bisect_left(self._units, n)
        inside = before > 0 and self._units[before - 1] == n - 1
        return n - before if not inside else self._points[before - 1]


@lru_cache(maxsize=4)
def units(text: str) -> Units:
    """The Units of ``text``, kept for the few texts that are on screen."""
    return Units(text)


def to_qt(text: str, n: int) -> int:
    """The UTF-16 unit of ``text`` at which its code point ``n`` starts."""
    return units(text).to_qt(n)


def to_python(text: str, n: int) -> int:
    """The code point of ``text`` that holds its UTF-16 unit ``n``."""
    return units(text).to_python(n)


def shown(text: str) -> str:
    """``text`` as it is handed to a QTextDocument, place for place.

    Qt makes one line end of CR LF, and every place after it would be off by one.
    """
    return text.replace("\r\n", " \n")

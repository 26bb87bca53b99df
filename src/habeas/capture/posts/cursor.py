"""Going through a large JSON text piece by piece: what is whole before a break is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_BLANK = re.compile(r"[ \t\r\n]*")
_decoder = json.JSONDecoder(strict=False)


class Broken(Exception):
    """The text is no JSON from here on, or ends."""


class Cursor:
    """A place in a JSON text, which moves on as values are taken."""

    def __init__(self, text: str, at: int = 0) -> None:
        self._text = text
        self._at = at
        self._skip()

    def value(self) -> Any:
        """The value that begins here, as a whole; Broken if there is none."""
        try:
            found, self._at = _decoder.raw_decode(self._text, self._at)
        except (ValueError, RecursionError):
            raise Broken from None
        self._skip()
        return found

    def keys(self) -> Iterator[str]:
        """The keys of the object that begins here; a value that is not taken is passed over."""
        self._take("{")
        while not self._ends("}"):
            key = self.value()
            self._take(":")
            yield from self._passing(str(key))
            self._comma("}")

    def items(self) -> Iterator[None]:
        """A step for each value of the list that begins here; as ``keys``."""
        self._take("[")
        while not self._ends("]"):
            yield from self._passing(None)
            self._comma("]")

    def at(self, sign: str) -> bool:
        """Whether ``sign`` is what comes next."""
        return self._text.startswith(sign, self._at)

    def _passing(self, value: Any) -> Iterator[Any]:
        before = self._at
        yield value
        if self._at == before:
            self.value()

    def _ends(self, sign: str) -> bool:
        if not self.at(sign):
            return False
        self._take(sign)
        return True

    def _comma(self, end: str) -> None:
        if not self.at(end):
            self._take(",")

    def _take(self, sign: str) -> None:
        if not self.at(sign):
            raise Broken
        self._at += 1
        self._skip()

    def _skip(self) -> None:
        blank = _BLANK.match(self._text, self._at)
        self._at = blank.end() if blank else self._at

"""The text of a document with pages, line by line, and where each word of it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from habeas.capture.documents.pdfrows import Row
from habeas.domain.page import Page, Word
from habeas.domain.stretch import Stretch, StretchKind

WORDS = 1_000_000  # of which the place is kept
LETTERS = 40_000_000  # of the text
_EDGE = 2  # lines at the top and at the bottom of a page that may be its furniture
_MARGIN = 0.12  # of a page's height: how far from its edge they may be
_REPEATED = 3  # pages that must have the same line
_SHARE = 0.4  # of the pages likewise: left and right pages may differ
_COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_FAR = 1.8  # times the usual distance of two lines: a new paragraph


@dataclass(slots=True)
class _Edge:
    """A line near the top or the bottom of a page, to be compared with those of other pages."""

    start: int
    end: int
    key: tuple[str, str]


@dataclass(slots=True)
class Layout:
    """A text that grows page by page; ``placed`` words are kept with their boxes."""

    pages: list[Page] = field(default_factory=list)
    placed: int = 0
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _edges: list[list[_Edge]] = field(default_factory=list)
    _compounds: set[str] = field(default_factory=set)

    @property
    def is_full(self) -> bool:
        """Whether no more text can be held."""
        return self._length >= LETTERS

    @property
    def text(self) -> str:
        """The text of all pages, a blank line between two of them."""
        return "".join(self._pieces)

    def add(self, size: tuple[float, float], rows: Sequence[Row]) -> None:
        """Write the next page, of this width and height, with its lines in reading order."""
        if rows and self._length:
            self._write("\n\n")
        start = self._length
        for row in rows:
            self._compounds.update(_COMPOUND.findall(row.text.lower()))
        words: list[Word] = []
        places: list[tuple[int, int, Row]] = []
        joined = False
        for row, gap in zip(rows, _gaps(rows), strict=True):
            self._write("" if joined else gap)
            began = self._length
            joined = self._row(row, rows[len(places) + 1 :][:1], words)
            places.append((began, self._length, row))
        kept = tuple(words) if self.placed + len(words) <= WORDS else ()
        self.placed += len(kept)
        self.pages.append(Page(len(self.pages) + 1, *size, start, self._length, kept))
        if places:
            self._edges.append(_edges(places, size[1]))

    def furniture(self) -> tuple[Stretch, ...]:
        """The lines that most pages have at their top or bottom: headers, footers, numbers."""
        counted = Counter(key for page in self._edges for key in {edge.key for edge in page})
        least = max(_REPEATED, _SHARE * len(self._edges))
        found = {
            (edge.start, edge.end)
            for page in self._edges
            for edge in page
            if counted[edge.key] >= least
        }
        return tuple(Stretch(StretchKind.HEADER, start, end) for start, end in sorted(found))

    def _row(self, row: Row, following: Sequence[Row], words: list[Word]) -> bool:
        """Write a line; whether the next one goes on with its last word."""
        joins = bool(following) and self._goes_on(row, following[0])
        for bit in row.bits:
            if bit is not row.bits[0]:
                self._write(" ")
            text = bit.text[:-1] if joins and bit is row.bits[-1] else bit.text
            words.append(Word(self._length, self._length + len(text), bit.box))
            self._write(text)
        return joins

    def _goes_on(self, row: Row, following: Row) -> bool:
        """Whether the hyphen at the end of a line is there because the line ends.

        It is kept beside figures and capitals, and where the document has the same word with a
        hyphen within a line.
        """
        one, two = row.bits[-1].text, following.bits[0].text
        if not row.broken or not (one[-2:-1].islower() and two[:1].islower()):
            return False
        halves = re.search(r"[^\W\d_]+-$", one), re.match(r"[^\W\d_]+", two)
        whole = "".join(half[0] for half in halves if half).lower()
        return whole not in self._compounds

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)


def _gaps(rows: Sequence[Row]) -> list[str]:
    """What stands before each line: a line end, or a blank line before a new paragraph."""
    boxes = [row.box for row in rows]
    steps = [
        two[3] - one[3] if two[3] > one[3] and one[2] > two[0] and two[2] > one[0] else 0.0
        for one, two in pairwise(boxes)
    ]
    usual = median([step for step in steps if step > 0] or [0.0])
    return ["", *("\n\n" if step > _FAR * usual else "\n" for step in steps)][: len(rows)]


def _edges(places: list[tuple[int, int, Row]], height: float) -> list[_Edge]:
    """The lines at the top and at the bottom of a page, wherever they stand in the text."""
    by_height = sorted(places, key=lambda place: place[2].box[1])
    margin = _MARGIN * height
    top = [place for place in by_height[:_EDGE] if place[2].box[3] < margin]
    bottom = [place for place in by_height[-_EDGE:] if place[2].box[1] > height - margin]
    return [
        _Edge(start, end, (side, _DIGITS.sub("0", row.text)))
        for side, places in (("top", top), ("bottom", bottom))
        for start, end, row in places
    ]

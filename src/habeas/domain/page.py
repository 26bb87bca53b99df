"""A page of a source and where the words of its text stand on it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]  # left, top, right, bottom; from the page's upper left

_LEVEL = 6  # of zlib
_MOST = 50_000_000  # bytes that the words of one page may come to: a stranger's file may lie
_LAST = 1 << 31  # letters of a text: more than any has
_FAR = 1e8  # units on a page: farther than any word stands
_SIDES = (int, float)
_CLOSE = 0.6  # of a line's height: words nearer than this, up and down, stand in one line


@dataclass(frozen=True, slots=True)
class Word:
    """Letters ``start``..``end`` (code points of the layer) in ``box``.

    ``confidence`` is what a reader of pictures gives it, 0 to 100; -1: read from the file itself.
    """

    start: int
    end: int
    box: Box
    confidence: int = -1


@dataclass(frozen=True, slots=True)
class Page:
    """Page ``number`` (from 1), ``width`` by ``height`` in its own units (points, pixels).

    Its text is ``start``..``end`` of the layer; ``words`` are in the order of the text.
    """

    number: int
    width: float
    height: float
    start: int = 0
    end: int = 0
    words: tuple[Word, ...] = ()


def pack(words: Iterable[Word]) -> bytes:
    """The words of a page as they are kept; ``unpack`` gives them back to a tenth of a unit."""
    rows = [
        [word.start, word.end, *(round(side, 1) for side in word.box), word.confidence]
        for word in words
    ]
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), _LEVEL)


def unpack(packed: bytes) -> tuple[Word, ...]:
    """The words that ``pack`` was given; ValueError if these are no words of a page."""
    unzip = zlib.decompressobj()
    try:
        words = unzip.decompress(packed, _MOST)
        # One that was cut, or is larger than any page, does not come to an end.
        return tuple(_word(row) for row in json.loads(words if unzip.eof else b""))
    except (zlib.error, ValueError, TypeError, RecursionError) as error:
        raise ValueError("no words of a page") from error


def _word(row: Sequence[float]) -> Word:
    start, end, left, top, right, bottom, confidence = row
    whole = type(start) is type(end) is type(confidence) is int
    if not whole or not 0 <= start <= end <= _LAST or not -1 <= confidence <= 100:
        raise ValueError("no word")
    # Of a side that is no number at all ("nan") neither is true.
    if any(type(side) not in _SIDES or not -_FAR <= side <= _FAR for side in row[2:6]):
        raise ValueError("no box")
    return Word(int(start), int(end), (left, top, right, bottom), int(confidence))


def rectangles(page: Page, start: int, end: int) -> list[Box]:
    """One box for each line of the page that letters ``start``..``end`` of the layer touch."""
    boxes: list[Box] = []
    for word in page.words:
        if word.end <= start or word.start >= end:
            continue
        if boxes and _in_line(boxes[-1], word.box):
            boxes[-1] = _around(boxes[-1], word.box)
        else:
            boxes.append(word.box)
    return boxes


def region(pages: Iterable[Page], start: int, end: int) -> tuple[int | None, str]:
    """The first page that letters ``start``..``end`` stand on, and their boxes as JSON.

    The JSON is a list of {"page": number, "boxes": [[left, top, right, bottom], ...]}.
    """
    first, found = None, []
    for page in pages:
        if page.start < end and start < page.end:
            first = page.number if first is None else first
            if boxes := rectangles(page, start, end):
                rounded = [[round(side, 1) for side in box] for box in boxes]
                found.append({"page": page.number, "boxes": rounded})
    return first, (json.dumps(found) if found else "")


def stretch(page: Page, box: Box) -> tuple[int, int]:
    """From the first to the last letter whose word has its middle in ``box``; (0, 0): none."""
    left, top, right, bottom = box
    inside = [
        word
        for word in page.words
        if left <= (word.box[0] + word.box[2]) / 2 <= right
        and top <= (word.box[1] + word.box[3]) / 2 <= bottom
    ]
    if not inside:
        return 0, 0
    return min(word.start for word in inside), max(word.end for word in inside)


def _in_line(one: Box, other: Box) -> bool:
    height = max(one[3] - one[1], other[3] - other[1])
    return abs((one[1] + one[3]) - (other[1] + other[3])) / 2 < _CLOSE * height and (
        other[0] >= one[0]
    )


def _around(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )

"""The order in which the lines of a page are read, when columns were written across each other.

A PDF may draw a line of the left column, then one of the right, and so on.  Columns are only
told apart where both sides look like running text that fills them; cells of a table stay in rows.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from habeas.capture.documents.pdfrows import Row

_FEWEST = 4  # lines that make a column
_GAP = 6.0  # points: no gutter is narrower
_ALIGNED = 3.0  # points within which beginnings of lines are one edge
_ACROSS = 0.4  # of the lines may go across the gutter, such as headings
_WORDS = 3  # in a line, on the average: fewer are cells
_FILLED = 0.6  # of a column's width by its middling line: less are cells
_MOST = 3_000  # lines: a page with more is no page of a book
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class _Split:
    """Lines of a page, each with its side of a gutter: -1 left, 1 right, 0 across."""

    rows: list[tuple[int, Row]]
    across: int


def ordered(rows: Sequence[Row], *, depth: int = 0) -> list[Row]:
    """The lines in reading order; those that go through a gutter are cut there."""
    rows = list(rows)
    if not _FEWEST <= len(rows) <= _MOST or depth >= _DEEPEST:
        return rows
    split = _best(rows)
    if split is None or not _interleaved(rows, split):
        return rows
    first = 1 if _from_the_right(rows) else -1
    heights = sorted(_middle(row) for side, row in split.rows if side == 0)
    bands: dict[tuple[int, int], list[Row]] = {}
    for side, row in split.rows:
        above = bisect_left(heights, _middle(row))
        # What goes across ends the band that lies above it.
        turn = 0 if side == first else 1
        bands.setdefault((above, turn) if side else (above, 2), []).append(row)
    return [
        row
        for (_above, turn), band in sorted(bands.items())
        for row in (band if turn == 2 else ordered(band, depth=depth + 1))
    ]


def _best(rows: list[Row]) -> _Split | None:
    """The split at the gutter that the fewest lines cross, if there is any."""
    splits = (_at(rows, edge) for edge in _edges(rows))
    fitting = [split for split in splits if _are_columns(split, len(rows))]
    return min(fitting, key=lambda split: split.across, default=None)


def _edges(rows: list[Row]) -> list[float]:
    """Where columns may begin: left edges that several lines, or words after gaps, share."""
    counted: Counter[int] = Counter()
    lowest: dict[int, float] = {}
    for row in rows:
        boxes = sorted(bit.box for bit in row.bits)
        begins = [boxes[0][0]]
        begins += [two[0] for one, two in pairwise(boxes) if two[0] - one[2] >= _GAP]
        for left in begins:
            key = round(left / _ALIGNED)
            counted[key] += 1
            lowest[key] = min(left, lowest.get(key, left))
    return [lowest[key] for key, count in counted.most_common(12) if count >= _FEWEST]


def _at(rows: list[Row], edge: float) -> _Split:
    sides: list[tuple[int, Row]] = []
    across = 0
    for row in rows:
        left = [bit for bit in row.bits if bit.box[2] <= edge - _GAP]
        right = [bit for bit in row.bits if bit.box[0] >= edge - _ALIGNED]
        if len(left) + len(right) < len(row.bits):
            sides.append((0, row))
            across += 1
            continue
        if left:
            ends = not right or row.bits[-1] is left[-1]
            cut = row.broken if ends else left[-1].text.endswith("-")
            sides.append((-1, Row(tuple(left), cut)))
        if right:
            ends = not left or row.bits[-1] is right[-1]
            cut = row.broken if ends else right[-1].text.endswith("-")
            sides.append((1, Row(tuple(right), cut)))
    return _Split(sides, across)


def _are_columns(split: _Split, total: int) -> bool:
    left = [row for side, row in split.rows if side < 0]
    right = [row for side, row in split.rows if side > 0]
    if split.across > _ACROSS * total or not (_is_prose(left) and _is_prose(right)):
        return False
    shared = min(_bottom(left), _bottom(right)) - max(_top(left), _top(right))
    return shared > 0.5 * min(_bottom(left) - _top(left), _bottom(right) - _top(right))


def _is_prose(column: list[Row]) -> bool:
    """Whether these lines look like running text that fills a column."""
    if len(column) < _FEWEST:
        return False
    boxes = [row.box for row in column]
    width = max(box[2] for box in boxes) - min(box[0] for box in boxes)
    words = sum(len(row.bits) for row in column) / len(column)
    return words >= _WORDS and median(box[2] - box[0] for box in boxes) >= _FILLED * width


def _interleaved(rows: list[Row], split: _Split) -> bool:
    """Whether lines of the two sides come by turns; otherwise the file's own order is good."""
    if len(split.rows) > len(rows):
        return True
    turns = sum(one[0] * two[0] < 0 for one, two in pairwise(split.rows))
    return turns > 2 * (split.across + 1)


def _from_the_right(rows: list[Row]) -> bool:
    """Whether most letters are of a script that is written from right to left."""
    sample = "".join(row.text for row in rows)[:2_000]
    kinds = Counter(unicodedata.bidirectional(letter) for letter in sample)
    return kinds["R"] + kinds["AL"] > kinds["L"]


def _middle(row: Row) -> float:
    box = row.box
    return (box[1] + box[3]) / 2


def _top(column: list[Row]) -> float:
    return min(row.box[1] for row in column)


def _bottom(column: list[Row]) -> float:
    return max(row.box[3] for row in column)

"""Where words begin in a line of a PDF, by the places of its letters.

Many files have no blanks: words are told by the gaps between them.  pdfium leaves out narrow ones
and finds some where letters are only set apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import pairwise

from habeas.domain.page import Box

_WORD = 0.12  # of a letter's height beyond the usual gap: more is between words
_SAME = 0.05  # likewise: less is within a word, whatever pdfium took it for
_OVER = 0.1  # of the height by which letters of a word may lie over one another
_LEVEL = 0.5  # of a letter's height that letters of a line share
_FEWEST = 3  # gaps by which the usual one is told


class Before(IntEnum):
    """What stands before a letter."""

    NOTHING = 0
    GAP = 1  # a blank that pdfium put in
    BLANK = 2  # a blank of the file's own


def words(boxes: Sequence[Box], before: Sequence[Before]) -> Iterator[tuple[int, int]]:
    """The first and the last letter, exclusive, of each word of a line.

    ``boxes`` are of the page's own coordinates (left, bottom, right, top); what is not written
    from left to right is left as it is.
    """
    if not boxes:
        return
    gaps = [_gap(one, two) for one, two in pairwise(boxes)]
    inner = sorted(
        gap
        for gap, mark in zip(gaps, before[1:], strict=True)
        if gap is not None and mark is Before.NOTHING
    )
    usual = max(inner[len(inner) // 2], 0.0) if len(inner) >= _FEWEST else None
    start = 0
    for at, (gap, mark) in enumerate(zip(gaps, before[1:], strict=True), 1):
        if _is_between_words(gap, mark, usual):
            yield start, at
            start = at
    yield start, len(boxes)


def _is_between_words(gap: float | None, mark: Before, usual: float | None) -> bool:
    if mark is Before.BLANK or gap is None or usual is None:
        return mark is not Before.NOTHING
    if mark is Before.GAP:
        return not -_OVER < gap < usual + _SAME
    return gap > usual + _WORD


def _gap(one: Box, two: Box) -> float | None:
    """How far a letter stands from the one before, in its heights; None if in another line."""
    height = min(one[3] - one[1], two[3] - two[1])
    if height <= 0 or min(one[3], two[3]) - max(one[1], two[1]) < _LEVEL * height:
        return None
    return (two[0] - one[2]) / height

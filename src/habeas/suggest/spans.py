"""Looking up stretches by position in lists that are in order of their starts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from habeas.domain.draft import Span
from habeas.suggest.found import Mention


def within(mentions: Sequence[Mention], span: Span) -> Iterator[Mention]:
    """The mentions that lie inside ``span``; ``mentions`` are in order of their starts."""
    for index in range(bisect_left(mentions, span.start, key=_start), len(mentions)):
        if mentions[index].start >= span.end:
            return
        if mentions[index].end <= span.end:
            yield mentions[index]


def holding(spans: Sequence[Span], position: int) -> int:
    """The index of the one of ``spans`` (in order, apart) that holds ``position``; -1 if none."""
    index = bisect_right(spans, position, key=_start) - 1
    return index if index >= 0 and position < spans[index].end else -1


def _start(one: Mention | Span) -> int:
    return one.start

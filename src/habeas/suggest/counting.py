"""Counts and levels: the figures of a text that are claims by themselves."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from habeas.domain.claim import Kind
from habeas.domain.draft import Span
from habeas.suggest import fields
from habeas.suggest.found import Mention
from habeas.suggest.hits import Hit, Reading
from habeas.suggest.sentences import Page


def find(reading: Reading, found: list[Hit]) -> Iterator[Hit]:
    """Counts and levels that no other claim has taken as its own number."""
    page, book = reading.page, reading.book
    taken = {
        figure.start
        for hit in found
        if hit.kind not in (Kind.STATEMENT, Kind.FIGURE)
        for figure in [fields.quantity(page, book, reading.found, hit.spans[0], hit.rule.type)[1]]
        if figure
    }
    starts = [clause.start for clause in reading.clauses]
    for figure in reading.found.figures:
        index = bisect_right(starts, figure.start) - 1
        if index < 0 or figure.start >= reading.clauses[index].end or figure.start in taken:
            continue
        sentence = page.sentences[reading.clauses[index].sentence]
        name = fields.figure_type(page, book, figure, sentence)
        if not name or (name == "figure/prisoners" and not _is_level(reading, figure, index)):
            continue
        end = _whole(page, figure, sentence)
        words = " ".join(page.text[figure.start : figure.end].split())
        rule = replace(book.rules[0], type=name, agent="", patient="", stage="", assertion="")
        span = Span(_counted_from(page, figure, sentence, name), end)
        yield Hit(rule, (span,), index, reading.clauses[index].sentence, words, figure=figure)


def _is_level(reading: Reading, figure: Mention, index: int) -> bool:
    clause = reading.clauses[index]
    return (
        reading.book.words["level"].search(reading.page.low, clause.start, figure.start) is not None
    )


def _counted_from(page: Page, figure: Mention, sentence: Span, name: str) -> int:
    if name != "figure/population":
        return figure.start
    before = re.search(
        r"\b(?:the |a )?(?:country|nation|state|population) of (?:some |about )?$",
        page.low[sentence.start : figure.start],
    )
    return sentence.start + before.start() if before else figure.start


def _whole(page: Page, figure: Mention, sentence: Span) -> int:
    tail = re.match(
        r"\s+(?:of|with|from)\s+(?:the\s+)?(?:virus|disease|covid-19|coronavirus)\b",
        page.low[figure.end : sentence.end],
    )
    if tail:
        return figure.end + tail.end()
    counted = fields.COUNTED_WORDS.match(page.low, figure.end, sentence.end)
    return counted.end() if counted and not figure.value.get("unit") else figure.end

"""The chain of voices of a claim, from the nearest to the fact outwards."""

from __future__ import annotations

import re
from bisect import bisect_left

from habeas.domain.claim import Assertion
from habeas.domain.draft import Span
from habeas.domain.voice import Voice, Wording
from habeas.suggest.rules import Book
from habeas.suggest.sentences import Page
from habeas.suggest.spoken import Attribution

_FAR = 20_000  # characters: no voice is looked for further away


def covering(said: list[Attribution], span: Span) -> list[Attribution]:
    """The attributions that speak for ``span``, nearest first, each voice once."""
    found: list[Attribution] = []
    low = bisect_left(said, span.start - _FAR, key=_start)
    near = said[low : bisect_left(said, span.end + _FAR, key=_start)]
    for one in sorted((a for a in near if a.covers(span.start, span.end)), key=lambda a: a.reach):
        if all(one.name != other.name for other in found):
            found.append(one)
    return found


def _start(one: Attribution) -> int:
    return one.start


def chain(page: Page, book: Book, speakers: list[Attribution], span: Span) -> tuple[Voice, ...]:
    """The voices of those that cover ``span``; empty when the source itself says it."""
    return tuple(
        Voice(
            position=position,
            name=one.name,
            verb=_recorded(book, one.verb),
            medium=one.medium,
            wording=_wording(page, one, span),
            inferred=one.inferred,
            words=" ".join(page.text[one.start : one.end].split()),
        )
        for position, one in enumerate(speakers)
    )


def doubt(doubts: dict[str, str], said: list[Attribution], span: Span) -> Assertion | None:
    """How the nearest voice stands to what it says, where its verb tells ("suggests", "denies")."""
    for one in covering(said, span)[:1]:
        if one.verb in doubts and one.sort != "frame":
            return Assertion(doubts[one.verb])
    return None


def _recorded(book: Book, verb: str) -> str:
    for name, lemmas in book.speech["recorded"].items():
        if verb in lemmas:
            return str(name)
    return "said"


def _wording(page: Page, one: Attribution, span: Span) -> Wording:
    quote = page.quote_at(span.start)
    if quote and span.end <= quote.end:
        return Wording.DIRECT
    if one.sort == "evidence" and one.verb == "show":
        return Wording.UNKNOWN
    words = page.text[span.start : span.end]
    return Wording.PARTIAL if re.search(r'["“”]', words) else Wording.PARAPHRASE

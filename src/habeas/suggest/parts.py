"""A long text read for claims piece by piece: what was found is there early, and it can stop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from habeas import suggest as reading
from habeas.domain.draft import Draft, Span
from habeas.suggest.found import Suggestion

LONGEST = 60_000  # characters read as one text, of which every claim can see every other
_PIECE = 30_000  # characters of a piece of a longer one: about half a second
_BREAKS = ("\n\n", "\n", ". ", " ")

Known = Iterable[tuple[str, str] | str]


def in_parts(
    text: str, *, language: str, published: str, known: Known = ()
) -> Iterator[list[Suggestion]]:
    """What ``suggest`` finds in each piece of ``text``, piece after piece.

    Places are those of the whole text.  A text of up to LONGEST characters is one piece and gives
    exactly what ``suggest`` gives.
    """
    names = list(known)
    for piece in pieces(text):
        yield in_piece(text, piece, language=language, published=published, known=names)


def pieces(text: str) -> list[Span]:
    """The pieces of ``text`` in order, without gaps, cut between paragraphs if there are any."""
    if len(text) <= LONGEST:
        return [Span(0, len(text))]
    found, start = [], 0
    while len(text) - start > _PIECE:
        end = _cut(text, start)
        found.append(Span(start, end))
        start = end
    return [*found, Span(start, len(text))]


def in_piece(
    text: str, piece: Span, *, language: str, published: str, known: Known = ()
) -> list[Suggestion]:
    """What ``suggest`` finds in one of the ``pieces`` of ``text``, at its place in the whole."""
    words = text[piece.start : piece.end]
    found = reading.suggest(words, language=language, published=published, known=known)
    if piece == Span(0, len(text)):
        return found
    return [_placed(suggestion, piece.start) for suggestion in found]


def _cut(text: str, start: int) -> int:
    least, most = start + _PIECE // 2, start + _PIECE
    for mark in _BREAKS:
        at = text.rfind(mark, least, most)
        if at >= 0:
            return at + len(mark)
    return most


def _placed(suggestion: Suggestion, start: int) -> Suggestion:
    """The suggestion moved by ``start``; the same words elsewhere have another key."""
    draft: Draft = replace(
        suggestion.draft,
        spans=tuple(Span(s.start + start, s.end + start) for s in suggestion.draft.spans),
        links=tuple(
            replace(link, key=_key(link.key, start)) if link.key else link
            for link in suggestion.draft.links
        ),
    )
    return replace(suggestion, draft=draft, key=_key(suggestion.key, start))


def _key(key: str, start: int) -> str:
    return f"{key}@{start}"

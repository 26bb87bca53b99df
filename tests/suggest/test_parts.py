"""A long text read piece by piece gives claims at their places, each with a key of its own."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.domain.draft import Span
from habeas.suggest import parts, suggest

SAYS = {"language": "en", "published": "2031-05-12"}
PARAGRAPH = (
    "The government of Valdoria declared a state of emergency in the prisons on Friday after 12 "
    "inmates were killed at Peña Gris. Guards searched every cell."
)


def long_text(length: int, between: str = "\n\n") -> str:
    """Paragraphs, some of them alike, of at least ``length`` characters."""
    told: list[str] = []
    while sum(map(len, told)) < length:
        told.append(PARAGRAPH if len(told) % 3 else f"Report {len(told)} was read. " * 8)
    return between.join(told)


def test_a_short_text_gives_what_it_gives_at_once():
    text = long_text(3_000)
    assert suggest(text, **SAYS)
    assert list(parts.in_parts(text, **SAYS)) == [suggest(text, **SAYS)]


@pytest.fixture(scope="module")
def long():
    text = long_text(parts.LONGEST + 20_000)
    return text, list(parts.in_parts(text, **SAYS))


def test_the_pieces_of_a_long_text_hold_the_claims_at_their_places(long):
    text, found = long
    assert len(found) > 2
    assert all(found)
    quotes = {text[s.start : s.end] for piece in found for s in piece}
    assert quotes == {PARAGRAPH[s.start : s.end] for s in suggest(PARAGRAPH, **SAYS)}
    for piece, held in zip(parts.pieces(text), found, strict=True):
        assert all(piece.start <= s.start < s.end <= piece.end for s in held)


def test_keys_are_of_one_suggestion_each_and_links_lead_to_them(long):
    text, found = long
    keys = [s.key for piece in found for s in piece]
    assert len(set(keys)) == len(keys)
    linked = [link.key for piece in found for s in piece for link in s.draft.links]
    assert linked, "the paragraph has claims that are linked"
    assert set(linked) <= set(keys)
    again = [s.key for piece in parts.in_parts(text, **SAYS) for s in piece]
    assert again == keys


def test_pieces_are_cut_between_paragraphs():
    text = long_text(parts.LONGEST + 5_000)
    for piece in parts.pieces(text)[1:]:
        assert text[: piece.start].endswith("\n\n")


@given(
    st.sampled_from(["x", "é", "x y", "a.\n", "\U0001f512 ", "\r\n\r\n"]), st.integers(0, 300_000)
)
def test_pieces_are_short_and_leave_nothing_out(words, length):
    text = (words * (length // len(words) + 1))[:length]
    found = parts.pieces(text)
    assert "".join(text[p.start : p.end] for p in found) == text
    assert all(p.end - p.start <= parts.LONGEST for p in found)
    assert found[0].start == 0
    assert all(one.end == other.start for one, other in pairwise(found))
    assert len(found) == 1 or all(isinstance(p, Span) and p.end > p.start for p in found)

"""Blocks that nobody reads cost no time and move no place."""

from __future__ import annotations

import pytest

from habeas.suggest import mentions, suggest
from habeas.suggest.noise import LONGEST_WORD, blanked

SENTENCE = "Five prisons in Valdoria are on red alert."


@pytest.mark.parametrize("block", ["a" * 30_000, '"' * 30_000, "<" * 30_000, "aB3+/" * 6_000])
def test_a_block_without_a_space_is_passed_over(block: str) -> None:
    text = f"{block}\n{SENTENCE}\n{block}"
    found = suggest(text, language="en", published="2031-05-12")
    named = mentions(text, language="en", published="2031-05-12")
    assert [one.type for one in found] == ["measure/alert"]
    assert text[found[0].start : found[0].end] in SENTENCE
    assert all(text[one.start : one.end] in SENTENCE for one in named)


def test_long_words_that_people_write_stay() -> None:
    word = "x" * LONGEST_WORD
    assert blanked(f"{word} y") == f"{word} y"
    assert blanked(f"{word}x y") == " " * (LONGEST_WORD + 1) + " y"

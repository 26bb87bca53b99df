"""A draft's summary is made of the words it rests on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.domain.draft import LONGEST, summary_of


@pytest.mark.parametrize(
    ("quote", "summary"),
    [
        ("in a televised\n address.", "In a televised address"),
        ("“no daylight”", "No daylight"),
        ("ñandú", "Ñandú"),
        ("word " * 40, "Word " + "word " * 13 + "word…"),
    ],
)
def test_summaries(quote: str, summary: str) -> None:
    assert summary_of(quote) == summary


@given(st.text())
def test_a_summary_is_one_line_and_never_longer_than_a_card_shows(quote: str) -> None:
    found = summary_of(quote)
    assert len(found) <= LONGEST + 2  # a capital of some letters is two or three letters
    assert "\n" not in found

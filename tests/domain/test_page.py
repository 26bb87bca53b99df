"""Where words stand on a page: kept, given back, and gathered into lines."""

from __future__ import annotations

import zlib

import pytest

from habeas.domain.page import Page, Word, pack, rectangles, stretch, unpack

WORDS = (
    Word(0, 5, (10, 10, 60, 22)),
    Word(6, 11, (65, 10.5, 110, 22)),
    Word(12, 17, (10, 30, 58, 42), 87),
)
PAGE = Page(3, 200, 300, 0, 17, WORDS)


def test_words_come_back_as_they_were_kept():
    assert unpack(pack(WORDS)) == WORDS


@pytest.mark.parametrize("bad", [b"", b"words", pack(())[:-3], b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_what_is_no_page_is_refused(bad):
    with pytest.raises(ValueError, match="no words"):
        unpack(bad)


@pytest.mark.parametrize(
    "row",
    [
        *("[1e999,1,0,0,0,0,0]", "[0,1,1e999,0,0,0,0]", "[0,1,NaN,0,0,0,0]", "[-1,1,0,0,0,0,0]"),
        *('[0,"7",1,1,1,1,1]', '[0,1,"a",null,{},0,0]', f"[0,{'9' * 40},0,0,0,0,0]", "[0,1,2]"),
        *("[0,1,0,0,0,0,1e3]", "[5,1,0,0,0,0,0]"),
    ],
)
def test_a_word_that_can_stand_on_no_page_is_refused(row):
    with pytest.raises(ValueError, match="no words"):
        unpack(zlib.compress(f"[{row}]".encode()))


def test_a_passage_over_two_lines_has_a_box_for_each():
    assert rectangles(PAGE, 7, 14) == [(65, 10.5, 110, 22), (10, 30, 58, 42)]
    assert rectangles(PAGE, 0, 11) == [(10, 10, 110, 22)]
    assert rectangles(PAGE, 17, 20) == []


def test_a_box_drawn_on_the_page_gives_the_words_inside():
    assert stretch(PAGE, (0, 0, 200, 25)) == (0, 11)
    assert stretch(PAGE, (0, 25, 200, 50)) == (12, 17)
    assert stretch(PAGE, (0, 100, 200, 150)) == (0, 0)

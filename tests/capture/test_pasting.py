"""Pasted text: kept as it came, mended only where it cannot be kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas import capture
from habeas.errors import Problem


def test_pasted_text_has_no_file_and_keeps_its_bytes():
    reading = capture.pasted("Orden de Peña Gris\r\nQueda cerrado el patio.")

    assert reading.data.decode() == "Orden de Peña Gris\r\nQueda cerrado el patio."
    assert reading.text == "Orden de Peña Gris\nQueda cerrado el patio."
    assert (reading.file_name, reading.notes) == ("", ())
    assert reading.title == "Orden de Peña Gris"


@pytest.mark.parametrize("text", ["", " \n\t ", "\ufeff", "\u200b\n", "\x00"])
def test_pasting_nothing_adds_nothing(text):
    with pytest.raises(Problem, match="no text to add"):
        capture.pasted(text)


def test_halves_of_characters_are_joined_or_shown_and_counted():
    reading = capture.pasted("smile \ud83d\ude00, half \ud83d and \ude00, end")

    assert reading.text == "smile 😀, half \ufffd and \ufffd, end"
    assert reading.data == reading.text.encode()
    assert reading.notes == ("2 halves of characters were pasted and are shown as �.",)


def test_controls_are_shown_in_the_text_and_kept_in_the_bytes():
    reading = capture.pasted("a\x00b\x1bc")

    assert reading.text == "a\ufffdb\ufffdc"
    assert reading.data == b"a\x00b\x1bc"
    assert reading.notes[0].startswith("2 control characters")


def test_a_file_and_its_pasted_text_are_the_same_text():
    text = "Circular 12\r\nNo visits at Santa Brisa until further notice.\r\n"

    assert capture.pasted(text).text == capture.read(b"\xef\xbb\xbf" + text.encode()).text


@given(st.text(st.characters(), max_size=200))
def test_anything_that_can_be_pasted_can_be_kept(text):
    try:
        reading = capture.pasted(text)
    except Problem:
        return
    reading.text.encode()
    assert reading.data
    assert reading.title

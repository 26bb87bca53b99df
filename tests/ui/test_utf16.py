"""Places in code points and in UTF-16 units mean the same character, whatever the text holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from habeas.ui import utf16

texts = st.text(st.sampled_from("ab é ש\U0001f600\U00010348\n\r\u2028\u2029\x0c"), max_size=40)


def units_before(text: str, n: int) -> int:
    return len(text[:n].encode("utf-16-le", "surrogatepass")) // 2


@given(texts)
def test_each_code_point_is_found_at_its_unit_and_back(text):
    for n in range(len(text) + 1):
        assert utf16.to_qt(text, n) == units_before(text, n)
        assert utf16.to_python(text, utf16.to_qt(text, n)) == n


def test_both_halves_of_a_pair_are_the_same_character():
    text = "a\U0001f600b"
    assert [utf16.to_python(text, n) for n in range(5)] == [0, 1, 1, 2, 3]


@given(texts)
def test_a_document_has_every_character_at_its_unit(qapp_once, text):
    document = QTextDocument()
    document.setPlainText(utf16.shown(text))
    assert document.characterCount() - 1 == utf16.to_qt(text, len(text))
    for n, character in enumerate(text):
        if character.isalpha():
            there = document.characterAt(utf16.to_qt(text, n))
            assert ord(character) > 0xFFFF or there == character


@pytest.fixture(scope="module")
def qapp_once(qapp: QApplication) -> QApplication:
    return qapp

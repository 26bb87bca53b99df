"""Texts of a source: read again, read out of its picture, taken in use, translated."""

from __future__ import annotations

import io
import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from habeas.capture.reading import Reading
from habeas.domain.passage import Passage
from habeas.services import collecting, layering, marking
from habeas.services.claiming import accept
from habeas.ui.dialogs import layers
from making import draft

TEXT = "The cells of the se cond yard stay closed.\nNobody may leave it, said the director."
FILE = "The cells of the second yard stay closed.\nNobody may leave it, said the director.\n"


def opened(window, source, qtbot):
    dialog = layers.open_dialog(window, window.desk, source)
    qtbot.waitUntil(lambda: bool(dialog.present.toPlainText()) or dialog.layers.rowCount() > 0)
    return dialog


@pytest.fixture
def source(window, path):
    """A source that was read badly once."""
    window.desk.create(path)
    with window.desk.edit("Add sources") as edit:
        reading = Reading(FILE.encode(), TEXT, title="Order", file_name="order.txt", version="0")
        found = collecting.add(edit, reading, language="en").source
        accept(edit, draft("The cells of the se cond yard", text=TEXT), source=found)
        accept(edit, draft("Nobody may leave it", text=TEXT), source=found)
    return found


def press(qtbot, button):
    qtbot.waitUntil(button.isEnabled)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_file_is_read_again_and_its_passages_go_along(window, source, qtbot):
    dialog = opened(window, source, qtbot)

    press(qtbot, dialog.again)

    qtbot.waitUntil(lambda: dialog._outcome.isVisible(), timeout=20_000)
    case = window.desk.case
    assert case.text(collecting.layer_of(case, source)) == FILE
    assert "now. 1 passage was found word by word. 1 was found nearly so" in dialog._outcome.text()
    assert {p.quote for p in case.select(Passage)} == {
        "The cells of the second yard", "Nobody may leave it",
    }  # fmt: skip
    assert [layer.current for layer in dialog.layers.layers] == [False, True]


def test_the_text_before_can_be_compared_and_taken_again(window, source, qtbot):
    dialog = opened(window, source, qtbot)
    press(qtbot, dialog.again)
    qtbot.waitUntil(lambda: dialog._outcome.isVisible(), timeout=20_000)
    qtbot.waitUntil(dialog.again.isEnabled)

    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: "se cond" in dialog.other.toPlainText())
    qtbot.waitUntil(lambda: bool(dialog.other.extraSelections()))
    press(qtbot, dialog.take)

    qtbot.waitUntil(lambda: dialog.layers.layers[0].current)
    assert window.desk.case.text(collecting.layer_of(window.desk.case, source)) == TEXT


def test_what_reads_the_same_says_so(window, path, qtbot):
    window.desk.create(path)
    with window.desk.edit("Add sources") as edit:
        reading = Reading(FILE.encode(), FILE, title="Order", file_name="order.txt", language="en")
        source = collecting.add(edit, reading).source
    dialog = opened(window, source, qtbot)
    press(qtbot, dialog.again)
    qtbot.waitUntil(lambda: dialog._outcome.isVisible(), timeout=20_000)
    assert "reads the same" in dialog._outcome.text()
    assert dialog.layers.rowCount() == 1


def test_a_translation_is_added_beside(window, source, qtbot):
    dialog = opened(window, source, qtbot)
    original = collecting.layer_of(window.desk.case, source)
    press(qtbot, dialog.translation)
    from habeas.ui.dialogs.translating import Translating

    qtbot.waitUntil(lambda: bool(dialog.findChildren(Translating)))
    asked = dialog.findChildren(Translating)[0]
    asked.field.setFocus()
    asked.field.insertPlainText("Nadie puede salir.")
    press(qtbot, asked.keep)
    qtbot.waitUntil(lambda: dialog.layers.rowCount() == 2)
    assert collecting.layer_of(window.desk.case, source) == original
    found = layering.layers(window.desk.case, source)
    assert [(each.how, each.language) for each in found] == [("", ""), ("translation", "es")]
    dialog.list.setCurrentIndex(dialog.layers.index(1))
    assert not dialog.take.isEnabled()


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_the_words_of_a_picture_are_read_and_can_be_marked(window, path, qtbot):
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (900, 160), "white")
    words = "Nobody may leave the yard"
    ImageDraw.Draw(image).text((30, 40), words, fill="black", font=ImageFont.load_default(size=54))
    kept = io.BytesIO()
    image.save(kept, "PNG")
    window.desk.create(path)
    with window.desk.edit("Add sources") as edit:
        reading = Reading(kept.getvalue(), "", title="Notice", media_type="image/png")
        source = collecting.add(edit, reading, kind="picture", language="en").source
    dialog = opened(window, source, qtbot)

    press(qtbot, dialog.words)

    qtbot.waitUntil(lambda: dialog._outcome.isVisible(), timeout=60_000)
    case = window.desk.case
    text = case.text(collecting.layer_of(case, source))
    assert "leave the yard" in text
    with window.desk.edit("Accept claim") as edit:
        claim = accept(edit, draft("leave the yard", text=text), source=source)
    passage = marking.passages_of(case, claim)[0]
    assert passage.page == 1
    assert "boxes" in passage.region


def test_a_cited_source_has_no_texts(window, path):
    window.desk.create(path)
    with window.desk.edit("Cite") as edit:
        source = collecting.cite(edit, "A post that we have not seen")
    assert layers.open_dialog(window, window.desk, source) is None

"""A source can be read again; passages go along if their words are there, and are lost if not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from habeas.capture.reading import Reading
from habeas.domain.page import Page, Word
from habeas.domain.passage import Passage, PassageKind, holds
from habeas.domain.source import Source
from habeas.errors import Refused
from habeas.overview.cards import cards
from habeas.services import claiming, collecting, layering, marking
from habeas.store.case import Case
from making import draft

FIRST = (
    "Order of the director\nCells of the sec ond yard stay closed. Twenty men were moved.\n"
    "A stamp that nobody can read."
)
BETTER = (
    "ORDER OF THE DIRECTOR\n\nCells of the second yard stay closed.\nTwenty men were moved.\n3\n"
)


def reading(text, **more):
    return Reading(b"the scan", text, extractor="pdfium", title="Order", **more)


@pytest.fixture
def case(tmp_path):
    with Case.create(tmp_path / "valdoria.habeas") as case:
        yield case


@pytest.fixture
def source(case):
    with case.edit("Add sources") as edit:
        return collecting.add(edit, reading(FIRST)).source


def claim_on(case, source, *words):
    with case.edit("Accept claim") as edit:
        claim = claiming.accept(edit, draft(*words, text=FIRST), source=source)
    return claim, marking.passages_of(case, claim)[0]


def test_passages_go_along_and_say_how_well_they_were_found(case, source):
    _claim, moved = claim_on(case, source, "Twenty men were moved.")
    _claim, mended = claim_on(case, source, "Cells of the sec ond yard stay closed")
    claim, gone = claim_on(case, source, "A stamp that nobody can read")
    before = collecting.layer_of(case, source)

    with case.edit("Read again") as edit:
        came = layering.read_again(edit, reading(BETTER, version="2"), source=source)

    assert came.new
    assert (came.exact, came.nearly, came.lost) == ((moved.id,), (mended.id,), (gone.id,))
    assert case.get(Source, source).layer == came.layer != before
    now = {passage.id: passage for passage in case.select(Passage)}
    for ident in (moved.id, mended.id):
        assert now[ident].layer == came.layer
        assert holds(now[ident], BETTER)
        assert now[ident].carried == before
    assert now[moved.id].score == 1000
    assert now[mended.id].quote == "Cells of the second yard stay closed"
    assert now[mended.id].score < 1000
    assert now[gone.id] == gone, "what is lost keeps its old words, in the layer they stand in"
    assert layering.lost(case, source) == [gone]
    assert marking.passages_of(case, claim) == [gone]
    assert case.text(before) == FIRST
    assert case.verify().problems == ()


def test_it_can_be_undone_and_the_layer_before_taken_again(case, source):
    _claim, passage = claim_on(case, source, "A stamp that nobody can read")
    before = collecting.layer_of(case, source)
    with case.edit("Read again") as edit:
        came = layering.read_again(edit, reading(BETTER, version="2"), source=source)
    case.undo()
    assert collecting.layer_of(case, source) == before
    assert [layer.current for layer in layering.layers(case, source)] == [True]
    case.redo()

    with case.edit("Read in another text") as edit:
        again = layering.use(edit, source, layer=before)

    assert (again.exact, again.lost) == ((), ())
    assert collecting.layer_of(case, source) == before
    assert [layer.hash for layer in layering.layers(case, source)] == [before, came.layer]
    assert [layer.how for layer in layering.layers(case, source)] == ["", "again"]
    assert layering.lost(case, source) == []
    assert case.select(Passage) == [passage]


def test_the_same_reading_changes_nothing(case, source):
    with case.edit("Read again") as edit:
        assert not layering.read_again(edit, reading(FIRST), source=source).new
    assert len(layering.layers(case, source)) == 1


def test_a_reading_without_words_is_refused(case, source):
    with pytest.raises(Refused, match="No words"), case.edit("Read again") as edit:
        layering.read_again(edit, reading("  \n"), source=source)


def test_words_read_out_of_a_picture_stand_on_its_page(case):
    with case.edit("Add sources") as edit:
        source = collecting.add(edit, reading("", media_type="image/png")).source
        kept = marking.passages_of(edit, 0)
    assert kept == []
    page = Page(
        1, 600, 400, 0, 12, (Word(0, 5, (10, 10, 60, 30), 91), Word(6, 12, (70, 10, 130, 30), 44))
    )
    with case.edit("Read the words") as edit:
        came = layering.read_again(
            edit, replace(reading("Closed yard."), pages=(page,), extractor="tesseract"),
            source=source, how=layering.OCR,
        )  # fmt: skip
    assert case.text(came.layer) == "Closed yard."
    assert [(x.how, x.extractor) for x in layering.layers(case, source)] == [
        ("", "pdfium"), ("ocr", "tesseract"),
    ]  # fmt: skip
    assert case.verify().problems == ()


def test_a_row_keeps_its_row(case, source):
    _claim, passage = claim_on(case, source, "Twenty men were moved.")
    with case.edit("As a row") as edit:
        edit.update(Passage, passage.id, kind=PassageKind.ROW, region='{"row": 3}')
    with case.edit("Read again") as edit:
        layering.read_again(edit, reading(BETTER, version="2"), source=source)
    assert case.get(Passage, passage.id).region == '{"row": 3}'


def test_a_translation_stands_beside_and_claims_stay_on_the_original(case, source):
    original = collecting.layer_of(case, source)
    with case.edit("Add a translation") as edit:
        layer = layering.translate(edit, source, "Orden del director", language="es")
    assert collecting.layer_of(case, source) == original
    assert [(x.how, x.language) for x in layering.layers(case, source)] == [
        ("", ""), ("translation", "es"),
    ]  # fmt: skip
    with pytest.raises(Refused), case.edit("Read in another text") as edit:
        layering.use(edit, source, layer=layer)
    with pytest.raises(Refused), case.edit("Add a translation") as edit:
        layering.translate(edit, source, " ", language="es")
    assert case.verify().problems == ()
    case.undo()
    assert len(layering.layers(case, source)) == 1


def test_a_layer_of_another_source_is_refused(case, source):
    with case.edit("Add sources") as edit:
        other = collecting.add(edit, Reading(b"x", "Other words", title="Other")).source
        layer = collecting.layer_of(edit, other)
    with pytest.raises(Refused), case.edit("Read in another text") as edit:
        layering.use(edit, source, layer=layer)


def test_a_source_without_a_language_has_that_of_the_words_that_were_read_out_of_it(case):
    with case.edit("Add sources") as edit:
        scan = collecting.add(edit, reading("")).source
        known = collecting.add(edit, Reading(b"other", "", title="O"), language="fr").source
    with case.edit("Read the words") as edit:
        for source, data in ((scan, b"the scan"), (known, b"other")):
            words = Reading(data, BETTER, extractor="tesseract", language="en")
            layering.read_again(edit, words, source=source, how=layering.OCR)
    assert [case.get(Source, one).language for one in (scan, known)] == ["en", "fr"]
    case.undo()
    assert case.get(Source, scan).language == ""


def test_a_card_shows_the_old_words_of_what_is_lost_and_how_alike_what_was_found_is(case, source):
    claim_on(case, source, "A stamp that nobody can read")
    claim_on(case, source, "Cells of the sec ond yard stay closed")
    claim_on(case, source, "Twenty men were moved.")
    with case.edit("Read again") as edit:
        layering.read_again(edit, reading(BETTER, version="2"), source=source)
    found = cards(case, source, text=BETTER)
    assert sorted(card.lost for card in found) == [(), (), ("A stamp that nobody can read",)]
    assert [card.alike is not None and card.alike < 1000 for card in found].count(True) == 1

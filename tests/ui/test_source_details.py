"""The description of a source: what the file says, what it does not, and what is decided."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from habeas.capture.reading import Part, Reading
from habeas.domain.page import Page
from habeas.domain.source import Source
from habeas.services import collecting
from habeas.ui.desk import Desk
from habeas.ui.widgets.sourcedetails import SourceDetails

DECREE = Reading(
    b"%PDF decree",
    "The council of Valdoria suspends all visits.",
    media_type="application/pdf",
    file_name="decree 12.pdf",
    title="Decree 12",
    publisher="Council of Valdoria",
    silent=("author", "published", "captured", "language"),
    metadata=(("Producer", "Typesetter of Peña Gris"), ("Keywords", "visits\nReleased: no")),
    pages=(Page(1, 595, 842, 0, 44),),
)


@pytest.fixture
def describe(desk: Desk, qtbot: QtBot) -> Callable[..., SourceDetails]:
    """Put a reading into the case and open its details."""

    def opened(reading: Reading = DECREE, **described: object) -> SourceDetails:
        with desk.edit("Add sources") as edit:
            number = collecting.add(edit, reading, how="dropped", **described).source
        details = SourceDetails(desk, desk.case.get(Source, number))
        qtbot.addWidget(details)
        details.show()
        qtbot.waitUntil(details.isActiveWindow)
        return details

    return opened


def words(details: SourceDetails) -> list[str]:
    lines = [line.text() for line in details.findChildren(QLineEdit)]
    return lines + [label.text() for label in details.findChildren(QLabel)]


def save(details: SourceDetails) -> None:
    QTest.mouseClick(details.save, Qt.MouseButton.LeftButton)


def test_a_field_that_the_file_does_not_give_says_so(describe):
    details = describe()
    for name in ("author", "published"):
        field = details.field(name)
        assert isinstance(field, QLineEdit)
        assert (field.text(), field.placeholderText()) == ("", "not given by the file")
    address = details.field("address")
    assert isinstance(address, QLineEdit)
    assert address.placeholderText() == "", "a PDF is not asked where it was published"
    language = details.field("language")
    assert isinstance(language, QComboBox)
    assert language.currentText() == "not given by the file"
    assert any(said.startswith("not given by the file; added ") for said in words(details))


def test_other_facts_are_folded_away_and_can_be_read_and_copied(describe):
    details = describe()
    assert not details.other.facts.isVisible()
    details.other.fold.setFocus()
    QTest.keyClick(details.other.fold, Qt.Key.Key_Space)
    assert details.other.facts.isVisible()
    told = "Producer: Typesetter of Peña Gris\nKeywords: visits Released: no"
    assert details.other.facts.toPlainText() == told
    QTest.mouseClick(details.other.copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == told
    assert any("Reports leave them out" in said for said in words(details))


def test_a_source_without_other_facts_shows_no_fold(describe):
    assert not hasattr(describe(Reading(b"words", "words", title="Words")), "other")


def test_every_file_of_a_source_is_told(desk, describe):
    first = describe()
    again = Reading(b"%PDF the same again", DECREE.text, file_name="copy of 12.pdf")
    mail = Reading(b"mail", "See the decree.", title="A mail from Santa Brisa")
    with desk.edit("Add sources") as edit:
        whole = collecting.add(edit, mail).source
        collecting.add_part(edit, Part(again, "attachment"), within=whole)
    source = first._source.id
    first.reject()
    details = SourceDetails(desk, desk.case.get(Source, source))
    said = words(details)
    assert {"decree 12.pdf", "copy of 12.pdf", "A mail from Santa Brisa"} <= set(said)
    assert "File 1 of 2" in said
    assert "File 2 of 2" in said
    details.deleteLater()


def test_the_day_until_which_a_source_is_kept_is_read_as_it_is_written(desk, describe):
    details = describe()
    until = details.field("retain_until")
    until.setFocus()
    QTest.keyClicks(until, "31 March 2041")
    save(details)
    assert desk.case.select(Source)[0].retain_until == "2041-03-31"


def test_a_day_that_cannot_be_read_is_said_beside_its_own_field(desk, describe):
    details = describe()
    QTest.keyClicks(details.field("retain_until"), "some day")
    save(details)
    assert details.isVisible()
    assert details._rows["retain_until"].error
    assert not details._rows["published"].error


def test_a_source_kept_past_its_date_says_so(describe):
    details = describe(retain_until="2019")
    assert "This day is over: the source is kept past its date." in words(details)


def test_pictures_are_covered_unless_one_says_that_they_need_not_be(desk, describe):
    details = describe(Reading(b"\x89PNG", "", media_type="image/png", title="Yard"))
    covered = details.field("covered")
    assert isinstance(covered, QCheckBox)
    assert covered.isChecked()
    covered.setFocus()
    QTest.keyClick(covered, Qt.Key.Key_Space)
    save(details)
    assert desk.case.select(Source)[0].covered is False
    desk.undo()
    assert desk.case.select(Source)[0].covered is True


def test_words_alone_have_nothing_to_cover(describe):
    assert "covered" not in describe(Reading(b"words", "words", title="Words"))._rows

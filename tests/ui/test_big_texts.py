"""Books and dumps: a long text opens at once, is read in parts, and keeps nobody waiting."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from habeas import vocabulary
from habeas.capture.reading import Reading
from habeas.domain.claim import Claim, Kind
from habeas.domain.draft import Draft, Span
from habeas.domain.passage import Passage, holds
from habeas.services import collecting
from habeas.store.case import Case
from habeas.suggest.found import Suggestion
from habeas.ui import actions, theme
from habeas.ui.desk import Desk
from habeas.ui.jobs import Progress, Work
from habeas.ui.views.sources import SourcesView

LINE = "The committee of Valdoria read a report and adjourned without remarks.\n"
LATE = "Nobody was told of the last search at Santa Brisa \U0001f512 that night."
PATIENCE = 20_000  # ms


def text_of(length: int) -> str:
    """About ``length`` characters; the last line is LATE."""
    return LINE * (length // len(LINE)) + LATE


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    theme.apply(qapp, "light")
    made = Desk()
    made.create(tmp_path / "record.habeas")
    yield made
    made.close()
    made.deleteLater()


def add(desk: Desk, text: str, **described: object) -> int:
    with desk.edit("Add sources") as edit:
        return collecting.add(edit, Reading(text.encode(), text), **described).source


@pytest.fixture
def show(desk: Desk, qtbot: QtBot) -> Iterator[Callable[[], SourcesView]]:
    made: list[SourcesView] = []

    def shown() -> SourcesView:
        view = SourcesView(desk)
        for action in view.actions_table():
            actions.install(action, view)
        qtbot.addWidget(view)
        made.append(view)
        view.resize(1100, 620)
        with qtbot.waitExposed(view):
            view.show()
        view.activateWindow()
        view.reading.reader.setFocus()
        return view

    yield shown
    desk.close()
    for view in made:
        view.close()


def saying(words: str) -> Work:
    """Work that does nothing but answer."""
    yield Progress()
    return words


def ready(view: SourcesView, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not view.reading.is_looking, timeout=PATIENCE)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Holds texts that are fetched off the UI thread back until it is set; nothing at first."""
    opened, asked = threading.Event(), Case.text
    opened.set()

    def slow(case: Case, layer: str) -> str:
        if threading.current_thread() is not threading.main_thread():
            assert opened.wait(10)
        return asked(case, layer)

    monkeypatch.setattr(Case, "text", slow)
    yield opened
    opened.set()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_25_megabytes_are_read_in_parts_and_words_of_the_last_become_a_claim(desk, show, qtbot):
    text = text_of(25_000_000)
    number = add(desk, text, title="Dump")
    view = show()
    reader = view.reading.reader
    ready(view, qtbot)
    assert reader.text == text
    assert reader.document().characterCount() < 210_000, "only a part of it is laid out"
    QTest.mouseClick(view.reading.middle.next, Qt.MouseButton.LeftButton)
    assert reader.part == 1
    assert f"Part 2 of {reader.parts}" in view.reading.middle._part.text()

    (hit,) = [h for h in desk.case.search("Santa Brisa") if h.what == "passage"]
    view.arrive("source", hit.id, {"start": hit.start})
    assert reader.part == reader.parts - 1
    start = text.index("search at Santa Brisa")
    reader.select(Span(start, start + len("search at Santa Brisa \U0001f512 that")))
    assert text[slice(reader.selected().start, reader.selected().end)].endswith("\U0001f512 that")
    reader.setFocus()
    QTest.keyClick(reader, Qt.Key.Key_2)
    editor = view.reading.right.editor()
    QTest.keyClicks(QApplication.focusWidget(), vocabulary.label("types", "measure/search"))
    editor.save()
    (claim,) = desk.case.select(Claim)
    (passage,) = desk.case.select(Passage)
    assert (claim.source, passage.quote) == (number, "search at Santa Brisa \U0001f512 that")
    assert holds(passage, text)
    assert view.reading.current.claim == claim.id
    assert reader.part == reader.parts - 1


def test_a_place_in_a_long_text_is_gone_to_when_the_text_is_there(desk, show, qtbot, gate):
    small = add(desk, "A short note.", title="Note")
    text = text_of(2_000_000)
    big = add(desk, text, title="Dump")
    view = show()
    view.open_source(small)
    ready(view, qtbot)
    gate.clear()
    start = text.index("Santa Brisa")
    view.arrive("source", big, {"start": start, "end": start + 11})
    head = view.reading.middle.head
    assert (head._title.text(), head._notes.text()) == ("Dump", "Reading…")
    assert view.reading.reader.toPlainText() == ""
    gate.set()
    ready(view, qtbot)
    assert head._notes.text() == ""
    found = view.reading.reader.selected()
    assert text[found.start : found.end] == "Santa Brisa"


def test_a_text_that_comes_too_late_is_not_shown(desk, show, qtbot, gate):
    small = add(desk, "A short note.", title="Note")
    big = add(desk, text_of(2_000_000), title="Dump")
    view = show()
    view.open_source(small)
    ready(view, qtbot)
    gate.clear()
    view.open_source(big)
    view.open_source(small)
    gate.set()
    answers: list[str] = []
    desk.look(saying("later"), done=answers.append)  # behind the text in the same lane
    qtbot.waitUntil(lambda: answers == ["later"])
    assert view.reading.reader.text == "A short note."
    assert view.reading.source_id == small


def test_the_place_in_a_long_text_is_there_again_after_reopening(desk, show, qtbot, gate):
    add(desk, text_of(2_000_000), title="Dump")
    view = show()
    ready(view, qtbot)
    view.reading.reader.turn_to(3)
    path = desk.case.path
    desk.close()
    view.close()
    gate.clear()
    desk.open(path)
    kept = desk.case.desk("sources/1")
    again = show()
    assert again.reading.is_looking
    again.reading.keep_place()  # before the text is there nothing of the place is forgotten
    assert desk.case.desk("sources/1") == kept
    gate.set()
    ready(again, qtbot)
    assert again.reading.reader.part == 3


# suggestions


def one_of_each(text: str, **_more: object) -> list[Suggestion]:
    """In place of the reader's rules: one suggestion at the beginning of the text."""
    claim = Claim(kind=Kind.MEASURE, type="measure/search", summary=text[:20])
    return [Suggestion(Draft(claim, spans=(Span(0, 13),)), "It says so.", "first")]


def test_suggestions_are_looked_for_in_the_part_that_is_shown_and_kept(
    desk, show, qtbot, monkeypatch
):
    asked: list[str] = []

    def suggest(text: str, **more: object) -> list[Suggestion]:
        asked.append(text)
        return one_of_each(text)

    monkeypatch.setattr("habeas.suggest.suggest", suggest)
    text = text_of(900_000)
    add(desk, text, title="Dump", language="en")
    view = show()
    ready(view, qtbot)
    first, last = view.reading.reader.bounds
    there = [(card.start, card.key) for card in view.reading._cards]
    assert len(there) == len(asked) < 10
    assert len({key for _start, key in there}) == len(there)
    assert all(first <= start < last for start, _key in there)
    assert sum(map(len, asked)) < 300_000

    view.reading.next_part()
    ready(view, qtbot)
    looked = len(asked)
    assert min(card.end for card in view.reading._cards) > first + 100_000
    view.reading.previous_part()
    ready(view, qtbot)
    assert [(card.start, card.key) for card in view.reading._cards] == there
    assert len(asked) == looked, "what was found is kept"


def test_cards_appear_while_the_rest_is_looked_at_and_the_column_says_so(
    desk, show, qtbot, monkeypatch
):
    go, asked = threading.Semaphore(1), []

    def suggest(text: str, **more: object) -> list[Suggestion]:
        asked.append(text)
        assert go.acquire(timeout=10)
        return one_of_each(text)

    monkeypatch.setattr("habeas.suggest.suggest", suggest)
    add(desk, text_of(150_000), title="Dump", language="en")
    view = show()
    assert "Looking for claims" in view.reading.right._note.text()
    qtbot.waitUntil(lambda: len(view.reading._cards) == 1, timeout=PATIENCE)
    assert view.reading.is_looking
    assert "Looking for claims" in view.reading.right._note.text()
    view.reading.reader.setFocus()
    QTest.keyClick(view.reading.reader, Qt.Key.Key_N)
    QTest.keyClick(view.reading.reader, Qt.Key.Key_Return)
    assert len(desk.case.select(Claim)) == 1
    go.release(100)
    ready(view, qtbot)
    assert len(view.reading._cards) == len(asked) > 3
    assert "Looking for claims" not in view.reading.right._note.text()


def test_searching_does_not_wait_for_suggestions(desk, show, qtbot, monkeypatch):
    go = threading.Event()

    def suggest(text: str, **more: object) -> list[Suggestion]:
        assert go.wait(10)
        return []

    monkeypatch.setattr("habeas.suggest.suggest", suggest)
    add(desk, "Guards searched a cell.", title="Note", language="en")
    view = show()
    assert view.reading.is_looking
    answers: list[str] = []

    desk.look(saying("found"), done=answers.append)
    qtbot.waitUntil(lambda: answers == ["found"])
    assert view.reading.is_looking
    go.set()
    ready(view, qtbot)


def test_closing_waits_for_one_piece_at_most(desk, show, qtbot, monkeypatch):
    asked: list[str] = []

    def suggest(text: str, **more: object) -> list[Suggestion]:
        asked.append(text)
        time.sleep(0.05)
        return []

    monkeypatch.setattr("habeas.suggest.suggest", suggest)
    add(desk, text_of(190_000), title="Dump", language="en")
    show()
    qtbot.waitUntil(lambda: len(asked) == 1)
    desk.close()
    qtbot.wait(200)
    assert len(asked) <= 2


def test_a_part_one_turned_to_stays_although_a_card_was_shown_before(
    desk, show, qtbot, monkeypatch
):
    monkeypatch.setattr("habeas.suggest.suggest", one_of_each)
    add(desk, text_of(900_000), title="Dump", language="en")
    view = show()
    ready(view, qtbot)
    QTest.keyClick(view.reading.reader, Qt.Key.Key_N)
    assert view.reading.current is not None
    for part in (1, 2, 3):
        QTest.mouseClick(view.reading.middle.next, Qt.MouseButton.LeftButton)
        view.resize(1100 - part, 620)
        ready(view, qtbot)
        assert view.reading.reader.part == part

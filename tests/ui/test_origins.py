"""Same origin?: pairs are found, shown side by side, and judged by key or click."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from habeas.capture.reading import Reading
from habeas.services import collecting, originating
from habeas.ui.dialogs import origins

WIRE = (
    "The director of prisons of Valdoria said on Friday that the cells of seven centres would "
    "stay closed until the origin of the orders was known, and that nobody would leave the yards."
)


@pytest.fixture
def dialog(window, path, qtbot):
    window.desk.create(path)
    with window.desk.edit("Add sources") as edit:
        for n, text in enumerate(
            (WIRE, WIRE + " Visits are off.", f"Our desk: {WIRE} 😀 No water.")
        ):
            collecting.add(edit, Reading(text.encode(), text, title=f"Paper {n + 1}"))
    made = origins.open_dialog(window, window.desk)
    qtbot.waitUntil(lambda: made.pairs.rowCount() == 2 and bool(made.one.toPlainText()))
    return made


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_pair_is_shown_with_what_differs(dialog, qtbot):
    row = dialog.list.currentIndex().row()
    pair = dialog.pairs.pairs[row]
    assert WIRE in dialog.one.toPlainText()
    marked = [s.cursor.selectedText() for s in dialog.other.extraSelections()]
    assert marked
    assert all(words not in dialog.one.toPlainText() for words in marked)
    assert dialog.pairs.name(pair.one) in dialog.pairs.data(dialog.pairs.index(row))


def test_judging_goes_on_to_the_next_and_is_an_act(dialog, window, qtbot):
    first, second = dialog.pairs.pairs
    press(qtbot, dialog.same)
    assert dialog.list.currentIndex().row() == 1
    press(qtbot, dialog.different)
    together = originating.origins(window.desk.case, [1, 2, 3])
    assert frozenset({first.one, first.other}) in together
    assert len(together) == 2
    assert dialog.pairs.verdict(1) is originating.Verdict.DIFFERENT
    window.desk.undo()
    qtbot.waitUntil(lambda: not window.desk.is_writing)
    assert len(window.desk.case.query("SELECT * FROM same_origin")) == 1
    assert (second.one, second.other) != (first.one, first.other)


def test_said_again_it_is_taken_back(dialog, window, qtbot):
    press(qtbot, dialog.same)
    dialog.list.setCurrentIndex(dialog.pairs.index(0))
    qtbot.waitUntil(dialog.same.isEnabled)
    press(qtbot, dialog.same)
    assert window.desk.case.query("SELECT * FROM same_origin") == []
    assert dialog.pairs.verdict(0) is None


def test_it_shows_a_source_and_closes_with_the_case(dialog, window, qtbot):
    asked = []
    window.desk.did_ask.connect(lambda *said: asked.append(said))
    press(qtbot, dialog._open_other)
    assert asked[0][:2] == ("source", dialog.pairs.pairs[0].other)
    window.close_case()
    qtbot.waitUntil(lambda: not window.desk.is_open)
    QApplication.processEvents()


def test_without_pairs_it_says_so(window, path, qtbot):
    window.desk.create(path)
    made = origins.open_dialog(window, window.desk)
    qtbot.waitUntil(lambda: bool(made._count.text()))
    assert "No two sources" in made._count.text()
    assert not made.same.isVisible()

"""The history room: newest first, what changed below, nothing to write."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from habeas.capture.reading import Reading
from habeas.services import collecting
from habeas.ui.desk import Desk
from habeas.ui.views.history import HistoryView

KEY = Qt.Key


@pytest.fixture
def show(open_room: Callable[..., HistoryView]) -> Callable[[], HistoryView]:
    """Open the room."""
    return partial(open_room, HistoryView, size=(1000, 600), settle=settle)


def settle(qtbot: QtBot, view: HistoryView) -> None:
    qtbot.waitUntil(lambda: view._job is None and view._telling is None)


def fill(desk: Desk) -> int:
    with desk.edit("Add source") as edit:
        source = collecting.add(edit, Reading(b"A text", "A text", title="<b>Article</b>")).source
    with desk.edit("Describe source") as edit:
        collecting.describe(edit, source, title="Another title")
    return source


def labels(view: HistoryView) -> list[str]:
    return [view.model.index(row, 1).data() for row in range(view.model.rowCount())]


def test_the_model_is_sound(show, desk, qtmodeltester):
    fill(desk)
    qtmodeltester.check(show().model)


def test_the_newest_stands_first_and_its_changes_below(show, desk):
    fill(desk)
    view = show()

    assert labels(view) == ["Describe source", "Add source"]
    said = view.details.toPlainText()
    assert "Changed: Source “Another title”" in said
    assert "Title: <b>Article</b>  →  Another title" in said  # its words, not its markup


def test_arrows_walk_the_acts_and_enter_goes_to_what_changed(show, desk, qtbot):
    fill(desk)
    view = show()

    qtbot.keyClick(view.table, KEY.Key_Down)
    settle(qtbot, view)
    assert "Added: Source “<b>Article</b>”" in view.details.toPlainText()

    qtbot.keyClick(view.table, KEY.Key_Return)
    assert view.details.hasFocus()
    qtbot.keyClicks(view.details, "nothing can be typed")
    assert "typed" not in view.details.toPlainText()


def test_an_undo_appears_at_once_and_marks_what_it_took_back(show, desk, qtbot):
    fill(desk)
    view = show()

    desk.undo()
    settle(qtbot, view)

    assert labels(view)[0] == "Undo: Describe source"
    assert [view.model.index(row, 3).data() for row in range(3)] == ["", "undone", ""]
    assert view.table.currentIndex().row() == 0
    assert "Title: Another title  →  <b>Article</b>" in view.details.toPlainText()


def test_who_reads_an_older_act_is_not_moved_by_a_new_one(show, desk, qtbot):
    source = fill(desk)
    view = show()
    qtbot.keyClick(view.table, KEY.Key_Down)
    settle(qtbot, view)

    with desk.edit("Describe source") as edit:
        collecting.describe(edit, source, publisher="The Daily Example")
    settle(qtbot, view)

    assert len(labels(view)) == 3
    assert view.model.index(view.table.currentIndex().row(), 1).data() == "Add source"
    assert "Added: Source" in view.details.toPlainText()


def test_one_can_arrive_at_an_act(show, desk, qtbot):
    fill(desk)
    view = show()

    view.arrive("history", 1, {})
    settle(qtbot, view)

    assert view.table.current() == 1


def test_an_empty_case_says_what_will_stand_here(show, desk):
    view = show()

    assert not view.table.isVisible()

"""The history room: newest first, what changed below, nothing to write."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from habeas.capture.reading import Reading
from habeas.domain.claim import Claim, Kind
from habeas.domain.draft import Draft, PlaceName, Span
from habeas.domain.source import Source
from habeas.services import claiming, collecting, gathering, registering
from habeas.store.journal import User
from habeas.ui import actions, rooms
from habeas.ui.desk import Desk
from habeas.ui.dialogs.recordhistory import RecordHistory
from habeas.ui.dialogs.undoing import HinderedDialog, UndoDialog
from habeas.ui.views.history import HistoryView
from habeas.ui.widgets.filterbar import Choice
from habeas.ui.widgets.sourcedetails import SourceDetails

KEY = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


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
    return [view.model.index(row, 2).data() for row in range(view.model.rowCount())]


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
    assert view.model.index(view.table.currentIndex().row(), 2).data() == "Add source"
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


def choose(view: HistoryView, qtbot: QtBot, edit: int) -> None:
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.table.setFocus()
    view.table.go_to(edit)
    settle(qtbot, view)


def place(desk: Desk, name: str) -> int:
    with desk.edit("Add place") as edit:
        return registering.place(edit, name)


def rename(desk: Desk, number: int, name: str) -> int:
    with desk.edit("Describe place") as edit:
        registering.describe_place(edit, number, name=name, kind="", parent=None, note="")
    return desk.case.last_edit()


def pick(choice: Choice, qtbot: QtBot, name: str) -> None:
    choice.setFocus()
    qtbot.keyClicks(choice, name)
    qtbot.keyClick(choice, KEY.Key_Return)


def dialog(qtbot: QtBot, kind: type) -> QDialog:
    def found() -> list[QDialog]:
        tops = QApplication.topLevelWidgets()
        return [w for w in tops if isinstance(w, kind) and w.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    qtbot.waitUntil(found()[0].isActiveWindow)
    return found()[0]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_who_did_it_is_shown_once_anybody_was_named(show, desk, qtbot):
    fill(desk)
    view = show()
    assert view.table.isColumnHidden(1)
    assert not view.bar.who.isVisible()

    desk.case.user = User("Ana", "researcher")
    place(desk, "Peña Gris")
    settle(qtbot, view)
    assert not view.table.isColumnHidden(1)
    assert [view.model.index(row, 1).data() for row in range(3)] == ["Ana", "", ""]

    pick(view.bar.who, qtbot, "Ana")
    settle(qtbot, view)
    assert labels(view) == ["Add place"]
    assert view.bar.count.text() == "1 of 3 entries"


def test_words_filter_and_ctrl_shift_l_shows_all_again(show, desk, qtbot):
    fill(desk)
    view = show()

    qtbot.keyClicks(view.table, "/")
    assert view.bar.words.hasFocus()
    qtbot.keyClicks(view.bar.words, "describe")
    qtbot.keyClick(view.bar.words, KEY.Key_Return)
    settle(qtbot, view)
    assert labels(view) == ["Describe source"]

    qtbot.keyClicks(view.bar.words, " nothing")
    qtbot.keyClick(view.bar.words, KEY.Key_Return)
    settle(qtbot, view)
    assert view._pages.currentWidget() is view._hidden

    qtbot.keyClick(view.bar.words, KEY.Key_L, CTRL | SHIFT)
    settle(qtbot, view)
    assert labels(view) == ["Describe source", "Add source"]


def test_the_filter_is_there_again_when_the_room_is(show, desk, qtbot):
    fill(desk)
    view = show()
    qtbot.keyClicks(view.bar.words, "describe")
    qtbot.keyClick(view.bar.words, KEY.Key_Return)
    settle(qtbot, view)
    view._keep()

    again = show()
    assert again.bar.filter.words == "describe"
    assert labels(again) == ["Describe source"]


def test_from_what_changed_one_goes_to_the_record(show, desk, qtbot):
    source = fill(desk)
    view = show()
    qtbot.keyClick(view.table, KEY.Key_Return)

    with qtbot.waitSignal(desk.did_ask) as asked:
        qtbot.keyClick(view.details, KEY.Key_Return)
    assert asked.args[:2] == ["source", source]


def test_what_is_gone_is_said_to_be_gone(show, desk, qtbot):
    fill(desk)
    view = show()
    desk.undo()
    desk.undo()
    settle(qtbot, view)
    choose(view, qtbot, 1)
    qtbot.keyClick(view.table, KEY.Key_Return)

    with qtbot.waitSignal(desk.did_say) as said, qtbot.assertNotEmitted(desk.did_ask):
        qtbot.keyClick(view.details, KEY.Key_Return)
    assert said.args == ["This is not in the case any more."]


def test_r_leaves_only_what_touched_the_record(show, desk, qtbot):
    number = place(desk, "Peña Gris")
    place(desk, "Santa Brisa")
    rename(desk, number, "Peña Negra")
    view = show()

    qtbot.keyClick(view.table, KEY.Key_R)
    settle(qtbot, view)
    assert labels(view) == ["Describe place", "Add place"]
    assert view.table.current() == 3
    assert view.bar.record.text() == "Only what touched Place “Peña Negra”"

    qtbot.mouseClick(view.bar.record, Qt.MouseButton.LeftButton)
    settle(qtbot, view)
    assert len(labels(view)) == 3


def test_one_can_arrive_at_the_history_of_a_record_or_at_an_act_that_is_hidden(show, desk, qtbot):
    number = place(desk, "Peña Gris")
    fill(desk)
    view = show()

    view.arrive("history", 0, {"of": "place", "id": number})
    settle(qtbot, view)
    assert labels(view) == ["Add place"]

    view.arrive("history", 3, {})
    settle(qtbot, view)
    assert view.table.current() == 3
    assert len(labels(view)) == 3


def test_an_old_act_is_undone_after_its_preview(show, desk, qtbot):
    number = place(desk, "Peña Gris")
    old = rename(desk, number, "Peña Negra")
    place(desk, "Santa Brisa")
    view = show()
    choose(view, qtbot, old)

    qtbot.keyClick(view.table, KEY.Key_U)
    preview = dialog(qtbot, UndoDialog)
    assert "Name: Peña Negra  →  Peña Gris" in preview.changes.toPlainText()
    assert desk.case.last_edit() == 3
    qtbot.keyClick(preview.go, KEY.Key_Return)
    qtbot.waitUntil(lambda: view.model.rowCount() == 4)
    settle(qtbot, view)

    assert labels(view)[0] == "Undo: Describe place"
    assert view.model.index(view.model.find(old), 3).data() == "undone"
    names = {row["name"] for row in desk.case.query("SELECT name FROM place")}
    assert names == {"Peña Gris", "Santa Brisa"}
    desk.redo()
    assert desk.case.query("SELECT name FROM place WHERE id = ?", number) == [
        {"name": "Peña Negra"}
    ]


def test_escape_from_the_preview_undoes_nothing(show, desk, qtbot):
    place(desk, "Peña Gris")
    view = show()
    qtbot.keyClick(view.table, KEY.Key_U)
    qtbot.keyClick(dialog(qtbot, UndoDialog), KEY.Key_Escape)

    assert desk.case.last_edit() == 1


def test_what_is_in_the_way_is_named_and_one_can_go_there(show, desk, qtbot):
    number = place(desk, "Peña Gris")
    old, later = rename(desk, number, "Peña Negra"), rename(desk, number, "Peña Blanca")
    view = show()
    choose(view, qtbot, old)

    qtbot.keyClick(view.table, KEY.Key_U)
    hindered = dialog(qtbot, HinderedDialog)
    assert hindered.way.count() == 1
    assert hindered.way.item(0).text().startswith("Describe place · ")
    qtbot.keyClick(hindered.way, KEY.Key_Return)
    settle(qtbot, view)

    assert view.table.current() == later
    assert desk.case.last_edit() == 3


def test_an_act_of_the_program_says_why_it_is_not_undone(show, desk, qtbot):
    with desk.case.recording("Write a report") as edit:
        edit.add("custody", source=1, act="exported", made="", detail="{}")
    view = show()
    assert labels(view) == ["outside: Write a report"]

    qtbot.keyClick(view.table, KEY.Key_U)
    hindered = dialog(qtbot, HinderedDialog)
    assert not hindered.way.isVisible()
    qtbot.keyClick(hindered, KEY.Key_Escape)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_history_of_one_record_stands_field_by_field_and_leads_to_the_act(show, desk, qtbot):
    number = place(desk, "Peña Gris")
    rename(desk, number, "Peña Negra")
    view = show()

    qtbot.keyClick(view.table, KEY.Key_H, CTRL)
    past = dialog(qtbot, RecordHistory)
    qtbot.waitUntil(lambda: past.model.rowCount() > 0)
    fields = [
        tuple(past.model.index(row, column).data() for column in (2, 3, 4))
        for row in range(past.model.rowCount())
    ]
    assert fields[0] == ("Name", "Peña Gris", "Peña Negra")
    assert ("Name", "", "Peña Gris") in fields
    assert past.table.isColumnHidden(1)

    pick(past.field, qtbot, "Name of a place")
    assert {past.model.index(n, 2).data() for n in range(past.model.rowCount())} == {
        "Name of a place"
    }

    past.table.setFocus()
    with qtbot.waitSignal(desk.did_ask) as asked:
        qtbot.keyClick(past.table, KEY.Key_Return)
    assert asked.args[0] == "history"
    assert asked.args[2] == {"of": "place", "id": number}


@pytest.mark.parametrize("room", ["places", "events", "claims", "sources"])
def test_every_room_offers_the_history_of_its_record(desk, qtbot, room):
    with desk.edit("Accept claim") as edit:
        words = "Visits to Peña Gris stopped."
        source = collecting.add(edit, Reading(words.encode(), words, title="Article")).source
        claim = claiming.accept(
            edit,
            Draft(
                Claim(kind=Kind.MEASURE, type="measure/search", summary="visits"),
                spans=(Span(0, 6),),
                places=(PlaceName("Peña Gris", "detention"),),
            ),
            source=source,
        )
        gathering.new_event(edit, claim, title="Visits stop")
    view = rooms.make(next(r for r in rooms.ROOMS if r.id == room), desk, None)
    qtbot.addWidget(view)
    view.pairs = [(a, actions.install(a, view)) for a in view.actions_table()]
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    if room == "claims":
        qtbot.waitUntil(lambda: view._job is None)
    where = view.table if room == "claims" else view.list
    if room == "sources":
        where = view.reading.reader
        qtbot.waitUntil(lambda: not view.reading.is_looking)
    where.setFocus()
    qtbot.waitUntil(where.hasFocus)

    qtbot.keyClick(where, KEY.Key_H, CTRL | SHIFT if room == "sources" else CTRL)
    past = dialog(qtbot, RecordHistory)
    qtbot.waitUntil(lambda: past.model.rowCount() > 0)
    qtbot.keyClick(past.table, KEY.Key_Escape)


def reached(qtbot: QtBot, top: QDialog) -> set[str]:
    """The words of the buttons that Tab comes to."""
    found: set[str] = set()
    for _press in range(12):
        now = QApplication.focusWidget()
        if isinstance(now, QPushButton):
            found.add(now.text().replace("&", ""))
        qtbot.keyClick(now, KEY.Key_Tab)
    return found


def test_every_button_of_the_dialogs_is_reached_by_tab(show, desk, qtbot):
    number = place(desk, "Peña Gris")
    old = rename(desk, number, "Peña Negra")
    rename(desk, number, "Peña Blanca")
    view = show()

    qtbot.keyClick(view.table, KEY.Key_U)
    preview = dialog(qtbot, UndoDialog)
    assert reached(qtbot, preview) == {"Undo it", "Cancel"}
    preview.reject()
    choose(view, qtbot, old)
    qtbot.keyClick(view.table, KEY.Key_U)
    hindered = dialog(qtbot, HinderedDialog)
    assert reached(qtbot, hindered) == {"Go to it", "Close"}
    hindered.reject()
    choose(view, qtbot, old)
    qtbot.keyClick(view.table, KEY.Key_H, CTRL)
    past = dialog(qtbot, RecordHistory)
    qtbot.waitUntil(lambda: past.model.rowCount() > 0)
    assert reached(qtbot, past) == {"Go to the act", "Show in the History room", "Close"}
    past.reject()


def test_the_details_of_a_source_lead_to_its_history(desk, qtbot):
    source = fill(desk)
    details = SourceDetails(desk, desk.case.get(Source, source))
    qtbot.addWidget(details)
    details.show()
    qtbot.waitUntil(details.isActiveWindow)

    qtbot.keyClick(details, KEY.Key_H, CTRL)
    past = dialog(qtbot, RecordHistory)
    qtbot.waitUntil(lambda: past.model.rowCount() > 0)
    assert past.name.text() == "Source “Another title”"
    past.reject()

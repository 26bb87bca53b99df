"""The claims room by keyboard and mouse: filter, sort, open, copy, and what it says when empty."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from habeas.capture.reading import Reading
from habeas.domain.claim import Assertion, Claim, Kind
from habeas.domain.draft import Draft, PlaceName, Span
from habeas.domain.quantity import Quantity
from habeas.domain.voice import Voice
from habeas.domain.when import When
from habeas.overview.claims import Filter
from habeas.services import claiming, collecting, gathering, registering
from habeas.ui.desk import Desk
from habeas.ui.views.claims import ClaimsView

KEY = Qt.Key
TEXT = "Guards closed every cell at Santa Brisa. Thirty people died, the ministry said."


def fill(desk: Desk) -> dict[str, int]:
    """Three claims of two sources, by short names."""
    ids = {}
    with desk.case.edit("Add") as edit:
        article = collecting.add(
            edit, Reading(TEXT.encode(), TEXT, title="Cells closed"), published="2020-04-27"
        ).source
        note = collecting.add(
            edit,
            Reading(b"A note", "A note", title="A visit"),
            confidentiality="confidential",
            pseudonym="A guard",
        ).source
        for name, type_, source, more, voices in (
            ("cells", "measure/confinement", article, {}, ("the ministry",)),
            ("dead", "incident/killing", article, {"when": When("2020-04-24"),
             "quantity": Quantity(Decimal(30), Decimal(30), Decimal(30), "people", words="30"),
             "assertion": Assertion.SUSPECTED}, ()),
            ("beds", "condition/other", note, {"when": When("2020-05")}, ()),
        ):  # fmt: skip
            kind = Kind(type_.partition("/")[0])
            draft = Draft(
                Claim(kind=kind, type=type_, **{"summary": name, **more}),
                spans=(Span(0, 5),),
                places=(PlaceName("Santa Brisa", "detention"),) if name != "dead" else (),
                voices=tuple(Voice(name=voice) for voice in voices),
            )
            ids[name] = claiming.accept(edit, draft, source=source)
        gathering.new_event(edit, ids["dead"], title="The night of 24 April")
    return ids


@pytest.fixture
def ids(desk: Desk) -> dict[str, int]:
    return fill(desk)


@pytest.fixture
def show(open_room: Callable[..., ClaimsView]) -> Callable[[], ClaimsView]:
    """Open the room."""
    return partial(open_room, ClaimsView, size=(1100, 640), settle=settle)


def settle(qtbot: QtBot, view: ClaimsView) -> None:
    """Wait until what was asked for is on the screen."""
    qtbot.waitUntil(lambda: not view.bar._pause.isActive() and view._job is None)


def summaries(view: ClaimsView) -> list[str]:
    model = view.model
    return [model.index(row, 2).data() for row in range(model.rowCount())]


def asked(desk: Desk) -> list[tuple[str, int, Any]]:
    heard: list[tuple[str, int, Any]] = []
    desk.did_ask.connect(lambda *what: heard.append(what))
    return heard


def test_the_model_is_sound(show, ids, qtmodeltester):
    qtmodeltester.check(show().model)


def test_claims_stand_with_their_doubt_and_secrecy_in_words(show, ids):
    view = show()

    assert view.count.text() == "3 claims"
    assert summaries(view) == ["Suspected: dead", "beds", "cells"]
    row = [view.model.index(1, n).data() for n in range(view.model.columnCount())]
    assert row[0] == "Condition"
    assert row[4] == "Santa Brisa"
    assert row[6] == "the source itself"
    assert row[7] == "Confidential: A guard"


def test_enter_and_double_click_open_the_claim_and_g_its_event(show, desk, ids, qtbot):
    view, heard = show(), asked(desk)

    qtbot.keyClick(view.table, KEY.Key_Return)
    qtbot.keyClick(view.table, KEY.Key_G)
    qtbot.keyClick(view.table, KEY.Key_Down)
    place = view.table.visualRect(view.model.index(2, 2)).center()
    qtbot.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=place)

    event = desk.case.query("SELECT event FROM claim WHERE id = ?", ids["dead"])[0]["event"]
    assert [(what, ident) for what, ident, _more in heard] == [
        ("claim", ids["dead"]),
        ("event", event),
        ("claim", ids["cells"]),
    ]


def test_a_claim_without_event_says_so(show, desk, ids, qtbot):
    view, said = show(), []
    desk.did_say.connect(said.append)

    qtbot.keyClick(view.table, KEY.Key_Down)
    qtbot.keyClick(view.table, KEY.Key_G)

    assert said == ["This claim is in no event."]


def test_a_click_on_a_heading_sorts_and_another_turns_it_round(show, ids, qtbot):
    view = show()
    head = view.table.horizontalHeader()
    where = QPoint(head.sectionViewportPosition(2) + 10, head.height() // 2)

    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=where)
    settle(qtbot, view)
    assert summaries(view) == ["beds", "cells", "Suspected: dead"]

    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=where)
    settle(qtbot, view)
    assert summaries(view) == ["Suspected: dead", "cells", "beds"]
    assert view.table.current() == ids["dead"]  # the keyboard stays on its record


def test_words_are_typed_after_a_slash_and_enter_applies_them(show, ids, qtbot):
    view = show()

    qtbot.keyClick(view.table, KEY.Key_Slash)
    assert view.bar.field("words").hasFocus()
    qtbot.keyClicks(view.bar.field("words"), "ministry")
    qtbot.keyClick(view.bar.field("words"), KEY.Key_Return)
    settle(qtbot, view)

    assert summaries(view) == ["cells"]
    assert view.count.text() == "1 of 3 claims"
    assert view.current_filter() == Filter(words="ministry")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_choice_is_found_by_any_part_of_its_name(show, ids, qtbot):
    view = show()
    kind = view.bar.field("kind")

    kind.setFocus()
    qtbot.keyClicks(kind, "asur")
    qtbot.keyClick(kind, KEY.Key_Return)
    settle(qtbot, view)

    assert view.current_filter().kind == "measure"
    assert kind.currentText() == "Measure"
    types = [view.bar.field("type").itemData(n) for n in range(view.bar.field("type").count())]
    assert all(t is None or t.startswith("measure/") for t in types)

    kind.lineEdit().selectAll()
    qtbot.keyClick(kind, KEY.Key_Delete)
    qtbot.keyClick(kind, KEY.Key_Tab)
    settle(qtbot, view)
    assert view.current_filter().is_empty


def test_days_are_typed_as_people_write_them(show, ids, qtbot):
    view = show()
    first = view.bar.field("first_day")

    first.setFocus()
    qtbot.keyClicks(first, "26 April 2020")
    qtbot.keyClick(first, KEY.Key_Tab)
    settle(qtbot, view)

    assert view.current_filter().first_day == "2020-04-26"
    assert summaries(view) == ["beds"]


def test_a_day_that_is_none_is_told_beside_the_field_and_filters_nothing(show, ids, qtbot):
    view = show()
    last = view.bar.field("last_day")

    last.setFocus()
    qtbot.keyClicks(last, "gibberish")
    qtbot.keyClick(last, KEY.Key_Return)
    settle(qtbot, view)

    assert "gibberish" in view.bar._wrong.text()
    assert view.bar._wrong.isVisible()
    assert last.property("invalid") is True
    assert len(summaries(view)) == 3


def test_a_filter_that_hides_everything_says_so_and_lets_go(show, ids, qtbot):
    view = show()
    words = view.bar.field("words")
    words.setFocus()
    qtbot.keyClicks(words, "zebra")
    qtbot.keyClick(words, KEY.Key_Return)
    settle(qtbot, view)

    assert view._hidden.isVisible()
    assert view.count.text() == "0 of 3 claims"
    button = view._hidden.findChild(QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(qtbot, view)

    assert len(summaries(view)) == 3
    assert words.text() == ""


def test_a_case_without_claims_says_how_to_get_one_and_shows_the_first(show, desk, qtbot):
    view = show()
    assert view._none.isVisible()
    assert not view.bar.isVisible()

    with desk.edit("Accept claim") as edit:
        source = collecting.add(edit, Reading(b"One text", "One text", title="One")).source
        claim = Claim(kind=Kind.MEASURE, type="measure/search", summary="search")
        claiming.accept(edit, Draft(claim, spans=(Span(0, 3),)), source=source)
    settle(qtbot, view)

    assert view.table.isVisible()
    assert summaries(view) == ["search"]


def test_one_can_arrive_with_a_filter(show, desk, ids, qtbot):
    view = show()
    place = registering.find_place(desk.case, "Santa Brisa")

    view.arrive("claims", 0, {"place": place, "kind": "condition"})
    settle(qtbot, view)
    assert summaries(view) == ["beds"]
    assert view.bar.field("place").currentText() == "Santa Brisa"

    view.arrive("claims", 0, {"voice": "the ministry"})
    settle(qtbot, view)
    assert summaries(view) == ["cells"]

    event = desk.case.query("SELECT id FROM event")[0]["id"]
    view.arrive("claims", 0, {"event": event})
    settle(qtbot, view)
    assert summaries(view) == ["Suspected: dead"]
    assert "The night of 24 April" in view.event_button.text()
    qtbot.mouseClick(view.event_button, Qt.MouseButton.LeftButton)
    settle(qtbot, view)
    assert len(summaries(view)) == 3


def test_selected_rows_are_copied_as_lines(show, ids, qtbot):
    view = show()

    qtbot.keyClick(view.table, KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view.count.text() == "3 claims, 2 selected"
    qtbot.keyClick(view.table, KEY.Key_C, Qt.KeyboardModifier.ControlModifier)

    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[2:4] for line in lines] == [["Suspected", "dead"], ["Stated", "beds"]]


def test_a_changed_claim_is_shown_anew_and_the_keyboard_stays(show, desk, ids, qtbot):
    view = show()
    qtbot.keyClick(view.table, KEY.Key_Down)
    qtbot.keyClick(view.table, KEY.Key_Down)
    assert view.table.current() == ids["cells"]

    with desk.edit("Correct claim") as edit:
        edit.update(Claim, ids["cells"], summary="cells sealed", first_day="2020-01-01")
    settle(qtbot, view)

    assert summaries(view)[0] == "cells sealed"
    assert view.table.current() == ids["cells"]


def test_filter_order_and_place_come_back_with_the_case(show, desk, ids, qtbot):
    view = show()
    view.arrive("claims", 0, {"kind": "condition"})
    settle(qtbot, view)
    path = desk.case.path
    desk.close()
    desk.open(path)

    again = show()

    assert again.current_filter() == Filter(kind="condition")
    assert summaries(again) == ["beds"]
    assert again.table.current() == ids["beds"]

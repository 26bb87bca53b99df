"""The board room by keyboard and mouse: the day, the chips, and what they open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QLabel, QMenu, QTableView, QToolButton
from pytestqt.qtbot import QtBot

from habeas.capture.reading import Reading
from habeas.domain.claim import Claim, Kind
from habeas.domain.draft import Draft, PlaceName, Span
from habeas.domain.when import Holding, When
from habeas.overview import board
from habeas.services import claiming, collecting, gathering, registering
from habeas.ui.desk import Desk
from habeas.ui.views.board import BoardView
from habeas.ui.widgets.entrychips import flow, paint_entry

KEY = Qt.Key
HELD = 1  # the column of what held


def fill(desk: Desk) -> dict[str, int]:
    """Two prisons; at one of them a search (twice, one event), an alert and a riot."""
    ids = {}
    with desk.case.edit("Add") as edit:
        source = collecting.add(
            edit, Reading(b"An article", "An article", title="Article"), published="2020-04-27"
        ).source
        registering.place(edit, "Santa Brisa", kind="detention")
        for name, type_, when in (
            ("search", "measure/search", When("2020-04-27")),
            ("again", "measure/search", When("2020-04")),
            ("alert", "measure/alert", When("/..", holding=Holding.SOURCE_DAY)),
            ("riot", "incident/riot", When("2020-04-20")),
        ):
            kind = Kind(type_.partition("/")[0])
            ids[name] = claiming.accept(
                edit,
                Draft(
                    Claim(kind=kind, type=type_, summary=name, when=when),
                    spans=(Span(0, 2),),
                    places=(PlaceName("Peña Gris", "detention"),),
                ),
                source=source,
            )
        ids["event"] = gathering.new_event(edit, ids["search"])
        gathering.gather(edit, ids["again"], ids["event"])
    return ids


@pytest.fixture
def ids(desk: Desk) -> dict[str, int]:
    return fill(desk)


@pytest.fixture
def show(open_room: Callable[..., BoardView]) -> Callable[[], BoardView]:
    """Open the room."""
    return partial(open_room, BoardView, size=(1100, 640), settle=settle)


def settle(qtbot: QtBot, view: BoardView) -> None:
    qtbot.waitUntil(lambda: view._job is None)


def cells(view: BoardView, column: int) -> list[str]:
    return [view.model.index(row, column).data() for row in range(view.model.rowCount())]


def asked(desk: Desk) -> list[tuple[Any, ...]]:
    heard: list[tuple[Any, ...]] = []
    desk.did_ask.connect(lambda *what: heard.append(what))
    return heard


def test_the_model_is_sound(show, ids, qtmodeltester):
    qtmodeltester.check(show().model)


def test_it_opens_on_the_day_the_latest_source_speaks(show, ids):
    view = show()

    assert view.day == "2020-04-27"
    assert view.field.text() == "Monday 27 April 2020"
    assert cells(view, 0) == ["Places of detention", "Peña Gris", "Santa Brisa"]
    assert "1 of 2 places of detention" in view.known.text()


def test_cells_say_in_words_what_they_show_and_what_is_not_known(show, ids):
    view = show()

    assert cells(view, HELD)[1:] == [
        "Search: dated evidence for this day · 2 claims; "
        "Alert: held on the day the source speaks · 1 claim",
        "No evidence for this day",
    ]
    assert cells(view, 2)[2] == "No evidence of any"


def test_brackets_go_a_day_back_and_on(show, ids, qtbot):
    view = show()

    qtbot.keyClick(view.table, KEY.Key_BracketRight)
    settle(qtbot, view)
    assert view.day == "2020-04-28"
    assert "Alert: said to go on; last dated evidence on Monday 27 April" in cells(view, HELD)[1]

    qtbot.keyClick(view.table, KEY.Key_BracketLeft)
    qtbot.keyClick(view.table, KEY.Key_BracketLeft)
    settle(qtbot, view)
    assert view.day == "2020-04-26"
    assert cells(view, HELD)[1].startswith("Search: one of the days on which it may have been so")


def test_a_day_is_typed_as_people_write_it(show, ids, qtbot):
    view = show()

    qtbot.keyClick(view.table, KEY.Key_Slash)
    qtbot.keyClicks(view.field, "1 May 2020")
    qtbot.keyClick(view.field, KEY.Key_Return)
    settle(qtbot, view)

    assert view.day == "2020-05-01"
    assert view.field.text() == "Friday 1 May 2020"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_day_is_picked_in_the_calendar(show, ids, qtbot):
    view = show()
    button = next(b for b in view.findChildren(QToolButton) if b.accessibleName() == "Calendar")

    button.menu().popup(view.mapToGlobal(view.rect().center()))
    assert view._calendar.selectedDate() == QDate(2020, 4, 27)
    days = view._calendar.findChild(QTableView)
    qtbot.keyClick(days, KEY.Key_Right)
    qtbot.keyClick(days, KEY.Key_Return)
    settle(qtbot, view)

    assert view.day == "2020-04-28"
    assert not button.menu().isVisible()
    assert view.window().focusWidget() is view.table


def test_what_is_no_day_is_told_beside_the_field(show, ids, qtbot):
    view = show()

    qtbot.keyClick(view.table, KEY.Key_Slash)
    qtbot.keyClicks(view.field, "gibberish")
    qtbot.keyClick(view.field, KEY.Key_Return)

    assert view._wrong.isVisible()
    assert "gibberish" in view._wrong.text()
    assert view.day == "2020-04-27"


def test_arrows_walk_from_chip_to_chip_and_enter_opens(show, desk, ids, qtbot):
    view, heard = show(), asked(desk)
    detail = view.detail

    assert view.table.entry().type == "measure/search"
    qtbot.keyClick(view.table, KEY.Key_Right)
    assert view.table.entry().type == "measure/alert"
    assert detail.text().startswith("Alert: held on the day the source speaks")
    qtbot.keyClick(view.table, KEY.Key_Return)
    qtbot.keyClick(view.table, KEY.Key_Right)
    assert view.table.entry().type == "incident/riot"
    qtbot.keyClick(view.table, KEY.Key_Return)
    qtbot.keyClick(view.table, KEY.Key_Left)
    assert view.table.entry().type == "measure/alert"
    qtbot.keyClick(view.table, KEY.Key_Down)
    assert view.table.entry() is None
    assert detail.text() == "No evidence for this day"

    assert [call[:2] for call in heard] == [("claim", ids["alert"]), ("claim", ids["riot"])]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_several_claims_are_offered_in_a_menu(show, desk, ids, qtbot):
    view, heard = show(), asked(desk)

    qtbot.keyClick(view.table, KEY.Key_Return)
    menu = next(m for m in view.findChildren(QMenu) if m.isVisible())
    words = [a.text().replace("&", "") for a in menu.actions() if a.text()]
    assert words == ["search – Article", "again – Article", "Show them as a table"]
    qtbot.keyClick(menu, KEY.Key_Down)
    qtbot.keyClick(menu, KEY.Key_Return)
    assert heard == [("claim", ids["again"], {})]

    qtbot.keyClick(view.table, KEY.Key_Return)
    menu = next(m for m in view.findChildren(QMenu) if m.isVisible())
    qtbot.keyClick(menu, KEY.Key_Up)
    qtbot.keyClick(menu, KEY.Key_Return)
    assert heard[-1] == ("claims", 0, {"event": ids["event"]})


def test_a_click_on_a_chip_opens_it_and_beside_it_does_not(show, desk, ids, qtbot):
    view, heard = show(), asked(desk)
    alert = view.table.rects(view.model.index(1, HELD))[1]
    button = Qt.MouseButton.LeftButton

    qtbot.mouseClick(view.table.viewport(), button, pos=alert.center())
    qtbot.mouseClick(view.table.viewport(), button, pos=alert.center() + QPoint(0, alert.height()))

    assert heard == [("claim", ids["alert"], {})]


def test_places_made_later_appear(show, desk, ids, qtbot):
    view = show()

    with desk.edit("Add place") as edit:
        registering.place(edit, "Los Hornos", kind="detention")
    settle(qtbot, view)

    assert "Los Hornos" in cells(view, 0)


def test_an_empty_case_says_what_would_stand_here(show, qtbot):
    view = show()

    assert not view.table.isVisible()
    said = [label.text() for label in view.findChildren(QLabel) if label.isVisible()]
    assert "Nothing to stand on the board yet" in said


def test_the_picked_day_and_place_come_back_with_the_case(show, desk, ids, qtbot):
    view = show()
    view.arrive("board", 0, {"day": "2020-04-20"})
    settle(qtbot, view)
    qtbot.keyClick(view.table, KEY.Key_Right)
    path = desk.case.path
    desk.close()
    desk.open(path)

    again = show()

    assert again.day == "2020-04-20"
    assert again.table.entry().type == "incident/riot"


def test_each_way_of_knowing_looks_different(qapp):
    pictures = []
    (rect,), height = flow(["Search"], 200)
    for how in (board.YES, board.SOURCE_DAY, board.PERHAPS, board.LIFTED):
        canvas = QPixmap(rect.width(), height)
        canvas.fill(QColor("white"))
        painter = QPainter(canvas)
        paint_entry(painter, rect, "Search", kind="measure", how=how)
        painter.end()
        pictures.append(canvas.toImage())

    assert all(a != b for n, a in enumerate(pictures) for b in pictures[n + 1 :])


def test_chips_flow_into_lines_and_stay_inside(qapp):
    rects, height = flow(["a measure"] * 9 + ["a very long measure " * 9], 260)

    assert len({rect.top() for rect in rects}) > 2
    assert all(rect.right() <= 260 for rect in rects)
    assert max(rect.bottom() for rect in rects) < height


def test_a_chip_that_is_too_wide_takes_more_lines_and_cuts_no_number(qapp):
    (short, long), _height = flow(["22 dead", "more than 213 – Capacity, 21 Apr 2020"], 120)

    assert long.width() <= 120
    assert long.height() > short.height()

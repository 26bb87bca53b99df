"""Places: names, what is said of each by time and by whom, correcting and merging."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from habeas.capture.reading import Reading
from habeas.domain.claim import Claim, Kind
from habeas.domain.draft import Draft, PlaceName, Span
from habeas.domain.register import Place
from habeas.domain.when import When
from habeas.services import claiming, collecting, registering
from habeas.ui import actions, theme
from habeas.ui.desk import Desk
from habeas.ui.views.places import PlacesView
from habeas.ui.widgets.registerpage import Form, NameCombo

TEXT = "Searches went on at Peña Gris on 3 May. Penal Peña Gris was sealed on 1 May."
popups = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def build(desk: Desk) -> None:
    """A country, a prison under two names, and one that is nothing but named."""
    with desk.edit("Accept claim") as edit:
        reading = Reading(data=TEXT.encode(), text=TEXT, title="Notes", language="en")
        source = collecting.add(
            edit, reading, publisher="Daily Example", confidentiality="internal"
        ).source
        for words, place, day in (
            ("Searches went on at Peña Gris on 3 May", "Peña Gris", "2031-05-03"),
            ("Penal Peña Gris was sealed on 1 May", "Penal Peña Gris", "2031-05-01"),
        ):
            start = TEXT.index(words)
            claim = Claim(
                kind=Kind.MEASURE, type="measure/search", summary=words, when=When(edtf=day)
            )
            names = (PlaceName(place, "detention"),)
            draft = Draft(claim, (Span(start, start + len(words)),), names)
            claiming.accept(edit, draft, source=source)
        registering.place(edit, "Valdoria", kind="country")


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    theme.apply(qapp, "light")
    made = Desk()
    made.create(tmp_path / "t.habeas")
    build(made)
    yield made
    made.close()


def shown(qtbot: QtBot, desk: Desk) -> PlacesView:
    view = PlacesView(desk)
    qtbot.addWidget(view)
    view.pairs = [(a, actions.install(a, view)) for a in view.actions_table()]
    view.resize(1000, 600)
    with qtbot.waitExposed(view):
        view.show()
    view.activateWindow()
    view.list.setFocus()
    return view


@pytest.fixture
def view(qtbot: QtBot, desk: Desk) -> PlacesView:
    return shown(qtbot, desk)


def trigger(view: PlacesView, name: str) -> None:
    {a.id: q for a, q in view.pairs}[f"places.{name}"].trigger()


def listed(view: PlacesView) -> list[str]:
    rows = view.list.rows
    return [rows.index(n, 0).data().split("\n")[0] for n in range(rows.rowCount())]


def place(desk: Desk, name: str) -> Place:
    number = registering.find_place(desk.case, name)
    assert number is not None
    return desk.case.get(Place, number)


def test_a_place_stands_with_all_that_is_said_of_it_and_by_whom(
    qtbot: QtBot, view: PlacesView, desk: Desk, qtmodeltester: ModelTester
) -> None:
    assert listed(view) == ["Penal Peña Gris", "Peña Gris", "Valdoria"]
    view.arrive("place", place(desk, "Peña Gris").id, {})
    rows = view.claims.rows
    assert [rows.index(0, column).data() for column in range(4)] == [
        "Saturday 3 May 2031", "Searches went on at Peña Gris on 3 May", "Peña Gris",
        "Daily Example (internal)",
    ]  # fmt: skip
    qtmodeltester.check(rows)


def test_who_says_so_is_in_sight_in_a_narrow_window(view: PlacesView) -> None:
    view.resize(700, 500)
    QApplication.processEvents()
    last = view.claims.visualRect(view.claims.rows.index(0, 3))
    assert last.width() > 80
    assert last.right() <= view.claims.viewport().width()


def test_enter_and_click_open_the_claim(qtbot: QtBot, view: PlacesView, desk: Desk) -> None:
    asked: list[tuple[str, int]] = []
    desk.did_ask.connect(lambda what, ident, _more: asked.append((what, ident)))
    view.claims.setFocus()
    view.claims.setCurrentIndex(view.claims.rows.index(0, 0))
    qtbot.keyClick(view.claims, Qt.Key.Key_Return)
    where = view.claims.visualRect(view.claims.rows.index(0, 1)).center()
    qtbot.mouseClick(view.claims.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert asked == [("claim", 2), ("claim", 2)]


def test_a_corrected_name_keeps_the_former_one_and_undo_takes_it_back(
    qtbot: QtBot, view: PlacesView, desk: Desk
) -> None:
    trigger(view, "correct")
    name = view.description.name
    assert not view.description.go.isEnabled()
    name.selectAll()
    qtbot.keyClicks(name, "Penal Norte")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert "Penal Norte" in listed(view)
    assert view.description.known.text() == "“Penal Peña Gris”\n“Penal Norte”"
    assert "also written “Penal Peña Gris”" in view.heading._meta.text()
    desk.undo()
    assert listed(view) == ["Penal Peña Gris", "Peña Gris", "Valdoria"]
    assert name.text() == "Penal Peña Gris"


def test_what_is_refused_is_said_beside_its_field(qtbot: QtBot, view: PlacesView) -> None:
    trigger(view, "correct")
    description = view.description
    description.name.clear()
    qtbot.mouseClick(description.go, Qt.MouseButton.LeftButton)
    assert "at least one letter" in description.rows["name"].error
    assert description.name.hasFocus()
    trigger(view, "also")
    qtbot.keyClick(description.other, Qt.Key.Key_Return)
    assert "at least one letter" in description.rows["also"].error


@popups
def test_a_place_lies_in_another_found_without_its_accents_but_not_in_itself(
    qtbot: QtBot, view: PlacesView, desk: Desk
) -> None:
    view.arrive("place", place(desk, "Peña Gris").id, {})
    view.tabs.setCurrentIndex(1)
    within = view.description.within
    qtbot.keyClicks(within.lineEdit(), "valdoria")
    view.description.go.click()
    assert place(desk, "Peña Gris").parent == place(desk, "Valdoria").id
    view.arrive("place", place(desk, "Valdoria").id, {})
    assert "holds Peña Gris" in view.heading._meta.text()
    qtbot.keyClicks(within.lineEdit(), "pena gris")
    assert within.chosen == place(desk, "Peña Gris").id
    view.description.go.click()
    assert view.description.rows["parent"].error == "A place cannot lie within itself."
    within.setEditText("nowhere")
    view.description.go.click()
    assert view.description.rows["parent"].error == "Choose a name from the list."


def test_a_name_is_added(qtbot: QtBot, view: PlacesView, desk: Desk) -> None:
    trigger(view, "also")
    qtbot.keyClicks(view.description.other, "the grey prison")
    qtbot.keyClick(view.description.other, Qt.Key.Key_Return)
    assert registering.find_place(desk.case, "The Grey Prison") == view.list.current
    assert view.description.other.text() == ""
    assert "“the grey prison”" in view.description.known.text()
    assert desk.case.steps()[0][-1].label == "Add name"


@popups
def test_merging_brings_claims_and_names_here_and_undo_parts_them(
    qtbot: QtBot, view: PlacesView, desk: Desk
) -> None:
    kept = place(desk, "Peña Gris").id
    view.arrive("place", kept, {})
    trigger(view, "merge")
    [form] = view.findChildren(Form)
    form.go.click()
    assert form.rows["other"].error == "Choose a name from the list."
    other = form.rows["other"].editor
    assert isinstance(other, NameCombo)
    qtbot.keyClicks(other.lineEdit(), "penal pena gris")
    form.go.click()
    assert view.list.current == kept
    assert view.claims.rows.rowCount() == 2
    assert view.claims.rows.index(0, 0).data() == "Thursday 1 May 2031"  # by time
    assert registering.find_place(desk.case, "Penal Peña Gris") == kept
    desk.undo()
    assert view.claims.rows.rowCount() == 1
    assert len(listed(view)) == 3


def test_what_was_typed_and_not_kept_comes_back_after_closing(
    qtbot: QtBot, view: PlacesView, desk: Desk, tmp_path: Path
) -> None:
    trigger(view, "correct")
    qtbot.keyClicks(view.description.note, "built in 1974")
    qtbot.keyClick(view.list, Qt.Key.Key_Down)
    assert view.description.note.toPlainText() == ""
    desk.open(tmp_path / "t.habeas")
    again = shown(qtbot, desk)
    assert again.heading.accessibleName() == "Peña Gris"  # the one that was shown
    qtbot.keyClick(again.list, Qt.Key.Key_Up)
    assert again.description.note.toPlainText() == "built in 1974"
    again.description.go.click()
    assert desk.case.get(Place, again.list.current).note == "built in 1974"
    assert not again.description.go.isEnabled()


def test_typing_stays_while_the_record_changes_elsewhere(
    qtbot: QtBot, view: PlacesView, desk: Desk
) -> None:
    trigger(view, "correct")
    qtbot.keyClicks(view.description.note, "half a thou")
    with desk.edit("Add name") as edit:
        registering.place(edit, "Santa Brisa")
    assert view.description.note.toPlainText() == "half a thou"
    assert "Santa Brisa" in listed(view)


def test_an_empty_register_says_how_it_grows(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    desk = Desk()
    desk.create(tmp_path / "empty.habeas")
    view = shown(qtbot, desk)
    assert view.empty.isVisible()
    desk.close()


def test_the_list_is_filtered_by_any_name_a_place_goes_by(
    qtbot: QtBot, view: PlacesView, desk: Desk
) -> None:
    with desk.edit("Add a name") as edit:
        registering.also_place(edit, place(desk, "Peña Gris").id, "La Roca")
    many = len(listed(view))
    for typed, names in (("pena gris", ["Penal Peña Gris", "Peña Gris"]), ("roca", ["Peña Gris"])):
        view.filter.field.clear()
        qtbot.keyClicks(view.filter.field, typed)
        qtbot.waitUntil(lambda names=names: listed(view) == names)
    qtbot.keyClick(view.filter.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(listed(view)) == many)

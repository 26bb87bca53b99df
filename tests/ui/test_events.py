"""Events: the list, the page of one, and what the user decides about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from habeas.capture.reading import Reading
from habeas.domain.claim import Assertion, Claim, Kind, Stage
from habeas.domain.draft import Draft, PlaceName, Span
from habeas.domain.event import Event
from habeas.domain.link import Link
from habeas.domain.voice import Role, Voice
from habeas.domain.when import Holding, When
from habeas.services import claiming, collecting, gathering
from habeas.store.edit import Edit
from habeas.suggest.typed import read_quantity
from habeas.ui import actions, theme
from habeas.ui.desk import Desk
from habeas.ui.views.events import EventsView
from habeas.ui.widgets.registerpage import Form, NameCombo

# Typing into a NameCombo shows what fits in a popup, which the offscreen platform complains of.
popups = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

ARTICLE = (
    "More than 20 people were shot dead on Friday in the streets of Altamora, the paper learned. "
    "After the killings the government declared an emergency in every prison."
)
POST = "The presidency posted that there had been 22 recent homicides."
PAPER = "Our own count of the victims of Friday stands at 24 homicides."
REPORT = "Rights monitors speak of at least 18 people dead between Thursday and Sunday."


def add_source(edit: Edit, text: str, publisher: str, **more: Any) -> int:
    reading = Reading(data=text.encode(), text=text, title=text[:40], language="en")
    more = {"published": "2031-05-12"} | more
    return collecting.add(edit, reading, publisher=publisher, **more).source


def add_claim(
    edit: Edit,
    source: int,
    text: str,
    words: str,
    summary: str,
    *,
    event: int | None,
    **values: Any,
) -> int:
    """A claim on these words; ``event`` None makes an event of its own."""
    how_many = values.pop("how_many", "")
    hanging = {name: values.pop(name, ()) for name in ("voices", "places", "roles")}
    base = Claim(kind=Kind.INCIDENT, type="incident/killing", summary=summary)
    if how_many:
        values["quantity"] = read_quantity(how_many, language="en")
    start = text.index(words)
    draft = Draft(replace(base, **values), (Span(start, start + len(words)),), **hanging)
    number = claiming.accept(edit, draft, source=source, event=event)
    if event is None:
        gathering.new_event(edit, number)
    return number


FRIDAY = When(edtf="2031-05-09", words="on Friday")


def build(desk: Desk) -> None:
    """Two events: the killings, told by four sources, and the emergency that answers them."""
    with desk.edit("Accept claim") as edit:
        article = add_source(edit, ARTICLE, "Daily Example", kind="article")
        add_claim(
            edit,
            article,
            ARTICLE,
            "More than 20 people were shot dead on Friday",
            "More than 20 people killed in Altamora",
            event=None,
            when=FRIDAY,
            how_many="more than 20 people",
            places=(PlaceName("Altamora", "municipality"),),
        )
        gathering.describe(edit, 1, title="Killings of 9 May", note="")
        post = add_source(edit, POST, "Office of the President", kind="post")
        add_claim(
            edit,
            post,
            POST,
            "22 recent homicides",
            "22 homicides",
            event=1,
            kind=Kind.FIGURE,
            type="figure/homicides",
            how_many="22 recent homicides",
            voices=(
                Voice(name="intelligence service", verb="suggested", inferred=True),
                Voice(name="the presidency", verb="posted", medium="social-media"),
            ),
        )
        paper = add_source(edit, PAPER, "Canal Norte", kind="article", published="2031-05-13")
        add_claim(
            edit,
            paper,
            PAPER,
            "24 homicides",
            "24 homicides counted",
            event=1,
            kind=Kind.FIGURE,
            type="figure/homicides",
            when=FRIDAY,
            how_many="24 homicides",
        )
        report = add_source(edit, REPORT, "Rights Monitor", kind="report")
        add_claim(
            edit,
            report,
            REPORT,
            "at least 18 people dead between Thursday and Sunday",
            "At least 18 dead",
            event=1,
            assertion=Assertion.ALLEGED,
            when=When(edtf="2031-05-08/2031-05-11", words="between Thursday and Sunday"),
            how_many="at least 18 people",
            voices=(Voice(name="the presidency", verb="said"),),
        )
        emergency = add_claim(
            edit,
            article,
            ARTICLE,
            "declared an emergency in every prison",
            "Emergency in every prison",
            event=None,
            kind=Kind.MEASURE,
            type="measure/emergency",
            stage=Stage.ANNOUNCED,
            when=When("/..", "", Holding.SOURCE_DAY),
            roles=(
                Role(role="orderer", name="the government"),
                Role(role="target", name="gang members", label_of_source=True),
            ),
        )
        edit.insert(Link(kind="in-response-to", from_claim=emergency, to_claim=1))


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    theme.apply(qapp, "light")
    made = Desk()
    made.create(tmp_path / "t.habeas")
    build(made)
    yield made
    made.close()


def shown(qtbot: QtBot, desk: Desk) -> EventsView:
    view = EventsView(desk)
    qtbot.addWidget(view)
    view.pairs = [(a, actions.install(a, view)) for a in view.actions_table()]
    view.resize(1100, 700)
    with qtbot.waitExposed(view):
        view.show()
    view.activateWindow()
    view.list.setFocus()
    return view


@pytest.fixture
def view(qtbot: QtBot, desk: Desk) -> EventsView:
    return shown(qtbot, desk)


@pytest.fixture
def asked(desk: Desk) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    desk.did_ask.connect(lambda what, ident, _more: found.append((what, ident)))
    return found


def form(view: EventsView) -> Form:
    [found] = [f for f in view.findChildren(Form) if f.isVisible()]
    return found


def key(qtbot: QtBot, view: EventsView, name: str) -> None:
    """The key of an Action, as the window would give it."""
    {a.id: q for a, q in view.pairs}[f"events.{name}"].trigger()


def can(view: EventsView, name: str) -> bool:
    """Whether the key of an Action does anything now."""
    return {a.id: q for a, q in view.pairs}[f"events.{name}"].isEnabled()


def words(view: EventsView, row: int) -> str:
    return str(view.list.rows.index(row, 0).data())


def test_the_list_says_what_when_how_many_and_that_something_disagrees(view: EventsView) -> None:
    assert words(view, 0).split("\n") == [
        "Killings of 9 May", "some day between 8 May 2031 and 11 May 2031",
        "4 claims, 4 sources", "disagrees",
    ]  # fmt: skip
    assert "disagrees" not in words(view, 1)
    assert "held on the day the source speaks" in words(view, 1)


def test_models_keep_qts_rules(view: EventsView, qtmodeltester: ModelTester) -> None:
    for model in (view.list.rows, view.page.claims.lines, view.page.counts[0].lines,
                  view.page.days.lines, view.page.chains.lines):  # fmt: skip
        qtmodeltester.check(model)


def test_the_page_says_what_cannot_hold_and_what_can(view: EventsView) -> None:
    said = view.page.verdict.accessibleName()
    assert said.startswith("“22 recent homicides” and “24 homicides” cannot both hold.")
    assert "“more than 20 people” can be true together with every other number." in said
    assert "Standing on: nothing yet." in said


def test_every_mark_has_its_words(view: EventsView) -> None:
    lines = view.page.counts[0].lines
    cells = [[lines.index(row, col).data() for col in (0, 1)] for row in range(lines.rowCount())]
    chains = "intelligence service (inferred by the reader) ← the presidency"
    assert [f"{chains} ← Office of the President\n“22 recent homicides”",
            "22 recent homicides (disagrees)"] in cells  # fmt: skip
    assert ["Daily Example\n“more than 20 people”",
            "more than 20 people (21 or more)"] in cells  # fmt: skip
    days = view.page.days.lines
    assert "some day between 8 May 2031 and 11 May 2031" in [
        days.index(row, 1).data() for row in range(days.rowCount())
    ]


def test_claims_stand_with_doubt_speaker_and_quote(view: EventsView) -> None:
    lines = view.page.claims.lines
    told = [lines.index(row, 0).data() for row in range(lines.rowCount())]
    [alleged] = [words for words in told if "At least 18" in words]
    assert "alleged" in alleged
    assert "the presidency ← Rights Monitor" in alleged
    assert "“at least 18 people dead between Thursday and Sunday”" in alleged


def test_enter_and_click_open_the_claim(
    qtbot: QtBot, view: EventsView, asked: list[tuple[str, int]]
) -> None:
    table = view.page.claims
    table.setFocus()
    table.setCurrentIndex(table.lines.index(1, 0))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    counts = view.page.counts[0]
    place = counts.visualRect(counts.lines.index(0, 1)).center()
    qtbot.mouseClick(counts.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == [
        ("claim", table.lines.lines[1].ident),
        ("claim", counts.lines.lines[0].ident),
    ]


def test_links_are_told_from_both_ends(
    qtbot: QtBot, view: EventsView, asked: list[tuple[str, int]]
) -> None:
    def told() -> list[str]:
        return [line.title for line in view.page.links.lines.lines]

    assert told() == ["led to: Emergency in every prison"]
    view.arrive("event", 2, {})
    assert told()[0].startswith("is in response to: More than 20 people")
    links = view.page.links
    links.setCurrentIndex(links.lines.index(0, 0))
    qtbot.keyClick(links, Qt.Key.Key_Return)
    assert asked == [("event", 1)]


def test_standing_on_a_value_needs_a_reason_and_is_said(
    qtbot: QtBot, view: EventsView, desk: Desk
) -> None:
    key(qtbot, view, "stand")
    asking = form(view)
    claims, reason = asking.rows["claim"].editor, asking.rows["reason"].editor
    assert isinstance(claims, QComboBox)
    claims.setCurrentIndex(claims.findData(2))
    qtbot.keyClick(reason, Qt.Key.Key_Return)
    assert asking.rows["reason"].error == "Say why you stand on this value."
    assert asking.isVisible()
    qtbot.keyClicks(reason, "the morgue lists 22 names")
    qtbot.keyClick(reason, Qt.Key.Key_Return)
    assert desk.case.get(Event, 1).stands_on == 2
    said = view.page.verdict.accessibleName()
    assert "Standing on “22 recent homicides”: the morgue lists 22 names" in said
    desk.undo()
    assert "nothing yet" in view.page.verdict.accessibleName()


def test_a_title_cannot_be_empty_and_a_corrected_one_is_shown(
    qtbot: QtBot, view: EventsView
) -> None:
    key(qtbot, view, "correct")
    asking = form(view)
    title = asking.rows["title"].editor
    assert isinstance(title, QLineEdit)
    title.clear()
    qtbot.mouseClick(asking.go, Qt.MouseButton.LeftButton)
    assert asking.rows["title"].error == "An event needs a title."
    qtbot.keyClicks(title, "The night of 9 May")
    qtbot.mouseClick(asking.go, Qt.MouseButton.LeftButton)
    assert words(view, 0).startswith("The night of 9 May")
    assert view.page.heading.accessibleName() == "The night of 9 May"


def test_the_claim_the_keyboard_stands_on_is_taken_out_with_one_key(
    qtbot: QtBot, view: EventsView, desk: Desk
) -> None:
    claims = view.page.claims
    claims.setFocus()
    row = [line.ident for line in claims.lines.lines].index(3)
    claims.setCurrentIndex(claims.lines.index(row, 0))
    qtbot.keyClick(claims, Qt.Key.Key_Delete)
    assert desk.case.get(Claim, 3).event is None
    assert "disagrees" not in words(view, 0)
    assert "cannot" not in view.page.verdict.accessibleName()


def test_a_claim_is_moved_to_an_event_of_its_own(
    qtbot: QtBot, view: EventsView, desk: Desk
) -> None:
    key(qtbot, view, "move")
    asking = form(view)
    claims = asking.rows["claim"].editor
    assert isinstance(claims, QComboBox)
    claims.setCurrentIndex(claims.findData(3))
    qtbot.mouseClick(asking.go, Qt.MouseButton.LeftButton)
    assert desk.case.get(Claim, 3).event == 3
    assert view.list.current == 1


@popups
def test_merging_asks_for_a_name_in_the_list_and_undo_parts_them(
    qtbot: QtBot, view: EventsView, desk: Desk
) -> None:
    key(qtbot, view, "merge")
    asking = form(view)
    other = asking.rows["event"].editor
    assert isinstance(other, NameCombo)
    qtbot.keyClicks(other.lineEdit(), "no such event")
    qtbot.mouseClick(asking.go, Qt.MouseButton.LeftButton)
    assert asking.rows["event"].error == "Choose a name from the list."
    other.lineEdit().clear()
    qtbot.keyClicks(other.lineEdit(), "emergency in every prison")
    asking.go.click()
    assert view.list.rows.rowCount() == 1
    assert view.page.claims.lines.rowCount() == 5
    desk.undo()
    assert view.list.rows.rowCount() == 2
    assert view.page.claims.lines.rowCount() == 4


@popups
def test_an_event_is_linked_on_words_of_one_of_its_claims(
    qtbot: QtBot, view: EventsView, desk: Desk
) -> None:
    view.arrive("event", 2, {})
    key(qtbot, view, "link")
    asking = form(view)
    kind, other = asking.rows["kind"].editor, asking.rows["to_event"].editor
    assert isinstance(kind, QComboBox)
    assert isinstance(other, NameCombo)
    kind.setCurrentIndex(kind.findData("part-of"))
    qtbot.keyClicks(other.lineEdit(), "killings of 9 may")
    asking.go.click()
    [link] = desk.case.select(Link, "WHERE from_event = 2")
    assert (link.kind, link.to_event) == ("part-of", 1)
    assert view.page.links.lines.lines[-1].small == "“declared an emergency in every prison”"


def test_a_link_of_the_event_is_removed_and_undo_brings_it_back(
    qtbot: QtBot, view: EventsView, desk: Desk
) -> None:
    assert not can(view, "unlink")  # there is one, but it is a claim's
    with desk.edit("Link events") as edit:
        gathering.link(edit, "part-of", from_event=2, to_event=1, passage=None)
    assert can(view, "unlink")
    assert len(view.page.links.lines.lines) == 2
    key(qtbot, view, "unlink")
    asking = form(view)
    links = asking.rows["link"].editor
    assert isinstance(links, QComboBox)
    assert [links.itemText(n) for n in range(links.count())] == [
        "includes: Emergency in every prison"
    ]
    asking.go.click()
    [left] = desk.case.select(Link)
    assert left.from_claim
    assert len(view.page.links.lines.lines) == 1
    desk.undo()
    assert len(view.page.links.lines.lines) == 2


def test_an_event_without_a_value_has_nothing_to_stand_on(
    qtbot: QtBot, view: EventsView, desk: Desk
) -> None:
    assert can(view, "stand")
    with desk.edit("Accept claim") as edit:
        source = add_source(edit, "A raid was told of. Nobody knows more.", "Wire")
        add_claim(edit, source, "A raid was told of. Nobody knows more.", "A raid", "A raid",
                  event=None)  # fmt: skip
    view.arrive("event", 3, {})
    assert not can(view, "stand")
    [stand] = [b for b in view.page.findChildren(QPushButton) if "Stand" in b.text()]
    assert not stand.isEnabled()
    view.arrive("event", 1, {})
    assert stand.isEnabled()


def test_tab_goes_down_the_page(qtbot: QtBot, view: EventsView) -> None:
    page, stops = view.page, []
    view.filter.field.setFocus()
    for _step in range(12):
        held = QApplication.focusWidget()
        assert held is not None
        stops.append(held)
        qtbot.keyClick(held, Qt.Key.Key_Tab)
    assert stops[:2] == [view.filter.field, view.list]
    buttons = [one for one in stops if isinstance(one, QPushButton)]
    assert stops[2:8] == buttons
    assert stops[8:] == [page.counts[0], page.days, page.chains, page.claims]
    down = [one.mapTo(page.page, QPoint(0, 0)).y() for one in stops[2:]]
    assert down == sorted(down)


def test_enter_goes_from_the_list_to_the_first_table(qtbot: QtBot, view: EventsView) -> None:
    qtbot.keyClick(view.list, Qt.Key.Key_Return)
    assert view.page.counts[0].hasFocus()


def test_the_list_is_filtered_by_words_of_titles(
    qtbot: QtBot, view: EventsView, desk: Desk
) -> None:
    with desk.edit("Correct event") as edit:
        gathering.describe(edit, 1, title="Killings in Peñón Alto", note="")
    qtbot.keyClick(view.list, "/")
    field = view.filter.field
    assert field.hasFocus()
    qtbot.keyClicks(field, "alto penon")
    qtbot.waitUntil(lambda: view.list.rows.rowCount() == 1)
    assert words(view, 0).startswith("Killings in Peñón Alto")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert view.list.hasFocus()
    qtbot.keyClick(view.list, "/")
    qtbot.keyClicks(field, "slvm")  # keys of the room elsewhere; here they replace what was typed
    qtbot.waitUntil(lambda: view.empty.isVisible())
    assert view.empty.accessibleName() == "No name fits the filter"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: view.list.rows.rowCount() == 2)
    assert view.page.isVisible()


def test_who_comes_to_an_event_that_the_filter_hides_sees_it(
    qtbot: QtBot, view: EventsView
) -> None:
    qtbot.keyClicks(view.filter.field, "killings")
    qtbot.waitUntil(lambda: view.list.rows.rowCount() == 1)
    view.arrive("event", 2, {})
    assert view.list.current == 2
    assert view.filter.field.text() == ""


def test_what_changes_while_another_room_is_shown_is_read_when_it_is_entered(
    qtbot: QtBot, view: EventsView, desk: Desk
) -> None:
    view.hide()
    with desk.edit("Correct event") as edit:
        gathering.describe(edit, 1, title="Another title", note="")
    view.show()
    assert words(view, 0).startswith("Another title")
    assert view.page.heading.accessibleName() == "Another title"


def test_the_event_that_was_shown_is_shown_again(
    qtbot: QtBot, view: EventsView, desk: Desk, tmp_path: Path
) -> None:
    qtbot.keyClick(view.list, Qt.Key.Key_Down)
    assert view.page.heading.accessibleName() == "Emergency in every prison"
    desk.open(tmp_path / "t.habeas")
    again = shown(qtbot, desk)
    assert again.list.current == 2


def test_an_event_of_many_claims_is_compared_off_the_window(
    qtbot: QtBot, view: EventsView, desk: Desk
) -> None:
    with desk.edit("Accept claim") as edit:
        text = "\n".join(f"Line {n} tells of {n} homicides." for n in range(60))
        source = add_source(edit, text, "Wire")
        for n in range(60):
            add_claim(edit, source, text, f"Line {n} tells of {n} homicides", f"{n}", event=2,
                      how_many=f"{n} homicides")  # fmt: skip
    view.arrive("event", 2, {})
    qtbot.waitUntil(lambda: view.page.claims.lines.rowCount() == 61)
    assert "and 1758 more" in view.page.verdict.accessibleName()


def test_an_empty_case_says_how_an_event_comes_about(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    desk = Desk()
    desk.create(tmp_path / "empty.habeas")
    view = shown(qtbot, desk)
    assert view.empty.isVisible()
    assert view.empty.accessibleName() == "No events yet"
    build(desk)
    assert view.page.isVisible()
    desk.close()


@pytest.mark.parametrize("size", [(700, 500), (1100, 640)])
def test_nothing_of_the_page_is_cut_off(qtbot: QtBot, view: EventsView, size: Any) -> None:
    view.resize(*size)
    QApplication.processEvents()
    for table in (view.page.claims, view.page.counts[0], view.page.days):
        last = table.lines.index(table.lines.rowCount() - 1, 0)
        assert table.visualRect(last).bottom() <= table.viewport().height()
        assert table.mapTo(view.page.page, QPoint(table.width(), 0)).x() <= view.page.page.width()


def test_forms_go_when_they_are_closed(qtbot: QtBot, view: EventsView) -> None:
    key(qtbot, view, "correct")
    asking = form(view)
    qtbot.keyClick(asking, Qt.Key.Key_Escape)
    QApplication.sendPostedEvents(None, 52)
    assert not view.findChildren(QDialog)

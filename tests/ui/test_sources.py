"""The Sources room: reading, accepting, rejecting and marking, with the keyboard and the mouse."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from habeas import vocabulary
from habeas.capture.reading import Reading
from habeas.domain.claim import Claim, Kind
from habeas.domain.draft import Draft, DraftLink, Span
from habeas.domain.event import Event
from habeas.domain.link import Link
from habeas.domain.register import Place
from habeas.domain.source import Source
from habeas.domain.voice import Voice
from habeas.errors import Problem
from habeas.services import claiming, collecting
from habeas.store import opening
from habeas.store.case import Case
from habeas.store.holding import Hold
from habeas.suggest.found import Suggestion
from habeas.ui import actions, theme
from habeas.ui.desk import Desk
from habeas.ui.views.columns import shares
from habeas.ui.views.sources import SourcesView
from habeas.ui.widgets.readertext import COLUMN, column_width
from habeas.ui.widgets.sourcelist import about, who

TEXT = (
    "Guards searched every cell of Peña Gris on Friday.\n"
    "\U0001f512 The ministry announced that all visits are suspended.\n"
    "Lawyers said that 12 people were hurt in the search.\n"
    "A court ordered the release of one of them."
)
WORDS = {
    "search": ("measure", "measure/search", "Guards searched every cell"),
    "visits": ("measure", "measure/suspension", "all visits are suspended"),
    "hurt": ("figure", "figure/injuries", "12 people were hurt"),
    "release": ("ruling", "ruling/release", "ordered the release"),
}
LINKS = {
    "visits": (DraftLink("part-of", key="search"),),
    "search": (DraftLink("about", key="hurt"),),
}


def span_of(words: str, text: str = TEXT) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def suggestions(text: str = TEXT) -> list[Suggestion]:
    found = []
    for key, (kind, type_, words) in WORDS.items():
        if words in text:
            claim = Claim(kind=Kind(kind), type=type_, summary=f"{words}, it says")
            draft = Draft(claim, spans=(span_of(words, text),), links=LINKS.get(key, ()))
            found.append(Suggestion(draft, f"The words “{words}” say so.", key))
    return found


@pytest.fixture(autouse=True)
def finding(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """In place of the reader's rules: the four suggestions; keeps what it was asked."""
    asked: list[dict[str, object]] = []

    def suggest(text: str, **more: object) -> list[Suggestion]:
        asked.append(more)
        return suggestions(text)

    monkeypatch.setattr("habeas.suggest.suggest", suggest)
    return asked


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    theme.apply(qapp, "light")
    made = Desk()
    made.create(tmp_path / "record.habeas")
    yield made
    made.close()
    made.deleteLater()


def add(desk: Desk, text: str = TEXT, **described: object) -> int:
    values = {"title": "Search at Peña Gris", "language": "en", **described}
    with desk.edit("Add sources") as edit:
        return collecting.add(edit, Reading(text.encode(), text), **values).source


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
        qtbot.waitUntil(lambda: not view.reading.is_looking)
        QApplication.processEvents()
        view.refresh_actions()
        return view

    yield shown
    desk.close()
    for view in made:
        view.close()


def key(view: SourcesView, *keys: Qt.Key) -> None:
    for one in keys:
        QTest.keyClick(QApplication.focusWidget() or view, one)
        QApplication.processEvents()


def claims(desk: Desk) -> list[Claim]:
    return desk.case.select(Claim, "ORDER BY id")


def current(view: SourcesView) -> str:
    return view.reading.current.key if view.reading.current else ""


def select(view: SourcesView, words: str) -> None:
    view.reading.reader.select(span_of(words))
    view.reading.reader.setFocus()


K = Qt.Key


# walking and accepting


def test_an_article_is_read_and_decided_with_the_keyboard_alone(desk, show):
    add(desk)
    view = show()
    key(view, K.Key_N)
    assert current(view) == "search"
    key(view, K.Key_Return)
    assert [c.summary for c in claims(desk)] == ["Guards searched every cell, it says"]
    assert current(view) == "visits", "the next suggestion is current"
    key(view, K.Key_Backspace)
    assert current(view) == "hurt"
    key(view, K.Key_P)
    assert current(view).startswith("claim:"), "what was accepted is walked too"
    key(view, K.Key_N, K.Key_N, K.Key_Enter)
    assert [c.type for c in claims(desk)] == ["measure/search", "ruling/release"]


def test_an_accepted_claim_keeps_its_words_its_reason_and_its_event(desk, show):
    number = add(desk)
    view = show()
    said: list[str] = []
    desk.did_say.connect(said.append)
    key(view, K.Key_N, K.Key_N, K.Key_Return)
    (claim,) = claims(desk)
    (event,) = desk.case.select(Event)
    assert (claim.origin, claim.source, claim.event) == ("accepted", number, event.id)
    assert claim.reason == "The words “all visits are suspended” say so."
    (passage,) = desk.case.query("SELECT quote FROM passage")
    assert passage["quote"] == "all visits are suspended"
    assert said == ["Accepted · all visits are suspended, it says"]


def test_a_second_source_of_the_same_thing_joins_its_event(desk, show, qtbot):
    add(desk)
    add(desk, "Also here 12 people were hurt, a neighbour wrote.")
    view = show()
    key(view, K.Key_N, K.Key_Return)
    view.arrive("source", 1, {})
    qtbot.waitUntil(lambda: len(view.reading._still) == 4)
    key(view, K.Key_N, K.Key_N, K.Key_N, K.Key_Return)
    one, other = claims(desk)
    assert one.event == other.event
    assert len(desk.case.select(Event)) == 1


def test_links_are_tied_in_whatever_order_suggestions_are_accepted(desk, show):
    add(desk)
    view = show()
    key(view, K.Key_N, K.Key_Return, K.Key_Return, K.Key_Return)
    search, visits, hurt = claims(desk)
    links = {(link.kind, link.from_claim, link.to_claim) for link in desk.case.select(Link)}
    assert links == {("part-of", visits.id, search.id), ("about", search.id, hurt.id)}


def test_accepting_is_one_act_that_can_be_undone_and_redone(desk, show):
    add(desk)
    view = show()
    key(view, K.Key_N, K.Key_Return)
    before = len(view.reading._cards)
    desk.undo()
    assert not claims(desk)
    assert not desk.case.select(Event)
    assert next(card.key for card in view.reading._cards) == "search"
    desk.redo()
    assert len(claims(desk)) == 1
    assert len(view.reading._cards) == before


def test_a_rejection_can_be_undone(desk, show):
    add(desk)
    view = show()
    said: list[str] = []
    desk.did_say.connect(said.append)
    key(view, K.Key_N, K.Key_Backspace)
    assert said == ["Rejected. Ctrl+Z brings it back."]
    assert "search" not in [card.key for card in view.reading._cards]
    desk.undo()
    assert "search" in [card.key for card in view.reading._cards]


def test_a_withdrawn_claim_goes_with_its_event_and_is_suggested_again(desk, show):
    add(desk)
    view = show()
    key(view, K.Key_N, K.Key_Return, K.Key_P, K.Key_Delete)
    assert not claims(desk)
    assert not desk.case.select(Event)
    assert current(view) == "search"


def test_the_event_of_a_claim_is_one_key_away(desk, show, qtbot):
    add(desk)
    view = show()
    key(view, K.Key_N, K.Key_Return, K.Key_P)
    with qtbot.waitSignal(desk.did_ask) as asked:
        key(view, K.Key_G)
    assert asked.args[:2] == ["event", claims(desk)[0].event]


def test_only_the_buttons_that_fit_the_card_are_shown(desk, show):
    add(desk)
    view = show()

    def shown() -> set[str]:
        return {name for name, b in view.reading.column.buttons.items() if b.isVisible()}

    assert shown() == set()
    key(view, K.Key_N)
    assert shown() == {"accept", "edit", "reject"}
    key(view, K.Key_Return, K.Key_P)
    assert shown() == {"edit", "event", "withdraw"}


def test_buttons_do_what_their_keys_do_and_enter_presses_the_one_that_has_the_focus(desk, show):
    add(desk)
    view = show()
    key(view, K.Key_N)
    QTest.mouseClick(view.reading.column.buttons["accept"], Qt.MouseButton.LeftButton)
    assert len(claims(desk)) == 1
    view.reading.column.buttons["reject"].setFocus()
    QApplication.processEvents()
    key(view, K.Key_Return)
    assert len(claims(desk)) == 1, "Enter on Reject does not accept"


def test_show_only_suggestions(desk, show):
    add(desk)
    view = show()
    key(view, K.Key_N, K.Key_Return, K.Key_U)
    assert {card.state for card in view.reading.shown} == {"suggested"}
    key(view, K.Key_U)
    assert len(view.reading.shown) == 4


# cards and text


def test_a_click_on_a_card_makes_it_current_and_marks_its_words(desk, show):
    add(desk)
    view = show()
    column = view.reading.column
    rect = column.rect_of("hurt")
    QTest.mouseClick(column, Qt.MouseButton.LeftButton, pos=rect.center())
    assert current(view) == "hurt"
    assert view.reading.reader._current == "hurt"


def test_down_and_up_walk_the_cards(desk, show):
    add(desk)
    view = show()
    view.reading.column.setFocus()
    key(view, K.Key_Down, K.Key_Down)
    assert current(view) == "visits"
    key(view, K.Key_Up)
    assert current(view) == "search"


def test_the_current_card_is_level_with_its_words_and_all_of_it_is_seen(desk, show):
    text = TEXT + "\n" + "\n".join(f"Paragraph {n}." for n in range(60))
    text += "\n" + TEXT.replace("12 people", "13 people")
    add(desk, text)
    view = show()
    reader, column = view.reading.reader, view.reading.column
    for words in ("search", "visits", "hurt", "release"):
        view.reading.choose(words)
        QApplication.processEvents()
        rect = column.rect_of(words)
        assert rect.top() >= 0
        assert rect.bottom() <= column.height()
        level = reader.height_of(view.reading.current.start) - reader.verticalScrollBar().value()
        low = column.height() - rect.height() - 20
        assert abs(rect.top() - level) < 3 or level > low or level < 10
    before = column.rect_of("release").top()
    reader.verticalScrollBar().setValue(reader.verticalScrollBar().value() + 90)
    assert column.rect_of("release").top() < before, "cards scroll with the text"


def test_a_claim_that_is_asked_for_is_shown_in_its_source_with_its_words(desk, show):
    first = add(desk, "\n".join(["Nothing here."] * 80) + "\n" + TEXT)
    with desk.edit("m") as edit:
        text = desk.case.text(collecting.layer_of(desk.case, first))
        claim = Claim(kind=Kind.RULING, type="ruling/release", summary="Released")
        spans = (span_of("ordered the release", text),)
        number = claiming.accept(edit, Draft(claim, spans=spans), source=first)
    add(desk, "Another source.")
    view = show()
    assert view.reading.source_id != first
    view.arrive("claim", number, {})
    assert view.reading.source_id == first
    assert current(view) == f"claim:{number}"
    reader = view.reading.reader
    top = reader.height_of(spans[0].start) - reader.verticalScrollBar().value()
    assert 0 <= top < reader.viewport().height()


def test_a_claim_that_is_gone_is_told_of(desk, show, qtbot):
    add(desk)
    view = show()
    with qtbot.waitSignal(desk.did_fail) as failed:
        view.arrive("claim", 99, {})
    assert isinstance(failed.args[0], Problem)


def test_words_that_are_asked_for_are_selected(desk, show):
    number = add(desk)
    view = show()
    span = span_of("12 people")
    view.arrive("source", number, {"start": span.start, "end": span.end})
    assert view.reading.reader.selected() == span


def test_words_that_no_longer_stand_are_warned_of(desk, show):
    number = add(desk)
    with desk.edit("m") as edit:
        draft = Draft(Claim(type="measure/search", summary="s"), spans=(Span(0, 6),))
        claiming.accept(edit, draft, source=number)
        for row in edit.query("SELECT id FROM passage"):
            edit.update("passage", row["id"], quote="Wardens")
    view = show()
    assert view.reading.middle.head._warning.isVisible()
    assert view.reading._cards[-1].lost == ("Wardens",)


# marking by hand


def test_selected_words_become_a_claim_of_the_kind_whose_number_is_pressed(desk, show):
    add(desk)
    view = show()
    select(view, "A court")
    key(view, K.Key_4)
    assert view.reading.is_editing
    assert view.reading.right.kind == "ruling"


def test_without_selected_words_nothing_is_marked_and_it_is_said_why(desk, show, qtbot):
    add(desk)
    view = show()
    for letter in (K.Key_1, K.Key_6, K.Key_M, K.Key_R):
        with qtbot.waitSignal(desk.did_say):
            key(view, letter)
    assert not view.reading.is_editing


def can(view: SourcesView, ident: str) -> bool:
    return next(a for a in view.actions() if a.objectName() == ident).isEnabled()


def test_what_needs_selected_words_or_a_draft_can_be_chosen_when_they_are_there(desk, show):
    add(desk)
    view = show()
    key(view, K.Key_N)
    needing = ("sources.mark-ruling", "sources.add-words")
    assert [can(view, ident) for ident in needing] == [False, False]
    select(view, "A court")
    assert [can(view, ident) for ident in needing] == [True, True]
    view.reading.reader.select_nothing()
    assert [can(view, ident) for ident in needing] == [False, False]
    assert not can(view, "sources.resume")
    key(view, K.Key_E)
    select(view, "on Friday")
    key(view, K.Key_M)
    view.reading.right.editor().cancel()
    assert can(view, "sources.resume")
    key(view, K.Key_R)
    assert view.reading.is_editing


def test_letters_typed_in_the_editor_do_nothing_else(desk, show):
    add(desk)
    view = show()
    key(view, K.Key_N, K.Key_E)
    assert view.reading.is_editing
    editor = view.reading.right.editor()
    for field in editor.findChildren(QWidget):
        if isinstance(field, QLineEdit | QComboBox) and field.isVisible() and field.isEnabled():
            field.setFocus()
            QApplication.processEvents()
            for letter in (K.Key_N, K.Key_M, K.Key_Backspace, K.Key_D, K.Key_2):
                QTest.keyClick(field, letter)
            break
    assert view.reading.is_editing
    assert not claims(desk)
    assert not desk.case.query("SELECT 1 FROM rejection")
    assert not hasattr(view.reading, "details")


def test_more_words_are_added_to_the_current_claim(desk, show):
    add(desk)
    view = show()
    key(view, K.Key_N, K.Key_Return, K.Key_P)
    select(view, "on Friday")
    key(view, K.Key_M)
    quotes = [row["quote"] for row in desk.case.query("SELECT quote FROM passage ORDER BY id")]
    assert quotes == ["Guards searched every cell", "on Friday"]
    desk.undo()
    assert len(view.reading.current.spans) == 1


# the width


def letters(view: SourcesView) -> float:
    """How many letters of the usual width a line of the text holds."""
    reader = view.reading.reader
    return reader.viewport().width() / (column_width(reader.font()) / COLUMN)


@pytest.mark.parametrize(
    ("room", "shared"),
    [
        (1000, (200, 500, 300)),  # as wished
        (860, (200, 400, 260)),  # the cards give way
        (700, (150, 400, 150)),  # then the list
        (600, (100, 350, 150)),  # nobody goes below the fewest
    ],
)
def test_the_text_keeps_its_width_as_long_as_the_others_can_give_way(room, shared):
    assert shares(room, (200, 300), fewest=(100, 150), text=400) == shared


def test_a_narrow_room_folds_the_list_away_and_the_text_keeps_its_letters(desk, show, qtbot):
    add(desk)
    view = show()
    assert view.list.isVisible()
    view.resize(780, 560)
    assert not view.list.isVisible()
    assert letters(view) >= 38
    view.resize(1100, 620)
    assert view.list.isVisible()
    assert letters(view) >= 38


def test_larger_words_fold_the_list_away_too(desk, show, qapp):
    add(desk)
    view = show()
    theme.apply(qapp, "light", scale=1.5)
    try:
        qapp.processEvents()
        assert not view.list.isVisible()
        assert letters(view) >= 38
    finally:
        theme.apply(qapp, "light")


def test_the_list_is_shown_and_folded_by_key_and_by_button_and_this_is_kept(desk, show):
    add(desk)
    view = show()
    view.resize(780, 560)
    key(view, K.Key_L)
    assert view.list.hasFocus()
    key(view, K.Key_L)
    assert not view.list.isVisible()
    assert view.reading.reader.hasFocus()
    QTest.mouseClick(view._columns._open, Qt.MouseButton.LeftButton)
    assert view.list.isVisible()
    view.resize(1100, 620)
    key(view, K.Key_L)
    assert not view.list.isVisible()
    path = desk.case.path
    desk.close()
    view.close()
    desk.open(path)
    again = show()
    assert not again.list.isVisible()
    again.resize(780, 560)
    assert again.list.isVisible()


@pytest.mark.parametrize(("width", "height"), [(500, 560), (584, 260), (780, 560), (1100, 560)])
def test_the_buttons_stay_on_their_card_and_in_view(desk, show, qapp, width, height):
    add(desk)
    view = show()
    theme.apply(qapp, "light", scale=1.5)
    try:
        key(view, K.Key_N)
        view.resize(width, height)
        qapp.processEvents()
        column = view.reading.column
        card = column.rect_of(view.reading.key)
        assert card.right() <= column.width()
        for button in column.buttons.values():
            if button.isVisible():
                at = button.mapTo(column, button.rect().bottomRight())
                assert card.contains(at)
                assert column.rect().contains(at)
                assert button.width() >= button.sizeHint().width()
    finally:
        theme.apply(qapp, "light")


def test_the_place_is_kept_once_a_long_write_is_over(desk, show, qtbot):
    first, second = add(desk), add(desk, "Nothing of note.", title="Other")
    view = show()
    began, go_on = threading.Event(), threading.Event()

    def write() -> None:
        with desk.case.edit("Add place") as edit:
            edit.insert(Place(name="Santa Brisa"))
            began.set()
            go_on.wait(10)

    thread = threading.Thread(target=write)
    thread.start()
    assert began.wait(10)
    try:
        view.open_source(first)
        assert desk.case.desk("sources")["source"] == second
    finally:
        go_on.set()
        thread.join()
    qtbot.waitUntil(lambda: desk.case.desk("sources")["source"] == first)


# the list, its place, its details


def test_the_list_tells_of_each_source_and_keeps_to_the_rules_of_models(desk, show, qtmodeltester):
    add(desk, "Secret words.", title="Visit", kind="visit-note", confidentiality="confidential")
    add(desk, publisher="The Daily Example", published="2020-04-27")
    view = show()
    qtmodeltester.check(view.list.sources)
    news, visit = (view.list.sources._rows.row(n) for n in (0, 1))
    assert (who(news), about(news)) == ("The Daily Example", "27 Apr 2020 · no claims")
    assert (who(visit), about(visit)) == ("Visit note", "confidential · no claims")
    key(view, K.Key_N, K.Key_Return)
    assert about(view.list.sources._rows.row(0)).endswith("1 claim")


def test_arrows_in_the_list_choose_the_source(desk, show):
    older = add(desk, "An older text.", title="Older")
    newer = add(desk)
    view = show()
    assert view.reading.source_id == newer
    view.list.setFocus()
    key(view, K.Key_Down)
    assert view.reading.source_id == older


def test_the_room_comes_back_to_the_source_the_card_and_the_place(desk, show, qtbot):
    text = TEXT + "\n" + "\n".join(f"Paragraph {n}." for n in range(90))
    number = add(desk, text)
    add(desk, "Another.", title="Another")
    view = show()
    view.arrive("source", number, {})
    qtbot.waitUntil(lambda: bool(view.reading._still))
    view.reading.choose("hurt")
    view.reading.reader.put_at_top(text.index("Paragraph 40."))
    path = desk.case.path
    desk.close()
    view.close()
    desk.open(path)
    again = show()
    qtbot.waitUntil(lambda: bool(again.reading._still))
    assert again.reading.source_id == number
    assert current(again) == "hurt"
    assert again.reading.reader.first_seen() == text.index("Paragraph 40.")


def test_undoing_the_last_source_leaves_a_page_that_says_how_to_add_one(desk, show):
    add(desk)
    view = show()
    desk.undo()
    assert view.reading.source_id == 0
    assert view._empty.isVisible()


def test_details_are_corrected_and_what_cannot_stand_is_said_beside_its_field(desk, show, finding):
    number = add(desk)
    view = show()
    key(view, K.Key_D)
    details = view.reading.details
    title, published = details.field("title"), details.field("published")
    title.clear()
    QTest.mouseClick(details.save, Qt.MouseButton.LeftButton)
    assert details.isVisible()
    assert details._rows["title"].error
    QTest.keyClicks(title, "Another title")
    QTest.keyClicks(published, "27 April 2020")
    details.inferred.click()
    QTest.mouseClick(details.save, Qt.MouseButton.LeftButton)
    source = desk.case.get(Source, number)
    assert (source.title, source.published, source.published_inferred) == (
        "Another title", "2020-04-27", True,
    )  # fmt: skip
    assert view.reading.middle.head._title.text() == "Another title"
    desk.undo()
    assert desk.case.get(Source, number).title == "Search at Peña Gris"


def test_a_corrected_day_asks_for_suggestions_again(desk, show, finding, qtbot):
    number = add(desk)
    show()
    with desk.edit("Correct source") as edit:
        collecting.describe(edit, number, published="2020-04-27")
    qtbot.waitUntil(lambda: len(finding) == 2)
    assert [asked["published"] for asked in finding] == ["", "2020-04-27"]
    with desk.edit("Correct source") as edit:
        collecting.describe(edit, number, title="T")
    QTest.qWait(50)
    assert len(finding) == 2, "another title changes nothing"


@pytest.mark.parametrize(
    ("described", "words"),
    [({"language": ""}, "not stated"), ({"language": "fr"}, "English and Spanish only")],
)
def test_it_is_said_why_nothing_is_suggested(desk, show, described, words):
    add(desk, **described)
    view = show()
    assert words in view.reading.right._note.text()
    assert view.reading.right._note.isVisible()


def test_when_looking_for_suggestions_fails_it_is_told_and_the_text_can_be_read(
    desk, show, monkeypatch
):
    def broken(text: str, **more: object) -> list[Suggestion]:
        raise ZeroDivisionError

    monkeypatch.setattr("habeas.suggest.suggest", broken)
    told: list[BaseException] = []
    desk.did_fail.connect(told.append)
    add(desk)
    view = show()
    assert isinstance(told[0], ZeroDivisionError)
    assert "Nothing is suggested" in view.reading.right._note.text()


def cite(desk: Desk, title: str, *, by: str = "") -> int:
    """A cited source, leant on by a new claim with the summary ``by``."""
    with desk.edit("Cite") as edit:
        cited = collecting.cite(edit, title)
        if by:
            voice = Voice(name="The tracker", cited_source=cited)
            claim = Claim(kind=Kind.FIGURE, type="figure/injuries", summary=by)
            draft = Draft(claim, spans=(span_of("12 people"),), voices=(voice,))
            claiming.accept(edit, draft, source=1)
    return cited


def test_a_source_that_was_not_seen_is_in_the_list_and_says_so(desk, show, qtmodeltester):
    add(desk)
    cite(desk, "A tracker", by="12 were hurt")
    view = show()
    assert view.list.sources.rowCount() == 2
    assert view.reading.source_id == 1, "what can be read comes first"
    row = view.list.sources._rows.row(1)
    assert row["title"] == "A tracker"
    assert about(row) == "not seen by us · 1 claim leans on it"
    qtmodeltester.check(view.list.sources)


def test_a_source_that_was_not_seen_has_no_text_and_shows_what_leans_on_it(desk, show):
    add(desk)
    cited = cite(desk, "A tracker", by="12 were hurt")
    view = show()
    asked: list[tuple[str, int]] = []
    desk.did_ask.connect(lambda what, ident, _more: asked.append((what, ident)))
    view.list.setFocus()
    key(view, K.Key_Down)
    unseen = view.reading.middle.unseen
    assert view.reading.source_id == cited
    assert unseen.isVisible()
    assert not view.reading.reader.isVisible()
    assert "not seen by us" in unseen.head._meta.text()
    assert "There is no text to read" in unseen._sentence.text()
    assert unseen._leaning.text() == "1 claim leans on it:"
    assert unseen.list.model().index(0, 0).data() == "12 were hurt"
    unseen.list.setFocus()
    key(view, K.Key_Return)
    assert asked == [("claim", 1)]
    view.arrive("claim", 1, {})
    assert view.reading.reader.isVisible()
    assert view.reading.current.claim == 1


def test_what_was_not_seen_can_be_described_and_follows_changes(desk, show, qtmodeltester):
    add(desk)
    cited = cite(desk, "A tracker")
    view = show()
    view.arrive("source", cited, {})
    unseen = view.reading.middle.unseen
    assert unseen._leaning.text() == "No claim leans on it."
    qtmodeltester.check(unseen.list.model())
    QTest.mouseClick(unseen.head.details, Qt.MouseButton.LeftButton)
    details = view.reading.details
    title = details.field("title")
    assert isinstance(title, QLineEdit)
    title.setText("The tracker of cases")
    QTest.mouseClick(details.save, Qt.MouseButton.LeftButton)
    assert desk.case.get(Source, cited).title == "The tracker of cases"
    assert unseen.head._title.text() == "The tracker of cases"
    assert not desk.case.get(Source, cited).seen
    cite(desk, "The tracker of cases", by="12 were hurt")
    assert unseen._leaning.text() == "1 claim leans on it:"
    desk.undo()
    assert unseen._leaning.text() == "No claim leans on it."


# another window


@pytest.fixture
def other(desk):
    """Another window, which writes; this one reads.  It has a source already."""
    path = desk.case.path
    add(desk)
    desk.close()
    with Case.open(path) as opened:
        desk._take(Case.open(path, read_only=True))
        yield opened


def mark_elsewhere(other):
    with other.edit("Mark claim") as edit:
        claim = Claim(kind=Kind.RULING, type="ruling/release", summary="From the other window")
        claiming.accept(edit, Draft(claim, spans=(span_of("A court"),)), source=1)


def test_claims_of_another_window_are_shown_when_this_one_is_come_back_to(desk, other, show, qtbot):
    view = show()
    mark_elsewhere(other)
    assert "claim:1" not in [card.key for card in view.reading._cards]
    elsewhere = QWidget()
    qtbot.addWidget(elsewhere)
    elsewhere.show()
    elsewhere.activateWindow()
    qtbot.waitActive(elsewhere)
    view.activateWindow()
    qtbot.waitUntil(lambda: "claim:1" in [card.key for card in view.reading._cards])
    assert about(view.list.sources._rows.row(0)).endswith("1 claim")
    elsewhere.close()


def test_an_act_here_shows_what_was_done_elsewhere_before_it(desk, show):
    """Two may write where a folder has no locks, as on some network shares."""
    add(desk)
    view = show()
    hold = Hold(desk.case.path, head=opening.head_of(None))
    hold.writes = True  # there is no public way to it: that is what the hold is for
    elsewhere = Case(desk.case.path, opening.take(desk.case.path), hold=hold)
    mark_elsewhere(elsewhere)
    hold.writes = False
    elsewhere.close()
    told: list[int] = []
    desk.did_change.connect(lambda changes: told.append(changes.edit))
    key(view, K.Key_N, K.Key_Return)
    assert [c.summary for c in claims(desk)] == [
        "From the other window", "Guards searched every cell, it says",
    ]  # fmt: skip
    assert told == [2, 3]
    shown = {card.key for card in view.reading._cards}
    assert {"claim:1", "claim:2"} <= shown
    desk.catch_up()
    assert told == [2, 3], "nothing is told twice"


def test_everything_is_reached_by_tab_and_has_a_name(desk, show):
    add(desk)
    view = show()
    key(view, K.Key_N)
    view.list.setFocus()
    met: list[QWidget] = []
    for _n in range(30):
        QTest.keyClick(QApplication.focusWidget(), K.Key_Tab)
        focus = QApplication.focusWidget()
        if focus in met:
            break
        met.append(focus)
    assert view.reading.reader in met
    assert view.reading.column in met
    assert view.reading.column.buttons["accept"] in met
    assert view.reading.middle.head.details in met
    assert all(w.accessibleName() or getattr(w, "text", str)() for w in met)


def test_a_title_is_shown_as_it_is_written(desk, show):
    add(desk, title="<b>Bold</b>")
    view = show()
    label = view.reading.middle.head._title
    assert label.text() == "<b>Bold</b>"
    assert label.textFormat() == Qt.TextFormat.PlainText


# with the editor


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_words_marked_by_hand_become_a_claim_and_its_card_is_current(desk, show):
    number = add(desk)
    view = show()
    select(view, "A court ordered the release")
    key(view, K.Key_4)
    editor = view.reading.right.editor()
    key_words(view, vocabulary.label("types", "ruling/release"))
    editor.form.what.summary.setFocus()
    key_words(view, "A court released one of them")
    editor.save()
    (claim,) = claims(desk)
    assert (claim.kind, claim.origin, claim.source) == (Kind.RULING, "hand", number)
    (passage,) = desk.case.query("SELECT quote FROM passage")
    assert passage["quote"] == "A court ordered the release"
    assert not view.reading.is_editing
    assert current(view) == f"claim:{claim.id}"


def key_words(view: SourcesView, words: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), words)
    QApplication.processEvents()


def test_an_edited_suggestion_is_taken_with_its_links(desk, show):
    add(desk)
    view = show()
    key(view, K.Key_N, K.Key_Return, K.Key_E)
    editor = view.reading.right.editor()
    assert view.reading.right.key == "visits"
    editor.save()
    assert "visits" not in [card.key for card in view.reading._cards]
    assert len(claims(desk)) == 2
    desk.undo()
    assert "visits" in [card.key for card in view.reading._cards]


def test_words_are_added_to_the_claim_in_the_editor(desk, show):
    add(desk)
    view = show()
    key(view, K.Key_N, K.Key_E)
    select(view, "on Friday")
    key(view, K.Key_M)
    view.reading.right.editor().save()
    quotes = [row["quote"] for row in desk.case.query("SELECT quote FROM passage ORDER BY id")]
    assert quotes == ["Guards searched every cell", "on Friday"]


def test_leaving_the_editor_brings_the_cards_back(desk, show):
    add(desk)
    view = show()
    key(view, K.Key_N, K.Key_E)
    view.reading.right.editor().cancel()
    assert not view.reading.is_editing
    assert current(view) == "search"
    key(view, K.Key_N)
    assert current(view) == "visits"


def test_what_was_being_edited_is_there_again_after_reopening(desk, show):
    add(desk)
    view = show()
    key(view, K.Key_N, K.Key_E, K.Key_Tab)
    select(view, "on Friday")
    key(view, K.Key_M)
    path = desk.case.path
    desk.close()
    view.close()
    desk.open(path)
    again = show()
    assert again.reading.is_editing
    again.reading.right.editor().save()
    assert len(claims(desk)) == 1


def test_the_offer_over_selected_words_makes_a_claim_with_the_mouse(desk, show):
    add(desk)
    view = show()
    middle = view.reading.middle
    assert not middle._offer.isVisible()
    select(view, "A court")
    assert middle._offer.isVisible()
    assert not middle._add.isVisible()
    QTest.mouseClick(middle._kinds[3], Qt.MouseButton.LeftButton)
    assert view.reading.is_editing
    assert not middle._offer.isVisible()
    select(view, "of one of them")
    assert middle._add.isVisible()
    assert not middle._kinds[0].isVisible()
    QTest.mouseClick(middle._add, Qt.MouseButton.LeftButton)
    assert len(view.reading.right.editor().form.read().spans) == 2

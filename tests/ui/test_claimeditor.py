"""The claim editor by keyboard and mouse, on a real case: typing, errors, saving, nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from habeas.capture.reading import Reading
from habeas.domain.claim import Assertion, Claim, Kind, Stage
from habeas.domain.draft import Cited, Draft, DraftLink, PlaceName, Span
from habeas.domain.event import Event
from habeas.domain.quantity import Quantity
from habeas.domain.scope import Grounds, Scope
from habeas.domain.source import Source
from habeas.domain.voice import Role, Voice, Wording
from habeas.domain.when import Duration, Holding, When
from habeas.services import claiming, collecting, gathering, registering
from habeas.suggest.found import Suggestion
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.editor.panel import Scroll
from habeas.ui.widgets.claimeditor import ClaimEditor

# The screen that draws nothing cannot raise a list or hold the keyboard for it.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
KEY = Qt.Key
NO = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
TEXT = (
    "More than 20 people were killed at Santa Brisa on Friday, intelligence suggested. "
    "Cells stay closed for 24 hours, the minister of Valdoria said."
)
KILLED, CLOSED = Span(0, 43), Span(82, 113)
DRAFT = Draft(
    claim=Claim(
        kind=Kind.INCIDENT,
        type="incident/killing",
        summary="More than 20 people killed",
        when=When("2021-04-23", "on Friday"),
        quantity=Quantity(low=Decimal(21), unit="people", words="More than 20 people"),
    ),
    spans=(KILLED,),
    places=(PlaceName("Santa Brisa", "detention", "at Santa Brisa"),),
    voices=(Voice(name="intelligence", verb="suggested", wording=Wording.PARAPHRASE),),
)
FULL = replace(
    DRAFT,
    claim=replace(
        DRAFT.claim,
        kind=Kind.MEASURE,
        type="measure/confinement",
        stage=Stage.ANNOUNCED,
        assertion=Assertion.ALLEGED,
        when=When("/..", "stay closed", Holding.SOURCE_DAY),
        duration=Duration(iso="PT24H", words="for 24 hours", unclear=True),
        scope=Scope("every prison", 2, None, "inmates", "all activities", True, "words"),
        grounds=Grounds("to find the origin", "in self-defence", "decree 9"),
        note="first line\nsecond\u00a0line ",
    ),
    spans=(CLOSED, KILLED),
    roles=(Role(role="target", name="inmates", label_of_source=True, words="inmates"),),
    voices=(
        Voice(name="guards", verb="whispered", medium="carrier-pigeon", words="w"),
        Voice(name="the minister", inferred=True, wording=Wording.DIRECT),
    ),
    links=(DraftLink("about", None, "another suggestion"),),
    cited=(Cited(1, "pictures that the minister showed", "picture"),),
)


@dataclass
class Room:
    """A desk with a case, its one source, and an editor on the screen."""

    desk: Desk
    path: Path
    source: int
    editor: ClaimEditor
    bot: QtBot

    def open(self, draft: Draft = DRAFT, claim: int = 0, key: str = "") -> None:
        suggestion = Suggestion(draft, "it names a number of people", key) if key else None
        self.editor.edit_draft(
            draft, source=self.source, text=TEXT, claim=claim, suggestion=suggestion
        )

    def type(self, field: str, words: str) -> None:
        """Replace what stands in a field by typing."""
        line = self.line(field)
        line.setFocus()
        line.selectAll()
        self.bot.keyClick(line, KEY.Key_Delete)
        self.bot.keyClicks(line, words)

    def line(self, field: str) -> QLineEdit | QPlainTextEdit:
        found = self.editor.form.rows[field].editor
        assert isinstance(found, QLineEdit | QPlainTextEdit)
        return found

    def hint(self, field: str) -> str:
        return self.editor.form.rows[field].editor.accessibleDescription()

    def error(self, field: str) -> str:
        return self.editor.form.rows[field].error

    def press(self, key: Qt.Key, more: Qt.KeyboardModifier = NO) -> None:
        """Press a key where the focus is."""
        self.bot.keyClick(self.focus(), key, more)

    def focus(self) -> QWidget:
        held = QApplication.focusWidget()
        assert held is not None
        return held

    def button(self, name: str, inside: QWidget | None = None) -> QAbstractButton:
        found = [
            one
            for one in (inside or self.editor).findChildren(QAbstractButton)
            if name in (one.accessibleName(), one.text()) and one.isVisibleTo(self.editor)
        ]
        assert len(found) == 1, (name, [one.text() for one in found])
        return found[0]

    def click(self, name: str, inside: QWidget | None = None) -> None:
        QApplication.processEvents()  # what was just shown is laid out first
        self.bot.mouseClick(self.button(name, inside), Qt.MouseButton.LeftButton)

    def combo(self, name: str, inside: QWidget | None = None) -> QComboBox:
        found = (inside or self.editor).findChildren(QComboBox)
        return next(one for one in found if one.accessibleName() == name)

    def save(self) -> int:
        with self.bot.waitSignal(self.editor.did_save) as saved:
            self.press(KEY.Key_Return, CTRL)
        return int(saved.args[0])

    def claims(self) -> list[Claim]:
        return self.desk.case.select(Claim, "ORDER BY id")

    def proposals(self) -> None:
        """Wait until the case has said which events the claim may belong to."""
        self.bot.waitUntil(lambda: bool(self.editor.form.belongs._proposals), timeout=3000)


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    theme.apply(QApplication.instance(), "light")
    path = tmp_path / "valdoria.habeas"
    desk = Desk()
    desk.create(path)
    with desk.case.edit("Add") as edit:
        source = collecting.add(
            edit,
            Reading(TEXT.encode(), TEXT, title="Valdoria", language="en"),
            published="2021-04-26",
        ).source
    yield Room(desk, path, source, shown(qtbot, desk), qtbot)
    desk.close()


def shown(qtbot: QtBot, desk: Desk) -> ClaimEditor:
    editor = ClaimEditor(desk)
    qtbot.addWidget(editor)
    editor.resize(420, 700)
    with qtbot.waitActive(editor):
        editor.show()
        editor.activateWindow()
    return editor


def accepted(room: Room, draft: Draft = DRAFT) -> int:
    with room.desk.edit("Accept claim") as edit:
        return claiming.accept(edit, draft, source=room.source)


# --- typing


def test_a_date_is_told_back_in_words_while_it_is_typed(room):
    room.open(Draft(spans=(CLOSED,)))
    room.type("when", "on Saturd")
    assert room.error("when") == "“on Saturd” is not a date that Habeas can read."

    room.bot.keyClicks(room.line("when"), "ay")

    assert not room.error("when")
    assert room.hint("when") == "Saturday 24 April 2021"  # from the day of publication


def test_a_quantity_says_what_it_allows(room):
    room.open(Draft(spans=(CLOSED,)))

    room.type("quantity", "more than 20 people")

    assert "21" in room.hint("quantity")
    assert room.editor.form.read().claim.quantity.low == Decimal(21)


def test_a_value_that_cannot_be_read_does_not_stop_typing_but_stops_saving(room):
    room.open()
    room.type("quantity", "lots and lots")
    room.line("summary").setFocus()

    room.press(KEY.Key_Return, CTRL)

    assert room.editor.is_open
    assert room.line("quantity").text() == "lots and lots"
    assert room.focus() is room.line("quantity")
    assert "Type “22”" in room.error("quantity")  # now with what may be typed instead
    assert room.claims() == []


def test_the_first_bad_field_gets_the_focus_even_if_it_is_hidden(room):
    room.open(replace(DRAFT, claim=replace(DRAFT.claim, type="", summary="")))

    room.press(KEY.Key_Return, CTRL)
    assert room.focus() is room.line("type")
    assert "type" in room.error("type")

    room.bot.keyClicks(room.line("type"), "Killing")
    room.press(KEY.Key_Return, CTRL)
    assert room.focus() is room.line("summary")

    room.bot.keyClicks(room.line("summary"), "Killed")
    assert not room.error("summary")  # told again only when saving
    room.editor.toggle_more()
    room.type("duration", "a blue moon")
    room.editor.toggle_more()
    room.line("summary").setFocus()
    room.press(KEY.Key_Return, CTRL)
    assert room.focus() is room.line("duration")
    assert room.line("duration").isVisible()


def test_a_claim_without_words_is_refused_beside_its_passages(room):
    room.open(replace(DRAFT, spans=()))

    room.press(KEY.Key_Return, CTRL)

    assert "passage" in room.error("passages")
    assert room.claims() == []


def test_typing_finds_the_types_of_the_kind_in_either_language_and_enter_picks_one(room):
    room.open(Draft(claim=Claim(kind=Kind.INCIDENT), spans=(KILLED,)))
    line = room.line("type")
    assert room.focus() is line

    room.bot.keyClicks(line, "homicid")
    labels = [option.label for option in line.offered]
    room.bot.waitUntil(lambda: line.completer().popup().isVisible())
    popup = line.completer().popup()
    room.bot.keyClick(popup, KEY.Key_Down)
    assert "Use when:" in room.hint("type")
    room.bot.keyClick(popup, KEY.Key_Return)

    assert "Killing" in labels
    room.bot.waitUntil(lambda: room.editor.form.read().claim.type == "incident/killing")
    assert line.text() == "Killing"
    room.line("summary").setFocus()
    assert room.editor.form.read().claim.type == "incident/killing"


def test_a_type_that_nothing_fits_is_told_and_not_saved(room):
    room.open()
    room.type("type", "zzqx")

    assert "zzqx" in room.error("type")
    room.press(KEY.Key_Return, CTRL)
    assert room.focus() is room.line("type")
    assert room.claims() == []


def test_alt_and_a_number_choose_the_kind_and_the_type_comes_back_with_it(room):
    room.open()

    room.press(KEY.Key_6, ALT)
    figure = room.editor.form.read().claim
    room.press(KEY.Key_1, ALT)
    incident = room.editor.form.read().claim

    assert (figure.kind, figure.type) == (Kind.FIGURE, "")
    assert (incident.kind, incident.type) == (Kind.INCIDENT, "incident/killing")


def test_places_become_chips_by_comma_and_enter_and_go_by_backspace(room):
    room.open(Draft(spans=(KILLED,)))
    line = room.editor.form.where.places.line
    line.setFocus()

    room.bot.keyClicks(line, "Puerto Hondo, Monte Alto")
    room.bot.keyClick(line, KEY.Key_Return)
    room.bot.keyClicks(line, "puerto hondo")
    room.bot.keyClick(line, KEY.Key_Return)
    names = [place.name for place in room.editor.form.read().places]
    room.bot.keyClick(line, KEY.Key_Backspace)

    assert names == ["Puerto Hondo", "Monte Alto"]
    assert [place.name for place in room.editor.form.read().places] == ["Puerto Hondo"]
    room.click("Remove Puerto Hondo")
    assert room.editor.form.read().places == ()


def test_places_are_completed_from_the_register(room):
    with room.desk.edit("Place") as edit:
        registering.place(edit, "Peña Gris")
    room.open(Draft(spans=(KILLED,)))
    line = room.editor.form.where.places.line
    line.setFocus()

    room.bot.keyClicks(line, "pena")
    room.bot.waitUntil(lambda: line.completer().popup().isVisible())
    popup = line.completer().popup()
    room.bot.keyClick(popup, KEY.Key_Down)
    room.bot.keyClick(popup, KEY.Key_Return)

    room.bot.waitUntil(lambda: line.text() == "")
    assert [place.name for place in room.editor.form.read().places] == ["Peña Gris"]


def test_tab_goes_from_top_to_bottom_and_comes_to_every_field(room):
    room.open(FULL)
    room.editor.toggle_more()
    room.editor.form.what.kind.setFocus()
    seen: list[QWidget] = []
    for _n in range(80):
        held = room.focus()
        if held in seen:
            break
        seen.append(held)
        room.press(KEY.Key_Tab)

    QApplication.processEvents()
    heights = [
        one.mapTo(room.editor.form, QPoint(0, one.height() // 2)).y()
        for one in seen
        if room.editor.form.isAncestorOf(one)
    ]

    assert all(after > before - 8 for before, after in pairwise(heights))
    for row in room.editor.form.rows.values():
        reached = [one for one in seen if one is row.editor or row.editor.isAncestorOf(one)]
        assert reached, row.label.text()
    assert all(one.accessibleName() or getattr(one, "text", str)() for one in seen)


# --- voices, roles, links, passages


def test_voices_are_added_moved_and_removed_by_keyboard(room):
    room.open()
    room.editor.form.voices.list.adder.setFocus()
    room.press(KEY.Key_Space)
    room.bot.keyClicks(room.focus(), "the minister")
    room.press(KEY.Key_Up, ALT)
    first = [voice.name for voice in room.editor.form.read().voices]
    held = room.focus()
    number = room.save()

    assert first == ["the minister", "intelligence"]
    assert held.text() == "the minister"
    stored = room.desk.case.select(Voice, "WHERE claim = ? ORDER BY position", number)
    assert [voice.name for voice in stored] == ["the minister", "intelligence"]
    assert stored[1].verb == "suggested"


def test_the_chain_is_told_in_one_line_and_a_nameless_voice_is_refused(room):
    room.open()
    voices = room.editor.form.rows["voices"]
    room.click("Add voice")
    room.bot.keyClicks(room.focus(), "the minister")
    assert voices.editor.accessibleDescription() == "intelligence ← the minister ← this source"
    strip = room.editor.form.voices.list.strips[0]
    line = strip.content.name
    line.setFocus()
    line.selectAll()
    room.bot.keyClick(line, KEY.Key_Delete)

    assert "needs a name" in voices.error
    room.press(KEY.Key_Return, CTRL)
    assert room.focus() is line
    room.click("Remove Voice 1")
    assert not voices.error
    assert [voice.name for voice in room.editor.form.read().voices] == ["the minister"]


def test_a_blank_voice_is_nothing(room):
    room.open()
    room.click("Add voice")

    number = room.save()

    assert len(room.desk.case.select(Voice, "WHERE claim = ?", number)) == 1


def leaning(room: Room, voice: int = 0) -> QLineEdit:
    """The line that says what a voice leans on."""
    return room.editor.form.voices.list.strips[voice].content.leaning.title


def unseen(room: Room) -> list[Source]:
    return room.desk.case.select(Source, "WHERE seen = 0")


def test_what_a_voice_leans_on_is_typed_and_becomes_a_cited_source(room):
    room.open()
    kind = room.combo("Kind of what it leans on")
    assert not kind.isVisible()
    leaning(room).setFocus()
    room.bot.keyClicks(leaning(room), "Photos on a wall")
    assert kind.isVisible()
    kind.setFocus()
    room.bot.keyClicks(kind, "Pict")
    told = room.editor.form.rows["voices"].editor.accessibleDescription()
    assert told == "picture (not seen by us) ← intelligence ← this source"
    number = room.save()

    (made,) = unseen(room)
    assert (made.title, made.kind) == ("Photos on a wall", "picture")
    (voice,) = room.desk.case.select(Voice, "WHERE claim = ?", number)
    assert voice.cited_source == made.id


def test_a_cited_source_of_the_case_is_offered_and_keeps_its_kind(room):
    accepted(room, replace(DRAFT, cited=(Cited(0, "Fever tracker", "dataset"),)))
    room.open(replace(DRAFT, spans=(CLOSED,)))
    line = leaning(room)
    line.setFocus()
    room.bot.keyClicks(line, "trac")
    assert [(one.label, one.hint) for one in line.offered] == [("Fever tracker", "Dataset")]
    room.bot.keyClick(line, KEY.Key_A, CTRL)
    room.bot.keyClicks(line, "fever TRACKER")
    kind = room.combo("Kind of what it leans on")
    assert (kind.currentText(), kind.isEnabled()) == ("Dataset", False)
    room.save()

    assert len(unseen(room)) == 1


def test_emptying_the_line_unties_the_voice(room):
    number = accepted(room, replace(DRAFT, cited=(Cited(0, "Fever tracker", "dataset"),)))
    room.open(claiming.draft_of(room.desk.case, number), claim=number)
    line = leaning(room)
    assert line.text() == "Fever tracker"
    line.setFocus()
    line.selectAll()
    room.bot.keyClick(line, KEY.Key_Delete)
    room.save()

    (voice,) = room.desk.case.select(Voice, "WHERE claim = ?", number)
    assert voice.cited_source is None
    assert not room.combo("Kind of what it leans on").isVisible()


def test_what_a_voice_leans_on_goes_with_it_when_it_moves(room):
    room.open(FULL)
    leaning(room, 1).setFocus()
    room.press(KEY.Key_Up, ALT)

    draft = room.editor.form.read()
    assert draft.cited == (replace(FULL.cited[0], voice=0),)
    assert draft.voices[0].name == FULL.voices[1].name


def test_a_role_is_chosen_and_the_label_stays_the_sources(room):
    room.open()
    room.press(KEY.Key_D, CTRL)
    room.click("Add role")
    strip = room.editor.form.roles.list.strips[0]
    room.bot.keyClicks(strip.content.name, "gang leaders")
    assert "which role" in room.error("roles")
    combo = room.combo("Role", strip)
    combo.setFocus()
    while combo.currentData() != "orderer":
        room.bot.keyClick(combo, KEY.Key_Down)
    combo.activated.emit(combo.currentIndex())
    room.click("the source's label", strip)

    number = room.save()

    role = room.desk.case.select(Role, "WHERE claim = ?", number)[0]
    assert (role.role, role.name, role.label_of_source) == ("orderer", "gang leaders", True)


def test_a_claim_rests_on_two_passages(room):
    room.open()
    seen: list[object] = []
    room.editor.did_show_spans.connect(seen.append)

    room.editor.add_span(CLOSED)
    room.editor.add_span(CLOSED)
    number = room.save()

    assert seen[0] == (KILLED, CLOSED)
    assert seen[-1] == ()
    assert claiming.draft_of(room.desk.case, number).spans == (KILLED, CLOSED)


def test_a_passage_is_shown_and_removed(room):
    room.open(replace(DRAFT, spans=(KILLED, CLOSED)))
    room.press(KEY.Key_D, CTRL)
    quotes = [label.text() for label in room.editor.form.passages.findChildren(QLabel)]

    room.click("Remove passage 1")

    assert any(TEXT[KILLED.start : KILLED.end] in quote for quote in quotes)
    assert room.editor.form.read().spans == (CLOSED,)


def test_a_claim_is_linked_to_one_that_is_found_by_its_words(room):
    other = accepted(room, replace(FULL, claim=replace(FULL.claim, summary="Cells closed")))
    room.open()
    room.press(KEY.Key_D, CTRL)
    room.click("Add link")
    line = room.focus()
    room.bot.keyClicks(line, "cells")
    assert "Choose the claim" in room.error("links")
    room.bot.waitUntil(lambda: line.completer().popup().isVisible(), timeout=3000)
    popup = line.completer().popup()
    room.bot.keyClick(popup, KEY.Key_Down)
    room.bot.keyClick(popup, KEY.Key_Return)
    room.bot.waitUntil(lambda: not room.error("links"))

    number = room.save()

    assert claiming.draft_of(room.desk.case, number).links == (DraftLink("about", other),)


# --- saving


def test_a_suggestion_taken_as_it_is_is_accepted_and_says_why(room):
    room.open(key="k1")
    room.proposals()

    number = room.save()

    claim = room.desk.case.get(Claim, number)
    assert (claim.origin, claim.reason) == ("accepted", "it names a number of people")
    assert room.desk.case.last.label == "Accept claim"
    assert claim.event is not None
    assert room.desk.case.get(Event, claim.event).title == DRAFT.claim.summary
    assert not room.editor.is_open
    assert room.editor.key == "k1"


@pytest.mark.parametrize("draft", [DRAFT, FULL, Draft(DRAFT.claim, (KILLED,))])
def test_what_is_not_touched_comes_out_as_it_went_in(room, draft):
    room.open(draft, key="k1")

    read = room.editor.form.read()

    assert read.claim == draft.claim
    assert (read.spans, read.places, read.roles, read.links) == (
        draft.spans, draft.places, draft.roles, draft.links
    )  # fmt: skip
    assert [replace(voice, position=0) for voice in read.voices] == list(draft.voices)


def test_a_suggestion_that_was_changed_is_edited(room):
    room.open(key="k1")
    room.type("summary", "Some 20 people killed")

    number = room.save()

    claim = room.desk.case.get(Claim, number)
    assert (claim.origin, claim.summary) == ("edited", "Some 20 people killed")
    assert claim.when == DRAFT.claim.when  # its words were not read again


def test_words_marked_by_hand_are_one_act_that_undo_takes_back(room):
    room.open()

    room.save()

    assert [claim.origin for claim in room.claims()] == ["hand"]
    assert room.desk.case.last.label == "Mark claim"
    room.desk.undo()
    assert room.claims() == []
    assert room.desk.case.select(Event) == []


def test_an_existing_claim_is_corrected_and_undo_brings_its_values_back(room):
    number = accepted(room, FULL)
    room.open(claiming.draft_of(room.desk.case, number), claim=number)
    room.type("summary", "Cells were closed")
    room.type("when", "22 April")

    assert room.save() == number

    assert room.desk.case.last.label == "Correct claim"
    claim = room.desk.case.get(Claim, number)
    assert (claim.summary, claim.when.edtf) == ("Cells were closed", "2021-04-22")
    assert claim.event is None  # it was in none, and nobody asked for one
    room.desk.undo()
    back = room.desk.case.get(Claim, number)
    assert (back.summary, back.when) == (FULL.claim.summary, FULL.claim.when)


def test_saving_without_a_change_writes_nothing(room):
    number = accepted(room)
    with room.desk.edit("Gather") as edit:
        gathering.new_event(edit, number)
    steps = len(room.desk.case.steps()[0])
    room.open(claiming.draft_of(room.desk.case, number), claim=number)

    assert room.save() == number

    assert len(room.desk.case.steps()[0]) == steps


def test_the_event_that_is_proposed_says_why_and_takes_the_claim_in(room):
    first = accepted(room)
    with room.desk.edit("Gather") as edit:
        event = gathering.new_event(edit, first, title="The killings")
    room.open(replace(DRAFT, claim=replace(DRAFT.claim, summary="Again")), key="k2")
    room.proposals()

    assert room.editor.form.belongs.combo.currentText() == "The killings"
    assert "same day" in room.editor.form.belongs.combo.accessibleDescription()
    number = room.save()

    assert room.desk.case.get(Claim, number).event == event


def test_a_new_event_is_chosen_by_hand_against_the_proposal(room):
    first = accepted(room)
    with room.desk.edit("Gather") as edit:
        event = gathering.new_event(edit, first)
    room.open(replace(DRAFT, claim=replace(DRAFT.claim, summary="Again")), key="k2")
    room.proposals()
    combo = room.editor.form.belongs.combo
    combo.setFocus()
    room.bot.keyClick(combo, KEY.Key_N)
    assert combo.currentText() == "New event: Again"

    number = room.save()

    assert room.desk.case.get(Claim, number).event not in (None, event)


# --- nothing is lost


def test_a_half_filled_draft_survives_closing_and_opening_the_case(room):
    room.open()
    room.type("summary", "Half a sum")
    room.type("quantity", "lots and lots")
    room.desk.close()

    again = Desk()
    again.open(room.path)
    editor = shown(room.bot, again)
    assert editor.resume(room.source)
    form = editor.form
    assert form.read().claim.summary == "Half a sum"
    assert form.how_many.quantity.line.text() == "lots and lots"
    assert form.rows["quantity"].error
    assert form.read().claim.when == DRAFT.claim.when
    assert form.read().spans == (KILLED,)
    again.close()


def test_what_is_typed_is_in_the_case_half_a_second_after_the_last_key(room):
    room.open()
    room.type("summary", "Typed")

    room.bot.waitUntil(lambda: bool(room.desk.case.desk_keys("draft:")), timeout=2000)

    assert "Typed" in str(room.desk.case.desk(f"draft:{room.source}"))


def test_escape_keeps_and_discard_throws_away(room):
    room.open()
    room.type("summary", "Kept")
    with room.bot.waitSignal(room.editor.did_cancel):
        room.press(KEY.Key_Escape)
    assert not room.editor.is_open

    assert room.editor.resume(room.source)
    assert room.line("summary").toPlainText() == "Kept"
    with room.bot.waitSignal(room.editor.did_cancel):
        room.click("Discard")

    assert not room.editor.resume(room.source)
    assert room.desk.case.desk_keys("draft:") == []
    assert room.claims() == []


def test_close_keeps_what_was_typed_and_the_buttons_say_what_becomes_of_it(room):
    room.open()
    room.type("summary", "Kept")
    assert "Keeps what you typed" in room.button("Close").toolTip()
    assert "Throws away what you typed" in room.button("Discard").toolTip()
    with room.bot.waitSignal(room.editor.did_cancel):
        room.click("Close")

    assert room.editor.resume(room.source)
    assert room.line("summary").toPlainText() == "Kept"


def test_a_text_shows_its_last_line_whole(room):
    room.open()
    for scale in (1.0, 1.25, 1.5):
        theme.apply(QApplication.instance(), "light", scale=scale)
        room.line("summary").set_value("Gyms and jetties for young prisoners, quickly " * 2)
        QApplication.processEvents()
        block = room.line("summary").document().firstBlock()
        words = room.line("summary").blockBoundingRect(block).height()
        assert words <= room.line("summary").viewport().height()
    theme.apply(QApplication.instance(), "light")


def test_the_editor_is_never_narrower_than_its_fields(room):
    room.open()
    for scale in (1.0, 1.5):
        theme.apply(QApplication.instance(), "light", scale=scale)
        QApplication.processEvents()
        bar = room.editor.findChild(Scroll).verticalScrollBar().sizeHint().width()
        least = room.editor.form.minimumSizeHint().width() + bar
        assert room.editor.minimumSizeHint().width() >= least
    theme.apply(QApplication.instance(), "light")


def test_two_half_filled_drafts_of_one_source_do_not_overwrite_each_other(room):
    room.open(key="k1")
    room.type("summary", "First")
    room.open(FULL, key="k2")
    room.type("summary", "Second")
    room.open(key="k1")

    assert room.line("summary").toPlainText() == "First"
    room.open(FULL, key="k2")
    assert room.line("summary").toPlainText() == "Second"


def test_nothing_is_kept_of_a_draft_that_was_only_looked_at_or_saved(room):
    room.open()
    room.press(KEY.Key_Escape)
    assert not room.editor.resume(room.source)

    room.open()
    room.type("summary", "Saved")
    room.save()
    assert not room.editor.resume(room.source)


def test_undoing_the_claim_that_is_being_corrected_leaves_the_editor(room):
    number = accepted(room)
    room.open(claiming.draft_of(room.desk.case, number), claim=number)

    with room.bot.waitSignal(room.editor.did_cancel):
        room.desk.undo()

    assert not room.editor.is_open


def test_values_that_were_typed_and_read_come_back_as_they_were_typed(room):
    number = accepted(room, FULL)
    room.open(claiming.draft_of(room.desk.case, number), claim=number)
    room.press(KEY.Key_D, CTRL)
    room.type("when", "22 April")
    room.type("duration", "15 days")
    room.button("Not clear which").setFocus()
    room.press(KEY.Key_Space)
    room.press(KEY.Key_Escape)

    assert room.editor.resume(room.source)

    claim = room.editor.form.read().claim
    assert room.editor.claim == number
    assert (claim.when.words, claim.when.edtf) == ("22 April", "2021-04-22")
    assert (claim.duration.iso, claim.duration.unclear) == ("P15D", False)


def test_the_same_words_marked_wider_are_another_draft(room):
    room.open()
    room.type("summary", "Narrow")

    room.open(replace(DRAFT, spans=(Span(0, 60),)))

    assert room.editor.form.read().spans == (Span(0, 60),)
    assert room.line("summary").toPlainText() == DRAFT.claim.summary


def test_a_half_filled_correction_of_a_claim_that_is_gone_is_not_resumed(room):
    number = accepted(room)
    room.open(claiming.draft_of(room.desk.case, number), claim=number)
    room.type("summary", "Half")
    room.press(KEY.Key_Escape)
    room.desk.undo()

    assert not room.editor.resume(room.source)


def test_a_link_to_a_claim_that_was_withdrawn_is_refused_beside_it(room):
    other = accepted(room, FULL)
    room.open(replace(DRAFT, links=(DraftLink("about", other),)))
    room.desk.undo()

    room.press(KEY.Key_Return, CTRL)

    assert "withdrawn" in room.error("links")
    assert room.claims() == []


def test_undoing_the_source_leaves_the_editor(room):
    room.open()

    with room.bot.waitSignal(room.editor.did_cancel):
        room.desk.undo()

    assert not room.editor.is_open


def test_escape_closes_an_open_list_before_it_leaves_the_editor(room):
    room.open(Draft(claim=Claim(kind=Kind.INCIDENT), spans=(KILLED,)))
    line = room.line("type")
    room.bot.keyClicks(line, "kill")
    room.bot.waitUntil(lambda: line.completer().popup().isVisible())

    room.bot.keyClick(line.completer().popup(), KEY.Key_Escape)

    assert not line.completer().popup().isVisible()
    assert room.editor.is_open


def test_letters_that_do_something_in_the_room_around_are_for_the_fields(qtbot, tmp_path):
    desk = Desk()
    desk.create(tmp_path / "valdoria.habeas")
    with desk.case.edit("Add") as edit:
        source = collecting.add(edit, Reading(TEXT.encode(), TEXT, title="Valdoria")).source
    around = QWidget()
    qtbot.addWidget(around)
    editor = ClaimEditor(desk, around)
    pressed: list[str] = []
    for keys in ("M", "Return", "Backspace"):
        shortcut = QShortcut(QKeySequence(keys), around)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(partial(pressed.append, keys))
    around.resize(420, 600)
    with qtbot.waitActive(around):
        around.show()
        around.activateWindow()
    editor.edit_draft(DRAFT, source=source, text=TEXT)
    combo = editor.form.what.kind
    combo.setFocus()

    for key in (KEY.Key_M, KEY.Key_Return, KEY.Key_Backspace):
        qtbot.keyClick(combo, key)

    assert pressed == []
    assert combo.value() == "measure"
    qtbot.keyClick(combo, KEY.Key_Escape)
    assert not editor.is_open
    desk.close()


# --- looks


def test_ctrl_d_shows_the_rest_and_it_is_remembered(room):
    room.open(FULL)
    assert not room.line("duration").isVisible()
    assert "filled in" in room.editor.form.toggle.text()

    room.press(KEY.Key_D, CTRL)

    assert room.line("duration").isVisible()
    room.press(KEY.Key_Escape)
    room.open()
    assert room.line("duration").isVisible()


def test_the_wheel_scrolls_and_changes_no_value(room):
    room.open()
    combo = room.editor.form.stance.assertion
    room.line("summary").setFocus()
    before = combo.currentIndex()
    wheel = QWheelEvent(
        QPointF(5, 5), combo.mapToGlobal(QPointF(5, 5)), QPoint(0, -120), QPoint(0, -120),
        Qt.MouseButton.NoButton, NO, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(combo, wheel)

    assert combo.currentIndex() == before


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_narrow_panel(room, scale, scheme):
    app = QApplication.instance()
    theme.apply(app, scheme, scale=scale)
    room.editor.resize(360, 560)
    room.open(FULL)
    room.press(KEY.Key_D, CTRL)
    QApplication.processEvents()
    scroll = room.editor.findChild(QScrollArea)

    assert room.editor.width() == 360
    assert room.editor.form.width() <= scroll.viewport().width()
    for button in room.editor.findChildren(QPushButton):
        if button.isVisible():
            assert button.width() >= button.minimumSizeHint().width(), button.text()
    for label in room.editor.findChildren(QLabel):
        if label.isVisible() and label.text():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    theme.apply(app, "light")


def test_no_two_fields_ask_for_the_same_key(room):
    room.open()
    labels = [row.label.text() for row in room.editor.form.rows.values()]
    asked = [label[label.index("&") + 1].upper() for label in labels if "&" in label]
    asked.append("F")  # more fields

    assert len(asked) >= 14
    assert len(set(asked)) == len(asked)
    assert not set(asked) & set("CEHGV")  # the menus

"""Actors: as voices and in roles, each line with its speaker, labels in quotation marks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from habeas.capture.reading import Reading
from habeas.domain.claim import Assertion, Claim, Kind
from habeas.domain.draft import Draft, Span
from habeas.domain.register import Actor
from habeas.domain.voice import Role, Voice
from habeas.services import claiming, collecting, registering
from habeas.ui import actions, theme
from habeas.ui.desk import Desk
from habeas.ui.views.actors import ActorsView
from habeas.ui.widgets.registerpage import Form

TEXT = "President Varn said that gang members ordered it, as Canal Norte reported."


def build(desk: Desk) -> None:
    """A suspicion: a label of the source, a person who says it, a broadcaster who passes it on."""
    with desk.edit("Accept claim") as edit:
        reading = Reading(data=TEXT.encode(), text=TEXT, title="Notes", language="en")
        source = collecting.add(edit, reading, publisher="Daily Example").source
        claim = Claim(
            kind=Kind.STATEMENT, type="statement/allegation", summary="Killings ordered by gangs",
            assertion=Assertion.SUSPECTED,
        )  # fmt: skip
        voices = (Voice(name="President Varn", verb="announced"),
                  Voice(name="Canal Norte", verb="reported"))  # fmt: skip
        roles = (Role(role="orderer", name="gang members", label_of_source=True),)
        claiming.accept(
            edit, Draft(claim, (Span(0, 20),), roles=roles, voices=voices), source=source
        )
        registering.actor(edit, "Tadeo Varn", kind="person")


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    theme.apply(qapp, "light")
    made = Desk()
    made.create(tmp_path / "t.habeas")
    build(made)
    yield made
    made.close()


@pytest.fixture
def view(qtbot: QtBot, desk: Desk) -> ActorsView:
    made = ActorsView(desk)
    qtbot.addWidget(made)
    made.pairs = [(a, actions.install(a, made)) for a in made.actions_table()]
    made.resize(1000, 600)
    with qtbot.waitExposed(made):
        made.show()
    return made


def cells(view: ActorsView, name: str, desk: Desk) -> list[str]:
    number = registering.find_actor(desk.case, name)
    assert number is not None
    view.arrive("actor", number, {})
    rows = view.claims.rows
    return [rows.index(0, column).data() for column in range(4)]


def test_a_label_of_the_source_stays_in_quotation_marks_and_with_its_speaker(
    view: ActorsView, desk: Desk, qtmodeltester: ModelTester
) -> None:
    said = cells(view, "gang members", desk)
    assert said == [
        "date not stated", "Killings ordered by gangs (suspected)", "who ordered it",
        "President Varn ← Canal Norte ← Daily Example",
    ]  # fmt: skip
    assert view.heading.accessibleName() == "“gang members”"
    qtmodeltester.check(view.claims.rows)
    qtmodeltester.check(view.list.rows)


def test_a_voice_stands_with_what_it_did_with_the_words(view: ActorsView, desk: Desk) -> None:
    assert cells(view, "Canal Norte", desk)[2] == "voice (reported)"
    assert view.heading.accessibleName() == "Canal Norte"


def test_nothing_is_counted_or_judged_of_a_person_but_claims(view: ActorsView, desk: Desk) -> None:
    number = registering.find_actor(desk.case, "President Varn")
    row = view.list.rows.find(number or 0)
    assert view.list.rows.index(row, 0).data() == "President Varn\nkind not stated\n1 claim"


def test_the_kind_is_corrected_in_place(qtbot: QtBot, view: ActorsView, desk: Desk) -> None:
    cells(view, "Canal Norte", desk)
    kind = view.description.kind
    kind.setCurrentIndex(kind.findData("organisation"))
    view.description.go.click()
    number = registering.find_actor(desk.case, "Canal Norte")
    assert desk.case.get(Actor, number or 0).kind == "organisation"
    assert "Organisation" in view.heading._meta.text()
    assert desk.case.steps()[0][-1].label == "Correct actor"
    assert not view.description.within.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_two_names_of_one_person_are_made_one_and_parted(
    qtbot: QtBot, view: ActorsView, desk: Desk
) -> None:
    cells(view, "President Varn", desk)
    {a.id: q for a, q in view.pairs}["actors.merge"].trigger()
    [form] = view.findChildren(Form)
    qtbot.keyClicks(form.rows["other"].editor.lineEdit(), "tadeo varn")
    form.go.click()
    assert registering.find_actor(desk.case, "Tadeo Varn") == view.list.current
    assert desk.case.steps()[0][-1].label == "Merge actors"
    desk.undo()
    assert registering.find_actor(desk.case, "Tadeo Varn") != view.list.current


def test_what_it_says_is_asked_for_in_the_table(view: ActorsView, desk: Desk) -> None:
    asked: list[tuple[str, int, object]] = []
    desk.did_ask.connect(lambda *call: asked.append(call))
    cells(view, "Canal Norte", desk)
    {a.id: q for a, q in view.pairs}["actors.claims"].trigger()
    assert asked == [("claims", 0, {"voice": view.list.current})]

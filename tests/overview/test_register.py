"""What lists and pages of events, places and actors read from the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from habeas.domain.claim import Kind
from habeas.domain.draft import Draft, DraftLink
from habeas.domain.scope import Scope
from habeas.domain.voice import Role, Voice
from habeas.domain.when import Holding, When
from habeas.overview import register
from habeas.services import claiming, collecting, gathering
from habeas.store.case import Case
from making import TEXT, draft, reading, spans


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create(tmp_path / "t.habeas") as made:
        with made.edit("Add sources") as edit:
            collecting.add(edit, reading(), published="2031-05-12", publisher="Daily Example")
        yield made


def add(case: Case, made: Draft, *, event: int | None = None) -> int:
    with case.edit("Accept claim") as edit:
        number = claiming.accept(edit, made, source=1, event=event)
        if event is None:
            gathering.new_event(edit, number)
        return number


KILLED = draft("More than 20 people were shot dead on Friday", places=("Altamora",))
ALERT = draft("Seven prisons are on alert", kind=Kind.MEASURE, type_="measure/alert", when="")


def rows(case: Case, find: str, show: str, *params: int) -> list[dict[str, object]]:
    found = case.rows(find=find, show=show, params=params)
    return [found.row(n) for n in range(len(found))]


def test_events_are_listed_by_time_those_without_a_day_last(case: Case) -> None:
    add(case, ALERT)
    add(case, KILLED)
    told = [(row["id"], register.when_of(row)) for row in rows(
        case, register.EVENTS, register.EVENT_ROW)]  # fmt: skip
    assert told == [(2, "Friday 9 May 2031"), (1, "date not stated")]


def test_an_event_tells_when_where_and_how_many_speak(case: Case) -> None:
    add(case, KILLED)
    voiced = replace(ALERT, voices=(Voice(name="a wire"),), claim=replace(
        ALERT.claim, scope=Scope(place_class="seven prisons")))  # fmt: skip
    add(case, voiced, event=1)
    add(case, replace(voiced, spans=spans("Peña Gris")), event=1)
    page = register.page(case, 1)
    assert page.facts == (
        "Friday 9 May 2031", "Altamora; seven prisons", "3 claims, 1 source, 2 origins",
    )  # fmt: skip
    assert page.quotes[1] == ("More than 20 people were shot dead on Friday",)


def test_dates_that_differ_are_said_to_differ(case: Case) -> None:
    add(case, KILLED)
    add(case, draft("Seven prisons", when="2031-05-10"), event=1)
    assert register.page(case, 1).facts[0] == "Friday 9 May 2031 (dates differ: see below)"


def test_a_chain_goes_from_the_nearest_voice_to_the_source(case: Case) -> None:
    voices = (Voice(name="intelligence", inferred=True), Voice(name="the president"))
    add(case, replace(KILLED, voices=voices))
    [side] = register.page(case, 1).agreement.sides
    assert register.chain(side) == (
        "intelligence (inferred by the reader) ← the president ← Daily Example"
    )


def test_a_link_reads_forward_at_one_end_and_backward_at_the_other(case: Case) -> None:
    add(case, KILLED)
    add(case, ALERT)
    passage = case.query("SELECT passage AS n FROM claim_passage WHERE claim = 2")[0]["n"]
    with case.edit("Link events") as edit:
        gathering.link(edit, "in-response-to", from_event=2, to_event=1, passage=passage)
    [here], [there] = register.page(case, 2).ties, register.page(case, 1).ties
    assert (here.says, here.event) == ("is in response to", 1)
    assert (there.says, there.event, there.title) == ("led to", 2, "Seven prisons are on alert")
    assert here.quote == there.quote == "Seven prisons are on alert"


def test_a_link_between_claims_is_told_of_their_events(case: Case) -> None:
    one = add(case, KILLED)
    two = add(case, ALERT)
    with case.edit("Correct claim") as edit:
        claiming.correct(
            edit, two, replace(claiming.draft_of(edit, two), links=(DraftLink("about", one),))
        )
        gathering.gather(edit, one, None)
    [tie] = register.page(case, 2).ties
    assert (tie.says, tie.event, tie.claim) == ("is about", None, one)


def test_a_place_is_told_of_by_time(case: Case) -> None:
    add(case, draft("Seven prisons", when="2031-05-10", places=("Altamora",)))
    add(case, KILLED)
    add(case, replace(ALERT, places=KILLED.places, claim=replace(
        ALERT.claim, when=When("/..", "", Holding.SOURCE_DAY))))  # fmt: skip
    told = rows(case, register.CLAIMS_OF_PLACE, register.claim_row_of_place(1), 1)
    assert [row["id"] for row in told] == [2, 1, 3]
    assert register.when_of(told[2]).startswith("held on the day the source speaks (12 May 2031)")


def test_an_actor_may_be_voice_and_have_a_role_in_one_claim(case: Case) -> None:
    made = replace(
        KILLED,
        voices=(Voice(name="the ministry", verb="ordered"),),
        roles=(Role(role="orderer", name="The Ministry"), Role(role="target", name="inmates")),
    )
    add(case, made)
    [row] = rows(case, register.CLAIMS_OF_ACTOR, register.claim_row_of_actor(1), 1, 1)
    assert register.part_of_actor(row) == "voice (ordered); who ordered it"
    assert register.speakers(row) == "the ministry ← Daily Example"


def test_many_events_are_listed_in_order(case: Case) -> None:
    with case.edit("Accept claim") as edit:
        for n in range(300):
            made = draft(TEXT[n % 20 : 60], when=f"2031-05-{n % 28 + 1:02}")
            gathering.new_event(edit, claiming.accept(edit, made, source=1))
    found = case.rows(find=register.EVENTS, show=register.EVENT_ROW)
    days = [str(found.row(n)["when_edtf"]) for n in range(len(found))]
    assert len(days) == 300
    assert days == sorted(days)

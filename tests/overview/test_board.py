"""The board: what held where on a day, how it is known, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from habeas.capture.reading import Reading
from habeas.domain.claim import Assertion, Claim, Kind, Stage
from habeas.domain.draft import Draft, DraftLink, PlaceName, Span
from habeas.domain.quantity import Quantity
from habeas.domain.scope import Scope
from habeas.domain.when import Holding, When
from habeas.overview import board
from habeas.overview.board import Entry, Line
from habeas.services import claiming, collecting, gathering, registering
from habeas.store.case import Case

SPOKE = "2020-04-27"
ON_THE_DAY = When("/", holding=Holding.SOURCE_DAY)
PRISONS = ("Peña Gris", "Santa Brisa")
GOING_ON = When("/..", holding=Holding.SOURCE_DAY)


class Record:
    """A case with two prisons, in which tests state what they need."""

    def __init__(self, case: Case) -> None:
        self.case = case
        with case.edit("Add") as edit:
            self.article = self._source(edit, "An article", published=SPOKE)
            self.visit = self._source(
                edit, "A visit", published="2020-04-28", confidentiality="confidential"
            )
            self.pinned = registering.place(edit, "Peña Gris", kind="detention")
            registering.place(edit, "Santa Brisa", kind="detention")

    @staticmethod
    def _source(edit: Any, text: str, **described: Any) -> int:
        return collecting.add(edit, Reading(text.encode(), text, title=text), **described).source

    def say(
        self,
        type_: str,
        when: When,
        *,
        at: tuple[str, ...] = (),
        source: int = 0,
        lifts: int = 0,
        **values: Any,
    ) -> int:
        draft = Draft(
            Claim(
                kind=Kind(type_.partition("/")[0]),
                type=type_,
                when=when,
                **{"summary": f"a {type_}", **values},
            ),
            spans=(Span(0, 3),),
            places=tuple(PlaceName(name) for name in at),
            links=(DraftLink("lifts", lifts),) if lifts else (),
        )
        with self.case.edit("Accept claim") as edit:
            return claiming.accept(edit, draft, source=source or self.article)

    def line(self, day: str, name: str) -> Line:
        return next(line for line in board.board(self.case, day) if line.name == name)

    def held(self, day: str, name: str = "Peña Gris") -> list[tuple[str, str]]:
        return [(entry.label, entry.how) for entry in self.line(day, name).held]


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Case.create(tmp_path / "valdoria.habeas") as case:
        yield Record(case)


def people(n: int) -> Quantity:
    return Quantity(Decimal(n), Decimal(n), Decimal(n), "people", words=str(n))


def test_every_place_of_detention_has_a_line_even_without_evidence(record):
    lines = board.board(record.case, SPOKE)

    assert [(line.group, line.name) for line in lines] == [
        ("detention", "Peña Gris"),
        ("detention", "Santa Brisa"),
    ]
    assert not any(line.held or line.incidents or line.figures for line in lines)


@pytest.mark.parametrize(
    ("when", "day", "how"),
    [
        (When("2020-04-24"), "2020-04-24", "yes"),
        (When("2020-04-24"), "2020-04-25", None),
        (When("2020-04"), "2020-04-10", "perhaps"),
        (When("2020-04-20/2020-04-30", holding=Holding.EVERY_DAY), "2020-04-25", "yes"),
        (When("2020-04-25/..", holding=Holding.EVERY_DAY), "2020-04-26", "yes"),
        (When("2020-04-25/..", holding=Holding.EVERY_DAY), "2020-05-03", "open"),
        (When("2020-04-25/..", holding=Holding.EVERY_DAY), "2020-04-24", None),
        (ON_THE_DAY, SPOKE, "source-day"),
        (ON_THE_DAY, "2020-04-28", None),
        (GOING_ON, SPOKE, "source-day"),
        (GOING_ON, "2020-04-28", "open"),
        (GOING_ON, "2020-04-26", None),
        (When(), SPOKE, None),
    ],
)
def test_a_measure_stands_on_the_days_for_which_it_speaks(record, when, day, how):
    record.say("measure/search", when, at=("Peña Gris",))

    assert record.held(day) == ([("Search", how)] if how else [])
    assert record.held(day, "Santa Brisa") == []


def test_an_open_end_names_its_last_dated_evidence(record):
    record.say("measure/search", GOING_ON, at=("Peña Gris",))

    (entry,) = record.line("2020-05-20", "Peña Gris").held

    assert entry.detail == "said to go on; last dated evidence on Monday 27 April 2020"
    assert board.entry_in_words(entry).endswith("27 April 2020 · 1 claim")


def test_what_is_said_of_a_class_is_not_said_of_its_places(record):
    seven = Scope("prisons with inmates from gangs", places_low=7, places_high=7)
    record.say("measure/alert", ON_THE_DAY, scope=seven)

    lines = board.board(record.case, SPOKE)

    assert [(line.name, [e.label for e in line.held]) for line in lines] == [
        ("Peña Gris", []),
        ("Santa Brisa", []),
        ("prisons with inmates from gangs (7 places)", ["Alert"]),
    ]
    assert lines[-1].group == "class"


def test_a_place_named_beside_its_class_has_the_measure_too(record):
    every = Scope("every centre with gangs")
    record.say("measure/search", ON_THE_DAY, scope=every, at=("Peña Gris",))

    assert record.held(SPOKE) == [("Search", "source-day")]
    assert record.held(SPOKE, "every centre with gangs") == [("Search", "source-day")]
    assert record.held(SPOKE, "Santa Brisa") == []


def test_what_holds_in_a_place_around_a_prison_is_not_said_of_the_prison(record):
    with record.case.edit("Describe place") as edit:
        alta = registering.place(edit, "Alta", kind="department")
        registering.describe_place(
            edit, record.pinned, name="Peña Gris", kind="detention", parent=alta, note=""
        )
    record.say("measure/curfew", ON_THE_DAY, at=("Alta",))

    assert record.held(SPOKE) == []
    assert record.line(SPOKE, "Alta").group == "place"
    assert record.line(SPOKE, "Peña Gris").within == "Alta"


def test_the_country_gathers_what_is_nationwide(record):
    record.say("measure/lockdown", ON_THE_DAY, scope=Scope(nationwide=True))
    assert record.line(SPOKE, "Nationwide").group == "country"

    with record.case.edit("Add place") as edit:
        registering.place(edit, "Valdoria", kind="country")
    assert record.held(SPOKE, "Valdoria") == [("Lockdown of the population", "source-day")]


def test_what_names_no_place_is_not_lost(record):
    record.say("measure/use-of-force", ON_THE_DAY, stage=Stage.AUTHORISED)

    assert record.held(SPOKE, "Place not stated") == [("Use of force · authorised", "source-day")]


def test_doubt_stage_and_secrecy_are_said(record):
    record.say("measure/search", ON_THE_DAY, at=("Peña Gris",), assertion=Assertion.ALLEGED,
               stage=Stage.ORDERED)  # fmt: skip
    record.say("condition/crowding", When(SPOKE), at=("Peña Gris",), source=record.visit)

    crowded, search = record.line(SPOKE, "Peña Gris").held

    assert search.label == "Search · ordered · alleged"
    assert crowded.confidential
    assert crowded.label == "Crowding together (confidential)"
    assert "confidential source" in crowded.detail


def test_claims_that_say_the_same_are_one_entry_with_its_strongest_evidence(record):
    first = record.say("measure/search", When("2020-04"), at=("Peña Gris",))
    second = record.say("measure/search", ON_THE_DAY, at=("Peña Gris",), source=record.article)
    third = record.say("measure/search", When(SPOKE), at=("Peña Gris",), source=record.visit)

    (entry,) = record.line(SPOKE, "Peña Gris").held

    assert entry.how == "yes"
    assert entry.claims == (first, second, third)
    assert "in part from a confidential source" in entry.detail
    assert "(confidential)" not in entry.label


def test_a_lifted_measure_does_not_seem_to_go_on(record):
    ban = record.say("measure/visits-ban", GOING_ON, at=("Peña Gris",))
    record.say("measure/visits-ban", When("2020-05-02"), at=("Peña Gris",), stage=Stage.LIFTED,
               lifts=ban)  # fmt: skip

    assert record.held("2020-05-01") == [("Ban on visits", "open")]
    assert record.held("2020-05-03") == [("Ban on visits", "lifted")]
    assert ("Ban on visits · lifted", "yes") in record.held("2020-05-02")


def test_a_lifting_within_a_month_is_not_said_to_be_of_its_first_day(record):
    ban = record.say("measure/visits-ban", GOING_ON, at=("Peña Gris",))
    record.say("measure/visits-ban", When("2020-05"), at=("Peña Gris",), stage=Stage.LIFTED,
               lifts=ban)  # fmt: skip

    (entry,) = record.line("2020-06-03", "Peña Gris").held

    assert entry.detail == "was said to go on, then said to be lifted by Sunday 31 May 2020"


def test_a_lifting_at_one_prison_says_nothing_of_another(record):
    bans = [record.say("measure/visits-ban", GOING_ON, at=(name,)) for name in PRISONS]
    lifted = record.say(
        "measure/visits-ban", When("2020-05-02"), at=PRISONS[:1], stage=Stage.LIFTED
    )
    with record.case.edit("Gather") as edit:
        event = gathering.new_event(edit, bans[0])
        for claim in (bans[1], lifted):
            gathering.gather(edit, claim, event)

    assert record.held("2020-05-03", PRISONS[0]) == [("Ban on visits", "lifted")]
    assert record.held("2020-05-03", PRISONS[1]) == [("Ban on visits", "open")]


def test_a_denial_is_no_evidence_that_it_held(record):
    record.say("measure/search", When(SPOKE), at=("Peña Gris",), assertion=Assertion.DENIED)
    record.say("incident/riot", When(SPOKE), at=("Peña Gris",), assertion=Assertion.DENIED)

    line = record.line(SPOKE, "Peña Gris")

    assert [(e.label, e.how) for e in (*line.held, *line.incidents)] == [
        ("Search · denied", "denied"),
        ("Riot, 27 Apr 2020 · denied", "denied"),
    ]
    assert line.held[0].detail == "whoever speaks says that it was not so: Monday 27 April 2020"


def test_in_force_carried_out_and_not_stated_are_one_entry(record):
    for stage in (Stage.NONE, Stage.IN_FORCE, Stage.CARRIED_OUT, Stage.ANNOUNCED):
        record.say("measure/search", When(SPOKE), at=("Peña Gris",), stage=stage)

    found = [(e.label, len(e.claims)) for e in record.line(SPOKE, "Peña Gris").held]

    assert found == [("Search", 3), ("Search · announced", 1)]


def test_the_last_incident_is_the_last_one_on_or_before_the_day(record):
    record.say("incident/riot", When("2020-04-10"), at=("Peña Gris",))
    killing = record.say("incident/killing", When("2020-04-24"), at=("Peña Gris",),
                         assertion=Assertion.SUSPECTED)  # fmt: skip
    record.say("incident/escape", When("2020-05-05"), at=("Peña Gris",))
    with record.case.edit("New event") as edit:
        event = gathering.new_event(edit, killing)

    def last(day: str) -> Entry | None:
        return next(iter(record.line(day, "Peña Gris").incidents), None)

    assert last("2020-04-09") is None
    assert last("2020-04-23").label == "Riot, 10 Apr 2020"
    assert last("2020-04-30").label == "Killing, 24 Apr 2020 · suspected"
    assert last("2020-04-30").event == event


def test_an_alleged_day_does_not_become_the_day_of_what_is_stated(record):
    stated = record.say("incident/riot", When("2020-04"), at=("Peña Gris",))
    alleged = record.say("incident/riot", When("2020-04-24"), at=("Peña Gris",),
                         assertion=Assertion.ALLEGED)  # fmt: skip
    with record.case.edit("New event") as edit:
        gathering.gather(edit, alleged, gathering.new_event(edit, stated))

    (riot,) = record.line("2020-05-01", "Peña Gris").incidents

    assert riot.label == "Riot, 24 Apr 2020 · alleged"
    assert riot.detail == "dated evidence: Friday 24 April 2020"


def test_figures_show_their_latest_value_with_its_day_and_both_where_they_differ(record):
    for day, n in (("2020-04-20", 10), ("2020-04-24", 22), ("2020-04-24", 24)):
        record.say("figure/homicides", When(day), at=("Peña Gris",), quantity=people(n))
    record.say("figure/capacity", When(), at=("Peña Gris",), quantity=people(900))

    def labels(day: str) -> list[str]:
        return [entry.label for entry in record.line(day, "Peña Gris").figures]

    assert labels("2020-04-21") == ["10 – Homicides, 20 Apr 2020"]
    assert labels("2020-04-30") == [
        "900 – Capacity, 27 Apr 2020",
        "22 – Homicides, 24 Apr 2020",
        "24 – Homicides, 24 Apr 2020",
    ]
    capacity = record.line("2020-04-30", "Peña Gris").figures[0]
    assert capacity.detail == "no day stated; the source speaks on Monday 27 April 2020"


def test_the_board_opens_on_the_latest_day_a_source_speaks(record, tmp_path):
    assert board.latest_day(record.case) == "2020-04-28"
    with Case.create(tmp_path / "empty.habeas") as empty:
        assert board.latest_day(empty) == ""

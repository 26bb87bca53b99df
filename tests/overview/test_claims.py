"""The table of claims: filters let through what they say, and order is order."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from habeas.capture.reading import Reading
from habeas.domain.claim import Assertion, Claim, Kind
from habeas.domain.draft import Draft, PlaceName, Span
from habeas.domain.quantity import Quantity
from habeas.domain.scope import Scope
from habeas.domain.voice import Voice
from habeas.domain.when import Holding, When
from habeas.overview import claims
from habeas.overview.claims import SORTS, Filter
from habeas.services import claiming, collecting, gathering, registering
from habeas.store.case import Case

TEXT = "Guards closed every cell at Peña Gris. Thirty people died, the ministry said on Friday."


class Record:
    """A case of five claims, by short names."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.ids: dict[str, int] = {}
        with case.edit("Add source") as edit:
            self.article = collecting.add(
                edit, Reading(TEXT.encode(), TEXT, title="Cells closed"), published="2020-04-27"
            ).source
            other = TEXT + " Later."
            self.note = collecting.add(
                edit, Reading(other.encode(), other, title="A visit"), confidentiality="internal"
            ).source
            for name, parent in (("Valdoria", None), ("Alta", "Valdoria"), ("Peña Gris", "Alta")):
                number = registering.place(edit, name)
                above = registering.find_place(edit, parent) if parent else None
                registering.describe_place(
                    edit, number, name=name, kind="other", parent=above, note=""
                )

    def add(
        self,
        name: str,
        type_: str,
        /,
        *,
        places: tuple[str, ...] = (),
        voices: tuple[str, ...] = (),
        source: int = 0,
        **values: Any,
    ) -> int:
        """Accept a claim and remember it by name."""
        kind = Kind(type_.partition("/")[0])
        draft = Draft(
            Claim(kind=kind, type=type_, **{"summary": name, **values}),
            spans=(Span(0, 6),),
            places=tuple(PlaceName(place) for place in places),
            voices=tuple(Voice(name=voice) for voice in voices),
        )
        with self.case.edit("Accept claim") as edit:
            self.ids[name] = claiming.accept(edit, draft, source=source or self.article)
        return self.ids[name]

    def found(self, wanted: Filter, **how: Any) -> list[str]:
        """The names of the claims that a filter lets through, in order."""
        names = {number: name for name, number in self.ids.items()}
        return [names[number] for number in claims.find(self.case, wanted, **how)]


def count(n: int) -> Quantity:
    return Quantity(Decimal(n), Decimal(n), Decimal(n), "people", words=str(n))


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Case.create(tmp_path / "valdoria.habeas") as case:
        made = Record(case)
        spoke, march = When("/..", holding=Holding.SOURCE_DAY), When("2020-03-22/")
        made.add("cells closed", "measure/confinement", places=("Peña Gris",),
                 when=spoke, voices=("the ministry",))  # fmt: skip
        made.add("thirty dead", "incident/killing", places=("Alta",), when=When("2020-04-24"),
                 quantity=count(30), assertion=Assertion.ALLEGED,
                 voices=("a widow", "the ministry"))  # fmt: skip
        made.add("nine dead", "figure/homicides", when=When("2020-04"), quantity=count(9),
                 source=made.note)  # fmt: skip
        made.add("an old wall", "condition/other", scope=Scope(nationwide=True), source=made.note)
        made.add("lockdown", "measure/lockdown", when=march)
        yield made


def test_an_empty_filter_lets_every_claim_through(record):
    assert Filter().is_empty
    assert sorted(record.found(Filter())) == sorted(record.ids)


def test_a_place_lets_through_what_is_said_of_places_within_it(record):
    place = registering.find_place(record.case, "Valdoria")
    inner = registering.find_place(record.case, "Peña Gris")

    assert set(record.found(Filter(place=place))) == {"cells closed", "thirty dead"}
    assert record.found(Filter(place=inner)) == ["cells closed"]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2020-04-24", "2020-04-24", {"thirty dead", "nine dead", "lockdown"}),
        ("2020-04-28", "", {"cells closed", "nine dead", "lockdown"}),
        ("", "2020-03-31", {"lockdown"}),
        ("", "2020-03-21", set()),
        ("2021-01-01", "2021-01-01", {"cells closed", "lockdown"}),
    ],
)
def test_days_let_through_what_may_have_been_so_between_them(record, first, last, expected):
    assert set(record.found(Filter(first_day=first, last_day=last))) == expected


def test_a_voice_is_found_anywhere_in_the_chain(record):
    ministry = registering.find_actor(record.case, "The Ministry")

    assert set(record.found(Filter(voice=ministry))) == {"cells closed", "thirty dead"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("cell", {"cells closed", "thirty dead", "lockdown"}),  # the title of their source
        ("pena", {"cells closed"}),  # its place, without the accent
        ("visit dead", {"nine dead"}),  # the title of its source, and its own words
        ("widow", {"thirty dead"}),
        ("widow lockdown", set()),
        ("  –  ", {"cells closed", "thirty dead", "nine dead", "an old wall", "lockdown"}),
    ],
)
def test_words_are_looked_for_in_claim_place_and_source(record, words, expected):
    assert set(record.found(Filter(words=words))) == expected


def test_filters_are_joined(record):
    source, event = record.note, 0
    with record.case.edit("New event") as edit:
        event = gathering.new_event(edit, record.ids["nine dead"])

    assert record.found(Filter(source=source, kind="figure")) == ["nine dead"]
    assert record.found(Filter(event=event)) == ["nine dead"]
    assert record.found(Filter(event=event, kind="measure")) == []
    assert record.found(Filter(assertion="alleged")) == ["thirty dead"]
    assert record.found(Filter(type="measure/lockdown")) == ["lockdown"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("day", ["lockdown", "nine dead", "thirty dead", "cells closed", "an old wall"]),
        ("summary", ["an old wall", "cells closed", "lockdown", "nine dead", "thirty dead"]),
        ("kind", ["thirty dead", "cells closed", "lockdown", "an old wall", "nine dead"]),
        ("how many", ["nine dead", "thirty dead"]),
        ("place", ["thirty dead", "cells closed", "an old wall"]),
        ("voice", ["thirty dead", "cells closed"]),
    ],
)
def test_claims_stand_in_the_order_asked_for(record, sort, expected):
    assert record.found(Filter(), sort=sort)[: len(expected)] == expected


@pytest.mark.parametrize("sort", ["day", "how many", "voice"])
def test_what_has_no_value_stands_last_both_ways(record, sort):
    valued = {
        "day": {"lockdown", "nine dead", "thirty dead", "cells closed"},
        "how many": {"nine dead", "thirty dead"},
        "voice": {"thirty dead", "cells closed"},
    }[sort]

    up = record.found(Filter(), sort=sort)
    down = record.found(Filter(), sort=sort, descending=True)

    assert set(up[: len(valued)]) == set(down[: len(valued)]) == valued
    assert up[: len(valued)] == down[: len(valued)][::-1]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("descending", [False, True])
def test_every_order_holds_every_claim_once(record, sort, descending):
    assert sorted(record.found(Filter(), sort=sort, descending=descending)) == sorted(record.ids)


def test_a_row_says_what_the_claim_says(record):
    rows = record.case.rows(find="SELECT id FROM claim ORDER BY id", show=claims.SHOW)
    cells, dead, nine = rows.row(0), rows.row(1), rows.row(2)

    assert claims.when_of(cells).startswith("held on the day the source speaks (27 April 2020)")
    assert claims.where_of(cells) == "Peña Gris"
    assert (cells["voice"], cells["passages"], cells["event_title"]) == ("the ministry", 1, None)
    assert (claims.doubt_of(dead), claims.doubt_of(cells)) == ("Alleged", "")
    assert (dead["voice"], dead["voices"]) == ("a widow", 2)
    assert nine["source_confidentiality"] == "internal"
    assert claims.many_of(nine) == "9"


def test_a_row_is_copied_as_one_line_that_keeps_its_doubt(record):
    row = record.case.rows(find="SELECT 2", show=claims.SHOW).row(0)

    fields = claims.as_text(row).split("\t")

    assert fields[2:4] == ["Alleged", "thirty dead"]
    assert fields[-2:] == ["Cells closed", "2020-04-27"]


def test_only_what_claims_have_can_be_chosen(record):
    found = claims.choices(record.case)

    assert [name for _id, name in found["voice"]] == ["a widow", "the ministry"]
    assert [name for _id, name in found["source"]] == ["A visit", "Cells closed"]
    assert {name for _id, name in found["place"]} == {"Alta", "Peña Gris", "Valdoria"}

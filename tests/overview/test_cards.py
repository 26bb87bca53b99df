"""Cards say of each claim and suggestion what a reader needs to see beside its passage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from habeas.capture.reading import Reading
from habeas.domain.claim import Assertion, Claim, Kind, Stage
from habeas.domain.draft import Cited, Draft, PlaceName, Span
from habeas.domain.quantity import Quantity
from habeas.domain.scope import Grounds, Scope
from habeas.domain.voice import Role, Voice
from habeas.domain.when import Holding, When
from habeas.overview.cards import Card, cards, chain, merged, suggested
from habeas.services import claiming, collecting, gathering
from habeas.store.case import Case
from habeas.suggest.found import Suggestion

TEXT = "Guards searched Peña Gris on Friday. The minister denied that 12 people were hurt."


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create(tmp_path / "record.habeas") as made:
        yield made


def source(case: Case, text: str = TEXT, **described: str) -> int:
    with case.edit("Add sources") as edit:
        reading = Reading(text.encode(), text, title="Search at Peña Gris", language="en")
        return collecting.add(edit, reading, **described).source


def search(**values: object) -> Draft:
    claim = Claim(kind=Kind.MEASURE, type="measure/search", summary="Guards searched Peña Gris")
    return Draft(replace(claim, **values), spans=(Span(0, 35),))  # type: ignore[arg-type]


def accept(case: Case, draft: Draft, of: int) -> int:
    with case.edit("Accept claim") as edit:
        return claiming.accept(edit, draft, source=of)


def only(case: Case, of: int, text: str = TEXT) -> Card:
    (card,) = cards(case, of, text=text)
    return card


def test_a_card_says_what_when_where_how_many_and_who_took_part(case):
    number = source(case, published="2020-04-27")
    draft = search(
        stage=Stage.CARRIED_OUT,
        origin="accepted",
        reason="The words “searched” tell of a search.",
        when=When("2020-04-24", "on Friday"),
        scope=Scope(population="members of the bands"),
        quantity=Quantity(Decimal(12), Decimal(12), Decimal(12), "people", False, "12 people"),
        grounds=Grounds(purpose="to find weapons"),
    )
    roles = (Role(role="target", name="band members", label_of_source=True),)
    draft = replace(draft, places=(PlaceName("Peña Gris"),), roles=roles)
    claim = accept(case, draft, number)

    card = only(case, number)

    assert (card.key, card.claim, card.state, card.kind) == (
        f"claim:{claim}", claim, "accepted", "measure",
    )  # fmt: skip
    assert card.summary == "Guards searched Peña Gris"
    assert card.type == "Search · carried out"
    assert card.when == "Friday 24 April 2020 (from “on Friday”)"
    assert card.scope == "Peña Gris; members of the bands"
    assert card.quantity == "12 people"
    assert card.facts == " · ".join((card.when, card.scope, card.quantity))
    assert any(line.endswith(": “band members”") for line in card.more)
    assert "purpose: to find weapons" in card.more
    assert card.reason.startswith("The words")
    assert (card.start, card.end, card.lost) == (0, 35, ())


def test_no_date_is_made_up_where_none_is_stated(case):
    number = source(case)
    accept(case, search(), number)
    assert only(case, number).when == ""


def test_the_day_the_source_speaks_is_named(case):
    number = source(case, published="2020-04-27")
    accept(case, search(when=When("/..", "", Holding.SOURCE_DAY)), number)
    assert "27 April 2020" in only(case, number).when


def test_voices_stand_in_a_chain_from_the_nearest_to_this_source():
    voices = (Voice(name="the intelligence service"), Voice(name="President Varn"))
    assert chain(voices) == "the intelligence service ← President Varn ← this source"
    assert chain(()) == "this source"


def test_the_chain_says_what_is_doubted_and_what_the_reader_supplied():
    voices = (Voice(name="the presidency", inferred=True),)
    assert chain(voices, Assertion.SUSPECTED) == (
        "suspected: the presidency (inferred by the reader) ← this source"
    )
    assert chain((), Assertion.DENIED).startswith("denied")


def test_voices_and_places_are_those_of_each_claim(case):
    number = source(case)
    accept(case, replace(search(), voices=(Voice(name="Ana Ruiz"),)), number)
    later = replace(search(summary="Twelve were hurt"), spans=(Span(37, 50),))
    accept(case, replace(later, places=(PlaceName("Santa Brisa"),)), number)

    first, second = cards(case, number, text=TEXT)

    assert (first.voices, first.scope) == ("Ana Ruiz ← this source", "")
    assert (second.voices, second.scope) == ("this source", "Santa Brisa")


def test_cards_come_in_the_order_of_their_words(case):
    number = source(case)
    accept(case, replace(search(summary="last"), spans=(Span(62, 70),)), number)
    accept(case, replace(search(summary="first"), spans=(Span(0, 6),)), number)
    wish = Suggestion(replace(search(summary="middle"), spans=(Span(37, 50),)), "why", "k")

    found = merged(cards(case, number, text=TEXT), suggested([wish], published=""))

    assert [card.summary for card in found] == ["first", "middle", "last"]
    assert (found[1].key, found[1].claim, found[1].state, found[1].reason) == (
        "k", 0, "suggested", "why",
    )  # fmt: skip


def test_words_that_no_longer_stand_in_the_text_are_counted_and_not_placed(case):
    number = source(case)
    draft = replace(search(), spans=(Span(0, 6), Span(37, 50)))
    accept(case, draft, number)

    card = only(case, number, text="Wardens searched it. " + TEXT[21:])

    assert card.lost == ("Guards",)
    assert card.spans == (Span(37, 50),)


def test_other_sources_of_the_event_are_counted_and_those_that_cannot_hold_together(case):
    here, there = source(case), source(case, "Forty people were hurt at Peña Gris.")
    hurt = Draft(
        Claim(kind=Kind.INCIDENT, type="incident/injury", summary="Twelve hurt",
              quantity=Quantity(Decimal(12), Decimal(12), unit="people", words="12 people")),
        spans=(Span(0, 5),),
    )  # fmt: skip
    mine = accept(case, hurt, here)
    with case.edit("Gather") as edit:
        event = gathering.new_event(edit, mine, title="Hurt at Peña Gris")
    many = Quantity(Decimal(40), Decimal(40), unit="people", words="Forty people")
    theirs = accept(case, replace(hurt, claim=replace(hurt.claim, quantity=many)), there)
    assert (only(case, here).others, only(case, here).disagreeing) == (0, 0)
    with case.edit("Gather") as edit:
        gathering.gather(edit, theirs, event)

    card = only(case, here)

    assert (card.event, card.event_title) == (event, "Hurt at Peña Gris")
    assert (card.others, card.disagreeing) == (1, 1)


def test_a_source_without_claims_has_no_cards(case):
    assert cards(case, source(case), text=TEXT) == []


def test_what_a_voice_leans_on_stands_before_it_as_not_seen(case):
    number = source(case)
    voices = (Voice(name="the warden", verb="showed"), Voice(name="Radio Lago"))
    shown = Cited(0, "pictures shown by the warden", "picture")
    draft = replace(search(), voices=voices, cited=(shown,))
    expected = "picture (not seen by us) ← the warden ← Radio Lago ← this source"
    assert suggested([Suggestion(draft, "", "k")], published="")[0].voices == expected
    accept(case, draft, number)
    assert only(case, number).voices == expected


def test_a_voice_that_is_itself_the_cited_source_is_said_once():
    voices = (Voice(name="the Fever Tracker", verb="counted"),)
    line = chain(voices, cited=[Cited(0, "Fever tracker", "dataset")])
    assert line == "the Fever Tracker (not seen by us) ← this source"

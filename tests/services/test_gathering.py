"""Events: what is proposed and why, and what the user decides."""

from __future__ import annotations

import pytest

from habeas.domain.claim import Claim, Kind
from habeas.domain.event import Event
from habeas.domain.link import Link
from habeas.errors import Refused
from habeas.services import claiming, collecting, gathering
from habeas.store.case import Case
from making import draft, reading

KILLED = "More than 20 people were shot dead on Friday"


def claim(case: Case, source: int, *words: str, event: bool = False, **values: object) -> int:
    """A claim on these words, in a new event if asked."""
    with case.edit("Accept claim") as edit:
        number = claiming.accept(edit, draft(*words, **values), source=source)  # type: ignore[arg-type]
        if event:
            gathering.new_event(edit, number)
        return number


def test_the_first_claim_of_its_type_makes_a_new_event(case: Case, source: int) -> None:
    [proposal] = gathering.propose(case, draft(KILLED), source=source)
    assert proposal.event is None
    assert proposal.title == KILLED


def test_a_claim_of_the_same_day_is_proposed_for_the_event_with_the_reason(
    case: Case, source: int
) -> None:
    claim(case, source, KILLED, event=True)
    first, new = gathering.propose(case, draft("Seven prisons"), source=source)
    assert first.event == 1
    assert "same day" in first.reason
    assert new.event is None


def test_a_count_of_homicides_is_proposed_for_the_killings(case: Case, source: int) -> None:
    claim(case, source, KILLED, event=True)
    counted = draft("Seven prisons", kind=Kind.FIGURE, type_="figure/homicides", when="")
    assert gathering.propose(case, counted, source=source)[0].event == 1


@pytest.mark.parametrize("other", ["2031-05-08", "2030-05-09"])
def test_another_day_is_another_event(case: Case, source: int, other: str) -> None:
    claim(case, source, KILLED, event=True)
    proposals = gathering.propose(case, draft("Seven prisons", when=other), source=source)
    assert [p.event for p in proposals] == [None]


def test_another_place_is_another_event(case: Case, source: int) -> None:
    claim(case, source, KILLED, event=True, places=("Peña Gris",))
    elsewhere = draft("Seven prisons", places=("Santa Brisa",))
    here = draft("Seven prisons", places=("PENA GRIS",))
    assert [p.event for p in gathering.propose(case, elsewhere, source=source)] == [None]
    assert "same place" in gathering.propose(case, here, source=source)[0].reason


def test_an_event_left_empty_goes_and_undo_brings_it_back(case: Case, source: int) -> None:
    one = claim(case, source, KILLED, event=True)
    with case.edit("Take claim out of event") as edit:
        gathering.gather(edit, one, None)
    assert case.select(Event) == []
    case.undo()
    assert case.get(Claim, one).event == case.select(Event)[0].id


def test_merging_moves_the_claims_and_undo_parts_them(case: Case, source: int) -> None:
    one = claim(case, source, KILLED, event=True)
    two = claim(case, source, "Seven prisons", event=True)
    with case.edit("Merge events") as edit:
        gathering.merge(edit, 1, 2)
    assert {case.get(Claim, n).event for n in (one, two)} == {1}
    case.undo()
    assert [case.get(Claim, n).event for n in (one, two)] == [1, 2]


def test_standing_on_a_value_needs_a_reason(case: Case, source: int) -> None:
    one = claim(case, source, KILLED, event=True)
    with pytest.raises(Refused) as refused, case.edit("Stand on a value") as edit:
        gathering.stand_on(edit, 1, one, reason=" ")
    assert refused.value.field == "reason"
    with case.edit("Stand on a value") as edit:
        gathering.stand_on(edit, 1, one, reason="lists the names")
    assert case.get(Event, 1).stands_on == one
    with case.edit("Take claim out of event") as edit:
        two = claiming.accept(edit, draft("Seven prisons"), source=source, event=1)
        gathering.gather(edit, one, None)
    assert case.get(Event, 1).stands_on is None
    assert case.get(Claim, two).event == 1


def test_an_event_is_not_linked_to_itself(case: Case, source: int) -> None:
    claim(case, source, KILLED, event=True)
    with pytest.raises(Refused), case.edit("Link events") as edit:
        gathering.link(edit, "about", from_event=1, to_event=1, passage=None)


@pytest.mark.parametrize(
    ("published", "proposed"),
    [("2031-05-12", True), ("2031-06-20", True), ("2020-04-27", False), ("2032-01-01", False)],
)
def test_an_undated_count_belongs_to_the_days_before_its_source_was_published(
    case: Case, source: int, published: str, proposed: bool
) -> None:
    claim(case, source, KILLED, event=True)
    text = "The morgue received 22 bodies."
    with case.edit("Add sources") as edit:
        other = collecting.add(edit, reading(text), published=published).source
    counted = draft("22", kind=Kind.FIGURE, type_="figure/homicides", when="", text=text)
    found = gathering.propose(case, counted, source=other)
    assert (found[0].event == 1) is proposed


def test_events_that_are_made_one_keep_what_they_were_linked_with(case, source):
    with case.edit("Accept claims") as edit:
        one, other, third = (
            gathering.new_event(edit, claiming.accept(edit, draft(words), source=source))
            for words in ("shot dead", "on Friday", "on alert")
        )
        for first, second in ((other, third), (third, other), (one, other)):
            gathering.link(edit, "about", from_event=first, to_event=second, passage=1)
    with case.edit("Merge events") as edit:
        gathering.merge(edit, one, other)
    assert [(k.from_event, k.to_event, k.passage) for k in case.select(Link)] == [
        (one, third, 1),
        (third, one, 1),
    ]
    case.undo()
    assert [(k.from_event, k.to_event) for k in case.select(Link)] == [
        (other, third),
        (third, other),
        (one, other),
    ]

"""Drafts go to JSON and come back the same; names are offered as the register knows them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.domain.claim import Assertion, Claim, Kind, Stage
from habeas.domain.draft import Cited, Draft, DraftLink, PlaceName, Span
from habeas.domain.quantity import Quantity
from habeas.domain.scope import Grounds, Scope
from habeas.domain.source import Confidentiality
from habeas.domain.voice import Role, Voice, Wording
from habeas.domain.when import Duration, Holding, When
from habeas.services import collecting, drafting, registering
from habeas.store.case import Case

FULL = Draft(
    claim=Claim(
        id=4,
        source=2,
        event=None,
        kind=Kind.MEASURE,
        type="measure/lockdown",
        summary="The prisons of Valdoria are locked",
        stage=Stage.ORDERED,
        assertion=Assertion.SUSPECTED,
        when=When("2021-03-22/..", "since 22 March", Holding.EVERY_DAY, began=True),
        duration=Duration(words="for 24 hours", iso="PT24H", unclear=True),
        scope=Scope(place_class="seven prisons", places_low=7, places_high=7),
        quantity=Quantity(Decimal("6350000"), None, Decimal("6.4E+6"), "people", True, "6.4m"),
        grounds=Grounds("to find the origin", "", "decree 9"),
        note="línea\nsegunda",
    ),
    spans=(Span(3, 9), Span(20, 31)),
    places=(PlaceName("Peña Gris", "detention", "at Peña Gris"),),
    roles=(Role(role="target", name="inmates", label_of_source=True),),
    voices=(Voice(name="the minister", verb="said", wording=Wording.DIRECT, inferred=True),),
    links=(DraftLink("part-of", 3), DraftLink("about", None, "key")),
    cited=(Cited(0, "video posted by the minister", "picture"),),
)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create(tmp_path / "valdoria.habeas") as made:
        yield made


def test_a_full_draft_comes_back_the_same_through_text():
    text = json.dumps(drafting.to_json(FULL))

    assert drafting.from_json(json.loads(text)) == FULL


WORDS = st.text(max_size=12)
NUMBERS = st.none() | st.decimals(allow_nan=False, allow_infinity=False)


@given(
    st.builds(
        Draft,
        claim=st.builds(
            Claim,
            kind=st.sampled_from(Kind),
            summary=WORDS,
            when=st.builds(When, edtf=WORDS, words=WORDS, holding=st.sampled_from(Holding)),
            quantity=st.builds(Quantity, low=NUMBERS, high=NUMBERS, stated=NUMBERS, unit=WORDS),
        ),
        spans=st.lists(st.builds(Span, st.integers(0), st.integers(0)), max_size=3).map(tuple),
        voices=st.lists(st.builds(Voice, name=WORDS, inferred=st.booleans())).map(tuple),
    )
)
def test_any_draft_comes_back_the_same(draft):
    assert drafting.from_json(json.loads(json.dumps(drafting.to_json(draft)))) == draft


def test_what_is_missing_keeps_its_default_and_what_is_unknown_is_left_aside():
    draft = drafting.from_json({"claim": {"summary": "short", "later_field": 1}, "spans": []})

    assert draft == Draft(claim=Claim(summary="short"))


@pytest.mark.parametrize(
    "values",
    [
        None,
        [],
        {"claim": 3},
        {"claim": {"summary": 3}},
        {"claim": {"kind": "rumour"}},
        {"claim": {"quantity": {"low": "many"}}},
        {"spans": {"start": 1}},
        {"spans": [{"start": "1", "end": 2}]},
    ],
)
def test_what_is_no_draft_is_a_value_error(values):
    with pytest.raises(ValueError):
        drafting.from_json(values)


def test_two_drafts_are_the_same_whatever_numbers_the_record_gave_them():
    from dataclasses import replace

    numbered = replace(
        FULL,
        claim=replace(FULL.claim, id=9, source=7, event=3, origin="accepted"),
        voices=(replace(FULL.voices[0], id=5, claim=9, actor=2),),
    )

    assert drafting.same(FULL, numbered)
    assert not drafting.same(FULL, replace(FULL, spans=(Span(3, 9),)))
    assert not drafting.same(FULL, replace(FULL, claim=replace(FULL.claim, note="other")))


def test_names_are_found_by_the_beginning_of_any_word_accents_or_not(case):
    with case.edit("Names") as edit:
        for name in ("Peña Gris", "Santa Brisa", "Prisión de Peña Alta", "Puerto Hondo"):
            registering.place(edit, name)
        registering.actor(edit, "Pena the actor")

    assert drafting.names_like(case, "place", "pena") == ["Peña Gris", "Prisión de Peña Alta"]
    assert drafting.names_like(case, "place", "BRI") == ["Santa Brisa"]
    assert drafting.names_like(case, "actor", "pe") == ["Pena the actor"]
    assert drafting.names_like(case, "place", "  ") == []
    assert drafting.names_like(case, "place", "ena") == []


def test_no_more_names_are_offered_than_asked_for(case):
    with case.edit("Names") as edit:
        for n in range(30):
            registering.place(edit, f"Prison {n}")

    assert len(drafting.names_like(case, "place", "prison", limit=5)) == 5


def test_a_confidential_source_is_offered_only_to_who_knows_its_title(tmp_path):
    with Case.create(tmp_path / "valdoria.habeas") as case:
        with case.edit("Cite") as edit:
            collecting.cite(edit, "A post by the office")
            hidden = collecting.cite(edit, "A letter from Inés")
            collecting.describe(edit, hidden, confidentiality=Confidentiality.CONFIDENTIAL)
        assert drafting.cited_like(case, "") == [("A post by the office", "post")]
        assert drafting.cited_like(case, "letter") == []
        assert drafting.cited_like(case, "a letter from ines") == [("A letter from Inés", "post")]

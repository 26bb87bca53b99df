"""What can be true together and what cannot, as an event says it of its claims."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas import i18n
from habeas.domain.claim import Assertion, Claim, Kind, Stage
from habeas.domain.quantity import Quantity
from habeas.domain.source import Source
from habeas.domain.when import Holding, When
from habeas.overview.agreement import (
    About,
    Side,
    agreement,
    alike,
    compare,
    disagreeing,
)
from habeas.services import claiming, collecting, gathering
from habeas.store.case import Case
from habeas.suggest.typed import read_quantity
from making import draft, reading

FRIDAY = When(edtf="2031-05-09", words="on Friday")
COUNT = (Kind.FIGURE, "figure/homicides")
KILLED = (Kind.INCIDENT, "incident/killing")
PEOPLE = (Kind.FIGURE, "figure/population")


def side(
    words: str,
    of: tuple[Kind, str] = COUNT,
    *,
    ident: int = 0,
    when: When | None = None,
    language: str = "en",
    assertion: Assertion = Assertion.STATED,
) -> Side:
    """A claim whose quantity is read from the words as the editor reads them."""
    quantity = read_quantity(words, language=language) if words else Quantity()
    claim = Claim(
        id=ident, kind=of[0], type=of[1], summary=words, quantity=quantity,
        when=when or When(), assertion=assertion,
    )  # fmt: skip
    return Side(claim, Source(id=1, published="2031-05-12"), ())


def about(one: Side, other: Side) -> list[About]:
    return [found.about for found in compare(one, other)]


@pytest.mark.parametrize(
    ("language", "killed", "count", "another"),
    [
        ("en", "more than 20 people", "22 homicides", "24 homicides"),
        ("en", "more than 20 killed", "22 recent homicides", "24 homicides"),
        ("es", "más de 20 personas", "22 homicidios", "24 homicidios"),
        ("es", "más de 20 muertos", "veintidós homicidios", "24 asesinatos"),
    ],
)
def test_a_count_can_be_true_with_more_than_and_not_with_another_count(
    language: str, killed: str, count: str, another: str
) -> None:
    first = side(killed, KILLED, when=FRIDAY, language=language)
    second = side(count, language=language)
    third = side(another, language=language)
    assert about(first, second) == []
    assert about(second, third) == [About.QUANTITY]
    assert about(first, third) == []


@pytest.mark.parametrize(
    ("language", "rounded", "exact", "beyond"),
    [
        ("en", "6.4 million inhabitants", "6,420,000 inhabitants", "6,460,000 inhabitants"),
        ("es", "6,4 millones de habitantes", "6.420.000 habitantes", "6.460.000 habitantes"),
    ],
)
def test_a_rounded_number_holds_what_lies_within_half_of_its_last_digit(
    language: str, rounded: str, exact: str, beyond: str
) -> None:
    one = side(rounded, PEOPLE, language=language)
    assert about(one, side(exact, PEOPLE, language=language)) == []
    assert about(one, side(beyond, PEOPLE, language=language)) == [About.QUANTITY]


def test_the_sentence_names_both_numbers_by_their_words() -> None:
    [found] = compare(side("22 homicides"), side("24 homicides"))
    assert found.sentence == "“22 homicides” and “24 homicides” cannot both hold."


def test_numbers_of_different_things_do_not_disagree() -> None:
    assert about(side("22 homicides"), side("7 prisons", (Kind.FIGURE, "figure/other"))) == []


@pytest.mark.parametrize(("one", "other"), [("7 jails", "7 prisons"), ("7 people", "7 killed")])
def test_two_words_for_one_thing_agree_when_the_numbers_do(one: str, other: str) -> None:
    assert about(side(one, KILLED), side(other, KILLED)) == []
    assert about(side(one, KILLED), side(other.replace("7", "9"), KILLED)) == [About.QUANTITY]


def test_days_that_exclude_each_other_disagree() -> None:
    saturday = When(edtf="2031-05-10", words="on Saturday")
    assert about(side("", KILLED, when=FRIDAY), side("", KILLED, when=saturday)) == [About.DATE]
    weekend = When(edtf="2031-05-09/2031-05-11", words="at the weekend")
    assert about(side("", KILLED, when=FRIDAY), side("", KILLED, when=weekend)) == []


def test_saying_and_denying_disagree() -> None:
    denied = side("", KILLED, assertion=Assertion.DENIED)
    assert about(side("", KILLED), denied) == [About.DENIAL]
    assert about(denied, denied) == []


numbers = st.one_of(st.none(), st.integers(0, 3000).map(Decimal))


@st.composite
def sides(draw: st.DrawFn) -> Side:
    low, high = draw(numbers), draw(numbers)
    if low is not None and high is not None and high < low:
        low, high = high, low
    unit = draw(st.sampled_from(["", "people", "homicides", "prisons", "hours", "days", "x"]))
    quantity = Quantity(low, high, low, unit, draw(st.booleans()), "n")
    when = When(
        draw(st.sampled_from(["", "2031-05-09", "2031-05-10/..", "/2031-05", "2031", "/.."])),
        "",
        draw(st.sampled_from(Holding)),
        draw(st.booleans()),
        draw(st.booleans()),
    )
    kind, type_ = draw(st.sampled_from([COUNT, KILLED, PEOPLE]))
    claim = Claim(
        id=draw(st.integers(1, 9)), kind=kind, type=type_, quantity=quantity, when=when,
        assertion=draw(st.sampled_from(Assertion)),
    )  # fmt: skip
    published = draw(st.sampled_from(["", "2031-05-12", "2031-05"]))
    return Side(claim, Source(id=1, published=published), ())


@given(sides(), sides())
def test_comparing_is_symmetric(one: Side, other: Side) -> None:
    assert about(one, other) == about(other, one)


@given(st.lists(sides(), max_size=6))
def test_each_claim_that_says_how_many_stands_on_one_scale(found: list[Side]) -> None:
    groups = alike(found)
    counted = [s for s in found if (s.claim.quantity.low, s.claim.quantity.high) != (None, None)]
    assert sum(len(group) for group in groups) == len(counted)
    for one, other in combinations(groups, 2):
        assert not any(
            list(compare(a, b)) and about(a, b) == [About.QUANTITY] for a in one for b in other
        )


@pytest.fixture
def case(tmp_path: Path):
    with Case.create(tmp_path / "t.habeas") as made:
        yield made


def add(case: Case, text: str, words: str, of: tuple[Kind, str], *, event: int | None) -> int:
    """A source of its own with one claim, in ``event`` or in a new one."""
    with case.edit("Accept claim") as edit:
        source = collecting.add(edit, reading(text), published="2031-05-12").source
        number = claiming.accept(
            edit,
            draft(words, kind=of[0], type_=of[1], when="", text=text,
                  quantity=read_quantity(words, language="en")),
            source=source,
            event=event,
        )  # fmt: skip
        if event is None:
            gathering.new_event(edit, number)
        return number


def test_an_event_says_what_cannot_hold_and_what_can(case: Case) -> None:
    one = add(case, "They buried more than 20 people.", "more than 20 people", KILLED, event=None)
    two = add(case, "The ministry spoke of 22 homicides.", "22 homicides", COUNT, event=1)
    assert disagreeing(case, [1]) == {1: 0}
    three = add(case, "A paper counted 24 homicides.", "24 homicides", COUNT, event=1)
    again = add(case, "Another one wrote 22 homicides.", "22 homicides", COUNT, event=1)

    found = agreement(case, 1)

    assert {frozenset((d.one, d.other)) for d in found.disagreements} == {
        frozenset((two, three)),
        frozenset((three, again)),
    }
    assert found.apart == {two, three, again}
    assert found.agreeing == (
        "“more than 20 people” and “22 homicides” can both be true.",
        "“more than 20 people” and “24 homicides” can both be true.",
    )
    assert found.sources == 4
    assert disagreeing(case, [1]) == {1: 2}
    assert [s.claim.id for s in alike(found.sides)[0]] == [one, two, three, again]


def test_numbers_of_different_days_are_not_said_to_be_true_together(case: Case) -> None:
    add(case, "On Friday there were 22 homicides.", "22 homicides", COUNT, event=None)
    add(case, "On Sunday there were 22 or more homicides.", "22 or more homicides", COUNT, event=1)
    assert len(agreement(case, 1).agreeing) == 1
    with case.edit("Correct claim") as edit:
        edit.update(Claim, 1, when=FRIDAY)
        edit.update(Claim, 2, when=When(edtf="2031-05-11", words="on Sunday"))
    found = agreement(case, 1)
    assert [d.about for d in found.disagreements] == [About.DATE]
    assert found.agreeing == ()


def test_the_sentences_are_in_the_language_of_the_user(case: Case) -> None:
    monday = side("", KILLED, when=When(edtf="2031-05-12", words="el lunes"))
    friday = side("", KILLED, when=FRIDAY)
    [english] = compare(friday, monday)
    i18n.use("es")
    [spanish] = compare(friday, monday)
    assert "Friday 9 May 2031" in english.sentence
    assert "viernes 9 de mayo de 2031" in spanish.sentence


BAN = (Kind.MEASURE, "measure/visits-ban")
MONDAY = When(edtf="2031-05-12", words="on Monday")


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (Stage.ORDERED, Stage.CARRIED_OUT, []),
        (Stage.NONE, Stage.LIFTED, []),
        (Stage.ORDERED, Stage.ORDERED, [About.DATE]),
        (Stage.NONE, Stage.IN_FORCE, [About.DATE]),
    ],
)
def test_the_days_of_two_steps_of_a_measure_do_not_disagree(first, second, found):
    one, other = side("", BAN, when=FRIDAY), side("", BAN, when=MONDAY)
    one = replace(one, claim=replace(one.claim, stage=first))
    other = replace(other, claim=replace(other.claim, stage=second))
    assert about(one, other) == found


def test_a_ruling_is_not_of_the_day_of_the_deed():
    deed = side("", (Kind.INCIDENT, "incident/unlawful-detention"), when=FRIDAY)
    assert about(deed, side("", (Kind.RULING, "ruling/release"), when=MONDAY)) == []
    assert about(side("", KILLED, when=FRIDAY), side("", COUNT, when=MONDAY)) == [About.DATE]


def test_a_denied_number_is_held_against_no_other():
    denied = [side(n, KILLED, when=FRIDAY, assertion=Assertion.DENIED) for n in ("20", "30")]
    stated = side("24", KILLED, when=FRIDAY)
    assert about(*denied) == []
    assert about(denied[0], stated) == [About.DENIAL]


def test_a_denied_number_is_not_said_to_be_true_together_with_another(case):
    gather_counts(case, ("more than 20 killed", Assertion.DENIED), ("22", Assertion.STATED))
    [event] = case.query("SELECT id FROM event")
    assert agreement(case, event["id"]).agreeing == ()


def test_states_of_two_days_can_have_two_numbers():
    today = When(edtf="/", holding=Holding.SOURCE_DAY)
    one, other = side("8,100 people", PEOPLE, when=today), side("8,400 people", PEOPLE, when=today)
    assert about(one, other) == [About.QUANTITY]
    later = replace(other, source=replace(other.source, published="2031-05-20"))
    assert about(one, later) == []


def gather_counts(case: Case, *said: tuple[str, Assertion]) -> None:
    """One event of claims on one day."""
    with case.edit("Add") as edit:
        source = collecting.add(edit, reading()).source
        event = None
        for words, assertion in said:
            made = draft("20", quantity=read_quantity(words, language="en"))
            made = replace(made, claim=replace(made.claim, assertion=assertion))
            claim = claiming.accept(edit, made, source=source, event=event)
            event = event or gathering.new_event(edit, claim)

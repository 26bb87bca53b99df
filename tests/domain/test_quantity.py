"""Quantities: what they allow, what is comparable, and what can both hold."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.domain.quantity import Quantity, agree, bounds, comparable

numbers = st.integers(0, 10_000).map(Decimal)
units = st.sampled_from(
    ["", "people", "deaths", "injured", "prisons", "hours", "days", "km", "años"]
)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    low = draw(st.none() | numbers)
    high = draw(st.none() | numbers)
    if low is not None and high is not None:
        low, high = min(low, high), max(low, high)
    return Quantity(low, high, unit=draw(units), approximate=draw(st.booleans()))


def exactly(number: int, unit: str = "people") -> Quantity:
    return Quantity(Decimal(number), Decimal(number), Decimal(number), unit)


def test_more_than_twenty_agrees_with_22_and_with_24_which_disagree() -> None:
    more = Quantity(Decimal(21), None, Decimal(20), "people", words="more than 20 people")
    assert agree(more, exactly(22, "homicides"))
    assert agree(more, exactly(24))
    assert not agree(exactly(22, "homicides"), exactly(24))
    assert not agree(more, exactly(20))


def test_a_rounded_number_agrees_with_what_rounds_to_it() -> None:
    rounded = Quantity(Decimal(6_350_000), Decimal(6_450_000), Decimal(6_400_000), "people")
    assert agree(rounded, exactly(6_420_000))
    assert not agree(rounded, exactly(6_300_000))


def test_about_allows_a_tenth() -> None:
    about = Quantity(Decimal(200), Decimal(200), Decimal(200), "people", approximate=True)
    assert bounds(about) == (Decimal(180), Decimal(220))
    assert agree(about, exactly(220))
    assert not agree(about, exactly(221))


def test_approximate_ranges_and_open_ends_are_not_widened() -> None:
    assert bounds(Quantity(Decimal(3), Decimal(5), approximate=True)) == (3, 5)
    assert bounds(Quantity(Decimal(200), None, approximate=True)) == (200, None)


def test_measures_of_one_dimension_are_compared_in_one_unit() -> None:
    assert agree(exactly(72, "hours"), exactly(3, "days"))
    assert agree(exactly(2, "semanas"), exactly(14, "días"))
    assert not agree(exactly(71, "hours"), exactly(3, "days"))


@pytest.mark.parametrize(
    ("a", "b", "answer"),
    [
        ("people", "inmates", True),
        ("People", "people", True),
        ("person", "persons", True),
        ("people", "dead", True),
        ("dead", "injured", False),
        ("people", "prisons", False),
        ("honor guard members", "people", True),
        ("hours", "people", False),
        ("hours", "km", False),
        ("", "prisons", True),
        ("muertos", "homicides", True),
    ],
)
def test_which_units_are_comparable(a: str, b: str, answer: bool) -> None:
    assert comparable(exactly(1, a), exactly(1, b)) is answer
    assert agree(exactly(1, a), exactly(1, b)) is answer


@given(quantities())
def test_every_quantity_agrees_with_itself(q: Quantity) -> None:
    assert comparable(q, q)
    assert agree(q, q)


@given(quantities(), quantities())
def test_agreement_is_symmetric(a: Quantity, b: Quantity) -> None:
    assert agree(a, b) == agree(b, a)
    assert comparable(a, b) == comparable(b, a)


@given(quantities(), numbers)
def test_a_quantity_agrees_with_just_the_numbers_it_allows(q: Quantity, number: Decimal) -> None:
    low, high = bounds(q)
    allowed = (low is None or low <= number) and (high is None or number <= high)
    assert agree(q, Quantity(number, number, unit=q.unit)) is allowed

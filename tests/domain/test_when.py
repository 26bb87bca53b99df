"""When: days to sort by, what held on a day, and dates that exclude each other."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.domain.when import Holding, When, exclude, first_day, holds_on, last_day

SOME, EVERY, SOURCE = Holding.SOME_DAY, Holding.EVERY_DAY, Holding.SOURCE_DAY
PUBLISHED = "2031-05-20"


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        (When("2031-05-17"), "2031-05-17", "2031-05-17"),
        (When("2031-05"), "2031-05-01", "2031-05-31"),
        (When("2031-05-17/.."), "2031-05-17", "9999-12-31"),
        (When("2031-05-17/"), "2031-05-17", ""),
        (When("/2031-05-17"), "", "2031-05-17"),
        (When("../2031-05-17"), "0001-01-01", "2031-05-17"),
        (When("/", holding=SOURCE), PUBLISHED, PUBLISHED),
        (When("/..", holding=SOURCE), PUBLISHED, "9999-12-31"),
        (When(), "", ""),
        (When("no date"), "", ""),
    ],
)
def test_first_and_last_day(when: When, first: str, last: str) -> None:
    assert (first_day(when, PUBLISHED), last_day(when, PUBLISHED)) == (first, last)


def test_the_day_of_a_source_without_a_date_is_unknown() -> None:
    held = When("/", holding=SOURCE)
    assert first_day(held) == last_day(held) == ""
    assert holds_on(held, "2031-05-20", "") == "no"


@pytest.mark.parametrize(
    ("when", "day", "answer"),
    [
        (When("2031-05-17"), "2031-05-17", "yes"),
        (When("2031-05-17"), "2031-05-18", "no"),
        (When("2031-05-17?"), "2031-05-17", "perhaps"),
        (When("2031-05"), "2031-05-31", "perhaps"),
        (When("2031-05", holding=EVERY), "2031-05-31", "yes"),
        (When("2031-05-XX", holding=EVERY), "2031-05-31", "perhaps"),
        (When("2031-05-03/2031-05-05"), "2031-05-04", "perhaps"),
        (When("2031-05-03/2031-05-05", holding=EVERY), "2031-05-04", "yes"),
        (When("2031-05-03/2031-05-05", holding=EVERY), "2031-05-06", "no"),
        (When("2031-04/2031-05-05", holding=EVERY), "2031-04-10", "perhaps"),
        (When("2031-05-10/..", holding=EVERY), "2031-05-10", "yes"),
        (When("2031-05-10/..", holding=EVERY), "2031-05-20", "yes"),
        (When("2031-05-10/..", holding=EVERY), "2031-05-21", "open"),
        (When("2031-05-10/..", holding=EVERY), "2031-05-09", "no"),
        (When("2031-05-10/", holding=EVERY), "2031-05-10", "yes"),
        (When("2031-05-10/", holding=EVERY), "2031-05-15", "perhaps"),
        (When("2031-05-10/", holding=EVERY), "2031-05-21", "no"),
        (When("/2031-05-10"), "2031-05-02", "perhaps"),
        (When("/2031-05-10", holding=EVERY), "2031-05-10", "yes"),
        (When("/", holding=SOURCE), "2031-05-20", "source-day"),
        (When("/", holding=SOURCE), "2031-05-21", "no"),
        (When("/..", holding=SOURCE), "2031-05-21", "open"),
        (When("/..", holding=SOURCE), "2031-05-19", "no"),
        (When(), "2031-05-20", "no"),
    ],
)
def test_what_held_on_a_day(when: When, day: str, answer: str) -> None:
    assert holds_on(when, day, PUBLISHED) == answer


def test_without_a_day_of_publication_only_the_start_of_an_open_range_is_evidence() -> None:
    since = When("2031-05-10/..", holding=EVERY)
    assert holds_on(since, "2031-05-10", "") == "yes"
    assert holds_on(since, "2031-05-11", "") == "open"


@pytest.mark.parametrize(
    ("a", "b", "answer"),
    [
        (When("2031-05-17"), When("2031-05-18"), True),
        (When("2031-05-17"), When("2031-05"), False),
        (When("2031-05-17~"), When("2031-05-18"), False),
        (When("2031-05-17~"), When("2031-05-19"), True),
        (When("2031-05~"), When("2031-06-12"), False),
        (When("/2031-05-17"), When("2031-05-18"), True),
        (When("2031-05-17/.."), When("2031-05-16"), True),
        (When(), When("2031-05-18"), False),
        (When("/..", holding=SOURCE), When("2031-05-18"), False),
        (When("2031-05-01/2031-05-03", holding=EVERY), When("2031-05-10"), False),
        (
            When("2031-05-01/2031-05-03", holding=EVERY, ended=True),
            When("2031-05-10"),
            True,
        ),
        (
            When("2031-05-01/..", holding=EVERY, began=True),
            When("2031-05-03/..", holding=EVERY, began=True),
            True,
        ),
        (
            When("/..", holding=SOURCE),
            When("2031-05-01/2031-05-19", holding=EVERY, ended=True),
            True,
        ),
        (
            When("/..", holding=SOURCE),
            When("2031-05-01/2031-05-20", holding=EVERY, ended=True),
            False,
        ),
    ],
)
def test_dates_that_cannot_both_be_right(a: When, b: When, answer: bool) -> None:
    assert exclude(a, b, PUBLISHED, PUBLISHED) is answer
    assert exclude(b, a, PUBLISHED, PUBLISHED) is answer


days = st.dates(date(2030, 1, 1), date(2031, 12, 31))


@st.composite
def whens(draw: st.DrawFn) -> When:
    first = draw(days)
    last = first + timedelta(days=draw(st.integers(0, 400)))
    shapes = [f"{first}", f"{first}~", f"{first}/{last}", f"{first}/..", f"{first}/", f"/{last}"]
    text = draw(st.sampled_from([*shapes, first.isoformat()[:7], "", "/", "/.."]))
    holding = draw(st.sampled_from(Holding))
    return When(text, "", holding, began=draw(st.booleans()), ended=draw(st.booleans()))


@given(whens(), whens(), days, days)
def test_exclusion_is_symmetric(a: When, b: When, p: date, q: date) -> None:
    assert exclude(a, b, f"{p}", f"{q}") == exclude(b, a, f"{q}", f"{p}")


@given(whens(), days)
def test_no_date_excludes_itself(a: When, published: date) -> None:
    assert not exclude(a, a, f"{published}", f"{published}")


@given(whens(), days, days)
def test_nothing_holds_outside_its_first_and_last_day(a: When, day: date, published: date) -> None:
    answer = holds_on(a, f"{day}", f"{published}")
    first, last = first_day(a, f"{published}"), last_day(a, f"{published}")
    if answer != "no" and first:
        assert f"{day}" >= first
    if answer != "no" and last:
        assert f"{day}" <= last

"""EDTF texts: what is read, what is refused, and agreement with the ``edtf`` package."""

from __future__ import annotations

from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from habeas.domain.edtf import is_valid, parse

days = st.dates(date(1000, 1, 1), date(9998, 12, 31))


def texts(day: date) -> list[str]:
    """A day as EDTF of each precision, with its marks and unspecified digits."""
    year, month = f"{day.year:04}", f"{day.month:02}"
    plain = [f"{day}", f"{year}-{month}", year]
    unspecified = [
        f"{year}-{month}-XX",
        f"{year}-XX-XX",
        f"{year}-XX",
        f"{year[:3]}X",
        f"{year[:2]}XX",
    ]
    return plain + unspecified + [f"{year}-{season}" for season in (21, 22, 23)]


@given(days, st.integers(0, 10), st.sampled_from(["", "?", "~", "%"]))
def test_bounds_are_those_of_the_edtf_package(day: date, which: int, mark: str) -> None:
    text = texts(day)[which]
    theirs = parse_edtf(text)
    span = parse(text + mark)
    assert tuple(span.start_earliest.timetuple()[:3]) == tuple(theirs.lower_strict())[:3]
    assert tuple(span.end_latest.timetuple()[:3]) == tuple(theirs.upper_strict())[:3]
    assert span.start_mark == span.end_mark == mark


@given(days, days, st.integers(0, 2), st.integers(0, 2))
def test_intervals_bound_both_ends(a: date, b: date, p: int, q: int) -> None:
    first, last = texts(min(a, b))[p], texts(max(a, b))[q]
    span = parse(f"{first}/{last}")
    assert (span.start_earliest, span.start_latest) == (
        parse(first).start_earliest,
        parse(first).end_latest,
    )
    assert (span.end_earliest, span.end_latest) == (
        parse(last).start_earliest,
        parse(last).end_latest,
    )
    assert span.interval
    assert not span.is_day


@given(days)
def test_a_day_is_a_day_and_only_then(day: date) -> None:
    assert parse(day.isoformat()).is_day
    assert not parse(f"{day}?").is_day
    assert not parse(day.isoformat()[:7]).is_day


def test_open_and_unknown_ends_differ() -> None:
    open_end, unknown = parse("2020-04-25/.."), parse("2020-04-25/")
    assert open_end.end_open
    assert not open_end.end_unknown
    assert unknown.end_unknown
    assert not unknown.end_open
    assert parse("../2020").start_open
    assert parse("/2020").start_unknown
    assert open_end.end_latest is None
    assert unknown.end_latest is None


@pytest.mark.parametrize(
    "text", ["2020-04-24T11:00:00", "2020-04-24T11:00:00Z", "2020-04-24T11:00:00-06:00"]
)
def test_times_keep_their_zone(text: str) -> None:
    assert parse(text).time == text[11:]
    assert parse(text).is_day


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("24 April", "is not a date such as"),
        ("2020-4-24", "is not a date such as"),
        ("٢٠٢٠", "is not a date such as"),
        ("2020-02-30", "no day 30"),
        ("2021-02-29", "no day 29"),
        ("2020-13", "no month 13"),
        ("0000", "before 0001"),
        ("2020-22-01", "a season has no day"),
        ("2020-XX-05", "no month"),
        ("202X-05", "stands alone"),
        ("2020/2021/2022", "more than one"),
        ("2021/2020", "ends before it starts"),
        ("2020-23/2020-22", "ends before it starts"),
        ("2020-04-24T9:00:00", "a time is written"),
        ("2020-04-24T24:10:00", "a time is written"),
        ("2020-04T10:00:00", "a time is written"),
        ("2020-04-24T", "a time is written"),
        ("2020-04-24T10:00:00/2020-04-25", "without a time"),
        (" 2020", "is not a date such as"),
        ("2020-04-24\n", "is not a date such as"),
    ],
)
def test_what_is_no_edtf_is_refused_with_its_reason(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse(text)
    assert not is_valid(text)


@given(st.text(alphabet="0123456789-/.X?~%T:Z+", max_size=24))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        span = parse(text)
    except ValueError:
        return
    if span.start_earliest and span.end_latest:
        assert span.start_earliest <= span.end_latest

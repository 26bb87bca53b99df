"""Figures in running text: what is counted, how sharply, and what is no figure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from habeas.suggest.figures import find, find_durations
from habeas.suggest.lexicon import Lexicon, load, read_number

EN = load("en")


def found(text: str) -> list[tuple[str, object, object, str]]:
    return [
        (text[m.start : m.end], m.value["low"], m.value["high"], m.value["unit"])
        for m in find(text, EN)
    ]


@pytest.mark.parametrize(
    ("text", "quote", "low", "high", "unit"),
    [
        ("more than 20 people died", "more than 20 people", 21, None, "people"),
        ("no more than 20 people died", "no more than 20 people", None, 20, "people"),
        ("no fewer than 20 people", "no fewer than 20 people", 20, None, "people"),
        ("fewer than 20 cells", "fewer than 20 cells", None, 19, "cells"),
        ("up to 30 days", "up to 30 days", None, 30, "days"),
        ("show dozens of inmates", "dozens of inmates", 24, None, "inmates"),
        ("hundreds of the prisoners", "hundreds of the prisoners", 200, None, "prisoners"),
        ("a dozen guards", "a dozen guards", 12, 12, "guards"),
        ("A ninth officer died", "A ninth officer", 9, 9, "officer"),
        ("65 percent of the wings", "65 percent", 65, 65, "percent"),
        ("about 12.5% of them", "about 12.5%", Decimal("12.5"), Decimal("12.5"), "percent"),
        ("30 KM NORTH OF", "30 KM", 30, 30, "km"),
        ("AFTER 72 HOURS THEY", "72 HOURS", 72, 72, "hours"),
        ("AT LEAST\n12 DEAD AND", "AT LEAST\n12 DEAD", 12, None, "dead"),
        ("SOME 40 INJURED,", "SOME 40 INJURED", 40, 40, "injured"),
        ("holding 500\nvisitors hostage", "500\nvisitors", 500, 500, "visitors"),
        ("four other officers", "four other officers", 4, 4, "officers"),
        ("14 recent beatings", "14 recent beatings", 14, 14, "beatings"),
        ("some 90 riot squad members", "some 90 riot squad members", 90, 90, "members"),
        ("now 5,200 in all", "5,200", 5200, 5200, ""),
        ("3.1 million people live", "3.1 million people", 3_100_000, 3_100_000, "people"),
        ("two hundred and six cells", "two hundred and six cells", 206, 206, "cells"),
        ("between 3 and 5 guards", "between 3 and 5 guards", 3, 5, "guards"),
        ("20-30 people", "20-30 people", 20, 30, "people"),
        ("200 or more detainees", "200 or more detainees", 200, None, "detainees"),
        ("killing 12, in Peña Gris", "12", 12, 12, ""),
        ("at least 308 were freed", "at least 308", 308, None, ""),
        ("a 19-year-old recruit", "19-year-old", 19, 19, "years"),
        ("a three-month emergency", "three-month", 3, 3, "months"),
        ("one inmate died", "one inmate", 1, 1, "inmate"),
        (
            "three-quarters of the visitors",
            "three-quarters of the visitors",
            Decimal("0.75"),
            Decimal("0.75"),
            "visitors",
        ),
        ("nearly $10 million in aid", "nearly $10 million", 10_000_000, 10_000_000, "$"),
    ],
)
def test_a_figure_and_its_value(
    text: str, quote: str, low: object, high: object, unit: str
) -> None:
    assert found(text) == [(quote, low, high, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "Article 41 of the Charter",
        "Decree No. 12-2007 and Law 30, of 22 March 2031",
        "Arts. 4, 5 and 6 of the code",
        "at 10:30 they left, at 6 p.m. they came",
        "@block4_news and #77days, see https://example.org/200/people",
        "COVID-19 and a G20 summit",
        "<sup>12</sup> notes",
        "one of the guards",
        "the second time",
        "votes fell 88–17 there",
        "in 2031 protests grew",
        "the 4.5 magnitude earthquake",
        "wing B7 burned",
        "1. first point",
        "call 5551234567 now",
        "",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert found(text) == []


def test_the_quantity_allows_for_rounding_and_the_value_does_not() -> None:
    (figure,) = find("6.4 million people", EN)
    quantity = figure.value["quantity"]
    assert (quantity.low, quantity.high) == (6_350_000, 6_450_000)
    assert quantity.stated == figure.value["low"] == 6_400_000
    assert quantity.words == "6.4 million people"


def test_how_sharp_a_figure_is() -> None:
    text = "about 200 guards, hundreds of visitors, 22 cells, more than 5 wings"
    sharp = [(m.value["quantity"].approximate, m.value["quantity"].stated) for m in find(text, EN)]
    assert sharp == [(True, 200), (True, None), (False, 22), (False, 5)]


def test_several_figures_in_a_row() -> None:
    text = "At least six people were hurt and 14 others fled, 41 of them far."
    assert [quote for quote, *_ in found(text)] == ["At least six people", "14 others"]


@pytest.mark.parametrize(
    ("text", "quote", "iso", "rhythm"),
    [
        ("locked in for 24 hours while", "24 hours", "PT24H", ""),
        ("locked in 23 hours a day", "23 hours a day", "", "23 hours a day"),
        ("suspended indefinitely", "indefinitely", "", ""),
        ("guarded around the clock", "around the clock", "", "around the clock"),
        ("a 30-day ban", "30-day", "P30D", ""),
        ("two weeks of silence", "two weeks", "P2W", ""),
        ("six months' detention", "six months", "P6M", ""),
        ("ninety minutes", "ninety minutes", "PT90M", ""),
        ("several days", "several days", "", ""),
    ],
)
def test_durations(text: str, quote: str, iso: str, rhythm: str) -> None:
    (duration,) = find_durations(text, EN)
    assert text[duration.start : duration.end] == quote
    assert (duration.value["iso"], duration.value["rhythm"]) == (iso, rhythm)


def test_an_age_is_no_duration() -> None:
    assert find_durations("a 19-year-old, who is 20 years old", EN) == []


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("twenty-two", 22),
        ("two hundred and forty", 240),
        ("five thousand and six", 5006),
        ("a hundred", 100),
        ("1,234,567", 1_234_567),
        ("half a dozen", 6),
    ],
)
def test_numbers_in_words(words: str, value: int) -> None:
    number = read_number(words, EN)
    assert number is not None
    assert number.value == value


def test_a_language_without_a_lexicon_finds_only_digits() -> None:
    assert found("more than 20 people") != []
    assert all(m.value["unit"] == "" for m in find("mehr als 2.000 Leute", Lexicon("xx")))

"""Dates in running text, with values reckoned from the day of the source."""

from __future__ import annotations

import pytest

from habeas.domain import edtf
from habeas.suggest.dates import find
from habeas.suggest.lexicon import Lexicon, load

EN = load("en")
PUBLISHED = "2031-05-21"  # a Wednesday


def found(text: str, published: str = PUBLISHED) -> list[tuple[str, str]]:
    mentions = find(text, EN, published)
    assert all(m.what == "date" for m in mentions)
    return [(text[m.start : m.end], m.value["edtf"]) for m in mentions]


@pytest.mark.parametrize(
    ("text", "quote", "value"),
    [
        ("Guards struck on Friday at Santa Brisa.", "Friday", "2031-05-16"),
        ("Guards struck on Wednesday.", "Wednesday", "2031-05-21"),
        ("They met last Wednesday.", "last Wednesday", "2031-05-14"),
        ("Visits resume on Sunday next.", "Sunday next", "2031-05-25"),
        ("Visits resume next Monday.", "next Monday", "2031-05-26"),
        ("The ban will end on Saturday.", "Saturday", "2031-05-24"),
        ("A lockdown began on March 22.", "March 22", "2031-03-22"),
        ("A lockdown began on 22 March.", "22 March", "2031-03-22"),
        ("A lockdown began on the 22nd of March, 2029.", "22nd of March, 2029", "2029-03-22"),
        ("It ended on December 30.", "December 30", "2030-12-30"),
        ("The tribunal sits on 2 June.", "2 June", "2031-06-02"),
        ("PUERTO CLARO, 19 MAY 31 (AGV) -- TROOPS", "19 MAY 31", "2031-05-19"),
        ("PUERTO CLARO, 19 MAY 89 (AGV) -- TROOPS", "19 MAY 89", "1989-05-19"),
        ("Jailed May 7th, 2029, he fell ill.", "May 7th, 2029", "2029-05-07"),
        ("on Tuesday, May 20th,\nthe court", "Tuesday, May 20th", "2031-05-20"),
        ("on the evening of Tuesday, May 20th", "evening of Tuesday, May 20th", "2031-05-20"),
        ("It was quiet yesterday.", "yesterday", "2031-05-20"),
        ("THE ARMY THIS AFTERNOON MOVED", "THIS AFTERNOON", "2031-05-21"),
        ("A list came today at noon.", "today at noon", "2031-05-21T12:00:00"),
        (
            "SHOTS RANG OUT AT 0915 (1515 GMT) ON 18 MAY",
            "0915 (1515 GMT) ON 18 MAY",
            "2031-05-18T09:15:00-06:00",
        ),
        ("It began at 10:30 pm on 18 May.", "10:30 pm on 18 May", "2031-05-18T22:30:00"),
        ("Last week two escaped.", "Last week", "2031-05-12/2031-05-18"),
        ("in the last month", "the last month", "2031-04"),
        ("three days ago", "three days ago", "2031-05-18"),
        ("two weeks ago", "two weeks ago", "2031-05-07~"),
        ("held since April 11th, 2029 in Valdoria", "April 11th, 2029", "2029-04-11/.."),
        ("held since 30 May", "30 May", "2030-05-30/.."),
        ("between 3 and 5 May 2031", "3 and 5 May 2031", "2031-05-03/2031-05-05"),
        ("from May 3 to 5", "May 3 to 5", "2031-05-03/2031-05-05"),
        ("In April the cells flooded.", "April", "2031-04"),
        ("a drawing from 2015", "2015", "2015"),
        ("in April 2019", "April 2019", "2019-04"),
        ("the 1990s", "1990s", "199X"),
        ("on 2031-05-19 at dawn", "2031-05-19", "2031-05-19"),
        ("on 25/12/2030", "25/12/2030", "2030-12-25"),
        ("on 3/4/2031", "3/4/2031", "2031-XX-XX"),
        ("closed indefinitely", "indefinitely", "/.."),
        ("the riots of these days", "these days", "2031-05-18~/2031-05-21"),
    ],
)
def test_a_date_and_its_value(text: str, quote: str, value: str) -> None:
    assert found(text) == [(quote, value)]
    assert edtf.is_valid(value)


@pytest.mark.parametrize(
    "text",
    [
        "They may march on the palace.",
        "Article 12 of Law 1990 applies to 20 inmates.",
        "see https://example.org/2031-05-19/news",
        "@friday_news wrote",
        "30 February is no day",
        "a sat nav",
        "March 200 metres ahead",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert found(text) == []


def test_without_a_day_of_publication_nothing_relative_is_dated() -> None:
    assert found("on Friday", "") == [("Friday", "")]
    assert found("on 22 March", "") == [("22 March", "")]
    assert found("on 22 March 2029", "2031-05") == [("22 March 2029", "2029-03-22")]


def test_what_is_inferred_or_relative_is_said() -> None:
    (year,) = find("on 22 March", EN, PUBLISHED)
    (day,) = find("on Friday morning", EN, PUBLISHED)
    assert (year.value["inferred"], year.value["relative"]) == ("year", False)
    assert (day.value["inferred"], day.value["relative"], day.value["part"]) == (
        "",
        True,
        "morning",
    )


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("since Friday", "since"),
        ("until 30 May", "until"),
        ("before Friday", "before"),
        ("after 3 May", "after"),
        ("on Friday", ""),
    ],
)
def test_the_role_of_a_date(text: str, role: str) -> None:
    (date,) = find(text, EN, PUBLISHED)
    assert date.value["role"] == role


def test_offsets_are_code_points() -> None:
    text = "🔒🔒 shut on Friday"
    (date,) = find(text, EN, PUBLISHED)
    assert text[date.start : date.end] == "Friday"


def test_a_language_without_a_lexicon_finds_nothing() -> None:
    assert find("on Friday, 22 March 2031", Lexicon("xx"), PUBLISHED) in ([], find("", EN, ""))

"""Attributions: who says what, in the many orders in which English says it."""

from __future__ import annotations

import pytest

from habeas.suggest import mentions


def said(text: str) -> list[tuple[str, str, str]]:
    return [
        (text[m.start : m.end], str(m.value["source"]), str(m.value["verb"]))
        for m in mentions(text, language="en", published="2031-05-12")
        if m.what == "attribution"
    ]


@pytest.mark.parametrize(
    ("text", "words", "source", "verb"),
    [
        (
            "The cells are full, El Faro del Sur reports.",
            "El Faro del Sur reports",
            "El Faro del Sur",
            "report",
        ),
        (
            "Minister Ana Ruiz said that the cells were full.",
            "Minister Ana Ruiz said",
            "Ana Ruiz",
            "say",
        ),
        (
            "Ana Ruiz, director of prisons, told reporters that nobody was hurt.",
            "Ana Ruiz, director of prisons, told reporters",
            "Ana Ruiz",
            "tell",
        ),
        (
            '"Nobody was hurt in the search," said the prison warden.',
            "said the prison warden",
            "the prison warden",
            "say",
        ),
        (
            "Twelve people were hurt, according to a police report.",
            "according to a police report",
            "a police report",
            "according to",
        ),
        (
            "Photographs published on Facebook by the guards show men on the floor.",
            "Photographs published on Facebook by the guards show",
            "the guards",
            "show",
        ),
        (
            "Ten died, local media reported on Monday.",
            "local media reported",
            "local media",
            "report",
        ),
        (
            "A report by the ombudsman found that ten detainees had been beaten.",
            "A report by the ombudsman found",
            "the ombudsman",
            "find",
        ),
        ("The bar (CAV) said that it was alarmed.", "The bar (CAV) said", "The bar (CAV)", "say"),
        ("Lawyers have condemned the rules.", "Lawyers have condemned", "Lawyers", "condemn"),
        ("THE CELLS ARE FULL, THE WARDEN SAID.", "THE WARDEN SAID", "THE WARDEN", "say"),
    ],
)
def test_the_words_that_attribute(text: str, words: str, source: str, verb: str) -> None:
    assert said(text) == [(words, source, verb)]


def test_a_pronoun_stands_for_the_person_named_before() -> None:
    text = "Governor Ana Ruiz visited the jail. She said that it was clean."
    assert said(text) == [("She said", "Ana Ruiz", "say")]


def test_an_agency_in_brackets_speaks_for_its_paragraph() -> None:
    assert said("Ten people were hurt in the jail. (Agencia Uno)") == [
        ("(Agencia Uno)", "Agencia Uno", "")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ten cases were reported in the jail.",
        "The rules must be reported to the court.",
        "According to the law, visits are free.",
        "He lives in the United States of Valdoria.",
        "The report is long.",
        "A reported escape is under study.",
    ],
)
def test_words_that_only_look_like_speech(text: str) -> None:
    assert said(text) == []


def test_what_is_said_inside_a_quotation_is_not_a_voice_of_its_own() -> None:
    text = '"My brother told us that he was well," Ana Ruiz said.'
    assert said(text) == [("Ana Ruiz said", "Ana Ruiz", "say")]

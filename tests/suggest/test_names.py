"""Names: people, organisations, handles and places, in running text and in capitals."""

from __future__ import annotations

import itertools

import pytest

from habeas.suggest import mentions


def named(text: str, known: tuple[tuple[str, str] | str, ...] = ()) -> set[tuple[str, str, str]]:
    return {
        (m.what, str(m.value["kind"]), str(m.value["name"]))
        for m in mentions(text, language="en", published="2031-05-12", known=known)
        if m.what in ("actor", "place")
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The order was signed by President Tadeo Varn.", ("actor", "person", "Tadeo Varn")),
        ("The director of penal centers Inés Oquendo left.", ("actor", "person", "Inés Oquendo")),
        (
            "They met the Supreme Court of Valdoria.",
            ("actor", "organisation", "Supreme Court of Valdoria"),
        ),
        ("It was shown by the broadcaster Canal Norte.", ("actor", "organisation", "Canal Norte")),
        ("The search was led by @GuardiaVD last night.", ("actor", "handle", "@GuardiaVD")),
        ("Men were taken to Santa Brisa prison.", ("place", "detention", "Santa Brisa prison")),
        (
            "Men were taken to Santa Brisa [prison] at night.",
            ("place", "detention", "Santa Brisa prison"),
        ),
        ("They were flown from Peru to the coast.", ("place", "country", "Peru")),
        ("A hearing was held in Altamora on Friday.", ("place", "", "Altamora")),
        ("Shots were heard in the town of San Brito.", ("place", "", "San Brito")),
        ("Men patrol the northern outskirts of Torval.", ("place", "", "Torval")),
        ("ARMY UNITS SURROUNDED TORVAL PRISON.", ("place", "detention", "TORVAL PRISON")),
        ("IT WAS DRAFTED BY PRESIDENT TADEO VARN HIMSELF.", ("actor", "person", "TADEO VARN")),
    ],
)
def test_a_name_and_what_it_names(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in named(text)


@pytest.mark.parametrize(
    "text",
    [
        "He was shot in the name of Justice.",
        "It was said in the presence of Ana Ruiz.",
        "They met in the offices of Canal Norte.",
        "They work for the department of Public Health.",
    ],
)
def test_not_every_name_behind_of_is_a_place(text: str) -> None:
    assert not [one for one in named(text) if one[0] == "place"]


def test_a_surname_alone_is_the_person_named_in_full() -> None:
    text = "President Tadeo Varn spoke. Later Varn left, and critics of Varn spoke too."
    people = [
        m for m in mentions(text, language="en", published="") if m.value.get("kind") == "person"
    ]
    assert [text[m.start : m.end] for m in people] == ["Tadeo Varn", "Varn", "Varn"]
    assert {str(m.value["name"]) for m in people} == {"Tadeo Varn"}


def test_a_capital_at_the_head_of_a_sentence_is_no_name() -> None:
    assert named("Workshops are closed. Visits have stopped. Nobody knows why.") == set()


def test_names_of_the_register_are_found_however_they_are_written() -> None:
    found = named("They were moved to peña gris at night.", known=(("Peña Gris", "detention"),))
    assert found == {("place", "detention", "Peña Gris")}
    assert ("actor", "", "los cortes") in named("A member of Los Cortes.", known=("los cortes",))


def test_names_do_not_overlap() -> None:
    text = "Colonel Ana Ruiz of the National Guard went to Santa Brisa Prison in Peru."
    spans = [
        (m.start, m.end)
        for m in mentions(text, language="en", published="")
        if m.what in ("actor", "place")
    ]
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))

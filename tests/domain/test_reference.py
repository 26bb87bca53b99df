"""How much an entry of a list is like a source."""

from __future__ import annotations

import pytest

from habeas.domain.reference import PROBABLE, Reference, Why, doi, likeness, same_address
from habeas.domain.source import Source

TITLE = "Night transfers at Peña Gris alarm families"


@pytest.mark.parametrize(
    "other",
    [
        "http://www.faro.example/a/?utm_source=x#top", "https://m.faro.example/a",
        "https://web.archive.org/web/20200424000000/https://faro.example/a",
        "HTTPS://FARO.example/a/", "faro.example/a?fbclid=1",
    ],
)  # fmt: skip
def test_one_address_written_in_two_ways_is_one(other):
    assert same_address(other) == same_address("https://faro.example/a")


def test_addresses_that_lead_elsewhere_stay_apart():
    assert same_address("https://faro.example/?id=1") != same_address("https://faro.example/?id=2")
    assert same_address("https://faro.example/A") != same_address("https://faro.example/a")


def test_an_address_or_a_doi_is_enough():
    here = Reference(title="x", address="http://faro.example/a", published="2020")
    there = Source(title="y", address="https://www.faro.example/a/", published="2020-04-24")

    assert likeness(here, there).score == 1
    assert likeness(here, there).reasons == (Why.ADDRESS, Why.DATE)
    named = Reference(title="x", doi="10.5555/Faro.24")
    assert likeness(named, Source(address="https://doi.org/10.5555/faro.24")).reasons == (Why.DOI,)


def test_a_title_counts_whatever_its_case_accents_and_signs():
    found = likeness(
        Reference(title="NIGHT TRANSFERS at Pena Gris, alarm families!"), Source(title=TITLE)
    )

    assert found.score >= PROBABLE
    assert found.reasons == (Why.TITLE,)


def test_a_date_speaks_for_and_against():
    reference = Reference(title=TITLE, published="2020-04")

    same = likeness(reference, Source(title=TITLE, published="2020-04-24"))
    other = likeness(reference, Source(title=TITLE, published="2021-04-24"))

    assert same.score > likeness(reference, Source(title=TITLE)).score > other.score
    assert (same.reasons[-1], other.reasons[-1]) == (Why.DATE, Why.OTHER_DATE)
    assert other.score < PROBABLE


def test_a_title_that_only_shares_words_is_not_alike():
    other = Source(title="Families at Santa Brisa wait for the gas to come back")

    assert likeness(Reference(title=TITLE), other).score == 0
    assert likeness(Reference(), Source()).score == 0
    assert likeness(Reference(title=TITLE), Source(title=f"{TITLE} - El Faro")).score >= PROBABLE


def test_an_author_or_publisher_in_common_helps():
    reference = Reference(title=TITLE, author="Ana Núñez")

    assert Why.AUTHOR in likeness(reference, Source(title=TITLE, author="Nunez, A.")).reasons


def test_a_doi_is_found_in_a_text():
    assert doi("see https://doi.org/10.5555/faro.24).") == "10.5555/faro.24"
    assert doi("10 of 5555/24") == ""

"""A list of literature finds its sources, and fills in only what they lack."""

from __future__ import annotations

import pytest

from habeas.domain.reference import Reference, Why
from habeas.domain.source import Source
from habeas.errors import Refused
from habeas.services import collecting, referencing
from making import reading

TITLE = "Night transfers at Peña Gris alarm families"


@pytest.fixture
def sources(case):
    """Three sources: one with an address, one with a title alone, one that is another matter."""
    described = (
        {"title": "x", "address": "https://faro.example/a"},
        {"title": TITLE, "publisher": "El Faro", "kind": "report"},
        {"title": "Gas at Santa Brisa"},
    )
    with case.edit("Add sources") as edit:
        return [
            collecting.add(edit, reading(f"Words {n} of the source."), **more).source
            for n, more in enumerate(described)
        ]


def test_each_reference_gets_the_source_that_it_is_most_like(case, sources):
    references = [
        Reference(title=TITLE.upper()), Reference(title="Nothing of ours"),
        Reference(title=TITLE, address="http://www.faro.example/a?utm_source=b"),
    ]  # fmt: skip

    found = referencing.proposals(case, references)

    assert [each.source for each in found] == [sources[1], 0, sources[0]]
    assert [each.why for each in found] == [(Why.TITLE,), (), (Why.ADDRESS,)]
    assert [each.reference for each in found] == references
    assert not any(each.doubtful for each in found)


def test_two_sources_that_are_as_like_are_doubtful(case, sources):
    with case.edit("Add sources") as edit:
        collecting.add(edit, reading("The same story again."), title=TITLE)

    (found,) = referencing.proposals(case, [Reference(title=TITLE)])

    assert (found.source, found.doubtful) == (sources[1], True)


def test_only_what_is_empty_is_filled_unless_it_is_chosen(case, sources):
    reference = Reference(
        title=f"{TITLE}!", author="Ana Núñez", publisher="The Beacon", published="2020-04-24",
        kind="article", address="https://faro.example/b",
    )  # fmt: skip
    (proposal,) = referencing.proposals(case, [reference])

    assert referencing.missing(case, proposal) == ("author", "published", "address")
    with case.edit("Fill in") as edit:
        changed = referencing.fill(edit, proposal)
    source = case.get(Source, sources[1])
    assert changed == ("author", "published", "address")
    assert (source.title, source.publisher, source.kind) == (TITLE, "El Faro", "report")
    assert (source.author, source.published) == ("Ana Núñez", "2020-04-24")
    assert source.address == "https://faro.example/b"

    with case.edit("Fill in") as edit:
        assert referencing.fill(edit, proposal, chosen=["publisher"]) == ("publisher",)
        assert referencing.fill(edit, proposal) == ()
    assert case.get(Source, sources[1]).publisher == "The Beacon"


def test_a_reference_without_a_source_fills_nothing(case, sources):
    with case.edit("Fill in") as edit:
        assert referencing.fill(edit, referencing.Proposal(Reference(title="x"))) == ()


def test_a_date_that_is_none_is_refused_and_nothing_is_filled(case, sources):
    proposal = referencing.Proposal(Reference(title=TITLE, published="soon"), sources[1], 1.0)

    with pytest.raises(Refused), case.edit("Fill in") as edit:
        referencing.fill(edit, proposal)

    assert case.get(Source, sources[1]).published == ""

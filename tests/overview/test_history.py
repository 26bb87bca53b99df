"""The history: what was done, whether it stands, and former and new values in plain words."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from habeas import i18n
from habeas.capture.reading import Reading
from habeas.domain.claim import Claim, Kind
from habeas.domain.draft import Draft, PlaceName, Span
from habeas.domain.voice import Voice
from habeas.domain.when import When
from habeas.overview import history, rowwords
from habeas.services import claiming, collecting, gathering, registering
from habeas.store.case import Case


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create(tmp_path / "valdoria.habeas") as made:
        yield made


def add_source(case: Case) -> int:
    with case.edit("Add source") as edit:
        reading = Reading(b"Cells closed", "Cells closed", title="Article")
        return collecting.add(edit, reading, published="2020-04-27").source


def draft() -> Draft:
    claim = Claim(kind=Kind.MEASURE, type="measure/search", summary="search", when=When("2020-04"))
    return Draft(
        claim,
        spans=(Span(0, 5),),
        places=(PlaceName("Peña Gris", "detention"),),
        voices=(Voice(name="the ministry"),),
    )


def accept(case: Case, source: int) -> int:
    with case.edit("Accept claim") as edit:
        return claiming.accept(edit, draft(), source=source)


def told(case: Case, edit: int | None = None) -> list[str]:
    """What an Edit (the last one) changed, as lines."""
    number = edit or case.query("SELECT max(id) AS n FROM edit")[0]["n"]
    changes, _more = history.changes_of(case, number)
    return [
        f"{change.act} {change.title}: "
        + "; ".join(f"{d.name}: {d.former} > {d.new}" for d in change.differences)
        for change in changes
    ]


def listed(case: Case) -> list[tuple[str, str, str]]:
    """Label, what was touched and whether it was undone, newest first."""
    rows, undone = case.rows(find=history.FIND, show=history.SHOW), history.undone(case)
    return [
        (history.label_of(row), history.touched_of(row), history.state_of(row, undone))
        for row in (rows.row(n) for n in range(len(rows)))
    ]


def test_acts_are_listed_newest_first_with_what_they_touched(case):
    accept(case, add_source(case))

    assert listed(case) == [
        ("Accept claim", "1 claim, 1 passage, 1 place, 1 actor, 1 voice", ""),
        ("Add source", "1 source", ""),
    ]


def test_what_is_undone_is_said_and_redone_it_stands_again(case):
    accept(case, add_source(case))

    case.undo()
    assert [(label, state) for label, _touched, state in listed(case)] == [
        ("Undo: Accept claim", ""),
        ("Accept claim", "undone"),
        ("Add source", ""),
    ]
    case.redo()
    assert [(label, state) for label, _touched, state in listed(case)] == [
        ("Redo: Accept claim", ""),
        ("Undo: Accept claim", "undone"),
        ("Accept claim", ""),
        ("Add source", ""),
    ]
    case.undo()
    assert history.undone(case) == {2, 4}


def test_a_correction_tells_former_and_new_values_in_words(case):
    source = add_source(case)
    number = accept(case, source)
    with case.edit("Correct claim") as edit:
        claim = replace(draft().claim, summary="cells searched", when=When("2020-04-24"))
        claiming.correct(edit, number, replace(draft(), claim=claim))

    assert told(case) == [
        "update Claim “cells searched”: Summary: search > cells searched; "
        "When: some day in April 2020 > Friday 24 April 2020"
    ]


def test_values_are_those_of_then_whatever_came_later(case):
    source = add_source(case)
    with case.edit("Describe source") as edit:
        collecting.describe(edit, source, title="A second title", confidentiality="internal")
    with case.edit("Describe source") as edit:
        collecting.describe(edit, source, title="A third title")

    assert told(case, 2) == [
        "update Source “A second title”: Title: Article > A second title; "
        "Who may know: Public > Internal"
    ]
    assert "Title:  > Article" in told(case, 1)[0]


def test_what_was_added_and_removed_is_told_with_its_values(case):
    number = accept(case, add_source(case))

    added = told(case)
    assert added[0].startswith("insert Claim “search”: Kind:  > Measure; Type:  > Search")
    assert "insert Rests on the passage “Cells”: Claim:  > search" in added
    assert "insert Said of the place “Peña Gris”: Place:  > Peña Gris" in "\n".join(added)

    with case.edit("Withdraw claim") as edit:
        claiming.withdraw(edit, number)
    removed = told(case)
    assert removed[0].startswith("delete Claim “search”: Kind: Measure > ")
    assert any(line.startswith("delete Voice “the ministry”") for line in removed)


def test_what_is_named_is_named_even_when_it_is_gone(case):
    number = accept(case, add_source(case))
    with case.edit("New event") as edit:
        event = gathering.new_event(edit, number, title="A night of searches")
    with case.edit("Gather claim") as edit:
        gathering.gather(edit, number, None)

    assert case.query("SELECT count(*) AS n FROM event WHERE id = ?", event)[0]["n"] == 0
    assert "update Claim “search”: Event: A night of searches > " in told(case)


def test_a_place_says_what_it_lies_within(case):
    with case.edit("Add places") as edit:
        inner, outer = registering.place(edit, "Peña Gris"), registering.place(edit, "Alta")
    with case.edit("Describe place") as edit:
        registering.describe_place(
            edit, inner, name="Peña Gris", kind="detention", parent=outer, note=""
        )

    assert told(case) == [
        "update Place “Peña Gris”: Kind:  > Place of detention; Lies within:  > Alta"
    ]


def test_every_journalled_table_has_words():
    from habeas.store.tables import JOURNALLED

    assert set(rowwords.FIELDS) == set(rowwords.CALLED) == set(JOURNALLED)


def test_a_great_edit_is_told_in_part_and_the_rest_counted(case):
    with case.edit("Add places") as edit:
        for n in range(history.MOST):
            registering.place(edit, f"Place {n}")

    changes, more = history.changes_of(case, 1)

    assert len(changes) == history.MOST
    assert more == history.MOST  # each place has a name of its own


def test_times_are_those_of_this_computer(monkeypatch):
    row = {"started": "2026-11-22T23:30:00Z"}
    monkeypatch.setenv("TZ", "America/El_Salvador")
    time.tzset()
    try:
        assert history.time_of(row) == "Sun 22 Nov 2026, 17:30"
        i18n.use("es")
        assert history.time_of(row) == "dom 22 nov 2026, 17:30"
    finally:
        monkeypatch.undo()
        time.tzset()

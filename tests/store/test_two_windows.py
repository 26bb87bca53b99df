"""Two windows may have one case open: what both write is kept, and undo takes back whole acts."""

from __future__ import annotations

import pytest

from habeas.domain.claim import Claim
from habeas.domain.passage import Passage, holds
from habeas.domain.register import Place
from habeas.store.case import Case

TEXT = "Cells were searched at Peña Gris. Visits are suspended at Santa Brisa."


@pytest.fixture
def other(case):
    with Case.open(case.path) as opened:
        yield opened


def sound(case):
    """Nothing is broken: the file, its references, the chain of its history, its quotes."""
    assert case.query("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    assert case.query("PRAGMA foreign_key_check") == []
    before = ""
    for edit in case.query("SELECT previous, digest, open FROM edit ORDER BY id"):
        assert (edit["previous"], edit["open"]) == (before, None)
        before = edit["digest"]
    for passage in case.select(Passage):
        assert holds(passage, case.text(passage.layer))
    return True


def summaries(case):
    return [claim.summary for claim in case.select(Claim, "ORDER BY id")]


def test_claims_of_both_windows_are_kept(case, fill, other):
    source = fill.source(TEXT)
    beside = type(fill)(other)
    fill.claim(source, "searched", summary="A")
    beside.claim(source, "suspended", summary="B")
    fill.claim(source, "Peña Gris", summary="C")
    assert summaries(case) == summaries(other) == ["A", "B", "C"]
    assert [s.label for s in case.steps()[0]] == [s.label for s in other.steps()[0]]
    assert sound(case)


def test_undo_in_one_window_takes_back_the_last_act_of_either_and_redo_brings_it_back(
    case, fill, other
):
    source = fill.source(TEXT)
    beside = type(fill)(other)
    fill.claim(source, "searched", summary="A")
    assert [step.label for step in case.steps()[0]] == ["Add source", "Mark claim"]
    beside.claim(source, "suspended", summary="B")
    case.undo()
    assert summaries(case) == summaries(other) == ["A"]
    assert sound(other)
    other.redo()
    assert summaries(case) == ["A", "B"]
    for window in (case, other, case):
        window.undo()
    assert summaries(other) == []
    assert other.undo() is None
    assert sound(case)


def test_both_windows_may_correct_the_same_claim_and_undo_step_by_step(case, fill, other):
    source = fill.source(TEXT)
    claim = fill.claim(source, "searched", summary="A")
    with case.edit("Correct claim") as edit:
        edit.update(Claim, claim, summary="A, corrected here")
    with other.edit("Correct claim") as edit:
        edit.update(Claim, claim, summary="A, corrected there", note="seen")
    assert case.get(Claim, claim).note == "seen"
    case.undo()
    assert other.get(Claim, claim).summary == "A, corrected here"
    other.undo()
    assert case.get(Claim, claim).summary == "A"
    assert case.get(Claim, claim).note == ""
    assert sound(case)


def test_what_one_window_takes_away_the_other_cannot_write_to(case, fill, other):
    source = fill.source(TEXT)
    claim = fill.claim(source, "searched", summary="A")
    case.undo()
    with pytest.raises(LookupError), other.edit("Correct claim") as edit:
        edit.update(Claim, claim, summary="too late")
    assert summaries(other) == []
    assert sound(other)


def test_closing_one_window_leaves_the_other_at_work(case, fill):
    source = fill.source(TEXT)
    other = Case.open(case.path)
    type(fill)(other).claim(source, "suspended", summary="B")
    other.close()
    fill.claim(source, "searched", summary="A")
    assert summaries(case) == ["B", "A"]
    assert sound(case)


def test_an_act_of_the_other_window_while_undo_makes_ready_is_what_is_taken_back(
    case, other, monkeypatch
):
    with case.edit("Add place") as edit:
        number = edit.insert(Place(name="Peña Gris"))
    transaction, told = case._transaction, []

    def late(*args, **more):
        if not told:
            told.append(1)
            with other.edit("Describe place") as edit:
                edit.update(Place, number, name="Santa Brisa")
        return transaction(*args, **more)

    monkeypatch.setattr(case, "_transaction", late)

    assert case.undo().label == "Describe place"
    assert case.get(Place, number).name == "Peña Gris"

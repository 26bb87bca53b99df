"""One old act undone by itself: what then stands, what redo does, and what may be in the way."""

from __future__ import annotations

import pytest

from habeas.domain.claim import Claim
from habeas.domain.event import Event
from habeas.domain.link import Link
from habeas.domain.passage import Passage
from habeas.domain.register import Place
from habeas.domain.source import Source
from habeas.errors import Problem
from habeas.store import undoing
from habeas.store.case import Case
from habeas.store.tables import JOURNALLED

TEXT = "The cells of Peña Gris were closed. Visits were stopped."


def dump(case):
    return {t: case.query(f"SELECT * FROM [{t}] ORDER BY id") for t in JOURNALLED}


def place(case, name):
    with case.edit(f"Add {name}") as edit:
        return edit.insert(Place(name=name))


def change(case, label, kind, ident, **columns):
    with case.edit(label) as edit:
        edit.update(kind, ident, **columns)
    return case.last.edit


def in_the_way(case, edit):
    found = undoing.why_not(case.read, edit)
    return None if found is None else (found.why, [step.edit for step in found.edits])


def refused(case, edit):
    before, number = dump(case), case.last_edit()
    with pytest.raises(Problem) as caught:
        case.undo_one(edit)
    assert (dump(case), case.last_edit()) == (before, number)
    return str(caught.value)


def names(case):
    return [row["name"] for row in case.query("SELECT name FROM place ORDER BY id")]


def test_an_old_act_is_undone_and_what_came_later_stays(case):
    one, two = place(case, "Peña Gris"), place(case, "Santa Brisa")
    first = change(case, "Rename", Place, one, name="Peña Negra")
    change(case, "Rename", Place, two, name="Santa Calma")

    changes = case.undo_one(first)

    assert names(case) == ["Peña Gris", "Santa Calma"]
    assert dict(changes.rows) == {"place": {one}}
    row = case.query("SELECT act, undoes, label FROM edit WHERE id = ?", changes.edit)
    assert row == [{"act": "undo", "undoes": first, "label": "Rename"}]


def test_redo_takes_it_back_and_undo_goes_on_with_what_still_stands(case):
    one, two = place(case, "Peña Gris"), place(case, "Santa Brisa")
    first = change(case, "First", Place, one, name="Peña Negra")
    change(case, "Second", Place, two, name="Santa Calma")
    whole = dump(case)
    case.undo_one(first)

    undo, redo = case.steps()
    assert [step.label for step in undo] == ["Add Peña Gris", "Add Santa Brisa", "Second"]
    assert [step.label for step in redo] == ["First"]
    case.undo()
    assert names(case) == ["Peña Gris", "Santa Brisa"]
    case.redo()
    case.redo()
    assert dump(case) == whole
    assert case.redo() is None


def test_all_of_it_holds_after_the_case_was_opened_again(case):
    one = place(case, "Peña Gris")
    place(case, "Santa Brisa")
    first = 1
    case.undo_one(first)
    case.close()
    with Case.open(case.path) as again:
        assert names(again) == ["Santa Brisa"]
        again.redo()
        assert [row["id"] for row in again.query("SELECT id FROM place")] == [one, one + 1]


def test_a_later_change_of_the_same_row_is_in_the_way_until_it_is_undone(case):
    one = place(case, "Peña Gris")
    first = change(case, "First name", Place, one, name="Peña Negra")
    second = change(case, "Second name", Place, one, name="Peña Blanca")

    assert in_the_way(case, first) == ("later", [second])
    assert "“Second name” (no. 3)" in refused(case, first)
    case.undo_one(second)
    assert in_the_way(case, first) is None
    case.undo_one(first)
    assert names(case) == ["Peña Gris"]


def test_a_source_that_a_later_claim_refers_to_stays(case, fill):
    source = fill.source(TEXT)
    fill.claim(source, "cells")

    assert in_the_way(case, 1) == ("later", [2])
    assert "Mark claim" in refused(case, 1)
    case.undo_one(2)
    case.undo_one(1)
    assert case.query("SELECT * FROM source") == []


def test_what_a_former_value_refers_to_must_still_be_there(case):
    inner, outer = place(case, "Peña Gris"), place(case, "Alta")
    change(case, "Put within", Place, inner, parent=outer)
    out = change(case, "Take out", Place, inner, parent=None)
    with case.edit("Remove") as edit:
        edit.delete(Place, outer)
    removed = case.last.edit

    assert in_the_way(case, out) == ("later", [removed])
    refused(case, out)
    case.undo_one(removed)
    case.undo_one(out)
    assert case.get(Place, inner).parent == outer


def test_a_removed_row_comes_back_only_with_what_it_refers_to(case, fill):
    source = fill.source(TEXT)
    with case.edit("Remove source") as edit:
        for row in edit.query("SELECT id FROM source_capture"):
            edit.delete("source_capture", row["id"])
    with case.edit("And the rest") as edit:
        edit.delete(Source, source)

    assert in_the_way(case, 2) == ("later", [3])
    refused(case, 2)


def test_no_claim_is_left_without_a_passage(case, fill):
    source = fill.source(TEXT)
    claim = fill.claim(source, "cells")
    with case.edit("Add words") as edit:
        layer = edit.row("SELECT layer FROM source_capture")["layer"]
        more = edit.insert(Passage(source=source, layer=layer, quote="Visits"))
        edit.add("claim_passage", claim=claim, passage=more, position=1)
    added = case.last.edit
    with case.edit("Take words") as edit:
        first = edit.row("SELECT id FROM claim_passage WHERE position = 0")["id"]
        edit.delete("claim_passage", first)
    taken = case.last.edit

    assert in_the_way(case, added) == ("later", [taken])
    assert "Take words" in refused(case, added)
    case.undo_one(taken)
    case.undo_one(added)
    assert [row["position"] for row in case.query("SELECT position FROM claim_passage")] == [0]


def test_no_event_is_left_without_a_claim(case, fill):
    source = fill.source(TEXT)
    one, two = fill.claim(source, "cells"), fill.claim(source, "Visits")
    with case.edit("New event") as edit:
        event = edit.insert(Event(title="Closing"))
        edit.update(Claim, one, event=event)
    joined = change(case, "Gather", Claim, two, event=event)
    left = change(case, "Take out", Claim, one, event=None)

    assert in_the_way(case, joined) == ("later", [left])
    refused(case, joined)
    case.undo_one(left)
    case.undo_one(joined)
    assert case.get(Claim, one).event == event
    assert case.get(Claim, two).event is None


def test_no_place_comes_to_lie_within_itself(case):
    inner, outer = place(case, "Peña Gris"), place(case, "Alta")
    change(case, "Put within", Place, inner, parent=outer)
    out = change(case, "Take out", Place, inner, parent=None)
    turned = change(case, "Turn round", Place, outer, parent=inner)

    assert in_the_way(case, out) == ("later", [turned])
    refused(case, out)


def test_a_link_between_later_claims_names_the_act_that_made_it(case, fill):
    source = fill.source(TEXT)
    one, two = fill.claim(source, "cells"), fill.claim(source, "Visits")
    with case.edit("Link") as edit:
        edit.insert(Link(kind="follows", from_claim=one, to_claim=two))

    assert in_the_way(case, 2) == ("later", [4])
    assert in_the_way(case, 3) == ("later", [4])


def test_what_is_undone_is_not_undone_again(case):
    place(case, "Peña Gris")
    place(case, "Santa Brisa")
    undo = case.undo_one(1).edit

    assert in_the_way(case, 1) == ("undone", [undo])
    assert "undone already" in refused(case, 1)
    assert in_the_way(case, undo) == ("kind", [])
    redo = case.redo().edit
    assert in_the_way(case, 1) == ("again", [redo])
    case.undo_one(redo)
    assert names(case) == ["Santa Brisa"]


def test_undo_of_one_does_not_go_behind_a_wall(case):
    place(case, "Peña Gris")
    with case.beginning("Begin anew") as edit:
        edit.insert(Place(name="Alta"))
    place(case, "Santa Brisa")

    assert in_the_way(case, 1) == ("closed", [2])
    assert in_the_way(case, 2) == ("kind", [])
    assert "Begin anew" in refused(case, 1)


def test_what_happened_outside_is_passed_by_and_is_nothing_to_undo(case, fill):
    source = fill.source(TEXT)
    with case.recording("Write report") as edit:
        edit.add("custody", source=source, act="exported", made="", detail="{}")

    assert in_the_way(case, 2) == ("kind", [])
    refused(case, 2)
    case.undo_one(1)
    assert len(case.query("SELECT * FROM custody")) == 1


def test_an_act_that_is_not_there_is_our_mistake(case):
    with pytest.raises(LookupError):
        case.undo_one(5)
    with pytest.raises(LookupError):
        undoing.why_not(case.read, 5)


def test_many_rows_are_undone_at_once_and_searched_no_more(case):
    with case.edit("Add places") as edit:
        for n in range(300):
            edit.insert(Place(name=f"Lugar {n}"))
    place(case, "Santa Brisa")

    case.undo_one(1)

    assert names(case) == ["Santa Brisa"]
    assert case.search("Lugar") == []
    case.redo()
    assert len(names(case)) == 301
    assert case.search("Lugar")

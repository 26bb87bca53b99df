"""Two windows on one case: one writes and the other follows, and becomes the writer after it.

Where a folder has no locks (some network shares) two may write all the same: then what both write
is kept, and undo takes back whole acts.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from habeas.domain.claim import Claim
from habeas.domain.passage import Passage, holds
from habeas.domain.register import Place
from habeas.errors import Problem
from habeas.store import opening
from habeas.store.case import Case
from habeas.store.holding import Held, Hold

TEXT = "Cells were searched at Peña Gris. Visits are suspended at Santa Brisa."


@pytest.fixture
def other(case):
    """A second one that writes, as another program can where there are no locks."""
    hold = Hold(case.path, head=opening.head_of(None))
    hold.writes = True  # there is no public way to it: that is what the hold is for
    opened = Case(case.path, opening.take(case.path), hold=hold)
    yield opened
    hold.writes = False
    opened.close()


@pytest.fixture
def reader(case):
    with Case.open(case.path, read_only=True) as opened:
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


def test_closing_one_window_leaves_the_other_at_work(case, fill, other):
    source = fill.source(TEXT)
    type(fill)(other).claim(source, "suspended", summary="B")
    other._file.hold.writes = False
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


def test_a_second_one_is_told_who_holds_the_case(case):
    with pytest.raises(
        Held, match=r"“valdoria\.habeas” is open already: in another window"
    ) as told:
        Case.open(case.path)
    assert told.value.holder.here
    assert not case.read_only
    assert case.hold.holder is None


def test_the_one_that_only_reads_follows_what_the_other_writes(case, fill, reader):
    before = reader.last_edit()
    source = fill.source(TEXT)
    fill.claim(source, "searched", summary="A")
    assert summaries(reader) == ["A"]
    assert [step.label for step in reader.steps()[0]] == ["Add source", "Mark claim"]
    missed = reader.changes_since(before, last=reader.last_edit())
    assert missed.rows["claim"] == {1}
    assert {hit.what for hit in reader.search("searched")} == {"claim", "passage"}
    case.undo()
    assert summaries(reader) == []


@pytest.mark.parametrize(
    "act",
    [
        lambda reader: reader.edit("Add place").__enter__(),
        lambda reader: reader.undo(),
        lambda reader: reader.redo(),
        lambda reader: reader.put("scroll", 3),
        lambda reader: reader.put("scroll", 3, wait=False),
    ],
)
def test_the_one_that_only_reads_cannot_write(case, fill, reader, act):
    fill.source(TEXT)
    before = case.query("SELECT * FROM edit")
    with pytest.raises(Problem, match="to read only, so this was not written"):
        act(reader)
    assert case.query("SELECT * FROM edit") == before
    assert reader.desk("scroll") is None


def test_it_becomes_the_writer_when_the_other_is_gone(case, fill, reader):
    source = fill.source(TEXT)
    assert not reader.take_hold()
    assert reader.hold.holder.here
    case.close()
    assert reader.take_hold()
    assert not reader.read_only
    type(fill)(reader).claim(source, "suspended", summary="B")
    assert reader.undo().label == "Mark claim"
    reader.close()
    assert [path.name for path in case.path.parent.iterdir()] == ["valdoria.habeas"]


def test_the_last_to_close_tidies_up_whoever_that_is(case, fill, reader):
    fill.source(TEXT)
    case.close()
    assert len(list(case.path.parent.iterdir())) > 1
    reader.close()
    assert [path.name for path in case.path.parent.iterdir()] == ["valdoria.habeas"]
    assert case.path.read_bytes()[18:20] == b"\1\1"  # no journal ahead: opens on a read-only disk
    with Case.open(case.path) as again:
        assert [step.label for step in again.steps()[0]] == ["Add source"]


def test_read_only_alone_writes_nothing(case, fill):
    fill.source(TEXT)
    case.close()
    before = case.path.read_bytes()
    with Case.open(case.path, read_only=True) as reader:
        assert reader.hold.holder is None
        assert [step.label for step in reader.steps()[0]] == ["Add source"]
        with Case.open(case.path) as writer:
            type(fill)(writer).source(TEXT, title="Another")
        assert len(reader.steps()[0]) == 2
        writer_gone = case.path.read_bytes()
    assert before != writer_gone
    with Case.open(case.path, read_only=True):
        pass
    assert [path.name for path in case.path.parent.iterdir()] == ["valdoria.habeas"]


def test_the_head_of_a_case_that_is_open_is_known_without_touching_the_file(case, fill):
    """A second handle that is closed would drop SQLite's locks of this process."""
    fill.source(TEXT)
    # As on a share: ahead of the file the locks would lie on another one.
    case._db.execute("PRAGMA journal_mode=DELETE").fetchall()
    with case.edit("Add place") as edit:
        edit.insert(Place(name="Peña Gris"))
        assert opening.key_for(case.path, None) is None
        with pytest.raises(Held):
            Case.open(case.path)
        assert locked_for_others(case.path)
    assert not locked_for_others(case.path)


def locked_for_others(path):
    """Whether another process is kept from writing: POSIX locks do not count within one."""
    script = (
        "import sqlite3, sys\n"
        "db = sqlite3.connect(sys.argv[1], timeout=0)\n"
        "try: db.execute('BEGIN IMMEDIATE')\n"
        "except sqlite3.OperationalError: print('locked')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )
    return done.stdout == "locked\n"

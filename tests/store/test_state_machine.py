"""Any order of acts, undos, redos and reopenings leaves a record that its journal explains."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.store.conftest import described

from habeas.domain.claim import Claim, Kind
from habeas.domain.passage import Passage
from habeas.domain.quantity import Quantity
from habeas.domain.register import Place
from habeas.domain.source import Source
from habeas.domain.voice import Voice
from habeas.store import search
from habeas.store.case import Case
from habeas.store.driver import connect
from habeas.store.tables import JOURNALLED

WORDS = st.text(st.sampled_from("aé ñ'\"\n🏛{}"), max_size=8) | st.sampled_from(["pena", "Peña x"])
PICK = st.integers(0, 1_000)


def dump(case):
    """Every journalled row, by table and id."""
    return {
        (table, row["id"]): row
        for table in JOURNALLED
        for row in case.query(f"SELECT * FROM [{table}]")
    }


def touched(before, after):
    """The rows that differ, as Changes names them."""
    rows = {}
    for table, ident in before.keys() | after.keys():
        if before.get((table, ident)) != after.get((table, ident)):
            rows.setdefault(table, set()).add(ident)
    return rows


class Record(RuleBasedStateMachine):
    """A case, and all its states so far that undo and redo should lead back to."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.case = Case.create(self.folder / "valdoria.habeas")
        self.now = {}
        self.past = []
        self.future = []

    def teardown(self):
        self.case.close()
        shutil.rmtree(self.folder)

    def did(self):
        """An act ended: its Changes are the true difference, and it can be undone."""
        after = dump(self.case)
        assert touched(self.now, after) == self.case.last.rows
        if self.case.last.rows:
            self.past.append(self.now)
            self.future.clear()
        self.now = after

    def some(self, table, pick):
        """The id of a row that is there, or None."""
        idents = sorted(ident for name, ident in self.now if name == table)
        return idents[pick % len(idents)] if idents else None

    @rule(title=WORDS, text=WORDS)
    def add_source(self, title, text):
        with self.case.edit("Add source") as edit:
            described(self.case, edit, edit.insert(Source(title=title)), text)
        self.did()

    @rule(name=WORDS, alias=WORDS, pick=PICK)
    def add_place(self, name, alias, pick):
        parent = self.some("place", pick)
        with self.case.edit("Add place") as edit:
            place = edit.insert(Place(name=name, parent=parent))
            edit.add("place_name", place=place, name=alias, folded="")
        self.did()

    @precondition(lambda self: self.some("source_capture", 0))
    @rule(pick=PICK, summary=WORDS, quotes=st.lists(WORDS, min_size=1, max_size=3))
    def add_claim(self, pick, summary, quotes):
        row = self.now["source_capture", self.some("source_capture", pick)]
        with self.case.edit("Mark claim") as edit:
            claim = edit.insert(
                Claim(source=row["source"], summary=summary, quantity=Quantity(low=None)),
                first_day="",
                last_day="",
            )
            edit.insert(Voice(claim=claim, name=summary[::-1]))
            for n, quote in enumerate(quotes):
                passage = edit.insert(
                    Passage(source=row["source"], layer=row["layer"], quote=quote)
                )
                edit.add("claim_passage", claim=claim, passage=passage, position=n)
        self.did()

    @precondition(lambda self: self.some("claim", 0))
    @rule(pick=PICK, summary=WORDS, kind=st.sampled_from(Kind))
    def update_claim(self, pick, summary, kind):
        with self.case.edit("Correct claim") as edit:
            edit.update(Claim, self.some("claim", pick), summary=summary, kind=kind)
        self.did()

    @precondition(lambda self: self.some("place", 0))
    @rule(pick=PICK, names=st.lists(WORDS, min_size=1, max_size=3))
    def rename_place(self, pick, names):
        with self.case.edit("Rename place") as edit:
            for name in names:
                edit.update(Place, self.some("place", pick), name=name)
        if touched(self.now, dump(self.case)):
            self.did()
        elif self.case.last.rows:  # renamed and renamed back: an act, though nothing differs
            self.past.append(self.now)
            self.future.clear()

    @precondition(lambda self: self.some("place_name", 0))
    @rule(pick=PICK, to=PICK)
    def move_name(self, pick, to):
        with self.case.edit("Move name") as edit:
            edit.update("place_name", self.some("place_name", pick), place=self.some("place", to))
        self.did()

    @precondition(lambda self: self.some("place_name", 0))
    @rule(pick=PICK)
    def delete_name(self, pick):
        with self.case.edit("Take name") as edit:
            edit.delete("place_name", self.some("place_name", pick))
        self.did()

    @precondition(lambda self: self.some("claim", 0))
    @rule(pick=PICK)
    def delete_claim(self, pick):
        claim = self.some("claim", pick)
        with self.case.edit("Remove claim") as edit:
            for table in ("claim_passage", "voice"):
                for row in edit.query(f"SELECT id FROM [{table}] WHERE claim = ?", claim):
                    edit.delete(table, row["id"])
            edit.delete(Claim, claim)
        self.did()

    @rule(name=WORDS)
    def fail(self, name):
        try:
            with self.case.edit("Fail") as edit:
                edit.insert(Place(name=name))
                edit.db.execute("UPDATE place SET name = 'lost'")
                raise ZeroDivisionError  # noqa: TRY301
        except ZeroDivisionError:
            assert dump(self.case) == self.now

    @rule()
    def undo(self):
        self.step(self.case.undo(), self.past, self.future)

    @rule()
    def redo(self):
        self.step(self.case.redo(), self.future, self.past)

    def step(self, changes, source, target):
        if not source:
            assert changes is None
            return
        former = source.pop()
        assert dump(self.case) == former
        assert changes.rows.keys() >= touched(self.now, former).keys()
        target.append(self.now)
        self.now = former

    @rule()
    def reopen(self):
        path = self.case.path
        self.case.close()
        assert list(self.folder.iterdir()) == [path]
        self.case = Case.open(path)
        assert dump(self.case) == self.now

    @invariant()
    def the_steps_are_those_that_were_made(self):
        undo, redo = self.case.steps()
        assert (len(undo), len(redo)) == (len(self.past), len(self.future))

    @invariant()
    def the_file_is_sound(self):
        # By a connection of its own: one that checked before an Edit holds the index against what
        # it remembers of it, and finds a fault that is not there.
        db = connect(self.case.path, writes=False)
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        db.close()

    @invariant()
    def the_journal_explains_every_row(self):
        """Going back from today's rows entry by entry ends at an empty record."""
        rows = dump(self.case)
        for entry in self.case.query("SELECT * FROM entry ORDER BY id DESC"):
            key = entry["tbl"], entry["row"]
            if entry["act"] == "insert":
                del rows[key]
            else:
                assert (key in rows) == (entry["act"] == "update")
                rows[key] = json.loads(entry["former"])
        assert rows == {}

    @invariant()
    def the_index_is_what_a_fresh_one_would_be(self):
        kept = {r["rowid"]: r["text"] for r in self.case.query("SELECT rowid, * FROM record_text")}
        fresh = {}
        for n, table in enumerate(search.INDEXED):
            for name, ident in self.now:
                if name == table:
                    row = self.case.read.execute(search._TEXT[table], [ident]).fetchone()
                    fresh[ident * search._STEP + n] = row[0]
        assert kept == fresh


Record.TestCase.settings = settings(max_examples=50, stateful_step_count=25, deadline=None)
TestRecord = Record.TestCase

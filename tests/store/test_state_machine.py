"""Any order of acts, undos, redos and reopenings leaves a record that its journal explains."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.store.conftest import described

from habeas.domain.claim import Claim, Kind
from habeas.domain.passage import cut
from habeas.domain.quantity import Quantity
from habeas.domain.register import Place
from habeas.domain.source import Source
from habeas.domain.voice import Voice
from habeas.errors import Problem
from habeas.services import purging
from habeas.store import keys, rewriting, search
from habeas.store.case import Case
from habeas.store.driver import connect
from habeas.store.tables import JOURNALLED
from making import whole

WORDS = st.text(st.sampled_from("aé ñ'\"\n🏛{}"), max_size=8) | st.sampled_from(["pena", "Peña x"])
PICK = st.integers(0, 1_000)
PHRASES = ("", "lentils on a blue roof", "eleven quiet harbours")


def dump(case):
    """Every journalled row, by table and id."""
    return {
        (table, row["id"]): row
        for table in JOURNALLED
        for row in case.query(f"SELECT * FROM [{table}]")
    }


def referring(case):
    """Every reference between journalled tables: table, column, and the table it leads to."""
    return [
        (table, row["from"], row["table"])
        for table in JOURNALLED
        for row in case.query(f"PRAGMA foreign_key_list([{table}])")
        if row["table"] in JOURNALLED
    ]


def holds(rows, references):
    """Whether a record may stand: each reference leads somewhere, each claim has a passage."""
    for (table, _ident), row in rows.items():
        for child, column, parent in references:
            if child == table and row[column] is not None and (parent, row[column]) not in rows:
                return False
    resting = {row["claim"] for (table, _), row in rows.items() if table == "claim_passage"}
    claims = {ident for table, ident in rows if table == "claim"}
    return claims <= resting and not any(
        circles(rows, ident) for table, ident in rows if table == "place"
    )


def circles(rows, place):
    """Whether a place lies within itself."""
    seen = set()
    while place is not None and place not in seen:
        seen.add(place)
        place = rows["place", place]["parent"]
    return place is not None


def turned(rows, delta, *, at):
    """The rows with those of ``delta`` as they were before (0) or after (1) an act."""
    found = dict(rows)
    for key, values in delta.items():
        found.pop(key, None)
        if values[at] is not None:
            found[key] = values[at]
    return found


def touched(before, after):
    """The rows that differ, as Changes names them."""
    rows = {}
    for table, ident in before.keys() | after.keys():
        if before.get((table, ident)) != after.get((table, ident)):
            rows.setdefault(table, set()).add(ident)
    return rows


class Record(RuleBasedStateMachine):
    """A case, and what each act that stands, or was undone, did to each row it touched."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.case = Case.create(self.folder / "valdoria.habeas")
        self.now = {}
        self.past = []  # for each act: its number, and by row what was there before and after
        self.future = []
        self.stood = {0: {}}  # what stood after each Edit
        self.phrase = ""
        self.references = referring(self.case)

    def teardown(self):
        assert self.case.verify().ok
        self.case.close()
        shutil.rmtree(self.folder)

    def did(self):
        """An act ended: its Changes are the true difference, and it can be undone."""
        after = dump(self.case)
        assert touched(self.now, after) == self.case.last.rows
        self.keep(after)

    def keep(self, after):
        """Remember what the last Edit did."""
        if self.case.last.rows:
            self.past.append((self.case.last.edit, self.delta(after)))
            self.future.clear()
        self.now = after

    def delta(self, after):
        """What the last Edit did to each row it touched: what was there before and after."""
        keys = {(table, row) for table, rows in self.case.last.rows.items() for row in rows}
        return {key: (self.now.get(key), after.get(key)) for key in keys}

    def some(self, table, pick):
        """The id of a row that is there, or None."""
        idents = sorted(ident for name, ident in self.now if name == table)
        return idents[pick % len(idents)] if idents else None

    @rule(title=WORDS, text=st.text(st.sampled_from("aé ñ'\"\n🏛{}"), min_size=1, max_size=12))
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
    @rule(pick=PICK, summary=WORDS, places=st.lists(PICK, min_size=1, max_size=3))
    def add_claim(self, pick, summary, places):
        row = self.now["source_capture", self.some("source_capture", pick)]
        text = self.case.text(row["layer"])
        with self.case.edit("Mark claim") as edit:
            claim = edit.insert(
                Claim(source=row["source"], summary=summary, quantity=Quantity(low=None)),
                first_day="",
                last_day="",
            )
            edit.insert(Voice(claim=claim, name=summary[::-1]))
            for n, place in enumerate(places):
                start = place % len(text)
                words = cut(text, start, min(len(text), start + 1 + place % 5))
                passage = edit.insert(
                    replace(words, id=0, source=row["source"], layer=row["layer"])
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
        else:  # renamed and renamed back: an act, though nothing differs
            self.keep(self.now)

    @precondition(lambda self: self.some("place", 0))
    @rule(pick=PICK, to=PICK)
    def move_place(self, pick, to):
        place, parent = self.some("place", pick), self.some("place", to)
        after = turned(self.now, {}, at=0)
        after["place", place] = {**after["place", place], "parent": parent}
        if circles(after, place):
            parent = None
        with self.case.edit("Move place") as edit:
            edit.update(Place, place, parent=parent)
        self.did()

    @precondition(lambda self: self.some("passage", 0) and self.some("claim", 0))
    @rule(pick=PICK, words=PICK)
    def add_words(self, pick, words):
        with self.case.edit("Add words") as edit:
            edit.add(
                "claim_passage",
                claim=self.some("claim", pick),
                passage=self.some("passage", words),
                position=9,
            )
        self.did()

    @precondition(lambda self: self.some("claim_passage", 0))
    @rule(pick=PICK)
    def take_words(self, pick):
        ident = self.some("claim_passage", pick)
        after = {key: row for key, row in self.now.items() if key != ("claim_passage", ident)}
        if holds(after, self.references):
            with self.case.edit("Take words") as edit:
                edit.delete("claim_passage", ident)
            self.did()

    @precondition(lambda self: self.some("source", 0))
    @rule(pick=PICK)
    def record(self, pick):
        """What happened outside stands in the history, and undo passes it by."""
        with self.case.recording("Export") as edit:
            source = self.some("source", pick)
            edit.add("custody", source=source, act="exported", made="", detail="{}")
        after = dump(self.case)
        assert touched(self.now, after) == self.case.last.rows
        self.now = after

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
        self.step(self.case.undo(), self.past, self.future, at=0)

    @rule()
    def redo(self):
        self.step(self.case.redo(), self.future, self.past, at=1)

    def step(self, changes, source, target, *, at):
        if not source:
            assert changes is None
            return
        _number, delta = source.pop()
        former = turned(self.now, delta, at=at)
        assert dump(self.case) == former
        assert set(changes.rows) == {table for table, _row in delta}
        target.append((changes.edit, delta))
        self.now = former

    @precondition(lambda self: self.past)
    @rule(pick=PICK)
    def undo_one(self, pick):
        """An old act goes alone if no later one touched its rows and what is left may stand."""
        at = pick % len(self.past)
        number, delta = self.past[at]
        former = turned(self.now, delta, at=0)
        free = not any(delta.keys() & later.keys() for _number, later in self.past[at + 1 :])
        try:
            changes = self.case.undo_one(number)
        except Problem:
            assert not (free and holds(former, self.references))
            assert dump(self.case) == self.now
            return
        assert free
        assert dump(self.case) == former
        assert {(t, row) for t, rows in changes.rows.items() for row in rows} == delta.keys()
        del self.past[at]
        self.future.append((changes.edit, delta))
        self.now = former

    @rule()
    def reopen(self):
        path = self.case.path
        self.case.close()
        assert list(self.folder.iterdir()) == [path]
        self.case = Case.open(path, self.phrase or None)
        assert dump(self.case) == self.now

    @rule(phrase=st.sampled_from(PHRASES))
    def lock(self, phrase):
        """Another passphrase, the first one, or none."""
        path = self.case.path
        self.case.close()
        salt = keys.salt_of(path)
        old = keys.derive(self.phrase, salt) if salt else None
        new = keys.derive(phrase, salt or keys.new_salt(keys.CHEAP)) if phrase else None
        for _step in rewriting.rewrite(path, old=old, new=new):
            pass
        self.phrase = phrase
        self.case = Case.open(path, phrase or None)
        assert (self.case.key is None) == (not phrase)
        assert dump(self.case) == self.now

    @precondition(lambda self: self.some("place", 0))
    @rule(pick=PICK)
    def purge_place(self, pick):
        """What goes is gone, now and in the past; what was done before cannot be undone."""
        *_, foreseen = purging.foresee(self.case, "place", self.some("place", pick))
        for _step in purging.purge(self.case, foreseen, reason="asked"):
            pass
        gone = {(t, row) for t, rows in foreseen.doomed.rows.items() for row in rows}
        after = dump(self.case)
        assert not gone & after.keys()
        assert {key for key in self.now.keys() - gone if after[key] != self.now[key]} <= {
            ("place", ident) for table, ident, _columns in foreseen.doomed.changes
        }
        for rows in self.stood.values():
            for key in gone & rows.keys():
                del rows[key]
        self.past, self.future, self.now = [], [], after

    @rule(pick=PICK)
    def as_known(self, pick):
        """The past stands as it stood, but for what was purged since."""
        edit = sorted(self.stood)[pick % len(self.stood)]
        with whole(self.case.as_known(edit)) as known:
            assert dump(known) == self.stood[edit]

    @rule()
    def verify(self):
        report = self.case.verify()
        assert report.ok, report.problems

    @invariant()
    def what_stands_is_remembered(self):
        self.stood[self.case.last_edit()] = dict(self.now)

    @invariant()
    def the_steps_are_those_that_were_made(self):
        undo, redo = self.case.steps()
        assert [step.edit for step in undo] == [number for number, _delta in self.past]
        assert [step.edit for step in redo] == [number for number, _delta in self.future]

    @invariant()
    def what_stands_may_stand(self):
        assert holds(self.now, self.references)

    @invariant()
    def the_file_is_sound(self):
        # By a connection of its own: one that checked before an Edit holds the index against what
        # it remembers of it, and finds a fault that is not there.
        db = connect(self.case.path, writes=False, key=self.case.key)
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        db.close()

    @invariant()
    def the_journal_explains_every_row(self):
        """Going back from today's rows entry by entry ends at an empty record."""
        rows = dump(self.case)
        for entry in self.case.query("SELECT * FROM entry ORDER BY id DESC"):
            key = entry["tbl"], entry["row"]
            if entry["purged"]:
                assert (key in rows, entry["former"]) == (False, None)
                continue
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


Record.TestCase.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
TestRecord = Record.TestCase

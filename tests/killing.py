"""A scripted stretch of work that is killed at random, and what must hold of the file after it.

The work runs in a process forked from this one, so that a death costs milliseconds and not the
imports.  It tells of every act once the case has said that it is kept; then ``SIGKILL`` comes from
outside, at a moment of its own choosing, and the file is opened again as a user would open it.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from habeas.domain.claim import Claim
from habeas.domain.event import Event
from habeas.domain.source import Source
from habeas.errors import Problem
from habeas.services import claiming, collecting, gathering, purging
from habeas.store import keys, migrations, rewriting
from habeas.store.case import Case
from making import draft, reading

OLD = Path(__file__).parent / "files" / "cases" / "schema-1.habeas.gz"
PHRASES = ("lentils on a blue roof", "eleven quiet harbours", "a kettle full of maps")
PLACES = ("Peña Gris", "Santa Brisa", "Tower Nine", "Valdoria")


@dataclass
class Told:
    """What the dead process had been told is kept: an Edit with its digest, and a passphrase."""

    edit: int = 0
    digest: str = ""
    phrase: str = ""
    wanted: str = ""  # the passphrase that a change under way would give it
    doing: str = ""  # the act that it died in
    acts: Counter[str] = field(default_factory=Counter)


class Worker:
    """One life of the program: acts at random, each told when it is kept."""

    def __init__(self, path: Path, phrase: str, *, seed: int, tell: int, rare: float) -> None:
        self.path = path
        self.phrase = phrase
        self.random = random.Random(seed)
        self.pipe = tell
        self.rare = rare
        self.case = Case.open(path, phrase or None)

    def tell(self, **what: object) -> None:
        os.write(self.pipe, json.dumps(what).encode() + b"\n")

    def kept(self) -> None:
        """The case has said so: from here on it must never be lost."""
        number = self.case.last_edit()
        row = self.case.query("SELECT digest FROM edit WHERE id = ?", number)
        self.tell(edit=number, digest=row[0]["digest"] if row else "")

    def work(self) -> None:
        """Act until somebody kills us."""
        acts = [
            *(self.add, self.accept, self.accept, self.correct, self.describe, self.gather),
            *(self.merge, self.withdraw, self.undo, self.redo, self.many, self.reopen),
        ]
        rare = [self.purge, self.rekey, self.migrate]
        while True:
            act = self.random.choice(rare if self.random.random() < self.rare else acts)
            self.tell(doing=act.__name__)
            act()
            self.kept()

    def some(self, table: str) -> int:
        found = self.case.query(f"SELECT id FROM [{table}] ORDER BY id")
        return self.random.choice(found)["id"] if found else 0

    def add(self) -> None:
        text = f"At {self.random.choice(PLACES)} {self.random.getrandbits(64)} cells were searched."
        text += " Nobody was told why." * self.random.randrange(400)
        with self.case.edit("Add sources") as edit:
            collecting.add(edit, reading(text), how="pasted")

    def many(self) -> None:
        with self.case.edit("Add sources") as edit:
            for _ in range(30):
                text = f"Note {self.random.getrandbits(64)}: visits are suspended."
                collecting.add(edit, reading(text), how="pasted")

    def accept(self) -> None:
        source = self.some("source")
        if not source or not (layer := collecting.layer_of(self.case, source)):
            return self.add()
        text = self.case.text(layer)
        words = text[: self.random.randrange(5, 40)].strip()
        with self.case.edit("Accept claim") as edit:
            number = claiming.accept(
                edit, draft(words, places=("Peña Gris",), voices=("the ministry",), text=text),
                source=source,
            )  # fmt: skip
            if self.random.random() < 0.5:
                gathering.new_event(edit, number)
        return None

    def correct(self) -> None:
        if claim := self.some("claim"):
            with self.case.edit("Correct claim") as edit:
                edit.update(Claim, claim, note=f"seen {self.random.getrandbits(32)}")

    def describe(self) -> None:
        if source := self.some("source"):
            with self.case.edit("Correct source") as edit:
                edit.update(Source, source, title=f"Title {self.random.getrandbits(32)}")

    def gather(self) -> None:
        claim, event = self.some("claim"), self.some("event")
        if claim and event:
            with self.case.edit("Move claim") as edit:
                gathering.gather(edit, claim, event)

    def merge(self) -> None:
        events = [event.id for event in self.case.select(Event)]
        if len(events) > 1:
            keep, drop = self.random.sample(events, 2)
            with self.case.edit("Merge events") as edit:
                gathering.merge(edit, keep, drop)

    def withdraw(self) -> None:
        if claim := self.some("claim"):
            with self.case.edit("Withdraw claim") as edit:
                claiming.withdraw(edit, claim)

    def undo(self) -> None:
        for _ in range(self.random.randrange(1, 4)):
            self.case.undo()

    def redo(self) -> None:
        self.case.redo()

    def reopen(self) -> None:
        self.case.close()
        self.case = Case.open(self.path, self.phrase or None)

    def purge(self) -> None:
        if claim := self.some("claim"):
            *_, foreseen = purging.foresee(self.case, "claim", claim)
            for _step in purging.purge(self.case, foreseen, reason="It was asked for"):
                pass

    def rekey(self) -> None:
        """Another passphrase, the first one, or none."""
        self.case.close()
        wanted = self.random.choice([p for p in (*PHRASES, "") if p != self.phrase])
        self.tell(wanted=wanted)
        salt = keys.salt_of(self.path)
        old = keys.derive(self.phrase, salt) if salt else None
        new = keys.derive(wanted, salt or keys.new_salt(keys.CHEAP)) if wanted else None
        for _step in rewriting.rewrite(self.path, old=old, new=new):
            pass
        self.phrase = wanted
        self.tell(phrase=wanted)
        self.case = Case.open(self.path, self.phrase or None)

    def migrate(self) -> None:
        """A case of the first schema beside ours, opened for the first time."""
        old = self.path.with_name("old.habeas")
        if not old.exists():
            unfinished = old.with_name("old.part")
            unfinished.write_bytes(gzip.decompress(OLD.read_bytes()))
            unfinished.rename(old)
        Case.open(old).close()


def lives(path: Path, *, deaths: int, seed: int, longest: float) -> Iterator[tuple[int, Told]]:
    """Start, kill and look again ``deaths`` times; yields the number and what had been told.

    ``longest`` is how many seconds a life may last.  AssertionError if anything told was lost, or
    if the case does not open or does not hold.
    """
    dice = random.Random(seed)
    if not path.exists():
        Case.create(path, PHRASES[0], cost=keys.CHEAP).close()
    phrase = PHRASES[0]
    for n in range(deaths):
        told = _one_life(path, phrase, seed=dice.getrandbits(32), seconds=dice.uniform(0, longest))
        phrase = _found_well(path, told)
        yield n, told
        if path.stat().st_size > 40_000_000:  # begin anew: the hour of a real day is not so big
            path.unlink()
            Case.create(path, PHRASES[0], cost=keys.CHEAP).close()
            phrase = PHRASES[0]


def _one_life(path: Path, phrase: str, *, seed: int, seconds: float, rare: float = 0.06) -> Told:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            Worker(path, phrase, seed=seed, tell=write, rare=rare).work()
        except BaseException as error:  # noqa: BLE001 - told to whoever waits for us
            os.write(write, json.dumps({"failed": repr(error)}).encode() + b"\n")
        os._exit(1)
    os.close(write)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(read) as pipe:
        return _heard(pipe.read(), phrase)


def _heard(lines: str, phrase: str) -> Told:
    told = Told(phrase=phrase, wanted=phrase)
    for line in lines.split("\n")[:-1]:
        what = json.loads(line)
        assert "failed" not in what, what
        if "doing" in what:
            told.doing = what["doing"]
            told.acts[told.doing] += 1
        told.edit = what.get("edit", told.edit)
        told.digest = what.get("digest", told.digest)
        told.wanted = what.get("wanted", told.wanted)
        if "phrase" in what:
            told.phrase = told.wanted = what["phrase"]
    return told


def _found_well(path: Path, told: Told) -> str:
    """Open it as its user would; returns the passphrase that it has now."""
    phrase = _opens_with(path, told)
    with Case.open(path, phrase or None) as case:
        row = case.query("SELECT digest FROM edit WHERE id = ?", told.edit)
        assert not told.edit or [r["digest"] for r in row] == [told.digest], f"lost: {told}"
        assert not case.query("SELECT 1 FROM edit WHERE open = 1")
        report = case.verify()
        assert report.ok, report.problems
    left = {p.name for p in path.parent.iterdir() if path.name in p.name}
    assert left <= {path.name, f".{path.name}.lock"}, left
    old = path.with_name("old.habeas")
    if old.exists():
        with Case.open(old) as case:
            assert case.last_edit() == 9 + migrations.SCHEMA
        for left in path.parent.glob("*old.*"):
            left.unlink()
    return phrase


def _opens_with(path: Path, told: Told) -> str:
    """The passphrase that opens it: the one that was told, or the one it was to be given."""
    opened = []
    for phrase in dict.fromkeys((told.phrase, told.wanted)):
        with suppress(Problem):
            Case.open(path, phrase or None).close()
            opened.append(phrase)
    assert len(opened) == 1, f"{opened} open it, of {told.phrase!r} and {told.wanted!r}"
    return opened[0]


def copy_of(path: Path, to: Path) -> None:
    """The file and what stands beside it, as a disk would keep them."""
    for part in ("", "-wal", "-journal"):
        if (there := Path(f"{path}{part}")).exists():
            shutil.copyfile(there, f"{to}{part}")


def cut(path: Path, to: Path, *, dice: random.Random) -> str:
    """A copy of a case that was left open, as a failing disk might keep it; says what was done.

    The log beside the file loses its end, or has a stretch of it zeroed or garbled.
    """
    copy_of(path, to)
    wal = Path(f"{to}-wal")
    data = bytearray(wal.read_bytes()) if wal.exists() else bytearray()
    if not data:
        return "nothing"
    at, how = dice.randrange(len(data)), dice.choice(("cut", "zeroed", "garbled"))
    if how == "cut":
        del data[at:]
    else:
        stretch = min(dice.randrange(1, 9000), len(data) - at)
        data[at : at + stretch] = bytes(stretch) if how == "zeroed" else dice.randbytes(stretch)
    wal.write_bytes(data)
    return how


def left_open(path: Path, *, seed: int, seconds: float) -> None:
    """Make a case and kill the program in the middle of work, so that its log is still there."""
    Case.create(path).close()
    _one_life(path, "", seed=seed, seconds=seconds, rare=0)

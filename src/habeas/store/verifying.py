"""Verifying a case: whether all that it holds is what Habeas wrote, with what does not fit named.

Two threads work side by side, each with connections of its own: one walks the chain of Edits and
the rows, the other hashes captures and lets SQLite look at the file.  Each connection reads one
state of the case from beginning to end, so that one can go on working meanwhile.
"""

from __future__ import annotations

import contextvars
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from habeas.i18n import _
from habeas.store import chain, contents, journal, soundness
from habeas.store.damage import Damaged
from habeas.store.driver import Database, DatabaseError, connect
from habeas.store.findings import Finding, Found, Report, not_shown
from habeas.store.keys import Key
from habeas.store.tables import JOURNALLED

if TYPE_CHECKING:
    from habeas.store.case import Case

__all__ = ["Finding", "Report", "verify"]

Progress = tuple[int, int, str]  # done, of how much (0: not known yet), what is looked at
_PACE = 0.05  # seconds between two reports of progress, each of which is a place to stop
_TRIES = 20  # times that the journal beside the file is asked to be brought into it
# What reading a damaged or a foreign row can end in, beside errors of SQLite's own.
_STRANGE = (Damaged, TypeError, ValueError, AttributeError, OverflowError, LookupError)


@dataclass(frozen=True, slots=True)
class _Step:
    """One part of the work: ``run`` yields how far it came, of which each is worth ``weight``.

    Weights and ``total`` are in bytes that could be hashed meanwhile.
    """

    what: str
    run: Callable[[Database, Found], Iterator[int]]
    total: int
    weight: int = 1
    table: str = ""
    text: Any = str  # how texts are read
    fresh: bool = False  # needs a connection that was not asked anything yet
    writes: bool = False  # to temporary tables of its connection


class _Hand:
    """Takes one step after the other, with a connection that is made anew when one fails."""

    def __init__(self, path: Path, key: Key | None) -> None:
        self.found = Found()
        self.done = 0
        self.what = ""
        self._path, self._key = path, key
        self._db: Database | None = None
        self._stopping = False
        self._letting_go = threading.Lock()  # what is being closed must not be interrupted

    def steps(self, steps: Sequence[_Step]) -> Iterator[None]:
        """Go through ``steps``; a place to stop at each yield."""
        done = self.done
        for step in steps:
            self.what = step.what
            try:
                if step.fresh or step.writes:
                    self.close()
                db = self.connection(writes=step.writes)
                db.conn.text_factory = step.text
                for amount in step.run(db, self.found):
                    self.done += amount * step.weight
                    yield
            except (DatabaseError, *_STRANGE) as error:
                if self._stopping:
                    return
                self._broken_off(step, error)
                self.close()
            done += step.total
            self.done = done
            yield

    def connection(self, *, writes: bool = False) -> Database:
        """The connection, which reads one state of the case until it is closed."""
        if self._db is not None:
            return self._db
        self._db = db = connect(self._path, writes=True, key=self._key, how="mode=rw")
        if not writes:
            db.execute("PRAGMA query_only=ON")
            db.execute("BEGIN")
        return db

    def stop(self) -> None:
        """From another thread: end what SQLite is at."""
        self._stopping = True
        with self._letting_go:
            if self._db is not None:
                self._db.conn.interrupt()

    def close(self) -> None:
        """Let go of the file."""
        with self._letting_go:
            db, self._db = self._db, None
            if db is not None:
                db.close()

    def _broken_off(self, step: _Step, error: BaseException) -> None:
        text = _("{what}: this could not be read to its end, and what lies behind was not seen "
                 "({reason}).")  # fmt: skip
        reason = str(error) if isinstance(error, DatabaseError) else type(error).__name__
        self.found.add("file", step.table, text.format(what=step.what, reason=reason))


class _Beside:
    """Takes steps in a thread of its own."""

    def __init__(self, hand: _Hand, steps: Sequence[_Step]) -> None:
        self._hand = hand
        self._stopping = False
        self._error: BaseException | None = None
        said = contextvars.copy_context()  # the language that is spoken
        self._thread = threading.Thread(target=said.run, args=(self._run, steps))
        self._thread.start()

    def wait(self) -> Iterator[None]:
        """Until it is done; a place to stop every now and then.  What failed in it fails here."""
        while self._thread.is_alive():
            self._thread.join(_PACE)
            yield
        if self._error is not None:
            raise self._error

    def stop(self) -> None:
        """End it, and wait until it has ended."""
        self._stopping = True
        while self._thread.is_alive():
            self._hand.stop()
            self._thread.join(_PACE)

    def _run(self, steps: Sequence[_Step]) -> None:
        try:
            for _place in self._hand.steps(steps):
                if self._stopping:
                    break
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that waits
            self._error = error
        finally:
            self._hand.close()


def verify(case: Case) -> Generator[Progress, None, Report]:
    """Look at everything in the case; returns the Report.

    Yields progress; it may be stopped at each yield and leaves nothing.  Nothing is written, but
    what lies in the journal beside the file is brought into it.
    """
    when = journal.now()
    yield 0, 0, _("Beginning")
    yield from _gather(case)
    ours, others = _Hand(case.path, case.key), _Hand(case.path, case.key)
    beside: _Beside | None = None
    begun = time.monotonic()
    try:
        head, ground, aside = _plan(ours, locked=case.key is not None)
        total = sum(step.total for step in (*ground, *aside))
        beside = _Beside(others, aside)
        for at_work, walk in ((ours, ours.steps(ground)), (others, beside.wait())):
            for _place in walk:
                if time.monotonic() - begun > _PACE:
                    begun = time.monotonic()
                    yield min(ours.done + others.done, total), total, at_work.what
    finally:
        if beside is not None:
            beside.stop()
        ours.close()
    return Report(
        problems=(*ours.found.problems, *others.found.problems),
        more=ours.found.more + others.found.more,
        counts=dict(ours.found.counts + others.found.counts),
        when=when,
        edit=head[0],
        digest=head[1],
        said=not_shown(),
    )


def _gather(case: Case) -> Iterator[Progress]:
    """Bring what lies in the journal beside the file into it, without making anybody wait."""
    if case.read_only:
        return
    with suppress(DatabaseError):  # a disk that cannot be written to is verified as it is
        db = connect(case.path, writes=True, key=case.key, how="mode=rw")
        try:
            for _try in range(_TRIES):
                row = db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                if row[0] == 0 and row[1] == row[2]:
                    return
                time.sleep(_PACE)
                yield 0, 0, _("Beginning")
        finally:
            db.close()


def _plan(hand: _Hand, *, locked: bool) -> tuple[tuple[int, str], list[_Step], list[_Step]]:
    """The head of the chain, and the steps of this thread and of the one beside it.

    Where the tables themselves are not ours, or cannot be read, only the file is looked at.
    """
    head, sizes = (0, ""), dict.fromkeys(_SIZES, 0)
    purged: frozenset[int] = frozenset()
    hand.what = _("Schema")
    try:
        db = hand.connection()
        if readable := soundness.objects(db, hand.found):
            row = db.execute("SELECT id, digest FROM edit ORDER BY id DESC LIMIT 1").fetchone()
            head = (row[0], str(row[1])) if row else head
            sizes = {name: db.execute(sql).fetchone()[0] or 0 for name, sql in _SIZES.items()}
            spread = dict(db.execute("SELECT tbl, count(*) FROM entry GROUP BY tbl").fetchall())
            sizes |= {table: spread.get(table, 0) for table in JOURNALLED}
            purged = chain.purges(db)
    except (DatabaseError, *_STRANGE) as error:
        readable = False
        text = _("The file cannot be read: {reason}.")
        hand.found.add("file", "", text.format(reason=error))
        hand.close()
    file = _file_steps(sizes, locked=locked)
    if not readable:
        return head, [], file
    return head, _record_steps(sizes, purged), [*_aside(sizes), *file]


_SIZES = {
    "file": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
    "captures": "SELECT sum(size) FROM capture",
    "letters": "SELECT sum(length) FROM layer",
    "entries": "SELECT count(*) FROM entry",
    "passages": "SELECT count(*) FROM passage",
    "claims": "SELECT count(*) FROM claim",
}

# What it takes to look at one, in bytes that could be hashed meanwhile: measured.
_EDIT, _ROW, _PASSAGE, _LETTER, _RECORD, _CLAIM = 2500, 10000, 5000, 8, 15000, 500
_PAGES, _LOCKED_PAGES = 0.5, 8.0  # of a byte of the file


def _record_steps(sizes: dict[str, int], purged: frozenset[int]) -> list[_Step]:
    """The chain and what stands in rows."""
    entries, passages, claims = sizes["entries"], sizes["passages"], sizes["claims"]
    history, rows = _("History"), _("Rows of the record")
    steps = [
        _Step(history, chain.edits, entries * _EDIT, _EDIT, table="edit", text=bytes),
        _Step(history, chain.strangers, 1, table="entry", text=bytes),
    ]
    for table in JOURNALLED:
        run = partial(_rows_of, table, purged)
        total = 1 + sizes.get(table, 0) * _ROW
        steps.append(_Step(rows, run, total, _ROW, table=table, text=bytes))
    return [
        *steps,
        _Step(_("Passages"), contents.passages, passages * _PASSAGE, _PASSAGE,
              table="passage", text=_tolerant),
        _Step(_("Claims"), contents.claims, claims * _CLAIM, _CLAIM, table="claim"),
        _Step(_("Seals"), contents.seals, 1, table="seal"),
        _Step(_("Purges"), contents.purges, 1, table="purge"),
        _Step(_("Search index"), soundness.words_of_records, claims * _RECORD, _RECORD,
              table="record_text", text=_tolerant, fresh=True),
    ]  # fmt: skip


def _rows_of(table: str, purged: frozenset[int], db: Database, found: Found) -> Iterator[int]:
    return chain.rows(db, table, purged=purged, found=found)


def _aside(sizes: dict[str, int]) -> list[_Step]:
    """What mostly runs outside of Python, and so beside the rest."""
    letters = sizes["letters"]
    return [
        _Step(_("Captures"), contents.originals, sizes["captures"], table="capture",
              text=_tolerant),
        _Step(_("Texts"), contents.layers, letters * _LETTER, _LETTER, table="layer",
              text=_tolerant),
        _Step(_("Captures"), contents.noted, 1, table="capture", text=_tolerant),
        _Step(_("References"), soundness.references, 1 + sizes["entries"] * _CLAIM,
              text=_tolerant),
        _Step(_("Search index"), soundness.words_of_texts, 1 + letters * _LETTER,
              table="layer_text", writes=True),
    ]  # fmt: skip


def _file_steps(sizes: dict[str, int], *, locked: bool) -> list[_Step]:
    """The file as SQLite and SQLCipher see it."""
    cost = round(sizes["file"] * (_LOCKED_PAGES if locked else _PAGES))
    steps = [_Step(_("Pages of the file"), soundness.integrity, cost, text=_tolerant, fresh=True)]
    if locked:
        steps.append(_Step(_("Pages of the file"), soundness.pages, cost))
    return steps


def _tolerant(text: bytes) -> str:
    """Text out of the file, whatever became of it: what is damaged is found by its digest."""
    return text.decode(errors="replace")

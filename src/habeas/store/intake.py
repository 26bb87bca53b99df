"""The files that wait to be read into a case, and what became of each.

The queue lies in the case itself: it is locked with it, and outlives a crash.  It is no part of the
record and has no history.  A row is settled in the very transaction of the Edit that adds its
source, so that no file is lost and none is added twice.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from habeas.store.case import Case
from habeas.store.driver import Database
from habeas.store.journal import now
from habeas.store.rows import Rows

_ODD = "bytes:"  # how a path that is no text begins; a whole path begins with a slash or a letter
_TOGETHER = 500  # rows that are written by one statement, or read


class State(StrEnum):
    """Where a file is on its way into the case."""

    INBOX = "inbox"  # found in a watched folder; the user has not said yet
    WAITING = "waiting"
    ADDED = "added"
    THERE = "there"  # its bytes or its words were in the case already
    UNREAD = "unread"  # kept, without its text
    FAILED = "failed"  # not kept
    LEFT = "left"  # not asked for, or nothing that could be read


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be put into the queue; ``changed`` is its time in nanoseconds, ``why`` a sentence.

    ``how`` it came: file, folder, watched.
    """

    path: str
    size: int = 0
    changed: int = 0
    how: str = "file"
    state: State = State.WAITING
    why: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row of the queue that is to be read."""

    id: int
    path: str
    size: int
    changed: int
    how: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the queue as a list shows it."""

    id: int
    path: str
    state: State
    why: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of row ``id``; ``why`` is a sentence, ``source`` the one that holds it."""

    id: int
    state: State
    why: str = ""
    source: int | None = None


def as_text(path: str | os.PathLike[str]) -> str:
    """A path as text that can be kept, whatever bytes are in it; ``as_path`` gives it back."""
    name = os.fspath(path)
    try:
        name.encode()
    except UnicodeEncodeError:
        return _ODD + os.fsencode(name).hex()
    return name


def as_name(text: str) -> str:
    """The path that ``as_text`` made text of, as the system takes it."""
    if text.startswith(_ODD):
        try:
            return os.fsdecode(bytes.fromhex(text.removeprefix(_ODD)))
        except ValueError:  # a stranger's case
            return text
    return text


def as_path(text: str) -> Path:
    """The same as a Path."""
    return Path(as_name(text))


def next_batch(case: Case) -> int:
    """The number of a batch that is to come."""
    return int(case.read.execute("SELECT coalesce(max(batch), 0) + 1 FROM intake").fetchone()[0])


def put(case: Case, batch: int, found: Sequence[Found]) -> None:
    """Put files into the queue."""
    with case.beside() as db:
        db.conn.executemany(
            "INSERT INTO intake (batch, path, size, changed, how, state, why, source, added) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?)",
            [(batch, f.path, f.size, f.changed, f.how, f.state.value, f.why, now()) for f in found],
        )


def waiting(case: Case, *, after: int = 0, most: int = _TOGETHER) -> list[Waiting]:
    """The next files to be read, in the order in which they came, behind row ``after``."""
    sql = (
        "SELECT id, path, size, changed, how FROM intake "
        "WHERE state = 'waiting' AND id > ? ORDER BY id LIMIT ?"
    )
    return [Waiting(*row) for row in case.read.execute(sql, [after, most]).fetchall()]


def all_waiting(case: Case) -> Iterator[Waiting]:
    """Every file that waits, read a few hundred at a time."""
    last = 0
    while some := waiting(case, after=last):
        yield from some
        last = some[-1].id


def settle(db: Database, settled: Iterable[Settled]) -> None:
    """Write down what became of files, in the transaction of the Edit that did it."""
    db.conn.executemany(
        "UPDATE intake SET state = ?, why = ?, source = ? WHERE id = ?",
        [(each.state.value, each.why, each.source, each.id) for each in settled],
    )


def settle_beside(case: Case, settled: Sequence[Settled]) -> None:
    """Write down what became of files of which nothing came into the record."""
    if settled:
        with case.beside() as db:
            settle(db, settled)


def move(case: Case, ids: Sequence[int], *, before: Iterable[State], after: State) -> int:
    """Give these rows another state, if they have one of ``before``; how many had."""
    states = [each.value for each in before]
    sql = (
        "UPDATE intake SET state = ?, why = '' WHERE id IN (SELECT value FROM json_each(?)) "
        "AND state IN (SELECT value FROM json_each(?))"
    )
    with case.beside() as db:
        done = db.conn.execute(sql, [after.value, json.dumps(list(ids)), json.dumps(states)])
        return int(done.rowcount)


def move_all(case: Case, *, before: State, after: State, why: str = "") -> int:
    """Give all rows of one state another one; how many there were."""
    with case.beside() as db:
        sql = "UPDATE intake SET state = ?, why = ? WHERE state = ?"
        return int(db.conn.execute(sql, [after.value, why, before.value]).rowcount)


def paths(case: Case, ids: Sequence[int]) -> list[str]:
    """The paths of these rows."""
    sql = "SELECT path FROM intake WHERE id IN (SELECT value FROM json_each(?))"
    return [row[0] for row in case.read.execute(sql, [json.dumps(list(ids))]).fetchall()]


def unsettled(case: Case, states: Iterable[State]) -> list[Listed]:
    """The rows in these states."""
    wanted = json.dumps([state.value for state in states])
    sql = "SELECT id, path, state, why FROM intake WHERE state IN (SELECT value FROM json_each(?))"
    found = case.read.execute(sql, [wanted]).fetchall()
    return [Listed(ident, path, State(state), why) for ident, path, state, why in found]


def offer(case: Case, told: Iterable[tuple[int, str]]) -> None:
    """Put rows, by their ids, into the inbox, each with a sentence that says why."""
    with case.beside() as db:
        sql = "UPDATE intake SET state = 'inbox', why = ? WHERE id = ?"
        db.conn.executemany(sql, [(why, ident) for ident, why in told])


def forget(case: Case) -> None:
    """Clear the list of everything that does not wait; what is in the record stays there."""
    with case.beside() as db:
        db.execute("DELETE FROM intake WHERE state NOT IN ('waiting', 'inbox')")


def counts(case: Case, *, batch: int = 0) -> Mapping[State, int]:
    """How many rows there are in each state, of one batch or (0) of all."""
    sql = "SELECT state, count(*) FROM intake WHERE batch = ? OR ? = 0 GROUP BY state"
    found = dict(case.read.execute(sql, [batch, batch]).fetchall())
    return {state: int(found.get(state.value, 0)) for state in State}


def bytes_waiting(case: Case) -> int:
    """How many bytes wait to be read."""
    sql = "SELECT coalesce(sum(size), 0) FROM intake WHERE state = 'waiting'"
    return int(case.read.execute(sql).fetchone()[0])


def known_paths(case: Case, paths: Sequence[str]) -> dict[str, tuple[int, int, State]]:
    """Size, time and state of the last row of each of these paths that has one."""
    sql = (
        "SELECT path, size, changed, state FROM intake "
        "WHERE path IN (SELECT value FROM json_each(?)) ORDER BY id"
    )
    found = case.read.execute(sql, [json.dumps(list(paths))]).fetchall()
    return {row[0]: (row[1], row[2], State(row[3])) for row in found}


def rows(case: Case, states: Iterable[State]) -> Rows:
    """The files in these states, as a list that reads a row when it is drawn."""
    wanted = ", ".join(f"'{state.value}'" for state in states) or "''"
    return case.rows(
        find=f"SELECT id FROM intake WHERE state IN ({wanted}) ORDER BY id",
        show="SELECT id, path, size, state, why, source, added FROM intake WHERE id",
    )


def row(case: Case, ident: int) -> dict[str, object]:
    """One row of the queue; LookupError if it is gone."""
    for found in case.query("SELECT * FROM intake WHERE id = ?", ident):
        return found
    raise LookupError(f"no file {ident} in the queue")

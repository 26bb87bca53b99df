"""The journal: the digest chain over Edits, and undo as the replay of former values."""

from __future__ import annotations

import datetime
import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from habeas import __version__
from habeas.errors import Problem
from habeas.i18n import N_, _
from habeas.store import triggers
from habeas.store.driver import Database
from habeas.store.tables import JOURNALLED

_TOGETHER = 5_000  # entries that are committed to before they are written
_AT_ONCE = 2_000  # entries that are taken back between two places to stop


@dataclass(frozen=True, slots=True)
class User:
    """Who works on the case, as the history names her; empty if she was not asked or would not."""

    name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """An Edit that can be undone or redone: its number and its label in English."""

    edit: int
    label: str


@dataclass(frozen=True, slots=True)
class Steps:
    """What can be undone and what can be redone, the next one last, as of Edit ``edit``."""

    edit: int = 0
    undo: tuple[Step, ...] = ()
    redo: tuple[Step, ...] = ()


def now() -> str:
    """This moment: UTC, ISO 8601, to the second."""
    # Not by strftime: ten thousand files are told the time twice each.
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")[:19] + "Z"


def steps(db: Database, before: Steps) -> Steps:
    """What can be undone and redone now, read from the journal alone.

    ``before`` is an earlier answer for the same case (``Steps()`` the first time): only what came
    after it is read, so that a long history costs no more than a short one.
    """
    number = db.execute("SELECT max(id) FROM edit WHERE open IS NULL").fetchone()[0] or 0
    if number == before.edit:
        return before
    if number < before.edit:  # the history was erased
        before = Steps()
    undo, redo = list(before.undo), list(before.redo)
    for row in db.execute(
        "SELECT id, label, act, undoes FROM edit WHERE open IS NULL AND id > ? AND id <= ? "
        "ORDER BY id",
        [before.edit, number],
    ).fetchall():
        _count(undo, redo, row)
    return Steps(number, tuple(undo), tuple(redo))


def _count(undo: list[Step], redo: list[Step], row: tuple[int, str, str, int | None]) -> None:
    number, label, act, undoes = row
    step = Step(number, label)
    if act in ("migration", "purge"):
        undo.clear()
        redo.clear()
    elif act == "record":
        return
    elif act == "act":
        undo.append(step)
        redo.clear()
    else:
        source, target = (undo, redo) if act == "undo" else (redo, undo)
        if source and source[-1].edit == undoes:
            source.pop()
        else:  # an old one, undone by itself
            source[:] = [s for s in source if s.edit != undoes]
        target.append(step)


def replay_back(db: Database, edit: int) -> Iterator[int]:
    """Give every row that ``edit`` touched its former value again, last entry first.

    Yields how many entries were taken back since the last time: a place to stop.

    Nothing that stands in a case file becomes SQL: Problem if the journal names a table or a column
    that is not ours.
    """
    tables = db.execute("SELECT DISTINCT tbl FROM entry WHERE edit = ?", [edit]).fetchall()
    for (table,) in tables:
        known = set(triggers.columns(db, table)) if table in JOURNALLED else None
        if known is None:
            raise _foreign()
        yield from _replay_table(db, edit, table, known=known)


def _replay_table(db: Database, edit: int, table: str, *, known: set[str]) -> Iterator[int]:
    """Rows of one table: those touched once by the thousand, the others one after the other."""
    often = _often(db, edit, table)
    sql = (
        f"SELECT e.id, e.row, e.act, e.former, {_present(db, table)} FROM entry e LEFT JOIN "
        f"[{table}] t ON t.id = e.row WHERE e.edit = ? AND +e.tbl = ? AND e.id < ? "
        "ORDER BY e.id DESC LIMIT ?"
    )
    last = 1 << 62
    while some := db.execute(sql, [edit, table, last, _AT_ONCE]).fetchall():
        last = some[-1][0]
        batches: dict[str, list[list[Any]]] = {}
        for _number, row, act, former, present in some:
            values = json.loads(former) if former else {}
            if not values.keys() <= known or ("id" in values) is (act == "insert"):
                raise _foreign()
            if act == "update" and row not in often and present is not None:
                now_there = json.loads(present)
                values = {name: v for name, v in values.items() if now_there[name] != v}
            if not values and act != "insert":
                continue
            said, params = _back(table, row, act, values)
            if row in often:
                db.execute(said, params)
            else:
                batches.setdefault(said, []).append(params)
        for said, rows in batches.items():
            db.conn.executemany(said, rows)
        yield len(some)


def _back(table: str, row: int, act: str, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """The statement that takes one entry back, and its parameters."""
    if act == "insert":
        return f"DELETE FROM [{table}] WHERE id = ?", [row]
    if act == "delete":
        names = ", ".join(f"[{name}]" for name in values)
        marks = ", ".join("?" for _ in values)
        return f"INSERT INTO [{table}] ({names}) VALUES ({marks})", list(values.values())
    sets = ", ".join(f"[{name}] = ?" for name in values)
    return f"UPDATE [{table}] SET {sets} WHERE id = ?", [*values.values(), row]


def _present(db: Database, table: str) -> str:
    """The SQL for a row of ``t`` as JSON, NULL where a join found none."""
    return f"CASE WHEN t.id IS NULL THEN NULL ELSE {triggers.row_as_json(db, table, of='t')} END"


def _often(db: Database, edit: int, table: str) -> set[int]:
    """The rows that an Edit touched more than once."""
    sql = "SELECT row FROM entry WHERE edit = ? AND +tbl = ? GROUP BY row HAVING count(*) > 1"
    return {row[0] for row in db.execute(sql, [edit, table]).fetchall()}


def _foreign() -> Problem:
    return Problem(
        _(
            "The journal of this case holds an entry that Habeas did not write. It was not "
            "undone and nothing was changed. Open a copy made earlier."
        )
    )


def begin(
    db: Database, *, label: str, act: str, schema: int, undoes: int | None = None, user: User
) -> int:
    """Open an Edit: from now on triggers write its entries.  Returns its number."""
    cursor = db.execute(
        "INSERT INTO edit (label, started, act, undoes, schema, open, who, role, program) "
        "VALUES (?,?,?,?,?,1,?,?,?)",
        [label, now(), act, undoes, schema, user.name, user.role, f"Habeas {__version__}"],
    )
    return int(cursor.lastrowid or 0)


def finish(db: Database, edit: int) -> str:
    """End an Edit and chain it to the one before; returns its digest."""
    db.execute("UPDATE edit SET open = NULL, finished = ? WHERE id = ?", [now(), edit])
    return seal(db, edit)


def record_migration(
    db: Database, schema: int, *, changed: Sequence[tuple[str, int, str]] = ()
) -> None:
    """A step of the schema stands in the history as an Edit of its own.

    ``changed`` are the rows that it wrote without triggers: table, id, the row before as JSON.
    """
    label = N_("Bring the case up to date")
    number = begin(db, label=label, act="migration", schema=schema, user=User())
    db.conn.executemany(
        "INSERT INTO entry (edit, tbl, row, act, former) VALUES (?, ?, ?, 'update', ?)",
        [(number, *each) for each in changed],
    )
    finish(db, number)


def commit_to(value: str | None, nonce: str) -> str:
    """The commitment to one value: cannot be guessed back without its nonce."""
    return "" if value is None else hashlib.sha256(f"{nonce}:{value}".encode()).hexdigest()


def seal(db: Database, edit: int) -> str:
    """Commit to every value that ``edit`` touched and chain its digest to the Edit before."""
    lines: list[tuple[int, str]] = []
    sql = "SELECT DISTINCT tbl FROM entry WHERE edit = ?"
    for (table,) in db.execute(sql, [edit]).fetchall():
        lines += _commit_table(db, edit, table)
    lines.sort()
    return _chain(db, edit, [said for _number, said in lines])


def _commit_table(db: Database, edit: int, table: str) -> Iterator[tuple[int, str]]:
    """Commit to the former and the new value of each entry of one table; yields its line."""
    often = _often(db, edit, table)
    later: dict[int, str | None] = {}
    rows = db.execute(
        f"SELECT e.id, e.row, e.act, e.former, {_present(db, table)} FROM entry e "
        f"LEFT JOIN [{table}] t ON t.id = e.row WHERE e.edit = ? AND +e.tbl = ? ORDER BY e.id DESC",
        [edit, table],
    )
    while some := rows.fetchmany(_TOGETHER):
        kept = []
        nonces = secrets.token_hex(32 * len(some))
        for n, (number, row, act, former, present) in enumerate(some):
            new = later.get(row, present)
            if row in often:
                later[row] = former
            mine, other = nonces[64 * n : 64 * n + 32], nonces[64 * n + 32 : 64 * n + 64]
            commits = commit_to(former, mine), commit_to(new, other)
            kept.append((mine, commits[0], other, commits[1], number))
            yield number, line(table, row, act, commits)
        db.conn.executemany(
            "UPDATE entry SET former_nonce=?, former_commit=?, new_nonce=?, new_commit=? "
            "WHERE id=?",
            kept,
        )


def line(table: str, row: int, act: str, commits: tuple[str, str]) -> str:
    """An entry as the digest of its Edit counts it; ``commits`` are to the former and new value."""
    plain = f"{table}{act}{commits[0]}{commits[1]}"  # a stranger's could be made to look like two
    if plain.isascii() and plain.replace("_", "").isalnum():
        return f'["{table}", {row}, "{act}", "{commits[0]}", "{commits[1]}"]'  # the same, quicker
    return json.dumps([table, row, act, *commits])


def _chain(db: Database, edit: int, lines: list[str]) -> str:
    before = db.execute(
        "SELECT digest FROM edit WHERE id < ? ORDER BY id DESC LIMIT 1", [edit]
    ).fetchone()
    previous = before[0] if before else ""
    digest = digest_of(previous, head(db, edit), lines)
    db.execute("UPDATE edit SET previous=?, digest=? WHERE id=?", [previous, digest, edit])
    return digest


def head(db: Database, edit: int) -> list[object]:
    """What the digest of an Edit says of the Edit itself; it grew with the schema."""
    names = "id, label, started, finished, act, undoes, schema, who, role, program"
    row = list(db.execute(f"SELECT {names} FROM edit WHERE id = ?", [edit]).fetchone())
    return row if row[6] > 1 else row[:7]


def digest_of(previous: str, head: list[object], lines: list[str]) -> str:
    """The digest of an Edit: over the digest before, what it says of itself, and its entries."""
    text = "\n".join([previous, json.dumps(head), *lines])
    return hashlib.sha256(text.encode()).hexdigest()

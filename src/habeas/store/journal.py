"""The journal: the digest chain over Edits, and undo as the replay of former values."""

from __future__ import annotations

import datetime
import hashlib
import json
import secrets
from dataclasses import dataclass

from habeas import __version__
from habeas.errors import Problem
from habeas.i18n import N_, _
from habeas.store import triggers
from habeas.store.driver import Database
from habeas.store.tables import JOURNALLED


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
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


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
        source[:] = [s for s in source if s.edit != undoes]
        target.append(step)


def replay_back(db: Database, edit: int) -> None:
    """Give every row that ``edit`` touched its former value again, last entry first."""
    entries = db.execute(
        "SELECT tbl, row, act, former FROM entry WHERE edit = ? ORDER BY id DESC", [edit]
    ).fetchall()
    for table, row, act, former in entries:
        _refuse_foreign(db, table, former)
        if act == "insert":
            db.execute(f"DELETE FROM [{table}] WHERE id = ?", [row])
            continue
        values = json.loads(former)
        if act == "delete":
            names = ", ".join(f"[{name}]" for name in values)
            marks = ", ".join("?" for _ in values)
            sql = f"INSERT INTO [{table}] ({names}) VALUES ({marks})"
            db.execute(sql, list(values.values()))
        else:
            sets = ", ".join(f"[{name}] = ?" for name in values)
            db.execute(f"UPDATE [{table}] SET {sets} WHERE id = ?", [*values.values(), row])


def _refuse_foreign(db: Database, table: str, former: str | None) -> None:
    """Nothing that stands in a case file becomes SQL: only our own tables and columns are named."""
    known = set(triggers.columns(db, table)) if table in JOURNALLED else set()
    if table not in JOURNALLED or not set(json.loads(former or "{}")) <= known:
        raise Problem(
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


def record_migration(db: Database, schema: int) -> None:
    """A step of the schema stands in the history as an Edit of its own."""
    label = N_("Bring the case up to date")
    finish(db, begin(db, label=label, act="migration", schema=schema, user=User()))


def commit_to(value: str | None, nonce: str) -> str:
    """The commitment to one value: cannot be guessed back without its nonce."""
    return "" if value is None else hashlib.sha256(f"{nonce}:{value}".encode()).hexdigest()


def seal(db: Database, edit: int) -> str:
    """Commit to every value that ``edit`` touched and chain its digest to the Edit before."""
    entries = db.execute(
        "SELECT id, tbl, row, act, former FROM entry WHERE edit = ? ORDER BY id DESC", [edit]
    ).fetchall()
    later: dict[tuple[str, int], str | None] = {}
    lines: list[str] = []
    present: dict[str, str] = {}
    for number, table, row, act, former in entries:
        if table not in present:
            present[table] = f"SELECT {triggers.row_as_json(db, table)} FROM [{table}] WHERE id = ?"
        if (table, row) not in later:
            found = db.execute(present[table], [row]).fetchone()
            later[table, row] = found[0] if found else None
        new = later[table, row]
        later[table, row] = former
        nonces = secrets.token_hex(16), secrets.token_hex(16)
        commits = commit_to(former, nonces[0]), commit_to(new, nonces[1])
        db.execute(
            "UPDATE entry SET former_nonce=?, former_commit=?, new_nonce=?, new_commit=? "
            "WHERE id=?",
            [nonces[0], commits[0], nonces[1], commits[1], number],
        )
        lines.append(line(table, row, act, commits))
    return _chain(db, edit, lines[::-1])


def line(table: str, row: int, act: str, commits: tuple[str, str]) -> str:
    """An entry as the digest of its Edit counts it; ``commits`` are to the former and new value."""
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

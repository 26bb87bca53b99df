"""The long look at a case that this installation does not know yet, or that was not closed well.

Opening compares the schema and stays quick however big the case is.  This goes through every page
and every record once, before the case is worked with: a file from a stranger, or one that a failing
disk held, is told as a whole and not page by page as one comes across the damage.
"""

from __future__ import annotations

import json
from collections.abc import Generator
from pathlib import Path
from typing import Any, TypeVar

from habeas.i18n import _
from habeas.store import captures, damage, looking, migrations, opening, triggers
from habeas.store.damage import Damaged
from habeas.store.driver import Database, connect
from habeas.store.keys import Key
from habeas.store.meanwhile import meanwhile
from habeas.store.records import from_row, to_row
from habeas.store.tables import JOURNALLED, RECORDS

LONGEST = 256 << 20  # bytes of one text: a million pages
_BATCH = 1000  # records read at a time
_LAST = 1 << 53  # record numbers: far more than anybody could write, and no room for overflow

_ROWS = 1 << 31  # pages and stretches of one text
_NAME = 100_000  # bytes of a path, a heading or a reason
_FAR = 1e8  # units that a page may be wide

# Days and moments that screens count with, and how SQLite would write them.
_DAYS = {
    "claim.first_day": "%Y-%m-%d", "claim.last_day": "%Y-%m-%d",
    "edit.started": "%Y-%m-%dT%H:%M:%SZ", "edit.finished": "%Y-%m-%dT%H:%M:%SZ",
}  # fmt: skip
# What must be JSON, and what it must come to, where it is not empty.
_JSON: dict[str, tuple[type, ...]] = {
    "layer.notes": (list,), "custody.detail": (dict,), "purge.kinds": (dict, list),
    "desk.value": (dict, list, str, int, float),
}  # fmt: skip

# What rows without a record of their own may not be.  A letter is a byte at least.
_WRONG = {
    "stretch": (
        f"n NOT BETWEEN 0 AND {_ROWS} OR start < 0 OR end < start OR octet_length(name) > {_NAME} "
        f"OR abs(coalesce(width, 0)) > {_FAR} OR abs(coalesce(height, 0)) > {_FAR} "
        "OR end > (SELECT octet_length(text) FROM layer WHERE hash = stretch.layer)"
    ),
    "intake": (
        f"batch NOT BETWEEN 0 AND {_LAST} OR size NOT BETWEEN 0 AND {_LAST} "
        f"OR octet_length(path) > {_NAME} OR octet_length(why) > {_NAME}"
    ),
}

_FAILURES: tuple[type[BaseException], ...] = (*damage.WORLDLY, OSError)

R = TypeVar("R")
Progress = tuple[int, int]  # pages and records gone through, of how many; 0 if that is not known
Steps = Generator[Progress, None, R]


def examine(path: Path, key: Key | None = None) -> Steps[None]:
    """Go through all of the case at ``path``; Damaged or another Problem if it is not sound.

    Nothing is changed.  Each yield is progress and a place to stop.
    """
    yield 0, 0
    try:
        looking.refuse_beside(path)
        db = connect(path, writes=False, key=key)
        try:
            opening.admit(path, db, key)
            yield from _pages(db)
            yield from _sizes(db)
            yield from _marks(db)
            yield from _records(db)
            yield from _values(db)
            yield from _journal(db)
        finally:
            db.close()
    except Damaged as error:
        if isinstance(error.__context__, damage.WORLDLY):  # whoever read it said what it says
            raise _unsound(_("its pages cannot be read")) from error
        raise
    except _FAILURES as error:
        raise opening.cannot(path, error) from error


def _pages(db: Database) -> Steps[None]:
    """SQLite's own check."""
    total = int(db.execute("PRAGMA page_count").fetchone()[0])
    said = yield from _answer(db, "PRAGMA quick_check(1)", told=(0, total))
    if said != ("ok",):
        raise _unsound(_("its pages do not fit together"))


def _sizes(db: Database) -> Steps[None]:
    """Lengths and numbers that would take more memory, or other bytes, than they say."""
    tables = [row[0] for row in db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%STRICT'").fetchall()
    ]  # fmt: skip
    for table in tables:
        yield 0, 0
        longest = captures.CHUNK if table == "chunk" else LONGEST
        columns = [row[1] for row in db.execute(f"PRAGMA table_info([{table}])").fetchall()]
        any_long = " OR ".join(f"octet_length([{column}]) > {longest}" for column in columns)
        if (yield from _answer(db, f"SELECT 1 FROM [{table}] WHERE {any_long} LIMIT 1")):
            raise _unsound(_("a value in “{table}” is too long").format(table=table))
    differing = (
        "SELECT 1 FROM capture c WHERE size <> (SELECT coalesce(sum(octet_length(bytes)), 0) "
        "FROM chunk WHERE sha256 = c.sha256) LIMIT 1"
    )
    if (yield from _answer(db, differing)):
        raise _unsound(_("an original is not as long as it should be"))
    if db.execute(
        "SELECT 1 FROM sqlite_sequence WHERE typeof(seq) <> 'integer' "
        f"OR seq NOT BETWEEN 0 AND {_LAST} LIMIT 1"
    ).fetchone():
        raise _unsound(_("the numbers of its records leave no room for others"))


def _marks(db: Database) -> Steps[None]:
    """Pages, headings and files that wait: numbers that no program of ours writes."""
    for table, wrong in _WRONG.items():
        if not triggers.columns(db, table):  # a schema of old
            continue
        if (yield from _answer(db, f"SELECT 1 FROM [{table}] WHERE {wrong} LIMIT 1")):
            raise _unreadable(table)


def _records(db: Database) -> Steps[None]:
    """Every record as Habeas reads it."""
    tables = {name: kind for kind, name in RECORDS.items()}
    total = sum(db.execute(f"SELECT count(*) FROM [{name}]").fetchone()[0] for name in tables)
    done = 0
    for name, kind in tables.items():
        # In a schema of old some of its columns are not there yet.
        lacking: dict[str, object] = dict.fromkeys(to_row(kind()))
        last: int | None = -(1 << 63)
        while last is not None:
            sql = f"SELECT * FROM [{name}] WHERE id > ? ORDER BY id LIMIT {_BATCH}"
            rows = list(db.query(sql, [last]))
            for row in rows:
                from_row(kind, lacking | row)
            done += len(rows)
            last = rows[-1]["id"] if rows else None
            yield done, total


def _values(db: Database) -> Steps[None]:
    """Days, references and JSON, which SQLite takes for any text or number."""
    for place, form in _DAYS.items():
        table, column = place.split(".")
        sql = f"SELECT 1 FROM [{table}] WHERE [{column}] <> '' AND strftime(?, [{column}]) IS NOT "
        if (yield from _answer(db, f"{sql} [{column}] LIMIT 1", form)):
            raise _unreadable(table)
        yield 0, 0
    if (yield from _answer(db, "SELECT 1 FROM pragma_foreign_key_check LIMIT 1")):
        raise _unsound(_("a record refers to one that is not there"))
    for place, wanted in _JSON.items():
        table, column = place.split(".")
        if not triggers.columns(db, table):  # a schema of old
            continue
        for n, (text,) in enumerate(db.execute(f"SELECT [{column}] FROM [{table}]")):
            if text and not isinstance(_json(text), wanted):
                raise _unreadable(table)
            if n % _BATCH == 0:
                yield 0, 0


def _journal(db: Database) -> Steps[None]:
    """Former values are whole rows of our tables; those of an older schema may have fewer."""
    known = {table: set(triggers.columns(db, table)) for table in JOURNALLED}
    # A step of the schema keeps the rows as they were before it.
    sql = (
        "SELECT n.tbl, n.former, e.schema < ? OR e.act = 'migration' FROM entry n "
        "JOIN edit e ON e.id = n.edit"
    )
    for n, (table, former, older) in enumerate(db.execute(sql, [migrations.SCHEMA])):
        if n % _BATCH == 0:
            yield 0, 0
        if table not in known:
            raise _unreadable("entry")
        if former is None:
            continue
        found = _json(former)
        here = found.keys() if isinstance(found, dict) else set()
        whole = here == known[table] or (older and here <= known[table])
        if "id" not in here or not whole:
            raise _unreadable("entry")


def _answer(db: Database, sql: str, *params: str, told: Progress = (0, 0)) -> Steps[Any]:
    """The first row of what goes through a table, or None: in a thread, it can be stopped."""
    return (
        yield from meanwhile(
            lambda: db.execute(sql, params).fetchone(),
            stop=db.conn.interrupt,
            told=lambda: told,
        )
    )


def _json(text: str) -> object:
    """What the text says; None, which nothing of ours says, if it is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _unreadable(table: str) -> Damaged:
    return _unsound(_("a value in “{table}” cannot be read").format(table=table))


def _unsound(what: str) -> Damaged:
    return Damaged(
        _(
            "This case is damaged or was changed by another program: {what}. Nothing was changed. "
            "Open a copy or backup made earlier."
        ).format(what=what)
    )

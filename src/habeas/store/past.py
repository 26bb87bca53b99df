"""The record as it stood: a connection on which every table is what it was after some Edit.

Temporary tables (in memory, never on disk) take the names of those that changed since, so every
query of the program reads the past without knowing it.  What did not change is read where it is,
under one read transaction, so that nothing written meanwhile shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from habeas.errors import Problem
from habeas.i18n import _
from habeas.store import search, triggers
from habeas.store.driver import Database
from habeas.store.tables import JOURNALLED

CONNECTIONS = 4  # of a view of the past: the window's and one for each lane
_TYPES = ("INTEGER", "TEXT")
_FIRST = "SELECT min(id) FROM main.entry WHERE tbl = ? AND edit > ? GROUP BY row"


def only_read() -> Problem:
    """What is said of an attempt to write into the past."""
    return Problem(
        _(
            "This is the record as it stood: nothing can be written here, and nothing was. "
            "Go back to today first."
        )
    )


def edit_at(db: Database, moment: datetime) -> int:
    """The number of the last Edit that was surely finished at ``moment`` (with zone); 0 if none.

    A clock that was set back does no harm: an Edit counts as known from the latest time that the
    journal had reached by then, so nothing is ever shown as known before it was.
    """
    wanted = moment.timestamp()
    last = 0
    for number, finished in db.execute(
        "SELECT id, finished FROM edit WHERE open IS NULL ORDER BY id"
    ).fetchall():
        if datetime.fromisoformat(finished).timestamp() > wanted:
            break
        last = number
    return last


def settle(db: Database, edit: int) -> Iterator[tuple[int, int]]:
    """Make ``db``, a connection for this alone, show the record as it stood after ``edit``.

    Yields (done, total) steps, a place to stop each: then close the connection.
    """
    db.execute("PRAGMA query_only=OFF").fetchall()
    db.execute("PRAGMA foreign_keys=OFF").fetchall()
    db.execute("BEGIN")
    sql = "SELECT DISTINCT tbl FROM entry WHERE edit > ?"
    touched = {row[0] for row in db.execute(sql, [edit]).fetchall()}
    tables = [table for table in JOURNALLED if table in touched]
    for n, table in enumerate(tables):
        yield n, len(tables) + 2
        _table_then(db, table, edit)
    yield len(tables), len(tables) + 2
    if touched & search.WORDED:
        _words_then(db, edit)
    for table, column in (("entry", "edit"), ("edit", "id")):
        db.execute(
            f"CREATE TEMP VIEW [{table}] AS SELECT * FROM main.[{table}] WHERE [{column}] <= {edit}"
        )
    db.execute("PRAGMA query_only=ON").fetchall()
    yield len(tables) + 2, len(tables) + 2


def _table_then(db: Database, table: str, edit: int) -> None:
    """The table as it is, then the rows that were touched since, with their values of then.

    A value that was purged since stays as it is today: empty.
    """
    names = triggers.columns(db, table)
    db.execute(f"CREATE TEMP TABLE [{table}] ({_declared(db, table)})")
    columns = ", ".join(f"[{name}]" for name in names)
    db.execute(f"INSERT INTO temp.[{table}] SELECT {columns} FROM main.[{table}]")
    first = f"SELECT * FROM main.entry WHERE id IN ({_FIRST})"
    db.execute(
        f"DELETE FROM temp.[{table}] WHERE id IN (SELECT row FROM ({first}) WHERE act = 'insert')",
        [table, edit],
    )
    values = ", ".join(_value(*row[1:6]) for row in _columns(db, table))
    db.execute(
        f"INSERT OR REPLACE INTO temp.[{table}] ({columns}) SELECT {values} FROM ({first}) "
        "WHERE act <> 'insert' AND former IS NOT NULL",
        [table, edit],
    )
    for n, indexed in enumerate(_indexes(db, table)):
        db.execute(f"CREATE INDEX temp.[then_{table}_{n}] ON [{table}] ({indexed})")


def _value(name: str, _type: str, _required: int, default: str | None, _key: int) -> str:
    """The SQL for a former value; rows of an older schema lack columns that came with a default."""
    former = f"json_extract(former, '$.{name}')"
    return former if default is None else f"coalesce({former}, {default})"


def _columns(db: Database, table: str) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = db.execute(f"PRAGMA main.table_info([{table}])").fetchall()
    return found


def _declared(db: Database, table: str) -> str:
    """The columns with their types; a type that is none of ours is left out."""
    rows = _columns(db, table)
    parts = [f"[{row[1]}] {row[2] if row[2] in _TYPES else ''}" for row in rows if row[1] != "id"]
    return ", ".join(["id INTEGER PRIMARY KEY", *parts])


def _indexes(db: Database, table: str) -> list[str]:
    """The columns of each index of the table, as SQL."""
    found = []
    for row in db.execute(f"PRAGMA main.index_list([{table}])").fetchall():
        columns = [
            f"[{column[2]}] COLLATE {'NOCASE' if column[4] == 'NOCASE' else 'BINARY'}"
            for column in db.execute(f"PRAGMA main.index_xinfo([{row[1]}])").fetchall()
            if column[5] and column[2] is not None
        ]
        found.append(", ".join(columns))
    return found


def _words_then(db: Database, edit: int) -> None:
    """The words of the records as they were, for filters and search."""
    db.execute(
        "CREATE VIRTUAL TABLE temp.record_text USING fts5("
        "text, tokenize='unicode61 remove_diacritics 2')"
    )
    db.execute(
        "INSERT INTO temp.record_text (rowid, text) SELECT rowid, text FROM main.record_text"
    )
    search.refresh_since(db, edit)

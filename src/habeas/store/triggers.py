"""The triggers that write the journal: generated from the tables, rebuilt after each migration."""

from __future__ import annotations

from collections.abc import Sequence

from habeas.store.driver import Database
from habeas.store.tables import IMMUTABLE, JOURNALLED

NO_EDIT = "habeas: no edit is open"
IMMUTABLE_ROW = "habeas: captures and layers are never changed"
_OPEN = "(SELECT id FROM edit WHERE open = 1)"
_GUARD = f"SELECT RAISE(ABORT, '{NO_EDIT}') WHERE {_OPEN} IS NULL;"


def columns(db: Database, table: str) -> list[str]:
    """The names of a table's columns, in their order."""
    return [row[1] for row in db.execute(f"PRAGMA table_info([{table}])").fetchall()]


def row_as_json(db: Database, table: str, *, of: str = "") -> str:
    """The SQL expression for a whole row as JSON text; ``of`` is OLD, NEW or empty."""
    prefix = f"{of}." if of else ""
    parts = ", ".join(f"'{name}', {prefix}[{name}]" for name in columns(db, table))
    return f"json_object({parts})"


def expected(
    db: Database, *, tables: Sequence[str] = JOURNALLED, immutable: Sequence[str] = IMMUTABLE
) -> dict[str, str]:
    """Every trigger that a sound case has, by name, as the SQL that makes it.

    ``tables`` are those with a history, ``immutable`` those whose rows never change: fewer in the
    schemas of old.
    """
    wanted: dict[str, str] = {}
    for table in tables:
        former = row_as_json(db, table, of="OLD")
        for act, row, value in (
            ("insert", "NEW.id", "NULL"),
            ("update", "OLD.id", former),
            ("delete", "OLD.id", former),
        ):
            name = f"journal_{table}_{act}"
            wanted[name] = (
                f"CREATE TRIGGER {name} AFTER {act.upper()} ON {table} BEGIN {_GUARD} "
                f"INSERT INTO entry (edit, tbl, row, act, former) "
                f"VALUES ({_OPEN}, '{table}', {row}, '{act}', {value}); END"
            )
    for table in immutable:
        for act in ("update", "delete"):
            name = f"immutable_{table}_{act}"
            wanted[name] = (
                f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} BEGIN "
                f"SELECT RAISE(ABORT, '{IMMUTABLE_ROW}'); END"
            )
        name = f"guarded_{table}_insert"
        wanted[name] = f"CREATE TRIGGER {name} AFTER INSERT ON {table} BEGIN {_GUARD} END"
    return wanted


def build(
    db: Database, *, tables: Sequence[str] = JOURNALLED, immutable: Sequence[str] = IMMUTABLE
) -> None:
    """Drop every trigger of ours and make the expected ones; runs inside a migration."""
    for name in present(db):
        db.execute(f"DROP TRIGGER [{name}]")
    for sql in expected(db, tables=tables, immutable=immutable).values():
        db.execute(sql)


def present(db: Database) -> dict[str, str]:
    """The triggers that the file holds, by name, with their SQL."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    return dict(db.execute(query).fetchall())


def sound(db: Database) -> bool:
    """Whether the file's triggers are exactly the expected ones."""
    return present(db) == expected(db)

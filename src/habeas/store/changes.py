"""What an Edit touched, read back from the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from habeas.store.driver import Database


@dataclass(frozen=True, slots=True)
class Changes:
    """The rows Edit ``edit`` touched, by table; ``label`` (English) says what the user did."""

    edit: int = 0
    label: str = ""
    rows: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def touch(self, *tables: str) -> bool:
        """Whether any of ``tables`` has a touched row."""
        return any(table in self.rows for table in tables)


def of(db: Database, edit: int) -> Changes:
    """The Changes of one Edit."""
    label = db.execute("SELECT label FROM edit WHERE id = ?", [edit]).fetchone()[0]
    return Changes(edit, label, _rows(db, after=edit - 1, last=edit))


def since(db: Database, after: int, *, last: int) -> Changes:
    """All that the Edits behind ``after``, up to ``last``, touched; they have no one label."""
    return Changes(last, rows=_rows(db, after=after, last=last))


def size(db: Database, edit: int, *, most: int) -> int:
    """How many rows an Edit touched, counted no further than ``most``."""
    sql = "SELECT count(*) FROM (SELECT 1 FROM entry WHERE edit = ? LIMIT ?)"
    return int(db.execute(sql, [edit, most]).fetchone()[0])


def _rows(db: Database, *, after: int, last: int) -> dict[str, frozenset[int]]:
    rows: dict[str, set[int]] = {}
    sql = "SELECT tbl, row FROM entry WHERE edit > ? AND edit <= ?"
    for table, row in db.execute(sql, [after, last]).fetchall():
        rows.setdefault(table, set()).add(row)
    return {table: frozenset(ids) for table, ids in rows.items()}

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
    rows: dict[str, set[int]] = {}
    for table, row in db.execute("SELECT tbl, row FROM entry WHERE edit = ?", [edit]).fetchall():
        rows.setdefault(table, set()).add(row)
    label = db.execute("SELECT label FROM edit WHERE id = ?", [edit]).fetchone()[0]
    return Changes(edit, label, {table: frozenset(ids) for table, ids in rows.items()})

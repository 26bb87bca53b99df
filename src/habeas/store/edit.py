"""The Edit: one act of the user, and the only way to write."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from habeas.store import captures, changes, journal, search
from habeas.store.changes import Changes
from habeas.store.driver import Database
from habeas.store.records import flatten, from_row, to_row
from habeas.store.tables import RECORDS

R = TypeVar("R")


class Edit:
    """What a service writes with; it reads what it has written itself.

    Opened by ``Case.edit``; when the block ends without an error everything is kept at once,
    otherwise nothing is.
    """

    def __init__(self, db: Database, *, number: int, label: str) -> None:
        self.db = db
        self.number = number
        self.label = label
        self._who: str | None = None

    def insert(self, record: Any, /, **columns: Any) -> int:
        """Add ``record`` and return its id; ``columns`` are those that it does not carry."""
        return self.add(RECORDS[type(record)], **to_row(record), **columns)

    def add(self, table: str, /, **columns: Any) -> int:
        """Add a row to a table that has no record of its own, and return its id."""
        row = flatten(columns)
        return int(self.db.conn.execute(_insert(table, *row), list(row.values())).lastrowid or 0)

    def update(self, kind: type[Any] | str, ident: int, /, **columns: Any) -> bool:
        """Change columns of a row; a value such as When changes all its columns.

        Returns False, and writes nothing, when every column already has its value.
        """
        table = kind if isinstance(kind, str) else RECORDS[kind]
        wanted = flatten(columns)
        row = self.row(f"SELECT * FROM [{table}] WHERE id = ?", ident)
        changed = {name: value for name, value in wanted.items() if row[name] != value}
        if not changed:
            return False
        sets = ", ".join(f"[{name}] = ?" for name in changed)
        self.db.execute(f"UPDATE [{table}] SET {sets} WHERE id = ?", [*changed.values(), ident])
        return True

    def delete(self, kind: type[Any] | str, ident: int) -> None:
        """Remove a row; its values stay in the journal."""
        table = kind if isinstance(kind, str) else RECORDS[kind]
        self.db.execute(f"DELETE FROM [{table}] WHERE id = ?", [ident])

    def get(self, kind: type[R], ident: int) -> R:
        """The record with this id; LookupError if there is none."""
        found: R = from_row(kind, self.row(f"SELECT * FROM [{RECORDS[kind]}] WHERE id = ?", ident))
        return found

    def select(self, kind: type[R], rest: str = "", *params: Any) -> list[R]:
        """The records that ``rest`` (WHERE ... ORDER BY ...) finds."""
        rows = self.query(f"SELECT * FROM [{RECORDS[kind]}] {rest}", *params)
        return [from_row(kind, row) for row in rows]

    def query(self, sql: str, *params: Any) -> list[dict[str, Any]]:
        """The rows of a query, as dictionaries."""
        # Not by Database.query, which makes a savepoint for each.
        found = self.db.conn.execute(sql, params)
        names = [each[0] for each in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]

    def row(self, sql: str, *params: Any) -> dict[str, Any]:
        """The one row of a query; LookupError if there is none."""
        for row in self.query(sql, *params):
            return row
        raise LookupError(f"nothing found by {sql!r}")

    @property
    def who(self) -> str:
        """Whose act it is, as the history names her; may be empty."""
        if self._who is None:
            self._who = str(self.row("SELECT who FROM edit WHERE id = ?", self.number)["who"])
        return self._who

    def keep(self, data: bytes, *, media_type: str) -> str:
        """Keep bytes as they came, once, and return their SHA-256."""
        return captures.keep(self.db, data, media_type=media_type)

    def keep_blocks(
        self, blocks: Iterable[bytes], *, sha256: str, size: int, media_type: str
    ) -> Iterator[int]:
        """Keep bytes that were read already and are too many to hold; yields how many are kept."""
        return captures.keep_blocks(
            self.db, blocks, sha256=sha256, size=size, media_type=media_type
        )

    def keep_layer(
        self,
        capture: str,
        text: str,
        *,
        notes: Sequence[str] = (),
        stretches: Sequence[captures.Mark] = (),
        **how: str,
    ) -> str:
        """Keep the text read out of a capture and return the layer's hash."""
        return captures.keep_layer(
            self.db, capture, text, notes=notes, how=how, stretches=stretches
        )

    def noted(self, capture: str, layer: str) -> str:
        """The digest of what is noted beside these bytes and this text, for the row of both."""
        return captures.noted(self.db, capture, layer)


@lru_cache(maxsize=500)
def _insert(table: str, *names: str) -> str:
    """The SQL that adds a row with these columns."""
    columns, marks = ", ".join(f"[{name}]" for name in names), ", ".join("?" for _ in names)
    return f"INSERT INTO [{table}] ({columns}) VALUES ({marks})"


class Unsupported(AssertionError):
    """A claim was about to stand without a passage: our bug, and the Edit is rolled back."""


def check(db: Database, number: int, rows: Mapping[str, Iterable[int]]) -> None:
    """Refuse Edit ``number``, which touched ``rows``, if it leaves a claim without a passage."""
    touched = set(rows.get("claim", ()))
    if "claim_passage" in rows:
        sql = (
            "SELECT json_extract(former, '$.claim') FROM entry WHERE edit = ? "
            "AND +tbl = 'claim_passage' AND former IS NOT NULL"
        )
        touched.update(claim for (claim,) in db.execute(sql, [number]).fetchall())
    bare = db.execute(
        "SELECT claim.id FROM json_each(?) j JOIN claim ON claim.id = j.value WHERE NOT EXISTS "
        "(SELECT 1 FROM claim_passage WHERE claim = claim.id) LIMIT 1",
        [json.dumps(list(touched))],
    ).fetchone()
    if bare:
        raise Unsupported(f"claim {bare[0]} would stand without a passage")


@dataclass(frozen=True, slots=True)
class Ground:
    """How a case stood when an Edit began: rows ``written`` so far, and the last ``layer``."""

    written: int
    layer: int


def ground(db: Database) -> Ground:
    """How the case stands now, for ``finish``."""
    return Ground(db.conn.total_changes, captures.last_layer(db))


def finish(db: Database, number: int, *, before: Ground) -> Changes | None:
    """Check, index and seal the Edit; None if it changed nothing, so that no trace is kept.

    ``before`` is the ground it began on.
    """
    captures.index_since(db, before.layer)
    found = changes.of(db, number)
    check(db, number, found.rows)
    if not found.rows:
        if db.conn.total_changes == before.written:
            return None
        # Bytes or a text alone: they are kept, but there is nothing that could be undone.
        db.execute("DELETE FROM edit WHERE id = ?", [number])
        return found
    search.refresh(db, number, found.rows)
    journal.finish(db, number)
    return found

"""Opening single commitments of the chain: that these bytes were in the case, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from habeas.store import journal, triggers
from habeas.store.driver import Database

_AMONG = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Opening:
    """The row ``value`` (JSON) that entry ``entry`` (from 0) of Edit ``edit`` committed to."""

    source: int
    capture: str  # SHA-256
    edit: int
    entry: int
    nonce: str
    value: str


def of_captures(db: Database, sources: Collection[int], *, last: int) -> Iterator[Opening]:
    """For each capture of these sources, what opens the entry that brought it, up to Edit ``last``.

    One that was purged, or that does not fit its commitment, is passed over.
    """
    rows = db.execute(
        f"SELECT id, source, capture FROM source_capture WHERE source {_AMONG} ORDER BY id",
        [json.dumps(sorted(sources))],
    ).fetchall()
    for row, source, capture in rows:
        found = db.execute(
            "SELECT id, edit, new_nonce, new_commit FROM entry "
            "WHERE tbl = 'source_capture' AND row = ? AND act = 'insert' AND edit <= ? "
            "ORDER BY id LIMIT 1",
            [row, last],
        ).fetchone()
        if found is None or not found[2]:
            continue
        value = _brought(db, row, found[0])
        if value is not None and journal.commit_to(value, found[2]) == found[3]:
            place = db.execute(
                "SELECT count(*) FROM entry WHERE edit = ? AND id < ?", [found[1], found[0]]
            ).fetchone()[0]
            yield Opening(source, capture, found[1], entry=place, nonce=found[2], value=value)


def _brought(db: Database, row: int, entry: int) -> str | None:
    """The row as that entry wrote it: before the next one that touched it, or as it is."""
    later = db.execute(
        "SELECT former FROM entry WHERE tbl = 'source_capture' AND row = ? AND id > ? "
        "ORDER BY id LIMIT 1",
        [row, entry],
    ).fetchone()
    if later is not None:
        return None if later[0] is None else str(later[0])
    value = triggers.row_as_json(db, "source_capture")
    found = db.execute(f"SELECT {value} FROM source_capture WHERE id = ?", [row]).fetchone()
    return str(found[0]) if found else None

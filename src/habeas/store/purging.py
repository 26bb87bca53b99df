"""Purge, the one verb that cannot be undone: values go, and that they went stays.

What is purged is emptied everywhere in the file: the rows, their former values in the journal and
the nonces of the commitments to them (so that a name cannot be guessed back from its commitment),
bytes, texts, index, view state.  The chain of digests still holds, for it counts commitments, and
a tombstone says who purged how much of what, when and why.  The pages that held the values are free
then, not gone: ``store.rewriting`` writes the file anew, and until that is done the case says so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from habeas.store import desk, triggers
from habeas.store.driver import Database
from habeas.store.edit import Edit
from habeas.store.journal import now
from habeas.store.tables import IMMUTABLE

UNFINISHED = "purge.unfinished"  # view state: the file still has to be written anew
EMPTIED = "emptied"  # in a tombstone: which entries it emptied, see digest_of
PURGED = "[purged]"  # stands where a name was that a row cannot be without

# The entry of the same row before this one.
_BEFORE = (
    "SELECT max(b.id) FROM entry b JOIN entry e ON b.tbl = e.tbl AND b.row = e.row "
    "WHERE e.id = ? AND b.id < e.id"
)
# Children first, so that no reference points to a row that is gone.
_ORDER = (
    *("link", "role", "voice", "claim_place", "claim_passage", "rejection", "custody"),
    *("same_origin", "source_layer", "event", "claim", "passage", "source_capture", "source"),
    *("actor_name", "actor"),
    *("place_name", "place"),
)


@dataclass(frozen=True, slots=True)
class Doomed:
    """What a purge takes: rows that stand or stood, by table, and what hangs on them.

    ``entries`` are those of other rows whose former value repeats purged words; ``changes`` are
    the columns of rows that stay, such as the reference to one that goes.
    """

    kind: str  # what the user chose to purge: source, claim, actor, place
    rows: Mapping[str, frozenset[int]]
    captures: frozenset[str] = frozenset()
    layers: frozenset[str] = frozenset()
    entries: frozenset[int] = frozenset()
    desk: frozenset[str] = frozenset()
    changes: tuple[tuple[str, int, Mapping[str, object]], ...] = ()


def take_out(edit: Edit, doomed: Doomed, *, reason: str) -> Iterator[None]:
    """Remove what stands and leave the tombstone; a place to stop after each table."""
    for table, ident, columns in doomed.changes:
        edit.update(table, ident, **columns)
    for table in _ORDER:
        for ident in sorted(doomed.rows.get(table, ())):
            edit.delete(table, ident)
        yield
    counts: dict[str, object] = {"of": doomed.kind}
    counts |= {t: len(ids) for t, ids in doomed.rows.items() if ids}
    counts["capture"] = len(doomed.captures)
    # So that nobody can empty other entries later and say that it was this purge.
    newly = _newly(edit.db, edit.number, _touched(edit.db, edit.number, doomed))
    counts[EMPTIED] = digest_of(newly)
    edit.add(
        "purge",
        made=now(),
        kinds=json.dumps(counts),
        reason=reason,
        count=sum(len(ids) for ids in doomed.rows.values()) + len(doomed.captures),
    )
    yield


def empty(db: Database, edit: int, doomed: Doomed) -> None:
    """After the Edit was sealed, in its transaction: empty former values, bytes, texts, index."""
    for table, ids in doomed.rows.items():
        for ident in ids:
            db.execute(
                "UPDATE entry SET former=NULL, former_nonce=NULL, new_nonce=NULL, "
                "purged=coalesce(purged, ?) WHERE tbl=? AND row=?",
                [edit, table, ident],
            )
    for entry in doomed.entries | _renamed(db, edit, doomed):
        _empty_one(db, edit, entry)
    _drop_bytes(db, doomed)
    _delete(db, "intake", "source", doomed.rows.get("source", ()))
    for key in doomed.desk:
        desk.put(db, key, None)
    desk.put(db, UNFINISHED, edit)
    for index in ("layer_text", "record_text"):
        db.execute(f"INSERT INTO [{index}] ([{index}]) VALUES ('rebuild')")


def digest_of(entries: Iterable[int]) -> str:
    """What the tombstone of a purge says of the entries that it emptied, in their order."""
    counted = hashlib.sha256()
    for number in entries:
        counted.update(b"%d\n" % number)
    return counted.hexdigest()


def _touched(db: Database, edit: int, doomed: Doomed) -> set[int]:
    """Every entry of which ``empty`` takes something."""
    found = doomed.entries | _renamed(db, edit, doomed)
    before = [db.execute(_BEFORE, [entry]).fetchone()[0] for entry in found]
    touched = {*found, *(number for number in before if number is not None)}
    for table, ids in doomed.rows.items():
        for ident in ids:
            sql = "SELECT id FROM entry WHERE tbl = ? AND row = ?"
            touched.update(row[0] for row in db.execute(sql, [table, ident]).fetchall())
    return touched


def _newly(db: Database, edit: int, entries: Iterable[int]) -> list[int]:
    """Those of earlier Edits that no purge has touched yet, in their order."""
    sql = (
        "SELECT id FROM entry WHERE id IN (SELECT value FROM json_each(?)) AND edit < ? "
        "AND purged IS NULL ORDER BY id"
    )
    return [row[0] for row in db.execute(sql, [json.dumps(sorted(entries)), edit]).fetchall()]


def _renamed(db: Database, edit: int, doomed: Doomed) -> set[int]:
    """The entries of rows in which a name made room for PURGED: all their former values had it.

    Of rows that lose other words only what this Edit itself took from them.
    """
    return {
        row[0]
        for table, ident, columns in doomed.changes
        if len(columns) > 1
        for row in db.execute(
            "SELECT id FROM entry WHERE tbl = ? AND row = ? AND act <> 'insert' AND edit >= ?",
            [table, ident, 0 if PURGED in columns.values() else edit],
        ).fetchall()
    }


def _empty_one(db: Database, edit: int, entry: int) -> None:
    """A former value stands in two commitments: its own, and as the new value of the one before."""
    db.execute(
        "UPDATE entry SET former=NULL, former_nonce=NULL, purged=coalesce(purged, ?) WHERE id=?",
        [edit, entry],
    )
    db.execute(
        f"UPDATE entry SET new_nonce=NULL, purged=coalesce(purged, ?) WHERE id = ({_BEFORE})",
        [edit, entry],
    )


def _drop_bytes(db: Database, doomed: Doomed) -> None:
    """Captures and layers are immutable for everyone but this; the guards stand again after it."""
    for table in IMMUTABLE:
        db.execute(f"DROP TRIGGER immutable_{table}_delete")
    _delete(db, "stretch", "layer", doomed.layers)
    of_others = "SELECT hash FROM layer WHERE translates IS NOT NULL"
    translations = {row[0] for row in db.execute(of_others).fetchall()} & doomed.layers
    _delete(db, "layer", "hash", translations)  # before what they are translations of
    _delete(db, "layer", "hash", doomed.layers - translations)
    _delete(db, "chunk", "sha256", doomed.captures)
    _delete(db, "capture", "sha256", doomed.captures)
    wanted = triggers.expected(db)
    for table in IMMUTABLE:
        db.execute(wanted[f"immutable_{table}_delete"])


def _delete(db: Database, table: str, column: str, values: Iterable[str | int]) -> None:
    for value in values:
        db.execute(f"DELETE FROM [{table}] WHERE [{column}] = ?", [value])

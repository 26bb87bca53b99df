"""Whether one old Edit can be undone by itself, and which later ones stand in its way.

An Edit can be undone alone when that leaves the record as if it had never been done: no later Edit
that still stands touched one of its rows, refers to a row that it added, took away what one of its
former values refers to, or leans on it so that a claim would be left without a passage.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from habeas.errors import Problem
from habeas.i18n import _
from habeas.store.driver import Database
from habeas.store.journal import Step, Steps, steps
from habeas.store.tables import JOURNALLED

Key = tuple[str, int]
Values = Mapping[str, Any]

# What must not be left without any of what it consists of: whose, which rows, by which column.
_CONSISTS = (("claim", "claim_passage", "claim"), ("event", "claim", "event"))


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why an Edit cannot be undone by itself, and the Edits to look at, oldest first.

    ``kind``: it is an undo, or tells what happened outside; ``undone``: it is undone already, by
    the Edit that is named; ``again``: it stands again since the redo that is named; ``closed``: a
    purge or a new schema came after it; ``later``: the Edits that are named build on it.
    """

    why: Literal["kind", "undone", "again", "closed", "later"]
    edits: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reach:
    """The rows of an Edit: as they are, and as they were before it (None: not there)."""

    edit: int
    former: dict[Key, Values | None]
    blocking: frozenset[int]  # the later Edits that count


def why_not(db: Database, edit: int, known: Steps | None = None) -> Hindrance | None:
    """What hinders undoing ``edit`` by itself; None if nothing does.

    ``known`` is any earlier answer of ``journal.steps``.  LookupError if there is no such Edit.
    """
    found = db.execute(
        "SELECT act FROM edit WHERE id = ? AND open IS NULL", [edit]
    ).fetchone()  # fmt: skip
    if found is None:
        raise LookupError(f"no Edit {edit}")
    if found[0] not in ("act", "redo"):
        return Hindrance("kind")
    standing = [step.edit for step in steps(db, known or Steps()).undo]
    if edit not in standing:
        return _gone(db, edit)
    records = "SELECT id FROM edit WHERE act = 'record' AND open IS NULL AND id > ?"
    later = {number for number in standing if number > edit}
    later.update(row[0] for row in db.execute(records, [edit]).fetchall())
    reach = _Reach(edit, _former(db, edit), frozenset(later))
    way = _touching(db, reach) | _referring(db, reach) | _taken(db, reach) | _leaning(db, reach)
    way |= _circling(db, reach)
    return Hindrance("later", _named(db, way & reach.blocking)) if way & reach.blocking else None


def refusal(hindrance: Hindrance) -> Problem:
    """The hindrance as a sentence for the user, with the acts in the way by name."""
    names = ", ".join(
        _("“{what}” (no. {number})").format(what=_(step.label), number=step.edit)
        for step in hindrance.edits
    )
    said = {
        "kind": _(
            "An undo is taken back with Redo, and what is no act on the record has nothing to undo."
        ),
        "undone": _("This act is undone already, by {acts}. Redo brings it back."),
        "again": _("This act was undone and stands again since {acts}. Undo that one instead."),
        "closed": _("This act came before {acts}, and undo does not go back behind that."),
        "later": _("Later acts build on this one: {acts}. Undo them first, the newest first."),
    }[hindrance.why]
    return Problem(f"{said.format(acts=names)} {_('Nothing was changed.')}")


def _gone(db: Database, edit: int) -> Hindrance:
    """Why an act does not stand: undone, undone and redone, or behind what undo does not pass."""
    sql = "SELECT max(id) FROM edit WHERE act IN ('migration', 'purge') AND id > ?"
    wall = db.execute(sql, [edit]).fetchone()[0]
    if wall:
        return Hindrance("closed", _named(db, [wall]))
    last, act = edit, ""
    while row := db.execute(
        "SELECT id, act FROM edit WHERE undoes = ? AND id > ? ORDER BY id DESC LIMIT 1",
        [last, last],
    ).fetchone():
        last, act = row
    return Hindrance("undone" if act == "undo" else "again", _named(db, [last]))


def _named(db: Database, edits: Iterable[int]) -> tuple[Step, ...]:
    wanted = json.dumps(sorted(edits))
    sql = "SELECT id, label FROM edit WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
    return tuple(Step(*row) for row in db.execute(sql, [wanted]).fetchall())


def _former(db: Database, edit: int) -> dict[Key, Values | None]:
    """Every row that the Edit touched, as it was before."""
    rows: dict[Key, Values | None] = {}
    sql = "SELECT tbl, row, act, former FROM entry WHERE edit = ? ORDER BY id DESC"
    for table, row, act, former in db.execute(sql, [edit]).fetchall():
        rows[table, row] = None if act == "insert" else json.loads(former)
    return rows


def _touching(db: Database, reach: _Reach) -> set[int]:
    """Later Edits of the same rows."""
    sql = (
        "SELECT DISTINCT late.edit FROM (SELECT DISTINCT tbl, row FROM entry WHERE edit = ?) own "
        "CROSS JOIN entry late ON late.tbl = own.tbl AND late.row = own.row AND late.edit > ?"
    )
    return {row[0] for row in db.execute(sql, [reach.edit, reach.edit]).fetchall()}


def _referring(db: Database, reach: _Reach) -> set[int]:
    """Later Edits that wrote a reference to a row that this one added."""
    found: set[int] = set()
    added = {table for (table, _row), former in reach.former.items() if former is None}
    for child, column, parent in _references(db):
        if parent in added:
            sql = (
                f"SELECT c.id FROM [{child}] c WHERE c.[{column}] IN "
                "(SELECT row FROM entry WHERE edit = ? AND tbl = ? AND act = 'insert')"
            )
            rows = [row[0] for row in db.execute(sql, [reach.edit, parent]).fetchall()]
            outside = [(child, row) for row in rows if (child, row) not in reach.former]
            for key in outside:
                found |= _of_row(db, key, after=reach.edit)
    return found


def _taken(db: Database, reach: _Reach) -> set[int]:
    """Later Edits that took away what a former value of this one refers to."""
    found: set[int] = set()
    for child, column, parent in _references(db):
        wanted = {
            values[column]
            for (table, _row), values in reach.former.items()
            if table == child and values and values.get(column) is not None
        }
        for row in wanted:
            if not _there(db, reach, (parent, row)):
                found |= _of_row(db, (parent, row), after=reach.edit)
    return found


def _leaning(db: Database, reach: _Reach) -> set[int]:
    """Later Edits that took from a claim the other passages it rested on, or the like."""
    found: set[int] = set()
    for owner, table, column in _CONSISTS:
        kept = {
            values[column]
            for (tbl, _row), values in reach.former.items()
            if tbl == table and values is not None
        }
        for ident in _holding(db, reach, owner, table, column) - kept:
            if _there(db, reach, (owner, ident)) and not _any(db, reach, table, column, ident):
                sql = (
                    "SELECT DISTINCT edit FROM entry WHERE tbl = ? AND edit > ? "
                    f"AND former IS NOT NULL AND json_extract(former, '$.{column}') = ?"
                )
                late = db.execute(sql, [table, reach.edit, ident]).fetchall()
                found.update(row[0] for row in late)
    return found


def _holding(db: Database, reach: _Reach, owner: str, table: str, column: str) -> set[int]:
    """The owners that lose a row of ``table`` when the Edit is undone, or come back by it."""
    held = {row for tbl, row in reach.former if tbl == owner}
    for tbl, row in reach.former:
        if tbl == table:
            now = db.execute(f"SELECT [{column}] FROM [{table}] WHERE id = ?", [row]).fetchone()
            held.update(now or ())
    return held - {None}


def _any(db: Database, reach: _Reach, table: str, column: str, ident: int) -> bool:
    """Whether a row that the Edit did not touch belongs to ``ident``."""
    rows = db.execute(f"SELECT id FROM [{table}] WHERE [{column}] = ?", [ident]).fetchall()
    return any((table, row[0]) not in reach.former for row in rows)


def _circling(db: Database, reach: _Reach) -> set[int]:
    """Later Edits of places through which a place would come to lie within itself."""
    for (table, place), values in reach.former.items():
        if table != "place" or values is None:
            continue
        path, above = [place], values.get("parent")
        while above is not None and above not in path:
            path.append(above)
            former = reach.former.get(("place", above))
            row = db.execute("SELECT parent FROM place WHERE id = ?", [above]).fetchone()
            above = former.get("parent") if former else row[0] if row else None
        if above is not None:
            ways = [_of_row(db, ("place", one), after=reach.edit) for one in path]
            return set().union(*ways)
    return set()


def _there(db: Database, reach: _Reach, key: Key) -> bool:
    """Whether a row would be there once the Edit is undone."""
    if key in reach.former:
        return reach.former[key] is not None
    return bool(db.execute(f"SELECT 1 FROM [{key[0]}] WHERE id = ?", [key[1]]).fetchone())


def _of_row(db: Database, key: Key, *, after: int) -> set[int]:
    sql = "SELECT DISTINCT edit FROM entry WHERE tbl = ? AND row = ? AND edit > ?"
    return {row[0] for row in db.execute(sql, [*key, after]).fetchall()}


def _references(db: Database) -> Iterator[tuple[str, str, str]]:
    """Every reference between journalled tables: from which table and column, to which table."""
    for child in JOURNALLED:
        for row in db.execute(f"PRAGMA foreign_key_list([{child}])").fetchall():
            if row[2] in JOURNALLED:
                yield child, row[3], row[2]

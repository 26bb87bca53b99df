"""The history of a case: every Edit in words, and what each one changed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from habeas import i18n
from habeas.i18n import _
from habeas.overview.rowwords import (
    COUNTED,
    FIELDS,
    ORDER,
    SECRET,
    Row,
    is_secret,
    known_before,
    present,
    title,
    words,
)
from habeas.overview.wording import day_in_words
from habeas.store.reader import Reader
from habeas.store.tables import JOURNALLED

FIND = "SELECT id FROM edit WHERE open IS NULL ORDER BY id DESC"
SHOW = """
SELECT d.id, d.label, d.started, d.act, d.undoes, d.who, d.role,
  (SELECT group_concat(tbl || ' ' || n) FROM (SELECT tbl, count(DISTINCT row) AS n
    FROM entry WHERE edit = d.id GROUP BY tbl)) AS touched
FROM edit d WHERE d.id"""
MOST = 100  # changed things that are told of one Edit; the rest is counted
OPENED = ("source", "claim", "event", "place", "actor")  # what has a page of its own

Values = Mapping[str, Any]
Thing = tuple[str, int]  # a table and the number of a row in it
Said = tuple[object, ...]

# Where one goes to see a row that has no page of its own: to what its columns refer to.
_SEEN_AT = {
    "passage": ("source",), "source_capture": ("source",), "rejection": ("source",),
    "source_layer": ("source",), "same_origin": ("one", "other"),
    "custody": ("source",), "claim_passage": ("claim",), "claim_place": ("claim",),
    "voice": ("claim",), "role": ("claim",), "place_name": ("place",), "actor_name": ("actor",),
    "link": ("from_claim", "from_event", "to_claim", "to_event"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a thing: its name, and its ``former`` and ``new`` value in words (or empty)."""

    name: str
    former: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """What an Edit did to one thing: ``act`` is insert, update or delete, ``title`` names it.

    ``opens`` is the record where it can be seen now, if there is one (source, claim, event, place
    or actor, and its number); ``purged`` says when, by whom and why its values were purged.
    """

    act: str
    title: str
    differences: tuple[Difference, ...] = ()
    opens: Thing | None = None
    purged: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What one Edit did to one row: None is no row; ``purged`` is the Edit that took the values."""

    edit: int
    former: Values | None
    new: Values | None
    act: str
    purged: int = 0


def undone(reader: Reader) -> frozenset[int]:
    """The Edits whose effect is taken back: undone, and the undo not undone in its turn."""
    found: set[int] = set()
    sql = "SELECT id, undoes FROM edit WHERE undoes IS NOT NULL AND open IS NULL ORDER BY id DESC"
    for row in reader.query(sql):
        if row["id"] not in found:
            found.add(row["undoes"])
    return frozenset(found)


def label_of(row: Row) -> str:
    """What the user did, in the user's language."""
    if row["act"] == "undo":
        return _("Undo: {what}").format(what=_(row["label"]))
    if row["act"] == "redo":
        return _("Redo: {what}").format(what=_(row["label"]))
    return _(row["label"])


def aside_of(row: Row) -> str:
    """The word before the label of what is no act of the user on the record; else empty."""
    said = {"record": _("outside"), "purge": _("for good"), "migration": _("program")}
    return f"{said[row['act']]}:" if row["act"] in said else ""


def line_of(row: Row) -> str:
    """The label, after the word that says that it is no act on the record."""
    return " ".join(filter(None, (aside_of(row), label_of(row))))


def who_of(row: Row) -> str:
    """Who did it; empty where nobody was named."""
    return str(row["who"])


def time_of(row: Row) -> str:
    """When it was done, by the clock of this computer."""
    from babel.dates import format_datetime

    return str(format_datetime(_then(row), "EEE d MMM y, HH:mm", locale=i18n.language()))


def touched_of(row: Row) -> str:
    """What it touched, in words: 1 claim, 2 passages."""
    pairs = [part.split(" ") for part in (row["touched"] or "").split(",") if part]
    counts = {table: int(n) for table, n in pairs}
    said = [
        COUNTED[table](counts[table]).format(n=counts[table])
        for table in COUNTED
        if counts.get(table)
    ]
    return ", ".join(said) or _("details")


def state_of(row: Row, taken_back: frozenset[int]) -> str:
    """Whether it still stands."""
    return _("undone") if row["id"] in taken_back else ""


def people(reader: Reader) -> list[str]:
    """Everyone whom the history names."""
    found = reader.query("SELECT DISTINCT who FROM edit WHERE who <> '' ORDER BY who")
    return [row["who"] for row in found]


def changes_of(reader: Reader, edit: int) -> tuple[list[Change], int]:
    """What an Edit changed, thing by thing, and how many more there are than MOST."""
    things = _things(reader, edit)
    told = [_change(reader, thing, last_step(reader, thing, edit)) for thing in things[:MOST]]
    return _kept(told), max(0, len(things) - MOST)


def undoing(reader: Reader, edit: int) -> tuple[list[Change], int]:
    """What each thing that an Edit touched would become if the Edit were undone by itself now."""
    things = _things(reader, edit)
    told = []
    for thing in things[:MOST]:
        then = last_step(reader, thing, edit)
        now = present(reader, *thing)
        told.append(_change(reader, thing, Step(edit, now, then.former, "", then.purged)))
    return _kept(told), max(0, len(things) - MOST)


def steps_of(reader: Reader, thing: Thing, *, after: int = 0) -> list[Step]:
    """What each Edit from number ``after`` on did to a row, the newest first."""
    entries = reader.query(
        "SELECT edit, act, former, purged FROM entry WHERE tbl = ? AND row = ? AND edit >= ? "
        "ORDER BY id DESC",
        *thing,
        after,
    )
    found, new, unknown = [], present(reader, *thing), 0
    for edit, own in groupby(entries, key=lambda entry: entry["edit"]):
        lines = list(own)
        first = lines[-1]
        former = json.loads(first["former"]) if first["former"] else None
        lost = 0 if former or first["act"] == "insert" else first["purged"] or 0
        found.append(Step(edit, former, new, _act(lines), lost or unknown))
        new, unknown = former, lost
    return found


def last_step(reader: Reader, thing: Thing, edit: int) -> Step:
    """What ``edit`` did to a row that it touched."""
    return steps_of(reader, thing, after=edit)[-1]


def differences(
    reader: Reader, table: str, step: Step, *, hidden: Collection[str] = ()
) -> tuple[Difference, ...]:
    """The fields of a row that a step changed, in words; of those ``hidden`` only that it did."""
    before, after = words(reader, table, step.former), words(reader, table, step.new)
    return tuple(
        Difference(
            _(name),
            _veiled(before.get(name, ""), hidden=name in hidden),
            _veiled(after.get(name, ""), hidden=name in hidden),
        )
        for name, _say in FIELDS[table]
        if before.get(name, "") != after.get(name, "")
    )


def _veiled(said: str, *, hidden: bool) -> str:
    return _("(told in the source's own history)") if said and hidden else said


def purged_words(reader: Reader, purge: int) -> str:
    """When, by whom and why values were purged; ``purge`` is the number of the Edit."""
    found = reader.query(
        "SELECT d.started, d.who, coalesce(p.reason, '') AS reason FROM edit d "
        "LEFT JOIN entry e ON e.edit = d.id AND e.tbl = 'purge' AND e.act = 'insert' "
        "LEFT JOIN purge p ON p.id = e.row WHERE d.id = ?",
        purge,
    )
    if not found:
        return _("purged")
    row = found[0]
    day = day_in_words(_then(row).date().isoformat())
    named, unnamed = _("purged on {day} by {who}: {reason}"), _("purged on {day}: {reason}")
    said = named if row["who"] else unnamed
    return said.format(day=day, who=row["who"], reason=row["reason"] or _("no reason kept"))


def seen_at(reader: Reader, thing: Thing, values: Values | None) -> Thing | None:
    """The record where a row with these values can be seen now; None if it is gone."""
    table = thing[0]
    columns = _SEEN_AT.get(table, ())
    there = [thing] if table in OPENED else []
    there += [
        (column.removeprefix("from_").removeprefix("to_"), values[column])
        for column in columns
        if values and values.get(column)
    ]
    return next((one for one in there if present(reader, *one) is not None), None)


def _things(reader: Reader, edit: int) -> list[Thing]:
    """The rows that an Edit touched, in the order in which they are told."""
    found = reader.query("SELECT DISTINCT tbl, row FROM entry WHERE edit = ?", edit)
    things = [(row["tbl"], row["row"]) for row in found if row["tbl"] in JOURNALLED]
    return sorted(things, key=lambda thing: (ORDER.index(thing[0]), thing[1]))


def _change(reader: Reader, thing: Thing, step: Step) -> Change | None:
    table = thing[0]
    values = step.new or step.former
    if step.purged:
        known = values or present(reader, *thing) or known_before(reader, *thing)
        said = purged_words(reader, step.purged)
        opens = seen_at(reader, thing, known)
        return Change(step.act or "update", title(table, known, reader), (), opens, said)
    if values is None:
        return None  # made and removed in one act
    hidden = SECRET.get(table, ()) if is_secret(reader, table, values) else ()
    found = differences(reader, table, step, hidden=hidden)
    if step.former is not None and step.new is not None and not found:
        return None  # only what the program keeps for itself
    act = "insert" if step.former is None else "delete" if step.new is None else "update"
    name = title(table, values, reader)
    return Change(act, name, found, seen_at(reader, thing, values))


def _kept(told: Iterable[Change | None]) -> list[Change]:
    """The changes that are any: what was taken out and put in again as it was is none."""
    kept = [change for change in told if change is not None]
    gone = Counter(_said(change) for change in kept if change.act == "delete")
    again = gone & Counter(_said(change) for change in kept if change.act == "insert")
    left = {"delete": again.copy(), "insert": again.copy()}
    return [change for change in kept if not _taken(left, change)]


def _taken(left: Mapping[str, Counter[Said]], change: Change) -> bool:
    """Whether a change is one of those that came to nothing; each counts once."""
    count = left.get(change.act, Counter())
    if change.purged or not count[_said(change)]:
        return False
    count[_said(change)] -= 1
    return True


def _said(change: Change) -> Said:
    """What is told of a thing that came or went."""
    values = ((one.name, one.former or one.new) for one in change.differences)
    return (change.title, change.purged, *values)


def _act(newest_first: Iterable[Row]) -> str:
    """What entries of one row, in one Edit, come to."""
    acts = [entry["act"] for entry in newest_first]
    return "delete" if acts[0] == "delete" else "insert" if acts[-1] == "insert" else "update"


def _then(row: Row) -> datetime:
    return datetime.fromisoformat(row["started"]).astimezone()

"""One record through time, field by field: who changed what from what to what, and when."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, zip_longest

from habeas.i18n import _
from habeas.overview.history import (
    Step,
    Thing,
    Values,
    differences,
    purged_words,
    steps_of,
)
from habeas.overview.historyfilter import touching
from habeas.overview.rowwords import CALLED, ORDER, Row, name_of, title, words
from habeas.store.reader import Reader

MOST = 500  # lines that are told of one record

# What belongs to a record as its fields do; what others say of it does not.
_PARTS = {
    "source": (("source_capture", "source"), ("source_layer", "source")),
    "claim": (("claim_passage", "claim"), ("claim_place", "claim"), ("voice", "claim"),
              ("role", "claim"), ("link", "from_claim"), ("link", "to_claim")),
    "event": (("claim", "event"), ("link", "from_event"), ("link", "to_event")),
    "place": (("place_name", "place"),),
    "actor": (("actor_name", "actor"),),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a record that an Edit changed; values in words, empty where none is stated."""

    edit: int
    field: str
    former: str
    new: str


@dataclass(frozen=True, slots=True)
class Past:
    """The lines of a record, newest first; its Edits by number; how many lines are not told."""

    lines: tuple[Line, ...]
    edits: dict[int, Row]
    more: int = 0


def past_of(reader: Reader, what: str, ident: int) -> Past:
    """Every value that the fields of a record have had; ``what`` is source, claim, event ..."""
    sql, params = touching(what, ident, hanging=_PARTS[what])
    rows = [(row["tbl"], row["row"]) for row in reader.query(sql, *params)]
    things = [thing for thing in rows if thing[0] != "passage"]
    lines: list[Line] = []
    for thing in sorted(things, key=lambda one: (ORDER.index(one[0]), one[1])):
        own = thing == (what, ident)
        for step in steps_of(reader, thing):
            told = (
                _fields(reader, thing, step) if own else _part(reader, (what, ident), thing, step)
            )
            lines += told
    lines.sort(key=lambda line: -line.edit)  # the order of fields stays within an Edit
    lines = list(_paired(lines))
    kept = lines[:MOST]
    numbers = json.dumps(sorted({line.edit for line in kept}))
    found = reader.query(
        "SELECT id, label, started, act, who, role FROM edit "
        "WHERE id IN (SELECT value FROM json_each(?))",
        numbers,
    )
    return Past(tuple(kept), {row["id"]: row for row in found}, len(lines) - len(kept))


def _fields(reader: Reader, thing: Thing, step: Step) -> Iterator[Line]:
    """What an Edit did to the fields of the record itself."""
    called = _(CALLED[thing[0]])
    if step.purged:
        yield Line(step.edit, called, "", purged_words(reader, step.purged))
    elif step.act == "delete":
        yield Line(step.edit, called, title(thing[0], step.former or {}, reader), _("removed"))
    else:
        nothing = "" if step.former is None else _("not stated")
        for one in differences(reader, thing[0], step):
            yield Line(step.edit, one.name, one.former or nothing, one.new or nothing)


def _part(reader: Reader, record: Thing, thing: Thing, step: Step) -> Iterator[Line]:
    """What an Edit did to a row that is part of the record: came, changed, went."""
    called = _(CALLED[thing[0]])
    if step.purged:
        yield Line(step.edit, called, "", purged_words(reader, step.purged))
        return
    before, after = (
        _whole(reader, record, thing[0], values) if _belongs(record, thing[0], values) else ""
        for values in (step.former, step.new)
    )
    if before != after and not (before and after and thing[0] == "claim"):
        yield Line(step.edit, called, before, after)


def _paired(lines: Iterable[Line]) -> Iterator[Line]:
    """A part that was taken out and put in again by one Edit is no change, or a change of it."""
    for (edit, field), some in groupby(lines, key=lambda line: (line.edit, line.field)):
        own = list(some)
        gone = [line.former for line in own if line.former and not line.new]
        come = [line.new for line in own if line.new and not line.former]
        same = Counter(gone) & Counter(come)
        gone, come = (
            list((Counter(gone) - same).elements()),
            list((Counter(come) - same).elements()),
        )
        yield from (line for line in own if bool(line.former) is bool(line.new))
        for former, new in zip_longest(gone, come, fillvalue=""):
            yield Line(edit, field, former, new)


def _belongs(record: Thing, table: str, values: Values | None) -> bool:
    what, ident = record
    columns = [column for name, column in _PARTS[what] if name == table]
    return values is not None and any(values.get(column) == ident for column in columns)


def _whole(reader: Reader, record: Thing, table: str, values: Values | None) -> str:
    """A row in one line, without the record it is part of; of a claim its name alone."""
    if table == "claim":
        return title(table, values or {}, reader)
    said = words(reader, table, values)
    said.pop(CALLED[record[0]], None)
    parts = [name_of(reader, table, values or {}), *said.values()]
    return " · ".join(dict.fromkeys(" ".join(part.split()) for part in parts if part))

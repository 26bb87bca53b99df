"""Which Edits the history shows: by person, record, kind of act and words of what was done."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from habeas.domain.register import folded
from habeas.i18n import N_, _
from habeas.overview.history import OPENED, line_of, undone
from habeas.overview.rowwords import known_before, present, title
from habeas.store.reader import Reader

# The kinds of act that one can ask for, and their names.
KINDS = {
    "added": N_("Something was added"),
    "changed": N_("Something was changed"),
    "removed": N_("Something was removed"),
    "undone": N_("Undone since"),
    "undo": N_("Undo and redo"),
    "record": N_("Outside: reports, copies, seals"),
    "purge": N_("Purges"),
    "migration": N_("By the program itself"),
}
_ENTRIES = {"added": "insert", "changed": "update", "removed": "delete"}
_ACTS = {"undo": ("undo", "redo"), "record": ("record",), "purge": ("purge",),
         "migration": ("migration",)}  # fmt: skip

# Rows that hang on a record: in which table, by which column.
HANGING = {
    "source": (("source_capture", "source"), ("passage", "source"), ("rejection", "source"),
               ("custody", "source"), ("source_layer", "source"), ("same_origin", "one"),
               ("same_origin", "other")),
    "claim": (("claim_passage", "claim"), ("claim_place", "claim"), ("voice", "claim"),
              ("role", "claim"), ("link", "from_claim"), ("link", "to_claim")),
    "event": (("claim", "event"), ("link", "from_event"), ("link", "to_event")),
    "place": (("place_name", "place"), ("claim_place", "place")),
    "actor": (("actor_name", "actor"), ("voice", "actor"), ("role", "actor")),
}  # fmt: skip

# Claims share passages: that one came into the case with another claim is none of this one's.
_OF_OTHERS = {"claim": " AND NOT (e.tbl = 'passage' AND e.act = 'insert')"}


@dataclass(frozen=True, slots=True)
class Filter:
    """What an Edit must be to be shown; what is empty lets everything through.

    ``what`` and ``ident`` are a record: source, claim, event, place or actor, and its number.
    """

    who: str = ""
    words: str = ""
    kind: str = ""
    what: str = ""
    ident: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything through."""
        return self == Filter()


def find(reader: Reader, wanted: Filter) -> array[int]:
    """The numbers of the Edits that the filter lets through, newest first."""
    conditions, params = ["d.open IS NULL"], list[Any]()
    if wanted.who:
        conditions.append("d.who = ?")
        params.append(wanted.who)
    if wanted.words.strip():
        conditions.append("d.act || ' ' || d.label IN (SELECT value FROM json_each(?))")
        params.append(json.dumps(_labels(reader, wanted.words)))
    if wanted.kind in _ENTRIES:
        conditions.append("d.act IN ('act', 'redo')")
        conditions.append("EXISTS (SELECT 1 FROM entry e WHERE e.edit = d.id AND e.act = ?)")
        params.append(_ENTRIES[wanted.kind])
    elif wanted.kind in _ACTS:
        conditions.append(f"d.act IN ({', '.join('?' for _one in _ACTS[wanted.kind])})")
        params += _ACTS[wanted.kind]
    elif wanted.kind == "undone":
        conditions.append("d.id IN (SELECT value FROM json_each(?))")
        params.append(json.dumps(sorted(undone(reader))))
    if wanted.what in OPENED:
        rows, more = touching(wanted.what, wanted.ident)
        conditions.append(
            f"d.id IN (SELECT e.edit FROM ({rows}) h CROSS JOIN entry e "
            "ON e.tbl = h.tbl AND e.row = h.row" + _OF_OTHERS.get(wanted.what, "") + ")"
        )
        params += more
    sql = f"SELECT d.id FROM edit d WHERE {' AND '.join(conditions)} ORDER BY d.id DESC"
    return array("q", (row["id"] for row in reader.query(sql, *params)))


def touching(
    what: str, ident: int, *, hanging: Sequence[tuple[str, str]] | None = None
) -> tuple[str, list[Any]]:
    """SQL for the rows (tbl, row) of a record and of what hangs or hung on it, and its parameters.

    ``hanging`` are other tables and columns than HANGING has for it.
    """
    parts, params = ["SELECT ? AS tbl, ? AS row"], [what, ident]
    for table, column in HANGING[what] if hanging is None else hanging:
        parts.append(f"SELECT '{table}', id FROM [{table}] WHERE [{column}] = ?")
        parts.append(f"SELECT '{table}', row FROM entry WHERE {_once(table, column)}")
        params += [ident, ident]
    if what == "claim":
        once = _once("claim_passage", "claim")
        parts.append("SELECT 'passage', passage FROM claim_passage WHERE claim = ?")
        parts.append(f"SELECT 'passage', json_extract(former, '$.passage') FROM entry WHERE {once}")
        params += [ident, ident]
    return " UNION ".join(parts), params


def named(reader: Reader, what: str, ident: int) -> str:
    """What a record is called, also when it is gone by now."""
    if what not in OPENED:
        return ""
    row = present(reader, what, ident) or known_before(reader, what, ident)
    return title(what, row, reader) if row else _("a record that is gone")


def _once(table: str, column: str) -> str:
    """The condition for entries of rows that hung on a record before."""
    return f"tbl = '{table}' AND former IS NOT NULL AND json_extract(former, '$.{column}') = ?"


def _labels(reader: Reader, typed: str) -> list[str]:
    """The acts with labels in which every typed word stands, in the user's language."""
    wanted = folded(typed).split()
    return [
        f"{row['act']} {row['label']}"
        for row in reader.query("SELECT DISTINCT act, label FROM edit")
        if all(word in folded(line_of(row)) for word in wanted)
    ]

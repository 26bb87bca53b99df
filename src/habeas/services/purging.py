"""Purging: what would go, told before it goes; then gone for good, with a tombstone.

A source goes with its bytes, its texts, its passages, and the claims that rest on them; a claim
with its passages; an actor or a place with its names, also where claims name it.  Whatever of it
only the journal still holds (withdrawn, corrected, undone) goes as well.  Words that stand in
other records are listed and stay: they are somebody else's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from habeas.domain.register import folded
from habeas.errors import Refused
from habeas.i18n import _
from habeas.services import inside
from habeas.store.case import Case
from habeas.store.purging import PURGED, Doomed
from habeas.store.reader import Reader
from habeas.store.tables import JOURNALLED

KINDS = ("source", "claim", "actor", "place")
SHORTEST = 8  # characters of a quote, name or title that are looked for elsewhere
MOST = 200  # other places that are listed

# Rows that go with a row: (table, column that refers to it).
_CHILDREN = {
    "source": (
        *(("source_capture", "source"), ("passage", "source"), ("claim", "source")),
        *(("rejection", "source"), ("custody", "source"), ("source_layer", "source")),
        *(("same_origin", "one"), ("same_origin", "other")),
    ),
    "claim": (
        *(("claim_passage", "claim"), ("claim_place", "claim"), ("voice", "claim")),
        *(("role", "claim"), ("link", "from_claim"), ("link", "to_claim")),
    ),
    "event": (("link", "from_event"), ("link", "to_event")),
    "actor": (("actor_name", "actor"),),
    "place": (("place_name", "place"), ("claim_place", "place")),
}
# Rows that stay and lose a reference or a name: (table, column, what it becomes).
_LOOSENED: dict[str, tuple[tuple[str, str, dict[str, Any]], ...]] = {
    "source": (
        ("voice", "cited_source", {"cited_source": None}),
        ("source_capture", "within", {"within": None, "part": ""}),
    ),
    "claim": (("event", "stands_on", {"stands_on": None, "stands_reason": ""}),),
    "passage": (("link", "passage", {"passage": None}),),
    "actor": (
        ("voice", "actor", {"actor": None, "name": PURGED, "words": "", "medium": ""}),
        ("role", "actor", {"actor": None, "name": PURGED, "words": ""}),
    ),
    "place": (("place", "parent", {"parent": None}),),
}
_WORDED = {
    "source": ("title", "author", "address"),
    "passage": ("quote",),
    "claim": ("summary",),
    "actor": ("name",),
    "actor_name": ("name",),
    "place": ("name",),
    "place_name": ("name",),
}


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Purged words that stay in another record: ``words`` in a row (or a text) of ``table``."""

    table: str
    id: int
    words: str


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a purge would take and what would stay.

    ``title`` names what was chosen; ``shared`` are captures that another source has too, which
    stay; ``bytes`` is the size of those that go; ``words`` are the quotes, titles and names in it.
    ``wholes`` are sources that it came inside of, whose bytes still hold it; ``parts`` are sources
    that came inside it, which stay.
    """

    title: str
    doomed: Doomed
    elsewhere: tuple[Elsewhere, ...]
    shared: int = 0
    bytes: int = 0
    words: tuple[str, ...] = ()
    wholes: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()


def foresee(case: Reader, kind: str, ident: int) -> Iterator[Foreseen | None]:
    """What purging a source, claim, actor or place takes; yields None while it looks."""
    rows = _closure(case, kind, ident)
    yield None
    sources = rows.get("source", set())
    captures, shared = inside.captures(case, sources)
    layers = inside.layers(case, sources, captures=captures)
    needles = _needles(case, rows)
    yield None
    entries = frozenset(_entries(case, rows, needles) | _loosened_before(case, rows))
    yield None
    elsewhere = []
    for found in _elsewhere(case, rows, needles, layers):
        yield None
        elsewhere += found
    doomed = Doomed(
        kind,
        {table: frozenset(ids) for table, ids in rows.items()},
        frozenset(captures),
        frozenset(layers),
        entries,
        frozenset(_desk(case, rows, needles)),
        tuple(_changes(case, rows)),
    )
    sizes = [
        case.query("SELECT size FROM capture WHERE sha256 = ?", c)[0]["size"] for c in captures
    ]
    title = _title(case, kind, ident)
    yield Foreseen(
        title, doomed, tuple(elsewhere[:MOST]), shared, sum(sizes), tuple(needles),
        tuple(inside.wholes(case, sources)), tuple(inside.parts(case, sources)),
    )  # fmt: skip


def purge(case: Case, foreseen: Foreseen, *, reason: str) -> Iterator[None]:
    """Carry it out, in one act: stopped at a yield before the last, nothing is changed.

    Refused without a reason.  The file has to be written anew afterwards (``store.rewriting``).
    """
    if not reason.strip():
        raise Refused(_("A purge needs a reason: later readers have nothing else."), "reason")
    yield from case.purge(foreseen.doomed, reason=reason.strip())


def forget_view(case: Case, foreseen: Foreseen) -> None:
    """After the purge: drop the view state that the screen kept since, if it repeats its words.

    What was typed to find it by (a filter) goes as well, where it is a part of these words.
    """
    rows = {table: set(ids) for table, ids in foreseen.doomed.rows.items()}
    doomed = _desk(case, rows, list(foreseen.words)) | set(foreseen.doomed.desk)
    inside = " \n ".join(folded(word) for word in foreseen.words)
    for row in case.query("SELECT key FROM desk"):
        typed = map(folded, _typed(case.desk(row["key"])))
        if row["key"] in doomed or any(word and word in inside for word in typed):
            case.put(row["key"], None)


def _typed(value: Any) -> Iterator[str]:
    """The words that were typed to filter a list by."""
    for name, part in value.items() if isinstance(value, dict) else ():
        if name == "words" and isinstance(part, str):
            yield part
        yield from _typed(part)


def tombstones(reader: Reader) -> list[dict[str, Any]]:
    """What was purged from the case, newest first: made, who, reason, kinds (JSON), count."""
    return reader.query(
        "SELECT p.*, e.who, e.role FROM purge p JOIN entry n ON n.tbl = 'purge' AND n.row = p.id "
        "AND n.act = 'insert' JOIN edit e ON e.id = n.edit ORDER BY p.id DESC"
    )


def _closure(reader: Reader, kind: str, ident: int) -> dict[str, set[int]]:
    """The row, what hangs on it now, and what ever hung on it by the journal."""
    rows: dict[str, set[int]] = {kind: {ident}}
    todo = [(kind, ident)]
    while todo:
        table, number = todo.pop()
        children = [
            (child, row)
            for child, column in _CHILDREN.get(table, ())
            for row in _referring(reader, child, column, number)
        ]
        if table == "claim":
            children += [("passage", row) for row in _own_passages(reader, number)]
            children += [("event", row) for row in _own_events(reader, number)]
        for child, row in children:
            if row not in rows.setdefault(child, set()):
                rows[child].add(row)
                todo.append((child, row))
    return rows


def _referring(reader: Reader, table: str, column: str, number: int) -> set[int]:
    found = reader.query(
        f"SELECT id FROM [{table}] WHERE [{column}] = ? UNION SELECT row FROM entry "
        f"WHERE tbl = ? AND former IS NOT NULL AND json_extract(former, '$.{column}') = ?",
        number,
        table,
        number,
    )
    return {row["id"] for row in found}


def _own_passages(reader: Reader, claim: int) -> list[int]:
    """Passages that no other claim rests on."""
    sql = (
        "SELECT DISTINCT passage FROM claim_passage WHERE claim = ? AND NOT EXISTS (SELECT 1 "
        "FROM claim_passage o WHERE o.passage = claim_passage.passage AND o.claim <> ?)"
    )
    standing = {row["passage"] for row in reader.query(sql, claim, claim)}
    former = reader.query(
        "SELECT DISTINCT json_extract(former, '$.passage') AS id FROM entry WHERE "
        "tbl = 'claim_passage' AND former IS NOT NULL AND json_extract(former, '$.claim') = ?",
        claim,
    )
    gone = {
        row["id"]
        for row in former
        if not reader.query("SELECT 1 FROM claim_passage WHERE passage = ? AND claim <> ?",
                            row["id"], claim)
    }  # fmt: skip
    return sorted(standing | gone)


def _own_events(reader: Reader, claim: int) -> list[int]:
    """Events that hold, or held, this claim and now no other: their titles come from its words."""
    found = reader.query(
        "SELECT event AS id FROM claim WHERE id = ? AND event IS NOT NULL UNION "
        "SELECT json_extract(former, '$.event') FROM entry WHERE tbl = 'claim' AND row = ? "
        "AND former IS NOT NULL AND json_extract(former, '$.event') IS NOT NULL",
        claim,
        claim,
    )
    other = "SELECT 1 FROM claim WHERE event = ? AND id <> ?"
    return [row["id"] for row in found if not reader.query(other, row["id"], claim)]


def _needles(reader: Reader, rows: dict[str, set[int]]) -> list[str]:
    """The words of what goes, long enough to be told from others."""
    found: set[str] = set()
    for table, columns in _WORDED.items():
        for ident in rows.get(table, ()):
            values = reader.query(f"SELECT * FROM [{table}] WHERE id = ?", ident)
            for entry in reader.query(
                "SELECT former FROM entry WHERE tbl = ? AND row = ? AND former IS NOT NULL",
                table,
                ident,
            ):
                values.append(json.loads(entry["former"]))
            found |= {str(value.get(column, "")).strip() for value in values for column in columns}
    return sorted(word for word in found if len(word) >= SHORTEST)


def _entries(reader: Reader, rows: dict[str, set[int]], needles: list[str]) -> set[int]:
    """Former values of rows that stay in which the words stand: history that has to go too."""
    found = set()
    for word in needles:
        inside = json.dumps(word, ensure_ascii=False)[1:-1]
        for row in reader.query(
            "SELECT id, tbl, row FROM entry WHERE former IS NOT NULL AND instr(former, ?) > 0",
            inside,
        ):
            if row["row"] not in rows.get(row["tbl"], ()):
                found.add(row["id"])
    return found


def _loosened_before(reader: Reader, rows: dict[str, set[int]]) -> set[int]:
    """Former values of rows that named what goes, and name another or are withdrawn by now."""
    found: set[int] = set()
    for table, loosened in _LOOSENED.items():
        for child, column, becomes in loosened:
            if len(becomes) == 1:  # a reference, no words
                continue
            for ident in rows.get(table, ()):
                entries = reader.query(
                    "SELECT id, row FROM entry WHERE tbl = ? AND former IS NOT NULL "
                    f"AND json_extract(former, '$.{column}') = ?",
                    child,
                    ident,
                )
                found |= {entry["id"] for entry in entries}
                for entry in entries if PURGED in becomes.values() else ():
                    # The name may have stood there before it was known whose it is.
                    before = "SELECT id FROM entry WHERE tbl = ? AND row = ? AND id < ?"
                    older = reader.query(f"{before} AND former IS NOT NULL", child, entry["row"],
                                         entry["id"])  # fmt: skip
                    found |= {row["id"] for row in older}
    return found


def _elsewhere(
    reader: Reader, rows: dict[str, set[int]], needles: list[str], layers: set[str]
) -> Iterator[list[Elsewhere]]:
    """Where the words stay: rows of other records, texts of other sources."""
    for table in JOURNALLED:
        columns = [
            row["name"]
            for row in reader.query(f"PRAGMA table_info([{table}])")
            if row["type"] == "TEXT"
        ]
        if not columns:
            continue
        tests = " OR ".join(f"instr([{name}], ?1) > 0" for name in columns)
        for word in needles:
            found = reader.query(f"SELECT id FROM [{table}] WHERE {tests}", word)
            yield [
                Elsewhere(table, row["id"], word)
                for row in found
                if row["id"] not in rows.get(table, ())
            ]
    for word in needles:
        found = reader.query("SELECT id, hash FROM layer WHERE instr(text, ?) > 0", word)
        yield [Elsewhere("layer", row["id"], word) for row in found if row["hash"] not in layers]


def _desk(reader: Reader, rows: dict[str, set[int]], needles: list[str]) -> set[str]:
    """View state that belongs to what goes, or repeats its words."""
    names = {f"draft:{n}" for n in rows.get("source", ())}
    names |= {f"{what}/{n}" for what in ("accepted", "sources") for n in rows.get("source", ())}
    names |= {f"draft:{table}:{n}" for table in ("actor", "place") for n in rows.get(table, ())}
    there = {row["key"] for row in reader.query("SELECT key FROM desk")}
    # Kept as ASCII, so a name with an accent stands escaped.
    for word in needles:
        found = reader.query(
            "SELECT key FROM desk WHERE instr(value, ?) > 0", json.dumps(word)[1:-1]
        )
        names |= {row["key"] for row in found}
    return names & there


def _changes(
    reader: Reader, rows: dict[str, set[int]]
) -> Iterator[tuple[str, int, dict[str, object]]]:
    for table, loosened in _LOOSENED.items():
        for ident in rows.get(table, ()):
            for child, column, becomes in loosened:
                for row in reader.query(f"SELECT id FROM [{child}] WHERE [{column}] = ?", ident):
                    if row["id"] not in rows.get(child, ()):
                        yield child, row["id"], becomes


def _title(reader: Reader, kind: str, ident: int) -> str:
    column = {"source": "title", "claim": "summary"}.get(kind, "name")
    found = reader.query(f"SELECT [{column}] AS title FROM [{kind}] WHERE id = ?", ident)
    if not found:
        raise LookupError(f"no {kind} {ident}")
    return str(found[0]["title"])

"""Full-text search over sources, passages, claims, places and actors, accents or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from habeas.store.driver import Database

# Position in this tuple is part of a row's number in the index: only ever add at the end.
INDEXED = ("source", "claim", "event", "place", "actor")
_STEP = 8

_TEXT = {
    "source": "SELECT title || ' ' || publisher || ' ' || author || ' ' || note || ' ' || address "
    "FROM source WHERE id = ?",
    "claim": "SELECT summary || ' ' || note || ' ' || when_words || ' ' || quantity_words || ' ' "
    "|| scope_words || ' ' || coalesce((SELECT group_concat(p.quote, ' ') FROM claim_passage cp "
    "JOIN passage p ON p.id = cp.passage WHERE cp.claim = claim.id), '') || ' ' "
    "|| coalesce((SELECT group_concat(name, ' ') FROM voice WHERE claim = claim.id), '') "
    "FROM claim WHERE id = ?",
    "event": "SELECT title || ' ' || note FROM event WHERE id = ?",
    "place": "SELECT name || ' ' || note || ' ' || coalesce((SELECT group_concat(name, ' ') "
    "FROM place_name WHERE place = place.id), '') FROM place WHERE id = ?",
    "actor": "SELECT name || ' ' || note || ' ' || coalesce((SELECT group_concat(name, ' ') "
    "FROM actor_name WHERE actor = actor.id), '') FROM actor WHERE id = ?",
}
_OWNER = {
    "claim_passage": ("claim", "claim"),
    "voice": ("claim", "claim"),
    "place_name": ("place", "place"),
    "actor_name": ("actor", "actor"),
}
_TITLE = {
    "source": "title", "claim": "summary", "event": "title", "place": "name", "actor": "name",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: ``what`` (source, passage, claim, event, place, actor), its id and words.

    A passage hit is a stretch of a source's text: ``id`` is the source's, ``start`` where the first
    found word stands (code points).
    """

    what: str
    id: int
    title: str
    snippet: str = ""
    start: int = -1


def refresh(db: Database, rows: Mapping[str, Iterable[int]]) -> None:
    """Index again what an Edit touched; part of the Edit's own transaction."""
    wanted: set[tuple[str, int]] = set()
    for table, ids in rows.items():
        if table in INDEXED:
            wanted.update((table, ident) for ident in ids)
        elif table in _OWNER:
            owner, column = _OWNER[table]
            for ident in ids:
                sql = f"SELECT [{column}] FROM [{table}] WHERE id = ?"
                wanted.update((owner, row[0]) for row in db.execute(sql, [ident]).fetchall())
    for table, ident in wanted:
        number = ident * _STEP + INDEXED.index(table)
        db.execute("DELETE FROM record_text WHERE rowid = ?", [number])
        text = db.execute(_TEXT[table], [ident]).fetchone()
        if text is not None:
            db.execute("INSERT INTO record_text (rowid, text) VALUES (?, ?)", [number, text[0]])


def match(typed: str) -> str:
    """What a person typed as an FTS5 query: every word must occur, the last one may be unfinished."""
    words = re.findall(r"\w+", typed)
    return " ".join(f'"{word}"' for word in words) + ("*" if words else "")


def find(db: Database, typed: str, *, limit: int = 30) -> list[Hit]:
    """The newest things that hold every typed word; at most ``limit`` records and as many texts."""
    query = match(typed)
    if not query:
        return []
    return _records(db, query, limit) + _texts(db, query, limit)


def _records(db: Database, query: str, limit: int) -> list[Hit]:
    hits = []
    for number, snippet in db.execute(
        "SELECT rowid, snippet(record_text, 0, '', '', '…', 12) FROM record_text "
        "WHERE record_text MATCH ? ORDER BY rowid DESC LIMIT ?",
        [query, limit],
    ).fetchall():
        what, ident = INDEXED[number % _STEP], number // _STEP
        row = db.execute(f"SELECT [{_TITLE[what]}] FROM [{what}] WHERE id = ?", [ident]).fetchone()
        if row:
            hits.append(Hit(what, ident, row[0], snippet))
    return sorted(hits, key=lambda hit: INDEXED.index(hit.what))


def _texts(db: Database, query: str, limit: int) -> list[Hit]:
    rows: list[tuple[Any, ...]] = db.execute(
        "SELECT l.id, s.id, s.title, snippet(layer_text, 0, char(1), char(2), '…', 16), "
        "instr(highlight(layer_text, 0, char(1), ''), char(1)) - 1 "
        "FROM layer_text t JOIN layer l ON l.id = t.rowid "
        "JOIN source_capture sc ON sc.layer = l.hash JOIN source s ON s.id = sc.source "
        "WHERE layer_text MATCH ? ORDER BY l.id DESC LIMIT ?",
        [query, limit],
    ).fetchall()
    return [
        Hit("passage", source, title, re.sub("[\x01\x02]", "", snippet), start)
        for _, source, title, snippet, start in rows
    ]

"""Full-text search over sources, passages, claims, places and actors, accents or not."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from habeas.store import captures, words
from habeas.store.driver import Database

# Position in this tuple is part of a row's number in the index: only ever add at the end.
INDEXED = ("source", "claim", "event", "place", "actor")
_STEP = 8
_TOGETHER = 1_000  # records that are indexed by one statement

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
WORDED = {*INDEXED, *_OWNER, "passage"}  # tables whose words are looked for
_TITLE = {
    "source": "title", "claim": "summary", "event": "title", "place": "name", "actor": "name",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: ``what`` (source, passage, claim, event, place, actor), its id and words.

    A passage hit is a stretch of a source's text: ``id`` is the source's, ``start`` where the words
    begin (code points; -1 if it cannot be told).
    """

    what: str
    id: int
    title: str
    snippet: str = ""
    start: int = -1


def refresh(db: Database, edit: int, rows: Mapping[str, Iterable[int]]) -> None:
    """Index again what Edit ``edit`` touched (``rows``); part of its own transaction."""
    wanted = {(table, ident) for table in INDEXED for ident in rows.get(table, ())}
    for table, (owner, column) in _OWNER.items():
        if table in rows:
            wanted.update((owner, ident) for ident in _owners(db, edit, table, column=column))
    if "passage" in rows:
        wanted.update(("claim", claim) for claim in _claims_on(db, rows["passage"]))
    _index(db, wanted, fresh=_added(db, edit, rows))


def _added(db: Database, edit: int, rows: Iterable[str]) -> set[tuple[str, int]]:
    """What the Edit added and was not there before: nothing of it is in the index."""
    sql = (
        "SELECT row FROM entry WHERE edit = ? AND +tbl = ? GROUP BY row HAVING min(act) = 'insert'"
    )
    return {
        (table, row[0])
        for table in INDEXED
        if table in rows
        for row in db.conn.execute(sql, [edit, table])
    }


def refresh_since(db: Database, edit: int) -> None:
    """Index again whatever the Edits after ``edit`` touched, from the tables that ``db`` shows.

    Reads the whole journal, of which a view of the past hides the end.
    """
    wanted: set[tuple[str, int]] = set()
    passages = []
    for table, ident in db.execute(
        "SELECT DISTINCT tbl, row FROM main.entry WHERE edit > ?", [edit]
    ).fetchall():
        if table in INDEXED:
            wanted.add((table, ident))
        elif table == "passage":
            passages.append(ident)
    wanted |= {("claim", claim) for claim in _claims_on(db, passages)}
    for table, (owner, column) in _OWNER.items():
        sql = (
            f"SELECT t.[{column}] FROM main.entry e JOIN temp.[{table}] t ON t.id = e.row "
            f"WHERE e.edit > ? AND e.tbl = ? UNION SELECT t.[{column}] FROM main.entry e "
            f"JOIN main.[{table}] t ON t.id = e.row WHERE e.edit > ? AND e.tbl = ?"
        )
        if db.execute("SELECT 1 FROM temp.sqlite_master WHERE name = ?", [table]).fetchone():
            owners = db.execute(sql, [edit, table, edit, table]).fetchall()
            wanted |= {(owner, row[0]) for row in owners}
    _index(db, wanted)


def _claims_on(db: Database, passages: Iterable[int]) -> list[int]:
    sql = (
        "SELECT DISTINCT claim FROM claim_passage WHERE passage IN (SELECT value FROM json_each(?))"
    )
    return [row[0] for row in db.execute(sql, [json.dumps(list(passages))]).fetchall()]


def _index(
    db: Database,
    wanted: Iterable[tuple[str, int]],
    *,
    fresh: Container[tuple[str, int]] = frozenset(),
) -> None:
    """Index ``wanted`` again; ``fresh`` are known not to be in the index."""
    ids: dict[str, list[int]] = {}
    for table, ident in wanted:
        ids.setdefault(table, []).append(ident)
    for table, found in ids.items():
        at = INDEXED.index(table)
        words = _TEXT[table].removeprefix("SELECT ").removesuffix("= ?")
        expression, source = words.rsplit(" FROM ", 1)
        for first in range(0, len(found), _TOGETHER):
            part = found[first : first + _TOGETHER]
            some = json.dumps(part)
            if former := [ident for ident in part if (table, ident) not in fresh]:
                db.execute(
                    f"DELETE FROM record_text WHERE rowid IN (SELECT value * {_STEP} + {at} "
                    "FROM json_each(?))",
                    [json.dumps(former)],
                )
            db.execute(
                f"INSERT INTO record_text (rowid, text) SELECT id * {_STEP} + {at}, {expression} "
                f"FROM {source} IN (SELECT value FROM json_each(?))",
                [some],
            )


def _owners(db: Database, edit: int, table: str, *, column: str) -> set[int]:
    """Whose names, voices or passages the Edit touched: those they belong to, or belonged to."""
    sql = (
        f"SELECT t.[{column}] FROM entry e JOIN [{table}] t ON t.id = e.row "
        "WHERE e.edit = ? AND e.tbl = ? UNION "
        f"SELECT json_extract(former, '$.{column}') FROM entry "
        "WHERE edit = ? AND tbl = ? AND former IS NOT NULL"
    )
    return {row[0] for row in db.execute(sql, [edit, table, edit, table]).fetchall()}


def ids_sql(table: str) -> str:
    """SQL for the ids of the records of ``table`` that one word, its parameter, finds."""
    at = INDEXED.index(table)
    return (
        f"SELECT rowid / {_STEP} FROM record_text "
        f"WHERE record_text MATCH ? AND rowid % {_STEP} = {at}"
    )


def texts_sql(table: str) -> tuple[str, str]:
    """SQL for id and words of every record of ``table``: as it is, and as it is in the index."""
    at = INDEXED.index(table)
    said = _TEXT[table].replace("SELECT ", "SELECT id, ", 1).removesuffix("WHERE id = ?")
    return (
        f"{said} ORDER BY id",
        f"SELECT rowid / {_STEP}, text FROM record_text WHERE rowid % {_STEP} = {at} "
        "ORDER BY rowid",
    )


def find(db: Database, typed: str, *, limit: int = 30) -> list[Hit]:
    """The newest things that hold every typed word; at most ``limit`` records and as many texts."""
    query = words.query(typed)
    if not query:
        return []
    return _records(db, query, limit) + _texts(db, typed, limit)


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
            hits.append(Hit(what, ident, row[0], " ".join(snippet.split())))
    return sorted(hits, key=lambda hit: INDEXED.index(hit.what))


def _texts(db: Database, typed: str, limit: int) -> list[Hit]:
    """Hits in texts of sources; the place is found here: highlight() takes minutes on a book."""
    hits = []
    for source, title, layer in db.execute(
        "SELECT DISTINCT s.id, s.title, l.hash FROM (SELECT rowid AS layer FROM layer_text "
        "WHERE layer_text MATCH ? AND rowid IN (SELECT l.id FROM layer l JOIN source_capture sc "
        "ON sc.layer = l.hash) ORDER BY rowid DESC LIMIT ?) t JOIN layer l ON l.id = t.layer "
        "JOIN source_capture sc ON sc.layer = l.hash JOIN source s ON s.id = sc.source "
        "ORDER BY l.id DESC, s.id DESC LIMIT ?",
        [words.query(typed), limit, limit],
    ).fetchall():
        text = captures.text(db, layer)
        start = words.where(text, typed)
        hits.append(Hit("passage", source, title, words.snippet(text, max(start, 0)), start))
    return hits

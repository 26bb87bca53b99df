"""The file itself: SQLite's and SQLCipher's own checks, the schema, the triggers, the indexes.

Each generator yields how much it has come further, in bytes or rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from habeas.errors import Problem
from habeas.i18n import _
from habeas.store import migrations, schema, search
from habeas.store.driver import Database, DatabaseError
from habeas.store.findings import Found, thing

_MOST = 100  # lines of SQLite's own report
_BATCH = 1000
_TABLE = re.compile(r"\w+")
# Kept in the file by SQLite for itself.
_OWN = re.compile(r"sqlite_(sequence|stat\d|autoindex_\w+)")


def objects(db: Database, found: Found) -> bool:
    """Compare tables, indexes and triggers with those of a new case; whether all tables are so.

    Where they are not, nothing in them can be read as what it says it is.
    """
    wanted = {name: (kind, sql) for (kind, name), (_t, sql) in _expected().items()}
    here = {}
    for kind, name, sql in db.execute("SELECT type, name, sql FROM sqlite_master").fetchall():
        here[str(name)] = (kind, str(sql or "").replace('"edit"', "edit"))
    sound = True
    for name in sorted(wanted.keys() | here.keys()):
        if here.get(name) == wanted.get(name):
            continue
        if name not in wanted and _OWN.fullmatch(name):
            continue
        kind = (wanted.get(name) or here[name])[0]
        sound = sound and kind not in ("table", "view")
        _foreign(found, kind, name, missing=name not in here, added=name not in wanted)
    version = db.execute("PRAGMA user_version").fetchone()[0]
    mark = db.execute("PRAGMA application_id").fetchone()[0]
    if (version, mark) != (migrations.SCHEMA, migrations.APPLICATION_ID):
        found.add("schema", "", _("The head of the file is not that of a case of today."))
    if sound:
        try:
            schema.refuse_tampered(db, migrations.SCHEMA)
        except Problem as problem:
            found.add("schema", "", str(problem))
    return sound


def _expected() -> dict[tuple[str, str], tuple[str, str]]:
    return dict(schema.expected(migrations.SCHEMA))


def _foreign(found: Found, kind: str, name: str, *, missing: bool, added: bool) -> None:
    if kind == "trigger":
        named = {
            (True, False): _("A trigger that guards the history is missing: {name}."),
            (False, True): _("A trigger is in the case that Habeas did not put there: {name}."),
        }
        text = named.get(
            (missing, added), _("A trigger that guards the history was changed: {name}.")
        )
    else:
        named = {
            (True, False): _("A part of the case is missing: {name}."),
            (False, True): _("A part is in the case that Habeas did not put there: {name}."),
        }
        text = named.get(
            (missing, added), _("A part of the case is not as Habeas made it: {name}.")
        )
    shown = "".join(c if c.isprintable() else "�" for c in name[:80])
    kind = "trigger" if kind == "trigger" else "schema"
    found.add(kind, "", text.format(name=shown), name=shown)


def integrity(db: Database, found: Found) -> Iterator[int]:
    """SQLite's own check of pages, indexes and types; ask a connection that has not been asked."""
    for (line,) in db.execute(f"PRAGMA integrity_check({_MOST})").fetchall():
        if line != "ok":
            text = _("SQLite finds the file damaged: {line}").format(line=line)
            found.add("file", _table_in(line), text)
    yield 1


def _table_in(line: str) -> str:
    """The table that a line of SQLite's report speaks of; empty if of none."""
    known = {name: table for (_kind, name), (table, _sql) in _expected().items()}
    return next((known[word] for word in _TABLE.findall(line) if word in known), "")


def pages(db: Database, found: Found) -> Iterator[int]:
    """SQLCipher's own check of the seal of every page of a locked case."""
    lines = db.execute("PRAGMA cipher_integrity_check").fetchall()
    if lines:  # a page that was being written just then would be sound the second time
        lines = db.execute("PRAGMA cipher_integrity_check").fetchall()
    for (line,) in lines:
        text = _("A page of the locked file is damaged: {line}").format(line=line)
        found.add("file", "", text)
    yield 1


def references(db: Database, found: Found) -> Iterator[int]:
    """Every reference from row to row leads somewhere."""
    for n, (table, row, parent, _which) in enumerate(db.execute("PRAGMA foreign_key_check")):
        text = _("{thing}: it refers to something that is not there ({parent}).")
        number = row or 0
        said = text.format(thing=thing(table, number), parent=thing(parent, 0).rsplit(" ", 1)[0])
        found.add("reference", table, said, row=number)
        if n % _BATCH == 0:
            yield 0
    yield 1


def words_of_texts(db: Database, found: Found) -> Iterator[int]:
    """The index of the words of texts against the texts.

    FTS5 compares the two only inside something that writes, and nobody shall wait for that: so its
    tables are copied to this connection's own temporary ones, in memory, which read the same texts.
    ``db`` may write, for that reason, and does not write to the case.
    """
    # Two tables of FTS5 are no plain copies: it reads blobs of the first by number.
    parts = ("data", "idx", "docsize", "config")
    db.execute("CREATE TEMP VIEW layer AS SELECT * FROM main.layer")
    made = db.execute("SELECT sql FROM main.sqlite_master WHERE name = 'layer_text'").fetchone()[0]
    db.execute(made.replace("CREATE VIRTUAL TABLE ", "CREATE VIRTUAL TABLE temp.", 1))
    for part in parts:
        db.execute(f"DELETE FROM temp.layer_text_{part}")
        db.execute(f"INSERT INTO temp.layer_text_{part} SELECT * FROM main.layer_text_{part}")
        yield 0
    try:
        db.execute("INSERT INTO temp.layer_text (layer_text, rank) VALUES ('integrity-check', 1)")
    except DatabaseError:
        found.add("index", "layer_text", _("The search index of texts does not fit the texts."))
    yield 1


def words_of_records(db: Database, found: Found) -> Iterator[int]:
    """The index of the words of records against the records."""
    seen = 0
    for table in search.INDEXED:
        said, kept = (iter(db.conn.execute(sql)) for sql in search.texts_sql(table))
        pair = next(kept, None)
        for n, (number, text) in enumerate(said, 1):
            while pair is not None and pair[0] < number:
                _unindexed(found, table, pair[0])
                pair = next(kept, None)
            if pair is None or pair[0] != number:
                _unindexed(found, table, number)
            else:
                # Names and quotes of one record may come in another order.
                if pair[1] != text and sorted(pair[1].split()) != sorted(text.split()):
                    _unindexed(found, table, number)
                seen += 1
                pair = next(kept, None)
            if n % _BATCH == 0:
                yield _BATCH
        if pair is not None:
            _unindexed(found, table, pair[0])
    if db.execute("SELECT count(*) FROM record_text").fetchone()[0] != seen:
        text = _("The search index holds words of records that are not there, or lacks some.")
        found.add("index", "record_text", text, name="record_text")


def _unindexed(found: Found, table: str, row: int) -> None:
    text = _("{thing}: the search index does not hold the words that it has.")
    found.add("index", table, text.format(thing=thing(table, row)), row=row, name="record_text")

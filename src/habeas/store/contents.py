"""What sources hold, held against its own digests: bytes, texts read out of them, passages.

Each generator yields how much it has come further: bytes, letters or rows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from habeas.domain.passage import CONTEXT
from habeas.i18n import _
from habeas.store import captures, purging
from habeas.store.driver import Database
from habeas.store.findings import Found, thing

_BATCH = 1000
_KEPT = 2  # texts held in memory while passages are looked at
_LAYER = "id, hash, capture, kind, extractor, version, encoding, notes, sameness, length, text"


def originals(db: Database, found: Found) -> Iterator[int]:
    """The bytes of every capture against its SHA-256 and its size, chunk by chunk."""
    chunks = _chunks(db)
    chunk = next(chunks, None)
    for sha256, size in db.conn.execute("SELECT sha256, size FROM capture ORDER BY sha256"):
        while chunk is not None and chunk[0] < sha256:
            _orphan(found, chunk)
            chunk = next(chunks, None)
        counted, length, n, whole = hashlib.sha256(), 0, 0, True
        while chunk is not None and chunk[0] == sha256:
            whole = whole and chunk[1] == n and bool(chunk[3])
            if chunk[3] is not None:
                counted.update(chunk[3])
                length += len(chunk[3])
                yield len(chunk[3])
            n += 1
            chunk = next(chunks, None)
        found.counts["captures"] += 1
        found.counts["bytes"] += length
        if not whole or length != size or counted.hexdigest() != sha256:
            _altered(found, sha256)
    while chunk is not None:
        _orphan(found, chunk)
        chunk = next(chunks, None)
        yield 0


def _chunks(db: Database) -> Iterator[tuple[str, int, int, bytes | None]]:
    """Every chunk: SHA-256, number, size, bytes (None if there are more than Habeas writes)."""
    sql = (
        "SELECT sha256, n, length(bytes), CASE WHEN length(bytes) <= ? THEN bytes END "
        "FROM chunk ORDER BY sha256, n"
    )
    return _read(db, sql, captures.CHUNK)


def layers(db: Database, found: Found) -> Iterator[int]:
    """The text of every layer against its digests, and what is said of it."""
    for row in db.conn.execute(f"SELECT {_LAYER}, translates, language FROM layer ORDER BY id"):
        number, digest, *name, notes, same, length, text, translates, language = row
        counted = hashlib.sha256("\n".join([*name, text]).encode(errors="replace")).hexdigest()
        found.counts["layers"] += 1
        if counted != digest:
            said = _("{thing}: its words, or how they were read, were changed around Habeas.")
        elif (captures.same_as(text, name[0]), len(text)) != (same, length) or not _notes(notes):
            said = _("{thing}: what is noted of it was changed around Habeas.")
        else:
            # Only a translation says what it translates, and into which language.
            told = (translates is not None, bool(language))
            unknown = told != ((True, True) if name[1] == "translation" else (False, False))
            said = _("{thing}: something is noted of it that Habeas does not write.")
            said = said if unknown else ""
        if said:
            found.add("layer", "layer", said.format(thing=thing("layer", number)), row=number)
        yield len(text)


def noted(db: Database, found: Found) -> Iterator[int]:
    """What is noted beside the bytes and the text of each source, against its commitment."""
    sql = (
        "SELECT 'source_capture', id, capture, layer, noted FROM source_capture WHERE noted <> '' "
        "UNION ALL SELECT 'source_layer', s.id, l.capture, s.layer, s.noted FROM source_layer s "
        "LEFT JOIN layer l ON l.hash = s.layer"
    )
    for n, (table, number, capture, layer, digest) in enumerate(_read(db, sql), 1):
        if captures.noted(db, capture, layer) != digest:
            text = _(
                "{thing}: what is noted of its bytes or its text (the type of the file, remarks "
                "on how it was read) was changed around Habeas."
            )
            said = text.format(thing=thing(table, number))
            found.add("capture", "capture", said, row=number)
        if n % _BATCH == 0:
            yield 0


def _notes(notes: str) -> bool:
    """Whether remarks on the reading are a list of sentences, as Habeas writes them."""
    try:
        read = json.loads(notes)
    except (ValueError, RecursionError):
        return False
    return isinstance(read, list) and all(isinstance(each, str) for each in read)


def passages(db: Database, found: Found) -> Iterator[int]:
    """Every passage against the words of its layer: quote, place and surroundings."""
    texts = _Texts(db)
    sql = (
        "SELECT id, layer, kind, start, end, quote, prefix, suffix FROM passage "
        "ORDER BY source, start"
    )
    for n, row in enumerate(db.conn.execute(sql), 1):
        number, layer, kind, start, end, *said = row
        found.counts["passages"] += 1
        if kind == "text" or said[0]:
            text = texts.of(layer)
            if text is None or not 0 <= start < end <= len(text) or said != [
                text[start:end],
                text[max(0, start - CONTEXT) : start],
                text[end : end + CONTEXT],
            ]:  # fmt: skip
                _displaced(found, number)
        if n % _BATCH == 0:
            yield _BATCH


class _Texts:
    """Texts of layers, the last few kept."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._kept: dict[str, str | None] = {}

    def of(self, layer: str) -> str | None:
        """The text of a layer; None if it is not there."""
        if layer not in self._kept:
            if len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            sql = "SELECT text FROM layer WHERE hash = ?"
            row = self._db.conn.execute(sql, [layer]).fetchone()
            self._kept[layer] = row[0] if row else None
        return self._kept[layer]


def claims(db: Database, found: Found) -> Iterator[int]:
    """Every claim rests on a passage."""
    found.counts["claims"] = db.execute("SELECT count(*) FROM claim").fetchone()[0]
    sql = "SELECT id FROM claim WHERE id NOT IN (SELECT claim FROM claim_passage) ORDER BY id"
    for (number,) in _read(db, sql):
        text = _("{thing}: it rests on no passage.").format(thing=thing("claim", number))
        found.add("claim", "claim", text, row=number)
    yield found.counts["claims"]


def seals(db: Database, found: Found) -> Iterator[int]:
    """Every seal that the case keeps against the Edit that it is of."""
    sql = (
        "SELECT s.id, s.edit FROM seal s LEFT JOIN edit e ON e.id = s.edit "
        "WHERE e.digest IS NOT s.digest ORDER BY s.id"
    )
    for number, edit in _read(db, sql):
        text = _("{thing}: act {edit} no longer has the digest that was sealed.")
        said = text.format(thing=thing("seal", number), edit=edit)
        found.add("seal", "seal", said, row=number, edit=edit)
    yield 1


def purges(db: Database, found: Found) -> Iterator[int]:
    """Every purge against the entries that are said to be emptied by it."""
    sql = (
        "SELECT p.id, p.kinds, n.edit FROM purge p JOIN entry n ON n.tbl = 'purge' "
        "AND n.row = p.id AND n.act = 'insert' ORDER BY p.id"
    )
    for number, kinds, edit in db.conn.execute(sql).fetchall():
        told = json.loads(kinds).get(purging.EMPTIED)
        emptied = "SELECT id FROM entry WHERE purged = ? AND edit < ? ORDER BY id"
        ids = (row[0] for row in _read(db, emptied, edit, edit))
        if told is not None and told != purging.digest_of(ids):
            text = _("{thing}: values were taken out of the history in its name by somebody else, "
                     "or put back.")  # fmt: skip
            said = text.format(thing=thing("purge", number))
            found.add("journal", "purge", said, row=number, edit=edit)
        yield 0
    yield 1


def _read(db: Database, sql: str, *params: object) -> Iterator[Any]:
    # "yield from" would close the cursor of a connection that is gone.
    for row in db.conn.execute(sql, params):  # noqa: UP028
        yield row


def _altered(found: Found, sha256: str) -> None:
    text = _("Capture {sha256}: its bytes are not those that were kept; they were changed, cut or "
             "added to.")  # fmt: skip
    found.add("capture", "capture", text.format(sha256=_short(sha256)), name=sha256[:64])


def _orphan(found: Found, chunk: tuple[str, int, int, bytes | None]) -> None:
    text = _("Capture {sha256}: there are bytes of it, but not the capture itself.")
    found.add("capture", "chunk", text.format(sha256=_short(chunk[0])), name=chunk[0][:64])


def _displaced(found: Found, passage: int) -> None:
    text = _("{thing}: its words do not stand in the text where it says.")
    found.add("passage", "passage", text.format(thing=thing("passage", passage)), row=passage)


def _short(sha256: str) -> str:
    return f"{sha256[:16]}…"

"""Bytes as they came and the text read out of them: kept once, never changed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from habeas.store.damage import Missing
from habeas.store.driver import Database
from habeas.store.records import whole

# Of a layer: kind, start, end, name; of a page its size and its packed words as well.
Mark = tuple[str, int, int, str, float | None, float | None, bytes | None]

_ENDS = "\r\u2028\u2029"  # of lines, beside the usual one
LAYER = (
    "hash, capture, kind, extractor, version, encoding, notes, sameness, length, text, metadata, "
    "translates, language"
)
PAGE = "page"  # the kind of stretch that a page is
CHUNK = 1 << 20  # bytes in a row: a long film never needs its size in memory


class Altered(ValueError):
    """Bytes that are no longer those that were read."""


def sameness(text: str) -> str:
    """The digest under which two texts are the same source: line ends and outer space aside."""
    if "\r" in text or (not text.isascii() and any(end in text for end in _ENDS)):
        text = re.sub(r"\r\n?|\u2028|\u2029", "\n", text)
    return hashlib.sha256(text.strip().encode()).hexdigest()


def same_as(text: str, capture: str) -> str:
    """The digest under which a reading is the same source: by its words, or, without any, bytes."""
    return (
        sameness(text)
        if text and not text.isspace()
        else hashlib.sha256(capture.encode()).hexdigest()
    )


def keep(db: Database, data: bytes, *, media_type: str) -> str:
    """Keep ``data`` under its SHA-256, unless it is there already."""
    digest = hashlib.sha256(data).hexdigest()
    if db.conn.execute("SELECT 1 FROM capture WHERE sha256 = ?", [digest]).fetchone():
        return digest
    db.conn.execute("INSERT INTO capture VALUES (?, ?, ?)", [digest, media_type, len(data)])
    for n, start in enumerate(range(0, len(data), CHUNK)):
        part = data[start : start + CHUNK]
        db.conn.execute("INSERT INTO chunk VALUES (?, ?, ?)", [digest, n, part])
    return digest


def keep_blocks(
    db: Database, blocks: Iterable[bytes], *, sha256: str, size: int, media_type: str
) -> Iterator[int]:
    """Keep bytes that come a CHUNK at a time; yields how many are kept so far.

    ``sha256`` and ``size`` are what they came to when they were read; Altered if they no longer do.
    """
    if db.conn.execute("SELECT 1 FROM capture WHERE sha256 = ?", [sha256]).fetchone():
        return
    db.conn.execute("INSERT INTO capture VALUES (?, ?, ?)", [sha256, media_type, size])
    counted, length = hashlib.sha256(), 0
    for n, part in enumerate(blocks):
        counted.update(part)
        length += len(part)
        db.conn.execute("INSERT INTO chunk VALUES (?, ?, ?)", [sha256, n, part])
        yield length
    if (counted.hexdigest(), length) != (sha256, size):
        raise Altered


def keep_layer(
    db: Database,
    capture: str,
    text: str,
    *,
    notes: Sequence[str],
    how: Mapping[str, str],
    stretches: Sequence[Mark] = (),
) -> str:
    """Keep a text layer; its words are indexed when the Edit ends, by ``index_since``.

    ``how``: kind, extractor, version, encoding, metadata (JSON), translates (the hash of the layer
    that it is a translation of), language.  ``stretches`` are what it is made of, pages too.
    """
    kind, extractor = how.get("kind", "text"), how.get("extractor", "plain")
    version, encoding = how.get("version", "1"), how.get("encoding", "utf-8")
    name = "\n".join([capture, kind, extractor, version, encoding, whole("text", text)])
    digest = hashlib.sha256(name.encode()).hexdigest()
    if db.conn.execute("SELECT 1 FROM layer WHERE hash = ?", [digest]).fetchone():
        return digest
    db.conn.execute(
        f"INSERT INTO layer ({LAYER}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
        [digest, capture, kind, extractor, version, encoding, json.dumps(list(notes)),
         same_as(text, capture), len(text), text, how.get("metadata", ""),
         how.get("translates") or None, how.get("language", "")],
    )  # fmt: skip
    if stretches:
        db.conn.executemany(
            "INSERT INTO stretch VALUES (?,?,?,?,?,?,?,?,?)",
            ((digest, n, *mark) for n, mark in enumerate(stretches)),
        )
    return digest


def last_layer(db: Database) -> int:
    """The number of the layer that was kept last; 0 if there is none."""
    return int(db.conn.execute("SELECT coalesce(max(id), 0) FROM layer").fetchone()[0])


def index_since(db: Database, last: int) -> None:
    """Index the words of all layers after number ``last``.

    All at once: between two rows of other tables the index would write out what it has of each
    text by itself, which takes three times as long.
    """
    db.conn.execute(
        "INSERT INTO layer_text (rowid, text) SELECT id, text FROM layer WHERE id > ? ORDER BY id",
        [last],
    )


def noted(db: Database, capture: str, layer: str | None) -> str:
    """The digest of what is noted of bytes and text and does not follow from them.

    Bytes and words answer to their own hashes; the type of the file, its size, the remarks of
    whoever read it stand beside them, and the row that ties both to a source commits to those.
    """
    of_text = db.conn.execute(
        "SELECT notes, translates, language, metadata FROM layer WHERE hash = ?", [layer]
    ).fetchone()
    said = [_of_bytes(db, capture), list(of_text[:3]) if of_text else []]
    said += more_noted(of_text[3] if of_text else "", _marks(db, layer)) if layer else []
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def noted_in_2(db: Database, capture: str, layer: str | None) -> str:
    """The same in schema 2, which had no metadata and no stretches."""
    of_text = db.conn.execute(
        "SELECT notes, translates, language FROM layer WHERE hash = ?", [layer]
    ).fetchone()
    said = [_of_bytes(db, capture), list(of_text or ())]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _of_bytes(db: Database, capture: str) -> list[Any]:
    found = db.conn.execute(
        "SELECT media_type, size FROM capture WHERE sha256 = ?", [capture]
    ).fetchone()
    return list(found or ())


def _marks(db: Database, layer: str) -> Iterator[tuple[Any, ...]]:
    yield from db.conn.execute(
        "SELECT n, kind, start, end, name, width, height, words FROM stretch WHERE layer = ? "
        "ORDER BY n",
        [layer],
    )


def more_noted(metadata: str, marks: Iterable[tuple[Any, ...]]) -> list[Any]:
    """What schema 3 notes of a text; nothing where there is nothing of it, as it was before.

    ``marks`` are its stretches with their numbers, as they are in the case.
    """
    counted, n = hashlib.sha256(), 0
    for mark in marks:
        counted.update(repr(mark[:-1]).encode(errors="replace") + (mark[-1] or b"") + b"\n")
        n += 1
    return [metadata, counted.hexdigest()] if metadata or n else []


def text(db: Database, layer: str) -> str:
    """The whole text of a layer; Missing, a LookupError, if it is not there."""
    row = db.conn.execute("SELECT text FROM layer WHERE hash = ?", [layer]).fetchone()
    if row is None:
        raise Missing
    return str(row[0])


def read(db: Database, sha256: str) -> Iterator[bytes]:
    """The bytes of a capture, chunk by chunk."""
    n = 0
    while row := db.conn.execute(
        "SELECT bytes FROM chunk WHERE sha256 = ? AND n = ?", [sha256, n]
    ).fetchone():
        yield row[0]
        n += 1

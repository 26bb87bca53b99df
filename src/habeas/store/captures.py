"""Bytes as they came and the text read out of them: kept once, never changed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence

from habeas.store.damage import Missing
from habeas.store.driver import Database
from habeas.store.records import whole

CHUNK = 1 << 20  # bytes in a row: a long film never needs its size in memory


def sameness(text: str) -> str:
    """The digest under which two texts are the same source: line ends and outer space aside."""
    lines = re.sub(r"\r\n?|\u2028|\u2029", "\n", text).strip()
    return hashlib.sha256(lines.encode()).hexdigest()


def keep(db: Database, data: bytes, *, media_type: str) -> str:
    """Keep ``data`` under its SHA-256, unless it is there already."""
    digest = hashlib.sha256(data).hexdigest()
    if db.execute("SELECT 1 FROM capture WHERE sha256 = ?", [digest]).fetchone():
        return digest
    db.execute("INSERT INTO capture VALUES (?, ?, ?)", [digest, media_type, len(data)])
    for n, start in enumerate(range(0, len(data), CHUNK)):
        part = data[start : start + CHUNK]
        db.execute("INSERT INTO chunk VALUES (?, ?, ?)", [digest, n, part])
    return digest


def keep_layer(
    db: Database, capture: str, text: str, *, notes: Sequence[str], how: Mapping[str, str]
) -> str:
    """Keep a text layer (``how``: kind, extractor, version, encoding) and index its words."""
    kind, extractor = how.get("kind", "text"), how.get("extractor", "plain")
    version, encoding = how.get("version", "1"), how.get("encoding", "utf-8")
    name = "\n".join([capture, kind, extractor, version, encoding, whole("text", text)])
    digest = hashlib.sha256(name.encode()).hexdigest()
    if db.execute("SELECT 1 FROM layer WHERE hash = ?", [digest]).fetchone():
        return digest
    number = db.execute(
        "INSERT INTO layer (hash, capture, kind, extractor, version, encoding, notes, sameness,"
        " length, text) VALUES (?,?,?,?,?,?,?,?,?,?)",
        [digest, capture, kind, extractor, version, encoding, json.dumps(list(notes)),
         sameness(text), len(text), text],
    ).lastrowid  # fmt: skip
    db.execute("INSERT INTO layer_text (rowid, text) VALUES (?, ?)", [number, text])
    return digest


def noted(db: Database, capture: str, layer: str | None) -> str:
    """The digest of what is noted of bytes and text and does not follow from them.

    Bytes and words answer to their own hashes; the type of the file, its size, the remarks of
    whoever read it stand beside them, and the row that ties both to a source commits to those.
    """
    of_bytes = db.execute(
        "SELECT media_type, size FROM capture WHERE sha256 = ?", [capture]
    ).fetchone()
    of_text = db.execute(
        "SELECT notes, translates, language FROM layer WHERE hash = ?", [layer]
    ).fetchone()
    said = json.dumps([list(of_bytes or ()), list(of_text or ())])
    return hashlib.sha256(said.encode()).hexdigest()


def text(db: Database, layer: str) -> str:
    """The whole text of a layer; Missing, a LookupError, if it is not there."""
    row = db.execute("SELECT text FROM layer WHERE hash = ?", [layer]).fetchone()
    if row is None:
        raise Missing
    return str(row[0])


def read(db: Database, sha256: str) -> Iterator[bytes]:
    """The bytes of a capture, chunk by chunk."""
    n = 0
    while row := db.execute(
        "SELECT bytes FROM chunk WHERE sha256 = ? AND n = ?", [sha256, n]
    ).fetchone():
        yield row[0]
        n += 1

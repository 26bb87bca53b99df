"""Many new files at once: the same rows as one by one, in a few statements.

A statement with a trigger costs as much to begin as a row costs to write.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from habeas.store import captures
from habeas.store.captures import CHUNK, Mark
from habeas.store.driver import Database
from habeas.store.records import flatten, whole

_ROWS = 50  # in a statement


@dataclass(frozen=True, slots=True)
class File:
    """Bytes with their SHA-256, and the text read out of them, as ``captures.keep_layer`` has it.

    ``sameness`` is ``captures.same_as`` of both.
    """

    data: bytes
    sha256: str
    sameness: str
    media_type: str
    text: str
    notes: Sequence[str]
    extractor: str
    version: str
    encoding: str
    metadata: str
    stretches: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class Kept:
    """The hash of the layer, and ``captures.noted`` of bytes and text."""

    layer: str
    noted: str


def known(db: Database, files: Sequence[tuple[str, str]]) -> set[str]:
    """Those of these hashes of bytes, and samenesses, that are in the case already."""
    bytes_, words = json.dumps([f[0] for f in files]), json.dumps([f[1] for f in files])
    found = db.conn.execute(
        "SELECT sha256 FROM capture WHERE sha256 IN (SELECT value FROM json_each(?)) "
        "UNION ALL SELECT sameness FROM layer WHERE sameness IN (SELECT value FROM json_each(?))",
        [bytes_, words],
    )
    return {row[0] for row in found}


def keep(db: Database, files: Sequence[File]) -> list[Kept]:
    """Keep bytes and texts of which nothing is ``known``, and no two of which are the same."""
    layers, kept = [], []
    for each in files:
        name = [each.sha256, "text", each.extractor, each.version, each.encoding]
        said = "\n".join([*name, whole("text", each.text)])
        digest = hashlib.sha256(said.encode()).hexdigest()
        notes = json.dumps(list(each.notes)) if each.notes else "[]"
        layers.append((
            digest, each.sha256, "text", each.extractor, each.version, each.encoding, notes,
            each.sameness, len(each.text), each.text, each.metadata, None, "",
        ))  # fmt: skip
        beside: list[Any] = [[each.media_type, len(each.data)], [notes, None, ""]]
        beside += captures.more_noted(
            each.metadata, ((n, *_as_kept(mark)) for n, mark in enumerate(each.stretches))
        )
        kept.append(Kept(digest, hashlib.sha256(json.dumps(beside).encode()).hexdigest()))
    _insert(db, "capture", "", ((f.sha256, f.media_type, len(f.data)) for f in files))
    _insert(db, "chunk", "", _chunks(files))
    _insert(db, "layer", f"({captures.LAYER})", layers)
    db.conn.executemany(
        "INSERT INTO stretch VALUES (?,?,?,?,?,?,?,?,?)",
        (
            (one.layer, n, *mark)
            for one, each in zip(kept, files, strict=True)
            for n, mark in enumerate(each.stretches)
        ),
    )
    return kept


def add(db: Database, table: str, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Add rows that have the same columns to a journalled table; their ids."""
    if not rows:
        return []
    flat = [flatten(row) for row in rows]
    names = ", ".join(f"[{name}]" for name in flat[0])
    last = _insert(db, table, f"({names})", (tuple(row.values()) for row in flat))
    return list(range(last - len(rows) + 1, last + 1))  # AUTOINCREMENT gives one after the other


def _as_kept(mark: Mark) -> Mark:
    """A stretch as it is read again: what measures a page has become a real number."""
    kind, start, end, name, width, height, words = mark
    return (
        kind, start, end, name, None if width is None else float(width),
        None if height is None else float(height), words,
    )  # fmt: skip


def _chunks(files: Iterable[File]) -> Iterator[tuple[Any, ...]]:
    for each in files:
        for n, start in enumerate(range(0, len(each.data), CHUNK)):
            yield each.sha256, n, each.data[start : start + CHUNK]


def _insert(db: Database, table: str, names: str, rows: Iterable[tuple[Any, ...]]) -> int:
    """Write rows by the dozen; the id of the last."""
    last, left = 0, iter(rows)
    while some := list(islice(left, _ROWS)):
        full = len(some) == _ROWS
        for group in [some] if full else [[row] for row in some]:
            sql = _sql(table, names, len(group[0]), len(group))
            values = [value for row in group for value in row]
            last = int(db.conn.execute(sql, values).lastrowid or 0)
    return last


@lru_cache(maxsize=50)
def _sql(table: str, names: str, columns: int, rows: int) -> str:
    one = "(" + ", ".join("?" * columns) + ")"
    return f"INSERT INTO [{table}] {names} VALUES {', '.join([one] * rows)}"

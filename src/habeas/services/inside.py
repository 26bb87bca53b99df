"""What came inside what, and which bytes and texts are one source's alone."""

from __future__ import annotations

import json
from collections.abc import Collection

from habeas.store.reader import Reader

_AMONG = "(SELECT value FROM json_each(?))"


def captures(reader: Reader, sources: Collection[int]) -> tuple[set[str], int]:
    """Bytes that only these sources have or had, and how many others have too."""
    mine: set[str] = set()
    shared: set[str] = set()
    for source in sources:
        for row in reader.query(
            "SELECT capture AS sha FROM source_capture WHERE source = ? UNION "
            "SELECT json_extract(former, '$.capture') FROM entry WHERE tbl = 'source_capture' "
            "AND former IS NOT NULL AND json_extract(former, '$.source') = ?",
            source,
            source,
        ):
            others = reader.query(
                "SELECT 1 FROM source_capture WHERE capture = ? AND source <> ?", row["sha"], source
            )
            (shared if others else mine).add(row["sha"])
    there = {c for c in mine if reader.query("SELECT 1 FROM capture WHERE sha256 = ?", c)}
    return there, len(shared)


def layers(reader: Reader, sources: Collection[int], *, captures: Collection[str]) -> set[str]:
    """Texts read out of ``captures``, and those that only these sources are or were read in."""
    found = reader.query(
        f"SELECT hash FROM layer WHERE capture IN {_AMONG}", json.dumps(sorted(captures))
    )
    mine = {str(row["hash"]) for row in found}
    for source in sources:
        for row in reader.query(
            "SELECT layer FROM source_capture WHERE source = ?1 AND layer IS NOT NULL UNION "
            "SELECT layer FROM source_layer WHERE source = ?1 UNION "
            "SELECT json_extract(former, '$.layer') FROM entry WHERE tbl IN "
            "('source_capture', 'source_layer') AND former IS NOT NULL "
            "AND json_extract(former, '$.source') = ?1",
            source,
        ):
            others = reader.query(
                "SELECT 1 FROM source_capture WHERE layer = ?1 AND source <> ?2 UNION ALL "
                "SELECT 1 FROM source_layer WHERE layer = ?1 AND source <> ?2 LIMIT 1",
                row["layer"],
                source,
            )
            if row["layer"] and not others:
                mine.add(row["layer"])
    return mine


def wholes(reader: Reader, sources: Collection[int]) -> list[int]:
    """The sources that these came inside of, and that are none of them."""
    rows = reader.query(
        f"SELECT DISTINCT within FROM source_capture WHERE source IN {_AMONG} "
        "AND within IS NOT NULL ORDER BY within",
        json.dumps(sorted(sources)),
    )
    return [row["within"] for row in rows if row["within"] not in sources]


def parts(reader: Reader, sources: Collection[int]) -> list[int]:
    """The sources that came inside these, and are none of them."""
    rows = reader.query(
        f"SELECT DISTINCT source FROM source_capture WHERE within IN {_AMONG} ORDER BY source",
        json.dumps(sorted(sources)),
    )
    return [row["source"] for row in rows if row["source"] not in sources]

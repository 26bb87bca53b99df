"""What a source is made of: its files, its pages, the facts it gives, what came inside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from habeas.domain import edtf
from habeas.overview import calling
from habeas.store.captures import PAGE
from habeas.store.reader import Reader

# Types of files (parts of their names) in which programs and cameras write who used them.
_HIDING = ("image/", "audio/", "video/", "/pdf", "officedocument", "opendocument", "msword", "rtf",
           "ms-excel", "ms-powerpoint")  # fmt: skip

_DIGITS = 9  # that the number of a page may have
_EMPTY = 500  # pages without words that may lie between a page and the place where it is looked for


@dataclass(frozen=True, slots=True)
class Captured:
    """One file that a source was read from: ``captured`` is UTC, ISO 8601; ``size`` in bytes.

    ``within`` is the id of the source that it came inside of (0: none) as its ``part``, and
    ``whole`` what that one is called.
    """

    file_name: str = ""
    sha256: str = ""
    size: int = 0
    captured: str = ""
    how: str = ""
    notes: tuple[str, ...] = ()
    media_type: str = ""
    layer: str = ""
    within: int = 0
    whole: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Inside:
    """A source that came inside another one: its id, what it is called, its kind, which part."""

    id: int
    name: str
    kind: str
    part: str


def captures(reader: Reader, source: int) -> list[Captured]:
    """The files that a source was read from, the one that it is read in first, then the newest."""
    rows = reader.query(
        "SELECT sc.file_name, sc.capture, sc.captured, sc.how, sc.layer, sc.within, sc.part, "
        f"c.size, c.media_type, l.notes, {calling.sql('w')} AS whole, "
        "sc.layer IS s.layer AS is_read FROM source_capture sc JOIN source s ON s.id = sc.source "
        "JOIN capture c ON c.sha256 = sc.capture LEFT JOIN layer l ON l.hash = sc.layer "
        "LEFT JOIN source w ON w.id = sc.within "
        "WHERE sc.source = ? ORDER BY is_read DESC, sc.id DESC",
        source,
    )
    return [
        Captured(
            row["file_name"], row["capture"], row["size"], row["captured"], row["how"],
            _sentences(row["notes"]), row["media_type"], row["layer"] or "", row["within"] or 0,
            row["whole"] or "", row["part"],
        )
        for row in rows
    ]  # fmt: skip


def notes(reader: Reader, layer: str) -> tuple[str, ...]:
    """What whoever read the text found to say about it."""
    rows = reader.query("SELECT notes FROM layer WHERE hash = ?", layer)
    return _sentences(rows[0]["notes"]) if rows else ()


def metadata(reader: Reader, layer: str) -> list[tuple[str, str]]:
    """What else the file says of itself, as pairs of name and value."""
    rows = reader.query("SELECT metadata FROM layer WHERE hash = ?", layer)
    return _pairs(rows[0]["metadata"]) if rows else []


def with_hidden_authors(reader: Reader, source: int | None = None) -> frozenset[int]:
    """The sources, or this one if it is, whose author is only what is hidden in their file.

    Whoever made a picture, a recording or a document with an office program is in it without having
    been asked, and may be the one who handed it on: exports leave that out.
    """
    rows = reader.query(
        "SELECT s.id, s.author, l.metadata, c.media_type FROM source s "
        "JOIN layer l ON l.hash = s.layer JOIN capture c ON c.sha256 = l.capture "
        "WHERE s.author <> '' AND l.metadata <> '' AND (?1 IS NULL OR s.id = ?1)",
        source,
    )
    return frozenset(
        row["id"]
        for row in rows
        if any(sign in row["media_type"] for sign in _HIDING)
        and any(row["author"] in value for _name, value in _pairs(row["metadata"]))
    )


def count_of_pages(reader: Reader, layer: str) -> int:
    """How many pages a layer has."""
    first, last = _ends(reader, layer)
    return last - first + 1


def page_at(reader: Reader, layer: str, place: int) -> int:
    """The number of the page that letter ``place`` of a layer stands on; 0 if it is on none."""
    first, last = _ends(reader, layer)
    low, high = first, last
    while low < high:  # a document may have a hundred thousand pages
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _start(reader, layer, middle) <= place else (low, middle - 1)
    rows = reader.query(
        "SELECT name FROM stretch WHERE layer = ? AND n <= ? AND n >= ? AND kind = ? "
        "AND start <= ? AND end > ? ORDER BY n DESC LIMIT 1",
        layer,
        low,
        max(first, low - _EMPTY),
        PAGE,
        place,
        place,
    )
    name = rows[0]["name"] if rows else ""
    return int(name) if name.isdecimal() and len(name) <= _DIGITS else 0


def start_of_page(reader: Reader, layer: str, number: int) -> int | None:
    """Where the words of a page begin in its layer; None if it has none."""
    first, _last = _ends(reader, layer)
    rows = reader.query(
        "SELECT start, end FROM stretch WHERE layer = ? AND n = ? AND kind = ?",
        layer,
        first + number - 1,
        PAGE,
    )
    return int(rows[0]["start"]) if rows and rows[0]["end"] > rows[0]["start"] else None


def _ends(reader: Reader, layer: str) -> tuple[int, int]:
    """The first and the last row of the pages of a layer, which follow each other; (1, 0): none."""
    sql = "SELECT n FROM stretch WHERE layer = ? AND kind = ? ORDER BY n"
    first = reader.query(f"{sql} LIMIT 1", layer, PAGE)
    last = reader.query(f"{sql} DESC LIMIT 1", layer, PAGE)
    return (int(first[0]["n"]), int(last[0]["n"])) if first and last else (1, 0)


def _start(reader: Reader, layer: str, n: int) -> int:
    rows = reader.query("SELECT start FROM stretch WHERE layer = ? AND n = ?", layer, n)
    return int(rows[0]["start"]) if rows else 0


def parts(reader: Reader, source: int) -> list[Inside]:
    """The sources that came inside this one, in the order in which they came."""
    rows = reader.query(
        f"SELECT s.id, {calling.sql('s')} AS name, s.kind, min(sc.part) AS part "
        "FROM source_capture sc JOIN source s ON s.id = sc.source "
        "WHERE sc.within = ? AND s.id <> ? GROUP BY s.id ORDER BY min(sc.id)",
        source,
        source,
    )
    return [Inside(row["id"], row["name"], row["kind"], row["part"]) for row in rows]


def count_of_parts(reader: Reader, source: int) -> int:
    """How many sources came inside this one."""
    rows = reader.query(
        "SELECT count(DISTINCT source) AS n FROM source_capture WHERE within = ? AND source <> ?",
        source,
        source,
    )
    return int(rows[0]["n"])


def wholes(reader: Reader, source: int) -> list[Inside]:
    """The sources that this one came in: the same attachment may have come in several mails."""
    rows = reader.query(
        f"SELECT w.id, {calling.sql('w')} AS name, w.kind, min(sc.part) AS part "
        "FROM source_capture sc JOIN source w ON w.id = sc.within "
        "WHERE sc.source = ? AND w.id <> ? GROUP BY w.id ORDER BY min(sc.id)",
        source,
        source,
    )
    return [Inside(row["id"], row["name"], row["kind"], row["part"]) for row in rows]


def is_past(retain_until: str, *, today: date | None = None) -> bool:
    """Whether the last day on which a source may be kept (EDTF) is over."""
    try:
        last = edtf.parse(retain_until).end_latest
    except ValueError:
        return False
    return last is not None and last < (today or date.today())


def _pairs(said: str) -> list[tuple[str, str]]:
    pairs = (pair for pair in _listed(said) if isinstance(pair, list) and len(pair) == 2)
    return [(str(name), str(value)) for name, value in pairs]


def _sentences(said: str | None) -> tuple[str, ...]:
    return tuple(str(one) for one in _listed(said))


def _listed(said: str | None) -> list[object]:
    """A JSON list; empty if it is none: the file may have been changed around us."""
    try:
        found = json.loads(said or "[]")
    except (ValueError, RecursionError):
        return []
    return found if isinstance(found, list) else []

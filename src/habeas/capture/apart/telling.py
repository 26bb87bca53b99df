"""What a worker says: a Reading, or a Picture, as the messages that carry it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from habeas.capture.apart import frames
from habeas.capture.apart.frames import Kind
from habeas.capture.picture import Picture
from habeas.capture.reading import Part, Reading
from habeas.domain.page import Page, pack
from habeas.i18n import _

DEEPEST = 6  # how many sources may lie inside each other
WORDS = (
    "media_type", "extractor", "version", "encoding", "file_name", "title", "language", "kind",
    "author", "publisher", "published", "captured", "address",
)  # fmt: skip
PAGES = 150_000  # with all else that a header holds, these fit into one
STRETCHES = 150_000
PAIRS = 2_000  # of metadata
VALUE = 20_000  # characters of one
NOTES = 200
_NOTHING = Reading(b"", "")
_USUAL = {name: getattr(_NOTHING, name) for name in WORDS}  # what goes without saying
_HALF = re.compile("[\ud800-\udfff]")


def messages(reading: Reading, *, limit: int = frames.BLOBS) -> Iterator[bytes | memoryview]:
    """A Reading of the whole and of what is inside, one message for each, depth first.

    The bytes of the whole are not among them: who asked has them.  What is more than ``limit``
    bytes is left out, and a note says so.
    """
    yield from _one(reading, {}, limit=limit)
    if reading.parts:
        yield from _inside(reading.parts, depth=1, limit=limit)


def whole(
    reading: Reading, end: dict[str, Any], *, limit: int = frames.BLOBS
) -> Iterator[bytes | memoryview]:
    """A Reading with nothing inside, and what is said at the end of its job, as one message."""
    return _one(reading, {"end": end}, limit=limit, kind=Kind.WHOLE)


def _inside(parts: Any, *, depth: int, limit: int) -> Iterator[bytes | memoryview]:
    for part in parts:
        yield from _one(part.reading, _place(part, depth), limit=limit, data=not part.shared)
        if depth < DEEPEST:
            yield from _inside(part.reading.parts, depth=depth + 1, limit=limit)


def _place(part: Part, depth: int) -> dict[str, Any]:
    return {"depth": depth, "role": part.role, "shared": part.shared}


def _one(
    reading: Reading,
    place: dict[str, Any],
    *,
    limit: int,
    data: bool = False,
    kind: Kind = Kind.READING,
) -> Iterator[bytes | memoryview]:
    text, own = _encoded(reading.text), reading.data if data else b""
    if len(text) + len(own) > limit:
        reading, text = _cut(reading, text=""), b""
    if len(own) > limit:  # the whole holds them too
        own = b""
    try:
        yield from frames.packed(kind, *_message(reading, place, [text, own]))
    except frames.Broken:
        cut = _cut(reading, text=reading.text)
        yield from frames.packed(kind, *_message(cut, place, [text, own]))


def _message(
    reading: Reading, place: dict[str, Any], blobs: list[bytes]
) -> tuple[dict[str, Any], list[bytes]]:
    """A header and blobs."""
    header = dict(place)
    for name, usual in _USUAL.items():
        if (value := getattr(reading, name)) != usual:
            header[name] = value[:VALUE]
    pages = reading.pages[:PAGES]
    _add(header, reading, pages)
    words = [pack(page.words) if page.words else b"" for page in pages]
    return header, [*blobs, *words]


def _encoded(text: str) -> bytes:
    """In UTF-8, which has no halves of characters; what counts letters still counts right."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _HALF.sub("\ufffd", text).encode()


def _add(header: dict[str, Any], reading: Reading, pages: tuple[Page, ...]) -> None:
    """What is more than a word or two, where there is any."""
    if reading.notes:
        header["notes"] = reading.notes[:NOTES]
    if reading.silent:
        header["silent"] = reading.silent
    if reading.metadata:
        kept = reading.metadata[:PAIRS]
        header["metadata"] = [[name[:VALUE], value[:VALUE]] for name, value in kept]
    if pages:
        header["pages"] = [[p.number, p.width, p.height, p.start, p.end] for p in pages]
    if reading.stretches:
        kept_stretches = reading.stretches[:STRETCHES]
        header["stretches"] = [[s.kind, s.start, s.end, s.name[:VALUE]] for s in kept_stretches]


def _cut(reading: Reading, *, text: str) -> Reading:
    """What is left of a Reading that is too large for a message."""
    note = _("There is too much in it to be taken over whole: some of it is left out.")
    notes = (*reading.notes[:NOTES], note)
    return replace(reading, text=text, pages=(), stretches=(), metadata=(), notes=notes)


def picture(shown: Picture) -> Iterator[bytes | memoryview]:
    """A Picture as a message."""
    yield from frames.packed(Kind.PICTURE, {"size": [shown.width, shown.height]}, [shown.rgb])

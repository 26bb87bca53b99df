"""What a worker said, made into a Reading or a Picture again, and nothing of it believed unseen.

The worker may have been taken over by the file it read.  So types are checked, strings are cleaned
and cut, offsets lie within the text, and counts have bounds; what does not fit is left out where
something is left without it, and is ``Broken`` where not.
"""

from __future__ import annotations

import json
import math
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from habeas.capture.apart import telling
from habeas.capture.apart.frames import Broken, Frame, Kind
from habeas.capture.picture import Picture
from habeas.capture.reading import ASKED, Reading
from habeas.domain.page import Page, Word
from habeas.domain.stretch import Stretch, StretchKind

ROLES = ("attachment", "page", "post", "picture", "mail")
SIDE = 30_000  # pixels
PIXELS = 100_000_000
FARTHEST = 10_000_000.0  # units on a page
_LINE = 2_000  # characters of a note, a title, a name
_LONG = {"address": telling.VALUE}
_PAGE = 16_000_000  # bytes that the words of a page may come to
_WORDS = 3_000_000  # of all pages of a Reading: each costs the memory of some 200 bytes
_ODD = re.compile("[\x00-\x08\x0b-\x1f]")
_ODD_BYTES = bytes(code for code in range(32) if code not in b"\t\n")
_HALF = re.compile("[\ud800-\udfff]")
_BREAK = re.compile("[\x00-\x1f\x7f]+")
_MEDIA = re.compile(r"[a-z0-9][a-z0-9.+-]{0,80}/[a-z0-9][a-z0-9.+-]{0,80}")
_UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Told:
    """A Reading as a worker told it, with its place: ``depth`` 0 is the whole.

    ``said`` are fields of a Reading that were looked at.
    """

    said: dict[str, Any]
    depth: int
    role: str
    shared: bool
    size: int  # bytes it takes

    def reading(self, **own: Any) -> Reading:
        """The Reading, of which the fields in ``own`` are as we know them."""
        return Reading(**{**self.said, **own})


@dataclass(slots=True)
class _Budget:
    """How many words may still come."""

    words: int = field(default=_WORDS)


def told(frame: Frame) -> Told:
    """The Reading that a message carries; Broken if it carries none."""
    if len(frame.blobs) < 2:
        raise Broken("no text")
    header = frame.header
    said: dict[str, Any] = {
        name: line(header[name], _LONG.get(name, _LINE)) for name in telling.WORDS if name in header
    }
    if "media_type" in said:
        said["media_type"] = media(said["media_type"])
    said["text"], said["data"] = _text(frame.blobs[0]), frame.blobs[1]
    for name, make in _LISTS.items():
        if name in header:
            said[name] = tuple(make(header[name], frame, len(said["text"])))
    role = header.get("role")
    return Told(
        said,
        depth=whole(header.get("depth", 0), telling.DEEPEST),
        role=role if role in ROLES else "attachment",
        shared=header.get("shared") is True,
        size=frame.size,
    )


def end(frame: Frame) -> dict[str, Any]:
    """What a message says at the end of a job, beside a Reading or alone; Broken if nothing."""
    found = frame.header.get("end") if frame.kind is Kind.WHOLE else frame.header
    if not isinstance(found, dict) or not isinstance(found.get("attempts", []), list):
        raise Broken("no end")
    return found


def picture(frame: Frame) -> Picture:
    """The Picture that a message carries; Broken if it carries none, or one too large."""
    size = frame.header.get("size")
    if not isinstance(size, list) or len(size) != 2 or len(frame.blobs) != 1:
        raise Broken("no picture")
    width, height = (whole(side, SIDE) for side in size)
    if not 0 < width * height <= PIXELS or len(frame.blobs[0]) != 3 * width * height:
        raise Broken("no picture")
    return Picture(width, height, frame.blobs[0])


def line(value: Any, longest: int = _LINE) -> str:
    """A string in one line, without what cannot be shown; Broken if it is no string."""
    if not isinstance(value, str):
        raise Broken("no words")
    found: str = value[:longest].strip()
    if found.isprintable():  # which neither breaks nor halves of characters are
        return found
    return _BREAK.sub(" ", _HALF.sub("\ufffd", found)).strip()


def digest(value: Any) -> str:
    """A SHA-256 in hexadecimal; Broken if it is none."""
    if not isinstance(value, str) or not re.fullmatch("[0-9a-f]{64}", value):
        raise Broken("no digest")
    return value


def media(said: Any) -> str:
    """A media type; that of unknown bytes if it is none."""
    found = line(said)
    return found if _MEDIA.fullmatch(found) else _UNKNOWN


def _text(blob: bytes) -> str:
    """A layer's text: letter for letter what was said, but for letters no layer has."""
    text = blob.decode("utf-8", "replace")
    if len(blob.translate(None, _ODD_BYTES)) == len(blob):  # quicker than to look at each letter
        return text
    return _ODD.sub("\ufffd", text)


def _list(found: Any, most: int) -> list[Any]:
    if not isinstance(found, list):
        raise Broken("no list")
    return found[:most]


def _notes(found: Any, *_more: object) -> Iterator[str]:
    return (line(note) for note in _list(found, telling.NOTES + 1))


def _silent(found: Any, *_more: object) -> Iterator[str]:
    return (name for name in _list(found, len(ASKED)) if name in ASKED)


def _metadata(found: Any, *_more: object) -> Iterator[tuple[str, str]]:
    return _each(_pair, _list(found, telling.PAIRS))


def _each(make: Callable[[Any], Any], found: list[Any]) -> Iterator[Any]:
    """What can be made of a list; the rest is left out."""
    for each in found:
        try:
            yield make(each)
        except (ValueError, TypeError, OverflowError):
            continue


def _pair(found: Any) -> tuple[str, str]:
    name, value = found
    if not isinstance(value, str):
        raise Broken("no words")
    return line(name), _ODD.sub(" ", _HALF.sub("\ufffd", value[: telling.VALUE]))


def _stretches(found: Any, _frame: Frame, length: int) -> Iterator[Stretch]:
    def stretch(row: Any) -> Stretch:
        kind, start, end, name = row
        first, last = _span(start, end, length)
        return Stretch(StretchKind(kind), first, last, line(name))

    return _each(stretch, _list(found, telling.STRETCHES))


def _pages(found: Any, frame: Frame, length: int) -> Iterator[Page]:
    """The pages; the words of those that cannot be believed are left out."""
    rows, blobs, budget = _list(found, telling.PAGES), frame.blobs[2:], _Budget()
    if len(blobs) != len(rows):
        raise Broken("other pages")
    for row, blob in zip(rows, blobs, strict=True):
        try:
            number, width, height, start, end = row
            first, last = _span(start, end, length)
            sides = _measure(width), _measure(height)
            yield Page(
                whole(number, telling.PAGES * 100), *sides, first, last,
                _words(blob, first, last, budget=budget),
            )  # fmt: skip
        except (ValueError, TypeError, OverflowError):
            continue


def _words(blob: bytes, start: int, end: int, *, budget: _Budget) -> tuple[Word, ...]:
    if not blob or not budget.words:
        return ()
    unzip = zlib.decompressobj()
    try:
        rows = json.loads(unzip.decompress(blob, _PAGE))
    except (zlib.error, ValueError, RecursionError):
        return ()
    if not unzip.eof or not isinstance(rows, list) or len(rows) > budget.words:
        return ()
    budget.words -= len(rows)
    return tuple(_each(lambda row: _word(row, start, end), rows))


def _word(row: Any, start: int, end: int) -> Word:
    first, last, left, top, right, bottom, confidence = row
    if not start <= first < last <= end or type(first) is not int or type(last) is not int:
        raise Broken("beside its page")
    if type(confidence) is not int or not -1 <= confidence <= 100:
        raise Broken("no confidence")
    box = _measure(left), _measure(top), _measure(right), _measure(bottom)
    return Word(first, last, box, confidence)


def _span(start: Any, end: Any, length: int) -> tuple[int, int]:
    if type(start) is not int or type(end) is not int or not 0 <= start <= end <= length:
        raise Broken("outside the text")
    return start, end


def _measure(value: Any) -> float:
    if type(value) not in (int, float) or not math.isfinite(value) or abs(value) > FARTHEST:
        raise Broken("no measure")
    return float(value)


def whole(value: Any, most: int) -> int:
    """A number from 0 to ``most``; Broken if it is none."""
    if type(value) is not int or not 0 <= value <= most:
        raise Broken("no number")
    return int(value)


_LISTS: dict[str, Callable[[Any, Frame, int], Iterator[Any]]] = {
    "notes": _notes,
    "silent": _silent,
    "metadata": _metadata,
    "stretches": _stretches,
    "pages": _pages,
}

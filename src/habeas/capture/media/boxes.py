"""The parts that films are made of: boxes of MP4 and elements of Matroska, read sparingly."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from habeas.capture.media.exif import Pairs, spoken

_MOST = 5000  # parts that are looked at on one level
_LARGEST = 1_000_000  # bytes of one part that is read
_SINCE_1904 = datetime(1904, 1, 1, tzinfo=UTC)
_SINCE_2001 = datetime(2001, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Part:
    """``name`` (or number) of a part, and where its contents start and end in the file."""

    name: bytes
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Told:
    """What a film says of itself: ``seconds`` (0: it does not), a title, and pairs for the rest."""

    seconds: float = 0.0
    title: str = ""
    metadata: Pairs = ()


def of_mp4(file: BinaryIO, size: int) -> Told:
    """When and where an MP4, MOV or 3GP was made and how long it is; raises ValueError, OSError."""
    movie = next((box for box in _boxes(file, 0, size) if box.name == b"moov"), None)
    if movie is None:
        return Told()
    seconds, pairs = 0.0, []
    for box in _boxes(file, movie.start, movie.end):
        if box.name == b"mvhd":
            made, seconds = _header(_bytes(file, box))
            pairs += [("CreationTime", made)] if made else []
        elif box.name == b"udta":
            pairs += [pair for inner in _boxes(file, box.start, box.end)
                      for pair in _user_data(file, inner)]  # fmt: skip
        elif box.name == b"meta":
            pairs += _apple(file, box)
    return Told(seconds, "", tuple(pairs))


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[_Part]:
    for _box in range(_MOST):
        if start + 8 > end:
            return
        file.seek(start)
        head = file.read(16)
        if len(head) < 8:
            return
        length, name = struct.unpack(">I4s", head[:8])
        begins = start + 8
        if length == 1 and len(head) == 16:
            length, begins = struct.unpack(">Q", head[8:])[0], start + 16
        stop = end if length == 0 else start + length
        if stop < begins or stop > end:
            stop = end  # it was cut, or lies
        yield _Part(name, begins, stop)
        start = stop


def _bytes(file: BinaryIO, part: _Part) -> bytes:
    file.seek(part.start)
    return file.read(min(part.end - part.start, _LARGEST))


def _header(data: bytes) -> tuple[str, float]:
    """The moment a film was made, in UTC, and its seconds."""
    try:
        if data[:1] == b"\x01":
            made, _changed, scale, length = struct.unpack(">QQIQ", data[4:32])
        else:
            made, _changed, scale, length = struct.unpack(">IIII", data[4:20])
    except struct.error:
        return "", 0.0
    return _moment(_SINCE_1904, made), length / scale if scale else 0.0


def _user_data(file: BinaryIO, box: _Part) -> Iterator[tuple[str, str]]:
    """Where a telephone says that it was: two lengths, then degrees as ISO 6709."""
    if box.name == b"\xa9xyz" and (words := spoken(_bytes(file, box)[4:200])):
        yield "Location (ISO 6709)", words


def _apple(file: BinaryIO, meta: _Part) -> list[tuple[str, str]]:
    """Names and values as Apple's telephones write them."""
    names: list[str] = []
    found: list[tuple[str, str]] = []
    for box in _boxes(file, meta.start, meta.end):
        if box.name == b"keys":
            names = [spoken(name) for name in _keys(_bytes(file, box))]
        elif box.name == b"ilst":
            for item in list(_boxes(file, box.start, box.end))[:100]:
                n = int.from_bytes(item.name, "big")
                value = spoken(_bytes(file, item)[16:2000])
                if 0 < n <= len(names) and value:
                    found.append((names[n - 1].removeprefix("com.apple.quicktime."), value))
    return found


def _keys(data: bytes) -> Iterator[bytes]:
    at = 8
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if length < 8:
            return
        yield data[at + 8 : at + length]
        at += length


_SEGMENT, _INFO = b"\x18\x53\x80\x67", b"\x15\x49\xa9\x66"
_SCALE, _LENGTH, _DATE = b"\x2a\xd7\xb1", b"\x44\x89", b"\x44\x61"
_TITLE, _MUXER, _WRITER = b"\x7b\xa9", b"\x4d\x80", b"\x57\x41"


def of_matroska(file: BinaryIO, size: int) -> Told:
    """How long a WebM or MKV is, its title, and when it was made; raises ValueError, OSError."""
    for segment in _elements(file, 0, size):
        if segment.name != _SEGMENT:
            continue
        for part in _elements(file, segment.start, segment.end):
            if part.name == _INFO:
                return _info({one.name: _bytes(file, one)
                              for one in _elements(file, part.start, part.end)})  # fmt: skip
    return Told()


def _info(found: dict[bytes, bytes]) -> Told:
    scale = int.from_bytes(found.get(_SCALE, b"\x0f\x42\x40")[:8], "big")
    length = found.get(_LENGTH, b"")
    ticks = struct.unpack(">d" if len(length) == 8 else ">f", length)[0] if len(length) in (
        4, 8) else 0.0  # fmt: skip
    seconds = ticks * scale / 1e9
    pairs: list[tuple[str, str]] = []
    if len(found.get(_DATE, b"")) == 8:
        nanoseconds = int.from_bytes(found[_DATE], "big", signed=True)
        pairs.append(("DateUTC", _moment(_SINCE_2001, nanoseconds // 1_000_000_000)))
    for key, name in ((_MUXER, "MuxingApp"), (_WRITER, "WritingApp")):
        pairs.append((name, spoken(found.get(key, b""))))
    usual = seconds if 0 < seconds < 1e7 else 0.0
    return Told(usual, spoken(found.get(_TITLE, b"")), tuple(pair for pair in pairs if pair[1]))


def _elements(file: BinaryIO, start: int, end: int) -> Iterator[_Part]:
    for _element in range(_MOST):
        file.seek(start)
        head = file.read(12)
        name, after = _number(head, 0, marked=True)
        length, begins = _number(head, after, marked=False)
        if not name or begins > len(head) or start + begins > end:
            return
        unknown = length == (1 << (7 * (begins - after))) - 1
        stop = end if unknown else min(end, start + begins + length)
        yield _Part(head[:after], start + begins, stop)
        start = stop


def _number(data: bytes, at: int, *, marked: bool) -> tuple[int, int]:
    """A number of as many bytes as its first one says, and where it ends; (0, ...): none."""
    if at >= len(data) or not data[at]:
        return 0, len(data) + 1
    count = 9 - data[at].bit_length()
    whole = int.from_bytes(data[at : at + count], "big")
    return whole if marked else whole & ((1 << (7 * count)) - 1), at + count


def _moment(since: datetime, seconds: int) -> str:
    """A moment in ISO 8601; empty if the clock was never set."""
    if seconds == 0:
        return ""
    try:
        made = since + timedelta(seconds=seconds)
    except OverflowError:
        return ""
    # What lies before 1971 is a clock that counts from another day.
    return made.strftime("%Y-%m-%dT%H:%M:%SZ") if made.year > 1970 else ""

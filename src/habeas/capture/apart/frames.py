"""How two processes hand each other messages: a kind, a header in JSON, and blobs of bytes."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

HEADER = 16_000_000  # bytes: the longest header that is taken
BLOBS = 1_300_000_000  # bytes: the most that one message may carry
_COUNT = 200_000  # blobs in one message
_START = struct.Struct("!BIQ")  # kind, bytes of the header, bytes of all blobs
_LARGE = 1 << 16  # bytes: larger ones are not copied into one piece
_WRITE = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode
_READ = json.JSONDecoder().decode


class Kind(IntEnum):
    """What a message is."""

    HELLO = 1  # a worker is ready
    JOB = 2  # a worker is asked for something
    PROGRESS = 3
    READING = 4
    PICTURE = 5
    END = 6  # of what was asked for
    WHOLE = 7  # a Reading with nothing inside, and the END of what was asked for, under "end"


class Broken(ValueError):
    """What came is no message of ours."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A message; ``header`` is a JSON object, ``blobs`` are in the order that the kind says."""

    kind: Kind
    header: dict[str, Any] = field(default_factory=dict)
    blobs: tuple[bytes, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of its blobs."""
        return sum(map(len, self.blobs))


def packed(
    kind: Kind, header: dict[str, Any], blobs: Sequence[bytes] = ()
) -> Iterator[bytes | memoryview]:
    """The bytes of a message, in one piece if it is small; Broken if nobody would take it."""
    sizes = [len(blob) for blob in blobs]
    told = header | {"blobs": sizes} if sizes else header
    start, size = _WRITE(told).encode("utf-8", "replace"), sum(sizes)
    if len(start) > HEADER or size > BLOBS or len(sizes) > _COUNT:
        raise Broken("too large a message")
    start = _START.pack(kind, len(start), size) + start
    if size <= _LARGE:
        yield b"".join((start, *blobs))
        return
    yield start
    yield from (memoryview(blob) for blob in blobs if blob)


class Inbox:
    """Bytes as they come in, until they are messages.

    ``most`` is how many bytes of blobs one message may have; Broken as soon as one claims more.
    """

    def __init__(self, most: int = BLOBS) -> None:
        self._most = most
        self._held = bytearray()
        self._at = 0

    def take(self, data: bytes) -> None:
        """Bytes that came in."""
        if self._at:
            del self._held[: self._at]
            self._at = 0
        self._held += data

    def frames(self) -> Iterator[Frame]:
        """The messages that are complete, each once; Broken if these are none."""
        while frame := self._next():
            yield frame

    def _next(self) -> Frame | None:
        left = len(self._held) - self._at
        if left < _START.size:
            return None
        kind, head, blobs = _START.unpack_from(self._held, self._at)
        if head > HEADER or blobs > self._most:
            raise Broken("too large a message")
        if left < _START.size + head + blobs:
            return None
        start = self._at + _START.size
        self._at = start + head + blobs
        with memoryview(self._held) as view:
            return frame(kind, bytes(view[start : start + head]), view[start + head : self._at])


def frame(kind: int, head: bytes, rest: memoryview) -> Frame:
    """The message of a header and of the bytes of its blobs; Broken if it is none of ours."""
    try:
        header = _READ(head.decode())
        known = Kind(kind)
    except (ValueError, RecursionError):
        raise Broken("no header") from None
    if not isinstance(header, dict):
        raise Broken("no header")
    sizes = header.pop("blobs", [])
    if not isinstance(sizes, list) or not all(type(size) is int and size >= 0 for size in sizes):
        raise Broken("no blobs")
    if sum(sizes) != len(rest) or len(sizes) > _COUNT:
        raise Broken("blobs of another size")
    blobs, at = [], 0
    for size in sizes:
        blobs.append(bytes(rest[at : at + size]))
        at += size
    return Frame(known, header, tuple(blobs))

"""A file as a reader gets it: its name and its bytes, in memory or still on the disk."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from habeas.capture import disk
from habeas.errors import Problem
from habeas.i18n import _

HELD = 64_000_000  # bytes: a larger file stays on the disk
WHOLE = 400_000_000  # bytes: the most that a reader may ask for at once
HEAD = 65_536  # bytes from the start by which a format is told
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Original:
    """``name`` is what the file is called, empty for pasted text.

    ``data`` holds the bytes, unless they are many: then they stay at ``path``, and ``sha256`` is
    theirs, so that a file that is changed afterwards is found out.  ``depth`` is how many files lie
    around it: 0 for one of its own.
    """

    name: str
    data: bytes = b""
    path: Path | None = None
    sha256: str = ""
    size: int = 0
    depth: int = 0
    _head: bytes | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def head(self) -> bytes:
        """The first HEAD bytes, always the same object if they are in memory: dozens look at it."""
        if self.path is not None:
            return disk.head(self.path, HEAD)
        if self._head is None:
            object.__setattr__(self, "_head", self.data[:HEAD])
        return self._head or b""

    def whole(self) -> bytes:
        """All bytes; Problem if there are more than WHOLE."""
        if self.path is None:
            return self.data
        if self.size > WHOLE:
            raise TooLarge(too_large(self.name, self.size))
        return disk.load(self.path)

    def open(self) -> BinaryIO:
        """The bytes as a file, for readers that do not need them all at once."""
        return io.BytesIO(self.data) if self.path is None else self.path.open("rb")


class TooLarge(Problem):
    """A file that is kept, but too large for its text to be read."""


def too_large(name: str, size: int) -> str:
    """The sentence for a file whose words are too many to read."""
    return _(
        "“{name}” is kept, but it is too large to be read ({size} MB). Split it, or add the part "
        "that you need by itself."
    ).format(name=name, size=round(size / 1_000_000))


def of_bytes(data: bytes, name: str = "", *, depth: int = 0) -> Original:
    """An Original of bytes that are in memory already, ``depth`` files inside others."""
    return Original(disk.spoken(name), data, size=len(data), depth=depth)


def of_file(path: str | os.PathLike[str], *, name: str = "", held: int = HELD) -> Original:
    """An Original of a file; Problem if it is gone, unreadable, or changes meanwhile.

    A file of more than ``held`` bytes is gone through once for its SHA-256.
    """
    place = Path(path)
    called = disk.spoken(name or place.name)
    size = disk.size(place)
    if size <= held:
        data = disk.load(place)
        return Original(called, data, size=len(data))
    counted = hashlib.sha256()
    for block in disk.blocks(place, _BLOCK):
        counted.update(block)
    return Original(called, path=place, sha256=counted.hexdigest(), size=size)


def chunks(original: Original, size: int) -> Iterator[bytes]:
    """The bytes, ``size`` at a time."""
    if original.path is not None:
        yield from disk.blocks(original.path, size)
        return
    for start in range(0, len(original.data), size):
        yield original.data[start : start + size]

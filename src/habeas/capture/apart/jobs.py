"""What a pool is asked for, and what comes of it."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from habeas.capture import disk
from habeas.capture.apart import sentences
from habeas.capture.original import HELD, Original
from habeas.capture.picture import Picture
from habeas.capture.reading import Reading
from habeas.errors import Problem

# Not to wait, should it have become a pipe since it was looked at; on Windows, as it is.
_PLAINLY = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Job:
    """A file at ``path``, or the bytes ``data``; ``name`` stands in place of the path's own.

    ``task`` is what a worker does with it ("read"), ``how`` what the task needs to know, as names
    and values.  ``key`` is whatever the asker knows it by.
    """

    path: str | os.PathLike[str] | None = None
    data: bytes = b""
    name: str = ""
    key: object = None
    task: str = "read"
    how: tuple[tuple[str, float | str], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a Job: a Reading, or a ``problem`` in a sentence, or both.

    With both, the file is to be kept as the Reading says, and the user told the problem, which is
    among the Reading's notes too.  Without a Reading there is nothing to be kept.

    ``fault`` tells a developer what a reader tripped over, without a word of the file.
    ``attempts`` are things that the reader asked for and must not do (network, programs, writing).
    ``seconds`` is how long the worker took.
    """

    job: Job
    reading: Reading | None = None
    problem: str = ""
    fault: str = ""
    attempts: tuple[str, ...] = ()
    seconds: float = 0.0
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Busy:
    """A sign of life while nothing is finished: how many files are being read."""

    files: int


def taken(job: Job) -> Original:
    """The bytes of a job as a worker is given them, or where they are; Problem if not there.

    What a worker reads and what the case keeps are so the same bytes, whatever happens to the file.
    A large file, or one that does not say its size, stays where it is.
    """
    if job.path is None:
        return Original(disk.spoken(job.name), job.data, size=len(job.data))
    place = os.path.abspath(os.fspath(job.path))
    name = disk.spoken(job.name or os.path.basename(place))
    data = _at_once(place)
    if data:
        return Original(name, data, size=len(data))
    size = disk.size(Path(place))
    if not 0 < size <= HELD:
        return Original(name, path=Path(place), size=size)
    blocks = disk.blocks(Path(place), size + 1)
    data = next(blocks, b"")
    if len(data) > size or any(blocks):
        raise Problem(sentences.changed(name))
    return Original(name, data, size=size)


def _at_once(place: str) -> bytes:
    """The bytes of a file that makes no difficulties; none if it does, or is large."""
    try:
        before = os.stat(place)
        if not stat.S_ISREG(before.st_mode) or not 0 < before.st_size <= HELD:
            return b""
        file = os.open(place, _PLAINLY)
        try:
            data = os.read(file, before.st_size + 1)
            after = os.fstat(file)
        finally:
            os.close(file)
    except (OSError, ValueError, MemoryError):
        return b""
    same = (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, len(data))
    return data if same else b""

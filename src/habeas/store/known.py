"""Which case files are just as this program left them, so that they need not be looked at again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

FILE = 16  # characters of a mark that say which file it is of, whatever came to stand in it
_STATE = 32  # and those that say in which state
_BESIDE = ("-wal", "-journal")

_kept: dict[str, Path] = {}  # marks of this process, by the path where the file lay


def mark(path: Path) -> str:
    """What tells this very file, closed and not written to since, from any other.

    Kept by an installation when it closes a case well; a case whose mark it does not hold is to be
    examined.  It says nothing of what the file is called or holds.  OSError if there is none.
    """
    found = os.stat(path)
    file = _hash(found.st_dev, found.st_ino)
    state = _hash(
        found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
    )  # fmt: skip
    return file[:FILE] + state[:_STATE]


def keep(path: Path) -> None:
    """The closed case at ``path`` is as this program wrote it, or was examined and found sound.

    Not if something lies beside it that SQLite would bring into it.
    """
    with suppress(OSError):
        if not _unfinished(path):
            _kept[mark(path)] = path


def kept() -> list[str]:
    """The marks kept by this process that still hold, the latest last."""
    found = []
    for was, path in list(_kept.items()):
        if _is_as_marked(path, {was}):
            found.append(was)
        else:
            _kept.pop(was, None)
    return found


def is_known(path: Path, marks: Collection[str] = ()) -> bool:
    """Whether the file is as one of ``marks`` says, or as one that this process kept."""
    return _is_as_marked(path, marks) or _is_as_marked(path, _kept)


def _is_as_marked(path: Path, marks: Collection[str]) -> bool:
    try:
        return not _unfinished(path) and mark(path) in marks
    except OSError:
        return False


def _unfinished(path: Path) -> bool:
    """Whether a journal lies beside: the file is not all of the case, and anybody could put it."""
    real = os.path.realpath(path)
    return any(os.path.lexists(real + end) for end in _BESIDE)


def _hash(*said: int) -> str:
    return hashlib.sha256(repr(said).encode()).hexdigest()

"""A lock of the operating system's that dies with its holder, in a hidden file beside a case.

The file says which process, on which computer, since when, and nothing of the user or the case.
The package filelock was weighed: it truncates the file of whoever holds the lock when another one
asks, so that nobody could be named.

The holder removes the file while it still holds the lock, and whoever gets a lock looks whether
the file is still the one of that name: so no two ever hold files of one name (where an open file
cannot be removed, it is removed after closing, which fails while another has it open).
"""

from __future__ import annotations

import datetime
import errno
import json
import os
import platform
import re
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_AGAIN = 20  # times to ask again for a lock whose file was just removed
_FAR = 1 << 30  # where Windows locks a byte: a locked byte cannot be read by others
_SINCE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_LONGEST = 400  # bytes that are read of a lock file: anybody may have written it


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a case open to write; 0 and empty where it did not say.  ``since`` is UTC."""

    process: int = 0
    computer: str = ""
    since: str = ""

    @property
    def here(self) -> bool:
        """Whether it is this very process."""
        return (self.process, self.computer) == (os.getpid(), platform.node())


class Taken(Exception):
    """Another one has the lock; ``holder`` says who."""

    def __init__(self, holder: Holder) -> None:
        super().__init__(holder)
        self.holder = holder


def place(case: Path) -> Path:
    """Where the lock file of a case lies: beside the file itself, not beside a link to it."""
    real = case.resolve()
    return real.with_name(f".{real.name}.lock")


def me() -> Holder:
    """This process, as of now."""
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Holder(os.getpid(), platform.node(), now)


def take(path: Path, holder: Holder) -> int | None:
    """Lock the file at ``path`` for ``holder``; Taken if another process has it.

    None where there can be no lock: a folder that cannot be written to, a share without locks.
    """
    for _again in range(_AGAIN):
        try:
            handle = _open(path)
        except OSError:
            return None
        locked = _locked(handle)
        if locked and _is_still(path, handle):
            _write(handle, holder)
            return handle
        said = _read(handle)
        os.close(handle)
        if locked is None:
            return None
        if not locked:
            raise Taken(said)
    return None


def drop(path: Path, handle: int) -> None:
    """Give the lock back and remove its file."""
    if sys.platform == "win32":
        os.close(handle)
        with suppress(OSError):
            path.unlink()
        return
    if _is_still(path, handle):
        with suppress(OSError):
            path.unlink()
    os.close(handle)


def _open(path: Path) -> int:
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | flags, 0o644)
    except PermissionError:  # left by somebody else: it can be locked, if not written
        return os.open(path, os.O_RDONLY | flags)


def _is_still(path: Path, handle: int) -> bool:
    try:
        there, mine = os.stat(path, follow_symlinks=False), os.fstat(handle)
    except OSError:
        return False
    return (there.st_dev, there.st_ino) == (mine.st_dev, mine.st_ino)


def _write(handle: int, holder: Holder) -> None:
    words = json.dumps([holder.process, holder.computer, holder.since]).encode()
    with suppress(OSError):  # a full disk: the lock holds, only nobody is named
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, words)


def _read(handle: int) -> Holder:
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        process, computer, since = json.loads(os.read(handle, _LONGEST))
    except (OSError, ValueError, TypeError, RecursionError):
        return Holder()
    if not isinstance(process, int) or not isinstance(computer, str):
        return Holder()
    known = isinstance(since, str) and _SINCE.fullmatch(since)
    return Holder(process, computer if computer.isprintable() else "", since if known else "")


if sys.platform == "win32":
    import msvcrt

    def _locked(handle: int) -> bool | None:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            return False if error.errno in (errno.EACCES, errno.EDEADLK) else None
        return True

else:
    import fcntl

    def _locked(handle: int) -> bool | None:
        """Whether the lock was free and is ours now; None if there are no locks here."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            held = (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES)
            return False if error.errno in held else None
        return True

"""The first bytes of a file, read so that a case which this process has open keeps its locks.

POSIX drops every lock that a process has on a file as soon as it closes any handle of it, SQLite's
among them.  So a file that is open here as a database is never opened a second time to be looked
at: what its head says was kept when it was opened.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
from pathlib import Path

Identity = tuple[int, int]  # device and inode: the file itself, whatever it is called

_SHARED = 510, 0x40000002  # how many bytes, from where, SQLite locks to read (its file format)

_looking = threading.Lock()
_open: dict[Identity, tuple[int, bytes]] = {}  # how often it is open here, and its head


def identity(path: Path) -> Identity:
    """Which file ``path`` leads to; OSError if it leads to none."""
    found = os.stat(path)
    return found.st_dev, found.st_ino


def head(path: Path, size: int) -> bytes:
    """The first ``size`` bytes of a file, or as many as there are; OSError as it comes."""
    with _looking:
        known = _open.get(identity(path))
        if known is not None:
            return known[1][:size]
        with path.open("rb") as file:
            return file.read(size)


def opened(file: Identity, kept: bytes) -> None:
    """From now on ``file`` is open here as a database, and ``kept`` is what its head says."""
    with _looking:
        count = _open[file][0] if file in _open else 0
        _open[file] = count + 1, kept


def closed(file: Identity) -> None:
    """One that had ``file`` open has closed it."""
    with _looking:
        count, kept = _open.pop(file)
        if count > 1:
            _open[file] = count - 1, kept


def is_open(file: Identity) -> bool:
    """Whether this process has ``file`` open as a database."""
    with _looking:
        return file in _open


def is_open_elsewhere(path: Path) -> bool:
    """Whether another process has the file open as a database, or reads it just now.

    By whatever name; False where that cannot be told.  A database that journals ahead is locked
    for reading for as long as it is open.
    """
    if sys.platform == "win32":  # where no file is renamed that is open
        return False
    import fcntl

    with _looking:
        try:
            if identity(path) in _open:
                return False
            handle = os.open(path, os.O_RDWR)
        except OSError:
            return False
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, *_SHARED)
        except OSError as error:
            return error.errno in (errno.EAGAIN, errno.EACCES)
        finally:
            os.close(handle)
    return False

"""Taking a file's bytes off the disk whole, with a sentence for everything that can go wrong."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from habeas.errors import Problem
from habeas.i18n import _


def load(path: Path) -> bytes:
    """All bytes of a file; Problem if it is gone, a folder, unreadable, or changes meanwhile."""
    _check(path)
    try:
        with io.FileIO(path) as file:
            return whole(file, spoken(path.name))
    except OSError as error:
        raise _told(error, path) from error
    except MemoryError:
        raise Problem(no_room(spoken(path.name))) from None


def head(path: Path, size: int) -> bytes:
    """The first ``size`` bytes of a file; Problem as ``load``."""
    _check(path)
    try:
        with io.FileIO(path) as file:
            return file.read(size) or b""
    except OSError as error:
        raise _told(error, path) from error


def size(path: Path) -> int:
    """How many bytes a file says it has; Problem as ``load``."""
    _check(path)
    try:
        return path.stat().st_size
    except OSError as error:
        raise _told(error, path) from error


def blocks(path: Path, size: int) -> Iterator[bytes]:
    """All bytes of a file, ``size`` at a time; Problem as ``load``."""
    _check(path)
    try:
        with io.FileIO(path) as file:
            before = os.fstat(file.fileno())
            counted = 0
            while block := file.read(size):
                counted += len(block)
                yield block
            _settled(before, os.fstat(file.fileno()), counted, spoken(path.name))
    except OSError as error:
        raise _told(error, path) from error


def whole(file: io.FileIO, name: str) -> bytes:
    """All bytes of an open file, read without a second copy; Problem if it changed meanwhile."""
    before = os.fstat(file.fileno())
    data = file.readall() or b""
    _settled(before, os.fstat(file.fileno()), len(data), name)
    return data


def _settled(before: os.stat_result, after: os.stat_result, size: int, name: str) -> None:
    """Problem if a file of which ``size`` bytes were read changed in between."""
    # Some file systems do not know a size and say 0: then only the times can tell.
    cut = after.st_size and size != after.st_size
    if cut or (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise changed(name)


def changed(name: str) -> Problem:
    """The Problem of a file that was written to while we read it."""
    return Problem(
        _(
            "“{name}” was changed while it was being read. Nothing was added. "
            "Wait until it is completely saved or downloaded, then add it again."
        ).format(name=name)
    )


def spoken(name: str) -> str:
    """A file's name as text that can be shown and kept, whatever bytes the disk has for it."""
    return os.fsencode(name).decode("utf-8", "replace") if not _is_text(name) else name


def no_room(name: str) -> str:
    """The sentence for a file that does not fit into memory."""
    return _(
        "“{name}” is too large for the memory of this computer. Nothing was added. "
        "Close other programs, or split the file, and try again."
    ).format(name=name)


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:  # there is half of a character in it
        return False
    return True


def _check(path: Path) -> None:
    """Problem unless the path leads to a file: opening a pipe or a device could wait for ever."""
    name = spoken(path.name or str(path))
    try:
        mode = path.stat().st_mode
    except ValueError:  # a NUL in the path
        raise _told(FileNotFoundError(), path) from None
    except OSError as error:
        raise _told(error, path) from error
    if stat.S_ISDIR(mode):
        message = _("“{name}” is a folder. Nothing was added. Open it and choose the files inside.")
        raise Problem(message.format(name=name))
    if not stat.S_ISREG(mode):
        message = _("“{name}” is not a file that can be read. Nothing was added. Choose a file.")
        raise Problem(message.format(name=name))


def _told(error: OSError, path: Path) -> Problem:
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        message = _(
            "“{name}” is no longer there. Nothing was added. "
            "It may have been moved, renamed or deleted: look for it and add it again."
        )
    elif isinstance(error, PermissionError):
        message = _(
            "“{name}” may not be read. Nothing was added. "
            "Ask its owner for permission, or copy it to a folder of yours and add the copy."
        )
    else:
        message = _(
            "“{name}” could not be read to its end ({reason}). Nothing was added. "
            "Check the disk or the connection to it, then add the file again."
        )
    reason = error.strerror or type(error).__name__
    return Problem(message.format(name=spoken(path.name or str(path)), reason=reason))

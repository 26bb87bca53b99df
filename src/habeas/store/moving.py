"""Giving a closed case another name or another folder: whole at the old place or at the new one."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path

from habeas.errors import Problem
from habeas.i18n import _
from habeas.store import copying, heads, holding, lockfile
from habeas.store.copying import Steps
from habeas.store.meanwhile import flush, flush_folder

_PIECE = 1 << 20  # bytes copied between two looks
_LEFT = ("-wal", "-journal")  # what a program that was killed leaves beside a case


def move(path: Path, to: Path) -> Steps:
    """Move the case at ``path``, which nobody may have open, to ``to``, where nothing may be.

    Yields (bytes done, bytes in all); closed at any of these it leaves the case where it was.  To
    another disk it is copied, compared, and only then removed.  Problem, and a case where it was,
    if it cannot be; ``holding.Held`` if somebody writes to it.  By a link to it, the file itself is
    moved, and the link goes: it would lead nowhere.
    """
    if os.path.lexists(to):
        raise copying.there_already(to)
    _refuse_unfinished(path)
    link = path if path.is_symlink() else None
    path = path.resolve()
    try:
        if heads.is_open(heads.identity(path)):
            raise holding.Held(path, lockfile.me())
        hold = holding.hold(path, head=heads.head(path, 100))
    except OSError as error:
        raise _cannot(path, error) from error
    try:
        yield 0, 1
        yield from _moved(path, to)
        if link is not None:
            with suppress(OSError):
                link.unlink()
    except FileExistsError as error:
        raise copying.there_already(to) from error
    except OSError as error:
        raise _cannot(path, error) from error
    finally:
        hold.release()


def _moved(path: Path, to: Path) -> Steps:
    try:
        copying.place(path, to)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        with copying.unfinished(to) as beside:
            yield from carry(path, beside)
            copying.place(beside, to)
        path.unlink()
    flush_folder(path.parent)
    with suppress(OSError):
        path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
    yield 1, 1


def carry(path: Path, beside: Path) -> Steps:
    """Copy the bytes of a file that is not open into the empty file ``beside``, and compare them.

    Yields (bytes done, bytes in all): each counts twice.  OSError if they differ.
    """
    total = 2 * path.stat().st_size
    done = 0
    was, now = hashlib.sha256(), hashlib.sha256()
    with path.open("rb") as source, beside.open("r+b") as target:
        while piece := source.read(_PIECE):
            target.write(piece)
            was.update(piece)
            done += len(piece)
            yield done, total
    shutil.copymode(path, beside)
    flush(beside)
    with beside.open("rb") as written:
        while piece := written.read(_PIECE):
            now.update(piece)
            done += len(piece)
            yield done, total
    if was.digest() != now.digest():
        raise OSError(errno.EIO, copying.DIFFERS)


def _refuse_unfinished(path: Path) -> None:
    """What was written last may lie beside the file: moved without it, it would be lost."""
    real = path.resolve()
    if any(real.with_name(real.name + end).exists() for end in _LEFT):
        raise Problem(
            _(
                "“{name}” is open, or was not closed when it was last used. Nothing was changed. "
                "Open it once and close it again, then move it."
            ).format(name=path.name)
        )


def _cannot(path: Path, error: OSError) -> Problem:
    return Problem(
        _("“{name}” could not be moved: {reason}. It is where it was.").format(
            name=path.name, reason=copying.reason(error)
        )
    )

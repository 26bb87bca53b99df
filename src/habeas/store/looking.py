"""The first look at a case file from anywhere: read-only, watched, and short.

Before the schema is known to be ours nothing of the file runs: an authorizer lets two PRAGMAs and
``sqlite_master`` through and nothing else, so that no view, trigger, function or recursion of a
stranger's can begin, and a look that takes too long is broken off.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from habeas.errors import Problem
from habeas.i18n import _
from habeas.store.driver import Database, OperationalError, connect
from habeas.store.keys import Key

SECONDS = 5.0  # a look at a case takes a hundredth of one
_OFTEN = 1000  # instructions of SQLite's between two looks at the clock
_MASTERS = ("sqlite_master", "sqlite_schema")
_PRAGMAS = ("application_id", "user_version")
_END = bytes.fromhex("d9d505f920a163d7")  # ends a rollback journal that names a super-journal


def regular(path: Path) -> bool:
    """Whether a file lies at ``path``, not a folder, a device or a pipe.  OSError as it comes."""
    return stat.S_ISREG(path.stat().st_mode)


def has_log(path: Path) -> bool:
    """Whether a journal that SQLite wrote ahead lies beside the file."""
    return os.path.lexists(f"{os.path.realpath(path)}-wal")


def refuse_beside(path: Path) -> None:
    """Problem if what lies beside the file would make SQLite do more than finish a write of ours.

    A journal that names a super-journal makes SQLite delete the file of that name, whatever it is
    (seen with SQLite 3.40): a case is never written together with another database, so it has none.
    """
    real = Path(os.path.realpath(path))
    for end in ("-journal", "-wal", "-shm"):
        beside = real.with_name(real.name + end)
        try:
            mode = beside.lstat().st_mode
        except FileNotFoundError:
            continue
        if not stat.S_ISREG(mode) or (end == "-journal" and _names_another(beside)):
            raise Problem(
                _(
                    "“{name}” beside this case is not from Habeas and could do harm. The case was "
                    "not opened and nothing was changed. Move that file away and open it again."
                ).format(name=beside.name)
            )


def _names_another(journal: Path) -> bool:
    with journal.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - len(_END)))
        return file.read() == _END


def look(path: Path, key: Key | None, check: Callable[[Database], object]) -> None:
    """Let ``check`` read the file over a connection that writes nothing into it.

    A write that was broken off has to be undone before anything can be read: then ``check`` is not
    called, and only the connection that writes can be checked.
    """
    try:
        db = connect(path, writes=False, key=key, how="mode=ro")
        try:
            check(db)
        finally:
            db.close()
    except OperationalError as error:
        if "readonly" not in str(error) and "unable to open" not in str(error):
            raise


@contextmanager
def timed(db: Database, *, seconds: float = SECONDS) -> Iterator[None]:
    """Break off what reads for longer than this: an OperationalError, "interrupted"."""
    end = time.monotonic() + seconds
    connection: Any = db.conn
    connection.set_progress_handler(lambda: time.monotonic() > end, _OFTEN)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def schema_alone(db: Database) -> Iterator[None]:
    """Nothing can be read meanwhile but what the file says that it holds."""
    connection: Any = db.conn
    connection.set_authorizer(_schema_alone)
    try:
        yield
    finally:
        connection.set_authorizer(None)


def _schema_alone(act: int, first: str | None, *_rest: str | None) -> int:
    """What SQLite asks before it prepares a statement."""
    allowed = (
        act == sqlite.SQLITE_SELECT
        or (act == sqlite.SQLITE_READ and first in _MASTERS)
        or (act == sqlite.SQLITE_PRAGMA and first in _PRAGMAS)
    )
    return int(sqlite.SQLITE_OK if allowed else sqlite.SQLITE_DENY)

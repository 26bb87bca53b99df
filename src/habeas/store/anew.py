"""Writing a case anew, with another key, into an empty file, and seeing that nothing is missing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar

from habeas.store.damage import Damaged
from habeas.store.driver import PAGE, Database, DatabaseError, connect
from habeas.store.keys import Key
from habeas.store.meanwhile import flush, meanwhile

R = TypeVar("R")

_NO_KEY = "''"
DIFFERS = "the new file differs"
WINDOWS = os.name == "nt"
_COPIED = ("application_id", "user_version")  # which sqlcipher_export leaves behind


def write(
    real: Path, beside: Path, *, db: Database, new: Key | None
) -> Generator[tuple[int, int], None, None]:
    """Write the case at ``real``, read through ``db``, into the empty file ``beside``.

    ``new`` is the key of the new file.  Yields (bytes done, bytes in all); each counts twice,
    written and compared.  At the end all of it is on the disk, with the old one's permissions.
    OSError and DatabaseError as they come, DatabaseError with ``DIFFERS`` if something is missing.
    """
    size = real.stat().st_size
    yield from meanwhile(
        lambda: _export(db, beside, new),
        stop=db.conn.interrupt,
        told=lambda: (min(beside.stat().st_size, size), 2 * size),
    )
    _dress(real, beside)
    for quarter in _compared(db, beside, new):
        yield size + size * quarter // 4, 2 * size


def _export(db: Database, beside: Path, new: Key | None) -> None:
    """Copy every table and index into the empty file ``beside``; the schema number with them."""
    db.execute(f"ATTACH ? AS new KEY {new.as_sql() if new else _NO_KEY}", [str(beside)])
    db.execute(f"PRAGMA new.{'cipher_page_size' if new else 'page_size'}={PAGE}").fetchall()
    # It is thrown away if anything fails, and flushed as a whole.
    db.execute("PRAGMA new.journal_mode=OFF").fetchall()
    db.execute("PRAGMA new.synchronous=OFF")
    db.execute("SELECT sqlcipher_export('new')").fetchall()
    for name in _COPIED:
        number = db.execute(f"PRAGMA main.{name}").fetchone()[0]
        db.execute(f"PRAGMA new.{name}={int(number)}")
    db.execute("DETACH new")


def _dress(real: Path, beside: Path) -> None:
    """Give the new file the owner and the permissions of the old one, as far as we may."""
    was = real.stat()
    shutil.copystat(real, beside)
    os.utime(beside)  # or a program that makes backups would not see that it changed
    if WINDOWS or (was.st_uid, was.st_gid) == (beside.stat().st_uid, beside.stat().st_gid):
        return
    for owner in (was.st_uid, -1):
        with suppress(PermissionError):
            os.chown(beside, owner, was.st_gid)
            return
    beside.chmod(was.st_mode & 0o700)  # what its group might do is not for another group


def _compared(db: Database, beside: Path, new: Key | None) -> Generator[int, None, None]:
    """Flush the new file and compare it with the case; yields 0 to 4, quarters of the work.

    DatabaseError with ``DIFFERS`` if they differ, or if a page cannot be read back.
    """
    yield from _quarter(0, lambda: flush(beside), ())
    try:
        with closing(connect(beside, writes=False, key=new)) as fresh:
            checks: tuple[Callable[[], bool], ...] = (
                lambda: _said(fresh, "quick_check") == ["ok"],
                lambda: new is None or _said(fresh, "cipher_integrity_check") == [],
                lambda: _outline(db) == _outline(fresh),
            )
            same = True
            for quarter, check in enumerate(checks, start=1):
                same = same and (yield from _quarter(quarter, check, (db, fresh)))
    except (DatabaseError, Damaged) as error:
        raise DatabaseError(DIFFERS) from error
    if not same:
        raise DatabaseError(DIFFERS)
    yield 4


def _quarter(
    quarter: int, act: Callable[[], R], busy: tuple[Database, ...]
) -> Generator[int, None, R]:
    def stop() -> None:
        for db in busy:
            db.conn.interrupt()

    yield quarter
    return (yield from meanwhile(act, stop=stop, told=lambda: quarter))


def _said(db: Database, pragma: str) -> list[Any]:
    return [row[0] for row in db.execute(f"PRAGMA {pragma}").fetchall()]


def _outline(db: Database) -> list[Any]:
    """What two files of the same case have in common, whatever their pages look like."""
    master = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name"
    found: list[Any] = [_said(db, name) for name in (*_COPIED, "encoding")]
    found.append(db.execute(master).fetchall())
    found.append(db.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name").fetchall())
    for (name,) in db.execute(tables).fetchall():
        quoted = '"' + name.replace('"', '""') + '"'
        found.append((name, db.execute(f"SELECT count(*) FROM {quoted}").fetchone()[0]))
    found.append(db.execute("SELECT id, digest FROM edit ORDER BY id DESC LIMIT 1").fetchall())
    return found

"""Backups: copies of a case on the same computer, rolling, each checked after it was written.

They are ``<folder>/<case>/<UTC time>-<number>-<place>.habeas``: ``case`` is the salt of a
locked case, or the digest of its first Edit; ``number`` counts on whatever the clock says;
``place`` stands for the path of the case, so that a case and a copy of it do not crowd out each
other's backups.  A locked case has locked backups, and nothing outside them tells its name.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import stat
from collections.abc import Generator, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from habeas import paths
from habeas.errors import Problem
from habeas.i18n import _
from habeas.store import copying, desk, heads, journal, keys, migrations, moving, opening
from habeas.store.copying import Steps
from habeas.store.driver import Database, DatabaseError, connect
from habeas.store.keys import Key

NEWEST, DAYS, WEEKS = 5, 7, 8
_NAME = re.compile(r"(\d{8}T\d{6}Z)-(\d{1,9})-([0-9a-f]{8})\.habeas")
_CASE = re.compile(r"[0-9a-f]{32}")
_TIME = "%Y%m%dT%H%M%SZ"
_CALLED = "backup.name"  # in the desk of a backup: what the case was called
_TABLES = ("source", "claim", "edit")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds: the case's name then, and how many of what."""

    name: str
    sources: int
    claims: int
    edits: int


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup as it lies there; ``contents`` only of one that is not locked and can be read.

    ``made`` is the time by the clock of then, with zone; a higher ``number`` is later all the same.
    """

    path: Path
    case: str
    made: datetime.datetime
    number: int
    place: str
    size: int  # bytes
    locked: bool
    contents: Contents | None = None


def default_folder() -> Path:
    """Where backups are kept unless the user says otherwise; made when first needed."""
    folder = paths.data_dir() / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def back_up(
    path: Path, folder: Path, *, key: Key | None = None
) -> Generator[tuple[int, int], None, Backup | None]:
    """Back up the case at ``path``, open or closed, into ``folder``, which must be there.

    Yields (bytes done, bytes in all); closed at any of these nothing is left.  Returns None if
    nothing was written to the case since its last backup, or ever.  Older ones that are no longer
    wanted are deleted afterwards.  Problem if it cannot be: the case is as it was.
    """
    if not folder.is_dir():
        raise _no_folder(folder)
    own = None if key is None else key.copy()  # the case may be locked soon
    with keys.forgotten_unless_taken(own):
        db, hold = opening.enter(path, own, read_only=True)
    try:
        db.execute("PRAGMA query_only=OFF").fetchall()  # VACUUM INTO counts as writing
        return (yield from _backed_up(path, folder, db=db, key=own))
    except (OSError, DatabaseError) as error:
        raise _not_written(error) from error
    finally:
        db.close()
        hold.release()
        if own is not None:
            own.forget()


def backups(folder: Path) -> list[Backup]:
    """Every backup in ``folder``, the latest first; none if it is not there."""
    found = []
    for path in _files(folder):
        backup = _described(path)
        if backup is not None:
            if not backup.locked:
                with suppress(Problem):
                    backup = replace(backup, contents=contents(backup))
            found.append(backup)
    return sorted(found, key=lambda b: (b.made, b.number), reverse=True)


def backups_of(folder: Path, db: Database, *, key: Key | None) -> list[Backup]:
    """The backups in ``folder`` of the case that ``db`` reads, wherever the case lay.

    Those from before it was locked are among them; those from before a lock was taken off are not.
    """
    own = set(_names(db, key))
    return [backup for backup in backups(folder) if backup.case in own]


def kept_beside(path: Path) -> list[Backup]:
    """What was kept beside the case at ``path`` before it was brought up to date, as backups."""
    found = []
    for older in copying.kept_older(path):
        with suppress(OSError):
            seen = older.lstat()
            if stat.S_ISREG(seen.st_mode):
                made = datetime.datetime.fromtimestamp(seen.st_mtime, datetime.UTC)
                locked = keys.is_salt(heads.head(older, keys.SALT))
                found.append(Backup(older, "", made, 0, place="", size=seen.st_size, locked=locked))
    return found


def latest(folder: Path, db: Database, *, key: Key | None) -> Backup | None:
    """The last backup in ``folder`` of the case that ``db`` reads, by its name; None if none."""
    own = set(_names(db, key))
    found = [b for b in map(_described, _files(folder)) if b is not None and b.case in own]
    return max(found, key=lambda b: (b.made, b.number), default=None)


def contents(backup: Backup, key: Key | None = None) -> Contents:
    """What a backup holds, by its key if it is locked.

    ``keys.Locked`` if the key does not open it, Problem if it is damaged or no case.
    """
    try:
        with closing(connect(backup.path, writes=False, key=key)) as db:
            if _one(db, "PRAGMA application_id") != migrations.APPLICATION_ID:
                raise _damaged()
            listed = ", ".join(f"'{name}'" for name in (*_TABLES, "desk"))
            sql = f"SELECT count(*) FROM sqlite_master WHERE type='table' AND name IN ({listed})"
            if _one(db, sql) != len(_TABLES) + 1:  # a view could ask anything
                raise _damaged()
            counts = [int(_one(db, f"SELECT count(*) FROM {name}")) for name in _TABLES]
            name = Path(str(desk.get(db, _CALLED, ""))).name
            return Contents(name if name.isprintable() else "", *counts)
    except Problem as error:
        raise (_wrong() if key is not None else _damaged()) from error
    except (DatabaseError, OSError, ValueError) as error:
        if key is not None and "not a database" in str(error):
            raise _wrong() from error
        raise _damaged() from error


def restore(backup: Backup, to: Path, *, key: Key | None = None) -> Steps:
    """Copy a backup to ``to``, where nothing may be, and see that the copy is the same and whole.

    A locked one is checked by its key where that is given.  Yields (bytes done, bytes in all).
    """
    if os.path.lexists(to):
        raise copying.there_already(to)
    try:
        with copying.unfinished(to) as beside:
            yield from moving.carry(backup.path, beside)
            if key is not None or not backup.locked:
                with closing(connect(beside, writes=False, key=key)) as db:
                    whole = beside.stat().st_size
                    yield from copying.checked(db, key=key, told=(2 * whole, 2 * whole))
            copying.place(beside, to)
    except FileExistsError as error:
        raise copying.there_already(to) from error
    except (OSError, DatabaseError) as error:
        raise Problem(
            _(
                "The backup could not be restored: {reason}. The backup itself is as it was, and "
                "no file was changed."
            ).format(reason=copying.reason(error))
        ) from error


def delete(backup: Backup) -> None:
    """Remove a backup, and its folder with the last one.  Problem if it cannot be."""
    try:
        backup.path.unlink(missing_ok=True)
    except OSError as error:
        raise Problem(
            _("The backup could not be deleted: {reason}.").format(reason=copying.reason(error))
        ) from error
    with suppress(OSError):
        backup.path.parent.rmdir()


def wanted(found: Iterable[Backup]) -> set[Backup]:
    """Which backups of one case are kept: the newest 5, the last of 7 days and of 8 weeks.

    Days and weeks on which there are backups are counted, not those of the calendar, and later
    means a higher number: so a pause of months, or a clock set back, deletes nothing more.
    """
    latest = sorted(found, key=lambda backup: backup.number, reverse=True)
    kept = set(latest[:NEWEST])
    for most, period in ((DAYS, "%Y-%m-%d"), (WEEKS, "%G-W%V")):
        last: dict[str, Backup] = {}
        for backup in latest:
            last.setdefault(backup.made.strftime(period), backup)
        kept.update(list(last.values())[:most])
    return kept


def _backed_up(
    path: Path, folder: Path, *, db: Database, key: Key | None
) -> Generator[tuple[int, int], None, Backup | None]:
    if not copying.head(db)[0]:
        return None
    home = folder / _names(db, key)[0]
    earlier = [b for b in map(_described, _files(folder)) if b and b.case == home.name]
    place = hashlib.sha256(f"{home.name}\0{path.resolve()}".encode()).hexdigest()[:8]
    beside_it = [backup for backup in earlier if backup.place == place]
    if _unchanged(db, beside_it, key):
        return None
    home.mkdir(mode=0o700, exist_ok=True)
    number = max((backup.number for backup in earlier), default=0) + 1
    time = journal.now().replace("-", "").replace(":", "")
    to = home / f"{time}-{number:04}-{place}.habeas"
    try:
        # One name for all of this place: what a killed program left is written over.
        with copying.unfinished(home / place) as beside:
            yield from copying.written(
                db, beside, key=key, add=lambda made: desk.put(made, _CALLED, path.name)
            )
            copying.place(beside, to)
    except BaseException:
        with suppress(OSError):
            home.rmdir()  # if it was made for nothing
        raise
    made = _described(to)
    assert made is not None
    for old in {*beside_it, made} - wanted([*beside_it, made]):
        with suppress(Problem):
            delete(old)
    return made


def _unchanged(db: Database, earlier: list[Backup], key: Key | None) -> bool:
    """Whether the latest backup ends with the same Edit; False if it cannot be read."""
    if not earlier:
        return False
    latest = max(earlier, key=lambda backup: backup.number)
    try:
        with closing(connect(latest.path, writes=False, key=key)) as last:
            return copying.head(last) == copying.head(db)
    except (DatabaseError, OSError, Problem):  # another passphrase, or damage
        return False


def _names(db: Database, key: Key | None) -> list[str]:
    """What the folders of a case may be called, the one of today first."""
    first = db.execute("SELECT digest FROM edit WHERE open IS NULL ORDER BY id LIMIT 1").fetchone()
    found = [key.salt.hex()] if key is not None else []
    return found + ([str(first[0])[:32]] if first else [])


def _files(folder: Path) -> list[Path]:
    """What looks like a backup by its name and is a file."""
    with suppress(OSError):
        return [
            path
            for home in folder.iterdir()
            if _CASE.fullmatch(home.name) and home.is_dir() and not home.is_symlink()
            for path in home.iterdir()
            if _NAME.fullmatch(path.name) and path.is_file() and not path.is_symlink()
        ]
    return []


def _described(path: Path) -> Backup | None:
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    time, number, place = match.groups()
    try:
        made = datetime.datetime.strptime(time, _TIME).replace(tzinfo=datetime.UTC)
        size = path.stat().st_size
        locked = keys.is_salt(heads.head(path, keys.SALT))
    except (OSError, ValueError):
        return None
    return Backup(path, path.parent.name, made, int(number), place, size, locked)


def _one(db: Database, sql: str) -> Any:
    return db.execute(sql).fetchone()[0]


def _no_folder(folder: Path) -> Problem:
    return Problem(
        _(
            "The folder for backups is not there: {folder}. No backup was made; the case is as it "
            "was. Connect its drive, or choose another folder."
        ).format(folder=folder)
    )


def _not_written(error: Exception) -> Problem:
    return Problem(
        _(
            "The backup could not be written: {reason}. The case and its earlier backups are as "
            "they were."
        ).format(reason=copying.reason(error))
    )


def _damaged() -> Problem:
    return Problem(_("This backup is damaged, or no case. Nothing was changed."))


def _wrong() -> keys.Locked:
    return keys.Locked(_("This does not open the backup. Nothing was changed."))

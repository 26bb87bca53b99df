"""A case gets another lock: a new passphrase, a first one, or none.

SQLCipher could change the key in place, but that cannot be stopped and a dying program leaves a
file that is half one and half the other.  So the case is written anew beside itself, compared with
the old one, and put in its place in one step: whatever happens, the file is the whole old case or
the whole new one.

Only the name is given to the new file.  The old one is unlinked, not overwritten: a disk may keep
its blocks, and another hard link to it still is the old case with the old lock.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Generator
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

from habeas.errors import Problem
from habeas.i18n import _
from habeas.store import anew, damage, heads, holding, keys, looking, migrations, schema
from habeas.store.driver import (
    Database,
    DatabaseError,
    OperationalError,
    connect,
)
from habeas.store.keys import Key
from habeas.store.lockfile import Holder
from habeas.store.meanwhile import flush_folder

R = TypeVar("R")
Steps = Generator[tuple[int, int], None, R]

PATIENCE = 1000  # milliseconds that another window is waited for
_HEAD = 100  # bytes of an SQLite header


def rewrite(path: Path, *, old: Key | None, new: Key | None) -> Steps[None]:
    """Give the case at ``path`` the key ``new`` for ``old``; None for a case that is not locked.

    Yields (bytes done, bytes in all); closed at any of these it leaves the case as it was and
    nothing beside it.  Nobody may have the case open, this process included.  A locked case keeps
    its salt, by which it is known.  A link stays a link: what it points to is rewritten.  Problem,
    and a case as it was, if it cannot be; ``keys.Locked`` if ``old`` does not open it.
    """
    if old is not None and new is not None and old.salt[3] >= new.salt[3] and old.salt != new.salt:
        raise AssertionError("a locked case keeps its salt, unless its key is to cost more")
    try:
        real = Path(os.path.realpath(path, strict=True))
        hold = holding.hold(real, head=heads.head(real, _HEAD))
        try:
            with closing(_held(real, old)) as db:
                yield from _rewritten(real, db, new)
        finally:
            hold.release()
    except holding.Held as held:
        raise _busy(path, held.holder) from held
    except (OSError, DatabaseError) as error:
        raise _problem(path, error) from error


def change_passphrase(path: Path, *, old: str, new: str, cost: int | None = None) -> Steps[Key]:
    """Give a locked case another passphrase; returns its key, and the old recovery code is void.

    Like ``rewrite``, after two seconds' work for the keys.  It costs as much to guess as before,
    as is written in the salt, unless ``cost`` asks for more: then the case gets another salt.
    """
    yield 0, 0
    former = _derived(path, old)
    with keys.forgotten_unless_taken(former):
        yield 0, 0
        raised = cost is not None and cost > former.salt[3]
        key = keys.derive(new, keys.new_salt(cost or 0) if raised else former.salt)
    try:
        _refuse_same(path, former, key)
        yield from rewrite(path, old=former, new=key)
    except BaseException:
        key.forget()
        raise
    finally:
        former.forget()
    return key


def lock(path: Path, *, passphrase: str, cost: int = keys.USUAL) -> Steps[Key]:
    """Lock a case that was not; returns its key.  Like ``rewrite``; ``cost`` as in ``keys``."""
    yield 0, 0
    key = keys.derive(passphrase, keys.new_salt(cost))
    try:
        yield from rewrite(path, old=None, new=key)
    except BaseException:
        key.forget()
        raise
    return key


def unlock(path: Path, *, passphrase: str) -> Steps[None]:
    """Take the lock off a case: from then on anybody can read it.  Like ``rewrite``."""
    yield 0, 0
    key = _derived(path, passphrase)
    try:
        yield from rewrite(path, old=key, new=None)
    finally:
        key.forget()


def tidy(path: Path, db: Database) -> None:
    """Remove what a rewriting left beside the case at ``path`` when it was killed.

    ``db`` is an open connection to that case.  Whoever rewrites a case holds it alone from before
    the new file is made until it is gone: so while ``db`` reads, none is being written.
    """
    beside = _beside(Path(os.path.realpath(path)))
    if not os.path.lexists(beside):
        return
    with suppress(OSError, OperationalError):  # a disk that cannot be written to; the next time
        db.execute("BEGIN")
        try:
            db.execute("SELECT count(*) FROM sqlite_master").fetchall()
            beside.unlink(missing_ok=True)
        finally:
            db.execute("ROLLBACK")


def _beside(real: Path) -> Path:
    return real.with_name(f".{real.name}.new")


def _derived(path: Path, passphrase: str) -> Key:
    try:
        salt = heads.head(path, keys.SALT)
    except OSError as error:
        raise _problem(path, error) from error
    if not keys.is_salt(salt):
        raise _wrong(path)
    return keys.derive(passphrase, salt)


def _held(real: Path, key: Key | None) -> Database:
    """A connection that holds the case alone until it is closed; nothing lies beside the file."""
    looking.refuse_beside(real)
    db = connect(real, writes=True, key=key)
    try:
        db.execute(f"PRAGMA busy_timeout={PATIENCE}").fetchall()
        _refuse_wrong(real, db)
        db.execute("PRAGMA journal_mode=DELETE").fetchall()
        db.execute("PRAGMA main.locking_mode=EXCLUSIVE").fetchall()
        db.execute("BEGIN EXCLUSIVE")
        db.execute("COMMIT")
        _refuse_log(db)
    except BaseException:
        db.close()
        raise
    return db


def _refuse_log(db: Database) -> None:
    """Somebody may have come in between; a file whose log is not in it must not be replaced."""
    if db.execute("PRAGMA main.journal_mode").fetchone()[0] != "delete":
        raise OperationalError("database is locked")


def _refuse_wrong(real: Path, db: Database) -> None:
    """The first statement that reads: a wrong key shows here."""
    try:
        found = db.execute("PRAGMA application_id").fetchone()[0]
    except DatabaseError as error:
        if "not a database" not in str(error):
            raise
        raise _wrong(real) from error
    if found != migrations.APPLICATION_ID:
        raise _wrong(real)
    # Its schema is carried out again, word for word, in the new file.
    schema.refuse_foreign(db, db.execute("PRAGMA user_version").fetchone()[0])


def _rewritten(real: Path, db: Database, new: Key | None) -> Steps[None]:
    """Write the case that ``db`` holds anew and put it in its own place."""
    size = real.stat().st_size
    _refuse_narrow(real, size)
    beside = _beside(real)
    try:
        yield 0, 2 * size
        beside.unlink(missing_ok=True)
        # For nobody else's eyes while it is written, and never through a link laid out for us.
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield from anew.write(real, beside, db=db, new=new)
        if anew.WINDOWS:
            db.close()  # a file that is open cannot be replaced there
        beside.replace(real)
    except BaseException:
        if anew.WINDOWS:
            db.close()
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    flush_folder(real.parent)


def _refuse_same(path: Path, former: Key, key: Key) -> None:
    if former.raw == key.raw:
        raise Problem(
            _("This is the passphrase that “{name}” has already. Nothing was changed.").format(
                name=path.name
            )
        )


def _refuse_narrow(real: Path, size: int) -> None:
    free = shutil.disk_usage(real.parent).free
    if free < size:
        raise Problem(
            _(
                "To change its lock, “{name}” is written anew beside itself: that takes {needed} "
                "MB, and {free} MB are free. Nothing was changed. Make room and do it again."
            ).format(name=real.name, needed=-(-size // 10**6), free=free // 10**6)
        )


def _wrong(path: Path) -> keys.Locked:
    return keys.Locked(
        _("This does not open “{name}”. Nothing was changed.").format(name=path.name)
    )


def _busy(path: Path, holder: Holder) -> Problem:
    return Problem(
        _(
            "“{name}” is open {who}, so its lock was not changed. Nothing was lost. Close it there "
            "and do it again."
        ).format(name=path.name, who=holding.described(holder))
    )


def _problem(path: Path, error: Exception) -> Problem:
    """The world's fault in words; whatever it was, the case is as it was."""
    words = str(error).lower()
    number = getattr(error, "errno", None)
    if number == errno.ENOSPC or "disk is full" in words:
        said = _(
            "The disk is full, so the lock of “{name}” was not changed. The case is as it was. "
            "Make room and do it again."
        )
    elif "database is locked" in words:
        return _busy(path, Holder())
    elif number in (errno.EACCES, errno.EPERM, errno.EROFS) or "readonly" in words:
        said = _(
            "“{name}” or its folder cannot be written to, so its lock was not changed. The case "
            "is as it was. Copy it to a folder of your own and do it there."
        )
    elif anew.DIFFERS in words:
        said = _(
            "What was written did not come out the same as “{name}”, so it was thrown away and "
            "the lock was not changed. The case is as it was. Check the disk and do it again."
        )
    else:
        said = _(
            "The lock of “{name}” was not changed: {reason}. The case is as it was. Check that "
            "its disk is still connected and do it again."
        )
    reason = error.strerror if isinstance(error, OSError) else ""
    if damage.told(error):
        reason = _("the file is damaged")
    return Problem(said.format(name=path.name, reason=reason or error))

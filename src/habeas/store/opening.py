"""The door of a case file: what is let in, what is refused, and the words for it."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

from habeas.errors import NotWritten, Problem
from habeas.i18n import _
from habeas.store import (
    copying,
    damage,
    heads,
    holding,
    keys,
    looking,
    migrations,
    rewriting,
    schema,
    surroundings,
)
from habeas.store.driver import PAGE, Database, DatabaseError, OperationalError, connect
from habeas.store.holding import Hold
from habeas.store.keys import Key

_READING = 1.0  # seconds that another program may take to read a closed case
PATIENCE = 200  # milliseconds that closing waits for another window
_HEAD = 100  # bytes of an SQLite header
_MAGIC = b"SQLite format 3\x00"


def make(path: Path, key: Key | None = None, *, ahead: bool = True) -> Database:
    """A connection to a new, empty case at ``path``, locked with ``key`` if one is given.

    ``ahead`` is whether it may journal ahead (see ``take``).  Problem, and no file, if that cannot
    be.
    """
    try:
        path.open("xb").close()
    except FileExistsError as error:
        raise Problem(
            _("“{name}” is there already. Nothing was changed; choose another name.").format(
                name=path.name
            )
        ) from error
    except (OSError, ValueError) as error:
        raise cannot(path, error) from error
    try:
        return _written(path, key, ahead=ahead)
    except DatabaseError as error:
        path.unlink(missing_ok=True)
        raise cannot(path, error) from error


def key_for(path: Path, passphrase: str | None) -> Key | None:
    """The key of the case at ``path``: None if it is not locked; a second's work if it is.

    Locked, a Problem, if it is locked and there is no passphrase; Problem if the file is no case,
    or is not locked although it should be: somebody may have put another one in its place.
    """
    salt = _look(path)
    if salt is None:
        if passphrase:
            raise Problem(
                _(
                    "“{name}” is not locked: no passphrase opens it. If you locked it, somebody "
                    "put another file in its place. It was not opened and nothing was changed."
                ).format(name=path.name)
            )
        return None
    if not passphrase:
        raise keys.Locked(
            _("“{name}” is locked: give its passphrase to open it.").format(name=path.name)
        )
    return keys.derive(passphrase, salt)


def head_of(key: Key | None) -> bytes:
    """How the file of an open case begins, for whoever asks while it may not be looked at."""
    if key is not None:
        return key.salt.ljust(_HEAD, b"\0")
    version, mark = (n.to_bytes(4, "big") for n in (migrations.SCHEMA, migrations.APPLICATION_ID))
    return _MAGIC.ljust(60, b"\0") + version + bytes(4) + mark + bytes(28)


def found(path: Path, key: Key | None) -> tuple[Database, Hold]:
    """A new case at ``path``, and the hold on it; Problem, and no file, if that cannot be."""
    db = make(path, key, ahead=surroundings.may_journal_ahead(path))
    try:
        return db, holding.hold(path, head=head_of(key))
    except BaseException:
        db.close()
        raise


def enter(path: Path, key: Key | None, *, read_only: bool) -> tuple[Database, Hold]:
    """A connection to the case at ``path``, and the hold on it; ``holding.Held`` or a Problem."""
    try:
        elsewhere = _is_written_by_another_name(path)
        hold = holding.hold(path, head=head_of(key), read_only=read_only)
    except OSError as error:
        raise cannot(path, error) from error
    if elsewhere and not read_only:
        hold.release()
        raise cannot(path, OperationalError("database is locked"))
    hold.elsewhere = elsewhere
    try:
        ahead = surroundings.may_journal_ahead(path)
        told: list[str] = []
        alone = not looking.has_log(path)
        db = take(path, key, writes=not read_only, ahead=ahead, told=told)
        hold.parted = alone and "wal" in told
    except BaseException:
        hold.release()
        raise
    if hold.is_gone():
        db.close()
        hold.release()
        raise holding.Gone(path)
    return db, hold


def take(
    path: Path,
    key: Key | None = None,
    *,
    writes: bool = True,
    ahead: bool = True,
    told: list[str] | None = None,
) -> Database:
    """A connection to the case at ``path``; Problem, and a file as it was, if it is not one.

    ``told`` is given the mode of journal in which the file was left: "wal" if it was not closed.

    ``ahead`` is whether it may journal ahead (WAL), which takes memory shared by all who have it
    open: on a network share that does not hold, and there each Edit is written by rollback journal.
    """
    db: Database | None = None
    try:
        looking.refuse_beside(path)
        looking.look(path, key, lambda db: admit(path, db, key))
        db = connect(path, writes=writes, key=key)
        version = admit(path, db, key)
        if told is not None:
            told.append(str(db.execute("PRAGMA journal_mode").fetchone()[0]))
        if not writes:
            _refuse_older(path, version)
            return db
        if version != migrations.SCHEMA:
            copying.keep_older(path, key=key, version=version)
        begin_writing(db, ahead=ahead)
        migrations.apply(db)
        rewriting.tidy(path, db)
    except BaseException as error:
        if db is not None:
            db.close()
        if isinstance(error, (*damage.WORLDLY, OSError)):
            raise cannot(path, error) from error
        raise
    return db


def _is_written_by_another_name(path: Path) -> bool:
    """Whether a program has the file open under the name that it had before.

    What that wrote lies in the journal beside the old name: it would be lost if both wrote.
    """
    end = time.monotonic() + _READING
    while not looking.has_log(path) and heads.is_open_elsewhere(path):
        if time.monotonic() > end:
            return True
        time.sleep(_READING / 20)
    return False


def admit(path: Path, db: Database, key: Key | None) -> int:
    """The version of a case that is ours object by object; Problem if it is not.

    Nothing of the file runs and no table of it is read before its schema is known to be ours.
    """
    with looking.timed(db):
        with looking.schema_alone(db):
            _refuse_other(path, db, key)
            version = int(db.execute("PRAGMA user_version").fetchone()[0])
            _refuse_newer(path, version)
            if version < 1:
                raise _no_case(path)
            schema.refuse_foreign(db, version)
        schema.refuse_tampered(db, version)
    return version


def _refuse_other(path: Path, db: Database, key: Key | None) -> None:
    """The first statement that reads: a wrong key shows here, and another program's database."""
    try:
        found = db.execute("PRAGMA application_id").fetchone()[0]
    except (DatabaseError, damage.Damaged) as error:  # by a connection that only reads, the latter
        if key is None or "not a database" not in f"{error} {error.__context__}":
            raise
        raise keys.Locked(
            _("This does not open “{name}”. Nothing was changed.").format(name=path.name)
        ) from error
    if found != migrations.APPLICATION_ID:
        raise _no_case(path)


def not_written(error: BaseException) -> Problem | None:
    """What to tell the user of an error while writing; None if it is not the world's fault."""
    if damaged := damage.told(error):
        return damaged
    words = str(error).lower()
    if "edit.open" in words:  # an Edit is never left open: what is not ended is not in the file
        return damage.contradicted()
    if "disk is full" in words:
        return NotWritten(
            _(
                "The disk is full, so this was not written. Everything from before is kept. "
                "Make room and do it again."
            )
        )
    if "disk i/o" in words:
        return NotWritten(
            _(
                "The disk failed, so this was not written. Everything from before is kept. "
                "Check that it is still connected and do it again."
            )
        )
    if "readonly" in words or "locked" in words:
        return NotWritten(
            _(
                "The case cannot be written to just now. Everything from before is kept. "
                "Check that no other program holds it and do it again."
            )
        )
    return None


def _written(path: Path, key: Key | None, *, ahead: bool) -> Database:
    """The first steps of a new case, written straight into the file.

    Only then does it journal ahead: so the header tells a case from any other file, even after a
    crash before the first checkpoint.
    """
    db = connect(path, writes=True, key=key)
    try:
        db.execute(f"PRAGMA page_size={PAGE}")
        migrations.apply(db)
        begin_writing(db, ahead=ahead)
    except BaseException:
        db.close()
        raise
    return db


def begin_writing(db: Database, *, ahead: bool) -> None:
    """Let a connection write, and flush each Edit to the disk before it is said to be kept."""
    db.execute("PRAGMA query_only=OFF")
    try:
        db.execute(f"PRAGMA journal_mode={'WAL' if ahead else 'DELETE'}").fetchall()
    except OperationalError as error:
        if "readonly" not in str(error):
            raise
        # A case on a read-only disk can be read; an Edit says that it cannot be written.
    db.execute("PRAGMA synchronous=FULL")


def tidy(db: Database) -> bool:
    """Before the last connection closes: the case is one file again, with nothing beside it.

    False if that could not be.
    """
    # Another window still reads it, and the last one tidies up; or the file is damaged.
    with suppress(*damage.WORLDLY):
        db.execute(f"PRAGMA busy_timeout={PATIENCE}").fetchall()
        db.execute("PRAGMA query_only=OFF").fetchall()
        return bool(db.execute("PRAGMA journal_mode=DELETE").fetchall() == [("delete",)])
    return False


def gather(db: Database) -> None:
    """Bring what lies in the journal beside the file into the file, wherever that is by now."""
    with suppress(DatabaseError):
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _look(path: Path) -> bytes | None:
    """The salt of a locked case, None for one that is not locked; Problem for anything else.

    It looks at the bytes alone: to open a foreign database could already change it.
    """
    try:
        if path.is_dir():
            raise Problem(
                _("“{name}” is a folder, not a case. Choose a file that ends in .habeas.").format(
                    name=path.name
                )
            )
        if not looking.regular(path):  # to read from a pipe or a device could wait for ever
            raise _no_case(path)
        head = heads.head(path, _HEAD)
    except (OSError, ValueError) as error:
        raise cannot(path, error) from error
    if keys.is_salt(head):
        return head[: keys.SALT]
    if not head.startswith(_MAGIC) or _number(head, 68) != migrations.APPLICATION_ID:
        raise _no_case(path)
    _refuse_newer(path, _number(head, 60))
    return None


def _no_case(path: Path) -> Problem:
    return Problem(
        _(
            "“{name}” is not a Habeas case. Nothing was changed. To bring it in as a source, "
            "open a case and use Add sources…"
        ).format(name=path.name)
    )


def _refuse_newer(path: Path, version: int) -> None:
    if version > migrations.SCHEMA:
        raise Problem(
            _(
                "“{name}” was made by a newer Habeas. It was not opened and nothing was changed. "
                "Open it with the newer version."
            ).format(name=path.name)
        )


def _refuse_older(path: Path, version: int) -> None:
    if version < migrations.SCHEMA:
        raise Problem(
            _(
                "“{name}” was made by an older Habeas and has to be brought up to date first. "
                "Nothing was changed. Open it once to write, then it can be opened to read only."
            ).format(name=path.name)
        )


def _number(head: bytes, place: int) -> int:
    return int.from_bytes(head[place : place + 4], "big")


def cannot(path: Path, error: BaseException) -> Problem:
    """What to tell the user of a file that cannot be opened."""
    return Problem(
        _("“{name}” cannot be opened: {reason}. Nothing was changed.").format(
            name=path.name, reason=_reason(error)
        )
    )


def _reason(error: BaseException) -> str:
    if isinstance(error, OSError):  # its own words hold the path, which can say anything
        return error.strerror or str(error)
    if damage.told(error):
        return _("the file is damaged")
    words = str(error).lower()
    if "interrupted" in words:
        return _("to look at it took too long")
    if "locked" in words:
        return _("another program holds it")
    if "full" in words:
        return _("the disk is full")
    if "unable to open" in words or "readonly" in words:
        return _("its folder cannot be written to")
    return str(error)

"""The door of a case file: what is let in, what is refused, and the words for it."""

from __future__ import annotations

from pathlib import Path

from habeas.errors import Problem
from habeas.i18n import _
from habeas.store import keys, migrations, triggers
from habeas.store.driver import PAGE, Database, DatabaseError, OperationalError, connect
from habeas.store.keys import Key

_HEAD = 100  # bytes of an SQLite header
_MAGIC = b"SQLite format 3\x00"


def make(path: Path, key: Key | None = None) -> Database:
    """A connection to a new, empty case at ``path``, locked with ``key`` if one is given.

    Problem, and no file, if that cannot be.
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
        raise _cannot(path, error) from error
    try:
        return _written(path, key)
    except DatabaseError as error:
        path.unlink(missing_ok=True)
        raise _cannot(path, error) from error


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


def take(path: Path, key: Key | None = None) -> Database:
    """A connection to the case at ``path``; Problem, and a file as it was, if it is not one."""
    db: Database | None = None
    try:
        db = connect(path, writes=True, key=key)
        _refuse_other(path, db, key)
        version = db.execute("PRAGMA user_version").fetchone()[0]
        _refuse_newer(path, version)
        if version == migrations.SCHEMA:
            _refuse_unsound(db)
        _journal_ahead(db)
        migrations.apply(db)
    except BaseException as error:
        if db is not None:
            db.close()
        if isinstance(error, DatabaseError):
            raise _cannot(path, error) from error
        raise
    return db


def _refuse_other(path: Path, db: Database, key: Key | None) -> None:
    """The first statement that reads: a wrong key shows here, and another program's database."""
    try:
        found = db.execute("PRAGMA application_id").fetchone()[0]
    except DatabaseError as error:
        if key is None or "not a database" not in str(error):
            raise
        raise keys.Locked(
            _("This does not open “{name}”. Nothing was changed.").format(name=path.name)
        ) from error
    if found != migrations.APPLICATION_ID:
        raise _no_case(path)


def not_written(error: Exception) -> Problem | None:
    """What to tell the user of an error while writing; None if it is not the world's fault."""
    words = str(error).lower()
    if "disk is full" in words:
        return Problem(
            _(
                "The disk is full, so this was not written. Everything from before is kept. "
                "Make room and do it again."
            )
        )
    if "disk i/o" in words:
        return Problem(
            _(
                "The disk failed, so this was not written. Everything from before is kept. "
                "Check that it is still connected and do it again."
            )
        )
    if "readonly" in words or "locked" in words:
        return Problem(
            _(
                "The case cannot be written to just now. Everything from before is kept. "
                "Check that no other program holds it and do it again."
            )
        )
    return None


def _written(path: Path, key: Key | None) -> Database:
    """The first steps of a new case, written straight into the file.

    Only then does it journal ahead: so the header tells a case from any other file, even after a
    crash before the first checkpoint.
    """
    db = connect(path, writes=True, key=key)
    try:
        db.execute(f"PRAGMA page_size={PAGE}")
        migrations.apply(db)
        _journal_ahead(db)
    except BaseException:
        db.close()
        raise
    return db


def _journal_ahead(db: Database) -> None:
    try:
        db.execute("PRAGMA journal_mode=WAL").fetchall()
    except OperationalError as error:
        if "readonly" not in str(error):
            raise
        # A case on a read-only disk can be read; an Edit says that it cannot be written.
    db.execute("PRAGMA synchronous=FULL")


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
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError) as error:
        raise _cannot(path, error) from error
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


def _refuse_unsound(db: Database) -> None:
    if not triggers.sound(db):
        raise Problem(
            _(
                "This case was changed by another program: its journal would miss what you write. "
                "It was not opened and nothing was changed. Open a copy made earlier."
            )
        )


def _number(head: bytes, place: int) -> int:
    return int.from_bytes(head[place : place + 4], "big")


def _cannot(path: Path, error: Exception) -> Problem:
    return Problem(
        _("“{name}” cannot be opened: {reason}. Nothing was changed.").format(
            name=path.name, reason=_reason(error)
        )
    )


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):  # its own words hold the path, which can say anything
        return error.strerror or str(error)
    words = str(error).lower()
    if "locked" in words:
        return _("another program holds it")
    if "full" in words:
        return _("the disk is full")
    if "malformed" in words or "not a database" in words:
        return _("the file is damaged")
    if "unable to open" in words or "readonly" in words:
        return _("its folder cannot be written to")
    return str(error)

"""The door of a case file: what is let in, what is refused, and the words for it."""

from __future__ import annotations

from pathlib import Path

from habeas.errors import Problem
from habeas.i18n import _
from habeas.store import migrations, triggers
from habeas.store.driver import Database, DatabaseError, OperationalError, connect

_HEAD = 100  # bytes of an SQLite header
_MAGIC = b"SQLite format 3\x00"


def make(path: Path) -> Database:
    """A connection to a new, empty case at ``path``; Problem, and no file, if that cannot be."""
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
        return _written(path)
    except DatabaseError as error:
        path.unlink(missing_ok=True)
        raise _cannot(path, error) from error


def take(path: Path) -> Database:
    """A connection to the case at ``path``; Problem, and a file as it was, if it is not one."""
    _refuse_foreign(path)
    db: Database | None = None
    try:
        db = connect(path, writes=True)
        version = db.execute("PRAGMA user_version").fetchone()[0]
        _refuse_newer(path, version)
        if version == migrations.SCHEMA:
            _refuse_unsound(db)
        _journal_ahead(db)
        migrations.steps.apply(db)
    except BaseException as error:
        if db is not None:
            db.close()
        if isinstance(error, DatabaseError):
            raise _cannot(path, error) from error
        raise
    return db


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


def _written(path: Path) -> Database:
    """The first steps of a new case, written straight into the file.

    Only then does it journal ahead: so the header tells a case from any other file, even after a
    crash before the first checkpoint.
    """
    db = connect(path, writes=True)
    try:
        db.execute("PRAGMA page_size=8192")
        migrations.steps.apply(db)
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


def _refuse_foreign(path: Path) -> None:
    """Look at the bytes alone: to open a foreign database could already change it."""
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
    if not head.startswith(_MAGIC) or _number(head, 68) != migrations.APPLICATION_ID:
        raise Problem(
            _(
                "“{name}” is not a Habeas case. Nothing was changed. To bring it in as a source, "
                "open a case and use Add sources…"
            ).format(name=path.name)
        )
    _refuse_newer(path, _number(head, 60))


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

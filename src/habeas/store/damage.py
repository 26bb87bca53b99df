"""Damage in a case file: however and whenever it shows in a read, it is told in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import sqlcipher3.dbapi2 as sqlite

from habeas.errors import Problem
from habeas.i18n import _

_CORRUPT, _TOO_BIG, _NO_DATABASE = 11, 18, 26  # primary result codes of SQLite
_DOES_NOT_FIT = (
    sqlite.IntegrityError, sqlite.InterfaceError, sqlite.ProgrammingError,
    ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError,
)  # fmt: skip
_WORDS = ("malformed", "not a database", "could not decode", "too big", "invalid fts5")


# What the driver raises where a file is damaged; the words of its own errors can be, too.
WORLDLY: tuple[type[BaseException], ...] = (sqlite.DatabaseError, MemoryError, UnicodeDecodeError)


class Damaged(Problem):
    """Something in the case file cannot be as Habeas wrote it."""


class Missing(Damaged, LookupError):
    """A text that a source or a passage stands on is not in the file."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The text of this source is missing in the case file: it was damaged or changed "
                "by another program. Nothing was changed. Open a copy or backup made earlier."
            )
        )


def told(error: BaseException) -> Damaged | None:
    """What to tell the user of an error of the driver; None if it does not speak of damage."""
    if isinstance(error, MemoryError):  # how SQLCipher tells of a page that it cannot decrypt
        return Damaged(
            _(
                "The case file is damaged, or the memory of this computer is full, so this cannot "
                "be shown. Nothing was changed. Close other programs, or open a copy or backup "
                "made earlier."
            )
        )
    code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    words = "malformed" if isinstance(error, UnicodeDecodeError) else str(error).lower()
    if code not in (_CORRUPT, _TOO_BIG, _NO_DATABASE) and not any(w in words for w in _WORDS):
        return None
    return Damaged(
        _(
            "The case file is damaged, so this cannot be shown. Nothing was changed. Use Verify "
            "case to see what is whole, or open a copy or backup made earlier."
        )
    )


@contextmanager
def taking_back(*others: type[Exception]) -> Iterator[None]:
    """Meanwhile former values are read from the journal and given to rows again.

    In a stranger's file they can be anything: no JSON, no object, values that no column takes,
    references to nothing.  Whatever does not fit is told as Damaged, ``others`` too.
    """
    try:
        yield
    except (*_DOES_NOT_FIT, *others) as error:
        raise contradicted() from error


def contradicted() -> Damaged:
    """What is said of a journal that does not fit the records."""
    return Damaged(
        _(
            "The journal of this case does not fit its records: the file was damaged or changed by "
            "another program. Nothing was taken back and nothing was changed. Open a copy or "
            "backup made earlier."
        )
    )


class Cursor(sqlite.Cursor):  # type: ignore[misc]  # the driver ships no types
    """A cursor to read with: damage that it meets is told as Damaged."""

    def execute(self, *said: Any) -> Self:
        """As the driver's own."""
        try:
            super().execute(*said)
        except WORLDLY as error:
            raise (told(error) or error) from error.__cause__
        return self

    def fetchone(self) -> Any:
        """As the driver's own."""
        try:
            return super().fetchone()
        except WORLDLY as error:
            raise (told(error) or error) from error.__cause__

    def fetchall(self) -> Any:
        """As the driver's own."""
        try:
            return super().fetchall()
        except WORLDLY as error:
            raise (told(error) or error) from error.__cause__

    def __iter__(self) -> Iterator[Any]:
        """The rows, one after the other."""
        try:
            yield from iter(super().fetchone, None)
        except WORLDLY as error:
            raise (told(error) or error) from error.__cause__


class Connection(sqlite.Connection):  # type: ignore[misc]
    """A connection whose cursors tell of damage."""

    def cursor(self, factory: Any = Cursor) -> Any:
        """A cursor of ours; the driver makes those of ``execute`` through this as well."""
        return super().cursor(factory)

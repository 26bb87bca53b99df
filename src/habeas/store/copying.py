"""Writing a whole copy of a case, open or not: checked, flushed, and never over what is there."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from habeas.errors import Problem
from habeas.i18n import _
from habeas.store.driver import Database, DatabaseError, connect
from habeas.store.keys import Key
from habeas.store.meanwhile import flush, flush_folder, meanwhile

Steps = Generator[tuple[int, int], None, None]  # bytes done, bytes in all

DIFFERS = "the copy differs"
_HEAD = "SELECT id, digest FROM edit WHERE open IS NULL ORDER BY id DESC LIMIT 1"


def copy(db: Database, to: Path, *, key: Key | None) -> Steps:
    """Write a copy of the case that ``db`` has open to ``to``, where nothing may be.

    ``db`` is a connection for this alone, that may write; ``key`` is the case's, and the copy's.
    Yields (bytes done, bytes in all): each counts twice, written and checked.  Stopped or failed,
    nothing is there.  Problem, if it cannot be.
    """
    if os.path.lexists(to):
        raise there_already(to)
    try:
        with unfinished(to) as beside:
            yield from written(db, beside, key=key)
            place(beside, to)
    except FileExistsError as error:
        raise there_already(to) from error
    except (OSError, DatabaseError) as error:
        raise Problem(
            _("The copy could not be written: {reason}. The case itself is as it was.").format(
                reason=reason(error)
            )
        ) from error


def kept_older(path: Path) -> list[Path]:
    """The copies of older schemas that ``keep_older`` left beside the case at ``path``."""
    wanted = re.compile(re.escape(path.stem) + r"\.schema-\d+" + re.escape(path.suffix))
    with suppress(OSError):
        return sorted(one for one in path.parent.iterdir() if wanted.fullmatch(one.name))
    return []


def keep_older(path: Path, *, key: Key | None, version: int) -> None:
    """A copy of a case of an older schema beside it, before the first step is taken.

    Problem, and nothing changed, if that cannot be.  One that is there already is left alone.
    """
    to = path.with_name(f"{path.stem}.schema-{version}{path.suffix}")
    if not to.exists():
        with closing(connect(path, writes=True, key=key)) as db:
            for _step in copy(db, to, key=key):
                pass


@contextmanager
def unfinished(to: Path) -> Iterator[Path]:
    """An empty file beside ``to``, hidden, to write in; what is left of it at the end is removed.

    For nobody else's eyes while it is written, and never through a link laid out for us.
    """
    beside = to.with_name(f".{to.name}.unfinished")
    beside.unlink(missing_ok=True)
    os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield beside
    finally:
        for left in (beside, beside.with_name(f"{beside.name}-journal")):
            with suppress(OSError):
                left.unlink(missing_ok=True)


def written(
    db: Database,
    beside: Path,
    *,
    key: Key | None,
    add: Callable[[Database], object] | None = None,
) -> Steps:
    """Write the case that ``db`` has open into the empty file ``beside``, flushed and checked.

    SQLite writes it row by row from one moment of the case, whatever is being written meanwhile.
    ``add`` may put something into it before it is checked.  OSError and DatabaseError as they come;
    DatabaseError with ``DIFFERS`` if it did not come out as it should.
    """
    # SQLCipher answers in text what SQLite answers in numbers.
    size = max(1, int(_one(db, "PRAGMA page_count")) * int(_one(db, "PRAGMA page_size")))
    before = db.execute(_HEAD).fetchone()

    def now() -> tuple[int, int]:
        return min(beside.stat().st_size, size), 2 * size

    yield now()
    yield from meanwhile(
        lambda: db.execute("VACUUM INTO ?", [str(beside)]).fetchall(),
        stop=db.conn.interrupt,
        told=now,
    )
    if add is not None:
        with closing(connect(beside, writes=True, key=key)) as made:
            add(made)
    yield from meanwhile(lambda: flush(beside), stop=lambda: None, told=now)
    with closing(connect(beside, writes=False, key=key)) as made:
        yield from checked(made, key=key, told=(size, 2 * size))
        after = made.execute(_HEAD).fetchone()
    if not _continues(db, before, after):
        raise DatabaseError(DIFFERS)
    yield 2 * size, 2 * size


def checked(db: Database, *, key: Key | None, told: tuple[int, int]) -> Steps:
    """See that a closed case is whole, through ``db``; DatabaseError if it is not."""
    for pragma, good in (("quick_check", ["ok"]), ("cipher_integrity_check", [])):
        if pragma.startswith("cipher") and key is None:
            continue
        said = yield from meanwhile(
            partial(_said, db, pragma),
            stop=db.conn.interrupt,
            told=lambda: told,
        )
        if said != good:
            raise DatabaseError(DIFFERS)


def place(beside: Path, to: Path) -> None:
    """Give a finished file its name at once; FileExistsError if something has that name."""
    try:
        os.link(beside, to)  # unlike a renaming, it never replaces
    except FileExistsError:
        raise
    except OSError as error:  # no hard links here: FAT, some shares
        if error.errno == errno.EXDEV:
            raise
        if os.path.lexists(to):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        beside.rename(to)
    else:
        beside.unlink()
    flush_folder(to.parent)


def head(db: Database) -> tuple[int, str]:
    """The last Edit of a case and its digest: two cases that share it are the same up to there."""
    found = db.execute(_HEAD).fetchone()
    return (int(found[0]), str(found[1])) if found else (0, "")


def there_already(path: Path) -> Problem:
    """What is said instead of writing over a file."""
    return Problem(
        _("“{name}” is there already. Nothing was changed; choose another name.").format(
            name=path.name
        )
    )


def reason(error: Exception) -> str:
    """Why a file could not be written, as part of a sentence; never with its path."""
    words = str(error).lower()
    if "full" in words or getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT):
        return _("the disk is full")
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    if "unable to open" in words or "readonly" in words:
        return _("its folder cannot be written to")
    if "disk i/o" in words:
        return _("the disk failed")
    if DIFFERS in words:
        return _("what was written did not come out the same, and was thrown away")
    return str(error)


def _one(db: Database, sql: str) -> Any:
    return db.execute(sql).fetchone()[0]


def _said(db: Database, pragma: str) -> list[Any]:
    return [row[0] for row in db.execute(f"PRAGMA {pragma}").fetchall()]


def _continues(db: Database, before: tuple[int, str] | None, after: tuple[int, str] | None) -> bool:
    """Whether the copy ends with an Edit of the case, and not with one from before it was begun."""
    if after is None:
        return before is None
    found = db.execute("SELECT digest FROM edit WHERE id = ?", [after[0]]).fetchone()
    grown = before is None or after[0] >= before[0]
    return grown and found is not None and found[0] == after[1]

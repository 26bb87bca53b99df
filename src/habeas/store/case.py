"""One open case file: create, open, the one write path, reading, closing."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

from habeas.errors import Problem
from habeas.i18n import _
from habeas.store import captures, changes, desk, journal, migrations, search, triggers
from habeas.store.changes import Changes
from habeas.store.driver import Database, DatabaseError, OperationalError, connect
from habeas.store.edit import Edit, check
from habeas.store.journal import Step
from habeas.store.records import from_row
from habeas.store.rows import Rows
from habeas.store.search import Hit
from habeas.store.tables import RECORDS

R = TypeVar("R")


def now() -> str:
    """This moment: UTC, ISO 8601, to the second."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Case:
    """An open case.  One connection writes; each thread reads through one of its own."""

    def __init__(self, path: Path, db: Database) -> None:
        self.path = path
        self.last = Changes()
        self._db = db
        self._writing = threading.RLock()
        self._writer: int | None = None
        self._own = threading.local()
        self._readers: list[Database] = []
        self._steps: tuple[int, list[Step], list[Step]] = (-1, [], [])

    @classmethod
    def create(cls, path: Path | str) -> Self:
        """A new, empty case at ``path``; Problem if something is there or it cannot be written."""
        path = Path(path)
        if path.exists():
            raise Problem(
                _("“{name}” is there already. Nothing was changed; choose another name.").format(
                    name=path.name
                )
            )
        try:
            db = connect(path, writes=True)
            db.execute("PRAGMA page_size=8192")
            _prepare(db)
        except (DatabaseError, OSError) as error:
            raise _cannot(path, error) from error
        return cls(path, db)

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """The case at ``path``; Problem in plain words if it is not one, or is too new."""
        path = Path(path)
        _refuse_foreign(path)
        try:
            db = connect(path, writes=True)
        except (DatabaseError, OSError) as error:
            raise _cannot(path, error) from error
        try:
            _refuse_unknown(path, db)
            _prepare(db)
        except (DatabaseError, OSError) as error:
            db.close()
            raise _cannot(path, error) from error
        except Problem:
            db.close()
            raise
        return cls(path, db)

    def close(self) -> None:
        """Close every connection; the case is one file again, with nothing beside it."""
        with self._writing:
            for reader in self._readers:
                reader.close()
            self._readers.clear()
            self._own = threading.local()
            try:
                self._db.execute("PRAGMA journal_mode=DELETE").fetchall()
            except OperationalError:
                pass  # another window still reads it; the last one to close tidies up
            self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @contextmanager
    def edit(self, label: str) -> Iterator[Edit]:
        """One act of the user, named by ``label`` (English; shown translated).  All or nothing."""
        with self._transaction(label, act="act", undoes=None) as edit:
            yield edit

    def undo(self) -> Changes | None:
        """Take the last act back, as an Edit of its own; None if there is nothing to undo."""
        return self._step_back(self.steps()[0], act="undo")

    def redo(self) -> Changes | None:
        """Take the last undo back; None if there is none."""
        return self._step_back(self.steps()[1], act="redo")

    def steps(self) -> tuple[list[Step], list[Step]]:
        """What can be undone and redone, the next one last; the same after a restart."""
        number = self.read.execute("SELECT coalesce(max(id), 0) FROM edit").fetchone()[0]
        if self._steps[0] != number:
            self._steps = (number, *journal.stacks(self.read))
        return self._steps[1], self._steps[2]

    @property
    def read(self) -> Database:
        """The connection to read with in this thread: inside an Edit, the one that writes."""
        if self._writer == threading.get_ident():
            return self._db
        own: Database | None = getattr(self._own, "db", None)
        if own is None:
            own = connect(self.path, writes=False)
            self._own.db = own
            self._readers.append(own)
        return own

    def get(self, kind: type[R], ident: int) -> R:
        """The record with this id; LookupError if there is none."""
        sql = f"SELECT * FROM [{RECORDS[kind]}] WHERE id = ?"
        for row in self.read.query(sql, [ident]):
            found: R = from_row(kind, row)
            return found
        raise LookupError(f"no {kind.__name__} {ident}")

    def select(self, kind: type[R], rest: str = "", *params: Any) -> list[R]:
        """The records that ``rest`` (WHERE ... ORDER BY ...) finds."""
        sql = f"SELECT * FROM [{RECORDS[kind]}] {rest}"
        return [from_row(kind, row) for row in self.read.query(sql, params)]

    def query(self, sql: str, *params: Any) -> list[dict[str, Any]]:
        """The rows of a query, as dictionaries."""
        return list(self.read.query(sql, params))

    def rows(self, *, find: str, show: str, params: tuple[Any, ...] = ()) -> Rows:
        """A list that reads its rows when they are drawn."""
        return Rows(self.read, find=find, show=show, params=params)

    def text(self, layer: str) -> str:
        """The whole text of a layer."""
        return captures.text(self.read, layer)

    def original(self, sha256: str) -> bytes:
        """The bytes of a capture."""
        return b"".join(captures.read(self.read, sha256))

    def search(self, typed: str, *, limit: int = 30) -> list[Hit]:
        """Sources, passages, claims, events, places and actors that hold the typed words."""
        return search.find(self.read, typed, limit=limit)

    def copy_to(self, path: Path) -> None:
        """Write a whole copy of the case, as one file, to a place where nothing is."""
        if path.exists():
            raise Problem(
                _("“{name}” is there already. Nothing was changed; choose another name.").format(
                    name=path.name
                )
            )
        try:
            self.read.execute("VACUUM INTO ?", [str(path)])
        except DatabaseError as error:
            path.unlink(missing_ok=True)
            raise _not_written(error) from error

    def put(self, key: str, value: Any) -> None:
        """Keep view state in the case; it is no part of the record and has no history."""
        with self._writing:
            desk.put(self._db, key, value)

    def desk(self, key: str, default: Any = None) -> Any:
        """View state kept with ``put``."""
        return desk.get(self.read, key, default)

    def desk_keys(self, prefix: str) -> list[str]:
        """Keys of kept view state that begin with ``prefix``."""
        return desk.keys(self.read, prefix)

    def _step_back(self, steps: list[Step], *, act: str) -> Changes | None:
        if not steps:
            return None
        step = steps[-1]
        with self._transaction(step.label, act=act, undoes=step.edit):
            journal.replay_back(self._db, step.edit)
        return self.last

    @contextmanager
    def _transaction(self, label: str, *, act: str, undoes: int | None) -> Iterator[Edit]:
        with self._writing:
            if self._writer is not None:
                raise AssertionError("an Edit is open already: pass it on instead of opening another")
            self._writer = threading.get_ident()
            try:
                self._db.execute("BEGIN IMMEDIATE")
                number = _begin(self._db, label=label, act=act, undoes=undoes)
                yield Edit(self._db, number=number, label=label)
                self.last = _finish(self._db, number)
                self._db.execute("COMMIT")
            except BaseException as error:
                if self._db.conn.in_transaction:
                    self._db.execute("ROLLBACK")
                if isinstance(error, DatabaseError):
                    raise _not_written(error) from error
                raise
            finally:
                self._writer = None


def _begin(db: Database, *, label: str, act: str, undoes: int | None) -> int:
    cursor = db.execute(
        "INSERT INTO edit (label, started, act, undoes, schema, open) VALUES (?,?,?,?,?,1)",
        [label, now(), act, undoes, migrations.SCHEMA],
    )
    return int(cursor.lastrowid or 0)


def _finish(db: Database, number: int) -> Changes:
    found = changes.of(db, number)
    check(db, found.rows)
    if not found.rows:
        db.execute("DELETE FROM edit WHERE id = ?", [number])
        return found
    search.refresh(db, found.rows)
    journal.seal(db, number)
    db.execute("UPDATE edit SET open = NULL, finished = ? WHERE id = ?", [now(), number])
    return found


def _prepare(db: Database) -> None:
    db.execute("PRAGMA journal_mode=WAL").fetchall()
    db.execute("PRAGMA synchronous=FULL")
    migrations.steps.apply(db)
    if not triggers.sound(db):
        raise Problem(
            _(
                "This case was changed by another program: its journal would miss what you write. "
                "It was not opened and nothing was changed. Open a copy made earlier."
            )
        )


def _refuse_foreign(path: Path) -> None:
    if path.is_dir():
        raise Problem(
            _("“{name}” is a folder, not a case. Choose a file that ends in .habeas.").format(
                name=path.name
            )
        )
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise _cannot(path, error) from error
    if head != b"SQLite format 3\x00":
        raise _no_case(path)


def _refuse_unknown(path: Path, db: Database) -> None:
    if db.execute("PRAGMA application_id").fetchone()[0] != migrations.APPLICATION_ID:
        raise _no_case(path)
    if db.execute("PRAGMA user_version").fetchone()[0] > migrations.SCHEMA:
        raise Problem(
            _(
                "“{name}” was made by a newer Habeas. It was not opened and nothing was changed. "
                "Open it with the newer version."
            ).format(name=path.name)
        )


def _no_case(path: Path) -> Problem:
    return Problem(
        _(
            "“{name}” is not a Habeas case. Nothing was changed. To bring it in as a source, "
            "open a case and use Add sources…"
        ).format(name=path.name)
    )


def _cannot(path: Path, error: Exception) -> Problem:
    return Problem(
        _("“{name}” cannot be opened: {reason}. Nothing was changed.").format(
            name=path.name, reason=getattr(error, "strerror", None) or error
        )
    )


def _not_written(error: Exception) -> Exception:
    words = str(error).lower()
    if "full" in words or "disk i/o" in words:
        return Problem(
            _(
                "The disk is full, so this was not written. Everything from before is kept. "
                "Make room and do it again."
            )
        )
    if "readonly" in words or "locked" in words:
        return Problem(
            _(
                "The case cannot be written to just now. Everything from before is kept. "
                "Check that no other program holds it and do it again."
            )
        )
    return error

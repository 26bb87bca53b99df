"""One open case file: create, open, the one write path, reading, closing."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from habeas.i18n import N_
from habeas.store import (
    acting,
    captures,
    changes,
    damage,
    desk,
    journal,
    keys,
    opening,
    past,
    purging,
    search,
    undoing,
)
from habeas.store.acting import Act
from habeas.store.changes import Changes
from habeas.store.connections import Connections, showing
from habeas.store.driver import BUSY_SECONDS, Database, DatabaseError
from habeas.store.edit import Edit, Unsupported
from habeas.store.holding import Hold
from habeas.store.journal import Step, User
from habeas.store.keys import Key
from habeas.store.purging import Doomed
from habeas.store.records import from_row
from habeas.store.rows import Rows
from habeas.store.search import Hit
from habeas.store.tables import RECORDS

if TYPE_CHECKING:
    from habeas.store.findings import Report

R = TypeVar("R")

_TRIES = 20  # that undo begins again because another window wrote meanwhile


class _Overtaken(Exception):
    """What was to be taken back is no longer the last act."""


class Case:
    """An open case.  One connection writes; each thread reads through one of its own.

    ``user`` is whom the history names; ``key`` is None for a case that is not locked; ``moment``
    is the Edit after which the record is shown, for a view of the past, which only reads.
    """

    def __init__(
        self,
        path: Path,
        db: Database,
        *,
        hold: Hold,
        key: Key | None = None,
        then: tuple[int, list[Database]] | None = None,
    ) -> None:
        self.path = path
        self.last = Changes()
        self.user = User()
        self.key = key
        self.moment = then[0] if then else None
        self._file = Connections(path, db, hold=hold, key=key, then=then)
        self._db = db
        self._steps = journal.Steps()

    @classmethod
    def create(
        cls, path: Path | str, passphrase: str | None = None, *, cost: int = keys.USUAL
    ) -> Self:
        """A new, empty case at ``path``, locked if a passphrase is given.

        ``cost`` says how much work its key takes (``keys.USUAL``; ``keys.CHEAP`` for tests).
        Problem if something is there, it cannot be written, or the passphrase is empty.
        """
        path = Path(path)
        key = None if passphrase is None else keys.derive(passphrase, keys.new_salt(cost))
        with keys.forgotten_unless_taken(key):
            db, hold = opening.found(path, key)
        return cls(path, db, hold=hold, key=key)

    @classmethod
    def open(
        cls,
        path: Path | str,
        passphrase: str | None = None,
        *,
        key: Key | None = None,
        read_only: bool = False,
    ) -> Self:
        """The case at ``path``, by its passphrase or its key if it is locked.

        Problem in plain words if it is not a case, or is too new; ``keys.Locked`` if it is locked
        and what was given does not open it; ``holding.Held`` if another Case, here or in another
        program, writes to it: ``read_only`` it can be opened all the same, and follows the other.
        """
        path = Path(path)
        own = None if key else opening.key_for(path, passphrase)
        with keys.forgotten_unless_taken(own):
            db, hold = opening.enter(path, key or own, read_only=read_only)
        return cls(path, db, hold=hold, key=key or own)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written here: another Case writes, or the past is shown."""
        return not self._file.hold.writes

    @property
    def hold(self) -> Hold:
        """What this Case has of its file: ``guarded``, ``parted``, and its ``holder`` elsewhere."""
        return self._file.hold

    def take_hold(self) -> bool:
        """Become the one who writes, if nobody else does; whether that is so now."""
        return self._file.take_hold()

    @property
    def gone(self) -> bool:
        """Whether the file was moved, replaced or removed: then a copy should be saved at once.

        To be asked now and then: what was done last is then brought into the file that was moved.
        """
        return self._file.is_gone()

    def close(self) -> None:
        """Close every connection; the case is one file again, with nothing beside it."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @contextmanager
    def edit(self, label: str) -> Iterator[Edit]:
        """One act of the user, named by ``label`` (English; shown translated).  All or nothing."""
        with self._transaction(label, act="act", undoes=None) as edit:
            yield edit

    @contextmanager
    def edit_giving_way(self, label: str) -> Iterator[Edit]:
        """As ``edit``, for what takes long: ``acting.GaveWay``, and nothing done, if another waits.

        It is to be done again when nobody does: ``is_wanted`` tells.
        """
        with self._transaction(label, act="act", undoes=None, gives_way=True) as edit:
            yield edit

    @property
    def is_wanted(self) -> bool:
        """Whether another thread waits to write."""
        return self._file.is_wanted

    @contextmanager
    def beside(self) -> Iterator[Database]:
        """Write what is no part of the record, such as files that wait: without an Edit."""
        with acting.beside(self._file) as db:
            yield db

    @contextmanager
    def beginning(self, label: str) -> Iterator[Edit]:
        """An Edit that lays the ground of a case: it is in the history, and undo stops at it."""
        with self._transaction(label, act="migration", undoes=None) as edit:
            yield edit

    @contextmanager
    def recording(self, label: str) -> Iterator[Edit]:
        """An Edit for what happened outside (an export, a seal): undo passes it by."""
        with self._transaction(label, act="record", undoes=None) as edit:
            yield edit

    def undo(self) -> Changes | None:
        """Take the last act back, as an Edit of its own; None if there is nothing to undo."""
        return _whole(self.stepping("undo"))

    def redo(self) -> Changes | None:
        """Take the last undo back; None if there is none."""
        return _whole(self.stepping("redo"))

    def undo_one(self, edit: int) -> Changes:
        """Take one old act back by itself, as an Edit of its own that redo takes back again.

        Problem, with the Edits in the way by name, if that cannot be (``undoing.why_not``).
        """
        row = self.read.execute("SELECT label FROM edit WHERE id = ?", [edit]).fetchone()
        if row is None:
            raise LookupError(f"no Edit {edit}")
        with self._file.turn():
            with (
                damage.taking_back(Unsupported),
                self._transaction(row[0], act="undo", undoes=edit),
            ):
                hindrance = undoing.why_not(self._db, edit, self._steps)
                if hindrance is not None:
                    raise undoing.refusal(hindrance)
                for _some in journal.replay_back(self._db, edit):
                    pass
            return self.last

    def purge(self, doomed: Doomed, *, reason: str) -> Iterator[None]:
        """Erase for good, in one act; a place to stop at each yield: then nothing was done."""
        ending = partial(purging.empty, doomed=doomed)
        with self._transaction(N_("Purge"), act="purge", undoes=None, ending=ending) as edit:
            yield from purging.take_out(edit, doomed, reason=reason)

    def steps(self) -> tuple[list[Step], list[Step]]:
        """What can be undone and redone, the next one last; the same after a restart."""
        self._steps = found = journal.steps(self.read, self._steps)
        return list(found.undo), list(found.redo)

    def last_edit(self) -> int:
        """The number of the last Edit, by whichever window; 0 if there is none."""
        return int(self.read.execute("SELECT coalesce(max(id), 0) FROM edit").fetchone()[0])

    def changes_since(self, after: int, *, last: int) -> Changes:
        """What the Edits behind number ``after``, up to ``last``, touched."""
        return changes.since(self.read, after, last=last)

    @property
    def read(self) -> Database:
        """The connection to read with in this thread: inside an Edit, the one that writes."""
        return self._file.read

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
        for _step in self.copying_to(path):
            pass

    def copying_to(self, path: Path) -> Generator[tuple[int, int], None, None]:
        """As ``copy_to``, but a generator: yields (bytes done, bytes in all), closed it stops.

        A case whose file is gone is copied all the same, as long as it is open.
        """
        yield from self._file.copy_to(path)

    def verify(self) -> Report:
        """Look at everything the case holds and say what does not fit: ``verifying.verify`` whole.

        Takes a few times as long as hashing the file; bench/verify.py measures it.
        """
        from habeas.store import verifying  # seldom needed

        return _whole(verifying.verify(self))

    def edit_at(self, moment: datetime) -> int:
        """The number of the last Edit that was finished at ``moment`` (with zone); 0 if none."""
        return past.edit_at(self.read, moment)

    def as_known(self, edit: int) -> Generator[tuple[int, int], None, Self]:
        """The record as it stood after Edit ``edit``: a Case of its own, to be closed, to be read.

        A generator: yields (done, total) steps and returns the Case.
        """
        key = None if self.key is None else self.key.copy()
        made, hold = yield from showing(self.path, edit, key=key)
        return type(self)(self.path, made.pop(), hold=hold, key=key, then=(edit, made))

    def put(self, key: str, value: Any, *, wait: bool = True) -> bool:
        """Keep view state in the case; it is no part of the record and has no history.

        Without ``wait``: False, and nothing kept, while another thread or another window writes.
        In a view of the past nothing is kept: where one was there is of no use later.
        """
        if self.moment is not None:
            return True
        if not self._file.take_turn(wait=wait):
            return False
        try:
            self._file.refuse_to_write()
            desk.put(self._db, key, value, patience=BUSY_SECONDS if wait else 0.0)
        except DatabaseError as error:
            if not wait and "locked" in str(error).lower():
                return False
            raise (opening.not_written(error) or error) from None
        finally:
            self._file.writing.release()
        return True

    def desk(self, key: str, default: Any = None) -> Any:
        """View state kept with ``put``."""
        return desk.get(self.read, key, default)

    def desk_keys(self, prefix: str) -> list[str]:
        """Keys of kept view state that begin with ``prefix``."""
        return desk.keys(self.read, prefix)

    def stepping(self, act: str) -> Generator[int, None, Changes | None]:
        """Undo or redo (``act``) as work: yields the entries taken back, each a place to stop.

        Stopped, it leaves the case as it was; what it returns is as of ``undo``.
        """
        self._file.refuse_to_write()
        with self._file.turn():
            for _again in range(_TRIES):
                if (step := self._next(act)) is None:
                    return None
                try:
                    with (
                        damage.taking_back(Unsupported),
                        self._transaction(step.label, act=act, undoes=step.edit),
                    ):
                        self._refuse_overtaken(act, step)
                        yield from journal.replay_back(self._db, step.edit)
                except _Overtaken:
                    continue
                return self.last
        raise damage.contradicted()  # no other window is that quick

    def _refuse_overtaken(self, act: str, step: Step) -> None:
        """Another window may have written before this one could begin to."""
        if self._next(act) != step:
            raise _Overtaken

    def _next(self, act: str) -> Step | None:
        steps = self.steps()[0 if act == "undo" else 1]
        return steps[-1] if steps else None

    @contextmanager
    def _transaction(
        self,
        label: str,
        *,
        act: str,
        undoes: int | None,
        ending: Callable[[Database, int], object] | None = None,
        gives_way: bool = False,
    ) -> Iterator[Edit]:
        done = Act(label, self.user, act, undoes, ending, gives_way)
        with acting.transaction(self._file, done) as edit:
            yield edit
        self.last = done.changes


def _whole(work: Generator[Any, None, R]) -> R:
    """Go through it without stopping."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: R = end.value
            return found

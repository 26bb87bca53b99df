"""One case file as it is open here: the connection that writes, one reader for each thread."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from weakref import WeakSet

from habeas import guarding
from habeas.store import copying, holding, known, opening, past, surroundings
from habeas.store.driver import Database, DatabaseError, connect
from habeas.store.holding import Hold
from habeas.store.keys import Key

_PATIENCE = 0.002  # seconds between two looks at who writes: much less than a frame


class Connections:
    """``db`` writes, by the thread ``writer`` if one does, under the lock ``writing``.

    ``moment`` and ``prepared`` are those of a view of the past: the Edit after which the record is
    shown, and connections that show it already, which threads take one each.
    """

    def __init__(
        self, path: Path, db: Database, *, hold: Hold, key: Key | None,
        then: tuple[int, list[Database]] | None,
    ) -> None:  # fmt: skip
        self.path = path
        self.db = db
        self.hold = hold
        self.key = key
        self.moment = then[0] if then else None
        self.writing = threading.RLock()
        self.writer: int | None = None
        self._gives_way = False  # whether what is being written is taken back for whoever waits
        self._waiting = 0  # threads that want to write and cannot yet
        self._counting = threading.Lock()
        self._prepared = then[1] if then else []
        self._own = threading.local()
        # Held weakly: the reader of a thread that ended goes with it, unless Rows still read by it.
        self.readers: WeakSet[Database] = WeakSet()
        self._opening = threading.Lock()
        self._closed = False

    @property
    def read(self) -> Database:
        """The connection to read with in this thread: inside an Edit, the one that writes."""
        if self.writer == threading.get_ident():
            return self.db
        own: Database | None = getattr(self._own, "db", None)
        if own is None:
            if self._closed:
                raise AssertionError("the case is closed")
            own = self._connect()
            self._own.db = own
            with self._opening:
                self.readers.add(own)
        return own

    @property
    def is_wanted(self) -> bool:
        """Whether some thread waits to write."""
        return self._waiting > 0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The right of this thread to write, once nobody else does.

        What gives way is interrupted at whatever statement it is.
        """
        self.take_turn(wait=True)
        try:
            yield
        finally:
            self.writing.release()

    def take_turn(self, *, wait: bool) -> bool:
        """Have the right to write until ``writing`` is released; False if another thread writes."""
        if self.writing.acquire(blocking=False):
            return True
        if wait:
            self._wait()
        return wait

    def give_way(self) -> None:
        """What this thread writes is taken back as soon as another one wants to write."""
        self._gives_way = True

    def insist(self) -> bool:
        """It is not, from now on: no statement is interrupted.  Whether it was until now."""
        with self._counting:
            before, self._gives_way = self._gives_way, False
        return before

    def _wait(self) -> None:
        with self._counting:
            self._waiting += 1
        try:
            while not self.writing.acquire(timeout=_PATIENCE):
                with self._counting:
                    if self._gives_way:
                        self.db.conn.interrupt()
        finally:
            with self._counting:
                self._waiting -= 1

    def take_hold(self) -> bool:
        """Become the one who writes, if nobody else does; whether that is so now."""
        with self.turn():
            if self.moment is not None or not self.hold.to_write():
                return False
            try:
                opening.begin_writing(self.db, ahead=surroundings.may_journal_ahead(self.path))
            except DatabaseError:
                self.hold.to_read()
                return False
        return True

    def is_gone(self) -> bool:
        """Whether the file was moved, replaced or removed.

        Then what lies in the journal beside its old place is brought into it, wherever it is: it
        would be missing there, and would spoil whatever has its name now.
        """
        if not self.hold.is_gone():
            return False
        if self.hold.writes and self.writing.acquire(blocking=False):
            try:
                if not self.db.conn.in_transaction:
                    opening.gather(self.db)
            finally:
                self.writing.release()
        return True

    def refuse_to_write(self) -> None:
        """A Problem, if nothing can be written through this Case."""
        if self.moment is not None:
            raise past.only_read()
        if not self.hold.writes:
            raise holding.only_read(self.hold.holder)
        if self.is_gone():
            raise holding.Gone(self.path)

    def copy_to(self, path: Path) -> Generator[tuple[int, int], None, None]:
        """Write a whole copy of the case to ``path``: ``copying.copy``.

        One whose file is gone is copied from the connection that still has it.
        """
        if self.hold.is_gone():
            with self.turn():
                yield from copying.copy(self.db, path, key=self.key)
        else:
            with closing(connect(self.path, writes=True, key=self.key)) as db:
                yield from copying.copy(db, path, key=self.key)
        known.keep(path)

    def close(self) -> None:
        """Close them all; the case is one file again, with nothing beside it.  Twice is once.

        Of a locked case, what SQLite held of it in memory is overwritten.
        """
        with self.turn(), guarding.wiping(self.key is not None):
            if self._closed:
                return
            self._closed = True
            with self._opening:
                readers = list(self.readers)
            for reader in [*readers, *self._prepared]:
                reader.close()
            whole = False
            try:
                if self.moment is None and self.hold.to_write():
                    whole = opening.tidy(self.db)
            finally:
                self.db.close()
                if whole and not self.hold.is_gone():
                    known.keep(self.path)
                self.hold.release()
                if self.key is not None:
                    self.key.forget()

    def _connect(self) -> Database:
        if self._prepared:
            return self._prepared.pop()
        db = connect(self.path, writes=False, key=self.key)
        if self.hold.is_gone():  # it would read whatever lies there now
            db.close()
            raise holding.Gone(self.path)
        if self.moment is not None:
            for _step in past.settle(db, self.moment):
                pass
        return db


def showing(
    path: Path, edit: int, *, key: Key | None
) -> Generator[tuple[int, int], None, tuple[list[Database], Hold]]:
    """Connections that show the record as it stood after ``edit``, and a hold to read by.

    Yields (done, total) steps; closed at any of these nothing is left open, and ``key`` forgotten.
    """
    made: list[Database] = []
    try:
        for n in range(past.CONNECTIONS):
            made.append(connect(path, writes=False, key=key))
            for done, total in past.settle(made[-1], edit):
                yield n * total + done, past.CONNECTIONS * total
        return made, holding.hold(path, head=opening.head_of(key), read_only=True)
    except BaseException:
        for db in made:
            db.close()
        if key is not None:
            key.forget()
        raise

"""One Edit from its first row to its place on the disk, and who writes when two want to.

Most Edits are short, and whoever wants to write meanwhile waits.  One that brings in thousands of
files is different: it gives way, which means that it is taken back at once and done again later.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from habeas.store import damage, holding, journal, migrations, opening
from habeas.store.changes import Changes
from habeas.store.connections import Connections
from habeas.store.driver import Database
from habeas.store.edit import Edit, finish, ground
from habeas.store.journal import User


class GaveWay(Exception):
    """An Edit that gives way was taken back, for somebody else wants to write: do it again."""


@dataclass(slots=True)
class Act:
    """What an Edit is (see ``journal.begin``); ``changes`` are what it touched, once it is kept.

    ``ending`` runs when the Edit is sealed and before it is kept.  With ``gives_way`` it ends in
    GaveWay as soon as somebody else wants to write.
    """

    label: str
    user: User
    act: str = "act"
    undoes: int | None = None
    ending: Callable[[Database, int], object] | None = None
    gives_way: bool = False
    changes: Changes = field(default_factory=Changes)


@contextmanager
def transaction(file: Connections, act: Act) -> Iterator[Edit]:
    """Do ``act``: all of it is kept at the end of the block, or nothing is."""
    with _writing(file, gives_way=act.gives_way):
        number = journal.begin(
            file.db, label=act.label, act=act.act, schema=migrations.SCHEMA, undoes=act.undoes,
            user=act.user,
        )  # fmt: skip
        before = ground(file.db)
        yield Edit(file.db, number=number, label=act.label)
        found = finish(file.db, number, before=before)
        file.hold.refuse_gone()
        if act.ending is not None:
            act.ending(file.db, number)
        file.insist()
        file.db.execute("COMMIT" if found else "ROLLBACK")
        act.changes = found or Changes(label=act.label)


@contextmanager
def beside(file: Connections) -> Iterator[Database]:
    """Write what belongs to the case and not to its record: there is no Edit, and no history.

    All that is written in the block is kept at its end, or nothing is.
    """
    with _writing(file, gives_way=False):
        yield file.db
        file.db.execute("COMMIT")


@contextmanager
def _writing(file: Connections, *, gives_way: bool) -> Iterator[None]:
    """A transaction, to be committed in the block; what is not is rolled back."""
    with file.turn():
        if file.writer is not None:
            raise AssertionError("an Edit is open already: pass it on, do not open another")
        file.refuse_to_write()
        file.writer = threading.get_ident()
        try:
            file.db.execute("BEGIN IMMEDIATE")
            if gives_way:
                file.give_way()
            yield
        except BaseException as error:
            was_in_the_way = file.insist()
            if file.db.conn.in_transaction:
                file.db.execute("ROLLBACK")
            told = _told(file, error, gave_way=was_in_the_way)
            if told is error:
                raise
            raise told from error
        finally:
            file.insist()
            file.writer = None


def _told(file: Connections, error: BaseException, *, gave_way: bool) -> BaseException:
    """The error to raise in place of one that ended a transaction."""
    if file.is_gone():
        return holding.Gone(file.path)
    if not isinstance(error, damage.WORLDLY):
        return error
    if gave_way and "interrupted" in str(error):
        return GaveWay()
    return opening.not_written(error) or error

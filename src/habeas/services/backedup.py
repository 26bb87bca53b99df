"""Which backups still hold what is to be purged from a case, or may hold it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from habeas.errors import Problem
from habeas.store import backups, triggers
from habeas.store.backups import Backup
from habeas.store.case import Case
from habeas.store.driver import DatabaseError, connect
from habeas.store.keys import Key


def holding(case: Case, folder: Path, kind: str, ident: int) -> Iterator[Backup | None]:
    """The backups of ``case`` in ``folder`` that hold this source, claim, actor or place.

    So are those that the key of today does not open: nobody can say that they do not.  None is
    yielded for each that was looked into, as a place to stop.
    """
    yield from _among(backups.backups_of(folder, case.read, key=case.key), case, kind, ident)


def beside(case: Case, kind: str, ident: int) -> Iterator[Backup | None]:
    """As ``holding``, of what lies beside the case since it was brought up to date."""
    yield from _among(backups.kept_beside(case.path), case, kind, ident)


def _among(some: list[Backup], case: Case, kind: str, ident: int) -> Iterator[Backup | None]:
    for backup in some:
        yield None
        if _may_hold(backup, case.key if backup.locked else None, kind, ident):
            yield backup


def _may_hold(backup: Backup, key: Key | None, kind: str, ident: int) -> bool:
    if backup.locked and key is None:
        return True
    try:
        with closing(connect(backup.path, writes=False, key=key)) as db:
            table = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'entry'"
            if db.execute(table).fetchone() is None:  # a view could ask anything
                return True
            # Once it was put in, the journal has an entry of it; a purge leaves the entry, empty.
            wanted = "SELECT 1 FROM entry WHERE tbl = ? AND row = ?"
            if "purged" in triggers.columns(db, "entry"):  # not in the first schema
                wanted += " AND purged IS NULL"
            return db.execute(wanted, [kind, ident]).fetchone() is not None
    except (DatabaseError, OSError, Problem):
        return True

"""One round of backing up: what runs in the lane, and what came of it."""

from __future__ import annotations

import threading
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from habeas import i18n, settings
from habeas.errors import Problem
from habeas.i18n import _
from habeas.ui.jobs import Progress, Work

if TYPE_CHECKING:
    from habeas.store.backups import Backup
    from habeas.store.case import Case
    from habeas.store.keys import Key


@dataclass(slots=True, eq=False)
class Round:
    """A backup of the case at ``path``; ``key`` is a copy of its key, forgotten at the end.

    ``asked`` by the user; ``beside`` the open case, and then not on a share; with ``case`` it only
    looks when the last one was made.  ``over`` is set when the thread has what came of it.
    """

    path: Path
    key: Key | None
    asked: bool = False
    beside: bool = False
    case: Case | None = None
    made: Backup | None = None
    failed: str = ""
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def looks(self) -> bool:
        """Whether no backup is made."""
        return self.case is not None

    def is_of(self, path: Path) -> bool:
        """Whether it reads this file, or may."""
        try:
            return self.path.samefile(path)
        except OSError:
            return self.path == path


def going(this: Round) -> Work:
    """Go through the round; a Problem is what came of it and not an error."""
    try:
        yield Progress()
        if this.case is not None:
            this.made = _latest(this.case)
        else:
            yield from _back_up(this)
    except Problem as problem:
        this.failed = str(problem)
        if this.key is not None:  # it may be kept in the settings until a case is open again
            this.failed = this.failed.replace(this.path.name, f"…{this.path.suffix}")
    except OSError as error:
        this.failed = str(_no_place(error))
    finally:
        this.over.set()


def folder() -> Path:
    """Where backups are kept: the folder of the user's, or ours.  OSError if ours cannot be."""
    from habeas.store import backups

    chosen = settings.load().backup_folder
    return Path(chosen) if chosen else backups.default_folder()


def folders() -> list[Path]:
    """Every folder in which backups may lie: the one of today first."""
    from habeas.store import backups

    found = [folder()]
    with suppress(OSError):
        found.append(backups.default_folder())
    return list(dict.fromkeys(found))


def when(made: datetime) -> str:
    """A time by the clock of this computer, as it is written in a sentence."""
    from babel.dates import format_datetime

    return str(format_datetime(made.astimezone(), "d MMM y, HH:mm", locale=i18n.language()))


def _back_up(this: Round) -> Work:
    from habeas.store import backups, surroundings

    if this.beside and not surroundings.may_journal_ahead(this.path):
        return  # whoever reads there keeps the one who writes waiting
    with closing(backups.back_up(this.path, folder(), key=this.key)) as steps:
        while True:
            try:
                done, total = next(steps)
            except StopIteration as end:
                this.made = end.value
                return
            yield Progress(done, total)


def _latest(case: Case) -> Backup | None:
    from habeas.store import backups

    return backups.latest(folder(), case.read, key=case.key)


def _no_place(error: OSError) -> Problem:
    return Problem(
        _(
            "No backup was made: the folder for backups cannot be used ({reason}). The case is as "
            "it was. Choose another folder under Case > Safekeeping > Backups…"
        ).format(reason=error.strerror or type(error).__name__)
    )

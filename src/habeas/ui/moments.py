"""The moments as of which the record can be shown: in words, found, and made ready."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from habeas import i18n
from habeas.ui.jobs import Progress, Work

if TYPE_CHECKING:
    # The store is imported after the first frame.
    from habeas.store.case import Case


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time (with zone), and the number of the last Edit that was known by then."""

    edit: int
    when: datetime

    @property
    def words(self) -> str:
        """The time by the clock of this computer: Tue 3 May 2031, 14:10."""
        from babel.dates import format_datetime

        then = self.when.astimezone()
        return str(format_datetime(then, "EEE d MMM y, HH:mm", locale=i18n.language()))


def of_edit(case: Case, edit: int) -> Moment | None:
    """The moment when Edit ``edit`` was there; None if there is no such Edit.

    Its own clock may have been set back: it counts from the latest time reached before it.
    """
    found = case.query("SELECT max(finished) AS at FROM edit WHERE open IS NULL AND id <= ?", edit)
    there = case.query("SELECT 1 FROM edit WHERE open IS NULL AND id = ?", edit)
    return Moment(edit, datetime.fromisoformat(found[0]["at"])) if there else None


def preparing(case: Case, edit: int, *, made: list[Case]) -> Work:
    """Put the record as it stood after ``edit`` into ``made``: it has to be closed from there."""
    steps = case.as_known(edit)
    try:
        while True:
            done, total = next(steps)
            yield Progress(done, total)
    except StopIteration as end:
        made.append(end.value)
    finally:
        steps.close()


def is_writable(path: Path) -> bool:
    """Whether the file of a case and its folder, where SQLite writes beside it, can be written."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def is_same(path: Path, other: Path) -> bool:
    """Whether both are one file; looked up without opening it, which would drop its locks."""
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        return False

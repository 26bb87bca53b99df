"""Adding a few sources at once: by name, by dropping files on the window, by pasting text.

What is more than a few goes through the queue: ``ui/intake``.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from habeas.errors import Incomplete, Problem
from habeas.i18n import N_, _, ngettext
from habeas.ui.desk import Desk
from habeas.ui.jobs import Progress, Work

if TYPE_CHECKING:
    from pathlib import Path

    from habeas.capture.apart.jobs import Outcome as Read
    from habeas.services.collecting import Added
    from habeas.services.intaking import Reads

ADD = N_("Add sources")


@dataclass(slots=True)
class Outcome:
    """What came of adding: the sources, and for what could not be read a sentence each."""

    added: list[Added] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def add_few(desk: Desk, pool: Reads, paths: Sequence[Path], *, told: Sequence[str] = ()) -> None:
    """Read these files and keep them as sources, in one act that can be stopped and undone.

    ``told`` are sentences on what else there was and is not added.
    """
    desk.write(
        _adding(desk, pool, paths, Outcome(failed=list(told))),
        title=_("Adding sources"),
        done=lambda outcome: _tell(desk, outcome),
    )


def add_text(desk: Desk, text: str) -> None:
    """Keep pasted text as a source."""
    desk.write(
        _pasting(desk, text),
        title=_("Adding sources"),
        done=lambda outcome: _tell(desk, outcome),
    )


def _pasting(desk: Desk, text: str) -> Work:
    from habeas import capture
    from habeas.services import collecting

    yield Progress(0, 1, _("pasted text"))
    outcome = Outcome()
    try:
        reading = capture.pasted(text)
    except Problem as problem:
        outcome.failed.append(str(problem))
        return outcome
    with desk.case.edit(ADD) as edit:
        outcome.added.append(collecting.add(edit, reading, how="pasted"))
    return outcome


def _adding(desk: Desk, pool: Reads, paths: Sequence[Path], outcome: Outcome) -> Work:
    from habeas.capture.apart.jobs import Job
    from habeas.capture.apart.jobs import Outcome as Read

    read: list[Read] = []
    done = 0
    yield Progress(0, len(paths), paths[0].name if paths else "")
    for each in pool.watch(Job(path, key=n) for n, path in enumerate(paths)):
        if not isinstance(each, Read):
            yield Progress(done, len(paths))
            continue
        done += 1
        if each.problem:
            outcome.failed.append(each.problem)
        if each.reading is not None:
            read.append(each)
            if not isinstance(each.reading.parts, tuple):
                yield from _keep(desk, read, outcome)  # what is inside comes now, or never
        yield Progress(done, len(paths))
    yield from _keep(desk, read, outcome)
    return outcome


def _keep(desk: Desk, read: list[Read], outcome: Outcome) -> Generator[Progress, None, None]:
    """Keep what was read, in one act and in the order in which it was asked for."""
    from habeas.services import intaking

    if not read:
        return
    with desk.case.edit(ADD) as edit:
        for each in sorted(read, key=lambda each: cast("int", each.job.key)):
            outcome.added.append(intaking.add_outcome(edit, each))
            yield Progress(len(read), len(read))
    read.clear()


def _tell(desk: Desk, outcome: Outcome) -> None:
    new = [added for added in outcome.added if added.new]
    there = [added for added in outcome.added if not added.new]
    if new:
        desk.tell(desk.case.last)
    if there and not new:
        desk.say(_("This source is in the case already; here it is."))
    elif new:
        desk.say(" ".join(_counted(len(new), len(there))))
    if outcome.added:
        desk.ask("source", (new or there)[0].source)
    if outcome.failed:
        kind = Incomplete if outcome.added else Problem
        desk.did_fail.emit(kind("\n\n".join(outcome.failed)))


def _counted(new: int, there: int) -> Iterator[str]:
    yield ngettext("{n} source added.", "{n} sources added.", new).format(n=new)
    if there:
        words = ngettext("{n} was in the case already.", "{n} were in the case already.", there)
        yield words.format(n=there)

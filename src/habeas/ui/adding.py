"""Adding sources from the window: by name, by dropping files on it, by pasting text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.errors import Problem
from habeas.i18n import N_, _, ngettext
from habeas.ui.desk import Desk
from habeas.ui.jobs import Progress, Work

if TYPE_CHECKING:
    from habeas.capture.reading import Reading
    from habeas.services.collecting import Added

ADD = N_("Add sources")


@dataclass(slots=True)
class Outcome:
    """What came of adding: the sources, and for what could not be read a sentence each."""

    added: list[Added] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def add_files(desk: Desk, paths: Sequence[Path]) -> None:
    """Read the files and keep them as sources, in one act that can be stopped and undone."""
    _run(desk, _readers_of(paths), how="file")


def add_text(desk: Desk, text: str) -> None:
    """Keep pasted text as a source."""

    def read() -> Reading:
        from habeas import capture

        return capture.pasted(text)

    _run(desk, [(_("pasted text"), read)], how="pasted")


def _readers_of(paths: Sequence[Path]) -> list[tuple[str, Callable[[], Reading]]]:
    def reader(path: Path) -> Callable[[], Reading]:
        def read() -> Reading:
            from habeas import capture

            return capture.read(path)

        return read

    return [(path.name, reader(path)) for path in paths]


def _run(desk: Desk, readers: list[tuple[str, Callable[[], Reading]]], *, how: str) -> None:
    desk.write(
        _adding(desk, readers, how=how),
        title=_("Adding sources"),
        done=lambda outcome: _tell(desk, outcome),
    )


def _adding(desk: Desk, readers: list[tuple[str, Callable[[], Reading]]], *, how: str) -> Work:
    from habeas.services import collecting

    outcome, readings = Outcome(), []
    for n, (name, read) in enumerate(readers):
        yield Progress(n, len(readers), name)
        try:
            readings.append(read())
        except Problem as problem:
            outcome.failed.append(str(problem))
    if readings:
        with desk.case.edit(ADD) as edit:
            for reading in readings:
                outcome.added.append(collecting.add(edit, reading, how=how))
                yield Progress(len(readers), len(readers), reading.file_name)
    return outcome


def _tell(desk: Desk, outcome: Outcome) -> None:
    new = [added for added in outcome.added if added.new]
    there = [added for added in outcome.added if not added.new]
    if new:
        desk.tell(desk.case.last)
    if there and not new:
        desk.say(_("This source is in the case already; here it is."))
    elif there:
        desk.say(
            ngettext(
                "{n} was in the case already.", "{n} were in the case already.", len(there)
            ).format(n=len(there))
        )
    elif new:
        desk.say(ngettext("{n} source added.", "{n} sources added.", len(new)).format(n=len(new)))
    if outcome.added:
        desk.ask("source", (new or there)[0].source)
    if outcome.failed:
        desk.did_fail.emit(Problem("\n\n".join(outcome.failed)))

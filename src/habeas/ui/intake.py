"""Bringing in files by the thousand, as the window sees it: begun, stopped, gone on with, told.

The work has a lane of its own: it may take an hour, and whatever else writes need not wait for it.
What waits lies in the case, so closing it, or a crash, only interrupts: it is offered again.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from habeas.errors import Problem
from habeas.i18n import _
from habeas.ui import adding, agreeing, asking
from habeas.ui.intakewatch import Watch
from habeas.ui.intakewords import Rate
from habeas.ui.jobs import Job, Lane, Progress, Work

if TYPE_CHECKING:
    # The store is imported after the first frame.
    from habeas.capture.apart.pool import Pool
    from habeas.services.intaking import Pace
    from habeas.store.case import Case
    from habeas.store.intake import Found, State
    from habeas.ui.window import Window

Standing = Literal["idle", "looking", "running", "stopping", "waiting", "done"]

FEW, LITTLE = 250, 30_000_000  # files and bytes from which on there is a queue
_TELL = 1_500  # milliseconds between two times that the rooms are told what came


class Intake(QObject):
    """The queue of the window's case; ``did_change`` when there is something new to say of it.

    ``counts`` are the files in each state, ``pace`` is how far the work that runs is.
    """

    did_change = Signal()
    did_settle = Signal()  # rows of the list are other than they were

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.standing: Standing = "idle"
        self.is_hidden = False
        self.counts: Mapping[State, int] = {}
        self.pace: Pace | None = None
        self.rate = Rate()
        self.bytes_left = 0
        self.found = 0  # files, while folders are gone through
        self._lane: Lane | None = None
        self._job: Job | None = None
        self._pool: Pool | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_TELL)
        self._timer.timeout.connect(self._tell)
        desk = window.desk
        desk.did_open.connect(self._opened)
        desk.did_close.connect(self._closing)
        self.watch = Watch(self, window)

    @property
    def is_running(self) -> bool:
        """Whether files are looked for or brought in."""
        return self._job is not None

    @property
    def waiting(self) -> int:
        """How many files wait to be brought in."""
        return self._count("waiting")

    @property
    def in_inbox(self) -> int:
        """How many files of a watched folder wait for the user to say."""
        return self._count("inbox")

    @property
    def speaks(self) -> bool:
        """Whether there is something to show of it."""
        if self.is_hidden or not self._window.desk.can_write:
            return False
        if self.standing == "looking":
            return self.found > FEW
        return self.standing != "idle" or self.in_inbox > 0

    def bring(self, paths: Sequence[Path]) -> None:
        """Add these files, and those in folders among them: a few at once, many by the queue."""
        agreeing.agree(self._window.desk, paths)
        if self.is_running and self.standing != "looking":
            self._queue_more(paths)
            return
        self._run(_looking(self._window.desk.case, paths), "looking", self._looked)

    def ask_folder(self) -> None:
        """Ask which folder, and bring in what is in it."""
        asking.folder(self._window, _("Add a folder"), lambda path: self.bring([path]))

    def go_on(self) -> None:
        """Bring in what waits."""
        if not self.is_running and self.waiting:
            self._begin()

    def stop(self) -> None:
        """Stop; what is done is done, and the rest waits."""
        if self._job is not None:
            self._job.stop()
            self.standing = "stopping"
            self.did_change.emit()

    def retry(self, ids: Sequence[int]) -> None:
        """Try files again that could not be added, or add those of the inbox."""
        from habeas.store import intake
        from habeas.store.intake import State

        names = intake.paths(self._window.desk.case, ids)
        agreeing.agree(self._window.desk, map(intake.as_path, names))
        self._move(ids, (State.FAILED, State.INBOX, State.LEFT), State.WAITING)
        self.go_on()

    def leave(self, ids: Sequence[int]) -> None:
        """Leave these files of the inbox, or of the queue, where they are."""
        from habeas.store.intake import State

        self._move(ids, (State.INBOX, State.WAITING), State.LEFT)

    def keep_unread(self, ids: Sequence[int]) -> None:
        """Keep the bytes of files that could not be read, without their text."""
        from habeas.services import intaking

        if not self.is_running:
            self._run(intaking.keep_unread(self._window.desk.case, ids), "running", self._done)

    def forget(self) -> None:
        """Clear the list of all that does not wait."""
        from habeas.store import intake

        intake.forget(self._window.desk.case)
        if self.standing == "done":
            self.standing = "idle"
        self.refresh()

    def show(self) -> None:
        """Show the line of it again, and the list."""
        from habeas.ui.dialogs.intakelist import IntakeList

        self.is_hidden = False
        self.refresh()
        for dialog in self._window.findChildren(IntakeList):
            dialog.raise_()
            dialog.activateWindow()
            return
        IntakeList(self, self._window).show()

    def hide(self) -> None:
        """Hide the line of it; what runs goes on."""
        self.is_hidden = True
        if self.standing == "done":
            self.standing = "idle"
        self.did_change.emit()

    def refresh(self) -> None:
        """Count again, and say so."""
        if self._window.desk.can_write:
            from habeas.store import intake

            self.counts = intake.counts(self._window.desk.case)
            if self.standing == "waiting" and not self.waiting:
                self.standing = "idle"
        self.did_change.emit()
        self.did_settle.emit()

    def case(self) -> Case:
        """The case whose queue it is."""
        return self._window.desk.case

    @property
    def has_case(self) -> bool:
        """Whether a case is open."""
        return self._window.desk.is_open

    @property
    def may_write(self) -> bool:
        """Whether that case can be written to."""
        return self._window.desk.can_write

    def say(self, line: str) -> None:
        """A short line for the user."""
        self._window.desk.say(line)

    def open_source(self, ident: int) -> None:
        """Take the user to a source."""
        self._window.desk.ask("source", ident)

    @property
    def pool(self) -> Pool:
        """The processes that read files."""
        if self._pool is None:
            from habeas.capture.apart.pool import Pool

            self._pool = Pool()
        return self._pool

    def end(self) -> None:
        """The window is closed: nothing of it runs on."""
        self._closing()

    # what runs

    def _run(self, work: Generator[Any, None, Any], standing: Standing, done: Any) -> None:
        if self._lane is None:
            self._lane = Lane("intake")
        self._job = job = self._lane.run(work, parent=self, done=done, failed=self._failed)
        queued = Qt.ConnectionType.QueuedConnection
        job.did_progress.connect(self._progress, queued)
        job.did_finish.connect(lambda: self._finished(job), queued)
        self._window.desk.accompany(job)
        self.standing, self.found = standing, 0
        self._timer.start()
        self.did_change.emit()

    def _begin(self) -> None:
        from habeas.services import intaking
        from habeas.store import intake

        case = self._window.desk.case
        try:
            agreeing.set_aside(self._window.desk)
        except Problem as problem:
            self._failed(problem)
            return
        self.bytes_left, self.pace, self.rate = intake.bytes_waiting(case), None, Rate()
        self._run(intaking.take(case, self.pool), "running", self._done)

    def _queue_more(self, paths: Sequence[Path]) -> None:
        """More files while others are being brought in: the queue takes them as it goes along."""
        self._window.desk.write(
            _queueing(self._window.desk.case, paths),
            title=_("Looking for files"),
            done=lambda _value: self.refresh(),
        )

    def _looked(self, found: list[Found] | None) -> None:
        self._job = None
        self.refresh()
        if found is None:
            self.is_hidden = False
            self._begin()
            return
        self.standing = "waiting" if self.waiting else "idle"
        self.did_change.emit()
        self._add_few(found)

    def _add_few(self, found: list[Found]) -> None:
        from habeas.services import intakewalk
        from habeas.store import intake

        paths = [intake.as_path(each.path) for each in found if each.state == "waiting"]
        told = intakewalk.sentences(found)
        if paths:
            adding.add_few(self._window.desk, self.pool, paths, told=told)
        else:
            words = told or [_("There is nothing in it that could be added. Nothing was added.")]
            self._window.desk.did_fail.emit(Problem("\n\n".join(words)))

    def _progress(self, step: object) -> None:
        if isinstance(step, Progress):
            self.found = step.done
        elif self._job is not None:
            self.pace = step  # type: ignore[assignment]
            self.rate.tell(time.monotonic(), step)  # type: ignore[arg-type]
        self.did_change.emit()

    def _done(self, pace: Pace) -> None:
        self._job = None
        if self._window.desk.can_write:
            self._window.desk.catch_up()
            self._window.desk.did_act.emit()
        self.pace = pace
        self.standing = "done"
        self.refresh()
        if self.waiting:  # more came meanwhile
            self._begin()

    def _failed(self, error: BaseException) -> None:
        self._window.desk.did_fail.emit(error)

    def _finished(self, job: Job) -> None:
        """Whatever way it ended; if it was stopped or failed, the rest waits."""
        if self._job is not job:
            if self._job is None:
                self._timer.stop()
            return
        self._job = None
        self._timer.stop()
        if self._window.desk.can_write:
            self._window.desk.catch_up()
        self.standing = "idle"
        self.refresh()
        self.standing = "waiting" if self.waiting else "idle"
        self.did_change.emit()

    def _tell(self) -> None:
        """Let the rooms show what came since the last time."""
        if self.standing == "running" and self._window.desk.can_write:
            self._window.desk.catch_up()
            self.refresh()

    # the case

    def _opened(self) -> None:
        """Offer what waits since the case was closed, or since a crash."""
        self.standing, self.counts, self.is_hidden = "idle", {}, False
        if self._window.desk.can_write:
            with suppress(Problem):  # it is done again, and told, when one goes on
                agreeing.set_aside(self._window.desk)
        self.refresh()
        if self._window.desk.can_write and self.waiting:
            self.standing = "waiting"
        self.did_change.emit()

    def _closing(self) -> None:
        """Stop at once; what is being written is finished or taken back, nothing is asked."""
        job, lane, pool = self._job, self._lane, self._pool
        self._job = self._lane = self._pool = None
        self._timer.stop()
        if job is not None:
            job.stop()
        if pool is not None:
            pool.close()
        if job is not None and self._window.desk.can_write:
            with suppress(Problem), self._window.desk.case.beside():
                pass  # what is being written gives way to whoever wants to write, and sees it
        if lane is not None:
            lane.close()
        self.standing = "idle"
        self.did_change.emit()

    def _move(self, ids: Sequence[int], before: Iterable[State], after: State) -> None:
        from habeas.store import intake

        intake.move(self._window.desk.case, ids, before=before, after=after)
        self.refresh()

    def _count(self, name: str) -> int:
        return next((n for state, n in self.counts.items() if state == name), 0)


def _looking(case: Case, paths: Sequence[Path]) -> Generator[Progress, None, list[Found] | None]:
    """What there is; None if it is so much that it was put into the queue."""
    from habeas.services import intakewalk

    found, size, files = [], 0, 0
    walk = intakewalk.gather(paths, avoid=[case.path])
    for each in walk:
        found.append(each)
        size, files = size + each.size, files + (each.state == "waiting")
        if files >= FEW or size >= LITTLE:
            yield from _enqueued(case, chain(found, walk))
            return None
        yield Progress(len(found))
    return found


def _queueing(case: Case, paths: Sequence[Path]) -> Work:
    from habeas.services import intakewalk

    yield from _enqueued(case, intakewalk.gather(paths, avoid=[case.path]))


def _enqueued(case: Case, found: Iterator[Found]) -> Work:
    from habeas.services import intaking

    for n in intaking.enqueue(case, found):
        yield Progress(n)

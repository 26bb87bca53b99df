"""Backups by themselves: when a case is closed or locked, and now and then while it is open.

They are made in a lane of their own, so that neither reading nor writing waits.  Closing waits for
them only where the user sees it and can skip it; the key of a case that is locked is kept for its
last backup alone, a few seconds at most, and not at all when the machine goes to sleep.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from habeas import guarding, settings
from habeas.i18n import _
from habeas.ui import anew, backround
from habeas.ui.backround import Round
from habeas.ui.jobs import Job, Lane, Progress

if TYPE_CHECKING:
    # The store is imported after the first frame.
    from habeas.store.case import Case
    from habeas.ui.views.rewriting import Writing
    from habeas.ui.window import Window

NEVER = -1  # minutes: no backups at all; 0: only when a case is closed
UNSEEN = 0.3  # seconds that closing may take before it shows why
_LOCKED, _SHUT = 20_000, 60_000  # milliseconds that are given to the last backup, unseen
_SOON = 60_000  # milliseconds until one that could not be finished is made again


class Backing(QObject):
    """Backs up the window's case; ``did_change`` when there is something new to say of it.

    ``last`` is when the last backup of the open case was made, ``failed`` why none could be.
    """

    did_change = Signal()

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.last: datetime | None = None
        self.failed = ""
        self._lane: Lane | None = None
        self._job: Job | None = None
        self._round: Round | None = None
        self._next: Round | None = None  # begun as soon as its case is closed
        self._aside = False
        self._owed: Path | None = None
        self._page: Writing | None = None
        self._then: Callable[[], object] | None = None
        self._timer = _timer(self, self._tick)
        self._limit = _timer(self, self._out_of_time)
        desk = window.desk
        desk.did_open.connect(self._opened)
        desk.will_open.connect(self._opening)
        desk.will_shut.connect(self._shutting)
        desk.did_shut.connect(self._shut)
        window.locking.lapse.did_sleep.connect(self.stop)

    @property
    def minutes(self) -> int:
        """How often an open case is backed up; 0: only when it is closed, NEVER: not at all."""
        return settings.load().backup_minutes

    def use_minutes(self, minutes: int) -> None:
        """Back up so often from now on."""
        settings.change(backup_minutes=minutes)
        self._wait()

    def use_folder(self, folder: Path) -> None:
        """Keep backups in ``folder`` from now on; those that there are stay where they are."""
        settings.change(backup_folder=str(folder))
        self.failed = ""
        self._look()

    @property
    def is_running(self) -> bool:
        """Whether a backup is being made."""
        return self._round is not None and not self._round.looks

    @property
    def may_begin(self) -> bool:
        """Whether the open case can be backed up now."""
        window = self._window
        return window.desk.is_open and window.at_work and not window.standing.is_past

    def now(self) -> None:
        """Back up the open case because the user says so; say what came of it."""
        self.stop()
        case = self._window.desk.today
        self._begin(Round(case.path, anew.copy_of(case.key), asked=True))

    def words(self) -> str:
        """What is to be said of the last backup of the open case."""
        if self.failed or not self._window.desk.is_open:
            return self.failed
        if self.minutes == NEVER:
            return _("No backups are made: they are switched off.")
        if self.last is None:
            return _("There is no backup of this case yet.")
        return _("The last backup of this case is of {when}.").format(
            when=backround.when(self.last)
        )

    def stop(self) -> None:
        """Stop what runs, and wait until the file is let go: nothing half-made is left."""
        self._limit.stop()
        if self._lane is not None:
            self._lane.close()
            self._lane = None
        if self._round is not None and not self._round.looks:
            self._owed = self._round.path
        self._settle()

    def stand_aside(self) -> None:
        """Stop, and make no backup of the case that is closed next: its file is needed, or time."""
        self.stop()
        self._aside = True
        if self._window.desk.is_open:
            self._owed = self._window.desk.today.path

    def linger(self, then: Callable[[], object]) -> bool:
        """After closing: whether the last backup takes so long that a page shows it.

        ``then`` is done at its end, or when it is skipped.  Asked again meanwhile, it is skipped.
        """
        if self._round is None or self._page is not None:
            self.stop()
            return False
        if self._round.over.wait(UNSEEN):
            self._ended(self._round)
            return False
        self._limit.stop()
        self._then = then
        self._show_page()
        return True

    def again(self) -> None:
        """Show the page again, if one was shown: the language changed."""
        if self._page is not None:
            self._show_page()

    def end(self) -> None:
        """The window closes: nothing runs or ticks any more."""
        self._timer.stop()
        self.stop()

    # when

    def _opened(self) -> None:
        if self._window.standing.is_past:
            return
        self.last, self.failed = None, ""
        told = settings.load().backup_failed
        if told:
            settings.change(backup_failed="")
            self._tell_failure(told)
        self._look()
        self._wait()

    def _wait(self) -> None:
        """Until the next backup of the case that is open."""
        self._timer.stop()
        desk = self._window.desk
        if desk.is_open and self.minutes > 0 and not desk.today.read_only:
            owed = self._owed == desk.today.path
            self._timer.start(_SOON if owed else 60_000 * self.minutes)

    def _tick(self) -> None:
        case = self._window.desk.today
        if self._round is None and not self._window.watching.is_gone:
            self._begin(Round(case.path, anew.copy_of(case.key), beside=True))
        self._wait()

    def _opening(self, path: Path) -> None:
        """Who reads a closed file is in the way of who opens it to write."""
        if self._round is not None and self._round.is_of(path):
            self.stop()

    def _shutting(self, case: Case) -> None:
        self._timer.stop()
        self.stop()
        aside, self._aside = self._aside, False
        gone = self._window.watching.is_gone
        if not (aside or gone or case.read_only or self.minutes == NEVER):
            self._next = Round(case.path, anew.copy_of(case.key))

    def _shut(self) -> None:
        begun, self._next = self._next, None
        if begun is None:
            return
        if begun.key is not None:
            guarding.guard()
            self._window.locking.lapse.start()  # the machine may go to sleep meanwhile
        self._limit.start(_SHUT if begun.key is None else _LOCKED)
        self._begin(begun)

    def _out_of_time(self) -> None:
        self.stop()

    # one round

    def _look(self) -> None:
        """Learn when the last one was made."""
        if self._window.desk.is_open and self._round is None and self.minutes != NEVER:
            case = self._window.desk.today
            self._begin(Round(case.path, None, case=case))

    def _begin(self, begun: Round) -> None:
        if self._lane is None:
            self._lane = Lane("backup")
        self._round = begun
        title = _("Backing up")
        self._job = job = self._lane.run(
            backround.going(begun), parent=self, title=title,
            done=lambda _value: self._ended(begun), failed=lambda error: self._broke(begun, error),
        )  # fmt: skip
        job.did_progress.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        if begun.asked:
            self._window.desk.did_progress.emit(job)
            job.did_finish.connect(lambda: self._stopped(begun), Qt.ConnectionType.QueuedConnection)
        job.begin()  # a quick one is waited for, and needs no page

    def _ended(self, ended: Round) -> None:
        """A round came to its end; said twice, it is heard once."""
        if ended is not self._round:
            return
        self._limit.stop()
        if ended.failed:
            self._tell_failure(ended.failed)
        elif ended.made is not None:
            self.last, self.failed = ended.made.made, ""
            settings.change(backup_failed="")
        if self._owed == ended.path and not ended.looks:
            self._owed = None
        if ended.asked and not ended.failed:
            if ended.made is not None:
                self._window.desk.say(_("The case was backed up."))
            else:
                self._window.desk.say(_("Nothing changed since the last backup."))
        self._settle()

    def _broke(self, broken: Round, error: BaseException) -> None:
        if broken is self._round:
            self._settle()
            self._window.desk.did_fail.emit(error)

    def _stopped(self, stopped: Round) -> None:
        """It was stopped at the foot of the window."""
        if stopped is self._round:
            self._settle()

    def _settle(self) -> None:
        """Nothing runs: no key is kept, and who waited goes on."""
        over, self._round, self._job = self._round, None, None
        then, self._then = self._then, None
        page, self._page = self._page, None
        if over is not None:
            if over.key is not None:
                over.key.forget()
                self._unguard()
            self.did_change.emit()
        if page is not None and then is not None and self._window.frame.shows(page):
            then()

    def _unguard(self) -> None:
        """Where no other key lies in memory, it need not be guarded any more."""
        window = self._window
        locked = window.desk.is_open and window.desk.today.key is not None
        if not locked and not window.rewriting.is_running and not window.unlocking.is_asking:
            window.locking.lapse.stop()
            guarding.release()

    def _tell_failure(self, why: str) -> None:
        """Say it once, and let it stand where backups are spoken of."""
        known, self.failed = self.failed, why
        if not self._window.desk.is_open:
            settings.change(backup_failed=why)
        elif known != why:
            self._window.desk.say(why)
        self.did_change.emit()

    # the page

    def _show_page(self) -> None:
        from habeas.ui.views.rewriting import Writing

        window = self._window
        window.clear()  # on quitting the rooms stand there still
        self._page = page = Writing(
            _("Backing up…"),
            _("The case is closed and safe. A copy of it is being made, in case its file is lost."),
            parent=window.frame, stop=_("&Skip"), second=_("Checking the copy…"),
        )  # fmt: skip
        page.did_stop.connect(self.stop)
        window.frame.show_page(page)
        window.refresh()

    def _show_progress(self, progress: Progress) -> None:
        if self._page is not None:
            self._page.show_progress(progress)


def _timer(parent: QObject, run: Callable[[], Any]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.timeout.connect(run)
    return timer

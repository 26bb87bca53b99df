"""The desk: the open case as the window sees it; every write and every jump goes through it.

While the record is shown as it stood at some moment, ``case`` is that view of the past; the case of
today stays open behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from habeas import guarding
from habeas.errors import Problem
from habeas.i18n import _
from habeas.ui import moments
from habeas.ui.jobs import Job, Lane, Progress, Work
from habeas.ui.moments import Moment

if TYPE_CHECKING:
    # The store, and sqlite-utils with it, is imported after the first frame.
    from habeas.store.case import Case
    from habeas.store.changes import Changes
    from habeas.store.edit import Edit
    from habeas.store.keys import Key


_AGAIN = 300  # milliseconds until view state that could not be kept is tried again

LARGE = 500  # rows: an act that touched so many is undone off the UI thread


class Desk(QObject):
    """Holds the open case, tells the views what changed, and takes them where the user asks.

    ``did_ask(what, id, more)`` is a jump: what is source, claim, event, place, actor or claims;
    ``more`` is a dictionary (a source's ``start`` and ``end``; a table's filter).
    """

    did_open = Signal()  # also when another moment, or today, is shown
    did_close = Signal()  # as well
    will_open = Signal(object)  # the Path of a case that is about to be opened
    will_shut = Signal(object)  # the Case of today, about to be closed; and then it is
    did_shut = Signal()
    did_begin_locking = Signal()  # dialogs keep in the case what was typed in them, or lose it
    did_change = Signal(object)  # Changes
    did_act = Signal()  # an act of this window was told: nobody else's
    did_purge = Signal(object, str)  # Foreseen, what to say: the file has to be written anew
    did_progress = Signal(object)  # the Job that the status bar shows, or None
    did_ask = Signal(str, int, object)
    did_ask_past = Signal(int)  # the record as it stood after this Edit; 0: ask for a moment
    did_fail = Signal(object)  # an error to be told to the user
    did_say = Signal(str)  # a short line for the user: "This text is here already."

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._case: Case | None = None  # the one that is shown
        self._today: Case | None = None  # the open one, while its past is shown
        self._moment: Moment | None = None
        self._writable = True  # the file and its folder, as far as the system says
        self._made: list[Case] = []  # views of the past that are not shown yet
        self._seen: dict[str, Any] = {}  # view state of the past, which goes with it
        self._writing: Lane | None = None
        self._reading: Lane | None = None
        self._thinking: Lane | None = None
        self._writes: set[Job] = set()  # that are not at their end
        self._told = 0  # the last Edit that the views know of
        self._unkept: dict[str, Any] = {}  # view state that waits until a long write is over
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN)
        self._again.timeout.connect(self._keep_again)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._activated)

    @property
    def case(self) -> Case:
        """The open case; an error of ours if none is open."""
        if self._case is None:
            raise AssertionError("no case is open")
        return self._case

    @property
    def is_open(self) -> bool:
        """Whether a case is open."""
        return self._case is not None

    @property
    def today(self) -> Case:
        """The open case as it is today, whatever is shown."""
        return self._today or self.case

    @property
    def moment(self) -> Moment | None:
        """The moment as of which the record is shown; None: as it is today."""
        return self._moment

    @property
    def can_write(self) -> bool:
        """Whether a case is open, is shown as it is today, and can be written to from here."""
        return self._case is not None and self._writable and not self._case.read_only

    @property
    def is_writing(self) -> bool:
        """Whether work that writes is running or waits to run."""
        return bool(self._writes)

    def open(
        self,
        path: Path,
        passphrase: str | None = None,
        *,
        key: Key | None = None,
        read_only: bool = False,
    ) -> None:
        """Open the case at ``path`` in place of the one that is open; Problem if that cannot be.

        A locked one by its key, or by its passphrase, which is a second of work; one that another
        window writes to ``read_only``, else ``store.holding.Held`` is raised.
        """
        from habeas.store.case import Case

        if self._case is not None and moments.is_same(path, self._case.path):
            self.close()  # else it would be in the way of itself
        self.will_open.emit(path)
        self._take(Case.open(path, passphrase, key=key, read_only=read_only))

    def create(self, path: Path, passphrase: str | None = None, *, key: Key | None = None) -> None:
        """Make a new case at ``path`` and open it; Problem if that cannot be.  As ``open``."""
        from habeas.store import opening
        from habeas.store.case import Case

        if key is None:
            self._take(Case.create(path, passphrase))
        else:
            db, hold = opening.found(path, key)
            self._take(Case(path, db, hold=hold, key=key))

    def close(self) -> None:
        """Stop what runs and close the case; nothing to save, everything accepted is kept."""
        if self._case is None:
            return
        self.did_close.emit()  # views keep their place in the case while it is still open
        self._end_lanes()
        self._show(None, None)
        for key, value in self._unkept.items():  # now nobody else writes
            with suppress(Problem):
                self._case.put(key, value)
        self._unkept.clear()
        self._again.stop()
        case, self._case = self._case, None
        self.will_shut.emit(case)
        try:
            case.close()
        finally:
            if case.key is not None:
                guarding.release()
            self.did_shut.emit()

    def prepare(self, moment: Moment, *, title: str) -> Job:
        """Make ready the record as it stood at ``moment``, and then show it in place of today's."""
        work = moments.preparing(self.today, moment.edit, made=self._made)

        def done(_value: object) -> None:
            self._turn(self._made.pop(), moment)

        return self.think(work, title=title, done=done)

    def stand_today(self) -> None:
        """Show the record as it is today."""
        if self._moment is not None:
            self._turn(None, None)

    def take_hold(self) -> bool:
        """Become the window that writes in a case that another one had; whether that is so now."""
        if not self.case.take_hold():
            return False
        self._turn(None, None)
        return True

    def keep(self, key: str, value: Any) -> None:
        """Keep where the user is, in the case, soon: nobody waits for it, and a full disk is borne.

        ``kept`` reads it again.  Of the past, and of a case that only reads, nothing is written.
        """
        if self._moment is not None:
            self._seen[key] = value
            return
        self._unkept[key] = value
        self._keep_again()

    def kept(self, key: str, default: Any = None) -> Any:
        """What was kept under ``key``, or ``default``."""
        for kept in (self._seen, self._unkept):
            if key in kept:
                return kept[key]
        return self.today.desk(key, default)

    def _keep_again(self) -> None:
        case = self.today
        while self._unkept and self._writable and not case.read_only:
            key = next(iter(self._unkept))
            with suppress(Problem):
                if not case.put(key, self._unkept[key], wait=False):
                    self._again.start()
                    return
            del self._unkept[key]

    @contextmanager
    def edit(self, label: str) -> Iterator[Edit]:
        """One act of the user (``label`` in English, marked N_); views hear of it at its end."""
        with self.case.edit(label) as edit:
            yield edit
        self.tell(self.case.last)

    def tell(self, changes: Changes) -> None:
        """Tell the views what an Edit touched; a writing job calls it through ``done``."""
        if changes.rows:
            self.catch_up(changes.edit - 1)
            self._told = max(self._told, changes.edit)
            self.did_change.emit(changes)
            self.did_act.emit()

    def catch_up(self, last: int | None = None) -> None:
        """Tell the views what others did to the case, up to Edit ``last``: two windows may have it.

        Done whenever a window comes to the front and before an act of this one is told.
        """
        if last is None:
            last = self.case.last_edit()
        if last <= self._told:
            return
        missed = self.case.changes_since(self._told, last=last)
        self._told = last
        if missed.rows:
            self.did_change.emit(missed)

    def undo(self) -> None:
        """Take the last act back: a large one in the writing lane, where it can be stopped."""
        self._step("undo", _("Undo"))

    def redo(self) -> None:
        """Take the last undo back."""
        self._step("redo", _("Redo"))

    def _step(self, act: str, title: str) -> None:
        from habeas.store import changes

        undo, redo = self.case.steps()
        steps = undo if act == "undo" else redo
        if not steps or changes.size(self.case.read, steps[-1].edit, most=LARGE) < LARGE:
            self._stepped(self.case.undo() if act == "undo" else self.case.redo())
        else:
            self.write(_stepping(self.case, act), title=title, done=self._stepped)

    def _stepped(self, changes: Changes | None) -> None:
        if changes is not None:
            self.tell(changes)

    def write(self, work: Work, *, title: str, done: Callable[[Any], object]) -> Job:
        """Run work that writes: shown in the status bar, can be stopped."""
        assert self._writing is not None
        job = self._writing.run(
            work, parent=self, title=title, done=done, failed=self.did_fail.emit
        )
        self._writes.add(job)
        job.did_finish.connect(
            lambda: self._writes.discard(job), Qt.ConnectionType.QueuedConnection
        )
        self.did_progress.emit(job)
        return job

    def accompany(self, job: Job) -> None:
        """Count a job of another lane among those that write, as long as it runs."""
        self._writes.add(job)
        job.did_finish.connect(
            lambda: self._writes.discard(job), Qt.ConnectionType.QueuedConnection
        )

    def look(self, work: Work, *, done: Callable[[Any], object], title: str = "") -> Job:
        """Run work that only reads; with a title it is shown in the status bar."""
        assert self._reading is not None
        job = self._reading.run(
            work, parent=self, title=title, done=done, failed=self.did_fail.emit
        )
        if title:
            self.did_progress.emit(job)
        return job

    def think(self, work: Work, *, done: Callable[[Any], object], title: str = "") -> Job:
        """Run work that takes seconds: what is looked up does not queue.  Titles as ``look``."""
        assert self._thinking is not None
        job = self._thinking.run(
            work, parent=self, title=title, done=done, failed=self.did_fail.emit
        )
        if title:
            self.did_progress.emit(job)
        return job

    def ask(self, what: str, ident: int = 0, **more: Any) -> None:
        """Take the user to a source, claim, event, place, actor, or to the claims of a filter."""
        self.did_ask.emit(what, ident, more)

    def say(self, line: str) -> None:
        """Tell the user a short line that needs no answer."""
        self.did_say.emit(line)

    def _take(self, case: Case) -> None:
        from habeas.ui import whose

        self.close()
        self._case = case
        if case.key is not None:
            guarding.guard()
        case.user = whose.user_of(case)
        self._begin()

    def _turn(self, past: Case | None, moment: Moment | None) -> None:
        """Show the record as it stood at ``moment``, which is ``past``, or as it is today."""
        self.did_close.emit()
        self._end_lanes()
        self._show(past, moment)
        self._begin()

    def _begin(self) -> None:
        self._writing, self._reading = Lane("write"), Lane("read")
        self._thinking = Lane("think")
        self._told = self.case.last_edit()
        self._writable = moments.is_writable(self.case.path)
        self.did_open.emit()

    def _end_lanes(self) -> None:
        """End all work; what was made ready and is not shown goes with it."""
        for lane in (self._writing, self._reading, self._thinking):
            if lane is not None:
                lane.close()
        self._writes.clear()

    def _show(self, past: Case | None, moment: Moment | None) -> None:
        """Put a view of the past in the place of what is shown; None: the case of today."""
        if self._moment is not None and self._case is not None:
            self._case.close()
            self._case, self._today = self._today, None
        while self._made:
            self._made.pop().close()
        self._seen.clear()
        self._moment = moment
        if past is not None:
            self._case, self._today = past, self._case

    def _activated(self, window: QWindow | None) -> None:
        if window is not None and self.is_open:
            self.catch_up()


def _stepping(case: Case, act: str) -> Generator[Progress, None, Changes | None]:
    """Undo or redo in steps."""
    done = 0
    work = case.stepping(act)
    try:
        while True:
            yield Progress(done)
            done += next(work)
    except StopIteration as end:
        changes: Changes | None = end.value
        return changes
    finally:
        work.close()

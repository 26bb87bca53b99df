"""Writing the case file anew: another passphrase, a first one, none, or without what was purged.

The case is closed for it and a page stands in its place; afterwards it is open again where it was.
Stopped, failed or killed, it is the whole old case: only its key then is the one from before.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QMessageBox

from habeas import guarding, settings
from habeas.errors import Problem
from habeas.i18n import _
from habeas.ui import anew, problems, unlocking
from habeas.ui.anew import Task
from habeas.ui.jobs import Lane, Progress

if TYPE_CHECKING:
    # The store is imported after the first frame, and with it what asks for passphrases.
    from habeas.services.purging import Foreseen
    from habeas.store.keys import Key
    from habeas.ui.anew import Steps
    from habeas.ui.views.rewriting import Writing
    from habeas.ui.window import Window


class Rewriting(QObject):
    """Runs what rewrites the file of the window's case, and opens the case again after it."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._lane: Lane | None = None
        self._task: Task | None = None
        self._page: Writing | None = None
        self._put_off = False  # a purge was not finished and need not be tried at once again
        window.locking.offer = self.ask_lock
        window.locking.lapse.did_sleep.connect(self._slept)
        window.desk.did_purge.connect(self._purged)

    @property
    def is_running(self) -> bool:
        """Whether the file is being rewritten, and no other case may be opened."""
        return self._task is not None

    @property
    def may_begin(self) -> bool:
        """Whether the open case can be rewritten now."""
        window = self._window
        return window.at_work and not window.desk.is_writing and not window.desk.case.read_only

    # what the Case menu does

    def ask_change(self, said: str = "") -> None:
        """Ask for the passphrase and a new one; ``said`` is why it is asked again."""
        from habeas.ui.dialogs import passphrase

        passphrase.ask_new(self._window, current=True, then=self._change, said=said)

    def ask_lock(self) -> None:
        """Ask for a passphrase and lock the case with it."""
        from habeas.ui.dialogs import passphrase

        passphrase.ask_new(self._window, current=False, then=self._lock)

    def ask_unlock(self, said: str = "") -> None:
        """Ask for the passphrase and take the lock off; ``said`` is why it is asked again."""
        from habeas.ui.dialogs import lockoff

        lockoff.ask(self._window, self._window.desk.case.path.stem, self._unlock, said=said)

    def move(self, to: Path) -> None:
        """Give the case another place, where nothing may be; it is open there afterwards."""
        case, desk = self._window.desk.case, self._window.desk
        former = case.path

        def done() -> None:
            settings.forget(str(former.resolve()))
            desk.say(_("The case is now at {place}.").format(place=to))

        stopped = _("Stopped: the case is where it was.")
        self._begin(
            anew.moving(former, to, anew.copy_of(case.key)), anew.MOVING, done=done,
            undone=partial(self._say_undone, stopped=stopped), to=to,
        )  # fmt: skip

    def stop(self) -> None:
        """Ask what runs to stop; the case is as it was then."""
        if self._task is not None and not self._task.stopping:
            self._task.stopping = True
            if self._page is not None:
                self._page.show_stopping()

    # what the window does

    def opened(self) -> None:
        """A case was opened: finish a purge whose file was not written anew."""
        from habeas.store.purging import UNFINISHED

        put_off, self._put_off = self._put_off, False
        case = self._window.desk.case
        if not put_off and not case.read_only and case.desk(UNFINISHED):
            # Not while others still hear that it was opened.
            QTimer.singleShot(0, self, partial(self._finish, case))

    def again(self) -> None:
        """Show the page again, if one was shown: the language changed."""
        if self._task is not None:
            self._show(self._task)

    def end(self) -> None:
        """Stop and wait for the thread to end; the case is as it was, or rewritten whole."""
        task, self._task = self._task, None
        if self._lane is not None:
            self._lane.close()
            self._lane = None
        if task is not None and task.key is not None:
            task.key.forget()

    # the four rewritings

    def _change(self, old: str, new: str) -> None:
        from habeas.store import rewriting

        def undone(error: BaseException | None) -> None:
            if anew.is_wrong(error):
                self.ask_change(_("This is not the passphrase of the case. Nothing was changed."))
            else:
                self._say_undone(
                    error, _("Stopped: the passphrase is the one from before.")
                )  # fmt: skip

        path = self._window.desk.case.path
        self._begin(
            rewriting.change_passphrase(path, old=old, new=new, cost=unlocking.COST),
            anew.CHANGING,
            done=partial(self._tell_code, _("The passphrase was changed."), anew.changed_words()),
            undone=undone,
        )

    def _lock(self, _old: str, new: str) -> None:
        from habeas.store import rewriting

        path = self._window.desk.case.path
        self._begin(
            rewriting.lock(path, passphrase=new, cost=unlocking.COST),
            anew.LOCKING,
            done=self._locked,
            undone=partial(self._say_undone, stopped=_("Stopped: the case is not locked.")),
        )

    def _locked(self) -> None:
        self._tell_code(_("The case is locked now."), anew.locked_words())
        self._window.safe.offer_plain_backups()

    def _unlock(self, passphrase: str) -> None:
        from habeas.store import rewriting

        def undone(error: BaseException | None) -> None:
            if anew.is_wrong(error):
                self.ask_unlock(_("This is not the passphrase of the case. Nothing was changed."))
            else:
                self._say_undone(error, _("Stopped: the case is locked as before."))

        desk = self._window.desk
        self._begin(
            rewriting.unlock(desk.case.path, passphrase=passphrase),
            anew.UNLOCKING,
            done=lambda: desk.say(_("The lock is off: anyone who holds the file can read it.")),
            undone=undone,
        )

    def _finish(self, case: object) -> None:
        desk = self._window.desk
        if desk.is_open and desk.case is case and not self.is_running:
            self._empty(None, "")

    def _purged(self, foreseen: Foreseen, said: str) -> None:
        self._empty(foreseen, said)

    def _empty(self, foreseen: Foreseen | None, said: str) -> None:
        window, case = self._window, self._window.desk.case

        def done() -> None:
            words = _("The purge is finished: its file was written anew.")
            window.desk.say(" ".join(part for part in (words, said) if part))

        def undone(error: BaseException | None) -> None:
            words = _(
                "What was purged is gone from the case, but traces of it may still lie in its "
                "file, which was not written anew. Habeas does it when the case is opened next."
            )
            self._say_undone(Problem(f"{words}\n\n{error}" if error else words), "")

        steps = anew.emptying(case.path, anew.copy_of(case.key), foreseen)
        self._begin(steps, anew.EMPTYING, done=done, undone=undone)

    # running one

    def _begin(
        self,
        steps: Steps,
        words: tuple[str, str],
        *,
        done: Callable[[], object],
        undone: Callable[[BaseException | None], object],
        to: Path | None = None,
    ) -> None:
        window, desk = self._window, self._window.desk
        case = desk.case
        task = Task(case.path, anew.copy_of(case.key), steps, words, done, undone, to)
        window.backing.stand_aside()
        try:
            desk.close()
        finally:
            window.clear()
        self._task = task
        guarding.guard()  # keys and passphrases lie in memory
        window.locking.lapse.start()  # the machine may go to sleep meanwhile
        self._show(task)
        if self._lane is None:
            self._lane = Lane("rewrite")
        job = self._lane.run(
            anew.running(task), parent=self, done=partial(self._ended, task),
            failed=partial(self._failed, task),
        )  # fmt: skip
        job.did_progress.connect(partial(self._tell, task), Qt.ConnectionType.QueuedConnection)

    def _show(self, task: Task) -> None:
        from habeas.ui.views.rewriting import Writing

        title, sentence = (_(words).format(name=task.path.stem) for words in task.words)
        self._page = page = Writing(title, sentence, parent=self._window.frame)
        page.did_stop.connect(self.stop)
        page.show_progress(task.last)
        if task.stopping:
            page.show_stopping()
        self._window.frame.show_page(page)
        self._window.refresh()

    def _tell(self, task: Task, progress: Progress) -> None:
        task.last = progress
        if self._task is task and self._page is not None:
            self._page.show_progress(progress)

    def _slept(self) -> None:
        if self._task is not None:
            self._task.slept = True
            self.stop()

    def _ended(self, task: Task, result: tuple[bool, Key | None]) -> None:
        whole, key = result
        if whole:
            anew.forget(task.key)
            task.path = task.to or task.path
            self._reopen(task, key, partial(self._done, task))
        else:
            self._reopen(task, task.key, partial(task.undone, None))

    def _done(self, task: Task) -> None:
        from habeas.store.purging import UNFINISHED

        case = self._window.desk.case
        if case.desk(UNFINISHED):  # whatever it was rewritten for
            case.put(UNFINISHED, None)
        task.done()

    def _failed(self, task: Task, error: BaseException) -> None:
        self._reopen(task, task.key, partial(task.undone, error))

    def _reopen(self, task: Task, key: Key | None, then: Callable[[], object]) -> None:
        """Open the case where it was; after a sleep, ask for what opens it."""
        window = self._window
        self._task = self._page = None
        window.locking.lapse.stop()
        if task.slept and key is not None:
            anew.forget(key)
            window.unlocking.ask(task.path, key.salt)
            return
        self._put_off = True  # what was stopped is not begun again at once
        try:
            window.desk.open(task.path, key=key)
        except Exception as error:  # noqa: BLE001 - told like any other; the page must not stay
            anew.forget(key)
            self._put_off = False
            window.frame.leave_page()
            window.unlocking.settled()
            window.refresh()
            window.desk.did_fail.emit(error)
            return
        then()

    # what is said afterwards

    def _say_undone(self, error: BaseException | None, stopped: str) -> None:
        if error is None:
            self._window.desk.say(stopped)
        else:
            problems.tell(error, self._window)

    def _tell_code(self, what: str, more: str) -> None:
        """Say that it is done, and offer the code that opens the case from now on."""
        box = QMessageBox(self._window)
        box.setWindowTitle(what)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(what)
        box.setInformativeText(more)
        show = box.addButton(
            _("Show the &recovery code…"), QMessageBox.ButtonRole.AcceptRole
        )  # fmt: skip
        box.addButton(_("&Later"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(show)
        show.clicked.connect(self._window.locking.show_recovery_code)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

"""Before a case is opened that this computer does not know yet: it is looked at as a whole.

Known is what this program closed well, by the marks in the settings; everything else, from a
stranger, from a backup or from another computer, is gone through off the UI thread.  Only what
takes a while gets a page.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

from habeas import settings
from habeas.i18n import _, ngettext
from habeas.ui import anew
from habeas.ui.jobs import Job, Lane, Progress, Work

if TYPE_CHECKING:
    # The store is imported after the first frame.
    from habeas.store.keys import Key
    from habeas.ui.views.rewriting import Writing
    from habeas.ui.window import Window

UNSEEN = 200  # milliseconds that it may take before a page shows it
_HEAD = 100  # bytes of an SQLite header


@dataclass(slots=True, eq=False)
class _Look:
    """One look: ``key`` is for opening the case afterwards, ``own`` for the look alone."""

    path: Path
    key: Key | None
    own: Key | None
    then: Callable[[], object]
    undone: Callable[[BaseException | None], object]
    job: Job | None = None
    page: Writing | None = None
    last: Progress = field(default_factory=Progress)


class Examining(QObject):
    """Looks at cases for the window, one at a time, and keeps the marks of those closed well."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._lane: Lane | None = None
        self._look: _Look | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(UNSEEN)
        self._timer.timeout.connect(self._show_if_due)
        window.desk.did_open.connect(self.stop)
        window.desk.did_shut.connect(self._shut)
        window.locking.lapse.did_sleep.connect(self._slept)

    @property
    def is_running(self) -> bool:
        """Whether a case is being looked at, to be opened next."""
        return self._look is not None

    def first(
        self,
        path: Path,
        key: Key | None,
        *,
        then: Callable[[], object],
        undone: Callable[[BaseException | None], object],
    ) -> None:
        """Do ``then`` at once if the case is known, else when it was looked at and is sound.

        ``undone`` hears why it was not done; None: it was stopped, and the key is forgotten.
        Problem, if what lies at ``path`` is no case and there is no key.
        """
        self.stop()
        if _is_known(path, key):
            then()
            return
        if self._lane is None:
            self._lane = Lane("examine")
        self._look = look = _Look(path, key, anew.copy_of(key), then, undone)
        if key is not None:
            self._window.locking.lapse.start()  # the machine may go to sleep meanwhile
        self._timer.start()
        look.job = self._lane.run(
            _looking(path, look.own), parent=self, done=lambda _value: self._ended(look),
            failed=partial(self._failed, look),
        )  # fmt: skip
        look.job.did_progress.connect(partial(self._tell, look), Qt.ConnectionType.QueuedConnection)

    def stop(self) -> None:
        """Stop what runs, unheard: something else is opened, or nothing is any more."""
        look = self._settle()
        if look is not None:
            anew.forget(look.key)

    def again(self) -> bool:
        """Show the page again, if something is looked at: the language changed."""
        if self._look is None:
            return False
        self._show(self._look)
        return True

    def end(self) -> None:
        """Stop, and wait for the thread to end."""
        look = self._look
        self.stop()
        if self._lane is not None:
            self._lane.close()
            self._lane = None
        if look is not None:
            anew.forget(look.own)  # it may never have been begun

    def _settle(self) -> _Look | None:
        """Nothing is looked at any more; what was, if something was."""
        look, self._look = self._look, None
        self._timer.stop()
        if look is None:
            return None
        if look.job is not None:
            look.job.stop()
        window = self._window
        if look.key is not None and not (
            window.locking.is_locked_type
            or window.backing.is_running
            or window.rewriting.is_running
        ):
            window.locking.lapse.stop()
        return look

    def _ended(self, look: _Look) -> None:
        if look is not self._look:
            return
        self._settle()
        look.then()
        self._leave(look)  # if another window took the case meanwhile

    def _failed(self, look: _Look, error: BaseException) -> None:
        if look is self._look:
            self._settle()
            self._leave(look)
            look.undone(error)

    def _stop_asked(self) -> None:
        look = self._settle()
        if look is not None:
            anew.forget(look.key)
            self._leave(look)
            look.undone(None)

    def _slept(self) -> None:
        if self._look is not None and self._look.key is not None:
            self._stop_asked()

    def _shut(self) -> None:
        """A case was closed; what is looked at meanwhile was to take its place, and does not."""
        from habeas.store import known

        self.stop()
        settings.know(known.kept(), file=known.FILE)

    # the page

    def _tell(self, look: _Look, progress: Progress) -> None:
        if look is not self._look:
            return
        look.last = progress
        if look.page is not None:
            look.page.show_progress(progress)
        elif not self._timer.isActive():
            self._show_if_due()

    def _show_if_due(self) -> None:
        """Not before a key is known to open it: whether it does is said where it was asked for."""
        look = self._look
        if look is not None and look.page is None and (look.key is None or look.last.text):
            self._show(look)

    def _show(self, look: _Look) -> None:
        from habeas.ui.views.rewriting import Writing

        look.page = page = Writing(
            _("Looking at “{name}”…").format(name=look.path.stem),
            _(
                "This computer does not know this case yet, or it was changed since. So every "
                "page and every record of it is looked at before it is opened. Nothing in it is "
                "changed."
            ),
            parent=self._window.frame,
        )
        page.did_stop.connect(self._stop_asked)
        page.show_progress(look.last)
        self._window.frame.show_page(page)
        self._window.refresh()

    def _leave(self, look: _Look) -> None:
        """Back to where one was, if the page is shown."""
        window = self._window
        if look.page is None or not window.frame.shows(look.page):
            return
        if window.unlocking.is_asking:
            window.unlocking.again()
        else:
            window.frame.leave_page()
            window.unlocking.settled()
            window.refresh()


def _looking(path: Path, key: Key | None) -> Work:
    """Go through the case; from then on it is known, as long as nobody changes it."""
    from habeas.store import examining, known

    try:
        before = known.mark(path)
        words = ""
        with closing(examining.examine(path, key)) as steps:
            for done, total in steps:
                words = _words(done, total, words)
                yield Progress(done, total, words)
        if known.mark(path) == before:
            known.keep(path)
    finally:
        anew.forget(key)


def _words(done: int, total: int, before: str) -> str:
    """What is looked at; empty until a key is known to open the case."""
    if done:
        return _("{done} of {all} records").format(done=done, all=total)
    if total:
        return ngettext("{n} page", "{n} pages", total).format(n=total)
    return before and _("Comparing what belongs together…")


def _is_known(path: Path, key: Key | None) -> bool:
    """Whether it need not be looked at here; a Problem if it is no case at all."""
    from habeas.store import heads, holding, known, opening

    if known.is_known(path, settings.load().known):
        return True
    if key is None:
        opening.key_for(path, None)
    try:
        holding.hold(path, head=heads.head(path, _HEAD)).release()
    except holding.Held:  # a window that works with it has looked at it
        return True
    except OSError:  # opening it says what is wrong
        return True
    return False

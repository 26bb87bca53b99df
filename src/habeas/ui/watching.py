"""Looking after the file of the open case: whether its place is safe, and whether it is there.

A share whose network hangs, or a drive that is asleep, can keep whoever asks waiting for minutes:
so each question has a thread of its own that nobody waits for, and only one is asked at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from habeas.i18n import _
from habeas.ui.notices import DANGER, GONE, Act, Notice

if TYPE_CHECKING:
    # The store is imported after the first frame.
    from habeas.store.case import Case
    from habeas.store.surroundings import Danger
    from habeas.ui.window import Window

EVERY = 30_000  # milliseconds between two looks at whether the file is there
_KEPT = "dangers"  # view state: which were read and need not be told again
_PARTED = "parted"
_UNGUARDED = "unguarded"


class Watching(QObject):
    """Tells through the window's notices; ``is_gone`` is what was seen last."""

    _did_answer = Signal(object, object, object)  # the Case, what was found, who hears of it

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.is_gone = False
        self._asking: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.look)
        self._did_answer.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        window.desk.will_shut.connect(self._end)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._activated)

    def opened(self) -> None:
        """A case was opened, or is told of in another language: look at where it lies."""
        desk = self._window.desk
        if desk.moment is None:
            self.is_gone = False
            self._timer.start()
            self._ask(desk.today, _dangers, self._warn)

    def look(self) -> None:
        """See whether the file is still there."""
        desk = self._window.desk
        if desk.is_open and (self._asking is None or not self._asking.is_alive()):
            self._asking = self._ask(desk.today, _gone, self._tell_gone)

    def refused(self) -> None:
        """Something could not be done because the file is gone: told in one place, not in boxes."""
        told = self._window.notices.has(GONE)
        self._tell_gone(True)
        if told:
            self._window.desk.say(_("This was not done: the file of the case is gone."))

    def _end(self, _case: object) -> None:
        self._timer.stop()

    def _activated(self, window: QWindow | None) -> None:
        if window is not None:
            self.look()

    def _ask(
        self, case: Case, question: Callable[[Case], Any], hears: Callable[[Any], None]
    ) -> threading.Thread:
        from habeas.store.damage import WORLDLY as worldly

        def ask() -> None:
            with suppress(OSError, RuntimeError, *worldly):  # nobody is there to hear it
                self._did_answer.emit(case, question(case), hears)

        thread = threading.Thread(target=ask, name="habeas-watch", daemon=True)
        thread.start()
        return thread

    def _hear(self, case: Case, found: Any, hears: Callable[[Any], None]) -> None:
        desk = self._window.desk
        if desk.is_open and desk.today is case:
            hears(found)

    # a place that is not safe

    def _warn(self, dangers: list[Danger]) -> None:
        desk, notices = self._window.desk, self._window.notices
        told: dict[str, str] = {f"{one.kind}:{one.what}": one.sentence for one in dangers}
        if not desk.today.hold.guarded and desk.can_write:
            told[_UNGUARDED] = _(
                "Habeas cannot see here whether another program writes in this case too. Open it "
                "in one place only."
            )
        if desk.today.hold.parted:
            name = f"{desk.today.path.name}-wal"
            told[_PARTED] = _(
                "This file was copied or moved while it was open, and without “{name}”, which "
                "held what was done last: that may be missing here. Look for it where the file "
                "came from, and open the case there."
            ).format(name=name)
        read = desk.kept(_KEPT) or []
        new = {what: words for what, words in told.items() if what not in read}
        if not new:
            notices.drop(DANGER)
            return

        def understood() -> None:
            desk.keep(_KEPT, sorted({*read, *new}))
            notices.drop(DANGER)

        notices.put(
            DANGER,
            Notice(lambda: " ".join(new.values()), lambda: ((_("Understood"), understood),)),
        )

    # a file that is gone

    def _tell_gone(self, gone: bool) -> None:
        notices = self._window.notices
        self.is_gone = gone
        if not gone:
            notices.drop(GONE)
        elif not notices.has(GONE):
            notices.put(GONE, Notice(self._gone_words, self._gone_acts, loud=True))

    def _gone_words(self) -> str:
        from habeas.store import holding

        return str(holding.Gone(self._window.desk.today.path))

    def _gone_acts(self) -> tuple[Act, ...]:
        window = self._window
        return ((_("Save a copy…"), window.save_copy), (_("Close the case"), window.close_case))


def _dangers(case: Case) -> list[Danger]:
    from habeas.store import surroundings

    return surroundings.dangers(case.path)


def _gone(case: Case) -> bool:
    return case.gone

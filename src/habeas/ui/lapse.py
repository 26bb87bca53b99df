"""Noticing that the user is away: nothing was touched for a while, or the machine slept.

The window asks for this of each window of the program that gets the focus, not of the whole
application: a filter there would call Python for everything that is painted.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import SLOT, QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow

from habeas.i18n import _

BEAT = 5_000  # milliseconds between two looks at the clocks
JUMP = 60.0  # seconds by which the clocks may drift apart between two looks

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
    }
)
_LOGIN = "org.freedesktop.login1"
_LOGIN_FACE = "org.freedesktop.login1.Manager"
_LOGIN_PATH = "/org/freedesktop/login1"


class Lapse(QObject):
    """Says ``did_idle`` when nothing was touched for ``seconds()`` (0: never), at each look while
    it stays so, and ``did_sleep`` when the machine goes to sleep or has slept.

    ``steady`` and ``wall`` are clocks in seconds: one that only runs on, and the time of day.
    """

    did_idle = Signal()
    did_sleep = Signal()

    def __init__(
        self,
        parent: QObject,
        seconds: Callable[[], float],
        *,
        steady: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._seconds, self._steady, self._wall = seconds, steady, wall
        self._touched = self._seen = steady()
        self._day = wall()
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self.look)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._watch)
        self._listens = False
        self._delay: object = None  # while it is held, sleep waits for us

    def start(self) -> None:
        """Count from now."""
        if not self._listens:
            self._listens = True
            _listen(self)
        self._delay = _delay_sleep()
        self._touched = self._seen = self._steady()
        self._day = self._wall()
        self._timer.start()

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()
        self._delay = None

    def look(self) -> None:
        """Look at the clocks; done every few seconds."""
        now, day = self._steady(), self._wall()
        went, passed = now - self._seen, day - self._day
        self._seen, self._day = now, day
        # The steady clock stands while the machine sleeps, or, on some systems, runs on.
        if abs(passed - went) > JUMP or went > JUMP:
            self.did_sleep.emit()
        elif 0 < self._seconds() <= now - self._touched:
            self.did_idle.emit()

    @Slot(bool)
    def sleeps(self, begins: bool) -> None:
        """The system says that it goes to sleep, or that it woke."""
        if begins:
            self.did_sleep.emit()
            self._delay = None  # now it may

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Notice what the user touches, and let everything pass."""
        if event.type() in _TOUCHES:
            self._touched = self._steady()
        return False

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # a second time changes nothing


def _listen(lapse: Lapse) -> None:
    """Hear of sleep from the system; where there is no bus, the clocks alone tell of it."""
    try:
        from PySide6.QtDBus import QDBusConnection
    except ImportError:
        return
    slot: Any = SLOT("sleeps(bool)")
    bus = QDBusConnection.systemBus()
    bus.connect(_LOGIN, _LOGIN_PATH, _LOGIN_FACE, "PrepareForSleep", lapse, slot)


def _delay_sleep() -> object:
    """Ask the system to wait some seconds with sleep until we have locked; None without a bus.

    It waits for as long as the answer, which holds a file of the system's, is kept.
    """
    try:
        from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
    except ImportError:
        return None
    bus = QDBusConnection.systemBus()
    if not bus.isConnected():
        return None
    call = QDBusMessage.createMethodCall(_LOGIN, _LOGIN_PATH, _LOGIN_FACE, "Inhibit")
    call.setArguments(["sleep", "Habeas", _("A case is being locked"), "delay"])
    return QDBusPendingCallWatcher(bus.asyncCall(call))

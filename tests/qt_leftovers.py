"""What a test of the window must not leave behind: windows, running threads, running timers."""

from __future__ import annotations

import contextlib
import gc
import threading
from types import TracebackType
from typing import Any

PATIENCE_MS = 1000  # for a thread that was told to end
PASSING = {"QTipLabel", "QRollEffect", "QAlphaWidget"}  # Qt keeps these until it needs them anew


class Leftovers:
    """Sees what starts while it is entered; ``clear`` ends what is still alive and names it."""

    def __init__(self) -> None:
        self._started: list[Any] = []
        self._undo = contextlib.ExitStack()

    def __enter__(self) -> Leftovers:
        from PySide6.QtCore import QThread, QTimer
        from PySide6.QtWidgets import QApplication

        self._watch(QThread)
        self._watch(QTimer)
        self._windows = list(QApplication.topLevelWidgets())
        self._threads = set(threading.enumerate())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._undo.close()
        self._started.clear()
        self._windows.clear()

    def clear(self) -> list[str]:
        """End everything that the test left alive and say what it was."""
        _delete_later()
        found = [*self._clear_timers(), *self._clear_threads(), *self._clear_windows()]
        _delete_later()
        return found

    def _watch(self, cls: Any) -> None:
        start = cls.start

        def noted(one: Any, *args: Any) -> Any:
            if not any(one is other for other in self._started):
                self._started.append(one)
            return start(one, *args)

        cls.start = noted
        self._undo.callback(setattr, cls, "start", start)

    def _alive(self, cls: type) -> list[Any]:
        import shiboken6

        return [one for one in self._started if isinstance(one, cls) and shiboken6.isValid(one)]

    def _clear_timers(self) -> list[str]:
        from PySide6.QtCore import QTimer

        running = [timer for timer in self._alive(QTimer) if timer.isActive()]
        for timer in running:
            timer.stop()
        return [_named(timer) for timer in running]

    def _clear_threads(self) -> list[str]:
        from PySide6.QtCore import QThread, QThreadPool

        running = [one for one in self._alive(QThread) if not one.wait(PATIENCE_MS)]
        for thread in running:
            thread.requestInterruption()
            thread.quit()
            thread.wait(PATIENCE_MS)
        found = [_named(thread) for thread in running]
        if not QThreadPool.globalInstance().waitForDone(PATIENCE_MS):
            found.append("work in the thread pool")
        return found + self._python_threads()

    def _python_threads(self) -> list[str]:
        known = self._threads
        new = [one for one in threading.enumerate() if one not in known and not _foreign(one)]
        for thread in new:
            thread.join(PATIENCE_MS / 1000)
        return [f"thread {one.name}" for one in new if one.is_alive()]

    def _clear_windows(self) -> list[str]:
        if self._left_windows():
            gc.collect()  # a window without a parent lives as long as a cycle that holds it
            _delete_later()
        left = self._left_windows()
        names = [_named(window) for window in left]
        for window in left:
            window.close()
            window.deleteLater()
        return names

    def _left_windows(self) -> list[Any]:
        from PySide6.QtWidgets import QApplication

        return [
            window
            for window in QApplication.topLevelWidgets()
            if window.parent() is None
            and window.metaObject().className() not in PASSING
            and not any(window is known for known in self._windows)
        ]


def _delete_later() -> None:
    """Let Qt delete what it was asked to delete; outside an event loop it would wait for one."""
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _foreign(thread: threading.Thread) -> bool:
    """Threads that Python did not start (Qt's, seen while they run Python code), or execnet's."""
    return isinstance(thread, threading._DummyThread) or "execnet" in type(thread).__module__


def _named(one: Any) -> str:
    name = one.objectName() or getattr(one, "windowTitle", str)()
    return f"{type(one).__name__} {name!r}" if name else type(one).__name__

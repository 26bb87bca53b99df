"""Work off the UI thread: a job is a generator; each ``yield`` is progress and a place to stop."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

# A busy Python thread would hold the interpreter for 5 ms at a time and the window would stutter.
SWITCH_SECONDS = 0.0001


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: ``done`` of ``total`` (0: unknown) and a line for the user."""

    done: int = 0
    total: int = 0
    text: str = ""


Work = Generator[Progress, None, Any]


class Job(QObject):
    """One running generator; its signals are for the UI thread.  Stopped, it has no result."""

    did_progress = Signal(object)
    did_end = Signal(object)
    did_fail = Signal(object)
    did_stop = Signal()
    did_finish = Signal()  # after any of the three above

    def __init__(self, work: Work, *, title: str, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self._work = work
        self._stopping = False
        self._free = threading.Event()

    @Slot()
    def begin(self) -> None:
        """Let it run: whoever asked for it listens to its signals by now."""
        self._free.set()

    def stop(self) -> None:
        """Ask the job to end at its next yield; what it had open is rolled back."""
        self._stopping = True
        self._free.set()

    @property
    def stopping(self) -> bool:
        """Whether the job was asked to stop: its answer is no longer wanted."""
        return self._stopping

    def run(self) -> None:
        """Go through the generator; called in a lane's thread."""
        self._free.wait()
        outcome: tuple[Any, Any] = (self.did_stop, None)
        try:
            while not self._stopping:
                try:
                    self.did_progress.emit(next(self._work))
                except StopIteration as end:
                    outcome = (self.did_end, (end.value,))
                    break
        except BaseException as error:  # noqa: BLE001 - handed to the UI thread, which reports it
            outcome = (self.did_fail, (error,))
        finally:
            self._work.close()
        signal, arguments = outcome
        signal.emit(*(arguments or ()))
        self.did_finish.emit()


class Lane:
    """One thread that takes jobs in turn: one lane writes, one looks things up, one thinks."""

    def __init__(self, name: str) -> None:
        sys.setswitchinterval(SWITCH_SECONDS)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"habeas-{name}")
        self._jobs: dict[Job, Future[None]] = {}

    def run(
        self,
        work: Work,
        *,
        parent: QObject,
        title: str = "",
        done: Callable[[Any], object] | None = None,
        failed: Callable[[BaseException], object] | None = None,
    ) -> Job:
        """Start ``work``; ``done`` gets what it returns, in the UI thread, unless stopped."""
        job = Job(work, title=title, parent=parent)
        queued = Qt.ConnectionType.QueuedConnection
        if done is not None:
            job.did_end.connect(lambda value: None if job.stopping else done(value), queued)
        if failed is not None:
            job.did_fail.connect(failed, queued)
        job.did_finish.connect(lambda: self._forget(job), queued)
        self._jobs[job] = self._pool.submit(job.run)
        QTimer.singleShot(0, job.begin)  # a quick one would be over before anybody listens
        return job

    def close(self) -> None:
        """Stop every job and wait for the thread to end."""
        for job in self._jobs:
            job.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _forget(self, job: Job) -> None:
        # The thread may still be inside the very emit that led here; it ends at once after it.
        wait([self._jobs.pop(job)])
        job.deleteLater()

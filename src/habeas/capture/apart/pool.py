"""Reading many files at once, each in a process that it can harm alone.

``with Pool() as pool: for outcome in pool.read(Job(path) for path in paths): ...``
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from types import TracebackType

from habeas.capture.apart import direct, sentences
from habeas.capture.apart.child import Child
from habeas.capture.apart.jobs import Busy, Job, Outcome
from habeas.capture.apart.limits import Limits
from habeas.capture.apart.rounds import Round
from habeas.capture.picture import Picture
from habeas.domain.reference import Reference
from habeas.errors import Problem

Source = str | os.PathLike[str] | bytes

__all__ = ["Busy", "Job", "Limits", "Outcome", "Pool"]


class Pool:
    """``size`` workers at most for each going-through; they start when there is work.

    Any number of threads may go through jobs of their own at a time.
    """

    def __init__(self, size: int | None = None, *, limits: Limits | None = None) -> None:
        self._size = size or os.cpu_count() or 1
        self._limits = limits or Limits()
        self._idle: list[Child] = []
        self._rounds: list[Round] = []
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """The outcome of each job, in the order in which they are finished.

        Jobs are taken as workers are free for them.  Once the pool is closed, it ends, and jobs of
        which no Outcome came were not read.  Problem only if no worker can be started.
        """
        return (each for each in self.watch(jobs) if isinstance(each, Outcome))

    def watch(self, jobs: Iterable[Job]) -> Iterator[Outcome | Busy]:
        """As ``read``, with a Busy ten times a second while nothing is finished: a place to stop.

        What is inside a very large file is handed on while it is read: its ``parts`` are to be gone
        through before the next Outcome is asked for, and end in a Problem if not all was read.
        """
        if direct.HERE:
            yield from direct.outcomes(jobs)
            return
        with self._lock:
            if self._closed:
                return
            going = Round(
                jobs, self._limits, lanes=self._size, hire=self._hire, leave=self._take_back
            )
            self._rounds.append(going)
        try:
            yield from going.outcomes()
        finally:
            with self._lock:
                self._rounds.remove(going)

    def read_one(self, source: Source, name: str = "") -> Outcome:
        """The outcome of one file, or of bytes in memory; waits for it."""
        return self._one(_job(source, "read", name))

    def page(self, source: Source, number: int, *, scale: float) -> Picture:
        """Page ``number`` (from 1) of a PDF, ``scale`` pixels to the point; waits for it.

        Problem if there is none, or it cannot be drawn.
        """
        return self._seen(_job(source, "page", number=number, scale=scale))

    def picture(self, source: Source, *, number: int = 1, most: int = 4_000_000) -> Picture:
        """Page ``number`` of a picture, of ``most`` pixels at most; waits for it.

        Problem if there is none, or it cannot be seen.
        """
        return self._seen(_job(source, "picture", number=number, most=most))

    def web(self, source: Source, *, media_type: str) -> str:
        """A page of the web as HTML of which nothing runs or reaches out; waits for it.

        Problem if it cannot be seen.
        """
        outcome = self._one(_job(source, "web", media_type=media_type))
        if outcome.problem or outcome.reading is None:
            raise Problem(outcome.problem or sentences.unseen())
        return outcome.reading.text

    def references(self, source: Source, name: str = "") -> list[Reference]:
        """The entries of a list of literature; waits for it.  Problem if it is none."""
        from habeas.capture.references import MOST, telling

        outcome = self._one(_job(source, "list", name))
        if outcome.problem or outcome.reading is None:
            raise Problem(outcome.problem or sentences.unseen())
        try:
            return telling.unpacked(outcome.reading.text, most=MOST)
        except ValueError:
            raise Problem(sentences.unseen()) from None

    def _seen(self, job: Job) -> Picture:
        outcome = self._one(job)
        if outcome.picture is None:
            raise Problem(outcome.problem or sentences.unseen())
        return outcome.picture

    def _one(self, job: Job) -> Outcome:
        for outcome in self.read([job]):
            return outcome
        return Outcome(job)  # closed meanwhile

    def close(self) -> None:
        """End all workers at once, whatever they are at; from any thread, any number of times."""
        with self._lock:
            self._closed = True
            rounds, idle = list(self._rounds), list(self._idle)
            self._idle.clear()
        for going in rounds:
            going.stop()
        for child in idle:
            child.end()

    def _hire(self) -> Child:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return Child(memory=self._limits.memory, most=self._limits.text)

    def _take_back(self, child: Child) -> None:
        """Keep an idle worker for the next time, if there are not enough."""
        with self._lock:
            if not self._closed and len(self._idle) < self._size:
                self._idle.append(child)
                return
        child.end()


def _job(source: Source, task: str, name: str = "", **how: float | str) -> Job:
    given = tuple(how.items())
    if isinstance(source, bytes):
        return Job(data=source, name=name, task=task, how=given)
    return Job(source, name=name, task=task, how=given)

"""One going-through of jobs: workers are kept busy, heard, timed, ended and replaced."""

from __future__ import annotations

import selectors
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator

from habeas.capture.apart import sentences, trusting
from habeas.capture.apart import work as works
from habeas.capture.apart.child import Child
from habeas.capture.apart.frames import Broken, Frame, Kind
from habeas.capture.apart.jobs import Busy, Job, Outcome, taken
from habeas.capture.apart.lanes import UNREAD, Costs, Lane
from habeas.capture.apart.limits import Limits
from habeas.capture.apart.sentences import End
from habeas.capture.apart.work import Work
from habeas.errors import Problem

_WAITING = 512  # outcomes, likewise
_OFTEN = 32  # outcomes handed over before workers are looked after again
_GATHER = 0.003  # seconds in which more is said, while all workers have enough to do
_ENOUGH = 24  # files, likewise
_PAUSE = 0.25  # seconds: if nobody listened for longer, that is not the workers' fault
_START = 60.0  # seconds in which a worker must say hello
_LIFE = 5_000  # files after which a worker is replaced by a fresh one
_FAILED_STARTS = 3


class Round:
    """``lanes`` workers at most go through ``jobs``; ``hire`` gives one and ``leave`` takes it."""

    def __init__(
        self,
        jobs: Iterable[Job],
        limits: Limits,
        *,
        lanes: int,
        hire: Callable[[], Child],
        leave: Callable[[Child], None],
    ) -> None:
        self._jobs = iter(jobs)
        self._limits = limits
        self._most = lanes
        self._hire, self._leave = hire, leave
        self._lanes: list[Lane] = []
        self._todo: deque[Work] = deque()
        self._out: deque[tuple[Outcome, Work | None]] = deque()
        self._unread = 0
        self._costs = Costs()
        self._selector = selectors.DefaultSelector()
        self._left, self._away = time.monotonic(), 0.0
        self._exhausted = self._closed = False
        self._failed_starts = 0
        self._guard = threading.RLock()

    def outcomes(self) -> Iterator[Outcome | Busy]:
        """What comes of the jobs, in the order in which it does, and a Busy while nothing does."""
        try:
            while not self._closed:
                self._step(0 if self._out else 0.1)
                if self._over():
                    return
                if not self._out:
                    yield Busy(sum(bool(lane.hand) for lane in self._lanes))
                for _each in range(min(_OFTEN, len(self._out))):
                    outcome, stream = self._out.popleft()
                    self._unread -= _weight(outcome)
                    yield outcome
                    if stream:  # whatever was not taken by now is not wanted
                        stream.dropped = True
                        stream.inside.clear()
                        stream.held = 0
        finally:
            self._close()

    def stop(self) -> None:
        """End it from another thread, or while nobody goes on with it: all its workers are gone."""
        self._closed = True
        for lane in list(self._lanes):
            lane.child.kill()
        self._close()

    def _over(self) -> bool:
        idle = not self._todo and not any(lane.hand for lane in self._lanes)
        return self._exhausted and idle and not self._out

    def _close(self) -> None:
        with self._guard:
            self._closed = True
            for lane in self._lanes:
                self._forget(lane)
                if lane.hand:
                    lane.hand[0].ends(lane.hand[0].sentence(End.ENDED))
                    lane.child.end()
                else:
                    self._leave(lane.child)
            self._lanes.clear()
            self._selector.close()

    def _step(self, wait: float) -> None:
        """Give out what can be, hear what there is within ``wait`` seconds, end what is late."""
        with self._guard:
            if self._closed:
                return
            self._away += max(0.0, time.monotonic() - self._left - _PAUSE)
            self._give()
            for lane in self._lanes:
                if lane.child.unsent:
                    lane.child.send()
            self._hear(wait)
            self._end_late()
            self._left = time.monotonic()

    def _now(self) -> float:
        """A clock that stands still while nobody listens to the workers."""
        return time.monotonic() - self._away

    # -- giving

    def _give(self) -> None:
        while work := self._next():
            lane = self._lane_for(work)
            if lane is None:
                return
            self._todo.popleft()
            lane.takes(work, self._costs.of(work), self._now())

    def _next(self) -> Work | None:
        """The next job that can be read, its bytes in memory; what cannot is told at once."""
        while not self._todo and not self._exhausted and len(self._out) < _WAITING:
            job = next(self._jobs, None)
            if job is None:
                self._exhausted = True
                break
            try:
                self._todo.append(Work(job, taken(job), self._limits))
            except Problem as problem:
                self._put(Outcome(job, problem=trusting.line(str(problem))), None)
        return self._todo[0] if self._todo else None

    def _lane_for(self, work: Work) -> Lane | None:
        """The worker that will be at it first; None if all have enough."""
        idle = next((lane for lane in self._lanes if not lane.hand), None)
        if idle and not (work.alone and idle.child.done):
            return idle
        if idle:  # it has read others' files, and this one is to be read by a fresh one
            self._dismiss(idle)
        seconds = self._costs.of(work)
        fitting = [lane for lane in self._lanes if lane.has_room(work, seconds)]
        if fitting:
            return min(fitting, key=lambda lane: len(lane.hand))
        return self._hired() if len(self._lanes) < self._most else None

    def _hired(self) -> Lane:
        lane = Lane(self._hire())
        self._lanes.append(lane)
        self._selector.register(lane.child.out, selectors.EVENT_READ, lane)
        return lane

    # -- hearing

    def _hear(self, wait: float) -> None:
        if wait and self._lanes and all(len(lane.hand) > _ENOUGH for lane in self._lanes):
            time.sleep(_GATHER)  # much that comes at once costs less than the same bit by bit
        listened = [lane for lane in self._lanes if self._attend(lane)]
        if not listened:
            if wait:
                time.sleep(wait if self._lanes else 0)
            return
        for key, events in self._selector.select(wait):
            lane: Lane = key.data
            if lane not in self._lanes:
                continue
            if events & selectors.EVENT_WRITE:
                lane.child.send()
            elif events & selectors.EVENT_READ:
                self._receive(lane)

    def _attend(self, lane: Lane) -> bool:
        """Set what is waited for; whether it is anything."""
        full = self._unread > UNREAD or len(self._out) > _WAITING
        if lane.hand and lane.hand[0].streams:  # somebody may be waiting for just this one
            full = lane.holds_back
        if full and lane.hand:  # it may wait until it can say more
            lane.hand[0].heard = self._now()
        self._register(lane.child.out, 0 if full else selectors.EVENT_READ, lane)
        self._register(lane.child.into, selectors.EVENT_WRITE if lane.child.unsent else 0, lane)
        return not full or lane.child.unsent

    def _register(self, pipe: int, events: int, lane: Lane) -> None:
        registered = pipe in self._selector.get_map()
        if events and not registered:
            self._selector.register(pipe, events, lane)
        elif registered and not events:
            self._selector.unregister(pipe)

    def _receive(self, lane: Lane) -> None:
        if self._closed:  # then it ends because we ended it
            return
        try:
            frames = lane.child.receive()
            if frames is None:
                self._lost(lane, End.FAILED)
                return
            for frame in frames:
                if lane in self._lanes:  # what else it said is not wanted once it is dismissed
                    self._take(lane, frame)
        except Broken:
            self._lost(lane, End.FAILED)

    def _take(self, lane: Lane, frame: Frame) -> None:
        if frame.kind is Kind.HELLO:
            lane.child.ready, self._failed_starts = True, 0
            if lane.hand:
                lane.hand[0].begins(self._now())
            return
        if not lane.hand or not lane.child.ready:
            raise Broken("nobody asked")
        work = lane.hand[0]
        if frame.kind is not Kind.END:
            work.hears(frame, self._now())
            if work.held > UNREAD and not work.streams:
                self._stream(work)
            if frame.kind is not Kind.WHOLE:
                return
        end = trusting.end(frame)
        if end.get("memory") is True and self._again(lane, work):
            self._lost(lane, End.LARGE)
            return
        self._finish(work, end)
        self._costs.learn(work, works.seconds(end.get("seconds")))
        lane.did(self._now())
        if not lane.hand and (end.get("memory") or lane.child.done > _LIFE):
            self._dismiss(lane)

    def _stream(self, work: Work) -> None:
        """What is inside is too much to be gathered: it is handed on as it comes."""
        work.streams = True
        parts = works.streamed(work, lambda: self._step(0.1))
        self._put(work.outcome({}, parts), work)

    def _finish(self, work: Work, end: dict[str, object] | End) -> None:
        outcome = work.outcome(end, () if work.streams else works.gathered(work))
        work.ends(outcome.problem)
        if not work.streams:
            self._put(outcome, None)

    def _put(self, outcome: Outcome, stream: Work | None) -> None:
        self._unread += _weight(outcome)
        self._out.append((outcome, stream))

    # -- ending

    def _end_late(self) -> None:
        now = self._now()
        for lane in list(self._lanes):
            if not lane.child.ready and lane.hand and now > lane.since + _START:
                self._lost(lane, End.FAILED)
            elif lane.child.ready and lane.hand and now > lane.hand[0].late_at:
                self._lost(lane, End.SLOW)

    def _lost(self, lane: Lane, end: End) -> None:
        """A worker is no more: the file it was at is told of or tried again, the others wait."""
        ready, hand = lane.child.ready, deque(lane.hand)
        lane.hand.clear()
        if self._dismiss(lane) == -getattr(signal, "SIGXCPU", 0):
            end = End.SLOW
        if not ready:
            self._failed_starts += 1
            if self._failed_starts >= _FAILED_STARTS:
                raise Problem(sentences.no_worker())
        elif hand:
            first = hand.popleft()
            if self._again(lane, first) and end is not End.SLOW:
                hand.appendleft(Work(first.job, first.original, first.limits, alone=True))
            else:
                self._finish(first, end)
        self._todo.extendleft(reversed(hand))

    def _again(self, lane: Lane, work: Work) -> bool:
        """Whether an earlier file may be to blame, so that a fresh worker is to try."""
        return bool(lane.child.done) and not work.alone and not work.streams

    def _dismiss(self, lane: Lane) -> int:
        self._forget(lane)
        self._lanes.remove(lane)
        return lane.child.end()

    def _forget(self, lane: Lane) -> None:
        self._register(lane.child.out, 0, lane)
        self._register(lane.child.into, 0, lane)


def _weight(outcome: Outcome) -> int:
    """Bytes that an Outcome takes while it waits, but for those that we had anyway."""
    return len(outcome.reading.text) if outcome.reading else 0

"""A worker with the files in its hand, and how many more it is to be given in advance."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from habeas.capture.apart.child import Child
from habeas.capture.apart.work import Work

UNREAD = 32_000_000  # bytes that wait for whoever asked; more is left in the pipes
_AHEAD = 0.05  # seconds of work that a worker is given in advance ...
_FILES = 128  # ... in so many files at most ...
_BYTES = 1_000_000  # ... and bytes
_GUESS = 0.02  # seconds for a file of a kind that was not read yet
_LEARN = 0.2  # how much the latest file counts


@dataclass(slots=True, eq=False)
class Lane:
    """A worker, and the jobs it has in hand: the first is the one it is at."""

    child: Child
    hand: deque[Work] = field(default_factory=deque)
    since: float = 0.0  # when it was given something to do
    _seconds: float = 0.0  # that those in hand may take
    _size: int = 0  # bytes that they have

    @property
    def holds_back(self) -> bool:
        """Whether what is inside its file comes faster than anybody takes it."""
        return bool(self.hand) and self.hand[0].streams and self.hand[0].held > UNREAD

    def has_room(self, work: Work, seconds: float) -> bool:
        """Whether one more may wait for it: small files do, what takes long does not."""
        if not self.hand:
            return True
        if work.alone or self.hand[0].alone or len(self.hand) >= _FILES:
            return False
        return self._size + work.original.size < _BYTES and self._seconds + seconds < _AHEAD

    def takes(self, work: Work, seconds: float, now: float) -> None:
        """Give it a job that may take so many ``seconds``."""
        if not self.hand:
            self.since = now
            work.begins(now)
        work.cost = seconds
        self._seconds += seconds
        self._size += work.original.size
        self.hand.append(work)
        self.child.tell(work.asked())

    def did(self, now: float) -> None:
        """It has done the first one."""
        work = self.hand.popleft()
        self._seconds -= work.cost
        self._size -= work.original.size
        self.child.done += 1
        if self.hand:
            self.hand[0].begins(now)


class Costs:
    """How long files take, by their kinds, as far as it was seen."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}

    def of(self, work: Work) -> float:
        """Seconds that it may take."""
        return self._seconds.get(work.suffix, _GUESS)

    def learn(self, work: Work, seconds: float) -> None:
        """It took so long."""
        before = self.of(work)
        self._seconds[work.suffix] = before + _LEARN * (seconds - before)

"""Seconds that somebody who tries passphrases has to wait, more after each one that is wrong."""

from __future__ import annotations

import time
from collections.abc import Callable

LONGEST = 60.0  # seconds to wait, at most, after a wrong passphrase


class Waits:
    """How long is to be waited before a file may be tried again: 1, 2, 4 ... seconds, then 60.

    Files are known by their salt, so that a new name does not help; ``clock`` gives seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[bytes, float] = {}
        self._next: dict[bytes, float] = {}

    def left(self, salt: bytes) -> float:
        """Seconds still to be waited; 0 if none."""
        return max(0.0, self._until.get(salt, 0.0) - self._clock())

    def failed(self, salt: bytes) -> None:
        """The file was tried in vain."""
        wait = self._next.get(salt, 1.0)
        self._until[salt] = self._clock() + wait
        self._next[salt] = min(2 * wait, LONGEST)

    def forget(self, salt: bytes) -> None:
        """The file was opened."""
        self._until.pop(salt, None)
        self._next.pop(salt, None)

"""What is handed from the thread that hears the workers to the one that writes: never too much."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T")

_ITEMS, _BYTES = 2_000, 32_000_000  # that may lie on a belt: what is written next, and more
_SOME = 64  # that are worth waking whoever waits for them
_LOOK = 0.1  # seconds after which whoever takes gets nothing


class Belt(Generic[T]):
    """Things that ``make`` gives, in a thread of its own, until they are taken or it is closed.

    Without it workers would be idle while something is written.  ``size`` tells a thing's bytes.
    """

    def __init__(self, make: Callable[[], Iterable[T | None]], size: Callable[[T], int]) -> None:
        self._size = size
        self._things: list[T] = []
        self._bytes = 0
        self._waits = False  # whether somebody waits for things
        self._changed = threading.Condition()
        self._closed = self._over = False
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(make,), name="habeas-belt")
        self._thread.start()

    def take(self) -> list[T]:
        """All that lies there; nothing if that is so at the moment, or (``is_over``) for good.

        Raises what ``make`` raised, when everything before it is taken.
        """
        with self._changed:
            if not self._things and not self._over:
                self._waits = True
                self._changed.wait(_LOOK)
                self._waits = False
            if self._over and not self._things and self._error is not None:
                raise self._error
            taken, self._things, self._bytes = self._things, [], 0
            self._changed.notify_all()
            return taken

    @property
    def is_over(self) -> bool:
        """Whether everything was made and taken."""
        with self._changed:
            return self._over and not self._things and self._error is None

    def close(self) -> None:
        """Nothing more is wanted; returns when the thread has ended."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()

    def _run(self, make: Callable[[], Iterable[T | None]]) -> None:
        made = iter(make())
        try:
            for thing in made:
                if not self._put(thing):
                    break
        except BaseException as error:  # noqa: BLE001 - raised where things are taken
            self._error = error
        finally:
            if hasattr(made, "close"):
                made.close()
            with self._changed:
                self._over = True
                self._changed.notify_all()

    def _put(self, thing: T | None) -> bool:
        """False if it is closed; None says that nothing more is there yet, and is not kept."""
        with self._changed:
            if thing is not None:
                while not self._closed and (len(self._things) >= _ITEMS or self._bytes > _BYTES):
                    self._changed.wait()
                self._things.append(thing)
                self._bytes += self._size(thing)
            enough = thing is None or len(self._things) >= _SOME or self._bytes > _BYTES
            if self._waits and self._things and enough:  # to wake it for each takes more time
                self._changed.notify_all()
            return not self._closed

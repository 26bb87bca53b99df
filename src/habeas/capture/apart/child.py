"""A worker as its parent holds it: started, spoken to without waiting, and ended."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterable
from pathlib import Path

import habeas
from habeas.capture.apart import sentences
from habeas.capture.apart.frames import Frame, Inbox
from habeas.errors import Problem

_PIPE = 1 << 20  # bytes that a pipe holds, where the system allows so many
_SETPIPE_SZ = 1031  # of fcntl(2), on Linux
_ONCE = 1 << 20  # bytes read or sent at once
_TOGETHER = 1 << 18  # bytes of small messages sent as one


def command() -> list[str]:
    """How a worker is started, but for what it is given: our own program in a frozen one."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--worker"]
    # -P: nothing is imported from the folder we stand in; -B: nothing is written.
    return [sys.executable, "-P", "-B", "-X", "utf8", "-m", "habeas.capture.apart.worker"]


class Child:
    """A worker process, with ``memory`` bytes at most; it ends when its parent does.

    A message from it may carry ``most`` bytes.
    """

    def __init__(self, *, memory: int, most: int) -> None:
        watched, self._lifeline = os.pipe()
        try:
            self._process = subprocess.Popen(
                [*command(), str(memory), str(watched)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                bufsize=0, pass_fds=(watched,), cwd="/", env=_environment(),
                start_new_session=True,  # without our terminal, into which one could type
            )  # fmt: skip
        except OSError as error:
            os.close(self._lifeline)
            raise Problem(sentences.no_worker()) from error
        finally:
            os.close(watched)
        assert self._process.stdin
        assert self._process.stdout
        self.into, self.out = self._process.stdin.fileno(), self._process.stdout.fileno()
        for pipe in (self.into, self.out):
            os.set_blocking(pipe, False)
            _widen(pipe)
        self._inbox = Inbox(most)
        self._outbox: deque[memoryview] = deque()
        self.ready = False  # whether it said hello
        self.done = 0  # jobs

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def unsent(self) -> bool:
        """Whether something waits to be sent."""
        return bool(self._outbox)

    def tell(self, pieces: Iterable[bytes | memoryview]) -> None:
        """Have something sent with the next ``send``."""
        self._outbox.extend(memoryview(piece) for piece in pieces)

    def send(self) -> None:
        """Send what the pipe takes now, and keep the rest for the next time."""
        try:
            while self._outbox:
                piece = self._joined()
                sent = os.write(self.into, piece[:_ONCE])
                if sent < len(piece):
                    self._outbox.appendleft(piece[sent:])
        except BlockingIOError:
            self._outbox.appendleft(piece)
        except OSError:  # it is gone, which is seen where it is read from
            self._outbox.clear()

    def _joined(self) -> memoryview:
        """As much of what is to be sent as goes at once; small pieces are made one."""
        first = self._outbox.popleft()
        if len(first) > _TOGETHER or not self._outbox:
            return first
        pieces, size = [first], len(first)
        while self._outbox and size < _TOGETHER:
            pieces.append(self._outbox.popleft())
            size += len(pieces[-1])
        return memoryview(b"".join(pieces))

    def receive(self) -> list[Frame] | None:
        """The messages that came; None if there will be no more.  Broken if it talks nonsense."""
        try:
            data = os.read(self.out, _ONCE)
        except BlockingIOError:
            return []
        if not data:
            return None
        self._inbox.take(data)
        return list(self._inbox.frames())

    def kill(self) -> None:
        """End it at once, from whatever thread; ``end`` must still be called."""
        self._process.kill()

    def end(self) -> int:
        """End it at once and wait until it is gone; with what code it ended, if it had before."""
        self._process.kill()
        code = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe
            pipe.close()
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1
        return code


def _widen(pipe: int) -> None:
    """Let a pipe hold more than the usual 64 kB, where the system can."""
    try:
        import fcntl

        fcntl.fcntl(pipe, _SETPIPE_SZ, _PIPE)
    except (ImportError, OSError):
        return


def _environment() -> dict[str, str]:
    """Ours, so that the worker finds the same modules, and one thread for libraries that count."""
    ours = Path(habeas.__file__).parents[1]
    found = [os.environ.get("PYTHONPATH", "")]
    if ours.name not in ("site-packages", "dist-packages"):  # there it is found anyway
        found.append(str(ours))
    own = {"PYTHONPATH": os.pathsep.join(filter(None, found)), "OMP_THREAD_LIMIT": "1"}
    return {**os.environ, **own}

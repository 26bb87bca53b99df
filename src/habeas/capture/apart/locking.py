"""What a worker gives up before it opens a stranger's file: network, programs, writing, memory.

Each measure is taken where the system knows it, and the worker goes on without it where not; the
names of those that hold are told to the parent.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from habeas import guarding
from habeas.capture.apart import kernel

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000  # of unshare(2)
_NO_NEW_PRIVS, _CAPBSET_DROP = 38, 24  # of prctl(2)
_CAPABILITIES = 0x20080522  # version 3 of capset(2)
_NICE = 5
_CPU_SPARE = 5  # seconds beyond the parent's own limit, which counts the time on the wall
_MOST = 1000  # attempts that are kept
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_REFUSED = frozenset((  # what Python tells before it does it
    "subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.fork",
    "os.forkpty", "os.startfile", "pty.spawn", "webbrowser.open", "os.chmod", "os.chown",
    "os.kill", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink",
    "os.truncate", "os.utime", "os.setxattr", "os.removexattr", "tempfile.mkstemp",
    "tempfile.mkdtemp", "sqlite3.connect",
))  # fmt: skip

attempts: deque[str] = deque(maxlen=_MOST)  # what was asked for in vain since it was last told


def lock_in(*, memory: int) -> tuple[str, ...]:
    """Give everything up that reading does not need; the names of the measures that hold.

    ``memory`` is in bytes.
    """
    guarding.guard()
    measures: dict[str, Callable[[], bool]] = {
        "network": _no_network,
        "privileges": _no_privileges,
        "memory": lambda: _limit("RLIMIT_AS", memory),
        "core": lambda: _limit("RLIMIT_CORE", 0),
        "files": lambda: _limit("RLIMIT_FSIZE", 0),
        "calls": kernel.refuse,
        "events": _watch,
    }
    return tuple(name for name, take in measures.items() if take())


def give_way() -> None:
    """Let the window, and all else that the user does, go first."""
    with suppress(OSError, AttributeError):
        os.nice(_NICE)
        # Linux may weigh sessions against each other, and processes only within theirs.
        with open("/proc/self/autogroup", "w") as weight:
            weight.write(str(_NICE))


def allow_seconds(seconds: float) -> None:
    """Let the processor be used for so long from now on; after that the system ends the worker."""
    try:
        import resource  # not on Windows

        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime + seconds) + _CPU_SPARE
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        if hard == resource.RLIM_INFINITY or most < hard:
            resource.setrlimit(resource.RLIMIT_CPU, (most, hard))
    except (ImportError, OSError, ValueError):
        return


def die_with(lifeline: int) -> bool:
    """End this process when nobody holds the other end of the pipe ``lifeline`` any more.

    Unlike the kernel's own signal at a parent's death, it does not take the end of the thread that
    started us for the end of the parent.
    """
    if not sys.platform.startswith("linux"):
        return False
    import fcntl
    import signal

    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    return True


def told() -> Iterator[str]:
    """What was asked for in vain, each time once."""
    while attempts:
        yield attempts.popleft()


def _limit(name: str, most: int) -> bool:
    try:
        import resource

        kind = getattr(resource, name)
        hard = resource.getrlimit(kind)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))
    except (ImportError, AttributeError, OSError, ValueError):
        return False
    return True


def _no_network() -> bool:
    """A network of our own, in which nothing is; a superuser needs no other users for it."""
    return _c(lambda libc: libc.unshare(_NEW_NET) == 0 or libc.unshare(_NEW_NET | _NEW_USER) == 0)


def _no_privileges() -> bool:
    """Nothing that is started gains rights, and we have none ourselves."""

    def give_up(libc: Any) -> bool:
        import ctypes

        kept = libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
        for capability in range(64):
            libc.prctl(_CAPBSET_DROP, capability, 0, 0, 0)
        if os.getuid():  # a superuser who may no longer read others' files would be surprised
            head = (ctypes.c_uint32 * 2)(_CAPABILITIES, 0)
            libc.capset(head, (ctypes.c_uint32 * 6)())
        return bool(kept == 0)

    return _c(give_up)


def _c(ask: Callable[[Any], bool]) -> bool:
    """What the C library of Linux answers; False elsewhere."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        import ctypes

        return ask(ctypes.CDLL(None))
    except (ImportError, OSError, AttributeError):
        return False


def _watch() -> bool:
    """Refuse what a reader has no business with, and note that it was asked for."""

    def refuse(event: str, given: tuple[Any, ...]) -> None:
        wrong = _to_write(*given) if event == "open" else event in _REFUSED
        if wrong or event.startswith("socket."):
            if not _only_looks():
                attempts.append(event)
            raise PermissionError(f"a reader has no business with {event}")

    sys.addaudithook(refuse)
    return True


def _only_looks() -> bool:
    """Whether this is urllib3 at its loading, to see what kinds of sockets there are."""
    frame = sys._getframe(2)  # noqa: SLF001 - how Python calls it
    while frame.f_back and frame.f_globals.get("__name__") == "socket":
        frame = frame.f_back
    return frame.f_globals.get("__name__") == "urllib3.util.connection" and (
        frame.f_code.co_name == "_has_ipv6"
    )


def _to_write(path: Any, mode: str | None, flags: int) -> bool:
    if isinstance(path, int) or path == os.devnull:  # what is open already
        return False
    return bool(flags & _WRITES) if isinstance(flags, int) else any(c in "wax+" for c in mode or "")

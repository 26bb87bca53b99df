"""What lies in memory of a locked case: never on a disk, and overwritten when it is closed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

_M_PERTURB, _FILL = -6, 0x5A  # of mallopt(3)
_GET_DUMPABLE, _SET_DUMPABLE = 3, 4  # of prctl(2), on Linux


@dataclass(frozen=True, slots=True)
class _Before:
    """What was allowed before; None where the system does not say."""

    core: tuple[int, int] | None
    dumpable: int | None


_before: _Before | None = None
_wiping = 0  # how many asked for it


def guard() -> None:
    """Forbid core dumps of this process, and reading its memory by others of the same user.

    Harmless where the system knows neither; ``release`` takes it back.
    """
    global _before
    if _before is None:
        _before = _Before(_limit_core(0), _prctl(_GET_DUMPABLE, 0))
        _prctl(_SET_DUMPABLE, 0)


def release() -> None:
    """As it was before ``guard``; nothing if it was not guarded."""
    global _before
    if _before is None:
        return
    if _before.core is not None:
        _limit_core(_before.core[0])
    if _before.dumpable == 1:  # other values are for the system to set
        _prctl(_SET_DUMPABLE, 1)
    _before = None


@contextmanager
def wiping(wanted: bool = True) -> Iterator[None]:  # noqa: FBT001, FBT002 - reads as a sentence
    """Overwrite whatever memory is freed meanwhile, where the C library can (glibc: M_PERTURB).

    Meant for the pages of a database that is closed; what was freed before is not touched.
    """
    global _wiping
    if not wanted or not _perturb(_FILL):
        yield
        return
    _wiping += 1
    try:
        yield
        _c().malloc_trim(0)  # whole pages go back to the system
    finally:
        _wiping -= 1
        if not _wiping:
            _perturb(0)


def _perturb(fill: int) -> bool:
    if not sys.platform.startswith("linux"):
        return False
    try:
        return bool(_c().mallopt(_M_PERTURB, fill))
    except (OSError, AttributeError):
        return False  # musl has none


def _c() -> Any:
    """The C library of this process; imported when it is needed."""
    import ctypes

    return ctypes.CDLL(None)


def _limit_core(size: int) -> tuple[int, int] | None:
    """Let core files be no larger than ``size`` bytes (-1: any); the limits of before."""
    try:
        import resource  # not on Windows

        limits = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (size, limits[1]))
    except (ImportError, OSError, ValueError):
        return None
    return limits


def _prctl(option: int, value: int) -> int | None:
    """What the kernel answers; None elsewhere than on Linux."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        return int(_c().prctl(option, value, 0, 0, 0))
    except (OSError, AttributeError):
        return None

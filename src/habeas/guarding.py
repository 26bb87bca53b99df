"""No core dumps while a locked case is open: what lies in memory is not written to a disk."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass

_GET_DUMPABLE, _SET_DUMPABLE = 3, 4  # of prctl(2), on Linux


@dataclass(frozen=True, slots=True)
class _Before:
    """What was allowed before; None where the system does not say."""

    core: tuple[int, int] | None
    dumpable: int | None


_before: _Before | None = None


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
        return int(ctypes.CDLL(None).prctl(option, value, 0, 0, 0))
    except (OSError, AttributeError):
        return None

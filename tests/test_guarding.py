"""While it is guarded the process leaves no core file, and afterwards all is as before."""

from __future__ import annotations

import ctypes
import sys

import pytest

from habeas import guarding

resource = pytest.importorskip("resource")


def dumpable() -> int:
    """What Linux says of this process."""
    return int(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)) if sys.platform == "linux" else 1


def test_nothing_is_dumped_while_it_is_guarded() -> None:
    before = resource.getrlimit(resource.RLIMIT_CORE), dumpable()
    guarding.guard()
    guarding.guard()
    try:
        assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
        if sys.platform == "linux":
            assert dumpable() == 0
    finally:
        guarding.release()
    assert (resource.getrlimit(resource.RLIMIT_CORE), dumpable()) == before
    guarding.release()
    assert (resource.getrlimit(resource.RLIMIT_CORE), dumpable()) == before

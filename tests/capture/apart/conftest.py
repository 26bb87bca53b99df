"""A pool whose workers know readers that misbehave, and nothing of it left behind."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from habeas.capture.apart.limits import Limits
from habeas.capture.apart.pool import Pool

READERS = Path(__file__).parent / "readers"
PATIENT = Limits(seconds=60.0, memory=600_000_000)
HASTY = Limits(seconds=1.0, memory=600_000_000)


def children() -> set[str]:
    """The process numbers of our children, zombies too."""
    return set(Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split())


@pytest.fixture(autouse=True)
def nothing_runs_on() -> Iterator[None]:
    """Fail a test that leaves a process, a thread or an open file behind."""
    before = children(), set(threading.enumerate()), set(os.listdir("/proc/self/fd"))
    yield
    after = children(), set(threading.enumerate()), set(os.listdir("/proc/self/fd"))
    left = [now - then for now, then in zip(after, before, strict=True)]
    assert not any(left), f"left behind: {left}"


@pytest.fixture
def make_pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Pool]]:
    """Pools whose workers read "MISBEHAVE ..." as it says; closed after the test."""
    monkeypatch.setenv("PYTHONPATH", str(READERS), prepend=os.pathsep)
    made: list[Pool] = []

    def make(size: int = 1, **options: object) -> Pool:
        made.append(Pool(size, **{"limits": PATIENT, **options}))
        return made[-1]

    yield make
    for pool in made:
        pool.close()


@pytest.fixture
def pool(make_pool: Callable[..., Pool]) -> Pool:
    return make_pool()


@pytest.fixture
def hasty(make_pool: Callable[..., Pool]) -> Pool:
    """A pool that gives a file one second."""
    return make_pool(limits=HASTY)

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


@pytest.fixture(autouse=True, scope="module")
def nothing_runs_on() -> Iterator[None]:
    """Fail a module that leaves a process, a thread or an open file behind."""
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


@pytest.fixture(scope="module")
def pool(nothing_runs_on: None) -> Iterator[Pool]:
    """A pool of one, for one test after another: what one leaves must not cost the next."""
    yield from _shared(PATIENT)


@pytest.fixture(scope="module")
def hasty(nothing_runs_on: None) -> Iterator[Pool]:
    """As ``pool``, but a file has one second."""
    yield from _shared(HASTY)


def _shared(limits: Limits) -> Iterator[Pool]:
    with pytest.MonkeyPatch.context() as patch, Pool(1, limits=limits) as made:
        patch.setenv("PYTHONPATH", str(READERS), prepend=os.pathsep)
        yield made

"""Every hostile file, the large ones too, goes through a pool; none costs more than itself.

``pytest -s`` prints what came of each that was stopped, and how long the slowest took.
"""

from __future__ import annotations

import os
import resource
import sys
import threading
from pathlib import Path

import pytest

from habeas.capture.apart import child
from habeas.capture.apart.limits import Limits
from habeas.capture.apart.pool import Job, Pool
from hostile import corpus, judging, tracing

SMALL = Limits(seconds=20.0, memory=1_000_000_000)
USUAL = Limits()
MOST = 1_500  # MB that the parent may come to: a text of 400 MB is held, and looked at, in it


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    canary = folder / "canary"
    return folder, canary, corpus.make(folder, canary=canary, large=True)


@pytest.mark.parametrize("traced", [False, True], ids=["usual", "traced"])
def test_no_small_hostile_file_does_harm(made, monkeypatch, tmp_path, traced):
    _folder, canary, files = made
    small = [path for path in files if path.parent.name != "large"]
    if traced:
        if not tracing.STRACE:
            pytest.skip("without strace nobody counts")
        monkeypatch.setattr(child, "command", tracing.tracing(child.command, tmp_path))

    wrongs, answered = gone_through(small, SMALL)

    assert wrongs == {}
    assert sorted(answered) == sorted(small)
    assert not canary.exists()
    assert tracing.calls(tmp_path) == []


def test_no_large_hostile_file_does_harm(made):
    _folder, canary, files = made
    large = [path for path in files if path.parent.name == "large"]

    wrongs, answered = gone_through(large, USUAL)

    assert wrongs == {}
    assert sorted(answered) == sorted(large)
    assert not canary.exists()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000 < MOST


def test_nothing_of_ours_is_left(made):
    assert threading.active_count() == 1
    assert not Path(f"/proc/self/task/{os.getpid()}/children").read_text()


def gone_through(files: list[Path], limits: Limits) -> tuple[dict[str, list[str]], list[Path]]:
    wrongs, answered, slow = {}, [], []
    with Pool(2, limits=limits) as pool:
        for outcome in pool.read(Job(path) for path in files):
            path = outcome.job.path
            answered.append(path)
            if found := list(judging.wrongs(outcome)):
                wrongs[str(path)] = found
            slow.append((round(outcome.seconds, 1), str(path)))
            stopped = outcome.problem and outcome.reading
            if path.parent.name == "large" or stopped:
                sys.stdout.write(f"{path.name}: {judging.told(outcome)}\n")
                sys.stdout.flush()
    sys.stdout.write(f"{len(answered)} files; slowest: {sorted(slow)[:-15:-1]}\n")
    return wrongs, answered

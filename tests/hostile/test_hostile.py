"""A sample of the hostile files goes through a pool; ``tests/long`` takes them all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from habeas.capture.apart import child
from habeas.capture.apart.limits import Limits
from habeas.capture.apart.pool import Job, Pool
from hostile import corpus, judging, tracing

STEP = 7  # every seventh file, and all that run or reach something
LIMITS = Limits(seconds=4.0, memory=1_000_000_000)
READERS = Path(__file__).parents[1] / "capture" / "apart" / "readers"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    canary = folder / "canary"
    return folder, canary, corpus.make(folder, canary=canary)


def seen(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path): (path.lstat().st_size, path.lstat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


def active(path: Path) -> bool:
    """Whether a file would run or reach something."""
    if not path.is_file() or path.stat().st_size > 100_000:
        return False
    try:
        data = path.read_bytes()
    except OSError:
        return False
    return b"127.0.0.1" in data or b"touch " in data or b"canary" in data


def test_there_are_at_least_three_hundred_and_as_many_kinds(made):
    _folder, _canary, files = made

    apart = [path for path in files if path.parent.name not in ("damaged", "lies")]
    assert len(files) > 1000
    assert len(apart) > 300
    assert len({path.name.rpartition(".")[2] for path in files}) > 40


def test_hostile_files_cost_themselves_alone(made):
    folder, canary, files = made
    before = seen(folder)

    wrongs, answered = {}, []
    with Pool(2, limits=LIMITS) as pool:
        for outcome in pool.read(Job(path) for path in files[::STEP]):
            answered.append(outcome.job.path)
            if found := list(judging.wrongs(outcome)):
                wrongs[str(outcome.job.path)] = found

    assert wrongs == {}
    assert sorted(answered) == sorted(files[::STEP])
    assert seen(folder) == before
    assert not canary.exists()
    assert not Path("/tmp/escaped").exists()


@pytest.mark.skipif(not tracing.STRACE, reason="without strace nobody counts")
def test_no_hostile_file_asks_for_the_network_or_a_program(made, monkeypatch, tmp_path):
    _folder, canary, files = made
    monkeypatch.setattr(child, "command", tracing.tracing(child.command, tmp_path))
    reaching = [path for path in files if active(path)]

    with Pool(2, limits=LIMITS) as pool:
        tried = [each.job.path for each in pool.read(map(Job, reaching)) if each.attempts]

    assert len(reaching) > 60
    assert tried == []
    assert tracing.calls(tmp_path) == []
    assert not canary.exists()


@pytest.mark.skipif(not tracing.STRACE, reason="without strace nobody counts")
def test_one_that_asks_is_counted(monkeypatch, tmp_path):
    monkeypatch.setattr(child, "command", tracing.tracing(child.command, tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(READERS), prepend=os.pathsep)

    with Pool(1, limits=LIMITS) as pool:
        pool.read_one(b"MISBEHAVE natively 9")
        pool.read_one(b"MISBEHAVE run_natively /nowhere/canary")

    assert "socket" in tracing.calls(tmp_path)
    assert len(tracing.calls(tmp_path)) > 1


@pytest.mark.parametrize("suffix", corpus.SAMPLES)
def test_the_honest_file_of_each_format_is_read(suffix):
    from habeas import capture

    reading = capture.read(corpus.SAMPLES[suffix](), file_name=f"ward{suffix}")

    assert reading.text or reading.notes

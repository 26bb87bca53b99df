"""Another passphrase for a case of 200 MB, against copying and flushing the same file.

Run: ``python tests/bench/rekey.py [runs]``.  The keys are cheap: deriving them is not measured.
"""

from __future__ import annotations

import itertools
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "src"))

from habeas.store import keys, rewriting
from habeas.store.case import Case

SIZE = 200_000_000  # bytes
PHRASES = ("lentils on a blue roof", "seven doors of Valdoria")


def seconds(act: Callable[[], object]) -> float:
    """How long it takes, once."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def copied(path: Path) -> None:
    """What any way of writing the file anew takes: a copy on the disk."""
    copy = path.with_suffix(".copy")
    shutil.copyfile(path, copy)
    with copy.open("r+b") as file:
        os.fsync(file.fileno())
    copy.unlink()


def changed(path: Path, old: str, new: str) -> list[float]:
    """Change the passphrase; when each yield came, in seconds."""
    begun = time.perf_counter()
    steps = rewriting.change_passphrase(path, old=old, new=new)
    return [time.perf_counter() - begun for _ in steps]


def stopped(path: Path, old: str, new: str) -> float:
    """How long it takes to stop in the middle of the writing."""
    steps = rewriting.change_passphrase(path, old=old, new=new)
    for done, total in steps:
        if total and done > total // 4:
            return seconds(steps.close)
    raise AssertionError("it was over before")


def main(runs: int) -> None:
    """Measure in turn and print medians and the ratio."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as folder:
        path = Path(folder) / "bench.habeas"
        with Case.create(path, PHRASES[0], cost=keys.CHEAP) as case, case.edit("Keep") as edit:
            for _ in range(10):
                edit.keep(os.urandom(SIZE // 10), media_type="video/mp4")
        ours, bare, gaps, stops = [], [], [], []
        for n in range(runs):
            old, new = PHRASES[n % 2], PHRASES[1 - n % 2]
            bare.append(seconds(lambda: copied(path)))
            stops.append(stopped(path, old, new))
            told: list[float] = []
            ours.append(seconds(lambda o=old, n=new, t=told: t.extend(changed(path, o, n))))
            gaps.append(max(b - a for a, b in itertools.pairwise(told)))
    mine, limit = statistics.median(ours), statistics.median(bare)
    print(
        f"another passphrase, {SIZE / 1e6:.0f} MB: {mine:.2f} s, copy and flush {limit:.2f} s, "
        f"ratio {mine / limit:.1f}; longest without a yield {max(gaps):.2f} s, "
        f"to stop {max(stops):.2f} s"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)

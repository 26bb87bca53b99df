"""Ten thousand case files that no Habeas wrote: none may crash, hang, run or fill the memory.

``HABEAS_MUTANTS`` says how many of them are tried.  The figures are printed (``pytest -s``).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import mutants

COUNT = int(os.environ.get("HABEAS_MUTANTS", "10000"))
TOGETHER = 500  # mutants in one process
LOCKED = 0.2  # of all
# MB of memory that one process may come to: it starts with about 50, and a locked mutant whose salt
# asks for the usual key takes 256 to derive it.
MOST = {"plain": 300, "locked": 400}


@pytest.fixture(scope="module")
def bases(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bases")
    mutants.make_bases(folder)
    (folder / "victim.txt").write_text("not yours")
    return folder


@pytest.mark.parametrize("kind", ["plain", "locked"])
def test_no_mutant_crashes_hangs_runs_or_fills_the_memory(bases, kind):
    share = LOCKED if kind == "locked" else 1 - LOCKED
    outcomes: Counter[str] = Counter()
    failed, slowest, peak = [], 0.0, 0
    for first in range(0, round(COUNT * share), TOGETHER):
        said = run(bases, first, min(TOGETHER, round(COUNT * share) - first), kind)
        sys.stdout.write(f"{kind} {first}: {said[-1]}\n")
        sys.stdout.flush()
        failed += [line for line in said if "failed" in line]
        if "outcomes" not in said[-1]:  # the process ended in the middle of this one
            failed.append(said[-1])
            continue
        outcomes.update(said[-1]["outcomes"])
        slowest, peak = max(slowest, said[-1]["slowest"]), max(peak, said[-1]["peak"])
    _tell(kind, outcomes, slowest=slowest, peak=peak)
    assert not failed
    assert sum(outcomes.values()) == round(COUNT * share)
    assert peak < MOST[kind]


def run(folder: Path, first: int, count: int, kind: str) -> list[dict]:
    done = subprocess.run(
        [sys.executable, mutants.__file__, str(folder), str(first), str(count), kind],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = [json.loads(line) for line in done.stdout.splitlines()]
    return said if done.returncode == 0 else [*said, {"ended": done.returncode, "last": said[-1:],
                                                      "why": done.stderr[-3000:]}]  # fmt: skip


def _tell(kind, outcomes, *, slowest, peak):
    ends = Counter()
    for name, count in outcomes.items():
        ends[name.split()[1]] += count
    sys.stdout.write(
        f"\n{kind}: {sum(outcomes.values())} mutants: {dict(ends)}; slowest {slowest} s; "
        f"memory {peak} MB\n{json.dumps(outcomes, indent=1, sort_keys=True)}\n"
    )

"""A locked case into which a thousand files are brought dies at it, again and again.

Run: ``pytest tests/long/test_intake_kills.py -s``, some minutes.  HABEAS_KILLS says how often at
least (usually 10), HABEAS_SEED when.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

import bringing_in
import canaries
from watched import Box

KILLS = int(os.environ.get("HABEAS_KILLS", "10"))
SEED = int(os.environ.get("HABEAS_SEED", "20310509"))
FILES = 1_000


@pytest.mark.slow
def test_no_kill_amid_a_thousand_files_loses_one_or_leaves_a_reader(tmp_path: Path) -> None:
    when, died, readers, rounds = random.Random(SEED), 0, 0, 0
    folder = bringing_in.plant(tmp_path / "theirs", FILES)
    while died < KILLS:
        rounds += 1
        box = Box(tmp_path / str(rounds))
        case = canaries.plant(box.cases)
        search = canaries.Search(canaries.secrets(case))
        waits = True
        while waits:
            told, processes = bringing_in.killed(box, case, folder, seconds=when.uniform(0.8, 5.0))
            readers += processes
            found = bringing_in.whole(case, told)
            waits = found.get("waiting", 0) > 0 or sum(found.values()) <= 1
            died += waits
            assert search.files(box.files(), named=[box.cases]) == []
            assert list(box.work.iterdir()) == []
        assert found["added"] == FILES
    print(f"\n{died} deaths amid {FILES} files, {rounds} times until all were there; ", end="")
    print(f"{readers} processes that read died with the window")

"""Hundreds of kills of a program that changes the passphrase: some minutes.

Run: ``pytest tests/long/test_rekey_kills.py -s``.
HABEAS_KILLS says how often for each size of case (usually 100), HABEAS_SEED when.
"""

from __future__ import annotations

import os
import random

import pytest

import rekeying

KILLS = int(os.environ.get("HABEAS_KILLS", "100"))
SEED = int(os.environ.get("HABEAS_SEED", "20310509"))


@pytest.mark.slow
@pytest.mark.parametrize("size", [10_000, 1_000_000, 20_000_000])
def test_one_passphrase_opens_a_whole_case_after_every_kill(tmp_path, size):
    path = tmp_path / "valdoria.habeas"
    rekeying.made(path, size=size)
    moments = random.Random(SEED + size)
    longest = 0.2 + size / 20_000_000
    midway = rekeying.survives(
        path, seconds=iter(lambda: moments.uniform(0, longest), None), kills=KILLS
    )
    print(f"{size} bytes: {KILLS} kills, {midway} while the passphrase was being changed")
    assert midway > KILLS // 4

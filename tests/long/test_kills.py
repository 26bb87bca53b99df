"""A thousand deaths in a scripted day of work, and hundreds of torn logs.

python -m pytest tests/long/test_kills.py -s   (about ten minutes)
"""

from __future__ import annotations

import os
import random
from collections import Counter

import killing
from habeas.errors import Problem
from habeas.store.case import Case

DEATHS = int(os.environ.get("HABEAS_DEATHS", "1000"))
SEED = int(os.environ.get("HABEAS_SEED_OF_DEATHS", "2031"))


def test_nothing_acknowledged_is_lost_in_a_thousand_deaths(tmp_path):
    acts: Counter[str] = Counter()
    died: Counter[str] = Counter()
    path = tmp_path / "valdoria.habeas"
    for _n, told in killing.lives(path, deaths=DEATHS, seed=SEED, longest=0.5):
        acts += told.acts
        died[told.doing or "opening"] += 1
    print(f"\n{DEATHS} deaths, {sum(acts.values())} acts; died in {dict(died)}")
    assert {"rekey", "migrate", "purge", "merge", "many", "reopen"} <= set(died)


def test_torn_logs_leave_a_whole_earlier_state_or_a_clear_no(tmp_path):
    dice = random.Random(SEED)
    outcome: Counter[str] = Counter()
    for n in range(max(1, DEATHS // 20)):
        path = tmp_path / f"{n}.habeas"
        killing.left_open(path, seed=dice.getrandbits(32), seconds=dice.uniform(0.1, 2.0))
        cuts = [path.with_name(f"{n}-{k}.habeas") for k in range(10)]
        for to in cuts:
            killing.cut(path, to, dice=dice)
        with Case.open(path) as case:
            whole = [row["digest"] for row in case.query("SELECT digest FROM edit ORDER BY id")]
        for to in cuts:
            outcome[_look(to, whole)] += 1
        for left in tmp_path.glob("*"):
            left.unlink()
    print(f"\ntorn logs: {dict(outcome)}")
    assert outcome["whole"] >= 0.9 * sum(outcome.values())


def _look(path, whole):
    try:
        case = Case.open(path)
    except Problem:
        return "refused"
    with case:
        try:
            found = [row["digest"] for row in case.query("SELECT digest FROM edit ORDER BY id")]
        except Problem:
            return "told of damage"
        if not case.verify().ok:
            return "found damaged by Verify"
        assert found == whole[: len(found)]
        return "whole"

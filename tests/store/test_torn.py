"""A disk that lost or tore the end of what was written: a whole earlier state, or a clear no."""

from __future__ import annotations

import random

import killing
from habeas.errors import Problem
from habeas.store.case import Case

CUTS = 12


def digests(case):
    return [row["digest"] for row in case.query("SELECT digest FROM edit ORDER BY id")]


def test_a_torn_log_leaves_a_whole_earlier_state_or_is_refused(tmp_path):
    dice = random.Random(3)
    opened, states = 0, set()
    for n in range(4):
        path = tmp_path / str(n) / "valdoria.habeas"
        path.parent.mkdir()
        killing.left_open(path, seed=n, seconds=0.5)
        cuts = [(path.with_name(f"cut{k}.habeas"), k) for k in range(CUTS)]
        for to, _ in cuts:
            killing.cut(path, to, dice=dice)
        with Case.open(path) as case:
            whole = digests(case)
        for to, _ in cuts:
            try:
                case = Case.open(to)
            except Problem:
                continue  # said so, in words
            with case:
                try:
                    found = digests(case)
                except Problem:
                    continue  # likewise
                if case.verify().ok:
                    opened += 1
                    assert found == whole[: len(found)]
                    states.add(len(found))
    assert opened > CUTS
    assert len(states) > 3  # the cuts did take something away

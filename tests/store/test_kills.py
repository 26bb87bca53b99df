"""Killed at any moment of a day's work, the case holds all that was acknowledged."""

from __future__ import annotations

from killing import lives


def test_nothing_told_is_lost_and_every_case_opens_and_verifies(tmp_path):
    acts = 0
    for _n, told in lives(tmp_path / "valdoria.habeas", deaths=20, seed=11, longest=0.4):
        acts += sum(told.acts.values())
    assert acts > 20  # it was killed at work, not before it began

"""The first real article, through the real window, for whoever has it: HABEAS_SEED names the file.

The article is not ours to ship.  Run: ``HABEAS_SEED=... packaging/test -m screen -k seed -s``.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from habeas.domain.claim import Claim
from habeas.services import marking
from habeas.ui import app
from habeas.ui.window import Window
from hand import Hand

SEED = os.environ.get("HABEAS_SEED", "")
pytestmark = [
    pytest.mark.screen,
    pytest.mark.skipif(not SEED, reason="HABEAS_SEED names no article"),
]

# What the record must hold in the end: how many claims of each type, at least.
LINES = {
    "incident/killing": 1, "figure/homicides": 1, "measure/emergency": 2,
    "statement/announcement": 1, "statement/allegation": 1, "condition/crowding": 1,
    "condition/overcrowding": 1, "condition/protection": 1, "measure/confinement": 1,
    "measure/search": 2, "measure/use-of-force": 1, "measure/alert": 1, "measure/suspension": 1,
    "measure/light": 1, "statement/harsher-measures": 1, "measure/lockdown": 1,
    "measure/penalty": 1, "statement/criticism": 1, "ruling/release": 1,
    "incident/unlawful-detention": 1, "statement/answer": 1, "figure/population": 1,
    "figure/covid-19-cases": 1, "figure/covid-19-deaths": 1,
}  # fmt: skip


@pytest.fixture
def hand(qtbot: QtBot, tmp_path: Path) -> Iterator[Hand]:
    """A hand on the window with a new case."""
    app.make(language="en")
    window = Window()
    qtbot.addWidget(window)
    window.showMaximized()
    qtbot.waitActive(window)
    window.desk.create(tmp_path / "Seed.habeas")
    yield Hand(window, qtbot)
    window.close()


def test_the_record_of_the_seed_holds_every_line(hand: Hand) -> None:
    hand.press("ctrl+shift+a")
    hand.name_file(Path(SEED).resolve())
    hand.wait(lambda: hand.count("source") == 1)
    hand.press("d")
    hand.dialog()
    hand.press("alt+b")
    hand.fill("27 April 2020")
    hand.press("alt+i", "Return")
    hand.wait(lambda: hand.count("source", "published = '2020-04-27'") == 1)
    hand.pause(2000)
    hand.press("n")
    pane = hand.window.frame.enter("sources").reading  # type: ignore[union-attr]
    hand.wait(lambda: pane.current is not None)
    while pane.current is not None and pane.current.state == "suggested":
        n = hand.count("claim")
        hand.press("Return")
        hand.wait(lambda n=n: hand.count("claim") == n + 1)
    held = Counter(claim.type for claim in hand.case.select(Claim))
    print(f"\n{held.total()} claims in {hand.keys} keys and {hand.clicks} clicks")
    assert {t: n for t, n in LINES.items() if held[t] < n} == {}
    assert sum(LINES.values()) == 26
    assert marking.lost(hand.case) == []

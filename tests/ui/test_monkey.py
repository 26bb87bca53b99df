"""A monkey at the keyboard: random Actions, and after each the record is sound."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from habeas.services import marking
from habeas.services.example import build
from habeas.store.case import Case
from habeas.ui.window import Window

STEPS = 80
# These lead out of the case, or out of the program.
LEFT_ALONE = {"program.quit", "case.close", "case.open", "case.new", "case.example"}
SOUND = {
    "claims without a passage": "SELECT count(*) AS n FROM claim WHERE id NOT IN "
    "(SELECT claim FROM claim_passage)",
    "events without a claim": "SELECT count(*) AS n FROM event WHERE id NOT IN "
    "(SELECT event FROM claim WHERE event IS NOT NULL)",
    "open edits": "SELECT count(*) AS n FROM edit WHERE open IS NOT NULL",
    "edits outside the chain": "SELECT count(*) AS n FROM edit e WHERE previous <> coalesce("
    "(SELECT digest FROM edit f WHERE f.id < e.id ORDER BY f.id DESC LIMIT 1), '')",
}


@pytest.fixture
def window(window: Window, tmp_path: Path) -> Window:
    """The window with the example case."""
    path = tmp_path / "Monkey.habeas"
    with Case.create(path) as case:
        build(case, "en")
    window.open_path(path)
    return window


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_done_the_record_is_sound(qtbot: QtBot, window: Window, seed: int) -> None:
    chance = random.Random(seed)
    done: list[str] = []
    for _ in range(STEPS):
        window.refresh_actions()
        pairs = [
            (action, made)
            for action, made in [*window.pairs, *window.frame.local]
            if action.id not in LEFT_ALONE and action.enabled()
        ]
        action, made = chance.choice(pairs)
        done.append(action.id)
        made.setEnabled(True)
        made.trigger()
        qtbot.wait(chance.choice([0, 0, 5, 60]))
        boxes = _close_what_opened()
        assert not [b for b in boxes if "mistake" in b], (done, boxes)
        for name, sql in SOUND.items():
            assert window.desk.case.query(sql)[0]["n"] == 0, (name, done)
    assert marking.lost(window.desk.case) == []
    steps = window.desk.case.steps()[0]
    with_example = 40
    while window.desk.case.steps()[0]:
        window.desk.case.undo()
    assert window.desk.case.query("SELECT count(*) AS n FROM claim")[0]["n"] == with_example
    for _step in steps:
        window.desk.case.redo()
    assert window.desk.case.query("PRAGMA foreign_key_check") == []


def _close_what_opened() -> list[str]:
    """Close dialogs and menus; what message boxes said."""
    said = []
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QMessageBox) and widget.isVisible():
            said.append(widget.text())
        if isinstance(widget, QDialog | QMenu) and widget.isVisible():
            widget.close()
    return said

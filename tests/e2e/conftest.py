"""What stories in the real window begin with: a hand on its welcome page, and a case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from habeas.services import claiming, collecting
from habeas.store import keys
from habeas.store.case import Case
from habeas.ui import app, unlocking
from habeas.ui.window import Window
from hand import Hand
from making import draft, reading


@pytest.fixture
def hand(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hand]:
    """A hand on the window, which shows its welcome page."""
    monkeypatch.setattr(unlocking, "COST", keys.CHEAP)
    app.make(language="en")
    window = Window()
    qtbot.addWidget(window)
    window.showMaximized()
    qtbot.waitUntil(window.isActiveWindow)
    yield Hand(window, qtbot)
    window.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A case of a source with two claims, without a lock."""
    path = tmp_path / "cases" / "Santa Brisa.habeas"
    path.parent.mkdir()
    with Case.create(path) as case:
        with case.edit("Add sources") as edit:
            source = collecting.add(edit, reading()).source
        for words in ("More than 20 people", "Seven prisons"):
            with case.edit("Accept claim") as edit:
                claiming.accept(edit, draft(words), source=source)
    return path

"""After locking and unlocking each room is where it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from habeas.services import collecting
from habeas.services.example import copy_of_example
from habeas.store import keys, rewriting
from habeas.store.case import Case
from habeas.ui.rooms import ROOMS
from habeas.ui.views.unlock import Unlock
from habeas.ui.window import Window
from making import reading

PHRASE = "granite harbour lamp"

# What of each room shows where the user is.
PLACES: dict[str, Callable[[Any], object]] = {
    "sources": lambda view: (
        view.reading.source_id,
        view.reading.key,
        view.reading.reader.first_seen(),
    ),
    "claims": lambda view: view.table.current(),
    "events": lambda view: view.list.current,
    "board": lambda view: (view.day, view.table.currentIndex().row()),
    "places": lambda view: view.list.current,
    "actors": lambda view: view.list.current,
    "history": lambda view: view.table.current(),
}


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, locked."""
    path = tmp_path_factory.mktemp("case") / "example.habeas"
    path.write_bytes(copy_of_example("en").read_bytes())
    for _progress in rewriting.lock(path, passphrase=PHRASE, cost=keys.CHEAP):
        pass
    with Case.open(path, PHRASE) as case:
        for text in ("Visits are suspended.", "The clinic is closed.", "Four were moved."):
            with case.edit("Add sources") as edit:
                collecting.add(edit, reading(text))
    return path


@pytest.fixture
def window(window: Window) -> Window:
    """The window on its welcome page, of a size that all rooms fit in."""
    window.resize(1200, 700)
    return window


def unlock(qtbot: QtBot, window: Window) -> None:
    """Type the passphrase."""
    page = next(p for p in window.findChildren(Unlock) if window.frame.shows(p))
    qtbot.keyClicks(page.field, PHRASE)
    qtbot.keyClick(page.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk.is_open)


@pytest.mark.parametrize("room", [room.id for room in ROOMS])
def test_the_place_is_there_again(qtbot: QtBot, window: Window, locked: Path, room: str) -> None:
    window.open_path(locked)
    unlock(qtbot, window)
    view: Any = window.frame.enter(room)
    qtbot.wait(250)
    if room == "sources":
        source = window.desk.case.query("SELECT source FROM claim GROUP BY 1 HAVING count(*) > 3")
        window.desk.ask("source", source[0]["source"])
        qtbot.waitUntil(lambda: bool(view.reading._cards), timeout=10_000)
        view.reading.reader.setFocus()
    before = PLACES[room](view)
    focused = QApplication.focusWidget()
    for _ in range(3):
        qtbot.keyClick(focused, Qt.Key.Key_N if room == "sources" else Qt.Key.Key_Down)
    qtbot.wait(250)
    there = PLACES[room](view)
    assert there != before, "the keys led somewhere"
    window.locking.lock()
    assert not window.desk.is_open
    unlock(qtbot, window)
    assert window.frame.room == room
    again: Any = window.frame.enter(room)
    qtbot.waitUntil(lambda: PLACES[room](again) == there)

"""A desk with an empty case, a room of the window opened on it by itself, and the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from habeas.ui import actions, app, theme
from habeas.ui.desk import Desk
from habeas.ui.window import Window


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    """The desk of an empty case, in the light theme."""
    theme.apply(qapp, "light")
    made = Desk()
    made.create(tmp_path / "valdoria.habeas")
    yield made
    made.close()


@pytest.fixture
def open_room(desk: Desk, qtbot: QtBot) -> Callable[..., Any]:
    """Open a table's room as the window does, with its Actions, and wait until it has settled."""

    def opened(kind: type[Any], *, size: tuple[int, int], settle: Callable[..., None]) -> Any:
        view = kind(desk)
        qtbot.addWidget(view)
        view.pairs = [(a, actions.install(a, view)) for a in view.actions_table()]
        view.resize(*size)
        view.show()
        view.activateWindow()
        settle(qtbot, view)
        view.table.setFocus()
        return view

    return opened


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    """The window on its welcome page; a file that needs more builds its own on this one."""
    app.make(language="en")
    made = Window()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the case of a test lies."""
    return tmp_path / "Santa Brisa.habeas"

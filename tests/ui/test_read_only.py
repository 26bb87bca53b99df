"""A case that another program writes to: it is read meanwhile, and written when that one goes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QAbstractButton, QMessageBox
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from habeas.store import keys
from habeas.store.case import Case
from habeas.ui import dropping, moments
from habeas.ui.views.unlock import Unlock
from habeas.ui.window import Window

PHRASE = "a wall of grey pebbles"
HOLDER = """
import sys
from habeas.domain.register import Place
from habeas.store.case import Case

case = Case.open(sys.argv[1], sys.argv[2] or None)
print("open", flush=True)
for line in sys.stdin:
    with case.edit("Add place") as edit:
        edit.insert(Place(name=line.strip()))
    print("written", flush=True)
case.close()
"""


@contextmanager
def elsewhere(path: Path, phrase: str = "") -> Iterator[subprocess.Popen[str]]:
    """Another program that has the case open and writes the places it is given."""
    command = [sys.executable, "-c", HOLDER, str(path), phrase]
    environment = {**os.environ, "PYTHONPATH": ":".join(sys.path)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        yield child
        end(child)


def end(child: subprocess.Popen[str]) -> None:
    """Let it close the case."""
    assert child.stdin is not None
    child.stdin.close()
    child.wait()


def write(child: subprocess.Popen[str], name: str) -> None:
    """Let it write a place."""
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(name + "\n")
    child.stdin.flush()
    assert child.stdout.readline() == "written\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty case."""
    path = tmp_path / "Valdoria.habeas"
    Case.create(path).close()
    return path


def press(qtbot: QtBot, window: Window, words: str) -> None:
    """Press a button of the question that is asked."""
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)))
    box = window.findChildren(QMessageBox)[-1]
    found = next(b for b in box.findChildren(QAbstractButton) if b.text() == words)
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not isValid(box) or not box.isVisible())


def enabled(window: Window) -> set[str]:
    """The Actions of the window that can be done."""
    window.refresh_actions()
    return {action.id for action, made in window.pairs if made.isEnabled()}


def places(window: Window) -> list[str]:
    """The names in the list of the Places room."""
    rows = window.frame._views["places"].list.rows
    return [rows.index(n, 0).data().split("\n")[0] for n in range(rows.rowCount())]


def test_a_case_that_another_program_holds_is_read_and_then_written(
    qtbot: QtBot, window: Window, path: Path
) -> None:
    with elsewhere(path) as child:
        window.open_path(path)
        box = window.findChild(QMessageBox)
        assert f"process {child.pid}" in box.text()
        press(qtbot, window, "Open to &read only")
        banner = window.frame.banner
        assert banner.isVisible()
        assert f"process {child.pid}" in banner.words.text()
        assert window.windowTitle() == "Valdoria (read only) – Habeas"
        writing = {"source.add", "source.paste", "case.who", "edit.undo"}
        assert not enabled(window) & writing
        assert {"go.as-known", "case.close", "edit.search"} <= enabled(window)
        window.enter("places")
        write(child, "Peña Gris")
        window.desk.catch_up()  # as when the window comes to the front
        qtbot.waitUntil(lambda: places(window) == ["Peña Gris"])
        with qtbot.waitSignal(window.desk.did_say) as said:
            qtbot.mouseClick(banner.buttons[0], Qt.MouseButton.LeftButton)
        assert "still open" in said.args[0]
        assert not window.desk.can_write
        end(child)
        with qtbot.waitSignal(window.desk.did_say) as said:
            qtbot.mouseClick(banner.buttons[0], Qt.MouseButton.LeftButton)
        assert said.args == ["From now on you write here."]
        assert window.desk.can_write
        assert window.frame.room == "places"
        assert not window.frame.banner.isVisible()
        assert writing - {"edit.undo"} <= enabled(window)
        window.undo()
        assert places(window) == []
    window.close_case()
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_trying_again_opens_it_when_the_other_is_gone(
    qtbot: QtBot, window: Window, path: Path
) -> None:
    with elsewhere(path) as child:
        window.open_path(path)
        press(qtbot, window, "&Try again")
        assert not window.desk.is_open
        end(child)
        press(qtbot, window, "&Try again")
        qtbot.waitUntil(lambda: window.desk.can_write)  # looked at: another program closed it
    assert not window.frame.banner.isVisible()


def test_leaving_it_leaves_what_was_open(qtbot: QtBot, window: Window, path: Path) -> None:
    other = path.with_name("Santa Brisa.habeas")
    Case.create(other).close()
    window.open_path(other)
    with elsewhere(path):
        window.open_path(path)
        press(qtbot, window, "Cancel")
    assert window.desk.case.path == other


def test_a_locked_case_asks_first_and_is_read_with_its_passphrase(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    path = tmp_path / "Locked.habeas"
    Case.create(path, PHRASE, cost=keys.CHEAP).close()
    with elsewhere(path, PHRASE):
        window.open_path(path)
        page = window.findChild(Unlock)
        page.did_give_passphrase.emit(PHRASE)
        press(qtbot, window, "Open to &read only")
        assert window.desk.is_open
        assert window.frame.banner.isVisible()
        window.locking.lock()
        assert not window.desk.is_open
        page = window.findChildren(Unlock)[-1]
        page.did_give_passphrase.emit(PHRASE)
        press(qtbot, window, "Cancel")
        assert not window.desk.is_open
        assert window.frame.shows(page)


def test_the_past_of_a_case_that_only_reads_is_shown_and_left(
    qtbot: QtBot, window: Window, path: Path
) -> None:
    with elsewhere(path) as child:
        write(child, "Peña Gris")
        write(child, "Santa Brisa")
        window.open_path(path)
        press(qtbot, window, "Open to &read only")
        window.enter("places")
        window.desk.did_ask_past.emit(1)
        qtbot.waitUntil(lambda: window.desk.moment is not None)
        assert places(window) == ["Peña Gris"]
        assert "as known on" in window.windowTitle()
        window.standing.back()
        assert places(window) == ["Peña Gris", "Santa Brisa"]
        assert window.windowTitle() == "Valdoria (read only) – Habeas"
        write(child, "Valdoria del Mar")
        window.desk.catch_up()
        qtbot.waitUntil(lambda: len(places(window)) == 3)


def test_a_case_in_a_place_that_cannot_be_written_says_so(
    window: Window, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moments, "is_writable", lambda _path: False)  # root may write anywhere
    window.open_path(path)
    assert "its place cannot be written to" in window.frame.banner.words.text()
    assert window.frame.banner.buttons == []
    assert not enabled(window) & {"source.add", "source.paste", "edit.undo", "case.who"}
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/somewhere/notes.txt")])
    assert not dropping.welcome(window, data)
    data.setUrls([QUrl.fromLocalFile("/somewhere/Other.habeas")])
    assert dropping.welcome(window, data)


def test_what_may_be_written_is_told_by_file_and_folder(path: Path) -> None:
    assert moments.is_writable(path)
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    path.chmod(0o400)
    assert not moments.is_writable(path)

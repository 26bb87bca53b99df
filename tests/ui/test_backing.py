"""Backups by themselves: on closing, locking and quitting, now and then, and never in the way."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from habeas import settings
from habeas.domain.register import Place
from habeas.store import backups, keys
from habeas.store.case import Case
from habeas.store.keys import Key
from habeas.ui import backing
from habeas.ui.views.rewriting import Writing
from habeas.ui.views.unlock import Unlock
from habeas.ui.window import Window
from showing import choose, said

PHRASE = "granite harbour lamp"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where this test's backups go."""
    made = tmp_path / "kept"
    made.mkdir()
    settings.change(backup_minutes=20, backup_folder=str(made))
    return made


@pytest.fixture
def window(folder: Path, monkeypatch: pytest.MonkeyPatch, window: Window) -> Iterator[Window]:
    """The window on its welcome page; closing it waits for a small backup, however slow."""
    monkeypatch.setattr(backing, "UNSEEN", 20.0)
    yield window
    window.close()  # it is closed once more: this only begins where a backup takes long


@pytest.fixture
def plain(window: Window, path: Path) -> Path:
    """A case without a lock, open, with one place in it."""
    window.desk.create(path)
    add(window, "Peña Gris")
    return path


@pytest.fixture
def locked(window: Window, path: Path) -> Path:
    """A locked case, open, with one place in it."""
    window.desk.create(path, key=keys.derive(PHRASE, keys.new_salt(keys.CHEAP)))
    add(window, "Peña Gris")
    return path


class Gate:
    """Holds a backup in the middle of its work until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open, self.stopped, self._real = False, 0, backups.back_up
        monkeypatch.setattr(backups, "back_up", self._held)
        monkeypatch.setattr(backing, "UNSEEN", 0.0)

    def _held(
        self, path: Path, folder: Path, *, key: Key | None
    ) -> Generator[tuple[int, int], None, backups.Backup | None]:
        try:
            while not self.open:
                time.sleep(0.01)
                yield 1_500_000, 8_000_000
        except GeneratorExit:
            self.stopped += 1
            raise
        return (yield from self._real(path, folder, key=key))


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch, window: Window) -> Iterator[Gate]:
    """A backup that lasts as long as a test wants."""
    made = Gate(monkeypatch)
    yield made
    made.open = True


def add(window: Window, name: str) -> None:
    with window.desk.edit("Add place") as edit:
        edit.insert(Place(name=name))


def page(window: Window) -> Writing:
    """The page that is shown while a backup lasts."""
    return next(p for p in window.findChildren(Writing) if p.isVisible())


def idle(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: window.backing._round is None, timeout=20_000)


def test_a_case_that_is_closed_is_backed_up_first(
    window: Window, plain: Path, folder: Path
) -> None:
    choose(window, "case.close")
    (made,) = backups.backups(folder)
    assert made.contents is not None
    assert made.contents.name == plain.name
    with Case.open(made.path) as copy:
        assert [place.name for place in copy.select(Place)] == ["Peña Gris"]


def test_nothing_new_makes_no_new_backup(window: Window, plain: Path, folder: Path) -> None:
    choose(window, "case.close")
    window.open_path(plain)
    window.close()
    assert len(backups.backups(folder)) == 1


def test_quitting_backs_up_and_ends(window: Window, plain: Path, folder: Path) -> None:
    window.close()
    assert not window.isVisible()
    assert len(backups.backups(folder)) == 1


def test_a_case_that_is_locked_is_backed_up_and_its_key_forgotten(
    qtbot: QtBot, window: Window, locked: Path, folder: Path
) -> None:
    choose(window, "case.lock")
    held = window.backing._round
    assert held is not None
    assert held.key is not None
    assert [p for p in window.findChildren(Unlock) if p.isVisible()], "the screen is blank first"
    idle(qtbot, window)
    assert not any(held.key.raw)
    (made,) = backups.backups(folder)
    assert made.locked
    assert "Santa" not in str(made.path.relative_to(folder))
    key = keys.derive(PHRASE, keys.salt_of(made.path) or b"")
    assert backups.contents(made, key).name == locked.name


def test_asleep_nothing_is_backed_up_and_no_key_is_kept(
    window: Window, locked: Path, folder: Path, gate: Gate
) -> None:
    window.locking.lapse.did_sleep.emit()
    assert not window.desk.is_open
    assert window.backing._round is None
    assert backups.backups(folder) == []


def test_a_long_one_shows_a_page_from_which_it_can_be_skipped(
    qtbot: QtBot, window: Window, plain: Path, folder: Path, gate: Gate
) -> None:
    choose(window, "case.close")
    qtbot.waitUntil(lambda: "1.5 MB of 4.0 MB" in said(window))
    window.use_language("es")
    window.use_language("en")
    button = page(window).stop
    assert button.text() == "&Skip"
    qtbot.keyClick(page(window), Qt.Key.Key_Escape)
    assert gate.stopped == 1
    assert "Recent cases" in said(window), "the welcome page"
    assert backups.backups(folder) == []


def test_a_long_one_on_quitting_ends_the_program_at_its_end(
    qtbot: QtBot, window: Window, plain: Path, folder: Path, gate: Gate
) -> None:
    window.close()
    assert window.isVisible()
    assert "The case is closed and safe." in said(window)
    assert not [m for m in window.menuBar().actions() if m.isVisible() and "room" in m.text()]
    gate.open = True
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert len(backups.backups(folder)) == 1


def test_closing_the_window_again_skips_it(
    window: Window, plain: Path, folder: Path, gate: Gate
) -> None:
    window.close()
    window.close()
    assert not window.isVisible()
    assert gate.stopped == 1


def test_opening_the_case_again_does_not_wait_for_its_backup(
    qtbot: QtBot, window: Window, locked: Path, gate: Gate
) -> None:
    choose(window, "case.lock")
    qtbot.waitUntil(lambda: window.backing.is_running)
    window.desk.open(locked, PHRASE)
    assert gate.stopped == 1
    add(window, "Isla Torva")
    assert window.desk.case.last_edit() == 2
    assert window.backing._timer.interval() <= 60_000, "it is made up for soon"


def test_an_open_case_is_backed_up_now_and_then_while_one_works(
    qtbot: QtBot, window: Window, plain: Path, folder: Path
) -> None:
    idle(qtbot, window)
    window.backing._timer.setInterval(1)
    idle_then = len(backups.backups(folder))
    qtbot.waitUntil(lambda: len(backups.backups(folder)) == idle_then + 1, timeout=20_000)
    idle(qtbot, window)
    assert window.backing._timer.interval() == 20 * 60_000
    assert "The last backup of this case is of" in window.frame.footing._line.toolTip()


def test_by_hand_it_is_said_what_came_of_it(
    qtbot: QtBot, window: Window, plain: Path, folder: Path
) -> None:
    choose(window, "case.back-up")
    qtbot.waitUntil(lambda: "The case was backed up." in said(window), timeout=20_000)
    choose(window, "case.back-up")
    qtbot.waitUntil(lambda: "Nothing changed since the last" in said(window), timeout=20_000)
    assert len(backups.backups(folder)) == 1


def test_a_folder_that_is_gone_is_told_and_closing_goes_on(
    qtbot: QtBot, window: Window, plain: Path, folder: Path
) -> None:
    folder.rmdir()
    choose(window, "case.close")
    assert not window.desk.is_open
    assert "The folder for backups is not there" in settings.load().backup_failed
    window.open_path(plain)
    assert "The folder for backups is not there" in said(window)
    assert "The folder for backups is not there" in window.frame.footing._line.toolTip()
    assert settings.load().backup_failed == ""


def test_switched_off_nothing_is_made(window: Window, plain: Path, folder: Path) -> None:
    window.backing.use_minutes(backing.NEVER)
    assert not window.backing._timer.isActive()
    choose(window, "case.close")
    assert list(folder.iterdir()) == []


def test_only_on_closing_nothing_ticks(window: Window, plain: Path, folder: Path) -> None:
    window.backing.use_minutes(0)
    assert not window.backing._timer.isActive()
    choose(window, "case.close")
    assert len(backups.backups(folder)) == 1


def test_another_case_in_its_place_does_not_wait(
    qtbot: QtBot, window: Window, plain: Path, folder: Path, tmp_path: Path
) -> None:
    window.desk.create(tmp_path / "Isla Torva.habeas")
    assert window.desk.case.path.stem == "Isla Torva"
    qtbot.waitUntil(lambda: len(backups.backups(folder)) == 1, timeout=20_000)


def test_a_case_that_is_only_read_is_not_backed_up(
    window: Window, path: Path, folder: Path
) -> None:
    with Case.create(path) as other, other.edit("Add place") as edit:
        edit.insert(Place(name="Peña Gris"))
        window.desk.open(path, read_only=True)
        window.close_case()
    assert list(folder.iterdir()) == []


def test_why_the_last_backup_of_a_locked_case_failed_does_not_tell_its_name(
    window: Window, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits in the settings, outside of the case, until a case is open again."""
    key = keys.derive(PHRASE, keys.new_salt(keys.CHEAP))
    window.desk.create(path, key=key)
    add(window, "Peña Gris")
    away = path.with_name("elsewhere")
    window.desk.did_shut.connect(lambda: path.rename(away))
    shut = window.backing._shut
    window.desk.did_shut.disconnect(shut)
    window.desk.did_shut.connect(shut)  # behind the removal of the file
    window.desk.close()
    window.close()
    assert "cannot be opened" in settings.load().backup_failed
    assert path.stem not in settings.load().backup_failed

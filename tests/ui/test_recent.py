"""Recent cases: of a locked one nothing outside the case tells its name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from habeas import paths, settings
from habeas.settings import Hidden
from habeas.store import keys
from habeas.store.case import Case
from habeas.ui.views.unlock import Unlock
from habeas.ui.views.welcome import Welcome, path_of
from habeas.ui.window import Window

PHRASE = "granite harbour lamp"


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """A locked case, closed, in a folder called notes."""
    folder = tmp_path / "notes"
    folder.mkdir()
    path = folder / "Santa Brisa.habeas"
    Case.create(path, PHRASE, cost=keys.CHEAP).close()
    return path


def salt(path: Path) -> bytes:
    """The salt of a closed case."""
    found = keys.salt_of(path)
    assert found is not None
    return found


def listed(window: Window) -> list[QPushButton]:
    """The buttons of the recent cases."""
    page = next(p for p in window.findChildren(Welcome) if window.frame.shows(p))
    return [b for b in page.findChildren(QPushButton) if "locked case" in b.accessibleName()]


def written(home: Path) -> str:
    """Everything that lies in the user's folders."""
    files = [path for path in home.rglob("*") if path.is_file()]
    names = " ".join(str(path.relative_to(home)) for path in files)
    return names + "\n".join(path.read_bytes().decode("utf-8", "replace") for path in files)


def test_settings_of_before_still_load() -> None:
    (paths.config_dir() / "settings.json").write_text(
        json.dumps({"scheme": "dark", "recent": ["/home/ana/Valdoria.habeas"]})
    )
    assert settings.load().recent == ("/home/ana/Valdoria.habeas",)
    assert settings.load().lock_minutes == 10


def test_a_locked_case_is_remembered_by_folder_and_salt(locked: Path) -> None:
    settings.opened(locked, salt(locked))
    (entry,) = settings.load().recent
    assert isinstance(entry, Hidden)
    assert entry.folder == str(locked.parent)
    assert entry.salt == salt(locked).hex()
    assert "Santa" not in (paths.config_dir() / "settings.json").read_text()


def test_it_is_found_after_a_rename_and_not_when_another_took_its_name(locked: Path) -> None:
    settings.opened(locked, salt(locked))
    (entry,) = settings.load().recent
    moved = locked.rename(locked.with_stem("other"))
    Case.create(locked, PHRASE, cost=keys.CHEAP).close()
    (locked.parent / "broken.habeas").write_bytes(b"")
    assert path_of(entry) == moved
    moved.unlink()
    assert path_of(entry) is None


def test_a_case_that_was_locked_since_is_no_longer_named(locked: Path) -> None:
    settings.opened(locked)
    assert settings.load().recent == (str(locked),)
    settings.opened(locked, salt(locked))
    settings.opened(locked, salt(locked))
    assert [type(entry) for entry in settings.load().recent] == [Hidden]


def test_the_welcome_page_names_its_folder_and_day_and_leads_to_it(
    qtbot: QtBot, window: Window, locked: Path
) -> None:
    settings.change(recent=(Hidden(str(locked.parent), salt(locked).hex(), "2031-05-12"),))
    window.frame.show_welcome()
    (button,) = listed(window)
    assert button.text() == "A locked case in notes (opened 12 May 2031)"
    assert "Santa" not in button.toolTip() + button.accessibleName()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.findChild(Unlock) is not None


def test_nothing_in_the_users_folders_tells_the_name_of_a_locked_case(
    qtbot: QtBot, window: Window, locked: Path, own_home: Path
) -> None:
    window.open_case()
    dialog = window.findChild(QFileDialog)
    dialog.setDirectory(str(locked.parent))
    dialog.selectFile(locked.name)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(Unlock) is not None)
    qtbot.keyClicks(window.findChild(Unlock).field, PHRASE)
    qtbot.keyClick(window.findChild(Unlock).field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk.is_open)
    assert dialog is not None
    window.locking.lock()
    window.close()
    assert "notes" in written(own_home), "the folder is known"
    assert "Santa" not in written(own_home)
    assert "QtProject" not in written(own_home)

"""The Safekeeping menu, moving a case, and what is told of its file without being asked."""

from __future__ import annotations

import datetime
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

import showing
from habeas import settings
from habeas.domain.register import Place
from habeas.services import collecting
from habeas.store import backups, keys, surroundings
from habeas.store.case import Case
from habeas.store.surroundings import Danger
from habeas.ui import unlocking
from habeas.ui.dialogs.backups import BackupsDialog
from habeas.ui.dialogs.custody import CustodyDialog
from habeas.ui.dialogs.passphrase import _NewPassphrase
from habeas.ui.dialogs.sealing import SealDialog
from habeas.ui.dialogs.verifying import VerifyDialog
from habeas.ui.window import Window
from making import reading
from showing import choose, may, shown

PHRASE = "granite harbour lamp"


@pytest.fixture
def plain(window: Window, path: Path) -> Path:
    """A case without a lock, open, with one source."""
    window.desk.create(path)
    with window.desk.edit("Add sources") as edit:
        collecting.add(edit, reading())
    window.desk.ask("source", 1)
    return path


def said(window: Window) -> str:
    """What the notice above the rooms says."""
    return window.frame.notice.words.text() if window.frame.notice.isVisible() else ""


def press(qtbot: QtBot, window: Window, words: str) -> None:
    """Press a button of the notice, by keyboard."""
    button = next(b for b in window.frame.notice.buttons if b.text() == words)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)


def name_it(qtbot: QtBot, window: QWidget, path: Path) -> None:
    """Answer a dialog that asks for a file."""
    dialog = shown(qtbot, window, QFileDialog)
    field = dialog.findChild(QLineEdit)
    assert field is not None
    field.setText(str(path))
    qtbot.keyClick(field, Qt.Key.Key_Return)


# the menu


def test_the_menu_opens_what_it_says(qtbot: QtBot, window: Window, plain: Path) -> None:
    for action, kind in (
        ("case.verify", VerifyDialog), ("case.seal", SealDialog), ("case.backups", BackupsDialog),
        ("sources.custody", CustodyDialog), ("sources.seal", SealDialog),
    ):  # fmt: skip
        choose(window, action)
        dialog = shown(qtbot, window, kind)
        if isinstance(dialog, VerifyDialog):
            qtbot.waitUntil(lambda d=dialog: d.report is not None, timeout=20_000)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda k=kind: not window.findChildren(k))


def test_without_a_case_only_the_backups_can_be_shown(window: Window) -> None:
    assert may(window, "case.backups")
    for action in ("case.verify", "case.seal", "case.back-up", "case.move"):
        assert not may(window, action), action


def test_a_backup_is_restored_from_the_welcome_page(
    qtbot: QtBot, window: Window, plain: Path, tmp_path: Path
) -> None:
    window.close_case()
    kept = backups.default_folder()
    list(backups.back_up(plain, kept))
    plain.unlink()
    button = next(b for b in window.findChildren(QPushButton) if "Restore a b" in b.text())
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    dialog = shown(qtbot, window, BackupsDialog)
    qtbot.waitUntil(dialog.restore.isEnabled)
    qtbot.keyClick(dialog.restore, Qt.Key.Key_Space)
    name_it(qtbot, dialog, tmp_path / "back.habeas")
    qtbot.waitUntil(lambda: window.desk.is_open, timeout=20_000)
    assert window.desk.case.path == tmp_path / "back.habeas"


def test_tab_goes_down_the_welcome_page(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    for name in ("Santa Brisa", "Isla Torva"):
        window.desk.create(tmp_path / f"{name}.habeas")
    window.close_case()
    seen = []
    for _press in range(6):
        now = QApplication.focusWidget()
        assert isinstance(now, QPushButton)
        seen.append(now.accessibleName())
        qtbot.keyClick(now, Qt.Key.Key_Tab)
    assert seen[3:] == ["Open Isla Torva", "Open Santa Brisa", "Restore a backup…"]


def test_where_and_how_often_is_said_in_the_dialog(
    qtbot: QtBot, window: Window, plain: Path, tmp_path: Path
) -> None:
    choose(window, "case.backups")
    dialog = shown(qtbot, window, BackupsDialog)
    where = dialog._where
    assert where is not None
    assert where.often.currentText() == "Never"
    where.often.setFocus()
    qtbot.keyClick(where.often, Qt.Key.Key_Home)
    qtbot.keyClick(where.often, Qt.Key.Key_Return)
    assert settings.load().backup_minutes == 10
    elsewhere = tmp_path / "stick"
    elsewhere.mkdir()
    with Case.create(tmp_path / "Isla Torva.habeas") as other, other.edit("Add place") as edit:
        edit.insert(Place(name="Isla Torva"))
    list(backups.back_up(tmp_path / "Isla Torva.habeas", elsewhere))
    where._use(elsewhere)
    assert settings.load().backup_folder == str(elsewhere)
    qtbot.waitUntil(lambda: len(dialog.model.all()) == 1)
    assert str(elsewhere) in where._place.text()
    dialog.close()
    window.backing.use_minutes(-1)


# moving


@pytest.mark.parametrize("phrase", ["", PHRASE])
def test_a_case_is_renamed_and_is_open_as_before(
    qtbot: QtBot, window: Window, path: Path, tmp_path: Path, phrase: str
) -> None:
    key = keys.derive(phrase, keys.new_salt(keys.CHEAP)) if phrase else None
    window.desk.create(path, key=key)
    with window.desk.edit("Add place") as edit:
        edit.insert(Place(name="Peña Gris"))
    window.enter("places")
    choose(window, "case.move")
    to = tmp_path / "Isla Torva.habeas"
    name_it(qtbot, window, to)
    qtbot.waitUntil(lambda: window.desk.is_open and window.desk.case.path == to, timeout=20_000)
    assert not path.exists()
    assert window.frame.room == "places"
    assert window.desk.case.select(Place)[0].name == "Peña Gris"
    assert window.windowTitle() == "Isla Torva – Habeas"
    recent = settings.load().recent
    assert len(recent) == 1
    assert str(path) not in recent
    with window.desk.edit("Add place") as edit:
        edit.insert(Place(name="Santa Brisa"))


def test_a_case_is_never_moved_over_another_file(
    qtbot: QtBot, window: Window, plain: Path, tmp_path: Path
) -> None:
    there = tmp_path / "notes.habeas"
    there.write_text("notes")
    case = window.desk.case
    choose(window, "case.move")
    name_it(qtbot, window, there)
    box = shown(qtbot, window, QMessageBox)
    assert "is there already" in box.informativeText()
    box.close()
    assert window.desk.case is case
    assert there.read_text() == "notes"


# what is told


def test_a_dangerous_place_is_told_until_it_was_read(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    window.desk.create(folder / "Santa Brisa.habeas")
    qtbot.waitUntil(lambda: "copied to other computers by Dropbox" in said(window))
    press(qtbot, window, "Understood")
    assert said(window) == ""
    window.close_case()
    window.open_path(folder / "Santa Brisa.habeas")
    asked(qtbot, window)
    assert said(window) == ""


def test_a_place_that_does_not_answer_keeps_nobody_waiting(
    qtbot: QtBot, window: Window, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = threading.Event()

    def slow(_path: Path) -> list[Danger]:
        answer.wait(20)
        return [Danger("network", "nfs", "This share sleeps.")]

    monkeypatch.setattr(surroundings, "dangers", slow)
    window.desk.create(path)
    assert window.at_work
    window.close_case()
    window.desk.create(path.with_name("Isla Torva.habeas"))
    answer.set()
    qtbot.waitUntil(lambda: said(window) == "This share sleeps.")


def test_a_case_that_was_moved_away_is_told_and_can_be_saved(
    qtbot: QtBot, window: Window, plain: Path, tmp_path: Path
) -> None:
    plain.rename(tmp_path / "elsewhere.habeas")
    window.watching.look()
    qtbot.waitUntil(lambda: "moved, replaced or removed while it was open" in said(window))
    press(qtbot, window, "Save a copy…")
    name_it(qtbot, window, tmp_path / "rescued.habeas")
    qtbot.waitUntil((tmp_path / "rescued.habeas").exists, timeout=20_000)
    qtbot.waitUntil(lambda: not window.desk.is_writing)
    (tmp_path / "elsewhere.habeas").rename(plain)
    window.watching.look()
    qtbot.waitUntil(lambda: said(window) == "")
    plain.rename(tmp_path / "elsewhere.habeas")
    window.watching.look()
    qtbot.waitUntil(lambda: said(window) != "")
    press(qtbot, window, "Close the case")
    assert not window.desk.is_open
    with Case.open(tmp_path / "rescued.habeas") as copy:
        assert copy.last_edit() == 1


def test_what_cannot_be_written_any_more_is_told_in_one_place(
    qtbot: QtBot, window: Window, plain: Path, tmp_path: Path
) -> None:
    plain.rename(tmp_path / "elsewhere.habeas")

    def write() -> None:
        with window.desk.edit("Add place") as edit:
            edit.insert(Place(name="Peña Gris"))

    window.attempt(write)
    assert "moved, replaced or removed while it was open" in said(window)
    window.attempt(write)
    assert "This was not done" in showing.said(window)
    assert not [box for box in window.findChildren(QMessageBox) if box.isVisible()]


def test_verifying_is_offered_once_when_the_last_time_is_long_ago(
    qtbot: QtBot, window: Window, plain: Path
) -> None:
    window.close_case()
    window.open_path(plain)
    asked(qtbot, window)
    assert said(window) == ""
    old = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=31)
    window.desk.keep("verified", {"when": old.isoformat(), "edit": 1, "ok": True})
    window.close_case()
    window.open_path(plain)
    assert said(window) == "This case was not verified for a while."
    window.use_language("es")
    window.use_language("en")
    press(qtbot, window, "Verify…")
    dialog = shown(qtbot, window, VerifyDialog)
    qtbot.waitUntil(lambda: dialog.report is not None, timeout=20_000)
    assert said(window) == ""
    dialog.close()


def test_after_a_first_lock_the_plain_backups_are_offered(
    qtbot: QtBot, window: Window, plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unlocking, "COST", keys.CHEAP)
    kept = backups.default_folder()
    list(backups.back_up(plain, kept))
    choose(window, "case.make-locked")
    dialog = shown(qtbot, window, _NewPassphrase)
    for field in [f for f in dialog.findChildren(QLineEdit) if f.isVisible()][:2]:
        field.setText(PHRASE)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    box = shown(qtbot, window, QMessageBox)
    box.close()
    qtbot.waitUntil(lambda: "1 backup from before" in said(window), timeout=20_000)
    press(qtbot, window, "Delete it")
    qtbot.waitUntil(lambda: "1 backup was deleted." in showing.said(window))
    assert backups.backups(kept) == []


def asked(qtbot: QtBot, window: Window) -> None:
    """Wait until the place of the case was looked at."""
    qtbot.waitUntil(lambda: not [t for t in threading.enumerate() if t.name == "habeas-watch"])
    qtbot.wait(1)

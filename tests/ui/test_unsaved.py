"""What was being typed in a dialog when the case was locked is there afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from habeas.store import keys
from habeas.store.case import Case
from habeas.ui import unsaved
from habeas.ui.notices import TYPED
from habeas.ui.window import Window

PHRASE = "granite harbour lamp"


@pytest.fixture
def opened(window: Window, path: Path) -> Window:
    Case.create(path, PHRASE, cost=keys.CHEAP).close()
    window.desk.open(path, PHRASE)
    return window


def dialogs(window: Window) -> list[QDialog]:
    found = QApplication.topLevelWidgets()
    return [one for one in found if isinstance(one, QDialog) and one.isVisible()]


def type_into(qtbot: QtBot, dialog: QDialog, words: str) -> None:
    field = dialog.findChildren(QLineEdit)[0]
    field.setFocus()
    qtbot.keyClicks(field, words)


def press(qtbot: QtBot, window: Window, words: str) -> None:
    found = [b for b in window.findChildren(QPushButton) if b.isVisible() and b.text() == words]
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


def test_typed_words_outlive_a_lock_and_are_shown(qtbot: QtBot, opened: Window, path: Path) -> None:
    opened.naming.ask()
    qtbot.waitUntil(lambda: bool(dialogs(opened)))
    type_into(qtbot, dialogs(opened)[0], "Ada, who typed for long")
    opened.locking.lock()
    assert not opened.desk.is_open
    assert b"typed for long" not in path.read_bytes()
    opened.desk.open(path, PHRASE)
    assert opened.notices.has(TYPED)
    press(qtbot, opened, "Show them")
    qtbot.waitUntil(lambda: bool(dialogs(opened)))
    shown = dialogs(opened)[0].findChild(QPlainTextEdit)
    assert "Ada, who typed for long" in shown.toPlainText()
    assert shown.isReadOnly()
    dialogs(opened)[0].reject()
    press(qtbot, opened, "They are not needed")
    assert not opened.notices.has(TYPED)
    opened.desk.close()
    opened.desk.open(path, PHRASE)
    assert not opened.notices.has(TYPED)


def test_what_nobody_typed_is_not_kept(qtbot: QtBot, opened: Window, path: Path) -> None:
    opened.naming.ask()
    qtbot.waitUntil(lambda: bool(dialogs(opened)))
    dialogs(opened)[0].findChildren(QLineEdit)[0].setText("put there by the program")
    opened.locking.lock()
    opened.desk.open(path, PHRASE)
    assert not opened.notices.has(TYPED)


def test_passphrases_are_never_kept(qtbot: QtBot, opened: Window) -> None:
    from habeas.ui.dialogs import passphrase

    passphrase.ask_new(opened, current=True, then=lambda *_phrases: None)
    qtbot.waitUntil(lambda: bool(dialogs(opened)))
    for field in dialogs(opened)[0].findChildren(QLineEdit):
        field.setFocus()
        qtbot.keyClicks(field, "secret words")
    unsaved.keep(opened.desk, QApplication.topLevelWidgets())
    assert opened.desk.kept("unsaved") is None
    dialogs(opened)[0].reject()

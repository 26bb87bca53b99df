"""Another passphrase, a first one, none: the file is written anew, and the case is back after."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from habeas import settings
from habeas.services import collecting
from habeas.store import keys, rewriting
from habeas.store.case import Case
from habeas.store.keys import Locked
from habeas.ui import unlocking
from habeas.ui.dialogs.lockoff import _LockOff
from habeas.ui.dialogs.passphrase import _NewPassphrase
from habeas.ui.dialogs.recovery import _Recovery
from habeas.ui.views.rewriting import Writing
from habeas.ui.views.unlock import Unlock
from habeas.ui.window import Window
from making import reading
from showing import choose, may, said, shown

PHRASE, OTHER = "granite harbour lamp", "tortoise velvet meadow"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """New keys cost nothing."""
    monkeypatch.setattr(unlocking, "COST", keys.CHEAP)


@pytest.fixture
def locked(window: Window, path: Path) -> Path:
    """A locked case, open in the window at its second source, in the room of claims."""
    key = keys.derive(PHRASE, keys.new_salt(keys.CHEAP))
    window.desk.create(path, key=key)
    return _filled(window, path)


@pytest.fixture
def plain(window: Window, path: Path) -> Path:
    """A case without a lock, open as the locked one."""
    window.desk.create(path)
    return _filled(window, path)


def _filled(window: Window, path: Path) -> Path:
    with window.desk.edit("Add sources") as edit:
        collecting.add(edit, reading())
        collecting.add(edit, reading("The warden of Peña Gris was moved."))
    window.desk.ask("source", 2)
    window.enter("claims")
    return path


class Gate:
    """Holds a rewriting in the middle of its work until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.open, self._real = False, rewriting.rewrite
        monkeypatch.setattr(rewriting, "rewrite", self._held)

    def _held(self, path: Path, **keys_: keys.Key | None) -> rewriting.Steps[None]:
        while not self.open:
            time.sleep(0.02)
            yield 1_500_000, 8_000_000
        yield from self._real(path, **keys_)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """A rewriting that lasts as long as a test wants."""
    made = Gate(monkeypatch)
    yield made
    made.open = True


def answer(qtbot: QtBot, dialog: QWidget, *words: str) -> None:
    """Type into the fields of a dialog, Tab between them, and press Enter."""
    for n, typed in enumerate(words):
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        qtbot.keyClicks(field, typed)
        qtbot.keyClick(field, Qt.Key.Key_Tab if n + 1 < len(words) else Qt.Key.Key_Return)


def is_open(window: Window) -> Callable[[], bool]:
    return lambda: window.desk.is_open and not window.rewriting.is_running


def opens(path: Path, passphrase: str | None) -> bool:
    """Whether this opens the closed case."""
    try:
        Case.open(path, passphrase).close()
    except Locked:
        return False
    return True


def stands_where_it_was(window: Window) -> bool:
    view = window.frame._views.get("claims")
    return (
        window.frame.room == "claims"
        and view is not None
        and window.desk.case.desk("sources")["source"] == 2
    )


def test_the_passphrase_is_changed_and_the_case_is_back_where_it_was(
    qtbot: QtBot, window: Window, locked: Path
) -> None:
    assert window.desk.case.key is not None
    former = keys.recovery_code(window.desk.case.key)
    choose(window, "case.passphrase")
    answer(qtbot, shown(qtbot, window, _NewPassphrase), PHRASE, OTHER, OTHER)
    qtbot.waitUntil(is_open(window))
    assert stands_where_it_was(window)
    assert window.windowTitle() == "Santa Brisa – Habeas"
    box = shown(qtbot, window, QMessageBox)
    assert "old recovery code is void" in said(box)
    assert "keep the old passphrase" in said(box)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    code = shown(qtbot, window, _Recovery)
    new = keys.recovery_code(window.desk.case.key)
    assert new != former
    assert new.split("-")[0] in said(code)
    code.close()
    window.close_case()
    assert not opens(locked, PHRASE)
    assert opens(locked, OTHER)
    assert [p.name for p in locked.parent.glob("*Santa*")] == [locked.name]


def test_a_wrong_passphrase_is_told_where_it_is_asked_again(
    qtbot: QtBot, window: Window, locked: Path
) -> None:
    choose(window, "case.passphrase")
    answer(qtbot, shown(qtbot, window, _NewPassphrase), "granite harbour", OTHER, OTHER)
    qtbot.waitUntil(is_open(window))
    again = shown(qtbot, window, _NewPassphrase)
    assert "not the passphrase of the case. Nothing was changed." in said(again)
    answer(qtbot, again, PHRASE, OTHER, OTHER)
    qtbot.waitUntil(lambda: is_open(window)() and "was changed" in said(window))
    assert stands_where_it_was(window)
    window.close_case()
    assert opens(locked, OTHER)


def test_a_case_gets_its_first_lock_and_its_name_leaves_the_settings(
    qtbot: QtBot, window: Window, plain: Path
) -> None:
    assert str(plain) in settings.load().recent
    choose(window, "case.make-locked")
    answer(qtbot, shown(qtbot, window, _NewPassphrase), OTHER, OTHER)
    qtbot.waitUntil(is_open(window))
    assert stands_where_it_was(window)
    assert "stay unlocked: anyone can read them" in said(shown(qtbot, window, QMessageBox))
    assert str(plain) not in settings.load().recent
    assert may(window, "case.passphrase")
    assert not may(window, "case.make-locked")
    window.close_case()
    assert opens(plain, OTHER)


def test_locking_a_case_without_a_lock_leads_there(
    qtbot: QtBot, window: Window, plain: Path
) -> None:
    choose(window, "case.lock")
    box = shown(qtbot, window, QMessageBox)
    button = next(b for b in box.findChildren(QPushButton) if "Lock this case" in b.text())
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert shown(qtbot, window, _NewPassphrase)


def test_the_lock_is_taken_off_after_it_was_said_what_that_means(
    qtbot: QtBot, window: Window, locked: Path
) -> None:
    choose(window, "case.unlock")
    asked = shown(qtbot, window, _LockOff)
    assert "anyone who holds the file can read all of it" in said(asked)
    answer(qtbot, asked, "granite harbour")
    qtbot.waitUntil(is_open(window))
    asked = shown(qtbot, window, _LockOff)
    assert "Nothing was changed" in said(asked)
    answer(qtbot, asked, PHRASE)
    qtbot.waitUntil(lambda: is_open(window)() and window.desk.case.key is None)
    assert stands_where_it_was(window)
    window.close_case()
    assert opens(locked, None)
    assert b"Pe\xc3\xb1a Gris was moved" in locked.read_bytes()


def test_stopped_it_is_the_case_of_before(
    qtbot: QtBot, window: Window, locked: Path, gate: Gate
) -> None:
    before = window.desk.case.last_edit()
    choose(window, "case.passphrase")
    answer(qtbot, shown(qtbot, window, _NewPassphrase), PHRASE, OTHER, OTHER)
    qtbot.waitUntil(lambda: "1.5 MB of 4.0 MB written" in said(window))
    page = next(p for p in window.findChildren(Writing) if p.isVisible())
    assert page.bar.value() == 187
    for action in ("case.new", "case.open", "case.example", "case.passphrase", "case.close"):
        assert not may(window, action), action
    window.use_language("es")
    assert "MB" in said(window)
    window.use_language("en")
    page = next(p for p in window.findChildren(Writing) if p.isVisible())
    window.activateWindow()
    qtbot.waitUntil(page.hasFocus)
    qtbot.keyClick(page, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.stop
    qtbot.keyClick(page.stop, Qt.Key.Key_Space)
    qtbot.waitUntil(is_open(window))
    assert "Stopped: the passphrase is the one from before." in said(window)
    assert stands_where_it_was(window)
    assert window.desk.case.last_edit() == before
    window.close_case()
    assert opens(locked, PHRASE)
    assert [p.name for p in locked.parent.glob("*Santa*")] == [locked.name]


def test_closing_the_window_stops_it_and_the_case_is_whole(
    qtbot: QtBot, window: Window, locked: Path, gate: Gate
) -> None:
    choose(window, "case.passphrase")
    answer(qtbot, shown(qtbot, window, _NewPassphrase), PHRASE, OTHER, OTHER)
    qtbot.waitUntil(lambda: "written" in said(window))
    window.close()
    assert opens(locked, PHRASE)
    assert [p.name for p in locked.parent.glob("*Santa*")] == [locked.name]


def test_asleep_meanwhile_it_stops_and_asks_for_the_passphrase(
    qtbot: QtBot, window: Window, locked: Path, gate: Gate
) -> None:
    choose(window, "case.passphrase")
    answer(qtbot, shown(qtbot, window, _NewPassphrase), PHRASE, OTHER, OTHER)
    qtbot.waitUntil(lambda: "written" in said(window))
    window.locking.lapse.did_sleep.emit()
    qtbot.waitUntil(lambda: any(p.isVisible() for p in window.findChildren(Unlock)))
    assert not window.desk.is_open
    assert opens(locked, PHRASE)


def test_what_cannot_be_rewritten_opens_as_it_was_and_says_why(
    qtbot: QtBot, window: Window, plain: Path
) -> None:
    other = Case.open(plain, read_only=True)
    try:
        choose(window, "case.make-locked")
        answer(qtbot, shown(qtbot, window, _NewPassphrase), OTHER, OTHER)
        box = shown(qtbot, window, QMessageBox)
        assert "is open" in said(box)
        assert "Nothing was lost" in said(box)
        assert stands_where_it_was(window)
        box.close()
    finally:
        other.close()
    window.close_case()
    assert opens(plain, None)

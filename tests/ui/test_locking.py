"""A locked case in the window: opened, locked by hand and by itself, and where it was before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from habeas import guarding, settings
from habeas.domain.source import Source
from habeas.services import collecting
from habeas.store import keys
from habeas.store.case import Case
from habeas.store.journal import User
from habeas.ui import unlocking
from habeas.ui.dialogs.newcase import _NewCase
from habeas.ui.dialogs.pasting import Pasting
from habeas.ui.dialogs.who import _Who
from habeas.ui.jobs import Progress, Work
from habeas.ui.lapse import Lapse
from habeas.ui.unlocking import Waits
from habeas.ui.views.unlock import Unlock
from habeas.ui.views.welcome import Welcome
from habeas.ui.window import Window
from making import reading
from showing import said

PHRASE = "granite harbour lamp"


class Clock:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """New cases get keys that cost nothing."""
    monkeypatch.setattr(unlocking, "COST", keys.CHEAP)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A locked case with two sources."""
    path = tmp_path_factory.mktemp("made") / "Santa Brisa.habeas"
    with Case.create(path, PHRASE, cost=keys.CHEAP) as case, case.edit("Add sources") as edit:
        collecting.add(edit, reading(), published="2031-05-12")
        collecting.add(edit, reading("The warden of Peña Gris was moved."))
    return path.read_bytes()


@pytest.fixture
def locked(made: bytes, tmp_path: Path) -> Path:
    """A locked case with two sources, closed."""
    path = tmp_path / "Santa Brisa.habeas"
    path.write_bytes(made)
    return path


def page(window: Window) -> Unlock:
    """The page that asks for the passphrase."""
    return next(p for p in window.findChildren(Unlock) if p.isVisible())


def give(qtbot: QtBot, window: Window, passphrase: str) -> None:
    """Type a passphrase where the focus is, and press Enter."""
    field = page(window).field
    window.activateWindow()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, passphrase)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def unlock(qtbot: QtBot, window: Window, path: Path) -> None:
    """Open a locked case as the user does."""
    if not window.findChildren(Unlock) or not any(
        p.isVisible() for p in window.findChildren(Unlock)
    ):
        window.open_path(path)
    give(qtbot, window, PHRASE)
    qtbot.waitUntil(lambda: window.desk.is_open)


def press_lock(qtbot: QtBot, window: Window) -> None:
    """Ctrl+L."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def make_case(qtbot: QtBot, window: Window, path: Path, *, name: str = "") -> None:
    """Make a locked case by the dialogs."""
    window.new_case()
    files = window.findChild(QFileDialog)
    files.setDirectory(str(path.parent))
    files.selectFile(path.name)
    qtbot.keyClick(files, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(_NewCase) is not None)
    asked = window.findChild(_NewCase)
    qtbot.waitUntil(asked.isActiveWindow)
    for field in asked.choosing.findChildren(QLineEdit):
        field.setText(PHRASE)
    asked._name.setText(name)
    make = next(b for b in asked.findChildren(QPushButton) if b.text() == "Make the &case")
    qtbot.mouseClick(make, Qt.MouseButton.LeftButton)


# making and opening


def test_a_new_case_is_locked_and_keeps_who_made_it(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    path = tmp_path / "Peña Gris.habeas"
    make_case(qtbot, window, path, name="Ana Ruiz")
    qtbot.waitUntil(lambda: window.desk.is_open)
    assert window.desk.case.user == User("Ana Ruiz", "")
    assert window.desk.case.key is not None
    window.close_case()
    unlock(qtbot, window, path)
    assert window.desk.case.user == User("Ana Ruiz", "")
    with window.desk.edit("Add sources") as edit:
        collecting.add(edit, reading())
    assert window.desk.case.query("SELECT who FROM edit ORDER BY id DESC LIMIT 1") == [
        {"who": "Ana Ruiz"}
    ]


def test_the_right_passphrase_opens_it_and_the_window_bears_its_name(
    qtbot: QtBot, window: Window, locked: Path
) -> None:
    window.open_path(locked)
    assert "“Santa Brisa.habeas” is locked" in said(window)
    assert window.windowTitle() == "Habeas"
    assert not window.desk.is_open
    give(qtbot, window, PHRASE)
    qtbot.waitUntil(lambda: window.desk.is_open)
    assert window.windowTitle() == "Santa Brisa – Habeas"
    assert "Has a passphrase" in said(window)


def test_a_wrong_passphrase_opens_nothing_and_is_to_be_waited_for(
    qtbot: QtBot, window: Window, locked: Path
) -> None:
    clock = Clock()
    window.unlocking.waits = Waits(clock)
    window.open_path(locked)
    give(qtbot, window, "granite harbour lamb")
    qtbot.waitUntil(lambda: "This does not open it." in said(window))
    assert "Try again in 1 s." in said(window)
    assert page(window).field.text() == ""
    assert not page(window).open.isEnabled()
    give(qtbot, window, PHRASE)  # too early: it is not even tried
    assert page(window).field.text() == PHRASE
    clock.now += 1
    qtbot.waitUntil(page(window).open.isEnabled)
    qtbot.keyClick(page(window).field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk.is_open)


def test_a_wrong_passphrase_is_waited_for_also_where_another_window_has_the_case(
    qtbot: QtBot, window: Window, locked: Path
) -> None:
    clock = Clock()
    window.unlocking.waits = Waits(clock)
    with Case.open(locked, PHRASE):
        window.open_path(locked)
        give(qtbot, window, "wrong")
        qtbot.waitUntil(lambda: any(b.isVisible() for b in window.findChildren(QMessageBox)))
        box = next(b for b in window.findChildren(QMessageBox) if b.isVisible())
        read = next(b for b in box.buttons() if "read" in b.text().lower())
        qtbot.mouseClick(read, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "Try again in 1 s." in said(window))
        assert not window.desk.is_open
        clock.now += 1
        give(qtbot, window, PHRASE)
        qtbot.waitUntil(lambda: any(b.isVisible() for b in window.findChildren(QMessageBox)))
        box = next(b for b in window.findChildren(QMessageBox) if b.isVisible())
        read = next(b for b in box.buttons() if "read" in b.text().lower())
        qtbot.mouseClick(read, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: window.desk.is_open)
        window.close_case()


def test_the_wait_is_kept_for_the_file_whatever_it_is_called(
    qtbot: QtBot, window: Window, locked: Path
) -> None:
    clock = Clock()
    window.unlocking.waits = Waits(clock)
    window.open_path(locked)
    give(qtbot, window, "wrong")
    qtbot.waitUntil(lambda: "Try again" in said(window))
    qtbot.mouseClick(page(window).back, Qt.MouseButton.LeftButton)
    assert window.findChild(Welcome) is not None
    window.open_path(locked.rename(locked.with_stem("other")))
    assert "Try again in 1 s." in said(window)


def test_waits_double_up_to_a_minute_and_end_with_success() -> None:
    clock, salt, other = Clock(), b"1" * 16, b"2" * 16
    waits, seen = Waits(clock), []
    for _ in range(9):
        waits.failed(salt)
        seen.append(waits.left(salt))
        clock.now += waits.left(salt)
    assert seen == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert waits.left(salt) == waits.left(other) == 0
    waits.forget(salt)
    waits.failed(salt)
    assert waits.left(salt) == 1


def test_the_recovery_code_opens_it(qtbot: QtBot, window: Window, locked: Path) -> None:
    with Case.open(locked, PHRASE) as case:
        assert case.key is not None
        code = keys.recovery_code(case.key)
    window.open_path(locked)
    qtbot.mouseClick(page(window).other, Qt.MouseButton.LeftButton)
    field = page(window).code.findChild(QPlainTextEdit)
    wrong = "U" + code[1:]  # no code has one; of other letters one in 32 would pass
    field.setPlainText(wrong)
    qtbot.mouseClick(page(window).open, Qt.MouseButton.LeftButton)
    assert "slip in group 1" in said(window)
    field.setPlainText(code.lower())
    qtbot.mouseClick(page(window).open, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.desk.is_open)


def test_going_back_leads_to_the_case_that_was_open(
    qtbot: QtBot, window: Window, locked: Path, tmp_path: Path
) -> None:
    other = tmp_path / "Altamora.habeas"
    with Case.create(other) as case, case.edit("Add sources") as edit:
        collecting.add(edit, reading())
    window.open_path(other)
    window.open_path(locked)
    assert window.windowTitle() == "Habeas"
    assert not window.can_undo(), "nothing is undone behind the page"
    qtbot.keyClick(page(window).field, Qt.Key.Key_Escape)
    assert window.windowTitle() == "Altamora – Habeas"
    assert window.can_undo()


def test_the_page_speaks_the_language_that_is_chosen_on_it(window: Window, locked: Path) -> None:
    window.open_path(locked)
    window.use_language("es")
    assert page(window).isVisible()
    window.use_language("en")


# locking


def test_locking_closes_the_case_and_the_place_comes_back(
    qtbot: QtBot, window: Window, locked: Path
) -> None:
    unlock(qtbot, window, locked)
    key = window.desk.case.key
    assert key is not None
    window.desk.ask("source", 2)
    window.enter("claims")
    window.search()
    qtbot.keyClicks(window.frame.search, "warden")
    press_lock(qtbot, window)
    assert not window.desk.is_open
    assert not any(key.raw), "the key is overwritten"
    assert window.windowTitle() == "Habeas"
    assert "Peña Gris" not in said(window)
    assert window.frame.search.text() == ""
    assert [p.name for p in locked.parent.glob("Santa*")] == [locked.name]
    unlock(qtbot, window, locked)
    assert window.frame.room == "claims"
    view: Any = window.frame.enter("sources")
    assert view.reading.source_id == 2


def test_every_other_window_is_closed_with_it(qtbot: QtBot, window: Window, locked: Path) -> None:
    unlock(qtbot, window, locked)
    window.show_help()
    window.paste_text()
    assert any(d.isVisible() for d in window.findChildren(QDialog))
    window.locking.lock()
    shown = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    assert shown == [window]
    assert page(window).isVisible()


def test_a_text_that_was_not_added_yet_waits_in_the_case(
    qtbot: QtBot, window: Window, locked: Path
) -> None:
    unlock(qtbot, window, locked)
    window.paste_text()
    window.findChild(Pasting).findChild(QPlainTextEdit).setPlainText("Seven were moved.")
    window.locking.lock()
    unlock(qtbot, window, locked)
    qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(Pasting)))
    again = next(d for d in window.findChildren(Pasting) if d.isVisible())
    assert again.findChild(QPlainTextEdit).toPlainText() == "Seven were moved."
    again.reject()
    window.locking.lock()
    unlock(qtbot, window, locked)
    assert not any(d.isVisible() for d in window.findChildren(Pasting)), "it was refused"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_half_filled_claim_is_there_again(qtbot: QtBot, window: Window, locked: Path) -> None:
    unlock(qtbot, window, locked)
    window.desk.ask("source", 1)
    view = window.frame.enter("sources")
    qtbot.waitUntil(lambda: not view.reading.is_looking, timeout=10_000)
    qtbot.keyClick(view.reading.reader, Qt.Key.Key_N)
    view.reading.edit()
    editor = view.reading.right.editor()
    qtbot.waitUntil(lambda: any(f.isVisible() for f in editor.findChildren(QLineEdit)))
    field = next(f for f in editor.findChildren(QLineEdit) if f.isVisible())
    qtbot.keyClicks(field, " and more")
    typed = field.text()
    window.locking.lock()
    unlock(qtbot, window, locked)
    view = window.frame.enter("sources")
    qtbot.waitUntil(lambda: view.reading.is_editing, timeout=10_000)
    editor = view.reading.right.editor()
    qtbot.waitUntil(lambda: typed in [f.text() for f in editor.findChildren(QLineEdit)])


def test_work_that_writes_is_stopped_by_hand_but_waited_for_when_idle(
    qtbot: QtBot, window: Window, locked: Path
) -> None:
    def endless() -> Work:
        while True:
            yield Progress()

    unlock(qtbot, window, locked)
    job = window.desk.write(endless(), title="Endless", done=print)
    window.locking.lapse.did_idle.emit()
    assert window.desk.is_open
    job.stop()
    qtbot.waitUntil(lambda: not window.desk.is_writing)
    window.locking.lapse.did_idle.emit()
    assert not window.desk.is_open
    unlock(qtbot, window, locked)
    window.desk.write(endless(), title="Endless", done=print)
    window.locking.lapse.did_sleep.emit()
    assert not window.desk.is_open


def test_a_case_without_a_passphrase_says_so(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    window.desk.create(tmp_path / "Open.habeas")
    window.locking.offer = None
    press_lock(qtbot, window)
    box = window.findChild(QMessageBox)
    assert "has no passphrase" in box.text()
    assert [b.text().replace("&", "") for b in box.buttons()] == ["Close"]
    box.close()
    asked: list[bool] = []
    window.locking.offer = lambda: asked.append(True)
    press_lock(qtbot, window)
    box = next(b for b in window.findChildren(QMessageBox) if b.isVisible())
    button = next(b for b in box.buttons() if "Lock this case" in b.text())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked == [True]
    window.locking.lapse.did_sleep.emit()
    assert window.desk.is_open, "there is nothing to lock it with"


# by itself


def lapse(seconds: float) -> tuple[Lapse, Clock, Clock, list[str]]:
    """A watch with clocks of the test, and what it says."""
    steady, wall, told = Clock(), Clock(), list[str]()
    made = Lapse(QApplication.instance(), lambda: seconds, steady=steady, wall=wall)
    made.did_idle.connect(lambda: told.append("idle"))
    made.did_sleep.connect(lambda: told.append("sleep"))
    return made, steady, wall, told


def test_it_is_idle_when_nothing_was_touched_for_so_long(qtbot: QtBot) -> None:
    watch, steady, wall, told = lapse(120)
    for _ in range(24):
        assert told == []
        steady.now += 5
        wall.now += 5
        watch.look()
    assert told == ["idle"]
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    watch.eventFilter(watch, key)
    watch.look()
    assert told == ["idle"]
    watch.eventFilter(watch, QFocusEvent(QEvent.Type.FocusIn))
    for _ in range(23):
        steady.now, wall.now = steady.now + 5, wall.now + 5
        watch.look()
    assert told == ["idle"], "only what the user touches counts"
    steady.now, wall.now = steady.now + 5, wall.now + 5
    watch.look()
    assert told == ["idle", "idle"]
    watch.deleteLater()


def test_it_never_locks_by_idleness_when_told_so(qtbot: QtBot) -> None:
    watch, steady, wall, told = lapse(0)
    for _ in range(1000):
        steady.now += 50
        wall.now += 50
        watch.look()
    assert told == []
    watch.deleteLater()


@pytest.mark.parametrize(("went", "passed"), [(5, 600), (600, 600), (5, -600)])
def test_sleep_shows_as_a_jump_of_the_clocks(qtbot: QtBot, went: float, passed: float) -> None:
    watch, steady, wall, told = lapse(0)
    steady.now += went
    wall.now += passed
    watch.look()
    assert told == ["sleep"]
    watch.deleteLater()


def test_keys_and_the_mouse_count_as_touching_the_window(
    qtbot: QtBot, window: Window, locked: Path
) -> None:
    unlock(qtbot, window, locked)
    watch, clock = window.locking.lapse, Clock()
    watch._steady = clock
    watch.start()
    clock.now += 100
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    assert watch._touched == clock.now
    clock.now += 100
    qtbot.mouseMove(window.windowHandle(), QPointF(50, 60).toPoint())
    assert watch._touched == clock.now


def test_how_soon_it_locks_is_chosen_in_the_menu_and_kept(
    window: Window,
) -> None:
    assert window.locking.minutes == 10
    made = {action.id: q for action, q in window.pairs}
    made["lock.after.2"].trigger()
    assert settings.load().lock_minutes == 2
    made["lock.after.0"].trigger()
    assert settings.load().lock_minutes == 0


# around it


def test_core_dumps_are_forbidden_while_a_locked_case_is_open(
    qtbot: QtBot, window: Window, locked: Path
) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_CORE)
    unlock(qtbot, window, locked)
    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
    window.close_case()
    assert resource.getrlimit(resource.RLIMIT_CORE) == before
    guarding.release()
    assert resource.getrlimit(resource.RLIMIT_CORE) == before


def test_the_name_is_asked_once_after_the_first_act_in_a_case_of_others(
    qtbot: QtBot, window: Window, locked: Path
) -> None:
    with Case.open(locked, PHRASE) as case:
        case.put("user:somebody", {"name": "Ana Ruiz", "role": "lawyer"})
    unlock(qtbot, window, locked)
    assert window.findChild(_Who) is None
    assert window.desk.case.user == User()
    with window.desk.edit("Add sources") as edit:
        collecting.add(edit, reading("A third notice."))
    asked = window.findChild(_Who)
    qtbot.waitUntil(asked.isActiveWindow)
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    assert asked.isVisible(), "Enter was meant for what lay below"
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    with window.desk.edit("Add sources") as edit:
        collecting.add(edit, reading("A fourth notice."))
    qtbot.waitUntil(lambda: not window.findChildren(_Who))
    press_lock(qtbot, window)
    unlock(qtbot, window, locked)
    with window.desk.edit("Add sources") as edit:
        collecting.add(edit, reading("A fifth notice."))
    assert not window.findChildren(_Who)
    assert len(window.desk.case.select(Source)) == 5


def test_a_name_given_later_is_the_one_of_the_history(
    qtbot: QtBot, window: Window, locked: Path
) -> None:
    unlock(qtbot, window, locked)
    {action.id: q for action, q in window.pairs}["case.who"].trigger()
    asked = window.findChild(_Who)
    qtbot.waitUntil(asked.isActiveWindow)
    qtbot.waitUntil(asked._name.hasFocus)
    qtbot.keyClicks(asked._name, "Ana Ruiz")
    qtbot.keyClick(asked, Qt.Key.Key_Return)
    assert window.desk.case.user == User("Ana Ruiz", "")
    press_lock(qtbot, window)
    unlock(qtbot, window, locked)
    assert window.desk.case.user == User("Ana Ruiz", "")

"""Bringing in many files: the line below the rooms, the list, going on, the watched folder."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from habeas.services import intakewalk, intaking
from habeas.store import intake as queue
from habeas.store.case import Case
from habeas.ui import agreeing, intakewords
from habeas.ui import intake as intakes
from habeas.ui.dialogs.intakelist import IntakeList
from habeas.ui.intakewords import Rate
from habeas.ui.widgets.intakepanel import IntakePanel
from habeas.ui.window import Window
from making import whole

PATIENCE = 30_000  # ms: processes have to start
MANY = 30


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer files than usual count as many, so that tests need not write thousands."""
    monkeypatch.setattr(intakes, "FEW", 10)


@pytest.fixture
def opened(window: Window, path: Path) -> Iterator[Window]:
    """The window on an empty case."""
    window.desk.create(path)
    yield window
    window.desk.close()


def folder(tmp_path: Path, n: int = MANY) -> Path:
    made = tmp_path / "files"
    for k in range(n):
        place = made / f"box {k % 3}" / f"note {k}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"Note {k}: the visits of day {k} are suspended at Santa Brisa.")
    return made


def drop(window: Window, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    window.dropEvent(
        QDropEvent(
            QPointF(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )  # fmt: skip


def panel(window: Window) -> IntakePanel:
    return window.frame.intake


def count(window: Window) -> int:
    return int(window.desk.case.query("SELECT count(*) AS n FROM source")[0]["n"])


def done(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: window.intake.standing == "done", timeout=PATIENCE)


def the_list(qtbot: QtBot, window: Window) -> IntakeList:
    """The list, opened by its button."""
    qtbot.mouseClick(panel(window).list, Qt.MouseButton.LeftButton)
    found = window.findChild(IntakeList)
    assert found is not None
    qtbot.waitUntil(found.isActiveWindow)
    return found


def press(dialog: QDialog, words: str) -> None:
    found = next(b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == words)
    assert found.isEnabled()
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def names(dialog: IntakeList) -> list[str]:
    model = dialog.model
    return [model.data(model.index(n, 0)) for n in range(model.rowCount())]


def test_a_folder_of_many_files_goes_through_the_queue_and_says_what_became_of_them(
    qtbot: QtBot, opened: Window, tmp_path: Path
) -> None:
    made = folder(tmp_path)
    (made / "tool.bin").write_bytes(b"\x7fELF" + bytes(99))
    (made / "Thumbs.db").write_bytes(b"x")
    drop(opened, made)
    done(qtbot, opened)
    assert count(opened) == MANY
    assert opened.frame.intake.isVisible()
    assert panel(opened).words == (
        "All files were gone through. 30 added · 1 could not be added · 1 was left aside"
    )
    assert opened.frame.sidebar is not None
    shown = the_list(qtbot, opened)
    assert names(shown) == ["tool.bin"]
    press(shown, "Copy the list")
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].startswith(f"{made / 'tool.bin'}\tNot added\t“tool.bin” seems to be a program")
    press(shown, "Keep without text")
    qtbot.waitUntil(lambda: count(opened) == MANY + 1, timeout=PATIENCE)
    shown.choose("unread")
    qtbot.waitUntil(lambda: names(shown) == ["tool.bin"])
    shown.table.setFocus()
    QTest.keyClick(shown.table, Qt.Key.Key_Home)
    with qtbot.waitSignal(opened.desk.did_ask) as asked:
        QTest.keyClick(shown.table, Qt.Key.Key_Return)
    assert asked.args[0] == "source"


def test_a_few_files_of_a_folder_are_added_at_once_and_can_be_undone_together(
    qtbot: QtBot, opened: Window, tmp_path: Path
) -> None:
    with qtbot.waitSignal(opened.desk.did_say, timeout=PATIENCE) as said:
        drop(opened, folder(tmp_path, 4))
    assert said.args == ["4 sources added."]
    assert not panel(opened).isVisible()
    assert queue.counts(opened.desk.case)[queue.State.WAITING] == 0
    opened.undo()
    assert count(opened) == 0


def test_a_folder_is_chosen_from_the_menu(qtbot: QtBot, opened: Window, tmp_path: Path) -> None:
    made = folder(tmp_path, 3)
    next(q for a, q in opened.pairs if a.id == "source.folder").trigger()
    dialog = opened.findChild(QFileDialog)
    dialog.setDirectory(str(made.parent))
    dialog.selectFile("files")
    with qtbot.waitSignal(opened.desk.did_say, timeout=PATIENCE):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert count(opened) == 3


def test_stopped_the_rest_waits_and_is_gone_on_with(
    qtbot: QtBot, opened: Window, tmp_path: Path
) -> None:
    drop(opened, folder(tmp_path))
    qtbot.waitUntil(lambda: opened.intake.standing == "running", timeout=PATIENCE)
    assert panel(opened).isVisible()
    qtbot.mouseClick(panel(opened).stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened.intake.standing == "waiting", timeout=PATIENCE)
    waiting = opened.intake.waiting
    assert waiting > 0
    assert count(opened) + waiting == MANY
    assert f"{waiting} files wait to be brought in." in panel(opened).words
    panel(opened).go_on.setFocus()
    QTest.keyClick(panel(opened).go_on, Qt.Key.Key_Space)
    done(qtbot, opened)
    assert count(opened) == MANY


def test_a_case_that_is_closed_meanwhile_asks_nothing_and_offers_the_rest_when_it_is_opened(
    qtbot: QtBot, opened: Window, tmp_path: Path, path: Path
) -> None:
    drop(opened, folder(tmp_path))
    qtbot.waitUntil(lambda: opened.intake.standing == "running", timeout=PATIENCE)
    opened.close_case()
    assert not opened.findChildren(QMessageBox)
    qtbot.waitUntil(lambda: not opened.backing.is_running, timeout=PATIENCE)
    with Case.open(path) as case:
        waiting = queue.counts(case)[queue.State.WAITING]
        assert waiting + case.query("SELECT count(*) AS n FROM source")[0]["n"] == MANY
        assert waiting
    opened.open_path(path)
    assert opened.intake.standing == "waiting"
    assert panel(opened).isVisible()
    qtbot.mouseClick(panel(opened).go_on, Qt.MouseButton.LeftButton)
    done(qtbot, opened)
    assert count(opened) == MANY


def test_one_can_go_on_working_and_undoing_while_files_come_in(
    qtbot: QtBot, opened: Window, tmp_path: Path
) -> None:
    drop(opened, folder(tmp_path))
    qtbot.waitUntil(lambda: opened.intake.standing == "running", timeout=PATIENCE)
    before = opened.desk.case.query("SELECT count(*) AS n FROM place")[0]["n"]
    from habeas.domain.register import Place

    with opened.desk.edit("Add place") as edit:
        edit.insert(Place(name="Peña Gris"))
    opened.undo()
    assert opened.desk.case.query("SELECT count(*) AS n FROM place")[0]["n"] == before
    done(qtbot, opened)
    assert count(opened) == MANY


def test_the_line_is_hidden_and_shown_again(qtbot: QtBot, opened: Window, tmp_path: Path) -> None:
    drop(opened, folder(tmp_path))
    done(qtbot, opened)
    qtbot.mouseClick(panel(opened).hide_it, Qt.MouseButton.LeftButton)
    assert not panel(opened).isVisible()
    next(q for a, q in opened.pairs if a.id == "source.intake").trigger()
    shown = opened.findChild(IntakeList)
    shown.choose("added")
    qtbot.waitUntil(lambda: shown.model.rowCount() == MANY)
    press(shown, "Clear the list")
    qtbot.waitUntil(lambda: shown.model.rowCount() == 0)
    assert count(opened) == MANY


def test_what_failed_is_tried_again(qtbot: QtBot, opened: Window, tmp_path: Path) -> None:
    made = folder(tmp_path)
    late = made / "late.txt"
    late.write_text("")
    drop(opened, made)
    done(qtbot, opened)
    late.write_text("It was empty, and now it says that visits are suspended.")
    shown = the_list(qtbot, opened)
    assert names(shown) == ["late.txt"]
    press(shown, "Try again")
    qtbot.waitUntil(lambda: count(opened) == MANY + 1, timeout=PATIENCE)


def test_everything_of_it_can_be_reached_and_has_a_name(
    qtbot: QtBot, opened: Window, tmp_path: Path
) -> None:
    drop(opened, folder(tmp_path))
    done(qtbot, opened)
    line = panel(opened)
    assert line.accessibleDescription() == line.words
    for each in (line.list, line.hide_it):
        assert each.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert each.text() or each.accessibleName()
    shown = the_list(qtbot, opened)
    assert shown.choice.accessibleName()
    assert shown.table.accessibleName()
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not opened.findChildren(IntakeList))


# the watched folder


def aged(path: Path) -> Path:
    """A file that has not been written to for a minute."""
    then = time.time() - 60
    os.utime(path, (then, then))
    return path


def test_new_files_of_a_watched_folder_wait_until_the_user_takes_them(
    qtbot: QtBot, opened: Window, tmp_path: Path, path: Path
) -> None:
    made = folder(tmp_path, 2)
    for each in made.rglob("*.txt"):
        aged(each)
    opened.intake.watch.use(made)
    qtbot.waitUntil(lambda: opened.intake.in_inbox == 2, timeout=PATIENCE)
    assert count(opened) == 0
    assert panel(opened).words == "2 new files wait in the inbox."
    opened.close_case()
    qtbot.waitUntil(lambda: not opened.backing.is_running, timeout=PATIENCE)
    opened.open_path(path)
    assert opened.intake.watch.folder == made
    assert opened.intake.in_inbox == 2
    new = made / "box 0" / "new.txt"
    new.write_text("A new note of Peña Gris says that visits are suspended.")
    aged(new)
    opened.intake.watch.look()
    qtbot.waitUntil(lambda: opened.intake.in_inbox == 3, timeout=PATIENCE)
    shown = the_list(qtbot, opened)
    shown.table.selectRow(0)
    press(shown, "Leave them")
    qtbot.waitUntil(lambda: opened.intake.in_inbox == 2)
    shown.choose("inbox")
    shown.table.clearSelection()
    press(shown, "Add them")
    qtbot.waitUntil(lambda: count(opened) == 2, timeout=PATIENCE)
    done(qtbot, opened)


def test_a_file_that_is_still_being_written_waits(
    qtbot: QtBot, opened: Window, tmp_path: Path
) -> None:
    made = folder(tmp_path, 1)
    for each in made.rglob("*.txt"):  # written to just now, however long the machine took
        os.utime(each, (time.time() + 1, time.time() + 1))
    opened.intake.watch.use(made)
    qtbot.waitUntil(lambda: bool(opened.intake.watch._unsettled), timeout=PATIENCE)
    assert opened.intake.in_inbox == 0
    qtbot.waitUntil(lambda: opened.intake.in_inbox == 1, timeout=PATIENCE)  # it came to rest


def test_a_watched_folder_that_is_not_there_is_told_and_watching_can_be_stopped(
    qtbot: QtBot, opened: Window, tmp_path: Path
) -> None:
    gone = tmp_path / "stick"
    said: list[str] = []
    opened.desk.did_say.connect(said.append)
    opened.intake.watch.use(gone)
    qtbot.waitUntil(lambda: any("is not there" in line for line in said), timeout=PATIENCE)
    opened.intake.watch.ask()
    box = opened.findChild(QMessageBox)
    stop = next(b for b in box.buttons() if "Stop" in b.text())
    qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
    assert opened.intake.watch.folder is None
    assert said[-1] == "No folder is watched any more."


# words


def test_the_time_that_is_left_is_told_once_there_is_something_to_go_by() -> None:
    rate = Rate()
    rate.tell(0.0, intaking.Pace(0, 1000, 0))
    rate.tell(1.0, intaking.Pace(100, 1000, 1_000_000))
    assert intakewords.speed(rate) == ""
    rate.tell(4.0, intaking.Pace(400, 1000, 4_000_000))
    assert rate.files == 100
    assert intakewords.seconds_left(rate, files=600, size=30_000_000) == 30
    assert intakewords.seconds_left(rate, files=600, size=0) == 6
    assert intakewords.speed(rate) == "100 files and 1.0 MB a second"
    assert intakewords.lasting(30) == "less than a minute left"
    assert intakewords.lasting(240) == "about 4 minutes left"
    assert intakewords.lasting(7_000) == "about 2 hours left"


def test_a_crash_leaves_the_rest_to_be_gone_on_with(
    qtbot: QtBot, opened: Window, tmp_path: Path, path: Path
) -> None:
    made = folder(tmp_path, 3)
    agreeing.agree(opened.desk, [made])
    opened.close_case()
    qtbot.waitUntil(lambda: not opened.backing.is_running, timeout=PATIENCE)
    with Case.open(path) as case:
        whole(intaking.enqueue(case, intakewalk.gather([made])))
    opened.open_path(path)
    assert panel(opened).words == "3 files wait to be brought in."
    qtbot.mouseClick(panel(opened).go_on, Qt.MouseButton.LeftButton)
    done(qtbot, opened)
    assert count(opened) == 3


# a case from somebody else


def test_files_that_a_strangers_case_names_are_not_read_before_the_user_has_seen_where_they_lie(
    qtbot: QtBot, window: Window, tmp_path: Path, path: Path
) -> None:
    made = folder(tmp_path, 4)
    with Case.create(path) as case:
        whole(intaking.enqueue(case, intakewalk.gather([made])))
        odd = f"{tmp_path}/files/box 0/../box 1/x.txt"
        queue.put(case, 2, [queue.Found(odd, state=queue.State.FAILED, why="Try me again.")])
    window.open_path(path)
    assert panel(window).words == "5 new files wait in the inbox."
    assert not panel(window).go_on.isVisible()
    shown = the_list(qtbot, window)
    shown.choose("inbox")
    told = {shown._row(n)["why"] for n in range(shown.model.rowCount())}
    assert any(str(made / "box 0") in why for why in told)
    drop(window, folder(tmp_path / "own"))  # so many that the queue takes them
    done(qtbot, window)
    assert count(window) == MANY
    assert window.intake.in_inbox == 5
    press(shown, "Add them")
    there = "SELECT count(*) AS n FROM intake WHERE state = 'there'"  # the same notes
    qtbot.waitUntil(lambda: window.desk.case.query(there)[0]["n"] == 4, timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.intake.in_inbox == 1, timeout=PATIENCE)  # a path that goes up


def test_a_folder_that_a_strangers_case_watches_is_not_looked_into(
    qtbot: QtBot, window: Window, tmp_path: Path, path: Path
) -> None:
    made = folder(tmp_path, 2)
    for each in made.rglob("*.txt"):
        aged(each)
    said: list[str] = []
    window.desk.did_say.connect(said.append)
    with Case.create(path) as case:
        case.put("watched-folder", str(made))
        case.put("agreed", "a word that is not ours")
    window.open_path(path)
    assert window.intake.watch.folder is None
    assert any("watches a folder of another computer" in line for line in said)
    window.intake.watch.look()
    qtbot.wait(50)
    assert window.intake.in_inbox == 0

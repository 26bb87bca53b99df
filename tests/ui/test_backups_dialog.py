"""The backups as the user sees them: named where they may be, brought back, deleted."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QWidget,
)
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from habeas.domain.register import Place
from habeas.store import backups, keys
from habeas.store.case import Case
from habeas.ui import theme
from habeas.ui.dialogs.backups import BackupsDialog, open_dialog
from habeas.ui.widgets.secretdialog import SecretDialog

K = Qt.Key
PHRASE = "lentils on a blue roof"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One backup of an unlocked case, two of a locked one."""
    there = tmp_path_factory.mktemp("cases")
    made = there / "kept"
    made.mkdir()
    back_up(there / "valdoria.habeas", made, names=("Peña Gris",))
    back_up(there / "Isla Torva.habeas", made, names=("Santa Brisa", "Peña Gris"), phrase=PHRASE)
    return made


@pytest.fixture
def folder(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "kept"))


def back_up(path: Path, folder: Path, *, names: tuple[str, ...], phrase: str = "") -> None:
    with Case.create(path, phrase or None, cost=keys.CHEAP) as case:
        for name in names:
            with case.edit("Add place") as edit:
                edit.insert(Place(name=name))
            list(backups.back_up(path, folder, key=case.key))


@pytest.fixture
def restored() -> list[Path]:
    return []


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> QWidget:
    theme.apply(qapp, "light")
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def open_it(qtbot: QtBot, window: QWidget, restored: list[Path]) -> Callable[[Path], BackupsDialog]:
    def opened(folder: Path) -> BackupsDialog:
        dialog = open_dialog(window, folder, restored.append)
        qtbot.waitUntil(lambda: dialog._working.job is None)
        return dialog

    return opened


def rows(dialog: BackupsDialog) -> list[list[str]]:
    model = dialog.model
    return [
        [model.index(row, column).data() for column in (1, 2)] for row in range(model.rowCount())
    ]


def choose(dialog: BackupsDialog, case: str) -> None:
    row = [words[0] for words in rows(dialog)].index(case)
    dialog.table.setCurrentIndex(dialog.model.index(row, 0))


def press(words: str, within: QWidget) -> None:
    found = [b for b in within.findChildren(QAbstractButton) if b.text().replace("&", "") == words]
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def leave(qtbot: QtBot, dialog: BackupsDialog) -> None:
    with qtbot.waitSignal(dialog.destroyed):
        QTest.keyClick(dialog, K.Key_Escape)


def test_locked_ones_are_listed_without_names_and_the_others_with_what_they_hold(
    qtbot: QtBot,
    open_it: Callable[[Path], BackupsDialog],
    folder: Path,
    qtmodeltester: ModelTester,
) -> None:
    dialog = open_it(folder)
    assert sorted(rows(dialog)) == [
        ["A locked case", "Locked"],
        ["A locked case", "Locked"],
        ["valdoria", "0 sources, 0 claims"],
    ]
    assert dialog.model.index(0, 3).data().endswith("kB")
    qtmodeltester.check(dialog.model)
    leave(qtbot, dialog)


def test_a_passphrase_shows_what_every_backup_of_that_case_holds(
    qtbot: QtBot, open_it: Callable[[Path], BackupsDialog], folder: Path
) -> None:
    dialog = open_it(folder)
    choose(dialog, "valdoria")
    assert not dialog.look.isEnabled()
    choose(dialog, "A locked case")
    QTest.keyClick(dialog.table, K.Key_Tab)
    QTest.keyClick(dialog.look, K.Key_Space)
    question = dialog.findChild(SecretDialog)
    QTest.keyClick(question, K.Key_Return)
    assert question.isVisible(), "an empty passphrase is not tried"
    field = question.findChild(QLineEdit)
    assert field.echoMode() == QLineEdit.EchoMode.Password
    QTest.keyClicks(field, PHRASE)
    QTest.keyClick(field, K.Key_Return)
    qtbot.waitUntil(lambda: len([r for r in rows(dialog) if r[0] == "Isla Torva"]) == 2)
    qtbot.waitUntil(lambda: dialog._working.job is None)
    assert dialog._said.text() == "The passphrase opened 2 backups."
    assert not dialog.look.isEnabled()
    leave(qtbot, dialog)


def test_a_wrong_passphrase_shows_nothing_and_says_so(
    qtbot: QtBot, open_it: Callable[[Path], BackupsDialog], folder: Path
) -> None:
    dialog = open_it(folder)
    choose(dialog, "A locked case")
    QTest.mouseClick(dialog.look, Qt.MouseButton.LeftButton)
    field = dialog.findChild(SecretDialog).findChild(QLineEdit)
    QTest.keyClicks(field, "wrong")
    QTest.keyClick(field, K.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog.findChild(QMessageBox)))
    box = dialog.findChild(QMessageBox)
    assert "does not open the backup" in box.informativeText()
    QTest.keyClick(box, K.Key_Escape)
    assert [row[0] for row in rows(dialog)].count("A locked case") == 2
    leave(qtbot, dialog)


def test_a_backup_is_brought_back_to_the_place_that_was_chosen(
    qtbot: QtBot,
    open_it: Callable[[Path], BackupsDialog],
    folder: Path,
    tmp_path: Path,
    restored: list[Path],
) -> None:
    dialog = open_it(folder)
    choose(dialog, "valdoria")
    QTest.keyClick(dialog.table, K.Key_Return)
    files = dialog.findChild(QFileDialog)
    assert Path(files.selectedFiles()[0]).name == "valdoria restored.habeas"
    to = tmp_path / "again.habeas"
    with qtbot.waitSignal(dialog.destroyed):
        files.fileSelected.emit(str(to))
        files.close()
    assert restored == [to]
    with Case.open(to) as case:
        assert [place.name for place in case.select(Place)] == ["Peña Gris"]


def test_nothing_is_restored_over_a_file_and_the_list_stays(
    qtbot: QtBot,
    open_it: Callable[[Path], BackupsDialog],
    folder: Path,
    tmp_path: Path,
    restored: list[Path],
) -> None:
    dialog = open_it(folder)
    choose(dialog, "A locked case")
    QTest.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    files = dialog.findChild(QFileDialog)
    there = tmp_path / "valdoria.habeas"
    there.write_text("mine")
    files.fileSelected.emit(str(there))
    files.close()
    qtbot.waitUntil(lambda: bool(dialog.findChild(QMessageBox)))
    box = dialog.findChild(QMessageBox)
    assert "is there already" in box.informativeText()
    QTest.keyClick(box, K.Key_Escape)
    qtbot.waitUntil(lambda: dialog.restore.isEnabled())
    assert restored == []
    assert there.read_text() == "mine"
    leave(qtbot, dialog)


def test_a_backup_is_deleted_when_one_agrees_and_not_before(
    qtbot: QtBot, open_it: Callable[[Path], BackupsDialog], folder: Path
) -> None:
    dialog = open_it(folder)
    for answer, left in (("Cancel", 3), ("Delete", 2)):
        choose(dialog, "valdoria")
        QTest.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
        box = dialog.findChild(QMessageBox)
        assert "valdoria, saved " in box.informativeText()
        with qtbot.waitSignal(box.destroyed):
            press(answer, box)
        qtbot.waitUntil(lambda left=left: dialog.model.rowCount() == left)
        qtbot.waitUntil(lambda: dialog._working.job is None)
    assert len(backups.backups(folder)) == 2
    leave(qtbot, dialog)


def test_without_backups_it_says_when_there_will_be_some(
    qtbot: QtBot, open_it: Callable[[Path], BackupsDialog], tmp_path: Path
) -> None:
    dialog = open_it(tmp_path / "nowhere")
    assert dialog._empty.isVisible()
    assert not dialog.table.isVisible()
    assert not any(b.isEnabled() for b in (dialog.look, dialog.restore, dialog.remove))
    leave(qtbot, dialog)


def test_everything_has_a_name_and_is_reached_by_tab(
    qtbot: QtBot, open_it: Callable[[Path], BackupsDialog], folder: Path
) -> None:
    dialog = open_it(folder)
    choose(dialog, "A locked case")
    dialog.table.setFocus()
    met: list[QWidget] = []
    while (focus := QApplication.focusWidget()) not in met:
        met.append(focus)
        QTest.keyClick(focus, K.Key_Tab)
    assert met == [dialog.table, dialog.look, dialog.remove, dialog.restore, dialog._close]
    assert all(w.accessibleName() or getattr(w, "text", str)() for w in met)
    leave(qtbot, dialog)

"""Seals by mouse and keyboard: made, shown, copied, saved, checked; the sealed export; custody."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from habeas.services import claiming, collecting, sealing
from habeas.store.journal import User
from habeas.store.sealing import parse
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.dialogs import custody as custody_dialog
from habeas.ui.dialogs import sealing as seal_dialog
from habeas.ui.dialogs.report import ReportDialog
from habeas.ui.dialogs.sealchecking import CheckDialog
from habeas.ui.dialogs.sealexport import SealedExportDialog
from habeas.ui.dialogs.sealing import SealDialog, sheet
from habeas.ui.dialogs.ticking import TickList
from habeas.ui.jobs import Progress
from making import draft, reading

WHISPER = "Heron says that visits at Peña Gris were cut."
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    """A case with a public source and a confidential one, by a user with a name."""
    theme.apply(qapp, "light")
    desk = Desk()
    desk.create(tmp_path / "valdoria.habeas")
    desk.case.user = User("Inés Arriola", "")
    with desk.edit("Add sources") as edit:
        public = collecting.add(edit, reading(), title="Alert", published="2031-05-12").source
        collecting.add(edit, reading(WHISPER), title="Talk", confidentiality="confidential")
        claiming.accept(edit, draft("Seven prisons are on alert"), source=public)
    yield desk
    desk.close()
    desk.deleteLater()


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk) -> Iterator[SealDialog]:
    made = seal_dialog.open_dialog(None, desk)
    qtbot.waitExposed(made)
    yield made
    made.reject()


def button(parent: QWidget, text: str) -> QPushButton:
    [found] = [
        one
        for one in parent.findChildren(QPushButton)
        if one.text().replace("&", "") == text and one.window() is parent and one.isVisible()
    ]
    return found


def said(parent: QWidget) -> str:
    shown = (one for one in parent.findChildren(QLabel) if one.isVisible())
    return "\n".join(one.text() for one in shown)


def opened(qtbot: QtBot, parent: QWidget, kind: type[QDialog]) -> Any:
    def there() -> list[Any]:
        return [one for one in parent.findChildren(kind) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(there()))
    return there()[0]


def choose_file(qtbot: QtBot, parent: QWidget, path: Path) -> None:
    files = opened(qtbot, parent, QFileDialog)
    files.setDirectory(str(path.parent))
    files.selectFile(path.name)
    qtbot.keyClick(files, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not parent.findChildren(QFileDialog))


def sealed(qtbot: QtBot, dialog: SealDialog) -> str:
    before = dialog.list.count()
    qtbot.mouseClick(dialog.make, LEFT)
    qtbot.waitUntil(lambda: dialog.list.count() > before and dialog.make.isEnabled())
    return dialog.text.toPlainText()


def test_a_seal_is_made_shown_and_kept(qtbot: QtBot, desk: Desk, dialog: SealDialog) -> None:
    assert dialog.focusWidget() is dialog.make
    assert not button(dialog, "Copy").isEnabled()
    with qtbot.waitSignal(desk.did_change):
        text = sealed(qtbot, dialog)
    found = parse(text)
    assert (found.edit, found.who, found.signature) == (1, "Inés Arriola", "")
    assert "Take the seal elsewhere now." in said(dialog)
    assert dialog.list.item(0).text().endswith("act no. 1")
    qtbot.mouseClick(button(dialog, "Copy"), LEFT)
    assert QGuiApplication.clipboard().text() == text
    assert "plain text" in said(dialog)


def test_it_is_signed_and_named_as_the_user_wishes(qtbot: QtBot, dialog: SealDialog) -> None:
    assert "Its secret half" not in said(dialog)
    dialog.sign.setFocus()
    qtbot.keyClick(dialog.sign, Qt.Key.Key_Space)
    assert "Its secret half leaves the case only inside copies" in said(dialog)
    dialog.named.setFocus()
    qtbot.keyClick(dialog.named, Qt.Key.Key_Space)
    found = parse(sealed(qtbot, dialog))
    assert found.signature
    assert found.who == ""


def test_earlier_seals_are_shown_by_going_to_them(qtbot: QtBot, dialog: SealDialog) -> None:
    first = sealed(qtbot, dialog)
    second = sealed(qtbot, dialog)
    assert first != second
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.text.toPlainText() == first


def test_a_seal_is_saved_and_checked_from_its_file(
    qtbot: QtBot, desk: Desk, dialog: SealDialog, tmp_path: Path
) -> None:
    text = sealed(qtbot, dialog)
    qtbot.mouseClick(button(dialog, "Save as…"), LEFT)
    choose_file(qtbot, dialog, tmp_path / "mine.txt")
    assert (tmp_path / "mine.txt").read_text("utf-8") == text
    with desk.edit("Correct source") as edit:
        collecting.describe(edit, 1, title="Another")
    qtbot.mouseClick(button(dialog, "Check a seal…"), LEFT)
    check = opened(qtbot, dialog, CheckDialog)
    qtbot.mouseClick(button(check, "Open a file…"), LEFT)
    choose_file(qtbot, check, tmp_path / "mine.txt")
    qtbot.waitUntil(lambda: "still exactly what it was" in said(check))
    assert "2 acts came after it." in said(check)
    check.reject()


def test_a_pasted_seal_that_cannot_be_read_is_told_in_place(
    qtbot: QtBot, dialog: SealDialog
) -> None:
    text = sealed(qtbot, dialog)
    qtbot.mouseClick(button(dialog, "Check a seal…"), LEFT)
    check = opened(qtbot, dialog, CheckDialog)
    assert not check.check.isEnabled()
    qtbot.keyClicks(check.text, "Nothing of the kind")
    qtbot.mouseClick(check.check, LEFT)
    qtbot.waitUntil(lambda: "There is no seal in this text." in said(check))
    check.text.selectAll()
    QGuiApplication.clipboard().setText(
        text.replace("\n", "\r\n> ").replace("Claims: 1", "Claims: 2")
    )
    qtbot.keyClick(check.text, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.mouseClick(check.check, LEFT)
    qtbot.waitUntil(lambda: "reads differently" in said(check))
    check.reject()


def test_the_sealed_export_is_written_noted_and_checks(
    qtbot: QtBot, desk: Desk, dialog: SealDialog, tmp_path: Path
) -> None:
    qtbot.mouseClick(button(dialog, "Export sealed…"), LEFT)
    export = opened(qtbot, dialog, SealedExportDialog)
    assert export.folder == tmp_path / "valdoria sealed"
    assert "The folder leaves the case: it is plain text." in said(export)
    [ticks] = export.findChildren(TickList)
    assert [ticks.model().index(0, 0).data(), export.ticks.ticked] == [
        "Confidential source 2",
        frozenset(),
    ]
    qtbot.mouseClick(export.write, LEFT)
    qtbot.waitUntil(lambda: "with 1 original." in said(export))
    assert "1 source was left out because it is not public." in said(export)
    checked = subprocess.run([sys.executable, str(export.folder / "check.py")], check=False)
    assert checked.returncode == 0
    [row] = desk.case.query("SELECT source, act, detail FROM custody")
    assert (row["source"], row["act"]) == (1, "exported")
    assert '"valdoria sealed"' in row["detail"]
    qtbot.mouseClick(button(export, "Close"), LEFT)
    qtbot.waitUntil(lambda: dialog.list.count() == 1)


def test_a_ticked_source_goes_along_and_without_originals_none_does(
    qtbot: QtBot, desk: Desk, dialog: SealDialog, tmp_path: Path
) -> None:
    qtbot.mouseClick(button(dialog, "Export sealed…"), LEFT)
    export = opened(qtbot, dialog, SealedExportDialog)
    [ticks] = export.findChildren(TickList)
    ticks.setFocus()
    ticks.setCurrentIndex(ticks.model().index(0, 0))
    qtbot.keyClick(ticks, Qt.Key.Key_Space)
    qtbot.mouseClick(export.write, LEFT)
    qtbot.waitUntil(lambda: "with 2 originals." in said(export))
    path = next(one for one in export.findChildren(QLineEdit) if one.isVisible())
    path.selectAll()
    qtbot.keyClicks(path, str(tmp_path / "bare"))
    qtbot.mouseClick(export.none, LEFT)
    qtbot.mouseClick(export.write, LEFT)
    qtbot.waitUntil(lambda: "with 0 originals." in said(export))
    assert not list((tmp_path / "bare" / "originals").iterdir())
    export.reject()


def test_a_folder_that_is_there_is_told_and_not_touched(
    qtbot: QtBot, desk: Desk, dialog: SealDialog, tmp_path: Path
) -> None:
    (tmp_path / "valdoria sealed").mkdir()
    qtbot.mouseClick(button(dialog, "Export sealed…"), LEFT)
    export = opened(qtbot, dialog, SealedExportDialog)
    with qtbot.waitSignal(desk.did_fail) as failed:
        qtbot.mouseClick(export.write, LEFT)
    assert "is there already" in str(failed.args[0])
    qtbot.waitUntil(export.write.isEnabled)
    assert not desk.case.query("SELECT * FROM custody")
    export.reject()


def test_an_export_that_is_stopped_leaves_no_folder_and_can_be_tried_again(
    qtbot: QtBot, desk: Desk, dialog: SealDialog, tmp_path: Path
) -> None:
    qtbot.mouseClick(button(dialog, "Export sealed…"), LEFT)
    export = opened(qtbot, dialog, SealedExportDialog)
    held = desk.write(_waiting(), title="x", done=lambda _value: None)  # the lane is busy
    qtbot.mouseClick(export.write, LEFT)
    qtbot.mouseClick(button(export, "Stop"), LEFT)
    held.stop()
    qtbot.waitUntil(export.write.isEnabled)
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_dir()) == []
    assert not sealing.seals(desk.case)
    qtbot.mouseClick(export.write, LEFT)
    qtbot.waitUntil(lambda: "with 1 original." in said(export))
    export.reject()


def _waiting() -> Iterator[Progress]:
    while True:
        time.sleep(0.01)
        yield Progress()


def test_printing_asks_for_a_printer(qtbot: QtBot, dialog: SealDialog) -> None:
    text = sealed(qtbot, dialog)
    assert text.splitlines()[6] in sheet(text).toPlainText()
    qtbot.mouseClick(button(dialog, "Print…"), LEFT)
    asked = opened(qtbot, dialog, QPrintDialog)
    asked.reject()


def test_it_fits_a_small_screen_and_every_control_has_a_name(
    qtbot: QtBot, dialog: SealDialog
) -> None:
    for one in (
        dialog,
        CheckDialog(dialog._desk, dialog),
        SealedExportDialog(dialog._desk, dialog),
    ):
        one.show()
        assert one.minimumSizeHint().height() <= 640
        assert one.minimumSizeHint().width() <= 1000
        for name in (w.accessibleName() or w.text() for w in one.findChildren(QLineEdit)):
            assert name
    assert dialog.list.accessibleName()
    assert dialog.text.accessibleName()


def test_an_empty_case_is_not_sealed_and_says_why(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk()
    desk.create(tmp_path / "empty.habeas")
    made = seal_dialog.open_dialog(None, desk)
    with qtbot.waitSignal(desk.did_fail) as failed:
        qtbot.mouseClick(made.make, LEFT)
    assert "nothing in this case yet" in str(failed.args[0])
    qtbot.waitUntil(made.make.isEnabled)
    made.reject()
    desk.close()
    desk.deleteLater()


def test_a_report_is_noted_in_the_custody_of_its_sources(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    report = ReportDialog(desk)
    report.open()
    qtbot.mouseClick(button(report, "Write the report"), LEFT)
    qtbot.waitUntil(lambda: bool(desk.case.query("SELECT * FROM custody")))
    report.reject()
    made = custody_dialog.open_dialog(None, desk, 1)
    assert made is not None
    qtbot.waitUntil(lambda: "Told in a report" in made.page.toPlainText())
    assert "valdoria.html" in made.page.toPlainText()
    qtbot.mouseClick(button(made, "Save as…"), LEFT)
    choose_file(qtbot, made, tmp_path / "kept.txt")
    text = (tmp_path / "kept.txt").read_text("utf-8")
    assert text.startswith("Custody of “Alert”")
    qtbot.mouseClick(button(made, "Save as…"), LEFT)
    choose_file(qtbot, made, tmp_path / "kept.html")
    assert "<table>" in (tmp_path / "kept.html").read_text("utf-8")
    qtbot.mouseClick(button(made, "Close"), LEFT)


def test_closing_the_case_closes_what_shows_it(qtbot: QtBot, desk: Desk) -> None:
    made = seal_dialog.open_dialog(None, desk)
    with qtbot.waitSignal(made.finished):
        desk.close()


def test_the_seals_of_the_case_are_those_of_the_service(
    qtbot: QtBot, desk: Desk, dialog: SealDialog
) -> None:
    sealed(qtbot, dialog)
    assert [one.text for one in sealing.seals(desk.case)] == [dialog.text.toPlainText()]

"""The window: what the welcome page, the menus, dropping, undoing and closing do."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
)
from pytestqt.qtbot import QtBot

from habeas import i18n, settings
from habeas.domain.claim import Kind
from habeas.domain.source import Source
from habeas.errors import Problem
from habeas.services import claiming, collecting
from habeas.store.case import Case
from habeas.ui import problems
from habeas.ui.dialogs.newcase import _NewCase
from habeas.ui.dialogs.report import ReportDialog
from habeas.ui.widgets.toast import Toast
from habeas.ui.window import Window
from making import TEXT, draft, reading


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    """A case with one source, closed."""
    path = tmp_path / "Valdoria.habeas"
    with Case.create(path) as case, case.edit("Add sources") as edit:
        collecting.add(edit, reading(), published="2031-05-12")
    return path


def menu_text(window: Window, action: str) -> str:
    """What an Action's entry in the menu says."""
    window.refresh_actions()
    return next(made.text() for a, made in window.pairs if a.id == action)


def titles(window: Window) -> list[str]:
    """The titles of the case's sources."""
    return [source.title for source in window.desk.case.select(Source)]


def drop(window: Window, *paths: Path, text: str = "") -> None:
    """Drop files, or text, on the window."""
    data = QMimeData()
    if paths:
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    if text:
        data.setText(text)
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def wait_for_sources(qtbot: QtBot, window: Window, n: int) -> None:
    """Until the case has ``n`` sources."""
    qtbot.waitUntil(lambda: len(titles(window)) == n)


def test_a_new_case_is_made_where_the_user_says(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    window.new_case()
    dialog = window.findChild(QFileDialog)
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile("April")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(_NewCase) is not None)
    asked = window.findChild(_NewCase)
    qtbot.waitUntil(asked.isActiveWindow)
    unlocked = next(b for b in asked.findChildren(QRadioButton) if "unlocked" in b.text())
    qtbot.keyClick(unlocked, Qt.Key.Key_Space)
    make = next(b for b in asked.findChildren(QPushButton) if b.text() == "Make the &case")
    qtbot.mouseClick(make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.desk.is_open)
    assert window.desk.case.path == tmp_path / "April.habeas"
    assert window.windowTitle() == "April – Habeas"
    assert settings.load().recent == (str(tmp_path / "April.habeas"),)


def test_what_is_no_case_is_refused_in_words_and_the_open_one_stays(
    window: Window, case_file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "notes.habeas"
    other.write_text("just words")
    window.open_path(case_file)
    window.open_path(other)
    box = window.findChild(QMessageBox)
    assert "“notes.habeas” is not a Habeas case" in box.informativeText()
    assert window.desk.case.path == case_file
    box.close()


def test_dropping_and_pasting_the_same_text_make_one_source(
    qtbot: QtBot, window: Window, case_file: Path, tmp_path: Path
) -> None:
    window.open_path(case_file)
    file = tmp_path / "again.txt"
    file.write_text(TEXT + "\n", encoding="utf-8")
    with qtbot.waitSignal(window.desk.did_say) as said:
        drop(window, file)
    assert said.args == ["This source is in the case already; here it is."]
    with qtbot.waitSignal(window.desk.did_say) as said:
        drop(window, text=TEXT)
    assert said.args == ["This source is in the case already; here it is."]
    assert len(titles(window)) == 1


def test_pasting_shows_the_text_first(qtbot: QtBot, window: Window, case_file: Path) -> None:
    window.open_path(case_file)
    window.paste_text()
    dialog = next(d for d in window.findChildren(QDialog) if d.windowTitle() == "Add pasted text")
    qtbot.waitActive(dialog)
    field = dialog.findChild(QPlainTextEdit)
    field.setPlainText("A notice of the court.")
    accept = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Add as a source")
    qtbot.mouseClick(accept, Qt.MouseButton.LeftButton)
    wait_for_sources(qtbot, window, 2)
    assert titles(window)[1] == "A notice of the court."


def test_one_bad_file_is_named_and_the_others_are_added(
    qtbot: QtBot, window: Window, case_file: Path, tmp_path: Path
) -> None:
    window.open_path(case_file)
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("The visits are suspended.")
    bad.write_bytes(b"\x7fELF\x02\x01\x01" + bytes(60))
    drop(window, good, bad)
    wait_for_sources(qtbot, window, 2)
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None)
    box = window.findChild(QMessageBox)
    assert "bad.txt" in box.informativeText()
    box.close()


def test_files_dropped_on_the_welcome_page_are_not_lost_in_silence(
    window: Window, tmp_path: Path
) -> None:
    file = tmp_path / "good.txt"
    file.write_text("The visits are suspended.")
    drop(window, file)
    box = window.findChild(QMessageBox)
    assert "Make a case or open one first" in box.informativeText()
    box.close()


def test_undo_names_what_it_undoes_also_after_a_restart(
    qtbot: QtBot, window: Window, case_file: Path
) -> None:
    window.open_path(case_file)
    assert menu_text(window, "edit.undo") == "&Undo: Add sources"
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert titles(window) == []
    window.close_case()
    window.open_path(case_file)
    assert menu_text(window, "edit.redo") == "&Redo: Add sources"
    window.redo()
    assert len(titles(window)) == 1
    assert menu_text(window, "edit.undo") == "&Undo: Add sources"


def test_the_language_changes_at_once_and_stays(window: Window, case_file: Path) -> None:
    window.open_path(case_file)
    window.use_language("es")
    assert i18n.language() == "es"
    assert settings.load().language == "es"
    assert menu_text(window, "edit.undo").startswith("&Deshacer")
    assert window.desk.is_open
    window.use_language("en")


def test_the_room_is_kept_in_the_case(window: Window, case_file: Path) -> None:
    window.open_path(case_file)
    window.enter("claims")
    window.close_case()
    window.open_path(case_file)
    assert window.frame.room == "claims"


def test_closing_leaves_one_file(window: Window, case_file: Path) -> None:
    window.open_path(case_file)
    window.close()
    assert [path.name for path in case_file.parent.iterdir()] == [case_file.name]


def test_an_error_of_ours_is_told_without_names(window: Window) -> None:
    window.desk.did_fail.emit(ValueError("Peña Gris"))
    box = window.findChild(QMessageBox)
    assert box.text() == "Habeas made a mistake"
    assert "Peña" not in box.detailedText()
    assert "ValueError" in box.detailedText()
    box.close()


def test_the_report_offers_the_claims_of_the_filter(
    qtbot: QtBot, window: Window, case_file: Path
) -> None:
    with Case.open(case_file) as case, case.edit("Accept claim") as edit:
        killed = claiming.accept(edit, draft("More than 20 people"), source=1)
        claiming.accept(
            edit, draft("Seven prisons", kind=Kind.MEASURE, type_="measure/alert"), source=1
        )
    window.open_path(case_file)
    assert window.frame.filtered() is None
    window.desk.ask("claims", 0, kind="incident")
    qtbot.waitUntil(lambda: window.frame.filtered() == (killed,))
    window.write_report()
    dialog = window.findChild(ReportDialog)
    words = [b.text().replace("&", "") for b in dialog.findChildren(QRadioButton) if b.isChecked()]
    assert words == ["Only the 1 claim of the filter"]
    dialog.close()


def test_the_words_of_qt_follow_the_language(qtbot: QtBot, window: Window) -> None:
    def cancel() -> str:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        qtbot.addWidget(box)
        return box.buttons()[0].text().replace("&", "")

    assert cancel() == "Cancel"
    window.use_language("es")
    assert cancel() == "Cancelar"
    window.use_language("en")
    assert cancel() == "Cancel"


def test_the_welcome_page_has_the_focus_again_in_another_language_and_after_closing(
    qtbot: QtBot, window: Window, case_file: Path
) -> None:
    window.activateWindow()
    qtbot.waitActive(window)
    window.use_language("es")
    assert window.focusWidget().text().replace("&", "") == "Abrir el ejemplo"
    window.use_language("en")
    window.open_path(case_file)
    window.close_case()
    assert window.focusWidget().text() == "Open the e&xample"


def test_what_was_said_goes_when_it_is_undone_and_stays_seen_in_another_room(
    window: Window, case_file: Path
) -> None:
    window.open_path(case_file)
    window.desk.did_say.emit("Accepted.")
    toast = window.findChild(Toast)
    window.enter("board")
    assert toast.parentWidget().children()[-1] is toast
    window.undo()
    assert not toast.isVisible()


@pytest.mark.parametrize(
    ("language", "named"),
    [("en", ["Return", "Ctrl+Shift+A", "Del"]), ("es", ["Enter", "Ctrl+Shift+A", "Supr"])],
)
def test_keys_are_called_as_the_help_calls_them(
    window: Window, language: str, named: list[str]
) -> None:
    window.use_language(language)
    keys = [QKeySequence(keys) for keys in ("Return", "Ctrl+Shift+A", "Del")]
    native = QKeySequence.SequenceFormat.NativeText
    assert [key.toString(native) for key in keys] == named
    window.use_language("en")


def test_a_full_disk_does_not_keep_a_case_from_closing(
    qtbot: QtBot, window: Window, case_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_path(case_file)
    window.enter("sources")
    tried: list[str] = []

    def full(_case: Case, key: str, _value: object, **_more: object) -> bool:
        tried.append(key)
        raise Problem("The disk is full.")

    monkeypatch.setattr(Case, "put", full)
    window.close_case()
    assert "room" in tried
    assert not window.desk.is_open
    assert window.windowTitle() == "Habeas"


def test_what_is_said_is_seen_on_the_welcome_page_and_in_a_room(
    window: Window, case_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(problems, "crashed_before", lambda: "Segmentation fault")

    def seen() -> bool:
        labels = [label for label in window.findChildren(QLabel) if label.isVisible()]
        return any("ended unexpectedly" in label.text() for label in labels)

    window.begin(None)
    assert seen()
    window.frame.hush()
    assert not seen()
    window.begin(case_file)
    assert seen()

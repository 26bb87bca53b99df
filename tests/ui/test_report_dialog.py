"""The report dialog: what it asks, what it writes, and that nothing secret is ticked for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QRadioButton,
)
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from habeas import paths
from habeas.domain.source import Confidentiality, Source
from habeas.errors import Problem
from habeas.services import claiming, collecting
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.dialogs.report import ReportDialog
from habeas.ui.dialogs.ticking import TickList, Ticks
from making import draft, reading

WHISPER = "Heron says that visits at Peña Gris were cut."


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    """A case with a public source of two claims and a confidential one of one."""
    theme.apply(qapp, "light")
    desk = Desk()
    desk.create(tmp_path / "valdoria.habeas")
    with desk.edit("Add sources") as edit:
        public = collecting.add(edit, reading(), title="Alert", published="2031-05-12").source
        secret = collecting.add(
            edit,
            reading(WHISPER),
            title="Night talk",
            confidentiality="confidential",
            pseudonym="The guard",
        ).source
        killed = draft("More than 20 people were shot dead on Friday", voices=("the ministry",))
        claiming.accept(edit, killed, source=public)
        alert = draft("Seven prisons are on alert", type_="measure/alert")
        claiming.accept(edit, alert, source=public)
        claiming.accept(edit, draft("visits at Peña Gris", text=WHISPER), source=secret)
    yield desk
    desk.close()
    desk.deleteLater()


def opened(qtbot: QtBot, desk: Desk, claims: tuple[int, ...] | None = None) -> ReportDialog:
    dialog = ReportDialog(desk, None, claims)
    with qtbot.waitExposed(dialog):
        dialog.open()
    return dialog


def button(dialog: ReportDialog, text: str) -> QPushButton:
    [found] = [
        one
        for one in dialog.findChildren(QPushButton)
        if one.text().replace("&", "") == text and one.isVisible()
    ]
    return found


def field(dialog: ReportDialog, name: str) -> QLineEdit:
    [found] = [one for one in dialog.findChildren(QLineEdit) if one.accessibleName() == name]
    return found


def fill(qtbot: QtBot, editor: QLineEdit, text: str) -> None:
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, text)


def write(qtbot: QtBot, dialog: ReportDialog) -> None:
    qtbot.mouseClick(button(dialog, "Write the report"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any("saved in" in one.text() for one in labels(dialog)))


def labels(dialog: ReportDialog) -> list[QLabel]:
    return [one for one in dialog.findChildren(QLabel) if one.isVisible()]


def test_the_report_is_written_where_asked_and_its_folder_opened(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", asked.append)
    dialog = opened(qtbot, desk)
    fill(qtbot, field(dialog, "Title"), "Spring in Valdoria")
    fill(qtbot, field(dialog, "Save as"), str(tmp_path / "spring.html"))
    write(qtbot, dialog)
    text = (tmp_path / "spring.html").read_text(encoding="utf-8")
    assert "<title>Spring in Valdoria</title>" in text
    assert "Night talk" not in text
    assert "1 source was left out" in text
    assert any("“spring.html”" in one.text() for one in labels(dialog))
    for name in ("Open the folder", "Open"):
        qtbot.mouseClick(button(dialog, name), Qt.MouseButton.LeftButton)
    assert [url.toLocalFile() for url in asked] == [str(tmp_path), str(tmp_path / "spring.html")]
    qtbot.mouseClick(button(dialog, "Close"), Qt.MouseButton.LeftButton)


def test_what_is_not_public_is_ticked_by_hand_alone(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    dialog = opened(qtbot, desk)
    [view] = dialog.findChildren(TickList)
    model = view.model()
    assert isinstance(model, Ticks)
    assert [model.index(0, 0).data(), model.ticked] == ["The guard (confidential)", frozenset()]
    view.setFocus()
    view.setCurrentIndex(model.index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert model.ticked == {2}
    write(qtbot, dialog)
    text = (tmp_path / "valdoria.html").read_text(encoding="utf-8")
    assert "The guard" in text
    assert "Night talk" not in text
    dialog.reject()


def test_the_name_follows_the_format_and_the_language_is_the_reports(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    dialog = opened(qtbot, desk)
    boxes = {one.accessibleName(): one for one in dialog.findChildren(QComboBox)}
    qtbot.keyClick(boxes["Format"], Qt.Key.Key_Down)
    assert field(dialog, "Save as").text() == str(tmp_path / "valdoria.docx")
    qtbot.keyClick(boxes["Language"], Qt.Key.Key_Down)
    write(qtbot, dialog)
    assert (tmp_path / "valdoria.docx").read_bytes()[:2] == b"PK"
    dialog.reject()


def test_only_the_claims_of_the_filter_if_there_is_one(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    dialog = opened(qtbot, desk, (2,))
    shown = [one for one in dialog.findChildren(QRadioButton) if one.isVisible()]
    texts = [one.text().replace("&", "") for one in shown]
    assert texts == ["The whole case", "Only the 1 claim of the filter"]
    assert [one.isChecked() for one in shown] == [False, True]
    write(qtbot, dialog)
    text = (tmp_path / "valdoria.html").read_text(encoding="utf-8")
    assert "Seven prisons" in text
    assert "More than 20" not in text
    dialog.reject()


def test_without_a_filter_the_whole_case_is_the_only_choice(qtbot: QtBot, desk: Desk) -> None:
    dialog = opened(qtbot, desk)
    shown = [one for one in dialog.findChildren(QRadioButton) if one.isVisible()]
    assert [(one.text(), one.isChecked()) for one in shown] == [("The &whole case", True)]
    dialog.reject()


def test_a_file_that_is_there_is_replaced_only_if_the_user_says_so(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    there = tmp_path / "valdoria.html"
    there.write_text("mine", encoding="utf-8")
    dialog = opened(qtbot, desk)
    for name, expected in (("Cancel", True), ("Replace", False)):
        qtbot.mouseClick(button(dialog, "Write the report"), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: bool(dialog.findChildren(QMessageBox)))
        [box] = dialog.findChildren(QMessageBox)
        [answer] = [one for one in box.buttons() if one.text().replace("&", "") == name]
        qtbot.mouseClick(answer, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not dialog.findChildren(QMessageBox))
        if expected:
            assert there.read_text(encoding="utf-8") == "mine"
    qtbot.waitUntil(lambda: any("saved in" in one.text() for one in labels(dialog)))
    assert "<html" in there.read_text(encoding="utf-8")
    dialog.reject()


def test_a_report_that_cannot_be_written_is_told_and_can_be_tried_again(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    dialog = opened(qtbot, desk)
    fill(qtbot, field(dialog, "Save as"), str(tmp_path / "nowhere" / "r.html"))
    with qtbot.waitSignal(desk.did_fail) as failed:
        qtbot.mouseClick(button(dialog, "Write the report"), Qt.MouseButton.LeftButton)
    assert isinstance(failed.args[0], Problem)
    qtbot.waitUntil(lambda: button(dialog, "Write the report").isEnabled())
    fill(qtbot, field(dialog, "Save as"), str(tmp_path / "r"))
    write(qtbot, dialog)
    assert (tmp_path / "r.html").exists()
    dialog.reject()


def test_leaving_while_it_is_written_stops_it_and_leaves_no_file(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    held = desk.look(_waiting(), done=lambda _value: None)  # the lane is busy: nothing starts yet
    dialog = opened(qtbot, desk)
    qtbot.mouseClick(button(dialog, "Write the report"), Qt.MouseButton.LeftButton)
    assert button(dialog, "Stop").isVisible()
    assert not field(dialog, "Title").isEnabled()
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        held.stop()
    assert sorted(one.name for one in tmp_path.glob("*.html")) == []


def test_stop_keeps_the_dialog_for_another_try(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    held = desk.look(_waiting(), done=lambda _value: None)
    dialog = opened(qtbot, desk)
    qtbot.mouseClick(button(dialog, "Write the report"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(dialog, "Stop"), Qt.MouseButton.LeftButton)
    held.stop()
    qtbot.waitUntil(lambda: button(dialog, "Write the report").isEnabled())
    assert not (tmp_path / "valdoria.html").exists()
    write(qtbot, dialog)
    dialog.reject()


def test_without_a_name_nothing_can_be_written(qtbot: QtBot, desk: Desk) -> None:
    dialog = opened(qtbot, desk)
    path = field(dialog, "Save as")
    path.setFocus()
    path.selectAll()
    qtbot.keyClick(path, Qt.Key.Key_Delete)
    assert not button(dialog, "Write the report").isEnabled()
    dialog.reject()


@pytest.mark.parametrize("n", [0, 1, 12])
def test_the_list_of_sources_is_a_sound_model(qtmodeltester: ModelTester, n: int) -> None:
    sources = [
        Source(id=k, title=f"S{k}", confidentiality=Confidentiality.INTERNAL)
        for k in range(1, n + 1)
    ]
    model = Ticks(sources)
    qtmodeltester.check(model)
    for row in range(n):
        model.setData(model.index(row, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert model.ticked == {source.id for source in sources}


def test_it_says_that_the_file_leaves_the_case_and_fits_a_small_screen(
    qtbot: QtBot, desk: Desk
) -> None:
    dialog = opened(qtbot, desk)
    assert any("plain text that anyone can read" in one.text() for one in labels(dialog))
    assert dialog.height() <= 650
    assert dialog.width() <= 1000
    for one in dialog.findChildren(QLineEdit):
        assert dialog.rect().contains(one.mapTo(dialog, QPoint(0, one.height() - 1)))
    dialog.reject()


def test_the_keyboard_goes_through_the_form_in_order(qtbot: QtBot, desk: Desk) -> None:
    dialog = opened(qtbot, desk, (1, 2))
    assert dialog.focusWidget() is field(dialog, "Title")
    dialog.findChildren(QComboBox)[0].setFocus()
    names = []
    for _step in range(9):
        at = dialog.focusWidget()
        assert at is not None
        names.append(at.accessibleName() or at.text().replace("&", ""))  # type: ignore[attr-defined]
        qtbot.keyClick(at, Qt.Key.Key_Tab)
    assert names == [
        "Format",
        "Language",
        "Title",
        "Written by (may stay empty)",
        "The whole case",  # arrows go on to the other choice
        "Sources that are not public",
        "Save as",
        "Choose…",
        "Write the report",
    ]
    dialog.reject()


def test_the_report_is_proposed_beside_the_case(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    dialog = opened(qtbot, desk)
    assert dialog.path == tmp_path / "valdoria.html"
    dialog.reject()


def test_the_report_of_the_example_is_proposed_in_the_home_folder(qtbot: QtBot, desk: Desk) -> None:
    desk.close()
    desk.create(paths.data_dir() / "example.habeas")
    dialog = opened(qtbot, desk)
    assert dialog.path == Path.home() / "example.html"
    dialog.reject()


def test_the_button_that_writes_stands_before_the_one_that_leaves(qtbot: QtBot, desk: Desk) -> None:
    dialog = opened(qtbot, desk)
    assert button(dialog, "Write the report").x() < button(dialog, "Cancel").x()
    dialog.reject()


def _waiting() -> Iterator[object]:
    import time

    from habeas.ui.jobs import Progress

    while True:
        time.sleep(0.01)
        yield Progress()

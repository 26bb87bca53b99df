"""Choosing and changing a passphrase, and the recovery code: what is said, refused and left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from habeas import i18n, passphrases
from habeas.store import keys
from habeas.ui import theme
from habeas.ui.dialogs import newcase, passphrase, recovery
from habeas.ui.widgets.secretfield import SecretField

LONG = "nublado mazorca tertulia jilguero brisa"
CODE = keys.recovery_code(keys.Key(bytearray(range(9, 41)), b""))


@pytest.fixture
def top(qapp: QApplication, qtbot: QtBot) -> QWidget:
    """A window to ask from."""
    theme.apply(qapp, "light")
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 560)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def answers() -> list[Any]:
    """What the dialog handed over."""
    return []


def shown(qtbot: QtBot, top: QWidget) -> QDialog:
    [dialog] = [one for one in top.findChildren(QDialog) if one.isVisible()]
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def new_case(qtbot: QtBot, top: QWidget, answers: list[Any]) -> QDialog:
    newcase.ask(top, Path("Peña Gris.habeas"), lambda *told: answers.append(told))
    return shown(qtbot, top)


def change(qtbot: QtBot, top: QWidget, answers: list[Any], *, current: bool = True) -> QDialog:
    passphrase.ask_new(top, current=current, then=lambda *told: answers.append(told))
    return shown(qtbot, top)


def field(dialog: QWidget, name: str) -> QLineEdit:
    [found] = [one for one in dialog.findChildren(QLineEdit) if one.accessibleName() == name]
    return found


def button(dialog: QWidget, text: str) -> QAbstractButton:
    return next(
        one
        for one in dialog.findChildren(QAbstractButton)
        if one.isVisible() and one.text().replace("&", "").startswith(text)
    )


def press(qtbot: QtBot, dialog: QWidget, text: str) -> None:
    qtbot.mouseClick(button(dialog, text), Qt.MouseButton.LeftButton, pos=QPoint(12, 12))


def said(dialog: QWidget) -> str:
    return "\n".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())


def fill(qtbot: QtBot, dialog: QWidget, typed: str, again: str | None = None) -> None:
    names = [one.accessibleName() for one in dialog.findChildren(SecretField)]
    first = "New passphrase" if "New passphrase" in names else "Passphrase"
    for name, text in ((first, typed), ("The same again", typed if again is None else again)):
        at = field(dialog, name)
        at.setFocus()
        at.selectAll()
        qtbot.keyClicks(at, text)


def test_a_new_case_is_locked_with_what_was_typed_twice(
    qtbot: QtBot, top: QWidget, answers: list[Any]
) -> None:
    dialog = new_case(qtbot, top, answers)
    assert dialog.focusWidget() is field(dialog, "Passphrase")
    fill(qtbot, dialog, LONG)
    name = field(dialog, "Name (may stay empty)")
    name.setFocus()
    qtbot.keyClicks(name, " Ana Ruiz ")
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert answers == [(LONG, "Ana Ruiz", "")]
    assert not dialog.isVisible()


def test_it_can_be_left_unlocked_and_the_choice_says_what_that_means(
    qtbot: QtBot, top: QWidget, answers: list[Any]
) -> None:
    dialog = new_case(qtbot, top, answers)
    assert "cannot be found again, by us or by anyone" in said(dialog)
    press(qtbot, dialog, "Leave it unlocked")
    assert "Anyone who holds the file can read it." in said(dialog)
    assert not field(dialog, "Passphrase").isVisible()
    press(qtbot, dialog, "Make the case")
    assert answers == [(None, "", "")]


def test_who_cancels_makes_no_case(qtbot: QtBot, top: QWidget, answers: list[Any]) -> None:
    dialog = new_case(qtbot, top, answers)
    fill(qtbot, dialog, LONG)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert answers == []


@pytest.mark.parametrize(
    ("typed", "again", "why"),
    [
        ("", "", "Type a passphrase."),
        ("          ", "          ", "Type a passphrase."),
        ("brisa", "brisa", "At least 8 characters"),
        (LONG, LONG + "x", "The two are not the same."),
        (LONG, "", "The two are not the same."),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_reason(
    qtbot: QtBot, top: QWidget, answers: list[Any], typed: str, again: str, why: str
) -> None:
    dialog = new_case(qtbot, top, answers)
    fill(qtbot, dialog, typed, again)
    press(qtbot, dialog, "Make the case")
    assert why in said(dialog)
    assert answers == []
    assert isinstance(dialog.focusWidget(), SecretField)
    assert dialog.focusWidget().property("invalid")
    dialog.reject()


def test_a_weak_passphrase_is_warned_of_and_taken(
    qtbot: QtBot, top: QWidget, answers: list[Any]
) -> None:
    dialog = new_case(qtbot, top, answers)
    fill(qtbot, dialog, "contrasena")
    assert "Very weak. Whoever has the file and fast computers finds it at once." in said(dialog)
    assert "Another word or two" in said(dialog)
    fill(qtbot, dialog, LONG)
    assert "Strong." in said(dialog)
    assert "Another word or two" not in said(dialog)
    fill(qtbot, dialog, "contrasena")
    press(qtbot, dialog, "Make the case")
    assert answers == [("contrasena", "", "")]


def test_the_name_of_the_case_is_a_weak_passphrase(
    qtbot: QtBot, top: QWidget, answers: list[Any]
) -> None:
    newcase.ask(top, Path("xalve moruntia.habeas"), lambda *told: answers.append(told))
    dialog = shown(qtbot, top)
    fill(qtbot, dialog, "Xalve moruntia")
    assert "Very weak." in said(dialog)
    dialog.reject()


@pytest.mark.parametrize(("language", "many"), [("en", 6), ("es", 7)])
def test_a_phrase_is_made_and_shown_so_that_it_can_be_written_down(
    qtbot: QtBot, top: QWidget, answers: list[Any], language: str, many: int
) -> None:
    newcase.ask(top, Path("brisa.habeas"), lambda *told: answers.append(told))
    dialog = shown(qtbot, top)
    i18n.use(language)
    press(qtbot, dialog, "Make me a phrase")
    made = field(dialog, "Passphrase")
    assert made.echoMode() is QLineEdit.EchoMode.Normal
    assert made.cursorPosition() == 0
    assert len(made.text().split()) == many
    assert set(made.text().split()) <= set(passphrases._list(language))
    assert "77 bits" in said(dialog)
    first = made.text()
    press(qtbot, dialog, "Make me a phrase")
    assert made.text() != first
    last = made.text()
    made.setFocus()
    qtbot.keyClick(made, Qt.Key.Key_Return)
    assert answers == [(last, "", "")]


def test_what_is_typed_is_hidden_until_asked_for(
    qtbot: QtBot, top: QWidget, answers: list[Any]
) -> None:
    dialog = change(qtbot, top, answers)
    secret = dialog.findChildren(SecretField)
    assert len(secret) == 3
    assert {one.echoMode() for one in secret} == {QLineEdit.EchoMode.Password}
    press(qtbot, dialog, "Show what I type")
    assert {one.echoMode() for one in secret} == {QLineEdit.EchoMode.Normal}
    press(qtbot, dialog, "Show what I type")
    assert {one.echoMode() for one in secret} == {QLineEdit.EchoMode.Password}
    dialog.reject()


def test_no_input_method_learns_it_hidden_or_shown(qtbot: QtBot) -> None:
    secret = SecretField()
    qtbot.addWidget(secret)
    for show in (False, True, False):
        secret.show_text(show)
        hints = secret.inputMethodHints()
        for wanted in ("ImhSensitiveData", "ImhHiddenText", "ImhNoPredictiveText"):
            assert hints & getattr(Qt.InputMethodHint, wanted), (show, wanted)


@pytest.mark.parametrize("leave", ["accept", "reject", "close"])
def test_nothing_of_it_is_left_in_the_fields_or_their_undo(
    qtbot: QtBot, top: QWidget, answers: list[Any], leave: str
) -> None:
    dialog = change(qtbot, top, answers)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # to look at what is left
    press(qtbot, dialog, "Show what I type")
    fill(qtbot, dialog, LONG)
    field(dialog, "Present passphrase").setText("the one before")
    if leave == "accept":
        press(qtbot, dialog, "Change it")
        assert answers == [("the one before", LONG)]
    else:
        getattr(dialog, leave)()
    for one in dialog.findChildren(SecretField):
        assert one.text() == ""
        assert not one.isUndoAvailable()
        one.undo()
        one.redo()
        assert one.text() == ""
    dialog.deleteLater()


def test_a_closed_dialog_is_gone(qtbot: QtBot, top: QWidget, answers: list[Any]) -> None:
    dialog = new_case(qtbot, top, answers)
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()
    assert top.findChildren(QDialog) == []


def test_caps_lock_is_told_from_a_letter_in_the_wrong_case(
    qtbot: QtBot, top: QWidget, answers: list[Any]
) -> None:
    dialog = new_case(qtbot, top, answers)
    at = field(dialog, "Passphrase")
    qtbot.keyClicks(at, "br")
    assert "Caps Lock" not in said(dialog)
    send(at, "I")
    assert "Caps Lock is on." in said(dialog)
    send(at, "S", Qt.KeyboardModifier.ShiftModifier)
    assert "Caps Lock" not in said(dialog)
    send(at, "7")
    assert "Caps Lock" not in said(dialog)
    dialog.reject()


def send(at: QWidget, text: str, shift: Any = Qt.KeyboardModifier.NoModifier) -> None:
    QApplication.sendEvent(at, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, shift, text))


def test_changing_asks_for_both_and_says_what_becomes_of_code_and_copies(
    qtbot: QtBot, top: QWidget, answers: list[Any]
) -> None:
    dialog = change(qtbot, top, answers)
    assert dialog.focusWidget() is field(dialog, "Present passphrase")
    assert "The old recovery code is void afterwards" in said(dialog)
    assert "Backups and copies made before keep the old passphrase" in said(dialog)
    fill(qtbot, dialog, LONG)
    press(qtbot, dialog, "Change it")
    assert "Type the passphrase that opens the case now." in said(dialog)
    assert answers == []
    qtbot.keyClicks(field(dialog, "Present passphrase"), "the one before")
    assert "Type the passphrase that opens" not in said(dialog)
    press(qtbot, dialog, "Change it")
    assert answers == [("the one before", LONG)]


def test_locking_an_unlocked_case_asks_for_no_present_passphrase(
    qtbot: QtBot, top: QWidget, answers: list[Any]
) -> None:
    dialog = change(qtbot, top, answers, current=False)
    assert len(dialog.findChildren(SecretField)) == 2
    assert "Backups and copies made before stay unlocked" in said(dialog)
    assert "cannot be found again" in said(dialog)
    fill(qtbot, dialog, LONG)
    press(qtbot, dialog, "Lock the case")
    assert answers == [("", LONG)]


def test_tab_goes_through_the_new_case_as_one_reads_it(
    qtbot: QtBot, top: QWidget, answers: list[Any]
) -> None:
    dialog = new_case(qtbot, top, answers)
    names = []
    for _step in range(9):
        at = dialog.focusWidget()
        assert at is not None
        text = at.text() if isinstance(at, QPushButton | QCheckBox | QRadioButton) else ""
        names.append(text.replace("&", "") or at.accessibleName())
        qtbot.keyClick(at, Qt.Key.Key_Tab)
    assert names == [
        "Passphrase",
        "The same again",
        "Show what I type",
        "Make me a phrase",
        "Name (may stay empty)",
        "Role (may stay empty)",
        "Make the case",
        "Cancel",
        "Lock the case with a passphrase",  # arrows go on to the other choice
    ]
    lock = button(dialog, "Lock the case with")
    lock.setFocus()
    qtbot.keyClick(lock, Qt.Key.Key_Down)
    assert button(dialog, "Leave it unlocked").isChecked()
    dialog.reject()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_large_words_fit_or_scroll(
    qtbot: QtBot, qapp: QApplication, top: QWidget, answers: list[Any], scheme: Any, scale: float
) -> None:
    theme.apply(qapp, scheme, scale=scale)
    dialog = new_case(qtbot, top, answers)
    room = dialog.screen().availableSize()
    assert dialog.width() <= room.width()
    assert dialog.height() <= room.height()
    for name in ("Make the case", "Cancel"):
        one = button(dialog, name)
        assert dialog.rect().contains(one.geometry())
    [area] = dialog.findChildren(QScrollArea)
    role = field(dialog, "Role (may stay empty)")
    role.setFocus()
    area.ensureWidgetVisible(role)

    def seen() -> bool:
        corner = role.mapTo(area.viewport(), QPoint(role.width() - 1, role.height() - 1))
        return area.viewport().rect().contains(corner)

    qtbot.waitUntil(seen)
    dialog.reject()
    theme.apply(qapp, "light")


# the recovery code


def test_the_code_is_shown_whole_with_what_it_does(qtbot: QtBot, top: QWidget) -> None:
    recovery.show(top, CODE, "Peña Gris")
    dialog = shown(qtbot, top)
    assert dialog.windowTitle() == "Recovery code of “Peña Gris”"
    [code] = [one for one in dialog.findChildren(QLabel) if one.accessibleName()]
    assert code.text().split() == CODE.split("-")
    assert bytes(keys.key_of(code.text(), b"").raw) == bytes(range(9, 41))
    assert "opens the case as the passphrase does" in said(dialog)
    assert "Printing leaves the code in plain text" in said(dialog)
    press(qtbot, dialog, "Copy")
    assert QApplication.clipboard().text() == CODE
    assert "Copied." in said(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    press(qtbot, dialog, "Done")
    assert code.text() == ""
    QApplication.clipboard().clear()
    dialog.deleteLater()


def test_the_printed_sheet_holds_the_code_on_one_page(qapp: QApplication, tmp_path: Path) -> None:
    page = recovery.sheet(CODE, "Peña <Gris>")
    words = page.toPlainText()
    assert all(group in words for group in CODE.split("-"))
    assert "Peña <Gris>" in words
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setOutputFileName(str(tmp_path / "sheet.pdf"))
    page.print_(printer)
    made = (tmp_path / "sheet.pdf").read_bytes()
    assert made.startswith(b"%PDF")
    assert made.count(b"/Type /Page\n") == 1


@pytest.fixture
def typing(qapp: QApplication, qtbot: QtBot) -> recovery.RecoveryField:
    """The field that a code is typed into."""
    theme.apply(qapp, "light")
    made = recovery.RecoveryField()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.setFocus()
    return made


def typed_in(qtbot: QtBot, typing: recovery.RecoveryField, text: str) -> None:
    [editor] = typing.findChildren(QPlainTextEdit)
    qtbot.keyClicks(editor, text)


def test_a_code_is_read_as_people_write_it(qtbot: QtBot, typing: recovery.RecoveryField) -> None:
    changes: list[str] = []
    typing.did_change.connect(lambda: changes.append(typing.code()))
    typed_in(qtbot, typing, CODE.lower().replace("0", "o").replace("1", "l").replace("-", " "))
    assert "whole and has no slip" in said(typing)
    assert bytes(keys.key_of(typing.code(), b"").raw) == bytes(range(9, 41))
    assert changes[-1] == typing.code()


def test_a_slip_is_named_by_its_group_as_soon_as_the_group_is_typed(
    qtbot: QtBot, typing: recovery.RecoveryField
) -> None:
    groups = CODE.split("-")
    wrong = ("Z" if groups[1][0] != "Z" else "Y") + groups[1][1:]
    typed_in(qtbot, typing, groups[0] + wrong[:4])
    assert "slip" not in said(typing)
    assert "9 of 65" in said(typing)
    typed_in(qtbot, typing, wrong[4])
    assert "There is a slip in group 2" in said(typing)
    typed_in(qtbot, typing, "-" + "-".join(groups[2:]))
    assert "There is a slip in group 2" in said(typing)
    assert "no slip" not in said(typing)


def test_groups_that_changed_places_do_not_fit(
    qtbot: QtBot, typing: recovery.RecoveryField
) -> None:
    groups = CODE.split("-")
    typed_in(qtbot, typing, groups[1] + groups[0])
    assert "There is a slip in group 1, 2" in said(typing)


def test_too_many_letters_are_told(qtbot: QtBot, typing: recovery.RecoveryField) -> None:
    typed_in(qtbot, typing, CODE + "7")
    assert "has 65 letters and digits; this has 66" in said(typing)


def test_the_field_of_the_code_is_emptied_without_a_way_back(
    qtbot: QtBot, typing: recovery.RecoveryField
) -> None:
    typed_in(qtbot, typing, CODE)
    typing.forget()
    [editor] = typing.findChildren(QPlainTextEdit)
    editor.undo()
    assert typing.code() == ""
    assert editor.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData

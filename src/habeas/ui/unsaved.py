"""Words that were being typed in a dialog when the case was locked: kept in it, shown afterwards.

A lock that comes by itself must not cost anybody a page of typing.  Passphrases are not kept, nor
what a dialog keeps by its own means.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from habeas.i18n import _
from habeas.ui.notices import TYPED, Notice
from habeas.ui.widgets.parts import line

if TYPE_CHECKING:
    from habeas.ui.desk import Desk
    from habeas.ui.window import Window

_KEPT = "unsaved"


def keep(desk: Desk, widgets: Iterable[QWidget]) -> None:
    """Keep in the case what was typed in those of ``widgets`` that are dialogs."""
    found = [
        [dialog.windowTitle(), field.accessibleName(), _words(field)]
        for dialog in widgets
        if isinstance(dialog, QDialog) and dialog.isVisible() and _asks(dialog)
        for field in _fields(dialog)
        if _is_typed(field) and _words(field).strip()
    ]
    if found:
        desk.keep(_KEPT, found)


def offer(window: Window) -> None:
    """After the case was opened: say that words wait, until they were seen or are not wanted."""
    found = window.desk.kept(_KEPT)
    if not isinstance(found, list) or not found or not window.can_write:
        return

    def forget() -> None:
        window.desk.keep(_KEPT, None)
        window.notices.drop(TYPED)

    notice = Notice(
        lambda: _("Words that were being typed when the case was locked were kept."),
        lambda: (
            (_("Show them"), lambda: _show(window, found)),
            (_("They are not needed"), forget),
        ),
    )
    window.notices.put(TYPED, notice)


def _fields(dialog: QDialog) -> list[QLineEdit | QPlainTextEdit]:
    return [*dialog.findChildren(QLineEdit), *dialog.findChildren(QPlainTextEdit)]


def _asks(dialog: QDialog) -> bool:
    """Whether the dialog asks for words of the record, and does not keep them itself."""
    from habeas.ui.dialogs.pasting import Pasting
    from habeas.ui.widgets.secretdialog import SecretDialog

    return not isinstance(dialog, (QFileDialog, Pasting, SecretDialog))


def _is_typed(field: QLineEdit | QPlainTextEdit) -> bool:
    if isinstance(field, QLineEdit):
        plain = field.echoMode() == QLineEdit.EchoMode.Normal
        return plain and field.isModified() and not field.isReadOnly()
    return field.document().isModified() and not field.isReadOnly()


def _words(field: QLineEdit | QPlainTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _show(window: Window, found: list[list[str]]) -> None:
    dialog = QDialog(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(_("Words that were kept"))
    dialog.resize(560, 400)
    text = QPlainTextEdit(dialog)
    text.setReadOnly(True)
    text.setTabChangesFocus(True)
    text.setAccessibleName(_("Words that were kept"))
    text.setPlainText("\n\n".join(f"{title} · {name}\n{words}" for title, name, words in found))
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.addWidget(line(dialog, _("Copy what you still need into its place.")))
    column.addWidget(text)
    column.addWidget(buttons)
    dialog.open()

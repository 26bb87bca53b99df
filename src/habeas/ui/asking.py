"""Small questions: which file, what name, what text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from habeas import __version__
from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.jobs import Progress, Work

if TYPE_CHECKING:
    from habeas.store.case import Case

_SUFFIX = ".habeas"


def new_case(parent: QWidget) -> Path | None:
    """Where a new case should be; None if the user thought better of it."""
    return _save(parent, _("New case"), Path.home() / _("my case.habeas"))


def copy_to(parent: QWidget, case: Path) -> Path | None:
    """Where a copy of the case should be."""
    return _save(parent, _("Save a copy"), case.with_stem(_("{name} copy").format(name=case.stem)))


def open_case(parent: QWidget) -> Path | None:
    """Which case to open."""
    name, _used = QFileDialog.getOpenFileName(
        parent, _("Open a case"), str(Path.home()), _("Habeas cases (*.habeas);;All files (*)")
    )
    return Path(name) if name else None


def files_to_add(parent: QWidget) -> list[Path]:
    """Which files to add as sources."""
    names, _used = QFileDialog.getOpenFileNames(
        parent,
        _("Add sources"),
        str(Path.home()),
        _("Plain text (*.txt *.md *.text);;All files (*)"),
    )
    return [Path(name) for name in names]


def text_to_add(parent: QWidget, add: Callable[[str], object]) -> None:
    """Let the user paste a text, shown before it is added."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(_("Add pasted text"))
    dialog.resize(640, 480)
    field = QPlainTextEdit(dialog)
    field.setAccessibleName(_("Text of the source"))
    field.setPlaceholderText(_("Paste the text of an article, a post, a notice…"))
    field.setPlainText(QGuiApplication.clipboard().text())
    field.setTabChangesFocus(True)
    field.selectAll()
    hint = QLabel(_("The text is kept exactly as it stands here."), dialog)
    theme.role(hint, "hint")
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, dialog)
    accept = buttons.addButton(_("Add as a source"), QDialogButtonBox.ButtonRole.AcceptRole)
    theme.role(accept, "primary")
    accept.setShortcut("Ctrl+Return")
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    dialog.accepted.connect(lambda: add(field.toPlainText()))
    column = QVBoxLayout(dialog)
    for widget in (field, hint, buttons):
        column.addWidget(widget)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def about(parent: QWidget) -> None:
    """Version, licence and what the program does not do."""
    QMessageBox.about(
        parent,
        "Habeas",
        _(
            "Habeas {version}: the record of an emergency behind bars.\n\n"
            "Works offline; never sends anything anywhere. MIT licence."
        ).format(version=__version__),
    )


def copying(case: Case, path: Path) -> Work:
    """Write a copy of an open case: whole, one file, checked by SQLite as it goes."""
    yield Progress(0, 0, path.name)
    case.copy_to(path)


def _save(parent: QWidget, title: str, proposed: Path) -> Path | None:
    name, _used = QFileDialog.getSaveFileName(
        parent, title, str(proposed), _("Habeas cases (*.habeas)"),
        options=QFileDialog.Option.DontConfirmOverwrite,
    )  # fmt: skip
    if not name:
        return None
    return Path(name) if name.endswith(_SUFFIX) else Path(name + _SUFFIX)

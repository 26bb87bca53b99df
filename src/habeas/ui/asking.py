"""Small questions: which file, what name, what text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QMessageBox,
    QWidget,
)

from habeas import __version__, paths
from habeas.i18n import _
from habeas.ui.jobs import Progress, Work

if TYPE_CHECKING:
    from habeas.store.case import Case


def new_case(parent: QWidget, then: Callable[[Path], object]) -> None:
    """Ask where a new case should be."""
    _save(parent, _("New case"), Path.home() / _("my case.habeas"), then)


def copy_to(parent: QWidget, case: Path, then: Callable[[Path], object]) -> None:
    """Ask where a copy of the case should be."""
    name = case.with_stem(_("{name} copy").format(name=case.stem)).name
    _save(parent, _("Save a copy"), paths.folder_for_copies(case) / name, then)


def move_to(parent: QWidget, case: Path, then: Callable[[Path], object]) -> None:
    """Ask where the case should be from now on."""
    _save(parent, _("Move or rename the case"), case, then)


def open_case(parent: QWidget, then: Callable[[Path], object]) -> None:
    """Ask which case to open."""
    dialog = QFileDialog(
        parent, _("Open a case"), str(Path.home()), _("Habeas cases (*.habeas);;All files (*)")
    )
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    _ask(dialog)


def files_to_add(parent: QWidget, then: Callable[[list[Path]], object]) -> None:
    """Ask which files to add as sources."""
    dialog = QFileDialog(
        parent,
        _("Add sources"),
        str(Path.home()),
        _("All files (*)"),
    )
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda names: then([Path(name) for name in names]))
    _ask(dialog)


def folder(parent: QWidget, title: str, then: Callable[[Path], object]) -> None:
    """Ask which folder."""
    dialog = QFileDialog(parent, title, str(Path.home()))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    _ask(dialog)


def tell_no_passphrase(parent: QWidget, offer: Callable[[], object] | None) -> None:
    """There is nothing to lock the case with; ``offer`` gives it a passphrase."""
    box = QMessageBox(parent)
    box.setWindowTitle(_("This case has no passphrase"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(_("This case has no passphrase, so it cannot be locked."))
    box.setInformativeText(_("Anyone who holds its file can read it."))
    box.addButton(QMessageBox.StandardButton.Close)
    if offer is not None:
        lock = box.addButton(_("&Lock this case…"), QMessageBox.ButtonRole.AcceptRole)
        lock.clicked.connect(lambda: offer())
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def about(parent: QWidget) -> None:
    """Version, licence and what the program does not do."""
    box = QMessageBox(parent)
    box.setWindowTitle(_("About Habeas"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(
        _("Habeas {version}: the record of an emergency behind bars.").format(version=__version__)
    )
    box.setInformativeText(_("Works offline; never sends anything anywhere. MIT licence."))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def copying(case: Case, path: Path) -> Work:
    """Write a copy of an open case: whole, one file, checked; stopped, nothing of it is left."""
    yield Progress(0, 0, path.name)
    for done, total in case.copying_to(path):
        # In KiB: a bar counts no further than 2 thousand million.
        yield Progress(done >> 10, total >> 10, path.name)


def _save(parent: QWidget, title: str, proposed: Path, then: Callable[[Path], object]) -> None:
    dialog = QFileDialog(parent, title, str(proposed.parent), _("Habeas cases (*.habeas)"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("habeas")
    # What is there is never overwritten: the case itself says so, in words.
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.selectFile(proposed.name)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    _ask(dialog)


def _ask(dialog: QFileDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()

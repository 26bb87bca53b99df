"""The bytes of a source as they came, saved in a file outside the case."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from habeas.domain.source import Confidentiality, Source
from habeas.errors import Problem
from habeas.i18n import N_, _
from habeas.overview import calling
from habeas.overview.pages import Captured
from habeas.services import custody
from habeas.store import captures
from habeas.store.case import Case
from habeas.ui.desk import Desk
from habeas.ui.dialogs import handing
from habeas.ui.jobs import Progress

SAVE = N_("Save the original")
_FORBIDDEN = '<>:"/\\|?*'


def ask(desk: Desk, source: Source, capture: Captured, *, parent: QWidget) -> None:
    """Say what it means that a file leaves the case, ask where it should be, and write it."""

    def choose() -> None:
        proposed = Path.home() / file_name(source, capture)
        handing.to_file(parent, _(SAVE), proposed=proposed, kinds=_("All files (*)"), then=write)

    def write(path: Path) -> None:
        desk.think(
            saving(desk.case, capture, path),
            title=_(SAVE),
            done=lambda _size: _saved(desk, source, capture, path),
        )

    warnings = list(_warnings(desk, source))
    if not warnings:
        choose()
        return
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(_(SAVE))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(
        _("The file will lie outside the case, as it came: anyone who finds it can read it.")
    )
    box.setInformativeText("\n".join(warnings))
    go = box.addButton(_("&Choose where…"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    go.clicked.connect(choose)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def file_name(source: Source, capture: Captured) -> str:
    """A name for the file: its own, made safe; of a confidential source, that of its pseudonym."""
    own = capture.file_name or source.title
    if source.confidentiality is Confidentiality.CONFIDENTIAL:
        own = calling.name_of(source) + Path(capture.file_name).suffix[:10]
    kept = "".join("_" if c in _FORBIDDEN or not c.isprintable() else c for c in own)
    return kept.strip(" .")[-120:] or _("original")


def saving(case: Case, capture: Captured, path: Path) -> Generator[Progress, None, int]:
    """A job that writes the bytes; stopped or failed, nothing is left of the file."""
    done, beside, ours = 0, path.with_name(f"{path.name}.part"), False
    try:
        try:
            with beside.open("xb") as file:
                ours = True
                for block in captures.read(case.read, capture.sha256):
                    file.write(block)
                    done += len(block)
                    yield Progress(done >> 10, capture.size >> 10, path.name)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
            ours = False
        except OSError as error:
            raise Problem(
                _(
                    "The original could not be saved as “{name}”: {reason}. It is still in the "
                    "case, and nothing was changed there. Choose another place."
                ).format(name=path.name, reason=error.strerror or error)
            ) from error
    finally:
        if ours:
            with suppress(OSError):
                beside.unlink()
    return done


def _warnings(desk: Desk, source: Source) -> list[str]:
    said = []
    if desk.case.key is not None:
        said.append(_("This case is locked with a passphrase; the saved file will not be."))
    if source.confidentiality is not Confidentiality.PUBLIC:
        said.append(_("This source is not public. The file may tell who it is."))
    return said


def _saved(desk: Desk, source: Source, capture: Captured, path: Path) -> None:
    if desk.can_write and desk.moment is None:
        with desk.case.recording(SAVE) as edit:
            custody.exported(
                edit, [source.id], how=custody.ORIGINAL, file=path.name, sha256=capture.sha256
            )
        desk.tell(desk.case.last)
    desk.say(_("The original is saved as “{name}”.").format(name=path.name))

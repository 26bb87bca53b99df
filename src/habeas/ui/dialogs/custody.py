"""Custody of a source: what happened to it in the case, to read, print and save."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QTextBrowser, QVBoxLayout, QWidget
from shiboken6 import isValid

from habeas import paths
from habeas.errors import Problem
from habeas.export import custody, html
from habeas.export.page import Page, save
from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.dialogs.handing import left, to_file, to_printer
from habeas.ui.jobs import Progress, Work
from habeas.ui.widgets.parts import button, note

if TYPE_CHECKING:
    from habeas.store.case import Case

_STYLE = re.compile("<style>.*?</style>", re.DOTALL)


class CustodyDialog(QDialog):
    """The custody of one source as a page."""

    def __init__(self, desk: Desk, source: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._made: Page | None = None
        self.setWindowTitle(_("Custody of this source"))
        self.page = _Shown(self)
        self.page.setAccessibleName(_("Custody of this source"))
        self.page.setPlaceholderText(_("Reading…"))
        self._said = QLabel(self)
        self._said.setWordWrap(True)
        theme.role(self._said, "strong")
        self._print = button(self, _("&Print…"), self._to_printer)
        self._save = button(self, _("&Save as…"), self._to_file)
        self._close = button(self, _("Close"), self.reject)
        self._lay_out()
        self._job = desk.look(_reading(desk.case, source), done=self._show)
        desk.did_close.connect(self.reject)
        self.finished.connect(self.deleteLater)

    def done(self, result: int) -> None:
        """Stop reading when it is closed."""
        self._job.stop()
        super().done(result)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        column.addWidget(self.page, 1)
        column.addWidget(note(self, left()))
        column.addWidget(self._said)
        self._said.hide()
        footer = QHBoxLayout()
        footer.addWidget(self._print)
        footer.addWidget(self._save)
        footer.addStretch(1)
        footer.addWidget(self._close)
        for one in (self._print, self._save):
            one.setEnabled(False)
        column.addLayout(footer)
        letter = self.fontMetrics().averageCharWidth()
        self.resize(letter * 130, letter * 90)

    def _show(self, made: Page) -> None:
        if not isValid(self):
            return
        self._made = made
        self.page.setHtml(_STYLE.sub("", html.render(made)))
        for one in (self._print, self._save):
            one.setEnabled(True)
        self.page.setFocus()

    @Slot()
    def _to_printer(self) -> None:
        if self._made is not None:
            page = QTextDocument()
            page.setHtml(_STYLE.sub("", html.render(self._made)))
            to_printer(self, page, done=lambda: self._tell(_("Sent to the printer.")))

    @Slot()
    def _to_file(self) -> None:
        proposed = paths.folder_for_copies(self._desk.case.path) / _("custody.html")
        kinds = _("Web page (*.html);;Plain text (*.txt)")
        to_file(self, _("Save the custody"), proposed=proposed, kinds=kinds, then=self._write)

    def _write(self, path: Path) -> None:
        if self._made is None:
            return
        plain = path.suffix.lower() == ".txt"
        text = custody.text(self._made) if plain else html.render(self._made)
        try:
            save(path, text.encode())
        except Problem as problem:
            self._desk.did_fail.emit(problem)
            return
        self._tell(_("Saved in {folder} as “{name}”.").format(folder=path.parent, name=path.name))

    def _tell(self, words: str) -> None:
        self._said.setText(words)
        self._said.show()


class _Shown(QTextBrowser):
    """A page of ours; nothing outside it is read or opened."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.document().setDefaultStyleSheet("td, th { padding: 4px; text-align: left; }")

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802 - Qt's name
        """It has no pictures, and fetches none."""
        return None


def open_dialog(parent: QWidget | None, desk: Desk, source: int) -> CustodyDialog | None:
    """Open the custody of a source; nothing happens without one."""
    if not source:
        return None
    dialog = CustodyDialog(desk, source, parent)
    dialog.open()
    return dialog


def _reading(case: Case, source: int) -> Work:
    yield Progress()
    return custody.page(case, source)

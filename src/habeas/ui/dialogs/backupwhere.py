"""Where backups are kept and how often they are made, and what came of the last one."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from habeas.i18n import _, ngettext
from habeas.ui import backround, problems, theme
from habeas.ui.backing import NEVER, Backing

_CHOICES = (10, 20, 60, 0, NEVER)  # minutes


class BackupWhere(QWidget):
    """Changes the settings at once; ``did_move`` when another folder is used."""

    did_move = Signal()

    def __init__(self, backing: Backing, parent: QWidget) -> None:
        super().__init__(parent)
        self._backing = backing
        self._place = self._line("muted")
        self._said = self._line("hint")
        self.elsewhere = QPushButton(_("Keep backups &in…"), self)
        self.elsewhere.setAutoDefault(False)
        self.elsewhere.clicked.connect(self._ask)
        self.often = QComboBox(self)
        for minutes in sorted({*_CHOICES, backing.minutes}, key=_order):
            self.often.addItem(_often(minutes), minutes)
        self.often.setCurrentIndex(self.often.findData(backing.minutes))
        self.often.activated.connect(self._choose)
        label = QLabel(_("&Make one"), self)
        label.setBuddy(self.often)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.often)
        row.addStretch(1)
        row.addWidget(self.elsewhere)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(self._place)
        column.addWidget(self._said)
        column.addLayout(row)
        backing.did_change.connect(self._tell)
        self._tell()

    def _line(self, look: str) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.role(label, look)
        return label

    def _tell(self) -> None:
        try:
            place = _("They are kept in {folder}.").format(folder=backround.folder())
        except OSError:
            place = _("The usual folder for backups cannot be used: choose another one.")
        self._place.setText(place)
        words = self._backing.words()
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def _choose(self) -> None:
        self._backing.use_minutes(self.often.currentData())
        self._tell()

    def _ask(self) -> None:
        dialog = QFileDialog(self, _("Keep backups in"), str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self._use(Path(folder)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _use(self, folder: Path) -> None:
        if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
            problems.tell(_unusable(folder), self)
            return
        self._backing.use_folder(folder)
        self._tell()
        self.did_move.emit()


def _order(minutes: int) -> tuple[bool, bool, int]:
    return minutes == NEVER, minutes == 0, minutes


def _often(minutes: int) -> str:
    if minutes == NEVER:
        return _("Never")
    if minutes == 0:
        return _("Only when a case is closed")
    return ngettext(
        "Every {n} minute, and when a case is closed",
        "Every {n} minutes, and when a case is closed",
        minutes,
    ).format(n=minutes)


def _unusable(folder: Path) -> Exception:
    from habeas.errors import Problem

    return Problem(
        _(
            "Nothing can be written in {folder}. Backups are kept where they were; choose another "
            "folder."
        ).format(folder=folder)
    )

"""A list of literature, matched with the sources of the case: what it knows more is filled in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from habeas.i18n import _, ngettext
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.dialogs import literaturework
from habeas.ui.dialogs.literaturerows import Entries, fields_of
from habeas.ui.jobs import Job
from habeas.ui.widgets.parts import button, line
from habeas.ui.widgets.working import Working


def ask(parent: QWidget, desk: Desk) -> None:
    """Ask for a list, and show what it knows of the sources of the case."""
    dialog = QFileDialog(
        parent,
        _("Choose a list of literature"),
        str(Path.home()),
        _("Lists of literature (*.ris *.bib *.json *.rdf *.txt);;All files (*)"),
    )
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: LiteratureDialog(desk, Path(name), parent).open())
    dialog.open()


class LiteratureDialog(QDialog):
    """One row for each entry: the source it is most like, why, and what would be filled in."""

    def __init__(self, desk: Desk, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle(_("A list of literature"))
        self._make(path)
        self._lay_out()
        self.finished.connect(self.deleteLater)
        desk.did_close.connect(self._left)
        self._offer()
        self._follow(desk.think(literaturework.matching(desk.case, path), done=self._show))

    def reject(self) -> None:
        """Leave; what runs is stopped first."""
        if self._working.may_leave():
            super().reject()

    def apply(self) -> None:
        """Carry out what is ticked, in one act."""
        chosen = self.entries.chosen()
        work = literaturework.filling(self.desk.case, chosen)
        self._follow(self.desk.write(work, title=_("Filling in"), done=self._done))

    def _make(self, path: Path) -> None:
        self._said = line(
            self,
            _("“{name}” was compared with the sources of the case, by address, title and date. "
              "Only fields that are empty are filled in, and only where you tick.").format(
                  name=path.name),
            role="",
        )  # fmt: skip
        self._working = Working(self, looking=_("Reading the list"))
        self.entries = Entries(self)
        self.table = QTableView(self)
        self.table.setModel(self.entries)
        self.table.setAccessibleName(_("Entries of the list"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        self.table.selectionModel().currentChanged.connect(self._tell)
        self.entries.dataChanged.connect(self._offer)
        self._detail = line(self, "", role="")
        self._count = line(self, "")
        self.go = button(self, _("&Fill in what is ticked"), self.apply)
        theme.role(self.go, "primary")
        self._open = button(self, _("&Show the source"), self._go_there)
        self._close = button(self, _("Close"), self.reject)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        column.addWidget(self._said)
        column.addWidget(self.table, 1)
        for widget in (self._detail, self._count, self._working):
            column.addWidget(widget)
        footer = QHBoxLayout()
        footer.addWidget(self.go)
        footer.addWidget(self._open)
        footer.addStretch(1)
        footer.addWidget(self._working.stop)
        footer.addWidget(self._close)
        column.addLayout(footer)
        letter = self.fontMetrics().averageCharWidth()
        self.resize(min(letter * 150, 1160), min(letter * 85, 600))

    def _follow(self, job: Job) -> None:
        self._working.show_running(True)
        self._working.follow(job, ended=self._ended)

    def _ended(self) -> None:
        self._working.show_running(False)
        self._offer()
        if self._working.leaving:
            self.reject()

    @Slot(object)
    def _show(self, found: literaturework.Matched) -> None:
        if not isValid(self):
            return
        self.entries.show(found)
        if found.lines:
            self.table.setCurrentIndex(self.entries.index(0, 0))
            self.table.setFocus()
        self._offer()

    @Slot(object)
    def _done(self, did: literaturework.Did) -> None:
        self.desk.tell(self.desk.case.last)
        words = [
            ngettext("{n} source filled in.", "{n} sources filled in.", did.filled).format(
                n=did.filled
            )
        ]
        if did.cited:
            more = ngettext(
                "{n} added as not seen by us.", "{n} added as not seen by us.", did.cited
            )
            words.append(more.format(n=did.cited))
        self.desk.say(" ".join(words))
        if isValid(self):
            self.accept()

    @Slot()
    def _offer(self) -> None:
        chosen = self.entries.chosen()
        may = self.desk.can_write and self._working.job is None
        self.go.setEnabled(may and bool(chosen))
        total = len(self.entries.lines)
        self._count.setText(
            ngettext("{n} entry, {ticked} ticked.", "{n} entries, {ticked} ticked.", total).format(
                n=total, ticked=len(chosen)
            )
        )

    def _tell(self, now: QModelIndex, _before: QModelIndex) -> None:
        entry = self.entries.lines[now.row()] if now.isValid() else None
        self._open.setEnabled(bool(entry and entry.proposal.source))
        self._detail.setText(fields_of(entry) if entry else "")

    @Slot()
    def _go_there(self) -> None:
        row = self.table.currentIndex().row()
        if row >= 0 and (source := self.entries.lines[row].proposal.source):
            self.desk.ask("source", source)

    @Slot()
    def _left(self) -> None:
        self._working.job = None
        super().reject()

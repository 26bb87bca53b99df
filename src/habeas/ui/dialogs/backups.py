"""The backups that there are: what each holds, and how to bring one back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMessageBox,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from habeas.i18n import _, ngettext
from habeas.ui import backround, problems, theme
from habeas.ui.dialogs import backupwork
from habeas.ui.dialogs.backuplist import BackupList, named, whose
from habeas.ui.dialogs.backupwhere import BackupWhere
from habeas.ui.jobs import Lane, Work
from habeas.ui.widgets.emptystate import EmptyState
from habeas.ui.widgets.fieldrow import FieldRow
from habeas.ui.widgets.parts import button, line
from habeas.ui.widgets.secretdialog import SecretDialog
from habeas.ui.widgets.secretfield import SecretField
from habeas.ui.widgets.working import Working

if TYPE_CHECKING:
    from habeas.store.backups import Backup, Contents
    from habeas.ui.backing import Backing


def open_dialog(
    parent: QWidget | None,
    folder: Path,
    restored: Callable[[Path], object],
    *,
    backing: Backing | None = None,
) -> BackupsDialog:
    """Show the backups in ``folder``; ``restored`` gets the path of one that was brought back.

    With ``backing`` it can be said there where they are kept, and how often they are made.
    """
    dialog = BackupsDialog(folder, restored, parent, backing=backing)
    dialog.open()
    return dialog


class BackupsDialog(QDialog):
    """Lists backups; looks into locked ones, restores and deletes them off the UI thread."""

    def __init__(
        self,
        folder: Path,
        restored: Callable[[Path], object],
        parent: QWidget | None = None,
        *,
        backing: Backing | None = None,
    ) -> None:
        super().__init__(parent)
        self._folder = folder  # alone, where nothing else was said
        self._where = None if backing is None else BackupWhere(backing, self)
        self._restored = restored
        self._lane = Lane("backups")
        self.setWindowTitle(_("Backups"))
        self.model = BackupList(self)
        self._make_table()
        self._make_footer()
        self._lay_out()
        self.finished.connect(self._leave)
        self._refresh()

    def _make_table(self) -> None:
        self.table = table = QTableView(self)
        table.setModel(self.model)
        table.setAccessibleName(_("Backups"))
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 2 * theme.GAP)
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        table.selectionModel().currentChanged.connect(self._tell)
        table.doubleClicked.connect(self._restore)
        self._empty = EmptyState(
            "history",
            _("No backups yet"),
            sentence=_(
                "Habeas makes one when a case is closed, and now and then while it is open."
            ),
            parent=self,
        )
        self._stack = QStackedWidget(self)
        self._stack.addWidget(table)
        self._stack.addWidget(self._empty)

    def _make_footer(self) -> None:
        self._said = line(self, "", role="strong")
        self._said.hide()
        self.look = button(self, _("&What it holds…"), self._ask_passphrase)
        self.remove = button(self, _("&Delete…"), self._ask_to_delete)
        self._working = Working(self)
        self.restore = button(self, _("&Restore…"), self._restore)
        self.restore.setDefault(True)
        theme.role(self.restore, "primary")
        self._close = button(self, _("&Close"), self.reject)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        column.addWidget(
            line(
                self,
                _(
                    "Restoring makes a new file and changes no other. A locked case has locked "
                    "backups: the passphrase of that time opens them."
                ),
            )
        )
        column.addWidget(self._stack, 1)
        if self._where is not None:
            self._where.did_move.connect(self._refresh)
            column.addWidget(self._where)
        else:
            place = _("They are kept in {folder}.").format(folder=self._folder)
            column.addWidget(line(self, place, role="muted"))
        column.addWidget(self._said)
        column.addWidget(self._working)
        row = QHBoxLayout()
        row.addWidget(self.look)
        row.addWidget(self.remove)
        row.addStretch(1)
        for one in (self.restore, self._working.stop, self._close):
            row.addWidget(one)
        column.addLayout(row)
        where = () if self._where is None else (self._where.often, self._where.elsewhere)
        order = (
            *(self.table, *where, self.look, self.remove),
            *(self.restore, self._working.stop, self._close),
        )
        for one, following in pairwise(order):
            QWidget.setTabOrder(one, following)
        letters = self.fontMetrics().averageCharWidth()
        self.resize(letters * 100, letters * 56)
        self.resize(self.size().boundedTo(self.screen().availableSize() * 0.95))

    # what runs off the UI thread

    def _run(self, work: Work, done: Callable[[Any], object], *, shown: bool = True) -> None:
        # Ended and failed are heard from before it starts; the two below only if it lasts.
        job = self._lane.run(
            work, parent=self, done=lambda value: self._ended(done, value), failed=self._failed
        )
        self._working.follow(job)
        # Whatever the lane says of one that was stopped at its very end.
        job.did_finish.connect(
            lambda: self._ended() if self._working.job is job else None,
            Qt.ConnectionType.QueuedConnection,
        )
        self._tell(shown=shown)

    def _ended(self, done: Callable[[Any], object] | None = None, value: Any = None) -> None:
        self._working.job = None
        self._tell()
        if done is not None:
            done(value)

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self._ended()
        problems.tell(error, self)

    @Slot()
    def _leave(self) -> None:
        self._lane.close()
        self.deleteLater()

    # the list

    def _folders(self) -> list[Path]:
        """Where backups lie: also those from before another folder was chosen."""
        return [self._folder] if self._where is None else backround.folders()

    @Slot()
    def _refresh(self) -> None:
        self._run(backupwork.listing(self._folders), self._show, shown=False)

    def _show(self, found: list[Backup]) -> None:
        row = max(0, self.table.currentIndex().row())
        self.model.fill(found)
        self._stack.setCurrentIndex(0 if found else 1)
        if found:
            self.table.setCurrentIndex(self.model.index(min(row, len(found) - 1), 0))
            self.table.setFocus()
        else:
            self._close.setFocus()
        self._tell()

    def _chosen(self) -> Backup | None:
        return self.model.backup(self.table.currentIndex().row())

    def _tell(self, *_indexes: object, shown: bool = True) -> None:
        """Show what can be done now."""
        busy, chosen = self._working.job is not None, self._chosen()
        self.table.setEnabled(not busy)
        self.look.setEnabled(
            not busy and chosen is not None and chosen.locked and chosen.contents is None
        )
        self.remove.setEnabled(not busy and chosen is not None)
        self.restore.setEnabled(not busy and chosen is not None)
        self._working.show_running(busy and shown)

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))

    # what a locked one holds

    def _ask_passphrase(self) -> None:
        backup = self._chosen()
        if backup is not None:
            _Passphrase(self, named(backup), self._look_into).open()

    def _look_into(self, passphrase: str) -> None:
        backup = self._chosen()
        if backup is not None:
            alike = [b for b in self.model.all() if b.locked and b.contents is None]
            self._say("")
            self._run(backupwork.opening(backup, alike, passphrase), self._seen)

    def _seen(self, found: dict[Path, Contents]) -> None:
        self.model.tell(found)
        n = len(found)
        self._say(
            ngettext(
                "The passphrase opened {n} backup.", "The passphrase opened {n} backups.", n
            ).format(n=n)
        )
        self.table.setFocus()
        self._tell()

    # bringing one back, and deleting one

    @Slot()
    def _restore(self) -> None:
        backup = self._chosen()
        if backup is None or self._working.job is not None:
            return
        name = _("{name} restored").format(name=whose(backup))
        dialog = QFileDialog(self, _("Restore to"), str(Path.home()), _("Habeas cases (*.habeas)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("habeas")
        # What is there is never overwritten: the store itself says so, in words.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.selectFile(f"{name}.habeas")
        dialog.fileSelected.connect(lambda to: self._restore_to(backup, Path(to)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _restore_to(self, backup: Backup, to: Path) -> None:
        self._say("")
        self._run(backupwork.restoring(backup, to), self._did_restore)

    def _did_restore(self, to: Path) -> None:
        self.accept()
        self._restored(to)

    def _ask_to_delete(self) -> None:
        backup = self._chosen()
        if backup is None:
            return
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(_("Delete this backup?"))
        box.setInformativeText(
            _("{backup}. It cannot be brought back. The case itself is not touched.").format(
                backup=named(backup)
            )
        )
        delete = box.addButton(_("&Delete"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        delete.clicked.connect(lambda: self._delete(backup))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _delete(self, backup: Backup) -> None:
        self._run(backupwork.deleting(backup, self._folders), self._show, shown=False)


class _Passphrase(SecretDialog):
    """Asks for the passphrase of a locked backup."""

    def __init__(self, parent: QWidget, which: str, then: Callable[[str], object]) -> None:
        super().__init__(parent, _("What it holds"))
        self._then = then
        label = QLabel(which, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        self.column.addWidget(label)
        self.field = SecretField(self)
        self._row = FieldRow(_("&Passphrase of that time"), self.field)
        self.field.textChanged.connect(lambda: self._row.set_error(""))
        self.column.addWidget(self._row)
        self.finish(_("&Show what it holds"), self._try)
        self.field.setFocus()

    @Slot()
    def _try(self) -> None:
        passphrase = self.field.text()
        if not passphrase:
            self._row.set_error(_("Type the passphrase that the case had then."))
            return
        self.accept()
        self._then(passphrase)

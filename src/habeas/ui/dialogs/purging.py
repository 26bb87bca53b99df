"""Purging something from the case: what goes and what stays, said before; then for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from habeas.errors import Problem
from habeas.i18n import N_, _, ngettext
from habeas.services import purging
from habeas.store import backups
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.dialogs import foreseeing, purgewords
from habeas.ui.dialogs.backuplist import named
from habeas.ui.dialogs.foreseeing import Outlook
from habeas.ui.jobs import Job, Progress, Work
from habeas.ui.widgets.fieldrow import FieldRow
from habeas.ui.widgets.parts import line, note
from habeas.ui.widgets.secretdialog import SecretDialog

if TYPE_CHECKING:
    from habeas.store.case import Case
    from habeas.store.changes import Changes

# What the Action of a room is called, by what the room shows.
ASK = {
    "source": N_("Purge th&is source…"),
    "claim": N_("P&urge this claim…"),
    "actor": N_("P&urge this actor…"),
    "place": N_("P&urge this place…"),
}
_TITLES = {
    "source": N_("Purge a source"), "claim": N_("Purge a claim"),
    "actor": N_("Purge an actor"), "place": N_("Purge a place"),
}  # fmt: skip
_ROWS = 7  # lines of a list that are seen at once
_NAMED = 8  # backups that are named one by one


def ask(desk: Desk, kind: str, ident: int, *, parent: QWidget) -> None:
    """Look what purging this takes, say it, and do it if she agrees."""
    if ident and desk.can_write:
        _Looking(desk, kind, ident, parent).open()


class _Looking(QDialog):
    """Shown while every copy is looked for; the dialog that asks comes after it."""

    def __init__(self, desk: Desk, kind: str, ident: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_(_TITLES[kind]))
        self._desk, self._kind = desk, kind
        bar = QProgressBar(self)
        bar.setAccessibleName(_("Looking for every copy…"))
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        stop = QPushButton(_("&Stop"), self)
        stop.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(stop)
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        column.addWidget(line(self, _("Looking for every copy…"), role=""))
        column.addWidget(bar)
        column.addLayout(row)
        self.resize(self.fontMetrics().averageCharWidth() * 56, self.sizeHint().height())
        self._job = desk.look(foreseeing.look(desk.case, kind, ident), done=self._seen)
        self._job.did_fail.connect(self.reject, Qt.ConnectionType.QueuedConnection)
        self.finished.connect(self._job.stop)
        desk.did_close.connect(self.reject)

    def _seen(self, outlook: Outlook) -> None:
        if not isValid(self) or not self.isVisible():
            return
        parent, desk, kind = self.parentWidget(), self._desk, self._kind
        self.accept()
        PurgeDialog(desk, kind, outlook, parent).open()


@dataclass(slots=True)
class _Outcome:
    """What came of it: written by the job at its very end, whether it was stopped or not."""

    changes: Changes | None = None
    left: int = 0  # backups that still hold it
    problem: Problem | None = None


class PurgeDialog(SecretDialog):
    """Says what goes, what stays and what it means, and asks for a reason."""

    def __init__(self, desk: Desk, kind: str, outlook: Outlook, parent: QWidget | None) -> None:
        super().__init__(parent, _(_TITLES[kind]))
        self._desk, self._outlook = desk, outlook
        self._job: Job | None = None
        self._outcome = _Outcome()
        self._say_what_goes()
        self._say_what_stays()
        self.column.addWidget(note(self, *purgewords.warnings(locked=desk.case.key is not None)))
        self._offer_backups()
        self._ask_reason()
        self._make_bar()
        self.finish(_("&Purge"), self._start)
        self.purge, self.cancel = self.buttons()
        self.purge.setDefault(False)  # Enter in a field does not do it
        self._order()
        self._tell()
        desk.did_close.connect(self._leave)

    # what it says

    def _say_what_goes(self) -> None:
        outlook = self._outlook
        self.column.addWidget(line(self, outlook.called, role="strong"))
        words = _("These go for good, with every copy of them in the case: {things}.")
        things = purgewords.join(outlook.counts)
        self.column.addWidget(line(self, words.format(things=things), role=""))
        changed = len(outlook.foreseen.doomed.changes)
        if changed:
            said = ngettext(
                "{n} record that stays loses its name or the link to it.",
                "{n} records that stay lose its name or the link to it.",
                changed,
            )
            self.column.addWidget(line(self, said.format(n=changed), role=""))
        self.titles = _list(self, _("What goes"), outlook.titles)
        if outlook.untitled:
            more = ngettext("and {n} more", "and {n} more", outlook.untitled)
            self.titles.addItem(more.format(n=outlook.untitled))
        self.titles.hide()
        self.show_titles = QPushButton(_("Show each of them by &name"), self)
        self.show_titles.setCheckable(True)
        self.show_titles.setAutoDefault(False)
        self.show_titles.toggled.connect(self.titles.setVisible)
        row = QHBoxLayout()
        row.addWidget(self.show_titles)
        row.addStretch()
        self.column.addLayout(row)
        self.column.addWidget(self.titles)

    def _say_inside(self, foreseen: purging.Foreseen) -> None:
        """Bytes that hold the source, and sources that came inside it: neither goes with it."""
        if n := len(foreseen.wholes):
            said = ngettext(
                "It came inside another source, whose bytes still hold it: purge that one too.",
                "It came inside {n} other sources, whose bytes still hold it: purge these too.",
                n,
            )
            self.column.addWidget(line(self, said.format(n=n), role=""))
        if n := len(foreseen.parts):
            said = ngettext(
                "One source came inside it and stays.",
                "{n} sources came inside it and stay.",
                n,
            )
            self.column.addWidget(line(self, said.format(n=n), role=""))

    def _say_what_stays(self) -> None:
        outlook = self._outlook
        shared = outlook.foreseen.shared
        if shared:
            said = ngettext(
                "{n} file stays, because another source has it too.",
                "{n} files stay, because other sources have them too.",
                shared,
            )
            self.column.addWidget(line(self, said.format(n=shared), role=""))
        self._say_inside(outlook.foreseen)
        self.staying = _list(self, _("What stays"), [s.line for s in outlook.staying])
        self.staying.itemActivated.connect(self._jump)
        self.go = QPushButton(_("&Go there"), self)
        self.go.setAutoDefault(False)
        self.go.clicked.connect(lambda: self._jump(self.staying.currentItem()))
        self.staying.currentRowChanged.connect(lambda _row: self._tell_jump())
        if not outlook.staying:
            self.staying.hide()
            self.go.hide()
            self.column.addWidget(line(self, purgewords.nowhere_else(), role="hint"))
            return
        words = _("Its words stay in other records, which are not purged with it:")
        self.column.addWidget(line(self, words, role="strong"))
        self.column.addWidget(self.staying)
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addWidget(line(self, purgewords.shown_there(len(outlook.staying))), 1)
        self.column.addLayout(row)
        self.staying.setCurrentRow(0)
        self._tell_jump()

    def _offer_backups(self) -> None:
        found = self._outlook.backups
        n = len(found)
        self.drop = QCheckBox(self)
        self.drop.setVisible(n > 0)
        if not n:
            words = _("No backup that Habeas made on this computer holds it.")
            self.column.addWidget(line(self, words, role="hint"))
            return
        said = ngettext(
            "{n} backup on this computer holds it, or may hold it:",
            "{n} backups on this computer hold it, or may hold it:",
            n,
        )
        self.column.addWidget(line(self, said.format(n=n), role="strong"))
        lines = [named(backup) for backup in found[:_NAMED]]
        if n > _NAMED:
            more = ngettext("and {n} more", "and {n} more", n - _NAMED).format(n=n - _NAMED)
            lines.append(more)
        self.column.addWidget(line(self, "\n".join(lines), role=""))
        self.drop.setText(
            ngettext(
                "&Delete this backup too, with all else that it holds",
                "&Delete these backups too, with all else that they hold",
                n,
            )
        )
        self.column.addWidget(self.drop)

    def _ask_reason(self) -> None:
        self.reason = QLineEdit(self)
        self._row = FieldRow(
            _("&Reason"),
            self.reason,
            hint=_("It stays in the history for later readers. Do not repeat here what goes."),
        )
        self.reason.textChanged.connect(self._tell)
        self.column.addWidget(self._row)
        self.looked = QCheckBox(_("I have &looked at what goes"), self)
        self.looked.toggled.connect(self._tell)
        self.column.addWidget(self.looked)

    def _make_bar(self) -> None:
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Purging…"))
        self._bar.hide()
        self._outer.addWidget(self._bar)

    def _order(self) -> None:
        order: list[QWidget] = [
            *(self.show_titles, self.titles, self.staying, self.go, self.drop),
            *(self.reason, self.looked, self.purge, self.cancel),
        ]
        for one, following in pairwise(order):
            QWidget.setTabOrder(one, following)
        self.show_titles.setFocus()

    @Slot()
    def _tell(self) -> None:
        """Show whether it can be done now; a reason that repeats what goes would keep it."""
        reason = self.reason.text().strip()
        repeated = purgewords.repeated(reason, self._outlook.foreseen.words)
        self._row.set_error(
            _("This repeats what is purged and would stay: “{words}”").format(words=repeated)
            if repeated
            else ""
        )
        ready = bool(reason) and not repeated and self.looked.isChecked() and self._job is None
        self.purge.setEnabled(ready)
        theme.role(self.purge, "danger" if ready else "")

    def _tell_jump(self) -> None:
        row = self.staying.currentRow()
        self.go.setEnabled(row >= 0 and bool(self._outlook.staying[row].what))

    def _jump(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        there = self._outlook.staying[self.staying.row(item)]
        if there.what:
            desk = self._desk
            self.reject()
            span = {"start": there.start, "end": there.end} if there.end else {}
            desk.ask(there.what, there.ident, **span)

    # doing it

    @Slot()
    def _start(self) -> None:
        work = _purging(
            self._desk.case,
            self._outlook,
            reason=self.reason.text(),
            drop=self.drop.isChecked(),
            outcome=self._outcome,
        )
        self._bar.show()
        self._body.setEnabled(False)
        self.cancel.setText(_("&Stop"))
        self._job = job = self._desk.write(work, title=_("Purging…"), done=self._ended)
        # For one that was stopped at its very end, of which ``done`` does not hear.
        job.did_finish.connect(self._ended, Qt.ConnectionType.QueuedConnection)
        self._tell()
        self.cancel.setFocus()

    def reject(self) -> None:
        """Cancel; while it runs, stop it: then nothing was purged."""
        if self._job is not None:
            self._job.stop()
            self.cancel.setEnabled(False)
        else:
            super().reject()

    @Slot()
    def _ended(self, _nothing: object = None) -> None:
        if not isValid(self) or self._job is None:
            return
        self._job = None
        desk, outlook, outcome = self._desk, self._outlook, self._outcome
        if outcome.changes is None:  # stopped, or it failed and that was told
            self._bar.hide()
            self._body.setEnabled(True)
            self.cancel.setText(_("Cancel"))
            self.cancel.setEnabled(True)
            self._tell()
            return
        QDialog.accept(self)
        desk.tell(outcome.changes)
        if outcome.problem is not None:
            desk.did_fail.emit(outcome.problem)
        desk.did_purge.emit(outlook.foreseen, purgewords.left(outcome.left))

    def _leave(self) -> None:
        """The case is closed, or locked: whatever runs is stopped with it."""
        self._job = None
        QDialog.reject(self)


def _purging(case: Case, outlook: Outlook, *, reason: str, drop: bool, outcome: _Outcome) -> Work:
    """Purge in one act, then delete backups; ``outcome`` tells of it even if it was stopped."""
    yield Progress()
    if case.last_edit() != outlook.edit:
        raise Problem(
            _(
                "The case was changed meanwhile, so this may no longer be all that goes. Nothing "
                "was purged. Look again."
            )
        )
    for _step in purging.purge(case, outlook.foreseen, reason=reason):
        yield Progress()
    outcome.changes = case.last
    # Looked up again: one may have been made while she read.
    kind = outlook.foreseen.doomed.kind
    for backup in foreseeing.held_in_backups(case, kind, outlook.ident):
        if backup is None:
            continue
        outcome.left += 1
        if drop:
            try:
                backups.delete(backup)
                outcome.left -= 1
            except Problem as problem:
                outcome.problem = problem


def _list(parent: QWidget, name: str, lines: Sequence[str]) -> QListWidget:
    found = QListWidget(parent)
    found.setAccessibleName(name)
    found.setTextElideMode(Qt.TextElideMode.ElideRight)
    found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    for words in lines:
        item = QListWidgetItem(words, found)
        item.setToolTip(words)
    row = max(found.sizeHintForRow(0), found.fontMetrics().height())
    found.setFixedHeight(row * max(1, min(_ROWS, len(lines))) + 2 * theme.GAP)
    return found

"""What became of the files that were to be brought in: which were not, why, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelectionModel, QLocale, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from habeas.i18n import N_, _, ngettext
from habeas.ui import intakewords, theme
from habeas.ui.rowmodel import Column, RowModel
from habeas.ui.widgets.emptystate import EmptyState
from habeas.ui.widgets.parts import button, line
from habeas.ui.widgets.table import RecordDelegate, RecordTable
from habeas.ui.widgets.wrappedbuttons import WrappedButtons

if TYPE_CHECKING:
    from habeas.store.intake import State
    from habeas.ui.intake import Intake

_CALM = 500  # milliseconds in which changes are gathered before the list is read again
_LONGEST = 100_000  # rows that are copied at once
# What the list can show: words, and the states that are meant.
_VIEWS = (
    (N_("What needs a look"), ("inbox", "failed", "unread")),
    (N_("In the inbox"), ("inbox",)),
    (N_("Not added"), ("failed",)),
    (N_("Kept without text"), ("unread",)),
    (N_("Left aside"), ("left",)),
    (N_("There already"), ("there",)),
    (N_("Added"), ("added",)),
    (N_("Waits"), ("waiting",)),
    (N_("Everything"), ("inbox", "waiting", "added", "there", "unread", "failed", "left")),
)


class IntakeList(QDialog):
    """Lists files by what became of them; it stays open beside the window."""

    def __init__(self, intake: Intake, parent: QWidget) -> None:
        super().__init__(parent)
        self._intake = intake
        self.setWindowTitle(_("Bringing in"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setSizeGripEnabled(True)
        self.resize(860, 520)
        self._summary = line(self, "", role="muted")
        self._make_choice()
        self._make_table()
        self._make_buttons()
        self._lay_out()
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM)
        self._calm.timeout.connect(self.refresh)
        intake.did_settle.connect(self._later)
        intake.did_change.connect(self._tell)
        self.refresh()
        self.table.setFocus()

    def refresh(self) -> None:
        """Read the list again; what was selected stays so, if it is still there."""
        if not self._intake.has_case:
            self.close()
            return
        from habeas.store import intake

        chosen = next(iter(self.table.chosen()), 0)
        self.model.show(intake.rows(self._intake.case(), self._states()))
        self._pages.setCurrentWidget(self.table if self.model.rowCount() else self._empty)
        if not self.table.go_to(chosen) and self.model.rowCount():
            first = self.model.index(0, 0)  # the keyboard begins there; nothing is selected
            nothing = QItemSelectionModel.SelectionFlag.NoUpdate
            self.table.selectionModel().setCurrentIndex(first, nothing)
        self._tell()

    def choose(self, name: str) -> None:
        """Show the files in one state."""
        for n, (_words, states) in enumerate(_VIEWS):
            if states == (name,):
                self.choice.setCurrentIndex(n)

    def _later(self) -> None:
        if not self._intake.has_case:
            self.close()
        elif not self._calm.isActive():
            self._calm.start()

    def _tell(self) -> None:
        if not self._intake.has_case:
            return
        counts = {str(state): n for state, n in self._intake.counts.items()}
        for n, (words, states) in enumerate(_VIEWS):
            many = sum(counts.get(state, 0) for state in states)
            self.choice.setItemText(n, f"{_(words)} ({QLocale().toString(many)})")
        self._summary.setText(intakewords.summary(self._intake.counts))
        self._buttons.refresh()

    def _make_choice(self) -> None:
        self._label = QLabel(_("&Show"), self)
        self.choice = QComboBox(self)
        self.choice.setAccessibleName(_("Which files are shown"))
        self._label.setBuddy(self.choice)
        for words, _states in _VIEWS:
            self.choice.addItem(_(words))
        self.choice.currentIndexChanged.connect(lambda _n: self.refresh())

    def _make_table(self) -> None:
        self.model = RowModel(
            (
                Column("name", _("File"), _name, width=24, stretch=True),
                Column("state", _("What became of it"), _state, width=16),
                Column("why", _("Why"), _why, width=36, stretch=True),
            ),
            self,
        )
        self.table = RecordTable(self.model, name=_("Files"), parent=self)
        self.table.setItemDelegate(
            RecordDelegate(self.table, chips={}, doubts={}, muted=("state",))
        )
        self.table.horizontalHeader().setSortIndicatorShown(False)
        self.table.did_open.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._buttons.refresh())
        self._empty = EmptyState("sources", _("No file here"), parent=self)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.table)
        self._pages.addWidget(self._empty)

    def _make_buttons(self) -> None:
        self._buttons = WrappedButtons(self)
        self._buttons.put(
            (
                (_("&Open the source"), self._open_current, lambda: bool(self._source())),
                (_("&Add them"), self._add, lambda: self._may("inbox")),
                (_("&Leave them"), self._leave, lambda: self._may("inbox", "waiting")),
                (_("&Try again"), self._retry, lambda: self._may("failed")),
                (_("&Keep without text"), self._keep, lambda: self._may("failed")),
                (_("&Copy the list"), self._copy, lambda: bool(self.model.rowCount())),
                (_("C&lear the list"), self._clear, self._may_clear),
            )
        )
        for each in self._buttons.made:
            each.setAutoDefault(False)
        self._close: QPushButton = button(self, _("Close"), self.close)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._label)
        top.addWidget(self.choice)
        top.addStretch(1)
        below = QHBoxLayout()
        below.addWidget(self._buttons, 1)
        below.addWidget(self._close, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        column.addWidget(self._summary)
        column.addLayout(top)
        column.addWidget(self._pages, 1)
        column.addWidget(
            line(self, _("The buttons mean the files that are selected; if none is, all of these."))
        )
        column.addLayout(below)

    # what the buttons do

    def _states(self) -> tuple[State, ...]:
        from habeas.store.intake import State

        return tuple(State(name) for name in _VIEWS[self.choice.currentIndex()][1])

    def _chosen(self, *states: str) -> list[int]:
        """The files that are meant: those that are selected, or all that are shown."""
        ids = self.table.chosen() or list(self.model.idents())
        if set(_VIEWS[self.choice.currentIndex()][1]) <= set(states):
            return ids
        rows = (self.model.find(ident) for ident in ids)
        return [
            ident
            for ident, row in zip(ids, rows, strict=True)
            if self._row(row).get("state") in states
        ]

    def _row(self, n: int) -> dict[str, Any]:
        from habeas.ui.rowmodel import ROW_ROLE

        found: dict[str, Any] = self.model.data(self.model.index(n, 0), ROW_ROLE) or {}
        return found

    def _may(self, *states: str) -> bool:
        if self._intake.is_running or not self._intake.may_write:
            return False
        shown = _VIEWS[self.choice.currentIndex()][1]
        counts = {str(state): n for state, n in self._intake.counts.items()}
        return any(state in shown and counts.get(state, 0) for state in states)

    def _may_clear(self) -> bool:
        quiet = ("added", "there", "unread", "failed", "left")
        counts = {str(state): n for state, n in self._intake.counts.items()}
        return not self._intake.is_running and any(counts.get(state, 0) for state in quiet)

    def _add(self) -> None:
        self._intake.retry(self._chosen("inbox"))

    def _retry(self) -> None:
        self._intake.retry(self._chosen("failed"))

    def _leave(self) -> None:
        self._intake.leave(self._chosen("inbox", "waiting"))

    def _keep(self) -> None:
        self._intake.keep_unread(self._chosen("failed"))

    def _clear(self) -> None:
        self._intake.forget()

    def _copy(self) -> None:
        rows = [self._row(n) for n in range(min(self.model.rowCount(), _LONGEST))]
        lines = ("\t".join((_path(row), _state(row), _why(row))) for row in rows)
        QGuiApplication.clipboard().setText("\n".join(lines))
        n = len(rows)
        self._intake.say(ngettext("One line was copied.", "{n} lines were copied.", n).format(n=n))

    def _source(self) -> int:
        row = self.table.currentIndex().row()
        return int(self._row(row).get("source") or 0) if row >= 0 else 0

    def _open_current(self) -> None:
        if source := self._source():
            self._intake.open_source(source)

    def _open(self, _ident: int) -> None:
        self._open_current()


def _name(row: Mapping[str, Any]) -> str:
    from habeas.services.intaking import shown

    return shown(str(row.get("path", "")))


def _path(row: Mapping[str, Any]) -> str:
    from habeas.services.intaking import whole

    return whole(str(row.get("path", "")))


def _state(row: Mapping[str, Any]) -> str:
    return intakewords.state(str(row.get("state", "")))


def _why(row: Mapping[str, Any]) -> str:
    return " ".join(str(row.get("why", "")).split())

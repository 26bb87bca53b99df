"""The history room: every Edit, newest first, and what it changed; nothing can be written here."""

from __future__ import annotations

from array import array
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTextEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from habeas.i18n import N_, _, ngettext
from habeas.overview import history
from habeas.overview.history import Change
from habeas.store.case import Case
from habeas.store.changes import Changes
from habeas.ui import theme
from habeas.ui.actions import Action
from habeas.ui.desk import Desk
from habeas.ui.jobs import Job, Progress
from habeas.ui.rowmodel import Column, RowModel
from habeas.ui.widgets.emptystate import EmptyState
from habeas.ui.widgets.table import RecordDelegate, RecordTable

_KEPT = "history.view"


@dataclass(frozen=True, slots=True)
class _Found:
    ids: array[int]
    undone: frozenset[int]


class HistoryView(QWidget):
    """A table of Edits above what the one under the keyboard changed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._undone: frozenset[int] = frozenset()
        self._job: Job | None = None
        self._telling: Job | None = None
        self._told = 0
        self._wanted = int((desk.kept(_KEPT) or {}).get("current", 0))
        self.model = RowModel(self._columns(), self)
        self.table = RecordTable(self.model, name=_("History"), lines=1, parent=self)
        self.table.horizontalHeader().setSortIndicatorShown(False)
        self.table.setItemDelegate(
            RecordDelegate(self.table, chips={}, doubts={}, muted=("time", "touched", "state"))
        )
        self.details = QTextEdit(self)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setAccessibleName(_("What changed"))
        self._lay_out()
        self.table.did_open.connect(self._go_to_details)
        self.table.selectionModel().currentChanged.connect(self._moved)
        desk.did_change.connect(self._changed)
        desk.did_close.connect(self._keep)
        self.setFocusProxy(self.table)
        self.refresh()

    def actions_table(self) -> list[Action]:
        """What can be done here."""
        return [
            Action("history.details", N_("&What changed (Enter)"), self._go_to_details, local=True)
        ]

    def arrive(self, what: str, ident: int, more: Mapping[str, Any]) -> None:
        """Show the history, at Edit ``ident`` if one is given."""
        if ident and not self.table.go_to(ident):
            self._wanted = ident
        self.table.setFocus()

    def refresh(self) -> None:
        """Read everything again, keeping the Edit that the keyboard is on."""
        if self._job is not None:
            self._job.stop()
        self._job = self.desk.look(_find(self.desk.case), done=self._found)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Write what changed again in the colours of the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_told"):
            self._told = 0
            self._moved()

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("time", _("When"), history.time_of, 28),
            Column("label", _("What was done"), history.label_of, 30, stretch=True),
            Column("touched", _("What it touched"), history.touched_of, 30, stretch=True),
            Column("state", _("Undone"), lambda r: history.state_of(r, self._undone), 10),
        )

    def _lay_out(self) -> None:
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._split.addWidget(self.table)
        self._split.addWidget(self.details)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        self._split.setChildrenCollapsible(False)
        empty = EmptyState(
            "history",
            _("Nothing was done yet"),
            sentence=_("Every act stands here with what it changed, and none can be taken out."),
            parent=self,
        )
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._split)
        self._pages.addWidget(empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.GAP * 2, theme.GAP, theme.GAP * 2, theme.GAP)
        column.addWidget(self._pages)

    def _found(self, found: _Found) -> None:
        if not isValid(self):
            return  # the window took another language while this was read
        self._job = None
        current = self._wanted or self.table.current()
        at_top = self.table.currentIndex().row() <= 0 and not self._wanted
        self._undone, self._wanted, self._told = found.undone, 0, 0
        rows = self.desk.case.rows(find="SELECT 0 WHERE 0", show=history.SHOW)
        rows.ids = found.ids
        self.model.show(rows)
        self._pages.setCurrentIndex(0 if len(found.ids) else 1)
        if (at_top or not self.table.go_to(current)) and len(found.ids):
            self.table.setCurrentIndex(self.model.index(0, 0))

    def _moved(self, *_what: object) -> None:
        edit = self.table.current()
        if not edit or edit == self._told:
            return
        self._told = edit
        if self._telling is not None:
            self._telling.stop()
        self._telling = self.desk.look(_tell(self.desk.case, edit), done=self._show)

    def _show(self, told: tuple[list[Change], int]) -> None:
        if not isValid(self):
            return  # the window took another language while this was read
        self._telling = None
        changes, more = told
        self.details.clear()
        cursor = self.details.textCursor()
        for change in changes:
            _write(cursor, change)
        if not changes:
            cursor.insertText(_("Only what the program keeps for itself changed."))
        if more:
            words = ngettext("… and {n} thing more", "… and {n} things more", more)
            cursor.insertText(words.format(n=more))
        self.details.moveCursor(QTextCursor.MoveOperation.Start)

    def _go_to_details(self, _edit: int = 0) -> None:
        self.details.setFocus()

    def _changed(self, _changes: Changes) -> None:
        self.refresh()

    def _keep(self) -> None:
        self.desk.keep(_KEPT, {"current": self.table.current() or self._wanted})
        self.model.show(None)


def _write(cursor: QTextCursor, change: Change) -> None:
    """A changed thing as plain text: its name in bold, then field by field."""
    bold, plain, muted = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
    bold.setFontWeight(700)
    muted.setForeground(QColor(theme.tokens().muted))
    verb = {"insert": _("Added"), "update": _("Changed"), "delete": _("Removed")}[change.act]
    cursor.insertText(f"{verb}: ", muted)
    cursor.insertText(change.title + "\n", bold)
    for difference in change.differences:
        cursor.insertText(f"    {difference.name}: ", muted)
        if change.act == "update":
            former = difference.former or _("not stated")
            cursor.insertText(former, muted)
            cursor.insertText("  →  ", muted)
            cursor.insertText((difference.new or _("not stated")) + "\n", plain)
        else:
            cursor.insertText((difference.new or difference.former) + "\n", plain)
    cursor.insertText("\n", plain)


def _find(case: Case) -> Generator[Progress, None, _Found]:
    yield Progress()
    ids = array("q", (row[0] for row in case.read.execute(history.FIND)))
    yield Progress()
    return _Found(ids, history.undone(case))


def _tell(case: Case, edit: int) -> Generator[Progress, None, tuple[list[Change], int]]:
    yield Progress()
    return history.changes_of(case, edit)

"""The history room: every Edit, newest first, and what it changed; only undo writes from here."""

from __future__ import annotations

from array import array
from collections.abc import Generator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from habeas.i18n import N_, _
from habeas.overview import history, historyfilter
from habeas.overview.history import Change
from habeas.overview.historyfilter import Filter
from habeas.store.case import Case
from habeas.store.changes import Changes
from habeas.ui import theme
from habeas.ui.actions import Action, refresh_on
from habeas.ui.desk import Desk
from habeas.ui.dialogs import recordhistory, undoing
from habeas.ui.dialogs.undoing import Foreseen
from habeas.ui.jobs import Job, Progress
from habeas.ui.rowmodel import Column, RowModel
from habeas.ui.widgets.changestext import ChangesText
from habeas.ui.widgets.emptystate import EmptyState
from habeas.ui.widgets.historybar import HistoryBar
from habeas.ui.widgets.table import RecordDelegate, RecordTable

_KEPT = "history.view"


@dataclass(frozen=True, slots=True)
class _Found:
    ids: array[int]
    all: int
    undone: frozenset[int]
    people: list[str]
    record: str  # what the record is called that the filter asks for


class HistoryView(QWidget):
    """A table of Edits above what the one under the keyboard changed, and a bar to filter it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._undone: frozenset[int] = frozenset()
        self._job: Job | None = None
        self._telling: Job | None = None
        self._told = 0
        self._actions: list[Action] = []
        kept = desk.kept(_KEPT) or {}
        self._wanted = int(kept.get("current", 0))
        self.model = RowModel(self._columns(), self)
        self.table = RecordTable(self.model, name=_("History"), lines=1, parent=self)
        self.table.horizontalHeader().setSortIndicatorShown(False)
        muted = ("time", "who", "touched", "state")
        doubts = {"label": history.aside_of}
        self.table.setItemDelegate(
            RecordDelegate(self.table, chips={}, doubts=doubts, muted=muted)
        )  # fmt: skip
        self.table.show_column("who", shown=False)
        self.details = ChangesText(_("What changed"), self)
        self.bar = HistoryBar(self)
        self.bar.show_filter(_filter(kept.get("filter", {})))
        self._lay_out()
        self.table.did_open.connect(self._go_to_details)
        self.table.selectionModel().currentChanged.connect(self._moved)
        self.details.did_open.connect(self._open)
        self.details.cursorPositionChanged.connect(self._refresh_actions)
        self.bar.did_change.connect(self.refresh)
        desk.did_change.connect(self._changed)
        desk.did_close.connect(self._keep)
        self.setFocusProxy(self.table)
        self.refresh()

    def actions_table(self) -> list[Action]:
        """What can be done here."""
        chosen, shown = self._has_edit, self._has_record
        self._actions = [
            Action("history.details", N_("&What changed (Enter)"), self._go_to_details,
                   enabled=chosen, local=True),
            Action("history.open", N_("&Open what was changed"), self._open_current, ("O",),
                   enabled=shown, local=True),
            Action("history.record", N_("&History of what was changed…"), self.show_record,
                   (recordhistory.KEY,), icon="history", enabled=shown, local=True),
            Action("history.only", N_("Show only what &touched it"), self._only, ("R",),
                   icon="filter", enabled=shown, local=True),
            Action("history.then", N_("The record as it &stood then"), self._stand, ("A",),
                   enabled=chosen, local=True),
            Action("history.undo-one", N_("&Undo this act…"), self.undo_one, ("U",), icon="undo",
                   enabled=self._can_undo, local=True, group=1),
            Action("history.filter", N_("&Filter the history"), self.bar.ask, ("/",),
                   icon="filter", local=True, group=2),
            Action("history.clear", N_("Show &everything again"), self.clear, ("Ctrl+Shift+L",),
                   icon="clear", local=True, group=2),
        ]  # fmt: skip
        return self._actions

    def arrive(self, what: str, ident: int, more: Mapping[str, Any]) -> None:
        """Show the history, at Edit ``ident`` if one is given; ``of`` and ``id`` in ``more`` name
        a record to show that touched it alone.
        """
        if more.get("of"):
            self.bar.show_filter(Filter(what=str(more["of"]), ident=int(more.get("id", 0))))
            self._wanted = ident
            self.refresh()
        elif ident and not self.table.go_to(ident):
            self._wanted = ident
            self.bar.show_filter(Filter())
            self.refresh()
        self.table.setFocus()

    def refresh(self) -> None:
        """Read everything again, keeping the Edit that the keyboard is on."""
        if self._job is not None:
            self._job.stop()
        self._job = self.desk.look(_find(self.desk.case, self.bar.filter), done=self._found)

    def clear(self) -> None:
        """Show the whole history."""
        self.bar.clear()
        self.table.setFocus()

    def undo_one(self) -> None:
        """Show what undoing the chosen Edit would do, or what is in the way of it."""
        edit = self.table.current()
        if edit:
            self.desk.look(undoing.foresee(self.desk.case, edit), done=self._foreseen)

    # how it is laid out

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("time", _("When"), history.time_of, 26),
            Column("who", _("Who"), history.who_of, 12),
            Column("label", _("What was done"), history.line_of, 22, stretch=True),
            Column("state", _("Undone"), lambda r: history.state_of(r, self._undone), 9),
            Column("touched", _("What it touched"), history.touched_of, 24, stretch=True),
        )

    def _lay_out(self) -> None:
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._split.addWidget(self.table)
        self._split.addWidget(self.details)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        self._split.setChildrenCollapsible(False)
        self._empty = EmptyState(
            "history",
            _("Nothing was done yet"),
            sentence=_("Every act stands here with what it changed, and none can be taken out."),
            parent=self,
        )
        show_all = QPushButton(_("Show the &whole history"), self)
        show_all.clicked.connect(self.clear)
        self._hidden = EmptyState(
            "filter",
            _("No act fits the filter"),
            sentence=_("The case has a history, but the filter hides all of it."),
            buttons=[show_all],
            parent=self,
        )
        self._pages = QStackedWidget(self)
        for page in (self._split, self._empty, self._hidden):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.GAP * 2, theme.GAP, theme.GAP * 2, theme.GAP)
        column.setSpacing(theme.GAP // 2)
        column.addWidget(self.bar)
        column.addWidget(self._pages, 1)
        QWidget.setTabOrder(self.bar, self.table)

    # finding and showing

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
        self.table.show_column("who", shown=bool(found.people))
        self.bar.setVisible(bool(found.all))
        self.bar.offer_people(found.people)
        self.bar.say_count(len(found.ids), found.all)
        if found.record:
            self.bar.name_record(found.record)
        page = self._split if len(found.ids) else self._hidden if found.all else self._empty
        self._pages.setCurrentWidget(page)
        if (at_top or not self.table.go_to(current)) and len(found.ids):
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._refresh_actions()

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
        self.details.show_changes(*told)
        self._refresh_actions()

    def _refresh_actions(self) -> None:
        refresh_on(self, self._actions)

    # what can be done with an Edit, and with what it changed

    def _has_edit(self) -> bool:
        return self.desk.is_open and bool(self.table.current())

    def _can_undo(self) -> bool:
        return self._has_edit() and self.desk.can_write

    def _stand(self) -> None:
        self.desk.did_ask_past.emit(self.table.current())

    def _has_record(self) -> bool:
        change = self.details.current
        return self._has_edit() and change is not None and change.opens is not None

    def _go_to_details(self, _edit: int = 0) -> None:
        self.details.setFocus()

    def _open_current(self) -> None:
        self._open(self.details.current)

    def _open(self, change: Change | None) -> None:
        if change is None:
            return
        if change.opens is None:
            self.desk.say(_("This is not in the case any more."))
        else:
            self.desk.ask(*change.opens)

    def show_record(self) -> None:
        """Show every value that what was changed ever had."""
        change = self.details.current
        if change is not None and change.opens is not None:
            recordhistory.show(self.desk, *change.opens, parent=self)

    def _only(self) -> None:
        """Leave only the Edits that touched the record the cursor is on."""
        change = self.details.current
        if change is not None and change.opens is not None:
            what, ident = change.opens
            self.bar.show_filter(replace(self.bar.filter, what=what, ident=ident))
            self.refresh()
            self.table.setFocus()

    def _foreseen(self, foreseen: Foreseen) -> None:
        if isValid(self):
            self._asking = undoing.show(
                foreseen, undo=self._undo, go=self._go_to_edit, parent=self
            )  # fmt: skip

    def _undo(self, edit: int) -> None:
        work = undoing.undo(self.desk.case, edit)
        self.desk.write(work, title=_("Undoing"), done=self._undid)

    def _undid(self, changes: Changes) -> None:
        self.desk.tell(changes)
        self.desk.say(_("Undone. Redo takes it back."))

    def _go_to_edit(self, edit: int) -> None:
        self.arrive("history", edit, {})

    def _changed(self, _changes: Changes) -> None:
        self.refresh()

    def _keep(self) -> None:
        self.bar.stop()
        kept = {"current": self.table.current() or self._wanted, "filter": asdict(self.bar.filter)}
        self.desk.keep(_KEPT, kept)
        self.model.show(None)


def _filter(kept: Mapping[str, Any]) -> Filter:
    """The filter that was kept."""
    words = {name: str(kept.get(name, "")) for name in ("who", "words", "kind", "what")}
    return Filter(**words, ident=int(kept.get("ident", 0)))


def _find(case: Case, wanted: Filter) -> Generator[Progress, None, _Found]:
    yield Progress()
    ids = historyfilter.find(case, wanted)
    yield Progress()
    everything = case.query("SELECT count(*) AS n FROM edit WHERE open IS NULL")[0]["n"]
    record = historyfilter.named(case, wanted.what, wanted.ident)
    yield Progress()
    return _Found(ids, everything, history.undone(case), history.people(case), record)


def _tell(case: Case, edit: int) -> Generator[Progress, None, tuple[list[Change], int]]:
    yield Progress()
    return history.changes_of(case, edit)

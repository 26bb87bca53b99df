"""All claims of the case in one table: sorted, filtered, each a key away from its words."""

from __future__ import annotations

from array import array
from collections.abc import Generator, Mapping
from dataclasses import asdict, fields, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from habeas import i18n
from habeas.i18n import N_, _, ngettext
from habeas.overview import claims
from habeas.overview.claims import Filter
from habeas.services import registering
from habeas.store.case import Case
from habeas.store.changes import Changes
from habeas.ui import icons, theme
from habeas.ui.actions import Action
from habeas.ui.desk import Desk
from habeas.ui.dialogs import purging, recordhistory
from habeas.ui.jobs import Job, Progress
from habeas.ui.rowmodel import ROW_ROLE, Column, RowModel
from habeas.ui.widgets.chip import kind_name
from habeas.ui.widgets.emptystate import EmptyState
from habeas.ui.widgets.filterbar import claim_bar, offer_claims, read_filter, show_filter
from habeas.ui.widgets.table import RecordDelegate, RecordTable

_KEPT = "claims.view"
_TOUCHING = ("claim", "claim_place", "claim_passage", "voice", "source", "event", "place", "actor")
_AT_MOST = 1000  # rows copied at once


_SORTINGS = (
    N_("Sort by &kind"), N_("Sort by &type"), N_("Sort by cl&aim"), N_("Sort by &day"),
    N_("Sort by &place"), N_("Sort by how &many"), N_("Sort by &voice"), N_("Sort by &source"),
)  # fmt: skip


def columns() -> tuple[Column, ...]:
    """The columns of the table, their widths in letters."""
    return (
        Column("kind", _("Kind"), lambda r: kind_name(r["kind"]), 13, sort="kind"),
        Column("type", _("Type"), claims.type_of, 12, sort="type"),
        Column("summary", _("Claim"), claims.summary_of, 24, stretch=True, sort="summary"),
        Column("day", _("When"), claims.brief_when_of, 18, sort="day"),
        Column("place", _("Where and whom"), claims.where_of, 17, sort="place"),
        Column("how many", _("How many"), claims.many_of, 13, sort="how many"),
        Column("voice", _("Who says so"), claims.voice_of, 15, sort="voice"),
        Column("source", _("Source"), claims.source_of, 16, sort="source"),
    )


class ClaimsView(QWidget):
    """The claims room; ``current_filter`` is what a report of what is filtered goes by."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._filter = Filter()
        self._sort, self._descending = "day", False
        self._job: Job | None = None
        self._wanted = 0
        self._all = 0
        self.model = RowModel(columns(), self)
        self.table = RecordTable(self.model, name=_("Claims"), parent=self)
        self.table.setItemDelegate(
            RecordDelegate(
                self.table,
                chips={"kind": lambda row: str(row["kind"])},
                doubts={"summary": claims.doubt_of},
                muted=("type", "day", "source"),
            )
        )
        self.bar = claim_bar(self)
        self._lay_out()
        self.table.did_open.connect(self._open)
        self.table.did_sort.connect(self._sort_by)
        self.table.selectionModel().selectionChanged.connect(self._say_count)
        self.bar.did_change.connect(self._fields_changed)
        desk.did_change.connect(self._changed)
        desk.did_close.connect(self._keep)
        self.setFocusProxy(self.table)
        self._recall()
        self._look()

    def actions_table(self) -> list[Action]:
        """What can be done with the claims of the table."""
        here = "claims"
        return [
            Action(f"{here}.open", N_("&Open in the text (Enter)"),
                   lambda: self._open(self.table.current()), local=True),
            Action(f"{here}.event", N_("Go to the &event"), self._open_event, ("G",), local=True),
            Action(f"{here}.history", recordhistory.ASK["claim"], self._show_history,
                   (recordhistory.KEY,), icon="history", local=True),
            Action(f"{here}.copy", N_("&Copy the selected rows"), self._copy, ("Ctrl+C",),
                   icon="paste", local=True),
            Action(f"{here}.filter", N_("&Filter the claims"), self._go_to_filter, ("/",),
                   icon="filter", local=True, group=1),
            Action(f"{here}.clear", N_("C&lear the filter"), self.clear, ("Ctrl+Shift+L",),
                   icon="clear", local=True, group=1),
            *(
                Action(f"{here}.sort.{column.id.replace(' ', '-')}", title,
                       partial(self._sort_by, column.id, descending=None), local=True, group=2)
                for column, title in zip(self.model.columns, _SORTINGS, strict=True)
            ),
            Action(f"{here}.purge", purging.ASK["claim"], self._purge,
                   enabled=lambda: self.desk.can_write, local=True, group=3),
        ]  # fmt: skip

    def arrive(self, what: str, ident: int, more: Mapping[str, Any]) -> None:
        """Show the claims of a filter: any of kind, type, place, voice, source, event, words,
        assertion, first_day and last_day; with nothing given, all as they were left.
        """
        known = {f.name for f in fields(Filter)}
        given = {name: value for name, value in more.items() if name in known and value}
        if isinstance(given.get("voice"), str):
            given["voice"] = _actor_named(self.desk, given["voice"])
        if more:
            self._filter = Filter(**given)
            offer_claims(self.bar, claims.choices(self.desk.case))
            self._show_filter()
            self._look()
        self.table.setFocus()

    def current_filter(self) -> Filter:
        """What the table is filtered by."""
        return self._filter

    def filtered(self) -> tuple[int, ...] | None:
        """The claims that the filter leaves, in their order; None if it hides nothing."""
        return None if self._filter.is_empty else tuple(self.model.idents())

    def refresh(self) -> None:
        """Read everything again, keeping selection and scroll."""
        offer_claims(self.bar, claims.choices(self.desk.case))
        self._look()

    def clear(self) -> None:
        """Show all claims."""
        self._filter = Filter()
        self._show_filter()
        self._look()
        self.table.setFocus()

    # laying out

    def _lay_out(self) -> None:
        self.count = QLabel(self)
        theme.role(self.count, "muted")
        self.event_button = QPushButton(self)
        icons.put(self.event_button, "close")
        self.event_button.clicked.connect(self._drop_event)
        self.event_button.hide()
        self.clear_button = QPushButton(_("C&lear"), self)
        self.clear_button.setAccessibleName(_("Clear the filter"))
        theme.role(self.clear_button, "flat")
        self.clear_button.clicked.connect(self.clear)
        foot = QHBoxLayout()
        foot.setSpacing(theme.GAP)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.event_button)
        foot.addWidget(self.clear_button)
        show_all = QPushButton(_("Show &all claims"), self)
        show_all.clicked.connect(self.clear)
        self._none = EmptyState(
            "claims",
            _("No claims yet"),
            sentence=_(
                "Read a source and accept what Habeas suggests, or mark words and pick a kind. "
                "Every claim then stands here."
            ),
            parent=self,
        )
        self._hidden = EmptyState(
            "filter",
            _("No claim fits the filter"),
            sentence=_("The case has claims, but the filter hides all of them."),
            buttons=[show_all],
            parent=self,
        )
        self._pages = QStackedWidget(self)
        for page in (self.table, self._none, self._hidden):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.GAP * 2, theme.GAP, theme.GAP * 2, theme.GAP)
        column.setSpacing(theme.GAP // 2)
        column.addWidget(self.bar)
        column.addLayout(foot)
        column.addWidget(self._pages, 1)
        QWidget.setTabOrder(self.event_button, self.clear_button)
        QWidget.setTabOrder(self.clear_button, self.table)

    # the filter

    def _fields_changed(self) -> None:
        self._filter = read_filter(self.bar, self._filter)
        self._look()

    def _show_filter(self) -> None:
        show_filter(self.bar, self._filter)

    def _drop_event(self) -> None:
        self._filter = replace(self._filter, event=0)
        self._look()
        self.table.setFocus()

    def _go_to_filter(self) -> None:
        self.bar.field("words").setFocus()
        self.bar.field("words").selectAll()

    def _sort_by(self, column: str, descending: bool | None = None) -> None:
        if descending is None:  # asked for by name: once more turns it round
            descending = column == self._sort and not self._descending
        self._sort, self._descending = column, descending
        self._look()

    # finding and showing

    def _look(self) -> None:
        if self._job is not None:
            self._job.stop()
        self.table.show_sort(self._sort, descending=self._descending)
        self._say_event()
        self.clear_button.setEnabled(not self._filter.is_empty)
        self._job = self.desk.look(self._finding(), done=self._found)

    def _finding(self) -> Generator[Progress, None, tuple[int, array[int]]]:
        case, wanted, sort, descending = (
            self.desk.case, self._filter, self._sort, self._descending,
        )  # fmt: skip
        return _find(case, wanted, sort=sort, descending=descending)

    def _found(self, found: tuple[int, array[int]]) -> None:
        if not isValid(self):
            return  # the window took another language while this was read
        self._job = None
        self._all, ids = found
        chosen, current = self.table.chosen(), self.table.current() or self._wanted
        scroll = self.table.verticalScrollBar().value()
        rows = self.desk.case.rows(find="SELECT 0 WHERE 0", show=claims.SHOW)
        rows.ids = ids
        self.model.show(rows)
        self._wanted = 0
        if not self.table.go_to(current) and len(ids):
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._choose_again(chosen)
        self.table.verticalScrollBar().setValue(scroll)
        if self.table.currentIndex().isValid():
            self.table.scrollTo(self.table.currentIndex())
        page = self.table if len(ids) else self._hidden if self._all else self._none
        self.bar.setVisible(bool(self._all))
        self.count.setVisible(bool(self._all))
        self.clear_button.setVisible(bool(self._all))
        held = self._pages.currentWidget()
        if held is not page:
            self._pages.setCurrentWidget(page)
        self._say_count()

    def _choose_again(self, idents: list[int]) -> None:
        if len(idents) < 2 or len(idents) > _AT_MOST:
            return
        flag = self.table.selectionModel().SelectionFlag
        for ident in idents:
            row = self.model.find(ident)
            if row >= 0:
                self.table.selectionModel().select(
                    self.model.index(row, 0), flag.Select | flag.Rows
                )

    def _say_count(self, *_what: object) -> None:
        shown = self.model.rowCount()
        if self._filter.is_empty:
            words = ngettext("{n} claim", "{n} claims", shown).format(n=_number(shown))
        else:
            words = ngettext("{n} of {all} claim", "{n} of {all} claims", self._all).format(
                n=_number(shown), all=_number(self._all)
            )
        chosen = len(self.table.selectionModel().selectedRows())
        if chosen > 1:
            words = _("{words}, {n} selected").format(words=words, n=_number(chosen))
        self.count.setText(words)

    def _say_event(self) -> None:
        event = self._filter.event
        self.event_button.setVisible(bool(event))
        if event:
            found = self.desk.case.query("SELECT title FROM event WHERE id = ?", event)
            title = found[0]["title"] if found else _("an event that is gone")
            words = _("Only the event “{title}”").format(title=title)
            short = self.fontMetrics().averageCharWidth() * 44
            shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, short)
            self.event_button.setText(shown.replace("&", "&&"))
            self.event_button.setAccessibleName(_("{words}: show others too").format(words=words))
            self.event_button.setToolTip(self.event_button.accessibleName())

    def _changed(self, changes: Changes) -> None:
        if changes.touch(*_TOUCHING):
            self.refresh()

    # what can be done with a row

    def _open(self, ident: int) -> None:
        if ident:
            self.desk.ask("claim", ident)

    def _open_event(self) -> None:
        found = self.desk.case.query(
            "SELECT event FROM claim WHERE id = ? AND event IS NOT NULL", self.table.current()
        )
        if found:
            self.desk.ask("event", int(found[0]["event"]))
        elif self.table.current():
            self.desk.say(_("This claim is in no event."))

    def _show_history(self) -> None:
        recordhistory.show(self.desk, "claim", self.table.current(), parent=self)

    def _purge(self) -> None:
        purging.ask(self.desk, "claim", self.table.current(), parent=self)

    def _copy(self) -> None:
        chosen = self.table.chosen()[:_AT_MOST]
        found = [self.model.find(ident) for ident in chosen]
        rows = [self.model.data(self.model.index(row, 0), ROW_ROLE) for row in found]
        lines = [claims.as_text(row) for row in rows if row]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))
            copied = ngettext("{n} claim was copied.", "{n} claims were copied.", len(lines))
            self.desk.say(copied.format(n=len(lines)))

    # view state

    def _recall(self) -> None:
        kept = self.desk.kept(_KEPT) or {}
        known = {f.name for f in fields(Filter)}
        given = {k: v for k, v in kept.get("filter", {}).items() if k in known}
        self._filter = Filter(**given)
        if kept.get("sort") in claims.SORTS:
            self._sort, self._descending = kept["sort"], bool(kept.get("descending"))
        self._wanted = int(kept.get("current", 0))
        offer_claims(self.bar, claims.choices(self.desk.case))
        self._show_filter()

    def _keep(self) -> None:
        self.bar.stop()
        state = {
            "filter": asdict(self._filter),
            "sort": self._sort,
            "descending": self._descending,
            "current": self.table.current() or self._wanted,
        }
        self.desk.keep(_KEPT, state)
        self.model.show(None)


def _find(
    case: Case, wanted: Filter, *, sort: str, descending: bool
) -> Generator[Progress, None, tuple[int, array[int]]]:
    """How many claims there are, and the ids of the wanted ones."""
    yield Progress()
    everything = int(case.query("SELECT count(*) AS n FROM claim")[0]["n"])
    yield Progress()
    return everything, claims.find(case, wanted, sort=sort, descending=descending)


def _actor_named(desk: Desk, name: str) -> int:
    return registering.find_actor(desk.case, name) or 0


def _number(n: int) -> str:
    from babel.numbers import format_decimal

    return str(format_decimal(n, locale=i18n.language()))

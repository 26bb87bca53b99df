"""Events: which there are, and of each its claims side by side, where they agree and where not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from habeas.domain.event import Event
from habeas.errors import Problem
from habeas.i18n import N_, _, ngettext
from habeas.overview import register
from habeas.overview.agreement import disagreeing
from habeas.services import gathering
from habeas.store.case import Case
from habeas.store.changes import Changes
from habeas.store.edit import Edit
from habeas.ui.actions import Action, refresh_on
from habeas.ui.desk import Desk
from habeas.ui.dialogs import recordhistory
from habeas.ui.jobs import Progress, Work
from habeas.ui.rowmodel import ROW_ROLE, Column, RowModel
from habeas.ui.views import linking
from habeas.ui.widgets.emptystate import EmptyState
from habeas.ui.widgets.eventpage import EventPage
from habeas.ui.widgets.fieldrow import FieldRow
from habeas.ui.widgets.namefilter import KEYS, NameFilter
from habeas.ui.widgets.registerpage import Form, ListOfNames, NameCombo, choice, must, names
from habeas.ui.widgets.wrappedbuttons import Button

_AT_ONCE = 40  # claims of an event that are compared before the window goes on
_NEAR = 16  # events around the one that is drawn whose disagreements are found with it
_SHOWN = ("event", "claim", "source", "voice", "link", "claim_place", "place", "claim_passage")


class EventsView(QWidget):
    """The events in a list; beside it the page of the one that is chosen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._stale = False
        self._actions: list[Action] = []
        self._apart: dict[int, int] = {}
        model = RowModel([Column("event", _("Event"), self._words)])
        self.list = ListOfNames(_("Events"), model, parent=self)
        self.filter = NameFilter(self.list, parent=self)
        self.page = EventPage(desk, self)
        self.empty = EmptyState("events", "", parent=self)
        self._right = QStackedWidget(self)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._lay_out()
        self.list.did_choose.connect(self._chosen)
        self.filter.did_type.connect(self.refresh)
        desk.did_open.connect(self._opened)
        desk.did_close.connect(self._closing)
        desk.did_change.connect(self._changed)
        if desk.is_open:
            self._opened()

    def actions_table(self) -> list[Action]:
        """What can be done with the event that is shown."""
        there, ask, past = self._can_change, self.filter.ask, recordhistory.ASK["event"]
        acts = (
            ("correct", N_("&Correct the event…"), self.correct, "F2", "edit", there, 0),
            ("stand", N_("&Stand on a value…"), self.stand_on, "S", "accept", self._can_stand, 0),
            ("link", N_("&Link to another event…"), self.link, "L", "link", there, 1),
            ("unlink", N_("&Remove a link…"), self.unlink, "Shift+L", "", self._can_unlink, 1),
            ("move", N_("Mo&ve a claim to another event…"), self.move_claim, "V", "", there, 1),
            ("out", N_("&Take a claim out…"), self.take_out, "Del", "", there, 1),
            ("merge", N_("&Merge with another event…"), self.merge, "M", "", there, 2),
            ("history", past, self.show_history, recordhistory.KEY, "history", self._there, 2),
            ("filter", N_("&Filter the list"), ask, KEYS, "filter", self._is_open, 3),
        )
        self._actions = [
            Action(f"events.{name}", text, run, (keys,), "", icon, can, local=True, group=group)
            for name, text, run, keys, icon, can, group in acts
        ]
        return self._actions

    def arrive(self, what: str, ident: int, more: Mapping[str, Any]) -> None:
        """Show this event."""
        if self._stale:
            self.refresh()
        if ident and not self.list.choose(ident) and self.filter.is_on:
            self.filter.clear()
            self.refresh()
        if ident and not self.list.choose(ident):
            self.desk.say(_("This event is not in the case any more."))
        self.list.setFocus()

    def refresh(self) -> None:
        """Read everything again; the event that is shown stays."""
        self._stale = False
        self._apart.clear()
        shown, row = self.list.current, self.list.currentIndex().row()
        case = self.desk.case if self.desk.is_open else None
        found = case.rows(find=register.EVENTS, show=register.EVENT_ROW) if case else None
        self.list.rows.show(self.filter.apply(self.desk, "event", found) if found else None)
        count = self.list.rows.rowCount()
        if not count:
            self._show_empty()
        elif not self.list.choose(shown):
            self.list.choose(self.list.rows.ident(max(0, min(row, count - 1))))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """What changed while another room was shown is read now."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    # what the user decides

    def correct(self) -> None:
        """Ask for another title and a note."""
        event = self.desk.case.get(Event, self.list.current)
        title, note = QLineEdit(event.title), QPlainTextEdit(event.note)
        note.setTabChangesFocus(True)
        rows = {"title": FieldRow(_("&Title"), title), "note": FieldRow(_("&Note"), note)}

        def act(edit: Edit) -> None:
            gathering.describe(edit, event.id, title=title.text(), note=note.toPlainText())

        self._ask(_("Correct the event"), rows, N_("Correct event"), act, button=_("Correct"))

    def stand_on(self) -> None:
        """Ask which claim's value the event stands on, and why."""
        event = self.desk.case.get(Event, self.list.current)
        claims = self._claims(self.page.values())
        if not claims.count():
            self.desk.say(_("No claim of this event has a value to stand on."))
            return
        claims.insertItem(0, _("nothing yet"), None)
        claims.setCurrentIndex(max(0, claims.findData(event.stands_on or self.page.current_claim)))
        reason = QLineEdit(event.stands_reason)
        rows = {
            "claim": FieldRow(_("&Claim whose value is stood on"), claims),
            "reason": FieldRow(_("&Reason"), reason, hint=_("It stands in the report.")),
        }

        def act(edit: Edit) -> None:
            gathering.stand_on(edit, event.id, claims.currentData(), reason=reason.text())

        self._ask(_("Stand on a value"), rows, N_("Stand on a value"), act, button=_("Stand on it"))

    def link(self) -> None:
        """Ask how this event is linked to which other, and on which words that rests."""
        rows, act = linking.linking(self.desk, self.page, here=self.list.current)
        self._ask(_("Link events"), rows, N_("Link events"), act, button=_("Link them"))

    def unlink(self) -> None:
        """Ask which link of this event to remove; the claims and their words stay."""
        if not self.page.own_links():
            self.desk.say(_("This event has no links of its own."))
            return
        rows, act = linking.unlinking(self.page)
        self._ask(
            _("Remove a link"),
            rows,
            N_("Remove link"),
            act,
            button=_("Remove"),
            sentence=_("Links between single claims are removed where the claim is corrected."),
        )

    def move_claim(self) -> None:
        """Ask which claim belongs to which other event."""
        claims, other = self._claims(), NameCombo()
        other.set_names(names(self.desk, "event", but=self.list.current))
        hint = _("Leave it empty for a new event of its own.")
        rows = {
            "claim": FieldRow(_("&Claim"), claims),
            "event": FieldRow(_("&Event it belongs to"), other, hint=hint),
        }

        def act(edit: Edit) -> None:
            if other.chosen is None:
                gathering.new_event(edit, claims.currentData())
            else:
                gathering.gather(edit, claims.currentData(), must(other, "event"))

        label = N_("Move claim to another event")
        self._ask(_("Move a claim to another event"), rows, label, act, button=_("Move"))

    def take_out(self) -> None:
        """Take the claim that the keyboard stands on out of the event, else ask which one."""
        if self.page.current_claim and self.page.claims.hasFocus():
            claim = self.page.current_claim
            self._write(N_("Take claim out of event"), lambda e: gathering.gather(e, claim, None))
            return
        claims = self._claims()
        rows = {"claim": FieldRow(_("&Claim"), claims)}
        self._ask(
            _("Take a claim out of the event"),
            rows,
            N_("Take claim out of event"),
            lambda edit: gathering.gather(edit, claims.currentData(), None),
            button=_("Take out"),
            sentence=_("The claim stays in the record. An event that is left empty goes."),
        )

    def merge(self) -> None:
        """Ask which other event is the same, and put its claims here."""
        here, other = self.list.current, NameCombo()
        other.set_names(names(self.desk, "event", but=here))
        self._ask(
            _("Merge events"),
            {"event": FieldRow(_("The &other event"), other)},
            N_("Merge events"),
            lambda edit: gathering.merge(edit, here, must(other, "event")),
            button=_("Merge"),
            sentence=_(
                "The claims of the event that you choose come into this one; its title, its note "
                "and the links that it has itself go. Undo parts the two again."
            ),
        )

    def show_history(self) -> None:
        """Every value that the event had."""
        recordhistory.show(self.desk, "event", self.list.current, parent=self)

    # how it is shown

    def _lay_out(self) -> None:
        self.list.setMinimumWidth(180)
        self._split.addWidget(self.filter)
        self._split.addWidget(self._right)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([290, 800])
        self._split.setChildrenCollapsible(False)
        self._right.addWidget(self.empty)
        self._right.addWidget(self.page)
        self.page.put_buttons(self._buttons())
        self.page.tab_from(self.list)
        self.list.enter = self.page.enter
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._split)
        self.setFocusProxy(self.list)

    def _buttons(self) -> list[Button]:
        there = self._can_change
        return [
            (_("Co&rrect…"), self.correct, there),
            (_("&Stand on a value…"), self.stand_on, self._can_stand),
            (_("&Link…"), self.link, there),
            (_("M&ove a claim…"), self.move_claim, there),
            (_("&Take a claim out…"), self.take_out, there),
            (_("&Merge…"), self.merge, there),
        ]

    def _words(self, row: dict[str, Any]) -> str:
        """A row of the list in words: a line for title, date, counts, and what disagrees."""
        claims = ngettext("{n} claim", "{n} claims", row["claims"]).format(n=row["claims"])
        sources = ngettext("{n} source", "{n} sources", row["sources"]).format(n=row["sources"])
        apart = _("disagrees") if self._disagrees(row["id"], row["claims"]) else ""
        title = " ".join(row["title"].split())
        return f"{title}\n{register.when_of(row)}\n{claims}, {sources}\n{apart}".rstrip()

    def _disagrees(self, event: int, claims: int) -> bool:
        """Whether two claims of an event cannot both hold; of many claims it is told later."""
        if event not in self._apart and claims > _AT_ONCE:
            self._apart[event] = 0
            self.desk.look(_comparing(self.desk.case, event), done=self._compared)
        elif event not in self._apart:
            row, rows = self.list.rows.find(event), self.list.rows
            near = [rows.ident(n) for n in range(row, row + _NEAR) if rows.ident(n)]
            small = [n for n in near if rows.data(rows.index(rows.find(n), 0), ROW_ROLE)["claims"]
                     <= _AT_ONCE and n not in self._apart]  # fmt: skip
            self._apart |= disagreeing(self.desk.case, small or [event])
        return bool(self._apart[event])

    def _compared(self, found: dict[int, int]) -> None:
        self._apart |= found
        self.list.viewport().update()

    def _there(self) -> bool:
        return self.desk.is_open and bool(self.list.current)

    def _is_open(self) -> bool:
        return self.desk.is_open

    def _can_change(self) -> bool:
        return self._there() and self.desk.can_write

    def _can_stand(self) -> bool:
        return self._can_change() and bool(self.page.values())

    def _can_unlink(self) -> bool:
        return self._can_change() and bool(self.page.own_links())

    def _chosen(self, event: int) -> None:
        self.desk.keep("events", {"event": event, "split": self._split.sizes()})
        self._load(event)

    def _load(self, event: int) -> None:
        case = self.desk.case
        found = case.query("SELECT count(*) AS n FROM claim WHERE event = ?", event)
        if found[0]["n"] <= _AT_ONCE:
            self._show_page(register.page(case, event))
            return

        def work() -> Work:
            yield Progress()
            return register.page(case, event)

        self.desk.look(work(), done=self._show_page)

    def _show_page(self, page: register.Page) -> None:
        if page.event.id == self.list.current:
            self.page.show_page(page)
            self._right.setCurrentWidget(self.page)
            refresh_on(self, self._actions)

    def _show_empty(self) -> None:
        if self.filter.is_on:
            self.empty.set_words(_("No name fits the filter"), _("Empty it to see all names."))
        else:
            self.empty.set_words(
                _("No events yet"),
                _("Accept a claim in a source: it proposes the event that it belongs to."),
            )
        self._right.setCurrentWidget(self.empty)
        refresh_on(self, self._actions)

    def _changed(self, changes: Changes) -> None:
        if not changes.touch(*_SHOWN):
            return
        if not self.isVisible():
            self._stale = True
            return
        shown = self.list.current
        self.refresh()
        if self.list.current == shown and shown:
            self._load(shown)

    def _opened(self) -> None:
        kept = self.desk.kept("events", {})
        self.refresh()
        self.list.choose(kept.get("event", 0))
        if kept.get("split"):
            self._split.setSizes(kept["split"])

    def _closing(self) -> None:
        self.desk.keep("events", {"event": self.list.current, "split": self._split.sizes()})
        self.filter.clear()
        self.list.rows.show(None)

    def _claims(self, offered: Iterable[tuple[int, str]] | None = None) -> QComboBox:
        claims = choice(self.page.summaries() if offered is None else offered)
        claims.setCurrentIndex(max(0, claims.findData(self.page.current_claim)))
        return claims

    def _ask(
        self,
        title: str,
        rows: Mapping[str, FieldRow],
        label: str,
        act: Callable[[Edit], object],
        *,
        button: str,
        sentence: str = "",
    ) -> None:
        Form(
            title,
            rows,
            submit=partial(self._edit, label, act),
            button=button,
            sentence=sentence,
            desk=self.desk,
            parent=self,
        ).open()

    def _edit(self, label: str, act: Callable[[Edit], object]) -> None:
        with self.desk.edit(label) as edit:
            act(edit)

    def _write(self, label: str, act: Callable[[Edit], object]) -> None:
        try:
            self._edit(label, act)
        except Problem as problem:
            self.desk.did_fail.emit(problem)


def _comparing(case: Case, event: int) -> Work:
    yield Progress()
    return disagreeing(case, [event])

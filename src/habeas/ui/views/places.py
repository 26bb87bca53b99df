"""The register: places and actors by name, and everything the record says of each, by time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from habeas import vocabulary
from habeas.domain.register import Place
from habeas.i18n import N_, _, ngettext
from habeas.overview import register
from habeas.services import registering
from habeas.store.changes import Changes
from habeas.store.edit import Edit
from habeas.ui import theme
from habeas.ui.actions import Action, refresh_on
from habeas.ui.desk import Desk
from habeas.ui.dialogs import purging, recordhistory
from habeas.ui.rowmodel import ROW_ROLE, Column, RowModel
from habeas.ui.widgets.claimtable import ClaimTable
from habeas.ui.widgets.description import Description
from habeas.ui.widgets.emptystate import EmptyState
from habeas.ui.widgets.fieldrow import FieldRow
from habeas.ui.widgets.heading import Heading
from habeas.ui.widgets.namefilter import KEYS as FILTER_KEYS
from habeas.ui.widgets.namefilter import NameFilter
from habeas.ui.widgets.registerpage import Form, ListOfNames, NameCombo, must, names

_FEW = 6  # places within a place that its heading names
_SHOWN = ("claim", "claim_place", "voice", "role", "source")


@dataclass(frozen=True, slots=True)
class Register:
    """What is different between places and actors: tables, words and verbs."""

    table: str
    title: str
    find: str
    row: str
    claims: str  # the ids of the claims about one; its number as every parameter
    claim_row: Callable[[int], str]
    part: tuple[str, Callable[[dict[str, Any]], str]]  # a column of its own: heading and words
    kinds: str
    empty: str
    merge: Callable[[Edit, int, int], None]
    also: Callable[[Edit, int, str], None]
    merged: str
    in_table: str  # what it is called to see its claims in the table of all claims


class RegisterView(QWidget):
    """Names in a list; beside it what is said of the one that is chosen, and its description."""

    def __init__(self, of: Register, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.of, self.desk = of, desk
        self._stale = False
        self._actions: list[Action] = []
        self.list = ListOfNames(
            _(of.title), RowModel([Column("name", _(of.title), self._words)]), parent=self
        )
        self.filter = NameFilter(self.list, parent=self)
        self.heading = Heading(look="headline", parent=self)
        self.claims = ClaimTable(_("What the record says"), _columns(of), parent=self)
        self.description = Description(
            desk, of.table, of.kinds, correct=self._correct, also=self._also, parent=self
        )
        self.empty = EmptyState(of.table + "s", _("Nothing here yet"), sentence=_(of.empty))
        self.tabs = QTabWidget(self)
        self._right = QStackedWidget(self)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._lay_out()
        self.list.did_choose.connect(self._chosen)
        self.filter.did_type.connect(self.refresh)
        self.claims.did_open.connect(partial(desk.ask, "claim"))
        self.description.did_ask_to_merge.connect(self.merge)
        desk.did_open.connect(self._opened)
        desk.did_close.connect(self._closing)
        desk.did_change.connect(self._changed)
        if desk.is_open:
            self._opened()

    def actions_table(self) -> list[Action]:
        """What can be done with the name that is chosen."""
        name, there, change = self.of.table, self._there, self._can_change
        self._actions = [
            Action(f"{name}s.correct", N_("&Correct the description"), self.describe, ("F2",), "",
                   "edit", change, local=True),
            Action(f"{name}s.also", N_("&Add a name it goes by"), self.add_name, ("N",), "",
                   "add", change, local=True),
            Action(f"{name}s.merge", N_("&Merge with another…"), self.merge, ("M",), "", "", change,
                   local=True, group=1),
            Action(f"{name}s.claims", self.of.in_table, self.show_claims, ("T",),
                   "", "claims", there, local=True, group=1),
            Action(f"{name}s.history", recordhistory.ASK[name], self.show_history,
                   (recordhistory.KEY,), "", "history", there, local=True, group=1),
            Action(f"{name}s.filter", N_("&Filter the list"), self.filter.ask, (FILTER_KEYS,), "",
                   "filter", lambda: self.desk.is_open, local=True, group=2),
            Action(f"{name}s.purge", purging.ASK[name], self.purge, (), "", "",
                   lambda: there() and self.desk.can_write, local=True, group=3),
        ]  # fmt: skip
        return self._actions

    def arrive(self, what: str, ident: int, more: Mapping[str, Any]) -> None:
        """Show this place or actor."""
        if self._stale:
            self.refresh()
        if ident and not self.list.choose(ident) and self.filter.is_on:
            self.filter.clear()
            self.refresh()
        if ident and not self.list.choose(ident):
            self.desk.say(_("This name is not in the register any more."))
        self.list.setFocus()

    def refresh(self) -> None:
        """Read everything again; the name that is shown stays."""
        self._stale = False
        shown, row = self.list.current, self.list.currentIndex().row()
        rows = self.desk.case.rows(find=self.of.find, show=self.of.row)
        self.list.rows.show(self.filter.apply(self.desk, self.of.table, rows))
        if not len(rows):
            self._show_empty()
            self._right.setCurrentWidget(self.empty)
            refresh_on(self, self._actions)
        elif not self.list.choose(shown):
            self.list.choose(self.list.rows.ident(max(0, min(row, len(rows) - 1))))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """What changed while another room was shown is read now."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def describe(self) -> None:
        """Go to the description."""
        self.tabs.setCurrentIndex(1)
        self.description.rows["name"].editor.setFocus()

    def add_name(self) -> None:
        """Go to the field for another name."""
        self.tabs.setCurrentIndex(1)
        self.description.rows["also"].editor.setFocus()

    def show_claims(self) -> None:
        """The claims in the table of all claims, where they can be sorted and filtered."""
        key = "place" if self.of.table == "place" else "voice"
        self.desk.ask("claims", 0, **{key: self.list.current})

    def show_history(self) -> None:
        """Every value that the entry and its names had."""
        recordhistory.show(self.desk, self.of.table, self.list.current, parent=self)

    def purge(self) -> None:
        """Say what purging the entry takes, and do it if she agrees."""
        purging.ask(self.desk, self.of.table, self.list.current, parent=self)

    def merge(self) -> None:
        """Ask which other entry is the same, and make the two one."""
        here, other = self.list.current, NameCombo()
        other.set_names(names(self.desk, self.of.table, but=here))

        def act() -> None:
            gone = must(other, "other")
            with self.desk.edit(self.of.merged) as edit:
                self.of.merge(edit, here, gone)

        Form(
            _(self.of.merged),
            {"other": FieldRow(_("The &other name for it"), other)},
            submit=act,
            button=_("Merge"),
            sentence=_(
                "All that is said of the entry that you choose, and its names, come to this one. "
                "Undo parts the two again."
            ),
            desk=self.desk,
            parent=self,
        ).open()

    def _correct(self, edit: Edit, values: Mapping[str, Any]) -> None:
        if self.of.table == "place":
            registering.describe_place(edit, self.list.current, **values)
        else:
            registering.describe_actor(edit, self.list.current, **values)

    def _also(self, edit: Edit, name: str) -> None:
        self.of.also(edit, self.list.current, name)

    def _lay_out(self) -> None:
        self.list.setMinimumWidth(170)
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(3 * theme.GAP, 2 * theme.GAP, theme.GAP, 0)
        column.addWidget(self.heading)
        column.addWidget(self.tabs, 1)
        self.tabs.addTab(self.claims, _("&What the record says"))
        self.tabs.addTab(self.description, _("Names and &description"))
        self._right.addWidget(self.empty)
        self._right.addWidget(page)
        self._page = page
        self._split.addWidget(self.filter)
        self._split.addWidget(self._right)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([230, 800])
        self._split.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._split)
        self.setFocusProxy(self.list)

    def _show_empty(self) -> None:
        if self.filter.is_on:
            self.empty.set_words(_("No name fits the filter"), _("Empty it to see all names."))
        else:
            self.empty.set_words(_("Nothing here yet"), _(self.of.empty))

    def _words(self, row: dict[str, Any]) -> str:
        claims = ngettext("{n} claim", "{n} claims", row["claims"]).format(n=row["claims"])
        kind = vocabulary.label(self.of.kinds, row["kind"]) if row["kind"] else _("kind not stated")
        within = _("in {place}").format(place=row["within"]) if row["within"] else ""
        facts = " · ".join(part for part in (kind, within) if part)
        return f"{_shown(row)}\n{facts}\n{claims}"

    def _there(self) -> bool:
        return self.desk.is_open and bool(self.list.current)

    def _can_change(self) -> bool:
        return self._there() and self.desk.can_write

    def _chosen(self, ident: int) -> None:
        case, of = self.desk.case, self.of
        self.desk.keep(of.table + "s", {"id": ident, "split": self._split.sizes()})
        params = (ident,) * of.claims.count("?")
        self.claims.rows.show(case.rows(find=of.claims, show=of.claim_row(ident), params=params))
        self.description.show_entry(ident)
        row = self.list.rows.data(self.list.rows.index(self.list.currentIndex().row(), 0), ROW_ROLE)
        known = [n for n in registering.names_of(case, of.table, ident) if n != row["name"]]
        quoted = ", ".join(_("“{words}”").format(words=name) for name in known)
        words = self._words(row).split("\n")
        self.heading.set_title(words[0])
        also = _("also written {names}").format(names=quoted) if quoted else ""
        self.heading.set_meta(words[1], words[2], also, self._inside(ident))
        self._right.setCurrentWidget(self._page)
        refresh_on(self, self._actions)

    def _inside(self, ident: int) -> str:
        """The places that lie in a place, the first few by name."""
        if self.of.table != "place":
            return ""
        found = self.desk.case.select(Place, "WHERE parent = ? ORDER BY name", ident)
        shown = ", ".join(place.name for place in found[:_FEW])
        return _("holds {names}").format(names=shown + "…" * (len(found) > _FEW)) if found else ""

    def _changed(self, changes: Changes) -> None:
        table = self.of.table
        if not changes.touch(table, f"{table}_name", *_SHOWN):
            return
        if not self.isVisible():
            self._stale = True
            return
        shown = self.list.current
        self.refresh()
        if shown and self.list.current == shown:
            self._chosen(shown)

    def _opened(self) -> None:
        kept = self.desk.kept(self.of.table + "s", {})
        self.refresh()
        self.list.choose(kept.get("id", 0))
        if kept.get("split"):
            self._split.setSizes(kept["split"])

    def _closing(self) -> None:
        self.description.keep_draft()
        shown = {"id": self.list.current, "split": self._split.sizes()}
        self.desk.keep(self.of.table + "s", shown)
        self.filter.clear()
        self.list.rows.show(None)
        self.claims.rows.show(None)


def _columns(of: Register) -> list[Column]:
    """The columns of the claims about one entry; widths are hundredths of the whole."""
    heading, words = of.part
    return [
        Column("when", _("When"), register.when_of, 21),
        Column("said", _("What is said"), register.said_of, 37, stretch=True),
        Column("part", _(heading), words, 16),
        Column("who", _("Who says so"), register.speakers, 26),
    ]


def _shown(row: Mapping[str, Any]) -> str:
    """A name; one that is a source's label for people stays in quotation marks."""
    return _("“{words}”").format(words=row["name"]) if row["label"] else str(row["name"])


PLACES = Register(
    table="place",
    title=N_("Places"),
    find=register.PLACES,
    row=register.PLACE_ROW,
    claims=register.CLAIMS_OF_PLACE,
    claim_row=register.claim_row_of_place,
    part=(N_("As written"), lambda row: str(row["words"] or "")),
    kinds="place-kinds",
    empty=N_("Places come into the register when a claim that names them is accepted."),
    merge=registering.merge_places,
    also=registering.also_place,
    merged=N_("Merge places"),
    in_table=N_("Show its claims in the &table"),
)


class PlacesView(RegisterView):
    """Places of any depth, down to places of detention."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(PLACES, desk, parent)

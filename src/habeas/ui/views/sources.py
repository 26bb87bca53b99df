"""The Sources room: the list of sources, the text of one, and a card for everything it claims."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from habeas.domain.claim import Claim
from habeas.errors import Problem
from habeas.i18n import _
from habeas.store.changes import Changes
from habeas.ui.actions import Action
from habeas.ui.desk import Desk
from habeas.ui.views import sourceactions
from habeas.ui.views.columns import Columns
from habeas.ui.views.reading import ReadingPane
from habeas.ui.widgets import sourcelist
from habeas.ui.widgets.emptystate import EmptyState
from habeas.ui.widgets.sourcelist import SourceList

_OTHER = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_PLACE = "sources"  # where the room keeps its own place in the case


class SourcesView(QWidget):
    """Chooses the source that is read; what is done with its words is the ReadingPane's."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.list = SourceList(self)
        self.reading = ReadingPane(desk, self)
        self._with_parts = True  # whether the list shows what came inside other sources
        self._lay_out()
        self._actions = sourceactions.table(self)
        self.list.did_choose.connect(self.open_source)
        self.reading.did_turn_current.connect(self._turned)
        self.reading.reader.copyAvailable.connect(self.refresh_actions)
        desk.did_open.connect(self.refresh)
        desk.did_change.connect(self._changed)
        desk.did_close.connect(self._closing)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)
        if desk.is_open:
            self.refresh()

    def actions_table(self) -> list[Action]:
        """What can be done here, by keyboard alone."""
        return self._actions

    def refresh(self) -> None:
        """Read everything again; the source that was read last is shown."""
        kept = self.desk.kept(_PLACE, {})
        self._columns.restore(kept.get("columns", {}))
        self._with_parts = bool(kept.get("parts", True))
        self._read_list(self.reading.source_id or kept.get("source", 0))
        self.open_source(self.list.sources.ident(max(0, self.list.currentIndex().row())))

    def arrive(self, what: str, ident: int, more: Mapping[str, Any]) -> None:
        """Show a source, at ``start`` and ``end`` if these are given, or a claim and its words."""
        if what == "claim":
            try:
                source = self.desk.case.get(Claim, ident).source
            except LookupError:
                self.desk.did_fail.emit(
                    Problem(_("This claim was withdrawn. Its history is in the History room."))
                )
                return
            self.open_source(source)
            self.reading.go_to_claim(ident)
        elif ident:
            if not self.desk.case.query("SELECT 1 FROM source WHERE id = ?", ident):
                self.desk.say(_("This source is no longer in the case."))
                return
            self.open_source(ident)
            if "start" in more:
                self.reading.show_words(int(more["start"]), int(more.get("end", more["start"])))

    def open_source(self, ident: int) -> None:
        """Read this source; 0: there is none."""
        if ident and self.list.sources.find(ident) < 0:
            self._read_list(ident)
        self.list.set_current(ident)
        self.reading.open_source(ident)
        self._pages.setCurrentWidget(self._columns if ident else self._empty)
        self.setFocusProxy(self.reading.middle.page if ident else self._empty)
        self._keep_place()
        self.refresh_actions()

    def turn_list(self) -> None:
        """Show the list of sources and go there, or fold it away and go on reading."""
        self._columns.turn_list()
        (self.list if self._columns.is_listed else self.reading.middle.page).setFocus()
        self._keep_place()

    def turn_parts(self) -> None:
        """Show what came inside other sources in the list, or leave it out."""
        self._with_parts = not self._with_parts
        self._read_list(self.reading.source_id)
        self.desk.say(
            _("The list shows what came inside other sources.")
            if self._with_parts
            else _("The list leaves out what came inside other sources.")
        )
        self._keep_place()

    def refresh_actions(self) -> None:
        """Ask each Action whether it can be done now: letters must not act while one types."""
        table = {action.id: action for action in self._actions}
        for made in self.actions():
            if made.objectName() in table:
                made.setEnabled(table[made.objectName()].enabled())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The key of an Action that waits for words to be selected says so."""
        pane = self.reading
        idle = pane.source_id and not pane.is_editing and self.desk.can_write
        if idle and not event.modifiers() & _OTHER:
            for action in self._actions:
                pressed = event.text().upper() in action.keys
                if pressed and action.id in sourceactions.TELLING:
                    action.run()
                    return
        super().keyPressEvent(event)

    def _read_list(self, current: int) -> None:
        found = sourcelist.rows(self.desk.case, parts=self._with_parts)
        self.list.show_rows(found, current=current)
        if not self.list.currentIndex().isValid() and not self._is_left_out(current):
            self.list.set_current(self.list.sources.ident(0))

    def _is_left_out(self, ident: int) -> bool:
        """Whether a source is in the case, and no row of the list only because it is a part."""
        return (
            not self._with_parts
            and ident != 0
            and bool(self.desk.case.query("SELECT 1 FROM source WHERE id = ?", ident))
        )

    def _turned(self) -> None:
        self._columns.fit()
        self.refresh_actions()

    def _changed(self, changes: Changes) -> None:
        if changes.touch("claim", "voice") and not changes.touch("source", "source_capture"):
            self.list.sources.count_again()
        elif changes.touch("source", "source_capture"):
            before = self.reading.source_id
            self._read_list(before)
            now = self.list.sources.ident(self.list.currentIndex().row())
            if now != before and self.reading.is_gone():
                self.open_source(now)
                return
        self.reading.changed(changes)
        self.refresh_actions()

    def _closing(self) -> None:
        self.reading.keep_place()
        self._keep_place()
        self.reading.close_source()

    def _keep_place(self) -> None:
        if self.desk.is_open:
            place = {
                "columns": self._columns.state(),
                "source": self.reading.source_id,
                "parts": self._with_parts,
            }
            self.desk.keep(_PLACE, place)

    def _focus_moved(self, _before: QWidget | None, _now: QWidget | None) -> None:
        if self.isVisible():
            self.refresh_actions()

    def _lay_out(self) -> None:
        reading = self.reading
        self._columns = Columns(
            self.list, reading.middle, reading.right, reader=reading.reader, parent=self
        )
        self._columns.did_ask_list.connect(self.turn_list)
        self._empty = EmptyState(
            "sources",
            _("No source yet"),
            sentence=_("Drop files here, or press Ctrl+Shift+A.") if self.desk.can_write else "",
            parent=self,
        )
        self._empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._columns)
        self._pages.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)

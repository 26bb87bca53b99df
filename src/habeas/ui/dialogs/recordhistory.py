"""The history of one record, field by field: when, by whom, from what to what."""

from __future__ import annotations

from array import array
from collections.abc import Generator, Iterable, Sequence
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from habeas.i18n import N_, _, ngettext
from habeas.overview import history
from habeas.overview.historyfilter import named
from habeas.overview.recordhistory import Past, past_of
from habeas.store.case import Case
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.jobs import Progress
from habeas.ui.rowmodel import Column, RowModel
from habeas.ui.widgets.filterbar import Choice
from habeas.ui.widgets.table import RecordDelegate, RecordTable

KEY = "Ctrl+H"
# What the Action of a room is called, by what the room shows.
ASK = {
    "source": N_("Hist&ory of this source…"),
    "claim": N_("&History of this claim…"),
    "event": N_("&History of this event…"),
    "place": N_("&History of this place…"),
    "actor": N_("&History of this actor…"),
}
_TITLES = {
    "source": N_("History of a source"), "claim": N_("History of a claim"),
    "event": N_("History of an event"), "place": N_("History of a place"),
    "actor": N_("History of an actor"),
}  # fmt: skip


class RecordHistory(QDialog):
    """A table of every value that the record had; Enter goes to the act in the History room."""

    def __init__(self, desk: Desk, what: str, ident: int, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._record = desk, (what, ident)
        self._past = Past((), {})
        self._job = desk.look(_read(desk.case, what, ident), done=self._show)
        self.setWindowTitle(_(_TITLES[what]))
        self.name = QLabel(self)
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setWordWrap(True)
        theme.role(self.name, "strong")
        self.field = Choice(_("Field"), _("Any field"), self)
        self.model = RowModel(_columns(), self)
        self.table = RecordTable(self.model, name=_("Values over time"), parent=self)
        self.table.horizontalHeader().setSortIndicatorShown(False)
        self.table.setItemDelegate(
            RecordDelegate(self.table, chips={}, doubts={}, muted=("time", "former", "label"))
        )
        self.more = QLabel(self)
        theme.role(self.more, "muted")
        self._lay_out()
        self.field.did_choose.connect(self._list)
        self.table.did_open.connect(self._jump)
        desk.did_close.connect(self.reject)
        self.table.setFocus()

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(_("Close"))
        act = buttons.addButton(_("&Go to the act"), QDialogButtonBox.ButtonRole.ActionRole)
        act.clicked.connect(lambda: self._jump(self.table.current()))
        there = buttons.addButton(
            _("Show in the History &room"), QDialogButtonBox.ButtonRole.ActionRole
        )
        there.clicked.connect(lambda: self._leave(0))
        for button in buttons.buttons():
            button.setProperty("autoDefault", False)  # Enter in the table goes to the act
        buttons.rejected.connect(self.reject)
        head = QHBoxLayout()
        head.setSpacing(theme.GAP)
        head.addWidget(self.name, 3)
        head.addWidget(self.field, 1)
        self._waiting = QLabel(_("Reading…"), self)
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.role(self._waiting, "muted")
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.table)
        self._pages.addWidget(self._waiting)
        self._pages.setCurrentWidget(self._waiting)
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        column.addWidget(self.more)
        column.addWidget(buttons)
        parent = self.parentWidget()
        room = parent.window().size() if parent is not None else self.sizeHint()
        letter = self.fontMetrics().averageCharWidth()
        self.resize(min(letter * 150, room.width() - 40), min(letter * 80, room.height() - 60))

    def _show(self, found: tuple[str, Past]) -> None:
        if not isValid(self):
            return
        title, self._past = found
        self.name.setText(title)
        fields = dict.fromkeys(line.field for line in self._past.lines)
        self.field.offer([(name, name) for name in fields])
        named_ = any(row["who"] for row in self._past.edits.values())
        self.table.show_column("who", shown=named_)
        words = ngettext("… and {n} older value", "… and {n} older values", self._past.more)
        self.more.setText(words.format(n=self._past.more))
        self.more.setVisible(bool(self._past.more))
        self._pages.setCurrentWidget(self.table)
        self._list()
        self.table.setFocus()

    def _list(self) -> None:
        chosen = self.field.value
        lines = [
            {"id": n, "line": line, "edit": self._past.edits[line.edit]}
            for n, line in enumerate(self._past.lines, 1)
            if chosen is None or line.field == chosen
        ]
        self.model.show(cast(Any, _Listed(lines)))
        if lines:
            self.table.setCurrentIndex(self.model.index(0, 0))

    def _jump(self, number: int) -> None:
        """Go to the act of a line."""
        if number:
            self._leave(self._past.lines[number - 1].edit)

    def _leave(self, edit: int) -> None:
        what, ident = self._record
        desk = self._desk
        self.accept()
        desk.ask("history", edit, of=what, id=ident)

    def done(self, result: int) -> None:
        """Stop reading when it is closed."""
        self._job.stop()
        super().done(result)


class _Listed:
    """Lines as the Rows of a RowModel."""

    def __init__(self, lines: Sequence[dict[str, Any]]) -> None:
        self._lines = lines
        self.ids = array("q", (line["id"] for line in lines))

    def __len__(self) -> int:
        return len(self._lines)

    def row(self, n: int) -> dict[str, Any]:
        return self._lines[n]

    def index(self, ident: int) -> int:
        return self.ids.index(ident) if ident in self.ids else -1

    def forget(self, ids: Iterable[int]) -> None:
        """They are all in memory."""


def show(desk: Desk, what: str, ident: int, *, parent: QWidget) -> None:
    """Open the history of a record; nothing happens without one."""
    if ident:
        RecordHistory(desk, what, ident, parent=parent).open()


def _columns() -> tuple[Column, ...]:
    """The columns, their widths in letters."""
    return (
        Column("time", _("When"), lambda r: history.time_of(r["edit"]), 17),
        Column("who", _("Who"), lambda r: history.who_of(r["edit"]), 14),
        Column("field", _("Field"), lambda r: r["line"].field, 15),
        Column("former", _("Before"), lambda r: _value(r["line"].former), 20, stretch=True),
        Column("new", _("After"), lambda r: _value(r["line"].new), 20, stretch=True),
        Column("label", _("What was done"), lambda r: history.line_of(r["edit"]), 19),
    )


def _value(words: str) -> str:
    return " ".join(words.split())


def _read(case: Case, what: str, ident: int) -> Generator[Progress, None, tuple[str, Past]]:
    yield Progress()
    return named(case, what, ident), past_of(case, what, ident)

"""The board room: what held where on a day that is picked, every entry a key from its claims."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QDate, QLocale, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QCalendarWidget,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)
from shiboken6 import isValid

from habeas import i18n
from habeas.i18n import N_, _
from habeas.overview import board, calling
from habeas.overview.board import Entry, Line
from habeas.overview.wording import day_in_words
from habeas.store.case import Case
from habeas.store.changes import Changes
from habeas.ui import icons, theme
from habeas.ui.actions import Action
from habeas.ui.desk import Desk
from habeas.ui.jobs import Job, Progress
from habeas.ui.widgets.boardtable import BoardModel, BoardTable
from habeas.ui.widgets.emptystate import EmptyState
from habeas.ui.widgets.entrychips import entry_font, flow, paint_entry
from habeas.ui.widgets.filterbar import DayField, read_day
from habeas.ui.widgets.menu import Menu

_KEPT = "board.view"
_LISTED = 12  # claims in the menu of an entry; more are shown as a table
_TOUCHING = ("claim", "claim_place", "place", "source", "event", "link")


class BoardView(QWidget):
    """Picks a day and shows its board."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.day = ""
        self._job: Job | None = None
        self._picked = ""  # the day the user picked; empty follows the latest source
        self._place: tuple[int, int, int] | None = None
        self.model = BoardModel(self)
        self.table = BoardTable(self.model, self)
        self._lay_out()
        self.field.did_choose.connect(self._typed)
        self.table.did_open.connect(self._open)
        self.table.did_reach.connect(self._describe)
        desk.did_change.connect(self._changed)
        desk.did_close.connect(self._keep)
        self.setFocusProxy(self.table)
        kept = desk.kept(_KEPT) or {}
        self._picked = kept.get("day", "")
        self._place = tuple(kept["at"]) if kept.get("at") else None
        self.refresh()

    def actions_table(self) -> list[Action]:
        """What can be done with the day."""
        return [
            Action("board.before", N_("The day &before"), partial(self._step, -1), ("[",),
                   icon="previous", local=True),
            Action("board.after", N_("The day &after"), partial(self._step, 1), ("]",),
                   icon="next", local=True),
            Action("board.latest", N_("The &latest day of a source"), self._latest, ("L",),
                   local=True),
            Action("board.day", N_("&Pick a day"), self._go_to_day, ("/",), local=True),
        ]  # fmt: skip

    def arrive(self, what: str, ident: int, more: Mapping[str, Any]) -> None:
        """Show the board, of ``day`` (ISO) if one is given."""
        if more.get("day"):
            self._pick(str(more["day"]))
        self.table.setFocus()

    def refresh(self) -> None:
        """Read everything again, keeping the day and where the keyboard is."""
        latest = board.latest_day(self.desk.case)
        self.day = self._picked or latest or date.today().isoformat()
        self.field.put(day_in_words(self.day))
        self._wrong.hide()
        if self._job is not None:
            self._job.stop()
        if not self.model.rows:
            self.known.setText(_("Reading…"))
        self._job = self.desk.look(_read(self.desk.case, self.day), done=self._found)

    # laying out

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.GAP * 2, theme.GAP, theme.GAP * 2, theme.GAP)
        column.setSpacing(theme.GAP)
        column.addLayout(self._day_row())
        self._wrong = QLabel(self)
        theme.role(self._wrong, "error")
        self._wrong.setTextFormat(Qt.TextFormat.PlainText)
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        column.addWidget(self._wrong)
        self.legend = Legend(self)
        column.addWidget(self.legend)
        empty = EmptyState(
            "board",
            _("Nothing to stand on the board yet"),
            sentence=_(
                "Claims about measures and conditions put places of detention here. A place in the "
                "register that is a place of detention has a line even without evidence."
            ),
            parent=self,
        )
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.table)
        self._pages.addWidget(empty)
        column.addWidget(self._pages, 1)
        self.detail = QLabel(self)
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        self.detail.setWordWrap(True)
        theme.role(self.detail, "muted")
        column.addWidget(self.detail)

    def _day_row(self) -> QHBoxLayout:
        label = QLabel(_("As &of"), self)
        self.field = DayField(_("As of which day"), partial(read_day, last=True), self)
        self.field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.field.setFixedWidth(self.fontMetrics().averageCharWidth() * 34)
        label.setBuddy(self.field)
        self._calendar = _calendar(self)
        self._calendar.clicked.connect(self._from_calendar)
        self._calendar.activated.connect(self._from_calendar)
        popup = Menu(self)
        inside = QWidgetAction(popup)
        inside.setDefaultWidget(self._calendar)
        popup.addAction(inside)
        popup.aboutToShow.connect(self._show_calendar)
        opens = _button("board", _("Calendar"), self)
        opens.setMenu(popup)
        opens.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        before = _button("previous", _("The day before, ["), self)
        after = _button("next", _("The day after, ]"), self)
        before.clicked.connect(partial(self._step, -1))
        after.clicked.connect(partial(self._step, 1))
        self.known = QLabel(self)
        self.known.setWordWrap(True)
        theme.role(self.known, "muted")
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        known_on = _button("history", _("The board as the record was known on a day…"), self)
        known_on.clicked.connect(lambda: self.desk.did_ask_past.emit(0))
        for widget in (label, before, self.field, after, opens, known_on):
            row.addWidget(widget)
        row.addWidget(self.known, 1)
        return row

    # the day

    def _pick(self, day: str) -> None:
        self._picked = day
        self.refresh()

    def _typed(self) -> None:
        if self.field.why:
            self._wrong.setText(self.field.why)
            self._wrong.show()
        elif self.field.day and self.field.day != self.day:
            self._pick(self.field.day)
        else:
            self.field.put(day_in_words(self.day))
            self._wrong.hide()

    def _step(self, days: int) -> None:
        try:
            self._pick((date.fromisoformat(self.day) + timedelta(days=days)).isoformat())
        except OverflowError:
            return  # the calendar ends here

    def _latest(self) -> None:
        self._pick("")

    def _show_calendar(self) -> None:
        self._calendar.setSelectedDate(QDate.fromString(self.day, "yyyy-MM-dd"))
        self._calendar.setFocus()

    def _from_calendar(self, day: QDate) -> None:
        menu = self._calendar.window()
        if isinstance(menu, QMenu):
            menu.close()
        self._pick(day.toString("yyyy-MM-dd"))
        self.table.setFocus()

    def _go_to_day(self) -> None:
        self.field.setFocus()
        self.field.selectAll()

    # showing

    def _found(self, lines: list[Line]) -> None:
        if not isValid(self):
            return  # the window took another language while this was read
        self._job = None
        here, scroll = self._where(), self.table.verticalScrollBar().value()
        self.model.show(lines)
        self.table.fit()
        self._pages.setCurrentIndex(0 if lines else 1)
        self.legend.setVisible(bool(lines))
        row, column, at = here
        first = next((n for n, r in enumerate(self.model.rows) if isinstance(r, Line)), -1)
        if not 0 <= row < len(self.model.rows) or isinstance(self.model.rows[row], str):
            row, column, at = first, 1, 0
        self.table.setCurrentIndex(self.model.index(row, column))
        self.table.reach(at)
        self.table.verticalScrollBar().setValue(scroll)
        spoken = [line for line in lines if line.group == board.DETENTION]
        held = sum(1 for line in spoken if line.held)
        self.known.setText(
            _("{n} of {all} places of detention have evidence for this day").format(
                n=held, all=len(spoken)
            )
            if spoken
            else ""
        )

    def _where(self) -> tuple[int, int, int]:
        if self._place is not None:
            place, self._place = self._place, None
            return place
        here = self.table.currentIndex()
        return here.row(), here.column(), self.table.at

    def _describe(self, entry: Entry | None) -> None:
        here = self.table.currentIndex()
        words = board.entry_in_words(entry) if entry else str(here.data() or "")
        if entry:
            words = _("{words}. Enter opens it.").format(words=words)
        self.detail.setText(words)
        self.table.setAccessibleDescription(words)

    def _changed(self, changes: Changes) -> None:
        if changes.touch(*_TOUCHING):
            self.refresh()

    # opening

    def _open(self, entry: Entry) -> None:
        if len(entry.claims) == 1:
            self.desk.ask("claim", entry.claims[0])
        elif len(entry.claims) > _LISTED:
            self._show_table(entry)
        else:
            self._claims_menu(entry).popup(self._below())

    def _claims_menu(self, entry: Entry) -> QMenu:
        menu = Menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        marks = ", ".join("?" for _claim in entry.claims)
        for row in self.desk.case.query(
            f"SELECT c.id, c.summary, {calling.sql('s')} AS title FROM claim c "
            "JOIN source s ON s.id = c.source "
            f"WHERE c.id IN ({marks}) ORDER BY c.id",
            *entry.claims,
        ):
            words = _("{summary} – {source}").format(summary=row["summary"], source=row["title"])
            short = self.fontMetrics().elidedText(
                words, Qt.TextElideMode.ElideRight, self.fontMetrics().averageCharWidth() * 70
            )
            made = menu.addAction(short.replace("&", "&&"))
            made.triggered.connect(partial(self.desk.ask, "claim", row["id"]))
        menu.addSeparator()
        both = menu.addAction(_("&Show them as a table"))
        both.triggered.connect(partial(self._show_table, entry))
        menu.setActiveAction(menu.actions()[0])
        return menu

    def _show_table(self, entry: Entry) -> None:
        if entry.event:
            self.desk.ask("claims", 0, event=entry.event)
            return
        line = self.model.rows[self.table.currentIndex().row()]
        place = line.place if isinstance(line, Line) else 0
        self.desk.ask("claims", 0, kind=entry.kind, type=entry.type, place=place)

    def _below(self) -> Any:
        rects = self.table.rects(self.table.currentIndex())
        where = rects[self.table.at].bottomLeft() if self.table.at < len(rects) else None
        viewport = self.table.viewport()
        return viewport.mapToGlobal(where if where is not None else viewport.rect().center())

    def _keep(self) -> None:
        at = list(self._where())
        self.desk.keep(_KEPT, {"day": self._picked, "at": at})
        self.model.show([])


class Legend(QWidget):
    """What the shapes of the chips mean, in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._samples = (
            (_("dated evidence"), board.YES),
            (_("held on the day the source speaks"), board.SOURCE_DAY),
            (_("said to go on, no dated evidence for this day →"), board.OPEN),
            (_("some day of a range"), board.PERHAPS),
            (_("lifted since, or denied"), board.LIFTED),
        )
        words = ", ".join(sample for sample, _how in self._samples)
        self.setAccessibleName(_("What the shapes mean: {words}").format(words=words))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One line of chips, or as many as the width makes."""
        return QSize(200, flow(self._words(), max(self.width(), 200))[1])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Flow anew."""
        super().resizeEvent(event)
        self.setFixedHeight(flow(self._words(), self.width())[1])

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The samples, in no kind's colour."""
        painter = QPainter(self)
        painter.setFont(entry_font())
        rects, _height = flow(self._words(), self.width())
        for (words, how), rect in zip(self._samples, rects, strict=True):
            paint_entry(painter, rect, words, kind="", how=how)
        painter.end()

    def _words(self) -> list[str]:
        return [words for words, _how in self._samples]


def _read(case: Case, day: str) -> Generator[Progress, None, list[Line]]:
    yield Progress()
    return board.board(case, day)


def _button(icon: str, name: str, parent: QWidget) -> QToolButton:
    button = QToolButton(parent)
    icons.put(button, icon)
    button.setAccessibleName(name)
    button.setToolTip(name)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def _calendar(parent: QWidget) -> QCalendarWidget:
    """A calendar whose days all look alike and have the room they need."""
    made = QCalendarWidget(parent)
    made.setAccessibleName(_("Calendar"))
    made.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    made.setLocale(QLocale(i18n.language()))
    made.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        made.setWeekdayTextFormat(day, QTextCharFormat())
    made.setStyleSheet("QTableView::item { padding: 0; }")
    letters = made.fontMetrics()
    made.setMinimumSize(letters.averageCharWidth() * 46, letters.height() * 15)
    return made

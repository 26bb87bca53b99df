"""Asking as of which moment the record is to be shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import partial

from PySide6.QtCore import QTime
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from habeas.errors import Refused
from habeas.i18n import _
from habeas.overview import history
from habeas.overview.wording import day_in_words
from habeas.store.case import Case
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.jobs import Job, Progress, Work
from habeas.ui.moments import Moment
from habeas.ui.widgets.fieldrow import FieldRow
from habeas.ui.widgets.filterbar import DayField, read_day
from habeas.ui.widgets.registerpage import plain
from habeas.ui.widgets.wrapping import hold_height

_END = QTime(23, 59)


class AsKnown(QDialog):
    """A day and a time; below them the last act that was known then, as soon as they are given."""

    def __init__(
        self,
        desk: Desk,
        case: Case,
        parent: QWidget,
        *,
        then: Callable[[Moment], object],
        shown: datetime,
    ) -> None:
        super().__init__(parent)
        self._desk, self._case, self._then = desk, case, then
        self._job: Job | None = None
        self._read = ""  # the day that stands in the field, ISO; empty while it cannot be read
        self._found: Moment | None = None
        self.setWindowTitle(_("The record as known on…"))
        self.day = DayField(_("As known on which day"), partial(read_day, last=True), self)
        self.time = QTimeEdit(_END, self)
        self.time.setDisplayFormat("HH:mm")
        self.time.setAccessibleName(_("At what time"))
        self.said = plain("", "strong", self)
        self._lay_out()
        shown = shown.astimezone()
        self.day.put(day_in_words(shown.date().isoformat()))
        self.day.textChanged.connect(self._typed)
        self.day.did_choose.connect(self._settled)
        self.time.timeChanged.connect(self._look)
        desk.did_close.connect(self.reject)
        self.finished.connect(self.deleteLater)
        self._typed()
        self.day.setFocus()
        self.day.selectAll()

    def accept(self) -> None:
        """Show the record as it was then; nothing happens before it is known what was."""
        if self._found is not None:
            super().accept()
            self._then(self._found)

    def done(self, result: int) -> None:
        """Stop looking when it is closed."""
        if self._job is not None:
            self._job.stop()
        super().done(result)

    def _lay_out(self) -> None:
        self._day_row = FieldRow(_("&Day"), self.day, parent=self)
        self._time_row = FieldRow(_("&Time"), self.time, parent=self)
        fields = QHBoxLayout()
        fields.setSpacing(2 * theme.GAP)
        fields.addWidget(self._day_row, 3)
        fields.addWidget(self._time_row, 1)
        why = plain(
            _(
                "Nothing is changed: you read what this case said by then, and go back to today. "
                "A clock that was set back cannot make anything known earlier."
            ),
            "muted",
            self,
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.show_it = buttons.addButton(_("&Show it"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.show_it.setDefault(True)
        theme.role(self.show_it, "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP * 3 // 2)
        column.addLayout(fields)
        column.addWidget(self.said)
        column.addWidget(why)
        column.addWidget(buttons)
        hold_height(self)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 80)

    def _typed(self) -> None:
        """Read the day while one types; nobody is told off before the field is left."""
        self._day_row.set_error("")
        try:
            self._read = read_day(self.day.text().strip(), last=True)
        except Refused:
            self._read = ""
        self._look()

    def _settled(self) -> None:
        self._day_row.set_error(self.day.why)

    def _look(self) -> None:
        """Find what was known then."""
        if self._job is not None:
            self._job.stop()
        self._wait("" if self._read else _("Write a day: 3 May 2031, May 2031 or 2031-05-03."))
        if self._read:
            when = _moment(self._read, self.time.time())
            self._job = self._desk.look(_finding(self._case, when), done=partial(self._tell, when))

    def _wait(self, words: str) -> None:
        self._found = None
        self.said.setText(words)
        self.show_it.setEnabled(False)

    def _tell(self, when: datetime, found: tuple[int, str]) -> None:
        if not isValid(self):
            return
        self._job = None
        edit, words = found
        self._found = Moment(edit, when) if edit else None
        self.show_it.setEnabled(bool(edit))
        self.said.setText(words)
        self.said.setAccessibleName(words)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.said, words))


def _moment(day: str, at: QTime) -> datetime:
    """The end of that minute by the clock of this computer, with its zone."""
    last = time(at.hour(), at.minute(), 59, 999999)
    found = datetime.combine(date.fromisoformat(day), last)
    try:
        return found.astimezone()
    except (OverflowError, ValueError, OSError):  # further than the clock of the system goes
        return found.replace(tzinfo=UTC)


def _finding(case: Case, when: datetime) -> Work:
    """The last Edit (0: none) that was known at a moment, and what to say of it."""
    yield Progress()
    edit = case.edit_at(when)
    yield Progress()
    for row in case.query("SELECT * FROM edit WHERE id = ?", edit):
        said = _("Act {n}, {time}: {what}").format(
            n=edit, time=history.time_of(row), what=history.line_of(row)
        )
        later = case.last_edit() > edit
        return edit, said if later else _("{act}. Nothing came after it.").format(act=said)
    return 0, _("Nothing was recorded yet.")

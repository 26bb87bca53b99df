"""Importing a spreadsheet: a page for what its columns are, a page for what would change."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from habeas import i18n, paths
from habeas.domain.sheet import Field, Mapping, Sheet
from habeas.i18n import _, ngettext
from habeas.services.sheets.surveying import headings_of
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.dialogs.sheets import keeping, work
from habeas.ui.dialogs.sheets.checking import CheckPage
from habeas.ui.dialogs.sheets.mapping import MappingPage
from habeas.ui.dialogs.sheets.work import Book, Held
from habeas.ui.jobs import Job, Work
from habeas.ui.widgets.parts import button, line
from habeas.ui.widgets.working import Working

if TYPE_CHECKING:
    from habeas.services.sheets.comparing import Differences
    from habeas.services.sheets.importing import Outcome
    from habeas.services.sheets.surveying import Survey

_SOON = 120  # milliseconds after a change until the sheet is looked at again


class SheetDialog(QDialog):
    """Reads a spreadsheet, asks what its columns are, shows what would change, and imports it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._book, self._mapping, self._sheet = Book(), Mapping(), Sheet("", ())
        self._found: Differences | None = None
        self._outcome: Outcome | None = None
        self._looking: Job | None = None
        self._signature = ""
        self.setWindowTitle(_("Import a spreadsheet"))
        self.mapping, self.check = MappingPage(self, work.held(desk.case)), CheckPage(self)
        self.check.problems.failed = desk.did_fail.emit
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._soon.timeout.connect(self._look)
        self._make_footer()
        self._lay_out()
        self.mapping.did_pick.connect(self.pick)
        self.mapping.did_turn.connect(self._turn)
        self.mapping.did_map.connect(self._map)
        self.check.did_ask.connect(self._compare)
        desk.did_close.connect(self._leave)
        self.finished.connect(self._ended)
        self._tell()

    def pick(self, wanted: Path | Held) -> None:
        """Read a file, or a spreadsheet of the case."""
        self._run(work.opening(self._desk.case, wanted), _("Reading the file…"), then=self._opened)

    def reject(self) -> None:
        """Leave; what runs is stopped first, and then nothing is imported."""
        if self._working.may_leave():
            super().reject()

    # how it is made

    def _make_footer(self) -> None:
        self._said = line(self, "", role="strong")
        self._working = Working(self, looking=" ")
        self.back = button(self, _("&Back"), self._go_back)
        self.next = button(self, _("Chec&k all rows"), self._go_on)
        self.act = button(self, _("I&mport"), self._import)
        self._close = button(self, _("Close"), self.reject)
        for primary in (self.next, self.act):
            theme.role(primary, "primary")
        for pressed in (self.mapping.choose, self.next, self.act, self.back, self._close):
            pressed.setAutoDefault(True)  # Enter presses the one that the keyboard is on

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.mapping)
        self._pages.addWidget(self.check)
        column.addWidget(self._pages, 1)
        column.addWidget(self._said)
        column.addWidget(self._working)
        footer = QHBoxLayout()
        footer.addWidget(self.back)
        footer.addStretch(1)
        for one in (self._working.stop, self.next, self.act, self._close):
            footer.addWidget(one)
        column.addLayout(footer)
        screen = self.screen().availableSize()
        letter = self.fontMetrics().averageCharWidth()
        self.setMinimumSize(min(letter * 96, 640), 420)
        self.resize(min(letter * 190, screen.width() - 40), min(820, screen.height() - 60))
        self.mapping.choose.setFocus()

    def _order(self) -> None:
        """Tab comes to the choices of the columns, which are made late, after what is above them.

        All else was made in the order in which one reads it.
        """
        for one, following in pairwise([self.mapping.type, *self.mapping.columns.combos]):
            QWidget.setTabOrder(one, following)

    # jobs

    def _run(self, job: Work, words: str, *, then: Any, writes: bool = False) -> None:
        """Run work that is shown with its progress; ``then`` gets what came of it."""
        if self._working.job is not None:
            return
        was = self.focusWidget()

        def done(value: Any) -> None:
            self._over(made, was)
            if isinstance(value, Exception):
                self._desk.did_fail.emit(value)
            elif isValid(self):
                then(value)

        self._say("")
        begin = self._desk.write if writes else self._desk.think
        made = begin(work.guarded(job, words), title=words if writes else "", done=done)
        self._working.follow(made)
        self._working.leaving = False
        # For one that was stopped: ``done`` would miss it.
        queued = Qt.ConnectionType.QueuedConnection
        made.did_finish.connect(lambda: self._over(made, was), queued)
        made.did_stop.connect(self._stopped, queued)
        self._working.show_running(True)
        self._working.stop.setFocus()  # before the page, in which the keyboard is, is disabled
        self._tell()

    def _over(self, made: Job, was: QWidget | None) -> None:
        """A job has ended: the keyboard goes back to where it was."""
        if not isValid(self) or self._working.job is not made:
            return
        self._working.job = None
        on_stop = self.focusWidget() is self._working.stop
        self._tell()
        if on_stop and was is not None and isValid(was):
            was.setFocus()
        if self._working.leaving:
            self.reject()

    @Slot()
    def _stopped(self) -> None:
        if isValid(self):
            self._say(_("Stopped. Nothing was imported; the case is as it was."))

    def _tell(self) -> None:
        """Which buttons there are, and which of them can be pressed."""
        running = self._working.job is not None
        checking = self._pages.currentIndex() == 1
        self._working.show_running(running)
        self._pages.setEnabled(not running)
        self.back.setVisible(checking and self._outcome is None)
        self.next.setVisible(not checking)
        self.act.setVisible(checking and self._outcome is None)
        self.back.setEnabled(not running)
        self.next.setEnabled(not running and bool(self._book.sheets))
        self.act.setEnabled(not running and self._found is not None)
        self._said.setVisible(bool(self._said.text()))
        main = self.act if checking else self.next if self._book.sheets else self.mapping.choose
        main.setDefault(True)

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))

    # the page of columns

    def _opened(self, book: Book) -> None:
        self._book = book
        if book.problem or not book.sheets:
            self.mapping.show_nothing(book.problem)
            self._tell()
            self.mapping.choose.setFocus()
            return
        self.mapping.show_book(book)
        longest = max(range(len(book.sheets)), key=lambda n: len(book.sheets[n].lines))
        self.mapping.sheet.setCurrentIndex(longest)
        self._turn(longest, -1)

    def _turn(self, number: int, header: int) -> None:
        """Turn to a sheet; ``header`` -1: find the headings."""
        self._sheet = self._book.sheets[number]
        guessed = work.guessing_(
            self._sheet,
            header=None if header < 0 else header,
            language=i18n.language(),
            typed=self._book.is_typed,
        )
        self._run(guessed, _("Looking at the columns…"), then=self._guessed)

    def _guessed(self, found: tuple[Mapping, str]) -> None:
        guessed, signature = found
        self._signature = signature
        kept = self._desk.kept(keeping.name_of(signature))
        self._mapping = (keeping.from_json(kept, guessed) if kept else None) or guessed
        self.mapping.show_mapping(self._mapping, self._sheet)
        self._look()
        if kept:
            self._say(_("This case has seen a sheet with these headings: it is read as then."))

    def _map(self, mapping: Mapping) -> None:
        self._mapping = mapping
        self._soon.start()

    def _look(self) -> None:
        """Look at the sheet as it is mapped now; an older look is no longer wanted."""
        if self._looking is not None and isValid(self._looking):
            self._looking.stop()
        self._looking = self._desk.look(
            work.surveying_(self._sheet, self._mapping),
            done=lambda survey: self._surveyed(survey) if isValid(self) else None,
        )

    def _surveyed(self, survey: Survey) -> None:
        self._looking = None
        first = not self.mapping.columns.combos
        self.mapping.show_survey(survey)
        self._order()
        self._tell()
        if first and self.mapping.columns.combos:
            self.mapping.columns.combos[0].setFocus()

    # the page of differences

    @Slot()
    def _go_on(self) -> None:
        missing = not (self._mapping.gives(Field.TYPE) or self._mapping.gives(Field.KIND))
        if missing:
            self._say(_("Say what type of claim the rows are: choose a column that becomes the "
                        "type, or one type of all rows."))  # fmt: skip
            self.mapping.type.setFocus()
            return
        self._desk.keep(keeping.name_of(self._signature), keeping.to_json(self._mapping))
        likely = work.likely(self._desk.case, self._sheet, self._mapping)
        self._run(likely, _("Looking for an earlier import…"), then=self._offer)

    def _offer(self, found: tuple[int, list[Any]]) -> None:
        source, there = found
        self.check.offer(there, source)
        self._compare(source)

    def _compare(self, source: int) -> None:
        self._found = None
        comparing = work.comparing_(self._desk.case, self._sheet, self._mapping, source=source)
        self._run(comparing, _("Reading every row…"), then=self._compared)

    def _compared(self, found: Differences) -> None:
        self._found = found
        self.check.problems.headings = headings_of(self._sheet, self._mapping.header)
        folder = paths.folder_for_copies(self._desk.case.path)
        self.check.problems.proposed = folder / _("rows to mend.csv")
        self.check.show_differences(found)
        self._pages.setCurrentIndex(1)
        self._tell()
        self.act.setFocus()

    @Slot()
    def _go_back(self) -> None:
        self._pages.setCurrentIndex(0)
        self._say("")
        self._tell()
        if self.mapping.columns.combos:
            self.mapping.columns.combos[0].setFocus()

    @Slot()
    def _import(self) -> None:
        if self._found is None or self._book.reading is None:
            return
        chosen = self.check.chosen
        if not chosen.rows and not chosen.withdraw:
            self._say(_("Nothing is ticked: there is nothing to import."))
            return
        importing = work.importing_(
            self._desk.case, self._book.reading, self._found, sheet=self._sheet.name, chosen=chosen
        )
        self._run(importing, _("Importing a spreadsheet"), then=self._imported, writes=True)

    def _imported(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._desk.tell(self._desk.case.last)
        self._desk.say(_told(outcome))
        unread = len(self._found.unread) if self._found else 0
        if not unread:
            self.accept()
            return
        # The list of what was left out is all there is of it: it stays until it was looked at.
        words = ngettext(
            "{told} {n} row was left out: here it is.",
            "{told} {n} rows were left out: here they are.",
            unread,
        )
        self.check.show_left()
        self._say(words.format(told=_told(outcome), n=unread))
        self._tell()
        self.check.problems.save.setFocus()

    # leaving

    @Slot()
    def _leave(self) -> None:
        """The case is closed: every job ends with it."""
        self._working.job = None
        super().reject()

    @Slot()
    def _ended(self) -> None:
        self._soon.stop()
        for job in (self._looking, self._working.job):
            if job is not None and isValid(job):
                job.stop()
        if self._outcome is not None and self._desk.is_open:
            self._desk.ask("claims", source=self._outcome.source)
        self.deleteLater()


def _told(outcome: Outcome) -> str:
    """What came of it, for the user."""
    said = [ngettext("{n} claim made.", "{n} claims made.", outcome.made).format(n=outcome.made)]
    if outcome.changed:
        words = ngettext("{n} claim changed.", "{n} claims changed.", outcome.changed)
        said.append(words.format(n=outcome.changed))
    if outcome.withdrawn:
        words = ngettext("{n} claim withdrawn.", "{n} claims withdrawn.", outcome.withdrawn)
        said.append(words.format(n=outcome.withdrawn))
    return " ".join(said if outcome.made or len(said) == 1 else said[1:])


def open_dialog(parent: QWidget | None, desk: Desk) -> SheetDialog:
    """Open the import of a spreadsheet."""
    dialog = SheetDialog(desk, parent)
    dialog.open()
    return dialog

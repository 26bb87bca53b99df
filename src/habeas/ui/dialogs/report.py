"""Asking what a report should hold, writing it, and saying where it is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from habeas import i18n, paths
from habeas.i18n import _, ngettext
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.dialogs.noting import note_report
from habeas.ui.dialogs.ticking import TickList, Ticks
from habeas.ui.jobs import Progress, Work
from habeas.ui.widgets.fieldrow import FieldRow
from habeas.ui.widgets.parts import button, line
from habeas.ui.widgets.working import Working
from habeas.ui.widgets.wrapping import hold_height

if TYPE_CHECKING:
    from habeas.export.report import Options, Written
    from habeas.store.case import Case


class ReportDialog(QDialog):
    """Asks for format, language, title, scope and place; writes the report while one waits.

    ``claims`` are the ids that the claims table shows, if it is filtered (None: it is not).
    """

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, claims: Sequence[int] | None = None
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self._claims = None if claims is None else frozenset(claims)
        self._agreed: Path | None = None  # a file that the user agreed to replace
        self._written: Path | None = None
        self._outcome: list[Written | Exception] = []
        self.setWindowTitle(_("Write a report"))
        self._make_fields()
        self._make_footer()
        self._lay_out()
        self._order()
        self._tell()
        self.finished.connect(self.deleteLater)

    @property
    def path(self) -> Path:
        """Where the report is to be written, with the suffix of the format."""
        typed, suffix = Path(self._path.text().strip()).expanduser(), self._format.currentData()
        return typed if typed.suffix.lower() == suffix else typed.with_name(typed.name + suffix)

    def reject(self) -> None:
        """Leave; work that runs is stopped first, and then nothing is written."""
        if self._working.may_leave():
            super().reject()

    def _make_fields(self) -> None:
        from habeas.export import report

        case = self.desk.case
        self._format = _choice(
            self, [(_("Web page (HTML)"), ".html"), (_("Word document (DOCX)"), ".docx")]
        )
        self._language = _choice(self, [("English", "en"), ("Español", "es")])
        self._language.setCurrentIndex(max(self._language.findData(i18n.language()), 0))
        self._title = QLineEdit(case.path.stem, self)
        self._author = QLineEdit(self)
        self._whole = QRadioButton(_("The &whole case"), self)
        self._only = QRadioButton(self)
        self._offer_filter()
        self._ticks = Ticks(report.not_public(case), self)
        self._sources = TickList(self._ticks, self)
        self._sources.setAccessibleName(_("Sources that are not public"))
        self._path = QLineEdit(str(_proposed(case.path)), self)
        self._choose = QPushButton(_("C&hoose…"), self)
        self._format.currentIndexChanged.connect(self._follow_format)
        self._path.textChanged.connect(self._tell)
        self._choose.clicked.connect(self._choose_path)

    def _offer_filter(self) -> None:
        n = len(self._claims or ())
        self._only.setText(
            ngettext(
                "Only the {n} &claim of the filter", "Only the {n} &claims of the filter", n
            ).format(n=n)
        )
        self._only.setVisible(self._claims is not None)
        self._only.setEnabled(n > 0)
        (self._only if n else self._whole).setChecked(True)

    def _make_footer(self) -> None:
        self._said = QLabel(self)
        theme.role(self._said, "strong")
        self._said.setWordWrap(True)
        self._working = Working(self)
        self._open = button(self, _("&Open"), self._open_report)
        self._folder = button(self, _("Open the &folder"), self._open_folder)
        self._close = button(self, _("Close"), self.reject)
        self._write = button(self, _("W&rite the report"), self._start)
        self._write.setDefault(True)
        theme.role(self._write, "primary")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        self._form = QWidget(self)
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(theme.GAP)
        form.addLayout(
            _beside(FieldRow(_("For&mat"), self._format), FieldRow(_("&Language"), self._language))
        )
        form.addLayout(
            _beside(
                FieldRow(_("&Title"), self._title),
                FieldRow(_("Written &by (may stay empty)"), self._author),
            )
        )
        form.addLayout(_beside(self._whole, self._only))
        self._lay_out_sources(form)
        place = _beside(self._path, self._choose)
        place.setStretch(1, 0)
        label = QLabel(_("Save &as"), self)
        label.setBuddy(self._path)
        self._path.setAccessibleName(_("Save as"))
        form.addWidget(label)
        form.addLayout(place)
        column.addWidget(self._form)
        column.addWidget(
            line(self, _("The file leaves the case: it is plain text that anyone can read."))
        )
        column.addWidget(self._said)
        column.addWidget(self._working)
        column.addStretch(1)
        footer = QHBoxLayout()
        footer.addWidget(self._open)
        footer.addWidget(self._folder)
        footer.addStretch(1)
        for one in (self._write, self._working.stop, self._close):
            footer.addWidget(one)
        column.addLayout(footer)
        hold_height(self)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 90)

    def _lay_out_sources(self, form: QVBoxLayout) -> None:
        if not self._ticks.rowCount():
            self._sources.hide()
            return
        words = _("These sources are not public. They stay out with all they say, unless ticked:")
        form.addWidget(line(self, words))
        form.addWidget(self._sources)

    def _order(self) -> None:
        """Tab goes through the form as one reads it."""
        order = (
            *(self._format, self._language, self._title, self._author, self._whole, self._only),
            *(self._sources, self._path, self._choose),
            *(self._open, self._folder, self._write, self._working.stop, self._close),
        )
        for one, following in pairwise(order):
            QWidget.setTabOrder(one, following)
        self._title.setFocus()

    def _options(self) -> Options:
        from habeas.export.report import Options

        return Options(
            language=self._language.currentData(),
            claims=self._claims if self._only.isChecked() else None,
            title=self._titled(),
            include_sources=self._ticks.ticked,
            author=self._author.text(),
        )

    def _titled(self) -> str:
        """The title; of the past it says, in the language of the report, as of when it is."""
        moment = self.desk.moment
        if moment is None:
            return self._title.text()
        with i18n.speaking(self._language.currentData()):
            return _("{title} – as known on {time} (after act {n})").format(
                title=self._title.text().strip(), time=moment.words, n=moment.edit
            )

    @Slot()
    def _follow_format(self) -> None:
        """Let the name of the file end as the format asks."""
        path = Path(self._path.text().strip())
        if path.suffix.lower() in (".html", ".docx"):
            self._path.setText(str(path.with_suffix(self._format.currentData())))
        self._tell()

    @Slot()
    def _choose_path(self) -> None:
        kinds = f"{self._format.currentText()} (*{self._format.currentData()})"
        name, _used = QFileDialog.getSaveFileName(self, _("Save the report"), str(self.path), kinds)
        if name:
            self._path.setText(name)
            # The question about replacing was put for this name, as it stands.
            self._agreed = Path(name) if self.path == Path(name) else None

    @Slot()
    def _start(self) -> None:
        path = self.path
        if path.exists() and path != self._agreed:
            self._ask_to_replace(path)
            return
        self._written = None
        outcome: list[Written | Exception] = []
        self._outcome = outcome
        work = _writing(self.desk.case, path, self._options(), outcome=outcome)

        def ended(_value: object = None) -> None:
            if outcome is self._outcome:  # not the end of a former try, told late
                self._did_finish()

        job = self.desk.look(work, done=ended)
        self._working.follow(job)
        # However it ends; ``done`` alone would miss a stop, and a job that ended before this line
        # is past its signals.
        queued = Qt.ConnectionType.QueuedConnection
        job.did_end.connect(ended, queued)
        job.did_stop.connect(ended, queued)
        self._tell()

    def _ask_to_replace(self, path: Path) -> None:
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(_("“{name}” is there already. Replace it?").format(name=path.name))
        replace = box.addButton(_("&Replace"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.accepted.connect(lambda: self._replace(path))
        box.setDefaultButton(replace)
        box.finished.connect(box.deleteLater)
        box.open()

    def _replace(self, path: Path) -> None:
        self._agreed = path
        self._start()

    def _did_finish(self) -> None:
        """Tell what came of it, once, whichever signal came first."""
        if self._working.job is None:
            return
        self._working.job, self._agreed = None, None
        outcome = self._outcome[0] if self._outcome else None
        if isinstance(outcome, Exception):
            self.desk.did_fail.emit(outcome)
        elif outcome is not None:
            self._written = outcome.path
            self._said.setText(_saved(outcome))
            note_report(self.desk, outcome)
        self._tell()
        if self._working.leaving:
            super().reject()

    @Slot()
    def _open_report(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))

    @Slot()
    def _open_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))

    @Slot()
    def _tell(self) -> None:
        """Show what can be done now: fill in, wait, or open what was written."""
        running, ready = self._working.job is not None, bool(Path(self._path.text().strip()).name)
        saved = self._written is not None and not running
        self._form.setEnabled(not running)
        self._write.setEnabled(ready and not running)
        self._close.setText(_("Close") if saved else _("Cancel"))
        self._working.show_running(running)
        for widget, shown in (
            (self._said, saved),
            (self._open, saved),
            (self._folder, saved),
            (self._close, not running),
        ):
            widget.setVisible(shown)
        if saved and not self._open.hasFocus():
            self._open.setFocus()


def _writing(
    case: Case, path: Path, options: Options, *, outcome: list[Written | Exception]
) -> Work:
    """The writing of a report as work of a lane; what came of it is put into ``outcome``."""
    from habeas.export import report

    steps = report.work(case, path, options=options)
    try:
        while True:
            step = next(steps)
            yield Progress(step.done, step.total, step.text)
    except StopIteration as end:
        outcome.append(end.value)
    except Exception as error:  # noqa: BLE001 - told by the UI thread
        outcome.append(error)
    finally:
        steps.close()


def _proposed(case: Path) -> Path:
    """Where the report of a case may well be: beside it, where the user has the case."""
    return paths.folder_for_copies(case) / case.with_suffix(".html").name


def _saved(written: Written) -> str:
    """Where the report is, and what is not in it."""
    said = _("The report was saved in {folder} as “{name}”.").format(
        folder=written.path.parent, name=written.path.name
    )
    if not written.left_out:
        return said
    left = ngettext(
        "{n} source was left out because it is not public.",
        "{n} sources were left out because they are not public.",
        written.left_out,
    ).format(n=written.left_out)
    return f"{said} {left}"


def _choice(parent: QWidget, entries: Sequence[tuple[str, str]]) -> QComboBox:
    box = QComboBox(parent)
    for text, data in entries:
        box.addItem(text, data)
    return box


def _beside(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(2 * theme.GAP)
    for widget in widgets:
        row.addWidget(widget, 1)
    return row

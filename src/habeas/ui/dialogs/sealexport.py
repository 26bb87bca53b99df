"""Exporting a sealed copy: seal, chain and originals, for someone who does not have Habeas."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from habeas import paths
from habeas.export import sealed
from habeas.export.sealed import Options, Written
from habeas.i18n import _, ngettext
from habeas.services import custody, sealing
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.dialogs.ticking import TickList, Ticks
from habeas.ui.jobs import Progress, Work
from habeas.ui.widgets.parts import button, line, note
from habeas.ui.widgets.working import Working
from habeas.ui.widgets.wrapping import hold_height

if TYPE_CHECKING:
    from habeas.store.case import Case
    from habeas.store.changes import Changes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: what was written, or why it was not; and the last change of the case."""

    written: Written | Exception
    changes: Changes | None = None


class SealedExportDialog(QDialog):
    """Asks which originals go along and where to; writes the folder while one waits."""

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, sources: Sequence[int] | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._chosen = frozenset(sources or ())
        self._written: Path | None = None
        self.setWindowTitle(_("Export sealed"))
        self._make_fields()
        self._make_footer()
        self._lay_out()
        self._tell()
        desk.did_close.connect(self.close)
        self.finished.connect(self.deleteLater)

    @property
    def folder(self) -> Path:
        """The folder that is to be made."""
        return Path(self._path.text().strip()).expanduser()

    def reject(self) -> None:
        """Leave; work that runs is stopped first, and then nothing is written."""
        if self._working.may_leave():
            super().reject()

    def _make_fields(self) -> None:
        case, n = self._desk.case, len(self._chosen)
        self.all = QRadioButton(_("With the originals of &all sources"), self)
        words = ngettext(
            "With the original of the {n} &chosen source",
            "With the originals of the {n} &chosen sources",
            n,
        )
        self.some = QRadioButton(words.format(n=n), self)
        self.some.setVisible(n > 0)
        self.none = QRadioButton(_("&Without originals"), self)
        chosen = self.some if n else self.all
        chosen.setChecked(True)
        chosen.setFocus()
        self.ticks = Ticks(sealed.not_public(case), self)
        self._sources = TickList(self.ticks, self)
        self._sources.setAccessibleName(_("Sources that are not public"))
        self.none.toggled.connect(self._sources.setDisabled)
        self.sign = QCheckBox(_("Si&gn the seal"), self)
        name = _("{name} sealed").format(name=case.path.stem)
        self._path = QLineEdit(str(paths.folder_for_copies(case.path) / name), self)
        self._path.setAccessibleName(_("Folder to make"))
        self._path.textChanged.connect(self._tell)
        self._browse = button(self, _("C&hoose…"), self._choose)

    def _make_footer(self) -> None:
        self._said = QLabel(self)
        self._said.setWordWrap(True)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        theme.role(self._said, "strong")
        self._working = Working(self)
        self._show_folder = button(self, _("Open the &folder"), self._open_folder)
        self.write = button(self, _("&Export"), self._start)
        theme.role(self.write, "primary")
        self._close = button(self, _("Cancel"), self.reject)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        column.addWidget(line(self, _about(), role=""))
        self._form = QWidget(self)
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(theme.GAP)
        for choice in (self.all, self.some, self.none):
            form.addWidget(choice)
        if self.ticks.rowCount():
            words = _("These sources are not public. Their originals stay out, unless ticked:")
            form.addWidget(line(self, words))
            form.addWidget(self._sources)
        else:
            self._sources.hide()
        form.addWidget(self.sign)
        label = QLabel(_("Folder to &make"), self)
        label.setBuddy(self._path)
        form.addWidget(label)
        place = QHBoxLayout()
        place.addWidget(self._path, 1)
        place.addWidget(self._browse)
        form.addLayout(place)
        column.addWidget(self._form)
        column.addWidget(note(self, _discloses()))
        column.addWidget(self._said)
        column.addWidget(self._working)
        column.addStretch(1)
        footer = QHBoxLayout()
        footer.addWidget(self._show_folder)
        footer.addStretch(1)
        for one in (self.write, self._working.stop, self._close):
            footer.addWidget(one)
        column.addLayout(footer)
        hold_height(self)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 90)

    def _options(self) -> Options:
        if self.none.isChecked():
            return Options(sources=frozenset())
        only = self._chosen if self.some.isChecked() else None
        return Options(sources=only, ticked=self.ticks.ticked)

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self, _("Where to make the folder"), str(self.folder.parent))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(
            lambda name: self._path.setText(str(Path(name) / self.folder.name))
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def _start(self) -> None:
        desk = self._desk
        self._written = None
        work = _exporting(desk.case, self.folder, self._options(), sign=self.sign.isChecked())

        def done(outcome: Outcome) -> None:
            if outcome.changes is not None:
                desk.tell(outcome.changes)
            if isinstance(outcome.written, Exception):
                desk.did_fail.emit(outcome.written)
            elif isValid(self):
                self._written = outcome.written.folder
                self._said.setText(_saved(outcome.written))
            over()

        def over() -> None:
            if isValid(self) and self._working.job is job:
                self._ended()

        job = desk.write(work, title=_("Exporting"), done=done)
        self._working.follow(job)
        # ``done`` would miss a stop
        job.did_finish.connect(over, Qt.ConnectionType.QueuedConnection)
        self._tell()

    def _ended(self) -> None:
        self._working.job = None
        if self._desk.is_open:
            self._desk.catch_up()  # a seal may have been made although the rest was stopped
        self._tell()
        if self._working.leaving:
            super().reject()

    @Slot()
    def _open_folder(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))

    @Slot()
    def _tell(self) -> None:
        """Show what can be done now: fill in, wait, or open what was written."""
        running = self._working.job is not None
        saved = self._written is not None and not running
        self._form.setEnabled(not running)
        self.write.setEnabled(not running and bool(self.folder.name))
        self._close.setText(_("Close") if saved else _("Cancel"))
        self._working.show_running(running)
        self._close.setVisible(not running)
        self._said.setVisible(saved)
        self._show_folder.setVisible(saved)


def _exporting(case: Case, folder: Path, options: Options, *, sign: bool) -> Work:
    """Seal the case, write the folder, and write down what left."""
    yield Progress()
    changes, steps = None, None
    try:
        with case.recording(sealing.SEAL) as edit:
            seal = sealing.seal(edit, sign=sign)
        changes = case.last
        steps = sealed.work(case, folder, seal=seal, options=options)
        written = yield from _told(steps, folder.name)
        if written.sources:
            with case.recording(custody.EXPORT) as edit:
                custody.exported(edit, written.sources, how=custody.ORIGINAL, file=folder.name)
            changes = case.last
    except Exception as error:  # noqa: BLE001 - told by the UI thread
        return Outcome(error, changes)
    finally:
        if steps is not None:
            steps.close()
    return Outcome(written, changes)


def _told(
    steps: Generator[sealed.Step, None, Written], name: str
) -> Generator[Progress, None, Written]:
    """The steps of an export as progress of a job."""
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            written: Written = end.value
            return written
        yield Progress(step.done, step.total, name)


def _saved(written: Written) -> str:
    said = ngettext(
        "The sealed export was saved in {folder} as “{name}”, with {n} original.",
        "The sealed export was saved in {folder} as “{name}”, with {n} originals.",
        written.originals,
    ).format(n=written.originals, folder=written.folder.parent, name=written.folder.name)
    if not written.left_out:
        return said
    out = ngettext(
        "{n} source was left out because it is not public.",
        "{n} sources were left out because they are not public.",
        written.left_out,
    ).format(n=written.left_out)
    return f"{said} {out}"


def _about() -> str:
    return _(
        "Makes a folder by which an outsider can check, without Habeas, that originals were in "
        "the case and that its history was not changed since: a new seal, the chain of the "
        "history, the originals, and a web page that checks them without the internet."
    )


def _discloses() -> str:
    return _(
        "The folder leaves the case: it is plain text. It tells when each act was done, what it "
        "is called and by whom if a name was given, and how many rows of which kind it touched; "
        "of the record itself nothing but the originals, with the name of their file and when, "
        "how and by whom they were captured."
    )

"""Checking a seal that was kept elsewhere against the open case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from habeas.errors import Problem
from habeas.i18n import _
from habeas.services import sealing
from habeas.services.sealing import Shown
from habeas.store.sealing import MOST
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.dialogs.handing import written_field
from habeas.ui.jobs import Job, Progress, Work
from habeas.ui.widgets.parts import button, line
from habeas.ui.widgets.wrapping import hold_height

if TYPE_CHECKING:
    from habeas.store.case import Case


class CheckDialog(QDialog):
    """A field for the text of a seal, and what it shows of the case."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None
        self.setWindowTitle(_("Check a seal"))
        self.text = written_field(self, _("Text of the seal"))
        self.text.setPlaceholderText(_("Paste a seal here, or open the file that holds one."))
        self.verdict = QLabel(self)
        self.verdict.setWordWrap(True)
        self.told = QLabel(self)
        for label in (self.verdict, self.told):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self._bar = QProgressBar(self)
        self._bar.setAccessibleName(_("Progress"))
        self._open = button(self, _("&Open a file…"), self._ask_file)
        self.check = button(self, _("&Check"), self._start)
        theme.role(self.check, "primary")
        self._close = button(self, _("Close"), self.reject)
        self._lay_out()
        self.text.textChanged.connect(self._tell)
        desk.did_close.connect(self.close)
        self.finished.connect(self.deleteLater)
        self._tell()
        self.text.setFocus()

    def reject(self) -> None:
        """Leave; a check that runs is stopped."""
        if self._job is not None:
            self._job.stop()
        super().reject()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        words = _(
            "Paste a seal that was kept elsewhere, from its first line to its last. Quotation "
            "marks and line breaks of mail do no harm."
        )
        column.addWidget(line(self, words, role=""))
        column.addWidget(self.text, 1)
        for widget in (self._bar, self.verdict, self.told):
            column.addWidget(widget)
            widget.hide()
        footer = QHBoxLayout()
        footer.addWidget(self._open)
        footer.addStretch(1)
        footer.addWidget(self.check)
        footer.addWidget(self._close)
        column.addLayout(footer)
        self.text.setMinimumHeight(self.fontMetrics().height() * 6)
        hold_height(self)
        letter = self.fontMetrics().averageCharWidth()
        self.resize(letter * 110, letter * 80)

    @Slot()
    def _ask_file(self) -> None:
        dialog = QFileDialog(
            self, _("Open a seal"), str(Path.home()), _("Plain text (*.txt);;All files (*)")
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self._read(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _read(self, path: Path) -> None:
        self._run(_opening(path), self._opened)

    def _opened(self, found: str | Problem) -> None:
        if isinstance(found, Problem):
            self._show(found)
            return
        self.text.setPlainText(found)
        self._start()

    @Slot()
    def _start(self) -> None:
        self._run(_checking(self._desk.case, self.text.toPlainText()), self._show)

    def _run(self, work: Work, then: object) -> None:
        """Start ``work``; ``then`` takes what it gives, if the dialog is still there."""
        if self._job is not None:
            return
        self.verdict.hide()
        self.told.hide()

        def done(found: object) -> None:
            if isValid(self):
                self._job = None
                self._tell()
                then(found)  # type: ignore[operator]

        queued = Qt.ConnectionType.QueuedConnection
        self._job = job = self._desk.look(work, done=done)
        job.did_progress.connect(self._advance, queued)
        job.did_fail.connect(self._failed, queued)
        self._bar.setRange(0, 0)
        self._tell()

    @Slot(object)
    def _advance(self, step: Progress) -> None:
        self._bar.setRange(0, step.total)
        self._bar.setValue(step.done)

    @Slot()
    def _failed(self) -> None:
        self._job = None
        self._tell()

    @Slot()
    def _tell(self) -> None:
        running = self._job is not None
        self._bar.setVisible(running)
        self.check.setEnabled(not running and bool(self.text.toPlainText().strip()))
        self._open.setEnabled(not running)

    def _show(self, found: Shown | Problem) -> None:
        """Say what came of it, and let it be read out."""
        if isinstance(found, Problem):
            first, rest, good = str(found), [], False
        else:
            first, *rest = found.sentences()
            good = found.holds
        theme.role(self.verdict, "headline" if good else "error")
        self.verdict.setText(first)
        self.told.setText("\n".join(rest))
        self.verdict.show()
        self.told.setVisible(bool(rest))
        self.verdict.setFocus()


def _checking(case: Case, text: str) -> Work:
    """What the seal shows, or the Problem that it cannot be read."""
    steps = sealing.checking(case, text)
    try:
        while True:
            step = next(steps)
            yield Progress(step.done, step.total)
    except StopIteration as end:
        return end.value
    except Problem as problem:
        return problem
    finally:
        steps.close()


def _opening(path: Path) -> Work:
    """The beginning of a file as text, as far as a seal is looked for; or the Problem."""
    yield Progress()
    try:
        with path.open("rb") as file:
            data = file.read(4 * MOST)
    except OSError as error:
        return Problem(
            _("“{name}” could not be read: {reason}.").format(
                name=path.name, reason=error.strerror or error
            )
        )
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))  # as an old editor may have saved it
    return data.decode("utf-16" if wide else "utf-8-sig", errors="replace")

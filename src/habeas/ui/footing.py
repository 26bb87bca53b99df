"""The line at the foot: whether the case is safe, and the job that runs, with a way to stop it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.jobs import Job, Progress


class Footing(QFrame):
    """Shows one job at a time, the last one started."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        theme.role(self, "bar")
        self._job: Job | None = None
        self._line = QLabel(self)
        theme.role(self._line, "muted")
        self._doing = QLabel(self)
        self._bar = QProgressBar(self)
        self._bar.setAccessibleName(_("Progress"))
        self._bar.setMaximumWidth(180)
        self._bar.setTextVisible(False)
        self._stop = QPushButton(_("Stop"), self)
        self._stop.setAccessibleName(_("Stop what is running"))
        theme.role(self._stop, "flat")
        self._stop.clicked.connect(self._ask_to_stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * theme.GAP, theme.GAP // 2, 2 * theme.GAP, theme.GAP // 2)
        row.addWidget(self._line, 1)
        for widget in (self._doing, self._bar, self._stop):
            row.addWidget(widget)
            widget.hide()
        desk.did_progress.connect(self._watch)

    def show_state(self, *, locked: bool) -> None:
        """Whether the case that is shown has a passphrase."""
        self._line.setText(
            _("Has a passphrase · every change is saved at once")
            if locked
            else _("Not locked · every change is saved at once")
        )

    def show_backup(self, words: str) -> None:
        """When the last backup was made, for whoever asks."""
        self._line.setToolTip(words)
        self._line.setAccessibleDescription(words)

    def show_writing(self, *, possible: bool) -> None:
        """Whether the case that is shown can be written to: only then is anything saved."""
        self._line.setVisible(possible)

    def _watch(self, job: Job) -> None:
        self._job = job
        self._doing.setText(job.title)
        self._bar.setRange(0, 0)
        for widget in (self._doing, self._bar, self._stop):
            widget.show()
        job.did_progress.connect(self._show)
        job.did_finish.connect(self._done)

    def _show(self, progress: Progress) -> None:
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        if self._job is not None:
            self._doing.setText(f"{self._job.title} · {progress.text}".rstrip(" ·"))

    def _done(self) -> None:
        self._job = None
        for widget in (self._doing, self._bar, self._stop):
            widget.hide()

    def _ask_to_stop(self) -> None:
        if self._job is not None:
            self._job.stop()

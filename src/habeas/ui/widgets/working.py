"""What a dialog shows while its job runs: what is looked at, how far it is, and Stop."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.jobs import Job, Progress
from habeas.ui.widgets.parts import button, line

_THOUSAND = 1000  # Qt counts to two thousand million, and a case can have more bytes


class Working(QWidget):
    """Holds the ``job`` of its dialog, None while nothing runs.

    The dialog puts ``stop`` among its buttons; ``stopped`` is called by it, if stopping the job is
    not all that it does.  With ``looking``, the words with which the job begins, the words of its
    progress are shown as well.
    """

    def __init__(
        self, parent: QWidget, *, looking: str = "", stopped: Callable[[], object] | None = None
    ) -> None:
        super().__init__(parent)
        self.job: Job | None = None
        self.leaving = False  # the dialog is to be closed once the job has ended
        self._looking = line(self, looking)
        self._looking.setVisible(bool(looking))
        self._bar = QProgressBar(self)
        self._bar.setAccessibleName(_("Progress"))
        self._bar.setRange(0, 0)
        self.stop = button(parent, _("&Stop"), stopped or self._stop_job)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(self._looking)
        column.addWidget(self._bar)

    def follow(self, job: Job, *, ended: Callable[[], object] | None = None) -> None:
        """Show how far ``job`` is; ``ended`` is called when it has ended, after ``job`` is None.

        Without it whoever started the job listens to its end and sets ``job``.
        """
        self.job = job
        job.did_progress.connect(self._advance, Qt.ConnectionType.QueuedConnection)
        if ended is not None:
            over = partial(self._over, job, ended)
            job.did_finish.connect(over, Qt.ConnectionType.QueuedConnection)
        self._bar.setRange(0, 0)

    def _over(self, job: Job, ended: Callable[[], object]) -> None:
        if isValid(self) and self.job is job:
            self.job = None
            ended()

    def show_running(self, running: bool) -> None:
        """Show the bar and Stop, or hide both."""
        self.setVisible(running)
        self.stop.setVisible(running)

    def may_leave(self) -> bool:
        """Whether the dialog may close now; a job that runs is stopped first, and it is to wait."""
        if self.job is None:
            return True
        self.leaving = True
        self.job.stop()
        return False

    @Slot()
    def _stop_job(self) -> None:
        if self.job is not None:
            self.job.stop()

    @Slot(object)
    def _advance(self, step: Progress) -> None:
        self._bar.setRange(0, _THOUSAND if step.total else 0)
        self._bar.setValue(_THOUSAND * step.done // step.total if step.total else 0)
        self._looking.setText(step.text)

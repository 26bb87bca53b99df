"""The line below the rooms that tells how far files are on their way into the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from habeas.i18n import _, ngettext
from habeas.ui import intakewords, theme
from habeas.ui.widgets.parts import button

if TYPE_CHECKING:
    from habeas.ui.intake import Intake


class IntakePanel(QFrame):
    """Words, a bar, and what can be done; it is there only while there is something to say."""

    def __init__(self, intake: Intake, parent: QWidget) -> None:
        super().__init__(parent)
        self._intake = intake
        theme.role(self, "bar")
        self.setAccessibleName(_("Files on their way into the case"))
        self._what = _words(self)
        self._more = _words(self)
        theme.role(self._more, "muted")
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName(_("Files brought in"))
        self.bar.setTextVisible(False)
        self.stop = button(self, _("Stop"), intake.stop)
        self.stop.setAccessibleName(_("Stop bringing files in"))
        self.go_on = button(self, _("Go on"), intake.go_on)
        self.go_on.setAccessibleName(_("Go on bringing files in"))
        self.list = button(self, _("Show the list…"), intake.show)
        self.hide_it = button(self, _("Hide"), intake.hide)
        self.hide_it.setAccessibleName(_("Hide this line; what runs goes on"))
        self._lay_out()
        intake.did_change.connect(self.refresh)
        self.refresh()

    @property
    def words(self) -> str:
        """All that it says."""
        return f"{self._what.text()} {self._more.text()}".strip()

    def refresh(self) -> None:
        """Say what is so now."""
        intake = self._intake
        if not intake.speaks:
            self.hide()
            return
        what, more = self._said()
        self._what.setText(what)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        standing = intake.standing
        running = standing in ("looking", "running", "stopping")
        self._fill(running=running)
        self.stop.setVisible(running)
        self.stop.setEnabled(standing != "stopping")
        self.go_on.setVisible(standing == "waiting")
        self.list.setVisible(standing != "looking")
        self.setAccessibleDescription(self.words)
        self.show()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """A narrow window has a short bar."""
        super().resizeEvent(event)
        self.bar.setMaximumWidth(max(80, self.width() // 5))

    def _fill(self, *, running: bool) -> None:
        pace = self._intake.pace
        self.bar.setVisible(running)
        if not running:
            return
        if pace is None or self._intake.standing == "looking":
            self.bar.setRange(0, 0)
        else:
            self.bar.setRange(0, max(1, pace.total))
            self.bar.setValue(pace.done)

    def _said(self) -> tuple[str, str]:
        intake, say = self._intake, QLocale().toString
        if intake.standing == "looking":
            words = ngettext("One file found so far", "{n} files found so far", intake.found)
            return _("Looking for files"), words.format(n=say(intake.found))
        if intake.standing == "stopping":
            return _("Stopping…"), ""
        if intake.standing == "running":
            return self._running()
        if intake.standing == "waiting":
            words = ngettext(
                "One file waits to be brought in.", "{n} files wait to be brought in.",
                intake.waiting,
            )  # fmt: skip
            return words.format(n=say(intake.waiting)), ""
        if intake.standing == "done":
            return _("All files were gone through."), intakewords.summary(intake.counts)
        words = ngettext(
            "One new file waits in the inbox.", "{n} new files wait in the inbox.", intake.in_inbox
        )
        return words.format(n=say(intake.in_inbox)), ""

    def _running(self) -> tuple[str, str]:
        intake, pace = self._intake, self._intake.pace
        if pace is None:
            return _("Bringing in files"), ""
        left = intakewords.seconds_left(
            intake.rate, files=pace.total - pace.done, size=intake.bytes_left - pace.bytes
        )
        told = (intakewords.speed(intake.rate), intakewords.lasting(left), self._amiss())
        more = " · ".join(each for each in told if each)
        return intakewords.progress(pace.done, pace.total), more

    def _amiss(self) -> str:
        failed = next((n for state, n in self._intake.counts.items() if state == "failed"), 0)
        if not failed:
            return ""
        words = ngettext("{n} could not be added", "{n} could not be added", failed)
        return words.format(n=QLocale().toString(failed))

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._what)
        words.addWidget(self._more)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * theme.GAP, theme.GAP // 2, 2 * theme.GAP, theme.GAP // 2)
        row.setSpacing(theme.GAP)
        row.addLayout(words, 1)
        row.addWidget(self.bar)
        for each in self._buttons():
            row.addWidget(each)

    def _buttons(self) -> tuple[QPushButton, ...]:
        return self.stop, self.go_on, self.list, self.hide_it


def _words(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setWordWrap(True)
    label.setMinimumWidth(120)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return label

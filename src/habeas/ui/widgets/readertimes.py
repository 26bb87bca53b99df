"""A recording: how long it is, playing it from a moment on, and marking a stretch of it."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from habeas.i18n import _
from habeas.overview.regions import clock
from habeas.ui import theme
from habeas.ui.widgets.fieldrow import FieldRow
from habeas.ui.widgets.flow import Flow

_TIME = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,6})(?:[.,](\d{1,3}))?", re.ASCII)
_LABEL = 12  # letters beside a field


def seconds_of(typed: str) -> float | None:
    """Seconds from the beginning of what is typed as 1:05:20, 5:20 or 20; None if it is no time."""
    found = _TIME.fullmatch(typed.strip())
    if found is None:
        return None
    hours, minutes, seconds, parts = found.groups()
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds)
    return whole + (int(parts) / 10 ** len(parts) if parts else 0)


class Times(QWidget):
    """Start and end of a stretch, and what is done with it."""

    did_ask_play = Signal(float)  # from this second on
    did_ask_stop = Signal()
    did_mark = Signal(float, float)  # a stretch, in seconds from the beginning

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._length = QLabel(self)
        self._length.setWordWrap(True)
        hint = _("hours:minutes:seconds, such as 0:12:30")
        self.start, self.end = QLineEdit("0:00:00", self), QLineEdit(self)
        self._rows = [
            FieldRow(label, field, hint=hint, label_width=_LABEL, parent=self)
            for label, field in ((_("From"), self.start), (_("To"), self.end))
        ]
        self.play = self._button(_("Play from here"), self._play)
        self.stop = self._button(_("Stop"), self.did_ask_stop.emit)
        self.mark = self._button(_("Mark this stretch of time"), self._mark)
        self._said = QLabel(self)
        self._said.setWordWrap(True)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        theme.role(self._said, "hint")
        buttons = Flow(self)
        buttons.set_buttons([self.play, self.stop, self.mark])
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * theme.GAP, theme.GAP, 2 * theme.GAP, theme.GAP)
        column.setSpacing(theme.GAP)
        column.addWidget(self._length)
        for row in self._rows:
            column.addWidget(row)
        column.addWidget(buttons)
        column.addWidget(self._said)
        column.addStretch(1)
        self.end.returnPressed.connect(self._mark)
        self.setFocusProxy(self.start)

    def show_recording(self, length: str, *, writable: bool) -> None:
        """Take up another recording; ``length`` is how long it says that it is."""
        self._length.setText(length)
        self.start.setText("0:00:00")
        self.end.clear()
        self.mark.setVisible(writable)
        self.say("")
        self.set_playing(playing=False)
        for row in self._rows:
            row.set_error("")

    def show_stretch(self, start: float, end: float) -> None:
        """Put a stretch into the fields."""
        self.start.setText(clock(start))
        self.end.setText(clock(end))

    def set_playing(self, *, playing: bool) -> None:
        """Whether the recording is being played."""
        self.stop.setVisible(playing)

    def say(self, words: str) -> None:
        """Say something below the buttons."""
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def _button(self, words: str, act: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def _play(self) -> None:
        if (start := self._read(0)) is not None:
            self.did_ask_play.emit(start)

    def _mark(self) -> None:
        start, end = self._read(0), self._read(1)
        if start is None or end is None:
            return
        if end <= start:
            self._rows[1].set_error(_("The end comes after the beginning."))
            self.end.setFocus()
            return
        self.did_mark.emit(start, end)

    def _read(self, which: int) -> float | None:
        """The time in a field; None, which is said below it, if there is none."""
        row, field = self._rows[which], (self.start, self.end)[which]
        found = seconds_of(field.text())
        row.set_error("" if found is not None else _("Write a time such as 0:12:30."))
        if found is None:
            field.setFocus()
        return found

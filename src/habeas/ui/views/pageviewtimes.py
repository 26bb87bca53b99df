"""A recording that is read: played by a program of the system, stretches of it marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from habeas.domain import region as regions
from habeas.errors import Problem
from habeas.i18n import _
from habeas.overview import pages
from habeas.overview.pages import Captured
from habeas.store import captures
from habeas.ui.views.pageviewplaces import Facing
from habeas.ui.widgets.readertimes import Times

if TYPE_CHECKING:
    from habeas.capture.media.playing import Playing
    from habeas.ui.views.reading import ReadingPane

_LOOKS = 400  # milliseconds between two looks whether it is still being played
_LENGTH = ("Duration", "duration", "Length")


class TimesView(QObject):
    """Plays and marks the recording that a ReadingPane reads, if it reads one."""

    did_mark = Signal(str)  # the region of a stretch of time

    def __init__(self, pane: ReadingPane, facing: Facing) -> None:
        super().__init__(pane)
        self._pane = pane
        self.times = Times(facing)
        facing.add_look(self.times)
        self._capture = Captured()
        self._playing: Playing | None = None
        self._looks = QTimer(self)
        self._looks.setInterval(_LOOKS)
        self._looks.timeout.connect(self._look)
        self.times.did_ask_play.connect(self.play)
        self.times.did_ask_stop.connect(self.stop)
        self.times.did_mark.connect(self._marked)

    @property
    def is_recording(self) -> bool:
        """Whether the source is one."""
        return self._capture.media_type.startswith(("audio/", "video/"))

    def open(self, capture: Captured) -> None:
        """Take up another source; what is played of the one before ends."""
        self.stop()
        self._capture = capture
        if self.is_recording:
            said = dict(pages.metadata(self._pane.desk.case, capture.layer))
            known = next((said[name] for name in _LENGTH if name in said), "")
            length = _("Length: {length}").format(length=known)
            self.times.show_recording(
                length if known else _("The file does not say how long it is."),
                writable=self._pane.desk.can_write,
            )

    def play(self, start: float) -> None:
        """Play from second ``start`` on, or say what is missing for it."""
        from habeas.capture.media import playing

        self.stop()
        case = self._pane.desk.case
        chunks = captures.read(case.read, self._capture.sha256)
        try:
            self._playing = playing.play(chunks, start=start, size=self._capture.size)
        except Problem as problem:
            self.times.say(str(problem))
            return
        self.times.say("")
        self.times.set_playing(playing=True)
        self._looks.start()

    def stop(self) -> None:
        """Play no more."""
        self._looks.stop()
        if self._playing is not None:
            self._playing.stop()
            self._playing = None
        self.times.set_playing(playing=False)

    def reveal(self, region: str) -> None:
        """Put the stretch of a passage into the fields."""
        if self.is_recording and (found := regions.times(region)) is not None:
            self.times.show_stretch(*found)

    def _look(self) -> None:
        """Tell when it has ended, and what went wrong."""
        if self._playing is None or self._playing.is_going_on:
            return
        problem = self._playing.problem
        self.stop()
        if isinstance(problem, Problem):
            self.times.say(str(problem))
        elif problem is not None:
            self._pane.desk.did_fail.emit(problem)

    def _marked(self, start: float, end: float) -> None:
        self.did_mark.emit(regions.time_range(start, end))
        self.times.say(_("Press 1 to 6, or choose below, what this stretch is marked as."))

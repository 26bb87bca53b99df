"""A page of the web beside its text: made harmless when it is looked at."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from habeas.i18n import _
from habeas.overview.pages import Captured
from habeas.ui.jobs import Job
from habeas.ui.rendering import WEB, Draughtsman, Web
from habeas.ui.views.pageviewplaces import Facing
from habeas.ui.widgets.readerbar import TEXT
from habeas.ui.widgets.readerweb import WebPage

if TYPE_CHECKING:
    from habeas.ui.views.reading import ReadingPane


class WebView(QObject):
    """Shows the page that the source of a ReadingPane was read from, if it is one of the web."""

    def __init__(self, pane: ReadingPane, facing: Facing, draughtsman: Draughtsman) -> None:
        super().__init__(pane)
        self._pane, self._facing, self._draughtsman = pane, facing, draughtsman
        self.page = WebPage(facing)
        facing.add_look(self.page)
        self._capture = Captured()
        self._token = 0  # of the page that is wanted
        self._is_asked = False
        self._job: Job | None = None

    @property
    def is_web(self) -> bool:
        """Whether the source is a page of the web."""
        return self._capture.media_type in WEB

    def open(self, capture: Captured) -> None:
        """Take up another source."""
        self.forget()
        self._capture = capture

    def forget(self) -> None:
        """Show nothing any more."""
        self._token += 1
        if self._job is not None and isValid(self._job):
            self._job.stop()
        if self._is_asked:
            self.page.show_words("")
        self._job, self._capture, self._is_asked = None, Captured(), False

    def show(self) -> None:
        """Have the page made ready if it is looked at."""
        if not self.is_web or self._is_asked or self._facing.way == TEXT:
            return
        self._is_asked = True
        self.page.show_words(_("The page is being made ready…"))
        self._job = self._draughtsman.run(
            self._draughtsman.showing(self._pane.desk.case, self._capture),
            parent=self,
            done=partial(self._shown, self._token),
            failed=partial(self._failed, self._token),
        )

    def _shown(self, token: int, web: Web) -> None:
        if not isValid(self) or token != self._token:
            return
        if web.problem:
            self.page.show_words(web.problem)
        else:
            covered = self._pane.source.covered
            self.page.show_page(web.html, web.pictures, cut=web.cut, covered=covered)

    def _failed(self, token: int, error: BaseException) -> None:
        if isValid(self) and token == self._token:
            self.page.show_words(_("This page cannot be shown."))
            self._pane.desk.did_fail.emit(error)

"""Pages of sources as pictures: drawn in a process of their own, asked for off the UI thread.

What is drawn came from strangers: nothing of it is opened in the process of the window.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from habeas.capture.original import WHOLE, too_large
from habeas.capture.picture import Picture
from habeas.domain.page import Page
from habeas.errors import Problem
from habeas.overview.pages import Captured
from habeas.store import stretches
from habeas.store.case import Case
from habeas.ui.jobs import Job, Lane, Progress, Work

if TYPE_CHECKING:
    from habeas.capture.apart.pool import Pool

PDF = "application/pdf"
WEB = ("text/html", "application/xhtml+xml", "multipart/related")
_PICTURE = re.compile(r"data:image/[a-z]+;base64,([A-Za-z0-9+/]+=*)")
_PICTURES = 60  # in a page of the web that are shown
_PIXELS = 1_000_000  # of one of them
_LONGEST = 150_000  # letters of HTML: more would keep the window waiting while it is laid out


@dataclass(frozen=True, slots=True)
class Drawn:
    """Page ``number`` with its words; ``picture`` is None where it cannot be drawn: ``problem``."""

    number: int
    page: Page
    picture: Picture | None = None
    problem: str = ""


def is_drawn(media_type: str) -> bool:
    """Whether there are pages to draw of such a file."""
    return media_type == PDF or media_type.startswith("image/")


@dataclass(frozen=True, slots=True)
class Web:
    """A page of the web: harmless HTML and its pictures, or the ``problem``; maybe ``cut``."""

    html: str = ""
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    cut: bool = False
    problem: str = ""


class Draughtsman:
    """Draws for one window, in a thread that asks a process of its own; both end with ``close``."""

    def __init__(self) -> None:
        self._pool: Pool | None = None
        self._lane: Lane | None = None

    def run(
        self,
        work: Work,
        *,
        parent: QObject,
        done: Callable[[Any], object],
        failed: Callable[[BaseException], object],
    ) -> Job:
        """Start one of the jobs below; one after the other."""
        self._lane = self._lane or Lane("draw")
        return self._lane.run(work, parent=parent, done=done, failed=failed)

    def drawing(self, case: Case, capture: Captured, *, number: int, scale: float) -> Work:
        """A job that draws page ``number``, ``scale`` pixels for each of its units: a Drawn."""
        yield Progress()
        page = stretches.page(case, capture.layer, number) or Page(number, 0, 0)
        try:
            data = _bytes(case, capture)
            yield Progress()
            picture = self._drawn(data, capture, number=number, scale=scale)
        except Problem as problem:
            return Drawn(number, page, problem=str(problem))
        if not page.width or not page.height:
            page = Page(number, picture.width / scale, picture.height / scale, page.start, page.end)
        return Drawn(number, page, picture)

    def showing(self, case: Case, capture: Captured) -> Work:
        """A job that makes a page of the web ready to be shown: a Web."""
        yield Progress()
        try:
            html = self._ready().web(_bytes(case, capture), media_type=capture.media_type)
        except Problem as problem:
            return Web(problem=str(problem))
        found: dict[str, Picture] = {}
        parts = _PICTURE.split(html)  # every other one is a picture
        for n in range(1, len(parts), 2):
            yield Progress()
            name = f"picture-{n}"
            if len(found) < _PICTURES and (picture := self._decoded(parts[n])) is not None:
                found[name] = picture
            parts[n] = name
        shown = "".join(parts)
        cut = len(shown) > _LONGEST
        if cut:
            shown = shown[: max(shown.rfind("<", 0, _LONGEST), 0)]
        return Web(shown, found, cut)

    def close(self) -> None:
        """End the process and the thread, whatever they are at."""
        if self._pool is not None:
            self._pool.close()
        if self._lane is not None:
            self._lane.close()
        self._pool = self._lane = None

    def _drawn(self, data: bytes, capture: Captured, *, number: int, scale: float) -> Picture:
        pool = self._ready()
        if capture.media_type == PDF:
            return pool.page(data, number, scale=scale)
        return pool.picture(data, number=number)

    def _decoded(self, written: str) -> Picture | None:
        """A picture that stands in a page as letters; None if it cannot be seen."""
        try:
            return self._ready().picture(base64.b64decode(written), most=_PIXELS)
        except (Problem, ValueError):
            return None

    def _ready(self) -> Pool:
        from habeas.capture.apart.pool import Pool

        self._pool = self._pool or Pool(1)
        return self._pool


def _bytes(case: Case, capture: Captured) -> bytes:
    if capture.size > WHOLE:
        raise Problem(too_large(capture.file_name, capture.size))
    return case.original(capture.sha256)

"""Pages of sources as pictures: drawn in a process of their own, asked for off the UI thread.

What is drawn came from strangers: nothing of it is opened in the process of the window.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from habeas.capture.original import WHOLE, too_large
from habeas.capture.picture import Picture
from habeas.domain.page import Page
from habeas.errors import Problem
from habeas.overview.pages import Captured
from habeas.store import stretches
from habeas.store.case import Case
from habeas.ui.jobs import Progress

if TYPE_CHECKING:
    from habeas.capture.apart.pool import Pool

PDF = "application/pdf"


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


class Draughtsman:
    """Draws pages for one window; its process starts with the first and ends with ``close``."""

    def __init__(self) -> None:
        self._pool: Pool | None = None

    def drawing(
        self, case: Case, capture: Captured, *, number: int, scale: float
    ) -> Generator[Progress, None, Drawn]:
        """A job that draws page ``number`` with ``scale`` pixels for each of its units."""
        yield Progress()
        page = stretches.page(case, capture.layer, number) or Page(number, 0, 0)
        if capture.size > WHOLE:
            return Drawn(number, page, problem=too_large(capture.file_name, capture.size))
        data = case.original(capture.sha256)
        yield Progress()
        try:
            picture = self._drawn(data, capture, number=number, scale=scale)
        except Problem as problem:
            return Drawn(number, page, problem=str(problem))
        if not page.width or not page.height:
            page = Page(number, picture.width / scale, picture.height / scale, page.start, page.end)
        return Drawn(number, page, picture)

    def close(self) -> None:
        """End the process, whatever it is at."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def _drawn(self, data: bytes, capture: Captured, *, number: int, scale: float) -> Picture:
        from habeas.capture.apart.pool import Pool

        pool = self._pool = self._pool or Pool(1)
        if capture.media_type == PDF:
            return pool.page(data, number, scale=scale)
        return pool.picture(data, number=number)

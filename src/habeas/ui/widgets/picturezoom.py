"""How large a page is shown: fitted to its window, or as the user wants it."""

from __future__ import annotations

from enum import Enum

from habeas.ui.widgets.picturepaint import Placing

MARGIN = 8.0  # pixels around the page
_FACTOR = 1.25  # of one step
_FINEST = 8.0  # pixels of the window for a pixel of the picture, at most
_LEAST = 40.0  # pixels that the longer side has at least
_FITTED = 2.0  # a small picture is fitted to no more than twice its size


class Fit(Enum):
    """What the size follows."""

    WIDTH = "width"
    PAGE = "page"
    FREE = "free"


class Zoom:
    """The size of a page in a window; pixels are logical ones."""

    def __init__(self) -> None:
        self.scale = 1.0  # pixels for each page unit
        self.fit = Fit.WIDTH
        self.page = (0.0, 0.0)  # width and height in its own units
        self._finest = 1.0  # pixels of the picture for each page unit
        self._room = (1.0, 1.0)

    def set_page(self, width: float, height: float, *, pixels: int) -> None:
        """Another page, of ``width`` by ``height`` units, in a picture ``pixels`` wide."""
        if self.page != (width, height) and not _alike(max(self.page), max(width, height)):
            self.fit = Fit.WIDTH if self.fit is Fit.FREE else self.fit  # other units, other sizes
        self.page = max(0.0, width), max(0.0, height)
        self._finest = pixels / width if width > 0 and pixels else 1.0
        self._follow()

    def set_room(self, width: float, height: float) -> None:
        """Fit the page into so many pixels from now on."""
        self._room = max(1.0, width), max(1.0, height)
        self._follow()

    def fit_width(self) -> None:
        """Follow the width of the window."""
        self.fit = Fit.WIDTH
        self._follow()

    def fit_page(self) -> None:
        """Follow the window so that the whole page is seen."""
        self.fit = Fit.PAGE
        self._follow()

    def step(self, steps: float) -> None:
        """Larger or, with a negative number, smaller; from then on it follows nothing."""
        self.fit = Fit.FREE
        self._set(self.scale * _FACTOR**steps)

    @property
    def content(self) -> tuple[float, float]:
        """How many pixels the page takes, with its margins."""
        width, height = self.page
        return width * self.scale + 2 * MARGIN, height * self.scale + 2 * MARGIN

    def placing(self, across: float, down: float, *, room: tuple[float, float]) -> Placing:
        """Where the page lies when it is scrolled so far; in the middle where there is ``room``."""
        width, height = self.content
        left = max(0.0, (room[0] - width) / 2) + MARGIN - across
        top = max(0.0, (room[1] - height) / 2) + MARGIN - down
        return Placing(left, top, self.scale)

    def _follow(self) -> None:
        width, height = self.page
        if self.fit is Fit.FREE or not width or not height:
            return
        wide = (self._room[0] - 2 * MARGIN) / width
        high = (self._room[1] - 2 * MARGIN) / height
        self._set(min(wide if self.fit is Fit.WIDTH else min(wide, high), _FITTED * self._finest))

    def _set(self, scale: float) -> None:
        longer = max(self.page) or 1.0
        self.scale = max(min(scale, _FINEST * self._finest), min(_LEAST / longer, self._finest))


def _alike(one: float, other: float) -> bool:
    return 0.5 < one / (other or 1.0) < 2.0

"""The rectangle that a person draws on a page, with the mouse or with the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from habeas.domain.page import Box
from habeas.ui.widgets.picturepaint import within

ARROWS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Band:
    """One rectangle in page units, None while there is none.

    ``aiming`` says that the keyboard is moving it; otherwise it is one that was drawn and stays in
    sight until it is used or dropped.
    """

    def __init__(self) -> None:
        self.box: Box | None = None
        self.aiming = False
        self._from: tuple[float, float] | None = None
        self._page = (0.0, 0.0)

    def set_page(self, width: float, height: float) -> None:
        """Draw on a page of this size from now on; what was drawn is gone."""
        self._page = width, height
        self.drop()

    def drop(self) -> None:
        """Draw nothing."""
        self.box, self.aiming, self._from = None, False, None

    def press(self, at: tuple[float, float]) -> None:
        """A corner of a rectangle that may come."""
        self.drop()
        self._from = at

    def drag(self, to: tuple[float, float]) -> None:
        """Draw from the corner that was pressed to here."""
        if self._from is not None:
            self.box = within((*self._from, *to), *self._page)

    def release(self, least: float) -> bool:
        """Whether a rectangle was drawn whose sides have ``least`` units; else it is dropped."""
        self._from = None
        if self.box is None or not _has_sides(self.box, least):
            self.drop()
            return False
        return True

    def aim(self, box: Box) -> None:
        """Begin a rectangle that the keyboard moves."""
        self.box, self.aiming = within(box, *self._page), True

    def take(self) -> None:
        """The keyboard is done with it; it stays in sight."""
        self.aiming = False

    def step(self, event: QKeyEvent, size: float) -> bool:
        """Move it by an arrow, or with Shift its lower right corner; whether the key was one."""
        direction = ARROWS.get(event.key())
        if self.box is None or direction is None:
            return False
        over, down = direction[0] * size, direction[1] * size
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.box = self._sized(self.box, over, down, least=size)
        else:
            self.box = self._moved(self.box, over, down)
        return True

    def _moved(self, box: Box, over: float, down: float) -> Box:
        left, top, right, bottom = box
        over = min(max(over, -left), self._page[0] - right)
        down = min(max(down, -top), self._page[1] - bottom)
        return left + over, top + down, right + over, bottom + down

    def _sized(self, box: Box, over: float, down: float, *, least: float) -> Box:
        left, top, right, bottom = box
        return (
            left,
            top,
            min(max(right + over, left + least), self._page[0]),
            min(max(bottom + down, top + least), self._page[1]),
        )


def _has_sides(box: Box, least: float) -> bool:
    return box[2] - box[0] >= least and box[3] - box[1] >= least

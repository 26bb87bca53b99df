"""A page as a picture that can be scrolled, zoomed and covered."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollBar, QWidget

from habeas.capture.picture import Picture
from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.widgets import picturepaint as paint
from habeas.ui.widgets.picturepaint import Placing
from habeas.ui.widgets.picturepixels import Pixels
from habeas.ui.widgets.picturezoom import MARGIN, Fit, Zoom

_LINE = 20  # pixels that an arrow scrolls


class PictureView(QAbstractScrollArea):
    """Shows one page, or a sentence in its place; what is covered is not painted at all."""

    did_uncover = Signal()  # the user looks at what was covered
    did_zoom = Signal(float)  # pixels of the screen for each page unit, from now on

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels, self._zoom = Pixels(), Zoom()
        self._words = ""
        self._covered = False
        self._scale = 0.0  # that was told last
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(_("Picture"))
        self.describe()

    # what is shown

    def show_page(
        self, picture: Picture, *, size: tuple[float, float], name: str = "", covered: bool = False
    ) -> None:
        """Show a page of ``size`` units from its top; ``name`` is what a screen reader calls it.

        ``covered``: nothing of it is painted before the user looks.
        """
        self._pixels.set(picture)
        self._words, self._covered = "", covered
        self._zoom.set_page(size[0], size[1], pixels=self._pixels.width)
        self.setAccessibleName(name or _("Picture"))
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue(0)
        self.describe()

    def show_words(self, words: str) -> None:
        """Show a sentence instead: that the page is being drawn, or why it cannot be."""
        self._pixels.set(None)
        self._words, self._covered = words, False
        self._zoom.set_page(0, 0, pixels=0)
        self._lay_out()
        self.describe()

    def sharpen(self, picture: Picture) -> None:
        """Show the same page in other pixels; nothing else changes."""
        self._pixels.set(picture)
        self.viewport().update()

    @property
    def has_picture(self) -> bool:
        """Whether there is one, covered or not."""
        return self._pixels.width > 0

    @property
    def placing(self) -> Placing:
        """Where the page lies in the viewport."""
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        room = self.viewport().width(), self.viewport().height()
        return self._zoom.placing(across, down, room=room)

    # the cover

    @property
    def is_covered(self) -> bool:
        """Whether nothing of the picture is seen."""
        return self._covered

    def cover(self) -> None:
        """Hide the picture until the user looks again."""
        if self.has_picture and not self._covered:
            self._covered = True
            self.say(paint.cover_words())

    def uncover(self) -> None:
        """Show the picture."""
        if self._covered:
            self._covered = False
            self.say(_("The picture is shown."))
            self.did_uncover.emit()

    # zoom

    @property
    def sharpness(self) -> float:
        """How many pixels of the screen there are for each page unit."""
        return self._zoom.scale * self.devicePixelRatioF()

    def zoom_in(self) -> None:
        """Make the page larger, around the middle of what is seen."""
        self._zoom_by(1, QRectF(self.viewport().rect()).center())

    def zoom_out(self) -> None:
        """Make the page smaller."""
        self._zoom_by(-1, QRectF(self.viewport().rect()).center())

    def fit_width(self) -> None:
        """Make the page as wide as its window, and keep it so."""
        self._zoom.fit_width()
        self._lay_out()

    def fit_page(self) -> None:
        """Make the page as large as fits its window whole, and keep it so."""
        self._zoom.fit_page()
        self._lay_out()

    def fit_other(self) -> None:
        """Fit the width; where it is fitted already, the whole page."""
        if self._zoom.fit is Fit.WIDTH:
            self.fit_page()
        else:
            self.fit_width()

    # for the page that is built on this

    def paint_over(self, painter: QPainter) -> None:
        """Paint what lies over the picture: nothing here."""

    def told(self) -> str:
        """What a screen reader says of a picture that is not covered."""
        return ""

    def describe(self) -> None:
        """Let a screen reader say what is shown now."""
        words = self._words or (paint.cover_words() if self._covered else self.told())
        self.setAccessibleDescription(words)

    def say(self, words: str) -> None:
        """Paint anew, and say what changed to who does not see it."""
        self.describe()
        self.viewport().update()
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def scroll_by(self, way: QPointF) -> None:
        """Scroll by so many pixels."""
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + round(way.x()))
        down.setValue(down.value() + round(way.y()))

    def bring_into_view(self, rect: QRectF) -> None:
        """Scroll until a rectangle of the viewport is in sight, or its upper left corner is."""
        seen = QRectF(self.viewport().rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        if not seen.contains(rect):
            over = _off(rect.left(), rect.right(), seen.left(), seen.right())
            down = _off(rect.top(), rect.bottom(), seen.top(), seen.bottom())
            self.scroll_by(QPointF(over, down))

    # Qt's own

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self.viewport())
        area = QRectF(self.viewport().rect())
        painter.fillRect(event.rect(), QColor(theme.tokens().window))
        if self._covered:
            paint.paint_cover(painter, area, ratio=self.devicePixelRatioF())
        elif self._words:
            paint.paint_words(painter, area, self._words)
        else:
            page = self.placing.to_window((0, 0, *self._zoom.page))
            self._pixels.paint(painter, page, ratio=self.devicePixelRatioF())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.paint_over(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.tokens().focus), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(1, 1, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._lay_out()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802 - Qt's name
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """With Ctrl the page grows and shrinks under the mouse."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_by(event.angleDelta().y() / 120, event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self.viewport().update()

    # inside

    def _zoom_by(self, steps: float, at: QPointF) -> None:
        """Zoom so that the place of the page at a point of the window stays there."""
        if self._covered or not self.has_picture:
            return
        place = self.placing.to_page(at)
        self._zoom.step(steps)
        self._lay_out()
        self.scroll_by(self.placing.to_window((*place, *place)).topLeft() - at)

    def _lay_out(self) -> None:
        """Fit the page to the window, and the scroll bars to the page."""
        # Told from the whole room, not from what bars leave of it: they must not come and go.
        room, bar = self.maximumViewportSize(), self.verticalScrollBar().sizeHint().width()
        self._zoom.set_room(room.width(), room.height())
        if self._zoom.content[1] > room.height():
            self._zoom.set_room(room.width() - bar, room.height())
        width, height = (math.floor(side) for side in self._zoom.content)
        beside = bar if height > room.height() else 0
        below = bar if width > room.width() - beside else 0
        _range(self.horizontalScrollBar(), width, room.width() - beside)
        _range(self.verticalScrollBar(), height, room.height() - below)
        self.viewport().update()
        if self._zoom.scale != self._scale:
            self._scale = self._zoom.scale
            self.did_zoom.emit(self.sharpness)


def _range(bar: QScrollBar, length: int, room: int) -> None:
    bar.setPageStep(max(1, room))
    bar.setSingleStep(_LINE)
    bar.setRange(0, max(0, length - room))


def _off(low: float, high: float, first: float, last: float) -> float:
    """How far to scroll so that ``low``..``high`` is seen between ``first`` and ``last``."""
    if low < first or high - low > last - first:
        return low - first
    return max(0.0, high - last)

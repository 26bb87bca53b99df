"""A page of a source as a picture, with its passages: for looking, and for marking a place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from habeas.capture.picture import Picture
from habeas.domain.page import Box
from habeas.i18n import _, ngettext
from habeas.ui.widgets import picturepaint as paint
from habeas.ui.widgets.pictureband import ARROWS, Band
from habeas.ui.widgets.picturepaint import BoxMark
from habeas.ui.widgets.pictureview import PictureView

__all__ = ["BoxMark", "PicturePage"]

_STEP = 8.0  # pixels that an arrow moves a rectangle; with Ctrl one
_LEAST = 4.0  # pixels: a smaller rectangle is a slip of the hand
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LOOK = (*_ENTER, Qt.Key.Key_Space)
_BESIDE = (  # keys that may be held down beside one of ours
    Qt.KeyboardModifier.ShiftModifier
    | Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.KeypadModifier
)


class PicturePage(PictureView):
    """Shows one page, covered if it may hurt to see, and the marks on it.

    Places are boxes in the units of the page (points, pixels), whatever the zoom.  The keys: +, -
    and 0 zoom, R begins a rectangle, arrows move it, Shift and arrows size it, Enter takes it and
    Esc drops it; Enter or Space looks under a cover, and Enter chooses the current mark.
    """

    did_choose = Signal(str)  # the key of the mark that was clicked, or Enter was pressed on
    did_mark = Signal(object)  # the Box that was drawn, in page units

    def __init__(self, parent: QWidget | None = None) -> None:
        self._band = Band()
        self._marks: Sequence[BoxMark] = ()
        self._current = ""
        self._pressed: QPointF | None = None  # where a rectangle may begin
        self._grabbed: QPointF | None = None  # where the page was taken hold of
        super().__init__(parent)

    # what is shown

    def show_page(
        self, picture: Picture, *, size: tuple[float, float], name: str = "", covered: bool = False
    ) -> None:
        """Show a page without marks; as ``PictureView.show_page``."""
        self._marks, self._current = (), ""
        self._band.set_page(*size)
        super().show_page(picture, size=size, name=name, covered=covered)

    def show_words(self, words: str) -> None:
        """Show a sentence instead of a page."""
        self._marks, self._current = (), ""
        self._band.set_page(0, 0)
        super().show_words(words)

    def cover(self) -> None:
        """Hide the picture, and what was drawn on it, until the user looks again."""
        self._band.drop()
        super().cover()

    def set_marks(self, marks: Sequence[BoxMark]) -> None:
        """Show these marks instead."""
        self._marks = tuple(marks)
        self.describe()
        self.viewport().update()

    def set_current(self, key: str) -> None:
        """Show this mark as the current one; empty: none."""
        if key != self._current:
            self._current = key
            self.viewport().update()

    def reveal(self, key: str) -> None:
        """Scroll to this mark, unless it is in view."""
        boxes = next((mark.boxes for mark in self._marks if mark.key == key), ())
        if boxes:
            self.bring_into_view(self.placing.to_window(boxes[0]))

    # a rectangle

    @property
    def rectangle(self) -> Box | None:
        """The rectangle that was drawn and is still in sight."""
        return None if self._band.aiming else self._band.box

    def start_rectangle(self) -> None:
        """Begin a rectangle in the middle of what is seen, for the keyboard to move."""
        if self._covered or not self.has_picture:
            return
        seen = QRectF(self.viewport().rect())
        middle = QRectF(0, 0, seen.width() / 3, seen.height() / 5)
        middle.moveCenter(seen.center())
        placing = self.placing
        corner, other = placing.to_page(middle.topLeft()), placing.to_page(middle.bottomRight())
        self._band.aim((*corner, *other))
        self.say(
            _(
                "A rectangle. Arrows move it, Shift and arrows size it; Enter takes it, Esc drops "
                "it."
            )
        )

    def drop_rectangle(self) -> None:
        """Give up the rectangle that was drawn."""
        self._band.drop()
        self.viewport().update()

    # Qt's own

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean something here from the menus, while the focus is here."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._act_of(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Explain the marks under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self._marks_at(QPointF(event.pos()))
            words = "\n".join(mark.words for mark in found if mark.words)
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        button, at = event.button(), event.position()
        if button == Qt.MouseButton.MiddleButton:
            self._grabbed = at
        elif button == Qt.MouseButton.LeftButton and self._covered:
            self.uncover()
        elif button == Qt.MouseButton.LeftButton and self.has_picture:
            self._pressed = at
            self._band.press(self.placing.to_page(at))
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Draw a rectangle, or with the middle button move the page."""
        at = event.position()
        if self._grabbed is not None:
            self.scroll_by(self._grabbed - at)
            self._grabbed = at
        elif self._pressed is None:
            self._point(at)
        elif (at - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._band.drag(self.placing.to_page(at))
            self.bring_into_view(QRectF(at.x(), at.y(), 1, 1))
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A rectangle is marked; a click chooses a mark, of several one after the other."""
        self._grabbed = None
        if self._pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed = None
        if self._band.release(_LEAST / self._zoom.scale):
            self.did_mark.emit(self._band.box)
        else:
            keys = [mark.key for mark in self._marks_at(event.position())]
            after = keys.index(self._current) + 1 if self._current in keys else 0
            if keys:
                self.did_choose.emit(keys[after % len(keys)])
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Look, draw, zoom, choose; what is none of these scrolls, or goes on to the room."""
        act = self._act_of(event)
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    # for the view that this is built on

    def paint_over(self, painter: QPainter) -> None:
        """The marks, and the rectangle that is being drawn."""
        placing = self.placing
        paint.paint_marks(painter, self._marks, placing, current=self._current)
        if self._band.box is not None:
            paint.paint_band(painter, placing.to_window(self._band.box))

    def told(self) -> str:
        """How many passages there are."""
        if not self.has_picture:
            return _("There is no picture to show.")
        n = len(self._marks)
        if not n:
            return _("No passage is marked on this picture. R begins a rectangle.")
        return ngettext(
            "One passage is marked on this picture. R begins a rectangle.",
            "{n} passages are marked on this picture. R begins a rectangle.",
            n,
        ).format(n=n)

    # inside

    def _act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does here, if it does anything."""
        key = event.key()
        if event.modifiers() & ~_BESIDE or not self.has_picture:
            return None
        if self._band.aiming and key in ARROWS:
            return partial(self._step, event)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return None
        if self._covered:
            return self.uncover if key in _LOOK else None
        if self._band.box is not None and key == Qt.Key.Key_Escape:
            return self.drop_rectangle
        if self._band.aiming and key in _ENTER:
            return self._take
        if self._current and key in _ENTER:
            return partial(self.did_choose.emit, self._current)
        acts: dict[int, Callable[[], object]] = {
            Qt.Key.Key_R: self.start_rectangle,
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.fit_other,
        }
        return acts.get(key)

    def _take(self) -> None:
        self._band.take()
        self.viewport().update()
        self.did_mark.emit(self._band.box)

    def _step(self, event: QKeyEvent) -> None:
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._band.step(event, (1.0 if fine else _STEP) / self._zoom.scale)
        if self._band.box is not None:
            self.bring_into_view(self.placing.to_window(self._band.box))
        self.viewport().update()

    def _marks_at(self, point: QPointF) -> list[BoxMark]:
        return [] if self._covered else paint.marks_at(self._marks, point, self.placing)

    def _point(self, at: QPointF) -> None:
        """A hand over what can be clicked, a cross over what can be drawn on."""
        shape = Qt.CursorShape.CrossCursor if self.has_picture else Qt.CursorShape.ArrowCursor
        if self._covered or self._marks_at(at):
            shape = Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(shape)

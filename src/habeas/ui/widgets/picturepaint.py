"""How a page of a picture is placed in its window, and what is painted over it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from habeas.domain.page import Box
from habeas.i18n import _
from habeas.ui import icons, theme
from habeas.ui.colours import LIGHT

_GROUND = 66  # of 255: how much of a passage's colour lies over the picture
_ROOM = 2.0  # pixels around the words of a passage
_ICON = 28  # pixels: the sign on a cover


@dataclass(frozen=True, slots=True)
class BoxMark:
    """The passages of one claim, or of one suggestion, on the page; ``words`` explain it."""

    key: str
    kind: str
    boxes: tuple[Box, ...]
    words: str = ""
    suggested: bool = False


@dataclass(frozen=True, slots=True)
class Placing:
    """Where the page lies in its window: its upper left corner, and pixels for each page unit."""

    left: float
    top: float
    scale: float

    def to_window(self, box: Box) -> QRectF:
        """Where a box of the page is seen."""
        left, top, right, bottom = box
        scale = self.scale
        return QRectF(
            self.left + left * scale,
            self.top + top * scale,
            (right - left) * scale,
            (bottom - top) * scale,
        )

    def to_page(self, point: QPointF) -> tuple[float, float]:
        """Which place of the page is seen at a point of the window."""
        return (point.x() - self.left) / self.scale, (point.y() - self.top) / self.scale


def within(box: Box, width: float, height: float) -> Box:
    """A box with its sides in order, and no part of it off the page."""
    left, right = sorted((box[0], box[2]))
    top, bottom = sorted((box[1], box[3]))
    return (
        min(max(left, 0.0), width),
        min(max(top, 0.0), height),
        min(max(right, 0.0), width),
        min(max(bottom, 0.0), height),
    )


def marks_at(marks: Sequence[BoxMark], point: QPointF, placing: Placing) -> list[BoxMark]:
    """The marks under a point of the window, the smallest first."""
    found = [
        (rect.width() * rect.height(), mark)
        for mark in marks
        for rect in _rects(mark, placing)
        if rect.contains(point)
    ]
    found.sort(key=lambda pair: pair[0])
    return list({mark.key: mark for _size, mark in found}.values())


def paint_marks(
    painter: QPainter, marks: Sequence[BoxMark], placing: Placing, *, current: str
) -> None:
    """Translucent rectangles in the colours of their kinds; the current mark is outlined, last."""
    for mark in sorted(marks, key=lambda one: one.key == current):
        line = QColor(_lines(mark.kind))
        for rect in _rects(mark, placing):
            _paint_one(painter, rect, line, mark=mark, current=mark.key == current)


def _paint_one(
    painter: QPainter, rect: QRectF, line: QColor, *, mark: BoxMark, current: bool
) -> None:
    ground = QColor(line)
    ground.setAlpha(_GROUND)
    if current or not mark.suggested:
        painter.fillRect(rect, ground)
    if current:
        _outline(painter, rect, line)
        return
    pen = QPen(line, 1.6 if mark.suggested else 1.0)
    if mark.suggested:
        pen.setDashPattern([2.4, 1.8])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect)


def paint_band(painter: QPainter, rect: QRectF) -> None:
    """The rectangle that is being drawn, or that waits for what it will be."""
    accent = QColor(LIGHT.accent)
    ground = QColor(accent)
    ground.setAlpha(40)
    painter.fillRect(rect, ground)
    _outline(painter, rect, accent)


def _outline(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """A line that is seen on a dark picture and on a bright one."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(QColor(255, 255, 255, 150), 4.0), QPen(colour, 2.0)):
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(rect)


def cover_words() -> str:
    """What stands on the cover of a picture that may hurt to see."""
    return _("This picture may show people who are held or hurt. Click, or press Enter, to look.")


def paint_cover(painter: QPainter, area: QRectF, *, ratio: float) -> None:
    """Nothing of the picture, and a calm word about why."""
    tokens = theme.tokens()
    painter.fillRect(area, QColor(tokens.window))
    paint_words(painter, area.adjusted(0, _ICON, 0, _ICON), cover_words())
    sign = icons.pixmap("info", _ICON, colour=tokens.muted, ratio=ratio)
    middle = area.center()
    high = QFontMetricsF(theme.ui_font(1.1)).height()
    painter.drawPixmap(QPointF(middle.x() - _ICON / 2, middle.y() - high - _ICON), sign)


def paint_words(painter: QPainter, area: QRectF, words: str) -> None:
    """A sentence in the middle of an area, in place of a picture."""
    font = theme.ui_font(1.1)
    column = min(area.width() - 4 * theme.GAP, 44 * QFontMetricsF(font).averageCharWidth())
    where = QRectF(area.center().x() - column / 2, area.top(), column, area.height())
    painter.setFont(font)
    painter.setPen(QColor(theme.tokens().text))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(where, int(flags), words)


def _lines(kind: str) -> str:
    """The colour of a kind as it is in the light: most pages are paper, in the dark too."""
    known = LIGHT.kinds.get(kind)
    return known.line if known else LIGHT.muted


def _rects(mark: BoxMark, placing: Placing) -> Iterator[QRectF]:
    for box in mark.boxes:
        yield placing.to_window(box).adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)

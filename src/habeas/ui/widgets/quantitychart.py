"""Marks on a common scale: how many, and on which day, as delegates paint them in a cell."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from habeas import i18n
from habeas.domain import edtf
from habeas.domain.quantity import Quantity, bounds
from habeas.domain.when import Holding, When
from habeas.ui import theme
from habeas.ui.rowmodel import Index
from habeas.ui.widgets.sidebyside import LINE, Line, Lines, SideTable, TwoLines, ground

WIDE = 100  # a spread of more than this many times is shown by powers of ten
_STEPS = (1, 2, 5)
_WORDS = 0.44  # of the width of a table; the marks have the rest
_MOST = 9  # lines of a scale
_DAYS = (1, 2, 7, 14, 30, 91, 182, 365, 730, 1826, 3652, 9131, 18262)


class Look(StrEnum):
    """The shape of a mark: what it says about the value."""

    CERTAIN = "certain"  # filled: this value, or every day of this range
    SOME = "some"  # light: somewhere in this range
    SOURCE_DAY = "source-day"  # outline: held on the day the source speaks


@dataclass(frozen=True, slots=True)
class Mark:
    """From ``low`` to ``high`` (None: open) in units of the scale; ``named`` is a value inside."""

    low: float | None
    high: float | None
    look: Look = Look.CERTAIN
    named: float | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """Lays values on 0..1; ``ticks`` are values with their labels."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    powers: bool = False  # of ten: equal lengths are equal ratios

    def at(self, value: float) -> float:
        """Where a value lies, 0..1; what is outside lies at the end."""
        low, high, here = self.low, self.high, value
        if self.powers:
            low, high, here = math.log(low), math.log(high), math.log(max(value, self.low))
        return min(1.0, max(0.0, (here - low) / (high - low)))


def quantity_mark(q: Quantity) -> Mark:
    """The mark of a quantity: a dot for one value, a line with an arrow where an end is open."""
    low, high = bounds(q)
    inside = q.stated is not None and (low or q.stated) <= q.stated <= (high or q.stated)
    named = q.stated if inside and low != high else None
    return Mark(
        None if low is None else float(low),
        None if high is None else float(high),
        Look.SOME if low != high and None not in (low, high) else Look.CERTAIN,
        None if named is None else float(named),
    )


def quantity_scale(marks: Iterable[Mark]) -> Scale:
    """The scale on which all these marks can be read, with room where an end is open."""
    marks = list(marks)
    ends = sorted(end for mark in marks for end in (mark.low, mark.high) if end is not None)
    low, high = (ends[0], ends[-1]) if ends else (0.0, 1.0)
    if low > 0 and high / low > WIDE:
        return _powers(low, high)
    room = (high - low) * 0.15 or max(abs(high) * 0.1, 2)
    step = _step((high - low + 2 * room) / (_MOST - 1))
    first = math.floor((low - room) / step) * step
    if low >= 0:
        first = max(0.0, first)
    last = math.ceil((high + room) / step) * step
    count = round((last - first) / step)
    return Scale(first, last, tuple(_numbered(first + n * step) for n in range(count + 1)))


def when_mark(when: When, published: str) -> Mark | None:
    """The mark of a date on a scale of days (ordinals); None if nothing about it is known."""
    span = _span(when.edtf)
    if when.holding is Holding.SOURCE_DAY:
        spoken = _span(published)
        if spoken is None or spoken.start_earliest is None or spoken.end_latest is None:
            return None
        low: float | None = float(spoken.start_earliest.toordinal())
        if span is not None and span.start_earliest is not None:
            low = float(span.start_earliest.toordinal())
        open_end = span is not None and span.end_open
        return Mark(low, None if open_end else spoken.end_latest.toordinal() + 1.0, Look.SOURCE_DAY)
    if span is None:
        return None
    first, last = span.start_earliest, span.end_latest
    every = span.is_day or (when.holding is Holding.EVERY_DAY and span.interval)
    return Mark(
        None if first is None else float(first.toordinal()),
        None if last is None else last.toordinal() + 1.0,
        Look.CERTAIN if every else Look.SOME,
    )


def day_scale(marks: Iterable[Mark]) -> Scale:
    """The scale of days on which all these marks can be read; a day is as wide as one unit."""
    marks = list(marks)
    ends = [end for mark in marks for end in (mark.low, mark.high) if end is not None]
    low, high = (min(ends), max(ends)) if ends else (1.0, 2.0)
    room = max(1.0, (high - low) * 0.1)
    low, high = max(1.0, math.floor(low - room)), min(3652060.0, math.ceil(high + room))
    step = next((s for s in _DAYS if (high - low) / s <= _MOST), _DAYS[-1])
    days = range(int(low), int(high), step)
    return Scale(low, high, tuple((float(day), _day(day, step)) for day in days))


def paint_mark(painter: QPainter, rect: QRect, mark: Mark, scale: Scale, *, ink: Ink) -> None:
    """Paint a mark into its cell."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = ink.size / 2
    left = _x(rect, scale, mark.low) if mark.low is not None else float(rect.left())
    right = _x(rect, scale, mark.high) if mark.high is not None else float(rect.right() - 1)
    middle = rect.center().y() + 0.5
    if ink.days or mark.low != mark.high:
        _bar(painter, QRectF(left, middle - radius, right - left, ink.size), mark, ink=ink)
    for value in (mark.named, mark.low if mark.high is None or mark.low == mark.high else None):
        if value is not None and not ink.days:
            _point(painter, QPointF(_x(rect, scale, value), middle), radius, ink=ink)
    painter.restore()


def paint_grid(painter: QPainter, rect: QRect, scale: Scale, *, colour: str) -> None:
    """The lines of a scale behind a mark."""
    painter.setPen(QColor(colour))
    for value, _label in scale.ticks:
        x = round(_x(rect, scale, value))
        painter.drawLine(x, rect.top(), x, rect.bottom())


def paint_ticks(painter: QPainter, rect: QRect, scale: Scale, *, days: bool) -> None:
    """The labels of a scale over its lines (of days: over the day itself), as many as fit."""
    metrics = QFontMetrics(painter.font())
    places = [_x(rect, scale, value) for value, _label in scale.ticks]
    apart = min((b - a for a, b in pairwise(places)), default=0)
    single = days and len(scale.ticks) > 1 and scale.ticks[1][0] - scale.ticks[0][0] == 1
    widths = [metrics.horizontalAdvance(label) for _value, label in scale.ticks]
    needed = max(widths, default=0) + metrics.averageCharWidth()
    every = max(1, math.ceil(needed / apart)) if apart > 0 else 1
    free = rect.left()
    for n in range(0, len(places), every):
        # The name of a day stands over the day, between its line and the next.
        middle = places[n] + (apart / 2 if single else 0)
        left = round(min(max(middle - widths[n] / 2, rect.left()), rect.right() - widths[n]))
        if left < free:
            continue
        free = left + widths[n] + metrics.averageCharWidth()
        where = QRect(left, rect.top(), widths[n] + 1, rect.height())
        label = scale.ticks[n][1]
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, label)


@dataclass(frozen=True, slots=True)
class Ink:
    """How a mark is painted: colours, height of a dot, whether it disagrees, days or numbers."""

    line: str
    light: str
    size: float
    apart: bool = False
    days: bool = False


def number(value: Decimal | float) -> str:
    """A number as people write it in the user's language."""
    from babel.numbers import format_decimal

    return str(format_decimal(value, format="#,##0.###", locale=i18n.language()))


def _bar(painter: QPainter, bar: QRectF, mark: Mark, *, ink: Ink) -> None:
    line = QColor(ink.line)
    thick = bar if ink.days else bar.adjusted(0, ink.size * 0.3, 0, -ink.size * 0.3)
    if mark.low is None or mark.high is None:
        _arrows(painter, bar, mark, ink=ink)
        if not ink.days:
            return
        room = ink.size
        thick = thick.adjusted(room if mark.low is None else 0, 0,
                               -room if mark.high is None else 0, 0)  # fmt: skip
    painter.setPen(QPen(line, 1.5))
    if mark.look is Look.SOME:
        painter.setBrush(QColor(ink.light))
    else:
        painter.setBrush(line if mark.look is Look.CERTAIN else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(thick.adjusted(1, 0, -1, 0), 3, 3)


def _arrows(painter: QPainter, bar: QRectF, mark: Mark, *, ink: Ink) -> None:
    """The line to an open end and its head, within the cell."""
    middle, half = bar.center().y(), ink.size * 0.45
    painter.setPen(QPen(QColor(ink.line), 2))
    if not ink.days:
        painter.drawLine(QPointF(bar.left(), middle), QPointF(bar.right(), middle))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ink.line))
    for end, tip, back in ((mark.low, bar.left(), 1), (mark.high, bar.right(), -1)):
        if end is None:
            base = tip + back * ink.size * 0.8
            corners = [QPointF(tip, middle), QPointF(base, middle - half),
                       QPointF(base, middle + half)]  # fmt: skip
            painter.drawPolygon(QPolygonF(corners))


def _point(painter: QPainter, at: QPointF, radius: float, *, ink: Ink) -> None:
    """A dot; a diamond where the value cannot hold together with another."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ink.line))
    if not ink.apart:
        painter.drawEllipse(at, radius, radius)
        return
    r = radius * 1.3
    offsets = ((0, -r), (r, 0), (0, r), (-r, 0))
    painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in offsets]))


def _x(rect: QRect, scale: Scale, value: float) -> float:
    # Room at both ends, so that a dot on the first line is whole and an arrow runs past the last.
    room = theme.GAP * 2
    return rect.left() + room + scale.at(value) * (rect.width() - 2 * room)


def _powers(low: float, high: float) -> Scale:
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high * 1.01))
    every = 1 + (last - first) // _MOST
    ticks = tuple(_numbered(10.0**n) for n in range(first, last + 1, every))
    return Scale(10.0**first, 10.0**last, ticks, powers=True)


def _step(rough: float) -> float:
    """The next of 1, 2, 5, 10, ... not under ``rough``; things that are counted have no halves."""
    if rough <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    fits: Sequence[float] = [power * s for s in (*_STEPS, 10) if power * s >= rough * 0.999]
    return max(1.0, fits[0]) if rough >= 0.2 else fits[0]


def _numbered(value: float) -> tuple[float, str]:
    return value, number(Decimal(repr(round(value, 6))))


def _day(ordinal: int, step: int) -> str:
    from babel.dates import format_date

    pattern = {"en": "d MMM", "es": "d MMM"} if step < 182 else {"en": "MMM y", "es": "MMM y"}
    if step == 1:
        pattern = {"en": "EEE d MMM", "es": "EEE d MMM"}
    language = i18n.language()
    return str(format_date(date.fromordinal(ordinal), pattern[language], locale=language))


def _span(text: str) -> edtf.Span | None:
    return edtf.parse(text) if text and edtf.is_valid(text) else None


class ChartTable(SideTable):
    """Who says it on the left, the mark of what is said on a common scale on the right."""

    def __init__(
        self,
        name: str,
        headings: tuple[str, str],
        *,
        open_: Callable[[Line], object],
        days: bool,
        parent: QWidget,
    ) -> None:
        super().__init__(name, headings, open_=open_, parent=parent)
        self.setHorizontalHeader(_Ticks(self.lines, self, days=days))
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.setItemDelegateForColumn(0, TwoLines(self))
        self.setItemDelegateForColumn(1, _Marks(self.lines, self, days=days))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the words their share of the width."""
        self.setColumnWidth(0, round(self.viewport().width() * _WORDS))
        super().resizeEvent(event)


class _Marks(QStyledItemDelegate):
    """Paints a line's mark on the scale of its table."""

    def __init__(self, lines: Lines, parent: QObject, *, days: bool) -> None:
        super().__init__(parent)
        self._lines, self._days = lines, days

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """As high as a mark; the words beside it decide."""
        return QSize(100, round(_mark_size()) + theme.GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the grid and the mark; what has no place on the scale says so in words."""
        line: Line = index.data(LINE)
        scale, tokens = self._lines.scale, theme.tokens()
        painter.save()
        ground(painter, option)
        if scale is None or line.mark is None:
            painter.setPen(QColor(tokens.muted))
            painter.setFont(theme.ui_font(0.92))
            painter.drawText(option.rect, Qt.AlignmentFlag.AlignVCenter, line.says)
        else:
            colours = theme.kind_colours(line.kind)
            paint_grid(painter, option.rect, scale, colour=tokens.line)
            ink = Ink(
                tokens.danger if line.apart else colours.line,
                tokens.danger_fill if line.apart else colours.fill,
                _mark_size(),
                apart=line.apart,
                days=self._days,
            )
            paint_mark(painter, option.rect, line.mark, scale, ink=ink)
        painter.restore()


class _Ticks(QHeaderView):
    """The scale's labels in place of the second heading."""

    def __init__(self, lines: Lines, parent: QWidget, *, days: bool) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._lines, self._days = lines, days
        self.setSectionsClickable(False)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:  # noqa: N802 - Qt
        """Paint the heading, or over the marks the scale."""
        painter.save()
        tokens, scale = theme.tokens(), self._lines.scale
        painter.fillRect(rect, QColor(tokens.paper))
        painter.setPen(QColor(tokens.muted))
        if logical == 0 or scale is None:
            painter.setFont(theme.ui_font(0.85, bold=True))
            words = self._lines.headings[logical]
            painter.drawText(rect.adjusted(6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
        else:
            painter.setFont(theme.ui_font(0.92))
            paint_ticks(painter, rect, scale, days=self._days)
        painter.restore()


def _mark_size() -> float:
    """How high a dot or a bar is, in pixels."""
    return QFontMetrics(theme.ui_font()).height() * 0.75

"""Marks on the words of a source: which stretches, in which lane, and how they are painted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPen,
    QTextBlock,
    QTextDocument,
    QTextLayout,
    QTextLine,
)

from habeas.domain.draft import Span
from habeas.ui import theme
from habeas.ui.utf16 import Units

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


@dataclass(frozen=True, slots=True)
class Mark:
    """The passages of one claim, or of one suggestion, in code points; ``words`` explain it."""

    key: str
    kind: str
    spans: tuple[Span, ...]
    suggested: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """What a mark covers of one block: UTF-16 units from the beginning of the block."""

    mark: Mark
    start: int
    end: int
    lane: int
    crowded: bool  # other marks cover some of the same words


def lanes(spans: Sequence[tuple[int, int]]) -> list[tuple[int, bool]]:
    """For each stretch the lowest lane that is free along it, and whether any other overlaps it."""
    order = sorted(range(len(spans)), key=lambda n: (spans[n][0], -spans[n][1]))
    found = [(0, False)] * len(spans)
    running: list[tuple[int, int, int]] = []  # end, lane, which
    for n in order:
        start, end = spans[n]
        running = [one for one in running if one[0] > start]
        taken = {lane for _end, lane, _n in running}
        lane = next(k for k in range(len(taken) + 1) if k not in taken)
        found[n] = (lane, bool(running))
        for _end, other, which in running:
            found[which] = (other, True)
        running.append((end, lane, n))
    return found


def pieces(
    marks: Sequence[Mark], document: QTextDocument, *, units: Units, part: tuple[int, int]
) -> dict[int, list[Piece]]:
    """The pieces of marks by number of block, of a document that holds ``part`` of the text."""
    first, last = part
    cut = [
        (mark, max(span.start, first) - first, min(span.end, last) - first)
        for mark in marks
        for span in mark.spans
        if span.start < last and span.end > first
    ]
    placed = lanes([(start, end) for _mark, start, end in cut])
    found: defaultdict[int, list[Piece]] = defaultdict(list)
    for (mark, start, end), (lane, crowded) in zip(cut, placed, strict=True):
        at, stop = units.to_qt(start), units.to_qt(end)
        block = document.findBlock(at)
        while block.isValid() and block.position() < stop:
            left, right = max(at - block.position(), 0), stop - block.position()
            piece = Piece(mark, left, min(right, block.length() - 1), lane, crowded)
            if piece.start < piece.end:
                found[block.blockNumber()].append(piece)
            block = block.next()
    return found


def rectangles(block: QTextBlock, piece: Piece, *, clip: QRectF) -> Iterator[QRectF]:
    """Where a piece lies, line by line, as the block counts; only what ``clip`` meets."""
    layout = block.layout()
    mixed = bool(_RIGHT_TO_LEFT.search(block.text()))
    for number in range(_line_at(layout, clip.top()), layout.lineCount()):
        line = layout.lineAt(number)
        if line.y() > clip.bottom() or line.textStart() >= piece.end:
            return
        start = max(piece.start, line.textStart())
        end = min(piece.end, line.textStart() + line.textLength())
        if start >= end:
            continue
        for left, right in _stretches(line, start, end, mixed=mixed):
            yield QRectF(left, line.y(), right - left, line.height())


def _line_at(layout: QTextLayout, top: float) -> int:
    """The last line that begins at or above ``top``: a block may hold thousands."""
    found = bisect_right(range(layout.lineCount()), top, key=lambda n: layout.lineAt(n).y())
    return max(0, found - 1)


def _stretches(
    line: QTextLine, start: int, end: int, *, mixed: bool
) -> Iterator[tuple[float, float]]:
    """The parts of a line, from left to right edge, that characters ``start``..``end`` take."""
    if not mixed:
        left, right = _x(line, start), _x(line, end)
        if line.textStart() + line.textLength() == end:
            right = min(right, line.x() + line.naturalTextWidth())
        yield min(left, right), max(left, right)
        return
    trailing = QTextLine.Edge.Trailing
    sides = [(_x(line, n), _x(line, n, trailing)) for n in range(start, end)]
    edges = sorted((min(pair), max(pair)) for pair in sides)
    open_left, open_right = edges[0]
    for left, right in edges[1:]:
        if left > open_right + 1:
            yield open_left, open_right
            open_left, open_right = left, right
        open_right = max(open_right, right)
    yield open_left, open_right


def _x(line: QTextLine, at: int, edge: QTextLine.Edge = QTextLine.Edge.Leading) -> float:
    # Qt returns the place with the position that it settled on.
    found: tuple[float, int] = line.cursorToX(at, edge)  # type: ignore[assignment]
    return found[0]


def paint_fill(painter: QPainter, rect: QRectF, piece: Piece, *, current: bool) -> None:
    """The ground of an accepted claim, or of what is current; grounds that overlap both show."""
    if piece.mark.suggested and not current:
        return
    colours, dark = theme.kind_colours(piece.mark.kind), theme.tokens().dark
    modes = QPainter.CompositionMode
    painter.setCompositionMode(
        modes.CompositionMode_Lighten if dark else modes.CompositionMode_Darken
    )
    fill = QColor(colours.fill)
    if current:
        fill = _between(fill, QColor(colours.line), 0.14)
    painter.fillRect(rect, fill)
    painter.setCompositionMode(modes.CompositionMode_SourceOver)


def paint_line(
    painter: QPainter, rect: QRectF, piece: Piece, *, current: bool, step: float
) -> None:
    """The line below the words: dotted for a suggestion, whole for a claim that others overlap."""
    if not (piece.mark.suggested or piece.crowded or current):
        return
    pen = QPen(QColor(theme.kind_colours(piece.mark.kind).line), 2.0 if current else 1.6)
    if piece.mark.suggested:
        pen.setDashPattern([1.2, 1.6])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    y = rect.bottom() + 1 + piece.lane * step
    painter.drawLine(QLineF(QPointF(rect.left(), y), QPointF(rect.right(), y)))


def _between(one: QColor, other: QColor, share: float) -> QColor:
    def mixed(a: int, b: int) -> int:
        return round(a + (b - a) * share)

    return QColor(
        mixed(one.red(), other.red()),
        mixed(one.green(), other.green()),
        mixed(one.blue(), other.blue()),
    )

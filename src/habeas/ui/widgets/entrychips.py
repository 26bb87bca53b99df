"""Chips of the board's entries: their shape says how a thing is known, and no word is cut off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from habeas.overview import board
from habeas.overview.board import Entry
from habeas.ui import theme
from habeas.ui.widgets.chip import chip_size

_GAP = theme.GAP // 2


def entry_font() -> QFont:
    """The font of the words on a chip."""
    return theme.ui_font(0.92)


def shown(entry: Entry) -> str:
    """The words on a chip: an arrow where it is said to go on, a number where several say so."""
    many = f" ×{len(entry.claims)}" if len(entry.claims) > 1 else ""
    return entry.label + many + (" →" if entry.how == board.OPEN else "")


def paint_entry(painter: QPainter, rect: QRect, words: str, *, kind: str, how: str) -> None:
    """A chip: filled for dated evidence; an outline for the day the source speaks and for what is
    said to go on; dashes for some day of a range; bare words for what was lifted or is denied.
    """
    colours, tokens = theme.kind_colours(kind), theme.tokens()
    filled, bare = how == board.YES, how in (board.LIFTED, board.DENIED)
    pen = QPen(QColor(colours.line), 1.3)
    if how == board.PERHAPS:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen if filled or bare else pen)
    painter.setBrush(QColor(colours.fill) if filled else Qt.BrushStyle.NoBrush)
    edge = 0 if filled else 1
    painter.drawRoundedRect(rect.adjusted(edge, edge, -edge, -edge), 4, 4)
    painter.setPen(QColor(colours.text if filled else tokens.muted if bare else tokens.text))
    painter.setFont(entry_font())
    aside, above = _padding()
    inner = rect.adjusted(aside, above, -aside, -above)
    painter.drawText(inner.adjusted(0, 0, 1, 0), _wrapping(words, inner.width()), words)
    painter.restore()


def _padding() -> tuple[int, int]:
    """What lies beside and above the words of a chip."""
    font = entry_font()
    empty = chip_size("", font)
    return empty.width() // 2, (empty.height() - QFontMetrics(font).height()) // 2


def _wrapping(words: str, room: int) -> int:
    """How Qt shall break words: not at all if they fit, within a word only if it is too long."""
    metrics = QFontMetrics(entry_font())
    if metrics.horizontalAdvance(words) <= room + 1:
        return int(Qt.TextFlag.TextSingleLine)
    if max(map(metrics.horizontalAdvance, words.split()), default=0) < room:
        return int(Qt.TextFlag.TextWordWrap)
    return int(Qt.TextFlag.TextWrapAnywhere)


def _chip(words: str, width: int) -> QSize:
    """The size of a chip: wider than the cell it takes more lines, for a number that is cut off
    would be another number.
    """
    font = entry_font()
    size = chip_size(words, font)
    if size.width() <= width:
        return size
    aside, above = _padding()
    room = max(width - 2 * aside, QFontMetrics(font).averageCharWidth() * 6)
    flags = _wrapping(words, room)
    needed = QFontMetrics(font).boundingRect(0, 0, room, 10**5, flags, words)
    return QSize(width, needed.height() + 2 * above)


def flow(words: Sequence[str], width: int) -> tuple[list[QRect], int]:
    """Where the chips of these words stand in a cell of this width, and the height they need."""
    rects: list[QRect] = []
    x, y, height = 0, 0, 0
    for one in words:
        size = _chip(one, max(width, 1))
        if x and x + size.width() > width:
            x, y, height = 0, y + height + _GAP, 0
        rects.append(QRect(QPoint(x, y), size))
        x, height = x + size.width() + _GAP, max(height, size.height())
    return rects, y + height

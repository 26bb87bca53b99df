"""How a card looks: its lines, how high they are, and how they are painted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextLayout

from habeas.i18n import _, ngettext
from habeas.overview.cards import SUGGESTED, Card
from habeas.ui import theme
from habeas.ui.utf16 import Units
from habeas.ui.widgets.chip import chip_size, kind_name, paint_chip

PAD = 12  # pixels between the edge of a card and its words
_BETWEEN = 4  # pixels between its lines
_MANY = 99  # lines: as many as there are
_OLD = 2  # passages that are lost whose words are shown


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a card and the most lines that it may take."""

    words: str
    most: int = 1
    bold: bool = False
    warning: bool = False


def lines_of(card: Card, *, compact: bool, current: bool) -> list[Line]:
    """What a card says: all of it if current, its summary and one line if there is little room."""
    most = _MANY if current else 2
    found = [Line(card.summary, most, bold=True)]
    if compact and not current:
        found.append(
            Line(" · ".join(part for part in (card.facts or card.type, card.voices) if part))
        )
    elif not current:
        found.append(Line(" · ".join(part for part in (card.facts or card.type,) if part)))
        found.append(Line(card.voices))
    else:
        kind_of_thing = card.type if card.when else f"{card.type} · {_('date not stated')}"
        texts = (
            kind_of_thing.strip(" ·"),
            card.facts,
            *card.more,
            _("says so: {chain}").format(chain=card.voices),
        )
        found += [Line(words, most) for words in texts if words]
        if card.reason:
            found.append(Line(_("why: {reason}").format(reason=card.reason), most))
        if card.event_title:
            found.append(Line(_("in event “{title}”").format(title=card.event_title), most))
    if card.alike is not None:
        nearly = _("found again in this text, {n} % alike: look at it").format(n=card.alike // 10)
        found.append(Line(nearly, most, warning=True))
    if card.lost:
        found.append(Line(_lost(len(card.lost)), most, warning=True))
        for words in card.lost[:_OLD]:
            found.append(Line(_("its words were: “{words}”").format(words=words), most))
    return [line for line in found if line.words]


def state_words(card: Card, number: int, of: int) -> str:
    """What stands at the right of a card's first line; ``number`` ``of`` count the suggestions."""
    if card.state == SUGGESTED:
        return _("suggested {n} of {of}").format(n=number, of=of)
    known = {
        "accepted": _("accepted"), "edited": _("corrected"), "sheet": _("from a spreadsheet"),
    }  # fmt: skip
    words = known.get(card.state, _("marked by hand"))
    if card.disagreeing:
        against = ngettext("disagrees with {n}", "disagrees with {n}", card.disagreeing)
        return f"{words} · {against.format(n=card.disagreeing)}"
    if card.others:
        more = ngettext("{n} more source", "{n} more sources", card.others)
        return f"{words} · {more.format(n=card.others)}"
    return words


def spoken(card: Card, state: str) -> str:
    """The whole card in one line, for a screen reader."""
    said = [kind_name(card.kind), state]
    said += [line.words for line in lines_of(card, compact=False, current=True)]
    return ". ".join(said)


def height_of(card: Card, width: int, *, compact: bool, current: bool) -> int:
    """How high the card is at ``width`` pixels, without its buttons."""
    return _height(card, width, compact, current, theme.ui_font().pointSizeF())


@lru_cache(maxsize=8000)
def _height(card: Card, width: int, compact: bool, current: bool, _points: float) -> int:
    inner = width - 2 * PAD
    height = 2 * PAD + chip_size("X", _chip_font()).height()
    for line in lines_of(card, compact=compact, current=current):
        font = _font(line)
        count = len(broken(line.words, _key(font), inner, line.most))
        height += _BETWEEN + count * QFontMetrics(font).height()
    return height


def paint(
    painter: QPainter, rect: QRect, card: Card, *, state: str, compact: bool, current: bool,
    focused: bool,
) -> None:  # fmt: skip
    """Paint a card into ``rect``."""
    colours, kind = theme.tokens(), theme.kind_colours(card.kind)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = 2.0 if current else 1.0
    painter.setPen(QPen(QColor(kind.line if current else colours.line), width))
    painter.setBrush(QColor(colours.paper))
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), 8, 8)
    if current and focused:
        painter.setPen(QPen(QColor(colours.focus), 1.0, Qt.PenStyle.DotLine))
        painter.drawRoundedRect(QRectF(rect).adjusted(4, 4, -4, -4), 5, 5)
    inner = rect.adjusted(PAD, PAD, -PAD, -PAD)
    _paint_first_line(painter, inner, card, state)
    y = inner.top() + chip_size("X", _chip_font()).height()
    for line in lines_of(card, compact=compact, current=current):
        y += _BETWEEN
        font = _font(line)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        ink = colours.text if line.bold else colours.warning if line.warning else colours.muted
        painter.setPen(QColor(ink))
        for words in broken(line.words, _key(font), inner.width(), line.most):
            box = QRect(inner.left(), y, inner.width(), metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
            y += metrics.height()


def _paint_first_line(painter: QPainter, inner: QRect, card: Card, state: str) -> None:
    font, name = _chip_font(), kind_name(card.kind)
    size = chip_size(name, font)
    paint_chip(painter, QRect(inner.topLeft(), size), name, kind=card.kind, font=font)
    small = theme.ui_font(0.85)
    painter.setFont(small)
    painter.setPen(QColor(theme.tokens().muted))
    left = inner.left() + size.width() + theme.GAP
    box = QRect(left, inner.top(), inner.right() - left + 1, size.height())
    shown = QFontMetrics(small).elidedText(state, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)


@lru_cache(maxsize=4000)
def broken(words: str, font: tuple[str, float, bool], width: int, most: int) -> tuple[str, ...]:
    """``words`` in lines of at most ``width`` pixels, at most ``most``; the last one may be cut."""
    face = QFont(font[0])
    face.setPointSizeF(font[1])
    face.setBold(font[2])
    metrics = QFontMetrics(face)
    flat = " ".join(words.split()).replace(" · ", "\u00a0· ")  # no line begins with a dot
    if metrics.horizontalAdvance(flat) <= width:
        return (flat,)
    if most == 1:
        return (metrics.elidedText(flat, Qt.TextElideMode.ElideRight, width),)
    layout, places = QTextLayout(flat, face), Units(flat)
    found: list[str] = []
    layout.beginLayout()
    while len(found) < most and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start = places.to_python(line.textStart())
        end = places.to_python(line.textStart() + line.textLength())
        if len(found) == most - 1 and end < len(flat):
            found.append(metrics.elidedText(flat[start:], Qt.TextElideMode.ElideRight, width))
        else:
            found.append(flat[start:end].rstrip())
    layout.endLayout()
    return tuple(found)


def _lost(count: int) -> str:
    return ngettext(
        "{n} passage no longer stands in this text",
        "{n} passages no longer stand in this text",
        count,
    ).format(n=count)


def _font(line: Line) -> QFont:
    return theme.ui_font(bold=True) if line.bold else theme.ui_font(0.9)


def _key(font: QFont) -> tuple[str, float, bool]:
    return font.family(), font.pointSizeF(), font.bold()


def _chip_font() -> QFont:
    return theme.ui_font(0.92, bold=True)

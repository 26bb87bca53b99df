"""How an option stands in its list: its name, and below it in small what it means."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from habeas.ui import theme

HINT = Qt.ItemDataRole.UserRole  # what an option means
_SMALL = 0.85  # of the usual size of words
_ASIDE, _ABOVE = 8, 4  # pixels around the words


class OptionLines(QStyledItemDelegate):
    """Paints one or two lines, each shortened with an ellipsis where it does not fit."""

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """One line, or two if there is something to explain."""
        high = QFontMetrics(theme.ui_font()).height()
        if index.data(HINT):
            high += QFontMetrics(theme.ui_font(_SMALL)).height()
        return QSize(0, high + 2 * _ABOVE)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the option in the colours of now."""
        colours, rect = theme.tokens(), option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, QColor(colours.selected if chosen else colours.raised))
        inner = rect.adjusted(_ASIDE, _ABOVE, -_ASIDE, -_ABOVE)
        below = _line(painter, inner, str(index.data() or ""), colour=colours.text, size=1.0)
        if hint := index.data(HINT):
            _line(painter, below, str(hint), colour=colours.muted, size=_SMALL)
        painter.restore()


def _line(painter: QPainter, rect: QRect, words: str, *, colour: str, size: float) -> QRect:
    """Paint a line at the top of ``rect`` and return what is left below it."""
    font = theme.ui_font(size)
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    top = QRect(rect.left(), rect.top(), rect.width(), metrics.height())
    painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
    return rect.adjusted(0, metrics.height(), 0, 0)

"""Chips and badges: short words on the colour of a kind, as widgets and for delegates."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from habeas.domain.claim import Kind
from habeas.i18n import N_, _
from habeas.ui import theme

_KIND_NAMES = {
    Kind.INCIDENT: N_("Incident"),
    Kind.MEASURE: N_("Measure"),
    Kind.CONDITION: N_("Condition"),
    Kind.RULING: N_("Ruling"),
    Kind.STATEMENT: N_("Statement"),
    Kind.FIGURE: N_("Figure"),
}
_SMALLER = 0.92  # of the usual size of words


def kind_name(kind: str) -> str:
    """The name of a kind in the user's language."""
    return _(_KIND_NAMES[Kind(kind)])


def chip_size(text: str, font: QFont) -> QSize:
    """How large the chip of ``text`` is, in logical pixels."""
    metrics = QFontMetrics(font)
    aside, above = _padding(metrics)
    return QSize(metrics.horizontalAdvance(text) + 2 * aside, metrics.height() + 2 * above)


def paint_chip(painter: QPainter, rect: QRect, text: str, *, kind: str, font: QFont) -> None:
    """Paint the chip of ``text`` into ``rect``, shortened with an ellipsis if it does not fit."""
    colours = theme.kind_colours(kind)
    aside, _above = _padding(QFontMetrics(font))
    inner = rect.adjusted(aside, 0, -aside, 0)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.fill))
    painter.drawRoundedRect(rect, 4, 4)
    painter.setPen(QColor(colours.text))
    painter.setFont(font)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, inner.width() + 1)
    painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.restore()


class Chip(QWidget):
    """A rounded label in the colours of a kind; grey if ``kind`` is empty."""

    def __init__(self, text: str, kind: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._kind = text, kind
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    @property
    def text(self) -> str:
        """The words on the chip."""
        return self._text

    def set_text(self, text: str) -> None:
        """Say other words."""
        self._text = text
        self.setAccessibleName(text)
        self.setToolTip("")
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: str) -> None:
        """Take the colours of another kind."""
        self._kind = kind
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All words in one line."""
        return chip_size(self._text, self._font())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A few letters and the ellipsis."""
        short = chip_size("mmm…", self._font())
        return short.boundedTo(self.sizeHint())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the chip, and tell the whole text on hovering when it is shortened."""
        self.setToolTip(self._text if self.width() < self.sizeHint().width() else "")
        painter = QPainter(self)
        paint_chip(painter, self.rect(), self._text, kind=self._kind, font=self._font())
        painter.end()

    def _font(self) -> QFont:
        return theme.ui_font(_SMALLER)


class KindBadge(Chip):
    """The name of a kind of claim, in bold on its colour."""

    def __init__(self, kind: str, *, parent: QWidget | None = None) -> None:
        super().__init__(kind_name(kind), kind, parent=parent)

    def set_kind(self, kind: str) -> None:
        """Name another kind."""
        super().set_kind(kind)
        self.set_text(kind_name(kind))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The name of a kind is never shortened."""
        return self.sizeHint()

    def _font(self) -> QFont:
        return theme.ui_font(_SMALLER, bold=True)


def _padding(metrics: QFontMetrics) -> tuple[int, int]:
    return round(metrics.height() * 0.55), max(2, round(metrics.height() * 0.14))

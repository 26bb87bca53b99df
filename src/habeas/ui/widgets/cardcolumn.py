"""The cards beside the text, each level with its passage; the current one carries the buttons."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QFocusEvent,
    QHelpEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QPushButton, QToolTip, QWidget

from habeas.i18n import _
from habeas.overview.cards import SUGGESTED, Card
from habeas.ui import theme
from habeas.ui.widgets import cardpaint
from habeas.ui.widgets.flow import Flow
from habeas.ui.widgets.reader import Reader

GAP = theme.GAP
_LEAST = 50  # pixels: no card that says all it has to say is lower
BUTTONS = ("accept", "edit", "reject", "event", "withdraw")


def placed(
    anchors: Sequence[float], heights: Sequence[int], *, current: int = -1, gap: int = GAP
) -> list[float]:
    """Where cards begin so that none lies on another: at their anchor, or pushed below it.

    The ``current`` one (-1: none) stands at its anchor; those before it make way upwards.
    """
    tops: list[float] = []
    for n, anchor in enumerate(anchors):
        free = tops[-1] + heights[n - 1] + gap if tops else anchor
        tops.append(anchor if n == current else max(anchor, free))
    for n in range(current - 1, -1, -1):
        tops[n] = min(tops[n], tops[n + 1] - gap - heights[n])
    return tops


class CardColumn(QWidget):
    """Follows a Reader; paints the cards in view.  Cards are known by their keys."""

    did_choose = Signal(str)
    did_step = Signal(int)  # +1: the next card, -1: the one before
    did_press = Signal(str)  # one of BUTTONS, for the current card

    def __init__(self, reader: Reader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._cards: list[Card] = []
        self._states: dict[str, str] = {}
        self._current = ""
        self._anchors: list[float] = []
        self._heights: list[int] = []
        self._tops: list[float] = []
        self._shown: list[Card] = []  # those of the part of the text that is shown
        self._now = -1  # the place of the current card among them
        self._level: float | None = None  # where it stands; None: to be placed anew
        self._compact = False
        self._pushed = 0.0  # how far the wheel took the cards beyond the text
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.lay_out)
        self._bar = Flow(self)
        self._bar.setAutoFillBackground(True)  # over a card that is too high it hides words
        self.buttons = {name: self._button(name) for name in BUTTONS}
        self._bar.set_buttons(list(self.buttons.values()))
        self._only: frozenset[str] = frozenset()  # empty: all
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(False)
        reader.did_scroll.connect(self._follow)
        reader.did_lay_out.connect(self._soon)

    def only(self, names: Iterable[str]) -> None:
        """Offer no button but these; none named: all."""
        self._only = frozenset(names)
        self._name_buttons(self.current)

    # what is shown

    def show_cards(self, cards: Sequence[Card], *, current: str) -> None:
        """Show these cards, in this order, and ``current`` as the current one."""
        self._cards = list(cards)
        wished = [card.key for card in cards if card.state == SUGGESTED]
        place = {key: n for n, key in enumerate(wished, 1)}
        self._states = {
            card.key: cardpaint.state_words(card, place.get(card.key, 0), len(wished))
            for card in cards
        }
        self._turn_to(current)

    def set_current(self, key: str) -> None:
        """Make this card current; it is told to a screen reader."""
        if key != self._current:
            self._turn_to(key)

    def _turn_to(self, key: str) -> None:
        changed = key != self._current
        self._current, self._pushed = key, 0.0
        card = self.current
        self._name_buttons(card)
        if card is not None:
            words = cardpaint.spoken(card, self._states[card.key])
            self.setAccessibleDescription(words)
            if changed and self.isVisible():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.lay_out()

    @property
    def current(self) -> Card | None:
        """The current card."""
        return next((card for card in self._cards if card.key == self._current), None)

    def lay_out(self) -> None:
        """Measure the cards and place them beside their passages."""
        self._later.stop()
        self._fit_buttons()
        width = self._width()
        seen = [card for card in self._cards if not card.spans or self._reader.holds(card.start)]
        self._shown = seen
        page = max(self._reader.document().size().height(), 1.0)
        self._compact = len(seen) * (GAP + _LEAST) > page  # so many that none need be measured
        self._heights = [self._height(card, width, compact=self._compact) for card in seen]
        if not self._compact and sum(self._heights) + GAP * len(seen) > page:
            self._compact = True
            self._heights = [self._height(card, width, compact=True) for card in seen]
        self._anchors = [
            self._reader.height_of(card.start) if card.spans else page - 60 for card in seen
        ]
        self._now = next((n for n, c in enumerate(seen) if c.key == self._current), -1)
        self._level = None
        self._place()

    def rect_of(self, key: str) -> QRect:
        """Where a card is now, in the coordinates of the column; empty if it is not shown."""
        for n, card in enumerate(self._shown):
            if card.key == key:
                return self._rect(n)
        return QRect()

    # Qt's own

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A comfortable width for two short lines of words."""
        return QSize(theme.GAP * 40, 400)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A card holds each of its buttons."""
        widest = max(_needed(self.buttons[name], verb) for name, (verb, _key) in _words().items())
        return QSize(widest + 2 * cardpaint.PAD + 3 * GAP, 60)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The cards in view; the current one last, for it may lie over others."""
        painter = QPainter(self)
        order = self._in_view(event.rect())
        for n in sorted(order, key=lambda n: self._shown[n].key == self._current):
            rect, card = self._rect(n), self._shown[n]
            if rect.intersects(event.rect()):
                cardpaint.paint(
                    painter, rect, card, state=self._states[card.key], compact=self._compact,
                    current=card.key == self._current, focused=self.hasFocus(),
                )  # fmt: skip
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Break the words of the cards anew."""
        super().resizeEvent(event)
        self.lay_out()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the theme and the size of words."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.ApplicationFontChange):
            self._soon()

    def event(self, event: QEvent) -> bool:
        """Tell a shortened card whole on hovering."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            card = self._at(event.pos().y())
            words = cardpaint.spoken(card, self._states[card.key]) if card else ""
            QToolTip.showText(event.globalPos(), words.replace(". ", "\n"), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose the card."""
        card = self._at(int(event.position().y()))
        if card is not None and event.button() == Qt.MouseButton.LeftButton:
            self.did_choose.emit(card.key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Open the card."""
        if self._at(int(event.position().y())) is not None:
            self.did_press.emit("edit")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Up and down walk the cards."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in steps:
            self.did_step.emit(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self._reader.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll the text and its cards; at its ends, the cards that reach beyond it."""
        by = event.pixelDelta().y() or event.angleDelta().y() * 0.5
        bar = self._reader.verticalScrollBar()
        room = bar.value() - bar.minimum() if by > 0 else bar.maximum() - bar.value()
        if (self._pushed and self._pushed * by < 0) or room <= 0:
            self._push(by)
        else:
            bar.setValue(round(bar.value() - by))
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show where the focus is."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show where the focus is not."""
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing ticks while nothing is shown."""
        self._later.stop()
        super().hideEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing ticks after closing."""
        self._later.stop()
        super().closeEvent(event)

    # inside

    def _button(self, name: str) -> QPushButton:
        button = QPushButton(self._bar)
        button.setObjectName(f"card.{name}")
        pressed: Callable[[], None] = lambda: self.did_press.emit(name)  # noqa: E731
        button.clicked.connect(pressed)
        button.setStyleSheet("QPushButton { padding: 4px 8px; }")
        theme.role(button, "primary" if name == "accept" else "")
        return button

    def _name_buttons(self, card: Card | None) -> None:
        suggested = card is not None and card.state == SUGGESTED
        wanted = {"accept", "edit", "reject"} if suggested else {"edit", "withdraw"}
        if card is not None and card.event is not None:
            wanted.add("event")
        if self._only:
            wanted &= self._only
        for name, (verb, key) in _words().items():
            button = self.buttons[name]
            button.setAccessibleName(verb)
            button.setToolTip(f"{verb} ({key})")
            button.setVisible(card is not None and name in wanted)

    def _fit_buttons(self) -> None:
        """The buttons name their keys where the card is wide enough for it."""
        room = self._width() - 2 * cardpaint.PAD
        named = {name: f"{verb}  {key}" for name, (verb, key) in _words().items()}
        fits = all(_needed(self.buttons[name], words) <= room for name, words in named.items())
        for name, (verb, _key) in _words().items():
            self.buttons[name].setText(named[name] if fits else verb)

    def _width(self) -> int:
        return max(120, self.width() - 3 * GAP)

    def _height(self, card: Card, width: int, *, compact: bool) -> int:
        current = card.key == self._current
        height = cardpaint.height_of(card, width, compact=compact, current=current)
        if current:
            height += GAP + self._bar.heightForWidth(width - 2 * cardpaint.PAD)
        return height

    def _place(self) -> None:
        now = self._now
        level = self._within(self._anchors[now], self._heights[now]) if now >= 0 else 0.0
        if self._level != level:
            self._level = level
            anchors = list(self._anchors)
            if now >= 0:
                anchors[now] = level
            self._tops = placed(anchors, self._heights, current=now)
        if now >= 0:
            inner = self._rect(now).adjusted(cardpaint.PAD, 0, -cardpaint.PAD, -cardpaint.PAD)
            high = self._bar.heightForWidth(inner.width())
            top = inner.bottom() - high + 1
            if self._heights[now] > self.height() - 2 * GAP:  # its end may never be in view
                top = min(top, max(self.height() - high - GAP, inner.top() + 4 * cardpaint.PAD))
            self._bar.setGeometry(inner.left(), top, inner.width(), high)
        self._bar.setVisible(now >= 0)
        self.update()

    def _within(self, anchor: float, height: int) -> float:
        """The anchor of the current card, moved so that all of it is seen while its words are."""
        top = self._reader.verticalScrollBar().value()
        bottom = top + self.height()
        if top <= anchor < bottom:
            return max(top + GAP, min(anchor, bottom - height - GAP))
        return anchor

    def _rect(self, n: int) -> QRect:
        top = self._tops[n] - self._reader.verticalScrollBar().value() + self._pushed
        return QRect(GAP, round(top), self._width(), self._heights[n])

    def _in_view(self, area: QRect) -> range:
        """The cards that may meet ``area``: there may be thousands, and few are in view."""
        shift = self._reader.verticalScrollBar().value() - self._pushed
        first = bisect_right(self._tops, area.top() + shift) - 1
        return range(max(0, first), bisect_right(self._tops, area.bottom() + shift + 1))

    def _at(self, y: int) -> Card | None:
        for n in self._in_view(QRect(0, y, 1, 1)):
            if self._rect(n).top() <= y <= self._rect(n).bottom():
                return self._shown[n]
        return None

    def _push(self, by: float) -> None:
        """Move the cards alone, no further than to the first and the last of them."""
        if not self._tops:
            return
        scrolled = self._reader.verticalScrollBar().value()
        first = self._tops[0] - scrolled - GAP
        last = self._tops[-1] + self._heights[-1] - scrolled - self.height() + GAP
        before = self._pushed
        self._pushed = max(min(0.0, -last), min(max(0.0, -first), self._pushed + by))
        if before * self._pushed < 0:
            self._pushed = 0.0
        self._place()

    def _follow(self) -> None:
        self._pushed = 0.0
        self._place()

    def _soon(self) -> None:
        if not self._later.isActive():
            self._later.start(0)


def _words() -> dict[str, tuple[str, str]]:
    """What each button says, and its key."""
    return {
        "accept": (_("Accept"), "↵"),
        "edit": (_("Edit"), "E"),
        "reject": (_("Reject"), "⌫"),
        "event": (_("Event"), "G"),
        "withdraw": (_("Withdraw"), _("Del")),
    }


def _needed(button: QPushButton, words: str) -> int:
    """How wide the button would be with these words, in pixels."""
    metrics = button.fontMetrics()
    around = button.sizeHint().width() - metrics.horizontalAdvance(button.text())
    return around + metrics.horizontalAdvance(words)

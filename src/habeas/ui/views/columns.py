"""How the Sources room shares its width: the list of sources, the text, the cards beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QToolButton, QVBoxLayout, QWidget

from habeas.i18n import _
from habeas.ui import icons, theme
from habeas.ui.widgets.reader import Reader
from habeas.ui.widgets.readertext import COLUMN, column_width

_LIST, _CARDS = (22, 34), (20, 50)  # letters of the lists: the fewest, and how many are usual
_GOOD = 54  # letters in a line of the text for which the cards give up some of their usual width
_FEWEST = 40  # letters in a line of the text, however little room there is
_EASY = 31  # letters of the cards, below which they do not go for that
_BESIDE = 64  # letters of list and cards together beside which
_ENOUGH = 48  # letters are left to a line, or else the list folds away


def shares(
    room: int, wished: Sequence[int], *, fewest: Sequence[int], text: int
) -> tuple[int, int, int]:
    """The pixels of list, text and cards in ``room``: as ``wished`` for (list, cards).

    The text has at least ``text``: for that the cards give way first, then the list, neither below
    its ``fewest``.
    """
    beside, cards = (max(wish, few) for wish, few in zip(wished, fewest, strict=True))
    cards = max(fewest[1], min(cards, room - beside - text))
    beside = max(fewest[0], min(beside, room - cards - text))
    return beside, max(0, room - beside - cards), cards


class Columns(QWidget):
    """The list folds away where it would leave the text too few letters, or when one asks for it.

    What was asked for is kept for a wide and for a narrow room apart.
    """

    did_ask_list = Signal()  # the button of the strip that stands where the list was

    def __init__(
        self, beside: QWidget, middle: QWidget, cards: QWidget, *, reader: Reader, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._list, self._cards, self._reader = beside, cards, reader
        self._asked: dict[str, bool] = {}  # "wide", "narrow": whether the list is shown
        self._wished = [0, 0]  # the widths of list and cards that were chosen; 0: the usual one
        self._least = 0  # pixels that what stands at the right needed when the width was shared
        self._open = QToolButton(self)
        self._open.setToolTip(_("Show the list of sources (L)"))
        self._open.setAccessibleName(_("Show the list of sources"))
        theme.role(self._open, "flat")
        icons.put(self._open, "sources")
        self._open.clicked.connect(self.did_ask_list)
        self._strip = QFrame(self)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.setChildrenCollapsible(False)
        for n, widget in enumerate((beside, middle, cards)):
            self._split.addWidget(widget)
            self._split.setStretchFactor(n, int(widget is middle))
        self._split.splitterMoved.connect(self._moved)
        self._lay_out()

    @property
    def is_listed(self) -> bool:
        """Whether the list is shown."""
        return not self._list.isHidden()

    def turn_list(self) -> None:
        """Show the list, or fold it away."""
        self._asked[self._breadth] = not self.is_listed
        self.share()

    def state(self) -> dict[str, Any]:
        """What was chosen, for ``restore``."""
        return {"asked": self._asked, "wished": self._wished}

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Go back to what was chosen before."""
        self._asked = {str(name): bool(wish) for name, wish in kept.get("asked", {}).items()}
        self._wished = [int(width) for width in kept.get("wished", (0, 0))][:2]
        self.share()

    def share(self) -> None:
        """Share the width anew."""
        self._list.setVisible(self._asked.get(self._breadth, self._breadth == "wide"))
        self._strip.setVisible(not self.is_listed)
        letter = self._letter()
        fewest = [round(few * letter) for few, _usual in (_LIST, _CARDS)]
        usual = [round(usual * letter) for _few, usual in (_LIST, _CARDS)]
        room = self.width() - 2 * self._split.handleWidth()
        if not self.is_listed:
            room -= self._strip.sizeHint().width()
            fewest[0] = usual[0] = 0
        left = room - usual[0] - self._text_width(_GOOD)
        usual[1] = max(round(_EASY * letter), min(usual[1], left))
        wished = [wish or use for wish, use in zip(self._wished, usual, strict=True)]
        self._least = self._cards.minimumSizeHint().width()
        fewest[1] = max(fewest[1], self._least)
        self._list.setMinimumWidth(round(_LIST[0] * letter * 2 / 3))
        wished[0] *= self.is_listed
        self._split.setSizes(shares(room, wished, fewest=fewest, text=self._text_width(_FEWEST)))

    def fit(self) -> None:
        """Share the width anew if what stands at the right needs another one."""
        if self._cards.minimumSizeHint().width() != self._least:
            self.share()

    # Qt's own

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The text keeps its letters."""
        super().resizeEvent(event)
        self.share()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Only now the widths are the real ones."""
        super().showEvent(event)
        self.share()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_split"):
            self.share()

    # inside

    @property
    def _breadth(self) -> str:
        """Whether the list, the text and the cards have room beside each other."""
        letters = round(_BESIDE * self._letter())
        return "wide" if self.width() >= letters + self._text_width(_ENOUGH) else "narrow"

    def _letter(self) -> float:
        return QFontMetricsF(theme.ui_font()).averageCharWidth()

    def _text_width(self, letters: int) -> int:
        letter = column_width(theme.reading_font()) / COLUMN
        return round(letter * letters) + self._reader.beside()

    def _moved(self, _at: int, _handle: int) -> None:
        beside, _text, cards = self._split.sizes()
        self._wished = [beside if self.is_listed else self._wished[0], cards]

    def _lay_out(self) -> None:
        strip = QVBoxLayout(self._strip)
        half = theme.GAP // 2
        strip.setContentsMargins(half, half, half, half)
        strip.addWidget(self._open)
        strip.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._strip)
        row.addWidget(self._split, 1)

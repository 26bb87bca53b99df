"""Stands where the text of a source would stand that has none: a picture, a scan, a broken file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.widgets.flow import Flow
from habeas.ui.widgets.readerhead import ReaderHead


class Silent(QScrollArea):
    """The head, what the file is, why there are no words, and what can be done."""

    did_ask_save = Signal()  # the bytes as they came, in a file outside the case
    did_ask_words = Signal()  # the words in the picture, by OCR

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("What is known of this source"))
        inside = QWidget(self)
        self.head = ReaderHead(inside)
        self._sentence = _words(inside, "")
        self._facts = _words(inside, "muted")
        self.save = QPushButton(_("Save the original…"), inside)
        self.save.clicked.connect(self.did_ask_save)
        self.read = QPushButton(_("Read the words (OCR)…"), inside)
        self.read.clicked.connect(self.did_ask_words)
        self._can = Flow(inside)
        self._can.set_buttons([self.read, self.save])
        column = QVBoxLayout(inside)
        column.setContentsMargins(4 * theme.GAP, 0, 2 * theme.GAP, theme.GAP)
        column.setSpacing(theme.GAP)
        column.addWidget(self.head)
        column.addWidget(self._sentence)
        column.addWidget(self._facts)
        column.addWidget(self._can)
        column.addStretch(1)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Preferred, policy.Preferred)
        self.setWidget(inside)

    def say(self, sentences: Sequence[str], facts: str) -> None:
        """Say why there is no text and what can be done; ``facts`` tell of the bytes."""
        self._sentence.setText("\n".join(sentences))
        self._sentence.setVisible(bool(sentences))
        self._facts.setText(facts)
        self._facts.setVisible(bool(facts))
        self.setAccessibleDescription(" ".join((*sentences, facts)))

    def offer(self, *, save: bool, read: bool, why_not: str = "") -> None:
        """What can be done: ``read`` offers OCR, which ``why_not`` says cannot be had here."""
        self.save.setVisible(save)
        self.read.setVisible(read)
        self.read.setEnabled(not why_not)
        self.read.setToolTip(why_not)
        self.read.setAccessibleDescription(why_not)


def _words(parent: QWidget, look: str) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if look:
        theme.role(label, look)
    return label

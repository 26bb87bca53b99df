"""What an empty page says: a drawing, a title, one sentence, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from habeas.ui import icons, theme
from habeas.ui.widgets.wrapping import hold_height

_WIDTH_IN_LETTERS = 52  # of the sentence: short lines read better in the middle of a page


class EmptyState(QWidget):
    """Says in the middle of a page why it is empty; ``buttons`` offer the ways out of it."""

    def __init__(
        self,
        icon: str,
        title: str,
        *,
        sentence: str = "",
        buttons: Sequence[QAbstractButton] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._picture = QLabel(self)
        self._title = _centred(title, "title", self)
        self._sentence = _centred(sentence, "muted", self)
        self._sentence.setVisible(bool(sentence))
        self.setAccessibleName(title)
        self._lay_out(buttons)
        self._fit()
        hold_height(self)

    def set_words(self, title: str, sentence: str) -> None:
        """Say something else, for example that a filter hides everything."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self.setAccessibleName(title)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._fit()

    def _lay_out(self, buttons: Sequence[QAbstractButton]) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addStretch()
        for button in buttons:
            row.addWidget(button)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        column.addStretch(2)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title)
        column.addLayout(_in_the_middle(self._sentence))
        column.addSpacing(theme.GAP)
        column.addLayout(row)
        column.addStretch(3)

    def _fit(self) -> None:
        letters = self.fontMetrics().averageCharWidth()
        self._sentence.setMaximumWidth(letters * _WIDTH_IN_LETTERS)
        size = self.fontMetrics().height() * 2
        colour = theme.tokens().muted
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(icons.pixmap(self._icon, size, colour=colour, ratio=ratio))


def _centred(text: str, look: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    theme.role(label, look)
    return label


def _in_the_middle(label: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(label, 100)
    row.addStretch(1)
    return row

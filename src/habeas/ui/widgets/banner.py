"""A band above every room that says what is special about the case that is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from habeas.ui import theme
from habeas.ui.widgets.parts import line


class Banner(QFrame):
    """Words and a few buttons; hidden as long as there is nothing to say."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words: QLabel = line(self, "", role="")
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        edge = theme.GAP // 2
        self._row.setContentsMargins(2 * theme.GAP, edge, 2 * theme.GAP, edge)
        self._row.setSpacing(theme.GAP)
        self._row.addWidget(self.words, 1)
        self.hide()

    def say(
        self, words: str, buttons: Sequence[tuple[str, Callable[[], object]]], *, loud: bool
    ) -> None:
        """Say ``words``, with a button for each (words, act); ``loud`` where it must not be missed.

        A screen reader reads them out at once.
        """
        theme.role(self, "banner" if loud else "quiet-banner")
        theme.repolish(self.words)  # its colour is that of the band
        self.words.setText(words)
        self.setAccessibleName(words)
        self._drop_buttons()
        for label, act in buttons:
            button = QPushButton(label, self)
            button.setAutoDefault(True)
            button.clicked.connect(lambda _checked=False, act=act: act())
            self.buttons.append(button)
            self._row.addWidget(button)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def hush(self) -> None:
        """There is nothing to say."""
        self._drop_buttons()
        self.words.clear()
        self.hide()

    def _drop_buttons(self) -> None:
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons.clear()

"""A row of buttons that goes on below where the width ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QPushButton, QWidget

from habeas.ui import theme

Button = tuple[str, Callable[[], object], Callable[[], bool]]  # words, what it does, whether


class WrappedButtons(QWidget):
    """Buttons in as many rows as the width asks for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.made: list[QPushButton] = []
        self._enabled: list[Callable[[], bool]] = []

    def put(self, buttons: Sequence[Button]) -> None:
        """Make a button for each."""
        for words, act, enabled in buttons:
            button = QPushButton(words, self)
            button.clicked.connect(lambda _checked=False, act=act: act())
            self.made.append(button)
            self._enabled.append(enabled)

    def refresh(self) -> None:
        """Ask again what can be done."""
        for button, enabled in zip(self.made, self._enabled, strict=True):
            button.setEnabled(enabled())

    def resizeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Put each button beside the one before, or below."""
        x = y = 0
        for button in self.made:
            size = button.sizeHint()
            if x and x + size.width() > self.width():
                x, y = 0, y + size.height() + theme.GAP // 2
            button.setGeometry(x, y, size.width(), size.height())
            x += size.width() + theme.GAP // 2
        high = y + max((b.sizeHint().height() for b in self.made), default=0)
        if high != self.minimumHeight():
            self.setFixedHeight(high)

"""A dialog that holds secrets: gone when closed, and its fields emptied before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.widgets.fieldrow import FieldRow
from habeas.ui.widgets.secretfield import SecretField
from habeas.ui.widgets.wrapping import hold_height

_WIDTH = 76  # letters
_LINES = 2
_TITLE_BAR = 60  # pixels that a window manager may need


class SecretDialog(QDialog):
    """What is asked goes into ``column``, which scrolls where the screen is low."""

    def __init__(self, parent: QWidget | None, title: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._sized = False
        self._body = QWidget(self)
        self.column = QVBoxLayout(self._body)
        self.column.setContentsMargins(0, 0, theme.GAP, 0)
        self.column.setSpacing(theme.GAP)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._body)
        self._outer = QVBoxLayout(self)
        self._outer.setSpacing(theme.GAP)
        self._outer.addWidget(self._area, 1)
        self.finished.connect(self._forget)

    def finish(
        self,
        words: str,
        run: Callable[[], object],
        *,
        beside: Sequence[QPushButton] = (),
        cancel: bool = True,
    ) -> None:
        """Put the button that does it below, with what stands ``beside`` it on the left."""
        self.column.addStretch(1)
        for field in self._body.findChildren(FieldRow):
            # Qt's Tab goes to the editor of a row that it passes, and so back to where it was.
            field.setFocusProxy(None)  # type: ignore[arg-type]  # what Qt takes for none
        hold_height(self._body)
        row = QHBoxLayout()
        for button in beside:
            row.addWidget(button)
        row.addStretch(1)
        self._buttons = [*beside, self._end(words, run)]
        self._buttons[-1].setDefault(True)
        theme.role(self._buttons[-1], "primary")
        if cancel:
            self._buttons.append(self._end(_("Cancel"), self.reject))
        for button in self._buttons[len(beside) :]:
            row.addWidget(button)
        self._outer.addLayout(row)

    def buttons(self) -> list[QPushButton]:
        """What ``finish`` put there, from left to right."""
        return self._buttons

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Take the size that the words need, now that their fonts are known."""
        if not self._sized:
            self._sized = True
            self._take_size()
        super().showEvent(event)

    def _end(self, words: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(run)
        return button

    def _take_size(self) -> None:
        """As wide as is good to read, as high as all of it, and no more than the screen."""
        room = self.screen().availableSize()
        frame = self._outer.contentsMargins()
        beside = frame.left() + frame.right() + self._area.verticalScrollBar().sizeHint().width()
        wide = max(
            self.fontMetrics().averageCharWidth() * _WIDTH,
            self._body.minimumSizeHint().width() + beside,
        )
        wide = min(wide, room.width())
        high = self.column.heightForWidth(wide - beside)
        high += frame.top() + frame.bottom() + theme.GAP + self._buttons[0].sizeHint().height()
        high += _LINES * self.fontMetrics().lineSpacing()  # what may be said while one types
        self.setMinimumWidth(min(wide, 360))
        self.resize(wide, min(high, room.height() - _TITLE_BAR))

    @Slot()
    def _forget(self) -> None:
        """Empty what was typed."""
        for field in self.findChildren(SecretField):
            field.forget()

"""The field one searches the case with: a lens, the words, and the shortcut that leads here."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from habeas.i18n import _
from habeas.ui import icons, theme


class SearchField(QLineEdit):
    """A line to search with; Escape or the cross empties it, ``shortcut`` is shown, not bound."""

    def __init__(
        self, placeholder: str, *, shortcut: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self._shortcut = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
        if self._shortcut:
            self.setAccessibleDescription(_("Shortcut: {keys}").format(keys=self._shortcut))
        # Made here, not by the line: Python may take an action that Qt made for one that died at
        # the same address before, and then calls it deleted.
        self._cross = QAction(self)
        icons.put(self._cross, "clear")
        self.addAction(self._cross, QLineEdit.ActionPosition.TrailingPosition)
        self._cross.setToolTip(_("Clear the search"))
        self._cross.triggered.connect(self.clear)
        self.textChanged.connect(self._fit)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape empties the field first; in an empty field it belongs to the window."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the shortcut clear of the placeholder."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The line, the lens, and the shortcut at the right end while it is empty."""
        super().paintEvent(event)
        painter = QPainter(self)
        size = self._lens()
        place = QRect(theme.GAP, (self.height() - size) // 2, size, size)
        icons.icon("search", theme.tokens().muted).paint(painter, place)
        if self._shows_shortcut():
            painter.setPen(QColor(theme.tokens().muted))
            where = self.rect().adjusted(0, 0, -theme.GAP - 2, 0)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(where, right, self._shortcut)
        painter.end()

    def _fit(self) -> None:
        self._cross.setVisible(bool(self.text()))
        room = self._shortcut_width() + theme.GAP if self._shows_shortcut() else 0
        self.setTextMargins(self._lens() + theme.GAP // 2, 0, room, 0)

    def _lens(self) -> int:
        # Painted here, for Qt draws the icons of a line 16 pixels wide whatever its font.
        return self.fontMetrics().height()

    def _shows_shortcut(self) -> bool:
        # In a narrow field the placeholder matters more.
        return not self.text() and self._shortcut_width() * 3 < self.width()

    def _shortcut_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self._shortcut) if self._shortcut else 0

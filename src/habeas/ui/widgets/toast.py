"""A short line at the bottom of a window that says what was done, and takes it back if asked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QCloseEvent, QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from habeas.i18n import _
from habeas.ui import icons, theme

SECONDS = 4.0
_NARROWEST = 420  # pixels of words, however narrow the window


class Toast(QFrame):
    """Lies over the bottom of ``parent``; stays while the mouse or the focus is on it."""

    did_undo = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._below = parent
        theme.role(self, "toast")
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._undo = QPushButton(_("Undo"), self)
        icons.put(self._undo, "undo")
        self._close = QToolButton(self)
        self._close.setAccessibleName(_("Close"))
        self._close.setToolTip(_("Close"))
        theme.role(self._close, "flat")
        icons.put(self._close, "close")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._lay_out()
        self._undo.clicked.connect(self._take_back)
        self._close.clicked.connect(self.hide)
        self._timer.timeout.connect(self._leave)
        parent.installEventFilter(self)
        self.hide()

    def stand_in(self, parent: QWidget) -> None:
        """Lie over another widget from now on: the one that is shown."""
        if parent is not self._below:
            self._below.removeEventFilter(self)
            self._below = parent
            self.setParent(parent)
            parent.installEventFilter(self)

    def show_line(self, text: str, *, undo: bool = False, seconds: float = SECONDS) -> None:
        """Say ``text`` for some seconds; ``undo`` offers a button that emits ``did_undo``."""
        self._words.setText(text)
        self._undo.setVisible(undo)
        self.setAccessibleName(text)
        self.show()
        self.raise_()
        self._place()
        self._timer.start(round(seconds * 1000))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay at the bottom of the window."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing ticks while nothing is shown."""
        self._timer.stop()
        super().hideEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing ticks after closing."""
        self._timer.stop()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.GAP * 2, theme.GAP, theme.GAP, theme.GAP)
        row.setSpacing(theme.GAP)
        row.addWidget(self._words, 1)
        row.addWidget(self._undo)
        row.addWidget(self._close)

    def _take_back(self) -> None:
        self.hide()
        self.did_undo.emit()

    def _leave(self) -> None:
        held = self._undo.hasFocus() or self._close.hasFocus() or self.underMouse()
        if held:
            self._timer.start(1000)
        else:
            self.hide()

    def _place(self) -> None:
        # At the left, and never over the right third: that is where cards and the editor have
        # their buttons.
        around = self._below.rect().adjusted(16, 16, -16, -16)
        around.setWidth(min(around.width(), max(_NARROWEST, self._below.width() * 2 // 3)))
        self._words.setWordWrap(False)
        wanted = self.sizeHint().width()
        self._words.setWordWrap(wanted > around.width())
        width = min(wanted, around.width())
        height = max(self.sizeHint().height(), self.heightForWidth(width))
        self.setGeometry(around.left(), around.bottom() - height + 1, width, height)

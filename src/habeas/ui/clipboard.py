"""What Habeas puts on the clipboard goes from it after a while, and with the case."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

STAYS = 60_000  # milliseconds that words of ours may lie on the clipboard

_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


class Clipboard(QObject):
    """Watches the clipboard and, under X, the selection that the middle button pastes.

    What another program has put there since is left alone.
    """

    def __init__(self, parent: QObject, *, stays: int = STAYS) -> None:
        super().__init__(parent)
        self._stays = stays
        self._clipboard = QGuiApplication.clipboard()
        self._timers = {mode: self._timer(mode) for mode in _MODES}
        self._clipboard.changed.connect(self._changed)

    def clear(self) -> None:
        """Take everything of ours away, now."""
        for mode in _MODES:
            self._clear(mode)

    def _timer(self, mode: QClipboard.Mode) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(self._stays)
        timer.timeout.connect(partial(self._clear, mode))
        return timer

    def _changed(self, mode: QClipboard.Mode) -> None:
        if mode in self._timers and self._owns(mode):
            self._timers[mode].start()

    def _clear(self, mode: QClipboard.Mode) -> None:
        self._timers[mode].stop()
        if self._owns(mode):
            self._clipboard.clear(mode)

    def _owns(self, mode: QClipboard.Mode) -> bool:
        if mode == QClipboard.Mode.Selection:
            return self._clipboard.supportsSelection() and self._clipboard.ownsSelection()
        return self._clipboard.ownsClipboard()

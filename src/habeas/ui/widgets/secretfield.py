"""A field for a passphrase: hidden, not learned by input methods, not left behind."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QClipboard, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

LONGEST = 1024  # characters of a passphrase


class SecretField(QLineEdit):
    """Hides what is typed unless told to show it; ``did_see_caps`` tells whether Caps Lock is on.

    Qt cannot say how Caps Lock stands, so it is seen from a letter that comes in the wrong case.
    """

    did_see_caps = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caps = False
        self.setMaxLength(LONGEST)
        self.setDragEnabled(False)
        self.show_text(False)

    def show_text(self, shown: bool) -> None:
        """Show the letters, or dots again."""
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)
        hint = Qt.InputMethodHint  # set after the mode, which sets some of its own
        self.setInputMethodHints(
            hint.ImhSensitiveData
            | hint.ImhHiddenText
            | hint.ImhNoPredictiveText
            | hint.ImhNoAutoUppercase
        )

    def forget(self) -> None:
        """Empty the field, its undo, and what a selection of it left for the middle button."""
        clipboard, selection = QGuiApplication.clipboard(), QClipboard.Mode.Selection
        if clipboard.supportsSelection() and clipboard.ownsSelection():
            picked = clipboard.text(selection)
            if picked and picked in self.text():
                clipboard.clear(selection)
        self.setText("")  # unlike clear(), which can be undone

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Let the key pass, and look at the case of its letter."""
        super().keyPressEvent(event)
        letter = event.text()
        if len(letter) == 1 and letter.isalpha() and letter.lower() != letter.upper():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._caps = letter.isupper() != shift
        elif event.key() == Qt.Key.Key_CapsLock:
            self._caps = False  # it is being turned; the next letter tells
        self.did_see_caps.emit(self._caps)

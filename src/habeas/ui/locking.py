"""Locking: the screen goes blank, the case is closed and its key forgotten; the place is kept.

It happens when the user says so, when the machine goes to sleep, and when nothing was touched for
a while.  The last of these waits until work that writes has ended; the other two stop it, as
closing the case does.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QToolTip, QWidget

from habeas import settings
from habeas.ui import asking, theme, unsaved
from habeas.ui.clipboard import Clipboard
from habeas.ui.lapse import Lapse

if TYPE_CHECKING:
    from habeas.ui.window import Window

KEYS = "Ctrl+L"
_HAS_KEY = "habeas_lock"  # a property of the dialogs that know it


class Locking(QObject):
    """Locks the window's case, by hand and by itself; clears the clipboard.

    ``offer`` makes an open case a locked one, and is offered where Ctrl+L finds no passphrase.
    """

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.offer: Callable[[], object] | None = None
        self.minutes = settings.load().lock_minutes
        self.clipboard = Clipboard(self)
        self.lapse = Lapse(self, lambda: 60.0 * self.minutes)
        self.lapse.did_idle.connect(self._idled)
        self.lapse.did_sleep.connect(self._slept)
        window.desk.did_open.connect(self._opened)
        window.desk.did_close.connect(self.lapse.stop)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    @property
    def is_locked_type(self) -> bool:
        """Whether the open case has a key."""
        desk = self._window.desk
        return desk.is_open and desk.case.key is not None

    def use_minutes(self, minutes: int) -> None:
        """Lock by itself after so many minutes without a touch; 0: never."""
        self.minutes = minutes
        settings.change(lock_minutes=minutes)

    def show_recovery_code(self) -> None:
        """Show what opens the case when the passphrase is lost."""
        from habeas.store import keys
        from habeas.ui.dialogs import recovery

        case = self._window.desk.case
        if case.key is not None:
            recovery.show(self._window, keys.recovery_code(case.key), case.path.stem)

    def lock(self) -> None:
        """Lock the case now; of one without a passphrase, say that it has none."""
        window = self._window
        if not window.desk.is_open:
            return
        key = window.desk.case.key
        if key is None:
            asking.tell_no_passphrase(window, self.offer)
            return
        path, salt = window.desk.case.path, key.salt
        asked = not window.at_work  # another case is being asked for already
        window.setWindowTitle("Habeas")
        blank = _Blank(window)
        try:
            unsaved.keep(window.desk, QApplication.topLevelWidgets())
            window.desk.did_begin_locking.emit()
            _close_all_but(window)
            window.desk.close()
        finally:
            self.clipboard.clear()
            window.clear()
            window.unlocking.ask(path, salt) if not asked else window.unlocking.again()
            blank.deleteLater()
            gc.collect()  # what Python still held of the case

    def _idled(self) -> None:
        if self.is_locked_type and not self._window.desk.is_writing:
            self.lock()

    def _slept(self) -> None:
        if self.is_locked_type:
            self.lock()

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Ctrl+L locks from a dialog too, where the keys of the menus do not reach."""
        dialog = now.window() if now is not None else None
        if not isinstance(dialog, QDialog) or dialog.property(_HAS_KEY):
            return
        dialog.setProperty(_HAS_KEY, True)
        QShortcut(QKeySequence(KEYS), dialog).activated.connect(self._asked_in_dialog)

    def _asked_in_dialog(self) -> None:
        if self.is_locked_type:
            self.lock()

    def _opened(self) -> None:
        if self.is_locked_type:
            self.lapse.start()


class _Blank(QWidget):
    """Covers the whole window from the moment it is made."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        self.repaint()  # not when Qt finds time: closing may take a while

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing but the ground."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.tokens().paper))
        painter.end()


def _close_all_but(window: QWidget) -> None:
    """Close every other window, dialog, menu and list of the program, without asking it."""
    QToolTip.hideText()
    for widget in QApplication.topLevelWidgets():
        if widget is window or not widget.isVisible():
            continue
        if isinstance(widget, QDialog):
            QDialog.done(widget, QDialog.DialogCode.Rejected)
        widget.hide()
        if widget.parent() is None or isinstance(widget, QDialog):
            widget.deleteLater()

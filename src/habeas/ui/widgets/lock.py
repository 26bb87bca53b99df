"""The small lock beside the title: whether the case is locked; pressed, it locks it now."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QToolButton, QWidget

from habeas.i18n import _
from habeas.ui import icons, theme


class Lock(QToolButton):
    """Shows a closed lock for a case with a passphrase and an open one for any other."""

    def __init__(self, parent: QWidget, lock: Callable[[], object]) -> None:
        super().__init__(parent)
        theme.role(self, "flat")
        self.clicked.connect(lambda: lock())
        self.show_state(locked=False)

    def show_state(self, *, locked: bool) -> None:
        """Whether the case that is shown has a passphrase."""
        icons.put(self, "lock" if locked else "lock-open")
        words = (
            _("This case has a passphrase. Lock it now (Ctrl+L)")
            if locked
            else _("This case is not locked: anyone who holds the file can read it")
        )
        self.setToolTip(words)
        self.setAccessibleName(words)

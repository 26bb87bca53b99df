"""What the Safekeeping menu opens: verifying, seals, backups; and moving the case elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from habeas.i18n import _
from habeas.ui import anew, asking, backround

if TYPE_CHECKING:
    from habeas.ui.window import Window


class Safekeeping(QObject):
    """Opens the dialogs for the window's case, and offers to verify one when it is due."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window

    def verify(self) -> None:
        """Look at everything that the case holds."""
        from habeas.ui.dialogs import verifying

        verifying.open_dialog(self._window, self._window.desk)

    def seal(self) -> None:
        """Show the seals of the case, and make one."""
        from habeas.ui.dialogs import sealing

        sealing.open_dialog(self._window, self._window.desk)

    def show_backups(self) -> None:
        """Show every backup that there is, of whatever case."""
        from habeas.ui.dialogs import backups

        window = self._window
        backups.open_dialog(window, backround.folder(), window.open_path)

"""From a source to the one that it came in, and to what came inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from habeas.i18n import _
from habeas.overview import pages
from habeas.ui.dialogs.partslist import PartsDialog
from habeas.ui.widgets.readerhead import ReaderHead

if TYPE_CHECKING:
    from habeas.ui.views.reading import ReadingPane


class Ties(QObject):
    """Leads from the source of a ReadingPane to its whole and to its parts."""

    def __init__(self, pane: ReadingPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self._desk = pane.desk

    def wire(self, head: ReaderHead) -> None:
        """Let the buttons of a head lead there too."""
        head.did_ask_source.connect(self._open)
        head.did_ask_parts.connect(self.show_parts)

    def open_whole(self) -> None:
        """Open the source that this one came in."""
        found = pages.wholes(self._desk.case, self._pane.source_id)
        if found:
            self._open(found[0].id)
        else:
            self._desk.say(_("This source did not come inside another one."))

    def show_parts(self) -> None:
        """Show the list of what came inside this source."""
        found = pages.parts(self._desk.case, self._pane.source_id)
        if not found:
            self._desk.say(_("Nothing came inside this source."))
            return
        self.dialog = PartsDialog(found, self._pane.middle)
        self.dialog.did_choose.connect(self._open)
        self.dialog.open()

    def _open(self, source: int) -> None:
        self._desk.ask("source", source)

"""The file of the source that is read: what its head says, and what can be done with the bytes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from habeas.i18n import _
from habeas.overview import pages
from habeas.overview.pages import Captured
from habeas.ui.dialogs import originals
from habeas.ui.rendering import is_drawn
from habeas.ui.views import describing

if TYPE_CHECKING:
    from habeas.ui.dialogs.layers import LayersDialog
    from habeas.ui.views.reading import ReadingPane


class Files(QObject):
    """Tells of the bytes behind the text of a ReadingPane, and has them read in other ways."""

    def __init__(self, pane: ReadingPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self.read = Captured()  # the file that the text was read from
        silent = pane.middle.silent
        silent.did_ask_save.connect(self.save)
        silent.did_ask_words.connect(self.ask_words)

    def open(self, source: int) -> None:
        """Take up another source."""
        found = pages.captures(self._pane.desk.case, source)
        self.read = found[0] if found else Captured()
        layer = describing.layer_of(self._pane.desk.case, source)
        if layer and layer != self.read.layer:  # read again, or by a reader of pictures
            self.read = replace(
                self.read, layer=layer, notes=pages.notes(self._pane.desk.case, layer)
            )

    def tell(self, *, lost: int, awaited: bool) -> None:
        """Say above the text, or in its place, what the source is."""
        pane, middle, case = self._pane, self._pane.middle, self._pane.desk.case
        source, capture = pane.source, self.read
        if not capture.layer:
            describing.tell(middle.unseen.head, case, source, capture, lost=0)
            middle.unseen.show_claims(describing.leaning(case, source.id))
        elif awaited or pane.reader.text.strip():
            describing.tell(middle.head, case, source, capture, lost=lost, awaited=awaited)
        else:
            describing.tell(middle.silent.head, case, source, capture, lost=lost)
            size = _("{n} bytes").format(n=f"{capture.size:,}")
            named = capture.file_name or _("pasted text, without a file")
            middle.silent.say(list(self._why()), f"{named} · {capture.media_type} · {size}")
            middle.silent.offer(save=True, read=self.has_words_to_read, why_not=self.why_no_words)

    @property
    def can_save(self) -> bool:
        """Whether there are bytes to save."""
        return bool(self._pane.source_id and self.read.sha256)

    def save(self) -> None:
        """Ask where the original should be saved, and save it."""
        pane = self._pane
        if self.can_save:
            originals.ask(pane.desk, pane.source, self.read, parent=pane.middle)

    @property
    def has_words_to_read(self) -> bool:
        """Whether words may stand in a picture, which nobody has read yet."""
        pane = self._pane
        silent = bool(pane.source_id and self.read.layer and not pane.reader.text.strip())
        return silent and pane.pages.has_pages

    @property
    def why_no_words(self) -> str:
        """Why words cannot be read out of pictures here; empty if they can."""
        if not self._pane.desk.can_write:
            return _("The case cannot be written in just now.")
        if shutil.which("tesseract") is None:
            return _("To read words out of pictures this computer needs the program Tesseract.")
        return ""

    def ask_words(self) -> None:
        """Have the words of the picture read."""
        if why := self.why_no_words:
            self._pane.desk.say(why)
        elif self.has_words_to_read and (dialog := self.show_texts()) is not None:
            dialog.read_words()

    def show_texts(self) -> LayersDialog | None:
        """Show the texts of the source, in which it can be read in other ways."""
        from habeas.ui.dialogs import layers

        return layers.open_dialog(self._pane.middle, self._pane.desk, self._pane.source_id)

    def _why(self) -> Iterator[str]:
        """Why there are no words to read, and how a claim can be made all the same."""
        kind = self.read.media_type
        if kind.startswith(("audio/", "video/")):
            if not self.read.notes:  # they say it in more words
                yield _("This is a recording: there is no text to read.")
            if self._pane.desk.can_write:
                yield _("Mark a stretch of time for what a claim rests on.")
        elif is_drawn(kind) and self._pane.pages.has_pages:
            if not self.read.notes:  # they say it in more words
                yield _("There is no text: the words, if there are any, are part of the picture.")
            if self._pane.desk.can_write:
                yield _("Draw a rectangle with the mouse, or press R, and then 1 to 6.")
        elif pages.count_of_parts(self._pane.desk.case, self._pane.source_id):
            yield _("What can be read of it is in the sources that came inside it (I).")
        else:
            yield _("There is no text that could be read.")
            yield _("The original is kept as it came; another program may be able to open it.")

"""Values typed as people write them and read back in words below: dates, quantities, durations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from habeas import i18n
from habeas.domain.claim import Claim
from habeas.domain.draft import Draft
from habeas.domain.quantity import Quantity
from habeas.domain.when import Duration, When
from habeas.errors import Refused
from habeas.i18n import _
from habeas.overview import wording
from habeas.suggest import typed
from habeas.ui.editor.fields import Line
from habeas.ui.editor.labels import row
from habeas.ui.editor.page import Page


class ReadBack(QObject):
    """A line whose words are read while they are typed; the value given stays until they change."""

    did_edit = Signal()

    def __init__(
        self,
        name: str,
        *,
        spoken: str,
        read: Callable[[str], Any],
        say: Callable[[Any], str],
        show: Callable[[Any], str],
    ) -> None:
        super().__init__()
        self.line = Line(spoken)
        self.row = row(name, self.line)
        self._read, self._say, self._show = read, say, show
        self._given: Any = None
        self._value: Any = None
        self._shown = self._error = ""
        self.line.textEdited.connect(self._typed)
        self.line.editingFinished.connect(self.explain)

    def fill(self, value: Any) -> None:
        """Show ``value`` by its words."""
        self._given = self._value = value
        self.line.set_value(self._show(value))
        self._shown, self._error = self.line.text(), ""
        self.row.set_error("")
        self._tell()

    def value(self) -> Any:
        """What the words mean: the value given if they are as they were, else the last one read."""
        return self._value

    def words(self) -> str | None:
        """What was typed, if it is not what was filled in; None if nothing was."""
        return None if self.line.text() == self._shown else self.line.text()

    def type_again(self, words: str) -> None:
        """Take words that were typed before."""
        self.line.setText(words)
        self._typed(words)

    def _typed(self, words: str) -> None:
        self._error = ""
        if words == self._shown:
            self._value = self._given
        else:
            try:
                self._value = self._read(words)
            except Refused as refused:
                self._error = str(refused)
        # While one types only the first sentence, for the words to come may mend it.
        self.row.set_error(_first_sentence(self._error))
        self._tell()
        self.did_edit.emit()

    def explain(self) -> None:
        """Say all that is wrong, with what may be typed instead."""
        self.row.set_error(self._error)

    def _tell(self) -> None:
        said = self._say(self._value) if self.line.text().strip() else ""
        self.row.set_hint("" if said == self.line.text().strip() else said)


def _first_sentence(words: str) -> str:
    first, stop, _rest = words.partition(". ")
    return first + stop.strip()


class HowMany(QWidget):
    """When it was, and how many."""

    did_edit = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = Page()
        self.when = ReadBack(
            "when",
            spoken=_("When it was, as you would write it"),
            read=self._read_when,
            say=lambda when: wording.when_in_words(when, self._page.published),
            show=self._show_when,
        )
        self.quantity = ReadBack(
            "quantity",
            spoken=_("How many, with what is counted"),
            read=self._read_quantity,
            say=wording.quantity_in_words,
            show=lambda quantity: quantity.words or wording.quantity_in_words(quantity),
        )
        self.rows = {"when": self.when.row, "quantity": self.quantity.row}
        self.when.line.setPlaceholderText(_("on Friday, 22 March, since April…"))
        self.quantity.line.setPlaceholderText(_("more than 20 people, 6.4 million…"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for one in (self.when, self.quantity):
            column.addWidget(one.row)
            one.did_edit.connect(self.did_edit)

    def fill(self, draft: Draft, page: Page) -> None:
        """Show the draft's date and quantity."""
        self._page = page
        self.when.fill(draft.claim.when)
        self.quantity.fill(draft.claim.quantity)

    def read(self, draft: Draft) -> Draft:
        """``draft`` with this date and quantity."""
        claim: Claim = replace(draft.claim, when=self.when.value(), quantity=self.quantity.value())
        return replace(draft, claim=claim)

    def _read_when(self, words: str) -> When:
        page = self._page
        return typed.read_when(words, language=_speech(page), published=page.published)

    def _read_quantity(self, words: str) -> Quantity:
        return typed.read_quantity(words, language=_speech(self._page))

    def _show_when(self, when: When) -> str:
        if when.words or when == When():
            return when.words
        return when.edtf if when.edtf.strip("/.") else wording.when_in_words(when)


class HowLong(QWidget):
    """How long it lasted or in what rhythm, and whether the words leave open which of the two."""

    did_edit = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = Page()
        self.duration = ReadBack(
            "duration",
            spoken=_("How long or in what rhythm"),
            read=lambda words: typed.read_duration(words, language=_speech(self._page)),
            say=_length_said,
            show=lambda duration: wording.duration_in_words(replace(duration, unclear=False)),
        )
        self.unclear = QCheckBox(_("Not clear which"))
        self.unclear.setToolTip(_("The words may mean a length or a rhythm."))
        self.rows = {"duration": self.duration.row}
        self.duration.line.setPlaceholderText(_("24 hours, indefinitely, around the clock…"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.duration.row)
        column.addWidget(self.unclear)
        self.duration.did_edit.connect(self.did_edit)
        self.unclear.clicked.connect(self.did_edit)

    def fill(self, draft: Draft, page: Page) -> None:
        """Show the draft's duration."""
        self._page = page
        self.duration.fill(draft.claim.duration)
        self.unclear.setChecked(draft.claim.duration.unclear)

    def read(self, draft: Draft) -> Draft:
        """``draft`` with this duration."""
        duration: Duration = replace(self.duration.value(), unclear=self.unclear.isChecked())
        return replace(draft, claim=replace(draft.claim, duration=duration))


def _length_said(duration: Duration) -> str:
    """Whether the words were read as a length, a rhythm or neither."""
    if duration.rhythm:
        return _("a rhythm: {words}").format(words=duration.rhythm)
    if duration.iso:
        length = wording.duration_in_words(Duration(iso=duration.iso))
        return _("a length: {words}").format(words=length)
    return _("without an end that is stated") if duration.words else ""


def _speech(page: Page) -> str:
    return page.language or i18n.language()

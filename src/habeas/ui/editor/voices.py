"""Who says so: the chain of voices, nearest to the fact first."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from habeas.domain.draft import Cited, Draft
from habeas.domain.voice import Voice, Wording
from habeas.i18n import _
from habeas.overview.cards import chain
from habeas.ui import theme
from habeas.ui.editor.fields import Combo
from habeas.ui.editor.flow import Flow
from habeas.ui.editor.labels import row
from habeas.ui.editor.leaning import Leaning
from habeas.ui.editor.page import Page
from habeas.ui.editor.picking import PickLine, names_of
from habeas.ui.editor.rows import RowList


class Said(NamedTuple):
    """What a row holds: a voice, and what it leans on that we have not seen."""

    voice: Voice
    cited: Cited | None = None


class Voices(QWidget):
    """The chain of voices; below, in one line, the whole chain if there is more than one name."""

    did_edit = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = Page()
        self.list = RowList(self._one, add=_("Add voice"), what=_("Voice"), ordered="yes")
        self.rows = {"voices": row("voices", self.list)}
        self.rows["voices"].label.setBuddy(self.list.adder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows["voices"])
        self.list.did_edit.connect(self._edited)

    def fill(self, draft: Draft, page: Page) -> None:
        """Show the draft's voices."""
        self._page = page
        leans = {one.voice: one for one in draft.cited}
        self.list.fill([Said(voice, leans.get(n)) for n, voice in enumerate(draft.voices)])
        self._tell()

    def read(self, draft: Draft) -> Draft:
        """``draft`` with these voices."""
        said: list[Said] = self.list.items()
        return replace(
            draft,
            voices=tuple(replace(one.voice, position=n) for n, one in enumerate(said)),
            cited=tuple(replace(one.cited, voice=n) for n, one in enumerate(said) if one.cited),
        )

    def _one(self) -> VoiceRow:
        return VoiceRow(self._page)

    def _edited(self) -> None:
        self._tell()
        self.did_edit.emit()

    def _tell(self) -> None:
        read = self.read(Draft())
        unnamed = any(not voice.name for voice in read.voices)
        self.rows["voices"].set_error(
            _("A voice needs a name, as the source writes it.") if unnamed else ""
        )
        told = len(read.voices) > 1 or read.cited
        self.rows["voices"].set_hint(
            chain(read.voices, cited=read.cited) if told and not unnamed else ""
        )


class VoiceRow(QWidget):
    """One voice: its name, what it did and where, how its words reach us, if it is inferred.

    The last line holds what it leans on and we have not seen.
    """

    did_edit = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._given = Voice()
        self.first = self.name = PickLine(_("Name of the voice"), names_of(page.names, "actor"))
        self.name.setPlaceholderText(_("Name, as the source writes it"))
        self.verb, self.medium = Combo(_("What the voice did")), Combo(_("Medium"))
        self.wording = Combo(_("How the words reach us"))
        self.inferred = QCheckBox(_("inferred by the reader"))
        self.verb.offer("verbs", blank=_("(verb)"))
        self.medium.offer("media", blank=_("(medium)"))
        self.wording.offer("wordings")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP // 2)
        self.line = QHBoxLayout()
        self.line.addWidget(self.name, 1)
        column.addLayout(self.line)
        flow = Flow()
        for one in (self.verb, self.medium, self.wording, self.inferred):
            flow.addWidget(one)
        self.leaning = Leaning(page)
        flow.addWidget(self.leaning)
        column.addLayout(flow)
        self.name.textEdited.connect(self.did_edit)
        self.name.did_pick.connect(self._picked)
        for combo in (self.verb, self.medium, self.wording):
            combo.did_pick.connect(self.did_edit)
        self.inferred.clicked.connect(self.did_edit)
        self.leaning.did_edit.connect(self.did_edit)

    def fill(self, item: Said | None) -> None:
        """Show a voice with what it leans on."""
        self._given = item.voice if item else Voice()
        self.leaning.fill(item.cited if item else None)
        self.name.set_value(self._given.name)
        self.verb.set_value(self._given.verb)
        self.medium.set_value(self._given.medium)
        self.wording.set_value(self._given.wording.value)
        self.inferred.setChecked(self._given.inferred)

    def item(self) -> Said | None:
        """The voice; a tie to the register holds only for its name, one to a source for its title.

        None if nothing was filled in.
        """
        name = self.name.value()
        given = self._given
        if name != given.name:
            given = replace(given, actor=None)
        if self.leaning.was_changed:
            given = replace(given, cited_source=None)
        voice = replace(
            given,
            name=name,
            verb=self.verb.value(),
            medium=self.medium.value(),
            wording=Wording(self.wording.value()),
            inferred=self.inferred.isChecked(),
        )
        cited = self.leaning.value()
        return None if voice == Voice() and cited is None else Said(voice, cited)

    def _picked(self, _option: object) -> None:
        self.did_edit.emit()

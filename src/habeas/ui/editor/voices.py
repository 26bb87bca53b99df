"""Who says so: the chain of voices, nearest to the fact first."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from habeas.domain.draft import Draft
from habeas.domain.voice import Voice, Wording
from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.editor.fields import Combo
from habeas.ui.editor.flow import Flow
from habeas.ui.editor.labels import row
from habeas.ui.editor.page import Page
from habeas.ui.editor.picking import PickLine, names_of
from habeas.ui.editor.rows import RowList


class Voices(QWidget):
    """The chain of voices; if there are several, the whole chain below in one line."""

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
        self.list.fill(draft.voices)
        self._tell()

    def read(self, draft: Draft) -> Draft:
        """``draft`` with these voices."""
        voices = self.list.items()
        return replace(
            draft, voices=tuple(replace(v, position=n) for n, v in enumerate(voices))
        )

    def _one(self) -> VoiceRow:
        return VoiceRow(self._page)

    def _edited(self) -> None:
        self._tell()
        self.did_edit.emit()

    def _tell(self) -> None:
        voices = self.list.items()
        unnamed = any(not voice.name for voice in voices)
        self.rows["voices"].set_error(
            _("A voice needs a name, as the source writes it.") if unnamed else ""
        )
        names = [voice.name for voice in voices if voice.name]
        chain = " ← ".join([*names, _("this source")]) if len(names) > 1 else ""
        self.rows["voices"].set_hint(chain)


class VoiceRow(QWidget):
    """One voice: its name, what it did and where, how its words reach us, and if it is inferred."""

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
        column.addLayout(flow)
        self.name.textEdited.connect(self.did_edit)
        self.name.did_pick.connect(self._picked)
        for combo in (self.verb, self.medium, self.wording):
            combo.did_pick.connect(self.did_edit)
        self.inferred.clicked.connect(self.did_edit)

    def fill(self, item: Voice | None) -> None:
        """Show a voice."""
        self._given = item or Voice()
        self.name.set_value(self._given.name)
        self.verb.set_value(self._given.verb)
        self.medium.set_value(self._given.medium)
        self.wording.set_value(self._given.wording.value)
        self.inferred.setChecked(self._given.inferred)

    def item(self) -> Voice | None:
        """The voice; a cited source and a tie to the register hold only for their own name."""
        name = self.name.value()
        given = self._given
        if name != given.name:
            given = replace(given, actor=None, cited_source=None)
        voice = replace(
            given,
            name=name,
            verb=self.verb.value(),
            medium=self.medium.value(),
            wording=Wording(self.wording.value()),
            inferred=self.inferred.isChecked(),
        )
        return None if voice == Voice() else voice

    def _picked(self, _option: object) -> None:
        self.did_edit.emit()

"""How the speaker stands to what is said, how far it had come, and on what grounds."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from habeas.domain.claim import Assertion, Stage
from habeas.domain.draft import Draft
from habeas.domain.scope import Grounds
from habeas.i18n import _
from habeas.ui.editor.fields import Combo, Lines
from habeas.ui.editor.labels import row
from habeas.ui.editor.page import Page


class Stance(QWidget):
    """Assertion and stage: two things, so that a suspected order stays both."""

    did_edit = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.assertion, self.stage = Combo(_("Assertion")), Combo(_("Stage"))
        self.assertion.offer("assertions")
        self.stage.offer("stages", blank=_("Not stated"))
        self.rows = {
            "assertion": row("assertion", self.assertion),
            "stage": row("stage", self.stage),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for one in self.rows.values():
            column.addWidget(one)
        for combo in (self.assertion, self.stage):
            combo.did_pick.connect(self.did_edit)

    def fill(self, draft: Draft, page: Page) -> None:
        """Show the draft's assertion and stage."""
        self.assertion.set_value(draft.claim.assertion.value)
        self.stage.set_value(draft.claim.stage.value)

    def read(self, draft: Draft) -> Draft:
        """``draft`` with this assertion and stage."""
        assertion, stage = Assertion(self.assertion.value()), Stage(self.stage.value())
        return replace(draft, claim=replace(draft.claim, assertion=assertion, stage=stage))


class WhyAndNote(QWidget):
    """Purpose, condition and legal basis in the words of the source; and a note of the reader."""

    did_edit = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.purpose = Lines(_("Purpose, in the words of the source"))
        self.condition = Lines(_("Condition, in the words of the source"))
        self.legal_basis = Lines(_("Basis in law, in the words of the source"))
        self.note = Lines(_("Note of your own"), least=2, lines="many")
        self.rows = {
            name: row(name, getattr(self, name))
            for name in ("purpose", "condition", "legal_basis", "note")
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for name, one in self.rows.items():
            column.addWidget(one)
            getattr(self, name).textChanged.connect(self.did_edit)

    def fill(self, draft: Draft, page: Page) -> None:
        """Show the draft's grounds and note."""
        grounds = draft.claim.grounds
        self.purpose.set_value(grounds.purpose)
        self.condition.set_value(grounds.condition)
        self.legal_basis.set_value(grounds.legal_basis)
        self.note.set_value(draft.claim.note)

    def read(self, draft: Draft) -> Draft:
        """``draft`` with these grounds and this note."""
        grounds = Grounds(self.purpose.value(), self.condition.value(), self.legal_basis.value())
        return replace(draft, claim=replace(draft.claim, grounds=grounds, note=self.note.value()))

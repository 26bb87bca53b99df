"""Which event a claim belongs to: what Habeas proposes, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QVBoxLayout, QWidget

from habeas.i18n import _
from habeas.ui.editor.fields import Combo
from habeas.ui.editor.labels import row

if TYPE_CHECKING:
    from habeas.services.gathering import Proposal

NEW, NONE = 0, -1  # choices beside the number of an event


class EventField(QWidget):
    """A choice of events; until the user has chosen, the likeliest one stands."""

    did_edit = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: int | None = None
        self._picked_now = False
        self._own: tuple[int, str] | None = None
        self._summary = ""
        self._proposals: list[Proposal] = []
        self.combo = Combo(_("Event that the claim belongs to"))
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(12)
        self.combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.rows = {"event": row("event", self.combo)}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows["event"])
        self.combo.did_pick.connect(self._picked)

    def begin(self, *, own: tuple[int, str] | None, chosen: int | None) -> None:
        """Start anew: ``own`` is the event the claim is in, ``chosen`` what was chosen before."""
        self._own, self._chosen, self._proposals = own, chosen, []
        self._picked_now = False
        self._show()

    def name(self, summary: str) -> None:
        """A new event would be called as the claim's summary."""
        self._summary = summary
        place = self.combo.findData(NEW)
        if place >= 0:
            self.combo.setItemText(place, self._new_words())

    def propose(self, proposals: Sequence[Proposal]) -> None:
        """Offer these events; the user's own choice stays."""
        self._proposals = list(proposals)
        self.rows["event"].set_error("")
        self._show()

    @property
    def chosen(self) -> int | None:
        """What the user chose by hand: an event, NEW or NONE; None if nothing."""
        return self._chosen

    @property
    def picked(self) -> bool:
        """Whether the user chose since it began."""
        return self._picked_now

    def value(self) -> int:
        """The event that stands, NEW or NONE."""
        return int(self.combo.currentData())

    def _show(self) -> None:
        self.combo.clear()
        if self._own:
            self._add(self._own[0], self._own[1], _("it is in this event now"))
        for proposal in self._proposals:
            if proposal.event is not None and (not self._own or proposal.event != self._own[0]):
                self._add(proposal.event, proposal.title, proposal.reason)
        fresh = next((p.reason for p in self._proposals if p.event is None), "")
        self._add(NEW, self._new_words(), fresh)
        self._add(NONE, _("No event"), "")
        place = self.combo.findData(self._chosen) if self._chosen is not None else 0
        self.combo.setCurrentIndex(max(0, place))
        self._tell()

    def _add(self, event: int, title: str, reason: str) -> None:
        self.combo.addItem(title, event)
        place = self.combo.count() - 1
        self.combo.setItemData(place, reason, Qt.ItemDataRole.UserRole + 1)
        tip = "\n".join(words for words in (title, reason) if words)
        self.combo.setItemData(place, tip, Qt.ItemDataRole.ToolTipRole)

    def _new_words(self) -> str:
        if not self._summary:
            return _("New event")
        return _("New event: {title}").format(title=self._summary)

    def _picked(self) -> None:
        self._chosen, self._picked_now = self.value(), True
        self.rows["event"].set_error("")
        self._tell()
        self.did_edit.emit()

    def _tell(self) -> None:
        self.rows["event"].set_hint(str(self.combo.currentData(Qt.ItemDataRole.UserRole + 1) or ""))

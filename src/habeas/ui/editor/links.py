"""Links from this claim to other claims of the case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from habeas.domain.draft import Draft, DraftLink
from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.editor.fields import Combo
from habeas.ui.editor.labels import row
from habeas.ui.editor.page import Page
from habeas.ui.editor.picking import Option, PickLine, list_words
from habeas.ui.editor.rows import RowList

Found = Callable[[Sequence[Option]], object]
PATIENCE_MS = 150  # between the last key and the search


@dataclass(frozen=True, slots=True)
class Claims:
    """What the links need of the case: the ``title`` of a claim, and claims that hold typed words.

    ``find(words, but, then)`` looks for claims other than ``but`` and gives them to ``then``.
    """

    title: Callable[[int], str]
    find: Callable[[str, int, Found], object]


class Links(QWidget):
    """The links of a claim; those to suggestions that are no claims yet are kept, unseen."""

    did_edit = Signal()

    def __init__(self, claims: Claims, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page, self._claims = Page(), claims
        self._unseen: tuple[DraftLink, ...] = ()
        self.list = RowList(self._one, add=_("Add link"), what=_("Link"))
        self.rows = {"links": row("links", self.list)}
        self.rows["links"].label.setBuddy(self.list.adder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows["links"])
        self.list.did_edit.connect(self._edited)

    def fill(self, draft: Draft, page: Page) -> None:
        """Show the draft's links."""
        self._page = page
        self._unseen = tuple(link for link in draft.links if link.to_claim is None)
        self.list.fill([link for link in draft.links if link.to_claim is not None])
        self._check()

    def read(self, draft: Draft) -> Draft:
        """``draft`` with these links; those that lead nowhere yet are left out."""
        links = [link for link in self.list.items() if link.to_claim is not None]
        return replace(draft, links=(*links, *self._unseen))

    def _one(self) -> LinkRow:
        return LinkRow(self._claims, self._page.claim)

    def _edited(self) -> None:
        self._check()
        self.did_edit.emit()

    def _check(self) -> None:
        nowhere = any(link.to_claim is None for link in self.list.items())
        self.rows["links"].set_error(
            _("Choose the claim from the list: type a word of it.") if nowhere else ""
        )


class LinkRow(QWidget):
    """One link: which kind, and to which claim."""

    did_edit = Signal()

    def __init__(self, claims: Claims, own: int) -> None:
        super().__init__()
        self._given, self._claims, self._own = DraftLink(""), claims, own
        self._to: int | None = None
        self.first = self.claim = PickLine(_("Claim that is linked to"), opens=list_words())
        self.claim.setPlaceholderText(_("Type words of a claim"))
        self.kind = Combo(_("Kind of link"))
        self.kind.offer("link-kinds")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP // 2)
        self.line = QHBoxLayout()
        self.line.addWidget(self.kind)
        self.line.addStretch(1)
        column.addLayout(self.line)
        column.addWidget(self.claim)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PATIENCE_MS)
        self._soon.timeout.connect(self._find)
        self.claim.options = self._newest
        self.claim.textEdited.connect(self._typed)
        self.claim.did_pick.connect(self._picked)
        self.kind.did_pick.connect(self.did_edit)

    def fill(self, item: DraftLink | None) -> None:
        """Show a link."""
        self._given = item or DraftLink("about")
        self._to = self._given.to_claim
        self.kind.set_value(self._given.kind)
        self.claim.set_value(self._claims.title(self._to) if self._to else "")

    def item(self) -> DraftLink | None:
        """The link; None while nothing was typed."""
        if self._to is None and not self.claim.text().strip():
            return None
        return replace(self._given, kind=self.kind.value(), to_claim=self._to)

    def hideEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Search no more."""
        self._soon.stop()
        super().hideEvent(event)  # type: ignore[arg-type]

    def _newest(self, typed: str) -> list[Option]:
        """Nothing at once: the answer of the case is offered when it comes."""
        if typed:
            self._soon.start()
        else:
            self._claims.find("", self._own, self._found)
        return []

    def _typed(self, _words: str) -> None:
        self._to = None
        self.did_edit.emit()

    def _find(self) -> None:
        self._claims.find(self.claim.text(), self._own, self._found)

    def _found(self, options: Sequence[Option]) -> None:
        self.claim.offer(options, pop=True)

    def _picked(self, option: Option) -> None:
        self._to = int(option.value)
        self.did_edit.emit()

"""What a voice leans on and we have not seen: a title in the source's words, and its kind."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from habeas import vocabulary
from habeas.domain.draft import Cited
from habeas.domain.register import folded
from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.editor.fields import Combo
from habeas.ui.editor.page import Page
from habeas.ui.editor.picking import Option, PickLine

_LETTERS = 16  # of a title that are seen at least
_USUAL = "post"  # the kind of most sources that others lean on


class Leaning(QWidget):
    """A title, completed from the case's cited sources; the kind shows when there is a title.

    The kind of a source that is in the case already can only be corrected where sources are.
    """

    did_edit = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page, self._given = page, Cited(0, "", _USUAL)
        self.title = PickLine(_("Leans on (not seen by us)"), self._options)
        self.title.setPlaceholderText(_("leans on (not seen by us)"))
        self.title.setToolTip(
            _("A post, a picture or a tracker that this voice leans on and we have not seen.")
        )
        self.kind = Combo(_("Kind of what it leans on"))
        self.kind.offer("source-kinds")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.GAP // 2)
        line.addWidget(self.title, 1)
        line.addWidget(self.kind)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.title.textEdited.connect(self._edited)
        self.title.did_pick.connect(self._edited)
        self.kind.did_pick.connect(self.did_edit)

    def fill(self, cited: Cited | None) -> None:
        """Show what a voice leans on; None if on nothing that we know of."""
        self._given = cited or Cited(0, "", _USUAL)
        self.title.set_value(self._given.title)
        self.kind.set_value(self._given.kind)
        self._settle()

    def value(self) -> Cited | None:
        """What the voice leans on (of voice 0); None if the line is empty."""
        title = self.title.value()
        return Cited(0, title, self.kind.value()) if title.strip() else None

    @property
    def was_changed(self) -> bool:
        """Whether another title stands there than the one that was filled in."""
        return self.title.value() != self._given.title

    def _options(self, typed: str) -> list[Option]:
        return [
            Option(title, kind, vocabulary.label("source-kinds", kind))
            for title, kind in self._page.cited(typed)
        ]

    def _edited(self, _what: object) -> None:
        self._settle()
        self.did_edit.emit()

    def _settle(self) -> None:
        """Show the kind beside a title, and the kind that a known source has."""
        title = self.title.value()
        same = folded(title)
        known = [k for name, k in self._page.cited(title) if folded(name) == same] if same else []
        if known:
            self.kind.set_value(known[0])
        self.kind.setVisible(bool(title))
        # An empty line finds room beside other fields; a title has a line of its own.
        self.title.letters = _LETTERS if title else len(self.title.placeholderText())
        self.title.updateGeometry()
        # Where the panel is narrow and the words are large, the kind is shortened, not the panel.
        self.kind.setMinimumWidth(self.fontMetrics().averageCharWidth() * _LETTERS // 2 + 40)
        self.kind.setEnabled(not known)
        self.kind.setToolTip(
            _("This source is in the case. Its kind is corrected among the sources.")
            if known
            else self.kind.accessibleName()
        )

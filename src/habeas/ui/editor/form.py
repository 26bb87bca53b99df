"""All the fields of a claim: what most claims need in view, the rest one keystroke away."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from habeas.domain.claim import Claim
from habeas.domain.draft import Draft
from habeas.i18n import _, ngettext
from habeas.ui import icons, theme
from habeas.ui.editor.event import EventField
from habeas.ui.editor.links import Claims, Links
from habeas.ui.editor.page import Group, Page
from habeas.ui.editor.passages import Passages
from habeas.ui.editor.readings import HowLong, HowMany, ReadBack
from habeas.ui.editor.roles import Roles
from habeas.ui.editor.rows import RowList
from habeas.ui.editor.stance import Stance, WhyAndNote
from habeas.ui.editor.tabbing import is_form, tab_through
from habeas.ui.editor.voices import Voices
from habeas.ui.editor.what import What
from habeas.ui.editor.where import Reach, Where
from habeas.ui.widgets.fieldrow import FieldRow

MORE_KEYS = "Ctrl+D"
_BETWEEN = theme.GAP * 3 // 4  # pixels between fields: what most claims need stays in view


class Form(QWidget):
    """The fields in their order; ``read`` gives the draft as it now stands."""

    did_edit = Signal()
    did_fold = Signal(bool)  # whether the second group is shown, by the user's wish

    def __init__(self, claims: Claims, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._given = Draft()
        self._filling = False
        self.what, self.how_many, self.where = What(), HowMany(), Where()
        self.voices, self.stance, self.belongs = Voices(), Stance(), EventField()
        self.passages, self.how_long, self.reach = Passages(), HowLong(), Reach()
        self.roles, self.why, self.links = Roles(), WhyAndNote(), Links(claims)
        self._first: list[Group] = [
            self.what, self.how_many, self.where, self.voices, self.stance
        ]  # fmt: skip
        self._second: list[Group] = [
            self.passages, self.how_long, self.reach, self.roles, self.why, self.links
        ]  # fmt: skip
        self.rows: dict[str, FieldRow] = {}
        for group in (*self._first, *self._second):
            self.rows |= group.rows
        self.rows |= self.belongs.rows
        self._lay_out()
        is_form(self)
        for group in (*self._first, *self._second):
            group.did_edit.connect(self._edited)
        self.belongs.did_edit.connect(self._edited)

    def fill(self, draft: Draft, page: Page) -> None:
        """Show a draft."""
        self._given, self._filling = draft, True
        for group in (*self._first, *self._second):
            group.fill(draft, page)
        self._filling = False
        self.belongs.name(draft.claim.summary)
        self._count()
        tab_through(self)

    def read(self) -> Draft:
        """The draft with the values of all fields."""
        draft = self._given
        for group in (*self._first, *self._second):
            draft = group.read(draft)
        return draft

    def typed(self) -> dict[str, str]:
        """The words of values that are read, where they are not those that were filled in."""
        words = {name: one.words() for name, one in self._readings().items()}
        found = {name: typed for name, typed in words.items() if typed is not None}
        if not self.what.read(self._given).claim.type and self.what.type.text():
            found["type"] = self.what.type.text()
        return found

    def type_again(self, words: dict[str, str]) -> None:
        """Take words that were typed before, as they were, even if they cannot be read."""
        for name, one in self._readings().items():
            if name in words:
                one.type_again(words[name])
        if "type" in words:
            self.what.type.setText(words["type"])

    def finish(self) -> None:
        """Take what is still being typed."""
        self.where.places.finish()
        self.what.finish()

    def faulty(self) -> str:
        """The name of the first field with an error; empty if there is none."""
        return next((name for name, one in self.rows.items() if one.error), "")

    def refuse(self, field: str, message: str) -> None:
        """Say beside a field why the claim cannot stand so, and put the focus there."""
        if field in self.rows:
            self.rows[field].set_error(message)
            self.focus_on(field)

    def focus_on(self, field: str) -> None:
        """Put the focus on a field, and show it if it is hidden."""
        if any(field in group.rows for group in self._second):
            self.set_more("yes")
        if field in self._readings():
            self._readings()[field].explain()
        editor = self.rows[field].editor
        if isinstance(editor, RowList):
            editor.focus_blank()
        elif field == "passages" and not self.passages.spans:
            self.toggle.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_more(self, shown: str) -> None:
        """Show the second group; an empty string hides it."""
        self.toggle.setChecked(bool(shown))
        self._more.setVisible(bool(shown))
        self._count()

    @property
    def shows_more(self) -> bool:
        """Whether the second group is shown."""
        return self.toggle.isChecked()

    def _readings(self) -> dict[str, ReadBack]:
        return {
            "when": self.how_many.when,
            "quantity": self.how_many.quantity,
            "duration": self.how_long.duration,
            "places_many": self.reach.many,
        }

    def _lay_out(self) -> None:
        self.toggle = QPushButton(self)
        self.toggle.setCheckable(True)
        icons.put(self.toggle, "more")
        theme.role(self.toggle, "flat")
        self.toggle.clicked.connect(self._toggled)
        self._more = QWidget(self)
        second = QVBoxLayout(self._more)
        second.setContentsMargins(0, 0, 0, 0)
        for widget in _widgets(self._second):
            second.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.GAP * 3 // 2, theme.GAP // 2, theme.GAP, theme.GAP)
        for widget in (*_widgets(self._first), self.belongs):
            column.addWidget(widget)
        column.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._more)
        column.addStretch(1)
        for layout in (column, second):
            layout.setSpacing(_BETWEEN)
        for widget in _widgets((*self._first, *self._second)):
            inner = widget.layout()
            if inner is not None:
                inner.setSpacing(_BETWEEN)
        self._more.hide()

    def _toggled(self, on: bool) -> None:
        self.set_more("yes" if on else "")
        self.did_fold.emit(on)

    def _edited(self) -> None:
        if self._filling:
            return
        self.belongs.name(self.what.summary.value())
        self._count()
        self.did_edit.emit()

    def _count(self) -> None:
        """Say on the button how much is filled in behind it, so that nothing is saved unseen."""
        many = filled(self.read())
        if self.shows_more:
            self.toggle.setText(_("Fewer &fields"))
        elif many:
            more = ngettext("More &fields ({n} filled in)", "More &fields ({n} filled in)", many)
            self.toggle.setText(more.format(n=many))
        else:
            self.toggle.setText(_("More &fields"))
        self.toggle.setToolTip(MORE_KEYS)


def _widgets(groups: Iterable[Group]) -> list[QWidget]:
    return [group for group in groups if isinstance(group, QWidget)]


def filled(draft: Draft) -> int:
    """How many fields of the second group say something, beside the first passage."""
    claim, bare = draft.claim, Claim()
    scope, grounds = claim.scope, claim.grounds
    said = (
        len(draft.spans) > 1,
        claim.duration != bare.duration,
        scope.place_class,
        scope.places_low is not None or scope.places_high is not None,
        scope.population,
        scope.activities,
        scope.nationwide,
        draft.roles,
        grounds.purpose,
        grounds.condition,
        grounds.legal_basis,
        claim.note,
        any(link.to_claim is not None for link in draft.links),
    )
    return sum(bool(one) for one in said)

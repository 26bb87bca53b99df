"""The page on which one sees what the import would do, row by row, and chooses what to take."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from habeas.i18n import _, ngettext
from habeas.services.sheets.importing import Chosen
from habeas.ui import theme
from habeas.ui.dialogs.sheets.differing import Differing
from habeas.ui.dialogs.sheets.problems import Problems
from habeas.ui.widgets.parts import line

if TYPE_CHECKING:
    from habeas.services.sheets.comparing import Differences
    from habeas.services.sheets.earlier import Imported

_NAMED = 6  # names that are said one by one


class CheckPage(QWidget):
    """What would change; ``did_ask`` for it to be held against another source (0: none)."""

    did_ask = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.against = QComboBox(self)
        self.against.activated.connect(
            lambda _n: self.did_ask.emit(int(self.against.currentData() or 0))
        )
        self.said = line(self, "", role="strong")
        self.places, self.actors = QCheckBox(self), QCheckBox(self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.differing, self.problems = Differing(self), Problems(self)
        self.tabs.addTab(self.differing, "")
        self.tabs.addTab(self.problems, "")
        self._names = line(self, "")
        self._lay_out()

    @property
    def chosen(self) -> Chosen:
        """What is to be done."""
        return Chosen(
            rows=frozenset(self.differing.rows),
            withdraw=frozenset(self.differing.gone),
            make_places=self.places.isChecked(),
            make_actors=self.actors.isChecked(),
        )

    def offer(self, there: Sequence[Imported], source: int) -> None:
        """Offer the sources that this sheet may be a later state of."""
        self.against.clear()
        self.against.addItem(_("as a new source"), 0)
        for one in there:
            words = ngettext(
                "to bring “{title}” up to date ({n} claim)",
                "to bring “{title}” up to date ({n} claims)",
                one.claims,
            )
            said = words.format(title=one.title, n=one.claims)
            self.against.addItem(said, one.source)
        self.against.setCurrentIndex(max(0, self.against.findData(source)))
        self._import_as.setVisible(bool(there))
        self.against.setVisible(bool(there))

    def show_differences(self, found: Differences) -> None:
        """Show what the import would do."""
        self.said.setText(_summary(found))
        self.differing.show_differences(found)
        self.problems.show_rows(found.unread)
        unread, many = len(found.unread), len(found.new) + len(found.changed) + len(found.gone)
        self.tabs.setTabText(0, _("What &changes ({n})").format(n=many))
        self.tabs.setTabText(1, _("Cannot be &read ({n})").format(n=unread))
        self.tabs.setCurrentIndex(1 if unread and not many else 0)
        self._tell_missing(found)

    def show_left(self) -> None:
        """The import is done: only what was left out is still to be seen."""
        for widget in (self._import_as, self.against, self.said, self.places, self.actors,
                       self._names):  # fmt: skip
            widget.hide()
        self.tabs.setCurrentIndex(1)
        self.tabs.setTabVisible(0, False)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        row = QHBoxLayout()
        self._import_as = QLabel(_("&Import it"), self)
        self._import_as.setBuddy(self.against)
        row.addWidget(self._import_as)
        row.addWidget(self.against, 1)
        column.addLayout(row)
        column.addWidget(self.said)
        column.addWidget(self.places)
        column.addWidget(self.actors)
        column.addWidget(self._names)
        column.addWidget(self.tabs, 1)

    def _tell_missing(self, found: Differences) -> None:
        """Offer to put into the register what it lacks; nobody ticks that but the user."""
        places, actors = found.missing.places, found.missing.actors
        words = ngettext(
            "Put the {n} &place that is missing into the register",
            "Put the {n} &places that are missing into the register",
            len(places),
        )
        self.places.setText(words.format(n=len(places)))
        words = ngettext("Put the {n} p&erson or group that is missing into the register",
                         "Put the {n} p&eople and groups that are missing into the register",
                         len(actors))  # fmt: skip
        self.actors.setText(words.format(n=len(actors)))
        self.places.setVisible(bool(places))
        self.actors.setVisible(bool(actors))
        named = [name for name, _n in (places + actors).most_common(_NAMED)]
        more = len(places) + len(actors) - len(named)
        rest = ngettext("and {n} more", "and {n} more", more).format(n=more) if more else ""
        missing = _("Missing: {names}. Unless you tick this, their words stay in the claim alone.")
        self._names.setText(missing.format(names=", ".join(filter(None, [*named, rest]))))
        self._names.setVisible(bool(named))


def _summary(found: Differences) -> str:
    """What would come of it, in a line."""
    said = [ngettext("{n} new claim", "{n} new claims", len(found.new)).format(n=len(found.new))]
    if found.source:
        for many, one, other in (
            (len(found.changed), _("{n} changed"), _("{n} changed")),
            (len(found.gone), _("{n} no longer in the sheet"), _("{n} no longer in the sheet")),
            (len(found.same), _("{n} as before"), _("{n} as before")),
        ):
            said.append((one if many == 1 else other).format(n=many))
    if found.unread:
        words = ngettext("{n} row cannot be read", "{n} rows cannot be read", len(found.unread))
        said.append(words.format(n=len(found.unread)))
    return " · ".join(said)

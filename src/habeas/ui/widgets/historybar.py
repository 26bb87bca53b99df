"""The bar that filters the history, and the line below it that says how much is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from habeas import i18n
from habeas.i18n import _, ngettext
from habeas.overview.historyfilter import KINDS, Filter
from habeas.ui import icons, theme
from habeas.ui.widgets.filterbar import COLUMNS, Choice, FilterBar
from habeas.ui.widgets.searchfield import SearchField

_TITLE = 44  # letters of a record's name on its button


class HistoryBar(QWidget):
    """``filter`` is what the fields say; a record in it is a button that takes it out again."""

    did_change = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._wanted, self._named = Filter(), ""
        self.words = SearchField(_("Words of what was done"), shortcut="/", parent=self)
        self.kind = Choice(_("Kind of act"), _("Any act"), self)
        self.who = Choice(_("Who did it"), _("Anyone"), self)
        third = COLUMNS // 3
        self._bar = FilterBar(
            ({"words": (self.words, COLUMNS - 2 * third), "kind": (self.kind, third),
              "who": (self.who, third)},),
            self,
        )  # fmt: skip
        self.kind.offer([(kind, _(name)) for kind, name in KINDS.items()])
        self.count = QLabel(self)
        theme.role(self.count, "muted")
        self.record = QPushButton(self)
        icons.put(self.record, "close")
        self.clear_button = QPushButton(_("C&lear"), self)
        self.clear_button.setAccessibleName(_("Clear the filter"))
        theme.role(self.clear_button, "flat")
        self._lay_out()
        self._bar.did_change.connect(self._changed)
        self.record.clicked.connect(self._drop_record)
        self.clear_button.clicked.connect(self.clear)

    @property
    def filter(self) -> Filter:
        """What is shown."""
        return self._wanted

    def show_filter(self, wanted: Filter) -> None:
        """Let the fields say this, without telling of a change."""
        self._wanted = wanted
        self.words.setText(wanted.words)
        self.kind.choose(wanted.kind or None)
        self.who.choose(wanted.who or None)
        self._bar.stop()
        self._fit()

    def offer_people(self, people: Sequence[str]) -> None:
        """Offer these to choose from; with nobody the field goes."""
        self.who.offer([(name, name) for name in people])
        self.who.choose(self._wanted.who or None)
        self.who.setVisible(bool(people) or bool(self._wanted.who))

    def name_record(self, title: str) -> None:
        """Call the record that is asked for by its name."""
        self._named = _("Only what touched {record}").format(record=title)
        self.record.setAccessibleName(_("{words}: show others too").format(words=self._named))
        self.record.setToolTip(self.record.accessibleName())
        self._shorten()

    def say_count(self, shown: int, everything: int) -> None:
        """Say how many Edits are shown."""
        if shown == everything:
            words = ngettext("{n} entry", "{n} entries", shown).format(n=_number(shown))
        else:
            words = ngettext("{n} of {all} entry", "{n} of {all} entries", everything).format(
                n=_number(shown), all=_number(everything)
            )
        self.count.setText(words)
        self._shorten()

    def ask(self) -> None:
        """Go to the field for words."""
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def clear(self) -> None:
        """Show everything."""
        self.show_filter(Filter())
        self.did_change.emit()

    def stop(self) -> None:
        """Forget a change that has not been told yet."""
        self._bar.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the name of the record the room there is."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        letters = self.fontMetrics().averageCharWidth() * _TITLE
        beside = self.count.sizeHint().width() + self.clear_button.sizeHint().width()
        room = min(letters, self.width() - beside - 10 * theme.GAP)
        shown = self.fontMetrics().elidedText(self._named, Qt.TextElideMode.ElideRight, room)
        self.record.setText(shown.replace("&", "&&"))

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(theme.GAP)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.record)
        foot.addWidget(self.clear_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP // 2)
        column.addWidget(self._bar)
        column.addLayout(foot)
        self._fit()

    def _fit(self) -> None:
        self.record.setVisible(bool(self._wanted.what))
        self.clear_button.setEnabled(not self._wanted.is_empty)

    def _changed(self) -> None:
        self._wanted = replace(
            self._wanted,
            words=" ".join(self.words.text().split()),
            kind=self.kind.value or "",
            who=self.who.value or "",
        )
        self._fit()
        self.did_change.emit()

    def _drop_record(self) -> None:
        self._wanted = replace(self._wanted, what="", ident=0)
        self._fit()
        self.did_change.emit()


def _number(n: int) -> str:
    from babel.numbers import format_decimal

    return str(format_decimal(n, locale=i18n.language()))

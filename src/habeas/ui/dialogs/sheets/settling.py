"""Words of a sheet that the vocabulary does not know, each with a list of what it may mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping as Table

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from habeas import vocabulary
from habeas.domain.sheet import TERMS, Field, Mapping
from habeas.domain.vocabulary import folded
from habeas.i18n import _, ngettext
from habeas.ui import theme
from habeas.ui.dialogs.sheets import words
from habeas.ui.widgets.parts import line

_MOST = 200  # words that are offered one by one: a column that has more is none of terms


class Settling(QScrollArea):
    """One line for each word; ``did_settle`` gives all that is settled, as a Mapping keeps it."""

    did_settle = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("Words to settle"))
        self._shown: list[tuple[Field, str]] = []
        self._combos: dict[tuple[Field, str], QComboBox] = {}

    def show_words(self, open_: Table[Field, Counter[str]], mapping: Mapping) -> int:
        """Show these words, and return how many of them are not settled yet."""
        found = [(what, said) for what, each in open_.items() for said, _n in each.most_common()]
        found = found[:_MOST]
        if found != self._shown:
            self._make(found, open_)
        left = 0
        for what, said in found:
            chosen = mapping.words.get((what, folded(said)))
            combo = self._combos[(what, folded(said))]
            combo.setCurrentIndex(0 if chosen is None else max(0, combo.findData(chosen)))
            left += chosen is None
        return left

    def _make(self, found: list[tuple[Field, str]], open_: Table[Field, Counter[str]]) -> None:
        self._shown, self._combos = found, {}
        inner = QWidget(self)
        column, grid = QVBoxLayout(inner), QGridLayout()
        nothing = _("Every word of the sheet that has to be a term is one that Habeas knows.")
        some = _("These words are no terms that Habeas knows. Say once what each of them means.")
        column.addWidget(line(inner, some if found else nothing, role=""))
        grid.setColumnStretch(2, 1)
        for n, (what, said) in enumerate(found):
            label = QLabel(f"“{said}”", inner)
            label.setTextFormat(Qt.TextFormat.PlainText)
            many = open_[what][said]
            rows = ngettext("{field}, in {n} row", "{field}, in {n} rows", many)
            count = QLabel(rows.format(field=words.field_name(what), n=many), inner)
            theme.role(count, "muted")
            grid.addWidget(label, n, 0)
            grid.addWidget(count, n, 1)
            grid.addWidget(self._combo(inner, what, said), n, 2, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(grid)
        column.addStretch(1)
        self.setWidget(inner)

    def _combo(self, parent: QWidget, what: Field, said: str) -> QComboBox:
        combo = QComboBox(parent)
        combo.setAccessibleName(_("What “{words}” means").format(words=said))
        combo.addItem(_("not settled: these rows are left out"), None)
        combo.addItem(_("nothing: as if the cell were blank"), "")
        for term in vocabulary.terms(TERMS[what]):
            name = words.type_name(term.id) if what is Field.TYPE else None
            combo.addItem(name or vocabulary.label(TERMS[what], term.id), term.id)
        combo.setMaxVisibleItems(18)
        combo.activated.connect(self._settled)
        self._combos[(what, folded(said))] = combo
        return combo

    def _settled(self) -> None:
        self.did_settle.emit(
            {
                key: str(combo.currentData())
                for key, combo in self._combos.items()
                if combo.currentIndex() > 0
            }
        )

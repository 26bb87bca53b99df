"""The description of a place or an actor, corrected where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from habeas import vocabulary
from habeas.domain.register import Actor, Place
from habeas.errors import Refused
from habeas.i18n import N_, _
from habeas.services import registering
from habeas.store.edit import Edit
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.widgets.fieldrow import FieldRow
from habeas.ui.widgets.menu import is_plain
from habeas.ui.widgets.registerpage import (
    UNKNOWN,
    NameCombo,
    Scrolled,
    attempt,
    caption,
    names,
    plain,
)

_NARROW = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
_CHOICE = 8  # letters of a choice that are always seen
_LETTERS = 16  # room for the labels beside their fields
_CORRECT = {"place": N_("Correct place"), "actor": N_("Correct actor")}
_ADD = N_("Add name")


class Description(Scrolled):
    """Name, kind, what it lies in, note, and every name it goes by.

    ``correct(edit, values)`` and ``also(edit, name)`` write; what was typed and not yet kept stays
    as a draft when another entry is shown or the case is closed.
    """

    did_ask_to_merge = Signal()

    def __init__(
        self,
        desk: Desk,
        table: str,
        kinds: str,
        *,
        correct: Callable[[Edit, Mapping[str, Any]], None],
        also: Callable[[Edit, str], None],
        parent: QWidget,
    ) -> None:
        super().__init__(_("Names and description"), parent=parent)
        self._desk, self._table, self._correct, self._also = desk, table, correct, also
        self._ident = 0
        self._kept: dict[str, Any] = {}
        self.name, self.note, self.other = QLineEdit(), QPlainTextEdit(), QLineEdit()
        self.kind, self.within = QComboBox(), NameCombo()
        for choice in (self.kind, self.within):
            choice.setSizeAdjustPolicy(_NARROW)  # its longest entry may not widen the page
            choice.setMinimumContentsLength(_CHOICE)
        self.known = plain("", "muted", self.page)
        self.known.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.go = QPushButton(_("Co&rrect"), self.page)
        self.add = QPushButton(_("&Add this name"), self.page)
        self.merge = QPushButton(_("&Merge with another…"), self.page)
        self._fill_kinds(kinds)
        self.rows = self._fields()
        self._lay_out()
        self._listen()
        if not desk.can_write:
            self._read_only()

    @property
    def values(self) -> dict[str, Any]:
        """What stands in the fields."""
        found = {
            "name": self.name.text(),
            "kind": self.kind.currentData() or "",
            "note": self.note.toPlainText(),
        }
        return found | ({"parent": self.within.chosen} if self._table == "place" else {})

    def show_entry(self, ident: int) -> None:
        """Show another entry, or this one as it is now; a draft of it comes back."""
        if ident == self._ident and self.values != self._kept:
            self._show_known()
            return  # the record changed elsewhere while one types: the typing stays
        self.keep_draft()
        case, self._ident = self._desk.case, ident
        place = case.get(Place, ident) if self._table == "place" else None
        there = place or case.get(Actor, ident)
        kept: dict[str, Any] = {"name": there.name, "kind": there.kind, "note": there.note}
        if place is not None:
            kept["parent"] = place.parent
        self._kept = kept
        self._put(kept | (case.desk(self._key, {}) if self._desk.can_write else {}))
        self._show_known()
        for row in self.rows.values():
            row.set_error("")
        self._tell()

    def event(self, event: QEvent) -> bool:
        """Letters pick an entry of a choice; what they do in the room is not meant then."""
        if is_plain(event) and isinstance(QApplication.focusWidget(), QComboBox):
            event.accept()
            return True
        return super().event(event)

    def keep_draft(self) -> None:
        """Keep in the case what was typed and not yet written."""
        if self._ident and self._desk.can_write:
            typed = {name: v for name, v in self.values.items() if v != self._kept.get(name)}
            if typed or self._desk.case.desk(self._key):
                self._desk.case.put(self._key, typed or None)

    @property
    def _key(self) -> str:
        return f"draft:{self._table}:{self._ident}"

    def _put(self, values: Mapping[str, Any]) -> None:
        self.name.setText(values["name"])
        self.note.setPlainText(values["note"])
        if values["kind"] and self.kind.findData(values["kind"]) < 0:
            label = vocabulary.label(f"{self._table}-kinds", values["kind"])
            self.kind.addItem(label, values["kind"])
        self.kind.setCurrentIndex(max(0, self.kind.findData(values["kind"])))
        if self._table == "place":
            places = names(self._desk, "place", but=self._ident)
            self.within.set_names(places, values["parent"])

    def _show_known(self) -> None:
        known = registering.names_of(self._desk.case, self._table, self._ident)
        self.known.setText("\n".join(_("“{words}”").format(words=name) for name in known))

    def _write(self) -> None:
        def act() -> None:
            values = self.values
            if values.get("parent") == UNKNOWN:
                raise Refused(_("Choose a name from the list."), "parent")
            former, self._kept = self._kept, values  # what is typed is what is kept, if it stands
            try:
                with self._desk.edit(_CORRECT[self._table]) as edit:
                    self._correct(edit, values)
            except BaseException:
                self._kept = former
                raise
            self._desk.case.put(self._key, None)

        attempt(act, self.rows, desk=self._desk)
        self._tell()

    def _add_name(self) -> None:
        def act() -> None:
            name = self.other.text()
            if not any(letter.isalnum() for letter in name):
                raise Refused(_("A name needs at least one letter or figure."), "also")
            with self._desk.edit(_ADD) as edit:
                self._also(edit, name)
            self.other.clear()

        attempt(act, self.rows, desk=self._desk)

    def _tell(self) -> None:
        self.go.setEnabled(self.values != self._kept)

    def _read_only(self) -> None:
        """What stands in the fields can be read and copied, and nothing can be changed."""
        for field in (self.name, self.note, self.other):
            field.setReadOnly(True)
        for choice in (self.kind, self.within):
            choice.setEnabled(False)
        for widget in (self.go, self.add, self.merge, self.rows["also"]):
            widget.hide()

    def _fill_kinds(self, kinds: str) -> None:
        self.kind.addItem(_("not stated"), "")
        for term in vocabulary.terms(kinds):
            self.kind.addItem(vocabulary.label(kinds, term.id), term.id)

    def _fields(self) -> dict[str, FieldRow]:
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(self.fontMetrics().lineSpacing() * 4 + 2 * theme.GAP)
        fields: dict[str, tuple[str, QWidget, str]] = {
            "name": (_("&Name"), self.name, _("A former name stays among its names.")),
            "kind": (_("&Kind"), self.kind, ""),
        }
        if self._table == "place":
            fields["parent"] = (_("&Lies in"), self.within, "")
        else:
            self.within.hide()
        fields["note"] = (_("N&ote"), self.note, "")
        fields["also"] = (_("Ano&ther name"), self.other, _("As a source writes it."))
        return {
            name: FieldRow(label, editor, hint=hint, label_width=_LETTERS, parent=self.page)
            for name, (label, editor, hint) in fields.items()
        }

    def _listen(self) -> None:
        self.name.textChanged.connect(self._tell)
        self.note.textChanged.connect(self._tell)
        self.kind.currentIndexChanged.connect(self._tell)
        self.within.currentIndexChanged.connect(self._tell)
        self.within.editTextChanged.connect(self._tell)
        self.name.returnPressed.connect(self._write)
        self.other.returnPressed.connect(self._add_name)
        self.go.clicked.connect(self._write)
        self.add.clicked.connect(self._add_name)
        self.merge.clicked.connect(self.did_ask_to_merge)

    def _lay_out(self) -> None:
        theme.role(self.go, "primary")
        self.column.setSpacing(theme.GAP * 3 // 2)
        for name, row in self.rows.items():
            if name != "also":
                self.column.addWidget(row)
        self.column.addLayout(_beside(self.go))
        self.column.addWidget(caption(_("Names as written"), self.page))
        self.column.addWidget(self.known)
        self.column.addWidget(self.rows["also"])
        self.column.addLayout(_beside(self.add))
        self.column.addLayout(_beside(self.merge))
        self.column.addStretch()
        self.page.setMaximumWidth(self.fontMetrics().averageCharWidth() * 110)
        if self._table == "actor":
            self.within.setParent(self.page)


def _beside(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch()
    return row

"""A bar of compact filters, each empty until it is used; and the one that filters claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QGridLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from habeas import i18n, vocabulary
from habeas.domain.claim import Assertion, Kind
from habeas.domain.when import FAR, LONG_AGO, first_day, last_day
from habeas.errors import Refused
from habeas.i18n import _
from habeas.overview.claims import Filter
from habeas.suggest.typed import read_when
from habeas.ui import theme
from habeas.ui.widgets.chip import kind_name
from habeas.ui.widgets.searchfield import SearchField

_PAUSE = 250  # milliseconds after the last key before what was typed counts
COLUMNS = 20  # of the grid that the fields share


class Choice(QComboBox):
    """One of many by name; typing any part of a name finds it, an empty field means any."""

    did_choose = Signal()

    def __init__(self, name: str, anything: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._anything = anything
        self._chosen: Any = None
        self._offered: Sequence[tuple[Any, str]] | None = None
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(7)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._line = QLineEdit(self)
        self.setLineEdit(self._line)
        self._line.setPlaceholderText(anything)
        self._line.setAccessibleName(name)
        self._finder = QCompleter(self.model(), self)
        self._finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._finder.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(self._finder)
        self._finder.activated.connect(self._settle)
        self.activated.connect(self._settle)
        self._line.editingFinished.connect(self._settle)

    def offer(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Offer these (value, name), keeping what is chosen if it is still among them."""
        if self._offered == choices:
            return  # whoever is typing here is not disturbed
        self._offered = choices
        with QSignalBlocker(self):
            self.clear()
            self.addItem(self._anything, None)
            for value, name in choices:
                self.addItem(" ".join(name.split()), value)
        self.choose(self._chosen)

    @property
    def value(self) -> Any:
        """The value of what is chosen; None for any."""
        return self._chosen

    def choose(self, value: Any) -> None:
        """Choose by value without telling; any, if it is not offered."""
        at = -1 if value is None else self.findData(value)
        with QSignalBlocker(self):
            self.setCurrentIndex(at)
            if at < 0:
                self.clearEditText()
        self._chosen = value if at >= 0 else None
        self._line.setCursorPosition(0)

    def _settle(self, _what: object = None) -> None:
        """Take what was typed as a choice; what names nothing counts as any."""
        typed = self.currentText().strip()
        at = self.findText(typed, Qt.MatchFlag.MatchFixedString) if typed else 0
        if at < 0 and self._finder.completionCount():
            at = self.findText(self._finder.currentCompletion())
        value = self.itemData(at) if at >= 0 else None
        former = self._chosen
        self.choose(value)
        if value != former:
            self.did_choose.emit()


class DayField(QLineEdit):
    """A day as people type it; ``read`` turns it into an ISO day or refuses it with a reason."""

    did_choose = Signal()

    def __init__(
        self, name: str, read: Callable[[str], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._day = ""
        self.why = ""
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.editingFinished.connect(self.settle)

    @property
    def day(self) -> str:
        """The day that was read, ISO; empty if none."""
        return self._day

    def put(self, typed: str) -> None:
        """Type this without telling."""
        self.setText(typed)
        self._take()

    def settle(self) -> None:
        """Read what was typed, and tell if it is another day now."""
        former = self._day, self.why
        self._take()
        if former != (self._day, self.why):
            self.did_choose.emit()

    def _take(self) -> None:
        typed = self.text().strip()
        self._day, self.why = "", ""
        if typed:
            try:
                self._day = self._read(typed)
            except Refused as refused:
                self.why = str(refused)
        self.setAccessibleDescription(self.why)
        self.setProperty("invalid", bool(self.why))
        theme.repolish(self)


class FilterBar(QWidget):
    """Lays fields out in rows and says once when any of them changed; ``field`` gives one by id."""

    did_change = Signal()

    def __init__(
        self, rows: Sequence[Mapping[str, tuple[QWidget, int]]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._fields: dict[str, QWidget] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.did_change)
        self._wrong = QLabel(self)
        self._wrong.setTextFormat(Qt.TextFormat.PlainText)
        self._wrong.setWordWrap(True)
        theme.role(self._wrong, "error")
        self._wrong.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.GAP)
        for n, row in enumerate(rows):
            at = 0
            for ident, (field, span) in row.items():
                grid.addWidget(field, n, at, 1, span)
                at += span
                self._take(ident, field)
        for n in range(COLUMNS):
            grid.setColumnStretch(n, 1)
        grid.addWidget(self._wrong, len(rows), 0, 1, COLUMNS)

    def field(self, ident: str) -> Any:
        """The field with this id."""
        return self._fields[ident]

    def stop(self) -> None:
        """Forget a change that has not been told yet."""
        self._pause.stop()

    def say_wrong(self) -> None:
        """Show beside the fields why a day cannot be read, or nothing."""
        reasons = [f.why for f in self._fields.values() if isinstance(f, DayField) and f.why]
        self._wrong.setText("\n".join(reasons))
        self._wrong.setVisible(bool(reasons))

    def _take(self, ident: str, field: QWidget) -> None:
        self._fields[ident] = field
        if isinstance(field, (Choice, DayField)):
            field.did_choose.connect(self._tell)
        elif isinstance(field, SearchField):
            field.textChanged.connect(lambda _text: self._pause.start())
            field.returnPressed.connect(self._tell)

    def _tell(self) -> None:
        self._pause.stop()
        self.say_wrong()
        self.did_change.emit()


def claim_bar(parent: QWidget) -> FilterBar:
    """The bar that filters claims; ``read_filter`` tells what it lets through."""
    return FilterBar(
        (
            {
                "words": (SearchField(_("Words in the claims"), parent=parent), 8),
                "kind": (Choice(_("Kind"), _("Any kind"), parent), 4),
                "type": (Choice(_("Type"), _("Any type"), parent), 4),
                "assertion": (Choice(_("How it is said"), _("Said in any way"), parent), 4),
            },
            {
                "place": (Choice(_("Place"), _("Any place"), parent), 4),
                "first_day": (DayField(_("From day"), partial(read_day, last=False), parent), 3),
                "last_day": (DayField(_("To day"), partial(read_day, last=True), parent), 3),
                "voice": (Choice(_("Voice"), _("Any voice"), parent), 5),
                "source": (Choice(_("Source"), _("Any source"), parent), 5),
            },
        ),
        parent,
    )


def offer_claims(bar: FilterBar, found: Mapping[str, Sequence[tuple[int, str]]]) -> None:
    """Offer all kinds and types, and the ``found`` places, voices and sources."""
    bar.field("kind").offer([(k.value, kind_name(k.value)) for k in Kind])
    bar.field("assertion").offer([(a.value, vocabulary.label("assertions", a)) for a in Assertion])
    _offer_types(bar)
    for name, choices in found.items():
        bar.field(name).offer(choices)


def read_filter(bar: FilterBar, former: Filter) -> Filter:
    """What the fields of a claim bar let through; what has no field stays as it was."""
    _offer_types(bar)
    field = bar.field
    return replace(
        former,
        words=" ".join(field("words").text().split()),
        first_day=field("first_day").day,
        last_day=field("last_day").day,
        kind=field("kind").value or "",
        type=field("type").value or "",
        assertion=field("assertion").value or "",
        place=field("place").value or 0,
        voice=field("voice").value or 0,
        source=field("source").value or 0,
    )


def show_filter(bar: FilterBar, wanted: Filter) -> None:
    """Let the fields of a claim bar say what the filter is, without telling of a change."""
    bar.field("kind").choose(wanted.kind or None)
    _offer_types(bar)
    for name in ("type", "assertion", "place", "voice", "source"):
        bar.field(name).choose(getattr(wanted, name) or None)
    for name in ("first_day", "last_day"):
        bar.field(name).put(getattr(wanted, name))
    bar.field("words").setText(wanted.words)
    bar.say_wrong()
    bar.stop()


def read_day(typed: str, *, last: bool) -> str:
    """The first or last day of what was typed: a day, a month, a year; Refused if it is none."""
    when = read_when(typed, language=i18n.language(), published="")
    found = last_day(when) if last else first_day(when)
    if not found or found in (FAR, LONG_AGO):
        raise Refused(_("“{typed}” is not a day. Write 24 April 2020.").format(typed=typed))
    return found


def _offer_types(bar: FilterBar) -> None:
    """The types of the kind that is chosen."""
    kind, language = bar.field("kind").value, i18n.language()
    found = [
        (term.id, term.label(language))
        for term in vocabulary.terms("types")
        if not kind or term.kind == kind
    ]
    bar.field("type").offer(sorted(found, key=lambda pair: pair[1].casefold()))

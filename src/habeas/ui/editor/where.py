"""Where it was and whom it reached: named places, and places and people that are only described."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from habeas.domain.draft import Draft, PlaceName
from habeas.domain.quantity import Quantity
from habeas.domain.register import folded
from habeas.errors import Refused
from habeas.i18n import _
from habeas.overview import wording
from habeas.suggest import typed
from habeas.ui import icons
from habeas.ui.editor.fields import Line
from habeas.ui.editor.flow import Flow
from habeas.ui.editor.labels import row
from habeas.ui.editor.page import Page
from habeas.ui.editor.picking import Option, PickLine, names_of
from habeas.ui.editor.readings import ReadBack
from habeas.ui.editor.tabbing import tab_through
from habeas.ui.widgets.wrapping import hold_height


class Where(QWidget):
    """The named places."""

    did_edit = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.places = PlaceChips()
        self.rows = {"places": row("places", self.places)}
        self.rows["places"].label.setBuddy(self.places.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows["places"])
        self.places.did_edit.connect(self.did_edit)

    def fill(self, draft: Draft, page: Page) -> None:
        """Show the draft's named places."""
        self.places.fill(draft.places, page)

    def read(self, draft: Draft) -> Draft:
        """``draft`` with these places."""
        return replace(draft, places=self.places.value())


class PlaceChips(QWidget):
    """Names of places, each a chip that goes when it is pressed, and a line for the next one."""

    did_edit = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places: list[PlaceName] = []
        self._chips: list[_Chip] = []
        self.line = PickLine(_("Name of a place"))
        self.line.setPlaceholderText(_("Add a place"))
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.line.letters = 15
        self.flow = Flow(self)
        self.flow.addWidget(self.line)
        self.setFocusProxy(self.line)
        hold_height(self)
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._typed)
        self.line.did_pick.connect(self._picked)
        self.line.editingFinished.connect(self.finish)

    def fill(self, places: tuple[PlaceName, ...], page: Page) -> None:
        """Show these places."""
        self.line.options = names_of(page.names, "place")
        self.line.set_value("")
        self._places = list(places)
        self._show()

    def value(self) -> tuple[PlaceName, ...]:
        """The places, the one that is being typed among them."""
        typed_now = self.line.text().strip(" ,")
        return (*self._places, *([PlaceName(typed_now)] if self._is_new(typed_now) else []))

    def finish(self) -> None:
        """Make a chip of what was typed."""
        self._take(self.line.text())

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Enter makes a chip; Backspace in the empty line takes the last one away."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
                self.finish()
                return True
            if event.key() == Qt.Key.Key_Backspace and not self.line.text() and self._places:
                self._remove(self._places[-1])
                return True
        return False

    def _typed(self, words: str) -> None:
        if "," in words:
            self._take(words)
        else:
            self.did_edit.emit()

    def _picked(self, option: Option) -> None:
        self._take(option.label)

    def _take(self, words: str) -> None:
        new = [name.strip() for name in words.split(",") if self._is_new(name.strip())]
        self.line.clear()
        if new:
            self._places += [PlaceName(name) for name in dict.fromkeys(new)]
            self._show()
            self.did_edit.emit()

    def _is_new(self, name: str) -> bool:
        return bool(folded(name)) and folded(name) not in {folded(p.name) for p in self._places}

    def _remove(self, place: PlaceName) -> None:
        self._places.remove(place)
        self._show()
        self.line.setFocus()
        self.did_edit.emit()

    def _show(self) -> None:
        for chip in self._chips:
            self.flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(place) for place in self._places]
        for n, chip in enumerate(self._chips):
            self.flow.put(n, chip)
            chip.show()
        tab_through(self)
        self.updateGeometry()

    def _chip(self, place: PlaceName) -> _Chip:
        chip = _Chip(place.name, self)
        chip.clicked.connect(lambda _on=False, gone=place: self._remove(gone))
        return chip


class _Chip(QPushButton):
    """A name that is taken away when it is pressed; shortened where it does not fit."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name.replace("&", "&&"), parent)
        self._name = name
        icons.put(self, "close")
        self.setToolTip(_("Remove {name}").format(name=name))
        self.setAccessibleName(_("Remove {name}").format(name=name))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The whole name."""
        hint = super().sizeHint()
        shown = self.fontMetrics().horizontalAdvance(self.text().replace("&&", "&"))
        whole = self.fontMetrics().horizontalAdvance(self._name)
        return QSize(hint.width() - shown + whole, hint.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A few letters."""
        few = self.fontMetrics().averageCharWidth() * 10
        return QSize(min(few, self.sizeHint().width()), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Shorten the name to the width there is."""
        super().resizeEvent(event)
        metrics = self.fontMetrics()
        room = self.width() - (self.sizeHint().width() - metrics.horizontalAdvance(self._name))
        words = metrics.elidedText(self._name, Qt.TextElideMode.ElideMiddle, max(0, room) + 2)
        if words.replace("&", "&&") != self.text():
            self.setText(words.replace("&", "&&"))


class Reach(QWidget):
    """Places and people that the source only describes: a class of places, how many, on whom."""

    did_edit = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = ""
        self.place_class = Line(_("Class of places, in the words of the source"))
        self.population = Line(_("On whom, in the words of the source"))
        self.activities = Line(_("Which activities, in the words of the source"))
        self.many = ReadBack(
            "places_many",
            spoken=_("How many places"),
            read=self._read_many,
            say=_many_said,
            show=_many_said,
        )
        self.rows = {
            "place_class": row("place_class", self.place_class),
            "places_many": self.many.row,
            "population": row("population", self.population),
            "activities": row("activities", self.activities),
        }
        self.place_class.setPlaceholderText(_("every prison with…"))
        self.nationwide = QCheckBox(_("The whole country"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for one in self.rows.values():
            column.addWidget(one)
        column.addWidget(self.nationwide)
        self.nationwide.clicked.connect(self.did_edit)
        for line in (self.place_class, self.population, self.activities):
            line.textEdited.connect(self.did_edit)
        self.many.did_edit.connect(self.did_edit)

    def fill(self, draft: Draft, page: Page) -> None:
        """Show what the draft's scope describes."""
        self._language = page.language
        scope = draft.claim.scope
        self.place_class.set_value(scope.place_class)
        self.population.set_value(scope.population)
        self.activities.set_value(scope.activities)
        self.nationwide.setChecked(scope.nationwide)
        self.many.fill((scope.places_low, scope.places_high))

    def read(self, draft: Draft) -> Draft:
        """``draft`` with this scope."""
        low, high = self.many.value()
        scope = replace(
            draft.claim.scope,
            place_class=self.place_class.value(),
            population=self.population.value(),
            activities=self.activities.value(),
            places_low=low,
            places_high=high,
            nationwide=self.nationwide.isChecked(),
        )
        return replace(draft, claim=replace(draft.claim, scope=scope))

    def _read_many(self, words: str) -> tuple[int | None, int | None]:
        if not words.strip():
            return None, None
        read = typed.read_quantity(words, language=self._language or "en")
        low, high = read.low, read.high
        if any(end is not None and (end != int(end) or end < 1) for end in (low, high)):
            raise Refused(_("Places are counted in whole numbers from 1."), "places_many")
        return (None if low is None else int(low)), (None if high is None else int(high))


def _many_said(many: tuple[int | None, int | None]) -> str:
    low, high = (None if end is None else Decimal(end) for end in many)
    return wording.quantity_in_words(Quantity(low=low, high=high))

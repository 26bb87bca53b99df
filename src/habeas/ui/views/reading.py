"""Reading one source: its text, its cards, and what is done with both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from habeas.domain.draft import Span
from habeas.domain.source import Source
from habeas.overview import cards as overview
from habeas.overview.cards import SUGGESTED, Card
from habeas.services import claiming
from habeas.store.case import Case
from habeas.store.changes import Changes
from habeas.suggest.found import Suggestion
from habeas.ui.desk import Desk
from habeas.ui.jobs import Progress, Work
from habeas.ui.suggesting import Suggesting
from habeas.ui.views import describing
from habeas.ui.views.deciding import Deciding
from habeas.ui.views.pageview import PageView
from habeas.ui.views.readingfiles import Files
from habeas.ui.views.readingplaces import Middle, Right
from habeas.ui.views.readingties import Ties
from habeas.ui.widgets.sourcedetails import SourceDetails

_AT_ONCE = 1_000_000  # characters of a text that is fetched within a frame; a longer one is awaited
_TABLES = (
    "claim", "claim_passage", "claim_place", "voice", "role", "link", "event", "place", "actor",
    "passage", "rejection",
)  # fmt: skip


class ReadingPane(QObject):
    """The source that is read.  ``middle`` and ``right`` are its two widgets."""

    did_turn_current = Signal()  # another card is current, or the editor was opened or closed

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.source_id = 0
        self._source = Source()
        self._layer = ""
        self.found: list[Suggestion] = []
        self._looking = False  # whether more suggestions may come for the words that are shown
        self._proposed: dict[str, Card] = {}  # the cards of what was found
        self._still: dict[str, Suggestion] = {}
        self._cards: list[Card] = []
        self._token = 0  # of the text that is wanted: a late answer has another
        self._awaited = False  # whether it is still being fetched
        self._then: Callable[[], None] | None = None  # what is done once it is there
        self.key = ""
        self.has_draft = False  # whether a claim of this source was left unfinished
        self._lost = 0
        self._only_suggested = False
        self.suggesting = Suggesting(desk, self)
        self.middle = Middle(parent)
        self.reader = self.middle.reader
        self.right = Right(desk, self.reader, parent)
        self.column = self.right.column
        self.deciding = Deciding(self)
        self.ties = Ties(self)
        self.pages = PageView(self, self.middle.facing)
        self.files = Files(self)
        self._wire()

    def _wire(self) -> None:
        for head in self.middle.heads:
            head.did_ask_details.connect(self.show_details)
            self.ties.wire(head)
        self.middle.unseen.did_ask_claim.connect(self._ask_claim)
        self.reader.did_click_mark.connect(self.choose)
        self.reader.did_turn.connect(self._turned)
        self.column.did_choose.connect(self.choose)
        self.column.did_step.connect(self._step)
        self.suggesting.did_find.connect(self._suggested)
        self.pages.did_mark.connect(self._marked_place)

    # what is read

    def open_source(self, ident: int) -> None:
        """Read another source, at the place where it was left; 0: none."""
        if ident == self.source_id:
            return
        self.keep_place()
        self.right.show_cards()
        self.source_id = ident
        self.key, self._lost = "", 0
        self._cards, self.found, self._looking = [], [], False
        self._proposed.clear()
        self._token += 1
        self._awaited, self._then = True, None
        self.pages.forget()
        if not ident:
            return
        self._source = self.desk.case.get(Source, ident)
        self._layer = describing.layer_of(self.desk.case, ident)
        self.files.open(ident)
        self.pages.open(self.files.read)
        if describing.length_of(self.desk.case, self._layer) > _AT_ONCE:
            self._await()
        else:
            self._show(self.desk.case.text(self._layer) if self._layer else "")

    def close_source(self) -> None:
        """Read nothing: the case closes."""
        self.source_id, self._cards, self._still = 0, [], {}
        self.pages.close()
        self._token += 1
        self._awaited, self._then = False, None
        self.suggesting.forget()
        self.right.show_cards()

    @property
    def is_looking(self) -> bool:
        """Whether the text, or suggestions in what is shown of it, are still to come."""
        return self._awaited or self._looking

    def is_gone(self) -> bool:
        """Whether the source that is read is no longer in the case."""
        sql = "SELECT 1 FROM source WHERE id = ?"
        return not self.desk.case.query(sql, self.source_id)

    def changed(self, changes: Changes) -> None:
        """Read again what an Edit may have touched."""
        if not self.source_id:
            return
        if changes.touch("source", "source_capture"):
            if describing.layer_of(self.desk.case, self.source_id) != self._layer:
                ident, self.source_id = self.source_id, 0
                self.open_source(ident)  # it is read in another text now
                return
            self._source = self.desk.case.get(Source, self.source_id)
            self._proposed.clear()
            self._tell_head()
            self._look()
        elif changes.touch(*_TABLES):
            if not self._layer:
                self._tell_head()
            self.read_cards()

    def keep_place(self) -> None:
        """Keep where the user is in the source, in the case."""
        if self.source_id and self.desk.is_open and not self._awaited:
            place: dict[str, Any] = {"current": self.key, "editing": self.is_editing}
            if self.reader.verticalScrollBar().value() or self.reader.part:
                place["at"] = self.reader.first_seen()
            self.desk.keep(f"sources/{self.source_id}", place)

    # the current card

    @property
    def current(self) -> Card | None:
        """The current card."""
        return next((card for card in self.shown if card.key == self.key), None)

    @property
    def is_editing(self) -> bool:
        """Whether the claim editor is open."""
        return self.right.is_editing

    @property
    def has_words(self) -> bool:
        """Whether words of the text are selected, or a place on its page is."""
        selected = self.reader.textCursor().hasSelection() or self.pages.span is not None
        return self.source_id != 0 and selected

    @property
    def source(self) -> Source:
        """The source that is read, as it is described now."""
        return self._source

    def selected(self) -> Span | None:
        """The words that are selected, or the place on the page; None if there are none."""
        return self.reader.selected() or self.pages.span

    def select_nothing(self) -> None:
        """Give up what is selected: from now on it shows its mark."""
        self.reader.select_nothing()
        self.pages.drop()

    @property
    def editor_has_focus(self) -> bool:
        """Whether the user types in the claim editor."""
        focus = QApplication.focusWidget()
        return self.is_editing and focus is not None and self.right.isAncestorOf(focus)

    def choose(self, key: str) -> None:
        """Make a card current and show its words."""
        self._make_current(key)
        card = self.current
        if card is not None and card.spans:
            self.reader.reveal(card.start, card.spans[0].end)
        if card is not None:
            self.pages.reveal(card)

    def next(self) -> None:
        """The next card."""
        self._step(+1)

    def previous(self) -> None:
        """The card before."""
        self._step(-1)

    def go_to_claim(self, claim: int) -> None:
        """Make a claim's card current and show its words."""
        if self.put_off(partial(self.go_to_claim, claim)):
            return
        self._only_suggested = False
        self.read_cards()
        self.choose(f"claim:{claim}")

    def show_words(self, start: int, end: int) -> None:
        """Show and select words of the text."""
        if self.put_off(partial(self.show_words, start, end)):
            return
        end = max(end, start + 1)
        self.reader.select(Span(start, end))
        at = [card for card in self.shown if card.start < end and start < card.end]
        self._make_current(at[0].key if at else self.key)

    def suggestion_of(self, key: str) -> Suggestion | None:
        """The suggestion of a card, if it is one and still open."""
        return self._still.get(key)

    def put_off(self, act: Callable[[], None]) -> bool:
        """Whether the text is still to come: ``act`` is then done once it is there."""
        if self._awaited:
            self._then = act
        return self._awaited

    # what is shown

    def edit(self) -> None:
        """Open the current card in the editor."""
        self.deciding.edit()

    def toggle_suggested(self) -> None:
        """Show only what is suggested, or everything again."""
        self._only_suggested = not self._only_suggested
        self.read_cards()

    def next_part(self) -> None:
        """Turn to the next part of a long text."""
        self.reader.turn_to(self.reader.part + 1)

    def previous_part(self) -> None:
        """Turn to the part before."""
        self.reader.turn_to(self.reader.part - 1)

    def show_details(self) -> None:
        """Open the description of the source."""
        self.details = SourceDetails(self.desk, self._source, self.middle)
        self.details.open()

    # inside

    @property
    def shown(self) -> Sequence[Card]:
        """The cards that are shown, in their order."""
        if not self._only_suggested:
            return self._cards
        return [card for card in self._cards if card.state == SUGGESTED]

    def _await(self) -> None:
        """Have a long text fetched, and say so where it will stand."""
        self.reader.show_text("")
        self.middle.show_page(seen=True)
        self.reader.set_marks([])
        self.column.show_cards([], current="")
        self.right.say("")
        self._tell_head()
        fetch = _fetching(self.desk.case, self._layer)
        self.desk.look(fetch, done=partial(self._fetched, self._token))

    def _fetched(self, token: int, text: str) -> None:
        if isValid(self) and token == self._token:
            self._show(text)

    def _show(self, text: str) -> None:
        """Show the text of the source, at the place where it was left."""
        self.reader.show_text(text)
        silent = bool(self._layer) and not text.strip()
        self.middle.show_page(seen=bool(self._layer), silent=silent)
        self._awaited = False
        self.pages.place(has_text=not silent)
        self._tell_head()
        kept = self.desk.kept(f"sources/{self.source_id}", {})
        self.key = kept.get("current", "")
        self._look()
        if "at" in kept:
            self.reader.put_at_top(int(kept["at"]))
        if kept.get("editing") and self.desk.can_write:
            self.deciding.resume()
        if self._then is not None:
            then, self._then = self._then, None
            then()

    def _look(self) -> None:
        if self._awaited:
            return
        # Where nothing can be accepted nothing is suggested: an empty layer has no suggestions.
        layer = self._layer if self.desk.can_write else ""
        looked = self.suggesting.look(
            self._source, layer, text=self.reader.text, bounds=self.reader.bounds
        )
        self.found, self._looking = looked.found, looked.looking
        new = [suggestion for suggestion in self.found if suggestion.key not in self._proposed]
        for card in overview.suggested(new, published=self._source.published):
            self._proposed[card.key] = card
        self.read_cards()

    def _suggested(self) -> None:
        if self.source_id:
            self._look()

    def _turned(self) -> None:
        """Another part: what is suggested in the part before is no longer there."""
        if not self.source_id or self._awaited:
            return
        card, (first, last) = self.current, self.reader.bounds
        if card is not None and not card.claim and not first <= card.start < last:
            self.key = ""
        self._look()

    def _marked_place(self) -> None:
        self.middle.set_place(drawn=self.pages.span is not None)
        self.did_turn_current.emit()

    def _ask_claim(self, claim: int) -> None:
        self.desk.ask("claim", claim)

    def read_cards(self) -> None:
        """Read the claims again and show what is there and what is still suggested."""
        if self._awaited:
            return
        case, former = self.desk.case, list(self.shown)
        still = claiming.still_suggested(case, self.found, source=self.source_id)
        self._still = {suggestion.key: suggestion for suggestion in still}
        self._cards = overview.merged(
            overview.cards(case, self.source_id, text=self.reader.text),
            [self._proposed[suggestion.key] for suggestion in still],
        )
        if self.current is None and not self._looking:
            self.key = describing.nearest(self.key, former, self.shown)
        self.reader.set_marks([describing.mark(card) for card in self.shown])
        self.reader.set_current(self.key)
        self.pages.show_marks()
        self.column.show_cards(self.shown, current=self.key)
        self.right.say(self._state() if self.desk.can_write else "")
        lost = sum(len(card.lost) for card in self._cards)
        if lost != self._lost:
            self._lost = lost
            self._tell_head()
        self.has_draft = self.desk.can_write and self.right.has_draft(self.source_id)
        self.did_turn_current.emit()

    def _state(self) -> str:
        layer = "" if self.middle.is_silent else self._layer
        left, looking = len(self._still), self._looking
        return describing.state_of_suggestions(
            self._source, layer=layer, found=self.found, left=left, looking=looking
        )

    def _tell_head(self) -> None:
        self.files.tell(lost=self._lost, awaited=self._awaited)

    def _make_current(self, key: str) -> None:
        self.key = key
        self.reader.set_current(key)
        self.pages.show_marks()
        self.column.set_current(key)
        self.did_turn_current.emit()

    def show_current(self) -> None:
        """Show the words of the current card."""
        if self.current is not None:
            self.choose(self.key)

    def _step(self, by: int) -> None:
        first = self.reader.bounds[0]
        if to := describing.stepped(self.key, self.shown, by=by, seen=first):
            self.choose(to)

    def after(self) -> str:
        """The suggestion after the current one; from the last, the first that is left."""
        return describing.after(self.key, self._cards)


def _fetching(case: Case, layer: str) -> Work:
    yield Progress()
    return case.text(layer)

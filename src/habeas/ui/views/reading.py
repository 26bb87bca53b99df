"""Reading one source: its text, its cards, and what is done with both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from textwrap import shorten
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from habeas.domain.claim import Claim, Kind
from habeas.domain.draft import Draft, Span, summary_of
from habeas.domain.source import Source
from habeas.errors import Problem, Refused
from habeas.i18n import _
from habeas.overview import cards as overview
from habeas.overview.cards import SUGGESTED, Card
from habeas.services import claiming
from habeas.store.case import Case
from habeas.store.changes import Changes
from habeas.suggest.found import Suggestion
from habeas.ui import accepting
from habeas.ui.desk import Desk
from habeas.ui.jobs import Progress, Work
from habeas.ui.suggesting import Suggesting
from habeas.ui.views import describing
from habeas.ui.views.readingplaces import Middle, Right
from habeas.ui.widgets.marks import Mark
from habeas.ui.widgets.sourcedetails import SourceDetails

_AT_ONCE = 1_000_000  # characters of a text that is fetched within a frame; a longer one is awaited
_TITLE = 60  # letters of an event's title in a line that goes by
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
        self._found: list[Suggestion] = []
        self._looking = False  # whether more suggestions may come for the words that are shown
        self._proposed: dict[str, Card] = {}  # the cards of what was found
        self._still: dict[str, Suggestion] = {}
        self._cards: list[Card] = []
        self._token = 0  # of the text that is wanted: a late answer has another
        self._awaited = False  # whether it is still being fetched
        self._then: Callable[[], None] | None = None  # what is done once it is there
        self._key = ""
        self._lost = 0
        self._only_suggested = False
        self.suggesting = Suggesting(desk, self)
        self.middle = Middle(parent)
        self.reader = self.middle.reader
        self.right = Right(desk, self.reader, parent)
        self.column = self.right.column
        self._wire()

    def _wire(self) -> None:
        self.middle.head.did_ask_details.connect(self.show_details)
        self.middle.did_mark.connect(self.mark)
        self.middle.did_add.connect(self.add_words)
        self.did_turn_current.connect(self._offer)
        self.middle.unseen.head.did_ask_details.connect(self.show_details)
        self.middle.unseen.did_ask_claim.connect(self._ask_claim)
        self.reader.did_click_mark.connect(self.choose)
        self.reader.did_turn.connect(self._turned)
        self.column.did_choose.connect(self.choose)
        self.column.did_step.connect(self._step)
        self.column.did_press.connect(self._pressed)
        self.right.did_save.connect(self._saved)
        self.right.did_cancel.connect(self._ended)
        self.right.did_show_spans.connect(self._show_spans)
        self.suggesting.did_find.connect(self._suggested)

    # what is read

    def open_source(self, ident: int) -> None:
        """Read another source, at the place where it was left; 0: none."""
        if ident == self.source_id:
            return
        self.keep_place()
        self.right.show_cards()
        self.source_id = ident
        self._key, self._lost = "", 0
        self._cards, self._found, self._looking = [], [], False
        self._proposed.clear()
        self._token += 1
        self._awaited, self._then = True, None
        if not ident:
            return
        self._source = self.desk.case.get(Source, ident)
        self._layer = describing.layer_of(self.desk.case, ident)
        if describing.length_of(self.desk.case, self._layer) > _AT_ONCE:
            self._await()
        else:
            self._show(self.desk.case.text(self._layer) if self._layer else "")

    def close_source(self) -> None:
        """Read nothing: the case closes."""
        self.source_id, self._cards, self._still = 0, [], {}
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
            self._source = self.desk.case.get(Source, self.source_id)
            self._proposed.clear()
            self._tell_head()
            self._look()
        elif changes.touch(*_TABLES):
            if not self._layer:
                self._tell_head()
            self._read_cards()

    def keep_place(self) -> None:
        """Keep where the user is in the source, in the case."""
        if self.source_id and self.desk.is_open and not self._awaited:
            place: dict[str, Any] = {"current": self._key, "editing": self.is_editing}
            if self.reader.verticalScrollBar().value() or self.reader.part:
                place["at"] = self.reader.first_seen()
            with suppress(Problem):  # a full disk: the place is not worth stopping for
                self.desk.case.put(f"sources/{self.source_id}", place)

    # the current card

    @property
    def current(self) -> Card | None:
        """The current card."""
        return next((card for card in self._shown if card.key == self._key), None)

    @property
    def is_editing(self) -> bool:
        """Whether the claim editor is open."""
        return self.right.is_editing

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

    def next(self) -> None:
        """The next card."""
        self._step(+1)

    def previous(self) -> None:
        """The card before."""
        self._step(-1)

    def go_to_claim(self, claim: int) -> None:
        """Make a claim's card current and show its words."""
        if self._awaited:
            self._then = partial(self.go_to_claim, claim)
            return
        self._only_suggested = False
        self._read_cards()
        self.choose(f"claim:{claim}")

    def show_words(self, start: int, end: int) -> None:
        """Show and select words of the text."""
        if self._awaited:
            self._then = partial(self.show_words, start, end)
            return
        end = max(end, start + 1)
        self.reader.select(Span(start, end))
        at = [card for card in self._shown if card.start < end and start < card.end]
        self._make_current(at[0].key if at else self._key)

    # what is done

    def accept(self) -> None:
        """Accept the current suggestion; the next one becomes current."""
        suggestion = self._still.get(self._key)
        if suggestion is None:
            return
        self._key, former = self._after(), self._key
        try:
            _claim, proposal = accepting.accept(
                self.desk, suggestion, source=self.source_id, found=self._found
            )
        except Refused as refused:
            self._key = former
            self.desk.say(str(refused))
            self.edit()
            return
        except Problem as problem:
            self._key = former
            self.desk.did_fail.emit(problem)
            return
        self._show_current()
        self.desk.say(
            _("Accepted into the event “{title}”: {reason}").format(
                title=shorten(proposal.title, _TITLE, placeholder="…"), reason=proposal.reason
            )
        )

    def reject(self) -> None:
        """Reject the current suggestion; the next one becomes current."""
        suggestion = self._still.get(self._key)
        if suggestion is None:
            return
        self._key, former = self._after(), self._key
        source, text = self.source_id, self.reader.text
        if self._done(partial(accepting.reject, self.desk, suggestion, source=source, text=text)):
            self._show_current()
        else:
            self._key = former

    def withdraw(self) -> None:
        """Withdraw the current claim."""
        card = self.current
        if card is not None and card.claim:
            self._done(partial(accepting.withdraw, self.desk, card.claim))

    def edit(self) -> None:
        """Open the current card in the editor."""
        card = self.current
        if card is None:
            return
        suggestion = self._still.get(card.key)
        if suggestion is not None:
            draft = suggestion.draft
        else:
            draft = claiming.draft_of(self.desk.case, card.claim)
        self._open_editor(draft, claim=card.claim, suggestion=suggestion)

    def resume(self) -> None:
        """Go on with the claim of this source that was left unfinished."""
        if self._awaited:
            self._then = self.resume
            return
        if not self.right.resume(self.source_id):
            self.desk.say(_("No claim of this source was left unfinished."))
        self.did_turn_current.emit()

    def mark(self, kind: str) -> None:
        """Make a claim of this kind from the words that are selected."""
        span = self.reader.selected()
        if span is None:
            self.desk.say(_("Select the words first, with the mouse or with Shift and the arrows."))
            return
        self.reader.select_nothing()  # from now on the words show their mark
        words = summary_of(self.reader.text[span.start : span.end])
        claim = Claim(source=self.source_id, kind=Kind(kind), origin="hand", summary=words)
        self._open_editor(Draft(claim, spans=(span,)), claim=0, suggestion=None)

    def add_words(self) -> None:
        """Let the claim that is edited, or the current one, rest on the selected words too."""
        span, card = self.reader.selected(), self.current
        if span is None:
            self.desk.say(_("Select the words first, with the mouse or with Shift and the arrows."))
            return
        self.reader.select_nothing()
        if self.is_editing:
            self.right.add_span(span)
        elif card is not None and card.claim:
            self._done(partial(accepting.add_passage, self.desk, card.claim, span))
        elif card is not None:
            self.edit()
            self.right.add_span(span)

    def go_to_event(self) -> None:
        """Show the event of the current claim."""
        card = self.current
        if card is not None and card.event is not None:
            self.desk.ask("event", card.event)

    def toggle_suggested(self) -> None:
        """Show only what is suggested, or everything again."""
        self._only_suggested = not self._only_suggested
        self._read_cards()

    def next_part(self) -> None:
        """Turn to the next part of a long text."""
        self.reader.turn_to(self.reader.part + 1)

    def previous_part(self) -> None:
        """Turn to the part before."""
        self.reader.turn_to(self.reader.part - 1)

    def show_details(self) -> None:
        """Open the description of the source."""
        captured = describing.captured(self.desk.case, self.source_id)
        parent = self.middle
        self.details = SourceDetails(self.desk, self._source, captured=captured, parent=parent)
        self.details.open()

    # inside

    @property
    def _shown(self) -> Sequence[Card]:
        if not self._only_suggested:
            return self._cards
        return [card for card in self._cards if card.state == SUGGESTED]

    def _done(self, act: Callable[[], object]) -> bool:
        """Whether an act was written; if the world would not have it, the user is told."""
        try:
            act()
        except Problem as problem:
            self.desk.did_fail.emit(problem)
            return False
        return True

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
        self.middle.show_page(seen=bool(self._layer))
        self._awaited = False
        self._tell_head()
        kept = self.desk.case.desk(f"sources/{self.source_id}", {})
        self._key = kept.get("current", "")
        self._look()
        if "at" in kept:
            self.reader.put_at_top(int(kept["at"]))
        if kept.get("editing"):
            self.resume()
        if self._then is not None:
            then, self._then = self._then, None
            then()

    def _look(self) -> None:
        if self._awaited:
            return
        looked = self.suggesting.look(
            self._source, self._layer, text=self.reader.text, bounds=self.reader.bounds
        )
        self._found, self._looking = looked.found, looked.looking
        new = [suggestion for suggestion in self._found if suggestion.key not in self._proposed]
        for card in overview.suggested(new, published=self._source.published):
            self._proposed[card.key] = card
        self._read_cards()

    def _suggested(self) -> None:
        if self.source_id:
            self._look()

    def _turned(self) -> None:
        """Another part: what is suggested in the part before is no longer there."""
        if not self.source_id or self._awaited:
            return
        card, (first, last) = self.current, self.reader.bounds
        if card is not None and not card.claim and not first <= card.start < last:
            self._key = ""
        self._look()

    def _ask_claim(self, claim: int) -> None:
        self.desk.ask("claim", claim)

    def _read_cards(self) -> None:
        if self._awaited:
            return
        case, former = self.desk.case, list(self._shown)
        still = claiming.still_suggested(case, self._found, source=self.source_id)
        self._still = {suggestion.key: suggestion for suggestion in still}
        self._cards = overview.merged(
            overview.cards(case, self.source_id, text=self.reader.text),
            [self._proposed[suggestion.key] for suggestion in still],
        )
        if self.current is None and not self._looking:
            self._key = describing.nearest(self._key, former, self._shown)
        self.reader.set_marks([describing.mark(card) for card in self._shown])
        self.reader.set_current(self._key)
        self.column.show_cards(self._shown, current=self._key)
        self.right.say(
            describing.state_of_suggestions(
                self._source,
                layer=self._layer,
                found=self._found,
                left=len(self._still),
                looking=self._looking,
            )
        )
        lost = sum(card.lost for card in self._cards)
        if lost != self._lost:
            self._lost = lost
            self._tell_head()
        self.did_turn_current.emit()

    def _tell_head(self) -> None:
        case = self.desk.case
        if self._layer:
            head, lost = self.middle.head, self._lost
            describing.tell(head, case, self._source, lost=lost, awaited=self._awaited)
        else:
            describing.tell(self.middle.unseen.head, case, self._source, lost=0)
            self.middle.unseen.show_claims(describing.leaning(case, self.source_id))

    def _make_current(self, key: str) -> None:
        self._key = key
        self.reader.set_current(key)
        self.column.set_current(key)
        self.did_turn_current.emit()

    def _show_current(self) -> None:
        if self.current is not None:
            self.choose(self._key)

    def _step(self, by: int) -> None:
        keys = [card.key for card in self._shown]
        if not keys:
            return
        if self._key in keys:
            at = keys.index(self._key) + by
        else:
            first = sum(
                1 for card in self._shown if card.spans and card.end <= self.reader.bounds[0]
            )
            at = first if by > 0 else len(keys) - 1
        self.choose(keys[min(max(at, 0), len(keys) - 1)])

    def _after(self) -> str:
        """The suggestion after the current one; from the last, the first that is left."""
        keys = [card.key for card in self._cards if card.state == SUGGESTED]
        at = keys.index(self._key) if self._key in keys else -1
        rest = keys[at + 1 :] + keys[: max(at, 0)]
        return rest[0] if rest else self._key

    def _pressed(self, name: str) -> None:
        acts = {
            "accept": self.accept, "edit": self.edit, "reject": self.reject,
            "event": self.go_to_event, "withdraw": self.withdraw,
        }  # fmt: skip
        acts[name]()
        if not self.is_editing:
            self.column.setFocus()  # the button may be gone; the keys go on

    def _open_editor(self, draft: Draft, *, claim: int, suggestion: Suggestion | None) -> None:
        self.right.edit(
            draft, source=self.source_id, text=self.reader.text, claim=claim, suggestion=suggestion
        )
        self.did_turn_current.emit()

    def _saved(self, claim: int, key: str) -> None:
        if key:
            accepting.remember(self.desk.case, self.source_id, key=key, claim=claim)
        self._key = f"claim:{claim}"
        self._ended()
        self._show_current()

    def _ended(self) -> None:
        self.right.show_cards()
        self._read_cards()
        self.reader.setFocus()

    def _offer(self) -> None:
        card = self.current
        claimed = card is not None and card.claim != 0
        self.middle.set_offer(kinds=not self.is_editing, add=self.is_editing or claimed)

    def _show_spans(self, spans: Sequence[Span]) -> None:
        """Show the words of the claim in the editor as the current mark."""
        if not self.is_editing:
            return
        key = self.right.key
        marks = [describing.mark(card) for card in self._shown if card.key != key]
        self.reader.set_marks([*marks, Mark(key, self.right.kind, tuple(spans))])
        self.reader.set_current(key)
        if spans:
            self.reader.reveal(spans[0].start, spans[0].end)


def _fetching(case: Case, layer: str) -> Work:
    yield Progress()
    return case.text(layer)

"""What is decided while reading: accepting, rejecting, marking, editing; a failure is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from textwrap import shorten
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from habeas.domain.claim import Claim, Kind
from habeas.domain.draft import Draft, Span, summary_of
from habeas.errors import Problem, Refused
from habeas.i18n import _
from habeas.services import claiming
from habeas.services.gathering import Proposal
from habeas.suggest.found import Suggestion
from habeas.ui import accepting
from habeas.ui.views import describing
from habeas.ui.widgets.marks import Mark

if TYPE_CHECKING:
    from habeas.ui.views.reading import ReadingPane

_TITLE = 48  # letters of an event's title in a line that goes by


class Deciding(QObject):
    """What the user makes of the suggestions, the words and the claims of a ReadingPane."""

    def __init__(self, pane: ReadingPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self._desk = pane.desk
        pane.middle.did_mark.connect(self.mark)
        pane.middle.did_add.connect(self.add_words)
        pane.did_turn_current.connect(self._offer)
        pane.column.did_press.connect(self._pressed)
        pane.right.did_save.connect(self._saved)
        pane.right.did_cancel.connect(self._ended)
        pane.right.did_show_spans.connect(self._show_spans)
        pane.column.only(() if self._desk.can_write else ("event",))

    def accept(self) -> None:
        """Accept the current suggestion; the next one becomes current."""
        suggestion = self._pane.suggestion_of(self._pane.key)
        if suggestion is None:
            return
        self._pane.key, former = self._pane.after(), self._pane.key
        try:
            _claim, proposal = accepting.accept(
                self._desk, suggestion, source=self._pane.source_id, found=self._pane.found
            )
        except Refused as refused:
            self._pane.key = former
            self._desk.say(str(refused))
            self.edit()
            return
        except Problem as problem:
            self._pane.key = former
            self._desk.did_fail.emit(problem)
            return
        self._pane.show_current()
        self._desk.say(_accepted(proposal))

    def reject(self) -> None:
        """Reject the current suggestion; the next one becomes current."""
        suggestion = self._pane.suggestion_of(self._pane.key)
        if suggestion is None:
            return
        self._pane.key, former = self._pane.after(), self._pane.key
        source, text = self._pane.source_id, self._pane.reader.text
        if self._done(partial(accepting.reject, self._desk, suggestion, source=source, text=text)):
            self._pane.show_current()
            self._desk.say(_("Rejected. Ctrl+Z brings it back."))
        else:
            self._pane.key = former

    def withdraw(self) -> None:
        """Withdraw the current claim."""
        card = self._pane.current
        if card is not None and card.claim:
            self._done(partial(accepting.withdraw, self._desk, card.claim))

    def edit(self) -> None:
        """Open the current card in the editor."""
        card = self._pane.current
        if card is None or not self._desk.can_write:
            return
        suggestion = self._pane.suggestion_of(card.key)
        if suggestion is not None:
            draft = suggestion.draft
        else:
            draft = claiming.draft_of(self._desk.case, card.claim)
        self._open_editor(draft, claim=card.claim, suggestion=suggestion)

    def resume(self) -> None:
        """Go on with the claim of this source that was left unfinished."""
        if self._pane.put_off(self.resume):
            return
        if not self._pane.right.resume(self._pane.source_id):
            self._desk.say(_("No claim of this source was left unfinished."))
        self._pane.did_turn_current.emit()

    def mark(self, kind: str) -> None:
        """Make a claim of this kind from the words that are selected."""
        span = self._pane.selected()
        if span is None:
            self._desk.say(self._select_first())
            return
        self._pane.select_nothing()  # from now on the words show their mark
        words = summary_of(self._pane.reader.text[span.start : span.end])
        claim = Claim(source=self._pane.source_id, kind=Kind(kind), origin="hand", summary=words)
        self._open_editor(Draft(claim, spans=(span,)), claim=0, suggestion=None)

    def add_words(self) -> None:
        """Let the claim that is edited, or the current one, rest on the selected words too."""
        span, card = self._pane.selected(), self._pane.current
        if span is None:
            self._desk.say(self._select_first())
            return
        self._pane.select_nothing()
        if self._pane.is_editing:
            self._pane.right.add_span(span)
        elif card is not None and card.claim:
            self._done(partial(accepting.add_passage, self._desk, card.claim, span))
        elif card is not None:
            self.edit()
            self._pane.right.add_span(span)

    def go_to_event(self) -> None:
        """Show the event of the current claim."""
        card = self._pane.current
        if card is not None and card.event is not None:
            self._desk.ask("event", card.event)

    # inside

    def _select_first(self) -> str:
        """How one selects what a claim is to rest on."""
        if self._pane.pages.times.is_recording:
            return _("Mark a stretch of time first.")
        if self._pane.reader.text or not self._pane.pages.has_pages:
            return _("Select the words first, with the mouse or with Shift and the arrows.")
        return _("Draw a rectangle first, with the mouse or with R and the arrows.")

    def _done(self, act: Callable[[], object]) -> bool:
        """Whether an act was written; if the world would not have it, the user is told."""
        try:
            act()
        except Problem as problem:
            self._desk.did_fail.emit(problem)
            return False
        return True

    def _pressed(self, name: str) -> None:
        acts = {
            "accept": self.accept, "edit": self.edit, "reject": self.reject,
            "event": self.go_to_event, "withdraw": self.withdraw,
        }  # fmt: skip
        acts[name]()
        if not self._pane.is_editing:
            self._pane.column.setFocus()  # the button may be gone; the keys go on

    def _open_editor(self, draft: Draft, *, claim: int, suggestion: Suggestion | None) -> None:
        self._pane.right.edit(
            draft,
            source=self._pane.source_id,
            text=self._pane.reader.text,
            claim=claim,
            suggestion=suggestion,
        )
        self._pane.did_turn_current.emit()

    def _saved(self, claim: int, key: str) -> None:
        if key:
            accepting.remember(self._desk.case, self._pane.source_id, key=key, claim=claim)
        self._pane.key = f"claim:{claim}"
        self._ended()
        self._pane.show_current()

    def _ended(self) -> None:
        self._pane.right.show_cards()
        self._pane.read_cards()
        self._pane.reader.setFocus()

    def _offer(self) -> None:
        card = self._pane.current
        claimed, writing = card is not None and card.claim != 0, self._desk.can_write
        self._pane.middle.set_offer(
            kinds=writing and not self._pane.is_editing,
            add=writing and (self._pane.is_editing or claimed),
        )

    def _show_spans(self, spans: Sequence[Span]) -> None:
        """Show the words of the claim in the editor as the current mark."""
        if not self._pane.is_editing:
            return
        key = self._pane.right.key
        marks = [describing.mark(card) for card in self._pane.shown if card.key != key]
        words = tuple(span for span in spans if not span.region)
        self._pane.reader.set_marks([*marks, Mark(key, self._pane.right.kind, words)])
        self._pane.reader.set_current(key)
        self._pane.pages.show_draft(key, self._pane.right.kind, spans)
        if words:
            self._pane.reader.reveal(words[0].start, words[0].end)


def _accepted(proposal: Proposal) -> str:
    """What was made of a suggestion; why there, if it joined an event that was there already."""
    title = shorten(proposal.title, _TITLE, placeholder="…")
    if proposal.event is None:
        return _("Accepted · {title}").format(title=title)
    return _("Accepted · {title} ({reason})").format(title=title, reason=proposal.reason)

"""The Actions of the Sources room: everything that can be done there, with its keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton, QApplication

from habeas.domain.claim import Kind
from habeas.i18n import N_
from habeas.overview.cards import SUGGESTED
from habeas.ui.actions import Action
from habeas.ui.dialogs import custody, purging, recordhistory, sealing

if TYPE_CHECKING:
    from habeas.ui.views.reading import ReadingPane
    from habeas.ui.views.sources import SourcesView

_MARK = {
    Kind.INCIDENT: N_("Mark as an incident"),
    Kind.MEASURE: N_("Mark as a measure"),
    Kind.CONDITION: N_("Mark as a condition"),
    Kind.RULING: N_("Mark as a ruling"),
    Kind.STATEMENT: N_("Mark as a statement"),
    Kind.FIGURE: N_("Mark as a figure"),
}

# When these cannot be done, their keys still say what is missing.
TELLING = (*(f"sources.mark-{kind}" for kind in _MARK), "sources.add-words", "sources.resume")


def table(view: SourcesView) -> list[Action]:
    """The Actions, in the order of their menu."""
    pane, acts = view.reading, view.reading.deciding

    def reading() -> bool:
        return pane.source_id != 0 and not pane.is_editing

    def writing() -> bool:
        return reading() and view.desk.can_write

    def suggested() -> bool:
        return writing() and pane.current is not None and pane.current.state == SUGGESTED

    def accepting() -> bool:
        # Enter on a button presses that button.
        return suggested() and not isinstance(QApplication.focusWidget(), QAbstractButton)

    def claimed() -> bool:
        return reading() and pane.current is not None and pane.current.state != SUGGESTED

    def withdrawable() -> bool:
        return claimed() and view.desk.can_write

    def gathered() -> bool:
        return claimed() and pane.current is not None and pane.current.event is not None

    def editable() -> bool:
        return writing() and pane.current is not None

    return [
        Action("sources.next", N_("&Next card"), pane.next, ("N", "J"), "", "next",
               reading, local=True),
        Action("sources.previous", N_("&Previous card"), pane.previous, ("P", "K"), "", "previous",
               reading, local=True),
        Action("sources.accept", N_("&Accept the suggestion"), acts.accept, ("Return", "Enter"),
               "", "accept", accepting, local=True, group=1),
        Action("sources.reject", N_("&Reject the suggestion"), acts.reject, ("Backspace",),
               "", "reject", suggested, local=True, group=1),
        Action("sources.edit", N_("&Edit the claim"), acts.edit, ("E",), "", "edit",
               editable, local=True, group=1),
        Action("sources.withdraw", N_("&Withdraw the claim"), acts.withdraw, ("Delete",), "", "",
               withdrawable, local=True, group=1),
        Action("sources.event", N_("&Go to its event"), acts.go_to_event, ("G",), "", "events",
               gathered, local=True, group=1),
        *_of_words(pane),
        Action("sources.only-suggested", N_("&Show only suggestions, or everything"),
               pane.toggle_suggested, ("U",), "", "filter", reading, local=True, group=3),
        Action("sources.details", N_("&Details of the source"), pane.show_details, ("D",), "",
               "info", reading, local=True, group=3),
        *_of_the_past(view),
        Action("sources.list", N_("Show or hide the &list of sources"), view.turn_list, ("L",),
               "", "sources", reading, local=True, group=3),
        *_of_ties(view),
        *_of_pages(view),
        _for_good(view, writing),
    ]  # fmt: skip


def _of_pages(view: SourcesView) -> list[Action]:
    """How a source is seen, which part of it, and what is done with its file."""
    pane = view.reading
    pages, files = pane.pages, pane.files

    def both() -> bool:
        return pane.source_id != 0 and pages.has_ways

    return [
        Action("sources.way", N_("Show the text, the page, or both"), pages.turn_way, ("V",), "",
               "", both, local=True, group=4),
        Action("sources.next-part", N_("Next part of the text"), pane.next_part,
               ("Alt+PgDown",), "", "", lambda: pane.reader.part + 1 < pane.reader.parts,
               local=True, group=4),
        Action("sources.previous-part", N_("Previous part of the text"), pane.previous_part,
               ("Alt+PgUp",), "", "", lambda: pane.reader.part > 0, local=True, group=4),
        Action("sources.next-page", N_("Next page"), pages.next, ("Ctrl+PgDown",), "", "",
               lambda: pages.number < pages.count, local=True, group=4),
        Action("sources.previous-page", N_("Previous page"), pages.previous, ("Ctrl+PgUp",), "",
               "", lambda: pages.number > 1, local=True, group=4),
        Action("sources.texts", N_("&Texts of this source…"), files.show_texts, ("T",), "", "",
               lambda: pane.source_id != 0 and files.can_save and not pane.is_editing, local=True,
               group=4),
        Action("sources.read-words", N_("Read the words of a picture (OCR)…"), files.ask_words, (),
               "", "", lambda: files.has_words_to_read and not files.why_no_words, local=True,
               group=4),
        Action("sources.save-original", N_("Save the original…"), files.save, (), "", "",
               lambda: files.can_save, local=True, group=4),
    ]  # fmt: skip


def _of_ties(view: SourcesView) -> list[Action]:
    """To what a source came in, and to what came inside it."""
    pane = view.reading

    def reading() -> bool:
        return pane.source_id != 0 and not pane.is_editing

    return [
        Action("sources.whole", N_("Open the source that this one came in"),
               pane.ties.open_whole, ("W",), "", "", reading, local=True, group=4),
        Action("sources.parts", N_("Show what came inside this source"),
               pane.ties.show_parts, ("I",), "", "", reading, local=True, group=4),
        Action("sources.list-parts", N_("List what came inside other sources, or leave it out"),
               view.turn_parts, (), "", "", lambda: pane.source_id != 0, local=True, group=4),
    ]  # fmt: skip


def _for_good(view: SourcesView, enabled: Callable[[], bool]) -> Action:
    """What cannot be taken back, apart from all else."""

    def ask() -> None:
        purging.ask(view.desk, "source", view.reading.source_id, parent=view)

    return Action("sources.purge", purging.ASK["source"], ask, (), "", "", enabled, local=True,
                  group=5)  # fmt: skip


def _of_the_past(view: SourcesView) -> list[Action]:
    """What the claim that is chosen, and the source that is read, once said."""
    pane, key = view.reading, recordhistory.KEY

    def claim() -> int:
        return pane.current.claim if pane.source_id and pane.current is not None else 0

    def show(what: str, ident: int) -> None:
        recordhistory.show(view.desk, what, ident, parent=view)

    return [
        Action("sources.claim-history", recordhistory.ASK["claim"], lambda: show("claim", claim()),
               (key,), "", "history", lambda: claim() != 0, local=True, group=3),
        Action("sources.history", recordhistory.ASK["source"],
               lambda: show("source", pane.source_id), ("Ctrl+Shift+H",), "", "history",
               lambda: pane.source_id != 0, local=True, group=3),
        Action("sources.custody", N_("&Custody of this source…"),
               lambda: custody.open_dialog(view, view.desk, pane.source_id), (), "", "",
               lambda: pane.source_id != 0, local=True, group=3),
        Action("sources.seal", N_("Export this source sealed…"),
               lambda: sealing.open_dialog(view, view.desk, [pane.source_id]), (), "", "",
               lambda: pane.source_id != 0 and view.desk.moment is None, local=True, group=3),
    ]  # fmt: skip


def _of_words(pane: ReadingPane) -> list[Action]:
    """What is made of words that are selected, and what was left unfinished of them."""
    acts = pane.deciding

    def marking() -> bool:
        return pane.has_words and not pane.is_editing and pane.desk.can_write

    def adding() -> bool:
        there = pane.is_editing or pane.current is not None
        free = there and not pane.editor_has_focus
        return pane.has_words and free and pane.desk.can_write

    def resuming() -> bool:
        return pane.source_id != 0 and pane.has_draft and not pane.is_editing

    return [
        *(
            Action(f"sources.mark-{kind}", words, partial(acts.mark, kind), (str(n),),
                   "", "", marking, local=True, group=2)
            for n, (kind, words) in enumerate(_MARK.items(), 1)
        ),
        Action("sources.add-words", N_("Add the selected words to the claim"), acts.add_words,
               ("M",), "", "add", adding, local=True, group=2),
        Action("sources.resume", N_("Go on with the &unfinished claim"), acts.resume, ("R",),
               "", "", resuming, local=True, group=2),
    ]  # fmt: skip

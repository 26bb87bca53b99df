"""The claim editor: a panel beside the text in which a claim is written down, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import shiboken6
from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from habeas import vocabulary
from habeas.domain.claim import Kind
from habeas.domain.draft import Draft, Span
from habeas.domain.source import Source
from habeas.errors import Problem, Refused
from habeas.i18n import _
from habeas.services.gathering import Proposal
from habeas.store.changes import Changes
from habeas.suggest.found import Suggestion
from habeas.ui.desk import Desk
from habeas.ui.editor import keeping, looking, saving
from habeas.ui.editor.event import NONE
from habeas.ui.editor.form import MORE_KEYS, Form
from habeas.ui.editor.keeping import Half
from habeas.ui.editor.links import Claims, Found
from habeas.ui.editor.page import Page
from habeas.ui.editor.panel import Button, Foot, Head, Scroll
from habeas.ui.editor.picking import Option, PickLine

KEEP_MS = 500  # after the last key
PROPOSE_MS = 300
WIDTH, LEAST = 420, 300  # pixels: comfortable, and at least if the fields need no more
SAVE_KEYS, CANCEL_KEYS = "Ctrl+Return", "Escape"
_MORE = "editor:more"
_SHIFT, _ESCAPE = Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Escape
_MOVING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


class ClaimEditor(QFrame):
    """Edits one draft of one source; what is half filled in is kept until saved or discarded."""

    did_save = Signal(int)  # the claim's id
    did_cancel = Signal()
    did_show_spans = Signal(object)  # tuple[Span, ...]: the passages to highlight

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._page = desk, Page()
        self._half: Half | None = None
        self._name = self._key = ""
        self._proposed_for: tuple[object, ...] = ()
        self._asked = 0  # counts what was asked of the case: only the last answer is wanted
        self.setAccessibleName(_("Claim editor"))
        self.form = Form(Claims(self._title_of, self._find_claims))
        self._lay_out()
        self._keeping = self._timer(KEEP_MS, self.keep)
        self._proposing = self._timer(PROPOSE_MS, self._propose)
        self.form.did_edit.connect(self._edited)
        self.form.did_fold.connect(self._folded)
        self.form.passages.did_show.connect(self.did_show_spans)
        self._bind()
        desk.did_close.connect(self._leave_case)
        desk.did_change.connect(self._changed_elsewhere)

    @property
    def is_open(self) -> bool:
        """Whether a draft is being edited."""
        return self._half is not None

    @property
    def claim(self) -> int:
        """The claim that is being corrected; 0 if it is a new one, or if none is open."""
        return self._half.claim if self._half else 0

    @property
    def key(self) -> str:
        """The key of the suggestion that the draft, open or last saved, came from; or empty."""
        return self._key

    def edit_draft(
        self,
        draft: Draft,
        *,
        source: int,
        text: str,
        claim: int = 0,
        suggestion: Suggestion | None = None,
    ) -> None:
        """Edit ``draft`` of ``source``, whose whole text is ``text``; ``claim`` is corrected by it.

        What was typed into the same draft before and neither saved nor discarded is there again.
        """
        self.keep()
        key, reason = (suggestion.key, suggestion.reason) if suggestion else ("", "")
        half = Half(draft, draft, claim, key, reason or draft.claim.reason)
        before = keeping.kept(self._desk.case, source).get(
            keeping.name_of(draft, claim=claim, key=key)
        )
        if before is not None and (before.opened == draft or not claim):
            half = before
        self._open(half, source=source, text=text)

    def resume(self, source: int) -> bool:
        """Open the draft of this source that was left half filled last; False if there is none."""
        self.keep()
        for name, half in reversed(keeping.kept(self._desk.case, source).items()):
            if half.claim and not looking.exists(self._desk.case, half.claim):
                keeping.forget(self._desk.case, source, name)
                continue
            self._open(half, source=source, text=looking.text_of(self._desk.case, source))
            return True
        return False

    def add_span(self, span: Span) -> None:
        """Let the claim rest on this stretch of the text too."""
        if self.is_open:
            self.form.passages.add(span)

    def save(self) -> None:
        """Put the claim into the record; what cannot stand is said beside its field."""
        if self._half is None:
            return
        self.form.finish()
        if wrong := self.form.faulty():
            self.form.focus_on(wrong)
            self._show_focus()
            return
        half = self._now()
        try:
            event = self.form.belongs.value()
            number = saving.save(self._desk, half, source=self._page.source, event=event)
        except Refused as refused:
            self.form.refuse(refused.field, str(refused))
            self._show_focus()
            return
        except Problem as problem:
            self._desk.did_fail.emit(problem)
            return
        self._forget()
        self._shut()
        self.did_save.emit(number)

    def cancel(self) -> None:
        """Leave the editor; what is half filled in is kept."""
        self.keep()
        self._shut()
        self.did_cancel.emit()

    def discard(self) -> None:
        """Leave the editor and throw away what was filled in; the record is as it was."""
        self._forget()
        self._shut()
        self.did_cancel.emit()

    def keep(self) -> None:
        """Keep what is half filled in, if anything was changed."""
        self._keeping.stop()
        if self._half is None or not self._desk.is_open:
            return
        now = self._now()
        if self._is_changed(now):
            keeping.keep(self._desk.case, self._page.source, self._name, now)
        else:
            self._forget()

    def toggle_more(self) -> None:
        """Show or hide the second group of fields."""
        self.form.toggle.click()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(max(WIDTH, self.minimumSizeHint().width()), 640)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as the fields need beside a scroll bar, whatever the size of words."""
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        fields = self.form.minimumSizeHint().width() + bar
        return QSize(max(LEAST, fields), super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Plain keys are for the fields: letters that do something in the room around are not."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            held = event.modifiers() & ~(_SHIFT | Qt.KeyboardModifier.KeypadModifier)
            if not held and (event.text() or event.key() in _MOVING) and event.key() != _ESCAPE:
                event.accept()
                return True
        return super().event(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Keep what is half filled in, and let nothing tick unseen."""
        self.keep()
        self._proposing.stop()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the colours of the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "form"):
            self.form.what.repaint_kinds()

    def _open(self, half: Half, *, source: int, text: str) -> None:
        case = self._desk.case
        spoken = case.get(Source, source)
        self._half, self._key = half, half.key
        self._name = keeping.name_of(half.opened, claim=half.claim, key=half.key)
        self._page = Page(
            source=source,
            text=text,
            language=spoken.language,
            published=spoken.published,
            types=vocabulary.vocabulary("types").joined(looking.own_types(case)),
            names=lambda table, typed: looking.names(case, table, typed),
            cited=lambda typed: looking.cited(case, typed),
            claim=half.claim,
        )
        self._asked, self._proposed_for = self._asked + 1, ()
        own = looking.event_of(case, half.claim) if half.claim else None
        chosen = NONE if half.claim and own is None and half.event is None else half.event
        self.form.belongs.begin(own=own, chosen=chosen)
        self._fill(half)
        self._tell(half)
        self.form.set_more("yes" if self._desk.kept(_MORE, False) else "")
        self._proposing.start()
        self._scroll.verticalScrollBar().setValue(0)
        self.did_show_spans.emit(self.form.passages.spans)
        self.form.focus_on("summary" if half.now.claim.type else "type")

    def _fill(self, half: Half) -> None:
        """Fill in what it was opened with where words are read, so that unchanged ones stay."""
        typed, opened, now = half.typed, half.opened.claim, half.now.claim
        claim = replace(
            now,
            when=opened.when if "when" in typed else now.when,
            quantity=opened.quantity if "quantity" in typed else now.quantity,
            duration=replace(opened.duration, unclear=now.duration.unclear)
            if "duration" in typed
            else now.duration,
        )
        self.form.fill(replace(half.now, claim=claim), self._page)
        self.form.type_again(typed)

    def _now(self) -> Half:
        assert self._half is not None
        return replace(
            self._half,
            now=self.form.read(),
            typed=self.form.typed(),
            event=self.form.belongs.chosen,
        )

    def _is_changed(self, now: Half) -> bool:
        return now.now != now.opened or bool(now.typed) or self.form.belongs.picked

    def _edited(self) -> None:
        if self._half is not None:
            self._keeping.start()
            self._proposing.start()

    def _folded(self, shown: bool) -> None:
        self._desk.keep(_MORE, shown)

    def _propose(self) -> None:
        if self._half is None or not self._desk.is_open:
            return
        draft, source = self.form.read(), self._page.source
        about = (draft.claim.kind, draft.claim.type, draft.claim.when, draft.places)
        if about == self._proposed_for:
            return
        self._proposed_for, self._asked = about, self._asked + 1
        asked = self._asked
        self._desk.look(
            looking.proposals(self._desk.case, draft, source=source),
            done=lambda found: self._proposed(asked, found),
        )

    def _proposed(self, asked: int, found: Sequence[Proposal]) -> None:
        if shiboken6.isValid(self) and asked == self._asked and self._half is not None:
            self.form.belongs.propose(found)

    def _title_of(self, claim: int) -> str:
        return looking.title_of(self._desk.case, claim)

    def _find_claims(self, typed: str, but: int, then: Found) -> None:
        def answer(found: Sequence[Option]) -> None:
            if shiboken6.isValid(self) and self._half is not None:
                then(found)

        self._desk.look(looking.claims(self._desk.case, typed, but=but), done=answer)

    def _changed_elsewhere(self, changes: object) -> None:
        """A claim that was withdrawn elsewhere (undo) is no longer to be edited."""
        half = self._half
        if half is None or not isinstance(changes, Changes):
            return
        if changes.touch("source") and not looking.has_source(self._desk.case, self._page.source):
            self._forget()
            self._shut()
            self.did_cancel.emit()
            return
        if not half.claim or not changes.touch("claim", "claim_passage", "voice", "role", "link"):
            return
        if not looking.exists(self._desk.case, half.claim):
            self._forget()
            self._shut()
            self.did_cancel.emit()
        elif not self._is_changed(self._now()):
            fresh = looking.draft_of(self._desk.case, half.claim)
            self._open(replace(half, opened=fresh, now=fresh), source=self._page.source,
                       text=self._page.text)  # fmt: skip

    def _leave_case(self) -> None:
        self.keep()
        self._shut()

    def _forget(self) -> None:
        self._keeping.stop()
        if self._half is not None:
            keeping.forget(self._desk.case, self._page.source, self._name)

    def _shut(self) -> None:
        self._half = None
        self._asked += 1
        for line in self.findChildren(PickLine):
            line.close_list()
        self._keeping.stop()
        self._proposing.stop()
        self.did_show_spans.emit(())

    def _tell(self, half: Half) -> None:
        title = _("Correct claim") if half.claim else _("New claim")
        why = _("Suggested: {reason}").format(reason=half.reason) if half.reason else ""
        back = _("What you had typed is here again.") if half.now != half.opened else ""
        self._head.say(title, why, back)

    def _escape(self) -> None:
        """Close an open list first; leave the editor otherwise."""
        if not any(line.close_list() for line in self.findChildren(PickLine)):
            self.cancel()

    def _show_focus(self) -> None:
        held = self.form.focusWidget()
        if held is not None:
            self._scroll.ensureWidgetVisible(held, 0, 80)

    def _timer(self, wait: int, then: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(wait)
        timer.timeout.connect(then)
        return timer

    def _bind(self) -> None:
        for keys, run in (
            (SAVE_KEYS, self.save),
            ("Ctrl+Enter", self.save),
            (CANCEL_KEYS, self._escape),
            (MORE_KEYS, self.toggle_more),
        ):
            self._shortcut(keys).activated.connect(run)
        for n, kind in enumerate(Kind, start=1):
            self._shortcut(f"Alt+{n}").activated.connect(
                lambda chosen=kind.value: self.form.what.pick_kind(chosen)
            )

    def _shortcut(self, keys: str) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return shortcut

    def _lay_out(self) -> None:
        self._head = Head(self)
        self._scroll = Scroll(self.form, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._scroll, 1)
        foot = Foot(
            (
                Button(_("Save"), "primary", self.save, _("Puts the claim into the record"),
                       SAVE_KEYS),
                Button(_("Close"), "", self.cancel, _("Keeps what you typed for another time"),
                       CANCEL_KEYS),
                Button(_("Discard"), "flat", self.discard, _("Throws away what you typed")),
            ),
            self,
        )  # fmt: skip
        column.addWidget(foot)

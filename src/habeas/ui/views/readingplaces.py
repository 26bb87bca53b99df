"""The two widgets of a reading: the text with its bars, and the cards or the editor beside it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from habeas.domain.claim import Kind
from habeas.domain.draft import Draft, Span
from habeas.i18n import _
from habeas.suggest.found import Suggestion
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.views.pageviewplaces import Facing
from habeas.ui.widgets.cardcolumn import CardColumn
from habeas.ui.widgets.chip import kind_name
from habeas.ui.widgets.flow import Flow
from habeas.ui.widgets.reader import Reader
from habeas.ui.widgets.readerhead import ReaderHead
from habeas.ui.widgets.readersilent import Silent
from habeas.ui.widgets.unseen import Unseen

NEW = "new"  # the key of the mark of a claim that is not in the record yet


class Middle(QWidget):
    """The reader; below it which part of a long text is shown; over it what to mark words as."""

    did_mark = Signal(str)  # a kind
    did_add = Signal()  # the selected words, to the claim that is there

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = ReaderHead()
        self.reader = Reader(self.head, self)
        self.facing = Facing(self.reader, self)
        self.silent = Silent(self)
        self.facing.add_words(self.silent)
        self.unseen = Unseen(self)
        self.heads = (self.head, self.silent.head, self.unseen.head)
        self._has_place = False  # whether a rectangle is drawn on the page
        self._part = QLabel(self)
        theme.role(self._part, "muted")
        self.previous = QPushButton(_("Previous part"), self)
        self.next = QPushButton(_("Next part"), self)
        self._parts = QFrame(self)
        self._offer = QFrame(self)
        self._lay_out()
        self.previous.clicked.connect(lambda: self.reader.turn_to(self.reader.part - 1))
        self.next.clicked.connect(lambda: self.reader.turn_to(self.reader.part + 1))
        self.reader.did_turn.connect(self._turned)
        self.reader.selectionChanged.connect(self._selected)

    def show_page(self, *, seen: bool, silent: bool = False) -> None:
        """Show the text, or in its place that it has none, or that we have not seen the source."""
        self.facing.put_words(self.silent if silent else self.reader)
        self._pages.setCurrentWidget(self.facing if seen else self.unseen)

    @property
    def page(self) -> QWidget:
        """What takes the keys: the text, its page, or what leans on what we have not seen."""
        is_seen = self._pages.currentWidget() is self.facing
        return self.facing.page if is_seen else self.unseen.list

    @property
    def is_silent(self) -> bool:
        """Whether it is said, where the text would stand, that there is none."""
        return self.silent.isVisibleTo(self)

    def set_place(self, *, drawn: bool) -> None:
        """Whether a rectangle is drawn on the page, of which a claim can be made."""
        self._has_place = drawn
        self._selected()

    def set_offer(self, *, kinds: bool, add: bool) -> None:
        """What selected words can become: claims of the ``kinds``, or more words of a claim."""
        for button in self._kinds:
            button.setVisible(kinds)
        self._add.setVisible(add)
        self._selected()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the offer at its place."""
        super().resizeEvent(event)
        self._place_offer()

    def _selected(self) -> None:
        offered = any(not button.isHidden() for button in (*self._kinds, self._add))
        marked = self._has_place or self.reader.textCursor().hasSelection()
        self._offer.setVisible(offered and marked)
        self._place_offer()

    def _place_offer(self) -> None:
        """At the bottom of the text, or at its top where it would hide the end of the selection."""
        if self._offer.isHidden():
            return
        if (inside := self._offer.layout()) is not None:
            inside.invalidate()
        seen = self.facing.seen.translated(self.facing.mapTo(self, QPoint(0, 0)))
        room = seen.adjusted(theme.GAP, theme.GAP, -2 * theme.GAP, -theme.GAP)
        width = min(room.width(), self._offer.sizeHint().width())
        high = self._offer.heightForWidth(width)
        low = self.reader.cursorRect().bottom() > room.height() - high - 2 * theme.GAP
        low = low and self.reader.isVisible()
        top = room.top() if low else room.bottom() - high
        self._offer.setGeometry(room.left() + (room.width() - width) // 2, top, width, high)
        self._offer.raise_()

    def _turned(self) -> None:
        part, parts = self.reader.part, self.reader.parts
        self._parts.setVisible(parts > 1)
        self._part.setText(_("Part {n} of {of}").format(n=part + 1, of=parts))
        self.previous.setEnabled(part > 0)
        self.next.setEnabled(part + 1 < parts)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._parts)
        row.setContentsMargins(2 * theme.GAP, theme.GAP // 2, 2 * theme.GAP, theme.GAP // 2)
        row.addWidget(self._part, 1)
        row.addWidget(self.previous)
        row.addWidget(self.next)
        self._parts.hide()
        self._fill_offer()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.facing)
        self._pages.addWidget(self.unseen)
        column.addWidget(self._pages, 1)
        column.addWidget(self._parts)
        self.setMinimumWidth(240)  # the smallest window still has room for all three columns

    def _fill_offer(self) -> None:
        """What can be made of selected words; laid over the text so that it does not move."""
        theme.role(self._offer, "toast")
        self._kinds = [self._button(n, kind) for n, kind in enumerate(Kind, 1)]
        self._add = self._flat("M", _("Add to the claim"))
        self._add.setToolTip(_("Let the claim rest on the selected words too (M)"))
        self._add.clicked.connect(self.did_add)
        kinds = Flow(self._offer)
        kinds.set_buttons([*self._kinds, self._add])
        inside = QVBoxLayout(self._offer)
        inside.setContentsMargins(theme.GAP, theme.GAP // 2, theme.GAP, theme.GAP // 2)
        inside.addWidget(kinds)
        self._offer.hide()

    def _button(self, n: int, kind: Kind) -> QPushButton:
        button = self._flat(str(n), kind_name(kind))
        button.setAccessibleName(_("Mark as: {kind}").format(kind=kind_name(kind)))
        button.setToolTip(_("Make a claim of the selected words ({key})").format(key=n))
        button.clicked.connect(lambda: self.did_mark.emit(kind.value))
        return button

    def _flat(self, key: str, words: str) -> QPushButton:
        button = QPushButton(f"{key}  {words}", self._offer)
        button.setAccessibleName(words)
        button.setStyleSheet("QPushButton { padding: 3px 7px; }")
        theme.role(button, "flat")
        return button


class Right(QStackedWidget):
    """The cards, or the claim editor while a claim is edited."""

    did_save = Signal(int, str)  # the claim, and the key of the suggestion that it was
    did_cancel = Signal()
    did_show_spans = Signal(object)

    def __init__(self, desk: Desk, reader: Reader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._editor: Any = None
        self._key, self._mark = "", NEW
        self.kind = ""
        self._pane = QWidget(self)
        self.column = CardColumn(reader, self._pane)
        self.column.setAccessibleName(_("Claims and suggestions"))
        self._note = QLabel(self._pane)
        self._note.setWordWrap(True)
        theme.role(self._note, "hint")
        self._note.setIndent(theme.GAP)  # a stylesheet overrides the margins of a label
        column = QVBoxLayout(self._pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.column, 1)
        column.addWidget(self._note)
        self.addWidget(self._pane)
        self.currentChanged.connect(self.updateGeometry)
        self.say("")

    def say(self, words: str) -> None:
        """Say something below the cards."""
        self._note.setText(words)
        self._note.setVisible(bool(words))

    def editor(self) -> Any:
        """The claim editor, made when it is first needed."""
        if self._editor is None:
            from habeas.ui.widgets.claimeditor import ClaimEditor

            self._editor = ClaimEditor(self._desk, self)
            self._editor.did_save.connect(self._saved)
            self._editor.did_cancel.connect(self.did_cancel)
            self._editor.did_show_spans.connect(self.did_show_spans)
            self.addWidget(self._editor)
        return self._editor

    @property
    def is_editing(self) -> bool:
        """Whether the editor is shown."""
        return self.currentWidget() is not self._pane

    @property
    def key(self) -> str:
        """Under which key the words of the claim that is edited are marked."""
        return self._mark

    def show_cards(self) -> None:
        """Go back to the cards."""
        self.setCurrentWidget(self._pane)

    def edit(
        self, draft: Draft, *, source: int, text: str, claim: int, suggestion: Suggestion | None
    ) -> None:
        """Open the editor on a draft."""
        self._key = suggestion.key if suggestion is not None else ""
        self._mark = self._key or (f"claim:{claim}" if claim else NEW)
        self.kind = draft.claim.kind.value
        editor = self.editor()
        self.setCurrentWidget(editor)
        editor.edit_draft(draft, source=source, text=text, claim=claim, suggestion=suggestion)

    def add_span(self, span: Span) -> None:
        """Add a passage to the claim that is edited."""
        self.editor().add_span(span)

    def has_draft(self, source: int) -> bool:
        """Whether a draft of this source was left unfinished."""
        from habeas.ui.editor import keeping

        return bool(keeping.kept(self._desk.case, source))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """That of the page that is shown: the editor is wider than the cards need be."""
        return (self.currentWidget() or self._pane).minimumSizeHint()

    def resume(self, source: int) -> bool:
        """Open the draft of this source that was left unfinished, if there is one."""
        self._key, self._mark = "", NEW
        if not self.editor().resume(source):
            return False
        self.setCurrentWidget(self._editor)
        return True

    def _saved(self, claim: int) -> None:
        self.did_save.emit(claim, self._key or self.editor().key)

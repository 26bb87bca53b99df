"""What a claim is: its kind, its type from the vocabulary, and what it says in a few words."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from habeas import i18n
from habeas.domain.claim import Kind
from habeas.domain.draft import Draft
from habeas.domain.vocabulary import Term, folded, in_language
from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.editor.fields import Combo, Lines
from habeas.ui.editor.labels import row
from habeas.ui.editor.page import Page
from habeas.ui.editor.picking import Option, PickLine, list_words
from habeas.ui.widgets.chip import kind_name


class What(QWidget):
    """Kind, type and summary; another kind asks for another type, and keeps the one it had."""

    did_edit = Signal()
    did_change_kind = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = Page()
        self._type = ""
        self._types: dict[str, str] = {}  # the type last chosen under each kind
        self.kind = Combo(_("Kind of claim"))
        self.type = PickLine(_("Type of claim"), self._options, opens=list_words())
        self.summary = Lines(_("What the source claims, in a few words"))
        self.rows = {
            "kind": row("kind", self.kind),
            "type": row("type", self.type),
            "summary": row("summary", self.summary),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for one in self.rows.values():
            column.addWidget(one)
        self._fill_kinds()
        self.kind.did_pick.connect(self._kind_picked)
        self.type.did_pick.connect(self._type_picked)
        self.type.did_walk.connect(self._type_walked)
        self.type.textEdited.connect(self._type_typed)
        self.type.editingFinished.connect(self.finish)
        self.type.did_focus.connect(self._explain)
        self.summary.textChanged.connect(self._summary_typed)

    def fill(self, draft: Draft, page: Page) -> None:
        """Show the draft's kind, type and summary."""
        self._page, self._types = page, {}
        self.kind.set_value(draft.claim.kind.value)
        self._set_type(draft.claim.type)
        self.summary.set_value(draft.claim.summary)
        self.rows["summary"].set_error("")

    def read(self, draft: Draft) -> Draft:
        """``draft`` with this kind, type and summary."""
        claim = replace(
            draft.claim,
            kind=Kind(self.kind.value()),
            type=self._type,
            summary=self.summary.value(),
        )
        return replace(draft, claim=claim)

    def pick_kind(self, kind: str) -> None:
        """Choose a kind as if by hand."""
        self.kind.set_value(kind)
        self._kind_picked()

    def finish(self) -> None:
        """Take what was typed for a type if only one fits; else say that one must be chosen."""
        typed = self.type.text().strip()
        if self._type or not typed:
            return
        fitting = self._options(typed)
        exact = [option for option in fitting if folded(option.label) == folded(typed)]
        if len(exact or fitting) == 1:
            self._type_picked((exact or fitting)[0])
        else:
            self.rows["type"].set_error(
                _("No type is called “{words}”. Choose one from the list.").format(words=typed)
            )

    def repaint_kinds(self) -> None:
        """Paint the colours of the kinds again, after a change of theme."""
        for place in range(self.kind.count()):
            self.kind.setItemIcon(place, _swatch(str(self.kind.itemData(place)), self.kind))

    def _fill_kinds(self) -> None:
        for kind in Kind:
            self.kind.addItem(kind_name(kind.value), kind.value)
        self.repaint_kinds()
        keys = _("Alt+1 to Alt+6 choose a kind.")
        self.kind.setToolTip(keys)
        self.kind.setAccessibleDescription(keys)

    def _options(self, typed: str) -> list[Option]:
        """Types of the chosen kind that fit; if none does, those of the other kinds."""
        kind, speech = self.kind.value(), i18n.language()
        found = self._page.types.search(typed, kind, language=speech)
        if found or not typed.strip():
            return [Option(term.label(speech), term, _defined(term)) for term in found]
        other = self._page.types.search(typed, language=speech)
        return [
            Option(f"{term.label(speech)} ({kind_name(term.kind)})", term, _defined(term))
            for term in other
            if term.kind
        ]

    def _kind_picked(self) -> None:
        kind = self.kind.value()
        if not self._type.startswith(kind + "/"):
            self._set_type(self._types.get(kind, ""))
        self.did_change_kind.emit(kind)
        self.did_edit.emit()

    def _type_picked(self, option: Option) -> None:
        term: Term = option.value
        if term.kind and term.kind != self.kind.value():
            self.kind.set_value(term.kind)
            self.did_change_kind.emit(term.kind)
        self._set_type(term.id)
        self.did_edit.emit()

    def _type_walked(self, option: Option) -> None:
        self.rows["type"].set_error("")
        self.rows["type"].set_hint(_explained(option.value))

    def _type_typed(self, text: str) -> None:
        self._type = wrong = ""
        exact = [
            option.value
            for option in self._options(text)
            if folded(text) in map(folded, option.value.names())
        ]
        if len(exact) == 1 and exact[0].kind == self.kind.value():
            self._type = exact[0].id
        elif text.strip() and not self.type.offered:
            wrong = _("No type fits “{words}”. Down shows them all.").format(words=text.strip())
        self._explain()
        self.rows["type"].set_error(wrong)
        self.did_edit.emit()

    def _summary_typed(self) -> None:
        self.rows["summary"].set_error("")
        self.did_edit.emit()

    def _set_type(self, ident: str) -> None:
        self._type = ident
        if ident:
            self._types[ident.partition("/")[0]] = ident
        term = self._page.types.term(ident) if ident else None
        known = term or (Term(ident, {}) if ident else None)
        self.type.set_value(known.label(i18n.language()) if known else "")
        self._explain()

    def _explain(self) -> None:
        """Say what the type means; when to use it only while it is being chosen."""
        self.rows["type"].set_error("")
        term = self._page.types.term(self._type) if self._type else None
        if term is None:
            self.rows["type"].set_hint("")
        elif self.type.hasFocus():
            self.rows["type"].set_hint(_explained(term))
        else:
            self.rows["type"].set_hint("")
        self.type.setToolTip(_explained(term) if term else "")


def _defined(term: Term) -> str:
    return in_language(term.definition, i18n.language())


def _explained(term: Term) -> str:
    lines = [_defined(term)]
    if use := in_language(term.use_when, i18n.language()):
        lines.append(_("Use when: {words}").format(words=use))
    if avoid := in_language(term.not_when, i18n.language()):
        lines.append(_("Not when: {words}").format(words=avoid))
    return "\n".join(line for line in lines if line)


def _swatch(kind: str, widget: QWidget) -> QIcon:
    """A small square in the colour of a kind."""
    size, ratio = QSize(12, 12), widget.devicePixelRatioF()
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.kind_colours(kind).line))
    painter.drawRoundedRect(0, 0, 12, 12, 3, 3)
    painter.end()
    return QIcon(picture)

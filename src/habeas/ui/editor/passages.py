"""The words that a claim rests on."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from habeas.domain.draft import Draft, Span
from habeas.i18n import _
from habeas.overview import regions
from habeas.ui import icons, theme
from habeas.ui.editor.labels import row
from habeas.ui.editor.page import Page
from habeas.ui.editor.tabbing import tab_through
from habeas.ui.widgets.wrapping import hold_height

SHOWN = 240  # characters of a quote; the reader beside it shows the whole


class Passages(QWidget):
    """The quotes of a claim; the reader adds to them."""

    did_edit = Signal()
    did_show = Signal(object)  # tuple[Span, ...]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = Page()
        self.spans: tuple[Span, ...] = ()
        self._quotes: list[QWidget] = []
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.GAP // 2)
        hold_height(self._list)
        self.rows = {"passages": row("passages", self._list)}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows["passages"])

    def fill(self, draft: Draft, page: Page) -> None:
        """Show the draft's passages."""
        self._page, self.spans = page, draft.spans
        self._show()

    def read(self, draft: Draft) -> Draft:
        """``draft`` with these passages."""
        return replace(draft, spans=self.spans)

    def add(self, span: Span) -> None:
        """Let the claim rest on these words too."""
        if span not in self.spans:
            self._take((*self.spans, span))

    def _remove(self, span: Span) -> None:
        self._take(tuple(one for one in self.spans if one != span))

    def _take(self, spans: tuple[Span, ...]) -> None:
        self.spans = spans
        self._show()
        self.did_show.emit(spans)
        self.did_edit.emit()

    def _show(self) -> None:
        for quote in self._quotes:
            self._column.removeWidget(quote)
            quote.hide()
            quote.deleteLater()
        self._quotes = [self._quote(span, n + 1) for n, span in enumerate(self.spans)]
        for quote in self._quotes:
            self._column.addWidget(quote)
            quote.show()
        self._list.setVisible(bool(self._quotes))
        self._list.updateGeometry()
        self.rows["passages"].set_error("")
        self.rows["passages"].set_hint(_("Select words in the text and press M to add them."))
        tab_through(self)

    def _quote(self, span: Span, number: int) -> QWidget:
        words = " ".join(self._page.text[span.start : span.end].split())
        short = words if len(words) <= SHOWN else words[: SHOWN - 1].rstrip() + "…"
        quote = regions.in_words(span.region) or _("“{words}”").format(words=short)
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.GAP // 2)
        label = QLabel(quote, box)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setFont(theme.reading_font(10.5))
        gone = QToolButton(box)
        icons.put(gone, "close")
        theme.role(gone, "flat")
        gone.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        named = _("Remove passage {n}").format(n=number)
        gone.setToolTip(named)
        gone.setAccessibleName(named)
        gone.clicked.connect(lambda _on=False, off=span: self._remove(off))
        line.addWidget(label, 1)
        line.addWidget(gone, 0, Qt.AlignmentFlag.AlignTop)
        hold_height(box)
        return box

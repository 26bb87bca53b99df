"""The page of a source beside its text: drawn when it is looked at, with what is marked on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from habeas.domain import page as placing
from habeas.domain import region as regions
from habeas.domain.draft import Span
from habeas.domain.page import Box, Page
from habeas.i18n import _
from habeas.overview import pages
from habeas.overview.cards import SUGGESTED, Card
from habeas.overview.pages import Captured
from habeas.ui.jobs import Job
from habeas.ui.rendering import PDF, Draughtsman, Drawn, is_drawn
from habeas.ui.views.pageviewplaces import Facing
from habeas.ui.views.pageviewtimes import TimesView
from habeas.ui.views.pageviewweb import WebView
from habeas.ui.widgets.picturepaint import BoxMark
from habeas.ui.widgets.readerbar import BOTH, PAGE, TEXT

if TYPE_CHECKING:
    from habeas.ui.views.reading import ReadingPane

_WAY = "sources/way"  # where the case keeps what is shown of a source with pages
_SELECTED = "selected"  # the key of the mark of the words that are selected in the text
_SCALE = 2.0  # pixels for each point of a page at first
_FINEST = 6.0  # however large it is made
_SHARPER = 1.3  # times finer than it was drawn: then it is drawn anew


class PageView(QObject):
    """Shows the pages of what a ReadingPane reads, and takes rectangles drawn on them."""

    did_mark = Signal()  # a rectangle was drawn, or given up

    def __init__(self, pane: ReadingPane, facing: Facing) -> None:
        super().__init__(pane)
        self._pane, self._facing = pane, facing
        self._picture, self._bar = facing.picture, facing.bar
        self._capture = Captured()
        self._count = 0
        self.number = 0
        self._page: Page | None = None
        self._scale = _SCALE
        self._token = 0  # of the page that is wanted
        self._looked = False  # whether the user looked under the cover of this source
        self._job: Job | None = None
        self._draughtsman = Draughtsman()
        self.web = WebView(pane, facing, self._draughtsman)
        self._rectangle = ""  # the region that was drawn, or the stretch of time
        self._draft: BoxMark | None = None  # of the claim that is edited, and what it rests on
        self._drafted: tuple[Span, ...] = ()
        self.times = TimesView(pane, facing)
        self.times.did_mark.connect(self._take)
        self._bar.did_choose.connect(self.show_way)
        self._bar.did_turn.connect(self._asked_page)
        self._picture.did_mark.connect(self._marked)
        self._picture.did_choose.connect(pane.choose)
        self._picture.did_uncover.connect(self._uncovered)
        self._picture.did_zoom.connect(self._zoomed)
        pane.reader.selectionChanged.connect(self._selected)

    # what is shown

    def open(self, capture: Captured) -> None:
        """Get ready for another source, read from ``capture``; its first page is drawn if seen."""
        self.forget()
        self._capture = capture
        drawn = is_drawn(capture.media_type) and capture.layer
        self._count = pages.count_of_pages(self._pane.desk.case, capture.layer) if drawn else 0
        self.number = min(1, self._count)
        self.web.open(capture)
        self.times.open(capture)

    def forget(self) -> None:
        """Draw nothing any more: another source is read, or none."""
        self._token += 1
        self.web.forget()
        self.times.stop()
        if self._job is not None and isValid(self._job):
            self._job.stop()
        self._job, self._page, self._count, self.number = None, None, 0, 0
        self._looked, self._draft = False, None
        self._picture.show_words("")
        self._drop()

    def close(self) -> None:
        """End the process that draws: the case closes."""
        self.forget()
        self._draughtsman.close()

    @property
    def has_pages(self) -> bool:
        """Whether the source has pages that can be drawn."""
        return self._count > 0

    @property
    def count(self) -> int:
        """How many pages there are."""
        return self._count

    def place(self, *, has_text: bool) -> None:
        """Show the source in one of the ways there are: with text as was chosen last."""
        ways = self._ways(has_text=has_text)
        kept = self._pane.desk.kept(_WAY, TEXT)
        way = kept if kept in ways else (ways[0] if ways else TEXT)
        self._show_way(way, ways, has_text=has_text)

    def show_way(self, way: str) -> None:
        """Show the text, the page or both, and remember it for this case."""
        self._pane.desk.keep(_WAY, way)
        self.place(has_text=True)
        self._facing.page.setFocus()

    @property
    def has_ways(self) -> bool:
        """Whether the source can be seen in more than one way."""
        return len(self._ways(has_text=bool(self._pane.reader.text.strip()))) > 1

    def turn_way(self) -> None:
        """From the text to the page, to both, and back to the text."""
        if self.has_ways:
            ways = self._ways(has_text=True)
            self.show_way(ways[(ways.index(self._facing.way) + 1) % len(ways)])

    def turn_to(self, number: int) -> None:
        """Show another page."""
        number = min(max(number, 1), self._count)
        if number != self.number and self.has_pages:
            self.number = number
            self._drop()
            self._draw()

    def next(self) -> None:
        """The next page."""
        self._asked_page(self.number + 1)

    def previous(self) -> None:
        """The page before."""
        self._asked_page(self.number - 1)

    # what is marked

    @property
    def span(self) -> Span | None:
        """The rectangle, or the stretch of time, as a passage of a draft; None if there is none."""
        return Span(0, 0, self._rectangle) if self._rectangle else None

    def drop(self) -> None:
        """Give up the rectangle that was drawn."""
        self._drop()
        self.show_marks()

    def show_marks(self) -> None:
        """Paint what the cards rest on, as far as it is on this page."""
        if self._page is None or not self._is_seen:
            return
        page, marks, current = self._page, [], self._pane.key
        if self._draft is not None and self._pane.is_editing:
            marks.append(replace(self._draft, boxes=tuple(_placed(self._drafted, page))))
            current = self._draft.key
        for card in self._pane.shown:
            if marks and card.key == current:
                continue
            if boxes := tuple(_placed(_spans(card), page)):
                suggested = card.state == SUGGESTED
                marks.append(
                    BoxMark(card.key, card.kind, boxes, words=card.summary, suggested=suggested)
                )
        words = self._pane.reader.selected() or Span(0, 0)
        if boxes := tuple(placing.rectangles(page, words.start, words.end)):
            marks.append(BoxMark(_SELECTED, "", boxes, words=_("The selected words")))
        self._picture.set_marks(marks)
        self._picture.set_current(current)

    def show_draft(self, key: str, kind: str, spans: Sequence[Span]) -> None:
        """Paint what the claim in the editor rests on as the current mark."""
        self._draft, self._drafted = BoxMark(key, kind, ()), tuple(spans)
        self.show_marks()

    def reveal(self, card: Card) -> None:
        """Show the page that a card rests on, and its place there; or when it was said."""
        for region in card.regions:
            self.times.reveal(region)
        if not self.has_pages or not self._is_seen:
            return
        if number := self._page_of(card):
            self.turn_to(number)
            self.show_marks()
            self._picture.reveal(card.key)

    # inside

    @property
    def _is_seen(self) -> bool:
        return self.has_pages and self._facing.way != TEXT

    def _page_of(self, card: Card) -> int:
        for region in card.regions:
            if (number := regions.page_of(region)) is not None:
                return number
        if not card.spans:
            return 0
        return pages.page_at(self._pane.desk.case, self._capture.layer, card.start)

    def _ways(self, *, has_text: bool) -> tuple[str, ...]:
        """How the source can be seen; a page of the web is too wide to stand beside its text."""
        if not self.has_pages and not self.web.is_web and not self.times.is_recording:
            return ()
        if not has_text:
            return (BOTH,)
        return (TEXT, PAGE) if self.web.is_web else (TEXT, PAGE, BOTH)

    def _show_way(self, way: str, ways: Sequence[str], *, has_text: bool) -> None:
        look: QWidget = self.web.page if self.web.is_web else self._picture
        self._facing.put_look(self.times.times if self.times.is_recording else look)
        self._bar.show_ways(ways, way)
        self._bar.show_pages(self.number, self._count)
        self._bar.setVisible(len(ways) > 1 or self._count > 1)
        self._facing.show_way(way, stacked=not has_text and bool(ways))
        self.web.show()
        if self._is_seen and self._page is None:
            self._selected()
            self._draw()
        else:
            self.show_marks()

    def _draw(self, *, scale: float = _SCALE) -> None:
        """Have the page drawn."""
        self._bar.show_pages(self.number, self._count)
        if not self._is_seen:
            return
        if scale == _SCALE:
            self._page = None
            self._picture.show_words(_("Page {n} is being drawn…").format(n=self.number))
        self._token, self._scale = self._token + 1, scale
        if self._job is not None and isValid(self._job):
            self._job.stop()
        work = self._draughtsman.drawing(
            self._pane.desk.case, self._capture, number=self.number, scale=scale
        )
        token = self._token
        self._job = self._draughtsman.run(
            work,
            parent=self,
            done=partial(self._drawn, token),
            failed=partial(self._failed, token),
        )

    def _drawn(self, token: int, drawn: Drawn) -> None:
        if not isValid(self) or token != self._token:
            return
        again = self._page is not None
        self._page = drawn.page
        if drawn.picture is None:
            self._picture.show_words(drawn.problem)
        elif again:
            self._picture.sharpen(drawn.picture)
        else:
            said = _("Page {n} of {of}").format(n=drawn.number, of=self._count)
            self._picture.show_page(
                drawn.picture,
                size=(drawn.page.width, drawn.page.height),
                name=said if self._count > 1 else "",
                covered=self._is_covered(drawn.page),
            )
            if self._capture.media_type != PDF:
                self._picture.fit_page()
        self.show_marks()

    def _failed(self, token: int, error: BaseException) -> None:
        if isValid(self) and token == self._token:
            self._picture.show_words(_("This page cannot be shown."))
            self._pane.desk.did_fail.emit(error)

    def _is_covered(self, page: Page) -> bool:
        """Whether the user is spared the page: a picture, a scan."""
        return self._pane.source.covered and not self._looked and not page.words

    def _uncovered(self) -> None:
        self._looked = True

    def _zoomed(self, sharpness: float) -> None:
        if self._capture.media_type != PDF or self._page is None:
            return
        wanted = min(_FINEST, sharpness)
        if wanted > self._scale * _SHARPER:
            self._draw(scale=wanted)

    def _asked_page(self, number: int) -> None:
        """Turn the page, and the text with it."""
        if not 1 <= number <= self._count:
            return
        self.turn_to(number)
        case, layer = self._pane.desk.case, self._capture.layer
        start = pages.start_of_page(case, layer, number)
        if start is not None and self._pane.reader.text:
            self._pane.reader.put_at_top(start)

    def _selected(self) -> None:
        """Words were selected in the text: their page is shown."""
        if not self._is_seen:
            return
        words = self._pane.reader.selected()
        if words is not None:
            self._drop()
            if at := pages.page_at(self._pane.desk.case, self._capture.layer, words.start):
                self.turn_to(at)
        self.show_marks()

    def _marked(self, box: Box) -> None:
        """A rectangle was drawn: the words inside are selected, or it is a passage itself."""
        if self._page is None:
            return
        start, end = placing.stretch(self._page, box)
        if end > start:
            self._drop()
            self._pane.reader.select(Span(start, end))
        else:
            try:
                self._take(regions.rectangle(self.number, box))
            except ValueError:  # off the page, or as thin as a hair
                self._drop()
            return
        self.did_mark.emit()

    def _take(self, region: str) -> None:
        """Take a region as what a claim can be made of."""
        self._rectangle = region
        self._pane.reader.select_nothing()
        self.did_mark.emit()

    def _drop(self) -> None:
        had, self._rectangle = bool(self._rectangle), ""
        self._picture.drop_rectangle()
        if had:
            self.did_mark.emit()


def _spans(card: Card) -> tuple[Span, ...]:
    """What a card rests on."""
    return (*card.spans, *(Span(0, 0, region) for region in card.regions))


def _placed(spans: Sequence[Span], page: Page) -> Iterator[Box]:
    """Where words and places are on a page."""
    for span in spans:
        if span.region:
            found = regions.rectangles(span.region)
            yield from (box for number, box in found if number == page.number)
        elif span.start < page.end and page.start < span.end:
            yield from placing.rectangles(page, span.start, span.end)

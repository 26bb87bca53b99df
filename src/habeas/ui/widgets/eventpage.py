"""The page of one event: how many, when, who says so, and where two claims cannot both hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from habeas import vocabulary
from habeas.domain.quantity import Quantity
from habeas.domain.voice import Voice
from habeas.domain.when import Holding, When
from habeas.i18n import _, ngettext
from habeas.overview import regions
from habeas.overview.agreement import About, Agreement, Side, alike, named
from habeas.overview.register import Page, Tie, chain, source_name
from habeas.overview.wording import quantity_in_words, when_in_words
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.widgets.chip import KindBadge
from habeas.ui.widgets.heading import Heading
from habeas.ui.widgets.quantitychart import (
    ChartTable,
    day_scale,
    quantity_mark,
    quantity_scale,
    when_mark,
)
from habeas.ui.widgets.registerpage import Scrolled, caption, plain
from habeas.ui.widgets.sidebyside import Box, Chains, Line, ListTable, TwoLines
from habeas.ui.widgets.verdict import Verdict
from habeas.ui.widgets.wrappedbuttons import Button, WrappedButtons

_MOST_SENTENCES = 12


class EventPage(Scrolled):
    """Shows a Page; every mark and every line opens the claim and the words behind it."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(_("Event"), parent=parent)
        self._desk = desk
        self._page: Page | None = None
        self._before: QWidget | None = None  # from where Tab comes into the page
        self._ties: dict[int, Tie] = {}
        self.badge = KindBadge("incident", parent=self.page)
        self.type = QLabel(self.page)
        theme.role(self.type, "muted")
        self.heading = Heading(look="headline", parent=self.page)
        self.note = plain("", "muted", self.page)
        self.verdict = Verdict(self.page)
        self.counts: list[ChartTable] = []
        self._counts = QVBoxLayout()
        self.days = ChartTable(
            _("When"), (_("When"), _("Day")), open_=self._open, days=True, parent=self.page
        )
        self.chains = ListTable(_("Who says so"), Chains(), open_=self._open, parent=self.page)
        self.claims = ListTable(_("All claims"), TwoLines(), open_=self._open, parent=self.page)
        self.links = ListTable(_("Links"), TwoLines(), open_=self._follow, parent=self.page)
        self._buttons = WrappedButtons(self.page)
        self._captions: dict[str, QLabel] = {}
        self._lay_out()

    @property
    def current_claim(self) -> int:
        """The claim that the keyboard stands on; 0 if on none."""
        line = self.claims.current
        return line.ident if line is not None else 0

    def summaries(self) -> list[tuple[int, str]]:
        """The claims of the event: id, and who says what."""
        sides = self._page.agreement.sides if self._page else ()
        return [
            (side.claim.id, f"{side.claim.summary} ({source_name(side.source)})") for side in sides
        ]

    def values(self) -> list[tuple[int, str]]:
        """The claims that the event can stand on: those with a value, and those that disagree."""
        if self._page is None:
            return []
        found, stood = self._page.agreement, self._page.event.stands_on
        sides = {side.claim.id: side for side in found.sides}
        return [
            (ident, words)
            for ident, words in self.summaries()
            if ident in found.apart or ident == stood or _has_value(sides[ident])
        ]

    def own_links(self) -> list[tuple[int, str]]:
        """The links of the event itself, not those of its claims: id, and what each says."""
        return [(tie.id, _tied(tie)) for tie in self._ties.values() if tie.own]

    def enter(self) -> None:
        """Put the keyboard on the first table of the page."""
        tables = (*self.counts, self.days, self.chains, self.claims)
        first = next((table for table in tables if table.isVisible()), self.claims)
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def passages(self) -> list[tuple[int, str]]:
        """The passages that the event's claims rest on: id and quote."""
        if self._page is None:
            return []
        rows = self._desk.case.query(
            "SELECT DISTINCT p.id, p.kind, p.quote, p.region FROM claim c "
            "JOIN claim_passage cp ON cp.claim = c.id "
            "JOIN passage p ON p.id = cp.passage WHERE c.event = ? ORDER BY p.id",
            self._page.event.id,
        )
        return [
            (row["id"], regions.quote_of(row["kind"], row["quote"], row["region"])) for row in rows
        ]

    def put_buttons(self, buttons: Sequence[Button]) -> None:
        """What can be done with the event, below its title."""
        self._buttons.put(buttons)

    def tab_from(self, before: QWidget) -> None:
        """Let Tab go from ``before`` through the page from top to bottom."""
        tables = (*self.counts, self.days, self.chains, self.claims, self.links)
        for one, following in pairwise((before, *self._buttons.made, *tables)):
            QWidget.setTabOrder(one, following)
        self._before = before

    def show_page(self, page: Page) -> None:
        """Show another event, or this one as it is now."""
        same = self._page is not None and self._page.event.id == page.event.id
        at = self.verticalScrollBar().value() if same else 0
        self._page = page
        event, found = page.event, page.agreement
        self.badge.setVisible(event.kind in theme.tokens().kinds)
        if event.kind in theme.tokens().kinds:
            self.badge.set_kind(event.kind)
        self.type.setText(vocabulary.label("types", event.type) if event.type else "")
        self.heading.set_title(event.title)
        self.heading.set_meta(*page.facts)
        self.note.setText(event.note)
        self.note.setVisible(bool(event.note))
        self._show_counts(found)
        self.verdict.show_words(*_verdict(page))
        self._show_days(found)
        self.chains.show_lines(_chains(found))
        clashing = found.apart
        self.claims.show_lines([_claim(side, page, clashing) for side in found.sides])
        self._show_links(page)
        self._buttons.refresh()
        self.verticalScrollBar().setValue(at)

    def _show_counts(self, found: Agreement) -> None:
        groups, apart = alike(found.sides), found.apart_in(About.QUANTITY)
        self._captions["counts"].setVisible(bool(groups))
        more = len(groups) > len(self.counts)
        while len(self.counts) < len(groups):
            words = _("How many")
            table = ChartTable(
                words, (words, words), open_=self._open, days=False, parent=self.page
            )
            self._counts.addWidget(table)
            self.follow(table)
            self.counts.append(table)
        if more and self._before is not None:
            self.tab_from(self._before)
        for table, group in zip(self.counts, groups, strict=False):
            lines = [_count(side, apart) for side in group]
            marks = [line.mark for line in lines if line.mark is not None]
            unit = next((s.claim.quantity.unit for s in group if s.claim.quantity.unit), "")
            table.lines.headings = (vocabulary.unit_label(unit).upper(), _("How many"))
            table.show_lines(lines, quantity_scale(marks))
            table.show()
        for table in self.counts[len(groups) :]:
            table.hide()

    def _show_days(self, found: Agreement) -> None:
        apart = found.apart_in(About.DATE)
        lines = [_day(side, apart) for side in found.sides if _dated(side)]
        marks = [line.mark for line in lines if line.mark is not None]
        self._captions["days"].setVisible(bool(lines))
        self.days.setVisible(bool(lines))
        self.days.lines.headings = ("", _("Day"))
        self.days.show_lines(lines, day_scale(marks) if marks else None)

    def _show_links(self, page: Page) -> None:
        self._ties = {tie.id: tie for tie in page.ties}
        lines = [
            Line(tie.id, _tied(tie), _quoted(tie.quote) if tie.quote else "") for tie in page.ties
        ]
        self.links.show_lines(lines)
        self.links.setVisible(bool(lines))
        self._captions["links"].setVisible(bool(lines))

    def _open(self, line: Line) -> None:
        self._desk.ask("claim", line.ident)

    def _follow(self, line: Line) -> None:
        tie = self._ties[line.ident]
        here = self._page.event.id if self._page else 0
        if tie.event and tie.event != here:  # a link within the event leads to its other claim
            self._desk.ask("event", tie.event)
        elif tie.claim:
            self._desk.ask("claim", tie.claim)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.badge)
        top.addWidget(self.type, 1)
        self.column.addLayout(top)
        for widget in (self.heading, self.note, self._buttons):
            self.column.addWidget(widget)
        self._section("counts", _("How many"))
        self.column.addLayout(self._counts)
        self.column.addWidget(self.verdict)
        for name, words, table in (
            ("days", _("When"), self.days),
            ("chains", _("Who says so"), self.chains),
            ("claims", _("All claims"), self.claims),
            ("links", _("Links"), self.links),
        ):
            self._section(name, words)
            self.column.addWidget(table)
            self.follow(table)
        self.column.addStretch()

    def _section(self, name: str, words: str) -> None:
        label = caption(words, self.page)
        label.setContentsMargins(6, 2 * theme.GAP, 0, 0)
        self._captions[name] = label
        self.column.addWidget(label)


def _verdict(page: Page) -> tuple[list[str], list[str]]:
    """What cannot both hold, each sentence once; then what can, and what is stood on."""
    found, event = page.agreement, page.event
    apart = list(dict.fromkeys(d.sentence for d in found.disagreements))
    rest = list(found.agreeing)
    for sentences in (apart, rest):
        if len(sentences) > _MOST_SENTENCES:
            more = len(sentences) - _MOST_SENTENCES
            del sentences[_MOST_SENTENCES:]
            sentences.append(ngettext("and {n} more", "and {n} more", more).format(n=more))
    stood = next((s for s in found.sides if s.claim.id == event.stands_on), None)
    if stood is not None:
        value = named(stood.claim.quantity) if stood.claim.quantity.words else stood.claim.summary
        rest.append(
            _("Standing on {value}: {reason}").format(value=value, reason=event.stands_reason)
        )
    elif apart:
        rest.append(_("Standing on: nothing yet."))
    return apart, rest


def _count(side: Side, apart: frozenset[int]) -> Line:
    quantity = side.claim.quantity
    return Line(
        side.claim.id,
        chain(side),
        _quoted(quantity.words) if quantity.words else "",
        says=quantity_in_words(quantity),
        kind=side.claim.kind.value,
        mark=quantity_mark(quantity),
        apart=side.claim.id in apart,
    )


def _day(side: Side, apart: frozenset[int]) -> Line:
    when = side.claim.when
    return Line(
        side.claim.id,
        chain(side),
        _quoted(when.words) if when.words else "",
        says=when_in_words(when, side.source.published),
        kind=side.claim.kind.value,
        mark=when_mark(when, side.source.published),
        apart=side.claim.id in apart,
    )


def _dated(side: Side) -> bool:
    return bool(side.claim.when.edtf) or side.claim.when.holding is Holding.SOURCE_DAY


def _has_value(side: Side) -> bool:
    return side.claim.quantity != Quantity() or _dated(side)


def _tied(tie: Tie) -> str:
    return _("{link}: {title}").format(link=tie.says, title=tie.title)


def _claim(side: Side, page: Page, clashing: frozenset[int]) -> Line:
    claim = side.claim
    apart = claim.id in clashing
    said = [
        vocabulary.label("assertions", claim.assertion).lower(),
        vocabulary.label("stages", claim.stage).lower() if claim.stage else "",
        _("disagrees") if apart else "",
        _("the event stands on this") if page.event.stands_on == claim.id else "",
        chain(side),
    ]
    quotes = " … ".join(page.quotes.get(claim.id, ()))
    return Line(
        claim.id,
        claim.summary,
        _quoted(quotes) if quotes else "",
        says=" · ".join(part for part in said if part),
        kind=claim.kind.value,
        apart=apart,
    )


def _chains(found: Agreement) -> list[Line]:
    """Each chain once, with how many claims go through it and how many sources share its origin."""
    sides: dict[tuple[str, ...], list[Side]] = {}
    behind: dict[str, set[int]] = {}
    for side in found.sides:
        key = (*(voice.name for voice in side.voices), str(side.source.id))
        sides.setdefault(key, []).append(side)
        behind.setdefault(side.origin, set()).add(side.source.id)
    told = Counter({origin: len(sources) for origin, sources in behind.items()})
    return [_chain(of, found, shared=told[of[0].origin]) for of in sides.values()]


def _chain(sides: list[Side], found: Agreement, *, shared: int) -> Line:
    side = sides[0]
    said = [ngettext("{n} claim", "{n} claims", len(sides)).format(n=len(sides))]
    if shared > 1:
        said.append(_("one origin behind {n} of {all} sources").format(n=shared, all=found.sources))
    spoken = _spoken(side)
    boxes = (*(_box(voice) for voice in side.voices), Box(source_name(side.source), spoken))
    return Line(side.claim.id, chain(side), says=", ".join(said), boxes=boxes)


def _box(voice: Voice) -> Box:
    said = [
        vocabulary.label("verbs", voice.verb).lower() if voice.verb else "",
        vocabulary.label("media", voice.medium).lower() if voice.medium else "",
        _("inferred by the reader") if voice.inferred else "",
    ]
    return Box(voice.name, ", ".join(part for part in said if part))


def _spoken(side: Side) -> str:
    """What kind of source it is and when it speaks."""
    kind = vocabulary.label("source-kinds", side.source.kind)
    if not side.source.published:
        return kind
    return f"{kind}, {when_in_words(When(edtf=side.source.published))}"


def _quoted(words: str) -> str:
    return _("“{words}”").format(words=" ".join(words.split()))

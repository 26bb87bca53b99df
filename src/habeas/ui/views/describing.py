"""What the reader is told: facts of a source, a warning, why nothing is suggested."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import shorten

from habeas import vocabulary
from habeas.domain.source import Source
from habeas.i18n import LANGUAGES, _, ngettext
from habeas.overview import calling, pages
from habeas.overview.cards import SUGGESTED, Card
from habeas.overview.pages import Captured
from habeas.services import collecting
from habeas.store.case import Case
from habeas.ui.widgets.marks import Mark
from habeas.ui.widgets.readerhead import ReaderHead
from habeas.ui.widgets.sourcelist import short_day

_AUTHOR = 60  # letters of who wrote it


def layer_of(case: Case, source: int) -> str:
    """The hash of the text that the source is read in; empty if it was not seen."""
    return collecting.layer_of(case, source)


def length_of(case: Case, layer: str) -> int:
    """How many characters a layer has; 0 if there is none."""
    found = case.query("SELECT length FROM layer WHERE hash = ?", layer)
    return int(found[0]["length"]) if found else 0


def leaning(case: Case, source: int) -> list[tuple[int, str, str]]:
    """The claims that lean on a cited source: id, summary, and the title of their own source."""
    found = case.query(
        f"SELECT c.id, c.summary, {calling.sql('s')} AS title FROM claim c "
        "JOIN source s ON s.id = c.source WHERE c.id IN "
        "(SELECT claim FROM voice WHERE cited_source = ?) ORDER BY c.id",
        source,
    )
    return [(row["id"], row["summary"], row["title"]) for row in found]


def tell(
    head: ReaderHead,
    case: Case,
    source: Source,
    capture: Captured,
    *,
    lost: int,
    awaited: bool = False,
) -> None:
    """Show a source's facts above its text, and that the text is ``awaited``."""
    warning = ""
    if lost:
        warning = ngettext(
            "{n} passage is not found where it was marked: its words no longer stand there.",
            "{n} passages are not found where they were marked: their words no longer stand there.",
            lost,
        ).format(n=lost)
    notes = [_("Reading…")] if awaited else capture.notes
    wholes = [(whole.id, whole.name) for whole in pages.wholes(case, source.id)]
    head.show_ties(wholes, pages.count_of_parts(case, source.id))
    head.show_source(source.title, list(_facts(source, capture)), notes=notes, warning=warning)


def state_of_suggestions(
    source: Source, *, layer: str, found: Sequence[object], left: int, looking: bool
) -> str:
    """What stands below the cards: why nothing is suggested, or that it is being looked for."""
    by_hand = _("Select words and press 1 to 6.")
    if not layer:
        return ""  # it is said where the text would stand
    if looking:
        return _("Looking for claims to suggest…")
    if not source.language:
        why = _("The language of this source is not stated (D), so nothing is suggested.")
        return f"{why} {by_hand}"
    if source.language not in LANGUAGES:
        why = _("Habeas suggests claims in English and Spanish only.")
        return f"{why} {by_hand}"
    if not found:
        return f"{_('Nothing is suggested here.')} {by_hand}"
    return "" if left else _("No suggestion is left.")


def mark(card: Card) -> Mark:
    """The mark of a card on the text."""
    suggested = card.state == SUGGESTED
    return Mark(card.key, card.kind, card.spans, suggested=suggested, words=card.summary)


def nearest(key: str, former: Sequence[Card], now: Sequence[Card]) -> str:
    """The card that takes the place of one that is gone: the one whose words are nearest."""
    gone = next((card for card in former if card.key == key), None)
    if gone is None or not now:
        return ""
    return min(now, key=lambda card: (abs(card.start - gone.start), card.kind != gone.kind)).key


def stepped(key: str, cards: Sequence[Card], *, by: int, seen: int) -> str:
    """The card ``by`` further than the one with ``key``; without it, the one nearest to ``seen``.

    ``seen`` is where what is shown of the text begins.
    """
    keys = [card.key for card in cards]
    if key in keys:
        at = keys.index(key) + by
    elif by > 0:
        at = sum(1 for card in cards if card.spans and card.end <= seen)
    else:
        at = len(keys) - 1
    return keys[min(max(at, 0), len(keys) - 1)] if keys else ""


def after(key: str, cards: Sequence[Card]) -> str:
    """The suggestion after the one with ``key``; from the last, the first that is left."""
    keys = [card.key for card in cards if card.state == SUGGESTED]
    at = keys.index(key) if key in keys else -1
    rest = keys[at + 1 :] + keys[: max(at, 0)]
    return rest[0] if rest else key


def _facts(source: Source, found: Captured) -> Iterator[str]:
    yield source.publisher or vocabulary.label("source-kinds", source.kind)
    if source.author and source.author != source.publisher:
        yield shorten(source.author, _AUTHOR, placeholder="…")  # of a mail, whom it is from
    if source.published:
        day = short_day(source.published)
        yield _("{day} (inferred)").format(day=day) if source.published_inferred else day
    else:
        yield _("date not stated")
    if source.confidentiality != "public":
        yield vocabulary.label("confidentiality", source.confidentiality).lower()
    if not source.seen:
        yield _("not seen by us")
    if pages.is_past(source.retain_until):
        yield _("kept past its date")
    if found.sha256:
        yield f"sha256 {found.sha256[:4]}…{found.sha256[-4:]}"
        yield _("captured {day}").format(day=short_day(found.captured[:10]))

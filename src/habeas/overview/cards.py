"""Cards: what a reader needs to see of each claim, and of each suggestion, beside its passage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from habeas import vocabulary
from habeas.domain.claim import Assertion, Claim
from habeas.domain.draft import Cited, Draft, PlaceName, Span
from habeas.domain.passage import Passage, PassageKind, holds
from habeas.domain.register import folded
from habeas.domain.source import Source
from habeas.domain.voice import Role, Voice
from habeas.domain.when import Holding
from habeas.i18n import _
from habeas.overview import calling, regions
from habeas.overview.agreement import Side, compare
from habeas.overview.wording import (
    duration_in_words,
    quantity_in_words,
    scope_in_words,
    when_in_words,
)
from habeas.store.case import Case
from habeas.store.records import from_row
from habeas.suggest.found import Suggestion

_EXACT = 1000  # thousandths: found again word by word
SUGGESTED = "suggested"
_WORDS = (PassageKind.TEXT, PassageKind.ROW)
_OF_SOURCE = "JOIN claim c ON c.id = {table}.claim WHERE c.source = ? ORDER BY {table}.claim, {by}"


@dataclass(frozen=True, slots=True)
class Card:
    """A claim of the record (``claim`` is its id) or a suggestion (``claim`` 0) in words.

    ``key`` stays the same while the record changes.  ``spans`` are code points of the text that is
    read now; of passages that do not stand there ``lost`` has the words, and ``alike`` says how
    well those were found again that were not found word by word (thousandths).  ``state`` is
    suggested, accepted, edited or hand; ``others`` counts other sources in its event, and
    ``disagreeing`` the claims there that cannot hold together with this one.
    """

    key: str
    kind: str
    summary: str
    claim: int = 0
    state: str = SUGGESTED
    type: str = ""  # in words, with the stage
    when: str = ""
    scope: str = ""
    quantity: str = ""
    voices: str = ""
    more: tuple[str, ...] = ()
    reason: str = ""
    spans: tuple[Span, ...] = ()
    regions: tuple[str, ...] = ()  # where it lies on pages or in time, of passages without words
    event: int | None = None
    event_title: str = ""
    others: int = 0
    disagreeing: int = 0
    lost: tuple[str, ...] = ()
    alike: int | None = None

    @property
    def start(self) -> int:
        """Where its first words stand; the beginning of the text if it has none there."""
        return min((span.start for span in self.spans), default=0)

    @property
    def end(self) -> int:
        """Where its last words end."""
        return max((span.end for span in self.spans), default=0)

    @property
    def facts(self) -> str:
        """When, where, on whom and how many, in one line."""
        return " · ".join(part for part in (self.when, self.scope, self.quantity) if part)


def cards(case: Case, source: int, *, text: str) -> list[Card]:
    """The claims of a source as cards, in the order of their passages in ``text``."""
    claims = case.select(Claim, "WHERE source = ? ORDER BY id", source)
    if not claims:
        return []
    published = case.get(Source, source).published
    hanging = _Hanging(case, source)
    others = _others(case, source)
    found = []
    for claim in claims:
        passages = hanging.passages[claim.id]
        standing = [p for p in passages if p.kind in _WORDS and holds(p, text)]
        elsewhere = [Span(0, 0, p.region) for p in passages if p.kind not in _WORDS]
        draft = Draft(
            claim,
            (*(Span(p.start, p.end) for p in standing), *elsewhere),
            tuple(hanging.places[claim.id]),
            tuple(hanging.roles[claim.id]),
            tuple(hanging.voices[claim.id]),
            cited=tuple(hanging.leaning(claim.id)),
        )
        sources, apart = others.get(claim.id, (0, 0))
        card = card_of(draft, key=f"claim:{claim.id}", published=published)
        found.append(
            replace(
                card,
                claim=claim.id,
                state=claim.origin,
                event=claim.event,
                event_title=hanging.titles.get(claim.event or 0, ""),
                others=sources,
                disagreeing=apart,
                lost=tuple(p.quote for p in passages if p.kind in _WORDS and not holds(p, text)),
                alike=min(
                    (p.score for p in standing if p.score and p.score < _EXACT), default=None
                ),
            )
        )
    return sorted(found, key=_place)


def suggested(suggestions: Iterable[Suggestion], *, published: str) -> list[Card]:
    """Suggestions as cards, in the order of their passages."""
    made = [
        replace(card_of(s.draft, key=s.key, published=published), reason=s.reason)
        for s in suggestions
    ]
    return sorted(made, key=_place)


def merged(one: Iterable[Card], other: Iterable[Card]) -> list[Card]:
    """Claims and suggestions in the order in which a reader meets them."""
    return sorted([*one, *other], key=_place)


def card_of(draft: Draft, *, key: str, published: str) -> Card:
    """The card of a draft; ``published`` (EDTF) is the day its source speaks."""
    claim = draft.claim
    kind_of_thing = [vocabulary.label("types", claim.type)] if claim.type else []
    if claim.stage:
        kind_of_thing.append(vocabulary.label("stages", claim.stage).lower())
    places = [place.name for place in draft.places]
    return Card(
        key=key,
        kind=claim.kind.value,
        summary=claim.summary,
        type=" · ".join(kind_of_thing),
        when=_when(claim, published),
        scope="; ".join(part for part in (*places, scope_in_words(claim.scope)) if part),
        quantity=quantity_in_words(claim.quantity),
        voices=chain(draft.voices, claim.assertion, cited=draft.cited),
        more=tuple(_more(draft)),
        reason=claim.reason,
        spans=tuple(span for span in draft.spans if not span.region),
        regions=tuple(span.region for span in draft.spans if span.region),
    )


def chain(
    voices: Sequence[Voice],
    assertion: Assertion = Assertion.STATED,
    *,
    cited: Iterable[Cited] = (),
) -> str:
    """Who says so, from the nearest voice to this source, with the doubt: suspected, inferred.

    A voice that leans on a source that we have not seen has that source before it.
    """
    leans = {one.voice: one for one in cited}
    said = [_voice(voice, leans.get(place)) for place, voice in enumerate(voices)]
    line = " ← ".join([*said, _("this source")])
    if assertion is Assertion.STATED:
        return line
    doubt = vocabulary.label("assertions", assertion).lower()
    return _("{doubt}: {chain}").format(doubt=doubt, chain=line)


def _voice(voice: Voice, cited: Cited | None = None) -> str:
    name = voice.name
    if voice.inferred:
        name = _("{name} (inferred by the reader)").format(name=name)
    if cited is None:
        return name
    if folded(voice.name).endswith(folded(cited.title)):  # a tracker, a report
        return _("{name} (not seen by us)").format(name=name)
    kind = vocabulary.label("source-kinds", cited.kind).lower()
    return " ← ".join([_("{name} (not seen by us)").format(name=kind), name])


def _when(claim: Claim, published: str) -> str:
    if not claim.when.edtf and claim.when.holding is not Holding.SOURCE_DAY:
        return _line(claim.when.words)
    said = when_in_words(claim.when, published)
    if claim.when.words and claim.when.edtf.strip("/."):
        return _("{date} (from “{words}”)").format(date=said, words=_line(claim.when.words))
    return said


def _more(draft: Draft) -> Iterable[str]:
    claim = draft.claim
    for span in draft.spans:
        if span.region:
            yield regions.in_words(span.region)
    if duration := duration_in_words(claim.duration):
        yield _("for how long: {words}").format(words=duration)
    for role in draft.roles:
        name = _("“{words}”").format(words=role.name) if role.label_of_source else role.name
        yield f"{vocabulary.label('roles', role.role).lower()}: {name}"
    if claim.grounds.purpose:
        yield _("purpose: {words}").format(words=claim.grounds.purpose)
    if claim.grounds.condition:
        yield _("on condition of: {words}").format(words=claim.grounds.condition)
    if claim.grounds.legal_basis:
        yield _("legal basis: {words}").format(words=claim.grounds.legal_basis)


def _place(card: Card) -> tuple[bool, int, int, bool]:
    """Where a card comes: those whose words are not found stand last."""
    return (not card.spans, card.start, -card.end, not card.claim)


class _Hanging:
    """All that hangs on the claims of one source, each kind read with one query."""

    def __init__(self, case: Case, source: int) -> None:
        self.passages = _gathered(
            case.query(
                "SELECT p.*, claim_passage.claim AS _claim FROM claim_passage "
                "JOIN passage p ON p.id = claim_passage.passage "
                + _OF_SOURCE.format(table="claim_passage", by="claim_passage.position"),
                source,
            ),
            lambda row: from_row(Passage, row),
        )
        self.places = _gathered(
            case.query(
                "SELECT p.name, p.kind, claim_place.words, claim_place.claim AS _claim "
                "FROM claim_place JOIN place p ON p.id = claim_place.place "
                + _OF_SOURCE.format(table="claim_place", by="claim_place.id"),
                source,
            ),
            lambda row: PlaceName(row["name"], row["kind"], row["words"]),
        )
        self.voices = _gathered(_rows(case, "voice", source), lambda row: from_row(Voice, row))
        self.roles = _gathered(_rows(case, "role", source), lambda row: from_row(Role, row))
        self._cited = {
            row["id"]: (row["name"], row["kind"])
            for row in case.query(
                f"SELECT id, {calling.sql('source')} AS name, kind FROM source WHERE seen = 0"
            )
        }
        self.titles = {
            row["id"]: row["title"]
            for row in case.query(
                "SELECT id, title FROM event WHERE id IN "
                "(SELECT event FROM claim WHERE source = ?)",
                source,
            )
        }

    def leaning(self, claim: int) -> Iterable[Cited]:
        """What the voices of a claim lean on."""
        for place, voice in enumerate(self.voices[claim]):
            if voice.cited_source in self._cited:
                yield Cited(place, *self._cited[voice.cited_source])


def _rows(case: Case, table: str, source: int) -> list[dict[str, Any]]:
    sql = f"SELECT {table}.*, {table}.claim AS _claim FROM {table} "
    return case.query(sql + _OF_SOURCE.format(table=table, by=f"{table}.position"), source)


def _gathered(
    rows: Iterable[dict[str, Any]], made: Callable[[dict[str, Any]], Any]
) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row["_claim"]].append(made(row))
    return found


def _others(case: Case, source: int) -> dict[int, tuple[int, int]]:
    """For claims in an event with others: how many more sources it has, how many disagree."""
    shared = case.select(
        Claim,
        "WHERE event IN (SELECT event FROM claim WHERE source = ?) AND event IN "
        "(SELECT event FROM claim WHERE event IS NOT NULL GROUP BY event "
        "HAVING count(*) > 1)",
        source,
    )
    numbers = sorted({claim.source for claim in shared})
    marks = ", ".join("?" for _n in numbers)
    sources = {s.id: s for s in case.select(Source, f"WHERE id IN ({marks})", *numbers)}
    events: defaultdict[int, list[Side]] = defaultdict(list)
    for claim in shared:
        events[claim.event or 0].append(Side(claim, sources[claim.source], ()))
    return {
        side.claim.id: _against(side, sides)
        for sides in events.values()
        for side in sides
        if side.source.id == source
    }


def _against(side: Side, sides: Sequence[Side]) -> tuple[int, int]:
    rest = [other for other in sides if other.claim.id != side.claim.id]
    apart = sum(any(True for _d in compare(side, other)) for other in rest)
    return len({other.source.id for other in rest} - {side.source.id}), apart


def _line(words: str) -> str:
    return " ".join(words.split())

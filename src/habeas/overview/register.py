"""What the record holds of an event, a place or an actor: rows of lists, what a page tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from habeas import vocabulary
from habeas.domain.event import Event
from habeas.domain.source import Source
from habeas.domain.voice import Voice
from habeas.domain.when import When
from habeas.i18n import _, ngettext
from habeas.overview import calling, regions
from habeas.overview.agreement import Agreement, Side, agreement
from habeas.overview.wording import scope_in_words, when_in_words
from habeas.store.reader import Reader
from habeas.store.records import from_row

APART = "\x1f"  # between the parts of a column that SQL gathers; no text of a source holds it

EVENTS = (
    "SELECT e.id FROM event e LEFT JOIN claim c ON c.event = e.id AND c.first_day <> '' "
    "GROUP BY e.id ORDER BY min(c.first_day) IS NULL, min(c.first_day), e.id"
)
EVENT_ROW = (
    "SELECT e.id, e.title, e.kind, e.type, s.published, f.when_edtf, f.when_words, "
    "f.when_holding, f.when_began, f.when_ended, "
    "(SELECT count(*) FROM claim WHERE event = e.id) AS claims, "
    "(SELECT count(DISTINCT source) FROM claim WHERE event = e.id) AS sources FROM event e "
    "LEFT JOIN claim f ON f.id = (SELECT c.id FROM claim c WHERE c.event = e.id "
    "ORDER BY c.first_day = '', c.first_day, c.id LIMIT 1) "
    "LEFT JOIN source s ON s.id = f.source WHERE e.id"
)
PLACES = "SELECT id FROM place ORDER BY name COLLATE NOCASE, id"
PLACE_ROW = (
    "SELECT p.id, p.name, p.kind, 0 AS label, "
    "(SELECT name FROM place WHERE id = p.parent) AS within, "
    "(SELECT count(DISTINCT claim) FROM claim_place WHERE place = p.id) AS claims "
    "FROM place p WHERE p.id"
)
ACTORS = "SELECT id FROM actor ORDER BY name COLLATE NOCASE, id"
ACTOR_ROW = (
    "SELECT a.id, a.name, a.kind, '' AS within, "
    "EXISTS (SELECT 1 FROM role WHERE actor = a.id AND label_of_source = 1) AS label, "
    "(SELECT count(*) FROM (SELECT claim FROM voice WHERE actor = a.id "
    "UNION SELECT claim FROM role WHERE actor = a.id)) AS claims FROM actor a WHERE a.id"
)
_BY_TIME = "ORDER BY c.first_day = '', c.first_day, c.id"
CLAIMS_OF_PLACE = (
    "SELECT c.id FROM claim c WHERE c.id IN "
    f"(SELECT claim FROM claim_place WHERE place = ?) {_BY_TIME}"
)
CLAIMS_OF_ACTOR = (
    "SELECT c.id FROM claim c WHERE c.id IN (SELECT claim FROM voice WHERE actor = ? "
    f"UNION SELECT claim FROM role WHERE actor = ?) {_BY_TIME}"
)
_CLAIM_ROW = (
    "SELECT c.id, c.kind, c.type, c.summary, c.stage, c.assertion, c.when_edtf, c.when_words, "
    "c.when_holding, c.when_began, c.when_ended, c.source, s.title, s.publisher, s.published, "
    "s.confidentiality, s.pseudonym, "
    "(SELECT group_concat(name, char(31)) FROM (SELECT name FROM voice "
    "WHERE claim = c.id ORDER BY position)) AS voices, {part} "
    "FROM claim c JOIN source s ON s.id = c.source WHERE c.id"
)


def claim_row_of_place(place: int) -> str:
    """The query for the rows of CLAIMS_OF_PLACE; ``words`` is how each names the place."""
    part = (
        "(SELECT group_concat(DISTINCT words) FROM claim_place "
        f"WHERE claim = c.id AND place = {int(place)}) AS words, '' AS verbs, '' AS roles"
    )
    return _CLAIM_ROW.format(part=part)


def claim_row_of_actor(actor: int) -> str:
    """The query for the rows of CLAIMS_OF_ACTOR; ``verbs`` and ``roles`` say its part in each."""
    there = f"WHERE claim = c.id AND actor = {int(actor)} ORDER BY position"
    part = (
        f"(SELECT group_concat(verb, char(31)) FROM (SELECT verb FROM voice {there})) AS verbs, "
        f"(SELECT group_concat(role, char(31)) FROM (SELECT role FROM role {there})) AS roles, "
        "'' AS words"
    )
    return _CLAIM_ROW.format(part=part)


@dataclass(frozen=True, slots=True)
class Tie:
    """A link seen from one event: what it says from this end, and what stands at the other.

    ``event`` is None where the other end is a claim that is in no event; ``quote`` are the words it
    rests on, empty if it rests on none of its own.  ``own``: it ties the event itself, not a claim.
    """

    id: int
    says: str
    title: str
    event: int | None
    claim: int | None
    quote: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page of an event shows; ``quotes`` are by claim."""

    event: Event
    agreement: Agreement
    quotes: dict[int, tuple[str, ...]]
    places: tuple[str, ...]
    ties: tuple[Tie, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """When, where, and how many claims, sources and origins."""
        found = self.agreement
        claims = ngettext("{n} claim", "{n} claims", len(found.sides)).format(n=len(found.sides))
        sources = ngettext("{n} source", "{n} sources", found.sources).format(n=found.sources)
        origins = ngettext("{n} origin", "{n} origins", found.origins).format(n=found.origins)
        return self._when(), "; ".join(self.places), f"{claims}, {sources}, {origins}"

    def _when(self) -> str:
        said = {
            when_in_words(side.claim.when, side.source.published): None
            for side in self.agreement.sides
            if side.claim.when != When()
        }
        first = next(iter(said), _("date not stated"))
        return first if len(said) < 2 else _("{date} (dates differ: see below)").format(date=first)


def page(reader: Reader, event: int) -> Page:
    """The page of an event; LookupError if it went."""
    found = reader.get(Event, event)
    sides = agreement(reader, event)
    return Page(
        event=found,
        agreement=sides,
        quotes=_quotes(reader, event),
        places=_places(reader, event, sides.sides),
        ties=tuple(ties(reader, event)),
    )


def ties(reader: Reader, event: int) -> Iterable[Tie]:
    """The links of an event and of its claims, from this end; those within it are told once."""
    mine = "(SELECT id FROM claim WHERE event = ?)"
    rows = reader.query(
        "SELECT l.*, fe.title AS from_title, te.title AS to_title, fc.summary AS from_summary, "
        "fc.event AS from_in, tc.summary AS to_summary, tc.event AS to_in, p.quote, "
        "coalesce(p.kind, '') AS passage_kind, coalesce(p.region, '') AS region FROM link l "
        "LEFT JOIN claim fc ON fc.id = l.from_claim LEFT JOIN claim tc ON tc.id = l.to_claim "
        "LEFT JOIN event fe ON fe.id = coalesce(l.from_event, fc.event) "
        "LEFT JOIN event te ON te.id = coalesce(l.to_event, tc.event) "
        "LEFT JOIN passage p ON p.id = l.passage "
        f"WHERE l.from_event = ? OR l.to_event = ? OR l.from_claim IN {mine} "
        f"OR l.to_claim IN {mine} ORDER BY l.id",
        *[event] * 4,
    )
    return [_tie(row, event) for row in rows]


def chain(side: Side) -> str:
    """Who says so, from the nearest voice to the source by its name."""
    return " ← ".join([voice_name(voice) for voice in side.voices] + [source_name(side.source)])


def voice_name(voice: Voice) -> str:
    """A voice by its name, told apart where the reader supplied it."""
    if voice.inferred:
        return _("{name} (inferred by the reader)").format(name=voice.name)
    return voice.name


def source_name(source: Source) -> str:
    """A source by who publishes it, else by its title; a confidential one by its pseudonym."""
    return calling.veiled(source).publisher or calling.name_of(source)


def when_of(row: dict[str, Any]) -> str:
    """The date of a row in words."""
    if row.get("when_edtf") is None:
        return ""
    return when_in_words(from_row(When, row, prefix="when_"), row["published"] or "")


def speakers(row: dict[str, Any]) -> str:
    """Who says so in a row of a place or an actor: voices, nearest first, then the source."""
    voices = row["voices"].split(APART) if row["voices"] else []
    own = {**row, "id": row["source"]}
    said = " ← ".join([*voices, calling.publisher_in(own) or calling.name_in(own)])
    if row["confidentiality"] == "public":
        return said
    return f"{said} ({vocabulary.label('confidentiality', row['confidentiality']).lower()})"


def part_of_actor(row: dict[str, Any]) -> str:
    """What an actor is in a claim: a voice with its verb, or the roles it is given there."""
    found = []
    for verb in row["verbs"].split(APART) if row["verbs"] is not None else []:
        said = vocabulary.label("verbs", verb).lower() if verb else ""
        found.append(_("voice ({verb})").format(verb=said) if said else _("voice"))
    if row["roles"]:
        found += [vocabulary.label("roles", r).lower() for r in row["roles"].split(APART)]
    return "; ".join(dict.fromkeys(found))


def said_of(row: dict[str, Any]) -> str:
    """A claim's summary with the doubt and the stage in words."""
    doubt = vocabulary.label("assertions", row["assertion"]) if row["assertion"] != "stated" else ""
    stage = vocabulary.label("stages", row["stage"]) if row["stage"] else ""
    words = ", ".join(part.lower() for part in (doubt, stage) if part)
    return f"{row['summary']} ({words})" if words else row["summary"]


def _tie(row: dict[str, Any], event: int) -> Tie:
    forward = row["from_event"] == event or (row["from_claim"] and row["from_in"] == event)
    end = "to" if forward else "from"
    label = vocabulary.label if forward else vocabulary.backward_label
    claim = row[f"{end}_claim"]
    return Tie(
        id=row["id"],
        says=label("link-kinds", row["kind"]),
        title=row[f"{end}_summary"] if claim else row[f"{end}_title"],
        event=row[f"{end}_in"] if claim else row[f"{end}_event"],
        claim=claim,
        quote=regions.quote_of(row["passage_kind"], row["quote"] or "", row["region"]),
        own=event in (row["from_event"], row["to_event"]),
    )


def _quotes(reader: Reader, event: int) -> dict[int, tuple[str, ...]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for row in reader.query(
        "SELECT cp.claim, p.kind, p.quote, p.region FROM claim c "
        "JOIN claim_passage cp ON cp.claim = c.id "
        "JOIN passage p ON p.id = cp.passage WHERE c.event = ? ORDER BY cp.claim, cp.position",
        event,
    ):
        said = regions.quote_of(row["kind"], row["quote"], row["region"])
        found[row["claim"]].append(said)
    return {claim: tuple(quotes) for claim, quotes in found.items()}


def _places(reader: Reader, event: int, sides: Sequence[Side]) -> tuple[str, ...]:
    rows = reader.query(
        "SELECT DISTINCT p.name FROM claim c JOIN claim_place cp ON cp.claim = c.id "
        "JOIN place p ON p.id = cp.place WHERE c.event = ? ORDER BY p.name",
        event,
    )
    scopes = (scope_in_words(side.claim.scope) for side in sides)
    return tuple(dict.fromkeys([*(row["name"] for row in rows), *(s for s in scopes if s)]))

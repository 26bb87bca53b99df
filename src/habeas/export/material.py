"""What a report is made of: claims with all that hangs on them, less what is not public."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from habeas.domain.claim import Claim
from habeas.domain.event import Event
from habeas.domain.link import Link
from habeas.domain.passage import Passage
from habeas.domain.register import folded
from habeas.domain.source import Confidentiality, Source
from habeas.domain.voice import Role, Voice
from habeas.domain.when import FAR, LONG_AGO, When, first_day, last_day
from habeas.overview import calling, pages
from habeas.overview.agreement import Side
from habeas.store.reader import Reader
from habeas.store.records import from_row

_AMONG = "IN (SELECT value FROM json_each(?))"
_OPEN = ("", "public")


@dataclass(frozen=True, slots=True)
class Told:
    """One claim with its source and everything that a sentence about it needs."""

    claim: Claim
    source: Source
    passages: tuple[Passage, ...]
    voices: tuple[Voice, ...] = ()
    roles: tuple[Role, ...] = ()
    places: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def side(self) -> Side:
        """The claim as it is compared with others of its event."""
        return Side(self.claim, self.source, self.voices)

    @property
    def day(self) -> str:
        """Where it stands in time, ISO; 9999-12-31 if nothing tells."""
        first = first_day(self.claim.when, self.source.published)
        if first == LONG_AGO:
            first = last_day(self.claim.when, self.source.published)
        return first or FAR


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with those of its claims that are told, in order of time.

    ``whole`` is False where claims of it are kept back: then its title and the reason that it
    stands on may hold their words.
    """

    event: Event
    told: tuple[Told, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes as they came: the hash, the name of the file, when (UTC, ISO 8601)."""

    sha256: str
    file_name: str
    captured: str
    layer: str


@dataclass(frozen=True, slots=True)
class Material:
    """All that a report may tell; ``sources`` holds no source that is kept back."""

    happenings: tuple[Happening, ...]
    alone: tuple[Told, ...]  # claims that belong to no event, in order of time
    links: tuple[Link, ...]  # between events that are both told
    sources: dict[int, Source]
    captures: dict[int, tuple[Capture, ...]]
    bases: dict[int, Passage] = field(default_factory=dict)  # what links of events rest on
    sources_left_out: int = 0
    claims_left_out: int = 0  # kept back themselves, though their source is not

    @property
    def told(self) -> tuple[Told, ...]:
        """Every claim of the report."""
        return (*(told for happening in self.happenings for told in happening.told), *self.alone)

    def sha256(self, passage: Passage) -> str:
        """The hash of the bytes in which a passage was read."""
        there = self.captures.get(passage.source, ())
        return next((c.sha256 for c in there if c.layer == passage.layer), "")


def read(reader: Reader, only: Collection[int] | None, *, ticked: Collection[int]) -> Material:
    """The material of the claims ``only`` (None: all), with the kept-back sources in ``ticked``."""
    # One that is confidential and ticked all the same goes by its pseudonym.
    sources = {source.id: calling.veiled(source) for source in reader.select(Source)}
    for number in pages.with_hidden_authors(reader):
        sources[number] = replace(sources[number], author="")
    kept_back = {n for n, s in sources.items() if s.confidentiality != "public"} - set(ticked)
    everything = reader.select(Claim)
    hidden = {c.id for c in everything if _is_hidden(c, kept_back, ticked)}
    asked = [c for c in everything if only is None or c.id in only]
    told = _told(reader, [c for c in asked if c.id not in hidden], sources, kept_back=kept_back)
    former = _former(reader, kept_back, ticked) - {
        c.summary for c in everything if c.id not in hidden
    }
    secret = {c.summary for c in everything if c.id in hidden} | former
    happenings = _happenings(reader, told, {c.event for c in everything if c.id in hidden}, secret)
    links, bases = _links(reader, happenings, kept_back, hidden=hidden)
    cited = {v.cited_source for one in told for v in one.voices if v.cited_source}
    shown = {one.source.id for one in told} | {base.source for base in bases.values()}
    missing = _cited(reader, asked) | {c.source for c in asked}
    return Material(
        happenings=happenings,
        alone=tuple(one for one in told if one.claim.event is None),
        links=links,
        sources={n: s for n, s in sources.items() if n in shown | cited},
        captures=_captures(reader, [sources[number] for number in sorted(shown)]),
        bases=bases,
        sources_left_out=len(kept_back if only is None else kept_back & missing),
        claims_left_out=sum(c.id in hidden and c.source not in kept_back for c in asked),
    )


def not_public(reader: Reader) -> list[Source]:
    """The sources that stay out unless ticked: their own, or a claim's, confidentiality says so."""
    return reader.select(
        Source,
        "WHERE confidentiality != 'public' OR id IN "
        "(SELECT source FROM claim WHERE confidentiality NOT IN ('', 'public')) ORDER BY title, id",
    )


def _is_hidden(claim: Claim, kept_back: Collection[int], ticked: Collection[int]) -> bool:
    own = claim.confidentiality not in _OPEN and claim.source not in ticked
    return own or claim.source in kept_back


def _told(
    reader: Reader, claims: list[Claim], sources: dict[int, Source], *, kept_back: Collection[int]
) -> list[Told]:
    """The claims with what hangs on them, in order of time; one query for each kind of thing."""
    ids = json.dumps([claim.id for claim in claims])
    passages = _by_claim(
        Passage,
        reader.query(
            "SELECT p.*, cp.claim AS of_claim FROM claim_passage cp JOIN passage p "
            f"ON p.id = cp.passage WHERE cp.claim {_AMONG} ORDER BY cp.claim, cp.position",
            ids,
        ),
    )
    voices = _by_claim(Voice, _hanging(reader, "voice", ids))
    roles = _by_claim(Role, _hanging(reader, "role", ids))
    places = _places(reader, ids)
    links: defaultdict[int, list[Link]] = defaultdict(list)
    rest = f"WHERE from_claim {_AMONG} AND to_claim {_AMONG} ORDER BY id"
    for link in reader.select(Link, rest, ids, ids):
        links[link.from_claim or 0].append(link)
    found = [
        Told(
            claim,
            sources[claim.source],
            passages=tuple(passages[claim.id]),
            voices=tuple(_nameless(voice, kept_back) for voice in voices[claim.id]),
            roles=tuple(roles[claim.id]),
            places=tuple(dict.fromkeys(places[claim.id])),
            links=tuple(links[claim.id]),
        )
        for claim in claims
    ]
    return sorted(found, key=lambda one: (one.day, _spoken(one), one.claim.id))


def _places(reader: Reader, ids: str) -> defaultdict[int, list[str]]:
    """The places of each claim by their names in the register, if the claims told may name them so.

    A place that other claims speak of too may have got its name from one that is kept back: then
    the words of the claim's own source stand instead, unless a claim told uses the name.
    """
    rows = reader.query(
        "SELECT cp.claim, cp.place, cp.words, p.name FROM claim_place cp "
        f"JOIN place p ON p.id = cp.place WHERE cp.claim {_AMONG} ORDER BY cp.id",
        ids,
    )
    others = reader.query(f"SELECT DISTINCT place FROM claim_place WHERE NOT claim {_AMONG}", ids)
    elsewhere = {row["place"] for row in others}
    written = {(row["place"], folded(row["words"])) for row in rows}
    found: defaultdict[int, list[str]] = defaultdict(list)
    for row in rows:
        is_told = (row["place"], folded(row["name"])) in written
        own = row["name"] if is_told or row["place"] not in elsewhere else row["words"]
        found[row["claim"]].append(own or row["name"])
    return found


def _spoken(told: Told) -> str:
    """When an undated claim was made: the day its source speaks."""
    return first_day(When(told.source.published)) if told.day == FAR else ""


def _nameless(voice: Voice, kept_back: Collection[int]) -> Voice:
    """The voice without its name where it speaks through a source that is kept back.

    The link stays in the chain: left out, the next voice would seem to say it of itself.
    """
    if voice.cited_source not in kept_back:
        return voice
    return replace(voice, name="", actor=None, cited_source=None, medium="", words="")


def _hanging(reader: Reader, table: str, ids: str) -> list[dict[str, Any]]:
    return reader.query(
        f"SELECT *, claim AS of_claim FROM {table} WHERE claim {_AMONG} ORDER BY claim, position",
        ids,
    )


def _by_claim(kind: type[Any], rows: Iterable[dict[str, Any]]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row["of_claim"]].append(from_row(kind, row))
    return found


def _former(reader: Reader, kept_back: Collection[int], ticked: Collection[int]) -> set[str]:
    """What claims that are kept back said once: an event may still be called by these words."""
    return {
        row["summary"]
        for row in reader.query(
            "SELECT DISTINCT json_extract(former, '$.summary') AS summary, "
            "json_extract(former, '$.source') AS source, "
            "json_extract(former, '$.confidentiality') AS own "
            "FROM entry WHERE tbl = 'claim' AND former IS NOT NULL"
        )
        if row["source"] in kept_back or (row["own"] not in _OPEN and row["source"] not in ticked)
    }


def _happenings(
    reader: Reader, told: list[Told], touched: Collection[int | None], secret: Collection[str]
) -> tuple[Happening, ...]:
    """The events in order of time: of each, the first day that a told claim gives it.

    Those ``touched`` by a claim that is kept back, or called by ``secret`` words, are not whole.
    """
    gathered: defaultdict[int, list[Told]] = defaultdict(list)
    for one in told:
        if one.claim.event is not None:
            gathered[one.claim.event].append(one)
    kept = {_plain(words) for words in secret}
    return tuple(
        Happening(
            event := reader.get(Event, number),
            tuple(of_event),
            whole=number not in touched and _plain(event.title) not in kept,
        )
        for number, of_event in gathered.items()
    )


def _links(
    reader: Reader,
    happenings: Iterable[Happening],
    kept_back: Collection[int],
    *,
    hidden: Collection[int],
) -> tuple[tuple[Link, ...], dict[int, Passage]]:
    """Links between events that are told, unless they rest on the words of what is kept back."""
    ids = json.dumps([happening.event.id for happening in happenings])
    rest = f"WHERE from_event {_AMONG} AND to_event {_AMONG} ORDER BY id"
    found = reader.select(Link, rest, ids, ids)
    wanted = json.dumps([link.passage for link in found if link.passage])
    bases = {p.id: p for p in reader.select(Passage, f"WHERE id {_AMONG}", wanted)}
    theirs = _only_of(reader, wanted, hidden)
    told = {n for n, p in bases.items() if p.source not in kept_back and n not in theirs}
    shown = tuple(link for link in found if not link.passage or link.passage in told)
    return shown, {link.passage: bases[link.passage] for link in shown if link.passage}


def _only_of(reader: Reader, passages: str, hidden: Collection[int]) -> set[int]:
    """Those of the passages (JSON) on which claims rest, but only claims that are kept back."""
    resting: defaultdict[int, set[int]] = defaultdict(set)
    rest = f"SELECT claim, passage FROM claim_passage WHERE passage {_AMONG}"
    for row in reader.query(rest, passages):
        resting[row["passage"]].add(row["claim"])
    return {passage for passage, claims in resting.items() if claims <= set(hidden)}


def _cited(reader: Reader, claims: list[Claim]) -> set[int]:
    ids = json.dumps([claim.id for claim in claims])
    rest = f"WHERE cited_source IS NOT NULL AND claim {_AMONG}"
    return {voice.cited_source or 0 for voice in reader.select(Voice, rest, ids)}


def _captures(reader: Reader, sources: Iterable[Source]) -> dict[int, tuple[Capture, ...]]:
    found: defaultdict[int, list[Capture]] = defaultdict(list)
    open_to_all = {s.id: s.confidentiality is not Confidentiality.CONFIDENTIAL for s in sources}
    for row in reader.query(
        f"SELECT * FROM source_capture WHERE source {_AMONG} ORDER BY id",
        json.dumps([*open_to_all]),
    ):
        name = row["file_name"] if open_to_all[row["source"]] else ""
        capture = Capture(row["capture"], name, row["captured"], row["layer"] or "")
        found[row["source"]].append(capture)
    return {source: tuple(captures) for source, captures in found.items()}


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()

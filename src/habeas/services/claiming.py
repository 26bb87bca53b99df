"""Claims: accepting a draft, correcting and withdrawing, rejecting what Habeas suggested."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import accumulate
from typing import Any

from habeas import vocabulary
from habeas.domain.claim import Claim
from habeas.domain.draft import Cited, Draft, DraftLink, PlaceName
from habeas.domain.link import Link
from habeas.domain.register import ClaimPlace, folded
from habeas.domain.source import Source
from habeas.domain.voice import Role, Voice
from habeas.domain.when import first_day, last_day
from habeas.errors import Refused
from habeas.i18n import _
from habeas.services import collecting, marking, registering
from habeas.store.edit import Edit
from habeas.store.reader import Reader
from habeas.suggest.found import Suggestion

_HANGING = ("claim_passage", "claim_place", "voice", "role")


def accept(edit: Edit, draft: Draft, *, source: int, event: int | None = None) -> int:
    """Put a draft into the record as a claim of ``source`` and return the claim's id.

    Refused names the field that cannot stand: no claim without a passage and a type.
    """
    claim = replace(checked(draft).claim, source=source, event=event)
    number = edit.insert(claim, **_days(edit, claim))
    _hang(edit, draft, claim=number, source=source, held={})
    return number


def correct(edit: Edit, number: int, draft: Draft) -> None:
    """Give a claim the values of ``draft``; its former ones stay in its history."""
    there = edit.get(Claim, number)
    checked(draft)
    origin = "edited" if there.origin == "accepted" else there.origin
    claim = replace(draft.claim, id=number, source=there.source, event=there.event, origin=origin)
    edit.update(Claim, number, **_columns(claim), **_days(edit, claim))
    if _hanging(draft_of(edit, number)) != _hanging(draft):
        held = _places_of(edit, number)
        _unhang(edit, number)
        _hang(edit, draft, claim=number, source=there.source, held=held)


def withdraw(edit: Edit, number: int) -> None:
    """Take a claim out of the record; undo, and its history, keep it."""
    event = edit.get(Claim, number).event
    _unhang(edit, number)
    for link in edit.select(Link, "WHERE to_claim = ?", number):
        edit.delete(Link, link.id)
    for row in edit.query("SELECT id FROM event WHERE stands_on = ?", number):
        edit.update("event", row["id"], stands_on=None, stands_reason="")
    edit.delete(Claim, number)
    if event and not edit.query("SELECT 1 FROM claim WHERE event = ?", event):
        _drop_event(edit, event)


def reject(edit: Edit, suggestion: Suggestion, *, source: int, quote: str) -> int:
    """Remember that a suggestion is not wanted, so that it is not made again."""
    return edit.add(
        "rejection",
        source=source,
        key=suggestion.key,
        kind=suggestion.kind.value,
        type=suggestion.type,
        start=suggestion.start,
        end=suggestion.end,
        quote=quote,
    )


def draft_of(reader: Reader, number: int) -> Draft:
    """A claim of the record as the draft that an editor can take up."""
    places = reader.query(
        "SELECT p.name, p.kind, cp.words FROM claim_place cp JOIN place p ON p.id = cp.place "
        "WHERE cp.claim = ? ORDER BY cp.id",
        number,
    )
    voices = tuple(reader.select(Voice, "WHERE claim = ? ORDER BY position", number))
    return Draft(
        claim=reader.get(Claim, number),
        spans=tuple(marking.span_of(passage) for passage in marking.passages_of(reader, number)),
        places=tuple(PlaceName(row["name"], row["kind"], row["words"]) for row in places),
        roles=tuple(reader.select(Role, "WHERE claim = ? ORDER BY position", number)),
        voices=voices,
        links=tuple(
            DraftLink(link.kind, link.to_claim)
            for link in reader.select(Link, "WHERE from_claim = ? ORDER BY id", number)
            if link.to_claim is not None
        ),
        cited=tuple(_leaning(reader, voices)),
    )


def still_suggested(
    reader: Reader, suggestions: Iterable[Suggestion], *, source: int
) -> list[Suggestion]:
    """The suggestions that were neither rejected nor taken up by a claim of the same kind there."""
    rejected = {
        row["key"] for row in reader.query("SELECT key FROM rejection WHERE source = ?", source)
    }
    taken: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for row in reader.query(
        "SELECT c.kind, c.type, p.start, p.end FROM claim c "
        "JOIN claim_passage cp ON cp.claim = c.id JOIN passage p ON p.id = cp.passage "
        "WHERE c.source = ? ORDER BY p.start",
        source,
    ):
        taken.setdefault((row["kind"], row["type"]), []).append((row["start"], row["end"]))
    reaching = {key: _reaching(spans) for key, spans in taken.items()}
    return [
        s
        for s in suggestions
        if s.key not in rejected and not _meets(reaching.get((s.kind.value, s.type)), s)
    ]


def _reaching(spans: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Of spans in their order: where each starts, and how far it and those before it reach."""
    return [start for start, _end in spans], list(accumulate((end for _, end in spans), max))


def _meets(reaching: tuple[list[int], list[int]] | None, suggestion: Suggestion) -> bool:
    """Whether one of the spans shares a letter with the suggestion."""
    if reaching is None:
        return False
    starts, ends = reaching
    before = bisect_left(starts, suggestion.end)  # so many begin before the suggestion ends
    return before > 0 and ends[before - 1] > suggestion.start


def checked(draft: Draft) -> Draft:
    """The draft itself, if it can stand as a claim; else Refused with the field."""
    if not draft.spans:
        raise Refused(_("A claim rests on words: mark at least one passage."), "passages")
    if not draft.claim.type:
        raise Refused(
            _("Choose what type of {kind} this is.").format(
                kind=vocabulary.label("kinds", draft.claim.kind).lower()
            ),
            "type",
        )
    if not draft.claim.summary.strip():
        raise Refused(_("Say in a few words what the source claims."), "summary")
    if any(not voice.name.strip() for voice in draft.voices):
        raise Refused(_("A voice needs a name, as the source writes it."), "voices")
    if any(not role.name.strip() for role in draft.roles):
        raise Refused(_("A role needs a name, as the source writes it."), "roles")
    return draft


def _columns(claim: Claim) -> dict[str, Any]:
    return {name: getattr(claim, name) for name in Claim.__dataclass_fields__ if name != "id"}


def _days(reader: Reader, claim: Claim) -> dict[str, str]:
    published = reader.get(Source, claim.source).published
    return {
        "first_day": first_day(claim.when, published),
        "last_day": last_day(claim.when, published),
    }


def _hang(edit: Edit, draft: Draft, *, claim: int, source: int, held: Mapping[str, int]) -> None:
    """Write what hangs on a claim; ``held`` are the places that it had, by their folded names."""
    for position, passage in enumerate(marking.mark(edit, draft.spans, source=source)):
        edit.add("claim_passage", claim=claim, passage=passage, position=position)
    for place in draft.places:
        there = held.get(folded(place.name))  # two places may go by one name
        number = there or registering.place(edit, place.name, kind=place.kind)
        edit.insert(ClaimPlace(claim=claim, place=number, words=place.words or place.name))
    leans = {cited.voice: cited for cited in draft.cited if cited.title.strip()}
    for position, voice in enumerate(draft.voices):
        actor = registering.actor(edit, voice.name)
        cited = _cite(edit, leans.get(position), there=voice.cited_source)
        made = replace(voice, id=0, claim=claim, position=position, actor=actor)
        edit.insert(replace(made, cited_source=cited))
    for position, role in enumerate(draft.roles):
        actor = registering.actor(edit, role.name)
        edit.insert(replace(role, id=0, claim=claim, position=position, actor=actor))
    for link in draft.links:
        if link.to_claim is not None:
            edit.insert(Link(kind=link.kind, from_claim=claim, to_claim=link.to_claim))


def _places_of(reader: Reader, claim: int) -> dict[str, int]:
    sql = "SELECT p.id, p.name FROM claim_place cp JOIN place p ON p.id = cp.place WHERE claim = ?"
    return {folded(row["name"]): row["id"] for row in reader.query(sql, claim)}


def _cite(edit: Edit, cited: Cited | None, *, there: int | None) -> int | None:
    """The cited source that a voice leans on: the one it has, one of the same title, or a new one.

    One that is in the record already keeps its own title and kind.
    """
    held = edit.query("SELECT id, title FROM source WHERE id = ?", there)
    if cited is None:
        return there if held else None
    title = folded(cited.title)
    if held and folded(held[0]["title"]) == title:
        return there
    known = {row["id"]: row["title"] for row in cited_sources(edit)}
    same = next((number for number, name in known.items() if folded(name) == title), None)
    return same or collecting.cite(edit, " ".join(cited.title.split()), kind=cited.kind)


def cited_sources(reader: Reader) -> list[dict[str, Any]]:
    """The sources that others lean on and we have not seen, by title.

    Their id, title, kind and confidentiality.
    """
    sql = "SELECT id, title, kind, confidentiality FROM source WHERE seen = 0 ORDER BY title, id"
    return reader.query(sql)


def _leaning(reader: Reader, voices: Iterable[Voice]) -> Iterator[Cited]:
    """What the voices of a claim of the record lean on."""
    for position, voice in enumerate(voices):
        if voice.cited_source is not None:
            source = reader.get(Source, voice.cited_source)
            yield Cited(position, source.title, source.kind)


def _unhang(edit: Edit, number: int) -> None:
    for table in _HANGING:
        for row in edit.query(f"SELECT id FROM {table} WHERE claim = ?", number):
            edit.delete(table, row["id"])
    for link in edit.select(Link, "WHERE from_claim = ?", number):
        edit.delete(Link, link.id)


def _hanging(draft: Draft) -> tuple[Any, ...]:
    """What hangs on a claim, without the numbers that the record gave it."""
    return (
        draft.spans,
        tuple((p.name, p.words or p.name) for p in draft.places),
        tuple(_bare(draft, n) for n in range(len(draft.voices))),
        tuple(replace(r, id=0, claim=0, position=0, actor=None) for r in draft.roles),
        draft.links,
    )


def _bare(draft: Draft, position: int) -> tuple[Voice, str]:
    """A voice without the record's numbers, and the title of what it leans on."""
    voice = replace(draft.voices[position], id=0, claim=0, position=0, actor=None)
    title = next((folded(c.title) for c in draft.cited if c.voice == position), "")
    return (replace(voice, cited_source=None) if title else voice), title


def _drop_event(edit: Edit, event: int) -> None:
    for link in edit.select(Link, "WHERE from_event = ? OR to_event = ?", event, event):
        edit.delete(Link, link.id)
    edit.delete("event", event)

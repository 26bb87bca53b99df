"""Events: which claims are about the same thing, as the user judges it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from habeas.domain.claim import Claim
from habeas.domain.draft import Draft
from habeas.domain.event import Event
from habeas.domain.link import Link
from habeas.domain.register import folded
from habeas.domain.source import Source
from habeas.domain.when import FAR, LONG_AGO, When, exclude, first_day, last_day
from habeas.errors import Refused
from habeas.i18n import _
from habeas.store.edit import Edit
from habeas.store.reader import Reader

_RECENT = timedelta(days=60)

# Types that count or tell the same thing from two sides belong to one event.
KIN = {
    "figure/homicides": "incident/killing",
    "incident/killing": "figure/homicides",
    "condition/overcrowding": "condition/crowding",
    "condition/crowding": "condition/overcrowding",
    "incident/unlawful-detention": "ruling/release",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """An event that a draft may belong to (``event`` None: a new one), and in a sentence why."""

    event: int | None
    title: str
    reason: str


def propose(reader: Reader, draft: Draft, *, source: int) -> list[Proposal]:
    """The events a draft may belong to, the likeliest first; a new one is always among them."""
    claim, scored = draft.claim, []
    published = reader.get(Source, source).published
    for event in reader.select(Event, "WHERE type IN (?, ?)", claim.type, KIN.get(claim.type, "")):
        weight, reason = _likeness(reader, draft, event, published=published)
        if weight > 0:
            scored.append((weight, Proposal(event.id, event.title, reason)))
    scored.sort(key=lambda pair: -pair[0])
    fresh = Proposal(None, claim.summary, _("no event of this type, day and place yet"))
    if scored:
        fresh = Proposal(None, claim.summary, _("it may be about something else"))
    return [proposal for _weight, proposal in scored] + [fresh]


def _likeness(reader: Reader, draft: Draft, event: Event, *, published: str) -> tuple[int, str]:
    """How well a draft fits an event (0: not at all), and the reason in words."""
    said = [_("same type")] if event.type == draft.claim.type else [_("counts the same thing")]
    weight = 1
    claims = reader.select(Claim, "WHERE event = ?", event.id)
    if any(_apart(reader, draft.claim, claim, published) for claim in claims):
        return 0, ""
    if any(claim.when.edtf and claim.when.edtf == draft.claim.when.edtf for claim in claims):
        weight += 2
        said.append(_("same day"))
    elif draft.claim.when.edtf:
        said.append(_("the dates can both be right"))
    places = {folded(place.name) for place in draft.places}
    there = {
        folded(row["name"])
        for row in reader.query(
            "SELECT DISTINCT p.name FROM claim c JOIN claim_place cp ON cp.claim = c.id "
            "JOIN place p ON p.id = cp.place WHERE c.event = ?",
            event.id,
        )
    }
    if places and there and not places & there:
        return 0, ""
    if places & there:
        weight += 2
        said.append(_("same place"))
    if not draft.claim.type.startswith(("incident/", "figure/")) and weight == 1:
        return 0, ""  # two measures of one type are seldom the same measure: say nothing
    return weight, ", ".join(said)


def _apart(reader: Reader, claim: Claim, other: Claim, published: str) -> bool:
    theirs = reader.get(Source, other.source).published
    if exclude(claim.when, other.when, published, theirs):
        return True
    (first, last), (their_first, their_last) = _days(claim, published), _days(other, theirs)
    return last < their_first or their_last < first


def _days(claim: Claim, published: str) -> tuple[str, str]:
    """The first and last day that a claim can be about, as far as one may presume.

    A source that gives no date speaks of what is recent: of the days before it was published.
    """
    first, last = first_day(claim.when, published), last_day(claim.when, published)
    day = last_day(When(edtf=published))
    if not claim.when.edtf and day:
        first, last = (date.fromisoformat(day) - _RECENT).isoformat(), day
    return first or LONG_AGO, last or FAR


def new_event(edit: Edit, claim: int, *, title: str = "") -> int:
    """A new event that holds this claim and takes its kind and type."""
    there = edit.get(Claim, claim)
    event = edit.insert(Event(title=title or there.summary, kind=there.kind.value, type=there.type))
    gather(edit, claim, event)
    return event


def gather(edit: Edit, claim: int, event: int | None) -> None:
    """Put a claim into an event, or (None) into none; an event left empty goes."""
    former = edit.get(Claim, claim).event
    edit.update(Claim, claim, event=event)
    if former and former != event:
        if not edit.query("SELECT 1 FROM claim WHERE event = ?", former):
            _drop(edit, former)
        elif edit.get(Event, former).stands_on == claim:
            edit.update(Event, former, stands_on=None, stands_reason="")


def merge(edit: Edit, keep: int, drop: int) -> None:
    """Make two events one, with the links of both; undo parts them again."""
    for claim in edit.select(Claim, "WHERE event = ?", drop):
        edit.update(Claim, claim.id, event=keep)
    for column in ("from_event", "to_event"):
        for there in edit.select(Link, f"WHERE {column} = ?", drop):
            edit.update(Link, there.id, **{column: keep})
    for there in edit.select(Link, "WHERE from_event = ? AND to_event = ?", keep, keep):
        edit.delete(Link, there.id)  # what tied the two
    _drop(edit, drop)


def describe(edit: Edit, event: int, *, title: str, note: str) -> None:
    """Correct an event's title and note."""
    if not title.strip():
        raise Refused(_("An event needs a title."), "title")
    edit.update(Event, event, title=title.strip(), note=note)


def stand_on(edit: Edit, event: int, claim: int | None, *, reason: str) -> None:
    """Choose the claim whose value the event stands on, with a reason; None chooses none."""
    if claim is not None and not reason.strip():
        raise Refused(_("Say why you stand on this value."), "reason")
    edit.update(Event, event, stands_on=claim, stands_reason=reason.strip() if claim else "")


def link(edit: Edit, kind: str, *, from_event: int, to_event: int, passage: int | None) -> int:
    """Link two events, resting on a passage."""
    if from_event == to_event:
        raise Refused(_("An event cannot be linked to itself."), "to_event")
    return edit.insert(Link(kind=kind, from_event=from_event, to_event=to_event, passage=passage))


def unlink(edit: Edit, link: int) -> None:
    """Remove a link; the claims and the passage that it rested on stay."""
    edit.delete(Link, link)


def _drop(edit: Edit, event: int) -> None:
    for there in edit.select(Link, "WHERE from_event = ? OR to_event = ?", event, event):
        edit.delete(Link, there.id)
    edit.delete(Event, event)

"""The sentences of a report: a paragraph for each event, each sentence with its note."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from habeas.domain.claim import Claim, Kind
from habeas.domain.link import Link
from habeas.domain.quantity import Quantity
from habeas.domain.when import FAR
from habeas.export import clauses, details, headings, leads, notes, nouns, quoting, times
from habeas.export.material import Happening, Material, Told
from habeas.export.page import Block, Heading, Note, Paragraph, Run, Text
from habeas.export.phrases import in_line, opening, unquoted
from habeas.export.times import Time
from habeas.export.weighing import stood_on, weighed
from habeas.i18n import N_, _


@dataclass(frozen=True, slots=True)
class Names:
    """What events are called, and all claims that are told, by their ids."""

    events: Mapping[int, str]
    claims: Mapping[int, Told]


_LINKS = {
    "in-response-to": N_("This is in response to “{title}”."),
    "sanction-for": N_("This is the penalty for breaking “{title}”."),
    "part-of": N_("This is part of “{title}”."),
    "about": N_("This is about “{title}”."),
    "contradicts": N_("This contradicts “{title}”."),
    "lifts": N_("This lifts “{title}”."),
}
_LINKED = N_("This is linked with “{title}”.")


def names_of(material: Material) -> Names:
    """What everything is called, where another event or claim speaks of it."""
    return Names(
        {happening.event.id: headings.mention(happening) for happening in material.happenings},
        {told.claim.id: told for told in material.told},
    )


def is_dated(happening: Happening) -> bool:
    """Whether anything that is told of an event tells when it was."""
    return happening.told[0].day != FAR


def of_event(material: Material, happening: Happening, names: Names) -> Iterator[Block]:
    """An event: its heading, and a paragraph of its claims, where they part, what it hangs with."""
    heading = headings.heading(happening)
    yield Heading(2, heading)
    linked = [link for link in material.links if link.from_event == happening.event.id]
    known = {_(_LINKS.get(k.kind, _LINKED)).format(title=_title(k, names)) for k in linked}
    unsaid = {"" if is_dated(happening) else _("No date is given."), *known}
    sentences: list[tuple[Run, ...]] = []
    before: Told | None = None
    for place, told in enumerate(happening.told):
        said = [*_first(told, before, heading=heading), *_more(told, names, heading=heading)]
        later = happening.told[place + 1 : place + 2]
        shared = _time(later[0], heading).more if later else ""
        if shared and shared == _time(told, heading).more:
            said = [one for one in said if one != shared]  # said once, with the last of them
        said = [one for one in said if one and one not in unsaid]
        unsaid |= {one for one in said[1:] if one in _ties(told, names)}
        sentences.append((Text(" ".join(said)), notes.note(material, [told])))
        before = told
    rest = [*weighed(material, happening), *stood_on(material, happening)]
    rest += [_linked(material, link, names) for link in linked]
    if rest and rest[0][-1] == Text(_("Disagreement."), bold=True):
        yield Paragraph(_run_together(sentences))
        yield Paragraph(_run_together(rest))
    else:
        yield Paragraph(_run_together([*sentences, *rest]))


def of_claim(material: Material, told: Told, names: Names) -> Paragraph:
    """A claim that belongs to no event."""
    said = [*_first(told, None, heading=""), *_more(told, names, heading="")]
    text = " ".join(one for one in said if one)
    return Paragraph((Text(text), notes.note(material, [told])))


def _run_together(sentences: Sequence[tuple[Run, ...]]) -> tuple[Run, ...]:
    return tuple(run for sentence in sentences for run in (*sentence, Text(" ")))[:-1]


def _time(told: Told, heading: str) -> Time:
    shown, _is_quote = quoting.shown(told, heading)
    return times.time(told.claim, told.source, shown=shown)


def _first(told: Told, before: Told | None, *, heading: str) -> Iterator[str]:
    """The main sentence, shorter where the claim before it said the same; then its doubt."""
    claim = told.claim
    shown, is_quote = quoting.shown(told, heading)
    time = times.time(claim, told.source, shown=shown)
    first = time.first
    if before is not None and first == _time(before, heading).first:
        first = ""
    if claim.kind is Kind.FIGURE and details.number(claim):
        yield _figure(told, before, time=replace(time, first=first))
        return
    voices = (leads.quoting if is_quote else leads.telling)(told, before)
    there = _there(told, before, time=time, shown=shown)
    again = before is not None and not there and _is_the_same(claim, before.claim)
    if claim.kind is Kind.STATEMENT or again:
        pattern = _("{When}, {voices}: {words}.") if first else _("{Voices}: {words}.")
        clause = ""
    elif topic := nouns.topic(claim):
        pattern = _("{When}, on {clause}, {voices}: {words}.")
        if not first:
            pattern = _("On {clause}, {voices}: {words}.")
        clause = f"{topic}{there}"
    else:
        pattern = _("{When}, {clause}, {voices}: {words}.")
        if not first:
            pattern = _("{Clause}, {voices}: {words}.")
        since = first if time.since else ""
        clause = clauses.clause(claim, there, since=since)
    yield pattern.format(
        When=opening(first), clause=clause, Clause=opening(clause),
        voices=voices, Voices=opening(voices), words=shown,
    )  # fmt: skip
    if claim.kind is Kind.STATEMENT or nouns.topic(claim):
        yield clauses.doubt(claim)
        yield clauses.stage(claim)


def _figure(told: Told, before: Told | None, *, time: Time) -> str:
    """A figure is given in its own words; the passage around them stands in the note."""
    number = details.number(told.claim)
    there = _there(told, before, time=Time(there=time.first or time.there), shown=number)
    clause = clauses.figure(told.claim, f"{there}," if "," in there else there, number=number)
    voices = leads.telling(told, before)
    return _("{Clause}, {voices}.").format(Clause=opening(clause), voices=voices)


def _there(told: Told, before: Told | None, *, time: Time, shown: str) -> str:
    """Where, and the dates that do not begin the sentence."""
    places = details.places(told, shown)
    if before is not None and told.places:
        shown_all = all(quoting.holds(place, shown) for place in told.places)
        places = [] if shown_all or told.places == before.places else places
    parts = [*places, *([time.there] if time.there else [])]
    return f" {', '.join(parts)}" if parts else ""


def _is_the_same(one: Claim, other: Claim) -> bool:
    """Whether two claims of an event say the same of it, so that one clause serves for both."""
    alike = (one.type, one.stage, one.assertion) == (other.type, other.stage, other.assertion)
    return alike and one.kind is other.kind and nouns.are_several(one) == nouns.are_several(other)


def _more(told: Told, names: Names, *, heading: str) -> Iterator[str]:
    """What follows the first sentence of a claim."""
    shown, _is_quote = quoting.shown(told, heading)
    yield leads.inferred(told)
    if told.claim.kind is Kind.FIGURE and (number := details.number(told.claim)):
        shown = f"{shown} {number}"
        yield from details.more(_without_number(told), shown)
        yield clauses.stage(told.claim)
    else:
        yield from details.more(told, shown)
    yield times.time(told.claim, told.source, shown=shown).more
    yield from _ties(told, names)


def _without_number(told: Told) -> Told:
    return replace(told, claim=replace(told.claim, quantity=Quantity()))


def _ties(told: Told, names: Names) -> list[str]:
    """What the claim is a response to, about, ...: another claim by the event it belongs to."""
    found = []
    for link in told.links:
        other = names.claims[link.to_claim or 0].claim
        title = names.events.get(other.event or 0, "")
        if other.event is None or other.event == told.claim.event:
            title = in_line(other.summary).rstrip(".")
        found.append(_(_LINKS.get(link.kind, _LINKED)).format(title=unquoted(title)))
    return found


def _title(link: Link, names: Names) -> str:
    return unquoted(names.events[link.to_event or 0])


def _linked(material: Material, link: Link, names: Names) -> tuple[Run, ...]:
    text = Text(_(_LINKS.get(link.kind, _LINKED)).format(title=_title(link, names)))
    base = material.bases.get(link.passage or 0)
    source = material.sources.get(base.source) if base else None
    if base is None or source is None:
        return text, Note((Text(_("Seen so by whoever keeps this record; no passage says it.")),))
    return text, notes.note_of(material, base, source)

"""The sentences of a report: one for each claim, each with its note, and where claims part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from habeas import vocabulary
from habeas.domain.claim import Kind
from habeas.domain.link import Link
from habeas.domain.quantity import agree
from habeas.domain.voice import Role
from habeas.export import leads, notes, phrases
from habeas.export.material import Happening, Material, Told
from habeas.export.page import Block, Heading, Note, Paragraph, Run, Text
from habeas.export.phrases import in_line, labels_marked, quoted
from habeas.i18n import N_, _
from habeas.overview.agreement import comparable, compare, has_quantity, named


@dataclass(frozen=True, slots=True)
class Names:
    """What events are called, and all claims that are told, by their ids."""

    events: Mapping[int, str]
    claims: Mapping[int, Told]


_LONGEST = 400  # characters of a quote that a sentence takes in; its note has them all
_SPEAKING = ("announcer", "critic", "witness")
_LINKS = {
    "in-response-to": N_("This is in response to “{title}”."),
    "sanction-for": N_("This is the penalty for breaking “{title}”."),
    "part-of": N_("This is part of “{title}”."),
    "about": N_("This is about “{title}”."),
    "contradicts": N_("This contradicts “{title}”."),
    "lifts": N_("This lifts “{title}”."),
}


def of_event(material: Material, happening: Happening, names: Names) -> Iterator[Block]:
    """An event: its title, its claims in sentences, where they part, what it is linked with."""
    yield Heading(2, names.events[happening.event.id])
    runs: list[Run] = []
    of_type = ""
    for told in happening.told:
        if told.claim.type != of_type:
            runs.append(_type(told))
            of_type = told.claim.type
        runs += [*_sentence(material, told, names), Text(" ")]
    yield Paragraph(tuple(runs[:-1]))
    weighed = [*_weighed(material, happening), *_stood_on(material, happening)]
    if weighed:
        yield Paragraph(tuple(run for sentence in weighed for run in (*sentence, Text(" ")))[:-1])
    linked = [link for link in material.links if link.from_event == happening.event.id]
    if linked:
        sentences = (_linked(material, link, names) for link in linked)
        yield Paragraph(tuple(run for one in sentences for run in (*one, Text(" ")))[:-1])


def of_claim(material: Material, told: Told, names: Names) -> Paragraph:
    """A claim that belongs to no event."""
    return Paragraph((_type(told), *_sentence(material, told, names)))


def title(happening: Happening) -> str:
    """What an event is called where all may read it.

    Where claims of it are kept back its title may hold their words: then it is called after the
    first claim that is told.
    """
    first = happening.told[0]
    words = happening.event.title if happening.whole else first.claim.summary
    said = _own_or_quoted(words, happening.told)
    return leads.doubted(said, [told.claim for told in happening.told])


def _sentence(material: Material, told: Told, names: Names) -> tuple[Run, ...]:
    claim = told.claim
    dated = phrases.when(claim.when, told.source)
    if not dated and claim.kind is not Kind.STATEMENT:
        dated = _("no date stated")
    placed = ", ".join(part for part in (*phrases.where(claim, told.places), dated) if part)
    parts = [
        _own_or_quoted(_in_full(told), [told]),
        placed,
        phrases.how_many(claim),
        phrases.how_long(claim.duration),
        *phrases.by_whom(_other_roles(told)),
        *phrases.why(claim),
        *_ties(told, names),
    ]
    said = leads.led(told, "; ".join(part for part in parts if part))
    return Text(said), notes.note(material, [told])


def _other_roles(told: Told) -> list[Role]:
    """The roles that say more than the chain of voices does."""
    speakers = {voice.actor for voice in told.voices if voice.actor}
    return [r for r in told.roles if not (r.role in _SPEAKING and r.actor in speakers)]


def _type(told: Told) -> Text:
    """What kind of thing is told of: a label before the sentence, in italics."""
    said = _("{kind}, {type}.").format(
        kind=vocabulary.label("kinds", told.claim.kind.value),
        type=phrases.inside(vocabulary.label("types", told.claim.type)),
    )
    return Text(f"{said} ", italic=True)


def _own_or_quoted(words: str, told: Sequence[Told]) -> str:
    """Words of the record: quoted where they are the source's, its labels for people marked."""
    words = in_line(words).rstrip(".")
    for passage in (passage for one in told for passage in one.passages):
        if said := _in_quote(words.rstrip("…").rstrip(), in_line(passage.quote)):
            return quoted(f"{said}…" if words.endswith("…") else said)
    return labels_marked(
        words, [role.name for one in told for role in one.roles if role.label_of_source]
    )


def _in_quote(words: str, quote: str) -> str:
    """``words`` as the source writes them, large or small, if they stand in ``quote``."""
    found = re.search(re.escape(words), quote, re.IGNORECASE)
    return found.group() if found else ""


def _in_full(told: Told) -> str:
    """What is claimed: a summary that only cuts the words of the source short is not cut here."""
    cut = in_line(told.claim.summary)
    for passage in told.passages:
        quote = in_line(passage.quote)
        start = quote[: len(cut) - 1].casefold()
        if cut.endswith("…") and start == cut[:-1].casefold() and len(quote) <= _LONGEST:
            return quote
    return cut


def _ties(told: Told, names: Names) -> Iterator[str]:
    """What the claim is a response to, about, ...: another claim by the event it belongs to."""
    for link in told.links:
        other = names.claims[link.to_claim or 0].claim
        if other.event is None or other.event == told.claim.event:
            yield phrases.tied(link.kind, in_line(other.summary).rstrip("."))
        else:
            yield phrases.tied(link.kind, names.events[other.event])


def _linked(material: Material, link: Link, names: Names) -> tuple[Run, ...]:
    said = _LINKS.get(link.kind, N_("This is linked with “{title}”."))
    text = Text(_(said).format(title=phrases.unquoted(names.events[link.to_event or 0])))
    base = material.bases.get(link.passage or 0)
    source = material.sources.get(base.source) if base else None
    if base is None or source is None:
        return text, Note((Text(_("Seen so by whoever keeps this record; no passage says it.")),))
    return text, notes.note_of(material, base, source)


def _weighed(material: Material, happening: Happening) -> Iterator[tuple[Run, ...]]:
    """Where claims cannot both hold, and where they can; a sentence for all that say the same."""
    apart: dict[str, dict[int, Told]] = {}
    together: dict[str, dict[int, Told]] = {}
    for one, other in combinations(happening.told, 2):
        found = list(compare(one.side, other.side))
        for disagreement in found:
            pair = {one.claim.id: one, other.claim.id: other}
            apart.setdefault(disagreement.sentence, {}).update(pair)
        if not found and _can_both_be_true(one, other):
            said = _("{a} and {b} can both be true.").format(
                a=named(one.claim.quantity), b=named(other.claim.quantity)
            )
            together.setdefault(said, {}).update({one.claim.id: one, other.claim.id: other})
    if apart:
        yield (Text(_("Disagreement."), bold=True),)
    for said, sides in (apart | together).items():
        yield Text(said), notes.note(material, list(sides.values()))


def _can_both_be_true(one: Told, other: Told) -> bool:
    a, b = one.claim, other.claim
    differ = a.quantity.words != b.quantity.words
    return differ and comparable(a, b) and agree(a.quantity, b.quantity)


def _stood_on(material: Material, happening: Happening) -> Iterator[tuple[Run, ...]]:
    """The value that the user chose, with the reason where nothing of the event is kept back."""
    event = happening.event
    chosen = next((told for told in happening.told if told.claim.id == event.stands_on), None)
    if chosen is None:
        return
    value = _value(chosen)
    reason = in_line(event.stands_reason).rstrip(".") if happening.whole else ""
    said = _("The record stands on {value}.").format(value=value)
    if reason:
        said = _("The record stands on {value}, for this reason: {reason}.").format(
            value=value, reason=reason
        )
    yield Text(said), notes.note(material, [chosen])


def _value(told: Told) -> str:
    if has_quantity(told.claim.quantity):
        return named(told.claim.quantity)
    return phrases.when(told.claim.when, told.source) or quoted(told.claim.summary)


def names_of(material: Material) -> Names:
    """What everything is called, where another event or claim speaks of it."""
    return Names(
        {happening.event.id: title(happening) for happening in material.happenings},
        {told.claim.id: told for told in material.told},
    )

"""Where the claims of an event part, where they can both hold, and what the record stands on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from habeas.domain.quantity import agree
from habeas.export import notes
from habeas.export.material import Happening, Material, Told
from habeas.export.page import Run, Text
from habeas.export.phrases import in_line, quoted
from habeas.i18n import _
from habeas.overview.agreement import compare, has_quantity, held_against, named
from habeas.overview.wording import when_in_words


def weighed(material: Material, happening: Happening) -> Iterator[tuple[Run, ...]]:
    """Where claims cannot both hold, and where they can; a sentence for all that say the same."""
    apart: dict[str, dict[int, Told]] = {}
    together: dict[str, dict[int, Told]] = {}
    for one, other in combinations(happening.told, 2):
        found = list(compare(one.side, other.side))
        pair = {one.claim.id: one, other.claim.id: other}
        for disagreement in found:
            apart.setdefault(disagreement.sentence, {}).update(pair)
        if not found and _can_both_be_true(one, other):
            said = _("{a} and {b} can both be true.").format(
                a=named(one.claim.quantity), b=named(other.claim.quantity)
            )
            together.setdefault(said, {}).update(pair)
    if apart:
        yield (Text(_("Disagreement."), bold=True),)
    for said, sides in (apart | together).items():
        yield Text(said), notes.note(material, list(sides.values()))


def stood_on(material: Material, happening: Happening) -> Iterator[tuple[Run, ...]]:
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


def _can_both_be_true(one: Told, other: Told) -> bool:
    a, b = one.claim, other.claim
    differ = a.quantity.words != b.quantity.words
    return differ and held_against(one.side, other.side) and agree(a.quantity, b.quantity)


def _value(told: Told) -> str:
    if has_quantity(told.claim.quantity):
        return named(told.claim.quantity)
    when = told.claim.when
    return when_in_words(when, told.source.published) if when.edtf else quoted(told.claim.summary)

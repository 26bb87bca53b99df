"""Scopes that a text does not repeat: "in these prisons" means those named just before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from habeas.domain.draft import Draft
from habeas.suggest.hits import Hit, Reading

_NEAR = 1  # sentences


def carried(reading: Reading, hits: Sequence[Hit], drafts: Sequence[Draft]) -> list[Draft]:
    """``drafts`` with the places that "these prisons" or "there" stand for, where just told."""
    out: list[Draft] = []
    for hit, draft in zip(hits, drafts, strict=True):
        before = [
            (earlier, told)
            for earlier, told in zip(hits, out, strict=False)
            if told.claim.scope.place_class and hit.sentence - earlier.sentence <= _NEAR
        ]
        out.append(_with_places(reading, hit, draft, before[-1][1]) if before else draft)
    return out


def _with_places(reading: Reading, hit: Hit, draft: Draft, told: Draft) -> Draft:
    span = hit.spans[0]
    back = reading.book.words["same_places"].search(reading.page.low, span.start, span.end)
    scope = draft.claim.scope
    if back is None or scope.place_class:
        return draft
    filled = replace(
        scope,
        place_class=told.claim.scope.place_class,
        places_low=told.claim.scope.places_low,
        places_high=told.claim.scope.places_high,
        words=" ".join(reading.page.text[back.start() : back.end()].split()),
    )
    return replace(draft, claim=replace(draft.claim, scope=filled))

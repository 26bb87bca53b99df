"""What tests build cases from: a text, readings and drafts on its words; and work, done whole."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

from habeas.capture.reading import Reading
from habeas.domain.claim import Claim, Kind
from habeas.domain.draft import Draft, PlaceName, Span
from habeas.domain.quantity import Quantity
from habeas.domain.voice import Role, Voice
from habeas.domain.when import When

S, R = TypeVar("S"), TypeVar("R")

TEXT = (
    "More than 20 people were shot dead on Friday, the ministry said.\n"
    "Seven prisons are on alert. The warden of Peña Gris denied it."
)


def reading(text: str = TEXT) -> Reading:
    """A reading as capture makes it."""
    return Reading(data=text.encode(), text=text, title=text.splitlines()[0], language="en")


def spans(*words: str, text: str = TEXT) -> tuple[Span, ...]:
    """Where these words stand."""
    return tuple(Span(text.index(w), text.index(w) + len(w)) for w in words)


def draft(
    *words: str,
    kind: Kind = Kind.INCIDENT,
    type_: str = "incident/killing",
    when: str = "2031-05-09",
    quantity: Quantity | None = None,
    places: tuple[str, ...] = (),
    voices: tuple[str, ...] = (),
    roles: tuple[str, ...] = (),
    text: str = TEXT,
) -> Draft:
    """A draft on these words."""
    claim = Claim(
        kind=kind,
        type=type_,
        summary=" ".join(words),
        when=When(edtf=when, words=when),
        quantity=quantity or Quantity(),
    )
    return Draft(
        claim,
        spans(*words, text=text),
        places=tuple(PlaceName(name) for name in places),
        voices=tuple(Voice(name=name, verb="said") for name in voices),
        roles=tuple(Role(role="target", name=name) for name in roles),
    )


def whole(work: Generator[S, None, R], *, steps: list[S] | None = None) -> R:
    """Go through all of it; what it returns.  Its steps are put into ``steps``."""
    while True:
        try:
            step = next(work)
        except StopIteration as end:
            done: R = end.value
            return done
        if steps is not None:
            steps.append(step)

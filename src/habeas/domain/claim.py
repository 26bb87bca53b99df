"""The claim: what one source says about one thing, and the passages it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from habeas.domain.quantity import Quantity
from habeas.domain.scope import Grounds, Scope
from habeas.domain.when import Duration, When


class Kind(StrEnum):
    """The six kinds of claim."""

    INCIDENT = "incident"
    MEASURE = "measure"
    CONDITION = "condition"
    RULING = "ruling"
    STATEMENT = "statement"
    FIGURE = "figure"


class Stage(StrEnum):
    """How far a measure had come: different facts with different proofs.  Empty: not stated."""

    NONE = ""
    THREATENED = "threatened"
    ORDERED = "ordered"
    ANNOUNCED = "announced"
    AUTHORISED = "authorised"
    CARRIED_OUT = "carried-out"
    IN_FORCE = "in-force"
    LIFTED = "lifted"


class Assertion(StrEnum):
    """How the speaker stands to what is said; apart from the stage."""

    STATED = "stated"
    SUSPECTED = "suspected"
    ALLEGED = "alleged"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source says about one thing.  ``id`` 0 means not yet in the record."""

    id: int = 0
    source: int = 0
    event: int | None = None
    kind: Kind = Kind.STATEMENT
    type: str = ""  # vocabulary id such as measure/confinement; empty: not chosen yet
    summary: str = ""
    stage: Stage = Stage.NONE
    assertion: Assertion = Assertion.STATED
    when: When = field(default_factory=When)
    duration: Duration = field(default_factory=Duration)
    scope: Scope = field(default_factory=Scope)
    quantity: Quantity = field(default_factory=Quantity)
    grounds: Grounds = field(default_factory=Grounds)
    note: str = ""
    # hand; accepted: a suggestion as it was; edited: one that was corrected; sheet: a row of one
    origin: str = "hand"
    reason: str = ""  # why Habeas suggested it
    confidentiality: str = ""  # empty: as the source

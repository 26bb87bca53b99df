"""Who says so: a chain of voices, nearest to the fact first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Wording(StrEnum):
    """How a voice's words reach us."""

    UNKNOWN = "unknown"
    DIRECT = "direct"
    PARTIAL = "partial"
    PARAPHRASE = "paraphrase"
    TRANSLATED = "translated"


@dataclass(frozen=True, slots=True)
class Voice:
    """One link of the chain; ``name`` as written, ``actor`` its entry in the register if tied.

    ``inferred`` marks a voice that the text leaves out and the reader supplied.  The last voice,
    the source itself, is not stored: it is the claim's source.
    """

    id: int = 0
    claim: int = 0
    position: int = 0
    name: str = ""
    actor: int | None = None
    cited_source: int | None = None  # a source that this one leans on and we have not seen
    verb: str = ""
    medium: str = ""
    wording: Wording = Wording.UNKNOWN
    inferred: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """The part an actor takes in a claim: on the link, never on the actor."""

    id: int = 0
    claim: int = 0
    position: int = 0
    role: str = ""  # vocabulary: roles
    name: str = ""
    actor: int | None = None
    words: str = ""
    label_of_source: bool = False  # the source's label ("gang member"): shown in quotation marks

"""A link between claims or events, resting on a passage."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """``kind`` is in-response-to, sanction-for, part-of, about, contradicts or lifts."""

    id: int = 0
    kind: str = "about"
    from_claim: int | None = None
    to_claim: int | None = None
    from_event: int | None = None
    to_event: int | None = None
    passage: int | None = None
    note: str = ""

"""An event: claims that the user judges to be about the same thing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """A gathering of claims; ``stands_on`` is the claim whose value the user chose, and why."""

    id: int = 0
    title: str = ""
    kind: str = ""
    type: str = ""
    note: str = ""
    stands_on: int | None = None
    stands_reason: str = ""

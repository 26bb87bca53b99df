"""What the reader finds: mentions (figures, dates, names, attributions) and suggested claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from habeas.domain.claim import Kind
from habeas.domain.draft import Draft


@dataclass(frozen=True, slots=True)
class Mention:
    """``text[start:end]`` (code points) is a ``what``: figure, date, actor, place or attribution.

    ``value`` of a figure: low, high (None: open), unit, approximate; of a date: edtf;
    of an attribution: source, verb; of an actor or place: name, kind.
    """

    what: str
    start: int
    end: int
    value: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A claim that the reader proposes, and in one sentence why; no claim until accepted."""

    draft: Draft
    reason: str
    key: str  # stable for the same text and rules; what a rejection remembers

    @property
    def kind(self) -> Kind:
        """The kind of the proposed claim."""
        return self.draft.claim.kind

    @property
    def type(self) -> str:
        """The vocabulary type of the proposed claim."""
        return self.draft.claim.type

    @property
    def start(self) -> int:
        """Where its first passage starts."""
        return self.draft.spans[0].start

    @property
    def end(self) -> int:
        """Where its first passage ends."""
        return self.draft.spans[0].end

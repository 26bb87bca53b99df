"""A draft: a claim with all that hangs on it, before it is in the record."""

from __future__ import annotations

from dataclasses import dataclass, field

from habeas.domain.claim import Claim
from habeas.domain.voice import Role, Voice


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch ``start``..``end`` of a text, in Unicode code points, end excluded.

    With a ``region`` (``domain.region``) it is no words but a place on a page, or a stretch of
    time; then ``start`` and ``end`` are 0.
    """

    start: int
    end: int
    region: str = ""


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place as named in the text, and its vocabulary kind where the words tell it."""

    name: str
    kind: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class DraftLink:
    """A link from the draft to a claim, or among suggestions to the one with ``key``."""

    kind: str
    to_claim: int | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """A source that voice number ``voice`` of a draft leans on, and that we have not seen.

    ``title`` is in the words of the source that is read; ``kind`` a term of source-kinds.
    """

    voice: int
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim before it is accepted: what an editor edits and a suggestion proposes."""

    claim: Claim = field(default_factory=Claim)
    spans: tuple[Span, ...] = ()
    places: tuple[PlaceName, ...] = ()
    roles: tuple[Role, ...] = ()
    voices: tuple[Voice, ...] = ()  # nearest to the fact first; the source itself is left out
    links: tuple[DraftLink, ...] = ()
    cited: tuple[Cited, ...] = ()


LONGEST = 80  # letters of a summary: what fits two lines of a card


def summary_of(quote: str) -> str:
    """The first words of a quote as a claim's summary, to be said better by hand."""
    words = " ".join(quote.split()).strip(' ,;:."“”«»')
    if len(words) > LONGEST:
        words = words[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
    return words[:1].upper() + words[1:]

"""A passage: an exact stretch of a source, typed from the first schema."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CONTEXT = 32  # characters kept before and after a quote (W3C TextQuoteSelector prefix, suffix)


class PassageKind(StrEnum):
    """What sort of stretch a passage is."""

    TEXT = "text"
    RECTANGLE = "rectangle"
    TIME = "time"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Passage:
    """``quote`` at ``start``..``end`` (Unicode code points) of the layer with hash ``layer``."""

    id: int = 0
    source: int = 0
    layer: str = ""
    kind: PassageKind = PassageKind.TEXT
    start: int = 0
    end: int = 0
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    page: int | None = None
    region: str = ""  # JSON: rectangles, a time range or a row, for the other kinds
    carried: str = ""  # the layer that it was marked in, if it was carried over to this one since
    score: int | None = None  # how well its words were found again, in thousandths


def cut(text: str, start: int, end: int) -> Passage:
    """The passage ``text[start:end]`` with its context; ValueError if it is empty or outside."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no passage at {start}..{end} of {len(text)} characters")
    return Passage(
        start=start,
        end=end,
        quote=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )


def holds(passage: Passage, text: str) -> bool:
    """Whether the passage's quote still stands at its place in ``text``."""
    return text[passage.start : passage.end] == passage.quote != ""

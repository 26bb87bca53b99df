"""Stretches of a text that are more than running words: a heading, a table, a note, a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class StretchKind(StrEnum):
    """What a stretch of a text is."""

    HEADING = "heading"  # name: its level, "1" to "6"
    TABLE = "table"
    FOOTNOTE = "footnote"  # name: its mark
    COMMENT = "comment"  # name: who made it
    HEADER = "header"  # of a page or a letter: furniture, not the text
    QUOTED = "quoted"  # of an earlier mail
    SHEET = "sheet"  # name: the sheet's; its lines are the rows, the first of them row 1
    MESSAGE = "message"  # of a chat; name: who wrote it
    TIME = "time"  # of a recording; name: seconds from its beginning


@dataclass(frozen=True, slots=True)
class Stretch:
    """``start``..``end`` (code points of the layer) is a ``kind``, which ``name`` tells more of."""

    kind: StretchKind
    start: int
    end: int
    name: str = ""

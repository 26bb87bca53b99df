"""The Reading of a whole export: it has no text of its own, and its days or posts as parts."""

from __future__ import annotations

from collections.abc import Iterable

from habeas.capture.original import Original
from habeas.capture.posts import chats
from habeas.capture.posts.chats import Day
from habeas.capture.reading import Part, Reading


def of_days(
    original: Original, notes: Iterable[str], days: Iterable[Day] = (), *, media_type: str,
    extractor: str, title: str = "",
) -> Reading:  # fmt: skip
    """An export of chats, whose days are read as they are asked for."""
    return reading(
        original,
        notes,
        media_type=media_type,
        extractor=extractor,
        kind="chat",
        title=title,
        parts=chats.parts(original, days),
    )


def reading(
    original: Original, notes: Iterable[str], *, media_type: str, extractor: str, kind: str,
    title: str = "", author: str = "", parts: Iterable[Part] = (),
) -> Reading:  # fmt: skip
    """What is known of the export as a file; ``parts`` are read as they are asked for."""
    return Reading(
        data=original.data,
        text="",
        media_type=media_type,
        extractor=extractor,
        version=chats.VERSION,
        notes=tuple(notes),
        file_name=original.name,
        title=title or original.name,
        kind=kind,
        author=author,
        parts=parts,
    )

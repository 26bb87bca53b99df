"""The Reading that a document comes to, whatever its format: here all readers of them end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from habeas.capture import language
from habeas.capture import title as titles
from habeas.capture.documents import about as abouts
from habeas.capture.documents import notes
from habeas.capture.documents.about import About
from habeas.capture.documents.flow import Flow
from habeas.capture.original import Original
from habeas.capture.reading import Part, Reading

KIND = "document"  # until somebody says what it is


@dataclass(slots=True)
class Told:
    """What was read of a document: its words, what it says of itself, what there is to note.

    ``files`` counts what lies inside it.
    """

    flow: Flow = field(default_factory=Flow)
    about: About = field(default_factory=About)
    notes: tuple[str, ...] = ()
    files: int = 0


def reading(
    original: Original, told: Told, *, media_type: str, extractor: str, version: str,
    parts: Iterable[Part] = (),
) -> Reading:  # fmt: skip
    """The Reading of a document whose words were written into a Flow."""
    text, stretches = told.flow.finished()
    made = of_text(original, text, told.about)
    return replace(
        made,
        media_type=media_type,
        extractor=extractor,
        version=version,
        notes=(*told.notes, *notes.limits(told.flow, text, before=told.notes)),
        stretches=stretches,
        parts=parts if told.files else (),
    )


def of_text(original: Original, text: str, about: About) -> Reading:
    """The Reading of a text with what the document says of itself, as far as it is believed."""
    given = {
        "title": abouts.title(about.title) or titles.guess(text),
        "author": abouts.author(about.author),
        "publisher": about.publisher,
        "published": about.published,
        "language": language.guess(text) or about.language.partition("-")[0].lower()[:3],
    }
    return Reading(
        data=original.data,
        text=text,
        file_name=original.name,
        kind=KIND,
        title=given["title"] or original.name,
        author=given["author"],
        publisher=given["publisher"],
        published=given["published"],
        language=given["language"],
        silent=tuple(name for name in about.asked if not given[name]),
        metadata=about.pairs,
    )

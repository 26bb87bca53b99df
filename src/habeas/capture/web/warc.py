"""Archives of the web (WARC), packed or not: their pages become sources of their own."""

from __future__ import annotations

from collections.abc import Iterator

from habeas.capture.original import Original
from habeas.capture.reading import Part, Reading
from habeas.capture.web import archived, signs

_VERSION = "1"


def read(original: Original) -> Reading:
    """The Reading of an archive, whose pages are its parts; the archive itself has no words."""
    found = archived.Found()
    with original.open() as file:
        archived.survey(file.read, found, chosen=_any)
    return Reading(
        data=original.data,
        text="",
        media_type=signs.WARC,
        extractor="habeas",
        version=_VERSION,
        notes=archived.told(found),
        file_name=original.name,
        title=original.name,
        metadata=tuple((f"Digests: {name}", str(n)) for name, n in sorted(found.digests.items())),
        parts=_parts(original),
    )


def _parts(original: Original) -> Iterator[Part]:
    with original.open() as file:
        yield from archived.parts(original, file.read, chosen=_any)


def _any(_address: str) -> bool:
    return True

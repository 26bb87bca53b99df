"""Files inside a document, read by whatever reader fits; one that fails is kept unread."""

from __future__ import annotations

import logging

from habeas.capture.original import of_bytes
from habeas.capture.reading import Part
from habeas.capture.unread import unread
from habeas.errors import Problem
from habeas.i18n import N_, _, ngettext

MOST = 500  # files of one document
LARGEST = 100_000_000  # bytes of one of them
ALL = 400_000_000  # bytes of all of them
KEPT = N_("This came inside another file. It is kept as it came; Habeas could not read it.")


def part(data: bytes, name: str, *, role: str) -> Part:
    """The Part that these bytes are, called ``name``; never raises for what is in them."""
    from habeas.capture import read_original  # here: it imports the table of all formats

    original = of_bytes(data, name)
    try:
        reading = read_original(original)
    except Problem:
        reading = unread(original, _(KEPT))
    except Exception:  # noqa: BLE001 - a fault of one reader must not lose the other files
        logging.getLogger(__name__).warning("a file inside another could not be read")
        reading = unread(original, _(KEPT))
    return Part(reading, role)


def left_out(n: int) -> tuple[str, ...]:
    """The note for files that were too many, too large or too damaged to be taken out."""
    note = ngettext(
        "One file inside this document could not be taken out; it is kept within the original.",
        "{n} files inside this document could not be taken out; they are kept within the original.",
        n,
    )
    return (note.format(n=n),) if n else ()

"""What came inside another file, read by whatever reader fits; what fails is kept unread."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence

from habeas.capture import zipped
from habeas.capture.original import Original, of_bytes
from habeas.capture.reading import Part, Reading
from habeas.capture.unread import unread
from habeas.errors import Problem
from habeas.i18n import _

DEEPEST = 5  # how many files may lie around the one that is read
MOST = 500  # files that are taken out of one document
LARGEST = 100_000_000  # bytes of one of them
ALL = 400_000_000  # bytes of all of them


def read(
    whole: Original, data: bytes, name: str, *, by: Callable[[Original], Reading] | None = None
) -> Reading:
    """The Reading of ``data`` that came inside ``whole``; it never raises for what is in them.

    ``by`` reads it where more is known of it than can be told from its bytes.  What cannot be
    read, is empty, or lies too deep has no text, and a note.
    """
    from habeas.capture import read_original  # here: it imports the table of all formats

    original = of_bytes(data, name, depth=whole.depth + 1)
    if original.depth > DEEPEST:
        return unread(original, too_deep(name))
    if not data:
        return unread(original, _("“{name}” is empty.").format(name=name))
    try:
        return (by or read_original)(original)
    except Problem:
        pass
    except Exception:  # noqa: BLE001 - a fault of one reader must not cost what lies beside it
        logging.getLogger(__name__).warning("a file inside another could not be read")
    note = _("“{name}” is kept, but Habeas cannot read it. Open it in its own program.")
    return unread(original, note.format(name=name))


def too_deep(name: str) -> str:
    """The note for what has more files around it than are opened."""
    return _("“{name}” lies too deep inside other files to be read. It is kept as it is.").format(
        name=name
    )


def members(
    whole: Original,
    chosen: Callable[[zipped.Archive], Sequence[str]],
    *,
    role: Callable[[str], str],
) -> Iterator[Part]:
    """Members of a zipped document as Parts; what is broken stays within the document."""
    left = ALL
    with zipped.open(whole) as archive:
        for name in chosen(archive)[:MOST]:
            try:
                data = archive.read(name, most=min(left, LARGEST))
            except zipped.Unreadable:
                continue
            left -= len(data)
            yield Part(read(whole, data, name.rpartition("/")[2]), role(name))

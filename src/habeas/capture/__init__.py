"""Reading files and pasted text into Readings; nothing here writes.

``read`` and ``pasted`` give a Reading or raise a Problem.  The way of a file: it becomes an
``original`` (``disk`` takes it from there), the ``registry`` finds what it is by ``formats``, the
table of all of them, and the reader there gives a ``reading``.  Readers stand by families: web,
letters, documents, sheets, media, posts; ``plain`` reads what is only text, ``unread`` keeps what
nothing could be read of.  Lists of literature are in ``references``.

What they all use: ``inside`` for what came inside another file, ``zipped`` and ``xml`` for what
strangers packed and wrote, ``encodings`` for letters, ``language`` and ``title`` for guesses, and
``sentences`` for what is said of trouble.  ``apart`` runs all of it in processes of their own.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace

from habeas.capture import disk, formats, registry
from habeas.capture import original as originals
from habeas.capture.original import Original
from habeas.capture.reading import Part, Reading
from habeas.errors import Problem
from habeas.i18n import _

__all__ = ["Original", "Part", "Reading", "formats", "pasted", "read", "read_original"]

_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LONE = re.compile("[\ud800-\udfff]")


def read(path_or_bytes: str | os.PathLike[str] | bytes, *, file_name: str = "") -> Reading:
    r"""Read a file, or bytes that are in memory already; Problem says why that cannot be done.

    ``file_name`` is how the bytes are called, and stands in place of the path's own name.  The
    Reading's ``data`` is what the file holds; its ``text`` has plain line ends (``\n``) and no
    byte order mark.
    """
    if isinstance(path_or_bytes, bytes):
        original = originals.of_bytes(path_or_bytes, file_name)
    else:
        original = originals.of_file(path_or_bytes, name=file_name)
    return read_original(original)


def read_original(original: Original) -> Reading:
    """Read what is loaded already, such as a part of another file; Problem as ``read``."""
    try:
        reading = registry.format_of(original).reader(original)
    except MemoryError:
        raise Problem(disk.no_room(original.name)) from None
    if original.path is None:
        return reading
    return replace(
        reading, data=b"", path=original.path, sha256=original.sha256, size=original.size
    )


def pasted(text: str) -> Reading:
    """The Reading of text from the clipboard or the keyboard; Problem if there is none.

    Its ``data`` is the text in UTF-8 as it was pasted, line ends and all; only halves of
    characters, which UTF-8 cannot hold, are replaced there too, and counted in the notes.
    """
    from habeas.capture import plain  # here, so that naming a format does not load it

    whole = _PAIR.sub(lambda pair: _joined(pair[0]), text)
    mended, halves = _LONE.subn("\ufffd", whole)
    if plain.is_blank(mended):
        raise Problem(_("There is no text to add. Copy the text first, then paste it again."))
    return plain.reading(mended, mended.encode(), halves=halves)


def _joined(pair: str) -> str:
    """The one character that two halves make, as some clipboards hand it over in two."""
    return pair.encode("utf-16-le", "surrogatepass").decode("utf-16-le")

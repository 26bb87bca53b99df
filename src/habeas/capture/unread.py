"""What is kept of a file that nothing could be read of: its bytes and the reason."""

from __future__ import annotations

from habeas.capture import registry
from habeas.capture.original import Original
from habeas.capture.reading import Reading
from habeas.errors import Problem

UNKNOWN = "application/octet-stream"
_STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)


def unread(original: Original, note: str, *, media_type: str = "") -> Reading:
    """The Reading without text of a file that is kept all the same; ``note`` says why.

    Without a ``media_type`` it is guessed from the first bytes and the name: no code that goes
    through the file is run, for it may be what failed.
    """
    return Reading(
        data=original.data,
        text="",
        media_type=media_type or _guess(original),
        extractor="none",
        kind="document",
        notes=(note,),
        file_name=original.name,
        title=original.name,
        path=original.path,
        sha256=original.sha256,
        size=original.size if original.path else 0,
    )


def _guess(original: Original) -> str:
    try:
        start = original.head[:16]
    except Problem:  # a large file that is gone since
        start = b""
    if known := next((kind for mark, kind in _STARTS if start.startswith(mark)), ""):
        return known
    name = original.name.lower()
    fitting = (each for each in registry.formats() if name.endswith(each.suffixes))
    return next((each.media_type for each in fitting), UNKNOWN)

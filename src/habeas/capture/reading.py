"""What reading a file gives: its bytes, the text in them, and what should be said about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """``data`` as it came and the ``text`` read out of it by ``extractor`` ``version``.

    ``notes`` are sentences for the user about what is unusual (encoding guessed, bytes replaced).
    ``file_name`` is empty for pasted text; ``title`` and ``language`` are guesses to be corrected.
    """

    data: bytes
    text: str
    media_type: str = "text/plain"
    extractor: str = "plain"
    version: str = "1"
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()
    file_name: str = ""
    title: str = ""
    language: str = ""

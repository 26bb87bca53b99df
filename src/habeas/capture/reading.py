"""What reading a file gives: its bytes, the text in them, and what the file says of itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from habeas.domain.page import Page
from habeas.domain.stretch import Stretch

# Fields of a Reading that a file may give; ``silent`` names those that it was asked for in vain.
ASKED = ("title", "author", "publisher", "published", "captured", "address", "language")


@dataclass(frozen=True, slots=True)
class Part:
    """A source that came inside another one: an attachment, a page of an archive, a post.

    ``role`` is one of attachment, page, post, picture, mail.  With ``shared`` the part has no bytes
    of its own: they are those of the whole (a post inside an export).
    """

    reading: Reading
    role: str
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """``data`` as it came and the ``text`` read out of it by ``extractor`` ``version``.

    A file too large to be held stays at ``path``: then ``data`` is empty, and ``sha256`` and
    ``size`` say which bytes were read.  ``text`` is empty for what has no words (a picture, a scan,
    a page of which nothing can be read); ``notes`` are sentences for the user about what is unusual
    or missing.  ``file_name`` is empty for pasted text.

    ``title`` and ``language`` may be guesses; ``kind`` (vocabulary: source kinds), ``author``,
    ``publisher``, ``published`` (EDTF), ``captured`` (ISO 8601 with zone: when the capture was
    made, if the file says) and ``address`` are what the file gives.  ``silent`` are the fields that
    the format could give and this file does not; ``metadata`` is whatever else it says of itself,
    as pairs of name and value: never shown in exports unless asked for.

    ``parts`` are sources inside this one; an iterator that can be gone through once.
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
    path: Path | None = None
    sha256: str = ""
    size: int = 0
    kind: str = ""
    author: str = ""
    publisher: str = ""
    published: str = ""
    captured: str = ""
    address: str = ""
    silent: tuple[str, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()
    pages: tuple[Page, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    parts: Iterable[Part] = ()

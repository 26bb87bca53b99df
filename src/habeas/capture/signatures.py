"""Telling text from what is not text by the first bytes, and saying what the latter seems to be."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from habeas.capture import wide
from habeas.capture.original import Original
from habeas.errors import Problem
from habeas.i18n import N_, _

_NUL_WITHIN = 1024  # bytes: a NUL this early is no slip of the keyboard
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_CONTROL_BYTES = bytes(code for code in range(256) if _CONTROLS.match(bytes([code])))
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of Office until 2003, and of what a password locks
_ALWAYS = (  # these are made of letters, and are no plain text all the same
    (b"%PDF-", N_("a PDF document")),
    (b"{\\rtf", N_("a Rich Text document")),
)
_STARTS = (
    (b"\x89PNG", N_("a PNG picture")),
    (b"\xff\xd8\xff", N_("a JPEG picture")),
    (b"GIF8", N_("a GIF picture")),
    (b"II*\x00", N_("a TIFF picture")),
    (b"MM\x00*", N_("a TIFF picture")),
    (b"BM", N_("a BMP picture")),
    (b"RIFF", N_("a picture, sound or film")),
    (b"ID3", N_("a sound recording")),
    (b"OggS", N_("a sound recording or film")),
    (b"\x1a\x45\xdf\xa3", N_("a film")),
    (OLE, N_("an older Word, Excel or Outlook document")),
    (b"SQLite format 3\x00", N_("an SQLite database")),
    (b"\x7fELF", N_("a program")),
    (b"MZ", N_("a program")),
    (b"\x1f\x8b", N_("a compressed archive")),
    (b"BZh", N_("a compressed archive")),
    (b"\xfd7zXZ", N_("a compressed archive")),
    (b"7z\xbc\xaf\x27\x1c", N_("a compressed archive")),
    (b"Rar!", N_("a compressed archive")),
)
_ZIPPED = (
    (b"word/", N_("a Word document")),
    (b"xl/", N_("an Excel workbook")),
    (b"ppt/", N_("a PowerPoint presentation")),
    (b"opendocument.text", N_("an OpenDocument text")),
    (b"opendocument.spreadsheet", N_("an OpenDocument spreadsheet")),
    (b"epub+zip", N_("an electronic book")),
)


def is_text(original: Original) -> bool:
    """Whether a file may be plain text, in whatever encoding."""
    return could_be_text(original.head)


def could_be_text(head: bytes) -> bool:
    """Whether a file that starts so may be plain text, in whatever encoding."""
    return not what(head)


@lru_cache(maxsize=1)  # more than one format asks
def what(head: bytes) -> str:
    """What a file that starts so seems to be, in English, to be translated; empty: text."""
    for start, name in _ALWAYS:
        if head.startswith(start):
            return name
    if wide.encoding_of(head) or _is_clean(head):
        return ""
    if head.startswith(ZIP):
        return next((name for mark, name in _ZIPPED if mark in head), N_("a ZIP archive"))
    if head[4:8] == b"ftyp":
        return N_("a film or picture")
    known = next((name for start, name in _STARTS if head.startswith(start)), "")
    return known or (N_("binary data") if _has_binary(head[:_NUL_WITHIN]) else "")


def refusal(head: bytes, name: str) -> Problem:
    """The Problem that says what the file seems to be and what to do."""
    return not_text(what(head) or N_("binary data"), name)


def empty(name: str) -> Problem:
    """The Problem for a file in which there is nothing at all."""
    return Problem(
        _(
            "{name} is empty: there is no text in it. Nothing was added. Choose another file."
        ).format(name=_("“{name}”").format(name=name) if name else _("This"))
    )


def not_text(seems: str, name: str) -> Problem:
    """The Problem for a file that ``seems`` to be something we do not read (in English)."""
    return Problem(
        _(
            "{name} seems to be {what}, which Habeas does not read. Nothing was added. Open the "
            "file in its own program, copy its text and paste it here."
        ).format(name=_("“{name}”").format(name=name) if name else _("This"), what=_(seems))
    )


def _is_clean(head: bytes) -> bool:
    """Whether this is faultless UTF-8 with nothing odd in it, whatever letters it starts with."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # the last character may be cut
    except UnicodeDecodeError:
        return False
    return len(head.translate(None, _CONTROL_BYTES)) == len(head)  # quicker than to search


def _has_binary(start: bytes) -> bool:
    """Whether the first bytes hold a NUL, or more control characters than any text has."""
    odd = len(_CONTROLS.findall(start))
    return b"\x00" in start or (odd > 8 and odd > len(start) / 10)

"""Telling pages of the web and archives of them; light enough to be asked of every file."""

from __future__ import annotations

import re
import zlib

from habeas.capture import wide, zipped
from habeas.capture.original import Original

HTML = "text/html"
MHTML = "multipart/related"
WARC = "application/warc"
WACZ = "application/wacz"
_LOOK = 16_384  # bytes from the start
_NAMES = (".html", ".htm", ".xhtml", ".xht", ".shtml")
# What may stand before the first tag: white space, comments, what XML says of itself.
_BEFORE = r"(?:\s|<!--(?:(?!-->).)*+-->|<\?[^>]*+>)*+"
_PAGE = re.compile(_BEFORE + r"<(?:!doctype\s+html|html|head|body|frameset)\b", re.I | re.S)
_TAG = re.compile(r"<(?:!doctype|head|title|meta|body|div|p|h1|table|article|main|br)\b", re.I)
_SAVED = re.compile(rb"^(?:snapshot-content-location:|from:\s*<saved by )", re.I | re.M)
_RELATED = re.compile(rb"^content-type:\s*multipart/related\b", re.I | re.M)
_OF_PAGE = re.compile(rb"\btype\s*=\s*\"?text/html", re.I)


def is_page(original: Original) -> bool:
    """Whether a file is a page in HTML, by its first tag or by its name and any tag."""
    start = _text(original.head)
    if start.startswith("WARC/"):
        return False
    named = original.name.lower().endswith(_NAMES)
    return bool(_PAGE.match(start) or (named and _TAG.search(start)))


def is_mhtml(original: Original) -> bool:
    """Whether a file is a page that a browser saved with its pictures, as a mail holds them."""
    head = re.split(rb"\r?\n\r?\n", original.head, maxsplit=1)[0]
    if not _RELATED.search(head):
        return False
    named = original.name.lower().endswith((".mhtml", ".mht"))
    return bool(named or _SAVED.search(head)) or (
        bool(_OF_PAGE.search(head)) and not re.search(rb"^(?:received|to):", head, re.I | re.M)
    )


def is_warc(original: Original) -> bool:
    """Whether a file is an archive of web pages, packed or not."""
    head = original.head
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(31).decompress(head, 64)
        except zlib.error:
            return False
    return head.startswith(b"WARC/")


def is_wacz(original: Original) -> bool:
    """Whether a file is an archive of web pages in a ZIP file."""
    head = original.head
    if not zipped.is_zip(head):
        return False
    return original.name.lower().endswith(".wacz") or (
        b"archive/" in head and b".warc" in head
    ) or (b"datapackage.json" in head and b"pages/" in head)  # fmt: skip


def _text(head: bytes) -> str:
    wider = b"\x00" in head[:4] or wide.marked(head)
    encoding = wide.encoding_of(head[:_LOOK]) if wider else ""
    return head[:_LOOK].decode(encoding or "utf-8", "replace").lstrip("\ufeff\x00 \t\r\n")

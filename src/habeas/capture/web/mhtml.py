"""Pages that a browser saved as a mail: the page and its pictures in one file (MHTML)."""

from __future__ import annotations

import email
import email.errors
import email.header
import email.message
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass, replace

from habeas.capture import sentences, signatures
from habeas.capture.original import Original
from habeas.capture.reading import Reading
from habeas.capture.web import dates, html, signs
from habeas.capture.web.about import is_address
from habeas.i18n import _

_PARTS = 20_000  # more than any page has
_PAGES = ("text/html", "application/xhtml+xml")
_CUT = (
    email.errors.CloseBoundaryNotFoundDefect,
    email.errors.StartBoundaryNotFoundDefect,
    email.errors.MissingHeaderBodySeparatorDefect,
)
_BROKEN = (
    ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError,
    email.errors.MessageError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a saved page: its bytes and by what names the page may call for it."""

    data: bytes
    media_type: str
    charset: str = ""
    location: str = ""
    number: str = ""  # Content-ID, without its brackets


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The ``page`` (None: there is none), the other ``pieces``, and what the head says."""

    page: Piece | None
    pieces: tuple[Piece, ...] = ()
    subject: str = ""
    address: str = ""
    date: str = ""
    cut: bool = False


def read(original: Original) -> Reading:
    """The Reading of the page in the file; Problem if the file is empty."""
    data = original.whole()
    if not data.strip():
        raise signatures.empty(original.name)
    kept = taken_apart(data)
    notes: tuple[str, ...] = ()
    if kept.cut:
        notes = (_(sentences.CUT_SHORT),)
    if kept.page is None:
        inside = html.page(b"", original.name)
        inside = replace(inside, notes=(_(sentences.NO_PAGE),), title=kept.subject or original.name)
    else:
        inside = html.page(kept.page.data, original.name, told=kept.page.charset)
    return _of_file(inside, kept, data=data, notes=notes)


def _of_file(
    inside: Reading, kept: SavedPage, *, data: bytes, notes: tuple[str, ...]
) -> Reading:  # fmt: skip
    """What the page says, and what the file around it knows better."""
    given = dict(inside.metadata)
    said = (("Subject", kept.subject), ("Date", kept.date))
    given.update({name: value for name, value in said if value})
    captured, address = dates.moment_of(kept.date), kept.address or inside.address
    silent = set(inside.silent) - ({"title"} if kept.subject else set())
    silent -= {"address"} if address else set()
    silent |= set() if captured else {"captured"}
    return replace(
        inside,
        data=data,
        media_type=signs.MHTML,
        title=kept.subject if "title" in inside.silent and kept.subject else inside.title,
        address=address,
        captured=captured or inside.captured,
        notes=(*notes, *inside.notes),
        silent=tuple(sorted(silent)),
        metadata=tuple(given.items()),
    )


def taken_apart(data: bytes) -> SavedPage:
    """The page and the pieces in a file; what is broken is left out and told by ``cut``."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        leaves = list(_leaves(message))
    except _BROKEN:
        return SavedPage(None, cut=True)
    cut = any(isinstance(defect, _CUT) for defect in message.defects)
    pieces = [piece for piece in map(_piece, leaves) if piece is not None]
    start = _said(message, "start", of="content-type").strip("<>")
    pages = [piece for piece in pieces if piece.media_type in _PAGES and piece.data.strip()]
    page = next((piece for piece in pages if start and piece.number == start), None)
    page = page or next(iter(pages), None)
    location = _said(message, "snapshot-content-location") or _said(message, "content-location")
    address = location or (page.location if page else "")
    return SavedPage(
        page,
        tuple(piece for piece in pieces if piece is not page),
        _spoken(_said(message, "subject")),
        address if is_address(address) else "",
        _said(message, "date"),
        cut,
    )


def _leaves(message: email.message.Message) -> Iterator[email.message.Message]:
    """The parts that hold no others."""
    waiting, count = [message], 0
    while waiting and count < _PARTS:
        each = waiting.pop(0)
        count += 1
        inside = each.get_payload()
        if isinstance(inside, list):
            waiting.extend(part for part in inside if isinstance(part, email.message.Message))
        else:
            yield each


def _piece(part: email.message.Message) -> Piece | None:
    try:
        data = part.get_payload(decode=True)
        charset = part.get_content_charset() or ""
        media_type = part.get_content_type()
    except _BROKEN:
        return None
    if not isinstance(data, bytes):
        return None
    location, number = _said(part, "content-location"), _said(part, "content-id").strip("<> ")
    return Piece(data, media_type, charset, location, number)


def _said(part: email.message.Message, name: str, *, of: str = "") -> str:
    """A header, or a parameter ``of`` one, as text; empty if it is absent or broken."""
    try:
        value = part.get_param(name, "", of) if of else part.get(name, "")
    except _BROKEN:
        return ""
    return " ".join(str(value).split())[:4_000]


def _spoken(subject: str) -> str:
    """A subject in its own letters."""
    try:
        text = str(email.header.make_header(email.header.decode_header(subject)))
    except _BROKEN:
        text = subject
    return " ".join(text.replace("\x00", "").split())[:500]

"""A mailbox file: mails one after another, each with its own bytes, read as they are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from habeas.capture import inside
from habeas.capture import original as originals
from habeas.capture.letters import eml, signs
from habeas.capture.original import Original
from habeas.capture.reading import Part, Reading
from habeas.capture.unread import unread
from habeas.i18n import N_, _, ngettext

MOST = 200_000  # mails of one mailbox
LARGEST = 100_000_000  # bytes of one mail; what is longer is cut, and says so
CUT = N_(
    "This mail is too large to be read: only its beginning is kept here. All of it is kept in the "
    "mailbox."
)
_BLOCK = 1 << 20
_BORDER = re.compile(rb"\n(?=" + signs.FROM_LINE.pattern + rb")")
_LINE = 700  # bytes: the longest line that parts two mails


def read(original: Original) -> Reading:
    """The Reading of a mailbox: no text of its own, and its mails as parts."""
    count = sum(1 for _each in _begins(original))
    note = ngettext(
        "A mailbox with one mail, which is a source of its own.",
        "A mailbox with {n} mails, each of which is a source of its own.",
        count,
    ).format(n=count)
    more = _("Only the first {n} mails were read. Split the mailbox to add the others.")
    return Reading(
        original.data,
        "",
        media_type=signs.MAILBOX,
        extractor="email",
        version=eml.VERSION,
        notes=(note, more.format(n=MOST)) if count > MOST else (note,),
        file_name=original.name,
        title=original.name,
        kind="letter",
        parts=_parts(original),
    )


def mails(original: Original, *, largest: int = LARGEST) -> Iterator[tuple[bytes, bool]]:
    """The bytes of each mail without the line before it, and whether they had to be cut."""
    begins = _begins(original)
    at = next(begins, None)
    with original.open() as file:
        while at is not None:
            following = next(begins, None)
            file.seek(at)
            file.readline()
            size = (following if following is not None else original.size) - file.tell()
            yield _without_gap(file.read(max(0, min(size, largest)))), size > largest
            at = following


def _without_gap(mail: bytes) -> bytes:
    """A mail without the empty line that mailboxes put behind each."""
    end = b"\r\n" if mail.endswith(b"\r\n\r\n") else b"\n" if mail.endswith(b"\n\n") else b""
    return mail[: len(mail) - len(end)]


def _parts(original: Original) -> Iterator[Part]:
    for number, (data, cut) in enumerate(mails(original), 1):
        if number > MOST:
            return
        name = f"{number}.eml"
        if cut:
            yield Part(unread(originals.of_bytes(data, name), _(CUT)), "mail")
        else:
            yield Part(inside.read(original, data, name, by=eml.read), "mail")


def _begins(original: Original) -> Iterator[int]:
    """Where the lines begin that part the mails; a line like them inside a mail is escaped."""
    yield 0
    held, start = b"", 0  # what of the file is looked at, and where it stands
    for block in originals.chunks(original, _BLOCK):
        held += block
        # A line that is cut at the end of a block is looked at with the next one.
        safe = len(held) - _LINE
        for border in _BORDER.finditer(held):
            if border.start() < safe:
                yield start + border.end()
        if safe > 0:
            held, start = held[safe:], start + safe
    for border in _BORDER.finditer(held):
        yield start + border.end()

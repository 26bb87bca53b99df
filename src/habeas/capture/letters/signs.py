"""Telling mails, mailboxes and messages of Outlook; light enough to be asked of every file."""

from __future__ import annotations

import re

from habeas.capture import signatures
from habeas.capture.original import HEAD, Original

MAIL = "message/rfc822"
MAILBOX = "application/mbox"
OUTLOOK = "application/vnd.ms-outlook"
_LEAD = re.compile(rb"(?:\xef\xbb\xbf)?(?:\r?\n)*(?:\d{1,12}[ \t]*\r?\n)?(?:>?From [^\n]*\n)?")
_HEADER = re.compile(rb"([!-9;-~]{1,100})[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*")
_SENT = frozenset((b"from", b"received", b"return-path", b"message-id"))
_USUAL = _SENT | frozenset((
    b"to", b"cc", b"bcc", b"date", b"subject", b"reply-to", b"sender", b"delivered-to",
    b"mime-version", b"content-type", b"in-reply-to", b"references", b"x-mailer", b"user-agent",
    b"dkim-signature", b"arc-seal", b"received-spf", b"authentication-results",
))  # fmt: skip
_FEWEST = 3  # different headers that mails have
_NAMED = 2  # likewise, where the file is called a mail
_CARRIED = frozenset((b"received", b"mime-version", b"message-id"))  # nobody writes them by hand
_MOST = 300  # headers that are looked at
_SAVED_PAGE = re.compile(rb"snapshot-content-location:|^from:[^\n]*saved by|^x-maf", re.I | re.M)
FROM_LINE = re.compile(  # what begins each mail of a mailbox
    rb"From [^\n]{0,300}?\b\d{1,2}:\d\d(?::\d\d)?\b[^\n]{0,60}?\b(?:19|20)\d\d\b[^\n]{0,60}\r?\n"
)
_PROPERTIES = "__properties_version1.0".encode("utf-16-le")


def is_mail(original: Original) -> bool:
    """Whether this begins with the headers of a mail; a page saved as one (MHTML) is none."""
    head = original.head
    if FROM_LINE.match(head):
        return False
    at = _LEAD.match(head)
    names = _names(head, at.end() if at else 0)
    return _are_of_a_mail(names, original.name.lower()) and not _SAVED_PAGE.search(head)


def is_mailbox(original: Original) -> bool:
    """Whether this begins with the line that parts mails in a mailbox, and a mail's header."""
    head = original.head
    line = FROM_LINE.match(head)
    return line is not None and _HEADER.match(head, line.end()) is not None


def is_outlook(original: Original) -> bool:
    """Whether this is an Outlook message, not another document of the same container."""
    head = original.head
    if not head.startswith(signatures.OLE):
        return False
    if _PROPERTIES in head:
        return True
    # The list of what is inside may stand anywhere.
    further = original.path is None and original.data.find(_PROPERTIES, HEAD) >= 0
    return further or original.name.lower().endswith(".msg")


def _are_of_a_mail(names: set[bytes], called: str) -> bool:
    """Whether a file that is called so and has these headers is a mail.

    A text may begin with a letter that somebody copied by hand, "From", "To" and "Date" first; it
    stays a text, so that nothing is taken out of it.
    """
    if called.endswith((".eml", ".emlx")):
        return len(names & _USUAL) >= _NAMED
    if called.endswith(".txt") and not names & _CARRIED:
        return False
    return bool(names & _SENT) and len(names & _USUAL) >= _FEWEST


def _names(head: bytes, at: int) -> set[bytes]:
    found: set[bytes] = set()
    for _each in range(_MOST):
        header = _HEADER.match(head, at)
        if header is None:
            break
        found.add(header[1].lower())
        at = header.end()
    return found

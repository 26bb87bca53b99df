"""What the headers of a mail say of it, as the fields of a Reading and as metadata."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from email.message import Message
from email.utils import parsedate_tz

from habeas.capture.letters import words

_LONGEST = 10_000  # characters of one value
_PEOPLE = ("From", "Sender", "To", "Cc", "Bcc", "Reply-To", "Return-Path", "Delivered-To")
_OTHERS = (
    "Date", "Message-ID", "In-Reply-To", "References", "List-Id", "X-Mailer", "User-Agent",
    "X-Originating-IP", "Received-SPF", "Authentication-Results",
)  # fmt: skip
_MOST_OF_ONE = 5  # headers of one name: strangers may add thousands


@dataclass(frozen=True, slots=True)
class Fields:
    """Title, author, day of sending (EDTF), and the pairs of all that is worth keeping."""

    title: str
    author: str
    published: str
    metadata: tuple[tuple[str, str], ...]

    @property
    def silent(self) -> tuple[str, ...]:
        """The fields that a mail has and this one does not give."""
        named = ("title", "author", "published")
        return tuple(name for name in named if not getattr(self, name))


def of(headers: Message) -> Fields:
    """The Fields of a mail with these headers."""
    pairs = [
        *((name, words.addresses(value)) for name in _PEOPLE for value in _all(headers, name)),
        *((name, words.decoded(value)) for name in _OTHERS for value in _all(headers, name)),
        *_way(headers),
    ]
    return Fields(
        title=words.decoded(_first(headers, "Subject"))[:500],
        author=words.addresses(_first(headers, "From"))[:500],
        published=day(_first(headers, "Date")),
        metadata=tuple((name, value[:_LONGEST]) for name, value in pairs if value),
    )


def day(value: str) -> str:
    """The day that a Date header names, where it was sent; empty if it names none."""
    try:
        parsed = parsedate_tz(value[:200])
        return date(*parsed[:3]).isoformat() if parsed else ""
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _first(headers: Message, name: str) -> str:
    return next(iter(_all(headers, name)), "")


def _all(headers: Message, name: str) -> list[str]:
    return [str(value) for value in headers.get_all(name, [])[:_MOST_OF_ONE]]


def _way(headers: Message) -> list[tuple[str, str]]:
    """How many servers handed the mail on, and what the first of them noted: the lowest."""
    hops = [str(value) for value in headers.get_all("Received", [])]
    if not hops:
        return []
    return [("Received (count)", str(len(hops))), ("Received (first)", words.decoded(hops[-1]))]

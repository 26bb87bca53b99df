"""What a document says of itself, and what of that can be believed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from habeas.capture.plain import cleaned

Pairs = tuple[tuple[str, str], ...]

LONGEST = 2_000  # characters of one value
# What programs put there by themselves.
_NO_TITLE = re.compile(
    r"(?i)(untitled|sin t[ií]tulo|document\d*|documento\d*|microsoft (word|powerpoint|excel)\b.*"
    r"|(power)?point presentation|presentaci[oó]n de powerpoint|scan.*\d+|\S+\.[a-z]{2,5}\d?)"
)
_NO_AUTHOR = re.compile(
    r"(?i)(admin(istra(t|d)or)?|user\d*|usuario\d*|owner|unknown|desconocido|author|autor|pc|hp"
    r"|windows user|usuario de windows|default|root)"
)


@dataclass(frozen=True, slots=True)
class About:
    """``pairs`` of name and value, and those values among them that a Reading has fields for.

    They stand here as in the file; ``asked`` are the fields that its format can give.
    """

    pairs: Pairs = ()
    title: str = ""
    author: str = ""
    publisher: str = ""
    published: str = ""  # EDTF
    language: str = ""
    asked: tuple[str, ...] = ("title", "author", "published", "language")


def line(value: str) -> str:
    """A value from a stranger as one clean line."""
    return " ".join(cleaned(value[:LONGEST])[0].replace("\ufffd", " ").split())


def title(value: str) -> str:
    """A title that somebody gave, or nothing where a program did."""
    return "" if _NO_TITLE.fullmatch(value) else value


def author(value: str) -> str:
    """A name that may be an author's, or nothing where it is a computer's."""
    return "" if _NO_AUTHOR.fullmatch(value) else value

"""A source: something that speaks, and how it is described."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Confidentiality(StrEnum):
    """Who may know of a source."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"


@dataclass(frozen=True, slots=True)
class Source:
    """Something that speaks.  ``seen`` is False for a cited source: no bytes, *not seen by us*."""

    id: int = 0
    title: str = ""
    kind: str = "article"  # vocabulary: source kinds
    publisher: str = ""
    author: str = ""
    published: str = ""  # EDTF
    published_inferred: bool = False
    language: str = ""
    address: str = ""
    received: str = ""  # how it came to us
    confidentiality: Confidentiality = Confidentiality.PUBLIC
    pseudonym: str = ""
    seen: bool = True
    retain_until: str = ""  # EDTF
    note: str = ""
    added: str = ""  # when it came into the case: UTC, ISO 8601
    layer: str | None = None  # the layer that it is read in, by its hash; None: there are no bytes
    silent: str = ""  # fields that its file was asked for and does not give, with blanks between
    covered: bool = True  # a picture of it is covered until it is clicked

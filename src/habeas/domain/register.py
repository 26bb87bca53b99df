"""The register: places and actors with their names as written."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A place of any depth, from a country down to a place of detention."""

    id: int = 0
    name: str = ""
    kind: str = ""  # vocabulary: place kinds (country, department, municipality, detention, ...)
    parent: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, an office, an organisation or a group: three different actors where they differ."""

    id: int = 0
    name: str = ""
    kind: str = ""  # vocabulary: actor kinds (person, office, organisation, group, handle)
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClaimPlace:
    """A named place of a claim, with the words that name it."""

    id: int = 0
    claim: int = 0
    place: int = 0
    words: str = ""


def folded(name: str) -> str:
    """The form under which two spellings are one name: case, accents, spacing, quotes aside."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() or c in "@#" else " " for c in plain).split()
    if len(words) > 1 and words[0] in {"the", "el", "la", "los", "las"}:
        words = words[1:]
    return " ".join(words)

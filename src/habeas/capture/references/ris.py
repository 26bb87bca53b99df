"""Lists in RIS, as nearly every program for literature writes it."""

from __future__ import annotations

import re
from typing import Any

from habeas.capture.references import saying
from habeas.domain.reference import Reference, doi

_TAGGED = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: |$)")


def read(text: str) -> list[Reference]:
    """The entries of a RIS file; what is not of their form is passed over."""
    import rispy

    found: list[Reference] = []
    for raw in _entries(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        try:
            parsed = rispy.loads("\n".join(_strict(raw)), skip_unknown_tags=True)
        except (KeyError, ValueError, TypeError, AttributeError, IndexError):
            continue
        found.extend(_reference(each, "\n".join(raw)) for each in parsed)
    return [each for each in found if each.title or each.address]


def _entries(lines: list[str]) -> list[list[str]]:
    """The lines of each entry; one that is not closed ends where the next begins."""
    entries: list[list[str]] = []
    closed = True
    for line in lines:
        tag = _TAGGED.match(line)
        if tag and tag[1] == "TY":
            entries.append([])
            closed = False
        if not closed and line.strip():
            entries[-1].append(line)
        if tag and tag[1] == "ER":
            closed = True
    return entries


def _strict(entry: list[str]) -> list[str]:
    """An entry exactly as the library wants it, whatever blanks its writer left."""
    lines = [_TAGGED.sub(r"\1  - ", line) for line in entry if not line.startswith("ER")]
    return [*lines, "ER  - "]


def _reference(entry: dict[str, Any], raw: str) -> Reference:
    def first(*names: str) -> str:
        return next((text for name in names for text in _texts(entry.get(name)) if text), "")

    authors = [*_texts(entry.get("authors")), *_texts(entry.get("first_authors"))]
    address = first("urls")
    return Reference(
        title=first("title", "primary_title", "short_title"),
        author=saying.people(authors),
        publisher=first(
            "journal_name", "alternate_title3", "alternate_title2", "secondary_title", "publisher"
        ),
        published=_day(first("date"), first("year", "publication_year")),
        kind=saying.kind(first("type_of_reference")),
        address=address,
        language=saying.language(first("language")),
        note="\n".join(_texts(entry.get("notes"))),
        doi=doi(first("doi")) or doi(address),
        attachments=tuple(
            each
            for name in ("file_attachments1", "file_attachments2")
            for each in _texts(entry.get(name))
        ),
        key=first("id", "label"),
        raw=raw[: saying.RAW],
    )


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for each in values if (text := saying.text(each))]


def _day(written: str, year: str) -> str:
    """RIS writes 2020/04/24/ and what it likes behind it."""
    return saying.day("/".join(written.split("/")[:3]).strip("/")) or saying.day(
        "/".join(year.split("/")[:3]).strip("/")
    )

"""Lists in BibTeX and BibLaTeX."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from habeas.capture.references import saying
from habeas.domain.reference import Reference, doi

_AND = re.compile(r"\s+and\s+", re.I)
_FILE = re.compile(r"(?<!\\);")


def read(text: str) -> list[Reference]:
    """The entries of a BibTeX file; those that are damaged are passed over."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.middlewares import LatexDecodingMiddleware

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    try:
        library = parse_string(
            text, append_middleware=[LatexDecodingMiddleware(allow_inplace_modification=True)]
        )
    except Exception:  # noqa: BLE001 - the library raises what comes, also of its own
        return []
    found = [_reference(entry) for entry in _entries(library)]
    return [each for each in found if each.title or each.address]


def _entries(library: Any) -> Iterator[Any]:
    """The whole entries, and those that only have a key or a field twice."""
    yield from library.entries
    for block in library.failed_blocks:
        inner = getattr(block, "ignore_error_block", None)
        if inner is not None and hasattr(inner, "fields_dict"):
            yield inner


def _reference(entry: Any) -> Reference:
    fields = {str(key).lower(): field.value for key, field in entry.fields_dict.items()}

    def first(*names: str) -> str:
        texts = (saying.text(_bare(fields.get(name))) for name in names)
        return next((text for text in texts if text), "")

    date = saying.day(first("date")) or saying.day(
        " ".join(filter(None, (first("day"), first("month"), first("year"))))
    )
    month = first("month")
    if not date and month.isdigit():
        date = saying.joined(_number(first("year")), int(month), _number(first("day")))
    address = first("url", "howpublished")
    return Reference(
        title=first("title"),
        author=saying.people(_AND.split(str(_bare(fields.get("author")) or ""))),
        publisher=first(
            "journal", "journaltitle", "booktitle", "organization", "institution", "publisher"
        ),
        published=date or saying.day(first("year")),
        kind=_kind(entry.entry_type, first("entrysubtype", "type")),
        address=address if "://" in address else "",
        language=saying.language(first("langid", "language")),
        note=first("note", "annote"),
        doi=doi(first("doi")) or doi(address),
        attachments=_files(first("file")),
        key=saying.text(entry.key),
        raw=str(entry.raw or "")[: saying.RAW],
    )


def _bare(value: Any) -> Any:
    """A value without the braces that keep its capitals."""
    return re.sub(r"(?<!\\)[{}]", "", value) if isinstance(value, str) else value


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _kind(entry: str, more: str) -> str:
    online = "webpage" if entry.lower() in ("online", "electronic", "www") else entry
    return saying.kind(more) or saying.kind(online)


def _files(written: str) -> tuple[str, ...]:
    """The names in a field "file", which Zotero and JabRef write as name:path:type;..."""
    found = []
    for each in _FILE.split(written):
        parts = re.split(r"(?<!\\):", each)
        name = parts[1] if len(parts) >= 3 and parts[1] else parts[0]
        if name.strip():
            found.append(name.replace("\\:", ":").replace("\\;", ";").strip())
    return tuple(found)

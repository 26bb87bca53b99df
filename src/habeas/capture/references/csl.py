"""Lists in CSL-JSON, as Zotero and Pandoc exchange them."""

from __future__ import annotations

import json
from typing import Any

from habeas.capture.references import saying
from habeas.domain import edtf
from habeas.domain.reference import Reference, doi


def read(text: str) -> list[Reference]:
    """The entries of a CSL-JSON file; none if it is other JSON, or broken."""
    try:
        raw = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return []
    if isinstance(raw, dict):
        raw = raw.get("items") or [raw]
    entries = raw if isinstance(raw, list) else []
    found = [
        _reference(each)
        for each in entries
        if isinstance(each, dict) and ("title" in each or "URL" in each) and "type" in each
    ]
    return [each for each in found if each.title or each.address]


def _reference(entry: dict[str, Any]) -> Reference:
    def first(*names: str) -> str:
        return next((text for name in names if (text := saying.text(entry.get(name)))), "")

    address = first("URL")
    return Reference(
        title=first("title"),
        author=saying.people(_names(entry.get("author"))),
        publisher=first("container-title", "publisher"),
        published=_day(entry.get("issued")),
        kind=saying.kind(first("type")),
        address=address,
        language=saying.language(first("language")),
        note=first("note", "annote"),
        doi=doi(first("DOI")) or doi(address),
        key=first("id", "citation-key"),
        raw=json.dumps(entry, ensure_ascii=False)[: saying.RAW],
    )


def _names(value: Any) -> list[str]:
    found = []
    for each in value if isinstance(value, list) else []:
        if isinstance(each, dict):
            parts = [each.get(name) for name in ("given", "non-dropping-particle", "family")]
            whole = " ".join(part for part in parts if isinstance(part, str) and part)
            found.append(whole or saying.text(each.get("literal")))
    return found


def _day(value: Any) -> str:
    """A date as numbers, for one day or from one to another, or as words."""
    if not isinstance(value, dict):
        return ""
    parts = value.get("date-parts")
    days = []
    for each in parts[:2] if isinstance(parts, list) else []:
        numbers = [_number(part) for part in each[:3]] if isinstance(each, list) else []
        days.append(saying.joined(*numbers) if numbers else "")
    found = "/".join(days) if days and all(days) else ""
    words = saying.text(value.get("literal")) or saying.text(value.get("raw"))
    made = found or saying.day(words)
    if made and value.get("circa") and "/" not in made:
        made += "~"
    return made if edtf.is_valid(made) else ""


def _number(part: Any) -> int:
    text = str(part)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0

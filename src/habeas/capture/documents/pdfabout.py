"""What a PDF says of itself, and what of that can be believed."""

from __future__ import annotations

import re
from typing import Any

from habeas.capture.documents import pdfium
from habeas.capture.plain import cleaned

LONGEST = 2_000  # characters of one value
_KEYS = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate")
_DATE = re.compile(
    r"(?:D:)?(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d))?)?)?)?)?"
    r"(?:(Z)|([+-])(\d\d)'?(?:(\d\d)'?)?)?"
)
# What programs put there by themselves.
_NO_TITLE = re.compile(
    r"(?i)(untitled|sin t[ií]tulo|document\d*|documento\d*|microsoft (word|powerpoint|excel)\b.*"
    r"|(power)?point presentation|presentaci[oó]n de powerpoint|scan.*\d+|\S+\.[a-z]{2,5}\d?)"
)
_NO_AUTHOR = re.compile(
    r"(?i)(admin(istra(t|d)or)?|user\d*|usuario\d*|owner|unknown|desconocido|author|autor|pc|hp"
    r"|windows user|usuario de windows|default|root)"
)


def about(document: Any) -> tuple[tuple[str, str], ...]:
    """The document's own words about itself, as pairs of name and value; dates in ISO 8601."""
    import pypdfium2.raw as raw

    pairs = []
    for key in _KEYS:
        try:
            value = line(document.get_metadata_value(key))
        except UnicodeDecodeError:
            continue
        pairs.append((key, date(value) if key.endswith("Date") else value))
    version = document.get_version() or 0
    pairs.append(("PDF version", f"{version // 10}.{version % 10}" if version else ""))
    pairs.append(("Pages", str(len(document))))
    pairs.append(("Lang", line(pdfium.language(document))))
    signatures = max(raw.FPDF_GetSignatureCount(document), 0)
    pairs.append(("Signatures", str(signatures) if signatures else ""))
    return tuple((key, value) for key, value in pairs if value)


def line(value: str) -> str:
    """A value from a stranger as one clean line."""
    return " ".join(cleaned(value[:LONGEST])[0].replace("\ufffd", " ").split())


def date(value: str) -> str:
    """A PDF's date in ISO 8601, as precise as it is given; as it stands if it is none."""
    found = _DATE.fullmatch(value)
    if not found:
        return value
    year, month, day, hour, minute, second, zulu, sign, east, past = found.groups()
    told = "-".join(each for each in (year, month, day) if each)
    if hour and minute:
        told += f"T{hour}:{minute}:{second or '00'}"
        told += "Z" if zulu else f"{sign}{east}:{past or '00'}" if sign else ""
    return told


def title(value: str) -> str:
    """A title that somebody gave, or nothing where a program did."""
    return "" if _NO_TITLE.fullmatch(value) else value


def author(value: str) -> str:
    """A name that may be an author's, or nothing where it is a computer's."""
    return "" if _NO_AUTHOR.fullmatch(value) else value

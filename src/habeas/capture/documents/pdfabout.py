"""What a PDF says of itself."""

from __future__ import annotations

import re
from typing import Any

from habeas.capture.documents import pdfium
from habeas.capture.documents.about import About, line

_KEYS = ("Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate")
_DATE = re.compile(
    r"(?:D:)?(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d))?)?)?)?)?"
    r"(?:(Z)|([+-])(\d\d)'?(?:(\d\d)'?)?)?"
)


def about(document: Any) -> About:
    """The document's own words about itself; dates among its pairs are in ISO 8601."""
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
    told = {key: value for key, value in pairs if value}
    return About(
        pairs=tuple(told.items()),
        title=told.get("Title", ""),
        author=told.get("Author", ""),
        language=told.get("Lang", ""),
    )


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

"""What a zipped workbook says of itself: who made it, when it was changed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from habeas.capture import xml
from habeas.capture.original import Original
from habeas.capture.sheets import weighing

if TYPE_CHECKING:
    from lxml import etree

_FILES = ("docProps/core.xml", "docProps/app.xml", "meta.xml")
_MOST = 1_000_000  # bytes of such a file
_LONGEST = 500  # letters of a value
_NAMES = {
    "creator": "Creator", "initial-creator": "Creator", "lastModifiedBy": "LastModifiedBy",
    "created": "Created", "creation-date": "Created", "modified": "Modified", "date": "Modified",
    "lastPrinted": "LastPrinted", "print-date": "LastPrinted", "title": "Title",
    "subject": "Subject", "description": "Description", "keywords": "Keywords",
    "keyword": "Keywords", "category": "Category", "language": "Language", "revision": "Revision",
    "editing-cycles": "Revision", "Application": "Application", "AppVersion": "AppVersion",
    "generator": "Application", "Company": "Company", "Manager": "Manager",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself; ``pairs`` are all of it by their names in the standard."""

    title: str = ""
    creator: str = ""
    language: str = ""
    pairs: tuple[tuple[str, str], ...] = ()


def about(original: Original) -> About:
    """The properties of a workbook; nothing if it has none, or none that can be read."""
    try:
        with original.open() as file, zipfile.ZipFile(file) as archive:
            there = set(archive.namelist())
            pairs = [pair for name in _FILES if name in there for pair in _pairs(archive, name)]
    except weighing.DAMAGED:
        return About()
    told = dict(reversed(pairs))
    return About(
        told.get("Title", ""),
        told.get("Creator", ""),
        told.get("Language", "")[:2].lower(),
        tuple(dict.fromkeys(pairs)),
    )


def _pairs(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[str, str]]:
    with archive.open(name) as part:
        data = part.read(_MOST + 1)
    if len(data) > _MOST:
        return
    root, sound = xml.parsed(data)
    if not sound:
        return
    for element in root.iter():
        if (found := _pair(element)) is not None:
            yield found


def _pair(element: etree._Element) -> tuple[str, str] | None:
    """The property that an element is; None if it is none of those that are known."""
    if not isinstance(element.tag, str) or len(element):
        return None
    known = _NAMES.get(element.tag.rpartition("}")[2])
    words = " ".join("".join(element.itertext()).split())[:_LONGEST]
    return (known, words) if known and words else None

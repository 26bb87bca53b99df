"""Electronic books: chapters in the order in which they are read, notes after them."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from habeas.capture import sentences, xml, zipped
from habeas.capture.documents import epubchapter, signs, whole
from habeas.capture.documents.about import About, line
from habeas.capture.documents.epubchapter import Found
from habeas.capture.documents.flow import Aside, Flow
from habeas.capture.documents.whole import Told
from habeas.capture.original import Original
from habeas.capture.reading import Reading
from habeas.domain.stretch import StretchKind
from habeas.i18n import N_, _, ngettext

VERSION = "1"
CHAPTERS = 5_000
PROTECTED = N_(
    "This book is protected against copying (DRM): what is protected in it cannot be read here. "
    "It is kept as it is."
)
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_CHAPTERS = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")
_DATE = re.compile(r"(1[4-9]\d\d|2\d\d\d)(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(slots=True)
class _Book:
    """What was read of a book."""

    flow: Flow = field(default_factory=Flow)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    published: str = ""
    protected: bool = False
    broken: bool = False
    missing: int = 0

    def told(self, key: str) -> str:
        """All that the book says under one name."""
        return "; ".join(value for name, value in self.pairs if name == key)


def read(original: Original) -> Reading:
    """The Reading of a book; one that is broken or protected is kept with what can be read."""
    book = _Book()
    notes: tuple[str, ...] = ()
    try:
        with zipped.open(original) as archive:
            _read(archive, book)
    except zipped.Unreadable as problem:
        notes = (str(problem),)
    about = About(
        pairs=tuple(book.pairs),
        title=book.told("title"),
        author=book.told("creator"),
        publisher=book.told("publisher"),
        published=book.published,
        language=book.told("language"),
        asked=("title", "author", "publisher", "published", "language"),
    )
    told = Told(book.flow, about, (*notes, *_notes(book)))
    return whole.reading(original, told, media_type=signs.EPUB, extractor="epub", version=VERSION)


def _notes(book: _Book) -> tuple[str, ...]:
    missing = ngettext(
        "One chapter of this book is missing or could not be read.",
        "{n} chapters of this book are missing or could not be read.",
        book.missing,
    )
    return (
        *((_(PROTECTED),) if book.protected else ()),
        *((_(sentences.DAMAGED),) if book.broken else ()),
        *((missing.format(n=book.missing),) if book.missing else ()),
    )


def _read(archive: zipped.Archive, book: _Book) -> None:
    locked = _locked(archive, book)
    book.broken |= not archive.whole
    place = _package(archive, book)
    root = _part(archive, place, book) if place else None
    if root is None:
        book.broken = True
        return
    _about(root, book)
    marks: dict[str, str] = {}
    notes: list[tuple[str, str]] = []
    for name in _spine(root, posixpath.dirname(place)):
        if name in locked:
            book.protected = True
            continue
        found = _chapter(archive, name, book)
        marks.update((_target(name, target), mark) for target, mark in found.marks)
        notes += [(f"{name}#{key}", said) for key, said in found.notes]
    for key, said in notes:
        book.flow.aside(Aside(StretchKind.FOOTNOTE, said, marks.get(key, "")))


def _package(archive: zipped.Archive, book: _Book) -> str:
    """The name of the part that tells what is in the book."""
    root = _part(archive, "META-INF/container.xml", book)
    if root is not None:
        for each in xml.within(root, "rootfile"):
            if (name := xml.get(each, "full-path")) in archive:
                return name
    return next((name for name in archive.names() if name.endswith(".opf")), "")


def _about(root: Any, book: _Book) -> None:
    """What the book says of itself."""
    meta = xml.child(root, "metadata")
    for each in () if meta is None else meta.iter():
        key, value = xml.name(each), line(xml.words(each))
        if not value or key in ("meta", "metadata", "dc-metadata", "x-metadata"):
            continue
        book.pairs.append((key, value))
        said = _DATE.match(value)
        if key == "date" and said and xml.get(each, "event") in ("", "publication"):
            book.published = book.published or said[0]


def _spine(root: Any, folder: str) -> list[str]:
    """The names of the chapters in the order in which they are read."""
    listed = {
        xml.get(each, "id"): posixpath.normpath(
            posixpath.join(folder, unquote(xml.get(each, "href")))
        )
        for each in xml.within(root, "item")
        if xml.get(each, "media-type") in _CHAPTERS and xml.get(each, "properties") != "nav"
    }
    order = [xml.get(each, "idref") for each in xml.within(root, "itemref")]
    found = dict.fromkeys(listed[key] for key in order if key in listed)
    return list(found or dict.fromkeys(listed.values()))[:CHAPTERS]


def _chapter(archive: zipped.Archive, name: str, book: _Book) -> Found:
    found = Found()
    try:
        data = archive.read(name, most=xml.MOST)
    except zipped.TooBig:
        raise
    except zipped.Unreadable:
        book.missing += 1
        return found
    root, sound = epubchapter.parsed(data)
    book.missing += root is None
    book.broken |= not sound
    if root is not None:
        epubchapter.write(root, book.flow, found)
    return found


def _target(name: str, href: str) -> str:
    """What a link in a chapter points to, as the name of a part, "#" and an id."""
    path, _sign, key = href.partition("#")
    place = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
    return f"{place if path else name}#{key}"


def _locked(archive: zipped.Archive, book: _Book) -> frozenset[str]:
    """The names of the members that are encrypted; fonts that are only disguised do not count."""
    root = _part(archive, "META-INF/encryption.xml", book)
    found = set()
    for each in () if root is None else xml.within(root, "EncryptedData"):
        method = xml.child(each, "EncryptionMethod")
        if method is not None and xml.get(method, "Algorithm") in _FONTS:
            continue
        found |= {unquote(xml.get(item, "URI")) for item in xml.within(each, "CipherReference")}
    return frozenset(found)


def _part(archive: zipped.Archive, name: str, book: _Book) -> Any:
    """A part's root element; None if it is absent or broken beyond use."""
    if name not in archive:
        return None
    try:
        root, sound = xml.parsed(archive.read(name, most=xml.MOST))
    except zipped.Damaged:
        book.broken = True
        return None
    book.broken |= not sound
    return root

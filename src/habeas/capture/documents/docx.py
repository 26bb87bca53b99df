"""DOCX: the running text with headings and tables; notes, comments and headers after it, apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from habeas.capture import language, zipped
from habeas.capture import title as titles
from habeas.capture.documents import docxbody, docxnumbers, inside, kept, pdfabout, signs, xml
from habeas.capture.documents.docxbody import Body
from habeas.capture.documents.flow import Aside, Flow, roman
from habeas.capture.documents.ooxml import Link, Package
from habeas.capture.original import Original
from habeas.capture.reading import Part, Reading
from habeas.domain.stretch import StretchKind
from habeas.i18n import _

VERSION = "1"
_PICTURES = (
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".tif",
    ".tiff",
    ".bmp",
    ".webp",
    ".emf",
    ".wmf",
    ".svg",
)


@dataclass(slots=True)
class _Told:
    """What was read of a document beside its running text."""

    flow: Flow = field(default_factory=Flow)
    notes: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    files: int = 0


def read(original: Original) -> Reading:
    """The Reading of a DOCX; one that is broken is kept with what can be read of it."""
    try:
        with zipped.open(original) as archive:
            told = _told(archive)
    except zipped.Unreadable as problem:
        told = _Told(notes=(str(problem),))
    text, stretches = told.flow.finished()
    pairs = dict(told.properties)
    title = pdfabout.title(pairs.get("title", "")) or titles.guess(text)
    author = pdfabout.author(pairs.get("creator", ""))
    tongue = language.guess(text) or pairs.get("language", "").partition("-")[0].lower()[:3]
    given = {"title": title, "author": author, "published": "", "language": tongue}
    return Reading(
        data=original.data,
        text=text,
        media_type=signs.DOCX,
        extractor="docx",
        version=VERSION,
        notes=(*told.notes, *kept.limits(told.flow, text, before=told.notes)),
        file_name=original.name,
        title=title or original.name,
        author=author,
        language=tongue,
        silent=tuple(name for name, value in given.items() if not value),
        metadata=told.properties,
        stretches=stretches,
        parts=_files(original) if told.files else (),
    )


def _told(archive: zipped.Archive) -> _Told:
    package = Package(archive)
    main = next(
        (link.target for link in package.links("") if link.kind == "officeDocument"),
        "word/document.xml",
    )
    told = _Told(properties=package.properties())
    links = package.links(main)
    root = package.part(main)
    styles, lists = _linked(package, links, "styles"), _linked(package, links, "numbering")
    numbers = docxnumbers.numbers(lists, styles)
    body = Body(told.flow, docxbody.styles(styles), numbers=numbers)
    if root is not None and (inner := xml.child(root, "body")) is not None:
        body.write(inner)
    for aside in _asides(package, links, body):
        told.flow.aside(aside)
    names = list(_names(package))
    told.files = len(names)
    attached = sum(not name.lower().endswith(_PICTURES) for name in names)
    told.notes = (
        *((_(zipped.DAMAGED),) if package.faults or root is None else ()),
        *kept.changes(body.found.changes),
        *kept.hidden(body.found.hidden),
        *((_(kept.MACROS),) if package.within("word/vbaproject") else ()),
        *kept.attached(attached),
        *inside.left_out(len(names) - inside.MOST if len(names) > inside.MOST else 0),
    )
    return told


def _asides(package: Package, links: tuple[Link, ...], body: Body) -> Iterator[Aside]:
    """Footnotes, endnotes, comments, then what stands at the top and bottom of pages."""
    marked = list(body.found.notes)
    headers = list(dict.fromkeys(body.found.headers))
    for kind in ("footnote", "endnote"):
        root = _linked(package, links, f"{kind}s")
        notes = {} if root is None else {xml.get(each, "id"): each for each in root}
        count = 0
        for of_kind, key, mark in marked:
            if of_kind != kind or key not in notes:
                continue
            count += not mark
            number = str(count) if kind == "footnote" else roman(count)
            yield Aside(StretchKind.FOOTNOTE, body.words(notes[key]), mark or number)
    comments = _linked(package, links, "comments")
    for each in () if comments is None else xml.children(comments, "comment"):
        author = pdfabout.line(xml.get(each, "author"))
        yield Aside(StretchKind.COMMENT, body.words(each), author)
    seen = set()
    by_id = {link.id: link.target for link in links}
    for key in headers:
        root = package.part(by_id.get(key, ""))
        text = "" if root is None else body.words(root)
        if text and text not in seen:
            seen.add(text)
            yield Aside(StretchKind.HEADER, text)


def _linked(package: Package, links: tuple[Link, ...], kind: str) -> Any:
    """The part of a kind that the document points to; None if there is none."""
    return next((package.part(link.target) for link in links if link.kind == kind), None)


def _names(package: Package) -> Iterator[str]:
    """The names of the members that are files of their own."""
    for folder in ("word/media/", "word/embeddings/", "word/afchunk"):
        yield from package.within(folder)


def _files(original: Original) -> Iterator[Part]:
    """Pictures and files inside, one at a time; what is broken stays within the original."""
    left = inside.ALL
    with zipped.open(original) as archive:
        for name in list(_names(Package(archive)))[: inside.MOST]:
            try:
                data = archive.read(name, most=min(left, inside.LARGEST))
            except zipped.Unreadable:
                continue
            left -= len(data)
            role = "picture" if name.lower().endswith(_PICTURES) else "attachment"
            yield inside.part(data, name.rpartition("/")[2], role=role)

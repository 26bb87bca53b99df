"""DOCX: the running text with headings and tables; notes, comments and headers after it, apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from habeas.capture import inside, sentences, xml, zipped
from habeas.capture.documents import docxbody, docxnumbers, notes, signs, whole
from habeas.capture.documents.about import line
from habeas.capture.documents.docxbody import Body
from habeas.capture.documents.flow import Aside, roman
from habeas.capture.documents.ooxml import Link, Package
from habeas.capture.documents.whole import Told
from habeas.capture.original import Original
from habeas.capture.reading import Reading
from habeas.domain.stretch import StretchKind
from habeas.i18n import _

VERSION = "1"
_PICTURES = (
    ".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".emf", ".wmf", ".svg",
)  # fmt: skip


def read(original: Original) -> Reading:
    """The Reading of a DOCX; one that is broken is kept with what can be read of it."""
    try:
        with zipped.open(original) as archive:
            told = _told(archive)
    except zipped.Unreadable as problem:
        told = Told(notes=(str(problem),))
    return whole.reading(
        original,
        told,
        media_type=signs.DOCX,
        extractor="docx",
        version=VERSION,
        parts=inside.members(original, lambda archive: _names(Package(archive)), role=_role),
    )


def _told(archive: zipped.Archive) -> Told:
    package = Package(archive)
    main = package.main("word/document.xml")
    told = Told(about=package.about())
    links = package.links(main)
    root = package.part(main)
    styles, lists = _linked(package, links, "styles"), _linked(package, links, "numbering")
    numbers = docxnumbers.numbers(lists, styles)
    body = Body(told.flow, docxbody.styles(styles), numbers=numbers)
    if root is not None and (inner := xml.child(root, "body")) is not None:
        body.write(inner)
    for aside in _asides(package, links, body):
        told.flow.aside(aside)
    names = _names(package)
    told.files = len(names)
    attached = sum(_role(name) == "attachment" for name in names)
    told.notes = (
        *((_(sentences.DAMAGED),) if package.faults or root is None else ()),
        *notes.changes(body.found.changes),
        *notes.hidden(body.found.hidden),
        *((_(notes.MACROS),) if package.within("word/vbaproject") else ()),
        *notes.attached(attached),
        *notes.left_out(max(len(names) - inside.MOST, 0)),
    )
    return told


def _asides(package: Package, links: tuple[Link, ...], body: Body) -> Iterator[Aside]:
    """Footnotes, endnotes, comments, then what stands at the top and bottom of pages."""
    marked = list(body.found.notes)
    headers = list(dict.fromkeys(body.found.headers))
    for kind in ("footnote", "endnote"):
        root = _linked(package, links, f"{kind}s")
        bodies = {} if root is None else {xml.get(each, "id"): each for each in root}
        count = 0
        for of_kind, key, mark in marked:
            if of_kind != kind or key not in bodies:
                continue
            count += not mark
            number = str(count) if kind == "footnote" else roman(count)
            yield Aside(StretchKind.FOOTNOTE, body.words(bodies[key]), mark or number)
    comments = _linked(package, links, "comments")
    for each in () if comments is None else xml.children(comments, "comment"):
        author = line(xml.get(each, "author"))
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


def _names(package: Package) -> list[str]:
    """The names of the members that are files of their own."""
    folders = ("word/media/", "word/embeddings/", "word/afchunk")
    return [name for folder in folders for name in package.within(folder)]


def _role(name: str) -> str:
    return "picture" if name.lower().endswith(_PICTURES) else "attachment"

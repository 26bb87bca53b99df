"""PPTX: the words of each slide in their order, titles as headings, the speaker's notes apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from habeas.capture import language, zipped
from habeas.capture import title as titles
from habeas.capture.documents import inside, kept, pdfabout, signs, xml
from habeas.capture.documents.flow import Aside, Flow
from habeas.capture.documents.ooxml import Package, rooms
from habeas.capture.original import Original
from habeas.capture.reading import Reading
from habeas.domain.stretch import StretchKind
from habeas.i18n import _

VERSION = "1"
SLIDES = 3_000
_TITLES = ("title", "ctrTitle")
_FURNITURE = ("sldNum", "dt", "ftr", "hdr", "sldImg")
_DEEPEST = 20  # groups within groups


@dataclass(slots=True)
class _Told:
    """What was read of the slides."""

    flow: Flow = field(default_factory=Flow)
    notes: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()


def read(original: Original) -> Reading:
    """The Reading of a PPTX; one that is broken is kept with what can be read of it."""
    try:
        with zipped.open(original) as archive:
            told = _told(archive)
    except zipped.Unreadable as problem:
        told = _Told(notes=(str(problem),))
    text, stretches = told.flow.finished()
    pairs = dict(told.properties)
    title = pdfabout.title(pairs.get("title", "")) or titles.guess(text)
    author = pdfabout.author(pairs.get("creator", ""))
    tongue = language.guess(text)
    given = {"title": title, "author": author, "published": "", "language": tongue}
    return Reading(
        data=original.data,
        text=text,
        media_type=signs.PPTX,
        extractor="pptx",
        version=VERSION,
        notes=(*told.notes, *kept.limits(told.flow, text, before=told.notes)),
        file_name=original.name,
        title=title or original.name,
        author=author,
        language=tongue,
        silent=tuple(name for name, value in given.items() if not value),
        metadata=told.properties,
        stretches=stretches,
    )


def _told(archive: zipped.Archive) -> _Told:
    package = Package(archive)
    main = next(
        (link.target for link in package.links("") if link.kind == "officeDocument"),
        "ppt/presentation.xml",
    )
    told = _Told(properties=package.properties())
    asides = []
    for name in _slides(package, main):
        root = package.part(name)
        if root is None:
            package.faults.append(name)
            continue
        told.flow.gap()
        _shapes(root, told.flow, 0)
        for link in package.links(name):
            if link.kind == "notesSlide" and (said := package.part(link.target)) is not None:
                notes = Flow()
                _shapes(said, notes, 0)
                asides.append(Aside(StretchKind.COMMENT, notes.finished()[0]))
    for aside in asides:
        told.flow.aside(aside)
    told.notes = (
        *((_(zipped.DAMAGED),) if package.faults else ()),
        *((_(kept.MACROS),) if package.within("ppt/vbaproject") else ()),
        *inside.left_out(len([*package.within("ppt/media/"), *package.within("ppt/embeddings/")])),
    )
    return told


def _slides(package: Package, main: str) -> list[str]:
    """The names of the slides in the order in which they are shown."""
    targets = {link.id: link.target for link in package.links(main) if link.kind == "slide"}
    root = package.part(main)
    order = [] if root is None else [xml.get(each, "id") for each in _ids(root)]
    found = [targets[key] for key in order if key in targets]
    return (found or list(targets.values()) or sorted(package.within("ppt/slides/slide")))[:SLIDES]


def _ids(root: Any) -> list[Any]:
    """The places that name slides by their links; their own ids are in no namespace."""
    for each in (found := list(xml.within(root, "sldId"))):
        each.attrib.pop("id", None)
    return found


def _shapes(element: Any, flow: Flow, depth: int) -> None:
    """Write the words of all shapes within, in their order."""
    for each in rooms(element):
        kind = xml.name(each)
        if kind == "sp":
            _shape(each, flow)
        elif kind == "tbl":
            flow.table(
                [_said(cell).replace("\n", " ") for cell in xml.children(row, "tc")]
                for row in xml.children(each, "tr")
            )
        elif kind and depth < _DEEPEST:
            _shapes(each, flow, depth + 1)


def _shape(shape: Any, flow: Flow) -> None:
    place = next(xml.within(shape, "ph"), None)
    kind = "" if place is None else xml.get(place, "type")
    if kind in _FURNITURE:
        return
    said = _said(shape)
    if kind in _TITLES:
        flow.heading(said.replace("\n", " "), 1)
        return
    for line in said.split("\n"):
        if line.strip():
            flow.paragraph(line)


def _said(element: Any) -> str:
    """The words within, a line for each paragraph."""
    lines = []
    for paragraph in xml.within(element, "p"):
        pieces = (
            "\n" if xml.name(each) == "br" else each.text or ""
            for each in xml.within(paragraph, "t", "br")
        )
        lines.append("".join(pieces))
    return "\n".join(lines)

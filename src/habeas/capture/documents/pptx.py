"""PPTX: the words of each slide in their order, titles as headings, the speaker's notes apart."""

from __future__ import annotations

from typing import Any

from habeas.capture import sentences, xml, zipped
from habeas.capture.documents import notes, signs, whole
from habeas.capture.documents.flow import Aside, Flow
from habeas.capture.documents.ooxml import Package, rooms
from habeas.capture.documents.whole import Told
from habeas.capture.original import Original
from habeas.capture.reading import Reading
from habeas.domain.stretch import StretchKind
from habeas.i18n import _

VERSION = "1"
SLIDES = 3_000
_TITLES = ("title", "ctrTitle")
_FURNITURE = ("sldNum", "dt", "ftr", "hdr", "sldImg")
_FILES = ("ppt/media/", "ppt/embeddings/")
_DEEPEST = 20  # groups within groups


def read(original: Original) -> Reading:
    """The Reading of a PPTX; one that is broken is kept with what can be read of it."""
    try:
        with zipped.open(original) as archive:
            told = _told(archive)
    except zipped.Unreadable as problem:
        told = Told(notes=(str(problem),))
    return whole.reading(original, told, media_type=signs.PPTX, extractor="pptx", version=VERSION)


def _told(archive: zipped.Archive) -> Told:
    package = Package(archive)
    main = package.main("ppt/presentation.xml")
    told = Told(about=package.about())
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
                spoken = Flow()
                _shapes(said, spoken, 0)
                asides.append(Aside(StretchKind.COMMENT, spoken.finished()[0]))
    for aside in asides:
        told.flow.aside(aside)
    told.notes = (
        *((_(sentences.DAMAGED),) if package.faults else ()),
        *((_(notes.MACROS),) if package.within("ppt/vbaproject") else ()),
        *notes.left_out(sum(len(package.within(folder)) for folder in _FILES)),
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

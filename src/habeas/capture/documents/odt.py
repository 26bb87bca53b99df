"""OpenDocument texts and slides: the running text with headings and tables; notes after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from habeas.capture import language, zipped
from habeas.capture import title as titles
from habeas.capture.documents import inside, kept, odtbody, pdfabout, signs, xml
from habeas.capture.documents.flow import Aside, Flow
from habeas.capture.documents.odtbody import Body
from habeas.capture.original import Original, TooLarge
from habeas.capture.reading import Part, Reading
from habeas.domain.stretch import StretchKind
from habeas.i18n import _

VERSION = "1"
_FOLDERS = ("Pictures/", "media/")
_MACROS = ("Basic/", "Scripts/")
_ABOUT = ("title", "subject", "initial-creator", "creator", "creation-date", "date", "language",
          "keyword", "description", "generator", "editing-cycles", "printed-by")  # fmt: skip
_MARGINS = ("header", "header-left", "header-first", "footer", "footer-left", "footer-first")


@dataclass(slots=True)
class _Told:
    """What was read of a document beside its running text."""

    flow: Flow = field(default_factory=Flow)
    notes: tuple[str, ...] = ()
    about: tuple[tuple[str, str], ...] = ()
    files: int = 0


@dataclass(slots=True)
class _Roots:
    """The XML of a document; a part is None where it is missing."""

    content: Any = None
    styles: Any = None
    meta: Any = None
    broken: bool = False


def read(original: Original) -> Reading:
    """The Reading of an OpenDocument text; a broken or locked one is kept with what can be read."""
    try:
        told = _flat(original) if signs.is_flat_odt(original) else _zipped(original)
    except (zipped.Unreadable, TooLarge) as problem:
        told = _Told(notes=(str(problem),))
    text, stretches = told.flow.finished()
    pairs = dict(told.about)
    title = pdfabout.title(pairs.get("title", "")) or titles.guess(text)
    author = pdfabout.author(pairs.get("initial-creator", "") or pairs.get("creator", ""))
    tongue = language.guess(text) or pairs.get("language", "").partition("-")[0].lower()[:3]
    given = {"title": title, "author": author, "published": "", "language": tongue}
    return Reading(
        data=original.data,
        text=text,
        media_type=signs.ODP if signs.is_odp(original) else signs.ODT,
        extractor="odt",
        version=VERSION,
        notes=(*told.notes, *kept.limits(told.flow, text, before=told.notes)),
        file_name=original.name,
        title=title or original.name,
        author=author,
        language=tongue,
        silent=tuple(name for name, value in given.items() if not value),
        metadata=told.about,
        stretches=stretches,
        parts=_files(original) if told.files else (),
    )


def _flat(original: Original) -> _Told:
    """A document that is one XML file; pictures in it stay within the original."""
    if original.size > xml.MOST:
        raise zipped.TooBig(_(zipped.TOO_BIG))
    root, whole = xml.parsed(original.whole())
    told = _told(_Roots(root, root, root, broken=not whole))
    held = 0 if root is None else sum(1 for _each in xml.within(root, "binary-data"))
    told.notes += inside.left_out(held)
    return told


def _zipped(original: Original) -> _Told:
    with zipped.open(original) as archive:
        manifest = _part(archive, "META-INF/manifest.xml", _Roots())
        if manifest is not None and next(xml.within(manifest, "encryption-data"), None) is not None:
            raise zipped.Locked(_(zipped.LOCKED))
        roots = _Roots(broken=not archive.whole)
        roots.content = _part(archive, "content.xml", roots)
        roots.styles = _part(archive, "styles.xml", roots)
        roots.meta = _part(archive, "meta.xml", roots)
        roots.broken |= roots.content is None
        told = _told(roots)
        names = _names(archive)
        told.files = len(names)
        if any(name.startswith(_MACROS) for name in archive.names()):
            told.notes += (_(kept.MACROS),)
    told.notes += inside.left_out(max(told.files - inside.MOST, 0))
    return told


def _part(archive: zipped.Archive, name: str, roots: _Roots) -> Any:
    """A part's root element; None if it is absent or broken beyond use."""
    if name not in archive:
        return None
    try:
        data = archive.read(name, most=xml.MOST)
    except zipped.Damaged:
        roots.broken = True
        data = archive.beginning(name, most=xml.MOST)
    root, whole = xml.parsed(data)
    roots.broken |= not whole
    return root


def _told(roots: _Roots) -> _Told:
    told = _Told(about=_about(roots.meta))
    body = Body(told.flow, odtbody.hidden(roots.content, roots.styles))
    changes = 0
    if roots.content is not None and (inner := xml.child(roots.content, "body")) is not None:
        body.write(inner)
        changes = sum(1 for _each in xml.within(inner, "changed-region"))
    notes = [each for each in body.found.asides if each.kind is StretchKind.FOOTNOTE]
    others = [each for each in body.found.asides if each.kind is not StretchKind.FOOTNOTE]
    for aside in (*notes, *others, *_margins(roots.styles, body)):
        told.flow.aside(aside)
    told.notes = (
        *((_(zipped.DAMAGED),) if roots.broken else ()),
        *kept.changes(changes),
        *kept.hidden(body.found.hidden),
    )
    return told


def _margins(styles: Any, body: Body) -> Iterator[Aside]:
    """What stands at the top and bottom of pages."""
    if styles is None or (masters := xml.child(styles, "master-styles")) is None:
        return
    said = [body.words(each) for each in xml.within(masters, *_MARGINS)]
    for text in dict.fromkeys(said):
        yield Aside(StretchKind.HEADER, text)


def _about(root: Any) -> tuple[tuple[str, str], ...]:
    """What the document says of itself, as pairs of name and value."""
    meta = None if root is None else xml.child(root, "meta")
    if meta is None:
        return ()
    found = [(xml.name(each), pdfabout.line(xml.words(each))) for each in meta]
    return tuple((key, value) for key, value in found if key in _ABOUT and value)


def _names(archive: zipped.Archive) -> list[str]:
    """The names of the members that are pictures."""
    return [name for name in archive.names() if name.startswith(_FOLDERS)]


def _files(original: Original) -> Iterator[Part]:
    """Pictures inside, one at a time; what is broken stays within the original."""
    left = inside.ALL
    with zipped.open(original) as archive:
        for name in _names(archive)[: inside.MOST]:
            try:
                data = archive.read(name, most=min(left, inside.LARGEST))
            except zipped.Unreadable:
                continue
            left -= len(data)
            yield inside.part(data, name.rpartition("/")[2], role="picture")

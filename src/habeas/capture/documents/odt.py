"""OpenDocument texts and slides: the running text with headings and tables; notes after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from habeas.capture import inside, sentences, xml, zipped
from habeas.capture.documents import notes, odtbody, signs, whole
from habeas.capture.documents.about import About, line
from habeas.capture.documents.flow import Aside
from habeas.capture.documents.odtbody import Body
from habeas.capture.documents.whole import Told
from habeas.capture.original import Original, TooLarge
from habeas.capture.reading import Reading
from habeas.domain.stretch import StretchKind
from habeas.i18n import _

VERSION = "1"
_FOLDERS = ("Pictures/", "media/")
_MACROS = ("Basic/", "Scripts/")
_ABOUT = ("title", "subject", "initial-creator", "creator", "creation-date", "date", "language",
          "keyword", "description", "generator", "editing-cycles", "printed-by")  # fmt: skip
_MARGINS = ("header", "header-left", "header-first", "footer", "footer-left", "footer-first")


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
        told = Told(notes=(str(problem),))
    return whole.reading(
        original,
        told,
        media_type=signs.ODP if signs.is_odp(original) else signs.ODT,
        extractor="odt",
        version=VERSION,
        parts=inside.members(original, _names, role=lambda _name: "picture"),
    )


def _flat(original: Original) -> Told:
    """A document that is one XML file; pictures in it stay within the original."""
    if original.size > xml.MOST:
        raise zipped.TooBig(_(sentences.TOO_BIG))
    root, sound = xml.parsed(original.whole())
    told = _told(_Roots(root, root, root, broken=not sound))
    held = 0 if root is None else sum(1 for _each in xml.within(root, "binary-data"))
    told.notes += notes.left_out(held)
    return told


def _zipped(original: Original) -> Told:
    with zipped.open(original) as archive:
        manifest = _part(archive, "META-INF/manifest.xml", _Roots())
        if manifest is not None and next(xml.within(manifest, "encryption-data"), None) is not None:
            raise zipped.Locked(_(sentences.LOCKED))
        roots = _Roots(broken=not archive.whole)
        roots.content = _part(archive, "content.xml", roots)
        roots.styles = _part(archive, "styles.xml", roots)
        roots.meta = _part(archive, "meta.xml", roots)
        roots.broken |= roots.content is None
        told = _told(roots)
        names = _names(archive)
        told.files = len(names)
        if any(name.startswith(_MACROS) for name in archive.names()):
            told.notes += (_(notes.MACROS),)
    told.notes += notes.left_out(max(told.files - inside.MOST, 0))
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
    root, sound = xml.parsed(data)
    roots.broken |= not sound
    return root


def _told(roots: _Roots) -> Told:
    told = Told(about=_about(roots.meta))
    body = Body(told.flow, odtbody.hidden(roots.content, roots.styles))
    changes = 0
    if roots.content is not None and (inner := xml.child(roots.content, "body")) is not None:
        body.write(inner)
        changes = sum(1 for _each in xml.within(inner, "changed-region"))
    footnotes = [each for each in body.found.asides if each.kind is StretchKind.FOOTNOTE]
    others = [each for each in body.found.asides if each.kind is not StretchKind.FOOTNOTE]
    for aside in (*footnotes, *others, *_margins(roots.styles, body)):
        told.flow.aside(aside)
    told.notes = (
        *((_(sentences.DAMAGED),) if roots.broken else ()),
        *notes.changes(changes),
        *notes.hidden(body.found.hidden),
    )
    return told


def _margins(styles: Any, body: Body) -> Iterator[Aside]:
    """What stands at the top and bottom of pages."""
    if styles is None or (masters := xml.child(styles, "master-styles")) is None:
        return
    said = [body.words(each) for each in xml.within(masters, *_MARGINS)]
    for text in dict.fromkeys(said):
        yield Aside(StretchKind.HEADER, text)


def _about(root: Any) -> About:
    """What the document says of itself."""
    meta = None if root is None else xml.child(root, "meta")
    if meta is None:
        return About()
    found = [(xml.name(each), line(xml.words(each))) for each in meta]
    pairs = tuple((key, value) for key, value in found if key in _ABOUT and value)
    told = dict(pairs)
    return About(
        pairs=pairs,
        title=told.get("title", ""),
        author=told.get("initial-creator", "") or told.get("creator", ""),
        language=told.get("language", ""),
    )


def _names(archive: zipped.Archive) -> list[str]:
    """The names of the members that are pictures."""
    return [name for name in archive.names() if name.startswith(_FOLDERS)]

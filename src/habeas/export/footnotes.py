"""Footnotes for python-docx, which has none: references, ``word/footnotes.xml`` and its settings.

The rules are those of ECMA-376 part 1, 17.11: the notes -1 and 0 are the separators, real notes
count from 1, and the settings name the separators.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

STYLE = "FootnoteReference"
_AT_ONCE = 500
_SEPARATORS = ((-1, "separator"), (0, "continuationSeparator"))


def element(tag: str, **attributes: str) -> Any:
    """A new element such as ``w:p`` with attributes of the same namespace (lxml: untyped)."""
    from docx.oxml.parser import oxml_parser

    given = {_spelt(f"w:{name}"): value for name, value in attributes.items()}
    return oxml_parser.makeelement(_spelt(tag), attrib=given, nsmap=_spaces())


@cache
def _spelt(tag: str) -> str:
    """A tag with the whole of its namespace, as lxml wants it."""
    from docx.oxml.ns import qn

    return str(qn(tag))


@cache
def _spaces() -> dict[str, str]:
    from docx.oxml.ns import nsmap

    return {"w": nsmap["w"]}


def reference(number: int) -> Any:
    """The run that stands in the text for note ``number``, counted from 1."""
    return _marked(element("w:footnoteReference", id=str(number)))


def attach(document: Document, notes: Sequence[Sequence[Any]]) -> Iterator[None]:
    """Give ``document`` its notes, each a sequence of ``w:p`` elements; may be none.

    In steps, as there may be thousands: it is done when the iterator is at its end.
    """
    if not notes:
        return
    root = element("w:footnotes")
    for number, kind in _SEPARATORS:
        root.append(_separator(number, kind))
    for number, paragraphs in enumerate(notes, start=1):
        root.append(_note(number, paragraphs))
        if number % _AT_ONCE == 0:
            yield
    _add_part(document, root)
    _name_separators(document)


def _note(number: int, paragraphs: Sequence[Any]) -> Any:
    """One note; its first paragraph begins with its number and keeps off the note before."""
    note = element("w:footnote", id=str(number))
    note.extend(paragraphs)
    paragraphs[0][0].append(element("w:spacing", before="80"))  # its w:pPr
    space = element("w:r")
    space.text = " "
    own = list(paragraphs[0])[1:]
    for run in (_marked(element("w:footnoteRef")), space, *own):
        paragraphs[0].append(run)  # moves what was there behind the number
    return note


def _marked(content: Any) -> Any:
    run, properties = element("w:r"), element("w:rPr")
    properties.append(element("w:rStyle", val=STYLE))
    run.extend([properties, content])
    return run


def _separator(number: int, kind: str) -> Any:
    note = element("w:footnote", type=kind, id=str(number))
    paragraph, run = element("w:p"), element("w:r")
    spacing = element("w:spacing", after="0", line="240", lineRule="auto")
    paragraph.get_or_add_pPr().append(spacing)
    run.append(element(f"w:{kind}"))
    paragraph.append(run)
    note.append(paragraph)
    return note


def _add_part(document: Document, root: Any) -> None:
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import XmlPart

    package: Any = document.part.package
    name = PackURI("/word/footnotes.xml")
    part = XmlPart(name, CONTENT_TYPE.WML_FOOTNOTES, root, package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _name_separators(document: Document) -> None:
    """Settings are a sequence in the schema: ours stand just before ``w:compat``."""
    listed = element("w:footnotePr")
    for number, _kind in _SEPARATORS:
        listed.append(element("w:footnote", id=str(number)))
    settings: Any = document.settings.element
    compat = settings.xpath("./w:compat")
    compat[0].addprevious(listed)

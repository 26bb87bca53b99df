"""Lists in RDF, as Zotero writes them: entries, and the files that hang on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from habeas.capture import xml
from habeas.capture.references import saying
from habeas.domain.reference import Reference, doi

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_Z = "{http://www.zotero.org/namespaces/export#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_BIB = "{http://purl.org/net/biblio#}"
_FOAF = "{http://xmlns.com/foaf/0.1/}"
_LINK = "{http://purl.org/rss/1.0/modules/link/}link"
_ATTACHED = ("attachment", "note")
_PRISM = "{http://prismstandard.org/namespaces/1.2/basic/}"


def read(data: bytes) -> list[Reference]:
    """The entries of a Zotero RDF file; none if it is other RDF, or broken."""
    root = xml.parse(data)
    if root is None or root.tag != f"{_RDF}RDF":
        return []
    named = {about: each for each in root if (about := each.get(f"{_RDF}about"))}
    found = [_reference(each, named) for each in root if _is_entry(each)]
    return [each for each in found if each.title or each.address]


def _is_entry(node: Any) -> bool:
    kind = _text(node.find(f"{_Z}itemType"))
    return bool(kind) and kind not in _ATTACHED


def _reference(node: Any, named: dict[str, Any]) -> Reference:
    from lxml import etree

    address = _address(node)
    inside = _part_of(node, named)
    publisher = node.find(f"{_DC}publisher")
    house = publisher.find(f".//{_FOAF}name") if publisher is not None else None
    about = [_text(each) for each in node.findall(f"{_DC}identifier")]
    return Reference(
        title=_text(node.find(f"{_DC}title")),
        author=saying.people(list(_people(node))),
        publisher=inside or _text(house),
        published=saying.day(_text(node.find(f"{_DC}date"))),
        kind=saying.kind(_text(node.find(f"{_Z}itemType"))),
        address=address,
        language=saying.language(_text(node.find(f"{_Z}language"))),
        note=_text(node.find(f"{_DC}description")),
        doi=next((each for text in (*about, address) if (each := doi(text))), ""),
        attachments=tuple(_files(node, named)),
        key=saying.text(node.get(f"{_RDF}about") or ""),
        raw=etree.tostring(node, encoding="unicode")[: saying.RAW],
    )


def _text(node: Any) -> str:
    return saying.text(node.text or "") if node is not None else ""


def _address(node: Any) -> str:
    """The address, which stands as an identifier of its own type or as the entry's name."""
    for value in node.findall(f"{_DC}identifier/{_TERMS}URI/{_RDF}value"):
        if found := _text(value):
            return found
    about = str(node.get(f"{_RDF}about") or "")
    return saying.text(about) if about.startswith(("http://", "https://")) else ""


def _people(node: Any) -> Iterator[str]:
    for person in node.findall(f"{_BIB}authors//{_FOAF}Person"):
        given = person.find(f"{_FOAF}givenName")
        if given is None:
            given = person.find(f"{_FOAF}givenname")
        yield " ".join(filter(None, (_text(given), _text(person.find(f"{_FOAF}surname")))))


def _part_of(node: Any, named: dict[str, Any]) -> str:
    """The newspaper, journal or site that the work stands in."""
    for whole in node.findall(f"{_TERMS}isPartOf"):
        there = named.get(whole.get(f"{_RDF}resource") or "", whole)
        if (found := there.find(f".//{_DC}title")) is not None and _text(found):
            return _text(found)
    return _text(node.find(f"{_PRISM}publicationName"))


def _files(node: Any, named: dict[str, Any]) -> Iterator[str]:
    """The names of attached files, as paths beside the list; never opened."""
    for link in node.findall(_LINK):
        there = named.get(link.get(f"{_RDF}resource") or "")
        if there is None:
            continue
        file = there.find(f"{_RDF}resource")
        name = file.get(f"{_RDF}resource") if file is not None else ""
        if found := saying.text(name or "") or _text(there.find(f"{_DC}title")):
            yield found

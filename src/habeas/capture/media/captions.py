"""What people write into a picture: captions, names and places by XMP, IPTC and PNG texts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from habeas.capture import xml
from habeas.capture.media.exif import Pairs, spoken
from habeas.capture.media.opening import BROKEN

if TYPE_CHECKING:
    from lxml.etree import _Element
    from PIL.ImageFile import ImageFile

_XMP_MOST = 2_000_000  # bytes; an editor's whole history may stand in it
_TEXTS = 60  # of a PNG, at most
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_XMP = {
    f"{_DC}title": "dc:title",
    f"{_DC}description": "dc:description",
    f"{_DC}creator": "dc:creator",
    f"{_DC}rights": "dc:rights",
    f"{_PHOTOSHOP}Headline": "photoshop:Headline",
    f"{_PHOTOSHOP}Credit": "photoshop:Credit",
    f"{_PHOTOSHOP}City": "photoshop:City",
    f"{_PHOTOSHOP}State": "photoshop:State",
    f"{_PHOTOSHOP}Country": "photoshop:Country",
    f"{_PHOTOSHOP}DateCreated": "photoshop:DateCreated",
    f"{_CORE}Location": "Iptc4xmpCore:Location",
}
_IPTC = {
    (2, 5): "IPTC Object Name", (2, 55): "IPTC Date Created", (2, 80): "IPTC By-line",
    (2, 90): "IPTC City", (2, 95): "IPTC Province/State", (2, 101): "IPTC Country",
    (2, 105): "IPTC Headline", (2, 110): "IPTC Credit", (2, 116): "IPTC Copyright Notice",
    (2, 120): "IPTC Caption",
}  # fmt: skip


def pairs(image: ImageFile) -> Pairs:
    """What stands in XMP, in IPTC and in the texts of a PNG."""
    return (*_of_xmp(image), *_of_iptc(image), *_of_texts(image))


def _of_xmp(image: ImageFile) -> Iterator[tuple[str, str]]:
    raw = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    root = _parsed(raw.encode("utf-8", "replace") if isinstance(raw, str) else raw)
    if root is None:
        return
    said: set[str] = set()
    for node in root.iter(f"{_RDF}Description"):
        for tag, value in _fields(node):
            name = _XMP.get(tag, "")
            if name and name not in said and (text := spoken(value)):
                said.add(name)
                yield name, text


def _fields(node: _Element) -> Iterator[tuple[str, str]]:
    """Fields of a description: as attributes, as elements, or as lists of them."""
    for key, value in node.attrib.items():
        yield str(key), str(value)
    for child in node:
        if not isinstance(child.tag, str):
            continue
        listed = [spoken("".join(item.itertext())) for item in child.iter(f"{_RDF}li")]
        yield child.tag, ", ".join(listed[:20]) if listed else "".join(child.itertext())


def _parsed(raw: object) -> _Element | None:
    if not isinstance(raw, bytes) or not 0 < len(raw) <= _XMP_MOST:
        return None
    return cast("_Element | None", xml.parse(raw.strip(b"\0 \r\n\t")))


def _of_iptc(image: ImageFile) -> Iterator[tuple[str, str]]:
    from PIL.IptcImagePlugin import getiptcinfo

    try:
        found: dict[tuple[int, int], Any] = getiptcinfo(image) or {}
    except BROKEN:
        return
    for tag, name in _IPTC.items():
        if text := spoken(found.get(tag, "")):
            yield name, text


def _of_texts(image: ImageFile) -> Iterator[tuple[str, str]]:
    """The texts of a PNG, and the comment of a JPEG or a GIF."""
    texts = [
        (name, value)
        for name, value in image.info.items()
        if isinstance(value, str) and image.format == "PNG" and name != "XML:com.adobe.xmp"
    ]
    for name, value in texts[:_TEXTS]:
        if text := spoken(value):
            yield f"PNG {spoken(name)[:80]}", text
    if text := spoken(image.info.get("comment", "")):
        yield "Comment", text

"""The tree of a page, parsed within bounds: no network, no entities, no depth without end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Pictures and fonts that stand in the page as text: large, and without a word.
_BULK = re.compile(r"data:[^\s\"'<>()]{1000,}", re.IGNORECASE)
_REFUSED = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"&#(x0*[0-9a-f]{1,6}|0*[0-9]{1,7})(?![0-9a-f]);?", re.IGNORECASE)
_LONG_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)[\s/][^<>]{1000,}>")
_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")
_ATTRIBUTES = 200  # libxml2 compares each attribute with each
_SUBSET = re.compile(r"(<!DOCTYPE[^<>\[]{0,500})\[[^\]]{0,100000}\]\s*>", re.IGNORECASE)
_XML = re.compile(r"\s*<\?xml\b")
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_UNSEEN = frozenset((
    "script", "style", "noscript", "head", "title", "meta", "link", "svg", "canvas", "object",
    "embed", "applet", "iframe", "frame", "audio", "video", "source", "track", "button",
    "input", "select", "option", "optgroup", "datalist", "textarea", "meter", "progress", "map",
    "area", "param", "base", "rp",
))  # fmt: skip


def light(text: str) -> str:
    """A page's source without what has no words and would stop a parser or cost it long.

    These are control characters, pictures that stand in it as letters, tags with hundreds of
    attributes, and definitions of entities.
    """
    text = _REFUSED.sub("\ufffd", text.replace("\x0c", " "))
    text = _BULK.sub("data:,", _NUMBER.sub(_allowed, text))
    return _LONG_TAG.sub(_lighter, _SUBSET.sub(r"\1>", text, count=1))


def _allowed(number: re.Match[str]) -> str:
    """A character by its number, or U+FFFD if there is none such."""
    said = number[1].lower()
    code = int(said.lstrip("x0") or "0", 16 if said.startswith("x") else 10)
    fits = code <= 0x10FFFF and code != 0xC and not _REFUSED.match(chr(code))
    return number[0] if fits else "\ufffd"


def _lighter(tag: re.Match[str]) -> str:
    many = len(_VALUE.sub("", tag[0]).split()) > _ATTRIBUTES
    return f"<{tag[1]}>" if many else tag[0]


def parse(text: str) -> HtmlElement | None:
    """The tree of a page's source; None if it is empty, or too deep or large to be had whole."""
    from lxml import etree, html

    if _XML.match(text):
        strict = _strictly(text)
        if strict is not None:
            return strict
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    cut = ("Excessive depth", "Resource limit", "huge", "HUGE", "out of memory")
    stopped = any(sign in error.message for error in parser.error_log for sign in cut)
    return None if stopped else root


def _strictly(text: str) -> HtmlElement | None:
    """The tree of a page that is XML without fault; a tag may close itself in it, as in no HTML."""
    from lxml import etree, html

    if _ENTITY.search(text):
        return None
    parser = html.XHTMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, huge_tree=False,
        load_dtd=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    html.xhtml_to_html(root)
    return root if root.tag == "html" else None


def is_unseen(element: HtmlElement) -> bool:
    """Whether a browser would show nothing of an element, as far as it says so itself."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _UNSEEN:
        return True
    if tag == "template":  # what SingleFile keeps of a component is shown
        return "shadowrootmode" not in element.attrib and "shadowroot" not in element.attrib
    found = element.attrib
    if "hidden" in found or (tag == "dialog" and "open" not in found):
        return True
    return "sf-hidden" in found.get("class", "").split() or bool(
        _HIDING.search(found.get("style", ""))
    )


def walk(root: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """Each element that is seen as ("start", e) and ("end", e), others as ("skip", e)."""
    open_ones = [(root, iter(root))]
    yield "start", root
    while open_ones:
        element, inside = open_ones[-1]
        child = next(inside, None)
        if child is None:
            open_ones.pop()
            yield "end", element
        elif is_unseen(child):
            yield "skip", child
        else:
            yield "start", child
            open_ones.append((child, iter(child)))

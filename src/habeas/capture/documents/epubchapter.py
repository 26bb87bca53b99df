"""The words of one chapter of an electronic book: XHTML, as simple or as broken as it may be."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from habeas.capture import xml
from habeas.capture.documents.flow import Flow

_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_OWN = (b"amp", b"lt", b"gt", b"quot", b"apos")  # of XML itself
_SPACES = re.compile(r"[ \t\r\n]+")
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl",
     "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
     "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
     "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "br")
)  # fmt: skip
_SKIPPED = frozenset(
    ("head", "script", "style", "svg", "template", "noscript", "rt", "rp", "title", "annotation",
     "annotation-xml", "audio", "video", "object", "iframe", "select", "textarea")
)  # fmt: skip
_NOTES = frozenset(("footnote", "endnote", "rearnote", "note", "doc-footnote", "doc-endnote"))
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DEEPEST = 4  # tables within tables


@dataclass(slots=True)
class Found:
    """Notes by their ids, and the marks that stand in the text by what they point to."""

    notes: list[tuple[str, str]] = field(default_factory=list)
    marks: list[tuple[str, str]] = field(default_factory=list)


def parsed(data: bytes) -> tuple[Any, bool]:
    """The root element of a chapter, names of letters resolved, and whether it is whole."""
    return xml.parsed(_ENTITY.sub(_letter, data))


def write(root: Any, flow: Flow, found: Found) -> None:
    """Write a chapter's words into ``flow``; its notes go into ``found`` instead."""
    _Chapter(flow, found, depth=0).within(root)
    flow.gap()


class _Chapter:
    def __init__(self, flow: Flow, found: Found, *, depth: int) -> None:
        self._flow = flow
        self._found = found
        self._depth = depth
        self._pieces: list[str] = []
        self._pre = 0

    def within(self, element: Any) -> None:
        """Write all words within an element."""
        self._words(element.text)
        waiting: list[tuple[Iterator[Any], Any]] = [(iter(element), None)]
        while waiting:
            element = next(waiting[-1][0], None)
            if element is None:
                ended = waiting.pop()[1]
                if ended is not None:
                    self._leave(ended)
            elif self._enter(element):
                self._words(element.text)
                waiting.append((iter(element), element))
            else:
                self._words(element.tail)
        self._close("")

    def _enter(self, element: Any) -> bool:
        """Whether there are words to be read within."""
        kind = xml.name(element)
        if not kind or kind in _SKIPPED or "hidden" in element.attrib:
            return False
        if _roles(element) & _NOTES and kind != "a":
            self._close("")
            self._found.notes.append((element.get("id", ""), self._apart(element)))
            return False
        if kind == "table" and self._depth < _DEEPEST and self._table(element):
            return False
        if kind == "a" and (target := element.get("href")) and "#" in target:
            self._found.marks.append((target, xml.words(element)))
        if kind in _BLOCKS:
            self._close("")
        self._pre += kind == "pre"
        return True

    def _leave(self, element: Any) -> None:
        kind = xml.name(element)
        if kind in _BLOCKS:
            self._close(kind)
        self._pre -= kind == "pre"
        self._words(element.tail)

    def _words(self, text: str | None) -> None:
        if not text:
            return
        if self._pre:
            self._pieces.append(text)
            return
        said = _SPACES.sub(" ", text)
        if said.startswith(" ") and (not self._pieces or self._pieces[-1].endswith(" ")):
            said = said[1:]
        if said:
            self._pieces.append(said)

    def _close(self, kind: str) -> None:
        """End the paragraph that is being read; ``kind`` is the element that ends here."""
        said = "".join(self._pieces)
        self._pieces.clear()
        if not said.strip():
            return
        if kind in _HEADINGS:
            self._flow.heading(said, int(kind[1]))
        else:
            self._flow.paragraph(said)

    def _table(self, table: Any) -> bool:
        """Write a table; false if it is a frame around paragraphs."""
        rows = [list(xml.children(row, "td", "th")) for row in _rows(table)]
        if all(len(row) < 2 for row in rows):
            return False
        self._close("")
        self._flow.table([[self._apart(cell) for cell in row] for row in rows])
        return True

    def _apart(self, element: Any) -> str:
        """The words within, a line for each paragraph."""
        if self._depth >= _DEEPEST:
            return xml.words(element)
        flow = Flow()
        side = _Chapter(flow, self._found, depth=self._depth + 1)
        side.within(element)
        return flow.finished()[0]


def _rows(table: Any) -> Iterator[Any]:
    for each in table:
        if xml.name(each) == "tr":
            yield each
        elif xml.name(each) in ("thead", "tbody", "tfoot"):
            yield from xml.children(each, "tr")


def _roles(element: Any) -> set[str]:
    return set(f"{xml.get(element, 'type')} {element.get('role', '')}".split())


def _letter(entity: re.Match[bytes]) -> bytes:
    if entity[1] in _OWN:
        return entity[0]
    letters = html.unescape(entity[0].decode("ascii"))
    if letters.endswith(";"):
        return entity[0]
    return b"".join(b"&#%d;" % ord(letter) for letter in letters)

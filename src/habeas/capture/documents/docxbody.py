"""The words of a Word document: paragraphs, tables, notes, and what of them is not to be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from habeas.capture import xml
from habeas.capture.documents import private
from habeas.capture.documents.docxnumbers import Numbers
from habeas.capture.documents.flow import Flow
from habeas.capture.documents.ooxml import rooms, toggled

_DELETED = ("del", "moveFrom")
_INSERTED = ("ins", "moveTo")
_SKIPPED = frozenset(
    (*_DELETED, "delText", "instrText", "delInstrText", "rPr", "pPr", "rt", "fldData", "sectPr")
)
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_DEEPEST = 6  # tables within tables
_WIDEST = 64  # cells that one may go over
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}


@dataclass(frozen=True, slots=True)
class Styles:
    """What a document's styles mean: which are headings, of which level, and which are hidden."""

    levels: dict[str, int]
    hidden: frozenset[str]


@dataclass(slots=True)
class Found:
    """What came up in the text: notes in order, changes, hidden letters.

    ``notes`` are (footnote or endnote, its id, its own mark if it has one); ``headers`` are ids of
    links to headers and footers.
    """

    notes: list[tuple[str, str, str]] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    changes: int = 0
    hidden: int = 0


class Body:
    """Writes the words of a document's parts into a Flow."""

    def __init__(
        self, flow: Flow, styles: Styles, *, numbers: Numbers, found: Found | None = None
    ) -> None:
        self.found = found or Found()
        self._numbers = numbers
        self._flow = flow
        self._styles = styles
        self._apart = 0

    def write(self, element: Any, *, depth: int = 0) -> None:
        """Write all that stands in an element that holds paragraphs and tables."""
        for block in self._blocks(element):
            if xml.name(block) == "tbl":
                self._table(block, depth)
            elif xml.name(block) == "sectPr":
                self._section(block)
            else:
                self._paragraph(block, depth)

    def words(self, element: Any) -> str:
        """The words of an element that holds paragraphs, a line for each."""
        if self._apart >= _DEEPEST:
            return _flat(element)
        flow = Flow()
        side = Body(flow, self._styles, numbers=self._numbers, found=self.found)
        side._apart = self._apart + 1
        side.write(element, depth=_DEEPEST)
        return flow.finished()[0]

    def _blocks(self, element: Any) -> Iterator[Any]:
        """Paragraphs and tables in order, whatever they are wrapped in."""
        waiting = [rooms(element)]
        while waiting:
            block = next(waiting[-1], None)
            if block is None:
                waiting.pop()
                continue
            kind = xml.name(block)
            if kind in ("p", "tbl", "sectPr"):
                yield block
            elif kind in _DELETED:
                self.found.changes += 1
            elif kind in ("sdt", "sdtContent", "customXml", "smartTag", *_INSERTED):
                self.found.changes += kind in _INSERTED
                waiting.append(rooms(block))

    def _section(self, section: Any) -> None:
        links = xml.children(section, "headerReference", "footerReference")
        self.found.headers += [xml.get(each, "id") for each in links]

    def _paragraph(self, paragraph: Any, depth: int) -> None:
        properties = xml.child(paragraph, "pPr")
        boxes: list[Any] = []
        text = "".join(self._pieces(paragraph, boxes))
        label = "" if properties is None else self._numbers.label(properties)
        text = label + text if text.strip() else text
        level = self._level(properties)
        if level:
            self._flow.heading(text.replace("\n", " "), level)
        elif text or not boxes:
            self._flow.paragraph(text)
        if depth < _DEEPEST:
            for box in boxes:
                self.write(box, depth=depth + 1)
        section = None if properties is None else xml.child(properties, "sectPr")
        if section is not None:
            self._section(section)
        if properties is not None and (mark := xml.child(properties, "rPr")) is not None:
            self.found.changes += sum(1 for _ in xml.children(mark, *_DELETED, *_INSERTED))

    def _level(self, properties: Any) -> int:
        """The level of a heading from 1; 0: it is none."""
        if properties is None:
            return 0
        own = xml.child(properties, "outlineLvl")
        if own is not None:
            value = xml.get(own, "val")
            return int(value) + 1 if value.isdecimal() and int(value) < 9 else 0
        style = xml.child(properties, "pStyle")
        return 0 if style is None else self._styles.levels.get(xml.get(style, "val"), 0)

    def _pieces(self, paragraph: Any, boxes: list[Any]) -> Iterator[str]:
        """The words and signs of a paragraph; text boxes in it are put into ``boxes``."""
        waiting = [rooms(paragraph)]
        while waiting:
            element = next(waiting[-1], None)
            if element is None:
                waiting.pop()
                continue
            kind = xml.name(element)
            if kind == "t":
                yield private.shown(element.text or "")
            elif kind in _SIGNS:
                yield _SIGNS[kind]
            elif kind == "sym":
                yield _symbol(xml.get(element, "char"))
            elif kind in _NOTES:
                self._note(element, kind)
            elif kind == "txbxContent":
                boxes.append(element)
            elif self._is_read(element, kind):
                waiting.append(rooms(element))

    def _is_read(self, element: Any, kind: str) -> bool:
        """Whether what is within is to be read; what is not is counted."""
        if kind in _DELETED or kind in _INSERTED:
            self.found.changes += 1
        if kind in _SKIPPED or not kind:
            return False
        if kind == "r" and self._is_hidden(xml.child(element, "rPr")):
            self.found.hidden += sum(len(each.text or "") for each in xml.children(element, "t"))
            return False
        return True

    def _is_hidden(self, properties: Any) -> bool:
        own = toggled(properties, "vanish")
        if own is not None or properties is None:
            return bool(own)
        style = xml.child(properties, "rStyle")
        return style is not None and xml.get(style, "val") in self._styles.hidden

    def _note(self, element: Any, kind: str) -> None:
        mark = ""
        if xml.get(element, "customMarkFollows") in ("1", "true", "on"):
            mark = xml.words(element.getparent())
        self.found.notes.append((_NOTES[kind], xml.get(element, "id"), mark))

    def _table(self, table: Any, depth: int) -> None:
        rows = list(self._rows(table, "tr"))
        if depth < _DEEPEST and all(len(list(self._rows(row, "tc"))) < 2 for row in rows):
            # One column is a frame around paragraphs, not a table.
            for row in rows:
                for cell in self._rows(row, "tc"):
                    self.write(cell, depth=depth + 1)
            return
        self._flow.table([list(self._cells(row)) for row in rows])

    def _rows(self, element: Any, kind: str) -> Iterator[Any]:
        for each in rooms(element):
            if xml.name(each) == kind:
                if self._is_deleted(each):
                    self.found.changes += 1
                else:
                    yield each
            elif xml.name(each) in ("sdt", "sdtContent", "customXml", *_INSERTED):
                yield from self._rows(each, kind)

    def _is_deleted(self, row: Any) -> bool:
        properties = xml.child(row, "trPr")
        return properties is not None and xml.child(properties, "del") is not None

    def _cells(self, row: Any) -> Iterator[str]:
        for cell in self._rows(row, "tc"):
            properties = xml.child(cell, "tcPr")
            merged = None if properties is None else xml.child(properties, "vMerge")
            goes_on = merged is not None and xml.get(merged, "val") != "restart"
            yield "" if goes_on else self.words(cell)
            span = None if properties is None else xml.child(properties, "gridSpan")
            width = "1" if span is None else xml.get(span, "val")
            for _more in range(1, min(int(width), _WIDEST) if width.isdecimal() else 1):
                yield ""


def styles(root: Any) -> Styles:
    """What the styles of a document mean, by their ids; ``root`` is its part for them, or None."""
    levels: dict[str, int] = {}
    based: dict[str, str] = {}
    hidden = set()
    for style in () if root is None else xml.children(root, "style"):
        key = xml.get(style, "styleId")
        if (above := xml.child(style, "basedOn")) is not None:
            based[key] = xml.get(above, "val")
        levels[key] = _style_level(style)
        if toggled(xml.child(style, "rPr"), "vanish"):
            hidden.add(key)
    for key in levels:
        at, steps = key, 0
        while not levels[key] and at in based and steps < 10:
            at, steps = based[at], steps + 1
            levels[key] = levels.get(at, 0)
    return Styles({key: level for key, level in levels.items() if level > 0}, frozenset(hidden))


def _style_level(style: Any) -> int:
    """The level of a heading's style; 0: not said, -1: said to be none."""
    called = xml.child(style, "name")
    name = "" if called is None else xml.get(called, "val").lower()
    if name == "title":
        return 1
    if name.startswith("heading ") and name[8:].isdecimal():
        return int(name[8:])
    outline = xml.child(style, "pPr", "outlineLvl")
    value = "" if outline is None else xml.get(outline, "val")
    if value.isdecimal():
        return int(value) + 1 if int(value) < 9 else -1
    return 0


def _flat(element: Any) -> str:
    """All words within as one line, when tables within tables have no end."""
    pieces = (
        " " if xml.name(each) == "p" else each.text or "" for each in xml.within(element, "p", "t")
    )
    return " ".join("".join(pieces).split())


def _symbol(code: str) -> str:
    """A letter of a symbol font, where it is known what it shows."""
    try:
        number = int(code, 16)
    except ValueError:
        return "\ufffd"
    if 0xE000 <= number <= 0xF8FF:
        return private.letter(number | 0xF000)
    return chr(number) if 0x20 <= number < 0xD800 else "\ufffd"

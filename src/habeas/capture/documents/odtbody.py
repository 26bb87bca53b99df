"""The words of an OpenDocument text: paragraphs, tables, notes, and what is not to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from habeas.capture import xml
from habeas.capture.documents.flow import Aside, Flow
from habeas.domain.stretch import StretchKind

_SPACES = re.compile(r"[ \t\r\n]+")
_SKIPPED = frozenset(
    ("tracked-changes", "forms", "ruby-text", "title", "desc", "note-citation", "binary-data",
     "sequence-decls", "variable-decls", "user-field-decls", "event-listeners",
     "bibliography-source", "table-of-content-source", "illustration-index-source",
     "alphabetical-index-source", "notes", "hidden-text", "glue-point", "styles")
)  # fmt: skip
_DEEPEST = 6  # tables within tables
_WIDEST = 64  # cells that one may stand for
_ROWS = 1_000  # rows likewise


@dataclass(slots=True)
class Found:
    """What came up in the text: what stands apart, hidden letters."""

    asides: list[Aside] = field(default_factory=list)
    hidden: int = 0


@dataclass(slots=True)
class _Line:
    """A paragraph that is being read: its pieces, and the boxes that are anchored in it."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)

    def words(self, text: str | None) -> None:
        """Add words as they stand in the file: white space is one blank, none after another."""
        said = _SPACES.sub(" ", text or "")
        if said.startswith(" ") and (
            not self.pieces or self.pieces[-1].endswith((" ", "\n", "\t"))
        ):
            said = said[1:]
        if said:
            self.pieces.append(said)


class Body:
    """Writes the words of an element into a Flow; ``hidden`` are the styles that nobody sees."""

    def __init__(self, flow: Flow, hidden: frozenset[str], *, found: Found | None = None) -> None:
        self.found = found or Found()
        self._flow = flow
        self._hidden = hidden
        self._apart = 0

    def write(self, element: Any, *, depth: int = 0) -> None:
        """Write all that stands in an element that holds paragraphs, lists and tables."""
        waiting = [iter(element)]
        while waiting:
            block = next(waiting[-1], None)
            if block is None:
                waiting.pop()
                continue
            kind = xml.name(block)
            if kind in ("p", "h"):
                self._paragraph(block, kind, depth)
            elif kind == "table":
                self._table(block, depth)
            elif kind == "annotation":
                self._comment(block)
            elif kind and kind not in _SKIPPED:
                if kind == "page":
                    self._flow.gap()
                waiting.append(iter(block))

    def words(self, element: Any) -> str:
        """The words of an element that holds paragraphs, a line for each."""
        if self._apart >= _DEEPEST:
            return xml.words(element)
        flow = Flow()
        side = Body(flow, self._hidden, found=self.found)
        side._apart = self._apart + 1
        side.write(element, depth=_DEEPEST)
        return flow.finished()[0]

    def _paragraph(self, paragraph: Any, kind: str, depth: int) -> None:
        line = _Line()
        line.words(paragraph.text)
        if xml.get(paragraph, "style-name") in self._hidden:
            self.found.hidden += len(xml.words(paragraph))
            return
        self._pieces(paragraph, line)
        text = "".join(line.pieces)
        level = xml.get(paragraph, "outline-level")
        if kind == "h":
            self._flow.heading(text.replace("\n", " "), int(level) if level.isdecimal() else 1)
        elif text or not line.boxes:
            self._flow.paragraph(text)
        if depth < _DEEPEST:
            for box in line.boxes:
                self.write(box, depth=depth + 1)

    def _pieces(self, element: Any, line: _Line) -> None:
        """The words and signs within a paragraph."""
        waiting: list[tuple[Iterator[Any], Any]] = [(iter(element), None)]
        while waiting:
            inner = next(waiting[-1][0], None)
            if inner is None:
                ended = waiting.pop()[1]
                if ended is not None:
                    line.words(ended.tail)
            elif self._is_entered(inner, line):
                line.words(inner.text)
                waiting.append((iter(inner), inner))
            else:
                line.words(inner.tail)

    def _is_entered(self, element: Any, line: _Line) -> bool:
        """Take what an element says by itself; whether there are words within."""
        match xml.name(element):
            case "s":
                count = xml.get(element, "c")
                line.pieces.append(" " * (min(int(count), 100) if count.isdecimal() else 1))
            case "tab":
                line.pieces.append("\t")
            case "line-break":
                line.pieces.append("\n")
            case "note":
                self._note(element, line)
            case "annotation":
                self._comment(element)
            case "text-box":
                line.boxes.append(element)
            case kind:
                if xml.get(element, "style-name") in self._hidden:
                    self.found.hidden += len(xml.words(element))
                    return False
                return bool(kind) and kind not in _SKIPPED
        return False

    def _note(self, note: Any, line: _Line) -> None:
        cited, body = xml.child(note, "note-citation"), xml.child(note, "note-body")
        mark = xml.words(cited)
        if cited is not None and xml.get(cited, "label"):
            line.words(mark)
        if body is not None:
            self.found.asides.append(Aside(StretchKind.FOOTNOTE, self.words(body), mark))

    def _comment(self, comment: Any) -> None:
        author = xml.words(xml.child(comment, "creator"))
        said = Flow()
        side = Body(said, self._hidden, found=Found())
        for each in xml.children(comment, "p", "h", "list"):
            side.write([each], depth=_DEEPEST)
        self.found.asides.append(Aside(StretchKind.COMMENT, said.finished()[0], author))

    def _table(self, table: Any, depth: int) -> None:
        rows = list(_rows(table))
        if depth < _DEEPEST and all(len(list(xml.children(row, "table-cell"))) < 2 for row in rows):
            # One column is a frame around paragraphs, not a table.
            for row in rows:
                for cell in xml.children(row, "table-cell"):
                    self.write(cell, depth=depth + 1)
            return
        said: list[list[str]] = []
        for row in rows:
            cells = list(self._cells(row))
            count = min(_count(row, "number-rows-repeated"), _ROWS) if any(cells) else 1
            said += [cells] * count
        self._flow.table(said)

    def _cells(self, row: Any) -> Iterator[str]:
        for cell in xml.children(row, "table-cell", "covered-table-cell"):
            said = self.words(cell) if xml.name(cell) == "table-cell" else ""
            for _more in range(min(_count(cell, "number-columns-repeated"), _WIDEST)):
                yield said


def hidden(*roots: Any) -> frozenset[str]:
    """The names of the styles that nobody sees, in parts that may be None."""
    return frozenset(
        xml.get(style, "name")
        for root in roots
        if root is not None
        for style in xml.within(root, "style")
        if (look := xml.child(style, "text-properties")) is not None
        and xml.get(look, "display") == "none"
    )


def _rows(table: Any) -> Iterator[Any]:
    for each in table:
        kind = xml.name(each)
        if kind == "table-row":
            yield each
        elif kind in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(each)


def _count(element: Any, key: str) -> int:
    value = xml.get(element, key)
    return int(value) if value.isdecimal() and len(value) < 9 else 1

"""A page as blocks in reading order: paragraphs, headings, items and rows, in its exact words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from habeas.capture.web import flat, signals, tree

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = flat.BLOCKS | frozenset((
    "caption", "dir", "frameset", "hgroup", "legend", "menu", "noframes", "search", "template",
))  # fmt: skip
_SPACE = re.compile(r"[ \t\n\r\f]+")
_AROUND_BREAK = re.compile(r" *\n *")
_UNSEEN = {ord(sign): None for sign in "\u00ad\u200b\ufeff\u2060"}  # where a word may be parted
# Signs that a page asks for by number, and means as Windows has them.
_WESTERN = {
    code: bytes([code]).decode("cp1252")
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_BROKEN = "\x00"  # stands for <br>, which white space around it gives way to
_ROWS = 2  # fewest rows and columns of a table that is one
_CELL = 1500  # characters: what holds more is a column of the page, not a cell


class Mark:
    """What a block stands inside of; several are added up."""

    NONE = 0
    LINK = 1
    PRE = 2
    QUOTE = 4
    FURNITURE = 8  # menus, banners and the like
    COMMENT = 16  # what readers wrote below
    ARTICLE = 32


@dataclass(slots=True)
class Block:
    """A stretch of words that a page sets apart.

    ``kind`` is "p", "li", "pre", "tr" or "h1" to "h6"; rows of one table share its number
    ``table`` (from 1).  ``linked`` counts the characters that are links.
    """

    text: str
    kind: str
    mark: int
    element: HtmlElement
    linked: int = 0
    table: int = 0


@dataclass(slots=True)
class _Reader:
    """What is gathered while a page is gone through."""

    found: list[Block] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    tables: int = 0
    main: frozenset[HtmlElement] = frozenset()


def blocks(root: HtmlElement) -> list[Block]:
    """All that is seen of a page; what no element of it shows is left out."""
    return _blocks(root, signals.main_ones(root))


def _blocks(root: HtmlElement, main: frozenset[HtmlElement]) -> list[Block]:
    reader = _Reader(main=main)
    inside: list[tuple[int, str]] = [(Mark.NONE, "p")]
    table: HtmlElement | None = None
    for event, element in tree.walk(root):
        if table is not None:  # its rows were read when it began
            if element is table and event == "end":
                table = None
                _take(reader, element.tail, inside[-1][0])
            continue
        if event == "start":
            table = _start(reader, element, inside)
            continue
        if event == "end":
            mark, kind = inside.pop()
            if element.tag in _BLOCKS:
                _close(reader, element, mark=mark, kind=kind)
        if element is not root:
            _take(reader, element.tail, inside[-1][0])
    return reader.found


def _start(
    reader: _Reader, element: HtmlElement, inside: list[tuple[int, str]]
) -> HtmlElement | None:
    """Begin with an element; gives it back if it is a table, which is read at once."""
    mark, kind = inside[-1]
    if element.tag in _BLOCKS:
        _close(reader, _parent(element), mark=mark, kind=kind)
    inner = mark | _marks(element, mark, reader.main)
    if element.tag == "table" and (rows := _rows(element)):
        reader.tables += 1
        reader.found.extend(
            Block(text, "tr" if is_row else "p", inner, element, table=is_row * reader.tables)
            for text, is_row in rows
        )
        return element
    inside.append((inner, _kind(element, kind)))
    if element.tag == "br":
        reader.pieces.append(_BROKEN)
    _take(reader, element.text, inner)
    return None


def _kind(element: HtmlElement, around: str) -> str:
    """What the words of an element are, inside words that are ``around``."""
    tag = str(element.tag)
    if tag in ("li", "dt", "dd"):
        return "li"
    if tag in ("h1", "h2", "h3", "h4", "h5", "h6", "pre"):
        return tag
    return "p" if tag in ("td", "th", "blockquote") else around


def _marks(element: HtmlElement, around: int, main: frozenset[HtmlElement]) -> int:
    tag = element.tag
    mark = Mark.NONE
    if tag == "a" and "href" in element.attrib:
        mark |= Mark.LINK
    elif tag in ("pre", "listing", "xmp"):
        mark |= Mark.PRE
    elif tag in ("blockquote", "q"):
        mark |= Mark.QUOTE if tag == "blockquote" else Mark.NONE
    elif tag in ("article", "main"):
        mark |= Mark.ARTICLE
    if signals.is_comments(element, main):
        mark |= Mark.COMMENT
    if signals.is_furniture(element, main, in_article=bool(around & (Mark.ARTICLE | Mark.QUOTE))):
        mark |= Mark.FURNITURE
    return mark


def _take(reader: _Reader, text: str | None, mark: int) -> None:
    if not text:
        return
    if mark & Mark.PRE:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", _BROKEN)
        text = text.replace(" ", "\x01").replace("\t", "\x02")
    else:
        text = text.replace("\x00", "\ufffd").replace("\x01", "\ufffd").replace("\x02", "\ufffd")
    reader.pieces.append(text)
    if mark & Mark.LINK:
        reader.linked += len(text.strip())


def _close(reader: _Reader, element: HtmlElement, *, mark: int, kind: str) -> None:
    """Make a block of what was gathered, if there are words in it."""
    if not reader.pieces:
        return
    gathered, linked = "".join(reader.pieces), reader.linked
    reader.pieces, reader.linked = [], 0
    if not gathered.isspace() and (text := plainly(gathered)).strip():
        reader.found.append(Block(text, kind, mark, element, linked))


def plainly(gathered: str) -> str:
    """Words as a browser sets them: white space is one blank, unless it was asked for."""
    text = _SPACE.sub(" ", gathered.translate(_UNSEEN).translate(_WESTERN))
    text = _AROUND_BREAK.sub("\n", text.replace(_BROKEN, "\n"))
    return text.strip(" \n").replace("\x01", " ").replace("\x02", "\t")


def _parent(element: HtmlElement) -> HtmlElement:
    above = element.getparent()
    return element if above is None else above


def _rows(table: HtmlElement) -> list[tuple[str, bool]]:
    """The lines of a table and whether each is a row of it; none if it only lays out the page."""
    if table.get("role") in ("presentation", "none") or _holds(table, "table", "h1", "h2", "form"):
        return []
    seen = [_cells(row) for row in table.iter("tr") if not tree.is_unseen(row)]
    rows = [[_cell(cell) for cell in cells] for cells in seen if cells]
    wide = sum(len(row) >= _ROWS for row in rows)
    headed = _holds(table, "th", "caption", "thead")
    if wide * 2 < len(rows) or not wide or (len(rows) < _ROWS and not headed):
        return []
    if not headed and any(len(cell) > _CELL for row in rows for cell in row):
        return []
    above = [(_cell(each), False) for each in table.iter("caption") if _cell(each)]
    lines = [("\t".join(row), True) for row in rows]
    return above + [(line, is_row) for line, is_row in lines if line.strip()]


def _holds(element: HtmlElement, *tags: str) -> bool:
    return any(each is not element for each in element.iter(*tags))


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [each for each in row if each.tag in ("td", "th") and not tree.is_unseen(each)]


def _cell(cell: HtmlElement) -> str:
    """The words of a cell in one line."""
    if not len(cell):
        return plainly(cell.text or "")
    found = _blocks(cell, frozenset())
    return " ".join(" ".join(block.text.split("\n")) for block in found).replace("\t", " ")

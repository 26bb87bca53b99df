"""The words of a page that no parser can take whole: its tags are cut out, one after the other.

Python's own parser takes time that grows with the square of what some broken pages hold; this one
goes through each page once.
"""

from __future__ import annotations

import html
import re

BLOCKS = frozenset((  # tags that stand on lines of their own in every page
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
_BREAKS = BLOCKS | {"br", "head", "title"}
_SILENT = {
    word: re.compile(f"</{word}", re.IGNORECASE)
    for word in ("script", "style", "noscript", "template", "svg", "title", "textarea", "select")
}
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9:-]{0,40})")
_QUOTED = 10_000  # characters: as far as a quotation mark in a tag is believed
_SPACE = re.compile(r"[ \t\n\r\f]+")


def paragraphs(source: str) -> list[str]:
    """What stands between the tags of a page, a paragraph for each block; nothing is nested."""
    found: list[str] = []
    pieces: list[str] = []
    at, unclosed = 0, set[str]()
    while at < len(source):
        tag = source.find("<", at)
        pieces.append(source[at : tag if tag >= 0 else len(source)])
        if tag < 0:
            break
        at, breaks = _after(source, tag, unclosed)
        if at == tag:  # a sign that begins no tag
            pieces.append("<")
            at += 1
        elif breaks:
            _close(pieces, found)
    _close(pieces, found)
    return found


def _after(source: str, at: int, unclosed: set[str]) -> tuple[int, bool]:
    """Where the tag at ``at`` ends (``at`` itself: it is none), and whether it parts paragraphs.

    ``unclosed`` are tags of whose end it is known that it does not come: looked for once.
    """
    if source.startswith("<!--", at):
        return _past(source, "-->", at + 4), False
    if source.startswith(("<!", "<?"), at):
        return _past(source, ">", at), False
    name = _TAG.match(source, at)
    if name is None:
        return at, False
    word, end = name[1].lower(), _end(source, name.end())
    if word in _SILENT and source[at + 1] != "/" and word not in unclosed:
        if closing := _SILENT[word].search(source, end):
            return _past(source, ">", closing.end()), True
        unclosed.add(word)
    return end, word in _BREAKS


def _end(source: str, at: int) -> int:
    """After the ``>`` of a tag, over those within quotation marks."""
    end = source.find(">", at)
    if end < 0:
        return len(source)
    inside = source[at : min(end, at + _QUOTED)]
    for mark in ('"', "'"):
        if inside.count(mark) % 2:
            closing = source.find(mark, end, end + _QUOTED)
            after = source.find(">", closing, closing + _QUOTED) if closing >= 0 else -1
            return after + 1 if after >= 0 else end + 1
    return end + 1


def _past(source: str, sign: str, at: int) -> int:
    found = source.find(sign, at)
    return found + len(sign) if found >= 0 else len(source)


def _close(pieces: list[str], found: list[str]) -> None:
    """Make a paragraph of what was gathered."""
    text = _SPACE.sub(" ", html.unescape("".join(pieces))).strip()
    pieces.clear()
    if text:
        found.append(text)


def title(source: str) -> str:
    """What such a page is called."""
    found = re.search(r"<title\b[^>]{0,200}>([^<]{1,1000})", source[:200_000], re.IGNORECASE)
    return " ".join(html.unescape(found[1]).split()) if found else ""

"""The words of a mail written in HTML, with what is quoted in it; nothing is fetched or run."""

from __future__ import annotations

import re
from typing import Any

from habeas.capture import plain
from habeas.domain.stretch import Stretch, StretchKind

_SKIPPED = frozenset((
    "head", "script", "style", "title", "template", "noscript", "object", "svg", "math",
))  # fmt: skip
_BLOCKS = frozenset((
    "address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li",
    "main", "ol", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
))  # fmt: skip
_APART = frozenset(("p", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table"))
_BLANKS = re.compile(r"[ \t\n\r\f]+")
# Where programs say that an earlier mail begins, by class or id.
_QUOTES = ("gmail_quote", "yahoo_quoted", "moz-cite", "protonmail_quote")
_END = -1
_BELOW = ("divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container")


def words(page: str) -> tuple[str, tuple[Stretch, ...]]:
    """The text of an HTML page and its quoted stretches; empty if there is none."""
    from lxml import etree

    # Fed as it is parsed: no tree is built, so that no page is too deep.
    lines = _Lines()
    parser = etree.HTMLParser(target=lines, encoding="utf-8", no_network=True, huge_tree=False)
    try:
        etree.fromstring(plain.cleaned(page)[0].encode(), parser)
    except (etree.LxmlError, ValueError):
        lines.close()  # with what there was
    return lines.text, lines.stretches


class _Lines:
    """Writes text down as a browser would break it into lines; a target for the parser."""

    def __init__(self) -> None:
        self.text = ""
        self.stretches: tuple[Stretch, ...] = ()
        self._said: list[str] = []
        self._length = 0
        self._breaks = 0  # line ends that are due before the next word
        self._blank = False  # a blank is due
        self._first = True  # of the cells of a row
        self._depth = 0  # elements that are open
        self._exact = 0  # of these, <pre>
        self._skipped = 0  # how deep the element lies of which nothing is said; 0: none
        self._quote = 0  # how deep the outermost open quotation lies; 0: none, _END: to the end
        self._from = -1  # where its words begin
        self._found: list[Stretch] = []

    def start(self, tag: str, attributes: Any) -> None:
        """An element begins."""
        self._depth += 1
        if self._skipped:
            return
        if tag in _SKIPPED:
            self._skipped = self._depth
            return
        self._exact += tag == "pre"
        self._border(tag)
        if tag == "br":
            self._breaks += 1
        if tag in ("td", "th"):
            self._blank = self._blank or not self._first
        self._first = tag == "tr" or (self._first and tag not in ("td", "th"))
        if not self._quote and (how := _quotes(tag, attributes)):
            self._quote, self._from = _END if how is _BELOW else self._depth, -1

    def end(self, tag: str) -> None:
        """An element ends; the parser closes what the page leaves open."""
        depth, self._depth = self._depth, self._depth - 1
        if self._skipped:
            self._skipped = 0 if self._skipped == depth else self._skipped
            return
        self._exact -= tag == "pre"
        if self._quote == depth:
            self._unquote()
        self._border(tag)

    def data(self, text: str) -> None:
        """Words, or a piece of them."""
        if self._skipped:
            return
        if self._exact:
            self._write(text)
            return
        flat = _BLANKS.sub(" ", text).replace("\xa0", " ")
        self._blank = self._blank or flat.startswith(" ")
        if flat.strip(" "):
            self._write(flat.strip(" "))
            self._blank = flat.endswith(" ")

    def comment(self, text: str) -> None:
        """What nobody sees."""

    def close(self) -> None:
        """The page has ended."""
        self._unquote()
        self.text, self.stretches = "".join(self._said), tuple(self._found)

    def _border(self, tag: str) -> None:
        if tag in _APART:
            self._breaks = max(self._breaks, 2)
        elif tag in _BLOCKS:
            self._breaks = max(self._breaks, 1)

    def _write(self, text: str) -> None:
        before = ""
        if self._length and self._breaks:
            before = "\n" * min(self._breaks, 2)
        elif self._length and self._blank:
            before = " "
        self._breaks, self._blank = 0, False
        if self._quote and self._from < 0:
            self._from = self._length + len(before)
        self._said.append(before + text)
        self._length += len(before) + len(text)

    def _unquote(self) -> None:
        if self._quote and 0 <= self._from < self._length:
            self._found.append(Stretch(StretchKind.QUOTED, self._from, self._length))
        self._quote = 0


def _quotes(tag: str, attributes: Any) -> tuple[str, ...]:
    """Whether a quotation begins with an element: _QUOTES in it, _BELOW also in all behind it."""
    if tag == "blockquote" and attributes.get("type") == "cite":
        return _QUOTES
    named = f"{attributes.get('class', '')} {attributes.get('id', '')}".lower()
    if any(mark in named for mark in _BELOW):
        return _BELOW
    return _QUOTES if any(mark in named for mark in _QUOTES) else ()

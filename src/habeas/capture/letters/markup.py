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
_BELOW = ("divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container")


def words(page: str) -> tuple[str, tuple[Stretch, ...]]:
    """The text of an HTML page and its quoted stretches; empty if there is none."""
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(plain.cleaned(page)[0].encode(), parser)
    except (etree.LxmlError, ValueError):
        return "", ()
    if root is None:
        return "", ()
    lines = _Lines()
    lines.take(root)
    return lines.done()


class _Lines:
    """Writes text down as a browser would break it into lines."""

    def __init__(self) -> None:
        self._said: list[str] = []
        self._length = 0
        self._breaks = 0  # line ends that are due before the next word
        self._blank = False  # a blank is due
        self._exact = 0  # inside how many <pre>
        self._quotes: list[tuple[Any, int]] = []  # open quotations and where they begin
        self._found: list[Stretch] = []

    def take(self, root: Any) -> None:
        """Go through a tree, without recursion: pages of strangers are deep."""
        from lxml import etree

        skipped = None
        for event, node in etree.iterwalk(root, events=("start", "end")):
            if skipped is not None and not (event == "end" and node is skipped):
                continue
            if event == "start":
                skipped = node if node.tag in _SKIPPED else None
                if skipped is None:
                    self._open(node)
                    self._say(node.text)
            else:
                if skipped is None:
                    self._close(node)
                skipped = None
                self._say(node.tail if node is not root else None)

    def done(self) -> tuple[str, tuple[Stretch, ...]]:
        """What was written."""
        for _node, begin in reversed(self._quotes):
            self._quote(begin)
        ordered = sorted(self._found, key=lambda each: (each.start, -each.end))
        return "".join(self._said), tuple(ordered)

    def _open(self, node: Any) -> None:
        self._exact += node.tag == "pre"
        self._border(node)
        if node.tag == "br":
            self._breaks += 1
        if node.tag in ("td", "th") and node.getprevious() is not None:
            self._blank = True
        if _is_quote(node) and not self._quotes:
            self._quotes.append((node, self._length))

    def _close(self, node: Any) -> None:
        self._exact -= node.tag == "pre"
        if self._quotes and self._quotes[-1][0] is node and not _is_below(node):
            self._quote(self._quotes.pop()[1])
        self._border(node)

    def _border(self, node: Any) -> None:
        if node.tag in _APART:
            self._breaks = max(self._breaks, 2)
        elif node.tag in _BLOCKS:
            self._breaks = max(self._breaks, 1)

    def _say(self, text: str | None) -> None:
        if not text:
            return
        if self._exact:
            self._write(text)
            return
        flat = _BLANKS.sub(" ", text).replace("\xa0", " ")
        if flat.startswith(" "):
            self._blank = True
        if flat.strip():
            self._write(flat.strip(" "))
            self._blank = flat.endswith(" ")

    def _write(self, text: str) -> None:
        if self._length and self._breaks:
            text = "\n" * min(self._breaks, 2) + text
        elif self._length and self._blank:
            text = " " + text
        self._breaks, self._blank = 0, False
        self._said.append(text)
        self._length += len(text)

    def _quote(self, begin: int) -> None:
        said = "".join(self._said)[begin:]
        begin += len(said) - len(said.lstrip())
        if begin < self._length:
            self._found.append(Stretch(StretchKind.QUOTED, begin, self._length))


def _is_quote(node: Any) -> bool:
    if node.tag == "blockquote" and node.get("type") == "cite":
        return True
    return any(mark in _named(node) for mark in _QUOTES) or _is_below(node)


def _is_below(node: Any) -> bool:
    """Whether all that follows this node is quoted, not only what stands in it."""
    return any(mark in _named(node) for mark in _BELOW)


def _named(node: Any) -> str:
    return f"{node.get('class', '')} {node.get('id', '')}".lower()

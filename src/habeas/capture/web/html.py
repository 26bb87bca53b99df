"""Pages in HTML: the words of the article exactly as the page has them, and what it says of itself.

What belongs to the article is told by trafilatura; the words are read from the page's own tree,
so that nothing is left out, put in or set otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from habeas.capture import language, plain, sentences, signatures
from habeas.capture import title as titles
from habeas.capture.original import Original
from habeas.capture.reading import Reading
from habeas.capture.web import charset, choosing, flat, listed, saved, signs, tree
from habeas.capture.web.about import About, about
from habeas.capture.web.blocks import Block, Mark, blocks, plainly
from habeas.domain.stretch import Stretch, StretchKind
from habeas.i18n import _

if TYPE_CHECKING:
    from lxml.html import HtmlElement

VERSION = "1"  # of our reader: a new one may read other words out of the same page
_ASKED = ("title", "author", "publisher", "published", "address", "language")
_SOME = 200  # characters of readers' comments that are worth a remark


@dataclass(slots=True)
class _Text:
    """The words of a page, the stretches in them, and what is to be said about them."""

    text: str = ""
    stretches: tuple[Stretch, ...] = ()
    notes: tuple[str, ...] = ()
    extractor: str = "trafilatura"


def read(original: Original) -> Reading:
    """The Reading of a page; Problem if the file is empty."""
    data = original.whole()
    if not data.strip():
        raise signatures.empty(original.name)
    return page(data, original.name)


def page(data: bytes, name: str, *, told: str = "") -> Reading:
    """The Reading of a page's bytes; ``told`` is the encoding that came with them from elsewhere.

    A page without words has text "" and a note.
    """
    decoded = charset.decode(data, told=told)
    source = tree.light(decoded.text)
    kept, root = saved.saved(source), tree.parse(source)
    of_page = about(root) if root is not None else About(title=flat.title(source))
    words = _words(root, of_page) if root is not None else _flat(source)
    declared = charset.declared(data)
    of_page.note("charset", declared)
    of_page.note("saved by", kept.by)
    of_page.note("saved date", kept.said)
    notes = (*decoded.notes, *plain.damage(words.text.count("\ufffd")), *words.notes)
    silent = [each for each in _ASKED if not getattr(of_page, each)]
    if kept.address and "address" in silent:
        silent.remove("address")
    if kept.by and not kept.captured:
        silent.append("captured")
    return Reading(
        data=data,
        text=words.text,
        media_type=signs.HTML,
        extractor=words.extractor,
        version=_version(words.extractor),
        encoding=decoded.encoding,
        notes=notes,
        file_name=name,
        title=of_page.title[:500] or titles.guess(words.text) or name,
        language=language.guess(words.text) or of_page.language,
        kind=of_page.kind,
        author=of_page.author[:500],
        publisher=of_page.publisher[:500],
        published=of_page.published,
        captured=kept.captured,
        address=kept.address or of_page.address,
        silent=tuple(silent),
        metadata=tuple(of_page.metadata),
        stretches=words.stretches,
    )


@cache
def _version(extractor: str) -> str:
    from importlib.metadata import version

    return f"{VERSION}+{version('trafilatura')}" if extractor == "trafilatura" else VERSION


def _words(root: HtmlElement, of_page: About) -> _Text:
    """The words of a page by its tree, or else by the data in it."""
    body = root.find("body")
    found = blocks(root if body is None else body)
    if found:
        chosen = choosing.main_text(root, found, title=of_page.title)
        left = sum(len(block.text) for block in found if block.mark & Mark.COMMENT)
        left -= sum(len(block.text) for block in chosen if block.mark & Mark.COMMENT)
        note = _(
            "What readers wrote below the page is not part of the text. It stands in the original."
        )
        notes = (note,) if left > _SOME else ()
        if listed.is_remarkable(found, chosen):
            notes = (*notes, _links_left_out())
        return _set(chosen, (*notes, *_length(root, found)))
    if of_page.body.strip():
        note = _(
            "The page shows its words by a script. The text was read from the data that came with "
            "the page."
        )
        text, _controls = plain.cleaned(plainly(of_page.body.replace("\n", "\x00")))
        return _Text(text, notes=(note,))
    note = _(sentences.NO_TEXT)
    return _Text(notes=(note,))


def _links_left_out() -> str:
    return _(
        "Lists of links on the page were taken for menus and are not part of the text. They stand "
        "in the original."
    )


def _length(root: HtmlElement, found: list[Block]) -> tuple[str, ...]:
    if choosing.is_bounded(root, found):
        return ()
    note = _("The page is very long: what belongs to its main text was told by its markup alone.")
    return (note,)


def _flat(source: str) -> _Text:
    """The words of a page that is too deep or too large for a tree, or is none."""
    found = flat.paragraphs(source)
    if not found:
        return _Text(notes=(_(sentences.NO_TEXT),))
    note = _(
        "The page is built in an unusual way. All the words in it were read, also those of its "
        "menus, and nothing tells headings or tables apart."
    )
    text, _controls = plain.cleaned("\n\n".join(found))
    return _Text(text, (), (note,), "habeas")


def _set(chosen: list[Block], notes: tuple[str, ...]) -> _Text:
    """The blocks as one text: rows and items each in a line, others with an empty line between."""
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    for number, block in enumerate(chosen):
        before = chosen[number - 1] if number else None
        between = _between(before, block) if before else ""
        text, _controls = plain.cleaned(block.text)
        pieces += [between, text]
        at += len(between)
        places.append((at, at + len(text)))
        at += len(text)
    return _Text("".join(pieces), tuple(_stretches(chosen, places)), notes)


def _between(before: Block, block: Block) -> str:
    if before.table and before.table == block.table:
        return "\n"
    return "\n" if before.kind == block.kind == "li" else "\n\n"


def _stretches(chosen: list[Block], places: list[tuple[int, int]]) -> list[Stretch]:
    found = [
        Stretch(StretchKind.HEADING, start, end, block.kind[1])
        for block, (start, end) in zip(chosen, places, strict=True)
        if block.kind in ("h1", "h2", "h3", "h4", "h5", "h6")
    ]
    tables = [block.table for block in chosen]
    quoted = [int(bool(block.mark & Mark.QUOTE)) for block in chosen]
    found += _runs(tables, places, StretchKind.TABLE)
    found += _runs(quoted, places, StretchKind.QUOTED)
    return sorted(found, key=lambda each: (each.start, -each.end, each.kind))


def _runs(values: list[int], places: list[tuple[int, int]], kind: StretchKind) -> list[Stretch]:
    """A stretch for each run of blocks that have the same value, which is not 0."""
    found: list[Stretch] = []
    last = 0
    for value, (start, end) in zip(values, places, strict=True):
        if value and value == last:
            found[-1] = Stretch(kind, found[-1].start, end)
        elif value:
            found.append(Stretch(kind, start, end))
        last = value
    return found

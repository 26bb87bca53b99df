"""A page as one HTML file that stands alone: no script, nothing fetched, notes lead both ways."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Generator, Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from habeas import paths
from habeas.export.page import (
    STEP,
    Block,
    Bullet,
    Heading,
    Note,
    Page,
    Paragraph,
    Quote,
    Run,
    Table,
    Text,
    clean,
    direction,
    finished,
    save,
    words,
)
from habeas.i18n import N_

_NOTES = N_("Notes")
_BACK = N_("Back to the text at note {number}")
# Kept by browsers even if the file is opened from a server: nothing is fetched, nothing runs.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"


def write(page: Page, path: Path) -> None:
    """Write ``page`` to ``path`` as HTML, whole or not at all; Problem if it cannot be written."""
    finished(work(page, path))


def work(page: Page, path: Path) -> Generator[float, None, None]:
    """``write`` in steps that give how much is done, 0 to 1; left before its end, no file is."""
    text = yield from _rendering(page)
    save(path, text.encode("utf-8"))


def render(page: Page) -> str:
    """The whole file as text."""
    return finished(_rendering(page))


def _rendering(page: Page) -> Generator[float, None, str]:
    notes: list[Note] = []
    blocks: list[str] = []
    for done, block in enumerate(_blocks(page.blocks, notes)):
        blocks.append(block)
        if done % STEP == STEP - 1:
            yield min(done / len(page.blocks), 1) / 2
    ends: list[str] = []
    say = _speaker(page.language)
    for number, note in enumerate(notes, start=1):
        ends.append(_endnote(note, number, say(_BACK)))
        if number % STEP == 0:
            yield 0.5 + number / len(notes) / 2
    return _whole(page, "\n".join(blocks), _endnotes("\n".join(ends), say(_NOTES)))


def _whole(page: Page, body: str, notes: str) -> str:
    style = (paths.resources() / "templates" / "report.css").read_text(encoding="utf-8")
    # white-space is kept as written inside blocks, so only the space between them is ours.
    return (
        f'<!DOCTYPE html>\n<html lang="{_safe(page.language)}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"{_author(page)}<title>{_safe(page.title)}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{_head(page)}\n{body}\n{notes}</main>\n</body>\n"
        "</html>\n"
    )


def _author(page: Page) -> str:
    return f'<meta name="author" content="{_safe(page.author)}">\n' if page.author else ""


def _head(page: Page) -> str:
    lines = [f"<h1{_way(page.title)}>{_safe(page.title)}</h1>"]
    if page.subtitle:
        lines.append(f'<p class="subtitle"{_way(page.subtitle)}>{_safe(page.subtitle)}</p>')
    if page.byline():
        lines.append(f'<p class="byline"{_way(page.byline())}>{_safe(page.byline())}</p>')
    return "<header>\n" + "\n".join(lines) + "\n</header>"


def _blocks(blocks: tuple[Block, ...], notes: list[Note]) -> Iterator[str]:
    """Each block as HTML, neighbouring bullets as one list."""
    for bulleted, group in groupby(blocks, key=lambda block: isinstance(block, Bullet)):
        if bulleted:
            yield "<ul>"
        for block in group:
            yield _block(block, notes)
        if bulleted:
            yield "</ul>"


def _block(block: Block, notes: list[Note]) -> str:
    match block:
        case Heading(level, text):
            tag = f"h{min(max(level, 1), 5) + 1}"
            return f"<{tag}{_way(text)}>{_safe(text)}</{tag}>"
        case Quote(parts):
            way = _way(words(parts))  # here too, so that the line beside it changes sides
            return f"<blockquote{way}>{_line('p', parts, notes)}</blockquote>"
        case Bullet(parts):
            return _line("li", parts, notes)
        case Table():
            return _table(block, notes)
        case Paragraph(parts):
            return _line("p", parts, notes)


def _line(tag: str, parts: tuple[Run, ...], notes: list[Note]) -> str:
    return f"<{tag}{_way(words(parts))}>{_runs(parts, notes)}</{tag.partition(' ')[0]}>"


def _table(table: Table, notes: list[Note]) -> str:
    rows = table.filled()
    if not rows:
        return ""
    head = "".join(_line('th scope="col"', cell, notes) for cell in rows[0])
    body = "\n".join(
        "<tr>" + "".join(_line("td", cell, notes) for cell in row) + "</tr>" for row in rows[1:]
    )
    return (
        f'<div class="table" tabindex="0"><table>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody>\n</table></div>"
    )


def _runs(parts: tuple[Run, ...], notes: list[Note]) -> str:
    base, written = direction(words(parts)), []
    for n, part in enumerate(parts):
        if isinstance(part, Note):
            # Two notes at one place would read as one number; CSS cannot see words between them.
            beside = n > 0 and isinstance(parts[n - 1], Note)
            written.append(_reference(part, notes, look="ref beside" if beside else "ref"))
        else:
            written.append(_text(part, base))
    return "".join(written)


def _text(part: Text, base: str) -> str:
    """Words, marked up; words of the other direction or another language stand apart."""
    said = _safe(part.text)
    if part.italic:
        said = f"<em>{said}</em>"
    if part.bold:
        said = f"<strong>{said}</strong>"
    if part.language:
        return f'<bdi lang="{_safe(part.language)}">{said}</bdi>'
    return f"<bdi>{said}</bdi>" if direction(part.text) != base else said


def _reference(note: Note, notes: list[Note], *, look: str) -> str:
    """The number in the text; the notes are written in this order at the end."""
    notes.append(note)
    number = len(notes)
    return (
        f'<sup class="{look}"><a id="ref-{number}" href="#note-{number}" role="doc-noteref">'
        f"{number}</a></sup>"
    )


def _endnotes(items: str, title: str) -> str:
    """The notes in their order, each leading back to its place; nothing if there are none."""
    if not items:
        return ""
    return (
        '<section role="doc-endnotes" aria-labelledby="notes">\n'
        f'<h2 id="notes">{_safe(title)}</h2>\n<ol>\n{items}\n</ol>\n</section>\n'
    )


def _endnote(note: Note, number: int, back: str) -> str:
    label = _safe(back.format(number=number))
    link = (
        f' <a class="back" href="#ref-{number}" role="doc-backlink" aria-label="{label}">'
        "\u21a9\ufe0e</a>"  # the variation selector keeps it a letter, not a coloured picture
    )
    blocks = note.blocks()
    lines = [_block(block, []) for block in blocks[:-1]]
    last = blocks[-1]
    if isinstance(last, Quote):
        return f'<li id="note-{number}">{"".join(lines)}{_block(last, [])}<p>{link}</p></li>'
    closing = f"<p{_way(words(last.runs))}>{_runs(last.runs, [])}{link}</p>"
    return f'<li id="note-{number}">{"".join(lines)}{closing}</li>'


def _speaker(language: str) -> Callable[[str], str]:
    """Our own words in the language of the page, which need not be the one on screen."""
    folder = paths.resources() / "i18n"
    known = gettext.translation("habeas", folder, languages=[language[:2]], fallback=True)
    return known.gettext


def _way(text: str) -> str:
    """A dir attribute where a block runs from right to left; the page runs from left to right."""
    return ' dir="rtl"' if direction(text) == "rtl" else ""


def _safe(text: str) -> str:
    return escape(clean(text), quote=True)

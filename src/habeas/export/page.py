"""A page: what a report says, before it is HTML or DOCX, and how its file is kept."""

from __future__ import annotations

import errno
import os
import re
import secrets
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from unicodedata import bidirectional

from habeas.errors import Problem
from habeas.i18n import _

# XML 1.0, section 2.2: everything outside Char.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_OPENED = {"\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c"}
_OPENED |= {"\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"}
STEP = 50  # blocks or notes that are made before a writer lets others have their turn
_RIGHT = ("R", "AL")
# Letters that may run from right to left lie in these blocks (Unicode's DerivedBidiClass); a text
# without any of them, as most are, need not be looked at letter by letter.
_MAY_TURN = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff"
                       "\U0001e800-\U0001efff]")  # fmt: skip
T = TypeVar("T")
_MAY_OPEN = re.compile(f"[{''.join(_OPENED)}]")


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch of words; ``language`` (BCP 47) where it differs from the page's."""

    text: str
    bold: bool = False
    italic: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A real footnote at this place; ``content`` is runs, or paragraphs and quotes."""

    content: tuple[Text | Paragraph | Quote, ...]

    def __post_init__(self) -> None:
        """A note inside a note has no place in either format: ValueError."""
        if any(isinstance(run, Note) for block in self.blocks() for run in block.runs):
            raise ValueError("a footnote cannot hold a footnote")

    def blocks(self) -> tuple[Paragraph | Quote, ...]:
        """The content as blocks, runs that follow each other gathered into one paragraph."""
        found: list[Paragraph | Quote] = []
        loose: list[Run] = []
        for part in self.content:
            if isinstance(part, Paragraph | Quote):
                found += [Paragraph(tuple(loose))] if loose else []
                found.append(part)
                loose = []
            else:
                loose.append(part)
        found += [Paragraph(tuple(loose))] if loose or not found else []
        return tuple(found)


Run = Text | Note


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the page at ``level`` 1 to 5; the page's title stands above level 1."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in the report's own voice."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a source, set apart."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Bullet:
    """One entry of a list; neighbours belong to the same list."""

    runs: tuple[Run, ...]


Cell = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, the first row naming the columns; short rows are filled up."""

    rows: tuple[tuple[Cell, ...], ...]

    def filled(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows, each as long as the longest."""
        width = max((len(row) for row in self.rows), default=0)
        return tuple(row + ((),) * (width - len(row)) for row in self.rows)


Block = Heading | Paragraph | Quote | Bullet | Table


@dataclass(frozen=True, slots=True)
class Page:
    """A whole document: ``language`` is BCP 47 ("en", "es"), ``date`` as it is to be read."""

    title: str
    language: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    author: str = ""
    date: str = ""

    def byline(self) -> str:
        """Author and date as one line; empty if there is neither."""
        return " · ".join(part for part in (self.author, self.date) if part)


def runs(*parts: str | Run) -> tuple[Run, ...]:
    """Runs from plain words and runs, for writing pages briefly."""
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


def words(parts: tuple[Run, ...]) -> str:
    """The words of runs without their notes."""
    return "".join(run.text for run in parts if isinstance(run, Text))


def clean(text: str) -> str:
    """``text`` as both formats can hold it.

    What XML forbids becomes U+FFFD, line ends become newlines, and directions that a quote
    opened and left open are closed, so that it cannot turn the words after it around.
    """
    text = _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not _MAY_OPEN.search(text):
        return text
    left: list[str] = []
    for letter in text:
        if letter in _OPENED:
            left.append(_OPENED[letter])
        elif left and letter == left[-1]:
            left.pop()
    return text + "".join(reversed(left))


def direction(text: str) -> str:
    """The way ``text`` runs, ``ltr`` or ``rtl``: the one of most of its letters."""
    if not _MAY_TURN.search(text):
        return "ltr"
    ways = [bidirectional(letter) for letter in text]
    return "rtl" if sum(way in _RIGHT for way in ways) > ways.count("L") else "ltr"


def stretches(text: str, base: str) -> list[tuple[str, str]]:
    """``text`` cut where its direction changes: (words, ``ltr`` or ``rtl``).

    Signs without a direction go with ``base``, the way of the block, unless they stand between
    letters of the other one.
    """
    if base == "ltr" and not _MAY_TURN.search(text):
        return [(text, base)] if text else []
    along, against = (_RIGHT, ("L",)) if base == "rtl" else (("L",), _RIGHT)
    other = "ltr" if base == "rtl" else "rtl"
    found: list[tuple[str, str]] = []
    start, end = 0, -1  # of the stretch being read; ``end`` is -1 while it runs with the block
    for place, letter in enumerate(text):
        way = bidirectional(letter)
        if way in against and end < 0:
            found.append((text[start:place], base))
            start = place
        if way in against or (end == place and way == "NSM"):  # marks stay on their letter
            end = place + 1
        elif way in along and end >= 0:
            found.append((text[start:end], other))
            start, end = end, -1
    if end >= 0:
        found.append((text[start:end], other))
        start = end
    found.append((text[start:], base))
    return [(piece, way) for piece, way in found if piece]


def finished(steps: Generator[float, None, T]) -> T:
    """What steps make, when all of them are done at once."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            made: T = end.value
            return made


def save(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path`` whole or not at all; Problem in plain words if it cannot be."""
    target = Path(os.path.realpath(path))  # a link stays a link to the file that we write
    part = target.parent / f".{secrets.token_hex(8)}.part"
    try:
        try:
            with part.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise Problem(_trouble(error).format(name=path.name, folder=path.parent)) from error


def _trouble(error: OSError) -> str:
    """What went wrong, in a sentence with places for ``name`` and ``folder``."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        said = _(
            "The disk is full, so “{name}” was not written. Nothing half-written was left, and"
            " the case is as it was. Free some space or choose another folder."
        )
    elif error.errno in (errno.ENOENT, errno.ENOTDIR):
        said = _("There is no folder {folder}, so “{name}” was not written. Choose another folder.")
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        said = _(
            "“{name}” may not be written in {folder}, or another program has it open. Close it"
            " there or choose another folder."
        )
    elif error.errno == errno.EISDIR:
        said = _("“{name}” is a folder, so no file was written there. Choose another name.")
    else:
        said = _(
            "“{name}” could not be written in {folder}. Nothing half-written was left, and the"
            " case is as it was. Try another folder or name."
        )
    return said

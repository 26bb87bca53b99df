"""Words read out of pictures, each with its place and how sure the program is of it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise, repeat

from habeas.capture import language, plain
from habeas.capture.media import tesseract
from habeas.capture.media.tesseract import Tesseract, available, missing
from habeas.capture.picture import Picture
from habeas.capture.reading import Reading
from habeas.domain.page import Box, Page, Word
from habeas.errors import Problem
from habeas.i18n import _, ngettext

__all__ = ["BEST", "Printed", "Tesseract", "available", "joined", "missing", "pages_of"]

VERSION = "1"
BEST = 9_000_000  # pixels: a sheet of A4 at 300 dots an inch, which Tesseract was made for
DOUBTFUL = 60  # of 100: a word that it is less sure of has to be looked at
_COLUMNS = 12
_WORD = "5"  # the level of a word in Tesseract's table

Size = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Printed:
    """The words of one page, their places counted from the start of its ``text``.

    ``width`` and ``height`` are in the units that were asked for; ``problem`` says why the page
    could not be read.
    """

    number: int
    width: float
    height: float
    text: str = ""
    words: tuple[Word, ...] = ()
    problem: str = ""


@dataclass(slots=True)
class _Text:
    """A text that grows word by word."""

    pieces: list[str] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    length: int = 0

    def write(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)


def pages_of(
    pictures: Iterable[Picture],
    languages: Sequence[str] = (),
    *,
    sizes: Iterable[Size] = (),
    program: Tesseract | None = None,
    seconds: float = tesseract.READING,
) -> Iterator[Printed | None]:
    """Each page when it is read, and None some times a second meanwhile; closing it stops all.

    ``sizes`` are width and height of the pages in their own units; without them it is pixels.
    ``languages`` are ISO 639-1 or Tesseract's.  Problem if the program or a language is missing;
    a page that cannot be read says so and does not keep the others back.
    """
    program, names = _ready(program, languages)
    told = chain(sizes, repeat((0.0, 0.0)))
    for number, (picture, size) in enumerate(zip(pictures, told, strict=False), 1):
        width, height = size[0] or picture.width, size[1] or picture.height
        scale = width / max(1, picture.width), height / max(1, picture.height)
        try:
            table = yield from tesseract.run(program, _png(picture), names, seconds=seconds)
        except Problem as problem:
            yield Printed(number, width, height, problem=str(problem))
            continue
        text, words = _parsed(table, scale)
        yield Printed(number, width, height, text, words)


def joined(pages: Sequence[Printed], *, program: Tesseract, languages: Sequence[str]) -> Reading:
    """The text layer that pages make, a blank line between two; its ``data`` is empty.

    Its notes say how sure the program is, and how many words it doubts.
    """
    text, made = _Text(), []
    for page in pages:
        if page.text and text.length:
            text.write("\n\n")
        start = text.length
        text.write(page.text)
        words = tuple(
            Word(start + word.start, start + word.end, word.box, word.confidence)
            for word in page.words
        )
        text.words.extend(words)
        made.append(Page(page.number, page.width, page.height, start, text.length, words))
    whole = "".join(text.pieces)
    names = tesseract.chosen(program, languages)
    return Reading(
        data=b"",
        text=whole,
        extractor="tesseract",
        version=f"{VERSION}+{program.version}",
        notes=(*_sure(text.words), *dict.fromkeys(page.problem for page in pages if page.problem)),
        language=language.guess(whole) if whole else "",
        metadata=(*_figures(text.words), ("languages", "+".join(names))),
        pages=tuple(made),
    )


def _ready(
    program: Tesseract | None, languages: Sequence[str]
) -> tuple[Tesseract, tuple[str, ...]]:
    found = program or available()
    if found is None:
        raise missing()
    return found, tesseract.chosen(found, languages)


def _png(picture: Picture) -> bytes:
    from PIL import Image

    image = Image.frombytes("RGB", (picture.width, picture.height), picture.rgb)
    out = io.BytesIO()
    image.convert("L").save(out, "PNG", compress_level=1)
    return out.getvalue()


def _parsed(table: str, scale: Size) -> tuple[str, tuple[Word, ...]]:
    """Text and words of Tesseract's table: a line for a line, a blank one between paragraphs."""
    text = _Text()
    lines = (line.rstrip("\r").split("\t") for line in table.split("\n"))
    rows: list[list[str]] = [row for row in lines if _is_word(row)]
    before: list[str] = []
    for row, following in pairwise((*rows, [])):
        said = plain.cleaned(row[11].strip())[0]
        if before and before != row[1:5]:
            text.write("\n" if before[:3] == row[1:4] else "\n\n")
        elif before:
            text.write(" ")
        before = row[1:5]
        if _goes_on(row, following):
            said, before = said[:-1], []
        text.words.append(
            Word(text.length, text.length + len(said), _box(row, scale), _sureness(row))
        )
        text.write(said)
    return "".join(text.pieces), tuple(text.words)


def _is_word(row: list[str]) -> bool:
    if len(row) != _COLUMNS or row[0] != _WORD or not row[11].strip():
        return False
    try:
        return all(int(side) >= 0 for side in row[6:10]) and float(row[10]) >= 0
    except ValueError:
        return False


def _goes_on(row: list[str], following: list[str]) -> bool:
    """Whether a word is cut by the end of its line, and the next line goes on with it."""
    if not following or row[1:4] != following[1:4] or row[4] == following[4]:
        return False
    one, two = row[11].strip(), following[11].strip()
    return len(one) > 2 and one[-1] in "-\u2010\u00ad" and one[-2].islower() and two[:1].islower()


def _box(row: list[str], scale: Size) -> Box:
    left, top, width, height = (int(side) for side in row[6:10])
    across, down = scale
    return left * across, top * down, (left + width) * across, (top + height) * down


def _sureness(row: list[str]) -> int:
    return min(100, round(float(row[10])))


def _figures(words: Sequence[Word]) -> tuple[tuple[str, str], ...]:
    doubtful = sum(word.confidence < DOUBTFUL for word in words)
    return (
        ("mean confidence", f"{_mean(words):.1f}" if words else ""),
        ("words", str(len(words))),
        ("doubtful words", str(doubtful)),
    )


def _mean(words: Sequence[Word]) -> float:
    return sum(word.confidence for word in words) / max(1, len(words))


def _sure(words: Sequence[Word]) -> tuple[str, ...]:
    if not words:
        return (_("Tesseract found no words in the picture."),)
    read_out = _("Tesseract read these words out of a picture: compare what you quote with it.")
    return (read_out, _how_sure(_mean(words)), *_doubted(words))


def _how_sure(mean: float) -> str:
    if mean >= 90:
        words = _("It is very sure of what it read ({n} of 100).")
    elif mean >= 75:
        words = _("It is mostly sure of what it read ({n} of 100).")
    elif mean >= DOUBTFUL:
        words = _("It is not sure of what it read ({n} of 100).")
    else:
        words = _("It mostly guessed what it read ({n} of 100).")
    return words.format(n=round(mean))


def _doubted(words: Sequence[Word]) -> tuple[str, ...]:
    n = sum(word.confidence < DOUBTFUL for word in words)
    note = ngettext("One word is doubtful.", "{n} words are doubtful.", n)
    return (note.format(n=n),) if n else ()

"""The letters of a PDF page, one by one as pdfium tells them, gathered to words and lines."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from habeas.capture.documents import pdfspacing, private
from habeas.capture.documents.pdfrows import Bit, Row, around
from habeas.capture.documents.pdfspacing import Before
from habeas.domain.page import Box

MOST = 1_000_000  # letters of one page
ODD = "\ufffd"
_HYPHENS = (0x02, 0xFFFE)  # pdfium's marks for a hyphen at the end of a line
_PUT_IN = -1  # our mark for a blank that pdfium put in
_SAME = 0.7  # of a line's height that two pieces of it share
_NOWHERE = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a page lies: its visible part (left, bottom, right, top) and its rotation in degrees."""

    seen: Box
    rotation: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as it is shown, in points."""
        width, height = self.seen[2] - self.seen[0], self.seen[3] - self.seen[1]
        return (height, width) if self.rotation in (90, 270) else (width, height)

    def placed(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of the page's own coordinates as a box from the upper left of what is shown."""
        if not all(map(math.isfinite, (left, bottom, right, top))):
            return _NOWHERE
        west, south, east, north = self.seen
        turned = {
            0: (left - west, north - top, right - west, north - bottom),
            90: (bottom - south, left - west, top - south, right - west),
            180: (east - right, bottom - south, east - left, top - south),
            270: (north - top, east - right, north - bottom, east - left),
        }[self.rotation]
        width, height = self.size
        sides = (
            min(max(side, 0), most) for side, most in zip(turned, (width, height) * 2, strict=True)
        )
        one, two, three, four = sides
        return (min(one, three), min(two, four), max(one, three), max(two, four))


@dataclass(slots=True)
class Gathered:
    """The lines of a page; ``odd`` letters do not say what they are; ``cut``: there are more."""

    rows: list[Row] = field(default_factory=list)
    odd: int = 0
    cut: bool = False
    letters: int = 0


@dataclass(slots=True)
class _Line:
    """The letters of a line so far, and what stands before the next one."""

    letters: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    before: list[Before] = field(default_factory=list)
    mark: Before = Before.NOTHING

    def add(self, text: str, box: Box) -> None:
        """A letter; one that is not shown takes its place all the same."""
        if text:
            self.letters.append(text)
            self.boxes.append(box)
            self.before.append(self.mark)
            self.mark = Before.NOTHING
        elif self.boxes and self.mark is Before.NOTHING:
            self.boxes[-1] = around([self.boxes[-1], box])

    def end(self, sheet: Sheet) -> tuple[Bit, ...]:
        """The words of the line, which is empty again."""
        # A page has few words for its letters: only theirs are turned and measured.
        bits = tuple(
            Bit("".join(self.letters[start:end]), sheet.placed(*around(self.boxes[start:end])))
            for start, end in pdfspacing.words(self.boxes, self.before)
        )
        for each in (self.letters, self.boxes, self.before):
            each.clear()
        self.mark = Before.NOTHING
        return bits


def gather(textpage: Any, sheet: Sheet, *, by_number: str = "") -> Gathered:
    """The lines of a page in pdfium's order, their letters expanded and cleaned.

    A letter that does not say what it is is ODD, unless its number stands for one in the
    encoding ``by_number``.
    """
    found, line = Gathered(), _Line()

    def row(*, broken: bool) -> None:
        if bits := line.end(sheet):
            _append(found.rows, Row(bits, broken))

    for code, box in _letters(textpage, found, by_number=by_number):
        if code == _PUT_IN:
            line.mark = line.mark or Before.GAP
        elif code in (0x0A, 0x0D):
            row(broken=False)
        elif _is_blank(code):
            line.mark = Before.BLANK
        else:
            text = "-" if code in _HYPHENS else _text(code)
            found.odd += text == ODD
            found.letters += 1
            line.add(text, box)
            if code in _HYPHENS:
                row(broken=True)
    row(broken=False)
    return found


def _is_blank(code: int) -> bool:
    """Whether this is a blank; separators of ASCII are none, fonts have letters there."""
    return code == 0x20 or code == 0x09 or (code > 0x7F and chr(code).isspace())


def _append(rows: list[Row], row: Row) -> None:
    """Add a line, or the rest of one: pdfium takes a lone letter after a gap for a new line."""
    if rows and not rows[-1].broken:
        one, two = rows[-1].box, row.box
        height = min(one[3] - one[1], two[3] - two[1])
        if two[0] >= one[2] and min(one[3], two[3]) - max(one[1], two[1]) > _SAME * height > 0:
            rows[-1] = Row(rows[-1].bits + row.bits, row.broken)
            return
    rows.append(row)


def _letters(textpage: Any, found: Gathered, *, by_number: str) -> Iterator[tuple[int, Box]]:
    """Each letter's code and its box as the page has it; halves of characters are put together."""
    import pypdfium2.raw as pdfium

    raw = textpage.raw
    total = textpage.count_chars()
    found.cut = total > MOST
    rect = pdfium.FS_RECTF()
    place = ctypes.byref(rect)
    code_at, box_at = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    is_unknown, is_put_in = pdfium.FPDFText_HasUnicodeMapError, pdfium.FPDFText_IsGenerated
    high = 0
    for at in range(min(total, MOST)):
        code = code_at(raw, at)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else ord(ODD)
        elif code > 0x20 and code not in _HYPHENS and is_unknown(raw, at) == 1:
            code = _numbered(code, by_number)
        elif code == 0x20 and is_put_in(raw, at) == 1:
            code = _PUT_IN
        high = 0
        if not box_at(raw, at, place):
            yield code, _NOWHERE
        elif rect.top > rect.bottom:
            yield code, (rect.left, rect.bottom, rect.right, rect.top)
        else:
            yield code, _tight(textpage, at)


def _numbered(code: int, encoding: str) -> int:
    """What the number of a letter stands for in an encoding; ODD if in none, or nothing."""
    if not encoding or code > 0xFF:
        return ord(ODD)
    return ord(bytes([code]).decode(encoding, "replace"))


def _tight(textpage: Any, at: int) -> Box:
    """The box of a letter's ink, for fonts that do not say how high they are."""
    import pypdfium2 as pdfium

    try:
        left, bottom, right, top = textpage.get_charbox(at)
    except pdfium.PdfiumError:
        return _NOWHERE
    return left, bottom, right, top


def _text(code: int) -> str:
    """What stands in the text for a letter: ligatures and forms of letters as the letters meant."""
    if 0x20 < code < 0x7F:
        return chr(code)
    if 0xFB00 <= code <= 0xFDCF or 0xFE70 <= code <= 0xFEFE:
        return unicodedata.normalize("NFKC", chr(code)).replace(" ", "")
    if private.FIRST <= code <= private.LAST:
        return private.letter(code)
    if code in (0xAD, 0xFEFF):
        return ""
    if code < 0x20 or 0x7F <= code < 0xA0 or code & 0xFFFE == 0xFFFE or code > 0x10FFFF:
        return ODD
    return chr(code)

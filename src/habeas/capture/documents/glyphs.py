"""The letters of a PDF page, one by one as pdfium tells them, gathered to words and lines."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from habeas.capture.documents import private
from habeas.capture.documents.rows import Bit, Row, around
from habeas.domain.page import Box

MOST = 1_000_000  # letters of one page
ODD = "\ufffd"
_HYPHENS = (0x02, 0xFFFE)  # pdfium's marks for a hyphen at the end of a line
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


def gather(textpage: Any, sheet: Sheet) -> Gathered:
    """The lines of a page in pdfium's order, their letters expanded and cleaned."""
    found = Gathered()
    bits: list[Bit] = []
    letters: list[str] = []
    boxes: list[Box] = []

    def word() -> None:
        if letters:
            # A page has few words for its letters: only theirs are turned and measured.
            bits.append(Bit("".join(letters), sheet.placed(*around(boxes))))
            letters.clear()
        boxes.clear()

    def row(*, broken: bool) -> None:
        word()
        if bits:
            _append(found.rows, Row(tuple(bits), broken))
            bits.clear()

    for code, box in _letters(textpage, found):
        if code in _HYPHENS:
            letters.append("-")
            boxes.append(box)
            row(broken=True)
        elif code in (0x0A, 0x0D):
            row(broken=False)
        elif chr(code).isspace():
            word()
        elif text := _text(code):
            found.odd += text == ODD
            letters.append(text)
            boxes.append(box)
    row(broken=False)
    return found


def _append(rows: list[Row], row: Row) -> None:
    """Add a line, or the rest of one: pdfium takes a lone letter after a gap for a new line."""
    if rows and not rows[-1].broken:
        one, two = rows[-1].box, row.box
        height = min(one[3] - one[1], two[3] - two[1])
        if two[0] >= one[2] and min(one[3], two[3]) - max(one[1], two[1]) > _SAME * height > 0:
            rows[-1] = Row(rows[-1].bits + row.bits, row.broken)
            return
    rows.append(row)


def _letters(textpage: Any, found: Gathered) -> Iterator[tuple[int, Box]]:
    """Each letter's code and its box as the page has it; halves of characters are put together."""
    import pypdfium2.raw as pdfium

    raw = textpage.raw
    total = textpage.count_chars()
    found.cut = total > MOST
    rect = pdfium.FS_RECTF()
    place = ctypes.byref(rect)
    code_at, box_at = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    is_unknown = pdfium.FPDFText_HasUnicodeMapError
    high = 0
    for at in range(min(total, MOST)):
        code = code_at(raw, at)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else ord(ODD)
        elif code > 0x20 and code not in _HYPHENS and is_unknown(raw, at) == 1:
            code = ord(ODD)
        high = 0
        if not box_at(raw, at, place):
            yield code, _NOWHERE
        elif rect.top > rect.bottom:
            yield code, (rect.left, rect.bottom, rect.right, rect.top)
        else:
            yield code, _tight(textpage, at)


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

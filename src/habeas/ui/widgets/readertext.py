"""How a text is set for reading: its parts, the length of its lines, the space between them."""

from __future__ import annotations

import re

from PySide6.QtGui import QFont, QFontMetricsF, QTextBlockFormat, QTextCursor, QTextDocument

PART = 200_000  # characters laid out at once; a longer text is read in parts
COLUMN = 66  # letters in a line: what people read with ease
LINE_HEIGHT = 160  # per cent
_SPACE = 0.45  # of a line, between paragraphs
_BLANK = re.compile(r"\n[ \t\r]*(?=\n)")
_SAMPLE = "the order of the council was read out to those held in the north wing "


def parts_of(text: str, limit: int = PART) -> list[tuple[int, int]]:
    """Where the parts of a long text start and end: at ends of lines, if there are any near."""
    found, start = [], 0
    while len(text) - start > limit:
        cut = text.rfind("\n", start + limit // 2, start + limit)
        if cut < 0:
            cut = text.rfind(" ", start + limit // 2, start + limit)
        end = cut + 1 if cut >= 0 else start + limit
        found.append((start, end))
        start = end
    return [*found, (start, len(text))]


def column_width(font: QFont) -> float:
    """How wide a column of comfortable lines is, in pixels."""
    return QFontMetricsF(font).horizontalAdvance(_SAMPLE) / len(_SAMPLE) * COLUMN


def set_lines(document: QTextDocument, words: str, *, line: float) -> None:
    """Give lines their height, and paragraphs the same space whether or not lines part them.

    ``line`` is the height of a line of its font, in pixels.
    """
    space = line * _SPACE
    # Where empty lines part the paragraphs, the other line ends are a typewriter's.
    parted = len(_BLANK.findall(words)) * 12 > words.count("\n")
    kinds = QTextBlockFormat.LineHeightTypes
    look = QTextBlockFormat()
    look.setLineHeight(LINE_HEIGHT, kinds.ProportionalHeight.value)
    look.setBottomMargin(0 if parted else space)
    empty = QTextBlockFormat()
    empty.setLineHeight(space, kinds.FixedHeight.value)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.setBlockFormat(look)
    block = document.begin()
    while block.isValid():
        if not block.text().strip():
            cursor.setPosition(block.position())
            cursor.setBlockFormat(empty)
        block = block.next()
    cursor.endEditBlock()

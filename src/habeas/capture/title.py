"""A first guess at what a text is called, to be corrected by the user."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 90  # characters, the sign for what was left out included
_LINE = re.compile(r"\S[^\n]{0,2000}")
_FRONT = re.compile(r"---\n(?:(?!---)[^\n]*\n){0,40}?title:[ \t]*(\S[^\n]{0,2000})\n")
# At least 25 characters, so that "Mr." and "Art. 5." do not end it.
_SENTENCE = re.compile(r".{25,}?[.!?…][”’\"»)]*(?=\s|$)")
_MARKS = "#*_>=-–—•\ufffd\ufeff\u200b\u200e\u200f \t"


def guess(text: str) -> str:
    """The first line that says something, or the first sentence of a long one, 90 characters."""
    if front := _FRONT.match(text):
        return _short(front[1].strip("\"' \t"))
    for line in _LINE.finditer(text[:100_000]):
        if found := " ".join(line[0].lstrip(_MARKS).split()):
            return _short(found)
    return ""


def _short(line: str) -> str:
    if len(line) <= LONGEST:
        return line
    sentence = _SENTENCE.match(line)
    if sentence and len(sentence[0]) <= LONGEST:
        return sentence[0]
    return _cut(line)


def _cut(line: str) -> str:
    """As many whole words as fit; a text without blanks is cut between characters."""
    end = line.rfind(" ", 0, LONGEST)
    if end < LONGEST // 2:
        end = LONGEST - 1
        while end > 1 and unicodedata.combining(line[end]):
            end -= 1
    return line[:end].rstrip(" ,;:–—-") + "…"

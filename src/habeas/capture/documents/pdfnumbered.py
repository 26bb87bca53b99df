"""Pages whose letters do not say what they are: read by the letters' numbers, if these make sense.

Such pages come from old typesetting programs, which gave letters the numbers that they have in
Western encodings.  Other programs number them as they come; what they give is no language.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from habeas.capture.documents import pdfglyphs
from habeas.capture.documents.pdfglyphs import Gathered, Sheet

_ENCODING = "cp1252"
_MOSTLY = 0.8  # of the letters of a page
_FEWEST = 200  # letters by which a language is told from chance
_VOWELS = frozenset("aeiouyáéíóúàèìòùâêîôûäöüãõ")
_SHARE = (0.3, 0.55)  # of vowels among the letters of what is a language
_WORDS = 0.7  # of all signs are letters
_SMALL = 0.8  # of the letters are small ones
_COMMONEST = frozenset("aeio")  # one of them is the commonest letter


def gather(textpage: Any, sheet: Sheet, *, believed: bool) -> tuple[Gathered, bool]:
    """The lines of a page, and whether its letters are told by their numbers alone.

    ``believed`` says that those of an earlier page made sense.
    """
    found = pdfglyphs.gather(textpage, sheet)
    if not found.letters or found.odd < _MOSTLY * found.letters:
        return found, False
    again = pdfglyphs.gather(textpage, sheet, by_number=_ENCODING)
    if believed or makes_sense("".join(row.text for row in again.rows)):
        return again, True
    return found, False


def makes_sense(text: str) -> bool:
    """Whether the letters of a text are as frequent as those of a language in Latin letters."""
    signs = text.replace(" ", "")
    letters = [sign for sign in signs if sign.isalpha()]
    if len(letters) < max(_FEWEST, _WORDS * len(signs)):
        return False
    small = sum(letter.islower() for letter in letters)
    counted = Counter("".join(letters).lower())
    vowels = sum(counted[vowel] for vowel in _VOWELS) / len(letters)
    commonest = counted.most_common(1)[0][0]
    is_natural = _SHARE[0] <= vowels <= _SHARE[1] and commonest in _COMMONEST
    return is_natural and small >= _SMALL * len(letters)

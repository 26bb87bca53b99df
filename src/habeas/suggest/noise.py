"""What no person wrote to be read: blocks of code, of base64, of one sign again and again."""

from __future__ import annotations

import re

LONGEST_WORD = 100  # letters; no word of a text that people read is longer
_BLOCK = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")


def blanked(text: str) -> str:
    """``text`` with blanks for over-long words: same length, so every place stays where it was.

    The rules look back and forth from each letter; in a block without a space that takes as long as
    its length squared, and holds the interpreter meanwhile.
    """
    return _BLOCK.sub(lambda block: " " * len(block[0]), text)

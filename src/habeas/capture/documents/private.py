"""Letters at numbers that belong to nobody: what those mean that fonts of Adobe and Windows use.

Dates in old-style figures and bullets of Word come so; they are to be read and found as what they
show.
"""

from __future__ import annotations

FIRST, LAST = 0xE000, 0xF8FF
_WINDOWS = {  # Symbol and Wingdings, where both agree or one of them is meant
    0xF0B7: "•", 0xF0A7: "▪", 0xF0A8: "☐", 0xF06F: "☐", 0xF0FE: "☒", 0xF0FC: "✓", 0xF0FB: "✗",
    0xF0D8: "➢", 0xF0E0: "→",
}  # fmt: skip
_ADOBE = {
    **{0xF730 + figure: str(figure) for figure in range(10)},  # old style
    **{code: chr(code - 0xF700) for code in range(0xF761, 0xF77B)},  # small capitals
    **{code: chr(code - 0xF700) for code in range(0xF7E0, 0xF800) if code != 0xF7F7},
    **dict(zip(range(0xF6E9, 0xF6F4), "abdeilmorst", strict=True)),  # raised, as in 1st
    0xF6BE: "ȷ", 0xF6D9: "©", 0xF6DA: "®", 0xF6DB: "™", 0xF6DC: "1", 0xF6F9: "ł", 0xF6FA: "œ",
    0xF6FD: "š", 0xF6FF: "ž", 0xF721: "!", 0xF724: "$", 0xF726: "&", 0xF73F: "?", 0xF7A1: "¡",
    0xF7A2: "¢", 0xF7BF: "¿", 0xF8E8: "®", 0xF8E9: "©", 0xF8EA: "™",
}  # fmt: skip
_KNOWN = _WINDOWS | _ADOBE


def letter(code: int) -> str:
    """What a private number from FIRST to LAST shows; U+FFFD if that is not known."""
    return _KNOWN.get(code, "\ufffd")


def shown(text: str) -> str:
    """A text with its private letters as what they show, as far as that is known."""
    return text if text.isascii() else text.translate(_KNOWN)

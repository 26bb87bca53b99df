"""Telling UTF-16 and UTF-32, whose every other byte may be NUL, from binary data."""

from __future__ import annotations

import codecs
from collections import Counter

_MARKS = (  # the mark of UTF-32 starts with that of UTF-16, so it is looked for first
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FIRST = frozenset(mark[:2] for mark, _encoding in _MARKS)
_LOOK = 4096  # bytes
_PRINTABLE = 0.97  # of the characters
_ONE_SCRIPT = 0.9  # of the characters: binary data read by twos falls into many scripts


def encoding_of(head: bytes) -> str:
    """The encoding, "utf-16-le" and its like, told by the mark or by where NULs stand; or ''."""
    return marked(head) or unmarked(head)


def marked(head: bytes) -> str:
    """The encoding that a byte order mark names; empty if there is none."""
    if head[:2] not in _FIRST:
        return ""
    for mark, encoding in _MARKS:
        if head.startswith(mark) and _printable(head[len(mark) : _LOOK], encoding):
            return encoding
    # What starts like UTF-32 and is none is UTF-16, and damaged UTF-16 is still that.
    return next((encoding for mark, encoding in _MARKS[2:] if head.startswith(mark)), "")


def unmarked(head: bytes) -> str:
    """The encoding of text without a mark, if its NULs and its characters say so; or ''."""
    sample = head[:_LOOK]
    if b"\x00" not in sample:
        return ""
    ascii_in = {
        encoding: sum("\t" <= char <= "~" for char in text)
        for _mark, encoding in _MARKS
        if _is_one_script(text := _printable(sample, encoding))
    }
    best = max(ascii_in, key=lambda encoding: ascii_in[encoding], default="")
    return best if best and ascii_in[best] else ""


def _printable(sample: bytes, encoding: str) -> str:
    """The text of the sample in ``encoding``; empty if it is no text in it."""
    cut = len(sample) >= _LOOK - 4  # the last character of a longer text may be in two
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample, final=not cut)
    except UnicodeDecodeError:
        return ""
    good = sum(char.isprintable() or char.isspace() for char in text)
    return text if good >= _PRINTABLE * len(text) else ""


def _is_one_script(text: str) -> bool:
    """Whether most of a text is Latin, punctuation, and one script more."""
    scripts = Counter(_script(char) for char in text)
    latin = scripts.pop("latin", 0)
    return latin + max(scripts.values(), default=0) >= _ONE_SCRIPT * len(text) > 0


def _script(char: str) -> str:
    """A name for the neighbourhood of a character: fine enough to tell text from chance."""
    code = ord(char)
    if code < 0x250 or 0x2000 <= code < 0x2070:
        return "latin"
    east_asian = 0x2E80 <= code < 0xA000 or 0xAC00 <= code < 0xD7B0 or 0xFF00 <= code < 0x10000
    return "east asian" if east_asian else str(code >> 8)

"""The words of Rich Text: how it is cut into them, and what those that are letters stand for."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    r"|\\'(?P<hex>[0-9a-fA-F]{2})"
    r"|\\(?P<sign>.)"
    r"|(?P<brace>[{}])"
    r"|(?P<text>[^\\{}]+)"
    r"|(?P<lost>\\)",
    re.DOTALL,
)
LETTERS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "tab": "\t", "line": "\n", "lbr": "\n", "emspace": "\u2003",
    "enspace": "\u2002", "qmspace": "\u2005", "zwj": "\u200d", "zwnj": "\u200c",
    "ltrmark": "\u200e", "rtlmark": "\u200f", "softline": "\n", "nestcell": " ", "nestrow": " ",
}  # fmt: skip
SIGNS = {"~": "\xa0", "_": "-", "-": "", "{": "{", "}": "}", "\\": "\\", "\t": "\t"}
SYMBOL = "symbol"  # in place of a code page: letters of a font of signs
_CHARSETS = {
    0: "cp1252", 2: SYMBOL, 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab",
    134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437",
}  # fmt: skip
_SHOWN = {0xB7: "•", 0xA7: "▪", 0xA8: "☐", 0x6F: "☐", 0xFE: "☒", 0xFC: "✓", 0xD8: "➢", 0xE0: "→"}


class Token(NamedTuple):
    """``kind`` is word, hex, sign, brace or text; ``number`` belongs to words alone."""

    kind: str
    value: str
    number: int | None = None


def tokens(source: str) -> Iterator[Token]:
    r"""The words of a Rich Text whose characters are its bytes; what ``\bin`` holds is left out."""
    at = 0
    while found := _TOKEN.match(source, at):
        at = found.end()
        kind = found.lastgroup or "lost"
        if found["word"] is not None:
            number = int(found["number"]) if found["number"] else None
            if found["word"] == "bin":
                at += max(number or 0, 0)
                continue
            yield Token("word", found["word"], number)
        elif kind != "lost":
            yield Token(kind, found[kind])


def code_page(number: int) -> str:
    """The codec of a code page by its number; that of the West if it is unknown."""
    name = {10000: "mac_roman", 65001: "utf-8"}.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def charset(number: int) -> str | None:
    """The codec of a font by the number of its character set; None: that of the document."""
    return _CHARSETS.get(number)


def decoded(raw: bytes, codec: str) -> str:
    """Bytes as letters; U+FFFD for what is none."""
    if codec == SYMBOL:
        return "".join(" " if byte == 0x20 else _SHOWN.get(byte, "\ufffd") for byte in raw)
    return raw.decode(codec, "replace")

"""The Rich Text in which Outlook keeps a mail that has no other body: unpacked, and as words."""

from __future__ import annotations

import re
import struct

from habeas.capture.documents import rtf as document
from habeas.capture.original import of_bytes

_MOST = 5_000_000  # bytes that the text may come to
_PACKED, _PLAIN = b"LZFu", b"MELA"
_FIRST = (  # what every packed text may refer to (MS-OXRTFCP)
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_RING = 4096
# Between these marks stands what shows HTML in Rich Text, not what is said.
_MARK = re.compile(r"\\htmlrtf(0|1)? ?")


def words(packed: bytes) -> str:
    """The text of a packed Rich Text; empty if it is broken or holds none."""
    raw = unpacked(packed).decode("latin-1")
    if not raw.startswith("{\\rtf"):
        return ""
    return document.read(of_bytes(_said(raw).encode("latin-1"))).text


def _said(raw: str) -> str:
    pieces = _MARK.split(raw)  # text, mark, text, mark, text
    marks = ["0", *pieces[1::2]]
    return "".join(text for text, mark in zip(pieces[::2], marks, strict=True) if mark == "0")


def unpacked(packed: bytes) -> bytes:
    """The Rich Text in a stream of Outlook's, as far as it is whole (MS-OXRTFCP)."""
    if len(packed) < 16:
        return b""
    _size, raw_size, kind = struct.unpack_from("<LL4s", packed)
    if kind == _PLAIN:
        return packed[16 : 16 + min(raw_size, _MOST)]
    return _unpack(packed, min(raw_size, _MOST)) if kind == _PACKED else b""


def _unpack(packed: bytes, most: int) -> bytes:
    ring = bytearray(_FIRST.ljust(_RING, b"\x00"))
    write, at = len(_FIRST), 16
    out = bytearray()
    while at < len(packed) and len(out) < most:
        flags = packed[at]
        at += 1
        for bit in range(8):
            if flags >> bit & 1:
                pair = packed[at : at + 2]
                at += 2
                if len(pair) < 2:
                    return bytes(out)
                offset, length = (pair[0] << 4 | pair[1] >> 4), (pair[1] & 15) + 2
                if offset == write:  # the sign for the end
                    return bytes(out)
                letters = [(offset + step) % _RING for step in range(length)]
            else:
                letters = []
                if at >= len(packed):
                    return bytes(out)
            write, at = _copy(ring, out, write, letters=letters, literal=packed, at=at)
    return bytes(out)


def _copy(
    ring: bytearray, out: bytearray, write: int, *, letters: list[int], literal: bytes, at: int
) -> tuple[int, int]:
    """Write one letter, or those that stood before at ``letters``; the next places of both."""
    if not letters:
        out.append(literal[at])
        ring[write] = literal[at]
        return (write + 1) % _RING, at + 1
    for letter in letters:  # one by one: a copy may run into what it writes
        out.append(ring[letter])
        ring[write] = ring[letter]
        write = (write + 1) % _RING
    return write, at

"""Which letters the bytes of a page are, whatever it says of itself."""

from __future__ import annotations

import codecs
import re

from habeas.capture import encodings, sentences, wide
from habeas.capture.encodings import Decoded

_LOOK = 4096  # bytes: what a page says of its encoding stands this early
_SAID = re.compile(
    rb"<meta\b[^>]{0,400}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{2,40})"
    rb"|<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
# What browsers take these names for: the larger set that the smaller one is part of.
_MEANT = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949",
}  # fmt: skip
_IANA = {"cp1252": "windows-1252", "cp932": "shift_jis", "cp949": "euc-kr"}
_SHIFTING = re.compile(rb"\x1b[$(]")  # encodings that look like ASCII otherwise
_FEW = 0.001  # of the letters: damage that does not speak against what the page says
_HALF = re.compile("[\ud800-\udfff]")


def decode(data: bytes, *, told: str = "") -> Decoded:
    """The text of a page; ``told`` is the encoding that came with it, such as from a server.

    What the bytes are without doubt counts before what anyone says of them.
    """
    said = told or declared(data)
    if data.startswith(codecs.BOM_UTF8) or _is_wide(data):
        return _silently(encodings.decode(data)) or _at_any_rate(data)
    if not _SHIFTING.search(data[: 1 << 20]):
        try:
            return Decoded(data.decode())
        except UnicodeDecodeError:
            pass
    return _as_said(data, said) or _guessed(data, said)


def _is_wide(data: bytes) -> bool:
    """Whether this is UTF-16 or UTF-32; NULs further on are dirt."""
    return bool(wide.marked(data)) or (b"\x00" in data[:4] and bool(wide.unmarked(data)))


def declared(data: bytes) -> str:
    """The encoding that a page says it is written in; empty if it says none."""
    found = _SAID.search(data[:_LOOK])
    return (found[1] or found[2]).decode("ascii", "replace").lower() if found else ""


def _as_said(data: bytes, said: str) -> Decoded | None:
    codec = _codec(said)
    if not codec or codec == "utf-8":
        return None
    text = _HALF.sub("\ufffd", data.decode(codec, "replace"))
    damaged = text.count("\ufffd")
    if damaged > _FEW * len(text):
        return None
    return Decoded(text, _IANA.get(codec, codec.replace("cp125", "windows-125")), (), damaged)


def _guessed(data: bytes, said: str) -> Decoded:
    found = encodings.decode(data)
    if found is None:
        return _at_any_rate(data)
    if not said:
        return found
    note = sentences.other_encoding(said, found.encoding)
    mixed = found.notes if found.encoding == "utf-8" else ()
    return Decoded(found.text, found.encoding, mixed or (note,), found.damaged)


def _codec(said: str) -> str:
    """The Python codec of text that a name stands for, as browsers take it; or empty."""
    try:
        known = codecs.lookup(said)
        "".encode(known.name)  # some codecs are of bytes, not of letters
    except (LookupError, ValueError, TypeError, AssertionError):
        return ""
    name = known.name
    odd = name in ("idna", "punycode", "raw_unicode_escape", "unicode_escape", "utf-7")
    # A page whose declaration can be read as ASCII is not in these.
    wider = name.startswith(("utf-16", "utf-32", "undefined", "mbcs", "oem"))
    return "" if odd or wider else _MEANT.get(name, name)


def _silently(found: Decoded | None) -> Decoded | None:
    """That a page is in UTF-16 needs no remark: its mark says so."""
    return found and Decoded(found.text, found.encoding, (), found.damaged)


def _at_any_rate(data: bytes) -> Decoded:
    text = data.decode("cp1252", "replace")
    return Decoded(text, "windows-1252", (), text.count("\ufffd"))

"""From the bytes of a mail's words to text, whatever character set the mail claims."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from habeas.capture import encodings, sentences

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I)
_NAME = re.compile(r"[A-Za-z0-9][\w:+-]{0,39}", re.ASCII)
# What programs write, and what they mean by it.
_MEANT = {
    "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030",
    "gbk": "gb18030", "euc_kr": "cp949", "ks_c_5601-1987": "cp949", "shift_jis": "cp932",
    "ansi": "cp1252", "unicode-1-1-utf-7": "utf-7",
}  # fmt: skip
_NO_CHARSETS = frozenset((
    "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem",
    "palmos",
))  # fmt: skip
_WESTERN = ("cp125", "iso8859", "latin", "mac")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A ``text``, the ``encoding`` it was read in, and what to say if that was not as claimed."""

    text: str
    encoding: str
    note: str = ""


def decode(data: bytes, claimed: str = "", *, page: bool = False) -> Decoded:
    """The text of ``data``; a claim that cannot be true is not followed, and told.

    With ``page`` the data is HTML, which may name its encoding itself.
    """
    if not data:
        return Decoded("", "utf-8")
    if page and not claimed and (meta := _META.search(data[:4096])):
        claimed = meta[1].decode("ascii", "replace")
    codec = known(claimed)
    if codec and codec.startswith(_WESTERN) and (text := _as_utf8(data)) is not None:
        if text.isascii():
            return Decoded(text, claimed.lower())
        return Decoded(text, "utf-8", _wrong(claimed, "UTF-8"))
    if codec:
        try:
            return Decoded(data.decode(codec), claimed.lower())
        except UnicodeError:
            pass
    return _guessed(data, claimed, codec)


def known(claimed: str) -> str:
    """The Python codec for a claimed character set; empty if there is none that is text."""
    name = claimed.strip().strip("\"'").lower()
    name = _MEANT.get(name, name)
    if name.isdigit():  # Outlook's code pages
        name = {"65001": "utf-8", "28591": "cp1252", "20127": "cp1252"}.get(name, f"cp{name}")
    if not _NAME.fullmatch(name):
        return ""
    try:
        found = codecs.lookup(name).name
        "".encode(found)  # refuses what is no text: zip, base64
    except (LookupError, ValueError, TypeError):
        return ""
    return "" if found in _NO_CHARSETS else _MEANT.get(found, found)


def eight_bit(raw: str) -> str:
    """A header that was read byte by byte (``surrogateescape``), as the text it should be."""
    if raw.isascii():
        return raw
    data = raw.encode("utf-8", "surrogateescape")
    return data.decode("utf-8") if _as_utf8(data) is not None else data.decode("cp1252", "replace")


def _as_utf8(data: bytes) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _guessed(data: bytes, claimed: str, codec: str) -> Decoded:
    found = encodings.decode(data)
    if found is None:
        used = codec or "windows-1252"
        return Decoded(data.decode(codec or "cp1252", "replace"), used, _wrong(claimed, used))
    return Decoded(
        found.text,
        found.encoding,
        _wrong(claimed, found.encoding) or " ".join(found.notes),
    )


def _wrong(claimed: str, used: str) -> str:
    """The note that a mail's claim was not followed; nothing if there was none, or it was."""
    if not claimed or known(claimed) == used.lower():
        return ""
    return sentences.other_encoding(claimed[:40], used)

"""From bytes to text: UTF-8 first, then UTF-16 and UTF-32, then the older encodings."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from habeas.capture import eastern, wide
from habeas.i18n import _, ngettext

_WESTERN = {"cp1252": "windows-1252", "iso8859_15": "iso-8859-15", "mac_roman": "macintosh"}
_EASTERN = {
    "cp932": "shift_jis",
    "cp949": "euc-kr",
    "iso2022_jp": "iso-2022-jp",
    "iso2022_kr": "iso-2022-kr",
}
_NAMES = {"windows-1252": "Windows-1252", "macintosh": "Mac OS Roman"}
# What western texts are full of; a wrong guess turns these into other signs.
_USUAL = frozenset("áéíóúüñÁÉÍÓÚÜÑ¿¡“”‘’–—…«»€°ºª·çàèìòùâêîôûäöëïßãõœæøåÇÀÈÊÖÄÅØ\xa0")
_HIGH = re.compile(rb"[\x80-\xff]")
_BESIDE = 80  # bytes on each side of one that is not ASCII, in its line
_SAMPLE = 32_768  # bytes of what surrounds the characters in question
_ESCAPED = re.compile("[\udc80-\udcff]")
_HALF = re.compile("[\ud800-\udfff]")
_NON_ASCII = re.compile("[\u0080-\ud7ff\ue000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The ``text``, the ``encoding`` by its IANA name in lower case, and what to say about it.

    ``damaged`` counts what could not be read and became U+FFFD.
    """

    text: str
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()
    damaged: int = 0


def decode(data: bytes) -> Decoded | None:
    """The text in ``data``, without its byte order mark; None if it is in no encoding we know."""
    if data.startswith(codecs.BOM_UTF8):
        return _utf8(data[3:]) or _mixed(data[3:], at_any_rate=True)
    if encoding := wide.marked(data):
        return _wide(data[4 if "32" in encoding else 2 :], encoding)
    if encoding := wide.unmarked(data):
        return _wide(data, encoding, note=_unnamed(encoding))
    return _shifting(data) or _utf8(data) or _eastern(data) or _mixed(data) or _older(data)


def _utf8(data: bytes) -> Decoded | None:
    try:
        return Decoded(data.decode())
    except UnicodeDecodeError:
        return None


def _shifting(data: bytes) -> Decoded | None:
    """Japanese or Korean in letters of ASCII, between signs that begin with escape."""
    return _eastern(data) if b"\x1b" in data[:65_536] else None


def _eastern(data: bytes) -> Decoded | None:
    codec = eastern.guess(data)
    if not codec:
        return None
    text = data.decode(codec, "replace")
    encoding = _EASTERN.get(codec, codec.replace("_", "-"))
    return Decoded(text, encoding, (_unnamed(encoding),), text.count("\ufffd"))


def _wide(data: bytes, encoding: str, *, note: str = "") -> Decoded:
    """UTF-16 or UTF-32; what a cut or damaged file leaves of a character becomes U+FFFD."""
    notes = (note or _("The file is written in {encoding}.").format(encoding=_shown(encoding)),)
    try:
        return Decoded(data.decode(encoding), encoding, notes)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        kept = data.decode(encoding, "ignore").count("\ufffd")
        return Decoded(text, encoding, notes, text.count("\ufffd") - kept)


def _mixed(data: bytes, *, at_any_rate: bool = False) -> Decoded | None:
    """UTF-8 with some bytes of Windows-1252 in it; None if the former hardly occurs."""
    text = data.decode("utf-8", "surrogateescape")
    strays = sum(1 for _each in _ESCAPED.finditer(text))
    right = sum(1 for _each in _NON_ASCII.finditer(text))
    # Older encodings hit a right UTF-8 sequence by chance now and then, at most one in seven.
    if strays > 3 * right and not at_any_rate:
        return None
    damaged = sum(1 for each in _ESCAPED.finditer(text) if _as_western(each[0]) == "\ufffd")
    note = ngettext(
        "The file is written in UTF-8 but for one byte, which was read as Windows-1252.",
        "The file is written in UTF-8 but for {n} bytes, which were read as Windows-1252.",
        strays,
    ).format(n=strays)
    text = _ESCAPED.sub(lambda stray: _as_western(stray[0]), text)
    return Decoded(text, "utf-8", (note,), damaged)


def _as_western(stray: str) -> str:
    """The Windows-1252 character of a byte that the UTF-8 decoder set aside."""
    return bytes([ord(stray) - 0xDC00]).decode("cp1252", "replace")


def _older(data: bytes) -> Decoded | None:
    codec = _guess(b"\n".join(_around(data)))
    if not codec:
        return None
    encoding = _WESTERN.get(codec) or codec.replace("_", "-")
    try:
        text, damaged = data.decode(codec), 0
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
        damaged = text.count("\ufffd")
    return Decoded(_HALF.sub("\ufffd", text), encoding, (_unnamed(encoding),), damaged)


def _around(data: bytes) -> list[bytes]:
    """What stands around the first bytes that are not ASCII, and enough of it."""
    found: list[bytes] = []
    size = at = 0
    while size <= _SAMPLE and (high := _HIGH.search(data, at)):
        low, top = max(at, high.start() - _BESIDE), min(len(data), high.end() + _BESIDE)
        line, after = data.rfind(b"\n", low, high.start()), data.find(b"\n", high.end(), top)
        start, at = (line + 1 if line >= 0 else low), (after if after >= 0 else top)
        found.append(data[start:at])
        size += at - start
    return found


def _guess(sample: bytes) -> str:
    """The Python codec that makes most sense of the sample; empty if none does."""
    from charset_normalizer import from_bytes  # slow to load, and seldom needed

    if from_bytes(sample, cp_isolation=list(_WESTERN)).best():
        return max(_WESTERN, key=lambda codec: _sense(sample.decode(codec, "replace")))
    best = from_bytes(sample).best()
    return best.encoding if best else ""


def _sense(text: str) -> int:
    """How much more a text holds of the usual western characters than of others."""
    points = 0
    for before, char in zip(" " + text, text, strict=False):
        if char > "\x7f":
            capital_inside = char.isupper() and before.islower()
            points += 1 if char in _USUAL and not capital_inside else -1
    return points


def _unnamed(encoding: str) -> str:
    return _("The file names no encoding; it was read as {encoding}.").format(
        encoding=_shown(encoding)
    )


def _shown(encoding: str) -> str:
    """An encoding's name as people write it."""
    if encoding.startswith("utf-"):
        return encoding.upper().removesuffix("-LE").removesuffix("-BE")
    if found := re.fullmatch(r"cp(125\d)", encoding):
        return f"Windows-{found[1]}"
    if found := re.fullmatch(r"iso-?8859-(\d+)", encoding):
        return f"ISO 8859-{found[1]}"
    return _NAMES.get(encoding, encoding.upper())

"""A mail taken apart by its boundaries into entities, each with its exact bytes, within bounds.

The standard library reads the headers; it is we who part the body, because an attachment must be
byte for byte what was sent, and a mail of a million empty parts must not fill the memory.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.parser import HeaderParser
from email.policy import compat32

from habeas.capture.letters import charsets

MOST = 1_000  # entities of one mail
DEEPEST = 20  # multiparts in multiparts
_HEADERS = 2_000_000  # bytes of the headers of one entity
_VALUE = 100_000  # characters of one header
_CONTENT_VALUE = 4_000  # and of one that has parameters
_PARAMS = 60  # parameters of a header: reading them takes time with the square of their number
_LEAD = re.compile(rb"(?:\xef\xbb\xbf)?(?:\r?\n)*(?:>?From [^\n]*\n)?")
_BLOCK = re.compile(rb"(?:[!-9;-~]{1,200}[ \t]*:[^\n]*+(?:\n|\Z)(?:[ \t][^\n]*+(?:\n|\Z))*+)*+")
_BLANK = re.compile(rb"\r?\n")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")
_SPACE = re.compile(rb"\s+")
_NEW_LINE = ord("\n")
_UU = ("x-uuencode", "uuencode", "uue", "x-uue")


@dataclass(slots=True)
class Bounds:
    """What was met while a mail was taken apart: how many entities, and what was left out."""

    count: int = 0
    many: bool = False
    deep: bool = False
    short: bool = False  # a boundary that is never closed


@dataclass(frozen=True, slots=True)
class Entity:
    """Headers and, at ``start``..``end`` of the mail's ``data``, what they are about."""

    headers: Message
    data: bytes = field(repr=False)
    start: int
    end: int
    parts: tuple[Entity, ...] = ()
    truncated: bool = False

    @property
    def media_type(self) -> str:
        """Such as text/plain, in lower case."""
        return self.headers.get_content_type()

    def param(self, name: str, header: str = "content-type") -> str:
        """A parameter of a header, such as charset; empty if there is none."""
        try:
            value = self.headers.get_param(name, "", header)
            if isinstance(value, tuple):  # RFC 2231
                charset, _language, word = value
                raw = str(word).encode("latin-1", "replace")
                value = charsets.decode(raw, charset or "utf-8").text
        except (ValueError, TypeError, LookupError, AttributeError):
            return ""
        return str(value)

    @property
    def disposition(self) -> str:
        """The words attachment or inline, or nothing."""
        return str(self.headers.get_content_disposition() or "")

    @property
    def name(self) -> str:
        """What the file is called that this is; not cleaned; empty if it is none."""
        return self.param("filename", "content-disposition") or self.param("name")

    def raw(self) -> bytes:
        """The bytes as they stand in the mail."""
        return self.data[self.start : self.end]

    def content(self) -> tuple[bytes, bool]:
        """The bytes that were sent, and whether their transfer encoding was damaged."""
        how = str(self.headers.get("content-transfer-encoding", "")).strip().lower()
        if how == "base64":
            return _from_base64(self.raw())
        if how == "quoted-printable":
            return binascii.a2b_qp(self.raw()), False
        return _from_uu(self.raw()) if how in _UU else (self.raw(), False)

    def walk(self) -> Iterator[Entity]:
        """This and all inside, in order."""
        yield self
        for part in self.parts:
            yield from part.walk()


def parse(data: bytes) -> tuple[Entity, Bounds]:
    """The mail that ``data`` is, and what of it had to be left out; never raises."""
    bounds = Bounds()
    lead = _LEAD.match(data)
    return _entity(data, lead.end() if lead else 0, len(data), bounds=bounds, depth=0), bounds


def headers_of(text: str) -> Message:
    """A block of headers, as Outlook keeps it apart from the mail."""
    made = Message(policy=compat32)
    for name, value in HeaderParser(policy=compat32).parsestr(text[:_HEADERS]).raw_items():
        plainly = charsets.eight_bit(str(value))
        if name.lower().startswith("content-"):
            plainly = ";".join(plainly[:_CONTENT_VALUE].split(";")[:_PARAMS])
        made.set_raw(name, plainly[:_VALUE])
    return made


def _entity(data: bytes, start: int, end: int, *, bounds: Bounds, depth: int) -> Entity:
    bounds.count += 1
    block = _BLOCK.match(data, start, end)
    top = block.end() if block else start
    text = data[start : min(top, start + _HEADERS)].decode("ascii", "surrogateescape")
    headers = headers_of(text)
    blank = _BLANK.match(data, top, end)
    truncated = blank is None and top >= end > start and depth == 0
    made = Entity(headers, data, blank.end() if blank else top, end, truncated=truncated)
    boundary = made.param("boundary") if made.media_type.startswith("multipart/") else ""
    if not boundary:
        return made
    if depth >= DEEPEST:
        bounds.deep = True
        return made
    parts = _parts(made, boundary, bounds=bounds, depth=depth)
    return Entity(headers, data, made.start, end, tuple(parts), truncated)


def _parts(whole: Entity, boundary: str, *, bounds: Bounds, depth: int) -> Iterator[Entity]:
    """What stands between the boundaries; an entity whose boundary never comes has no parts."""
    mark = re.escape(boundary.rstrip().encode("utf-8", "replace"))
    line = re.compile(rb"--" + mark + rb"(--)?[ \t]*(?:\r?\n|\Z)")
    begin = -1
    for found in line.finditer(whole.data, whole.start, whole.end):
        # Looked at here: a pattern that begins with a choice is many times slower.
        if found.start() and whole.data[found.start() - 1] != _NEW_LINE:
            continue
        if begin >= 0:
            if bounds.count >= MOST:
                bounds.many = True
                return
            stop = _without_line_end(whole.data, begin, found.start())
            yield _entity(whole.data, begin, stop, bounds=bounds, depth=depth + 1)
        begin = found.end()
        if found[1]:
            return
    bounds.short = True
    if begin >= 0 and bounds.count < MOST:
        yield _entity(whole.data, begin, whole.end, bounds=bounds, depth=depth + 1)


def _without_line_end(data: bytes, begin: int, end: int) -> int:
    """The end of a part: the line end before a boundary belongs to the boundary."""
    if end > begin and data[end - 1 : end] == b"\n":
        end -= 1
        if end > begin and data[end - 1 : end] == b"\r":
            end -= 1
    return end


def _from_base64(raw: bytes) -> tuple[bytes, bool]:
    damaged = _NOT_BASE64.search(raw) is not None
    dense = _SPACE.sub(b"", _NOT_BASE64.sub(b"", raw) if damaged else raw)
    found = []
    for piece in re.split(b"=+", dense):  # some programs pad in the middle
        if len(piece) % 4 == 1:
            piece, damaged = piece[:-1], True
        found.append(binascii.a2b_base64(piece + b"=" * (-len(piece) % 4)))
    return b"".join(found), damaged or len(dense) % 4 != 0


def _from_uu(raw: bytes) -> tuple[bytes, bool]:
    found = []
    lines = iter(raw.splitlines())
    begun = any(line.startswith(b"begin ") for line in lines)
    for line in lines:
        if line.strip() in (b"end", b"`", b""):
            break
        try:
            found.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some programs pad a line with more than its length says.
            size = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                found.append(binascii.a2b_uu(line[:size]))
            except binascii.Error:
                return b"".join(found), True
    return (b"".join(found), False) if begun else (raw, True)

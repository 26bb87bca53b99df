"""The records of an archive of the web (WARC), one after the other; a broken one is told."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from habeas.capture.web.unpacking import Torn, Unpacked

if TYPE_CHECKING:
    from warcio.statusandheaders import StatusAndHeaders

HELD = 100_000_000  # bytes of a record that are held; a larger one is passed over
UNPACKED = 40_000_000_000  # bytes that an archive may come to
_HEADERS = 2_000  # lines
_BLOCK = 1 << 18
_HASHES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")
_END = re.compile(rb"\r?\n\r?\n")


@dataclass(slots=True)
class Record:
    """``headers`` by name in lower case, and the ``block`` after them, if it was asked for.

    ``digest`` is "matches", "does not match" or "not given"; ``whole`` is False for a record that
    breaks off, and ``heavy`` True for one that is too large to be held.
    """

    number: int
    headers: dict[str, str] = field(default_factory=dict)
    block: bytes = b""
    digest: str = "not given"
    whole: bool = True
    heavy: bool = False

    @property
    def kind(self) -> str:
        """What the record is: response, resource, revisit, request, warcinfo ..."""
        return self.headers.get("warc-type", "").lower()

    @property
    def address(self) -> str:
        """The address that it is of."""
        return self.headers.get("warc-target-uri", "").strip("<>")


def records(
    read: Callable[[int], bytes], *, wanted: Callable[[Record], bool]
) -> Iterator[Record]:  # fmt: skip
    """Every record; those that are ``wanted``, told by their headers, with their bytes.

    What is not a record is passed over: then a Record comes that is not ``whole`` and has no
    headers.  TooMuch if the archive is too large when it is unpacked.
    """
    source = Unpacked(read, most=UNPACKED)
    number = 0
    while True:
        number += 1
        record = Record(number)
        try:
            if not _begin(source, record):
                return
            if record.headers:
                _take(source, record, wanted(record))
        except Torn:
            record.whole = False
        yield record
        if not record.whole and not _go_on(source, record):
            return


def _begin(source: Unpacked, record: Record) -> bool:
    """Read the headers of the next record; False at the end of the archive."""
    line = source.line()
    while line and not line.strip():
        line = source.line()
    if not line:
        return False
    if not line.startswith(b"WARC/"):
        record.whole = False
        while line and not line.startswith(b"WARC/"):
            line = source.line()
        source.unread(line)
        return True
    for _each in range(_HEADERS):
        line = source.line()
        if not line.strip():
            break
        name, colon, value = line.decode("utf-8", "replace").partition(":")
        if colon:
            record.headers.setdefault(name.strip().lower(), value.strip())
    record.whole = bool(record.headers) and line.endswith(b"\n")
    return True


def _take(source: Unpacked, record: Record, wanted: bool) -> None:  # noqa: FBT001 - an answer
    """Read the block of a record, and compare its digests."""
    size = record.headers.get("content-length", "")
    if not re.fullmatch(r"\d{1,15}", size):
        record.whole = False
        return
    left = int(size)
    record.heavy = left > HELD
    sums = _Sums(record)
    pieces: list[bytes] = []
    while left:
        block = source.block(min(left, _BLOCK))
        if not block:
            record.whole = False
            break
        left -= len(block)
        sums.update(block)
        if wanted and not record.heavy:
            pieces.append(block)
    record.block = b"".join(pieces)
    record.digest = sums.outcome()


def _go_on(source: Unpacked, record: Record) -> bool:
    """Whether reading can go on after a broken record."""
    if not record.headers:
        return source.at_hand() or source.recover()
    return source.recover() or source.at_hand()


class _Sums:
    """The digests that a record gives, counted again."""

    def __init__(self, record: Record) -> None:
        is_http = record.kind == "response" and "http" in record.headers.get("content-type", "")
        self._head: bytes | None = b"" if is_http else None
        self._block = _Sum(record.headers.get("warc-block-digest", ""))
        # What a revisit gives is the digest of bytes that it does not have.
        payload = "" if record.kind == "revisit" else record.headers.get("warc-payload-digest", "")
        self._payload = _Sum(payload)

    def update(self, block: bytes) -> None:
        """Count these bytes too."""
        self._block.update(block)
        if self._head is None:
            self._payload.update(block)
            return
        self._head += block
        if end := _END.search(self._head):
            self._payload.update(self._head[end.end() :])
            self._head = None
        elif len(self._head) > _HEADERS * 1000:
            self._head = None

    def outcome(self) -> str:
        """Whether what was given matches; one that does not counts for all."""
        said = [each for each in (self._block.matches(), self._payload.matches()) if each != ""]
        if not said:
            return "not given"
        return "matches" if all(each == "yes" for each in said) else "does not match"


class _Sum:
    """One digest, such as ``sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ``."""

    def __init__(self, given: str) -> None:
        name, _colon, value = given.partition(":")
        self._value = value.strip()
        name = name.strip().lower().replace("-", "")
        known = name in _HASHES and self._value
        self._sum = hashlib.new(name, usedforsecurity=False) if known else None

    def update(self, block: bytes) -> None:
        if self._sum is not None:
            self._sum.update(block)

    def matches(self) -> str:
        """Either "yes" or "no", or empty if nothing was given that we know."""
        if self._sum is None:
            return ""
        return "yes" if self._sum.digest() in _unwritten(self._value) else "no"


def _unwritten(value: str) -> list[bytes]:
    """What the letters of a digest may stand for: the standard leaves it open."""
    padded = value.rstrip("=")
    found = []
    for unwrite, text in (
        (bytes.fromhex, value),
        (base64.b32decode, padded.upper() + "=" * (-len(padded) % 8)),
        (base64.urlsafe_b64decode, padded.replace("+", "-").replace("/", "_")
         + "=" * (-len(padded) % 4)),
    ):  # fmt: skip
        try:
            found.append(unwrite(text))
        except (ValueError, binascii.Error):
            continue
    return found


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: ``data`` as the page was before it was packed for the way.

    ``packing`` is what it is still packed with, which we cannot undo; ``cut``: it breaks off.
    """

    status: int
    media_type: str
    charset: str
    data: bytes
    packing: str = ""
    cut: bool = False


def answer(record: Record) -> Answer:
    """What a response or a resource holds; status 0 if it cannot be made out."""
    if record.kind != "response":
        media_type, charset = _typed(record.headers.get("content-type", ""))
        return Answer(200, media_type, charset, record.block)
    end = _END.search(record.block)
    http = _http(record.block[: end.end()] if end else record.block[:0])
    if http is None or end is None:
        return Answer(0, "", "", b"")
    status = http.get_statuscode()
    media_type, charset = _typed(http.get_header("content-type", "") or "")
    data, packing, cut = _unpacked(record.block[end.end() :], http)
    number = int(status) if re.fullmatch(r"\d{3}", status, re.ASCII) else 0
    return Answer(number, media_type, charset, data, packing, cut)


def _http(head: bytes) -> StatusAndHeaders | None:
    from warcio.statusandheaders import StatusAndHeadersParser

    parser = StatusAndHeadersParser(["HTTP/"], verify=False)
    try:
        return parser.parse(io.BytesIO(head))
    except Exception:  # noqa: BLE001 - a stranger's headers; the record is passed over
        return None


def _typed(said: str) -> tuple[str, str]:
    """The media type and the charset in a Content-Type."""
    found = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", said, re.IGNORECASE)
    return said.partition(";")[0].strip().lower(), found[1].lower() if found else ""


def _unpacked(data: bytes, http: StatusAndHeaders) -> tuple[bytes, str, bool]:
    """The bytes of a page out of what went over the wire, as in Answer."""
    from warcio.bufferedreaders import BufferedReader, ChunkedDataReader

    packing = (http.get_header("content-encoding", "") or "").strip().lower()
    known = packing if packing in BufferedReader.get_supported_decompressors() else None
    left = "" if known or packing in ("", "identity") else packing[:40]
    chunked = (http.get_header("transfer-encoding", "") or "").strip().lower() == "chunked"
    if not chunked and not known:
        return data, left, False
    kind = ChunkedDataReader if chunked else BufferedReader
    reader = kind(io.BytesIO(data), decomp_type=known)
    pieces, size, cut = [], 0, False
    try:
        while not cut and (block := reader.read(_BLOCK)):
            pieces.append(block)
            size += len(block)
            cut = size > HELD
    except Exception:  # noqa: BLE001 - broken packing; what came before it is worth having
        cut = True
    return b"".join(pieces), left, cut

"""Recordings made for tests: a few bytes that say what a telephone's would."""

from __future__ import annotations

import io
import struct
import wave

_SINCE_1904 = 2_082_844_800  # seconds from 1904 to 1970


def wav(seconds: float = 2.0) -> bytes:
    """Silence at 8,000 samples a second."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * round(8000 * seconds))
    return out.getvalue()


def mp3(frames: int = 200, *, title: str = "", artist: str = "") -> bytes:
    """Silence in frames of 128 kbit/s at 44,100 Hz (26 ms each), with a title."""
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    return _id3(title=title, artist=artist) + frame * frames


def _id3(*, title: str, artist: str) -> bytes:
    body = b""
    for name, words in ((b"TIT2", title), (b"TPE1", artist)):
        if words:
            value = b"\x03" + words.encode()
            body += name + struct.pack(">I", len(value)) + b"\x00\x00" + value
    size = bytes((len(body) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + body if body else b""


def box(name: bytes, *parts: bytes) -> bytes:
    """A box of an MP4."""
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + name + body


def mp4(
    seconds: int = 90, *, made: int = 0, place: str = "", apple: str = "", brand: bytes = b"isom"
) -> bytes:
    """A film without pictures; ``made`` in seconds since 1970, ``place`` as ISO 6709."""
    moment = made + _SINCE_1904 if made else 0
    header = box(b"mvhd", struct.pack(">IIIII", 0, moment, moment, 1000, seconds * 1000), bytes(80))
    parts = [header]
    if place:
        words = place.encode()
        parts.append(box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(words), 0x15C7), words)))
    if apple:
        key = b"com.apple.quicktime.location.ISO6709"
        keys = box(b"keys", struct.pack(">II", 0, 1), box(b"mdta", key))
        data = box(b"data", struct.pack(">II", 1, 0), apple.encode())
        parts.append(box(b"meta", keys, box(b"ilst", box(b"\x00\x00\x00\x01", data))))
    start = box(b"ftyp", brand, struct.pack(">I", 512), brand)
    return start + box(b"mdat", bytes(500)) + box(b"moov", *parts)


def amr(frames: int = 100) -> bytes:
    """A voice message of frames of 20 ms."""
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * frames


def matroska(seconds: float = 75.0, *, title: str = "", date: int = 0, kind: str = "webm") -> bytes:
    """A film without pictures; ``date`` in seconds since 2001."""
    info = _element(b"\x2a\xd7\xb1", (1_000_000).to_bytes(3, "big"))
    info += _element(b"\x44\x89", struct.pack(">d", seconds * 1000))
    if title:
        info += _element(b"\x7b\xa9", title.encode())
    if date:
        info += _element(b"\x44\x61", struct.pack(">q", date * 1_000_000_000))
    head = _element(b"\x1a\x45\xdf\xa3", _element(b"\x42\x82", kind.encode()))
    segment = _element(b"\x15\x49\xa9\x66", info) + _element(b"\x1f\x43\xb6\x75", bytes(300))
    return head + b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff" + segment


def _element(name: bytes, body: bytes) -> bytes:
    return name + (len(body) | 1 << 56).to_bytes(8, "big") + body


def ogg(seconds: int = 5, *, title: str = "") -> bytes:
    """A voice message in Opus: its head, its tags, and pages of nothing."""
    head = b"OpusHead\x01\x01" + struct.pack("<HIhB", 0, 48000, 0, 0)
    vendor = b"telephone"
    tags = b"OpusTags" + struct.pack("<I", len(vendor)) + vendor
    comments = [f"TITLE={title}".encode()] if title else []
    tags += struct.pack("<I", len(comments))
    tags += b"".join(struct.pack("<I", len(one)) + one for one in comments)
    pages = [_page(head, 0, first=True), _page(tags, 0)]
    pages += [_page(bytes(100), 48000 * n, last=n == seconds) for n in range(1, seconds + 1)]
    return b"".join(pages)


def _page(body: bytes, granule: int, *, first: bool = False, last: bool = False) -> bytes:
    flags = 2 if first else 4 if last else 0
    return b"OggS\x00" + struct.pack("<BqIIIB", flags, granule, 7, 0, 0, 1) \
        + bytes((len(body),)) + body  # fmt: skip

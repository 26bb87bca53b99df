"""Telling pictures, recordings and subtitles; light enough to be asked of every file."""

from __future__ import annotations

import re
from functools import lru_cache

from habeas.capture import wide
from habeas.capture.original import Original
from habeas.capture.registry import Sniff

SRT = "application/x-subrip"
VTT = "text/vtt"
_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR\n", "audio/amr"),
    (b"#!AMR-WB\n", "audio/amr"),
    (b"ID3", "audio/mpeg"),
)
_RIFFS = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_BRANDS = {  # of ISO base media files: what is no picture and no 3GP is an MP4
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"heim": "image/heic",
    b"heis": "image/heic",
    b"hevc": "image/heic",
    b"hevx": "image/heic",
    b"mif1": "image/heic",
    b"msf1": "image/heic",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"qt  ": "video/quicktime",
}
_BMP_HEADERS = (12, 16, 40, 52, 56, 64, 108, 124)  # bytes; text that begins with BM has none
_SRT = re.compile(
    rb"\s*\d{1,7}[ \t]*\r?\n\d{1,3}:\d\d:\d\d[,.]\d{1,3}[ \t]*-->[ \t]*\d{1,3}:\d\d:\d\d"
)
_UNWRITTEN = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")  # all of these have some
_NEAR = 1024  # bytes
_MARK = b"\xef\xbb\xbf"  # of UTF-8
_WIDE = 4_096  # bytes that are enough to tell


@lru_cache(maxsize=1)  # each of these formats asks
def media_type(head: bytes) -> str:
    """The media type of a picture or a recording that begins so; empty: it is neither."""
    if head[:4].isascii() and not _UNWRITTEN.search(head[:_NEAR]):
        return ""  # words that begin with the letters of a sign
    if found := next((kind for start, kind in _STARTS if head.startswith(start)), ""):
        return found
    if head[:4] in (b"RIFF", b"RF64"):
        return _RIFFS.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _of_brand(head)
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "video/webm" if b"webm" in head[:100] else "video/x-matroska"
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return "image/bmp"
    return "audio/mpeg" if _is_mpeg(head) else _old_quicktime(head)


def is_a(*kinds: str) -> Sniff:
    """A sniff for pictures and recordings of these media types."""

    def sniff(original: Original) -> bool:
        return media_type(original.head) in kinds

    return sniff


def is_srt(original: Original) -> bool:
    """Whether these are SubRip subtitles: a number, a line with two times, words."""
    return _SRT.match(_beginning(original)) is not None


def is_vtt(original: Original) -> bool:
    """Whether these are WebVTT subtitles."""
    head = _beginning(original)
    return head.startswith(b"WEBVTT") and head[6:7] in (b"", b" ", b"\t", b"\n", b"\r")


def _beginning(original: Original) -> bytes:
    """How a text begins, in UTF-8 or whatever it is in that leaves ASCII as it is."""
    head = original.head
    if encoding := wide.marked(head):
        return head[:_WIDE].decode(encoding, "ignore").removeprefix("\ufeff").encode()
    return head.removeprefix(_MARK)


def _of_brand(head: bytes) -> str:
    brand = head[8:12]
    if brand in (b"mif1", b"msf1") and b"avi" in head[16:64]:
        return "image/avif"
    if known := _BRANDS.get(brand):
        return known
    if brand[:3] == b"3gp" or brand[:3] == b"3g2":
        return "video/3gpp"
    return "video/mp4"


def _is_mpeg(head: bytes) -> bool:
    """Whether frames of MPEG sound stand here: one valid header says little, two say enough."""
    length = _frame_length(head)
    return bool(length) and bool(_frame_length(head[length:]))


def _frame_length(head: bytes) -> int:
    """How many bytes a frame of MPEG-1 or 2, layer III, has that begins so; 0: it is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    first = head[1] & 0x18 == 0x18  # MPEG-1, not 2 or 2.5
    rates = _RATES[first]
    rate, per_second = rates[head[2] >> 4], _SAMPLED[(head[2] >> 2) & 3]
    if not rate or not per_second or head[1] & 0x18 == 0x08:
        return 0
    half = 1 if first else 2 if head[1] & 0x10 else 4
    padding = (head[2] >> 1) & 1
    return (144 if first else 72) * rate * 1000 // (per_second // half) + padding


_RATES = {  # kbit/s of layer III by the index in the header; 0: not allowed, or not said
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
}
_SAMPLED = (44100, 48000, 32000, 0)


def _old_quicktime(head: bytes) -> str:
    """QuickTime files of before 2001 begin with their parts at once."""
    known = (b"moov", b"mdat", b"wide", b"pnot")
    return "video/quicktime" if head[4:8] in known and head[:1] == b"\x00" else ""

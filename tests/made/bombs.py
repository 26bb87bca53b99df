"""Small packed bytes that come to many when they are unpacked, made without packing them all."""

from __future__ import annotations

import struct
import zlib

_BLOCK = 1_000_000


def deflated(size: int, letter: bytes = b"\x00", *, before: bytes = b"") -> bytes:
    """``before`` and then ``letter`` over and over, ``size`` bytes of it, as raw DEFLATE."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = packer.compress(before) + packer.flush(zlib.Z_FULL_FLUSH)
    # After a full flush the same bytes are packed the same way again.
    block = packer.compress(letter * _BLOCK) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + block * (size // _BLOCK) + packer.flush()


def zlibbed(size: int) -> bytes:
    """Zeros as zlib wraps them."""
    sum_ = 1
    for _n in range(size // _BLOCK):
        sum_ = zlib.adler32(bytes(_BLOCK), sum_)
    return b"\x78\xda" + deflated(size) + struct.pack(">L", sum_)


def gzipped(size: int, letter: bytes = b"\x00", *, before: bytes = b"") -> bytes:
    """As ``deflated``, in the wrapping of gzip."""
    sum_, block = zlib.crc32(before), letter * _BLOCK
    for _n in range(size // _BLOCK):
        sum_ = zlib.crc32(block, sum_)
    whole = len(before) + size // _BLOCK * _BLOCK
    head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
    return head + deflated(size, letter, before=before) + struct.pack("<LL", sum_, whole)

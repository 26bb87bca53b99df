"""A ZIP file that was cut short, before its list of members: they are looked for one by one."""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass

_LOCAL = struct.Struct("<4sHHHHHLLLHH")  # what stands before each member
_LISTED = struct.Struct("<4sHHHHHHLLLHHHHHLL")  # its line in the list
_END = struct.Struct("<4sHHHHLLH")
_MARK = b"PK\x03\x04"
_STORED, _DEFLATED = 0, 8
_MOST = 60_000  # members: the list of more is written in another way
_STEP = 1 << 20


@dataclass(slots=True)
class _Found:
    """A member: where it begins, its header, name, and what can be unpacked of it."""

    at: int
    header: tuple[int, ...]
    name: bytes
    crc: int
    packed: int
    size: int


def mended(data: bytes, *, most: int) -> bytes:
    """The file with a new list of its members; empty if it has none.

    A member that was cut is listed with what is left of it.  At most ``most`` bytes are unpacked.
    """
    found: list[_Found] = []
    for mark in re.finditer(re.escape(_MARK), data):
        if found and mark.start() < found[-1].at + found[-1].packed:
            continue  # within the member before
        member = _member(data, mark.start(), most)
        if member is None:
            continue
        most -= member.size
        if most <= 0 or len(found) >= _MOST:
            break
        found.append(member)
    if not found:
        return b""
    lines = b"".join(map(_line, found))
    end = _END.pack(b"PK\x05\x06", 0, 0, len(found), len(found), len(lines), len(data), 0)
    return data + lines + end


def _member(data: bytes, at: int, most: int) -> _Found | None:
    if len(data) < at + _LOCAL.size:
        return None
    header = _LOCAL.unpack_from(data, at)[1:]
    _needed, _flags, method, _time, _date, _crc, packed, _size, name_size, extra = header
    start = at + _LOCAL.size + name_size + extra
    name = data[at + _LOCAL.size : at + _LOCAL.size + name_size]
    if method not in (_STORED, _DEFLATED) or start > len(data) or not name:
        return None
    if method == _STORED:
        body = data[start : start + packed]
        return _Found(at, header, name, zlib.crc32(body), len(body), len(body))
    crc, used, size = _unpacked(data, start, most)
    return _Found(at, header, name, crc, used, size)


def _unpacked(data: bytes, start: int, most: int) -> tuple[int, int, int]:
    """The checksum of what can be unpacked, the bytes that were used for it, and its size."""
    unzip = zlib.decompressobj(-15)
    crc = size = 0
    at = start
    rest = b""
    while size < most and not unzip.eof:
        given = rest or data[at : at + _STEP]
        if not rest:
            at += len(given)
        if not given:
            break
        try:
            out = unzip.decompress(given, _STEP)
        except zlib.error:
            break
        rest = unzip.unconsumed_tail
        crc = zlib.crc32(out, crc)
        size += len(out)
    return crc, max(0, min(at, len(data)) - start - len(unzip.unused_data)), size


def _line(member: _Found) -> bytes:
    needed, flags, method, time, date = member.header[:5]
    kept = flags & ~0x8  # the sizes are known now
    return (
        _LISTED.pack(
            b"PK\x01\x02", 20, needed, kept, method, time, date, member.crc, member.packed,
            member.size, len(member.name), 0, 0, 0, 0, 0, member.at,
        ) + member.name
    )  # fmt: skip

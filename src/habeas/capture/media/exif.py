"""What a camera notes in a picture: EXIF, as pairs of name and value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from habeas.capture.media.opening import BROKEN

if TYPE_CHECKING:
    from PIL.Image import Exif

Pairs = tuple[tuple[str, str], ...]

LONGEST = 2000  # characters of one value
_EXIF, _GPS = 0x8769, 0x8825
_NAMES = {  # of the first directory
    0x010E: "ImageDescription", 0x010F: "Make", 0x0110: "Model", 0x0112: "Orientation",
    0x0131: "Software", 0x0132: "DateTime", 0x013B: "Artist", 0x8298: "Copyright",
}  # fmt: skip
_MORE = {
    0x9003: "DateTimeOriginal", 0x9004: "DateTimeDigitized", 0x9286: "UserComment",
    0xA430: "CameraOwnerName", 0xA431: "BodySerialNumber", 0xA434: "LensModel",
}  # fmt: skip
_OFFSETS = {"DateTime": 0x9010, "DateTimeOriginal": 0x9011, "DateTimeDigitized": 0x9012}
_MOMENT = re.compile(r"(\d{4}):(\d\d):(\d\d)[ T](\d\d:\d\d:\d\d)")
_OFFSET = re.compile(r"[+-]\d\d:\d\d|Z")
_USER = {b"ASCII\0\0\0": "ascii", b"UNICODE\0": "utf-16", b"JIS\0\0\0\0\0": "euc_jp"}


def pairs(exif: Exif) -> Pairs:
    """The pairs that say something of the picture; places both as a decimal and as written."""
    first = dict(exif)
    more, gps = _directory(exif, _EXIF), _directory(exif, _GPS)
    return (*_named(first, _NAMES, offsets=more), *_named(more, _MORE, offsets=more), *_place(gps))


def spoken(value: object) -> str:
    """A value as one line of text without what cannot be seen; empty for what is none."""
    if isinstance(value, bytes):
        value = _decoded(value)
    if isinstance(value, (tuple, list)):
        value = " ".join(spoken(each) for each in value[:16])
    text = "".join(char if char.isprintable() else " " for char in str(value))
    return " ".join(text.split())[:LONGEST]


def _directory(exif: Exif, tag: int) -> dict[int, Any]:
    try:
        return dict(exif.get_ifd(tag))
    except BROKEN:
        return {}


def _named(
    found: Mapping[int, Any], names: Mapping[int, str], *, offsets: Mapping[int, Any]
) -> Iterator[tuple[str, str]]:
    for tag, name in names.items():
        value = spoken(found.get(tag, ""))
        if name in _OFFSETS:
            value = _moment(value, spoken(offsets.get(_OFFSETS[name], "")))
        if value:
            yield name, value


def _moment(value: str, offset: str) -> str:
    """A moment in ISO 8601, with the zone if the camera gives it; what is none as it stands."""
    found = _MOMENT.fullmatch(value)
    if not found or value.startswith("0000"):
        return "" if not value.strip(" :0") else value
    year, month, day, time = found.groups()
    zone = offset if _OFFSET.fullmatch(offset) else ""
    return f"{year}-{month}-{day}T{time}{zone}"


def _place(gps: Mapping[int, Any]) -> Iterator[tuple[str, str]]:
    for name, side, value in (("GPSLatitude", 1, 2), ("GPSLongitude", 3, 4)):
        if value not in gps:
            continue
        letter = spoken(gps.get(side, "")).upper()[:1]
        written = f"{spoken(gps[value])} {letter}".strip()
        degrees = _degrees(gps[value], letter)
        if degrees:
            yield name, degrees
        if written:
            yield f"{name} (as written)", written
    for tag, name in {6: "GPSAltitude", 17: "GPSImgDirection", 29: "GPSDateStamp"}.items():
        if tag in gps and (said := spoken(gps[tag])):
            yield name, said
    if 7 in gps and (said := spoken(gps[7])):
        yield "GPSTimeStamp", said


def _degrees(value: object, letter: str) -> str:
    """Degrees with six decimals; empty if the numbers make no place."""
    try:
        degrees, minutes, seconds = (float(part) for part in value)  # type: ignore[attr-defined]
    except BROKEN:
        return ""
    whole = degrees + minutes / 60 + seconds / 3600
    if letter not in ("N", "S", "E", "W") or not 0 <= whole <= (90 if letter in "NS" else 180):
        return ""
    return f"{-whole if letter in 'SW' else whole:.6f}"


def _decoded(value: bytes) -> str:
    encoding = _USER.get(value[:8])
    if encoding:
        return value[8:].decode(encoding, "replace")
    try:
        return value.rstrip(b"\0").decode("utf-8")
    except UnicodeDecodeError:
        return value.rstrip(b"\0").decode("latin-1")

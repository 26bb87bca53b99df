"""Sound and films: kept as they are, with how long they are and what they say of themselves."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from habeas.capture.media import boxes, signs
from habeas.capture.media.boxes import Told
from habeas.capture.media.exif import Pairs, spoken
from habeas.capture.original import Original
from habeas.capture.reading import Reading
from habeas.i18n import _, ngettext

if TYPE_CHECKING:
    from tinytag import TinyTag

VERSION = "1"
_MOST_BYTES = 64_000_000  # that may be read to learn about a recording
_MOST_READS = 500_000
_BOXED = ("video/mp4", "audio/mp4", "video/quicktime", "video/3gpp")
_NOT_TAGGED = ("video/webm", "video/x-matroska", "audio/amr", "video/x-msvideo")
_FRAMES = {0: 13, 1: 14, 2: 16, 3: 18, 4: 20, 5: 21, 6: 27, 7: 32, 8: 6, 15: 1}  # bytes, of AMR
_FRAME = 0.02  # seconds
_FIELDS = {
    "artist": "Artist", "albumartist": "Album artist", "composer": "Composer", "album": "Album",
    "year": "Date", "comment": "Comment", "genre": "Genre",
}  # fmt: skip
_OTHERS = ("encoded_by", "copyright", "description", "publisher", "url", "language")


class _Sparing:
    """A file of which only so much is read, however it asks: OSError when that is used up."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._reads, self._bytes = file, 0, 0

    def read(self, size: int = -1) -> bytes:
        """As a file's; a ``size`` that is not said is more than is left."""
        self._reads += 1
        if size < 0 or self._bytes + size > _MOST_BYTES:
            size = _MOST_BYTES - self._bytes
        data = self._file.read(size)
        self._bytes += len(data)
        if self._reads > _MOST_READS or self._bytes >= _MOST_BYTES:
            raise OSError("too much to read")
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        """As a file's."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """As a file's."""
        return self._file.tell()


@dataclass(frozen=True, slots=True)
class _Heard:
    """What was learned: ``seconds`` (0: not said) and the rest; ``whole``: nothing went wrong."""

    seconds: float = 0.0
    title: str = ""
    author: str = ""
    metadata: Pairs = ()
    whole: bool = True


def read(original: Original) -> Reading:
    """The Reading of a recording: no text; its bytes stay where they are and are hardly read."""
    kind = signs.media_type(original.head) or "application/octet-stream"
    heard = _heard(original, kind)
    said = (("title", heard.title), ("author", heard.author))
    return Reading(
        data=original.data,
        text="",
        media_type=kind,
        extractor="tinytag",
        version=f"{VERSION}+{_version()}",
        encoding="",
        notes=(_length(heard.seconds), *_notes(heard)),
        file_name=original.name,
        title=heard.title[:200] or original.name,
        kind="recording",
        author=heard.author[:200],
        silent=tuple(name for name, value in said if not value),
        metadata=heard.metadata,
    )


def _heard(original: Original, kind: str) -> _Heard:
    with original.open() as whole:
        file = cast("BinaryIO", _Sparing(whole))
        tagged = _tagged(file) if kind not in _NOT_TAGGED else _Heard()
        file = cast("BinaryIO", _Sparing(whole))
        told = _told(file, kind, original.size)
    seconds = tagged.seconds or (told.seconds if told else 0.0)
    length = (("Duration", _clock(seconds)),) if seconds else ()
    return _Heard(
        seconds,
        tagged.title or (told.title if told else ""),
        tagged.author,
        (*length, *tagged.metadata, *(told.metadata if told else ())),
        tagged.whole and told is not None,
    )


def _tagged(file: BinaryIO) -> _Heard:
    """What tinytag finds; not ``whole`` if it cannot read the file."""
    from tinytag import TinyTag, TinyTagException

    try:
        tag = TinyTag.get(file_obj=file)
    except (TinyTagException, OSError, ValueError, RecursionError):
        return _Heard(whole=False)
    title, author = spoken(tag.title or ""), spoken(tag.artist or tag.composer or "")
    seconds = tag.duration or 0.0
    usual = seconds if math.isfinite(seconds) and 0 < seconds < 1e7 else 0.0
    return _Heard(usual, title, author, tuple(_pairs(tag)))


def _pairs(tag: TinyTag) -> Iterator[tuple[str, str]]:
    for field, name in _FIELDS.items():
        if said := spoken(getattr(tag, field) or ""):
            yield name, said
    for name in _OTHERS:
        for value in tag.other.get(name, [])[:5]:
            if said := spoken(value):
                yield name.replace("_", " ").capitalize(), said
    for field, name, unit in (
        ("mime_type", "Codec", ""), ("bitrate", "Bit rate", " kbit/s"),
        ("samplerate", "Sample rate", " Hz"), ("channels", "Channels", ""),
    ):  # fmt: skip
        value = getattr(tag, field)
        if value:
            yield name, f"{round(value) if isinstance(value, float) else spoken(value)}{unit}"


def _told(file: BinaryIO, kind: str, size: int) -> Told | None:
    """What our own look at the file tells; None if it is too broken for that."""
    try:
        if kind in _BOXED:
            return boxes.of_mp4(file, size)
        if kind in ("video/webm", "video/x-matroska"):
            return boxes.of_matroska(file, size)
        return Told(_frames(file) * _FRAME) if kind == "audio/amr" else Told()
    except (OSError, ValueError, ArithmeticError, IndexError):
        return None


def _frames(file: BinaryIO) -> int:
    """How many frames of 20 ms a voice message in AMR has; 0 for the wide kind."""
    file.seek(0)
    if file.read(6) != b"#!AMR\n":
        return 0
    n, rest = 0, file.read(1 << 20)
    while rest:
        at = 0
        while at < len(rest):
            step = _FRAMES.get((rest[at] >> 3) & 15)
            if step is None:
                return n
            at, n = at + step, n + 1
        file.seek(at - len(rest), 1)  # a frame may go on in the next block
        rest = file.read(1 << 20)
    return n


def _length(seconds: float) -> str:
    minutes = round(seconds / 60)
    if not seconds:
        return _(
            "A recording: there are no words in it that can be searched. A passage in it is a "
            "stretch of time."
        )
    if minutes < 1:
        return ngettext(
            "A recording of one second: there are no words in it that can be searched. A passage "
            "in it is a stretch of time.",
            "A recording of {n} seconds: there are no words in it that can be searched. A passage "
            "in it is a stretch of time.",
            math.ceil(seconds),
        ).format(n=math.ceil(seconds))
    return ngettext(
        "A recording of one minute: there are no words in it that can be searched. A passage in "
        "it is a stretch of time.",
        "A recording of {n} minutes: there are no words in it that can be searched. A passage in "
        "it is a stretch of time.",
        minutes,
    ).format(n=minutes)


def _notes(heard: _Heard) -> Iterator[str]:
    if not heard.whole:
        yield _(
            "What the recording says of itself could not be read to its end: it may be cut or "
            "damaged. It is kept as it is; if it does not play, get a better copy and add that too."
        )
    if any("location" in name.lower() for name, _value in heard.metadata):
        yield _(
            "The recording says where it was made. That is kept in the case and left out of what "
            "you export, unless you ask for it."
        )


def _clock(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def _version() -> str:
    from tinytag import __version__

    return __version__

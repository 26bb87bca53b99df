"""ZIP files from strangers, opened safely: nothing in them grows, counts or names without bounds.

Members are only read, one at a time and in memory; a member's name is a word, never a path.
"""

from __future__ import annotations

import contextlib
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO, Protocol

from habeas.capture import sentences, zipsalvage
from habeas.capture.original import Original
from habeas.errors import Problem
from habeas.i18n import _

MEMBER = 200_000_000  # bytes that one member may come to, unless the reader says otherwise
_BLOCK = 1 << 18
_TAIL = 22 + 65_535  # bytes: where the end record of a ZIP file may begin
_END = b"PK\x05\x06"
_ENCRYPTED = 0x1
_UTF8 = 0x800
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError,
    NotImplementedError, struct.error, IndexError,
)  # fmt: skip


class Unreadable(Problem):
    """An archive, or something in it, that cannot be read; the sentence may serve as a note."""


class Damaged(Unreadable):
    """What is broken, cut short, missing, or packed in a way that we do not know."""


class TooBig(Unreadable):
    """What has more or larger members than any honest file: such as a bomb."""


class Locked(Unreadable):
    """What is encrypted with a password."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may hold.

    ``whole`` is what may be read out of it in all, in bytes; of what was read beyond ``free``
    bytes, the archive itself must be at least the ``ratio``-th part.
    """

    members: int = 200_000
    directory: int = 32_000_000  # bytes of the list of members, which is held in memory
    whole: int = 4_000_000_000
    free: int = 100_000_000
    ratio: int = 250


class Stream(Protocol):
    """A member that is being read."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, at most ``size``; none at the end; Unreadable as ``Archive.read``."""

    def close(self) -> None:
        """Let go of it."""


LIMITS = Limits()


def open(original: Original, *, limits: Limits = LIMITS) -> Archive:
    """The archive that an Original is; Damaged or TooBig if it is none that can be read.

    Of one in memory that was cut short, what is left can be read; its ``whole`` is false.
    """
    file = original.open()
    try:
        return _opened(file, limits, whole=True)
    except _BROKEN:
        file.close()
    except Unreadable:
        file.close()
        raise
    data = zipsalvage.mended(original.data, most=limits.free)
    try:
        return _opened(io.BytesIO(data), limits, whole=False)
    except _BROKEN:
        raise Damaged(_(sentences.DAMAGED)) from None


def _opened(file: BinaryIO, limits: Limits, *, whole: bool) -> Archive:
    _check_directory(file, limits)
    return Archive(file, zipfile.ZipFile(file), limits=limits, whole=whole)


def is_zip(head: bytes) -> bool:
    """Whether a file that starts so is a ZIP file; for sniffing."""
    return head.startswith((b"PK\x03\x04", _END))


class Archive:
    """An open ZIP file; to be closed, or used as a context.

    All that is read counts towards the limits of the archive, so that a bomb ends early.  It is
    ``whole`` unless its list of members was lost, and what there is was looked for.
    """

    def __init__(
        self, file: BinaryIO, packed: zipfile.ZipFile, *, limits: Limits, whole: bool
    ) -> None:
        self.whole = whole
        self._file = file
        self._packed = packed
        self._limits = limits
        self._read = 0
        self._size = file.seek(0, 2)
        # The last of several of one name counts, as for every other program.
        self._members = {_named(info): info for info in packed.infolist() if not info.is_dir()}
        if len(self._members) > limits.members:
            self.close()
            raise TooBig(_(sentences.TOO_BIG))

    def names(self) -> tuple[str, ...]:
        """The names of all members that are no folders, in the archive's order; never paths."""
        return tuple(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def size(self, name: str) -> int:
        """The bytes that a member says it comes to, which may be a lie; Damaged if it is absent."""
        return self._info(name).file_size

    def read(self, name: str, *, most: int = MEMBER) -> bytes:
        """All bytes of a member.

        Damaged if it is absent or broken, Locked if encrypted, TooBig if it comes to more than
        ``most`` bytes or the archive to more than its limits.
        """
        if self.size(name) > most:
            raise TooBig(_(sentences.TOO_BIG))
        return b"".join(self.chunks(name, most=most))

    def beginning(self, name: str, *, most: int = MEMBER) -> bytes:
        """What of a member can be read before it breaks off, at most ``most`` bytes."""
        found: list[bytes] = []
        # What came before the break is worth having.
        with contextlib.suppress(Damaged, TooBig):
            found.extend(self.chunks(name, most=most))
        return b"".join(found)

    def chunks(self, name: str, *, most: int = MEMBER) -> Iterator[bytes]:
        """A member's bytes, some at a time; raises as ``read``, perhaps after the first of them."""
        with contextlib.closing(self.stream(name, most=most)) as stream:
            while block := stream.read(_BLOCK):
                yield block

    def stream(self, name: str, *, most: int = MEMBER) -> Stream:
        """A member as a file that is read once from its beginning; raises as ``read``."""
        info = self._info(name)
        if info.flag_bits & _ENCRYPTED:
            raise Locked(_(sentences.LOCKED))
        try:
            return _Bounded(self._packed.open(info), self, most)
        except _BROKEN:
            raise Damaged(_(sentences.DAMAGED)) from None
        except RuntimeError:  # zipfile's word for encrypted in other ways
            raise Locked(_(sentences.LOCKED)) from None

    def counted(self, size: int) -> None:
        """Note that ``size`` more bytes were unpacked; TooBig if this is more than it may be."""
        self._read += size
        limits = self._limits
        swollen = self._read > limits.free and self._read > limits.ratio * self._size
        if swollen or self._read > limits.whole:
            raise TooBig(_(sentences.TOO_BIG))

    def close(self) -> None:
        """Let go of the file."""
        self._packed.close()
        self._file.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_why: object) -> None:
        self.close()

    def _info(self, name: str) -> zipfile.ZipInfo:
        try:
            return self._members[name]
        except KeyError:
            raise Damaged(_(sentences.DAMAGED)) from None


class _Bounded:
    """A Stream that ends in TooBig after ``most`` bytes."""

    def __init__(self, source: IO[bytes], archive: Archive, most: int) -> None:
        self._source = source
        self._archive = archive
        self._left = most

    def read(self, size: int = -1, /) -> bytes:
        # One byte more than there may be tells whether it is too much.
        asked = self._left + 1 if size < 0 else min(size, self._left + 1)
        try:
            block = self._source.read(asked)
        except _BROKEN:
            raise Damaged(_(sentences.DAMAGED)) from None
        self._left -= len(block)
        self._archive.counted(len(block))
        if self._left < 0:
            raise TooBig(_(sentences.TOO_BIG))
        return block

    def close(self) -> None:
        self._source.close()


def _named(info: zipfile.ZipInfo) -> str:
    """A member's name; many programs write UTF-8 without saying so."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode()
    except UnicodeError:
        return info.filename


def _check_directory(file: BinaryIO, limits: Limits) -> None:
    """TooBig if the list of members is longer than can be held; it is read as a whole."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    tail = file.read(_TAIL)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise zipfile.BadZipFile
    claimed = int(struct.unpack_from("<L", tail, at + 12)[0])
    if claimed == 0xFFFFFFFF:  # ZIP64: the true size stands in a record before this one
        wide = tail.rfind(b"PK\x06\x06", 0, at)
        claimed = int(struct.unpack_from("<Q", tail, wide + 40)[0]) if wide >= 0 else 0
    if claimed > limits.directory:
        raise TooBig(_(sentences.TOO_BIG))

"""The bytes of an archive in order, unpacked as they come, and on from the next whole piece."""

from __future__ import annotations

import zlib
from collections.abc import Callable

_BLOCK = 1 << 18  # bytes, packed
_OUT = 1 << 20  # bytes that one step may unpack
_MAGIC = b"\x1f\x8b\x08"
LINE = 65_536  # bytes


class Torn(Exception):
    """The bytes cannot be unpacked from here, or end in the middle of a piece."""


class TooMuch(Exception):
    """More was unpacked than there may be."""


class Unpacked:
    """A file that may be in gzip pieces, read forward.

    ``read`` is the file's; ``most`` is how many bytes may come out in all.
    """

    def __init__(self, read: Callable[[int], bytes], *, most: int) -> None:
        self._read = read
        self._most = most
        self._packed = self._read(_BLOCK)
        self._out = b""
        self._at = 0
        self._zipped = self._packed.startswith(b"\x1f\x8b")
        self._piece = zlib.decompressobj(31) if self._zipped else None
        self._fresh = True  # nothing of the piece was read yet
        self.given = 0

    def line(self) -> bytes:
        """The next line with its end, at most LINE bytes of it; none at the end; may be Torn."""
        while True:
            end = self._out.find(b"\n", self._at, self._at + LINE)
            if end >= 0:
                return self._taken(end + 1 - self._at)
            if len(self._out) - self._at >= LINE or not self._more():
                return self._taken(min(LINE, len(self._out) - self._at))

    def block(self, size: int) -> bytes:
        """The next bytes, at most ``size``; none at the end; may be Torn."""
        if self._at >= len(self._out):
            self._more()
        return self._taken(min(size, len(self._out) - self._at))

    def unread(self, line: bytes) -> None:
        """Give the last line back."""
        self._at -= len(line)

    def at_hand(self) -> bool:
        """Whether there are bytes that come next without a new piece."""
        return self._at < len(self._out)

    def recover(self) -> bool:
        """Go on at the next piece after one that is torn; False if there is none."""
        self._out, self._at = b"", 0
        if not self._zipped:
            return False
        while True:
            start = self._packed.find(_MAGIC)
            if start >= 0 and self._begin(start):
                return True
            if start >= 0:
                self._packed = self._packed[start + 1 :]
                continue
            block = self._read(_BLOCK)
            if not block:
                return False
            self._packed = self._packed[-2:] + block

    def _begin(self, start: int) -> bool:
        """Whether a record of an archive begins in the piece at ``start``; be there if so."""
        if len(self._packed) - start < LINE:
            self._packed += self._read(LINE)
        piece = zlib.decompressobj(31)
        try:
            begins = piece.decompress(self._packed[start : start + LINE], 5) == b"WARC/"
        except zlib.error:
            return False
        if begins:
            self._packed = self._packed[start:]
            self._piece, self._fresh = zlib.decompressobj(31), True
        return begins

    def _taken(self, size: int) -> bytes:
        taken = self._out[self._at : self._at + size]
        self._at += len(taken)
        return taken

    def _more(self) -> bool:
        """Have more bytes at hand; False at the end."""
        block = self._inflated() if self._zipped else self._plain()
        if not block:
            return False
        self._out, self._at = self._out[self._at :] + block, 0
        self.given += len(block)
        if self.given > self._most:
            raise TooMuch
        return True

    def _plain(self) -> bytes:
        block, self._packed = self._packed, b""
        return block or self._read(_BLOCK)

    def _inflated(self) -> bytes:
        while True:
            if self._piece is None or self._piece.eof:
                self._next()
            if not self._packed:
                self._packed = self._read(_BLOCK)
            if not self._packed:
                if self._fresh:
                    return b""
                self._fresh = True
                raise Torn
            block = self._inflate()
            if block:
                return block

    def _next(self) -> None:
        """Begin with the piece after one that is at its end."""
        if self._piece is not None:
            self._packed = self._piece.unused_data or self._packed
        self._packed = self._packed.lstrip(b"\x00")  # some programs fill up to a round size
        self._piece, self._fresh = zlib.decompressobj(31), True

    def _inflate(self) -> bytes:
        assert self._piece is not None
        packed, self._fresh = self._packed, False
        try:
            block = self._piece.decompress(packed, _OUT)
        except zlib.error:
            self._packed = packed[1:]  # so that the same piece is not found again
            raise Torn from None
        self._packed = b"" if self._piece.eof else self._piece.unconsumed_tail
        return block

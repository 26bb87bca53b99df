"""The properties that Outlook keeps for a message and what is in it, read out of its container.

Directly through olefile: python-oxmsg gives up a whole message for one missing property, and does
not know messages inside messages.
"""

from __future__ import annotations

import io
import struct
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from habeas.capture.letters import charsets

BROKEN = (
    OSError, ValueError, IndexError, KeyError, struct.error, TypeError, AttributeError,
    OverflowError, RecursionError, AssertionError,
)  # fmt: skip
_RECORDS = "__properties_version1.0"
_WIDE, _NARROW, _BINARY, _STORAGE = "001F", "001E", "0102", "000D"
_CODE_PAGES = (0x3FDE, 0x3FFD)  # of the body, of the other words
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_MOST = 200_000_000  # bytes of one property
Path = tuple[str, ...]


def opened(data: bytes, header: int) -> Store:
    """The message in a container; raises one of BROKEN."""
    import olefile

    # As a file: olefile takes few bytes for a path.
    ole = olefile.OleFileIO(io.BytesIO(data))
    below: dict[Path, list[str]] = defaultdict(list)
    for place in ole.listdir(streams=True, storages=True):
        below[tuple(place[:-1])].append(place[-1])
    return Store(ole, (), header, below)


@dataclass(frozen=True)
class Store:
    """What lies at ``path`` of an open container: a message, a recipient or an attachment.

    ``header`` is how many bytes stand before the records of its fixed properties; ``below`` are
    the names in each place of the container.
    """

    ole: Any
    path: Path
    header: int
    below: dict[Path, list[str]]

    def text(self, number: int) -> str:
        """A property that is a text; empty if it is not there or broken."""
        if data := self._stream(number, _WIDE):
            return data.decode("utf-16-le", "replace").rstrip("\x00")
        return charsets.decode(self._stream(number, _NARROW), self.code_page).text.rstrip("\x00")

    def data(self, number: int) -> bytes:
        """A property that is bytes; none if it is not there or broken."""
        return self._stream(number, _BINARY)

    def number(self, number: int) -> int:
        """A property that is a whole number; 0 if it is not there."""
        record = self._records.get(number, b"")
        return int(struct.unpack_from("<l", record, 8)[0]) if record else 0

    def time(self, number: int) -> datetime | None:
        """A property that is a moment, in UTC."""
        record = self._records.get(number, b"")
        if not record:
            return None
        try:
            ticks = struct.unpack_from("<Q", record, 8)[0]
            return _EPOCH + timedelta(microseconds=int(ticks) // 10)
        except OverflowError:
            return None

    @cached_property
    def code_page(self) -> str:
        """The code page of texts that are not Unicode, as a number; empty: not said."""
        found = (self.number(number) for number in _CODE_PAGES)
        return next((str(page) for page in found if page), "")

    def inside(self, prefix: str, header: int) -> list[Store]:
        """What lies in here under names that begin with ``prefix``, in their order."""
        names = sorted(self.below.get(self.path, ()))
        return [
            Store(self.ole, (*self.path, name), header, self.below)
            for name in names
            if name.lower().startswith(prefix)
        ]

    def message(self, number: int, header: int) -> Store | None:
        """The message that a property is; None if it is none."""
        found = self.inside(f"__substg1.0_{number:04x}{_STORAGE.lower()}", header)
        return found[0] if found else None

    @cached_property
    def _records(self) -> dict[int, bytes]:
        """The records of 16 bytes by the number of their property."""
        raw = self._read(_RECORDS)[self.header :]
        records = [raw[at : at + 16] for at in range(0, min(len(raw), 160_000) - 15, 16)]
        return {struct.unpack_from("<H", record, 2)[0]: record for record in records}

    def _stream(self, number: int, kind: str) -> bytes:
        return self._read(f"__substg1.0_{number:04X}{kind}")

    def _read(self, name: str) -> bytes:
        place = [*self.path, name]
        try:
            if not self.ole.exists(place) or self.ole.get_size(place) > _MOST:
                return b""
            return bytes(self.ole.openstream(place).read())
        except BROKEN:
            return b""

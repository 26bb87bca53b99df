"""Outlook messages (.msg) made by hand: a container of streams, as MS-CFB and MS-OXMSG say."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

Tree = dict[str, "bytes | Tree"]  # a stream or a storage for each name
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR, _MINI, _CUTOFF = 512, 64, 4096


def message(
    texts: dict[int, str] | None = None,
    *,
    data: dict[int, bytes] | None = None,
    numbers: dict[int, int] | None = None,
    times: dict[int, datetime] | None = None,
    below: Tree | None = None,
    header: int = 32,
    narrow: str = "",
) -> Tree:
    """A storage with these properties; ``narrow``: texts in that encoding, not in UTF-16."""
    tree: Tree = {}
    records = []
    for number, text in (texts or {}).items():
        kind = 0x1E if narrow else 0x1F
        tree[f"__substg1.0_{number:04X}{kind:04X}"] = text.encode(narrow or "utf-16-le")
        records.append(struct.pack("<HHLLL", kind, number, 6, len(text), 0))
    for number, raw in (data or {}).items():
        tree[f"__substg1.0_{number:04X}0102"] = raw
        records.append(struct.pack("<HHLLL", 0x102, number, 6, len(raw), 0))
    for number, value in (numbers or {}).items():
        records.append(struct.pack("<HHLlL", 3, number, 6, value, 0))
    for number, moment in (times or {}).items():
        ticks = int((moment - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
        records.append(struct.pack("<HHLQ", 0x40, number, 6, ticks))
    tree["__properties_version1.0"] = b"\x00" * header + b"".join(records)
    return tree | (below or {})


def container(tree: Tree) -> bytes:
    """The bytes of a container that holds ``tree``."""
    return _Writer().write(tree)


class _Writer:
    def __init__(self) -> None:
        self.entries: list[list] = []  # name, kind, right, child, start, size
        self.mini = bytearray()
        self.mini_fat: list[int] = []
        self.sectors: list[bytes] = []
        self.fat: list[int] = []

    def write(self, tree: Tree) -> bytes:
        self.entries.append(["Root Entry", 5, _FREE, _FREE, _END, 0])
        self.entries[0][3] = self.add(tree)
        self.entries[0][4] = self.stream(bytes(self.mini))
        self.entries[0][5] = len(self.mini)
        mini_fat = self.stream(self.table(self.mini_fat)) if self.mini_fat else _END
        mini_count = -(-len(self.mini_fat) // 128)
        directory = self.stream(b"".join(self.entry(each) for each in self.entries))
        tables = -(-(len(self.sectors) + 2) // 127)
        first = len(self.sectors)
        self.fat.extend([_FAT] * tables)
        places = [*range(first, first + tables), *([_FREE] * (109 - tables))]
        head = struct.pack(
            "<8s16sHHHHH6sLLLLLLLLL", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 62, 3, 0xFFFE, 9, 6,
            b"", 0, tables, directory, 0, _CUTOFF, mini_fat, mini_count, _END, 0,
        )  # fmt: skip
        return (
            head
            + struct.pack("<109L", *places)
            + b"".join(self.sectors)
            + self.table(self.fat, tables * 128)
        )

    def add(self, tree: Tree) -> int:
        """The entries of a storage, each the right neighbour of the one before."""
        first = before = _FREE
        for name, value in sorted(tree.items()):
            at = len(self.entries)
            self.entries.append([name, 1 if isinstance(value, dict) else 2, _FREE, _FREE, 0, 0])
            if isinstance(value, dict):
                self.entries[at][3] = self.add(value)
            else:
                self.entries[at][4] = self.stored(value)
                self.entries[at][5] = len(value)
            if before == _FREE:
                first = at
            else:
                self.entries[before][2] = at
            before = at
        return first

    def stored(self, value: bytes) -> int:
        if not value:
            return _END
        if len(value) >= _CUTOFF:
            return self.stream(value)
        start = len(self.mini_fat)
        count = -(-len(value) // _MINI)
        self.mini += value.ljust(count * _MINI, b"\x00")
        self.mini_fat.extend([*range(start + 1, start + count), _END])
        return start

    def stream(self, value: bytes) -> int:
        if not value:
            return _END
        start = len(self.sectors)
        count = -(-len(value) // _SECTOR)
        padded = value.ljust(count * _SECTOR, b"\x00")
        self.sectors += [padded[at : at + _SECTOR] for at in range(0, len(padded), _SECTOR)]
        self.fat.extend([*range(start + 1, start + count), _END])
        return start

    def table(self, numbers: list[int], size: int = 0) -> bytes:
        size = size or -(-len(numbers) // 128) * 128
        return struct.pack(f"<{size}L", *numbers, *([_FREE] * (size - len(numbers))))

    def entry(self, fields: list) -> bytes:
        name, kind, right, child, start, size = fields
        raw = name.encode("utf-16-le") + b"\x00\x00"
        return struct.pack(
            "<64sHBBLLL16sLQQLQ", raw, len(raw), kind, 1, _FREE, right, child, b"", 0, 0, 0, start,
            size,
        )  # fmt: skip

"""How large a zipped workbook would be once it is unpacked: asked before anything unpacks it.

The library that reads workbooks makes room for every cell between the first and the last, so that
two cells far apart would take more memory than there is, and end the program.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from habeas.capture.original import Original

MOST_BYTES = 600_000_000  # of all parts that are read, unpacked
MOST_ROOM = 60_000_000  # cells between the first and the last of a sheet, blank ones and all
MOST_MEMBERS = 20_000
_BLOCK = 1 << 20
_OVERLAP = 4_096  # a tag may be cut between two blocks
_PARTS = re.compile(r"(?:xl/|docProps/|content\.xml|meta\.xml|styles\.xml|META-INF/)")
_SHEET = re.compile(r"xl/.*sheets?/[^/]+\.xml")
_NUMBERED = re.compile(rb"<(?:\w+:)?row\b[^>]*?\sr=[\"'](\d{1,12})[\"']")
_CELL = re.compile(rb"\sr=[\"']\$?([A-Za-z]{1,4})\$?\d{1,12}[\"']")
_HIDDEN = re.compile(rb"<(?:\w+:)?row\b[^>]*?\shidden=[\"'](?:1|true)[\"']")
_BARE = re.compile(rb"<(?:\w+:)?c(?:>|\s(?![^>]*\br=))")
_TAGS = re.compile(
    rb"<table:table-row\b([^>]*)>|</table:table-row>"
    rb"|<table:(?:covered-)?table-cell\b([^>]*)>|<table:table\s[^>]*>"
)
_ROWS = re.compile(rb"number-rows-repeated=[\"'](\d{1,12})")
_COLUMNS = re.compile(rb"number-columns-repeated=[\"'](\d{1,12})")


@dataclass(slots=True)
class Weight:
    """What a workbook comes to: its bytes, and cells of its largest sheet; and hidden rows."""

    size: int = 0
    room: int = 0
    hidden: int = 0

    @property
    def is_too_much(self) -> bool:
        """Whether reading it may take more memory than there is."""
        return self.size > MOST_BYTES or self.room > MOST_ROOM


def weigh(original: Original) -> Weight:
    """Go through every part of a zipped workbook; BadZipFile and its like if it is damaged."""
    weight = Weight()
    with original.open() as file, zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            return Weight(size=MOST_BYTES + 1)
        for member in members:
            if not _PARTS.match(member.filename) or member.is_dir():
                continue
            blocks = _blocks(archive, member, weight)
            if member.filename == "content.xml":
                _weigh_ods(blocks, weight)
            elif _SHEET.fullmatch(member.filename):
                _weigh_xlsx(blocks, weight)
            else:
                for _block in blocks:
                    pass
            if weight.is_too_much:
                break
    return weight


def _blocks(archive: zipfile.ZipFile, member: zipfile.ZipInfo, weight: Weight) -> Iterator[bytes]:
    """The bytes of a member, counted as they come: what its directory says of it may be a lie."""
    with archive.open(member) as part:
        while not weight.is_too_much and (block := part.read(_BLOCK)):
            weight.size += len(block)
            yield block


def _weigh_xlsx(blocks: Iterator[bytes], weight: Weight) -> None:
    """The last row times the last column, by the names of the cells, or counted if they have none.

    A tag that two blocks share is looked at twice, which only matters to what is counted.
    """
    last = widest = bare = 0
    rest = b""
    seen: set[bytes] = set()
    for block in blocks:
        part = rest + block
        cut = part.rfind(b"<", max(0, len(part) - _OVERLAP))
        part, rest = (part[:cut], part[cut:]) if cut > 0 else (part, b"")
        last = max(last, max(map(int, _NUMBERED.findall(part)), default=0))
        seen.update(_CELL.findall(part))
        weight.hidden += len(_HIDDEN.findall(part))
        bare += len(_BARE.findall(part))
    widest = max(map(_column, seen), default=0)
    # Cells and rows without names stand one after the other: there are no more than counted.
    weight.room = max(weight.room, max(last, 1) * max(widest, 1), bare)
    if bare and bare * max(last, 1) > MOST_ROOM * 4:
        weight.room = max(weight.room, MOST_ROOM + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _weigh_ods(blocks: Iterator[bytes], weight: Weight) -> None:
    """Rows and cells, each as often as it is said to be repeated; blank ones at the end are none.

    A blank row between others counts as it is said, for it is kept as a line.
    """
    tally = _Tally()
    rest = b""
    for block in blocks:
        part = rest + block
        cut = part.rfind(b"<", max(0, len(part) - _OVERLAP))
        part, rest = (part[:cut], part[cut:]) if cut > 0 else (part, b"")
        for tag in _TAGS.finditer(part):
            tally.take(tag)
        weight.room = max(weight.room, tally.last * max(tally.widest, 1))
        if weight.is_too_much:
            return
        weight.hidden = tally.hidden


@dataclass(slots=True)
class _Tally:
    """Where in a sheet one is: rows so far, the last one that holds something, the widest."""

    rows: int = 0
    last: int = 0
    widest: int = 0
    hidden: int = 0
    times: int = 1  # that the row is repeated
    cells: int = 0  # of the row so far
    used: int = 0  # of the row, up to the last that holds something

    def take(self, tag: re.Match[bytes]) -> None:
        """Count a tag of the sheet."""
        row, cell = tag.groups()
        if row is not None:
            self._end()
            self.times = _repeated(_ROWS, row)
            self.hidden += b"visibility=" in row and b"visible" not in row
        elif cell is not None:
            self.cells += _repeated(_COLUMNS, cell)
            if b"value-type" in cell:
                self.used = self.cells
        elif tag[0].startswith(b"<table:table "):
            self._end()
            self.rows = 0
        else:
            self._end()

    def _end(self) -> None:
        self.rows += self.times if self.cells else 0
        if self.used:
            self.last = max(self.last, self.rows)
            self.widest = max(self.widest, self.used)
        self.times, self.cells, self.used = 1, 0, 0


def _repeated(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return max(1, int(found[1])) if found else 1


DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError,
           RuntimeError)  # fmt: skip

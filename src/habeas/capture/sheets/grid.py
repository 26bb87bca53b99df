"""From cells to the text layer: a line for each row, its cells parted by tabs."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from habeas.capture import sentences
from habeas.domain.stretch import Stretch, StretchKind
from habeas.i18n import _

MOST_CELLS = 12_000_000  # cells with something in them that are read of one file
MOST_LETTERS = 200_000_000  # of its text
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff]")
_PLAIN = re.compile("[^\t\n\r\x00-\x1f\x85\u2028\u2029\ud800-\udfff]*")
IN_CELL = "\u2028"  # a line end inside a cell, so that a row stays one line
_EXACT = 15  # digits that a number of a spreadsheet holds
_GAP = "\n\n"  # between two sheets


@dataclass(slots=True)
class Layer:
    """A text being put together sheet by sheet; ``cells`` counts those that hold something."""

    parts: list[str] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sizes: list[tuple[str, int, int]] = field(default_factory=list)  # name, rows, columns
    cells: int = 0
    length: int = 0
    controls: int = 0

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self.parts)

    @property
    def is_full(self) -> bool:
        """Whether no more is read."""
        return self.cells >= MOST_CELLS or self.length >= MOST_LETTERS

    def add(self, name: str, rows: Iterable[Sequence[object]]) -> None:
        """Put a sheet to the end: row n of ``rows`` is its line n; blank rows at its end go."""
        lines, widest, last = self._lines(name, rows)
        del lines[last:]
        self.sizes.append((name, len(lines), widest))
        if not lines:
            return
        block = "\n".join(lines)
        if self.parts:
            self.parts.append(_GAP)
            self.length += len(_GAP)
        start = self.length
        self.parts.append(block)
        self.length += len(block)
        self.stretches.append(Stretch(StretchKind.SHEET, start, self.length, name))

    def _lines(self, name: str, rows: Iterable[Sequence[object]]) -> tuple[list[str], int, int]:
        """The lines of a sheet, how many cells the widest has, and the number of the last used."""
        lines: list[str] = []
        widest = last = letters = 0
        for row in rows:
            words = [self._cell(cell) for cell in row]
            while words and not words[-1]:
                words.pop()
            if self.cells + len(words) > MOST_CELLS or self.length + letters > MOST_LETTERS:
                self.cells = MOST_CELLS
                self.notes.append(_cut(name, len(lines)))
                break
            lines.append("\t".join(words))
            if words:
                last = len(lines)
                widest = max(widest, len(words))
                letters += len(lines[-1]) + 1
                self.cells += len(words)
        return lines, widest, last

    def _cell(self, cell: object) -> str:
        """The words of a cell, clean of what would break its line."""
        shown = cell if isinstance(cell, str) else written(cell)
        if _PLAIN.fullmatch(shown):
            return shown
        shown = _LINE_ENDS.sub(IN_CELL, shown.strip("\r\n")).replace("\t", " ")
        shown, controls = _CONTROLS.subn("\ufffd", shown)
        self.controls += controls
        return shown

    def said(self) -> tuple[str, ...]:
        """What is to be said of how it was read."""
        return (*self.notes, *sentences.controls(self.controls))


def written(value: object) -> str:
    """A value of a cell in a form that no country owns: 1234.5, 2031-05-09, TRUE."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime.datetime):
        return _moment(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.replace(microsecond=0).isoformat()
    if isinstance(value, datetime.timedelta):
        return _length(value)
    return str(value)


def _number(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value == int(value) and abs(value) < 10**_EXACT:
        return str(int(value))
    return f"{value:.{_EXACT}g}"


def _moment(value: datetime.datetime) -> str:
    # A computer's arithmetic misses the second by a hair.
    near = (value + datetime.timedelta(microseconds=500_000)).replace(microsecond=0)
    return near.date().isoformat() if not any(near.timetuple()[3:6]) else near.isoformat(sep=" ")


def _length(value: datetime.timedelta) -> str:
    """Hours, minutes and seconds, as a spreadsheet shows a length of time."""
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _cut(name: str, rows: int) -> str:
    return _(
        "Only the first {n} rows of the sheet “{name}” were read; the others are kept in the file."
    ).format(name=name, n=rows)

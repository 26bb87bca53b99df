"""The text of a document without pages as it grows, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from habeas.capture.plain import cleaned
from habeas.domain.stretch import Stretch, StretchKind

LETTERS = 40_000_000  # of the text of one document
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_SPACES = re.compile(r"[ \t\n\xa0]+")


@dataclass(slots=True)
class Aside:
    """What stands apart from the running text: a note, a comment, a page's header."""

    kind: StretchKind
    text: str
    name: str = ""


@dataclass(slots=True)
class Flow:
    """A text in the making.  ``odd`` counts what became U+FFFD, ``cut``: there was more."""

    stretches: list[Stretch] = field(default_factory=list)
    odd: int = 0
    cut: bool = False
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _ends: str = "\n\n"  # the last two characters; a text begins as after a blank line

    def paragraph(self, text: str) -> None:
        """A paragraph on a line of its own; an empty one makes at most one blank line."""
        said = self._clean(text).strip("\n").rstrip()
        if said:
            self._write(said + "\n")
        elif self._ends != "\n\n":
            self._write("\n")

    def heading(self, text: str, level: int) -> None:
        """A heading of ``level`` 1 to 6, after a blank line."""
        said = self._clean(text).strip()
        if said:
            self.gap()
            self._marked(said, StretchKind.HEADING, str(min(max(level, 1), 6)))

    def table(self, rows: Iterable[Sequence[str]]) -> None:
        """A table between blank lines: a line for each row, a tab between two cells."""
        said = [
            "\t".join(_SPACES.sub(" ", self._clean(cell)).strip() for cell in row).rstrip("\t")
            for row in rows
        ]
        text = "\n".join(said).strip("\n")
        if text.strip():
            self.gap()
            self._marked(text, StretchKind.TABLE)
            self.gap()

    def aside(self, aside: Aside) -> None:
        """What stands apart, after a blank line."""
        said = self._clean(aside.text).strip()
        if said:
            self.gap()
            self._marked(said, aside.kind, aside.name)

    def gap(self) -> None:
        """See that a blank line comes before what follows."""
        if self._ends != "\n\n":
            self._write("\n\n"[len(self._ends) - len(self._ends.rstrip("\n")) :])

    def finished(self) -> tuple[str, tuple[Stretch, ...]]:
        """The text without blank lines at its end, and its stretches."""
        text = "".join(self._pieces).rstrip("\n")
        return text, tuple(
            Stretch(each.kind, each.start, min(each.end, len(text)), each.name)
            for each in self.stretches
            if each.start < len(text)
        )

    def _marked(self, text: str, kind: StretchKind, name: str = "") -> None:
        start = self._length
        self._write(text + "\n")
        if self._length > start:
            self.stretches.append(Stretch(kind, start, start + len(text), name))

    def _clean(self, text: str) -> str:
        said, odd = cleaned(text.replace("\xad", ""))
        self.odd += odd
        return said

    def _write(self, text: str) -> None:
        if self._length + len(text) > LETTERS:
            self.cut = True
            return
        self._pieces.append(text)
        self._length += len(text)
        self._ends = (self._ends + text)[-2:]


def roman(number: int) -> str:
    """How endnotes are counted, unless the document says otherwise."""
    said = ""
    for value, letters in _ROMAN:
        while number >= value:
            said += letters
            number -= value
    return said

"""Lines of letters as they stand on a page, before they become a text."""

from __future__ import annotations

from dataclasses import dataclass

from habeas.domain.page import Box


@dataclass(frozen=True, slots=True)
class Bit:
    """Letters without a blank between them and the box that they fill."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Row:
    """One line, its bits in the order in which they are read.

    A ``broken`` row ends in a hyphen that may only be there because the line ends.
    """

    bits: tuple[Bit, ...]
    broken: bool = False

    @property
    def box(self) -> Box:
        """The box around all bits."""
        return around([bit.box for bit in self.bits])

    @property
    def text(self) -> str:
        """The words with a blank between them."""
        return " ".join(bit.text for bit in self.bits)


def around(boxes: list[Box]) -> Box:
    """The box around boxes; boxes without extent do not count, unless there are no others."""
    full = [box for box in boxes if box[2] > box[0] and box[3] > box[1]] or boxes
    return (
        min(box[0] for box in full),
        min(box[1] for box in full),
        max(box[2] for box in full),
        max(box[3] for box in full),
    )

"""A picture as it is shown: its pixels and nothing of the file they came from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """``width`` by ``height`` pixels, upright; ``rgb`` holds three bytes for each, row by row."""

    width: int
    height: int
    rgb: bytes

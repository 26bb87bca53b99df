"""The colours of the two schemes: apart for colour-blind eyes, words 4.5 to 1 on their ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KindColours:
    """A kind's ``fill`` behind words, ``text`` on that fill, and ``line`` on paper."""

    fill: str
    text: str
    line: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one scheme, as ``#rrggbb``."""

    dark: bool
    window: str  # the sidebar and what lies around the paper
    paper: str  # what people read on
    raised: str  # menus, tooltips and toasts
    text: str
    muted: str
    disabled: str
    line: str  # hairlines between things
    edge: str  # the border of a field or a button
    accent: str
    accent_hover: str
    on_accent: str
    focus: str
    hover: str
    selected: str
    danger: str
    danger_fill: str
    warning: str
    warning_fill: str
    kinds: Mapping[str, KindColours]


# The lines of the six kinds differ in lightness too, so that they stay apart for eyes that do
# not tell red from green or blue from yellow.
LIGHT = Tokens(
    dark=False, window="#f4f4f2", paper="#ffffff", raised="#ffffff", text="#1a1f24",
    muted="#5a626a", disabled="#9aa1a8", line="#e2e4e6", edge="#b3b9bf", accent="#1f5f8b",
    accent_hover="#174a6d", on_accent="#ffffff", focus="#1f5f8b", hover="#eaecee",
    selected="#dfe7ee", danger="#b3372a", danger_fill="#fdf1ef", warning="#855500",
    warning_fill="#fdf5e2",
    kinds={
        "incident": KindColours("#fce4e0", "#a83620", "#c9452c"),
        "measure": KindColours("#deebf6", "#1c5680", "#1f5f8b"),
        "condition": KindColours("#f8edcf", "#735600", "#b08a1a"),
        "ruling": KindColours("#e8e3f8", "#5335a0", "#6b3fc0"),
        "statement": KindColours("#e4eae5", "#3f5145", "#3f5145"),
        "figure": KindColours("#d9f0ed", "#0b6661", "#0d9c94"),
    },
)  # fmt: skip

DARK = Tokens(
    dark=True, window="#16191c", paper="#1d2125", raised="#272c31", text="#e6e8ea",
    muted="#a3abb3", disabled="#666e76", line="#343a40", edge="#5b646d", accent="#2f78ab",
    accent_hover="#276896", on_accent="#ffffff", focus="#7cbcea", hover="#2a3036",
    selected="#2a3947", danger="#ff8f80", danger_fill="#3a2422", warning="#e8b44c",
    warning_fill="#3a301b",
    kinds={
        "incident": KindColours("#4a2620", "#ffb4a6", "#e2614a"),
        "measure": KindColours("#1f3a52", "#a5d2f5", "#3f8fd6"),
        "condition": KindColours("#43371a", "#f0d68b", "#ecd07c"),
        "ruling": KindColours("#362c55", "#d2c5fa", "#c3b3f5"),
        "statement": KindColours("#2e3831", "#c0d1c5", "#7d9384"),
        "figure": KindColours("#173f3c", "#8fe8df", "#5fe0d4"),
    },
)  # fmt: skip

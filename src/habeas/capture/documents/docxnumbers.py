"""The numbers that Word writes before paragraphs by itself: they are seen, but not in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from habeas.capture import xml
from habeas.capture.documents.flow import roman

_PLACE = re.compile(r"%([1-9])")
_SILENT = ("bullet", "none")  # signs are no words
_HIGHEST = 100_000


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is counted and written, such as ``%1.%2``."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    style: str = ""


@dataclass(slots=True)
class Numbers:
    """The lists of a document and how far each has come.

    ``lists`` are levels by the list's id; ``used`` is which list each number stands for and where
    its levels begin anew; ``styles`` are numbers by the ids of styles.
    """

    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    used: dict[str, tuple[str, dict[int, int]]] = field(default_factory=dict)
    styles: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, properties: Any) -> str:
        """What stands before a paragraph with these properties, with a blank after it, or nothing.

        Each call counts one paragraph.
        """
        number, depth = self._place(properties)
        if number not in self.used:
            return ""
        which, restarts = self.used[number]
        levels = self.lists.get(which, {})
        level = levels.get(depth)
        if level is None or level.form in _SILENT:
            return ""
        counts = self._counts.setdefault(which, {})
        if depth in restarts and (number, depth) not in self._begun:
            counts[depth] = restarts[depth] - 1
        self._begun.add((number, depth))
        counts[depth] = min(counts.get(depth, level.start - 1) + 1, _HIGHEST)
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        said = _PLACE.sub(lambda place: _written(levels, counts, int(place[1]) - 1), level.text)
        return f"{said} " if said.strip() else ""

    def _place(self, properties: Any) -> tuple[str, int]:
        """The list that a paragraph is in, and how deep; the list may be its style's."""
        style = xml.child(properties, "pStyle")
        named = "" if style is None else xml.get(style, "val")
        given = xml.child(properties, "numPr")
        number = None if given is None else xml.child(given, "numId")
        depth = None if given is None else xml.child(given, "ilvl")
        key = self.styles.get(named, "") if number is None else xml.get(number, "val")
        if depth is not None:
            return key, _whole(xml.get(depth, "val"), 0)
        levels = self.lists.get(self.used[key][0], {}) if key in self.used else {}
        return key, next((at for at, level in levels.items() if named and level.style == named), 0)


def numbers(root: Any, styles: Any) -> Numbers:
    """The lists that the parts for numbers and for styles tell of; each may be None."""
    found = Numbers()
    for each in () if root is None else xml.children(root, "abstractNum"):
        found.lists[xml.get(each, "abstractNumId")] = {
            _whole(xml.get(level, "ilvl"), 0): _level(level) for level in xml.children(each, "lvl")
        }
    for each in () if root is None else xml.children(root, "num"):
        of = xml.child(each, "abstractNumId")
        restarts = {
            _whole(xml.get(other, "ilvl"), 0): _whole(xml.get(start, "val"), 1)
            for other in xml.children(each, "lvlOverride")
            if (start := xml.child(other, "startOverride")) is not None
        }
        found.used[xml.get(each, "numId")] = ("" if of is None else xml.get(of, "val"), restarts)
    for each in () if styles is None else xml.children(styles, "style"):
        number = xml.child(each, "pPr", "numPr", "numId")
        if number is not None:
            found.styles[xml.get(each, "styleId")] = xml.get(number, "val")
    return found


def _level(element: Any) -> _Level:
    said = {
        name: "" if (found := xml.child(element, name)) is None else xml.get(found, "val")
        for name in ("start", "numFmt", "lvlText", "pStyle")
    }
    return _Level(_whole(said["start"], 1), said["numFmt"], said["lvlText"][:60], said["pStyle"])


def _written(levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
    level = levels.get(depth, _Level())
    count = counts.setdefault(depth, level.start)
    match level.form:
        case "lowerLetter" | "upperLetter" if count > 0:
            letters = chr(97 + (count - 1) % 26) * min((count - 1) // 26 + 1, 10)
        case "lowerRoman" | "upperRoman" if 0 < count < 5_000:
            letters = roman(count)
        case "decimalZero":
            letters = f"{count:02}"
        case "bullet" | "none":
            letters = ""
        case _:
            letters = str(count)
    return letters.upper() if level.form.startswith("upper") else letters


def _whole(value: str, otherwise: int) -> int:
    return min(int(value), _HIGHEST) if value.isdecimal() and len(value) < 9 else otherwise

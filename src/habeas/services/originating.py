"""Saying whether two sources have one origin; and which sources have one, as the user said."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from habeas.domain.source import Source
from habeas.errors import Refused
from habeas.i18n import _
from habeas.store.edit import Edit
from habeas.store.reader import Reader


class Verdict(StrEnum):
    """What the user says of two sources."""

    SAME = "same"
    DIFFERENT = "different"


def judge(edit: Edit, one: int, other: int, *, verdict: Verdict, note: str = "") -> int:
    """Say that two sources have one origin, or that they have not; said again, it is corrected."""
    if one == other:
        raise Refused(_("A source cannot be compared with itself."), "other")
    first, second = sorted((one, other))
    for source in (first, second):
        edit.get(Source, source)
    there = edit.query("SELECT id FROM same_origin WHERE one = ? AND other = ?", first, second)
    if there:
        ident = int(there[0]["id"])
        edit.update("same_origin", ident, verdict=verdict, note=note)
        return ident
    return edit.add("same_origin", one=first, other=second, verdict=verdict, note=note)


def take_back(edit: Edit, one: int, other: int) -> bool:
    """Say nothing of two sources any more; False if nothing was said."""
    first, second = sorted((one, other))
    rows = edit.query("SELECT id FROM same_origin WHERE one = ? AND other = ?", first, second)
    for row in rows:
        edit.delete("same_origin", int(row["id"]))
    return bool(rows)


def origins(reader: Reader, sources: Iterable[int]) -> list[frozenset[int]]:
    """The sources by origin: those that the user said have one stand together, others alone."""
    wanted = sorted(set(sources))
    group = {source: source for source in wanted}

    def head(source: int) -> int:
        while group.setdefault(source, source) != source:
            source = group[source]
        return source

    for row in reader.query("SELECT one, other FROM same_origin WHERE verdict = 'same'"):
        first, second = sorted((head(row["one"]), head(row["other"])))
        group[second] = first
    found: dict[int, set[int]] = {}
    for source in wanted:
        found.setdefault(head(source), set()).add(source)
    return [frozenset(together) for together in found.values()]

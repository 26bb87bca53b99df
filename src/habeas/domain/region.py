"""A region: where a passage lies that is no stretch of text, or where its words stand on pages.

It is JSON in three forms: a rectangle ``{"page": n, "box": [left, top, right, bottom]}``; the
rectangles of words ``[{"page": n, "boxes": [[...], ...]}, ...]`` (``page.region``); and a stretch
of time ``{"start": s, "end": s}`` in seconds from the beginning.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator

from habeas.domain.page import Box
from habeas.domain.passage import PassageKind

_PAGES = 100_000_000  # that a document may have
_SECONDS = 1e9  # that a recording may last


def rectangle(page: int, box: Box) -> str:
    """The region of a rectangle on page ``page`` (from 1); ValueError if it has no inside."""
    left, top, right, bottom = (round(float(side), 1) for side in box)
    if page < 1 or not left < right or not top < bottom:
        raise ValueError(f"no rectangle on page {page}: {box}")
    return json.dumps({"page": page, "box": [left, top, right, bottom]})


def time_range(start: float, end: float) -> str:
    """The region from second ``start`` to second ``end``; ValueError if it has no length."""
    first, last = round(float(start), 3), round(float(end), 3)
    if not 0 <= first < last or not math.isfinite(last):
        raise ValueError(f"no time from {start} to {end}")
    return json.dumps({"start": first, "end": last})


def kind_of(region: str) -> PassageKind:
    """What kind of passage a region without words is: a rectangle, or a stretch of time."""
    return PassageKind.RECTANGLE if rectangles(region) else PassageKind.TIME


def rectangles(region: str) -> list[tuple[int, Box]]:
    """The rectangles of a region, each with its page; empty if there are none, or it is damaged."""
    found = _read(region)
    return [one for each in (found if isinstance(found, list) else [found]) for one in _on(each)]


def times(region: str) -> tuple[float, float] | None:
    """Start and end of a stretch of time, in seconds; None if the region is none."""
    found = _read(region)
    if not isinstance(found, dict):
        return None
    start, end = _number(found.get("start")), _number(found.get("end"))
    if start is None or end is None or not 0 <= start <= end <= _SECONDS:
        return None
    return start, end


def page_of(region: str) -> int | None:
    """The first page that a region is on; None if it is on none."""
    return next((number for number, _box in rectangles(region)), None)


def _on(found: object) -> Iterator[tuple[int, Box]]:
    if not isinstance(found, dict) or type(found.get("page")) is not int:
        return
    if not 1 <= found["page"] <= _PAGES:
        return
    boxes = found.get("boxes", [found.get("box")])
    for box in boxes if isinstance(boxes, list) else []:
        sides = [_number(side) for side in box] if isinstance(box, list) else []
        whole = [side for side in sides if side is not None]
        if len(whole) == len(sides) == 4:
            yield found["page"], (whole[0], whole[1], whole[2], whole[3])


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return None


def _read(region: str) -> object:
    try:
        return json.loads(region or "null")
    except (ValueError, RecursionError):
        return None

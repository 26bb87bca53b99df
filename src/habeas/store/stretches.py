"""What a layer is made of: its pages with the places of its words, headings, notes, sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from habeas.domain.page import Page, unpack
from habeas.domain.stretch import Stretch, StretchKind
from habeas.errors import Problem
from habeas.i18n import _
from habeas.store.captures import PAGE
from habeas.store.damage import Damaged
from habeas.store.reader import Reader

_SQL = "SELECT name, start, end, width, height, words FROM stretch WHERE layer = ? AND kind = ?"


def pages(reader: Reader, layer: str) -> Iterator[Page]:
    """The pages of a layer, in their order; Problem if one is damaged."""
    for row in reader.query(f"{_SQL} ORDER BY n", layer, PAGE):
        yield _page(row)


def pages_within(reader: Reader, layer: str, start: int, end: int) -> list[Page]:
    """The pages that letters ``start``..``end`` stand on; Problem if one is damaged."""
    sql = f"{_SQL} AND start < ? AND end > ? ORDER BY n"
    return [_page(row) for row in reader.query(sql, layer, PAGE, end, start)]


def page(reader: Reader, layer: str, number: int) -> Page | None:
    """Page ``number``; None if there is none, Problem if it is damaged."""
    rows = reader.query(f"{_SQL} AND name = ?", layer, PAGE, str(number))
    return _page(rows[0]) if rows else None


def _page(row: Mapping[str, Any]) -> Page:
    try:
        words = unpack(row["words"]) if row["words"] else ()
        number = int(row["name"])
    except ValueError as error:
        raise _damaged() from error
    width, height = float(row["width"] or 0), float(row["height"] or 0)
    return Page(number, width, height, row["start"], row["end"], words)


def stretches(reader: Reader, layer: str) -> list[Stretch]:
    """What else the layer is made of, by where it begins; kinds of a later version are left out."""
    known = {kind.value: kind for kind in StretchKind}
    rows = reader.query(
        "SELECT kind, start, end, name FROM stretch WHERE layer = ? ORDER BY start, n", layer
    )
    return [
        Stretch(known[row["kind"]], row["start"], row["end"], row["name"])
        for row in rows
        if row["kind"] in known
    ]


def _damaged() -> Problem:
    return Damaged(
        _(
            "Where the words of this source stand on its pages cannot be read: the file was "
            "damaged or changed by another program. Nothing was changed. Open a copy or backup "
            "made earlier."
        )
    )

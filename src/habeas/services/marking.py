"""Marking passages: exact stretches of a source's text, kept with their context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from habeas.domain import region as regions
from habeas.domain.draft import Span
from habeas.domain.page import Box
from habeas.domain.page import region as on_pages
from habeas.domain.passage import Passage, PassageKind, cut, holds
from habeas.errors import Refused
from habeas.i18n import _
from habeas.services.collecting import layer_of
from habeas.store import stretches
from habeas.store.captures import text as layer_text
from habeas.store.case import Case
from habeas.store.edit import Edit
from habeas.store.reader import Reader


def mark(edit: Edit, spans: Sequence[Span], *, source: int) -> list[int]:
    """The passages at ``spans`` of the source, made where they are not there yet."""
    layer = layer_of(edit, source)
    if not layer:
        raise Refused(_("This source was not seen by us: there are no words to mark."), "passages")
    text = layer_text(edit.db, layer)
    return [
        _region(edit, span.region, source=source, layer=layer)
        if span.region
        else _passage(edit, text, span, source=source, layer=layer)
        for span in spans
    ]


def mark_region(edit: Edit, source: int, *, page: int, box: Box) -> int:
    """The passage of a rectangle on page ``page``, in the units of that page; it has no words."""
    return mark(edit, [Span(0, 0, regions.rectangle(page, box))], source=source)[0]


def mark_time(edit: Edit, source: int, *, start: float, end: float) -> int:
    """The passage of a recording from second ``start`` to second ``end``; it has no words."""
    return mark(edit, [Span(0, 0, regions.time_range(start, end))], source=source)[0]


def _region(edit: Edit, region: str, *, source: int, layer: str) -> int:
    kind, page = regions.kind_of(region), regions.page_of(region)
    if kind is PassageKind.TIME and regions.times(region) is None:
        raise Refused(_("Mark a part of the picture or of the recording."), "passages")
    there = edit.select(
        Passage, "WHERE source = ? AND kind = ? AND region = ?", source, kind.value, region
    )
    if there:
        return there[0].id
    return edit.insert(Passage(source=source, layer=layer, kind=kind, page=page, region=region))


def _passage(edit: Edit, text: str, span: Span, *, source: int, layer: str) -> int:
    there = edit.select(
        Passage,
        "WHERE source = ? AND layer = ? AND start = ? AND end = ? AND kind IN ('text', 'row')",
        source,
        layer,
        span.start,
        span.end,
    )
    if there:
        return there[0].id
    try:
        passage = cut(text, span.start, span.end)
    except ValueError as error:
        raise Refused(_("Mark at least one character of the text."), "passages") from error
    page, region = _on_pages(edit, layer, span)
    passage = replace(passage, source=source, layer=layer, page=page, region=region)
    return edit.insert(passage)


def _on_pages(reader: Reader, layer: str, span: Span) -> tuple[int | None, str]:
    """The first page that words stand on, and where they stand on all of theirs (JSON)."""
    found = stretches.pages_within(reader, layer, span.start, span.end)
    return on_pages(found, span.start, span.end)


def passages_of(reader: Reader, claim: int) -> list[Passage]:
    """The passages a claim rests on, in their order."""
    return reader.select(
        Passage,
        "JOIN (SELECT passage AS _p, position AS _n FROM claim_passage WHERE claim = ?) "
        "ON _p = passage.id ORDER BY _n",
        claim,
    )


def span_of(passage: Passage) -> Span:
    """A passage as a draft has it."""
    if passage.kind in (PassageKind.RECTANGLE, PassageKind.TIME):
        return Span(0, 0, passage.region)
    return Span(passage.start, passage.end)


def lost(case: Case, *, source: int | None = None) -> list[Passage]:
    """The passages, of all or of one source, whose quote no longer stands in the stored text."""
    rest = "WHERE kind = 'text'" + (" AND source = ?" if source else "") + " ORDER BY layer"
    found, layer, text = [], "", ""
    for passage in case.select(Passage, rest, *([source] if source else [])):
        if passage.layer != layer:
            layer, text = passage.layer, case.text(passage.layer)
        if not holds(passage, text):
            found.append(passage)
    return found

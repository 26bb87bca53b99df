"""Marking passages: exact stretches of a source's text, kept with their context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from habeas.domain.draft import Span
from habeas.domain.passage import Passage, cut, holds
from habeas.errors import Refused
from habeas.i18n import _
from habeas.services.collecting import layer_of
from habeas.store.captures import text as layer_text
from habeas.store.case import Case
from habeas.store.edit import Edit
from habeas.store.reader import Reader


def mark(edit: Edit, spans: Sequence[Span], *, source: int) -> list[int]:
    """The passages at ``spans`` of the source's text, made where they are not there yet."""
    layer = layer_of(edit, source)
    if not layer:
        raise Refused(_("This source was not seen by us: there are no words to mark."), "passages")
    text = layer_text(edit.db, layer)
    return [_passage(edit, text, span, source=source, layer=layer) for span in spans]


def _passage(edit: Edit, text: str, span: Span, *, source: int, layer: str) -> int:
    there = edit.select(
        Passage,
        "WHERE source = ? AND layer = ? AND start = ? AND end = ? AND kind = 'text'",
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
    return edit.insert(replace(passage, source=source, layer=layer))


def passages_of(reader: Reader, claim: int) -> list[Passage]:
    """The passages a claim rests on, in their order."""
    return reader.select(
        Passage,
        "JOIN (SELECT passage AS _p, position AS _n FROM claim_passage WHERE claim = ?) "
        "ON _p = passage.id ORDER BY _n",
        claim,
    )


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

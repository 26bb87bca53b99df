"""Layers of a source: read again, read by a better reader, translated; passages are carried over.

The layer that a source was read in stays, and so do the words of every passage in it: what cannot
be found again in another layer goes on resting on the one that it was marked in, and is shown as
lost there.
"""

from __future__ import annotations

from dataclasses import dataclass

from habeas.capture.reading import Reading
from habeas.domain.page import region
from habeas.domain.passage import CONTEXT, Passage, PassageKind
from habeas.domain.source import Source
from habeas.errors import Refused
from habeas.i18n import _
from habeas.services import collecting
from habeas.services.refinding import EXACT, Place, Text
from habeas.store import captures, stretches
from habeas.store.edit import Edit
from habeas.store.journal import now
from habeas.store.reader import Reader

AGAIN, OCR, TRANSLATION = "again", "ocr", "translation"  # how a further layer came
_WORDS = (PassageKind.TEXT, PassageKind.ROW)


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of a source: ``how`` it came is empty for what was read when it was added.

    ``extractor`` and ``version`` are who read it, ``length`` its letters; ``current`` is the one
    that the source is read in.
    """

    hash: str
    how: str
    extractor: str
    version: str
    language: str
    length: int
    added: str
    current: bool


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of another layer: passages found word by word, nearly so, and not at all.

    ``new`` is False when the source was read in this very layer before.
    """

    layer: str
    new: bool
    exact: tuple[int, ...] = ()
    nearly: tuple[int, ...] = ()
    lost: tuple[int, ...] = ()


def layers(reader: Reader, source: int) -> list[Layer]:
    """The layers of a source, the oldest first."""
    current = collecting.layer_of(reader, source)
    rows = reader.query(
        "SELECT l.hash, t.how, l.extractor, l.version, l.language, l.length, t.added FROM ("
        "SELECT layer, '' AS how, captured AS added, 0 AS rank, id FROM source_capture "
        "WHERE source = ?1 AND layer IS NOT NULL UNION ALL "
        "SELECT layer, how, added, 1, id FROM source_layer WHERE source = ?1) t "
        "JOIN layer l ON l.hash = t.layer ORDER BY t.rank, t.id",
        source,
    )
    found: dict[str, Layer] = {}
    for row in rows:
        found.setdefault(row["hash"], Layer(**row, current=row["hash"] == current))
    return list(found.values())


def read_again(edit: Edit, reading: Reading, *, source: int, how: str = AGAIN) -> Carried:
    """Keep another reading of a source's bytes as a layer, read the source in it, carry passages.

    Refused if the reading has no words: then nothing is better than before.
    """
    if not reading.text.strip():
        raise Refused(_("No words were found this time either. Nothing was changed."), "layer")
    capture = _capture_of(edit, source)
    # What a reader of pictures makes of them is told from what the file itself says.
    kind = {"kind": "ocr"} if how == OCR else {}
    layer = collecting.keep_layer(edit, reading, capture=capture, **kind)
    if layer not in {known.hash for known in layers(edit, source)}:
        _add(edit, source, layer=layer, capture=capture, how=how)
    if reading.language and not edit.get(Source, source).language:
        edit.update(Source, source, language=reading.language)  # a scan has none before
    return use(edit, source, layer=layer)


def use(edit: Edit, source: int, *, layer: str) -> Carried:
    """Read the source in another of its layers, and carry over what was marked in the others."""
    if layer == collecting.layer_of(edit, source):
        return Carried(layer, new=False)
    if layer not in {known.hash for known in layers(edit, source) if known.how != TRANSLATION}:
        raise Refused(_("This text is none of this source. Nothing was changed."), "layer")
    edit.update(Source, source, layer=layer)
    text, former = Text(captures.text(edit.db, layer)), dict[str, str]()
    came: dict[str, list[int]] = {"exact": [], "nearly": [], "lost": []}
    for passage in edit.select(Passage, "WHERE source = ? AND layer <> ? ORDER BY id",
                               source, layer):  # fmt: skip
        if passage.kind in _WORDS:
            if passage.layer not in former:
                former[passage.layer] = captures.text(edit.db, passage.layer)
            place = text.find(passage, former=former[passage.layer])
            came[_carry(edit, passage, place, text=text.text, layer=layer)].append(passage.id)
    return Carried(layer, new=True, **{name: tuple(ids) for name, ids in came.items()})


def translate(edit: Edit, source: int, text: str, *, language: str) -> str:
    """Keep a translation beside the words that the source is read in; returns its layer.

    Claims go on resting on the original words: nothing can be marked in a translation.
    """
    original = collecting.layer_of(edit, source)
    if not original or not text.strip() or not language:
        raise Refused(_("A translation needs a text, its words and a language."), "translation")
    capture = str(edit.row("SELECT capture FROM layer WHERE hash = ?", original)["capture"])
    layer = edit.keep_layer(
        capture, text, kind=TRANSLATION, extractor="hand", translates=original, language=language
    )
    if layer not in {known.hash for known in layers(edit, source)}:
        _add(edit, source, layer=layer, capture=capture, how=TRANSLATION)
    return layer


def lost(reader: Reader, source: int) -> list[Passage]:
    """The passages that were marked in another layer and were not found in the present one."""
    layer = collecting.layer_of(reader, source)
    found = reader.select(
        Passage, "WHERE source = ? AND layer <> ? AND kind IN ('text', 'row') ORDER BY start",
        source, layer,
    )  # fmt: skip
    return list(found)


def _add(edit: Edit, source: int, *, layer: str, capture: str, how: str) -> None:
    noted = edit.noted(capture, layer)
    edit.add("source_layer", source=source, layer=layer, how=how, added=now(), noted=noted)


def _carry(edit: Edit, passage: Passage, found: Place | None, *, text: str, layer: str) -> str:
    """Move one passage to where its words were found: exact, nearly or lost."""
    if found is None:
        return "lost"
    start, end = found.start, found.end
    number, boxes = region(stretches.pages_within(edit, layer, start, end), start, end)
    edit.update(
        Passage,
        passage.id,
        layer=layer,
        start=start,
        end=end,
        quote=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        page=number,
        region=passage.region if passage.kind is PassageKind.ROW else boxes,
        carried=passage.carried or passage.layer,
        score=found.score,
    )
    return "exact" if found.score == EXACT else "nearly"


def _capture_of(reader: Reader, source: int) -> str:
    """The bytes that the source is read out of."""
    found = reader.query(
        "SELECT coalesce((SELECT capture FROM layer WHERE hash = s.layer), (SELECT capture FROM "
        "source_capture WHERE source = s.id ORDER BY id LIMIT 1)) AS capture FROM source s "
        "WHERE id = ?",
        source,
    )
    if not found or not found[0]["capture"]:
        raise Refused(_("This source was not seen by us: there is nothing to read."), "layer")
    return str(found[0]["capture"])

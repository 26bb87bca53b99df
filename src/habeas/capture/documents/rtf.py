"""Rich Text: the running text with headings and tables; notes, comments and headers after it."""

from __future__ import annotations

from habeas.capture import sentences
from habeas.capture.documents import notes, signs, whole
from habeas.capture.documents.about import About, line
from habeas.capture.documents.flow import Aside
from habeas.capture.documents.rtfwords import Words
from habeas.capture.documents.whole import Told
from habeas.capture.original import Original, TooLarge
from habeas.capture.reading import Reading
from habeas.domain.stretch import StretchKind
from habeas.i18n import _

VERSION = "1"
_NAMES = {"comment": "comments", "doccomm": "comments"}


def read(original: Original) -> Reading:
    """The Reading of a Rich Text; one that is broken is kept with what can be read of it."""
    try:
        told = _told(_source(original.whole()))
    except TooLarge as problem:
        told = Told(notes=(str(problem),))
    return whole.reading(original, told, media_type=signs.RTF, extractor="rtf", version=VERSION)


def _told(source: str) -> Told:
    words = Words()
    words.read(source)
    found = words.told
    for aside in (*found.asides, *(Aside(StretchKind.HEADER, text) for text in found.headers)):
        words.flow.aside(aside)
    pairs = [(_NAMES.get(key, key), line(value)) for key, value in found.info.items() if value]
    said = dict(pairs)
    return Told(
        words.flow,
        About(tuple(pairs), title=said.get("title", ""), author=said.get("author", "")),
        (
            *((_(sentences.DAMAGED),) if found.broken else ()),
            *notes.changes(found.changes),
            *notes.hidden(found.hidden),
            *notes.left_out(found.inside),
        ),
    )


def _source(data: bytes) -> str:
    """The Rich Text with a character for each byte, from where it begins."""
    return data[max(data.find(b"{\\rtf"), 0) :].decode("latin-1")

"""Rich Text: the running text with headings and tables; notes, comments and headers after it."""

from __future__ import annotations

from habeas.capture import language, zipped
from habeas.capture import title as titles
from habeas.capture.documents import inside, kept, pdfabout, signs
from habeas.capture.documents.flow import Aside
from habeas.capture.documents.rtfwords import Words
from habeas.capture.original import Original, TooLarge
from habeas.capture.reading import Reading
from habeas.domain.stretch import StretchKind
from habeas.i18n import _

VERSION = "1"
_NAMES = {"comment": "comments", "doccomm": "comments"}


def read(original: Original) -> Reading:
    """The Reading of a Rich Text; one that is broken is kept with what can be read of it."""
    words = Words()
    notes: tuple[str, ...] = ()
    try:
        words.read(_source(original.whole()))
    except TooLarge as problem:
        notes = (str(problem),)
    told = words.told
    for aside in (*told.asides, *(Aside(StretchKind.HEADER, text) for text in told.headers)):
        words.flow.aside(aside)
    text, stretches = words.flow.finished()
    notes += (
        *((_(zipped.DAMAGED),) if told.broken else ()),
        *kept.changes(told.changes),
        *kept.hidden(told.hidden),
        *inside.left_out(told.inside),
    )
    pairs = tuple(
        (_NAMES.get(key, key), pdfabout.line(value)) for key, value in told.info.items() if value
    )
    title = pdfabout.title(dict(pairs).get("title", "")) or titles.guess(text)
    author = pdfabout.author(dict(pairs).get("author", ""))
    tongue = language.guess(text)
    given = {"title": title, "author": author, "published": "", "language": tongue}
    return Reading(
        data=original.data,
        text=text,
        media_type=signs.RTF,
        extractor="rtf",
        version=VERSION,
        notes=(*notes, *kept.limits(words.flow, text, before=notes)),
        file_name=original.name,
        title=title or original.name,
        author=author,
        language=tongue,
        silent=tuple(name for name, value in given.items() if not value),
        metadata=pairs,
        stretches=stretches,
    )


def _source(data: bytes) -> str:
    """The Rich Text with a character for each byte, from where it begins."""
    return data[max(data.find(b"{\\rtf"), 0) :].decode("latin-1")

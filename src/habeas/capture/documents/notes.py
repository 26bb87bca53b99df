"""What readers of documents have to say: what was left out, limits, and what is inside."""

from __future__ import annotations

from habeas.capture import plain, sentences
from habeas.capture.documents.flow import Flow
from habeas.i18n import N_, _, ngettext

CUT = N_(
    "This document has more text than can be read: its end is missing here. Split it and add the "
    "part that you need by itself."
)
MACROS = N_("This document carries a program of its own (macros). Habeas did not run it.")


def limits(flow: Flow, text: str, *, before: tuple[str, ...]) -> tuple[str, ...]:
    """The notes on what is missing or unreadable in a text; ``before`` are those there are."""
    return (
        *sentences.controls(flow.odd),
        *plain.damage(max(text.count("\ufffd") - flow.odd, 0)),
        *((_(CUT),) if flow.cut else ()),
        *(() if text.strip() or before else (_(sentences.NO_TEXT),)),
    )


def changes(n: int) -> tuple[str, ...]:
    """The note for tracked changes."""
    note = ngettext(
        "This document holds one tracked change. What was inserted is in the text, what was "
        "deleted is not.",
        "This document holds {n} tracked changes. What was inserted is in the text, what was "
        "deleted is not.",
        n,
    )
    return (note.format(n=n),) if n else ()


def hidden(n: int) -> tuple[str, ...]:
    """The note for text that its writer hid, by its letters."""
    note = ngettext(
        "This document holds hidden text (one letter), which is not in the text here.",
        "This document holds hidden text ({n} letters), which is not in the text here.",
        n,
    )
    return (note.format(n=n),) if n else ()


def attached(n: int) -> tuple[str, ...]:
    """The note for files that a document carries."""
    note = ngettext(
        "One file is attached to this document. It was not opened in any other program.",
        "{n} files are attached to this document. They were not opened in any other program.",
        n,
    )
    return (note.format(n=n),) if n else ()


def left_out(n: int) -> tuple[str, ...]:
    """The note for files that were too many, too large or too damaged to be taken out."""
    note = ngettext(
        "One file inside this document could not be taken out; it is kept within the original.",
        "{n} files inside this document could not be taken out; they are kept within the original.",
        n,
    )
    return (note.format(n=n),) if n else ()

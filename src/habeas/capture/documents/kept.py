"""What every reader of documents tells of: what was left out, limits, and what is inside."""

from __future__ import annotations

from habeas.capture.documents import pdfnotes
from habeas.capture.documents.flow import Flow
from habeas.i18n import N_, _, ngettext

CUT = N_(
    "This document has more text than can be read: its end is missing here. Split it and add the "
    "part that you need by itself."
)
MACROS = N_("This document carries a program of its own (macros). Habeas did not run it.")


def limits(flow: Flow, text: str, *, before: tuple[str, ...]) -> tuple[str, ...]:
    """The notes on what is missing or unreadable in a text; ``before`` are those there are."""
    note = ngettext(
        "One control character, which cannot be seen, is shown as �.",
        "{n} control characters, which cannot be seen, are shown as �.",
        flow.odd,
    )
    said = [note.format(n=flow.odd)] if flow.odd else []
    lost = text.count("\ufffd") - flow.odd
    unread = ngettext(
        "One place could not be read and is shown as �.",
        "{n} places could not be read and are shown as �.",
        lost,
    )
    said += [unread.format(n=lost)] if lost > 0 else []
    said += [_(CUT)] if flow.cut else []
    said += [] if text.strip() or before else [_(pdfnotes.WORDLESS)]
    return tuple(said)


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
    """The note for files inside."""
    return tuple(pdfnotes.attached(n))

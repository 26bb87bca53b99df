"""What there is to say about a PDF, in sentences for the user."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from habeas.capture import sentences
from habeas.capture.documents.flow import Aside
from habeas.capture.documents.notes import attached, left_out
from habeas.domain.stretch import StretchKind
from habeas.i18n import N_, _, ngettext

SCAN = N_(
    "No page of this document has words in it: it seems to be a scan. Its words can be read by "
    "text recognition (OCR), if Tesseract is on this computer."
)
SCRIPT = N_("This document carries a program of its own (JavaScript). Habeas did not run it.")
FORM = N_(
    "This document is a form of a kind (XFA) that is not read: what was filled in is missing in "
    "the text. Open it in its own program, print it to a PDF, and add that too."
)
FILLED = N_("What was filled into the form stands at the end of the text.")
_RANGES = 12  # of page numbers that a sentence names


@dataclass(slots=True)
class Seen:
    """What came up while the pages were read; pages by their numbers from 1."""

    pages: int = 0
    read: int = 0
    wordless: list[int] = field(default_factory=list)  # with something on them, but no words
    broken: list[int] = field(default_factory=list)
    cut: list[int] = field(default_factory=list)
    recognised: list[int] = field(default_factory=list)
    numbered: list[int] = field(default_factory=list)  # whose letters are told by numbers alone
    odd: int = 0
    letters: int = 0
    unplaced: bool = False
    rebuilt: bool = False
    script: bool = False
    form: bool = False
    attached: int = 0
    margins: list[Aside] = field(default_factory=list)
    attachments_left_out: int = 0


def notes(seen: Seen, *, has_text: bool) -> tuple[str, ...]:
    """All that there is to say, the gravest first."""
    said: list[str] = []
    if seen.rebuilt or seen.broken:
        said.append(_(sentences.DAMAGED))
    said += _numbered(
        seen.broken,
        one=_("Page {pages} could not be read."),
        many=_("Pages {pages} could not be read."),
    )
    said += _wordless(seen, has_text=has_text)
    said += _limits(seen)
    said += _numbered(
        seen.recognised,
        one=_(
            "The words of page {pages} were recognised in a picture by another program and may "
            "have mistakes: compare them with the page."
        ),
        many=_(
            "The words of pages {pages} were recognised in pictures by another program and may "
            "have mistakes: compare them with the pages."
        ),
    )
    said += _numbered(
        seen.numbered,
        one=_(
            "The letters of page {pages} do not say what they are. They were read by their "
            "numbers, and some may be others: compare them with the page."
        ),
        many=_(
            "The letters of pages {pages} do not say what they are. They were read by their "
            "numbers, and some may be others: compare them with the pages."
        ),
    )
    said += _odd(seen.odd)
    said += [_(SCRIPT)] if seen.script else []
    said += [_(FORM)] if seen.form else []
    filled = any(aside.kind is StretchKind.TABLE for aside in seen.margins)
    said += [_(FILLED)] if filled else []
    said += attached(seen.attached)
    said += left_out(seen.attachments_left_out)
    return tuple(said)


def _wordless(seen: Seen, *, has_text: bool) -> list[str]:
    if not has_text:
        return [_(SCAN if seen.wordless else sentences.NO_TEXT)]
    return _numbered(
        seen.wordless,
        one=_("Page {pages} has no words in it and may be a scan."),
        many=_("Pages {pages} have no words in them and may be scans."),
    )


def _limits(seen: Seen) -> list[str]:
    said = []
    if seen.read < seen.pages:
        said.append(
            _(
                "This document has {pages} pages; only the first {read} were read. Split it and "
                "add the part that you need by itself."
            ).format(pages=seen.pages, read=seen.read)
        )
    said += _numbered(
        seen.cut,
        one=_("Page {pages} has too much text to be read to its end."),
        many=_("Pages {pages} have too much text to be read to their end."),
    )
    if seen.unplaced:
        said.append(
            _(
                "This document has so many words that their places on the page are known for its "
                "first pages only."
            )
        )
    return said


def _odd(n: int) -> list[str]:
    note = ngettext(
        "One letter does not say what it is and is shown as �.",
        "{n} letters do not say what they are and are shown as �. If this spoils the text, it can "
        "be read by text recognition (OCR).",
        n,
    )
    return [note.format(n=n)] if n else []


def _numbered(numbers: Sequence[int], *, one: str, many: str) -> list[str]:
    if not numbers:
        return []
    sentence = one if len(numbers) == 1 else many
    return [sentence.format(pages=ranges(numbers))]


def ranges(numbers: Sequence[int]) -> str:
    """Ascending page numbers as a person writes them: 3, 5–7, 12."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    shown = ["–".join(map(str, run)) for run in runs[:_RANGES]]
    return ", ".join(shown) + (" …" if len(runs) > _RANGES else "")

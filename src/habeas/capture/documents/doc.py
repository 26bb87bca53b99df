"""Word documents of old, and those that a password locks: kept, and said to be what they are."""

from __future__ import annotations

from habeas.capture import sentences
from habeas.capture.documents import signs
from habeas.capture.original import Original
from habeas.capture.reading import Reading
from habeas.capture.unread import unread
from habeas.i18n import N_, _

OLD = N_(
    "This is a Word document of the old kind (DOC), which Habeas keeps but does not read. Open it "
    "in a word processor, save it as DOCX or PDF, and add that too."
)


def read(original: Original) -> Reading:
    """The Reading without text of such a document, with a note that says what to do."""
    locked = signs.is_locked(original)
    note = sentences.LOCKED if locked else OLD
    kind = signs.DOCX if locked and original.name.lower().endswith(".docx") else signs.DOC
    return unread(original, _(note), media_type=kind)

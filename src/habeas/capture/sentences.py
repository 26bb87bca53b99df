"""Sentences that readers of every family share: the same trouble is told in the same words.

Each says that the file is kept, and what to do if something can be done.
"""

from __future__ import annotations

from habeas.i18n import N_, _, ngettext

DAMAGED = N_(
    "The file is kept, but it is damaged inside: not everything in it could be read. If you can, "
    "get a better copy and add that too."
)
CUT_SHORT = N_(
    "The file is kept, but it breaks off before its end: what comes before that was read. If you "
    "can, get a better copy and add that too."
)
LOCKED = N_(
    "The file is kept, but it is locked with a password and could not be read. Open it in its own "
    "program, save it without the password, and add that too."
)
TOO_BIG = N_(
    "The file is kept, but it holds more than can be unpacked safely, and was not read to its "
    "end. Unpack it yourself and add what you need."
)
NO_TEXT = N_("No text was found in it. It is kept as it is.")
NO_PAGE = N_("No page was found in it. It is kept as it is.")
NO_MESSAGES = N_("No messages were found in it. It is kept as it is.")


def other_encoding(said: str, used: str) -> str:
    """The note that text was not read in the encoding that it names itself."""
    return _("It says that it is written in {said}, but it was read as {used}.").format(
        said=said.upper(), used=used.upper()
    )


def controls(n: int) -> tuple[str, ...]:
    """The note, if there is need for one, that ``n`` control characters became U+FFFD."""
    note = ngettext(
        "One control character, which cannot be seen, is shown as �.",
        "{n} control characters, which cannot be seen, are shown as �.",
        n,
    )
    return (note.format(n=n),) if n else ()

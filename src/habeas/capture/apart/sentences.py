"""What is said of a file whose reading was stopped or failed."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

from habeas.i18n import _, ngettext

_LONGEST = 80  # characters of a name in a sentence
_SPACE = re.compile(r"\s+")


class End(Enum):
    """How a worker came to an end before its time."""

    SLOW = "slow"
    LARGE = "large"
    FAILED = "failed"
    ENDED = "ended"  # by us


def of_whole(end: End, name: str, *, seconds: float, memory: int) -> str:
    """The sentence for a file of which nothing could be read."""
    if end is End.SLOW:
        return _(
            "“{name}” took longer than {time} to read and was stopped. "
            "It is kept, without its text."
        ).format(name=shown(name), time=lasting(seconds))
    if end is End.LARGE:
        return _(
            "“{name}” needed more memory than {size} MB to be read and was stopped. "
            "It is kept, without its text."
        ).format(name=shown(name), size=round(memory / 1_000_000))
    return _(
        "“{name}” could not be read: the reader failed on it. It is kept, without its text."
    ).format(name=shown(name))


def of_parts(end: End, name: str, *, seconds: float, memory: int) -> str:
    """The sentence for a file of which some could be read, and not all that is inside."""
    if end is End.SLOW:
        return _(
            "Reading what is inside “{name}” took longer than {time} and was stopped. "
            "What was read until then is kept, and so is the file."
        ).format(name=shown(name), time=lasting(seconds))
    if end is End.LARGE:
        return _(
            "Reading what is inside “{name}” needed more memory than {size} MB and was stopped. "
            "What was read until then is kept, and so is the file."
        ).format(name=shown(name), size=round(memory / 1_000_000))
    if end is End.ENDED:
        return _(
            "Reading what is inside “{name}” was stopped. "
            "What was read until then is kept, and so is the file."
        ).format(name=shown(name))
    return _(
        "Not all that is inside “{name}” could be read: the reader failed on it. "
        "What was read until then is kept, and so is the file."
    ).format(name=shown(name))


def no_text() -> str:
    """The note on a file of which no word was read and nothing was said."""
    return _("No text was found in it. It is kept as it is.")


def changed(name: str) -> str:
    """The sentence for a file that was not the same at the end of its reading."""
    return _(
        "“{name}” was changed while it was being read. Nothing was added. "
        "Wait until it is completely saved or downloaded, then add it again."
    ).format(name=shown(name))


def unseen() -> str:
    """The sentence for a page or a picture that cannot be drawn."""
    return _("This cannot be shown: its reader was stopped, or failed on it. It is kept as it is.")


def no_worker() -> str:
    """The sentence for a system on which no worker starts."""
    return _(
        "Files cannot be read at the moment: the process that reads them did not start. Nothing "
        "was added. Restart the computer, or install Habeas again, and add the files once more."
    )


def lasting(seconds: float) -> str:
    """A span of time as people say it."""
    if seconds < 120:
        n = max(1, round(seconds))
        return ngettext("one second", "{n} seconds", n).format(n=n)
    n = round(seconds / 60)
    return ngettext("one minute", "{n} minutes", n).format(n=n)


def shown(name: str) -> str:
    """A file's name as it may stand in a sentence: one line, its own direction, not too long."""
    seen = "".join(
        "�" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char
        for char in _SPACE.sub(" ", name[: 4 * _LONGEST])
    )
    return seen if len(seen) <= _LONGEST else seen[: _LONGEST - 12] + "…" + seen[-11:]

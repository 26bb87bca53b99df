"""Which folders of this computer the user herself pointed the open case at.

The queue and the watched folder lie in the case, and a case may come from a stranger, or from
another computer: what it names must not be read, nor even looked for, before the user has seen it.
The settings keep digests of what was chosen here.  They are made with a random word that lies in
the case, so that of a locked one they say nothing, and hold for no other case.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from habeas import settings
from habeas.i18n import N_, _

if TYPE_CHECKING:
    from habeas.ui.desk import Desk

_KEPT = "agreed"  # of the case's view state: the random word
_WHOLE, _FILES = "whole", "files"  # a folder with all that is in it, or only the files in it
_ELSEWHERE = N_("Another computer put it on the list. It would be read from {folder}.")


def agree(desk: Desk, paths: Iterable[Path]) -> None:
    """The user chose these files and folders here: whatever is in them may be read."""
    word = desk.kept(_KEPT)
    if not isinstance(word, str) or not word:
        word = os.urandom(16).hex()
        desk.keep(_KEPT, word)
    names = [os.path.abspath(path) for path in paths]
    chosen = [
        _digest(word, _WHOLE, name)
        if os.path.isdir(name)
        else _digest(word, _FILES, os.path.dirname(name))
        for name in names
    ]
    settings.agree(dict.fromkeys(chosen))


def may_watch(desk: Desk, folder: Path) -> bool:
    """Whether this folder, or one around it, was chosen here."""
    return _Agreed(desk).holds(os.fspath(folder))


def set_aside(desk: Desk) -> None:
    """Files that nobody chose here wait in the inbox, with the folder from which they would come.

    The user may be asked to go on with files or to try them again: not with these.
    """
    from habeas.store import intake
    from habeas.store.intake import State

    agreed, told = _Agreed(desk), []
    states = (State.INBOX, State.WAITING, State.FAILED)
    for row in intake.unsettled(desk.case, states):
        name = intake.as_name(row.path)
        if not agreed.holds_file(name):
            why = _(_ELSEWHERE).format(folder=intake.as_path(row.path).parent)
            if (row.state, row.why) != (State.INBOX, why):
                told.append((row.id, why))
    if told:
        intake.offer(desk.case, told)


class _Agreed:
    """What was chosen here; a folder is looked up once."""

    def __init__(self, desk: Desk) -> None:
        self._word = str(desk.kept(_KEPT) or "")
        self._digests = frozenset(settings.load().agreed) if self._word else frozenset()
        self._found: dict[str, bool] = {}

    def holds_file(self, name: str) -> bool:
        """Whether a file may be read."""
        folder = os.path.dirname(name)
        if folder not in self._found:
            files = _digest(self._word, _FILES, folder)
            self._found[folder] = self.holds(folder) or files in self._digests
        return self._found[folder] and _is_plain(name)

    def holds(self, folder: str) -> bool:
        """Whether a folder, or one around it, was chosen with all that is in it."""
        return _is_plain(folder) and any(
            _digest(self._word, _WHOLE, each) in self._digests for each in _upwards(folder)
        )


def _is_plain(name: str) -> bool:
    """Whether a path says where it leads: nothing in it goes back up."""
    return os.path.isabs(name) and os.path.normpath(name) == name


def _upwards(folder: str) -> Iterator[str]:
    yield folder
    while (above := os.path.dirname(folder)) != folder:
        yield (folder := above)


def _digest(word: str, what: str, name: str) -> str:
    said = f"{word}\0{what}\0".encode() + os.fsencode(name)
    return hashlib.sha256(said).hexdigest()[:32]

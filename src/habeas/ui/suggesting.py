"""Suggestions for the source that is read: found off the UI thread, kept while the case is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from habeas.i18n import LANGUAGES
from habeas.ui.desk import Desk
from habeas.ui.jobs import Job, Progress, Work

if TYPE_CHECKING:
    from habeas.domain.source import Source
    from habeas.store.case import Case
    from habeas.suggest.found import Suggestion

Key = tuple[str, str, str]  # layer, day of publication, language: what suggestions depend on


class Suggesting(QObject):
    """Looks for suggestions in one source at a time; ``did_find`` says that they are there."""

    did_find = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._found: dict[Key, list[Suggestion]] = {}
        self._job: Job | None = None
        self._wanted: Key | None = None

    def look(self, source: Source, layer: str) -> list[Suggestion] | None:
        """What was found in the source; None while it is being looked for."""
        key = (layer, source.published, source.language)
        if not layer or source.language not in LANGUAGES:
            self._wanted = None
            return []
        if key not in self._found and key != self._wanted:
            self._start(key)
        self._wanted = key
        return self._found.get(key)

    def forget(self) -> None:
        """Another case: nothing is known."""
        self._found.clear()
        self._wanted = None

    def _start(self, key: Key) -> None:
        if self._job is not None and isValid(self._job):
            self._job.stop()

        def done(found: list[Suggestion] | Exception) -> None:
            self._keep(key, found)

        self._job = self._desk.look(_finding(self._desk.case, key), done=done)

    def _keep(self, key: Key, found: list[Suggestion] | Exception) -> None:
        if not isValid(self):
            return
        if isinstance(found, Exception):
            # The source is read without suggestions rather than waiting for them for ever.
            self._desk.did_fail.emit(found)
            found = []
        self._found[key] = found
        if key == self._wanted:
            self._wanted = None
            self.did_find.emit()


def _finding(case: Case, key: Key) -> Work:
    layer, published, language = key
    yield Progress()
    from habeas.services import registering
    from habeas.suggest import suggest

    text, known = case.text(layer), registering.known(case)
    yield Progress()
    try:
        return suggest(text, language=language, published=published, known=known)
    except Exception as error:  # noqa: BLE001 - told in the UI thread
        return error

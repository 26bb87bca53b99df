"""Suggestions for the source that is read: found off the UI thread, kept while the case is open."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from habeas.i18n import LANGUAGES
from habeas.ui.desk import Desk
from habeas.ui.jobs import Progress, Work

if TYPE_CHECKING:
    from habeas.domain.draft import Span
    from habeas.domain.source import Source
    from habeas.store.case import Case
    from habeas.suggest.found import Suggestion

_PAUSE = 20  # ms before a piece: what was found before is shown while nothing competes with it
_KEPT = 300  # pieces whose suggestions are kept; a short text is one piece

Key = tuple[str, str, str]  # layer, day of publication, language: what suggestions depend on


@dataclass(frozen=True, slots=True)
class Looked:
    """The suggestions found so far in the words that are shown, and whether more may come."""

    found: list[Suggestion] = field(default_factory=list)
    looking: bool = False


@dataclass(frozen=True, slots=True)
class _Wanted:
    key: Key
    text: str
    pieces: tuple[Span, ...]  # those that are shown

    @property
    def names(self) -> list[tuple[Key, int]]:
        """Under which names the suggestions of its pieces are kept."""
        return [(self.key, piece.start) for piece in self.pieces]


class Suggesting(QObject):
    """Looks for suggestions in the part of a source that is shown, one piece of it at a time.

    ``did_find`` says that more is there.
    """

    did_find = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._found: OrderedDict[tuple[Key, int], list[Suggestion]] = OrderedDict()
        self._cut: tuple[str, list[Span]] = ("", [])  # a layer and its pieces
        self._wanted: _Wanted | None = None
        self._busy = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self._go_on)

    def look(self, source: Source, layer: str, *, text: str, bounds: tuple[int, int]) -> Looked:
        """What was found in ``bounds`` (code points) of the source's text, which is ``layer``."""
        if not layer or source.language not in LANGUAGES:
            self._wanted = None
            return Looked()
        key = (layer, source.published, source.language)
        self._wanted = _Wanted(key, text, self._shown(layer, text, bounds=bounds))
        there = [name for name in self._wanted.names if name in self._found]
        for name in there:
            self._found.move_to_end(name)
        if not self._busy:
            self._soon.start()
        found = [one for name in there for one in self._found[name]]
        return Looked(found, looking=len(there) < len(self._wanted.pieces))

    def forget(self) -> None:
        """Another case: nothing is known."""
        self._found.clear()
        self._cut = ("", [])
        self._wanted, self._busy = None, False
        self._soon.stop()

    def _shown(self, layer: str, text: str, *, bounds: tuple[int, int]) -> tuple[Span, ...]:
        from habeas.suggest import parts

        if self._cut[0] != layer:
            self._cut = (layer, parts.pieces(text))
        first, last = bounds
        return tuple(p for p in self._cut[1] if p.start < last and first < p.end)

    def _go_on(self) -> None:
        """Look at the next piece that is wanted, unless one is being looked at."""
        wanted = self._wanted
        if wanted is None or self._busy:
            return
        for piece, name in zip(wanted.pieces, wanted.names, strict=True):
            if name not in self._found:
                self._start(wanted, piece, name)
                return

    def _start(self, wanted: _Wanted, piece: Span, name: tuple[Key, int]) -> None:
        self._busy = True

        def done(found: list[Suggestion] | Exception) -> None:
            self._keep(name, found)

        self._desk.think(_finding(self._desk.case, wanted, piece), done=done)

    def _keep(self, name: tuple[Key, int], found: list[Suggestion] | Exception) -> None:
        if not isValid(self):
            return
        self._busy = False
        if isinstance(found, Exception):
            # The source is read without suggestions rather than waiting for them for ever.
            self._desk.did_fail.emit(found)
            found = []
            for other in self._wanted.names if self._wanted is not None else ():
                self._found.setdefault(other, [])
        self._found[name] = found
        while len(self._found) > _KEPT:
            self._found.popitem(last=False)
        if self._wanted is not None and name in self._wanted.names:
            self.did_find.emit()
        self._soon.start()


def _finding(case: Case, wanted: _Wanted, piece: Span) -> Work:
    _layer, published, language = wanted.key
    yield Progress()
    from habeas.services import registering
    from habeas.suggest import parts

    known = registering.known(case)
    yield Progress()
    try:
        return parts.in_piece(
            wanted.text, piece, language=language, published=published, known=known
        )
    except Exception as error:  # noqa: BLE001 - told in the UI thread
        return error

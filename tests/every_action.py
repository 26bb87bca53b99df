"""A program of its own: everything that can be done to a case is done once, then it crashes.

``python every_action.py CASE PHRASE WORD REPORT``: every Action of the program and of each room is
triggered, ``WORD`` is typed into every field that opens, and what opened is closed.  ``REPORT`` is
a file that gets, as JSON, the ids of what was done and of what never could be.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QWidget,
)

from habeas.ui import app
from habeas.ui.actions import Action
from habeas.ui.rooms import ROOMS
from habeas.ui.views.unlock import Unlock
from habeas.ui.widgets.claimeditor import ClaimEditor
from habeas.ui.window import Window

# These lead out of the case, or out of the program.
OUT = {"program.quit", "case.close", "case.example"}
LAST = ("case.lock",)
BEFORE = {"sources.accept": "sources.next", "sources.reject": "sources.next"}
CARRIED_OUT = {"case.verify", "case.seal", "sources.seal"}  # not only opened
SOON, DRAWN = 5, 40  # milliseconds that the window is left alone


Steps = Callable[["Driver"], Iterator[int]]


class Slip(Exception):
    """A mistake of ours whose message holds words of the case."""


class Driver(QObject):
    """Does one step after the other while the program's own loop runs.

    ``steps`` are done instead of everything; each says how many milliseconds to wait after it.
    """

    def __init__(
        self, case: Path, phrase: str, word: str, report: Path, *, steps: Steps | None = None
    ) -> None:
        super().__init__()
        self.case, self.phrase, self.word, self.report = case, phrase, word, report
        self.done: list[str] = []
        self.seen: set[str] = set()
        self._steps = steps(self) if steps else self._all()
        self._busy = False
        self._entered = ""

    def go_on(self) -> None:
        """One step; where the one before has opened something that waits, it is closed."""
        if self._busy:
            self._close()
            QTimer.singleShot(DRAWN, self.go_on)
            return
        QTimer.singleShot(DRAWN, self._unblock)
        self._busy = True
        try:
            wait = next(self._steps)
        finally:
            self._busy = False
        QTimer.singleShot(wait, self.go_on)

    def _unblock(self) -> None:
        if self._busy:
            self._close()

    @property
    def window(self) -> Window:
        """The program's window."""
        return next(w for w in QApplication.topLevelWidgets() if isinstance(w, Window))

    def _all(self) -> Iterator[int]:
        yield from self.unlock()
        for room in ROOMS:
            yield from self._room(room.id)
        yield from self._do("case.lock")
        yield from self.unlock()
        self.report.write_text(json.dumps([self.done, sorted(self.seen - set(self.done) - OUT)]))
        QTimer.singleShot(0, self._slip)
        yield DRAWN
        os.kill(os.getpid(), signal.SIGSEGV)

    def _slip(self) -> None:
        raise Slip(f"{self.word} stands in the text of {self.case.name}")

    def unlock(self) -> Iterator[int]:
        """Type the passphrase, once it is asked for."""
        pages: list[Unlock] = []
        while not pages:
            yield DRAWN
            pages = [p for p in self.window.findChildren(Unlock) if self.window.frame.shows(p)]
        QTest.keyClicks(pages[0].field, self.phrase)
        QTest.keyClick(pages[0].field, Qt.Key.Key_Return)
        self._entered = ""
        while not self.window.at_work:
            yield SOON
        yield DRAWN

    def _room(self, room: str) -> Iterator[int]:
        """Everything of this room, and of the program what was not done yet; twice round."""
        yield from self._enter(room)
        for _round in range(2):
            for ident in [action.id for action, _made in self._pairs()]:
                self.seen.add(ident)
                if ident in self.done or ident in OUT or ident in LAST:
                    continue
                yield from self._do(ident)
                if self.done[-1:] == [ident]:
                    yield from self._enter(room)

    def _enter(self, room: str) -> Iterator[int]:
        """The room, with something chosen in it."""
        if not self.window.at_work:
            yield from self.unlock()
        if self.window.frame.room == room and self._entered == room:
            return
        self._entered = room
        view = self.window.frame.enter(room)
        yield DRAWN
        if view is not None:
            for table in view.findChildren(QAbstractItemView):
                if table.isVisible() and table.model() is not None:
                    QTest.keyClick(table, Qt.Key.Key_Down)
            for text in view.findChildren(QTextEdit):
                if text.isVisible():
                    QTest.keyClick(text, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
            view.setFocus()
        yield DRAWN

    def _do(self, ident: str) -> Iterator[int]:
        """Trigger an Action, if that can be now; use what it opens, and close that."""
        if made := self._made(BEFORE.get(ident, "")):
            made.trigger()
            yield DRAWN
        made = self._made(ident)
        if made is None:
            return
        self.done.append(ident)
        made.trigger()
        yield SOON
        if self._fill():
            yield DRAWN
        if ident in CARRIED_OUT and self._press():
            yield 5 * DRAWN
        for _again in range(5):
            if not self._close():
                break
            yield SOON
        self._leave_editors()

    def _made(self, ident: str) -> QAction | None:
        """What triggers an Action; None if there is no occasion for it now."""
        self.window.refresh_actions()
        for action, made in self._pairs():
            if action.id == ident and action.enabled():
                made.setEnabled(True)
                return made
        return None

    def _press(self) -> bool:
        """Press the button that carries out what the dialog is for."""
        for dialog in _opened():
            for button in dialog.findChildren(QPushButton):
                if button.isVisible() and button.isEnabled() and button.isDefault():
                    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                    return True
        return False

    def _leave_editors(self) -> None:
        """Half-filled: they keep what was typed in them."""
        for editor in self.window.findChildren(ClaimEditor):
            if editor.isVisible():
                for field in editor.findChildren(QLineEdit)[:3]:
                    QTest.keyClicks(field, self.word)
                editor.cancel()
        if self._entered == "sources":
            self._entered = ""  # what was chosen there is another thing now

    def _pairs(self) -> list[tuple[Action, QAction]]:
        return [*self.window.pairs, *self.window.frame.local]

    def _fill(self) -> bool:
        """Type into every field of the dialogs that opened, and into the one with the focus."""
        fields: list[QWidget] = []
        for dialog in _opened():
            for kind in (QLineEdit, QPlainTextEdit):
                fields += [f for f in dialog.findChildren(kind) if f.isVisible()]
        focused = QApplication.focusWidget()
        if isinstance(focused, QLineEdit | QPlainTextEdit):
            fields.append(focused)
        for field in fields:
            if field.isEnabled() and not field.isReadOnly():  # type: ignore[attr-defined]
                QTest.keyClicks(field, self.word)
        return bool(fields)

    def _close(self) -> bool:
        opened = _opened()
        for widget in opened[::-1]:
            widget.close()
        return bool(opened)


def _opened() -> list[QWidget]:
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, QDialog | QMenu) and widget.isVisible()
    ]


def main() -> int:
    """Run the program with the driver in it."""
    case, phrase, word, report = sys.argv[1:]
    del sys.argv[1:]
    app.make()
    driver = Driver(Path(case), phrase, word, Path(report))
    QTimer.singleShot(DRAWN, driver.go_on)
    return app.run(case=Path(case))


if __name__ == "__main__":
    sys.exit(main())

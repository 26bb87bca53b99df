"""The main window: it lays out the rooms and hands on what the user asks; it knows no record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from habeas import i18n, settings
from habeas.errors import Problem
from habeas.i18n import _
from habeas.ui import (
    actions,
    adding,
    asking,
    dropping,
    fieldundo,
    focus,
    menus,
    problems,
    theme,
    unsaved,
)
from habeas.ui.actions import Action
from habeas.ui.backing import Backing
from habeas.ui.desk import Desk
from habeas.ui.frame import Frame
from habeas.ui.intake import Intake
from habeas.ui.locking import Locking
from habeas.ui.naming import Naming
from habeas.ui.notices import Notices
from habeas.ui.rewriting import Rewriting
from habeas.ui.rooms import room_for
from habeas.ui.safekeeping import Safekeeping
from habeas.ui.speaking import speak
from habeas.ui.standing import Standing
from habeas.ui.unlocking import Unlocking
from habeas.ui.watching import Watching

_SIZES = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)
_TITLE_BAR = 40  # about what a window manager needs above the window


class Window(QMainWindow):
    """One window, one case.  Everything it can do is in ``menus.table``."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(self)
        self.locking = Locking(self)
        self.unlocking = Unlocking(self)
        self.naming = Naming(self)
        self.standing = Standing(self)
        self.rewriting = Rewriting(self)
        self.backing = Backing(self)
        self.notices = Notices(self)
        self.watching = Watching(self)
        self.safe = Safekeeping(self)
        self.intake = Intake(self)
        self.setAcceptDrops(True)
        self.setMinimumSize(800, 560)
        self._take_place(settings.load().geometry)
        self._build()
        self.desk.did_open.connect(self._opened)
        self.desk.did_close.connect(self._closing)
        self.desk.did_change.connect(self._changed)
        self.desk.did_ask.connect(self._go)
        self.desk.did_fail.connect(self._failed)
        problems.tell_with(self._failed)

    @property
    def at_work(self) -> bool:
        """Whether the rooms of an open case are shown, and not a page before them."""
        return self.desk.is_open and self.frame.is_inside

    @property
    def can_write(self) -> bool:
        """Whether the rooms are shown, as they are today, of a case that can be written to."""
        return self.at_work and self.desk.can_write

    def begin(self, case: Path | None) -> None:
        """After the first frame: open the case that was named, and tell of a crash before."""
        if case is not None:
            self.open_path(case)
        if problems.crashed_before():
            self.frame.say(
                _("Habeas ended unexpectedly last time. Everything you accepted is kept.")
            )

    # what the File menu does

    def new_case(self) -> None:
        """Ask where and how it is to be locked, and make a case there."""
        self.unlocking.new()

    def open_case(self) -> None:
        """Ask which case, and open it."""
        asking.open_case(self, self.open_path)

    def open_path(self, path: Path) -> None:
        """Open this case; a locked one asks first, and the one that is open stays till then."""
        self.attempt(lambda: self.unlocking.open(path))

    def open_example(self) -> None:
        """Open the user's own copy of the example, made now if it is not there."""
        from habeas.services.example import copy_of_example

        self.attempt(lambda: self.unlocking.open(copy_of_example(i18n.language())))

    def close_case(self) -> None:
        """Close the case and go back to the welcome page."""
        self.desk.close()
        self.locking.clipboard.clear()
        self.clear()
        if not self.backing.linger(self._left):
            self.refresh()

    def save_copy(self) -> None:
        """Ask where, and write a copy of the case for handing over."""
        asking.copy_to(self, self.desk.case.path, self._save_copy_as)

    def add_sources(self) -> None:
        """Ask which files, and add them."""
        asking.files_to_add(self, self.intake.bring)

    def paste_text(self) -> None:
        """Show what the clipboard holds, and add it as a source."""
        from habeas.ui.dialogs.pasting import Pasting

        Pasting(self, self.desk, add=lambda text: adding.add_text(self.desk, text)).open()

    def import_sheet(self) -> None:
        """Ask for a spreadsheet, and make claims of its rows."""
        from habeas.ui.dialogs.sheets.dialog import open_dialog

        open_dialog(self, self.desk)

    def write_report(self) -> None:
        """Ask what the report should hold, and write it."""
        from habeas.ui.dialogs.report import ReportDialog

        ReportDialog(self.desk, self, self.frame.filtered()).open()

    # what the Edit, View and Help menus do

    def undo(self) -> None:
        """Undo in the field that is being typed in, else in the case."""
        if not fieldundo.typing("undo"):
            self.frame.hush()
            self.attempt(self.desk.undo)

    def redo(self) -> None:
        """Redo in the field that is being typed in, else in the case."""
        if not fieldundo.typing("redo"):
            self.attempt(self.desk.redo)

    def can_undo(self) -> bool:
        """Whether there is an act to take back."""
        return self.can_write and bool(self.desk.case.steps()[0])

    def can_redo(self) -> bool:
        """Whether there is an undo to take back."""
        return self.can_write and bool(self.desk.case.steps()[1])

    def search(self) -> None:
        """Put the cursor into the search field."""
        self.frame.search.setFocus()
        self.frame.search.selectAll()

    def enter(self, room: str) -> None:
        """Show a room."""
        self.frame.enter(room)

    def larger(self) -> None:
        """Larger words everywhere."""
        self._resize_words(+1)

    def smaller(self) -> None:
        """Smaller words everywhere."""
        self._resize_words(-1)

    def usual_size(self) -> None:
        """Words of the usual size."""
        self._resize_words(0)

    def use_scheme(self, scheme: theme.Scheme) -> None:
        """Light, dark, or as the desktop."""
        settings.change(scheme=scheme)
        self._look(scheme, settings.load().scale)

    def use_language(self, language: str) -> None:
        """Speak another language from now on."""
        settings.change(language=language)
        speak(cast(QApplication, QApplication.instance()), language)
        self._build()
        if self.desk.is_open:
            self._opened()
        self.unlocking.again()
        self.rewriting.again()
        self.backing.again()

    def show_help(self) -> None:
        """The help page with every key."""
        from habeas.ui.dialogs.help import HelpDialog

        HelpDialog([*self.pairs, *self.frame.local], self).show()

    def show_about(self) -> None:
        """Version and licence."""
        asking.about(self)

    def refresh_actions(self) -> None:
        """Ask every Action whether it can be done now, and name what undo would undo."""
        actions.refresh([*self.pairs, *self.frame.local])
        undo, redo = self.desk.case.steps() if self.can_write else ([], [])
        made = {action.id: q for action, q in self.pairs}
        made["edit.undo"].setText(_named(_("&Undo"), undo[-1].label if undo else ""))
        made["edit.redo"].setText(_named(_("&Redo"), redo[-1].label if redo else ""))

    # Qt's own

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Files, or text, may be dropped on an open case; a case file on the welcome page."""
        if dropping.welcome(self, event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Add what was dropped."""
        event.acceptProposedAction()
        self.attempt(lambda: dropping.drop(self, event.mimeData()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape, where nothing else wants it, leaves the past."""
        if event.key() == Qt.Key.Key_Escape and self.at_work and self.standing.is_past:
            self.standing.back()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: N802 - Qt's names
        """Tab, and Shift+Tab."""
        back = Qt.FocusReason.BacktabFocusReason
        return focus.move(self, Qt.FocusReason.TabFocusReason if next else back)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the window's place and close the case; there is nothing to save."""
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        settings.change(geometry=geometry)
        self.rewriting.end()
        self.desk.close()
        if self.backing.linger(self.close):
            event.ignore()
            return
        self.backing.end()
        self.unlocking.end()
        self.locking.clipboard.clear()  # else X hands it to whoever keeps clipboards
        event.accept()

    def _take_place(self, geometry: str) -> None:
        """Where it was last; the first time, all of a screen that has no room to spare."""
        self.resize(1366, 768)
        room = self.screen().availableSize()
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        elif room.width() <= self.width() or room.height() <= self.height() + _TITLE_BAR:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def _build(self) -> None:
        for _action, made in getattr(self, "pairs", []):
            self.removeAction(made)
            made.deleteLater()
        self.pairs: list[tuple[Action, QAction]] = [
            (action, actions.install(action, self)) for action in menus.table(self)
        ]
        self.menus = menus.build(self, self.pairs)
        self.clear()

    def clear(self) -> None:
        """A new inside for the window: nothing of what was shown, searched or said stays in it."""
        former = self.takeCentralWidget()
        if former is not None:
            former.hide()
            former.deleteLater()
        menus.hide_room(self.menus)
        self.frame = Frame(self)
        self.setCentralWidget(self.frame)
        self.frame.show()  # now, and not when the window is laid out next

    def refresh(self) -> None:
        """Title and Actions, after another page or case came to be shown."""
        name = self.desk.case.path.stem if self.at_work else ""
        if name and (mark := self.standing.mark()):
            name = f"{name} ({mark})"
        self.setWindowTitle(f"{name} – Habeas" if name else "Habeas")
        self.refresh_actions()

    def _opened(self) -> None:
        from habeas.ui.dialogs import pasting

        case = self.desk.case
        if self.frame.room:  # of the case that was open before
            self.clear()
        settings.opened(case.path, case.key.salt if case.key else None)
        self.frame.show_case(case.path.stem)
        self.unlocking.settled()
        self.refresh()
        if self.can_write and pasting.is_unfinished(self.desk):
            self.paste_text()
        self.rewriting.opened()
        self.safe.opened()
        unsaved.offer(self)

    def _left(self) -> None:
        self.frame.leave_page()
        self.refresh()

    def _closing(self) -> None:
        self.desk.keep("room", self.frame.room)

    def _changed(self, _changes: object) -> None:
        self.frame.count()
        self.refresh_actions()

    def _go(self, what: str, ident: int, more: Mapping[str, Any]) -> None:
        view = self.frame.enter(room_for(what).id)
        if view is not None:
            view.arrive(what, ident, more)

    def _save_copy_as(self, path: Path) -> None:
        said = _("A copy was saved as {name}.").format(name=path.name)
        self.desk.write(
            asking.copying(self.desk.case, path),
            title=_("Saving a copy"),
            done=lambda _result: self.frame.say(said),
        )

    def _failed(self, error: BaseException) -> None:
        from habeas.store.holding import Gone

        if isinstance(error, Gone) and self.at_work:
            self.watching.refused()
        else:
            problems.tell(error, self)

    def attempt(self, act: Callable[[], object]) -> None:
        """Do it; a Problem is told."""
        try:
            act()
        except Problem as problem:
            self._failed(problem)

    def _resize_words(self, steps: int) -> None:
        scale = settings.load().scale
        near = min(range(len(_SIZES)), key=lambda n: abs(_SIZES[n] - scale))
        wanted = _SIZES[max(0, min(len(_SIZES) - 1, near + steps))] if steps else 1.0
        settings.change(scale=wanted)
        self._look(theme.scheme_named(settings.load().scheme), wanted)

    def _look(self, scheme: theme.Scheme, scale: float) -> None:
        app = cast(QApplication, QApplication.instance())
        theme.apply(app, scheme, scale=scale)


def _named(verb: str, label: str) -> str:
    return f"{verb}: {_(label)}" if label else verb

"""A folder that is watched, if the user asks: new files wait in the inbox, and nothing is added.

Which folder is kept in the case, as view state.  Files that are still being written wait until they
have been the same for a while; what was seen once is not told again.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QMessageBox

from habeas.i18n import _
from habeas.ui import agreeing, asking
from habeas.ui.jobs import Job, Progress

if TYPE_CHECKING:
    from habeas.store.case import Case
    from habeas.ui.intake import Intake
    from habeas.ui.window import Window

_KEPT = "watched-folder"  # of the case's view state
_SETTLING = 2_000  # milliseconds in which a file may not change, so that it counts as whole
_FOLDERS = 200  # that the system is asked to tell of; the rest is seen when the window is chosen

Seen = Mapping[str, tuple[int, int]]  # size and time of files, by path


class Watch(QObject):
    """The watched folder of the window's case; ``folder`` is None if there is none."""

    def __init__(self, intake: Intake, window: Window) -> None:
        super().__init__(intake)
        self._intake = intake
        self._window = window
        self.folder: Path | None = None
        self._told_gone = False
        self._unsettled: Seen = {}
        self._job: Job | None = None
        self._again = False  # whether it is to be looked again when the job is over
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._later)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLING)
        self._timer.timeout.connect(self.look)
        window.desk.did_open.connect(self._opened)
        window.desk.did_close.connect(self._closed)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._activated)

    def ask(self) -> None:
        """Ask which folder is to be watched, or whether to go on with the one that is."""
        if self.folder is None:
            self._ask_folder()
            return
        box = QMessageBox(self._window)
        box.setWindowTitle(_("Watch a folder"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(_("New files in this folder wait in the inbox:"))
        box.setInformativeText(str(self.folder))
        stop = box.addButton(_("&Stop watching"), QMessageBox.ButtonRole.DestructiveRole)
        other = box.addButton(_("&Another folder…"), QMessageBox.ButtonRole.ActionRole)
        box.addButton(QMessageBox.StandardButton.Close)
        stop.clicked.connect(lambda: self.use(None))
        other.clicked.connect(self._ask_folder)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def use(self, folder: Path | None) -> None:
        """Watch this folder from now on; None: no more.  What is in it already counts as new."""
        from habeas.store.intake import as_text

        if folder is not None:
            agreeing.agree(self._window.desk, [folder])
        self._window.desk.keep(_KEPT, None if folder is None else as_text(folder))
        self._take(folder)
        if folder is None:
            self._window.desk.say(_("No folder is watched any more."))
        else:
            self._window.desk.say(_("New files in “{name}” wait in the inbox from now on.").format(
                name=folder.name
            ))  # fmt: skip
            self.look()

    def look(self) -> None:
        """See what is new in the folder."""
        if self.folder is None or not self._window.desk.can_write:
            return
        if self._job is not None:
            self._again = True
            return
        self._again = False
        self._job = self._window.desk.think(
            _new_files(self._window.desk.case, self.folder, self._unsettled), done=self._looked
        )
        self._job.did_finish.connect(self._over, Qt.ConnectionType.QueuedConnection)

    def _looked(self, found: tuple[Seen, list[str], bool, int]) -> None:
        unsettled, folders, is_there, n = found
        self._unsettled = unsettled
        if unsettled:
            self._timer.start()
        if not is_there and not self._told_gone and self.folder is not None:
            self._window.desk.say(
                _("The watched folder “{name}” is not there. Is its drive connected?").format(
                    name=self.folder.name
                )
            )
        self._told_gone = not is_there
        watched = set(self._watcher.directories())
        if added := [each for each in folders if each not in watched]:
            self._watcher.addPaths(added)
        if n:
            self._intake.is_hidden = False
            self._intake.refresh()

    def _over(self) -> None:
        self._job = None
        if self._again:
            self.look()

    def _ask_folder(self) -> None:
        asking.folder(self._window, _("Watch a folder"), self.use)

    def _later(self, _path: str) -> None:
        self._timer.start()

    def _opened(self) -> None:
        from habeas.store.intake import as_path

        kept = self._window.desk.kept(_KEPT) if self._window.desk.can_write else None
        folder = as_path(kept) if isinstance(kept, str) and kept else None
        if folder is not None and not agreeing.may_watch(self._window.desk, folder):
            folder = None
            self._window.desk.say(_(
                "This case watches a folder of another computer. Choose one of this computer "
                "under “Watch a folder”."
            ))  # fmt: skip
        self._take(folder)
        self.look()

    def _closed(self) -> None:
        self._take(None)
        self._job = None

    def _take(self, folder: Path | None) -> None:
        self.folder = folder
        self._told_gone = False
        self._unsettled = {}
        self._timer.stop()
        if former := self._watcher.directories():
            self._watcher.removePaths(former)

    def _activated(self, window: QWindow | None) -> None:
        if window is not None and self.folder is not None and not self._timer.isActive():
            self.look()


def _new_files(
    case: Case, folder: Path, unsettled: Seen
) -> Generator[Progress, None, tuple[Seen, list[str], bool, int]]:
    """Put what is new in the folder, and has come to rest, into the inbox.

    Returns what has not come to rest, the folders to be watched, whether the folder is there at
    all, and how many files were put into the inbox.
    """
    from habeas.services import intakewalk, intaking

    if not folder.is_dir():
        return {}, [], False, 0
    restless: dict[str, tuple[int, int]] = {}
    rested = []
    folders = list(islice(intakewalk.folders(folder), _FOLDERS))
    for each in intakewalk.new_in(case, folder):
        if unsettled.get(each.path) == (each.size, each.changed) or intakewalk.is_old(each):
            rested.append(each)
        else:
            restless[each.path] = each.size, each.changed
        yield Progress(len(rested))
    if rested:
        for n in intaking.enqueue(case, rested):
            yield Progress(n)
    return restless, folders, True, len(rested)

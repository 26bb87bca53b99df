"""What the Safekeeping menu opens: verifying, seals, backups; and moving the case elsewhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from habeas.i18n import _, ngettext
from habeas.ui import asking, backround
from habeas.ui.jobs import Progress, Work
from habeas.ui.notices import PLAIN, VERIFY, Notice

if TYPE_CHECKING:
    # The store is imported after the first frame.
    from habeas.store.backups import Backup
    from habeas.store.case import Case
    from habeas.ui.window import Window


class Safekeeping(QObject):
    """Opens the dialogs for the window's case, and offers to verify one when it is due."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._offered: Case | None = None  # to verify it, once for each opening
        window.desk.will_shut.connect(self._shutting)

    def verify(self) -> None:
        """Look at everything that the case holds."""
        from habeas.ui.dialogs import verifying

        self._window.notices.drop(VERIFY)
        verifying.open_dialog(self._window, self._window.desk)

    def seal(self) -> None:
        """Show the seals of the case, and make one."""
        from habeas.ui.dialogs import sealing

        sealing.open_dialog(self._window, self._window.desk)

    def show_backups(self) -> None:
        """Show every backup that there is, of whatever case."""
        from habeas.ui.dialogs import backups

        window = self._window
        backups.open_dialog(window, Path(), window.open_path, backing=window.backing)

    def ask_move(self) -> None:
        """Ask where the case should be, and move it there; it is open as before then."""
        window = self._window
        asking.move_to(
            window, window.desk.case.path, lambda to: window.attempt(lambda: self._move(to))
        )

    def opened(self) -> None:
        """A case was opened, or another language is spoken."""
        desk = self._window.desk
        if desk.moment is not None:
            return
        self._window.watching.opened()
        if self._offered is not desk.today:
            self._offered = desk.today
            self._offer_to_verify()

    # what is offered

    def _offer_to_verify(self) -> None:
        from habeas.ui.dialogs import verifying

        notices = self._window.notices
        if self._window.desk.can_write and verifying.due(self._window.desk):
            notices.put(
                VERIFY,
                Notice(
                    lambda: _("This case was not verified for a while."),
                    lambda: ((_("Verify…"), self.verify), notices.dismissing(VERIFY)),
                ),
            )

    def offer_plain_backups(self) -> None:
        """The case has just been locked: offer to delete its backups that anyone can read."""
        desk = self._window.desk
        desk.look(_plain(desk.case), done=self._tell_plain)

    def _tell_plain(self, found: list[Backup]) -> None:
        notices, n = self._window.notices, len(found)
        if not found:
            return

        def words() -> str:
            return ngettext(
                "{n} backup from before this case was locked can be read by anyone.",
                "{n} backups from before this case was locked can be read by anyone.",
                n,
            ).format(n=n)

        def delete() -> None:
            notices.drop(PLAIN)
            self._window.desk.look(_deleting(found), done=self._deleted)

        notices.put(
            PLAIN,
            Notice(
                words,
                lambda: (
                    (ngettext("Delete it", "Delete them", n), delete),
                    notices.dismissing(PLAIN, words=ngettext("Keep it", "Keep them", n)),
                ),
            ),
        )

    def _deleted(self, n: int) -> None:
        said = ngettext("{n} backup was deleted.", "{n} backups were deleted.", n)
        self._window.desk.say(said.format(n=n))

    def _move(self, to: Path) -> None:
        from habeas.store import copying

        if os.path.lexists(to):  # said before the case is closed for it
            raise copying.there_already(to)
        self._window.rewriting.move(to)

    def _shutting(self, _case: object) -> None:
        self._offered = None
        self._window.notices.clear()


def _plain(case: Case) -> Work:
    """The backups of a case that are not locked, wherever backups are kept."""
    from habeas.store import backups

    yield Progress()
    found: list[Backup] = []
    for folder in backround.folders():
        found += [b for b in backups.backups_of(folder, case.read, key=case.key) if not b.locked]
        yield Progress()
    return found + [b for b in backups.kept_beside(case.path) if not b.locked]


def _deleting(found: list[Backup]) -> Work:
    """Delete these; how many they were."""
    from habeas.store import backups

    for n, backup in enumerate(found):
        yield Progress(n, len(found))
        backups.delete(backup)
    return len(found)

"""Where the window stands: in the past of its case, or beside another window that writes in it.

Both are shown by a banner above every room, by the title of the window, and by nothing that writes
being possible; from both there is a way back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from habeas.i18n import _
from habeas.ui import moments
from habeas.ui.jobs import Job
from habeas.ui.moments import Moment

if TYPE_CHECKING:
    from habeas.store.holding import Held
    from habeas.store.lockfile import Holder
    from habeas.ui.widgets.banner import Banner
    from habeas.ui.window import Window


class Standing(QObject):
    """Takes the window to the past and back, and lets it write where another one did."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._job: Job | None = None
        self.beside: Holder | None = None  # who wrote in the case when it was opened to read only
        window.desk.did_ask_past.connect(self._asked)
        window.desk.did_close.connect(self._closing)

    @property
    def is_past(self) -> bool:
        """Whether the record is shown as it stood at some moment."""
        return self._window.desk.moment is not None

    def ask(self) -> None:
        """Ask for a moment, and show the record as it was known then."""
        from habeas.ui.dialogs.asknown import AsKnown

        if self._is_busy():
            return
        desk = self._window.desk
        shown = desk.moment.when if desk.moment is not None else datetime.now().astimezone()
        AsKnown(desk, desk.today, self._window, then=self.go, shown=shown).open()

    def go(self, moment: Moment) -> None:
        """Make the record of that moment ready, and show it."""
        if self._is_busy():
            return
        if self._job is not None:
            self._job.stop()
        title = _("Reading the record as it stood")
        self._job = self._window.desk.prepare(moment, title=title)

    def back(self) -> None:
        """Show the record as it is today, at the place that was left."""
        self._window.desk.stand_today()

    def write_here(self) -> None:
        """Become the window that writes, if no other one does any more."""
        from habeas.store import holding

        desk = self._window.desk
        if desk.take_hold():
            desk.say(_("From now on you write here."))
        elif desk.case.hold.holder is not None:
            who = holding.described(desk.case.hold.holder)
            desk.say(_("It is still open {who}. Close it there first.").format(who=who))
        else:
            desk.say(_("It cannot be written to just now. Try again in a moment."))

    def mark(self) -> str:
        """What the title of the window says of it; empty where there is nothing to say."""
        desk = self._window.desk
        if desk.moment is not None:
            return _("as known on {time}").format(time=desk.moment.words)
        return "" if desk.can_write else _("read only")

    def tell(self, banner: Banner) -> None:
        """Say it on the banner, or take the banner away."""
        from habeas.store import holding

        desk = self._window.desk
        case = desk.today
        if desk.moment is not None:
            words = _("The record as known on {time} (after act {n}). Read only.").format(
                time=desk.moment.words, n=desk.moment.edit
            )
            acts = ((_("Another moment…"), self.ask), (_("Back to today"), self.back))
            banner.say(words, acts, loud=True)
        elif desk.can_write:
            banner.hush()
        elif case.read_only and moments.is_writable(case.path):
            other = case.hold.holder or self.beside
            who = holding.described(other) if other else _("in another window of Habeas")
            words = _("This case is open {who} too: here it can only be read.").format(who=who)
            banner.say(words, ((_("Write here"), self.write_here),), loud=False)
        else:
            words = _("This case can only be read here: its place cannot be written to.")
            banner.say(words, (), loud=False)

    def _asked(self, edit: int) -> None:
        desk = self._window.desk
        moment = moments.of_edit(desk.today, edit) if edit else None
        if moment is not None:
            self.go(moment)
        else:
            self.ask()

    def _is_busy(self) -> bool:
        """Whether work that writes is running, which going to the past would stop."""
        busy = self._window.desk.is_writing
        if busy:
            self._window.desk.say(_("Wait until what is being written is written, or stop it."))
        return busy

    def _closing(self) -> None:
        self._job = None


def ask_held(
    parent: QWidget,
    held: Held,
    *,
    read: Callable[[], object],
    again: Callable[[], object],
    leave: Callable[[], object],
) -> None:
    """Another window writes in the case: whether to read it, or to try again, or to leave it."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(_("This case is open already"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(str(held))
    box.setInformativeText(
        _(
            "Only one window can write in a case. Here you can read it meanwhile and see what the "
            "other one writes; or close it there and try again."
        )
    )
    reads = box.addButton(_("Open to &read only"), QMessageBox.ButtonRole.AcceptRole)
    tries = box.addButton(_("&Try again"), QMessageBox.ButtonRole.ActionRole)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(reads)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def chosen(_result: int) -> None:
        pressed = box.clickedButton()
        if pressed is reads:
            read()
        elif pressed is tries:
            again()
        else:
            leave()

    box.finished.connect(chosen)
    box.open()

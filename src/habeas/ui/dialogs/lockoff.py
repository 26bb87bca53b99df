"""Taking the lock off a case: what it means, said before the passphrase is asked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.widgets.choosing import caps_hint
from habeas.ui.widgets.fieldrow import FieldRow
from habeas.ui.widgets.parts import line, note
from habeas.ui.widgets.secretdialog import SecretDialog
from habeas.ui.widgets.secretfield import SecretField


def ask(
    parent: QWidget | None, name: str, then: Callable[[str], object], *, said: str = ""
) -> None:
    """Ask for the passphrase of the case called ``name``; ``said`` is why it is asked again.

    ``then(passphrase)`` is called when she agrees; whether it is right is for the caller to find
    out.  Not called if she cancels.
    """
    _LockOff(parent, name, then, said).open()


class _LockOff(SecretDialog):
    """What becomes of the file, and the passphrase once more."""

    def __init__(
        self, parent: QWidget | None, name: str, then: Callable[[str], object], said: str
    ) -> None:
        super().__init__(parent, _("Take the lock off “{name}”").format(name=name))
        self._then = then
        self.column.addWidget(
            note(
                self,
                _(
                    "Without a lock, anyone who holds the file can read all of it: whoever finds, "
                    "copies or seizes it. Nothing will ask for a passphrase any more."
                ),
                _(
                    "Backups and copies made before stay locked, with the passphrase and the "
                    "recovery code of now. Keep these as long as you keep them."
                ),
            )
        )
        self.field = SecretField(self)
        self._row = FieldRow(_("&Passphrase of the case"), self.field)
        self._row.set_error(said)
        self.field.textChanged.connect(lambda: self._row.set_error(""))
        self.field.did_see_caps.connect(lambda on: self._row.set_hint(caps_hint(on)))
        self.column.addWidget(self._row)
        words = _("The whole file is written anew, which takes a while for a large case.")
        self.column.addWidget(line(self, words))
        self.finish(_("&Take the lock off"), self._try)
        theme.role(self.buttons()[0], "danger")
        self.field.setFocus()

    @Slot()
    def _try(self) -> None:
        """Hand it over, unless it is missing."""
        given = self.field.text()
        if not given:
            self._row.set_error(_("Type the passphrase that opens the case now."))
            self.field.setFocus()
            return
        self.accept()
        self._then(given)

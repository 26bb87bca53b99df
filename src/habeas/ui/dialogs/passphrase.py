"""Changing the passphrase of a case, and locking a case that had none."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from habeas.i18n import _
from habeas.ui.widgets.choosing import Choosing, caps_hint
from habeas.ui.widgets.fieldrow import FieldRow
from habeas.ui.widgets.parts import line, note
from habeas.ui.widgets.secretdialog import SecretDialog
from habeas.ui.widgets.secretfield import SecretField

Then = Callable[[str, str], object]


def ask_new(parent: QWidget | None, *, current: bool, then: Then, said: str = "") -> None:
    """Ask for a new passphrase, and for the ``current`` one where there is one.

    ``said`` is what was wrong with the current one when it was asked before.

    ``then(old, new)`` is called when she agrees, ``old`` empty if it was not asked; whether it is
    right is for the caller to find out.  Not called if she cancels.
    """
    _NewPassphrase(parent, current=current, then=then, said=said).open()


class _NewPassphrase(SecretDialog):
    """The passphrase of now, the one to come, and what becomes of code and copies."""

    def __init__(
        self, parent: QWidget | None, *, current: bool, then: Then, said: str = ""
    ) -> None:
        title = _("Change the passphrase") if current else _("Lock this case")
        super().__init__(parent, title)
        self._then = then
        self._old = SecretField(self) if current else None
        self.choosing = Choosing(self, words=_("&New passphrase") if current else "")
        if self._old is not None:
            self._row = FieldRow(_("&Present passphrase"), self._old)
            self._row.set_error(said)
            self.column.addWidget(self._row)
            self.choosing.shown.toggled.connect(self._old.show_text)
            self._old.textChanged.connect(lambda: self._row.set_error(""))
            self._old.did_see_caps.connect(lambda on: self._row.set_hint(caps_hint(on)))
        self.column.addWidget(self.choosing)
        self._explain()
        self.finish(_("&Change it") if current else _("L&ock the case"), self._try)
        fields = [self._old] if self._old is not None else []
        order: list[QWidget] = [*fields, *self.choosing.order(), *self.buttons()]
        for one, following in pairwise(order):
            QWidget.setTabOrder(one, following)
        order[0].setFocus()

    def _explain(self) -> None:
        if self._old is None:
            lines = [
                _(
                    "A forgotten passphrase cannot be found again, by us or by anyone. The only "
                    "other way in is the recovery code, which is offered next."
                ),
                _("Backups and copies made before stay unlocked: anyone can read them."),
            ]
        else:
            lines = [
                _("The old recovery code is void afterwards; a new one is offered next."),
                _("Backups and copies made before keep the old passphrase and the old code."),
            ]
        self.column.addWidget(note(self, *lines))
        words = _("The whole file is encrypted anew, which takes a while for a large case.")
        self.column.addWidget(line(self, words))

    @Slot()
    def _try(self) -> None:
        """Hand over both, unless one is missing or refused."""
        if self._old is not None and not self._old.text():
            self._row.set_error(_("Type the passphrase that opens the case now."))
            self._old.setFocus()
            return
        if self.choosing.refuses():
            return
        old, new = self._old.text() if self._old is not None else "", self.choosing.passphrase()
        self.accept()
        self._then(old, new)

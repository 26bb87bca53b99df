"""Asking how a new case is locked, before it is made, and who writes its history."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.widgets.choosing import Choosing
from habeas.ui.widgets.fieldrow import FieldRow
from habeas.ui.widgets.parts import line, note
from habeas.ui.widgets.secretdialog import SecretDialog

Then = Callable[[str | None, str, str], object]


def ask(parent: QWidget | None, path: Path, then: Then) -> None:
    """Ask for the passphrase of the case to be made at ``path``; nothing is written here.

    ``then(passphrase, name, role)`` is called when she agrees: the passphrase is None for a case
    that is left unlocked, name and role may be empty.  Not called if she cancels.
    """
    _NewCase(parent, path, then).open()


class _NewCase(SecretDialog):
    """Lock or leave open, the passphrase, and the user's name and role."""

    def __init__(self, parent: QWidget | None, path: Path, then: Then) -> None:
        super().__init__(parent, _("A new case: “{name}”").format(name=path.stem))
        self._then = then
        self._lock = QRadioButton(_("&Lock the case with a passphrase"), self)
        self._open = QRadioButton(_("Leave it &unlocked"), self)
        self._means = line(self, _("Anyone who holds the file can read it."), role="warning")
        self._means.setContentsMargins(3 * theme.GAP, 0, 0, 0)
        self._open.setAccessibleDescription(self._means.text())
        self._lock.setChecked(True)
        # Tab comes to the chosen one of the two, and arrows go on to the other.
        self._open.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.choosing = Choosing(self, known=(path.stem,))
        self._name, self._role = QLineEdit(self), QLineEdit(self)
        self._lock.toggled.connect(self._follow)
        self._lay_out()
        self._order()

    def _lay_out(self) -> None:
        column = self.column
        column.addWidget(self._lock)
        self._locked = QWidget(self)
        inner = QVBoxLayout(self._locked)
        inner.setContentsMargins(3 * theme.GAP, 0, 0, 0)
        inner.setSpacing(theme.GAP)
        inner.addWidget(self.choosing)
        inner.addWidget(
            note(
                self,
                _(
                    "A forgotten passphrase cannot be found again, by us or by anyone. The only "
                    "other way in is the recovery code: once the case is made, show it from the "
                    "Case menu, write it down and keep it in another place."
                ),
            )
        )
        column.addWidget(self._locked)
        column.addWidget(self._open)
        column.addWidget(self._means)
        column.addWidget(line(self, _("How the history of this case names you"), role="strong"))
        row = QHBoxLayout()
        row.setSpacing(2 * theme.GAP)
        row.addWidget(FieldRow(_("&Name (may stay empty)"), self._name))
        row.addWidget(FieldRow(_("&Role (may stay empty)"), self._role))
        column.addLayout(row)
        self.finish(_("Make the &case"), self._try)

    def _order(self) -> None:
        order = (
            *(self._lock, *self.choosing.order(), self._open, self._name, self._role),
            *self.buttons(),
        )
        for one, following in pairwise(order):
            QWidget.setTabOrder(one, following)
        self.choosing.first.setFocus()

    @Slot()
    def _follow(self) -> None:
        self._locked.setVisible(self._lock.isChecked())

    @Slot()
    def _try(self) -> None:
        """Hand over what was asked, unless the passphrase is refused."""
        passphrase = None
        if self._lock.isChecked():
            if self.choosing.refuses():
                return
            passphrase = self.choosing.passphrase()
        told = (self._name.text().strip(), self._role.text().strip())
        self.accept()
        self._then(passphrase, *told)

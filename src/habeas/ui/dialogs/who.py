"""Asking whose name the history of a case writes; it may stay empty."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.widgets.fieldrow import FieldRow
from habeas.ui.widgets.wrapping import hold_height

Then = Callable[[str, str], object]


def ask(parent: QWidget, then: Then, *, name: str = "", role: str = "") -> None:
    """Ask for name and role; ``then(name, role)`` is called however she answers.

    Whoever closes the dialog leaves both as they were.
    """
    _Who(parent, then, name=name, role=role).open()


class _Who(QDialog):
    """Two fields.  Enter does nothing before a name is given: it was meant for what lay below."""

    def __init__(self, parent: QWidget, then: Then, *, name: str, role: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Your name in this case"))
        self._name, self._role = QLineEdit(name, self), QLineEdit(role, self)
        words = QLabel(
            _("The history says who did what. Both may stay empty; they are kept in the case."),
            self,
        )
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        theme.role(words, "muted")
        buttons = QDialogButtonBox(self)
        self._keep = buttons.addButton(_("&Keep"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._keep.setDefault(True)
        theme.role(self._keep, "primary")
        leave = buttons.addButton(
            _("&Leave as it is") if name or role else _("&Leave empty"),
            QDialogButtonBox.ButtonRole.RejectRole,
        )
        leave.setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        column.addWidget(words)
        column.addWidget(FieldRow(_("&Name"), self._name))
        column.addWidget(FieldRow(_("&Role"), self._role))
        column.addWidget(buttons)
        self.setMinimumWidth(420)
        hold_height(self)
        self._name.textChanged.connect(self._follow)
        self._role.textChanged.connect(self._follow)
        self._was = (name, role)
        self._follow()
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.accepted.connect(lambda: then(self._name.text().strip(), self._role.text().strip()))
        self.rejected.connect(lambda: then(*self._was))

    def _follow(self) -> None:
        told = any(field.text().strip() for field in (self._name, self._role))
        self._keep.setEnabled(told or any(self._was))

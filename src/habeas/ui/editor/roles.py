"""Who takes part, and as what."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from habeas.domain.draft import Draft
from habeas.domain.voice import Role
from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.editor.fields import Combo
from habeas.ui.editor.flow import Flow
from habeas.ui.editor.labels import row
from habeas.ui.editor.page import Page
from habeas.ui.editor.picking import PickLine, names_of
from habeas.ui.editor.rows import RowList


class Roles(QWidget):
    """The actors of a claim with their roles."""

    did_edit = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = Page()
        self.list = RowList(self._one, add=_("Add role"), what=_("Role"))
        self.rows = {"roles": row("roles", self.list)}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows["roles"])
        self.list.did_edit.connect(self._edited)

    def fill(self, draft: Draft, page: Page) -> None:
        """Show the draft's roles."""
        self._page = page
        self.list.fill(draft.roles)
        self._check()

    def read(self, draft: Draft) -> Draft:
        """``draft`` with these roles."""
        roles = self.list.items()
        return replace(draft, roles=tuple(replace(r, position=n) for n, r in enumerate(roles)))

    def _one(self) -> RoleRow:
        return RoleRow(self._page)

    def _edited(self) -> None:
        self._check()
        self.did_edit.emit()

    def _check(self) -> None:
        roles = self.list.items()
        error = ""
        if any(not role.name for role in roles):
            error = _("A role needs a name, as the source writes it.")
        elif any(not role.role for role in roles):
            error = _("Choose which role it is.")
        self.rows["roles"].set_error(error)


class RoleRow(QWidget):
    """One role: which, who, and whether the name is the source's label for them."""

    did_edit = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._given = Role()
        self.first = self.name = PickLine(_("Name of the actor"), names_of(page.names, "actor"))
        self.name.setPlaceholderText(_("Name, as the source writes it"))
        self.role = Combo(_("Role"))
        self.role.offer("roles", blank=_("(role)"))
        self.label = QCheckBox(_("the source's label"))
        self.label.setToolTip(_("Shown in quotation marks: the word is the source's, not ours."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP // 2)
        self.line = QHBoxLayout()
        self.line.addWidget(self.name, 1)
        column.addLayout(self.line)
        flow = Flow()
        flow.addWidget(self.role)
        flow.addWidget(self.label)
        column.addLayout(flow)
        self.name.textEdited.connect(self.did_edit)
        self.name.did_pick.connect(self._picked)
        self.role.did_pick.connect(self.did_edit)
        self.label.clicked.connect(self.did_edit)

    def fill(self, item: Role | None) -> None:
        """Show a role."""
        self._given = item or Role()
        self.name.set_value(self._given.name)
        self.role.set_value(self._given.role)
        self.label.setChecked(self._given.label_of_source)

    def item(self) -> Role | None:
        """The role; a tie to the register holds only for the name it is of."""
        name, given = self.name.value(), self._given
        if name != given.name:
            given = replace(given, actor=None)
        role = replace(
            given, name=name, role=self.role.value(), label_of_source=self.label.isChecked()
        )
        return None if role == Role() else role

    def _picked(self, _option: object) -> None:
        self.did_edit.emit()

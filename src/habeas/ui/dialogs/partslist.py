"""What came inside a source: the attachments of a mail, the posts of an export, in one list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListView, QVBoxLayout, QWidget

from habeas import vocabulary
from habeas.i18n import _, ngettext
from habeas.overview.pages import Inside
from habeas.ui import theme
from habeas.ui.rowmodel import Index

Role = Qt.ItemDataRole


class PartsModel(QAbstractListModel):
    """One line for each source inside."""

    def __init__(self, parts: Sequence[Inside], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts = parts

    def ident(self, row: int) -> int:
        """The id of the source in ``row``; 0 if there is none."""
        return self._parts[row].id if 0 <= row < len(self._parts) else 0

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """How many sources."""
        return 0 if parent.isValid() else len(self._parts)

    def data(self, index: Index, role: int = int(Role.DisplayRole)) -> Any:
        """What a source is called, and what kind it is of."""
        if not 0 <= index.row() < len(self._parts):
            return None
        part = self._parts[index.row()]
        if role in (Role.DisplayRole, Role.ToolTipRole, Role.AccessibleTextRole):
            kind = vocabulary.label("source-kinds", part.kind)
            return f"{' '.join(part.name.split())} · {kind}"
        return None


class PartsDialog(QDialog):
    """Choose one of the sources inside another; Enter or a double click opens it."""

    did_choose = Signal(int)

    def __init__(self, parts: Sequence[Inside], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("What came inside this source"))
        self._model = PartsModel(parts, self)
        n = len(parts)
        said = QLabel(ngettext("{n} source", "{n} sources", n).format(n=n), self)
        theme.role(said, "muted")
        self.list = QListView(self)
        self.list.setModel(self._model)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(self.windowTitle())
        self.list.setCurrentIndex(self._model.index(0))
        self.list.activated.connect(lambda _index: self.accept())
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        opening = self._buttons.addButton(_("&Open"), QDialogButtonBox.ButtonRole.AcceptRole)
        opening.setDefault(True)
        theme.role(opening, "primary")
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(said)
        column.addWidget(self.list, 1)
        column.addWidget(self._buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 80, 420)
        self.list.setFocus()
        self.finished.connect(self.deleteLater)

    def accept(self) -> None:
        """Open the current one, once: Enter and the default button mean the same."""
        if not self.isVisible():
            return
        chosen = self._model.ident(self.list.currentIndex().row())
        super().accept()
        if chosen:
            self.did_choose.emit(chosen)

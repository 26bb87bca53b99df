"""Help and keys: short pages in the user's language beside everything one can do and its keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, Qt, QUrl
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QSplitter,
    QTableView,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from habeas import i18n, paths
from habeas.domain.register import folded
from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.actions import Action
from habeas.ui.rowmodel import Index
from habeas.ui.widgets.searchfield import SearchField


def pages(language: str) -> str:
    """The help pages in ``language`` as one text in HTML, in the order of their file names."""
    folder = paths.resources() / "help" / language
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.html")))


class Keys(QAbstractTableModel):
    """What can be done (its words, its keys), narrowed by ``look_for``."""

    def __init__(self, pairs: Sequence[tuple[Action, QAction]], parent: QObject) -> None:
        super().__init__(parent)
        # Read now: the window may make its actions anew while this is open.
        self._all = [(_plain(_(action.text)), _keys(action)) for action, _made in pairs]
        self.shown = list(self._all)

    def look_for(self, typed: str) -> None:
        """Show only what holds the typed words, accents or not, or has these keys."""
        wanted = folded(typed).split()
        self.beginResetModel()
        self.shown = [
            (what, keys)
            for what, keys in self._all
            if typed.casefold() in keys.casefold() or all(w in folded(what) for w in wanted)
        ]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name
        """How many can be done."""
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name
        """What, and with which keys."""
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The words of a cell."""
        if not index.isValid() or role not in _WORDS:
            return None
        return self.shown[index.row()][index.column()]

    def headerData(  # noqa: N802 - Qt's name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:
        """The heading of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("What you can do"), _("Keys"))[section]
        return None


_WORDS = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


class HelpDialog(QDialog):
    """Stays open beside the window while one works; links in it lead nowhere outside."""

    def __init__(self, pairs: Sequence[tuple[Action, QAction]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Help and keys"))
        self.text = _Pages(self)
        self.model = Keys(pairs, self)
        self.keys = QTableView(self)
        self.search = SearchField(_("Search the keys"), parent=self)
        self.search.textChanged.connect(self.model.look_for)
        self._lay_out()
        self.resize(980, 640)
        room = parent.screen().availableSize()
        self.resize(self.size().boundedTo(room * 0.95))
        self.text.setFocus()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "text"):
            self.text.fill()

    def _lay_out(self) -> None:
        keys = self.keys
        keys.setModel(self.model)
        keys.setAccessibleName(_("What you can do, with its keys"))
        keys.setShowGrid(False)
        keys.setTabKeyNavigation(False)
        keys.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        keys.verticalHeader().hide()
        keys.verticalHeader().setDefaultSectionSize(keys.fontMetrics().height() + theme.GAP)
        keys.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        keys.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(theme.GAP, 0, 0, 0)
        column.addWidget(self.search)
        column.addWidget(keys, 1)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(self.text)
        split.addWidget(right)
        split.setSizes([560, 400])
        split.setChildrenCollapsible(False)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close.button(QDialogButtonBox.StandardButton.Close).setText(_("&Close"))
        close.rejected.connect(self.reject)
        outer = QVBoxLayout(self)
        outer.addWidget(split, 1)
        outer.addWidget(close)


class _Pages(QTextBrowser):
    """The help pages; nothing outside them is read or opened."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Help"))
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.fill()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802 - Qt's name
        """Help has no pictures, and fetches none."""
        return None

    def fill(self) -> None:
        """Set the pages in the colours of now; what is read stays in sight."""
        at = self.verticalScrollBar().value()
        tokens = theme.tokens()
        self.document().setDefaultStyleSheet(
            f"h2 {{ font-size: large; margin-top: 16px; color: {tokens.text}; }}"
            "li { margin-bottom: 5px; } p { margin-top: 7px; margin-bottom: 7px; }"
            f"code {{ font-family: monospace; background: {tokens.hover}; }}"
        )
        self.document().setDocumentMargin(2 * theme.GAP)
        self.setHtml(pages(i18n.language()))
        self.verticalScrollBar().setValue(at)


def _plain(text: str) -> str:
    """The words of a menu without their mnemonic."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")


def _keys(action: Action) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return _(" or ").join(QKeySequence(keys).toString(native) for keys in action.keys)

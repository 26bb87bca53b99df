"""Pairs of sources that may have one origin: the list of them, and a text with what differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from habeas.i18n import _
from habeas.services.originating import Verdict
from habeas.ui import theme
from habeas.ui.rowmodel import Index
from habeas.ui.utf16 import shown, units

if TYPE_CHECKING:
    from habeas.overview.likeness import Alike

_MARKED = 2_000  # differences of a text that are painted: more say only that the texts differ


class Pairs(QAbstractListModel):
    """One row for each pair: what both are called, how alike they are, and what was said of them.

    ``names`` are what sources are called.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pairs: list[Alike] = []
        self.verdicts: dict[tuple[int, int], Verdict] = {}
        self._names: Mapping[int, str] = {}

    def show(self, pairs: Iterable[Alike], names: Mapping[int, str]) -> None:
        """Show these pairs instead."""
        self.beginResetModel()
        self.pairs, self._names, self.verdicts = list(pairs), names, {}
        self.endResetModel()

    def mark(self, row: int, verdict: Verdict | None) -> None:
        """Show what was said of a pair; None: nothing any more."""
        pair = (self.pairs[row].one, self.pairs[row].other)
        if verdict is None:
            self.verdicts.pop(pair, None)
        else:
            self.verdicts[pair] = verdict
        self.dataChanged.emit(self.index(row), self.index(row))

    def verdict(self, row: int) -> Verdict | None:
        """What was said of a pair since the list was made."""
        return self.verdicts.get((self.pairs[row].one, self.pairs[row].other))

    def name(self, source: int) -> str:
        """What a source is called."""
        return self._names.get(source, "")

    def next_open(self, row: int) -> int:
        """The next row after ``row`` of which nothing was said; from the last on from the first.

        -1: something was said of all of them.
        """
        rows = [*range(row + 1, len(self.pairs)), *range(row + 1)]
        return next((each for each in rows if self.verdict(each) is None), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name
        """How many pairs."""
        return 0 if parent.isValid() else len(self.pairs)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The words of a row; what is settled is grey and says how."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.ForegroundRole and self.verdict(index.row()) is not None:
            return QColor(theme.tokens().muted)
        words = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if role in words or role == Qt.ItemDataRole.ToolTipRole:
            return self._words(index.row())
        return None

    def _words(self, row: int) -> str:
        pair = self.pairs[row]
        said = {
            None: _("{n} % of the shorter text").format(n=round(100 * pair.share)),
            Verdict.SAME: _("same origin"),
            Verdict.DIFFERENT: _("different origins"),
        }[self.verdict(row)]
        return f"• {self.name(pair.one)}\n• {self.name(pair.other)}\n{said}"


class Compared(QPlainTextEdit):
    """A text that is read only, in which the words that the other one lacks are marked."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(name)
        self.setFont(theme.reading_font())
        self.setTabChangesFocus(True)

    def show_text(self, text: str, marks: Iterable[tuple[int, int]]) -> None:
        """Show a text with stretches (code points) marked; from its beginning."""
        self.setPlainText(shown(text))
        at, colours = units(text), theme.kind_colours("condition")
        found: list[QTextEdit.ExtraSelection] = []
        for start, end in marks:
            if start >= end or len(found) >= _MARKED:
                continue
            selection = QTextEdit.ExtraSelection()
            selection.cursor = QTextCursor(self.document())
            selection.cursor.setPosition(at.to_qt(start))
            selection.cursor.setPosition(at.to_qt(end), QTextCursor.MoveMode.KeepAnchor)
            form = QTextCharFormat()
            form.setBackground(QColor(colours.fill))
            form.setForeground(QColor(colours.text))
            form.setFontUnderline(True)  # not by colour alone
            selection.format = form
            found.append(selection)
        self.setExtraSelections(found)

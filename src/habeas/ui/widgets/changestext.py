"""What an Edit changed, as text to read: one thing after another, each can be opened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from habeas.i18n import _, ngettext
from habeas.overview.history import Change
from habeas.ui import theme


class ChangesText(QTextEdit):
    """Plain words, never markup; the arrows walk them, Enter or a double click opens a thing.

    ``current`` is the thing that the cursor stands in; what is ``foreseen`` was not done yet.
    """

    did_open = Signal(object)  # a Change

    def __init__(self, name: str, parent: QWidget | None = None, *, foreseen: bool = False) -> None:
        super().__init__(parent)
        self._foreseen = foreseen
        self._changes: Sequence[Change] = ()
        self._more = 0
        self._ends: list[int] = []  # where the words of each thing end
        self.setReadOnly(True)
        flag = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flag.TextSelectableByMouse | flag.TextSelectableByKeyboard)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.cursorPositionChanged.connect(self._mark)

    @property
    def current(self) -> Change | None:
        """The thing that the cursor stands in; None if there is none."""
        at = self.textCursor().position()
        for change, end in zip(self._changes, self._ends, strict=True):
            if at < end:
                return change
        return self._changes[-1] if self._changes else None

    def show_changes(self, changes: Sequence[Change], more: int) -> None:
        """Tell these, and that there are ``more``."""
        self._changes, self._ends, self._more = (), [], more
        self.clear()
        cursor, ends = QTextCursor(self.document()), list[int]()
        cursor.beginEditBlock()
        for change in changes:
            _write(cursor, change, self._verbs()[change.act])
            ends.append(cursor.position())
        if not changes:
            cursor.insertText(_("Only what the program keeps for itself changed."))
        if more:
            words = ngettext("… and {n} thing more", "… and {n} things more", more)
            cursor.insertText(words.format(n=more))
        cursor.endEditBlock()
        self._changes, self._ends = changes, ends
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._mark()

    def _verbs(self) -> dict[str, str]:
        if self._foreseen:
            return {"insert": _("Comes back"), "update": _("Changes"), "delete": _("Goes")}
        return {"insert": _("Added"), "update": _("Changed"), "delete": _("Removed")}

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens the thing that the cursor stands in."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.did_open.emit(self.current)
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A double click opens the thing below the pointer."""
        super().mouseDoubleClickEvent(event)
        if self.current is not None:
            self.did_open.emit(self.current)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """The thing that Enter would open is marked while the keyboard is here."""
        super().focusInEvent(event)
        self._mark()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Mark nothing any more."""
        super().focusOutEvent(event)
        self._mark()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Write it again in the colours of the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_ends") and self._changes:
            self.show_changes(self._changes, self._more)

    def _mark(self) -> None:
        change = self.current if self.hasFocus() else None
        if change is None or change.opens is None:
            self.setExtraSelections([])
            return
        at = list(self._changes).index(change)
        start = self._ends[at - 1] if at else 0
        marked = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(self._ends[at] - 1, QTextCursor.MoveMode.KeepAnchor)
        shape = QTextCharFormat()
        shape.setBackground(QColor(theme.tokens().selected))
        shape.setProperty(QTextFormat.Property.FullWidthSelection, True)
        marked.cursor, marked.format = cursor, shape
        self.setExtraSelections([marked])


def _write(cursor: QTextCursor, change: Change, verb: str) -> None:
    """A changed thing as plain text: its name in bold, then field by field."""
    bold, plain, muted = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
    bold.setFontWeight(700)
    muted.setForeground(QColor(theme.tokens().muted))
    cursor.insertText(f"{verb}: ", muted)
    cursor.insertText(change.title + "\n", bold)
    if change.purged:
        cursor.insertText(f"    {change.purged}\n", muted)
    for difference in change.differences:
        cursor.insertText(f"    {difference.name}: ", muted)
        if change.act == "update":
            former = difference.former or _("not stated")
            cursor.insertText(former, muted)
            cursor.insertText("  →  ", muted)
            cursor.insertText((difference.new or _("not stated")) + "\n", plain)
        else:
            cursor.insertText((difference.new or difference.former) + "\n", plain)
    cursor.insertText("\n", plain)

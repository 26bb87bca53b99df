"""A list of rows that the user adds, removes and moves: voices, roles, links."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from habeas.i18n import _
from habeas.ui import icons, theme
from habeas.ui.editor.tabbing import tab_through
from habeas.ui.widgets.wrapping import hold_height


class Content(Protocol):
    """What stands in a row: it takes one item and gives it back as it now stands."""

    first: QWidget
    line: QHBoxLayout

    @property
    def did_edit(self) -> SignalInstance:
        """Emitted whenever the user changed the item."""
        ...

    def fill(self, item: Any) -> None:
        """Show ``item``."""
        ...

    def item(self) -> Any:
        """The item, or None if the row is blank."""
        ...


class RowList(QWidget):
    """Rows made by ``make``; ``add`` names the button that adds one, ``what`` one row."""

    did_edit = Signal()

    def __init__(
        self,
        make: Callable[[], Any],
        *,
        add: str,
        what: str,
        ordered: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._make, self._what, self._ordered = make, what, bool(ordered)
        self.strips: list[Strip] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.GAP)
        self.adder = QPushButton(add, self)
        icons.put(self.adder, "add")
        theme.role(self.adder, "flat")
        self.adder.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.adder.clicked.connect(self.add_row)
        self._column.addWidget(self.adder, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.adder)
        hold_height(self)

    def fill(self, items: Sequence[Any]) -> None:
        """Show these items, one in each row."""
        for strip in list(self.strips):
            self._drop(strip)
        for item in items:
            self._append(item)
        self._settle()

    def items(self) -> list[Any]:
        """The items of the rows that are not blank, in their order."""
        found = [strip.content.item() for strip in self.strips]
        return [item for item in found if item is not None]

    def add_row(self) -> None:
        """A new, blank row, ready to be typed into."""
        strip = self._append(None)
        self._settle()
        strip.content.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_blank(self) -> None:
        """Put the focus on the first row whose first field is empty, else on the first row."""
        for strip in self.strips:
            if not getattr(strip.content.first, "text", lambda: "")().strip():
                strip.content.first.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        (self.strips[0].content.first if self.strips else self.adder).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def shift(self, strip: Strip, by: int) -> None:
        """Move a row up (-1) or down (1); the focus goes with it."""
        place = self.strips.index(strip)
        if not 0 <= place + by < len(self.strips):
            return
        held = strip.focusWidget()
        self.strips.insert(place + by, self.strips.pop(place))
        self._column.removeWidget(strip)
        self._column.insertWidget(place + by, strip)
        self._settle()
        if held is not None:
            (held if held.isEnabled() else strip.content.first).setFocus()
        self.did_edit.emit()

    def remove(self, strip: Strip) -> None:
        """Take a row away; the focus goes to the next one."""
        place = self.strips.index(strip)
        self._drop(strip)
        self._settle()
        left = self.strips[min(place, len(self.strips) - 1)] if self.strips else None
        (left.content.first if left else self.adder).setFocus()
        self.did_edit.emit()

    def _append(self, item: Any) -> Strip:
        strip = Strip(self._make(), what=self._what, ordered="yes" if self._ordered else "")
        strip.content.fill(item)
        strip.did_move.connect(lambda by, moved=strip: self.shift(moved, by))
        strip.did_remove.connect(lambda gone=strip: self.remove(gone))
        strip.content.did_edit.connect(self.did_edit)
        self._column.insertWidget(len(self.strips), strip)
        self.strips.append(strip)
        strip.show()  # at once, so that it can take the focus
        return strip

    def _drop(self, strip: Strip) -> None:
        self.strips.remove(strip)
        self._column.removeWidget(strip)
        strip.hide()
        strip.deleteLater()

    def _settle(self) -> None:
        for place, strip in enumerate(self.strips):
            strip.stand(place, len(self.strips))
        tab_through(self)
        self.updateGeometry()


class Strip(QFrame):
    """One row; its buttons stand at the end of the content's first line."""

    did_move = Signal(int)
    did_remove = Signal()

    def __init__(self, content: Any, *, what: str, ordered: str) -> None:
        super().__init__()
        self.content = content
        self._what = what
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(content)
        line = content.line
        line.setSpacing(theme.GAP // 4)
        self._moves: list[QToolButton] = []
        if ordered:
            for by, icon in ((-1, "arrow-up"), (1, "arrow-down")):
                button = _tool(icon)
                button.clicked.connect(lambda _on=False, step=by: self.did_move.emit(step))
                line.addWidget(button)
                self._moves.append(button)
            self._keys("Alt+Up", -1)
            self._keys("Alt+Down", 1)
        self._gone = _tool("close")
        self._gone.clicked.connect(lambda _on=False: self.did_remove.emit())
        line.addWidget(self._gone)
        hold_height(self)

    def stand(self, place: int, of: int) -> None:
        """Know which row this is: its buttons say so, and the first does not move up."""
        named = _("{what} {n}").format(what=self._what, n=place + 1)
        self.setAccessibleName(named)
        _say(self._gone, _("Remove {name}").format(name=named))
        if self._moves:
            up, down = self._moves
            _say(up, _("Move {name} up").format(name=named), keys="Alt+Up")
            _say(down, _("Move {name} down").format(name=named), keys="Alt+Down")
            for button, can in ((up, place > 0), (down, place < of - 1)):
                button.setEnabled(can)
                button.setVisible(of > 1)

    def _keys(self, keys: str, by: int) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: self.did_move.emit(by))


def _tool(icon: str) -> QToolButton:
    button = QToolButton()
    icons.put(button, icon)
    theme.role(button, "flat")
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def _say(button: QToolButton, words: str, *, keys: str = "") -> None:
    button.setAccessibleName(words)
    button.setToolTip(f"{words} ({keys})" if keys else words)

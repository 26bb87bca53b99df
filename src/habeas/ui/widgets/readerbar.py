"""The bar above a source that can be seen as well as read: what is shown of it, and which page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QWidget,
)

from habeas.i18n import N_, _
from habeas.ui import icons, theme

TEXT, PAGE, BOTH = "text", "page", "both"
_NAMES = {TEXT: N_("Text"), PAGE: N_("Page"), BOTH: N_("Both")}


class ReaderBar(QFrame):
    """Text | Page | Both, and the number of the page between its neighbours."""

    did_choose = Signal(str)  # TEXT, PAGE or BOTH
    did_turn = Signal(int)  # to page number

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.ways: dict[str, QToolButton] = {}
        for way, name in _NAMES.items():
            self.ways[way] = self._way(way, _(name))
        self.before = self._step("previous", _("Previous page"), -1)
        self.after = self._step("next", _("Next page"), +1)
        self._now = 0
        self.number = QLineEdit(self)
        self.number.setAccessibleName(_("Page"))
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._word, self._of = QLabel(_("Page"), self), QLabel(self)
        self._lay_out()
        self.number.editingFinished.connect(self._typed)

    def show_ways(self, ways: Sequence[str], now: str) -> None:
        """Offer these ways to show the source; with fewer than two there is nothing to choose."""
        for way, button in self.ways.items():
            button.setVisible(way in ways and len(ways) > 1)
            button.setChecked(way == now)

    def show_pages(self, number: int, pages: int) -> None:
        """Show that page ``number`` of so many is there; 0: there is none to turn."""
        several = pages > 1
        for widget in (self.before, self.after, self.number, self._word, self._of):
            widget.setVisible(several)
        self._now = number
        digits = len(str(max(pages, 100)))
        self.number.setFixedWidth(
            self.fontMetrics().horizontalAdvance("8" * digits) + 4 * theme.GAP
        )
        self.number.setText(str(number))
        self._of.setText(_("of {n}").format(n=pages))
        self.before.setEnabled(number > 1)
        self.after.setEnabled(number < pages)

    def _typed(self) -> None:
        """Go to the page that was typed; what is no number changes nothing."""
        typed = self.number.text().strip()
        if typed.isdecimal() and len(typed) < 10 and int(typed) != self._now:
            self.did_turn.emit(int(typed))
        self.number.setText(str(self._now))

    def _way(self, way: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(name)
        button.setAccessibleName(name)
        button.setCheckable(True)
        button.setToolTip(_("What is shown of this source (V turns it)"))
        self._group.addButton(button)
        button.clicked.connect(lambda: self.did_choose.emit(way))
        return button

    def _step(self, icon: str, name: str, by: int) -> QToolButton:
        button = QToolButton(self)
        icons.put(button, icon)
        button.setAccessibleName(name)
        button.setToolTip(name)
        theme.role(button, "flat")
        button.clicked.connect(lambda: self.did_turn.emit(self._now + by))
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * theme.GAP, theme.GAP // 2, 2 * theme.GAP, theme.GAP // 2)
        row.setSpacing(theme.GAP // 2)
        for button in self.ways.values():
            row.addWidget(button)
        row.addStretch(1)
        for widget in (self.before, self._word, self.number, self._of, self.after):
            row.addWidget(widget)

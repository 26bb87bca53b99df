"""A field above a list of names that leaves only those in which all typed words stand."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from habeas.domain.register import folded
from habeas.i18n import _
from habeas.store.rows import Rows
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.widgets.registerpage import ListOfNames, names
from habeas.ui.widgets.searchfield import SearchField

KEYS = "/"
_WAIT = 150  # milliseconds after the last letter


class NameFilter(QWidget):
    """The field and the list below it; accents and case do not matter, nor the order of words."""

    did_type = Signal()  # and came to rest

    def __init__(self, names_below: ListOfNames, *, parent: QWidget) -> None:
        super().__init__(parent)
        self._list = names_below
        self.field = SearchField(_("Filter the list"), shortcut=KEYS, parent=self)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_WAIT)
        self._rest.timeout.connect(self.did_type)
        self.field.textChanged.connect(self._typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        above = QVBoxLayout()
        above.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        above.addWidget(self.field)
        column.addLayout(above)
        column.addWidget(names_below, 1)
        self.setTabOrder(self.field, names_below)

    @property
    def is_on(self) -> bool:
        """Whether anything is typed that may hide a name."""
        return bool(folded(self.field.text()))

    def clear(self) -> None:
        """Hide nothing any more; the list is for the caller to fill again."""
        self.field.clear()
        self._rest.stop()

    def ask(self) -> None:
        """Go to the field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def apply(self, desk: Desk, table: str, rows: Rows) -> Rows:
        """Leave of ``rows`` those of ``table`` that go by a name with all the typed words."""
        words = folded(self.field.text()).split()
        if words:
            rows.narrow({
                ident
                for ident, _name, known in names(desk, table)
                if any(all(word in one for word in words) for one in known.split(" | "))
            })  # fmt: skip
        return rows

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """From the field, Enter and the down key go on to the list."""
        keys = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self.field.hasFocus() and event.key() in keys:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    def _typed(self, _text: str) -> None:
        self._rest.start()

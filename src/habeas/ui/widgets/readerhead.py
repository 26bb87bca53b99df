"""What stands above the text of a source: its title, where it comes from, what to mind."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from habeas.i18n import _
from habeas.ui import icons, theme
from habeas.ui.widgets.heading import SEPARATOR


class ReaderHead(QWidget):
    """Title, a muted line of facts with the button to all of them, notes, and a warning."""

    did_ask_details = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = _words("headline", self)
        self._title.setCursor(Qt.CursorShape.PointingHandCursor)
        self._title.setToolTip(_("Correct how this source is described (D)"))
        self._meta = _words("muted", self)
        self._notes = _words("hint", self)
        self._warning = _words("warning", self)
        self.details = QPushButton(_("Details"), self)
        self.details.setToolTip(_("Correct how this source is described (D)"))
        icons.put(self.details, "edit")
        self.details.clicked.connect(self.did_ask_details)
        self._lay_out()

    def show_source(
        self, title: str, facts: Sequence[str], *, notes: Sequence[str] = (), warning: str = ""
    ) -> None:
        """Tell of another source; empty facts are left out."""
        self._title.setText(title)
        self._meta.setText(SEPARATOR.join(fact for fact in facts if fact))
        for label, words in ((self._notes, "\n".join(notes)), (self._warning, warning)):
            label.setText(words)
            label.setVisible(bool(words))
        self.updateGeometry()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The title leads to the details too."""
        if self._title.geometry().contains(event.position().toPoint()):
            self.did_ask_details.emit()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(self._meta, 1)
        row.addWidget(self.details, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 3 * theme.GAP, 0, 2 * theme.GAP)
        column.setSpacing(theme.GAP)
        column.addWidget(self._title)
        column.addLayout(row)
        column.addWidget(self._warning)
        column.addWidget(self._notes)


def _words(look: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    # Titles come from documents: a "<b>" in one is a "<b>".
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    theme.role(label, look)
    return label

"""The heading of a page or a document: a title and a muted line about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from habeas.ui import theme
from habeas.ui.widgets.wrapping import hold_height

SEPARATOR = "\u00a0\u00a0·  "  # a line that breaks there ends with the dot


class Heading(QWidget):
    """A title with a muted line below it; ``look`` is ``title`` (sans) or ``headline`` (serif)."""

    def __init__(
        self, title: str = "", meta: str = "", *, look: str = "title", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title = _line(look, self)
        self._meta = _line("muted", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP // 2)
        column.addWidget(self._title)
        column.addWidget(self._meta)
        self.set_title(title)
        self.set_meta(meta)
        hold_height(self)

    def set_title(self, title: str) -> None:
        """Show another title."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def set_meta(self, *parts: str) -> None:
        """Show these facts about the title in one line, those that are empty left out."""
        text = SEPARATOR.join(part for part in parts if part)
        self._meta.setText(text)
        self._meta.setVisible(bool(text))


def _line(look: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    # Titles come from documents: a "<b>" in one is a "<b>".
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    theme.role(label, look)
    return label

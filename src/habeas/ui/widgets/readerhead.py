"""What stands above the text of a source: its title, where it comes from, what to mind."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from habeas.i18n import _, ngettext
from habeas.ui import icons, theme
from habeas.ui.widgets.flow import Flow
from habeas.ui.widgets.heading import SEPARATOR

_WHOLES = 3  # sources that it came in which are named: a picture may have come in a hundred mails
_NAME = 60  # letters of the name of one


class ReaderHead(QWidget):
    """Title, a muted line of facts with the button to all of them, notes, and a warning."""

    did_ask_details = Signal()
    did_ask_source = Signal(int)  # the one that this one came in
    did_ask_parts = Signal()  # the list of what came inside this one

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
        self.ties = Flow(self)
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

    def show_ties(self, wholes: Sequence[tuple[int, str]], parts: int) -> None:
        """Tell which sources (id, name) this one came in, and how many came inside it."""
        for button in self.ties.findChildren(QPushButton):
            button.hide()
            button.deleteLater()
        buttons = [self._whole(*whole) for whole in wholes[:_WHOLES]]
        if parts:
            said = ngettext("{n} source came inside it", "{n} sources came inside it", parts)
            inside = self._tie(said.format(n=parts), _("Show what came inside this source (I)"))
            inside.clicked.connect(self.did_ask_parts)
            buttons.append(inside)
        self.ties.set_buttons(buttons)
        for button in buttons:
            button.show()
        self.ties.setVisible(bool(buttons))
        self.updateGeometry()

    def _whole(self, ident: int, name: str) -> QPushButton:
        said = _("Came in “{title}”").format(title=shorten(name, _NAME, placeholder="…"))
        button = self._tie(said, _("Open the source that this one came in (W)"))
        button.clicked.connect(lambda: self.did_ask_source.emit(ident))
        return button

    def _tie(self, words: str, hint: str) -> QPushButton:
        button = QPushButton(words.replace("&", "&&"), self.ties)
        button.setAccessibleName(words)
        button.setToolTip(hint)
        theme.role(button, "flat")
        icons.put(button, "link")
        return button

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
        column.addWidget(self.ties)
        self.ties.hide()
        column.addWidget(self._warning)
        column.addWidget(self._notes)


def _words(look: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    # Titles come from documents: a "<b>" in one is a "<b>".
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    theme.role(label, look)
    return label

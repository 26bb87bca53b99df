"""The welcome page: the example, a new case, an old one, and what is not safe yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from habeas import settings
from habeas.i18n import _
from habeas.ui import icons, theme

_WIDTH = 620


class Welcome(QWidget):
    """What is shown while no case is open; ``open_path`` opens a recent case."""

    def __init__(
        self,
        *,
        example: Callable[[], object],
        new: Callable[[], object],
        open_: Callable[[], object],
        open_path: Callable[[Path], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._open_path = open_path
        page = QWidget(self)
        page.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(page)
        column.setSpacing(theme.GAP)
        column.addStretch(2)
        column.addWidget(_label(_("Habeas"), "headline"))
        column.addWidget(
            _label(
                _("The record of an emergency behind bars: every claim on its exact words."),
                "muted",
            )
        )
        column.addSpacing(2 * theme.GAP)
        column.addLayout(_buttons(example=example, new=new, open_=open_))
        self.setFocusProxy(page.findChildren(QPushButton)[0])
        column.addSpacing(2 * theme.GAP)
        column.addWidget(self._warning())
        column.addSpacing(2 * theme.GAP)
        self._recent = QVBoxLayout()
        column.addLayout(self._recent)
        column.addStretch(3)
        row = QHBoxLayout(self)
        row.addStretch()
        row.addWidget(page, 1)
        row.addStretch()
        self.refresh()

    def refresh(self) -> None:
        """List the recent cases again; one that is gone is left out."""
        while item := self._recent.takeAt(0):
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        paths = [Path(name) for name in settings.load().recent]
        there = [path for path in paths if path.is_file()]
        if there:
            self._recent.addWidget(_label(_("Recent cases"), "caption"))
        for path in there:
            alike = sum(path.stem == other.stem for other in there) > 1
            name = f"{path.stem} ({path.parent.name})" if alike else path.stem
            self._recent.addWidget(self._recent_button(path, name))

    def _recent_button(self, path: Path, name: str) -> QPushButton:
        # An ampersand in a file's name is no mnemonic.
        button = QPushButton(name.replace("&", "&&"), self)
        theme.role(button, "flat")
        icons.put(button, "open")
        button.setToolTip(str(path))
        button.setAutoDefault(True)
        button.setAccessibleName(_("Open {name}").format(name=name))
        button.setStyleSheet("text-align: left")
        button.clicked.connect(lambda: self._open_path(path))
        return button

    def _warning(self) -> QFrame:
        frame = QFrame(self)
        theme.role(frame, "note")
        row = QHBoxLayout(frame)
        picture = QLabel(frame)
        picture.setPixmap(icons.pixmap("lock-open", 20, colour=theme.tokens().warning))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        words = _label(_("Cases are not locked yet: use published material only."), "strong")
        row.addWidget(words, 1)
        return frame


def _buttons(
    *, example: Callable[[], object], new: Callable[[], object], open_: Callable[[], object]
) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.GAP)
    for text, run, look, icon in (
        (_("Open the e&xample"), example, "primary", ""),
        (_("&New case…"), new, "", "add"),
        (_("&Open…"), open_, "", "open"),
    ):
        button = QPushButton(text)
        button.setAccessibleName(text.replace("&", ""))
        button.setAutoDefault(True)  # Enter presses it, as it does in a dialog
        if look:
            theme.role(button, look)
        if icon:
            icons.put(button, icon)
        button.clicked.connect(lambda _checked=False, run=run: run())
        row.addWidget(button)
    row.addStretch()
    return row


def _label(text: str, look: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    theme.role(label, look)
    return label

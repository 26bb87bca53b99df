"""The welcome page: the example, a new case, an old one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from habeas import i18n, settings
from habeas.i18n import _
from habeas.ui import icons, theme
from habeas.ui.widgets.parts import line

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
        restore: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._open_path = open_path
        page = QWidget(self)
        page.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(page)
        column.setSpacing(theme.GAP)
        column.addStretch(2)
        column.addWidget(line(self, _("Habeas"), role="headline"))
        column.addWidget(
            line(
                self,
                _("The record of an emergency behind bars: every claim on its exact words."),
                role="muted",
            )
        )
        column.addSpacing(2 * theme.GAP)
        column.addLayout(_buttons(example=example, new=new, open_=open_))
        self.setFocusProxy(page.findChildren(QPushButton)[0])
        column.addSpacing(2 * theme.GAP)
        self._recent = QVBoxLayout()
        column.addLayout(self._recent)
        column.addSpacing(2 * theme.GAP)
        self._restore = _restore_button(restore)
        column.addWidget(self._restore)
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
        found = [(there, path_of(there)) for there in settings.load().recent]
        there = [(entry, path) for entry, path in found if path is not None]
        if there:
            self._recent.addWidget(line(self, _("Recent cases"), role="caption"))
        for entry, path in there:
            if isinstance(entry, settings.Hidden):
                self._recent.addWidget(self._locked_button(entry, path))
                continue
            names = [other.stem for one, other in there if isinstance(one, str)]
            alike = names.count(path.stem) > 1
            name = f"{path.stem} ({path.parent.name})" if alike else path.stem
            self._recent.addWidget(self._recent_button(path, name))
        for n in range(self._recent.count()):  # they were made after it and stand before it
            item = self._recent.itemAt(n)
            made = item.widget() if item is not None else None
            if isinstance(made, QPushButton):
                self.setTabOrder(made, self._restore)

    def _locked_button(self, entry: settings.Hidden, path: Path) -> QPushButton:
        """It is found by its salt, and its name is not shown before it is unlocked."""
        # By Qt: Babel, and what else knows of dates here, is imported after the first frame.
        day = QDate.fromString(entry.opened, Qt.DateFormat.ISODate)
        spoken = QLocale(i18n.language()).toString(day, "d MMM yyyy")
        name = _("A locked case in {folder} (opened {day})").format(
            folder=path.parent.name or str(path.parent), day=spoken
        )
        button = self._recent_button(path, name, icon="lock")
        button.setToolTip(entry.folder)
        button.setAccessibleName(name)
        return button

    def _recent_button(self, path: Path, name: str, *, icon: str = "open") -> QPushButton:
        # An ampersand in a file's name is no mnemonic.
        button = QPushButton(name.replace("&", "&&"), self)
        theme.role(button, "flat")
        icons.put(button, icon)
        button.setToolTip(str(path))
        button.setAutoDefault(True)
        button.setAccessibleName(_("Open {name}").format(name=name))
        button.setStyleSheet("text-align: left")
        button.clicked.connect(lambda: self._open_path(path))
        return button


def path_of(entry: str | settings.Hidden) -> Path | None:
    """Where a recent case is now; None if it is gone.

    It looks into files: never called while a case is open.
    """
    if isinstance(entry, str):
        return Path(entry) if Path(entry).is_file() else None
    return next((p for p in _cases_in(entry.folder) if _has_salt(p, entry.salt)), None)


def _cases_in(folder: str) -> list[Path]:
    try:
        return sorted(path for path in Path(folder).glob("*.habeas") if path.is_file())
    except OSError:
        return []


def _has_salt(path: Path, salt: str) -> bool:
    from habeas.store import keys

    try:
        found = keys.salt_of(path)
    except OSError:
        return False
    return found is not None and found.hex() == salt


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


def _restore_button(restore: Callable[[], object]) -> QPushButton:
    """Quiet, below everything else: who needs it looks for it."""
    button = QPushButton(_("&Restore a backup…"))
    button.setAccessibleName(button.text().replace("&", ""))
    theme.role(button, "flat")
    icons.put(button, "history")
    button.setAutoDefault(True)
    button.setStyleSheet("text-align: left")
    button.clicked.connect(lambda: restore())
    return button

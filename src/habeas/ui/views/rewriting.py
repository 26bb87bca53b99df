"""The page that is shown while the file of a case is written anew: how far it is, and Stop."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.jobs import Progress
from habeas.ui.widgets.parts import line
from habeas.ui.widgets.wrapping import hold_height

_WIDTH = 520  # pixels
_THOUSAND = 1000  # a bar cannot count the bytes of a large case


class Writing(QWidget):
    """``title`` and ``sentence`` say what happens; each byte counts twice: written and compared.

    ``stop`` is what the button says, ``second`` what is done in the second half.
    """

    did_stop = Signal()

    def __init__(
        self, title: str, sentence: str, *, parent: QWidget, stop: str = "", second: str = ""
    ) -> None:
        super().__init__(parent)
        stop = stop or _("&Stop")
        self._second = second or _("Comparing it with the old file…")
        # Not on Stop: an Enter that was meant for the dialog before must not press it.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName(title)
        self.bar.setTextVisible(False)
        self._said = line(self, "", role="muted")
        self.stop = QPushButton(stop, self)
        self.stop.setAccessibleName(stop.replace("&", ""))
        self.stop.clicked.connect(self.did_stop)
        page = QWidget(self)
        page.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(page)
        column.setSpacing(theme.GAP)
        column.addStretch(2)
        column.addWidget(line(self, title, role="title"))
        column.addWidget(line(self, sentence, role="muted"))
        column.addWidget(self.bar)
        column.addWidget(self._said)
        buttons = QHBoxLayout()
        buttons.addWidget(self.stop)
        buttons.addStretch()
        column.addLayout(buttons)
        column.addStretch(3)
        hold_height(page)
        row = QHBoxLayout(self)
        row.addStretch()
        row.addWidget(page, 1)
        row.addStretch()

    def show_progress(self, progress: Progress) -> None:
        """How many bytes of how many, in other words if it brings some; without a total, wait."""
        done, total = progress.done, progress.total
        self.bar.setRange(0, _THOUSAND if total else 0)
        self.bar.setValue(_THOUSAND * done // total if total else 0)
        if not self.stop.isEnabled():
            return
        if progress.text:
            words = progress.text
        elif not total:
            words = _("Getting ready…")
        elif done < total // 2:
            words = _("{done} of {all} written").format(done=_size(done), all=_size(total // 2))
        else:
            words = self._second
        self._said.setText(words)

    def show_stopping(self) -> None:
        """It was asked to stop, and does at its next step."""
        self.stop.setEnabled(False)
        self._said.setText(_("Stopping…"))
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape stops."""
        if event.key() == Qt.Key.Key_Escape:
            self.did_stop.emit()
        else:
            super().keyPressEvent(event)


def _size(number: int) -> str:
    """Bytes in MB, with one decimal; the same unit for both numbers of a line."""
    return f"{QLocale().toString(number / 10**6, 'f', 1)} MB"

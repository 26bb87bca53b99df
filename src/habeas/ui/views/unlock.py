"""The page before a locked case: its passphrase, or the recovery code that was written down."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from habeas.i18n import _
from habeas.ui import icons, theme
from habeas.ui.dialogs.recovery import RecoveryField
from habeas.ui.widgets.parts import line
from habeas.ui.widgets.secretfield import SecretField
from habeas.ui.widgets.wrapping import hold_height

_LETTERS = 66  # how wide the page is
_TICK = 250  # milliseconds between two looks at how long is still to be waited
_ICON = 32


class Unlock(QWidget):
    """Asks for what opens the file called ``name``; ``left()`` are the seconds to wait before.

    It empties its field after each try and never says how close it was.
    """

    did_give_passphrase = Signal(object)  # str
    did_give_code = Signal(object)  # str
    did_go_back = Signal()

    def __init__(self, name: str, *, left: Callable[[], float], parent: QWidget) -> None:
        super().__init__(parent)
        self._left = left
        self._busy = False
        self._refused = False
        self._said = ""
        self.setAccessibleName(_("“{name}” is locked").format(name=name))
        self._title = line(self, _("“{name}” is locked").format(name=name), role="title")
        self.field = SecretField(self)
        self.field.setAccessibleName(_("Passphrase"))
        self._show = QCheckBox(_("&Show"), self)
        self._show.setAccessibleName(_("Show the passphrase"))
        self.code = RecoveryField(self)
        self._line = line(self, "", role="error")
        self._bar = _bar(_("Opening…"))
        self.open = QPushButton(_("&Open the case"), self)
        self.other = QPushButton(self)
        self.back = QPushButton(_("&Back"), self)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._follow)
        self._connect()
        self._ask_for_code(False)

    def wait(self) -> None:
        """The key is being made: a line says so, and nothing else can be tried."""
        self._stand(busy=True)

    def refuse(self) -> None:
        """What was given does not open it."""
        self._stand(refused=True)

    def fail(self, line: str) -> None:
        """Nothing was tried: ``line`` says why, for example a slip in the code."""
        self._stand(said=line)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.did_go_back.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the theme and the size of words."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._draw()

    def _draw(self) -> None:
        if not hasattr(self, "_picture"):
            return
        self._page.setMaximumWidth(_width(self))
        self._picture.setPixmap(icons.pixmap("lock", _ICON, ratio=self.devicePixelRatioF()))

    def _lay_out(self) -> None:
        self._page = page = QWidget(self)
        column = QVBoxLayout(page)
        column.setSpacing(theme.GAP)
        column.addStretch(2)
        self._picture = QLabel(page)
        self._draw()
        column.addWidget(self._picture)
        column.addWidget(self._title)
        column.addSpacing(theme.GAP)
        column.addWidget(self._passphrase())
        column.addWidget(self.code)
        column.addWidget(self._line)
        column.addWidget(self._bar)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GAP)
        theme.role(self.open, "primary")
        for button in (self.other, self.back):
            theme.role(button, "flat")
        for button in (self.open, self.back, self.other):
            button.setAutoDefault(True)
        for button in (self.open, self.back):
            buttons.addWidget(button)
        buttons.addStretch()
        column.addLayout(buttons)
        column.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        self.setTabOrder(self.open, self.back)
        self.setTabOrder(self.back, self.other)
        column.addStretch(3)
        hold_height(page)
        row = QHBoxLayout(self)
        row.addStretch()
        row.addWidget(page, 1)
        row.addStretch()

    def _passphrase(self) -> QWidget:
        self._asked = QWidget(self)
        column = QVBoxLayout(self._asked)
        column.setContentsMargins(0, 0, 0, 0)
        label = QLabel(_("Its &passphrase"), self._asked)
        label.setBuddy(self.field)
        column.addWidget(label)
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        row.addWidget(self._show)
        column.addLayout(row)
        return self._asked

    def _connect(self) -> None:
        self._show.toggled.connect(self.field.show_text)
        self.field.returnPressed.connect(self._try)
        self.open.clicked.connect(self._try)
        self.other.clicked.connect(lambda: self._ask_for_code(self.code.isHidden()))
        self.back.clicked.connect(self.did_go_back)

    def _ask_for_code(self, wanted: bool) -> None:
        self.code.setHidden(not wanted)
        self._asked.setHidden(wanted)
        words = _("&Use the passphrase") if wanted else _("Use the &recovery code")
        self.other.setText(words)
        self.other.setAccessibleName(words.replace("&", ""))
        self._stand()

    def _try(self) -> None:
        if self._busy or self._left() > 0:
            return
        if not self.code.isHidden():
            self.did_give_code.emit(self.code.code())
            return
        given = self.field.text()
        self.field.forget()
        self._show.setChecked(False)
        if given:
            self.did_give_passphrase.emit(given)

    def _stand(self, *, busy: bool = False, refused: bool = False, said: str = "") -> None:
        self._busy, self._refused, self._said = busy, refused, said
        self._follow()
        self._focus()

    def _follow(self) -> None:
        """Say how it stands, and count down what is still to be waited."""
        left = math.ceil(self._left())
        words = _("This does not open it.") if self._refused or left > 0 else self._said
        if left > 0:
            words += " " + _("Try again in {n} s.").format(n=left)
        self._line.setText("" if self._busy else words)
        self._line.setVisible(bool(self._line.text()))
        self._bar.setVisible(self._busy)
        self.field.setReadOnly(self._busy)
        self.code.setEnabled(not self._busy)
        for button, free in ((self.open, left <= 0), (self.other, True)):
            button.setEnabled(free and not self._busy)
        if left > 0:
            self._timer.start()
        else:
            self._timer.stop()

    def _focus(self) -> None:
        wanted: QWidget = self.field if self.code.isHidden() else self.code
        self.setFocusProxy(wanted)
        wanted.setFocus()


class Making(QWidget):
    """What is shown while the key of a new case is made, which takes about a second."""

    def __init__(self, name: str, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Locking “{name}”…").format(name=name))
        page = QWidget(self)
        page.setMaximumWidth(_width(self))
        column = QVBoxLayout(page)
        column.setSpacing(theme.GAP)
        column.addStretch(2)
        column.addWidget(line(self, _("Locking “{name}”…").format(name=name), role="title"))
        column.addWidget(line(self, _("Its key is being made from the passphrase."), role="muted"))
        column.addWidget(_bar(_("Locking “{name}”…").format(name=name)))
        column.addStretch(3)
        row = QHBoxLayout(self)
        row.addStretch()
        row.addWidget(page, 1)
        row.addStretch()


def _width(page: QWidget) -> int:
    """Pixels that the words of a page may take."""
    return page.fontMetrics().averageCharWidth() * _LETTERS


def _bar(name: str) -> QProgressBar:
    bar = QProgressBar()
    bar.setAccessibleName(name)
    bar.setRange(0, 0)
    bar.setTextVisible(False)
    return bar

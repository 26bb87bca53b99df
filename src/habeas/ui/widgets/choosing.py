"""Choosing a passphrase: typed twice or made, with how long it would hold against a stranger."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from habeas import i18n, passphrases
from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.widgets.fieldrow import FieldRow
from habeas.ui.widgets.parts import line
from habeas.ui.widgets.secretfield import SecretField
from habeas.ui.widgets.wrapping import hold_height

_LEVELS = 5
_ENOUGH = 2  # the level below which one is warned


class Choosing(QWidget):
    """The new passphrase, once more, its strength, and a button that makes one.

    ``known`` are words that whoever holds the file can see; ``words`` is what the field is called.
    """

    did_change = Signal()

    def __init__(self, parent: QWidget, known: Sequence[str] = (), *, words: str = "") -> None:
        super().__init__(parent)
        self._known = tuple(known)
        self.first, self.again = SecretField(self), SecretField(self)
        self._first_row = FieldRow(words or _("&Passphrase"), self.first)
        self._again_row = FieldRow(_("The same &again"), self.again)
        self.shown = QCheckBox(_("&Show what I type"), self)
        self._make = QPushButton(_("Make me a p&hrase"), self)
        self._make.setAutoDefault(False)
        self._meter = _Meter(self)
        self._says = line(self, "")
        self._lay_out()
        self._connect()
        self._tell()

    def passphrase(self) -> str:
        """What was chosen."""
        return self.first.text()

    def refuses(self) -> bool:
        """Whether this passphrase cannot be taken; then says why and puts the cursor there."""
        wrong, repeat = self._refusal(), ""
        if not wrong and self.first.text() != self.again.text():
            repeat = _("The two are not the same.")
        self._first_row.set_error(wrong)
        self._again_row.set_error(repeat)
        if wrong or repeat:
            (self.first if wrong else self.again).setFocus()
        return bool(wrong or repeat)

    def order(self) -> list[QWidget]:
        """The controls as Tab should reach them."""
        return [self.first, self.again, self.shown, self._make]

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        for widget in (self._first_row, self._meter, self._says, self._again_row):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.shown)
        row.addStretch(1)
        row.addWidget(self._make)
        column.addLayout(row)
        hold_height(self)

    def _connect(self) -> None:
        self.first.textChanged.connect(self._tell)
        self.again.textChanged.connect(lambda: self._again_row.set_error(""))
        self.shown.toggled.connect(self.first.show_text)
        self.shown.toggled.connect(self.again.show_text)
        self._make.clicked.connect(self._fill)
        for row, field in ((self._first_row, self.first), (self._again_row, self.again)):
            field.did_see_caps.connect(lambda on, row=row: row.set_hint(caps_hint(on)))

    def _refusal(self) -> str:
        typed = self.first.text()
        if not typed.strip():
            return _("Type a passphrase.")
        if len(typed) < passphrases.SHORTEST:
            return _(
                "At least {n} characters: anything shorter is found by trying them all."
            ).format(n=passphrases.SHORTEST)
        return ""

    @Slot()
    def _fill(self) -> None:
        """Put a phrase in both fields, to be read and written down."""
        made = passphrases.phrase(i18n.language())
        self.shown.setChecked(True)
        self.first.setText(made)
        self.again.setText(made)
        bits = round(passphrases.bits_of_phrase(i18n.language()))
        self._first_row.set_hint(
            _("Made by chance ({bits} bits). Write it down before you go on.").format(bits=bits)
        )
        self.first.setFocus()
        self.first.setCursorPosition(0)

    @Slot()
    def _tell(self) -> None:
        self._first_row.set_error("")
        self._first_row.set_hint("")
        typed = self.first.text()
        if typed:
            found = passphrases.strength(typed, self._known)
            self._meter.show_level(found.level, str(found))
            self._says.setText(_advice(found))
            theme.role(self._says, "warning" if found.level < _ENOUGH else "hint")
        else:
            self._meter.show_level(-1, "")
            self._says.setText(_("Several words that nobody would say together hold best."))
            theme.role(self._says, "hint")
        self.did_change.emit()


class _Meter(QWidget):
    """Five bars, as many filled as the level says; words beside say it again."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._level = -1
        self.setAccessibleName(_("Strength"))
        self.setFixedHeight(theme.GAP)

    def show_level(self, level: int, words: str) -> None:
        """``level`` 0 to 4, or -1 for nothing typed."""
        if words and level != self._level:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self._level = level
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(20 * theme.GAP, theme.GAP)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        tokens, gap = theme.tokens(), theme.GAP // 2
        filled = (tokens.danger, tokens.danger, tokens.warning, tokens.accent, tokens.accent)
        wide = (self.width() - gap * (_LEVELS - 1)) / _LEVELS
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for n in range(_LEVELS):
            painter.setBrush(QColor(filled[self._level] if n <= self._level else tokens.line))
            painter.drawRoundedRect(int(n * (wide + gap)), 1, int(wide), self.height() - 2, 2, 2)
        painter.end()


def caps_hint(on: bool) -> str:
    """What a field says of Caps Lock."""
    return _("Caps Lock is on.") if on else ""


def _advice(found: passphrases.Strength) -> str:
    """How strong it is, and what would help where it is not."""
    if found.level >= _ENOUGH:
        return str(found)
    return f"{found} " + _("Another word or two would help most.")

"""The recovery code: shown and printed while the case is open, typed in when the phrase is lost."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QFontMetrics, QGuiApplication, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from habeas.errors import Problem
from habeas.i18n import _
from habeas.store import keys
from habeas.ui import theme
from habeas.ui.widgets.fieldrow import FieldRow
from habeas.ui.widgets.parts import button, line, note
from habeas.ui.widgets.secretdialog import SecretDialog

_ROW = 5  # groups in a line
_LARGE = 1.4  # times the usual size of words


def show(parent: QWidget | None, code: str, name: str) -> None:
    """Show the recovery code of the case called ``name``, to write down, print or copy."""
    _Recovery(parent, code, name).open()


class RecoveryField(QWidget):
    """Where a recovery code is typed in; says below it in which group a slip is."""

    did_change = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = _CodeEdit(self)
        self._row = FieldRow(_("&Recovery code"), self._field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._row)
        column.addStretch(1)
        self.setFocusProxy(self._field)
        self._field.textChanged.connect(self._look)
        self._look()

    def code(self) -> str:
        """What was typed, as ``keys.key_of`` takes it."""
        return self._field.toPlainText()

    def forget(self) -> None:
        """Empty the field; it has no undo."""
        self._field.clear()

    @Slot()
    def _look(self) -> None:
        typed = _letters(self.code())
        whole = len(_letters(_BLANK))
        left = whole - len(typed)
        self._row.set_error(_slip(typed))
        if left > 0:
            hint = _("{n} of {all} letters and digits. Capitals and spaces do not matter.")
        elif self._row.error:
            hint = ""
        else:
            hint = _("The code is whole and has no slip.")
        self._row.set_hint(hint.format(n=len(typed), all=whole))
        self.did_change.emit()


class _Recovery(SecretDialog):
    """The code in large letters, what it is for, and ways to take it elsewhere."""

    def __init__(self, parent: QWidget | None, code: str, name: str) -> None:
        super().__init__(parent, _("Recovery code of “{name}”").format(name=name))
        self._code, self._name = code, name
        self._shown = QLabel(in_lines(code), self)
        self._shown.setTextFormat(Qt.TextFormat.PlainText)
        self._shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self._shown.setAccessibleName(_("Recovery code"))
        self._said = line(self, "")
        self._enlarge()
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_shown"):
            self._enlarge()

    def _enlarge(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(theme.ui_font(_LARGE).pointSizeF())
        # The program's stylesheet outranks setFont.
        self._shown.setStyleSheet(
            f'font-family: "{font.family()}", monospace; font-size: {font.pointSizeF():.1f}pt;'
        )

    def _lay_out(self) -> None:
        column = self.column
        column.addWidget(
            line(
                self,
                _(
                    "It opens the case as the passphrase does. Write it down or print it, and "
                    "keep it apart from the computer and from copies of the case. Whoever has "
                    "both needs nothing else."
                ),
                role="",
            )
        )
        column.addSpacing(theme.GAP)
        column.addWidget(self._shown, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.GAP)
        column.addWidget(
            line(
                self,
                _(
                    "The fifth letter of each group checks the four before it. There is no O, I, "
                    "L or U in the code. It is void as soon as the passphrase changes."
                ),
            )
        )
        column.addWidget(
            note(
                self,
                _(
                    "Printing leaves the code in plain text in the queue of the printer or in the "
                    "file printed to, and some printers keep what they printed. What is copied can "
                    "be read by every program that runs."
                ),
            )
        )
        column.addWidget(self._said)
        self._said.hide()
        self._print = button(self, _("&Print…"), self._ask_printer)
        self._copy = button(self, _("&Copy"), self._to_clipboard)
        self.finish(_("&Done"), self.accept, beside=(self._print, self._copy), cancel=False)
        self.buttons()[-1].setFocus()

    @Slot()
    def _to_clipboard(self) -> None:
        QGuiApplication.clipboard().setText(self._code)
        self._say(_("Copied. Paste it where it is safe, then copy something else."))

    @Slot()
    def _ask_printer(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        # The name of a printing job is seen by others: it does not name the case.
        printer.setDocName("Habeas")
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._print_on(printer))
        QDialog.open(dialog)  # its own wants a receiver

    def _print_on(self, printer: QPrinter) -> None:
        sheet(self._code, self._name).print_(printer)
        self._say(_("Sent to the printer."))

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.show()

    @Slot()
    def _forget(self) -> None:
        """Drop the code; what was copied stays where it is."""
        super()._forget()
        self._shown.clear()
        self._code = ""


class _CodeEdit(QPlainTextEdit):
    """Three lines of a code; no undo, and nothing for an input method to learn."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        hint = Qt.InputMethodHint
        self.setInputMethodHints(
            hint.ImhSensitiveData | hint.ImhNoPredictiveText | hint.ImhPreferUppercase
        )
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(theme.ui_font(1.1).pointSizeF())
        self.setStyleSheet(
            f'font-family: "{font.family()}", monospace; font-size: {font.pointSizeF():.1f}pt;'
        )
        self.setFixedHeight(QFontMetrics(font).lineSpacing() * 4 + 3 * theme.GAP)


def in_lines(code: str) -> str:
    """The code as it is written down: five groups in a line."""
    groups = code.split("-")
    lines = [groups[n : n + _ROW] for n in range(0, len(groups), _ROW)]
    return "\n".join("  ".join(one) for one in lines)


def sheet(code: str, name: str) -> QTextDocument:
    """The page that is printed: the code, which case it opens, and what to do with the paper."""
    page = QTextDocument()
    words = (
        _("It opens this case if the passphrase is lost, until the passphrase is changed."),
        _("Keep this sheet apart from the computer and from copies of the case."),
    )
    page.setHtml(
        f"<h2>{escape(_('Recovery code of “{name}”').format(name=name))}</h2>"
        f"<pre style='font-size: 16pt'>{escape(in_lines(code))}</pre>"
        + "".join(f"<p>{escape(one)}</p>" for one in words)
    )
    return page


# A code without a slip, for what is not typed yet.
_BLANK = keys.recovery_code(keys.Key(bytearray(keys.KEY), b""))


def _letters(code: str) -> str:
    return "".join(c for c in code if c.isalnum())


def _slip(typed: str) -> str:
    """What is wrong in the groups that are typed to their end; empty if nothing is."""
    blank = _letters(_BLANK)
    done = len(typed) if len(typed) >= len(blank) else len(typed) // 5 * 5
    try:
        keys.key_of(typed[:done] + blank[done:], b"").forget()
    except Problem as slip:
        return str(slip)
    return ""

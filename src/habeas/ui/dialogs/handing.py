"""Handing words on: to the printer or into a file, where they are plain text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QFontDatabase, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QPlainTextEdit, QWidget

from habeas.i18n import _
from habeas.ui import theme


def to_printer(parent: QWidget, page: QTextDocument, *, done: Callable[[], object]) -> None:
    """Ask for a printer and print ``page``; its name in the queue does not name the case."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("Habeas")
    dialog = QPrintDialog(printer, parent)
    dialog.finished.connect(dialog.deleteLater)

    def print_it() -> None:
        page.print_(printer)
        done()

    dialog.accepted.connect(print_it)
    QDialog.open(dialog)  # its own wants a receiver


def to_file(
    parent: QWidget, title: str, *, proposed: Path, kinds: str, then: Callable[[Path], object]
) -> None:
    """Ask for the file to save in; Qt asks before one is replaced."""
    dialog = QFileDialog(parent, title, str(proposed.parent), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(proposed.suffix.removeprefix("."))
    dialog.selectFile(proposed.name)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def written_field(parent: QWidget, name: str) -> QPlainTextEdit:
    """A field for a text of fixed form: every letter as wide as the others, lines not broken."""
    field = QPlainTextEdit(parent)
    field.setAccessibleName(name)
    field.setTabChangesFocus(True)
    field.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    family = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
    size = theme.ui_font(0.9).pointSizeF()
    # The program's stylesheet outranks setFont.
    field.setStyleSheet(f'font-family: "{family}", monospace; font-size: {size:.1f}pt;')
    return field


def left() -> str:
    """What is said beside every way out of the case."""
    return _("What is printed, saved or copied leaves the case: it is plain text.")

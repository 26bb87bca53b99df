"""Seals: making one, taking it elsewhere, and the ways to check one and to export with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from habeas import paths
from habeas.errors import Problem
from habeas.i18n import _
from habeas.overview import history
from habeas.services import sealing
from habeas.services.sealing import Kept
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.dialogs.handing import left, to_file, to_printer, written_field
from habeas.ui.jobs import Job, Progress, Work
from habeas.ui.widgets.parts import button, line, note
from habeas.ui.widgets.wrapping import hold_height

if TYPE_CHECKING:
    from habeas.store.case import Case
    from habeas.store.changes import Changes

_TEXT = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Made:
    """A seal that was made, and the change that this is for the case."""

    changes: Changes
    text: str


class SealDialog(QDialog):
    """The seals of the case with the text of one of them; ``sources`` are those that are chosen."""

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, sources: Sequence[int] | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._chosen = desk, sources
        self._job: Job | None = None
        self.setWindowTitle(_("Seal the case"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Seals of this case"))
        self.list.currentItemChanged.connect(self._show)
        self.text = written_field(self, _("Text of the seal"))
        self.text.setReadOnly(True)
        self._make_options()
        self._make_buttons()
        self._lay_out()
        self._fill()
        desk.did_close.connect(self.reject)
        self.finished.connect(self.deleteLater)

    def _make_options(self) -> None:
        who = self._desk.case.user.name
        self.named = QCheckBox(_("Put my &name on it: {name}").format(name=who), self)
        self.named.setChecked(bool(who))
        self.named.setVisible(bool(who))
        self.sign = QCheckBox(_("Si&gn it"), self)
        self._says = line(
            self,
            _(
                "The first time, a key of yours is made and kept in the case. Its secret half "
                "leaves the case only inside copies of the case file: whoever can open one can "
                "sign as you. Give the fingerprint of the key to those who are to check."
            ),
        )
        self._says.hide()
        self.sign.toggled.connect(self._says.setVisible)

    def _make_buttons(self) -> None:
        self.make = button(self, _("Make a &seal"), self._start)
        theme.role(self.make, "primary")
        self._copy = button(self, _("&Copy"), self._to_clipboard)
        self._print = button(self, _("&Print…"), self._to_printer)
        self._save = button(self, _("Sa&ve as…"), self._to_file)
        self._check = button(self, _("C&heck a seal…"), self._ask_check)
        self._export = button(self, _("&Export sealed…"), self._ask_export)
        self._close = button(self, _("Close"), self.reject)
        self._said = QLabel(self)
        self._said.setWordWrap(True)
        theme.role(self._said, "strong")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        column.addWidget(
            line(
                self,
                _(
                    "A seal is a short text about what the case holds now: counts, a date and a "
                    "digest, no word of the record. Keep it elsewhere: print it, or mail it to "
                    "someone you trust. If anything that came before it is changed later, the "
                    "seal shows it."
                ),
                role="",
            )
        )
        options = QHBoxLayout()
        options.setSpacing(2 * theme.GAP)
        options.addWidget(self.named)
        options.addWidget(self.sign)
        options.addStretch(1)
        options.addWidget(self.make)
        column.addLayout(options)
        column.addWidget(self._says)
        column.addLayout(self._seals(), 1)
        column.addWidget(note(self, left()))
        column.addWidget(self._said)
        footer = QHBoxLayout()
        for one in (self._check, self._export):
            footer.addWidget(one)
        footer.addStretch(1)
        footer.addWidget(self._close)
        column.addLayout(footer)
        hold_height(self)
        letter = self.fontMetrics().averageCharWidth()
        self.resize(letter * 150, letter * 86)
        self._order()

    def _seals(self) -> QHBoxLayout:
        """The list of seals, and beside it the text of one with what can be done with it."""
        left_side, right_side, ways = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        for side, words, widget in (
            (left_side, _("Seals of this case"), self.list),
            (right_side, _("Text of the seal"), self.text),
        ):
            label = QLabel(words, self)
            theme.role(label, "strong")
            side.setSpacing(theme.GAP)
            side.addWidget(label)
            side.addWidget(widget, 1)
            widget.setMinimumHeight(self.fontMetrics().height() * 6)
        for one in (self._copy, self._print, self._save):
            ways.addWidget(one)
        ways.addStretch(1)
        right_side.addLayout(ways)
        row = QHBoxLayout()
        row.setSpacing(2 * theme.GAP)
        row.addLayout(left_side, 3)
        row.addLayout(right_side, 7)
        return row

    def _order(self) -> None:
        order = (
            *(self.named, self.sign, self.make, self.list, self.text, self._copy, self._print),
            *(self._save, self._check, self._export, self._close),
        )
        for one, following in pairwise(order):
            QWidget.setTabOrder(one, following)
        self.make.setFocus()

    def _fill(self) -> None:
        """List the seals, the last one shown."""
        if self._desk.case.read_only:
            for one in (self.make, self.sign, self.named, self._export):
                one.setEnabled(False)
            self._tell(_("The case is open for reading only: no seal can be made now."))
        self.list.clear()
        for kept in sealing.seals(self._desk.case):
            item = QListWidgetItem(_named(kept))
            item.setData(_TEXT, kept.text)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._show()

    @Slot()
    def _show(self) -> None:
        item = self.list.currentItem()
        self.text.setPlainText(item.data(_TEXT) if item is not None else "")
        self.text.setPlaceholderText(_("No seal was made yet."))
        for one in (self._copy, self._print, self._save):
            one.setEnabled(item is not None)

    @Slot()
    def _start(self) -> None:
        who = None if self.named.isChecked() else ""
        work = _making(self._desk.case, sign=self.sign.isChecked(), who=who)
        desk = self._desk

        def made(found: Made | Exception) -> None:
            over()
            if isinstance(found, Exception):
                desk.did_fail.emit(found)
                return
            desk.tell(found.changes)
            if isValid(self):
                self._fill()
                self._tell(_("The case is sealed. Take the seal elsewhere now."))
                self._copy.setFocus()

        def over() -> None:
            if isValid(self) and self._job is job:
                self._job = None
                self.make.setEnabled(not desk.is_open or not desk.case.read_only)

        self.make.setEnabled(False)
        self._job = job = desk.write(work, title=_("Sealing the case"), done=made)
        # For one that was stopped in the status bar: ``done`` would miss it.
        job.did_finish.connect(over, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def _to_clipboard(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._tell(_("Copied. Paste it where it is to be kept."))

    @Slot()
    def _to_printer(self) -> None:
        to_printer(
            self, sheet(self.text.toPlainText()), done=lambda: self._tell(_("Sent to the printer."))
        )

    @Slot()
    def _to_file(self) -> None:
        proposed = paths.folder_for_copies(self._desk.case.path) / _("seal.txt")
        kinds = _("Plain text (*.txt)")
        to_file(self, _("Save the seal"), proposed=proposed, kinds=kinds, then=self._write)

    def _write(self, path: Path) -> None:
        from habeas.export import page

        try:
            page.save(path, self.text.toPlainText().encode())
        except Problem as problem:
            self._desk.did_fail.emit(problem)
            return
        self._tell(_("The seal was saved in {folder} as “{name}”.").format(
            folder=path.parent, name=path.name
        ))  # fmt: skip

    @Slot()
    def _ask_check(self) -> None:
        from habeas.ui.dialogs.sealchecking import CheckDialog

        CheckDialog(self._desk, self).open()

    @Slot()
    def _ask_export(self) -> None:
        from habeas.ui.dialogs.sealexport import SealedExportDialog

        dialog = SealedExportDialog(self._desk, self, self._chosen)
        dialog.finished.connect(lambda: self._fill() if self._desk.is_open else None)
        dialog.open()

    def _tell(self, words: str) -> None:
        self._said.setText(words)


def open_dialog(
    parent: QWidget | None, desk: Desk, sources: Sequence[int] | None = None
) -> SealDialog:
    """Open the seals of the case; ``sources`` are those that a sealed export may be only of."""
    dialog = SealDialog(desk, parent, sources)
    dialog.open()
    return dialog


def sheet(text: str) -> QTextDocument:
    """The page that is printed: the seal, and what it is."""
    page = QTextDocument()
    words = _(
        "Keep this sheet apart from the computer. Typed in or scanned, it shows in Habeas under "
        "“Check a seal” whether what came before it was changed."
    )
    page.setHtml(f"<pre style='font-size: 9pt'>{escape(text)}</pre><p>{escape(words)}</p>")
    return page


def _making(case: Case, *, sign: bool, who: str | None) -> Work:
    """The seal that was made, or why it was not: told by the UI thread."""
    yield Progress()
    try:
        with case.recording(sealing.SEAL) as edit:
            seal = sealing.seal(edit, sign=sign, who=who)
    except Exception as error:  # noqa: BLE001
        return error
    return Made(case.last, seal.text)


def _named(kept: Kept) -> str:
    when = history.time_of({"started": kept.made})
    return _("{when} · act no. {edit}").format(when=when, edit=kept.edit)

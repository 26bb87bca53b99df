"""Rows that cannot be read, each with the reason; copied or saved so that they can be mended."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from habeas.domain.sheet import IN_CELL, lettered
from habeas.errors import Problem
from habeas.i18n import _
from habeas.services.sheets.rows import Unreadable
from habeas.ui import theme
from habeas.ui.dialogs.handing import left, to_file
from habeas.ui.dialogs.sheets.tables import Cell, Lines, LineTable
from habeas.ui.widgets.parts import button, line

_WIDTHS = (8, 10, 70, 90)


class Problems(QWidget):
    """The rows that are left out; ``headings`` are those of the sheet, for the file to mend."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.headings: tuple[str, ...] = ()
        self.proposed = Path.home() / _("rows to mend.csv")
        self.failed: Callable[[Problem], object] = lambda _problem: None
        self._rows: Sequence[Unreadable] = ()
        titles = (_("Row"), _("Column"), _("Why it cannot be read"), _("Its words"))
        self.lines = Lines(titles, self)
        self.table = LineTable(self.lines, _("Rows that cannot be read"), _WIDTHS, self)
        self.copy = button(self, _("C&opy"), self._to_clipboard)
        self.save = button(self, _("Sa&ve as CSV…"), self._to_file)
        self._said = line(self, left())
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, theme.GAP, 0, 0)
        column.addWidget(self.table, 1)
        row.addWidget(self.copy)
        row.addWidget(self.save)
        row.addWidget(self._said, 1)
        column.addLayout(row)

    def show_rows(self, rows: Sequence[Unreadable]) -> None:
        """List these rows."""
        self._rows = rows
        self.lines.show(len(rows), self._cell)
        for one in (self.copy, self.save):
            one.setEnabled(bool(rows))

    def text(self, delimiter: str) -> str:
        """The rows as a sheet of their own: number and reason, then the cells as they stand."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
        writer.writerow([_("Row"), _("Why it cannot be read"), *self.headings])
        for one in self._rows:
            cells = (cell.replace(IN_CELL, "\n") for cell in one.row.cells)
            writer.writerow([one.row.number, one.reason, *cells])
        return out.getvalue()

    def _cell(self, line_: int, column: int) -> Cell:
        one = self._rows[line_]
        if column == 0:
            return Cell(str(one.row.number))
        if column == 1:
            return Cell(", ".join(lettered(bad.column) for bad in one.bad if bad.column >= 0))
        return Cell(one.reason, one.reason) if column == 2 else Cell(one.row.words, muted=True)

    def _to_clipboard(self) -> None:
        QGuiApplication.clipboard().setText(self.text("\t"))
        self._said.setText(_("Copied. Paste it into a sheet, mend it, and import that."))

    def _to_file(self) -> None:
        kinds = _("CSV (*.csv)")
        to_file(self, _("Save the rows"), proposed=self.proposed, kinds=kinds, then=self._write)

    def _write(self, path: Path) -> None:
        from habeas.export import page

        try:
            page.save(path, self.text(",").encode("utf-8-sig"))  # else Excel garbles accents
        except Problem as problem:
            self.failed(problem)
            return
        self._said.setText(_("Saved as “{name}”. Mend it, and import it.").format(name=path.name))

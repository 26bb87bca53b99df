"""Verifying the case: what is looked at while it runs, what came of it, and what it cannot show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListView,
    QVBoxLayout,
    QWidget,
)

from habeas import paths
from habeas.errors import Problem
from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.jobs import Progress, Work
from habeas.ui.rowmodel import Index
from habeas.ui.widgets.parts import button
from habeas.ui.widgets.working import Working

if TYPE_CHECKING:
    from habeas.store.case import Case
    from habeas.store.findings import Finding, Report

KEPT = "verified"  # view state: when, up to which Edit, and whether all was well
DAYS, EDITS = 30, 1000  # after so many the next one is due
_GOES_TO = ("source", "claim", "event", "place", "actor")
# Rows of these stand for the record that they belong to.
_OWNER = {
    "claim_passage": "claim", "claim_place": "claim", "voice": "claim", "role": "claim",
    "place_name": "place", "actor_name": "actor", "source_capture": "source",
    "rejection": "source", "custody": "source", "source_layer": "source",
}  # fmt: skip


def open_dialog(parent: QWidget, desk: Desk) -> VerifyDialog:
    """Verify the open case in a window beside the others; one at a time."""
    for there in parent.findChildren(VerifyDialog):
        if there.isVisible():
            there.raise_()
            there.activateWindow()
            return there
    dialog = VerifyDialog(desk, parent)
    dialog.show()
    return dialog


def due(desk: Desk) -> bool:
    """Whether the case was not verified for thirty days or a thousand Edits.

    For a case that was never verified they count from its first Edit.
    """
    last = desk.kept(KEPT) or {}
    if desk.case.last_edit() - int(last.get("edit", 0)) > EDITS:
        return True
    first = desk.case.query("SELECT started FROM edit ORDER BY id LIMIT 1")
    when = last.get("when") or (first[0]["started"] if first else "")
    return bool(when) and datetime.now(UTC) - datetime.fromisoformat(when) > timedelta(days=DAYS)


class VerifyDialog(QDialog):
    """Runs at once when it is shown; it can be stopped, and then says nothing."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.report: Report | None = None
        self.setWindowTitle(_("Verify the case"))
        self._make()
        self._lay_out()
        self.finished.connect(self.deleteLater)
        desk.did_close.connect(self._left)
        job = desk.think(_verifying(desk.case), done=self._show)
        self._working.follow(job)
        job.did_finish.connect(self._ended, Qt.ConnectionType.QueuedConnection)

    def reject(self) -> None:
        """Leave; what runs is stopped first."""
        if self._working.may_leave():
            super().reject()

    def _make(self) -> None:
        self._said = QLabel(_("Every row, capture, text and passage is held against what Habeas "
                              "wrote. You can go on working meanwhile."), self)  # fmt: skip
        self._working = Working(self, looking=_("Beginning"), stopped=self.reject)
        self._model = Findings(self)
        self._list = QListView(self)
        self._list.setModel(self._model)
        self._list.setWordWrap(True)
        self._list.setAccessibleName(_("What does not fit"))
        self._list.activated.connect(self._go)
        self._list.selectionModel().currentChanged.connect(self._tell)
        self._checked = QLabel(self)
        self._limits = QLabel(self)
        for label in (self._said, self._checked, self._limits):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        flags = Qt.TextInteractionFlag
        self._checked.setTextInteractionFlags(
            flags.TextSelectableByMouse | flags.TextSelectableByKeyboard
        )
        theme.role(self._limits, "hint")
        self._goto = button(self, _("&Show the record"), self._go)
        self._save = button(self, _("Save &as text…"), self._ask_where)
        self._close = button(self, _("Close"), self.reject)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        for widget in (self._said, self._working, self._list, self._checked):
            column.addWidget(widget)
        column.addWidget(self._limits)
        column.addStretch(1)
        footer = QHBoxLayout()
        footer.addWidget(self._goto)
        footer.addWidget(self._save)
        footer.addStretch(1)
        footer.addWidget(self._working.stop)
        footer.addWidget(self._close)
        column.addLayout(footer)
        letter = self.fontMetrics().averageCharWidth()
        self.setMinimumWidth(letter * 60)
        self.resize(letter * 95, 0)
        self._tell()
        self._fit()

    def _show(self, report: Report) -> None:
        """Say what came of it, and remember that it was done."""
        from habeas.store import findings

        self.report = report
        self.desk.keep(KEPT, {"when": report.when, "edit": report.edit, "ok": report.ok})
        self._said.setText(findings.summary(report))
        theme.role(self._said, "strong" if report.ok else "warning")
        self._model.take(report)
        self._checked.setText("\n".join(findings.checked(report)))
        limits = (_("What this does not show:"), *(f"– {each}" for each in report.said))
        self._limits.setText("\n".join(limits))
        if not report.ok:
            self._list.setCurrentIndex(self._model.index(0))
        self._tell()
        self._fit()
        (self._list if not report.ok else self._close).setFocus()

    @Slot()
    def _ended(self) -> None:
        """However it ended; a stop and a failure leave nothing to be shown."""
        self._working.job = None
        if self._working.leaving or self.report is None:
            super().reject()

    @Slot()
    def _left(self) -> None:
        """The case is being closed."""
        self._working.leaving = True
        if self._working.job is None:
            super().reject()

    @Slot()
    def _tell(self) -> None:
        report = self.report
        running, wrong = report is None, report is not None and not report.ok
        self._working.show_running(running)
        for widget, shown in (
            (self._list, wrong), (self._goto, wrong), (self._checked, not running),
            (self._limits, not running), (self._save, not running), (self._close, not running),
        ):  # fmt: skip
            widget.setVisible(shown)
        self._goto.setEnabled(self._aim() is not None)

    def _fit(self) -> None:
        """As high as the words need at this width."""
        column = self.layout()
        if column is not None:
            column.activate()
            self.resize(self.width(), column.totalHeightForWidth(self.width()))

    def _aim(self) -> tuple[str, int] | None:
        """The record that the chosen finding speaks of, if there is one to be shown."""
        found = self._model.at(self._list.currentIndex())
        return None if found is None else _record(self.desk.case, found)

    @Slot()
    def _go(self) -> None:
        aim = self._aim()
        if aim is not None:
            what, number = aim
            self.accept()
            self.desk.ask(what, number)

    @Slot()
    def _ask_where(self) -> None:
        case = self.desk.case.path
        name = _("{name} verified.txt").format(name=case.stem)
        dialog = QFileDialog(
            self, _("Save as text that anyone can read"), str(paths.folder_for_copies(case)),
            _("Plain text (*.txt)"),
        )  # fmt: skip
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda chosen: self.save(Path(chosen)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def save(self, path: Path) -> None:
        """Write the report to ``path`` as text; a Problem is told."""
        from habeas.store import findings

        if self.report is None:
            return
        try:
            said = findings.as_text(self.report, self.desk.case.path.stem)
            path.write_text(said, encoding="utf-8")
        except OSError as error:
            self.desk.did_fail.emit(
                Problem(
                    _(
                        "The report could not be saved: {reason}. Nothing else was changed; "
                        "choose another place."
                    ).format(reason=error.strerror)
                )
            )


class Findings(QAbstractListModel):
    """What does not fit, a sentence each; the last line counts what is not listed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._found: tuple[Finding, ...] = ()
        self._lines: list[str] = []

    def take(self, report: Report) -> None:
        """Show the findings of ``report``."""
        from habeas.store import findings

        self.beginResetModel()
        self._found = report.problems
        self._lines = [found.text for found in report.problems]
        if report.more:
            self._lines.append(findings.more(report))
        self.endResetModel()

    def at(self, index: Index) -> Finding | None:
        """The finding of a row; None for the line that counts, and for no row."""
        row = index.row()
        return self._found[row] if 0 <= row < len(self._found) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """A sentence."""
        roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        return self._lines[index.row()] if index.isValid() and role in roles else None


def _verifying(case: Case) -> Work:
    """Verifying as work of a lane, in the language of the window."""
    from habeas.store import verifying

    steps = verifying.verify(case)
    try:
        while True:
            try:
                done, total, what = next(steps)
            except StopIteration as end:
                return end.value
            yield Progress(done, total, what)
    finally:
        steps.close()


def _record(case: Case, found: Finding) -> tuple[str, int] | None:
    """What to show for a finding: the record itself, or the one that its row belongs to."""
    table, number = found.table, found.row
    if found.kind in ("capture", "layer"):
        return _source(case, found)
    owner = "source" if table == "passage" else _OWNER.get(table)
    if owner is not None:
        rows = case.query(f"SELECT [{owner}] AS owner FROM [{table}] WHERE id = ?", number)
        if not rows:
            return None
        table, number = owner, rows[0]["owner"]
    if table not in _GOES_TO or not number:
        return None
    there = case.query(f"SELECT id FROM [{table}] WHERE id = ?", number)
    return (table, number) if there else None


def _source(case: Case, found: Finding) -> tuple[str, int] | None:
    """The source whose bytes or text a finding is about."""
    rows = case.query(
        "SELECT source FROM source_capture WHERE capture = ? OR layer = "
        "(SELECT hash FROM layer WHERE id = ?) ORDER BY id LIMIT 1",
        found.name,
        found.row,
    )
    return ("source", rows[0]["source"]) if rows else None

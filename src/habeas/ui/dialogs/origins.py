"""Same origin?: pairs of sources whose words are nearly the same, for the user to judge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListView,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from habeas.i18n import N_, _, ngettext
from habeas.services.originating import Verdict
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.dialogs.originpairs import Compared, Pairs
from habeas.ui.jobs import Progress, Work
from habeas.ui.widgets.parts import button, line
from habeas.ui.widgets.working import Working

if TYPE_CHECKING:
    from habeas.overview.likeness import Alike, Difference
    from habeas.store.case import Case

JUDGE = N_("Say whether two sources have one origin")
_LONGEST = 60_000  # letters of a text that are shown and compared word by word


def open_dialog(parent: QWidget, desk: Desk) -> OriginsDialog:
    """Look for sources that may have one origin, in a window beside the others; one at a time."""
    for there in parent.findChildren(OriginsDialog):
        if there.isVisible():
            there.raise_()
            there.activateWindow()
            return there
    dialog = OriginsDialog(desk, parent)
    dialog.show()
    return dialog


@dataclass(frozen=True, slots=True)
class _Both:
    """Two texts and where they differ."""

    row: int
    one: str
    other: str
    differences: list[Difference]


class OriginsDialog(QDialog):
    """Looks at once when it is shown; then each pair can be judged by a click or a letter."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle(_("Same origin?"))
        self._make()
        self._lay_out()
        self.finished.connect(self.deleteLater)
        desk.did_close.connect(self._left)
        job = desk.think(_looking(desk.case), done=self._show)
        self._working.follow(job, ended=self._ended)
        self._show_pairs(visible=False)

    def reject(self) -> None:
        """Leave; what runs is stopped first."""
        if self._working.may_leave():
            super().reject()

    def judge(self, verdict: Verdict) -> None:
        """Say it of the current pair, in one act, and go to the next that is open."""
        from habeas.services import originating

        row = self.list.currentIndex().row()
        if row < 0 or not self.desk.can_write:
            return
        pair = self.pairs.pairs[row]
        with self.desk.edit(JUDGE) as edit:
            if self.pairs.verdict(row) is verdict:  # said again, it is taken back
                originating.take_back(edit, pair.one, pair.other)
                self.pairs.mark(row, None)
            else:
                originating.judge(edit, pair.one, pair.other, verdict=verdict)
                self.pairs.mark(row, verdict)
        following = self.pairs.next_open(row)
        if self.pairs.verdict(row) is not None and following >= 0:
            self.list.setCurrentIndex(self.pairs.index(following))
        self._tell()

    def _make(self) -> None:
        self._said = line(
            self,
            _("Texts that say much of the same in the same words, whatever their titles. One story "
              "in ten papers is one voice: say of each pair whether it has one origin."),
            role="",
        )  # fmt: skip
        self._working = Working(self, looking=_("Comparing the texts"), stopped=self.reject)
        self.pairs = Pairs(self)
        self.list = QListView(self)
        self.list.setModel(self.pairs)
        self.list.setWordWrap(True)
        self.list.setSpacing(theme.GAP // 2)
        self.list.setUniformItemSizes(False)
        self.list.setAccessibleName(_("Pairs of sources"))
        self.list.selectionModel().currentChanged.connect(self._turn)
        self._names = (QLabel(self), QLabel(self))
        for label in self._names:
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            theme.role(label, "strong")
        self.one = Compared(_("The text added first"), self)
        self.other = Compared(_("The text added later"), self)
        self._legend = line(self, _("Marked and underlined: words that the other text lacks."))
        self.same = button(self, _("&Same origin"), lambda: self.judge(Verdict.SAME))
        self.different = button(
            self, _("&Different origins"), lambda: self.judge(Verdict.DIFFERENT)
        )
        self._open_one = button(self, _("Show the &first"), lambda: self._go(later=False))
        self._open_other = button(self, _("Show the &later"), lambda: self._go(later=True))
        self._count = line(self, "")
        self._close = button(self, _("Close"), self.reject)

    def _lay_out(self) -> None:
        texts = QSplitter(Qt.Orientation.Horizontal, self)
        for label, text, opener in zip(
            self._names, (self.one, self.other), (self._open_one, self._open_other), strict=True
        ):
            side = QWidget(texts)
            column = QVBoxLayout(side)
            column.setContentsMargins(theme.GAP, 0, 0, 0)
            column.addWidget(label)
            column.addWidget(text, 1)
            column.addWidget(opener, 0, Qt.AlignmentFlag.AlignLeft)
            texts.addWidget(side)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.addWidget(self.list)
        self._split.addWidget(texts)
        self._split.setStretchFactor(1, 3)
        self._split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        for widget in (self._said, self._working):
            column.addWidget(widget)
        column.addWidget(self._split, 1)
        column.addWidget(self._legend)
        column.addWidget(self._count)
        footer = QHBoxLayout()
        footer.addWidget(self.same)
        footer.addWidget(self.different)
        footer.addStretch(1)
        footer.addWidget(self._working.stop)
        footer.addWidget(self._close)
        column.addLayout(footer)
        letter = self.fontMetrics().averageCharWidth()
        self.resize(min(letter * 160, 1240), min(letter * 90, 640))

    def _show_pairs(self, *, visible: bool) -> None:
        for widget in (self._split, self._legend, self.same, self.different):
            widget.setVisible(visible)

    @Slot(object)
    def _show(self, found: tuple[list[Alike], dict[int, str]]) -> None:
        if not isValid(self):
            return
        pairs, names = found
        self.pairs.show(pairs, names)
        self._show_pairs(visible=bool(pairs))
        self._tell()
        if pairs:
            self.list.setCurrentIndex(self.pairs.index(0))
            self.list.setFocus()

    def _ended(self) -> None:
        self._working.show_running(False)
        if self._working.leaving:
            self.reject()

    def _turn(self, now: QModelIndex, _before: QModelIndex) -> None:
        row = now.row()
        if row < 0:
            return
        pair = self.pairs.pairs[row]
        for label, source in zip(self._names, (pair.one, pair.other), strict=True):
            label.setText(self.pairs.name(source))
        self.desk.look(_comparing(self.desk.case, row, pair), done=self._compared)

    @Slot(object)
    def _compared(self, both: _Both) -> None:
        if not isValid(self) or both.row != self.list.currentIndex().row():
            return
        apart = [d for d in both.differences if not d.same]
        self.one.show_text(both.one, [d.one for d in apart])
        self.other.show_text(both.other, [d.other for d in apart])
        may = self.desk.can_write
        self.same.setEnabled(may)
        self.different.setEnabled(may)

    def _tell(self) -> None:
        total, said = len(self.pairs.pairs), len(self.pairs.verdicts)
        if not total:
            words = _("No two sources say much of the same in the same words, but for those of "
                      "which you have said so already.")  # fmt: skip
        else:
            words = ngettext("{n} pair, {said} judged.", "{n} pairs, {said} judged.", total)
        self._count.setText(words.format(n=total, said=said))

    def _go(self, *, later: bool) -> None:
        row = self.list.currentIndex().row()
        if row >= 0:
            pair = self.pairs.pairs[row]
            self.desk.ask("source", pair.other if later else pair.one)

    @Slot()
    def _left(self) -> None:
        self._working.job = None
        super().reject()


def _looking(case: Case) -> Work:
    from habeas.overview import calling, likeness

    looking = likeness.look(case)
    while True:
        try:
            done, total = next(looking)
        except StopIteration as end:
            pairs: list[Alike] = end.value
            break
        yield Progress(done, total, _("Comparing the texts"))
    wanted = sorted({source for pair in pairs for source in (pair.one, pair.other)})
    rows = case.query(f"SELECT id, {calling.sql('source')} AS name FROM source")
    names = {row["id"]: str(row["name"]) for row in rows}
    return pairs, {source: names.get(source, "") for source in wanted}


def _comparing(case: Case, row: int, pair: Alike) -> Work:
    from habeas.overview import likeness
    from habeas.services import collecting

    yield Progress()
    texts = []
    for source in (pair.one, pair.other):
        layer = collecting.layer_of(case, source)
        texts.append(case.text(layer)[:_LONGEST])
        yield Progress()
    one, other = texts
    return _Both(row, one, other, likeness.differences(one, other))

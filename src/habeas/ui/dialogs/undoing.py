"""Before one old act is undone by itself: what each thing becomes, or what is in the way."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from habeas.i18n import _, ngettext
from habeas.overview import history
from habeas.overview.history import Change
from habeas.overview.rowwords import Row
from habeas.store import undoing
from habeas.store.case import Case
from habeas.store.changes import Changes
from habeas.ui import theme
from habeas.ui.jobs import Progress
from habeas.ui.widgets.changestext import ChangesText

_MOST = 200  # acts in the way that are listed


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What undoing an Edit would do, or why it cannot be done: ``why`` and the Edits to look at."""

    row: Row
    changes: Sequence[Change] = ()
    more: int = 0
    why: str = ""
    way: Sequence[Row] = ()


def foresee(case: Case, edit: int) -> Generator[Progress, None, Foreseen]:
    """Work that finds out whether an Edit can be undone by itself, and what would become of it."""
    yield Progress()
    [row] = case.query(f"{history.SHOW} = ?", edit)
    hindrance = undoing.why_not(case.read, edit)
    yield Progress()
    if hindrance is None:
        return Foreseen(row, *history.undoing(case, edit))
    named = [step.edit for step in hindrance.edits[:_MOST]]
    way = [case.query(f"{history.SHOW} = ?", number)[0] for number in named]
    return Foreseen(row, why=_reason(hindrance, len(way)), way=way)


def undo(case: Case, edit: int) -> Generator[Progress, None, Changes]:
    """Work that undoes it; a Problem if another act got in the way meanwhile."""
    yield Progress()
    return case.undo_one(edit)


class UndoDialog(QDialog):
    """What each thing becomes, field by field, before anything is done."""

    def __init__(self, foreseen: Foreseen, *, undo: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._undo = undo
        self.setWindowTitle(_("Undo this act"))
        told = _told(foreseen.row)
        self.changes = ChangesText(_("What each thing becomes"), self, foreseen=True)
        self.changes.show_changes(foreseen.changes, foreseen.more)
        note = _("Nothing that came later is touched. It is an act of its own: Redo takes it back.")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(_("Cancel"))
        self.go = buttons.addButton(_("&Undo it"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        theme.role(self.go, "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        headline = _("This is what undoing {act} does:").format(act=told)
        _lay_out(self, (_label(headline, "strong", self), self.changes,
                        _label(note, "muted", self), buttons))  # fmt: skip
        self.go.setFocus()

    def accept(self) -> None:
        """Do it."""
        super().accept()
        self._undo()


class HinderedDialog(QDialog):
    """Why an act cannot be undone by itself, and the acts in the way to go to."""

    def __init__(self, foreseen: Foreseen, *, go: Callable[[int], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._go = go
        self.setWindowTitle(_("Undo this act"))
        headline = _("{act} cannot be undone by itself.").format(act=_told(foreseen.row))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setText(_("Close"))
        buttons.rejected.connect(self.reject)
        self.way = QListWidget(self)
        self.way.setAccessibleName(_("Acts in the way"))
        for row in foreseen.way:
            item = QListWidgetItem(_named(row), self.way)
            item.setData(Qt.ItemDataRole.UserRole, row["id"])
        self.way.setVisible(bool(foreseen.way))
        if foreseen.way:
            self.way.setCurrentRow(0)
            there = buttons.addButton(_("&Go to it"), QDialogButtonBox.ButtonRole.AcceptRole)
            there.setDefault(True)
            theme.role(there, "primary")
            buttons.accepted.connect(self._leave)
            self.way.itemActivated.connect(lambda _item: self._leave())
        parts = (_label(headline, "strong", self), _label(foreseen.why, "muted", self))
        _lay_out(self, (*parts, self.way, buttons))
        (self.way if foreseen.way else close).setFocus()

    def _leave(self) -> None:
        item = self.way.currentItem()
        self.accept()
        if item is not None:
            self._go(int(item.data(Qt.ItemDataRole.UserRole)))


def show(
    foreseen: Foreseen,
    *,
    undo: Callable[[int], object],
    go: Callable[[int], object],
    parent: QWidget,
) -> QDialog:
    """The dialog that fits what was foreseen, opened."""
    dialog = (
        HinderedDialog(foreseen, go=go, parent=parent)
        if foreseen.why
        else UndoDialog(foreseen, undo=partial(undo, int(foreseen.row["id"])), parent=parent)
    )
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def _reason(hindrance: undoing.Hindrance, listed: int) -> str:
    """Why, in a sentence; the acts themselves stand below it."""
    said = {
        "kind": _("An undo is taken back with Redo, and what is no act on the record has nothing "
                  "to undo."),
        "undone": _("It is undone already. Redo brings it back."),
        "again": _("It was undone and stands again since this redo. Undo that one instead."),
        "closed": _("Undo does not go back behind this."),
        "later": ngettext("A later act builds on it. Undo that one first.",
                          "Later acts build on it. Undo them first, the newest first.",
                          len(hindrance.edits)),
    }[hindrance.why]  # fmt: skip
    more = len(hindrance.edits) - listed
    if more:
        said += " " + ngettext(
            "{n} more is not listed.", "{n} more are not listed.", more
        ).format(n=more)  # fmt: skip
    return said


def _told(row: Row) -> str:
    return _("“{what}” of {day}").format(what=history.label_of(row), day=history.time_of(row))


def _named(row: Row) -> str:
    """An Edit in a line: what, when, by whom."""
    parts = (history.line_of(row), history.time_of(row), history.who_of(row))
    return " · ".join(part for part in parts if part)


def _label(words: str, look: str, parent: QWidget) -> QLabel:
    label = QLabel(words, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    theme.role(label, look)
    return label


def _lay_out(dialog: QDialog, parts: Sequence[QWidget]) -> None:
    column = QVBoxLayout(dialog)
    column.setSpacing(theme.GAP)
    for part in parts:
        column.addWidget(part, 1 if isinstance(part, (ChangesText, QListWidget)) else 0)
    parent = dialog.parentWidget()
    room = parent.window().size() if parent is not None else dialog.sizeHint()
    letter = dialog.fontMetrics().averageCharWidth()
    dialog.resize(min(letter * 90, room.width() - 40), min(letter * 58, room.height() - 40))

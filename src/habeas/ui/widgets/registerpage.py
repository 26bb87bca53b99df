"""What the pages of events, places and actors share: lists, a field to choose a name, forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListView,
    QScrollArea,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from habeas.domain.register import folded
from habeas.errors import Problem, Refused
from habeas.i18n import _
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.rowmodel import ROW_ROLE, Index, RowModel
from habeas.ui.widgets.chip import chip_size, kind_name, paint_chip
from habeas.ui.widgets.fieldrow import FieldRow
from habeas.ui.widgets.parts import line
from habeas.ui.widgets.sidebyside import ground
from habeas.ui.widgets.wrapping import hold_height

_FOLDED = int(Qt.ItemDataRole.UserRole)
UNKNOWN = -1  # what a NameCombo holds when its words name nothing in the list
NAMES_OF = {  # every name that a row of these tables goes by
    "place": "SELECT p.id, p.name, group_concat(n.folded, ' | ') AS folded FROM place p "
    "LEFT JOIN place_name n ON n.place = p.id GROUP BY p.id ORDER BY p.name COLLATE NOCASE",
    "actor": "SELECT a.id, a.name, group_concat(n.folded, ' | ') AS folded FROM actor a "
    "LEFT JOIN actor_name n ON n.actor = a.id GROUP BY a.id ORDER BY a.name COLLATE NOCASE",
    "event": "SELECT id, title AS name, '' AS folded FROM event ORDER BY title COLLATE NOCASE",
}


class Names(QAbstractListModel):
    """Names with their ids, found by any spelling of them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.names: list[tuple[int, str, str]] = []

    def show(self, names: Sequence[tuple[int, str, str]]) -> None:
        """Show these (id, name, folded names) instead."""
        self.beginResetModel()
        self.names = list(names)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name
        """How many names."""
        return 0 if parent.isValid() else len(self.names)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The name, or what it is found by."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.names[index.row()][1]
        return self.names[index.row()][2] if role == _FOLDED else None


class NameCombo(QComboBox):
    """A field to choose one of many names by typing a part of it, accents or not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = Names(self)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)
        self.setModel(self._names)
        found = _Folding(self._names, self)
        self.setCompleter(found)

    def set_names(self, names: Sequence[tuple[int, str, str]], chosen: int | None = None) -> None:
        """Offer these names; ``chosen`` stands in the field, nothing if None."""
        self._names.show(names)
        rows = {name[0]: row for row, name in enumerate(names)}
        self.setCurrentIndex(rows.get(chosen, -1) if chosen else -1)
        if self.currentIndex() < 0:
            self.setEditText("")

    @property
    def chosen(self) -> int | None:
        """The id of the name in the field, None if it is empty, UNKNOWN if it names nothing."""
        typed = self.currentText().strip()
        row = self.currentIndex()
        if not typed:
            return None
        if row >= 0 and self._names.names[row][1] == typed:
            return self._names.names[row][0]
        fits = [n for n, name, known in self._names.names
                if folded(typed) in (folded(name), *known.split(" | "))]  # fmt: skip
        return fits[0] if fits else UNKNOWN


class _Folding(QCompleter):
    """Completes by any part of a name, as it is folded in the register."""

    def __init__(self, names: Names, parent: QObject) -> None:
        super().__init__(names, parent)
        self.setCompletionRole(_FOLDED)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)

    def splitPath(self, path: str) -> list[str]:  # noqa: N802 - Qt's name
        """What is typed, as names are folded."""
        return [folded(path)]

    def pathFromIndex(self, index: Index) -> str:  # noqa: N802 - Qt's name
        """The name itself."""
        return str(index.data())


def names(desk: Desk, table: str, *, but: int = 0) -> list[tuple[int, str, str]]:
    """Everything in the list of places, actors or events, for a NameCombo; ``but`` is left out."""
    rows = desk.case.query(NAMES_OF[table])
    return [
        (row["id"], row["name"], row["folded"] or folded(row["name"]))
        for row in rows
        if row["id"] != but
    ]


def must(combo: NameCombo, field: str) -> int:
    """The id that a NameCombo holds; Refused beside ``field`` if it names nothing."""
    chosen = combo.chosen
    if chosen is None or chosen == UNKNOWN:
        raise Refused(_("Choose a name from the list."), field)
    return chosen


def choice(entries: Iterable[tuple[int | str, str]]) -> QComboBox:
    """A choice among a few: the id of each, and its words, however long."""
    made = QComboBox()
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(30)
    for ident, words in entries:
        made.addItem(words, ident)
    return made


class Form(QDialog):
    """A few fields and a button; what is refused is told beside the field it is about."""

    def __init__(
        self,
        title: str,
        rows: Mapping[str, FieldRow],
        *,
        submit: Callable[[], object],
        button: str,
        sentence: str = "",
        desk: Desk,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.rows, self._submit, self._desk = dict(rows), submit, desk
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP * 3 // 2)
        if sentence:
            column.addWidget(plain(sentence, "muted", self))
        for row in self.rows.values():
            column.addWidget(row)
            _tip(row.editor)
        column.addStretch()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(_("Cancel"))
        self.go = buttons.addButton(button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setDefault(True)
        theme.role(self.go, "primary")
        buttons.accepted.connect(self._try)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 84)
        next(iter(self.rows.values())).editor.setFocus()

    def _try(self) -> None:
        if attempt(self._submit, self.rows, desk=self._desk):
            self.accept()


def _tip(editor: QWidget) -> None:
    """Let a choice whose words are longer than its field be read whole."""
    if isinstance(editor, QComboBox):
        editor.setToolTip(editor.currentText())
        editor.currentTextChanged.connect(editor.setToolTip)


def attempt(act: Callable[[], object], rows: Mapping[str, FieldRow], *, desk: Desk) -> bool:
    """Do ``act``; what it refuses is told beside the field, other problems to the user."""
    for row in rows.values():
        row.set_error("")
    try:
        act()
    except Refused as refused:
        row = rows.get(refused.field) or next(iter(rows.values()))
        row.set_error(str(refused))
        row.editor.setFocus()
        return False
    except Problem as problem:
        desk.did_fail.emit(problem)
        return False
    return True


class ListOfNames(QListView):
    """The list at the left of a page, over Rows; Enter and a click show a row's page."""

    did_choose = Signal(int)

    def __init__(self, name: str, model: RowModel, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = model
        self.enter: Callable[[], object] = self.focusNextChild  # into the page
        model.setParent(self)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(NamePainter(self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._moved)

    @property
    def current(self) -> int:
        """The id of the row that is shown; 0 if none is."""
        index = self.currentIndex()
        return self.rows.ident(index.row()) if index.isValid() else 0

    def choose(self, ident: int) -> bool:
        """Stand on the row of ``ident``; False if it is not in the list."""
        row = self.rows.find(ident)
        if row < 0:
            return False
        index = self.rows.index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes into the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of words."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.did_choose.emit(self.rows.ident(now.row()))


class NamePainter(QStyledItemDelegate):
    """A title, and below it facts; the kind of an event stands first, a doubt last, in words.

    Reads ``title``, ``facts``, ``kind`` and ``warning`` of the dictionary that the model's first
    column makes of a row: see ``ListOfNames``.
    """

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """Room for a title and two lines of facts."""
        line = option.fontMetrics.lineSpacing()
        chip = chip_size("x", theme.ui_font(0.85, bold=True)).height()
        return QSize(160, 2 * line + chip + 2 * theme.GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row; the same words are its accessible text."""
        words = str(index.data() or "").split("\n")
        row = index.data(ROW_ROLE) or {}
        tokens, metrics = theme.tokens(), option.fontMetrics
        painter.save()
        ground(painter, option)
        painter.setPen(QColor(tokens.line))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        room = option.rect.adjusted(12, theme.GAP, -12, -theme.GAP)
        painter.setFont(theme.ui_font(bold=True))
        painter.setPen(QColor(tokens.text))
        painter.drawText(
            room.left(),
            room.top() + metrics.ascent(),
            _short(painter, words[0], room.width()),
        )
        y = room.top() + metrics.lineSpacing() + 1
        painter.setFont(theme.ui_font(0.92))
        painter.setPen(QColor(tokens.muted))
        facts = words[1] if len(words) > 1 else ""
        painter.drawText(room.left(), y + metrics.ascent(), _short(painter, facts, room.width()))
        last = QRect(room.left(), y + metrics.lineSpacing(), room.width(), room.height())
        _paint_last(painter, last, row, words[2:])
        painter.restore()


def _paint_last(painter: QPainter, room: QRect, row: Mapping[str, Any], words: list[str]) -> None:
    """The third line: the chip of an event's kind, counts, and what is in doubt."""
    tokens, x = theme.tokens(), room.left()
    font = theme.ui_font(0.85, bold=True)
    high = chip_size("x", font).height()
    if row.get("kind") in theme.tokens().kinds:
        name = kind_name(row["kind"])
        place = QRect(x, room.top(), chip_size(name, font).width(), high)
        paint_chip(painter, place, name, kind=row["kind"], font=font)
        x = place.right() + theme.GAP
    painter.setFont(theme.ui_font(0.92))
    for said in reversed([word for word in words if word]):  # what is in doubt is never cut off
        painter.setPen(QColor(tokens.danger if said is not words[0] else tokens.muted))
        shown = _short(painter, said, room.right() - x)
        place = QRect(x, room.top(), room.right() - x, high)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
        x += painter.fontMetrics().horizontalAdvance(shown) + theme.GAP


def _short(painter: QPainter, words: str, width: int) -> str:
    return painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, max(0, width))


def plain(words: str, look: str, parent: QWidget) -> QLabel:
    """A label that wraps and shows a source's words as they are."""
    return line(parent, words, role=look)


def caption(words: str, parent: QWidget) -> QLabel:
    """The small heading of a section."""
    label = QLabel(words.upper(), parent)
    label.setAccessibleName(words)
    theme.role(label, "caption")
    return label


class Scrolled(QScrollArea):
    """A page that scrolls from top to bottom; what the keyboard reaches in it comes into view."""

    def __init__(self, name: str, *, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.page = QWidget()
        self.page.setAccessibleName(name)
        self.column = QVBoxLayout(self.page)
        edge = 3 * theme.GAP
        self.column.setContentsMargins(edge, edge, edge, edge)
        self.column.setSpacing(theme.GAP)
        hold_height(self.page)
        self.setWidget(self.page)

    def follow(self, view: QAbstractItemView) -> None:
        """Bring the row that the keyboard moves to in ``view`` into sight."""

        def moved(now: QModelIndex, _before: QModelIndex) -> None:
            if now.isValid() and view.hasFocus():
                at = view.visualRect(now).center()
                place = view.viewport().mapTo(self.page, at)
                self.ensureVisible(place.x(), place.y(), 0, 60)

        view.selectionModel().currentChanged.connect(moved)

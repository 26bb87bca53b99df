"""The search field's list of hits: what was found, with the words around it, as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPoint,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from habeas.i18n import N_, _
from habeas.overview import calling
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.jobs import Job, Progress, Work
from habeas.ui.rowmodel import Index
from habeas.ui.widgets.searchfield import SearchField

if TYPE_CHECKING:
    from habeas.store.search import Hit

_WAIT = 120  # ms after the last key before the case is searched
_NAMES = {
    "source": N_("Source"), "passage": N_("Text"), "claim": N_("Claim"), "event": N_("Event"),
    "place": N_("Place"), "actor": N_("Actor"),
}  # fmt: skip
_HIT = int(Qt.ItemDataRole.UserRole)


class Hits(QAbstractListModel):
    """The hits of one search."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.hits: list[Hit] = []

    def show(self, hits: list[Hit]) -> None:
        """Show these hits instead."""
        self.beginResetModel()
        self.hits = hits
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name
        """How many hits."""
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The words of a hit, or with the user's role the hit itself."""
        hit = self.hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{_(_NAMES[hit.what])}: {hit.title}. {hit.snippet}"
        return hit if role == _HIT else None


class HitPainter(QStyledItemDelegate):
    """Two lines: what it is and its title; the words around what was found."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """Room for two lines."""
        return QSize(200, 2 * option.fontMetrics.lineSpacing() + 2 * theme.GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the hit."""
        hit, tokens = index.data(_HIT), theme.tokens()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(option.rect, tokens.selected if chosen else tokens.raised)
        inner = option.rect.adjusted(12, theme.GAP, -12, -theme.GAP)
        metrics = option.fontMetrics
        kind = _(_NAMES[hit.what])
        width = metrics.horizontalAdvance(kind)
        painter.setPen(tokens.muted)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, kind)
        painter.setPen(tokens.text)
        title = metrics.elidedText(
            hit.title, Qt.TextElideMode.ElideRight, inner.width() - width - 12
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, title)
        painter.setPen(tokens.muted)
        words = metrics.elidedText(
            " ".join(hit.snippet.split()), Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, words)
        painter.restore()


class Finding(QObject):
    """Ties the search field to its list; the arrows walk it, Enter goes there."""

    def __init__(self, field: SearchField, desk: Desk) -> None:
        super().__init__(field)
        self._field, self._desk = field, desk
        self._job: Job | None = None
        self._list = QListView(field.window())
        field.destroyed.connect(self._list.deleteLater)  # it comes to hang in the window
        self._model = Hits(self._list)
        self._list.setFrameShape(QFrame.Shape.StyledPanel)
        self._list.setModel(self._model)
        self._list.setItemDelegate(HitPainter(self._list))
        self._list.setAccessibleName(_("What was found"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(self._go)
        self._list.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT)
        self._timer.timeout.connect(self._search)
        field.textEdited.connect(lambda _text: self._timer.start())
        field.textChanged.connect(lambda text: None if text else self._list.hide())
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Arrows, Enter and Escape while typing; the list goes when the field is left."""
        if event.type() == QEvent.Type.FocusOut:
            self._list.hide()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event.key())
        return False

    def _key(self, key: int) -> bool:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key), 0)
        if step and self._list.isVisible() and self._model.hits:
            row = (self._list.currentIndex().row() + step) % len(self._model.hits)
            self._list.setCurrentIndex(self._model.index(row, 0))
            hit = self._model.hits[row]
            self._field.setAccessibleDescription(f"{_(_NAMES[hit.what])}: {hit.title}")
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._timer.isActive():
                self._timer.stop()
                self._search()
            elif self._list.currentIndex().isValid():
                self._go(self._list.currentIndex())
            return True
        return False

    def _search(self) -> None:
        if not self._desk.is_open or not self._field.text().strip():
            self._list.hide()
            return
        if self._job is not None:
            self._job.stop()
        self._job = self._desk.look(self._finding(self._field.text()), done=self._show)

    def _finding(self, typed: str) -> Work:
        yield Progress()
        return calling.of_hits(self._desk.case, self._desk.case.search(typed))

    def _show(self, hits: list[Hit]) -> None:
        self._job = None
        self._model.show(hits)
        if not self._field.hasFocus():
            return
        if not hits:
            self._list.hide()
            self._desk.say(_("Nothing in this case holds these words."))
            return
        self._place(len(hits))
        self._list.setCurrentIndex(self._model.index(0, 0))

    def _place(self, hits: int) -> None:
        width = max(self._field.width(), 460)
        height = min(hits, 8) * self._list.sizeHintForRow(0) + 6
        corner = self._field.mapTo(self._field.window(), QPoint(0, self._field.height() + 2))
        left = min(corner.x(), self._field.window().width() - width - theme.GAP)
        self._list.setParent(self._field.window())
        self._list.setGeometry(left, corner.y(), width, height)
        self._list.show()
        self._list.raise_()

    def _go(self, index: Index) -> None:
        hit = self._model.hits[index.row()]
        self._list.hide()
        self._field.clear()
        if hit.what == "passage":
            self._desk.ask("source", hit.id, start=hit.start)
        else:
            self._desk.ask(hit.what, hit.id)

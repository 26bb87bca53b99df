"""The list of sources: title, where each comes from, how many claims were taken from it."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from habeas import i18n, vocabulary
from habeas.i18n import _, ngettext
from habeas.store.case import Case
from habeas.store.rows import Rows
from habeas.ui import theme
from habeas.ui.rowmodel import ROW_ROLE, Index

Role = Qt.ItemDataRole
_FIND = "SELECT id FROM source ORDER BY seen DESC, id DESC"
_SHOW = (
    "SELECT id, title, kind, publisher, published, published_inferred, confidentiality, seen, "
    "(SELECT count(*) FROM claim WHERE claim.source = source.id) AS claims, "
    "CASE WHEN seen THEN 0 ELSE (SELECT count(DISTINCT claim) FROM voice "
    "WHERE cited_source = source.id) END AS leaning FROM source WHERE id"
)


def rows(case: Case) -> Rows:
    """The sources, the newest first; after them those that are cited and were not seen."""
    return case.rows(find=_FIND, show=_SHOW)


def who(row: dict[str, Any]) -> str:
    """Who published a source, or what it is."""
    return row["publisher"] or vocabulary.label("source-kinds", row["kind"])


def about(row: dict[str, Any]) -> str:
    """When a source was published, who may know of it, and how many claims were taken from it."""
    number, told = row["claims"], _("no claims")
    if not row["seen"]:
        leaning = row["leaning"]
        told = ngettext("{n} claim leans on it", "{n} claims lean on it", leaning).format(n=leaning)
        told = f"{_('not seen by us')} · {told}"
    elif number:
        told = ngettext("{n} claim", "{n} claims", number).format(n=number)
    secret = ""
    if row["confidentiality"] != "public":
        secret = vocabulary.label("confidentiality", row["confidentiality"]).lower()
    return " · ".join(part for part in (secret, short_day(row["published"]), told) if part)


def short_day(published: str) -> str:
    """A day in few letters; what is no single day as it is written."""
    from babel.dates import format_date

    try:
        day = date.fromisoformat(published)
    except ValueError:
        return published
    return str(format_date(day, "d MMM y", locale=i18n.language()))


class SourceModel(QAbstractListModel):
    """Shows Rows of sources; reads a row when it is first drawn."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Rows | None = None

    def show(self, found: Rows | None) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self._rows = found
        self.endResetModel()

    def forget(self, ids: frozenset[int]) -> None:
        """Read these sources again when they are next drawn."""
        if self._rows is not None and len(self._rows):
            self._rows.forget(ids)
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def ident(self, row: int) -> int:
        """The id of the source in ``row``; 0 if there is none."""
        if self._rows is None or not 0 <= row < len(self._rows):
            return 0
        return int(self._rows.ids[row])

    def find(self, ident: int) -> int:
        """The row of a source, or -1."""
        return -1 if self._rows is None else self._rows.index(ident)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """How many sources."""
        return 0 if parent.isValid() or self._rows is None else len(self._rows)

    def data(self, index: Index, role: int = int(Role.DisplayRole)) -> Any:
        """The title; both lines for a screen reader and the tooltip; the row for the delegate."""
        if self._rows is None or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows.row(index.row())
        if role == ROW_ROLE:
            return row
        if role == Role.DisplayRole:
            return row.get("title", "")
        if role in (Role.ToolTipRole, Role.AccessibleTextRole) and row:
            return f"{row['title']}\n{who(row)} · {about(row)}"
        return None


class SourceList(QListView):
    """Choose a source with the mouse or with the arrow keys."""

    did_choose = Signal(int)  # the source's id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sources = SourceModel(self)
        self.setModel(self.sources)
        self.setItemDelegate(_TwoLines(self))
        self.setAccessibleName(_("Sources"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.selectionModel().currentChanged.connect(self._chosen)

    def show_rows(self, found: Rows, *, current: int) -> None:
        """Show these rows; the current source keeps being current, and its place in view."""
        scroll = self.verticalScrollBar().value()
        self.selectionModel().blockSignals(True)  # a reset is no choice of the user
        self.sources.show(found)
        self._put(current)
        self.selectionModel().blockSignals(False)
        self.verticalScrollBar().setValue(scroll)
        self.viewport().update()

    def set_current(self, ident: int) -> None:
        """Highlight a source without announcing a choice."""
        self.selectionModel().blockSignals(True)
        self._put(ident)
        self.selectionModel().blockSignals(False)
        self.scrollTo(self.currentIndex())
        self.viewport().update()

    def _put(self, ident: int) -> None:
        self.setCurrentIndex(self.sources.index(self.sources.find(ident)))

    def _chosen(self, now: QModelIndex, _before: QModelIndex) -> None:
        ident = self.sources.ident(now.row())
        if ident:
            self.did_choose.emit(ident)


class _TwoLines(QStyledItemDelegate):
    """Paints a source in two lines, shortened where they do not fit."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Two lines of words and air around them."""
        title, small = _fonts()
        height = QFontMetrics(title).height() + QFontMetrics(small).height() + 4 + 2 * theme.GAP
        return QSize(100, height + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row of one source."""
        row = index.data(ROW_ROLE)
        if not row:
            return
        colours, (title, small) = theme.tokens(), _fonts()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.selected))
            painter.fillRect(QRect(rect.topLeft(), QSize(3, rect.height())), QColor(colours.accent))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.hover))
        painter.setPen(QColor(colours.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(2 * theme.GAP, theme.GAP, -theme.GAP, -theme.GAP)
        for words, rest, font, ink in (
            (row["title"], "", title, colours.text),
            (who(row), f" · {about(row)}", small, colours.muted),
        ):
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(QColor(ink))
            line = QRect(inner.left(), inner.top(), inner.width(), metrics.height())
            shown = _fitted(metrics, " ".join(words.split()), rest, line.width())
            left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(line, left, shown)
            inner.setTop(inner.top() + metrics.height() + 4)
        painter.restore()


def _fitted(metrics: QFontMetrics, words: str, rest: str, width: int) -> str:
    """``words`` shortened so that ``rest`` has room; ``rest`` alone if next to none is left."""
    right = Qt.TextElideMode.ElideRight
    room = width - metrics.horizontalAdvance(rest)
    if room < width // 4 and rest:
        return metrics.elidedText(rest.removeprefix(" · "), right, width)
    return metrics.elidedText(words, right, room) + rest


def _fonts() -> tuple[Any, Any]:
    return theme.ui_font(), theme.ui_font(0.9)

"""The list of sources: title, where each comes from, how many claims were taken from it."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
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
from habeas.overview import calling, pages
from habeas.store.case import Case
from habeas.store.rows import Rows
from habeas.ui import icons, theme
from habeas.ui.rowmodel import ROW_ROLE, Index

Role = Qt.ItemDataRole
_INDENT = 14  # pixels for each source that a part came inside of
# A part stands below the source in which it first came; what came by itself too stands alone.  Its
# whole is older than it, or the file was made by somebody else: then it stands alone as well.
_FIRST = (
    "(SELECT source, within FROM source_capture WHERE id IN "
    "(SELECT min(id) FROM source_capture GROUP BY source) AND within < source)"
)
_FIND = (
    f"WITH RECURSIVE first(source, within) AS MATERIALIZED {_FIRST}, "
    "up(id, root, path, depth) AS (SELECT w.id, w.id, '', 0 FROM source w "
    "WHERE w.id IN (SELECT within FROM first) AND w.id NOT IN (SELECT source FROM first) "
    "UNION ALL SELECT f.source, up.root, up.path || printf('%012d', f.source), up.depth + 1 "
    "FROM up JOIN first f ON f.within = up.id WHERE up.depth < 5) "
    "SELECT s.id FROM source s LEFT JOIN up ON up.id = s.id{where} "
    "ORDER BY s.seen DESC, coalesce(up.root, s.id) DESC, up.path"
)
_ABOVE = (
    "(SELECT within FROM source_capture WHERE source = {source} AND within < {source} AND id = "
    "(SELECT min(id) FROM source_capture WHERE source = {source}))"
)
_DEPTH = (
    "(WITH RECURSIVE up(id, n) AS (SELECT source.id, 0 UNION ALL "
    f"SELECT {_ABOVE.format(source='up.id')}, n + 1 FROM up WHERE up.id IS NOT NULL AND n < 6) "
    "SELECT max(n) FROM up WHERE id IS NOT NULL)"
)
_SHOW = (
    "SELECT id, title, kind, publisher, published, published_inferred, confidentiality, pseudonym, "
    "seen, retain_until, (SELECT count(*) FROM claim WHERE claim.source = source.id) AS claims, "
    "CASE WHEN seen THEN 0 ELSE (SELECT count(DISTINCT claim) FROM voice "
    "WHERE cited_source = source.id) END AS leaning, "
    "(SELECT count(DISTINCT source) FROM source_capture sc WHERE sc.within = source.id) AS parts, "
    f"{_DEPTH} AS depth FROM source WHERE id"
)
_ICONS = {
    "article": "article", "post": "post", "decree": "decree", "court-notice": "decree",
    "interview": "talk", "visit-note": "talk", "report": "report", "dataset": "data",
    "picture": "picture", "letter": "letter", "chat": "chat", "recording": "recording",
    "document": "report",
}  # fmt: skip


def rows(case: Case, *, parts: bool = True) -> Rows:
    """The sources, the newest first; after them those that are cited and were not seen.

    What came inside another source stands below it, or is left out without ``parts``.
    """
    where = "" if parts else " WHERE coalesce(up.depth, 0) = 0"
    return case.rows(find=_FIND.format(where=where), show=_SHOW)


def who(row: dict[str, Any]) -> str:
    """Who published a source, or what it is."""
    return calling.publisher_in(row) or vocabulary.label("source-kinds", row["kind"])


def about(row: dict[str, Any]) -> str:
    """When a source was published, who may know of it, and how many claims were taken from it."""
    number, told = row["claims"], _("no claims")
    if not row["seen"]:
        leaning = row["leaning"]
        told = ngettext("{n} claim leans on it", "{n} claims lean on it", leaning).format(n=leaning)
        told = f"{_('not seen by us')} · {told}"
    elif number:
        told = ngettext("{n} claim", "{n} claims", number).format(n=number)
    inside, secret = "", ""
    if parts := row["parts"]:
        inside = ngettext("{n} part", "{n} parts", parts).format(n=parts)
    if row["confidentiality"] != "public":
        secret = vocabulary.label("confidentiality", row["confidentiality"]).lower()
    said = (secret, short_day(row["published"]), told, inside)
    return " · ".join(part for part in said if part)


def told(row: dict[str, Any]) -> str:
    """All that the list tells of a source, in lines, for the tooltip and a screen reader."""
    kind = vocabulary.label("source-kinds", row["kind"])
    publisher = calling.publisher_in(row)
    lines = [calling.name_in(row), kind, f"{publisher} · {about(row)}" if publisher else about(row)]
    if row["depth"]:
        lines.append(_("It came inside another source."))
    if pages.is_past(row["retain_until"]):
        lines.append(_("It is kept past its date."))
    return "\n".join(lines)


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

    def count_again(self) -> None:
        """Read all rows again when they are next drawn: claims were made or withdrawn."""
        if self._rows is not None and len(self._rows):
            self._rows.forget(self._rows.ids)
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
            return calling.name_in(row)
        if role in (Role.ToolTipRole, Role.AccessibleTextRole) and row:
            return told(row)
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
        inner = rect.adjusted(
            2 * theme.GAP + _INDENT * row["depth"], theme.GAP, -theme.GAP, -theme.GAP
        )
        self._paint_kind(painter, row["kind"], inner.topLeft(), QFontMetrics(title).height())
        inner.setLeft(inner.left() + QFontMetrics(title).height() + theme.GAP)
        for words, rest, font, ink in (
            (calling.name_in(row), "", title, colours.text),
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

    def _paint_kind(self, painter: QPainter, kind: str, at: QPoint, size: int) -> None:
        name = f"kind-{_ICONS.get(kind, 'report')}"
        icons.icon(name, theme.tokens().muted).paint(painter, QRect(at, QSize(size, size)))


def _fitted(metrics: QFontMetrics, words: str, rest: str, width: int) -> str:
    """``words`` shortened so that ``rest`` has room; ``rest`` alone if next to none is left."""
    right = Qt.TextElideMode.ElideRight
    room = width - metrics.horizontalAdvance(rest)
    if room < width // 4 and rest:
        return metrics.elidedText(rest.removeprefix(" · "), right, width)
    return metrics.elidedText(words, right, room) + rest


def _fonts() -> tuple[Any, Any]:
    return theme.ui_font(), theme.ui_font(0.9)

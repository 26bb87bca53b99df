"""The table of what is said of one place or actor."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from habeas.ui import theme
from habeas.ui.rowmodel import ROW_ROLE, Column, Index, RowModel
from habeas.ui.widgets.chip import chip_size, kind_name, paint_chip
from habeas.ui.widgets.sidebyside import ground


class ClaimTable(QTableView):
    """What is said of one name, by time, each with its speaker; Enter or a click opens it."""

    did_open = Signal(int)

    def __init__(self, name: str, columns: list[Column], *, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = RowModel(columns, self)
        self.setModel(self.rows)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setItemDelegateForColumn(1, _Said(self))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(self._open)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens the current row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: Any) -> None:  # noqa: N802 - Qt's name
        """Follow the size of words."""
        super().changeEvent(event)
        if event.type() == event.Type.FontChange:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Share the width, so that who says so is always in sight."""
        super().resizeEvent(event)
        for section, column in enumerate(self.rows.columns):
            if not column.stretch:
                share = self.viewport().width() * column.width // 100
                self.setColumnWidth(section, share)

    def _fit(self) -> None:
        """Rows of two lines."""
        high = 2 * self.fontMetrics().lineSpacing() + 2 * theme.GAP
        self.verticalHeader().setDefaultSectionSize(high)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.did_open.emit(self.rows.ident(index.row()))


class _Said(QStyledItemDelegate):
    """The chip of a claim's kind and what it says."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint from the row."""
        row = index.data(ROW_ROLE) or {}
        painter.save()
        ground(painter, option)
        room = option.rect.adjusted(6, theme.GAP // 2, -6, -theme.GAP // 2)
        if row:
            font = theme.ui_font(0.85, bold=True)
            place = QRect(room.topLeft(), chip_size(kind_name(row["kind"]), font))
            paint_chip(painter, place, kind_name(row["kind"]), kind=row["kind"], font=font)
            if room.width() > 4 * place.width():
                room.setLeft(place.right() + theme.GAP)
            else:
                room.setTop(place.bottom())
        painter.setPen(theme.tokens().text)
        lines = max(1, room.height() // option.fontMetrics.lineSpacing())
        words = option.fontMetrics.elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, round(room.width() * (lines - 0.1))
        )
        painter.drawText(room, Qt.TextFlag.TextWordWrap, words)
        painter.restore()

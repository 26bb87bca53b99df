"""Sources with a box each to tick: none is ticked until the user does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from habeas import vocabulary
from habeas.domain.source import Source
from habeas.i18n import _
from habeas.overview import calling
from habeas.ui import theme

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_ROWS = 5  # that are seen at once


class Ticks(QAbstractListModel):
    """One row for each source; ``ticked`` are the ids of those that the user chose."""

    def __init__(self, sources: Sequence[Source], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sources = list(sources)
        self._ticked: set[int] = set()

    @property
    def ticked(self) -> frozenset[int]:
        """The ids of the ticked sources."""
        return frozenset(self._ticked)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        return 0 if parent.isValid() else len(self._sources)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        source = self._sources[index.row()]
        if role == _Role.CheckStateRole:
            ticked = source.id in self._ticked
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        return _named(source) if role in (_Role.DisplayRole, _Role.ToolTipRole) else None

    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:  # noqa: N802
        if not index.isValid() or role != _Role.CheckStateRole:
            return False
        ticked = Qt.CheckState(value) is Qt.CheckState.Checked
        source = self._sources[index.row()].id
        (self._ticked.add if ticked else self._ticked.discard)(source)
        self.dataChanged.emit(index, index, [_Role.CheckStateRole])
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flag = Qt.ItemFlag
        kept = flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemNeverHasChildren
        return kept | flag.ItemIsUserCheckable if index.isValid() else flag.NoItemFlags


class TickList(QListView):
    """The rows of a Ticks, as high as they need to be, a few at a time."""

    def __init__(self, model: Ticks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._roomy = _Roomy(self)
        self.setItemDelegate(self._roomy)
        self.setModel(model)
        self.setUniformItemSizes(True)
        height = self.sizeHintForRow(0) * min(_ROWS, model.rowCount())
        self.setFixedHeight(height + 2 * (self.frameWidth() + theme.GAP))
        if model.rowCount() <= _ROWS:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


class _Roomy(QStyledItemDelegate):
    """Rows in which the box has room: the style counts only the words."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802
        hint = super().sizeHint(option, index)
        return hint.expandedTo(QSize(0, option.fontMetrics.height() + theme.GAP))


def _named(source: Source) -> str:
    """A source with who may know of it; a public one is here for claims that are not."""
    name = calling.name_of(source)
    if source.confidentiality == "public":
        return _("{title} (public, with claims that are not)").format(title=name)
    if name == calling.unnamed(source.id):
        return name  # which says that it is confidential
    may_know = vocabulary.label("confidentiality", source.confidentiality.value).lower()
    return _("{title} ({words})").format(title=name, words=may_know)

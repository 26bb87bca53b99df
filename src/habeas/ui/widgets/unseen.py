"""A cited source, which we have not seen: that there is no text, and which claims lean on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from habeas.i18n import _, ngettext
from habeas.ui import theme
from habeas.ui.rowmodel import ROW_ROLE, Index
from habeas.ui.widgets.readerhead import ReaderHead

Role = Qt.ItemDataRole
Leaning = tuple[int, str, str]  # a claim, its summary, the title of the source that makes it


class LeaningModel(QAbstractListModel):
    """The claims that lean on a source."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._claims: Sequence[Leaning] = ()

    def show(self, claims: Sequence[Leaning]) -> None:
        """Show these claims instead."""
        self.beginResetModel()
        self._claims = claims
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """How many claims."""
        return 0 if parent.isValid() else len(self._claims)

    def data(self, index: Index, role: int = int(Role.DisplayRole)) -> Any:
        """The summary; with its source for a screen reader and the tooltip; all for painting."""
        if not 0 <= index.row() < len(self._claims):
            return None
        claim = self._claims[index.row()]
        if role == ROW_ROLE:
            return claim
        if role == Role.DisplayRole:
            return claim[1]
        if role in (Role.ToolTipRole, Role.AccessibleTextRole):
            return f"{claim[1]}\n{claim[2]}"
        return None


class Unseen(QWidget):
    """Stands where the text of a source would stand."""

    did_ask_claim = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = ReaderHead(self)
        self._sentence = QLabel(self)
        self._sentence.setWordWrap(True)
        self._leaning = QLabel(self)
        theme.role(self._leaning, "muted")
        self._model = LeaningModel(self)
        self.list = QListView(self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_TwoLines(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(_("Claims that lean on this source"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.activated.connect(self._asked)
        self.list.clicked.connect(self._asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * theme.GAP, 0, 2 * theme.GAP, theme.GAP)
        column.setSpacing(theme.GAP)
        column.addWidget(self.head)
        column.addWidget(self._sentence)
        column.addSpacing(theme.GAP)
        column.addWidget(self._leaning)
        column.addWidget(self.list, 1)

    def show_claims(self, claims: Sequence[Leaning]) -> None:
        """Say which claims lean on the source; the current one stays current."""
        self._sentence.setText(
            _("This source was not seen by us: another source cites it. There is no text to read.")
        )
        said = _("No claim leans on it.")
        if claims:
            said = ngettext("{n} claim leans on it:", "{n} claims lean on it:", len(claims)).format(
                n=len(claims)
            )
        self._leaning.setText(said)
        row = max(0, self.list.currentIndex().row())
        self._model.show(claims)
        self.list.setVisible(bool(claims))
        self.list.setCurrentIndex(self._model.index(min(row, len(claims) - 1)))

    def _asked(self, index: QModelIndex) -> None:
        claim = index.data(ROW_ROLE)
        if claim:
            self.did_ask_claim.emit(claim[0])


class _TwoLines(QStyledItemDelegate):
    """Paints what is claimed, and below it which source claims it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """Two lines and air around them."""
        return QSize(100, sum(QFontMetrics(font).height() for font in _fonts()) + 3 * theme.GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one claim."""
        claim = index.data(ROW_ROLE)
        if not claim:
            return
        tokens = theme.tokens()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, tokens.selected)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, tokens.hover)
        inner = rect.adjusted(theme.GAP, theme.GAP, -theme.GAP, -theme.GAP)
        for words, font, ink in zip(claim[1:], _fonts(), (tokens.text, tokens.muted), strict=True):
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(ink)
            right = Qt.TextElideMode.ElideRight
            shown = metrics.elidedText(" ".join(words.split()), right, inner.width())
            painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, shown)
            inner.setTop(inner.top() + metrics.height() + theme.GAP // 2)
        painter.restore()


def _fonts() -> tuple[Any, Any]:
    return theme.ui_font(), theme.ui_font(0.9)

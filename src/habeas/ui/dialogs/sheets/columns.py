"""The columns of a sheet, each with what it holds, what it becomes, and how it is read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from habeas.domain.sheet import Field, Mapping, lettered
from habeas.i18n import _
from habeas.services.sheets.surveying import Survey
from habeas.ui import theme
from habeas.ui.dialogs.sheets import words

_HEADING, _BECOMES, _READING, _VALUES = range(4)


class ColumnTable(QTableWidget):
    """One line for each column; ``did_choose`` gives all fields after one was chosen."""

    did_choose = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, 4, parent)
        self.setAccessibleName(_("Columns of the sheet"))
        self.setHorizontalHeaderLabels(
            [_("Column"), _("becomes…"), _("Read as"), _("What stands in it")]
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard goes from choice to choice
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)
        self.combos: list[QComboBox] = []
        self._fit()

    def show_mapping(self, mapping: Mapping, survey: Survey) -> None:
        """Show these columns; choices that stand are left alone."""
        if len(self.combos) != len(survey.columns):
            self._make(survey)
        for n, column in enumerate(survey.columns):
            what = mapping.fields[n] if n < len(mapping.fields) else Field.NOTHING
            self._name(n, column.heading)
            self._choose(n, what)
            said, doubtful = words.reading(column, what, mapping)
            self._put(n, _READING, said, warn=doubtful)
            self._put(n, _VALUES, "  |  ".join(column.samples), muted=True)

    def _make(self, survey: Survey) -> None:
        self.combos.clear()
        self.setRowCount(0)
        self.setRowCount(len(survey.columns))
        for n in range(len(survey.columns)):
            combo = QComboBox(self)
            for name, what in words.FIELDS:
                combo.addItem(words.field_name(what) if name else "", what.value)
            combo.setMaxVisibleItems(18)
            combo.activated.connect(self._chosen)
            combo.installEventFilter(self)
            self.setCellWidget(n, _BECOMES, combo)
            self.setRowHeight(n, combo.sizeHint().height() + 4)
            self.combos.append(combo)

    def eventFilter(self, watched: object, event: object) -> bool:  # noqa: N802 - Qt's name
        """Let the wheel scroll the table, and show the line that the keyboard comes to."""
        from PySide6.QtCore import QEvent

        if isinstance(watched, QComboBox) and isinstance(event, QEvent):
            if event.type() == QEvent.Type.Wheel and not watched.hasFocus():
                event.ignore()
                return True
            if event.type() == QEvent.Type.FocusIn and watched in self.combos:
                self.scrollTo(self.model().index(self.combos.index(watched), _BECOMES))
        return False

    def _name(self, n: int, heading: str) -> None:
        shown = f"{lettered(n)}  {heading}" if heading else lettered(n)
        self._put(n, _HEADING, shown, bold=True)
        said = _("What column “{name}” becomes").format(name=heading or lettered(n))
        self.combos[n].setAccessibleName(said)

    def _choose(self, n: int, what: Field) -> None:
        found = self.combos[n].findData(what.value)
        if found != self.combos[n].currentIndex():
            self.combos[n].setCurrentIndex(found)

    def _chosen(self) -> None:
        self.did_choose.emit(tuple(Field(combo.currentData()) for combo in self.combos))

    def _put(
        self, n: int, column: int, text: str, *, warn: bool = False, muted: bool = False,
        bold: bool = False,
    ) -> None:  # fmt: skip
        there = self.item(n, column)
        item = there or QTableWidgetItem()
        item.setText(text)
        item.setToolTip(text)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        colours = theme.tokens()
        colour = colours.warning if warn else colours.muted if muted else colours.text
        item.setForeground(QColor(colour))
        if bold:
            font = item.font()
            font.setBold(True)
            item.setFont(font)
        if there is None:
            self.setItem(n, column, item)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Share the width among the columns."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The choices keep their width; how a column is read and what it holds share the rest."""
        letter = self.fontMetrics().averageCharWidth()
        first, second = 26 * letter, 33 * letter
        rest = max(50 * letter, self.viewport().width() - first - second)
        for column, width in ((_HEADING, first), (_BECOMES, second), (_READING, rest * 55 // 100)):
            self.setColumnWidth(column, width)

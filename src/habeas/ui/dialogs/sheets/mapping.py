"""The page on which columns are given their meaning, with the rows as they would become claims."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from habeas import vocabulary
from habeas.capture import registry
from habeas.capture.sheets import signs
from habeas.domain.sheet import Field, Mapping, Order, Sheet
from habeas.i18n import _, ngettext
from habeas.services.sheets.surveying import Survey
from habeas.ui import theme
from habeas.ui.dialogs.sheets import words
from habeas.ui.dialogs.sheets.columns import ColumnTable
from habeas.ui.dialogs.sheets.preview import Preview
from habeas.ui.dialogs.sheets.settling import Settling
from habeas.ui.dialogs.sheets.work import Book, Held, settled
from habeas.ui.widgets.parts import button, line

_MOST_HEADER = 1_000  # rows among which the headings may be said to be


class MappingPage(QWidget):
    """Says what was chosen: ``did_pick`` a Path or a Held, ``did_turn`` to a sheet or another row
    of headings, ``did_map`` a Mapping.
    """

    did_pick = Signal(object)
    did_turn = Signal(int, int)  # the number of the sheet, and the row of its headings (-1: guess)
    did_map = Signal(object)

    def __init__(self, parent: QWidget, there: Sequence[Held]) -> None:
        super().__init__(parent)
        self._mapping = Mapping()
        self._make_file(there)
        self._make_ways()
        self.columns = ColumnTable(self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.preview, self.settling = Preview(self), Settling(self)
        self.tabs.addTab(self.preview, _("&Preview"))
        self.tabs.addTab(self.settling, _("&Words"))
        self.columns.did_choose.connect(lambda fields: self._change(fields=fields))
        self.settling.did_settle.connect(lambda found: self._change(words=found))
        self._lay_out()
        self.show_nothing()

    # what is shown

    def show_nothing(self, problem: str = "") -> None:
        """There is no file, or none that can be imported."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self._ways.setVisible(False)
        self._split.setVisible(False)
        self._blank.setVisible(True)

    def show_book(self, book: Book) -> None:
        """A file was read: offer its sheets."""
        assert book.reading is not None
        self.problem.setVisible(bool(book.reading.notes))
        self.problem.setText("\n".join(book.reading.notes[:3]))
        self.file.setText(book.reading.file_name)
        self.sheet.clear()
        for sheet in book.sheets:
            rows = ngettext("{name} ({n} row)", "{name} ({n} rows)", len(sheet.lines))
            self.sheet.addItem(rows.format(name=sheet.name, n=len(sheet.lines)))
        self._blank.setVisible(False)
        self._ways.setVisible(True)
        self._split.setVisible(True)

    def show_mapping(self, mapping: Mapping, sheet: Sheet) -> None:
        """Show how this sheet is read."""
        self._mapping = mapping
        self.header.blockSignals(True)
        self.header.setMaximum(min(len(sheet.lines), _MOST_HEADER))
        self.header.setValue(mapping.header)
        self.header.blockSignals(False)
        for combo, value in (
            (self.order, mapping.order.value),
            (self.decimal, mapping.decimal),
            (self.language, mapping.language),
            (self.type, mapping.constants.get(Field.TYPE, "")),
        ):
            combo.setCurrentIndex(max(0, combo.findData(value)))

    def show_survey(self, survey: Survey) -> None:
        """Show what came of it."""
        self.columns.show_mapping(self._mapping, survey)
        self.preview.show_rows(survey.shown, self._mapping)
        left = self.settling.show_words(survey.open, self._mapping)
        title = _("&Words ({n} to settle)").format(n=left) if left else _("&Words")
        self.tabs.setTabText(1, title)

    # how it is made

    def _make_file(self, there: Sequence[Held]) -> None:
        self.choose = button(self, _("C&hoose a file…"), self._ask_file)
        self.there = QComboBox(self)
        self.there.setAccessibleName(_("A spreadsheet that is in the case"))
        self.there.addItem(_("or one that is in the case…"), None)
        for one in there:
            self.there.addItem(one.title, one)
        self.there.setVisible(bool(there))
        self.there.activated.connect(self._picked)
        self.file = line(self, "", role="strong")
        self.problem = line(self, "", role="warning")
        self._blank = line(
            self,
            _(
                "Each row of a spreadsheet becomes a claim, and the row is the passage that it "
                "rests on. Choose a CSV, Excel or OpenDocument file; you then say what its "
                "columns are, and see every claim before it is made."
            ),
            role="",
        )

    def _make_ways(self) -> None:
        """How dates, numbers and words are written, and where the headings stand."""
        self._ways = QWidget(self)
        self.sheet, self.header = QComboBox(self._ways), QSpinBox(self._ways)
        self.order, self.decimal, self.language, self.type = (
            QComboBox(self._ways) for _each in range(4)
        )
        self.header.setRange(0, _MOST_HEADER)
        self.header.setSpecialValueText(_("none"))
        self.order.addItem(_("day/month/year"), Order.DAY_FIRST.value)
        self.order.addItem(_("month/day/year"), Order.MONTH_FIRST.value)
        self.decimal.addItem("1,234.5", ".")
        self.decimal.addItem("1.234,5", ",")
        self.language.addItem("English", "en")
        self.language.addItem("Español", "es")
        self.type.addItem(_("as the row says"), "")
        for term in vocabulary.terms("types"):
            self.type.addItem(words.type_name(term.id), term.id)
        self.type.setMaxVisibleItems(18)
        self.sheet.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.sheet.setMinimumContentsLength(16)
        self.sheet.activated.connect(lambda n: self.did_turn.emit(n, -1))
        self.header.valueChanged.connect(lambda n: self.did_turn.emit(self.sheet.currentIndex(), n))
        self.order.activated.connect(lambda _n: self._change(order=Order(self.order.currentData())))
        self.decimal.activated.connect(lambda _n: self._change(decimal=self.decimal.currentData()))
        self.language.activated.connect(
            lambda _n: self._change(language=self.language.currentData())
        )
        self.type.activated.connect(lambda _n: self._choose_type())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        top = QHBoxLayout()
        top.setSpacing(theme.GAP)
        top.addWidget(self.choose)
        top.addWidget(self.there)
        top.addWidget(self.file, 1)
        column.addLayout(top)
        column.addWidget(self.problem)
        column.addWidget(self._blank)
        ways = QHBoxLayout(self._ways)
        ways.setContentsMargins(0, 0, 0, 0)
        ways.setSpacing(theme.GAP)
        labelled: tuple[tuple[str, QWidget], ...] = (
            (_("Sh&eet"), self.sheet),
            (_("Headings in &row"), self.header),
            (_("&Dates"), self.order),
            (_("&Numbers"), self.decimal),
            (_("Words &in"), self.language),
            (_("T&ype of all rows"), self.type),
        )
        for label, widget in labelled:
            ways.addLayout(_above(self._ways, label, widget), 1 if widget is self.type else 0)
        column.addWidget(self._ways)
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._split.addWidget(self.columns)
        self._split.addWidget(self.tabs)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 2)
        self._split.setChildrenCollapsible(False)
        self.columns.setMinimumHeight(self.fontMetrics().height() * 6)
        self.tabs.setMinimumHeight(self.fontMetrics().height() * 6)
        column.addWidget(self._split, 1)
        column.addStretch(0)

    # what is done

    def _ask_file(self) -> None:
        suffixes = sorted(
            suffix
            for known in registry.formats()
            if known.media_type in signs.KINDS
            for suffix in known.suffixes
        )
        kinds = _("Spreadsheets ({suffixes});;All files (*)")
        shown = " ".join(f"*{suffix}" for suffix in suffixes)
        dialog = QFileDialog(
            self, _("Choose a spreadsheet"), str(Path.home()), kinds.format(suffixes=shown)
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.did_pick.emit(Path(name)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _picked(self) -> None:
        one = self.there.currentData()
        if isinstance(one, Held):
            self.did_pick.emit(one)

    def _choose_type(self) -> None:
        constants: dict[Field, str] = dict(self._mapping.constants)
        constants[Field.TYPE] = str(self.type.currentData() or "")
        self._change(constants=constants)

    def _change(self, **changes: object) -> None:
        self._mapping = settled(self._mapping, **changes)
        self.did_map.emit(self._mapping)


def _above(parent: QWidget, words_: str, widget: QWidget) -> QVBoxLayout:
    """A control with its label above it."""
    label = QLabel(words_, parent)
    label.setBuddy(widget)
    theme.role(label, "caption")
    widget.setAccessibleName(words_.replace("&", ""))
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(label)
    column.addWidget(widget)
    return column

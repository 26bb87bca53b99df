"""The texts of a source: which it is read in, reading it again or by a reader of pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListView, QSplitter, QVBoxLayout, QWidget
from shiboken6 import isValid

from habeas.i18n import _, ngettext
from habeas.overview.wording import day_in_words
from habeas.services import layering
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.dialogs import layerwork
from habeas.ui.dialogs.originpairs import Compared
from habeas.ui.jobs import Job, Work
from habeas.ui.rendering import is_drawn
from habeas.ui.rowmodel import Index
from habeas.ui.widgets.parts import button, line
from habeas.ui.widgets.working import Working

if TYPE_CHECKING:
    from habeas.capture.reading import Reading
    from habeas.services.layering import Carried, Layer


def open_dialog(parent: QWidget, desk: Desk, source: int) -> LayersDialog | None:
    """Show the texts of a source; nothing happens without one that has bytes."""
    if not source or not layering.layers(desk.case, source):
        return None
    dialog = LayersDialog(desk, source, parent)
    dialog.open()
    return dialog


class Layers(QAbstractListModel):
    """One row for each text of a source: how it came, who read it, and whether it is in use."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.layers: list[Layer] = []

    def show(self, layers: Sequence[Layer]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.layers = list(layers)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name
        """How many texts."""
        return 0 if parent.isValid() else len(self.layers)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The words of a row; the text in use is bold and says so."""
        if not index.isValid():
            return None
        layer = self.layers[index.row()]
        if role == Qt.ItemDataRole.FontRole and layer.current:
            font = QFont()
            font.setBold(True)
            return font
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return said(layer)
        return None


def said(layer: Layer) -> str:
    """A text in three lines: what it is, by whom and when, how long."""
    what = {
        layering.AGAIN: _("Read again"),
        layering.OCR: _("Words read out of pictures"),
        layering.TRANSLATION: _("Translation ({language})").format(language=layer.language),
    }.get(layer.how, _("As it was read when it came"))
    if layer.current:
        what = _("{what} – in use").format(what=what)
    by = _("by hand") if layer.extractor == "hand" else f"{layer.extractor} {layer.version}"
    letters = ngettext("{n} letter", "{n} letters", layer.length).format(n=layer.length)
    return f"{what}\n{by} · {day_in_words(layer.added)}\n{letters}"


class LayersDialog(QDialog):
    """Two texts side by side: the one in use, and the one that is chosen in the list."""

    def __init__(self, desk: Desk, source: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._source = source
        self._is_drawn = is_drawn(layerwork.bytes_of(desk.case, source).media_type)
        self.setWindowTitle(_("Texts of this source"))
        self._make()
        self._lay_out()
        self.finished.connect(self.deleteLater)
        desk.did_close.connect(self._left)
        self._running(running=False)
        self._read()

    def reject(self) -> None:
        """Leave; what runs is stopped first."""
        if self._working.may_leave():
            super().reject()

    def read_again(self) -> None:
        """Read the source's bytes again with the readers of today."""
        self._think(layerwork.reading_again(self.desk.case, self._source), how=layering.AGAIN)

    def read_words(self) -> None:
        """Have the words read out of its pictures."""
        rows = self.desk.case.query("SELECT language FROM source WHERE id = ?", self._source)
        known = [row["language"] for row in rows if row["language"] in ("en", "es")]
        work = layerwork.reading_words(self.desk.case, self._source, tuple(known))
        self._think(work, how=layering.OCR)

    def use(self) -> None:
        """Read the source in the text that is chosen."""
        if (layer := self._chosen()) is not None:
            work = layerwork.using(self.desk.case, self._source, layer.hash)
            self._follow(self.desk.write(work, title=_("Carrying passages over"), done=self._came))

    def add_translation(self) -> None:
        """Ask for a translation, and keep it beside the original."""
        from habeas.ui.dialogs.translating import Translating

        dialog = Translating(self.desk, self._source, self)
        dialog.accepted.connect(self._read)
        dialog.open()

    def _think(self, work: Work, *, how: str) -> None:
        def done(reading: Reading) -> None:
            if not isValid(self):
                return
            keeping = layerwork.keeping(self.desk.case, self._source, reading, how=how)
            title = _("Carrying passages over")
            self._follow(self.desk.write(keeping, title=title, done=self._came))

        self._outcome.hide()
        self._follow(self.desk.think(work, done=done))

    def _follow(self, job: Job) -> None:
        self._running(running=True)
        self._working.follow(job, ended=self._ended)

    def _ended(self) -> None:
        self._running(running=False)
        if self._working.leaving:
            self.reject()

    @Slot(object)
    def _came(self, carried: Carried) -> None:
        self.desk.tell(self.desk.case.last)
        if not isValid(self):
            return
        self._outcome.setText(outcome(carried))
        self._outcome.show()
        self._read(carried.layer)

    def _read(self, layer: str = "") -> None:
        found = layering.layers(self.desk.case, self._source)
        self.layers.show(found)
        wanted = [n for n, each in enumerate(found) if each.hash == layer or each.current]
        if wanted:
            self.list.setCurrentIndex(self.layers.index(wanted[0]))
        self.list.setFocus()

    def _chosen(self) -> Layer | None:
        row = self.list.currentIndex().row()
        return self.layers.layers[row] if 0 <= row < len(self.layers.layers) else None

    def _turn(self) -> None:
        layer = self._chosen()
        present = next((each for each in self.layers.layers if each.current), None)
        if layer is None or present is None:
            return
        work = layerwork.comparing(self.desk.case, present.hash, layer)
        self.desk.look(work, done=self._compared)
        self._offer()

    @Slot(object)
    def _compared(self, both: layerwork.Both) -> None:
        layer = self._chosen() if isValid(self) else None
        if layer is None or layer.hash != both.layer:
            return
        apart = [each for each in both.differences if not each.same]
        self.present.show_text(both.present, [each.one for each in apart])
        self.other.show_text(both.other, [each.other for each in apart])
        self._legend.setVisible(bool(apart))

    def _offer(self) -> None:
        layer, may = self._chosen(), self.desk.can_write and self._working.job is None
        other = layer is not None and not layer.current and layer.how != layering.TRANSLATION
        self.take.setEnabled(bool(may and other))
        for each in (self.again, self.translation):
            each.setEnabled(bool(may))
        self.words.setEnabled(bool(may and self._is_drawn))

    def _running(self, *, running: bool) -> None:
        self._working.show_running(running)
        self._offer()

    def _make(self) -> None:
        self._said = line(
            self,
            _("The file stays as it came. Its text can be read again, or by a reader of pictures: "
              "passages go along if their words are found, and keep their old text if not."),
            role="",
        )  # fmt: skip
        self._working = Working(self, looking=_("Reading the file"))
        self.layers = Layers(self)
        self.list = QListView(self)
        self.list.setModel(self.layers)
        self.list.setWordWrap(True)
        self.list.setSpacing(theme.GAP // 2)
        self.list.setAccessibleName(_("Texts of this source"))
        self.list.selectionModel().currentChanged.connect(self._turn)
        self.present = Compared(_("The text in use"), self)
        self.other = Compared(_("The text that is chosen"), self)
        self._legend = line(self, _("Marked and underlined: words that the other text lacks."))
        self._outcome = line(self, "", role="strong")
        self._outcome.hide()
        self.take = button(self, _("Read it in &this text"), self.use)
        self.again = button(self, _("&Read the file again"), self.read_again)
        self.words = button(self, _("Read the &words of the pictures"), self.read_words)
        self.translation = button(self, _("Add a tra&nslation…"), self.add_translation)
        self._close = button(self, _("Close"), self.reject)

    def _lay_out(self) -> None:
        texts = QSplitter(Qt.Orientation.Horizontal, self)
        for heading, text in (
            (_("The text in use"), self.present),
            (_("The text that is chosen"), self.other),
        ):
            side = QWidget(texts)
            column = QVBoxLayout(side)
            column.setContentsMargins(theme.GAP, 0, 0, 0)
            column.addWidget(line(side, heading, role="strong"))
            column.addWidget(text, 1)
            texts.addWidget(side)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(self.list)
        split.addWidget(texts)
        split.setStretchFactor(1, 3)
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        column.addWidget(self._said)
        column.addWidget(split, 1)
        for widget in (self._legend, self._outcome, self._working):
            column.addWidget(widget)
        footer = QHBoxLayout()
        for each in (self.take, self.again, self.words, self.translation):
            footer.addWidget(each)
        footer.addStretch(1)
        footer.addWidget(self._working.stop)
        footer.addWidget(self._close)
        column.addLayout(footer)
        letter = self.fontMetrics().averageCharWidth()
        self.resize(min(letter * 160, 1240), min(letter * 90, 640))

    @Slot()
    def _left(self) -> None:
        self._working.job = None
        super().reject()


def outcome(carried: Carried) -> str:
    """What came of another text, in a sentence or two."""
    if not carried.new:
        return _("It reads the same as before: nothing was changed.")
    exact, nearly, lost = len(carried.exact), len(carried.nearly), len(carried.lost)
    if not exact + nearly + lost:
        return _("The source is read in this text now. It has no passages yet.")
    parts = [_("The source is read in this text now.")]
    if exact:
        words = ngettext(
            "{n} passage was found word by word.", "{n} passages were found word by word.", exact
        )
        parts.append(words.format(n=exact))
    if nearly:
        words = ngettext(
            "{n} was found nearly so: look at it.",
            "{n} were found nearly so: look at them.",
            nearly,
        )
        parts.append(words.format(n=nearly))
    if lost:
        words = ngettext(
            "{n} was not found and keeps its old text.",
            "{n} were not found and keep their old text.",
            lost,
        )
        parts.append(words.format(n=lost))
    return " ".join(parts)

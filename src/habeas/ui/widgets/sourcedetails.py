"""How a source is described: what it is, who published it and when, who may know of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from habeas import vocabulary
from habeas.domain import edtf
from habeas.domain.source import Confidentiality, Source
from habeas.errors import Refused
from habeas.i18n import N_, _
from habeas.overview import pages
from habeas.overview.pages import Captured
from habeas.overview.wording import day_in_words
from habeas.services import collecting
from habeas.store.reader import Reader
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.dialogs import recordhistory
from habeas.ui.widgets.fieldrow import FieldRow
from habeas.ui.widgets.sourcefacts import Files, OtherFacts

CORRECT = N_("Correct source")
LANGUAGES = ("en", "es")
_DATES = N_("27 April 2020, April 2020, or 2020-04-27")
_LABEL = 22  # letters beside a field


class SourceDetails(QDialog):
    """A form for one source; saving is one act that can be undone."""

    did_save = Signal(int)

    def __init__(self, desk: Desk, source: Source, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._source = source
        self._silent = frozenset(source.silent.split())
        self.setWindowTitle(_("Details of the source"))
        self._rows: dict[str, FieldRow] = {}
        self._values: dict[str, Callable[[], Any]] = {}
        self._form = QVBoxLayout()
        self._form.setSpacing(theme.GAP)
        self._describe()
        self._tell_files()
        self._form.addStretch()
        self._lay_out()
        self.field("title").setFocus()
        if not desk.can_write:
            self._read_only()
        self.finished.connect(self.deleteLater)

    def field(self, name: str) -> QWidget:
        """The editor of a field, by the name that the record gives it."""
        return self._rows[name].editor

    def accept(self) -> None:
        """Save; what cannot stand is said beside its field, and the form stays open."""
        for row in self._rows.values():
            row.set_error("")
        try:
            described = {name: value() for name, value in self._values.items()}
            with self._desk.edit(CORRECT) as edit:
                collecting.describe(edit, self._source.id, **described)
        except Refused as refused:
            row = self._rows.get(refused.field, self._rows["title"])
            row.set_error(str(refused))
            row.editor.setFocus()
            return
        self.did_save.emit(self._source.id)
        super().accept()

    def _read_only(self) -> None:
        """What stands in the fields can be read and copied, and nothing can be changed."""
        for name in self._values:
            field = self.field(name)
            if isinstance(field, QLineEdit | QPlainTextEdit):
                field.setReadOnly(True)
            else:
                field.setEnabled(False)
        self.save.hide()
        box = self.save.parent()
        if isinstance(box, QDialogButtonBox):
            box.button(QDialogButtonBox.StandardButton.Cancel).setText(_("Close"))

    def _describe(self) -> None:
        source = self._source
        self._line("title", _("&Title"), source.title)
        self._choice("kind", _("&Kind"), source.kind, [
            (term.id, vocabulary.label("source-kinds", term.id))
            for term in vocabulary.terms("source-kinds")
        ])  # fmt: skip
        self._line("publisher", _("&Publisher"), source.publisher)
        hidden = pages.with_hidden_authors(self._desk.case, source.id)
        self._line("author", _("&Author"), source.author, hint=_(
            "Only the file says so. Reports leave it out as long as it stands here like this."
        ) if hidden else "")  # fmt: skip
        self._day("published", _("Pu&blished"), source.published)
        inferred = QCheckBox(_("&Inferred, not printed in the source"), self)
        inferred.setChecked(source.published_inferred)
        self._add("published_inferred", "", inferred, inferred.isChecked)
        self.inferred = inferred
        self._choice("language", _("&Language"), source.language, [
            ("", self._unsaid("language") or _("not stated")), ("en", _("English")),
            ("es", _("Spanish")), ("other", _("other")),
        ])  # fmt: skip
        self._line("address", _("A&ddress"), source.address)
        self._line("received", _("How it &came to you"), source.received)
        self._choice("confidentiality", _("&Who may know of it"), source.confidentiality.value, [
            (term.id, vocabulary.label("confidentiality", term.id))
            for term in vocabulary.terms("confidentiality")
        ])  # fmt: skip
        chosen = self._values["confidentiality"]
        self._values["confidentiality"] = lambda: Confidentiality(chosen())
        self._line("pseudonym", _("Pse&udonym"), source.pseudonym, hint=_(
            "A confidential source goes by this name everywhere but here and above its text."
        ))  # fmt: skip
        self._day("retain_until", _("K&eep until"), source.retain_until)
        note = QPlainTextEdit(source.note, self)
        note.setTabChangesFocus(True)
        note.setFixedHeight(note.fontMetrics().height() * 4)
        self._add("note", _("&Note"), note, note.toPlainText)

    def _tell_files(self) -> None:
        """The files, whether a picture in them is covered, and what else they say."""
        case, ident = self._desk.case, self._source.id
        captures = pages.captures(case, ident)
        if _has_pictures(case, captures):
            covered = QCheckBox(_("Co&ver its pictures until they are clicked"), self)
            covered.setChecked(self._source.covered)
            self._add("covered", "", covered, covered.isChecked, hint=_(
                "They may show people who are held or hurt. Take this off for a picture that "
                "nobody needs to be spared."))  # fmt: skip
        self.files = Files(captures, silent="captured" in self._silent, letters=_LABEL, parent=self)
        self._form.addWidget(self.files)
        if told := pages.metadata(case, collecting.layer_of(case, ident)):
            self.other = OtherFacts(told, self)
            self._form.addWidget(self.other)

    def _line(self, name: str, label: str, words: str, *, hint: str = "") -> QLineEdit:
        line = QLineEdit(words, self)
        line.setCursorPosition(0)
        line.setPlaceholderText(self._unsaid(name))
        self._add(name, label, line, lambda: line.text().strip(), hint=hint)
        return line

    def _unsaid(self, name: str) -> str:
        """What stands in place of a field that the file was asked for in vain."""
        return _("not given by the file") if name in self._silent else ""

    def _day(self, name: str, label: str, edtf: str) -> None:
        line = self._line(name, label, edtf, hint=_(_DATES))
        self._values[name] = lambda: self._date(line.text(), name)
        line.textChanged.connect(lambda typed: self._say_date(typed, name))
        line.editingFinished.connect(lambda: self._check_date(name))
        if name == "retain_until" and pages.is_past(edtf):
            self._rows[name].set_hint(_("This day is over: the source is kept past its date."))

    def _choice(self, name: str, label: str, now: str, terms: list[tuple[str, str]]) -> None:
        box = QComboBox(self)
        if now not in {ident for ident, _words in terms}:
            terms = [*terms, (now, now)]
        for ident, words in terms:
            box.addItem(words, ident)
        box.setCurrentIndex(box.findData(now))
        self._add(name, label, box, box.currentData)

    def _add(
        self, name: str, label: str, editor: QWidget, value: Callable[[], Any], *, hint: str = ""
    ) -> None:
        row = FieldRow(label, editor, hint=hint, label_width=_LABEL, parent=self)
        self._rows[name] = row
        self._values[name] = value
        self._form.addWidget(row)

    def _date(self, typed: str, name: str) -> str:
        """The typed date as EDTF; Refused if it cannot be read."""
        from habeas.suggest.typed import read_when

        words = typed.strip()
        if not words or edtf.is_valid(words):
            return words
        language = self._source.language if self._source.language in LANGUAGES else "en"
        try:
            return read_when(words, language=language, published="").edtf
        except Refused as refused:
            raise Refused(str(refused), name) from refused

    def _say_date(self, typed: str, name: str) -> None:
        """While one types: how the date is understood; nobody is told off in the middle of it."""
        row = self._rows[name]
        row.set_error("")
        try:
            row.set_hint(day_in_words(self._date(typed, name)) or _(_DATES))
        except Refused:
            row.set_hint(_(_DATES))

    def _check_date(self, name: str) -> None:
        """When the field is left: what cannot be read."""
        try:
            self._values[name]()
        except Refused as refused:
            self._rows[name].set_error(str(refused))

    def _show_history(self) -> None:
        recordhistory.show(self._desk, "source", self._source.id, parent=self)

    def _lay_out(self) -> None:
        inside = QWidget(self)
        inside.setLayout(self._form)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields have it
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        # Beside the box and made before it: Tab comes into a box at its default button.
        past = QPushButton(_("&History…"), self)
        QShortcut(QKeySequence(recordhistory.KEY), self, self._show_history)
        past.setAutoDefault(False)
        past.setToolTip(_("Every value that was ever written here"))
        past.clicked.connect(self._show_history)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        save = buttons.addButton(_("&Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        save.setDefault(True)
        theme.role(save, "primary")
        self.save = save
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        foot = QHBoxLayout()
        foot.addWidget(past)
        foot.addWidget(buttons, 1)
        column.addWidget(area, 1)
        column.addLayout(foot)
        parent = self.parentWidget()
        room = parent.window().height() - 40 if parent is not None else 700
        wide = max(600, self.fontMetrics().averageCharWidth() * 90)
        self.resize(wide, max(420, min(720, room)))


def _has_pictures(reader: Reader, captures: Sequence[Captured]) -> bool:
    """Whether there is something to cover: a picture, a film, a scanned page."""
    if not captures:
        return False
    first = captures[0]
    seen = first.media_type.startswith(("image/", "video/"))
    return seen or pages.count_of_pages(reader, first.layer) > 0

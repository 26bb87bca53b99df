"""Adding a translation of a source: it stands beside the original, on which claims rest."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from habeas.errors import Refused
from habeas.i18n import _
from habeas.services import layering
from habeas.ui import theme
from habeas.ui.desk import Desk
from habeas.ui.dialogs.layerwork import TRANSLATE
from habeas.ui.widgets.fieldrow import FieldRow
from habeas.ui.widgets.parts import line


class Translating(QDialog):
    """Takes the words of a translation and its language; adding it is one act."""

    def __init__(self, desk: Desk, source: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._source = desk, source
        self.setWindowTitle(_("Add a translation"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field = QPlainTextEdit(self)
        self.field.setAccessibleName(_("The translation"))
        self.field.setPlaceholderText(_("Paste or write the translation…"))
        self.field.setTabChangesFocus(True)
        self.language = QComboBox(self)
        for code, words in (("en", _("English")), ("es", _("Spanish")), ("other", _("other"))):
            self.language.addItem(words, code)
        own = desk.case.query("SELECT language FROM source WHERE id = ?", source)[0]["language"]
        self.language.setCurrentIndex(self.language.findData("en" if own == "es" else "es"))
        self._row = FieldRow(_("&Language"), self.language, parent=self)
        self._lay_out()
        self.resize(self.fontMetrics().averageCharWidth() * 80, 420)

    def accept(self) -> None:
        """Keep it; what cannot stand is said beside the field, and the words stay."""
        try:
            with self._desk.edit(TRANSLATE) as edit:
                layering.translate(
                    edit,
                    self._source,
                    self.field.toPlainText(),
                    language=self.language.currentData(),
                )
        except Refused as refused:
            self._row.set_error(str(refused))
            self.field.setFocus()
            return
        super().accept()

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        keep = buttons.addButton(_("Add"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.keep = keep
        theme.role(keep, "primary")
        keep.setShortcut("Ctrl+Return")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(theme.GAP)
        said = _("It is kept beside the original. Claims go on resting on the original words.")
        column.addWidget(line(self, said, role=""))
        column.addWidget(self.field, 1)
        column.addWidget(self._row)
        column.addWidget(buttons)

"""A field of a form: its label, its editor, a hint, and what is wrong with it while one types."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from habeas.i18n import _
from habeas.ui import icons, theme
from habeas.ui.widgets.wrapping import hold_height


class FieldRow(QWidget):
    """One editor with its label above it, or beside it if ``label_width`` is given.

    ``label_width`` is in letters, so that the rows of one form line up at any size of words.
    """

    def __init__(
        self,
        label: str,
        editor: QWidget,
        *,
        hint: str = "",
        label_width: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self.label = QLabel(label, self)
        self._letters = label_width
        self._says = _Says(self)
        self._hint = ""
        self._error = ""
        self._lay_out()
        self._tie()
        self.set_hint(hint)
        self._fit()

    @property
    def error(self) -> str:
        """What is wrong with the value; empty if nothing is."""
        return self._error

    def set_hint(self, hint: str) -> None:
        """Say below the editor what it wants, or how what was typed is understood."""
        self._hint = hint
        self._tell()

    def set_error(self, error: str) -> None:
        """Say below the editor, in place of the hint, what is wrong; empty: nothing is."""
        self._error = error
        self._tell()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._fit()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(theme.GAP // 2)
        top = Qt.AlignmentFlag.AlignTop
        if self._letters:
            self.label.setWordWrap(True)
            self.label.setContentsMargins(0, 5, 0, 0)  # level with the words in the editor
            grid.addWidget(self.label, 0, 0, top)
            grid.addWidget(self.editor, 0, 1)
            grid.addWidget(self._says, 1, 1)
            grid.setColumnStretch(1, 1)
        else:
            grid.addWidget(self.label, 0, 0)
            grid.addWidget(self.editor, 1, 0)
            grid.addWidget(self._says, 2, 0)
        self.setFocusProxy(self.editor)
        hold_height(self)

    def _tie(self) -> None:
        self.label.setBuddy(self.editor)
        if not self.editor.accessibleName():
            self.editor.setAccessibleName(self.label.text().replace("&", ""))

    def _tell(self) -> None:
        self._says.say(self._error, self._hint)
        wrong = bool(self._error)
        spoken = _("Error: {words}").format(words=self._error) if wrong else self._hint
        self.editor.setAccessibleDescription(spoken)
        if bool(self.editor.property("invalid")) != wrong:
            self.editor.setProperty("invalid", wrong)
            theme.repolish(self.editor)

    def _fit(self) -> None:
        if self._letters:
            self.label.setFixedWidth(self.fontMetrics().averageCharWidth() * self._letters)
        self._says.fit()


class _Says(QWidget):
    """The line below an editor: a hint, or an error with its drawing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = QLabel(self)
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP // 2)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    def say(self, error: str, hint: str) -> None:
        """Show ``error`` if there is one, else ``hint``, else nothing."""
        self._words.setText(error or hint)
        theme.role(self._words, "error" if error else "hint")
        self._picture.setVisible(bool(error))
        self.setVisible(bool(error or hint))

    def fit(self) -> None:
        """Draw the warning as high as the words."""
        size = self.fontMetrics().height()
        colour, ratio = theme.tokens().danger, self.devicePixelRatioF()
        self._picture.setPixmap(icons.pixmap("warning", size, colour=colour, ratio=ratio))

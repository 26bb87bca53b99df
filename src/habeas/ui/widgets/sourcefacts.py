"""What is known of a source and nobody types: its files, and what these say of themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from habeas.i18n import _, ngettext
from habeas.overview.pages import Captured
from habeas.overview.wording import day_in_words
from habeas.ui import theme
from habeas.ui.widgets.fieldrow import FieldRow

MOST = 20  # files of one source that are shown: the same wire story may have come a hundred times
_LINES = 9  # of the other facts that are seen at once


class Files(QWidget):
    """The files that a source was read from: name, hash, size, when and how each came."""

    def __init__(
        self, captures: Sequence[Captured], *, silent: bool, letters: int, parent: QWidget
    ) -> None:
        """``silent``: the file was asked when it was captured and does not say."""
        super().__init__(parent)
        self._letters = letters
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.GAP)
        shown = captures[:MOST]
        for n, capture in enumerate(shown, 1):
            if len(captures) > 1:
                self._say(_("File {n} of {of}").format(n=n, of=len(captures)))
            for label, words in _facts(capture, silent=silent):
                self._line(label, words)
        if more := len(captures) - len(shown):
            said = ngettext("and {n} more file", "and {n} more files", more)
            self._say(said.format(n=more))

    def _say(self, words: str) -> None:
        label = QLabel(words, self)
        theme.role(label, "muted")
        self._column.addWidget(label)

    def _line(self, label: str, words: str) -> None:
        line = QLineEdit(words, self)
        line.setReadOnly(True)
        line.setCursorPosition(0)
        self._column.addWidget(FieldRow(label, line, label_width=self._letters, parent=self))


class OtherFacts(QWidget):
    """What a file says of itself besides, folded away until it is asked for; to read and copy."""

    def __init__(self, pairs: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        n = len(pairs)
        self.fold = QToolButton(self)
        said = ngettext(
            "{n} other fact that the file gives", "{n} other facts that the file gives", n
        )
        self.fold.setText(said.format(n=n))
        self.fold.setCheckable(True)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.role(self.fold, "flat")
        self.facts = QPlainTextEdit("\n".join(f"{name}: {_flat(said)}" for name, said in pairs))
        self.facts.setReadOnly(True)
        self.facts.setTabChangesFocus(True)
        self.facts.setAccessibleName(_("Other facts"))
        self.facts.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.facts.setFixedHeight(self.facts.fontMetrics().lineSpacing() * _LINES)
        self.copy = QPushButton(_("Copy the facts"), self)
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(self._copy)
        self._inside = QFrame(self)
        self._lay_out()
        self.fold.toggled.connect(self._turn)
        self._turn(False)

    def _turn(self, opened: bool) -> None:
        self._inside.setVisible(opened)
        kind = Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow
        self.fold.setArrowType(kind)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.facts.toPlainText())

    def _lay_out(self) -> None:
        said = QLabel(
            _(
                "They may tell who made the file, where, and with what. Reports leave them out; "
                "they leave the case with the original itself."
            ),
            self._inside,
        )
        said.setWordWrap(True)
        theme.role(said, "hint")
        foot = QHBoxLayout()
        foot.addWidget(said, 1)
        foot.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        inside = QVBoxLayout(self._inside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.GAP // 2)
        inside.addWidget(self.facts)
        inside.addLayout(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.fold)
        column.addWidget(self._inside)


def _facts(capture: Captured, *, silent: bool) -> Iterator[tuple[str, str]]:
    yield _("File"), capture.file_name or _("pasted text, without a file")
    if capture.whole:
        yield _("Came inside"), capture.whole
    yield _("SHA-256"), capture.sha256
    yield _("Size"), _("{n} bytes").format(n=capture.size)
    when = (day_in_words(capture.captured), capture.captured, capture.how)
    said = " · ".join(filter(None, when))
    if silent:
        said = _("not given by the file; added {when}").format(when=said)
    yield _("Captured"), said


def _flat(said: str) -> str:
    """One line: a value of a stranger's file must not look like further facts."""
    return " ".join(said.split())

"""A line to type into that offers what fits: types of claim, names of the register, claims."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from habeas.i18n import _
from habeas.ui import icons, theme
from habeas.ui.editor.fields import Line
from habeas.ui.editor.optionlines import HINT, OptionLines

MOST = 50  # options shown at once


@dataclass(frozen=True, slots=True)
class Option:
    """What can be picked: ``label`` is shown and typed, ``value`` is what is meant."""

    label: str
    value: Any = None
    hint: str = ""


class PickLine(Line):
    """A line whose list of options follows what is typed; the down key opens it."""

    did_pick = Signal(object)  # the Option
    did_walk = Signal(object)  # the Option that the keys or the pointer rest on
    did_focus = Signal()  # came or went

    def __init__(
        self,
        name: str = "",
        options: Callable[[str], Sequence[Option]] | None = None,
        *,
        opens: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent=parent)
        self.options = options or (lambda _typed: ())
        self.letters = 8  # how narrow it may be
        self._offered: list[Option] = []
        self._option: Option | None = None
        self._rows = QStandardItemModel(self)
        self._completer = QCompleter(self._rows, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(9)
        self._lines = OptionLines(self)
        self._dress()
        self.setCompleter(self._completer)
        self._completer.activated[QModelIndex].connect(self._picked)  # type: ignore[index]
        self._completer.highlighted[QModelIndex].connect(self._walked)  # type: ignore[index]
        self.textEdited.connect(self._typed)
        if opens:
            # Made here, not by the line: Python may take an action that Qt made for one that died
            # at the same address before, and then calls it deleted.
            self._arrow = QAction(self)
            icons.put(self._arrow, "arrow-down")
            self.addAction(self._arrow, QLineEdit.ActionPosition.TrailingPosition)
            self._arrow.setToolTip(opens)
            self._arrow.triggered.connect(self.open_list)

    def offer(self, options: Sequence[Option], *, pop: bool = False) -> None:
        """Offer these; with ``pop`` show the list at once."""
        self._offered = list(options)[:MOST]
        self._rows.clear()
        for option in self._offered:
            item = QStandardItem(option.label)
            item.setToolTip(option.hint)
            item.setData(option.hint, HINT)
            item.setEditable(False)
            self._rows.appendRow(item)
        if pop and self._offered and self.hasFocus():
            self._completer.complete()

    def open_list(self) -> None:
        """Show every option, whatever stands in the line."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.offer(self.options(""), pop=True)

    def close_list(self) -> bool:
        """Hide the list; False if it was not shown."""
        popup = self._completer.popup()
        if popup is None or not popup.isVisible():
            return False
        popup.hide()
        return True

    @property
    def offered(self) -> list[Option]:
        """What the list holds now."""
        return self._offered

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The down key opens the list."""
        popup = self._completer.popup()
        if event.key() == Qt.Key.Key_Down and not (popup and popup.isVisible()):
            self.open_list()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Tell of the focus."""
        super().focusInEvent(event)
        self.did_focus.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Tell of the focus."""
        super().focusOutEvent(event)
        self.did_focus.emit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Narrow lines scroll."""
        wide = self.fontMetrics().averageCharWidth() * self.letters
        return QSize(wide, super().minimumSizeHint().height())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_lines"):
            self._dress()

    def _dress(self) -> None:
        """Give the list its border and its lines; Qt gives it neither a parent nor a frame."""
        popup, colours = self._completer.popup(), theme.tokens()
        if popup is not None:
            popup.setItemDelegate(self._lines)
            popup.setStyleSheet(
                f"QListView {{ background: {colours.raised}; border: 1px solid {colours.edge}; }}"
            )

    def _typed(self, text: str) -> None:
        self.offer(self.options(text) if text.strip() else ())

    def _picked(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() < len(self._offered):
            self._option = self._offered[index.row()]
            # Told when the completer has put the label into the line, which it does after this.
            QTimer.singleShot(0, self, self._tell)

    def _tell(self) -> None:
        option, self._option = self._option, None
        if option is not None:
            self.did_pick.emit(option)

    def _walked(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() < len(self._offered):
            self.did_walk.emit(self._offered[index.row()])


def names_of(names: Callable[[str, str], list[str]], table: str) -> Callable[[str], list[Option]]:
    """Options for names of the register (``table`` is place or actor)."""
    return lambda typed: [Option(name, name) for name in names(table, typed)]


def list_words() -> str:
    """What the arrow at the end of such a line says."""
    return _("Show the list (Down)")

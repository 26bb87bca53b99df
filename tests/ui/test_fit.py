"""Everywhere: no words are cut off, in a small window, in longer languages, in light and dark."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionComboBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from everywhere import stages
from habeas import i18n, settings
from habeas.ui import app
from habeas.ui.window import Window

SIZES = ((1000, 650), (1366, 768))
SLACK = 1  # pixels
_TRIES = 5  # looks at what seems cut off, until it is said
LARGE = 1.5  # times the usual size of words


class Longer(gettext.NullTranslations):
    """A language half as long again as English."""

    def gettext(self, message: str) -> str:
        """The message and half of its length in words."""
        return message + (" wide" * len(message))[: (len(message) + 1) // 2].rstrip()

    def ngettext(self, one: str, many: str, n: int) -> str:
        """The same for a number."""
        return self.gettext(one if n == 1 else many)


@pytest.fixture(params=["en-light", "en-dark", "es-light", "es-light-large", "longer-dark"])
def window(
    qtbot: QtBot, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Window]:
    """The window in a language and a scheme."""
    language, scheme, *large = request.param.split("-")
    settings.change(scheme=scheme, scale=LARGE if large else 1.0)
    app.make(language="es" if language == "es" else "en")
    if language == "longer":
        monkeypatch.setattr(i18n, "_users", replace(i18n._users, messages=Longer()))
    made = Window()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    settings.change(scheme="light", scale=1.0)
    app.make(language="en")


def test_no_words_are_cut_off(qtbot: QtBot, window: Window) -> None:
    wrong: list[str] = []
    for stage, top in stages(qtbot, window):
        for width, height in SIZES if top is window else [(top.width(), top.height())]:
            if top is window:
                window.resize(width, height)
                qtbot.wait(20)
                if window.width() > width or window.height() > height:
                    wrong.append(f"{stage}: needs {window.width()}x{window.height()}")
            found = list(cut(top))
            for _again in range(_TRIES if found else 0):  # a busy machine lays out later
                qtbot.wait(200)
                found = list(cut(top))
            wrong += [f"{stage} at {width}x{height}: {line}" for line in found]
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def cut(top: QWidget) -> Iterator[str]:
    """What cannot be read in ``top`` as it is."""
    for widget in top.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not top or not words(widget):
            continue
        if shortened(widget) and not told(widget):
            yield f"cut off: {seen(widget)} {widget.width()}x{widget.height()}"
        elif hidden(widget):
            yield f"hidden by what is around it: {seen(widget)}"


def words(widget: QWidget) -> str:
    """The words that a widget shows."""
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, (QLabel, QPushButton, QCheckBox, QRadioButton, QToolButton)):
        return widget.text()
    return ""


def shortened(widget: QWidget) -> bool:
    """Whether a widget is smaller than its words."""
    if isinstance(widget, QComboBox):
        return room_in(widget) + SLACK < widget.fontMetrics().horizontalAdvance(words(widget))
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.heightForWidth(widget.width()) > widget.height() + SLACK
    wanted = widget.sizeHint() if isinstance(widget, QLabel) else widget.minimumSizeHint()
    return wanted.width() > widget.width() + SLACK or wanted.height() > widget.height() + SLACK


def room_in(box: QComboBox) -> int:
    """The width that a combo box has for words."""
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    style = QStyle.SubControl.SC_ComboBoxEditField
    return box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, style, box).width()


def told(widget: QWidget) -> bool:
    """Whether the whole words can be had: as a tip, or because they can be moved through."""
    return bool(widget.toolTip()) or (isinstance(widget, QComboBox) and widget.isEditable())


def hidden(widget: QWidget) -> bool:
    """Whether a widget reaches out of one that it lies in and that cannot be scrolled to show it.

    Downwards a page can be scrolled; sideways only with a scroll bar.
    """
    parent = widget.parentWidget()
    while parent is not None and not widget.isWindow():
        at = widget.mapTo(parent, QPoint(0, 0))
        area = parent.parentWidget()
        aside = at.x() < -SLACK or at.x() + widget.width() > parent.width() + SLACK
        if isinstance(area, QAbstractScrollArea) and area.viewport() is parent:
            never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            return aside and area.horizontalScrollBarPolicy() == never
        if aside or at.y() < -SLACK or at.y() + widget.height() > parent.height() + SLACK:
            return True
        if parent.isWindow():
            return False
        parent = area
    return False


def seen(widget: QWidget) -> str:
    """A widget as a failed test names it."""
    return f"{type(widget).__name__} {words(widget)!r} in {type(widget.parentWidget()).__name__}"

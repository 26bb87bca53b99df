"""Keys that are pressed while a menu is open are for the menu, not for the room behind it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QWidget
from pytestqt.qtbot import QtBot

from habeas.ui.actions import Action, install
from habeas.ui.widgets.menu import Menu

PLAIN, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


def wanted(menu: QMenu, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
    """Whether the menu takes a key before any shortcut gets it."""
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, held)
    event.ignore()
    QApplication.sendEvent(menu, event)
    return event.isAccepted()


def test_a_letter_is_for_the_open_menu(qtbot: QtBot) -> None:
    menu = Menu("Go")
    qtbot.addWidget(menu)
    assert wanted(menu, Qt.Key.Key_N, PLAIN)
    assert wanted(menu, Qt.Key.Key_Delete, PLAIN)
    assert not wanted(menu, Qt.Key.Key_N, CTRL)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_key_does_nothing_in_a_room_while_a_list_is_dropped_down(qtbot: QtBot) -> None:
    room, done = QWidget(), []
    qtbot.addWidget(room)
    choice = QComboBox(room)
    choice.addItems(["one", "two"])
    made = install(Action("merge", "Merge", lambda: done.append(1), ("M",), local=True), room)
    room.show()
    qtbot.waitExposed(room)
    choice.showPopup()
    made.trigger()
    assert not done
    choice.hidePopup()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    made.trigger()
    assert done

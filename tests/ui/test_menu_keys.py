"""Keys that are pressed while a menu is open are for the menu, not for the room behind it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

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

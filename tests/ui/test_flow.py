"""Buttons in a row that breaks: what is shown while the row is hidden has its place afterwards."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from habeas.ui.widgets.flow import Flow


def test_a_button_that_comes_while_the_row_is_hidden_has_its_place(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    row = Flow(around)
    accept, edit = QPushButton("Accept", row), QPushButton("Edit", row)
    accept.hide()
    row.set_buttons([accept, edit])
    row.setGeometry(0, 0, 400, 40)
    around.show()
    qtbot.waitExposed(around)
    row.hide()
    accept.show()
    row.show()
    assert accept.x() == 0
    assert edit.x() >= accept.geometry().right()

"""What Habeas puts on the clipboard goes from it; what others put there stays."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QProcess
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from habeas.ui.clipboard import Clipboard
from habeas.ui.window import Window

pytestmark = pytest.mark.screen

_OTHER = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication(sys.argv)
app.clipboard().setText("of another program")
print("there", flush=True)
app.exec()
"""


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[QClipboard]:
    """The clipboard of the screen, with nothing on it before and after."""
    yield QGuiApplication.clipboard()
    QGuiApplication.clipboard().clear()
    QGuiApplication.clipboard().clear(QClipboard.Mode.Selection)


@pytest.mark.parametrize("mode", [QClipboard.Mode.Clipboard, QClipboard.Mode.Selection])
def test_words_of_ours_go_after_a_while(
    qtbot: QtBot, clipboard: QClipboard, mode: QClipboard.Mode
) -> None:
    owner = QObject()
    watch = Clipboard(owner, stays=30)
    clipboard.setText("Peña Gris", mode)
    assert clipboard.text(mode) == "Peña Gris"
    qtbot.waitUntil(lambda: clipboard.text(mode) == "")
    watch.clear()


def test_closing_and_locking_take_them_away_at_once(qtbot: QtBot, clipboard: QClipboard) -> None:
    window = Window()
    qtbot.addWidget(window)
    window.show()
    clipboard.setText("Peña Gris")
    clipboard.setText("Peña Gris", QClipboard.Mode.Selection)
    window.close()
    assert clipboard.text() == clipboard.text(QClipboard.Mode.Selection) == ""


def test_words_of_another_program_stay(qtbot: QtBot, clipboard: QClipboard) -> None:
    owner = QObject()
    watch = Clipboard(owner, stays=30)
    clipboard.setText("Peña Gris")
    other = QProcess()
    other.start(sys.executable, ["-c", _OTHER])
    qtbot.waitUntil(lambda: clipboard.text() == "of another program", timeout=20_000)
    watch.clear()
    qtbot.wait(60)
    assert clipboard.text() == "of another program"
    other.kill()
    assert other.waitForFinished(5000)

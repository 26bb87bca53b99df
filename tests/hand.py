"""A hand on the real window: real keys and clicks from the X server, in the user's words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, QProcess, QRect, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from habeas.store.case import Case
from habeas.ui.window import Window

PATIENCE = 10_000  # ms


class Hand:
    """Types and clicks, and counts what it did."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window = window
        self.keys = 0
        self.clicks = 0
        self._qtbot = qtbot
        self.said: list[str] = []
        window.desk.did_say.connect(self.said.append)

    @property
    def case(self) -> Case:
        """The case that is open in the window."""
        return self.window.desk.case

    # with the keyboard

    def press(self, *keys: str, times: int = 1) -> None:
        """Press keys as X names them: Return, ctrl+k, shift+Right."""
        pressed = list(keys) * times
        self.keys += len(pressed)
        self._x("key", "--clearmodifiers", "--delay", "15", *pressed)

    def type(self, words: str) -> None:
        """Type words (plain letters only: the X server's keyboard has no others)."""
        self.keys += len(words)
        self._x("type", "--delay", "6", words)

    def fill(self, words: str) -> None:
        """Put words in place of what the field holds."""
        self.press("ctrl+a")
        self.type(words)

    # with the mouse

    def click(self, widget: QWidget, rect: QRect | None = None) -> None:
        """Click in the middle of a widget, or of a part of it."""
        self.click_at(self._settled(widget, rect))

    def _settled(self, widget: QWidget, rect: QRect | None) -> QPoint:
        """The middle of it, once the window manager has stopped moving the window."""
        place, before = QPoint(), QPoint(-1, -1)
        for _ in range(20):
            place = widget.mapToGlobal((rect or widget.rect()).center())
            if place == before:
                break
            before = place
            self.pause(200)
        return place

    def click_at(self, point: QPoint, *, times: int = 1) -> None:
        """Click at a point of the screen; twice for a double click."""
        self.clicks += 1
        where = ["mousemove", "--sync", str(point.x()), str(point.y())]
        self._x(*where, "click", "--repeat", str(times), "--delay", "60", "1")

    def drag(self, start: QPoint, end: QPoint) -> None:
        """Drag from one point of the screen to another."""
        self.clicks += 1
        self._x("mousemove", "--sync", str(start.x()), str(start.y()), "mousedown", "1")
        self._x("mousemove", "--sync", str(end.x()), str(end.y()), "mouseup", "1")

    def drop(self, path: Path) -> None:
        """Drop a file on the window: what a file manager sends."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        self.window.dropEvent(
            QDropEvent(
                QPointF(400, 300),
                Qt.DropAction.CopyAction,
                data,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
        )

    def copy(self, words: str) -> None:
        """Have words on the clipboard, as another program leaves them there."""
        QGuiApplication.clipboard().setText(words)

    # looking

    def wait(self, condition: Callable[[], Any]) -> None:
        """Until something is so."""
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)

    def wait_said(self, words: str) -> None:
        """Until the window has said this."""
        self.wait(lambda: any(words in line for line in self.said))

    def dialog(self, kind: type[QDialog] = QDialog) -> Any:
        """The dialog that is open, once it takes keys."""
        self.wait(lambda: self._dialogs(kind))
        found = self._dialogs(kind)[-1]
        self.wait(found.isActiveWindow)
        return found

    def name_file(self, path: Path) -> None:
        """Give a path to the file dialog that is open."""
        dialog = self.dialog(QFileDialog)
        self.fill(str(path))
        self.press("Return")
        self.wait(lambda: not self._alive(dialog))

    def make_case(self, passphrase: str = "") -> None:
        """Say how the new case is locked, in the dialog that is open; without words it is not."""
        self.dialog()
        if passphrase:
            self.type(passphrase)
            self.press("Tab")
            self.type(passphrase)
        else:
            self.press("alt+u")
        self.press("alt+c")
        self.wait(lambda: self.window.desk.is_open)

    def count(self, table: str, where: str = "1") -> int:
        """How many rows the case has."""
        return int(self.case.query(f"SELECT count(*) AS n FROM {table} WHERE {where}")[0]["n"])

    def pause(self, ms: int = 150) -> None:
        """Let the window draw."""
        self._qtbot.wait(ms)

    def _dialogs(self, kind: type[QDialog]) -> list[QDialog]:
        return [
            widget
            for widget in QApplication.topLevelWidgets()
            if isinstance(widget, kind)
            and widget.isVisible()
            and not (kind is QDialog and isinstance(widget, QMessageBox))
        ]

    def _alive(self, dialog: QDialog) -> bool:
        return any(dialog is widget for widget in QApplication.topLevelWidgets())

    def _x(self, *arguments: str) -> None:
        """Let xdotool act while the window's own loop runs; then let the events arrive."""
        process = QProcess()
        with self._qtbot.waitSignal(process.finished, timeout=PATIENCE):
            process.start("xdotool", list(arguments))
        assert process.exitCode() == 0, bytes(process.readAllStandardError().data()).decode()
        self._qtbot.wait(40)

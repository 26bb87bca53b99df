"""A walk through every place of the window, for tests of what must hold in all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from habeas import paths
from habeas.store import keys
from habeas.store.case import Case
from habeas.ui.dialogs import newcase, purging
from habeas.ui.dialogs.purging import PurgeDialog
from habeas.ui.rooms import ROOMS
from habeas.ui.views.unlock import Unlock
from habeas.ui.window import Window

Stage = tuple[str, QWidget]  # what it is called, and the window that shows it


def stages(qtbot: QtBot, window: Window) -> Iterator[Stage]:
    """The welcome page, each room of the example, the claim editor, and every dialog of ours."""
    qtbot.waitActive(window)
    yield "welcome", window
    yield from _locked(qtbot, window)
    window.open_example()
    for room in ROOMS:
        view: Any = window.enter(room.id) or window.frame._views[room.id]
        _settle(qtbot)
        yield room.id, window
        if room.id in ("places", "actors"):
            view.describe()
            _settle(qtbot)
            yield f"{room.id}: description", window
            yield from _dialog(qtbot, f"{room.id}: merge", view.merge)
        if room.id == "history":
            yield from _dialog(qtbot, "history: undo", view.undo_one)
            yield from _dialog(qtbot, "history: of a record", view.show_record)
    yield from _sources(qtbot, window)
    yield from _events(qtbot, window)
    yield from _purge(qtbot, window)
    for name, ask in (
        ("paste", window.paste_text),
        ("report", window.write_report),
        ("help", window.show_help),
        ("about", window.show_about),
        ("who", window.naming.ask),
        ("no passphrase", window.locking.lock),
        ("lock the case", window.rewriting.ask_lock),
        ("change the passphrase", window.rewriting.ask_change),
        ("take the lock off", window.rewriting.ask_unlock),
        ("new case", lambda: newcase.ask(window, Path("Valdoria.habeas"), print)),
    ):
        yield from _dialog(qtbot, name, ask)


def _locked(qtbot: QtBot, window: Window) -> Iterator[Stage]:
    """The page before a locked case, after a try in vain."""
    path = paths.data_dir() / "locked.habeas"
    if not path.exists():
        Case.create(path, "granite harbour", cost=keys.CHEAP).close()
    window.open_path(path)
    page = next(found for found in window.findChildren(Unlock) if window.frame.shows(found))
    _settle(qtbot)
    yield "unlock", window
    page.refuse()
    page.other.click()
    _settle(qtbot)
    yield "unlock: code", window
    page.back.click()


def _sources(qtbot: QtBot, window: Window) -> Iterator[Stage]:
    window.enter("sources")
    view: Any = window.frame._views["sources"]
    qtbot.waitUntil(lambda: not view.reading.is_looking, timeout=10_000)
    qtbot.keyClick(view.reading.reader, Qt.Key.Key_N)
    yield "sources: a card", window
    yield from _dialog(qtbot, "sources: details", view.reading.show_details)
    view.reading.edit()
    _settle(qtbot)
    yield "sources: editor", window
    view.reading.right.editor().toggle_more()
    _settle(qtbot)
    yield "sources: editor, all fields", window
    qtbot.keyClick(view.reading.right.editor(), Qt.Key.Key_Escape)


def _purge(qtbot: QtBot, window: Window) -> Iterator[Stage]:
    """What a purge would take, opened to the last line and ready to be done."""
    purging.ask(window.desk, "source", 1, parent=window)
    qtbot.waitUntil(lambda: any(isinstance(one, PurgeDialog) for one in _dialogs()))
    [dialog] = [one for one in _dialogs() if isinstance(one, PurgeDialog)]
    dialog.activateWindow()
    qtbot.waitActive(dialog)
    dialog.show_titles.setChecked(True)
    dialog.reason.setText("Reason")
    dialog.looked.setChecked(True)
    qtbot.waitUntil(lambda: _holds_focus(dialog))
    _settle(qtbot)
    yield "purge", dialog
    dialog.reject()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def _events(qtbot: QtBot, window: Window) -> Iterator[Stage]:
    window.enter("events")
    view: Any = window.frame._views["events"]
    qtbot.keyClick(view.list, Qt.Key.Key_Down)
    _settle(qtbot)
    for name in ("correct", "stand_on", "link", "move_claim", "take_out", "merge"):
        yield from _dialog(qtbot, f"events: {name}", getattr(view, name))


def _dialog(qtbot: QtBot, name: str, ask: Callable[[], object]) -> Iterator[Stage]:
    before = _dialogs()
    ask()
    qtbot.waitUntil(lambda: len(_dialogs()) > len(before))
    dialog = next(one for one in _dialogs() if one not in before)
    dialog.activateWindow()
    qtbot.waitActive(dialog)
    qtbot.waitUntil(lambda: _holds_focus(dialog))
    yield name, dialog
    dialog.close()
    qtbot.waitUntil(lambda: len(_dialogs()) == len(before))
    parent = dialog.parentWidget()
    if parent is not None:
        parent.window().activateWindow()
        qtbot.waitUntil(parent.window().isActiveWindow)


def _holds_focus(dialog: QDialog) -> bool:
    now = QApplication.focusWidget()
    return now is not None and now.window() is dialog


def _dialogs() -> list[QDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def _settle(qtbot: QtBot) -> None:
    """Let what was asked of the case arrive and layouts come to rest."""
    qtbot.wait(150)

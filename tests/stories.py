"""What stories in the real window have in common: how a case is opened, added to and closed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from habeas.domain.source import Source
from hand import Hand


def ask_to_open(hand: Hand, path: Path) -> None:
    """Name a case to be opened."""
    hand.press("ctrl+o")
    hand.name_file(path)


def open_case(hand: Hand, path: Path) -> None:
    """Open a case by its name."""
    ask_to_open(hand, path)
    hand.wait(lambda: hand.window.desk.is_open and hand.window.isActiveWindow())


def close_case(hand: Hand) -> None:
    """Close it, and see that it is closed."""
    hand.press("ctrl+w")
    hand.wait(lambda: not hand.window.desk.is_open and not hand.window.backing.is_running)


def paste(hand: Hand, words: str) -> None:
    """Add a source from the clipboard."""
    n = hand.count("source")
    hand.copy(words)
    hand.press("ctrl+shift+v")
    hand.dialog()
    hand.press("ctrl+Return")
    hand.wait(lambda: hand.count("source") == n + 1 and hand.window.isActiveWindow())


def titles(hand: Hand) -> set[str]:
    """What the sources of the case are called."""
    return {source.title for source in hand.case.select(Source)}


def by_menu(hand: Hand, *keys: str) -> None:
    """Choose an entry by the letters of its menus, each once the menu before it is open."""
    for key in keys[:-1]:
        before = QApplication.activePopupWidget()
        hand.press(key)
        hand.wait(lambda before=before: QApplication.activePopupWidget() not in (None, before))
    hand.press(keys[-1])

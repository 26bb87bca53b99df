"""What stories in the real window have in common: how a case is opened, added to and closed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu

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


def choose(hand: Hand, ident: str) -> None:
    """Choose an Action by the letters of whichever menus lead to it."""
    first, *others = _letters(hand.window.menuBar().actions(), ident)
    by_menu(hand, f"alt+{first}", *others)


def _letters(entries: list[QAction], ident: str) -> list[str]:
    for entry in entries:
        letter = entry.text().partition("&")[2][:1].lower()
        menu = entry.menu()
        if entry.objectName() == ident:
            return [letter]
        if isinstance(menu, QMenu) and (found := _letters(menu.actions(), ident)):
            return [letter, *found]
    return []


def reading_of(hand: Hand) -> Any:
    """What reads a source, in the Sources room."""
    return hand.window.frame.enter("sources").reading


def claim(hand: Hand, key: str, type_: str, *, summary: str = "") -> None:
    """Make a claim of what is selected: the key of its kind, the first letters of its type."""
    hand.press(key)
    hand.wait(lambda: reading_of(hand).is_editing)
    hand.pause()
    hand.press("alt+t")
    hand.fill(type_)
    hand.press("Return")
    if summary:
        hand.press("alt+u")
        hand.fill(summary)
    hand.press("ctrl+Return")


def comes_back_and_is_taken_back(
    hand: Hand, path: Path, *, table: str, before: int, after: int
) -> None:
    """Close the case and open it again: it is whole, and the last act is undone."""
    close_case(hand)
    open_case(hand, path)
    assert hand.count(table) == before
    assert hand.case.verify().ok
    hand.press("ctrl+z")
    hand.wait(lambda: hand.count(table) == after)
    assert hand.case.verify().ok
    close_case(hand)

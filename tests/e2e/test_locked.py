"""A locked case in the real window: made, worked in, locked, opened again at the same place."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit

from habeas.errors import Problem
from habeas.store.case import Case
from habeas.ui.views.unlock import Unlock
from hand import Hand

pytestmark = pytest.mark.screen
PHRASE = "granite harbour lamp"
NOTICE = (
    "SANTA BRISA. Visits are suspended in four prisons since Monday, the warden of Pena Gris "
    "said. Seven people were taken to the clinic of the port."
)


def test_a_case_is_locked_with_one_key_and_opened_where_it_was(
    hand: Hand, tmp_path: Path, own_home: Path
) -> None:
    path = tmp_path / "Costa.habeas"
    hand.press("ctrl+shift+n")
    hand.name_file(path)
    hand.make_case(PHRASE)
    add_the_notice(hand)
    add_words_of_ones_own(hand)
    hand.press("ctrl+2")
    hand.wait(lambda: hand.window.frame.room == "claims")
    hand.press("ctrl+1")
    lock(hand, path)
    try_in_vain(hand)
    hand.type(PHRASE)
    hand.press("Return")
    hand.wait(lambda: hand.window.desk.is_open)
    assert hand.window.frame.room == "sources"
    assert hand.dialog().findChild(QPlainTextEdit).toPlainText().startswith("Nobody was told")
    hand.press("Escape")
    hand.wait(hand.window.isActiveWindow)
    assert hand.count("source") == 2
    view = hand.window.frame.enter("sources")
    hand.wait(lambda: view.reading.source_id == 2)  # type: ignore[union-attr]
    hand.press("ctrl+z")
    hand.wait(lambda: hand.count("source") == 1)
    hand.press("ctrl+w")
    hand.wait(lambda: not hand.window.desk.is_open)
    reopen_from_the_list(hand)
    hand.press("ctrl+q")
    hand.wait(lambda: not hand.window.isVisible())
    nothing_is_told_outside(path, own_home)


def add_the_notice(hand: Hand) -> None:
    """A source from the clipboard."""
    hand.copy(NOTICE)
    hand.press("ctrl+shift+v")
    hand.dialog()
    hand.press("ctrl+Return")
    hand.wait(lambda: hand.count("source") == 1)


def add_words_of_ones_own(hand: Hand) -> None:
    """A second source, typed."""
    hand.press("ctrl+shift+v")
    hand.dialog()
    hand.fill("The clinic of the port is closed.")
    hand.press("ctrl+Return")
    hand.wait(lambda: hand.count("source") == 2)


def lock(hand: Hand, path: Path) -> None:
    """While a dialog is open, with words that were not added, and that lie on the clipboard."""
    hand.wait(lambda: hand.window.isActiveWindow())
    hand.copy("Nobody was told of the clinic.")
    hand.press("ctrl+shift+v")
    hand.dialog()
    hand.press("ctrl+l")
    hand.wait(lambda: not hand.window.desk.is_open)
    assert hand.window.windowTitle() == "Habeas"
    assert QGuiApplication.clipboard().text() == ""
    assert [one for one in QApplication.topLevelWidgets() if one.isVisible()] == [hand.window]
    assert not any("clinic" in line for line in said(hand))
    assert [found.name for found in path.parent.glob("Costa*")] == [path.name]
    with pytest.raises(Problem):
        Case.open(path)


def try_in_vain(hand: Hand) -> None:
    """A wrong passphrase: no hint, a wait."""
    hand.wait(lambda: page(hand).field.hasFocus())
    hand.type("granite harbour lamb")
    hand.press("Return")
    hand.wait(lambda: any(line.startswith("This does not open it.") for line in said(hand)))
    assert page(hand).field.text() == ""
    hand.wait(lambda: page(hand).open.isEnabled())


def reopen_from_the_list(hand: Hand) -> None:
    """By keyboard alone: it is the first after the three buttons."""
    hand.pause(300)
    hand.press("Tab", times=3)
    hand.press("Return")
    hand.wait(lambda: hand.window.findChild(Unlock) is not None)
    hand.type(PHRASE)
    hand.press("Return")
    hand.wait(lambda: hand.window.desk.is_open)
    hand.pause(200)


def nothing_is_told_outside(path: Path, home: Path) -> None:
    """Neither its name nor its words stand anywhere else."""
    for file in [*home.rglob("*"), *path.parent.rglob("*")]:
        if file.is_file():
            held = file.read_bytes()
            assert b"clinic" not in held, file
            assert file == path or b"Costa" not in held, file


def page(hand: Hand) -> Unlock:
    """The page that asks for the passphrase."""
    found = hand.window.findChildren(Unlock)
    return next(one for one in found if hand.window.frame.shows(one))


def said(hand: Hand) -> list[str]:
    """All that labels say."""
    return [label.text() for label in hand.window.findChildren(QLabel) if label.isVisible()]

"""That a case is kept: by its lock, by a backup, and by one window that writes; by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton

import watched
from habeas import settings
from habeas.domain.claim import Claim
from habeas.domain.source import Source
from habeas.store.case import Case
from habeas.store.keys import Locked
from habeas.ui.dialogs.backups import BackupsDialog
from habeas.ui.dialogs.passphrase import _NewPassphrase
from habeas.ui.dialogs.recovery import _Recovery
from habeas.ui.views.unlock import Unlock
from hand import Hand
from making import reading
from showing import said
from stories import ask_to_open, by_menu, close_case, open_case, paste, titles

pytestmark = pytest.mark.screen
PHRASE, OTHER = "granite harbour lamp", "tortoise velvet meadow"
DENIED = "The warden of Pena Gris said that nobody was hurt."


def test_a_case_gets_a_lock_opens_with_its_code_and_forgets_the_old_phrase(
    hand: Hand, path: Path
) -> None:
    open_case(hand, path)
    by_menu(hand, "alt+c", "k")
    hand.dialog(_NewPassphrase)
    answer(hand, PHRASE, PHRASE)
    hand.dialog(QMessageBox)
    hand.press("Return")
    code = hand.dialog(_Recovery)._shown.text()
    hand.press("Return")
    hand.wait(hand.window.isActiveWindow)
    hand.press("ctrl+l")
    hand.wait(lambda: not hand.window.desk.is_open and page(hand).field.hasFocus())
    hand.press("alt+r")
    hand.wait(lambda: page(hand).code.isVisible())
    hand.type(code.replace("\n", " "))
    hand.wait(lambda: "The code is whole" in said(hand.window))
    hand.press("alt+o")
    hand.wait(lambda: hand.window.desk.is_open)
    assert len(hand.case.select(Claim)) == 2
    by_menu(hand, "alt+c", "g")
    hand.dialog(_NewPassphrase)
    answer(hand, PHRASE, OTHER, OTHER)
    hand.dialog(QMessageBox)
    hand.press("alt+l")
    hand.wait(hand.window.isActiveWindow)
    hand.press("ctrl+l")
    hand.wait(lambda: not hand.window.desk.is_open and page(hand).field.hasFocus())
    answer(hand, PHRASE)
    hand.wait(lambda: "This does not open it." in said(hand.window))
    hand.wait(page(hand).open.isEnabled)
    answer(hand, OTHER)
    hand.wait(lambda: hand.window.desk.is_open)
    close_case(hand)
    with pytest.raises(Locked):
        Case.open(path, PHRASE)
    with Case.open(path, OTHER) as case:
        assert case.verify().ok
    assert b"Seven prisons" not in path.read_bytes()


def answer(hand: Hand, *words: str) -> None:
    """Type into the fields that are asked for, Tab between them, and Enter."""
    for n, typed in enumerate(words):
        hand.type(typed)
        hand.press("Tab" if n + 1 < len(words) else "Return")


def page(hand: Hand) -> Unlock:
    """The page that asks for the passphrase."""
    found = hand.window.findChildren(Unlock)
    return next(one for one in found if hand.window.frame.shows(one))


def test_a_backup_is_made_and_brought_back_elsewhere(hand: Hand, path: Path) -> None:
    settings.change(backup_minutes=0)
    open_case(hand, path)
    paste(hand, DENIED)
    by_menu(hand, "alt+c", "e", "u")
    hand.wait_said("The case was backed up.")
    claims, head = hand.case.select(Claim), hand.case.last_edit()
    close_case(hand)
    path.unlink()  # it is lost
    hand.wait(lambda: any(shows(b, "Restore a backup…") for b in buttons(hand)))
    hand.press("alt+r")
    dialog = hand.dialog(BackupsDialog)
    hand.wait(lambda: dialog.model.rowCount() and dialog.restore.isEnabled())
    assert "2 sources, 2 claims" in [
        dialog.model.index(n, 2).data() for n in range(dialog.model.rowCount())
    ]
    hand.press("alt+r")
    back = path.with_name("Back.habeas")
    hand.name_file(back)
    hand.wait(lambda: hand.window.desk.is_open)
    assert hand.case.path == back
    assert hand.case.select(Claim) == claims
    assert (titles(hand), hand.case.last_edit()) == ({reading().title, DENIED}, head)
    assert hand.case.verify().ok


def buttons(hand: Hand) -> list[QPushButton]:
    """The buttons of the window that are shown."""
    return [b for b in hand.window.findChildren(QPushButton) if b.isVisible()]


def shows(button: QPushButton, words: str) -> bool:
    """Whether a button says this."""
    return button.text().replace("&", "") == words


def test_what_another_program_holds_is_read_and_then_written_here(
    hand: Hand, path: Path, tmp_path: Path
) -> None:
    box = watched.Box(tmp_path)
    wal = path.with_name(f"{path.name}-wal")
    with watched.running(box, "-m", "habeas", str(path), on="offscreen") as other:
        watched.wait(wal.exists, what="for the other one")
        ask_to_open(hand, path)
        question = hand.dialog(QMessageBox)
        assert f"process {other.pid}" in question.text()
        hand.press("Return")
        hand.wait(lambda: hand.window.desk.is_open)
        banner = hand.window.frame.banner
        assert f"process {other.pid}" in banner.words.text()
        assert hand.window.windowTitle() == "Santa Brisa (read only) – Habeas"
        hand.wait(hand.window.isActiveWindow)
        hand.click(banner.buttons[0])
        hand.wait_said("It is still open")
        assert not hand.window.desk.can_write
        watched.end(other)  # without a word: a dead holder locks nobody out
    hand.press("space")  # it is on that button still
    hand.wait_said("From now on you write here.")
    assert not hand.window.frame.banner.isVisible()
    paste(hand, DENIED)
    close_case(hand)
    with Case.open(path) as case:
        assert [source.title for source in case.select(Source)][-1] == DENIED
        assert case.verify().ok
    assert [found.name for found in path.parent.iterdir()] == [path.name]

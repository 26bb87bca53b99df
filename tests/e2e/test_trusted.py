"""That a case can be trusted: verified, sealed, undone, shown as it was, purged; by hand."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox

from habeas import settings
from habeas.store import known, triggers
from habeas.ui.dialogs.purging import PurgeDialog
from habeas.ui.dialogs.sealchecking import CheckDialog
from habeas.ui.dialogs.sealing import SealDialog
from habeas.ui.dialogs.undoing import UndoDialog
from habeas.ui.dialogs.verifying import VerifyDialog
from hand import Hand
from making import reading
from showing import may, said
from stories import ask_to_open, by_menu, close_case, open_case, paste, titles

pytestmark = pytest.mark.screen
DENIED = "The warden of Pena Gris said that nobody was hurt."
CLOSED = "The clinic of Santa Brisa was closed on Sunday."


def test_a_case_is_verified_and_sealed_and_a_row_changed_around_it_is_named(
    hand: Hand, path: Path
) -> None:
    open_case(hand, path)
    assert "Everything fits" in said(verify(hand))
    hand.press("Escape")
    hand.wait(hand.window.isActiveWindow)
    seal = make_a_seal(hand)
    close_case(hand)
    around(path, "UPDATE claim SET summary = 'Nobody was shot' WHERE id = 2")
    assert not known.is_known(path, settings.load().known)
    open_case(hand, path)  # looked at as a whole: that it is sound says nothing of its words
    told = check_the_seal(hand, seal)
    assert "The history is still exactly what it was at this seal: act no. 3" in told
    assert "That today's rows are what these acts wrote is not looked at here: verify" in told
    dialog = verify(hand)
    assert "do not fit." in said(dialog)
    first = dialog._model.index(0, 0).data()
    assert first == "Claim 2: changed around Habeas; it is not as act 3 left it."
    hand.press("alt+s")  # to the record
    view: Any = hand.window.frame.enter("sources")
    hand.wait(lambda: view.reading.current is not None and view.reading.current.claim == 2)
    assert not hand.case.verify().ok
    close_case(hand)
    around(path, "UPDATE edit SET label = 'Reject claim' WHERE id = 3")
    open_case(hand, path)
    told = check_the_seal(hand, seal)
    assert "The case is not as it was at this seal: it was changed around Habeas." in told
    assert "The first act that no longer fits is no. 3." in told


def verify(hand: Hand) -> VerifyDialog:
    """Verify the case by the menu, and see it to its end."""
    by_menu(hand, "alt+c", "e", "v")
    dialog: VerifyDialog = hand.dialog(VerifyDialog)
    hand.wait(lambda: dialog.report is not None)
    return dialog


def make_a_seal(hand: Hand) -> str:
    """A seal, by the keys of its dialog; its text, as it came to the clipboard."""
    by_menu(hand, "alt+c", "e", "s")
    dialog = hand.dialog(SealDialog)
    hand.press("alt+s")
    hand.wait(lambda: hand.count("seal") == 1 and dialog.list.count() == 1)
    hand.press("alt+c")
    hand.wait(lambda: "Copied." in said(dialog))
    hand.press("Escape")
    hand.wait(hand.window.isActiveWindow)
    return QGuiApplication.clipboard().text()


def check_the_seal(hand: Hand, seal: str) -> str:
    """Paste a seal into the dialog for it; what it says."""
    hand.copy(seal)
    by_menu(hand, "alt+c", "e", "s")
    hand.dialog(SealDialog)
    hand.press("alt+h")
    dialog = hand.dialog(CheckDialog)
    hand.press("ctrl+v", "alt+c")
    hand.wait(dialog.verdict.isVisible)
    told = f"{dialog.verdict.text()}\n{dialog.told.text()}"
    hand.press("Escape", "Escape")
    hand.wait(hand.window.isActiveWindow)
    return told


def around(path: Path, sql: str) -> None:
    """Change the closed file with plain SQLite, its triggers away meanwhile."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        kept = triggers.present(db)
        for name in kept:
            db.execute(f"DROP TRIGGER [{name}]")
        assert db.execute(sql).rowcount == 1
        for trigger in kept.values():
            db.execute(trigger)
        db.execute("COMMIT")


def test_a_case_whose_triggers_were_taken_out_is_refused_and_left_as_it_is(
    hand: Hand, path: Path
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(f"DROP TRIGGER [{next(iter(triggers.present(db)))}]")
    held = path.read_bytes()
    ask_to_open(hand, path)
    told = hand.dialog(QMessageBox)
    assert "is missing in it. It was not opened and nothing was changed." in (
        told.text() + told.informativeText()
    )
    hand.press("Return")
    hand.wait(hand.window.isActiveWindow)
    assert not hand.window.desk.is_open
    assert path.read_bytes() == held
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_the_first_of_three_acts_is_undone_alone_and_done_again(hand: Hand, path: Path) -> None:
    open_case(hand, path)
    paste(hand, DENIED)
    paste(hand, CLOSED)
    paste(hand, "No visits on Monday.")
    view = go_to_history(hand, acts=6)
    hand.press("Down", "Down")
    hand.wait(lambda: view.table.current() == 4)
    hand.press("u")
    preview = hand.dialog(UndoDialog)
    assert DENIED in preview.changes.toPlainText()
    hand.press("Return")
    hand.wait(lambda: hand.count("source") == 3)
    assert titles(hand) == {reading().title, CLOSED, "No visits on Monday."}
    hand.wait(lambda: hand.window.isActiveWindow() and view.model.rowCount() == 7)
    hand.press("ctrl+z")
    hand.wait(lambda: titles(hand) == {reading().title, CLOSED})
    hand.press("ctrl+z")
    hand.wait(lambda: titles(hand) == {reading().title})
    hand.press("ctrl+z")
    hand.wait(lambda: hand.count("claim") == 1)
    for n in range(4):
        assert hand.window.can_redo(), n
        hand.press("ctrl+shift+z")
        hand.wait(lambda n=n: hand.case.last_edit() == 11 + n)
    assert titles(hand) == {reading().title, DENIED, CLOSED, "No visits on Monday."}
    assert hand.count("claim") == 2
    assert not hand.window.can_redo()
    assert hand.case.verify().ok


def test_the_record_is_shown_as_it_stood_after_an_act_and_not_written(
    hand: Hand, path: Path
) -> None:
    open_case(hand, path)
    view = go_to_history(hand, acts=3)
    hand.press("Down")
    hand.wait(lambda: view.table.current() == 2)
    hand.press("a")
    hand.wait(lambda: hand.window.desk.moment is not None)
    banner = hand.window.frame.banner
    assert "(after act 2). Read only." in banner.words.text()
    assert banner.isVisible()
    hand.press("ctrl+2")
    hand.wait(lambda: summaries(hand) == ["More than 20 people"])
    assert not any(may(hand.window, one) for one in ("source.add", "source.paste", "edit.undo"))
    hand.copy(DENIED)
    hand.press("ctrl+shift+v", "ctrl+Return", "ctrl+z", "Delete")
    hand.press("Escape")
    hand.wait(lambda: hand.window.desk.moment is None)
    assert not hand.window.frame.banner.isVisible()
    assert hand.window.frame.room == "history"
    view = hand.window.frame.enter("history")
    hand.wait(lambda: view.table.current() == 2)
    hand.press("ctrl+2")
    hand.wait(lambda: len(summaries(hand)) == 2)
    assert hand.case.last_edit() == 3
    assert hand.count("source") == 1


def test_a_purged_source_is_nowhere_in_the_file_and_undo_stops_there(
    hand: Hand, path: Path
) -> None:
    open_case(hand, path)
    paste(hand, DENIED)
    view: Any = hand.window.frame.enter("sources")
    hand.wait(lambda: view.reading.source_id == 2)
    by_menu(hand, "alt+i", "i")
    dialog = hand.dialog(PurgeDialog)
    hand.press("alt+r")
    hand.type("A name that puts somebody in danger")
    assert not dialog.purge.isEnabled()
    hand.press("alt+l")
    hand.wait(dialog.purge.isEnabled)
    hand.press("alt+p")
    hand.wait_said("The purge is finished")
    assert hand.count("source") == 1
    assert not hand.window.can_undo()
    before = hand.case.last_edit()
    hand.wait(hand.window.isActiveWindow)
    view = go_to_history(hand, acts=5)
    lines = [view.model.index(n, 2).data() for n in range(5)]
    assert lines[0] == "for good: Purge"
    hand.wait(lambda: "puts somebody in danger" in view.details.toPlainText())
    hand.press("ctrl+z")
    assert hand.case.last_edit() == before
    assert hand.case.verify().ok
    close_case(hand)
    held = path.read_bytes()
    assert b"Seven prisons" in held
    assert not [word for word in (b"Pena", b"nobody", b"hurt") if word in held]
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def go_to_history(hand: Hand, *, acts: int) -> Any:
    """The history room, once it shows so many acts and takes keys."""
    hand.press("ctrl+7")
    view: Any = hand.window.frame.enter("history")
    hand.wait(lambda: view.model.rowCount() == acts and view.table.hasFocus())
    return view


def summaries(hand: Hand) -> list[str]:
    """The claims that the Claims room shows."""
    view: Any = hand.window.frame.enter("claims")
    return sorted(
        view.model.index(row, 2).data().split("\n")[0] for row in range(view.model.rowCount())
    )

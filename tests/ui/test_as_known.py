"""As known on: rooms show what was, nothing is written there, and the way back is short."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QPushButton, QTimeEdit, QToolButton
from pytestqt.qtbot import QtBot

from habeas.domain.claim import Claim, Kind
from habeas.domain.register import Place
from habeas.domain.source import Source
from habeas.services import claiming, collecting
from habeas.store import journal, keys
from habeas.store.case import Case
from habeas.ui.dialogs.asknown import AsKnown
from habeas.ui.dialogs.report import ReportDialog
from habeas.ui.rooms import ROOMS
from habeas.ui.views.unlock import Unlock
from habeas.ui.widgets.sourcedetails import SourceDetails
from habeas.ui.window import Window
from making import draft, reading

START = datetime(2031, 5, 3, 12, 0, 0, tzinfo=UTC)
PLAIN = ("case.", "lock.", "view.", "go.so", "go.cl", "go.ev", "go.bo", "go.pl", "go.ac", "go.hi")
WRITING = {"source.add", "source.paste", "edit.undo", "edit.redo", "history.undo-one",
           "sources.edit", "sources.withdraw", "events.correct", "places.correct",
           "places.merge", "actors.also"}  # fmt: skip
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def case_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case in which each act was done a day after the one before, from 3 May 2031 on.

    3: the source came. 4: people were killed at Peña Gris. 5: it was corrected. 6: prisons were on
    alert. 7: the killing was withdrawn.
    """
    path = tmp_path / "Valdoria.habeas"
    days = iter(range(30))

    def act(case: Case, label: str, do: Callable[..., object]) -> object:
        then = START + timedelta(days=next(days))
        monkeypatch.setattr(journal, "now", lambda: then.strftime("%Y-%m-%dT%H:%M:%SZ"))
        with case.edit(label) as edit:
            return do(edit)

    with Case.create(path) as case:
        act(case, "Add sources", lambda e: collecting.add(e, reading(), published="2031-05-12"))
        killed = draft("More than 20 people", places=("Peña Gris",), voices=("the ministry",))
        claim = act(case, "Accept claim", lambda e: claiming.accept(e, killed, source=1))
        act(case, "Correct claim", lambda e: e.update(Claim, claim, summary="Twenty and more"))
        alert = draft(
            "Seven prisons", kind=Kind.MEASURE, type_="measure/alert", places=("Santa Brisa",)
        )
        act(case, "Accept claim", lambda e: claiming.accept(e, alert, source=1))
        act(case, "Withdraw claim", lambda e: claiming.withdraw(e, claim))
    monkeypatch.undo()
    return path


@pytest.fixture
def window(qtbot: QtBot, case_file: Path, window: Window) -> Window:
    """The window on that case, in the Claims room."""
    window.open_path(case_file)
    window.enter("claims")
    qtbot.waitUntil(lambda: summaries(window) == ["Seven prisons"])
    return window


def summaries(window: Window) -> list[str]:
    """The claims that the table of the Claims room shows."""
    model = window.frame._views["claims"].model
    return [model.index(row, 2).data().split("\n")[0] for row in range(model.rowCount())]


def ask(qtbot: QtBot, window: Window, day: str) -> AsKnown:
    """Open the dialog by its key, write a day, and wait for what it says."""
    focus = QApplication.focusWidget() or window
    qtbot.keyClick(focus, Qt.Key.Key_K, CTRL | SHIFT)
    qtbot.waitUntil(lambda: window.findChild(AsKnown) is not None)
    dialog = window.findChild(AsKnown)
    qtbot.waitActive(dialog)
    qtbot.keyClick(dialog.day, Qt.Key.Key_A, CTRL)
    qtbot.keyClicks(dialog.day, day)
    qtbot.waitUntil(lambda: dialog.said.text() != "")
    return dialog


def go(qtbot: QtBot, window: Window, day: str) -> None:
    """Go to the end of that day, by keyboard alone."""
    dialog = ask(qtbot, window, day)
    qtbot.waitUntil(dialog.show_it.isEnabled)
    qtbot.keyClick(dialog.day, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk.moment is not None)


def escape(qtbot: QtBot, window: Window) -> None:
    """Press Escape where the window has its focus."""
    qtbot.waitUntil(lambda: window.focusWidget() is not None)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)


def action(window: Window, ident: str) -> QAction:
    """An Action of the window or of the room that is shown, asked again whether it can be done."""
    window.refresh_actions()
    pairs = [*window.pairs, *window.frame.local]
    return next(made for one, made in pairs if one.id == ident)


def button(window: Window, words: str) -> QPushButton:
    """A button of the banner."""
    return next(b for b in window.frame.banner.buttons if b.text() == words)


def test_the_dialog_says_at_once_what_was_known_by_then(qtbot: QtBot, window: Window) -> None:
    dialog = ask(qtbot, window, "4 May 2031")
    qtbot.waitUntil(lambda: "Accept claim" in dialog.said.text())
    assert dialog.said.text().startswith("Act 2, ")
    assert "4 May 2031" in dialog.said.text()
    time = dialog.findChild(QTimeEdit)
    assert time.text() == "23:59"
    local = (START + timedelta(days=1)).astimezone()
    for hour, known in ((local.hour - 1, "Act 1,"), (local.hour + 1, "Act 2,")):
        if not 0 <= hour <= 23:
            continue  # the clock of this computer is far from UTC
        time.setFocus()
        time.setSelectedSection(QTimeEdit.Section.HourSection)
        qtbot.keyClicks(time, f"{hour:02}")
        qtbot.waitUntil(lambda known=known: dialog.said.text().startswith(known))
    dialog.reject()
    assert window.desk.moment is None


@pytest.mark.parametrize(
    ("day", "said", "possible"),
    [
        ("2 May 2031", "Nothing was recorded yet.", False),
        ("9 May 2031", "Nothing came after it.", True),
        ("the day of the", "Write a day", False),
        ("1 January 1200", "Nothing was recorded yet.", False),
    ],
)
def test_a_day_before_after_or_none_at_all(
    qtbot: QtBot, window: Window, day: str, said: str, possible: bool
) -> None:
    dialog = ask(qtbot, window, day)
    qtbot.waitUntil(lambda: said in dialog.said.text())
    assert dialog.show_it.isEnabled() == possible
    if not possible:
        qtbot.keyClick(dialog.day, Qt.Key.Key_Return)
        assert dialog.isVisible()
    dialog.reject()


def test_the_past_is_shown_and_marked_and_today_comes_back_as_it_was(
    qtbot: QtBot, window: Window
) -> None:
    go(qtbot, window, "4 May 2031")
    assert window.frame.room == "claims"
    qtbot.waitUntil(lambda: summaries(window) == ["More than 20 people"])
    banner = window.frame.banner
    assert banner.isVisible()
    assert "4 May 2031" in banner.words.text()
    assert "(after act 2). Read only." in banner.words.text()
    assert banner.accessibleName() == banner.words.text()
    assert "as known on Sun 4 May 2031" in window.windowTitle()
    qtbot.mouseClick(button(window, "Another moment…"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(AsKnown) is not None)
    dialog = window.findChild(AsKnown)
    assert dialog.day.text() == "Sunday 4 May 2031"
    dialog.day.setText("5 May 2031")
    qtbot.waitUntil(dialog.show_it.isEnabled)
    dialog.accept()
    qtbot.waitUntil(lambda: window.desk.moment is not None and window.desk.moment.edit == 3)
    qtbot.waitUntil(lambda: summaries(window) == ["Twenty and more"])
    escape(qtbot, window)
    assert window.desk.moment is None
    qtbot.waitUntil(lambda: summaries(window) == ["Seven prisons"])
    assert not window.frame.banner.isVisible()
    assert window.windowTitle() == "Valdoria – Habeas"
    assert window.frame.room == "claims"


def test_every_room_shows_what_was(qtbot: QtBot, window: Window) -> None:
    go(qtbot, window, "5 May 2031")
    frame = window.frame
    sources = frame.enter("sources")
    qtbot.waitUntil(lambda: [c.summary for c in sources.reading.shown] == ["Twenty and more"])
    places = frame.enter("places")
    names = [places.list.rows.index(r, 0).data() for r in range(places.list.rows.rowCount())]
    assert [name.split("\n")[0] for name in names] == ["Peña Gris"]
    actors = frame.enter("actors")
    assert actors.list.rows.rowCount() == 1
    history = frame.enter("history")
    qtbot.waitUntil(lambda: history.model.rowCount() == 3)
    board = frame.enter("board")
    qtbot.waitUntil(lambda: "Peña Gris" in str([getattr(r, "name", r) for r in board.model.rows]))
    assert "Santa Brisa" not in str(board.model.rows)
    assert frame.enter("events").list.rows.rowCount() == 0
    assert window.desk.case.search("Santa") == []
    window.standing.back()
    places = window.frame.enter("places")
    names = [places.list.rows.index(r, 0).data() for r in range(places.list.rows.rowCount())]
    assert [name.split("\n")[0] for name in names] == ["Peña Gris", "Santa Brisa"]


def test_nothing_that_can_be_done_in_the_past_writes(
    qtbot: QtBot, window: Window, case_file: Path
) -> None:
    """Every Action and button of every room that is enabled is pressed; the record stays."""
    go(qtbot, window, "5 May 2031")
    failed: list[object] = []
    window.desk.did_fail.connect(failed.append)
    leaves = {"program.quit", "go.today", "go.as-known", "history.then", "help.about", "help.keys"}
    for room in ROOMS:
        window.enter(room.id)
        qtbot.wait(50)
        done = []
        for one, made in [*window.pairs, *window.frame.local]:
            made.setEnabled(one.enabled())
            if made.isEnabled() and one.id not in leaves and one.id[:5] not in PLAIN:
                made.trigger()
                done.append(one.id)
                for box in window.findChildren(SourceDetails):
                    assert not box.save.isVisible()
                    box.reject()
                popup = QApplication.activePopupWidget() or QApplication.activeModalWidget()
                if popup is not None:
                    popup.close()
        assert "edit.search" in done
        assert not WRITING & set(done)
        for pressed in window.frame._views[room.id].findChildren(QPushButton):
            if pressed.isVisible() and pressed.isEnabled() and "…" not in pressed.text():
                pressed.click()
    assert failed == []
    assert window.desk.moment is not None
    assert not window.frame.add.isVisible()
    assert not window.can_undo()
    for ident in ("case.copy", "case.who", "case.passphrase", "case.make-locked"):
        assert not action(window, ident).isEnabled(), ident
    edits = window.desk.today.last_edit()
    window.standing.back()
    assert edits == window.desk.case.last_edit() == 5


def test_keys_that_write_today_do_nothing_in_the_past(qtbot: QtBot, window: Window) -> None:
    window.enter("sources")
    go(qtbot, window, "5 May 2031")
    view = window.frame.enter("sources")
    qtbot.waitUntil(lambda: len(view.reading.shown) == 1)
    view.reading.next()
    card = view.reading.current
    assert card is not None
    for pressed in ("E", "Delete", "Backspace", "Return", "1", "M", "R"):
        qtbot.keyClick(view.reading.reader, QKeySequence(pressed)[0].key())
    shown = [b.objectName() for b in view.reading.column.buttons.values() if b.isVisible()]
    assert set(shown) <= {"card.event"}
    assert not view.reading.is_editing
    qtbot.keyClick(view.reading.reader, Qt.Key.Key_Z, CTRL)
    assert view.reading.found == []
    assert window.desk.today.last_edit() == 5
    assert window.desk.today.get(Source, 1).title


def test_the_place_of_today_is_kept_and_that_of_the_past_forgotten(
    qtbot: QtBot, window: Window
) -> None:
    window.enter("board")
    board = window.frame._views["board"]
    board.arrive("board", 0, {"day": "2031-05-09"})
    window.enter("claims")
    go(qtbot, window, "4 May 2031")
    past = window.frame.enter("board")
    assert past.day == "2031-05-09"  # also the past begins where one was
    past.arrive("board", 0, {"day": "2031-01-01"})
    window.enter("places")
    escape(qtbot, window)
    assert window.desk.moment is None
    assert window.frame.room == "claims"
    assert window.frame.enter("board").day == "2031-05-09"
    window.close_case()
    assert not window.desk.is_open


def test_a_half_written_description_is_not_taken_for_the_record_of_then(
    qtbot: QtBot, window: Window
) -> None:
    places = window.frame.enter("places")
    places.list.choose(1)
    places.description.name.setText("Peña Blanca")
    go(qtbot, window, "5 May 2031")
    past = window.frame.enter("places")
    assert past.description.name.text() == "Peña Gris"
    assert past.description.name.isReadOnly()
    window.standing.back()
    assert window.frame.enter("places").description.name.text() == "Peña Blanca"


def test_the_history_leads_to_the_record_as_it_stood_after_an_act(
    qtbot: QtBot, window: Window
) -> None:
    history = window.frame.enter("history")
    qtbot.waitUntil(lambda: history.model.rowCount() == 5)
    assert history.table.go_to(2)
    qtbot.keyClick(history.table, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: window.desk.moment is not None)
    assert window.desk.moment.edit == 2
    assert window.frame.room == "history"
    history = window.frame._views["history"]
    qtbot.waitUntil(lambda: history.model.rowCount() == 2)
    assert not action(window, "history.undo-one").isEnabled()


def test_the_board_offers_it(qtbot: QtBot, window: Window) -> None:
    board = window.frame.enter("board")
    known_on = next(b for b in board.findChildren(QToolButton) if "known" in b.accessibleName())
    qtbot.mouseClick(known_on, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(AsKnown) is not None)
    window.findChild(AsKnown).reject()


def test_a_report_of_the_past_says_so_on_its_title_page(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    go(qtbot, window, "4 May 2031")
    action(window, "case.report").trigger()
    dialog = window.findChild(ReportDialog)
    dialog._title.setText("For the court")
    dialog._path.setText(str(tmp_path / "then.html"))
    write = next(b for b in dialog.findChildren(QPushButton) if "W&rite" in b.text())
    qtbot.mouseClick(write, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: (tmp_path / "then.html").exists() and dialog._working.job is None)
    page = (tmp_path / "then.html").read_text("utf-8")
    assert "More than 20 people" in page
    assert "Seven prisons are" not in page.split("</title>")[0]
    assert "For the court – as known on Sun 4 May 2031" in page
    assert window.desk.today.last_edit() == 5  # the history of today does not note it
    dialog.reject()


def test_closing_from_the_past_leaves_one_file(window: Window, qtbot: QtBot) -> None:
    go(qtbot, window, "4 May 2031")
    path = window.desk.case.path
    window.close()
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_stopping_while_the_past_is_made_ready_leaves_today(qtbot: QtBot, window: Window) -> None:
    path = window.desk.case.path
    dialog = ask(qtbot, window, "4 May 2031")
    qtbot.waitUntil(dialog.show_it.isEnabled)
    dialog.accept()
    job = window.standing._job
    assert job is not None
    job.stop()
    qtbot.wait(50)
    assert window.desk.moment is None
    window.close_case()
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_another_language_leaves_the_window_in_the_past(qtbot: QtBot, window: Window) -> None:
    go(qtbot, window, "4 May 2031")
    window.use_language("es")
    assert window.frame.banner.isVisible()
    assert "4 may 2031" in window.frame.banner.words.text()
    window.use_language("en")
    assert window.desk.moment is not None
    assert window.desk.moment.edit == 2


def test_locking_from_the_past_closes_both_and_comes_back_today(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    path = tmp_path / "locked" / "Locked.habeas"
    path.parent.mkdir()
    with Case.create(path, "a wall of grey pebbles", cost=keys.CHEAP) as case:
        for name in ("Peña Gris", "Santa Brisa"):
            with case.edit("Add place") as edit:
                edit.insert(Place(name=name))
    key = keys.derive("a wall of grey pebbles", keys.salt_of(path))
    window.desk.open(path, key=key)
    window.enter("places")
    window.desk.did_ask_past.emit(1)
    qtbot.waitUntil(lambda: window.desk.moment is not None)
    past, today = window.desk.case, window.desk.today
    qtbot.keyClick(window, Qt.Key.Key_L, CTRL)
    assert not window.desk.is_open
    assert window.windowTitle() == "Habeas"
    assert past.key is not None
    assert today.key is not None
    assert not any(past.key.raw)
    assert not any(today.key.raw)
    assert [found.name for found in path.parent.iterdir()] == [path.name]
    page = next(p for p in window.findChildren(Unlock) if p.isVisible())
    page.did_give_passphrase.emit("a wall of grey pebbles")
    qtbot.waitUntil(lambda: window.desk.is_open)
    assert window.desk.moment is None
    assert window.frame.enter("places").list.rows.rowCount() == 2

"""The main job, in the real window, by mouse and keyboard, on an article of our own.

Prints how many keys and clicks a claim costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QLabel, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from habeas.domain.claim import Claim
from habeas.domain.source import Confidentiality, Source
from habeas.overview.agreement import agreement
from habeas.services import marking
from habeas.ui import app
from habeas.ui.window import Window
from hand import Hand
from valdoria import ARTICLE, LISTED

pytestmark = pytest.mark.screen
SECOND = (
    "ALTAMORA. Hospitals counted 38 homicides on Friday, the doctors' union said. "
    "Union members were not allowed into the prisons."
)


@pytest.fixture
def hand(qtbot: QtBot) -> Iterator[Hand]:
    """A hand on the window, which shows its welcome page."""
    app.make(language="en")
    window = Window()
    qtbot.addWidget(window)
    window.showMaximized()
    qtbot.waitActive(window)
    yield Hand(window, qtbot)
    window.close()


def test_from_an_article_to_a_sourced_report(hand: Hand, tmp_path: Path) -> None:
    case = tmp_path / "Valdoria.habeas"
    make_a_case(hand, case)
    add_the_article_three_ways(hand)
    describe_it(hand)
    unchanged = accept_what_is_suggested(hand)
    edited = correct_one_by_keyboard(hand)
    by_hand = mark_words_of_ones_own(hand)
    print(
        f"\nkeystrokes and clicks per claim: accepted unchanged {unchanged:.1f}, "
        f"corrected {edited:.1f}, marked by hand {by_hand:.1f}"
    )
    holds_what_the_article_says(hand)
    a_second_source_disagrees(hand)
    look_through_the_rooms(hand)
    find_words(hand)
    write_the_report(hand, tmp_path)
    undo_across_a_restart(hand, case)


def make_a_case(hand: Hand, path: Path) -> None:
    """Point 2: a case of one's own."""
    hand.click(button(hand.window, "New case…"))
    hand.name_file(path)
    hand.make_case()
    assert path.exists()


def add_the_article_three_ways(hand: Hand) -> None:
    """By name, by dropping, by pasting: one source, and the program says so."""
    hand.click(button(hand.window, "Add sources…"))
    hand.name_file(ARTICLE)
    hand.wait(lambda: hand.count("source") == 1)
    hand.drop(ARTICLE)
    hand.wait_said("in the case already")
    hand.said.clear()
    hand.copy(ARTICLE.read_text(encoding="utf-8"))
    hand.press("ctrl+shift+v")
    hand.dialog()
    hand.press("ctrl+Return")
    hand.wait_said("in the case already")
    assert hand.count("source") == 1


def describe_it(hand: Hand) -> None:
    """Title, publisher, date (inferred), who may know of it."""
    hand.press("d")
    dialog = hand.dialog()
    hand.fill("Emergency in the jails")
    hand.press("alt+p")
    hand.fill("The Altamora Ledger")
    hand.press("alt+b")
    hand.fill("soon")
    hand.press("Return")
    hand.wait(lambda: "date" in dialog.field("published").accessibleDescription())
    hand.fill("12 May 2031")
    hand.press("alt+i")
    hand.press("alt+w", "i")
    hand.press("Return")
    hand.wait(lambda: hand.case.get(Source, 1).publisher == "The Altamora Ledger")
    there = hand.case.get(Source, 1)
    assert (there.title, there.published) == ("Emergency in the jails", "2031-05-12")
    assert there.published_inferred
    assert there.language == "en"
    assert there.confidentiality is Confidentiality.INTERNAL


def accept_what_is_suggested(hand: Hand) -> float:
    """Point 3: walk the cards with the keyboard and accept them; keys and clicks per claim."""
    pane = hand.window.frame.enter("sources").reading
    hand.pause(1500)  # the suggestions are made beside the window's own thread
    hand.press("n")
    hand.wait(lambda: pane.current is not None)
    before, n = hand.keys + hand.clicks, 0
    while pane.current is not None and pane.current.state == "suggested":
        n = hand.count("claim")
        hand.press("Return")
        hand.wait(lambda n=n: hand.count("claim") == n + 1)
        hand.pause(60)
    n = hand.count("claim")
    assert n >= 24
    assert hand.count("claim", "origin = 'accepted'") == n
    assert hand.count("event") >= 20
    return (hand.keys + hand.clicks - before) / n


def correct_one_by_keyboard(hand: Hand) -> float:
    """Point 4: edit a claim; a bad value is told, the good one shown back in words."""
    claim = hand.case.query("SELECT id FROM claim WHERE type = 'measure/alert'")[0]["id"]
    hand.window.desk.ask("claim", claim)
    hand.pause()
    before = hand.keys + hand.clicks
    hand.press("e")
    hand.pause(400)
    hand.press("alt+w")
    hand.fill("since Saturday, open")
    hand.press("ctrl+Return")
    hand.wait(lambda: hand.case.get(Claim, claim).when.edtf == "2031-05-10/..")
    assert hand.case.get(Claim, claim).origin == "edited"
    return float(hand.keys + hand.clicks - before)


def mark_words_of_ones_own(hand: Hand) -> float:
    """Select words with the keyboard and make a claim of a kind."""
    before, n = hand.keys + hand.clicks, hand.count("claim")
    text = ARTICLE.read_text(encoding="utf-8")
    words = "in a televised address"
    hand.window.desk.ask("source", 1, start=text.index(words), end=text.index(words) + len(words))
    hand.pause(400)
    hand.press("5")
    hand.pause(400)
    hand.press("alt+t")
    hand.fill("announce")
    hand.press("Return")
    hand.press("ctrl+Return")
    hand.wait(lambda: hand.count("claim") == n + 1)
    claim = hand.case.select(Claim, "ORDER BY id DESC LIMIT 1")[0]
    assert claim.type == "statement/announcement"
    assert claim.origin == "hand"
    assert [p.quote for p in marking.passages_of(hand.case, claim.id)] == [words]
    return float(hand.keys + hand.clicks - before)


def holds_what_the_article_says(hand: Hand) -> None:
    """The record holds every line that a careful reader takes from the article."""
    held = [
        (claim.type, " / ".join(p.quote for p in marking.passages_of(hand.case, claim.id)))
        for claim in hand.case.select(Claim)
    ]
    missing = [
        (type_, words)
        for type_, words in LISTED
        if not any(type_ == there and words in quotes for there, quotes in held)
    ]
    assert missing == []
    assert marking.lost(hand.case) == []


def a_second_source_disagrees(hand: Hand) -> None:
    """Point 5: the event it belongs to is proposed, and what cannot both hold is said."""
    n, claims = hand.count("source"), hand.count("claim")
    hand.copy(SECOND)
    hand.press("ctrl+shift+v")
    hand.dialog()
    hand.press("ctrl+Return")
    hand.wait(lambda: hand.count("source") == n + 1)
    hand.press("d")
    hand.dialog()
    hand.press("alt+b")
    hand.fill("13 May 2031")
    hand.press("Return")
    hand.wait(lambda: hand.count("source", "published = '2031-05-13'") == 1)
    hand.pause(1500)
    hand.press("n", "Return")
    hand.wait(lambda: hand.count("claim") == claims + 1)
    claim = hand.case.select(Claim, "ORDER BY id DESC LIMIT 1")[0]
    counted = hand.case.select(Claim, "WHERE type = 'figure/homicides' ORDER BY id")[0]
    assert claim.event == counted.event, "proposed for the event that tells of the same killings"
    hand.press("g")
    hand.wait(lambda: hand.window.frame.room == "events")
    words = "“34 recent homicides” and “38 homicides” cannot both hold."
    hand.wait(lambda: any(words in label.text() for label in visible(hand.window, QLabel)))
    told = agreement(hand.case, claim.event or 0)
    assert [d.sentence for d in told.disagreements] == [words]
    assert any("more than 30 people" in line for line in told.agreeing)


def look_through_the_rooms(hand: Hand) -> None:
    """Point 6: the table sorts and filters, rows open claims and claims their words; the board."""
    hand.press("ctrl+2")
    hand.wait(lambda: hand.window.frame.room == "claims")
    hand.window.desk.ask("claims", 0, type="measure/alert")
    hand.wait(lambda: len(hand.window.frame.filtered() or ()) == 1)
    hand.press("Return")
    hand.wait(lambda: hand.window.frame.room == "sources")
    pane: Any = hand.window.frame.enter("sources")
    hand.wait(lambda: pane.reading.current is not None)
    assert "red alert" in pane.reading.current.summary
    hand.press("ctrl+4")
    hand.wait(lambda: any(board.rowCount() > 2 for board in models(hand.window, "board")))
    said = {
        str(model.index(row, column).data())
        for model in models(hand.window, "board")
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    }
    assert any("Alert" in words for words in said)
    assert any("No evidence" in words for words in said)
    for key in "567":
        hand.press(f"ctrl+{key}")
        hand.pause(250)


def find_words(hand: Hand) -> None:
    """Point 6: the search field finds a place without its accent and leads there."""
    hand.press("ctrl+k")
    hand.type("pena gris")
    hand.pause(600)
    hand.press("Return")
    hand.pause(300)
    assert hand.window.frame.room in {"sources", "places"}


def write_the_report(hand: Hand, folder: Path) -> None:
    """Point 7: HTML with footnotes; the internal source stays out until it is ticked."""
    hand.press("ctrl+2")
    hand.pause()
    hand.press("ctrl+p")
    dialog = hand.dialog()
    hand.press("alt+w")
    hand.press("alt+a")
    hand.fill(str(folder / "report.html"))
    hand.press("Return")
    hand.wait((folder / "report.html").exists)
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert "38 homicides" in text
    assert "red alert" not in text
    assert "The Altamora Ledger" not in text
    hand.pause(300)
    dialog.reject()
    hand.pause(200)


def undo_across_a_restart(hand: Hand, case: Path) -> None:
    """Point 8: undo is named, works after a restart, and the place is kept."""
    hand.press("ctrl+2")
    hand.pause()
    before = {table: hand.count(table) for table in ("source", "claim", "event", "actor")}
    hand.window.close_case()
    hand.pause(300)
    assert [path.name for path in case.parent.glob("*.habeas*")] == [case.name]
    hand.window.open_path(case)
    hand.pause(500)
    assert hand.window.frame.room == "claims"
    named = next(made.text() for a, made in hand.window.pairs if a.id == "edit.undo")
    assert named == "&Undo: Accept claim"
    hand.press("ctrl+z")
    hand.wait(lambda: hand.count("claim") == before["claim"] - 1)
    steps = len(hand.case.steps()[0])
    hand.press("ctrl+z", times=steps)
    hand.wait(lambda: hand.count("source") == 0)
    assert hand.count("claim") == hand.count("event") == hand.count("actor") == 0
    hand.press("ctrl+shift+z", times=steps + 1)
    hand.wait(lambda: not hand.case.steps()[1])
    assert {table: hand.count(table) for table in before} == before
    assert marking.lost(hand.case) == []


def visible(parent: QWidget, kind: type[Any]) -> list[Any]:
    """The widgets of a kind that are shown."""
    return [widget for widget in parent.findChildren(kind) if widget.isVisible()]


def models(window: Window, room: str) -> list[QAbstractItemModel]:
    """What the tables of a room show."""
    view: Any = window.frame.enter(room)
    return [table.model() for table in view.findChildren(QTableView)]


def button(parent: QWidget, words: str) -> QPushButton:
    """The visible button that says this."""
    return next(
        b
        for b in parent.findChildren(QPushButton)
        if b.isVisible() and b.text().replace("&", "") == words
    )

"""The main job, in the real window, by mouse and keyboard, on an article of our own.

Prints how many keys and clicks a claim costs.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from habeas.domain.claim import Claim
from habeas.domain.source import Confidentiality, Source
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
    undo_across_a_restart(hand, case)


def make_a_case(hand: Hand, path: Path) -> None:
    """Point 2: a case of one's own."""
    hand.click(button(hand.window, "New case…"))
    hand.name_file(path)
    hand.wait(lambda: hand.window.desk.is_open)
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
    n = hand.count("source")
    hand.copy(SECOND)
    hand.press("ctrl+shift+v")
    hand.dialog()
    hand.press("ctrl+Return")
    hand.wait(lambda: hand.count("source") == n + 1)


def look_through_the_rooms(hand: Hand) -> None:
    """Point 6: every room can be entered and shows something."""
    for key in "1234567":
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


def undo_across_a_restart(hand: Hand, case: Path) -> None:
    """Point 8: undo is named, works after a restart, and the place is kept."""
    hand.press("ctrl+2")
    hand.pause()
    before = hand.count("source")
    hand.window.close_case()
    hand.pause(300)
    hand.window.open_path(case)
    hand.pause(500)
    assert hand.window.frame.room == "claims"
    hand.press("ctrl+z")
    hand.wait(lambda: hand.count("source") == before - 1)
    hand.press("ctrl+shift+z")
    hand.wait(lambda: hand.count("source") == before)


def button(parent: QWidget, words: str) -> QPushButton:
    """The visible button that says this."""
    return next(
        b
        for b in parent.findChildren(QPushButton)
        if b.isVisible() and b.text().replace("&", "") == words
    )

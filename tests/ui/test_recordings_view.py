"""Recordings: how long they are, playing them, and claims on a stretch of time."""

from __future__ import annotations

import io
import struct
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from habeas import capture, vocabulary
from habeas.domain import region
from habeas.domain.passage import Passage, PassageKind
from habeas.services import collecting
from habeas.ui import actions
from habeas.ui.desk import Desk
from habeas.ui.views.sources import SourcesView
from habeas.ui.widgets.readertimes import seconds_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
K, LEFT = Qt.Key, Qt.MouseButton.LeftButton


def sound(seconds: int = 3) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(800)
        made.writeframes(struct.pack("<h", 0) * 800 * seconds)
    return out.getvalue()


@pytest.fixture
def view(desk: Desk, qtbot: QtBot) -> SourcesView:
    with desk.edit("Add sources") as edit:
        collecting.add(edit, capture.read(sound(), file_name="call.wav"), title="A call")
    made = SourcesView(desk)
    for action in made.actions_table():
        actions.install(action, made)
    qtbot.addWidget(made)
    made.resize(1300, 760)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def player(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """A program by the name of a player that writes down how it was called."""

    def made(then: str) -> Path:
        said = tmp_path / "called"
        program = tmp_path / "bin" / "mpv"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\necho "$@" > "{said}"\n{then}\n')
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
        return said

    return made


def test_a_recording_says_how_long_it_is_and_that_there_is_no_text(view):
    times, silent = view.reading.pages.times.times, view.reading.middle.silent
    assert times.isVisible()
    assert times._length.text().startswith("Length: ")
    assert "no words" in silent.head._notes.text()
    assert "Mark a stretch of time" in silent._sentence.text()
    assert not view.reading.middle.facing.bar.isVisible()
    assert not view.reading.middle.facing.picture.isVisible()


def test_a_stretch_of_time_becomes_a_claim_with_the_keyboard_alone(desk, view):
    times = view.reading.pages.times.times
    times.start.setFocus()
    times.start.selectAll()
    QTest.keyClicks(times.start, "0:01")
    times.end.setFocus()
    QTest.keyClicks(times.end, "2.5")
    QTest.keyClick(times.end, K.Key_Return)
    QApplication.processEvents()
    assert view.reading.middle._offer.isVisible()
    times.play.setFocus()
    QTest.keyClick(times.play, K.Key_4)
    QTest.keyClicks(QApplication.focusWidget(), vocabulary.label("types", "ruling/release"))
    editor = view.reading.right.editor()
    editor.form.what.summary.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), "He was let go, he says")
    editor.save()
    (passage,) = desk.case.select(Passage)
    assert passage.kind is PassageKind.TIME
    assert region.times(passage.region) == (1, 2.5)
    assert view.reading.current.more == ("From 0:00:01 to 0:00:02",)
    times.start.setText("0")
    view.reading.choose("claim:1")
    assert (times.start.text(), times.end.text()) == ("0:00:01", "0:00:02")
    assert desk.case.verify().ok


def test_what_is_no_time_is_said_beside_its_field(view):
    times = view.reading.pages.times.times
    times.end.setText("soon")
    QTest.mouseClick(times.mark, LEFT)
    assert times._rows[1].error == "Write a time such as 0:12:30."
    times.end.setText("0")
    QTest.mouseClick(times.mark, LEFT)
    assert times._rows[1].error == "The end comes after the beginning."
    assert view.reading.pages.span is None


def test_it_is_played_from_where_one_asks_and_stopped(view, player, qtbot):
    said = player("exec sleep 60")
    times = view.reading.pages.times.times
    times.start.setText("0:02")
    QTest.mouseClick(times.play, LEFT)
    qtbot.waitUntil(lambda: said.exists() and "--start=2.000" in said.read_text(), timeout=10_000)
    assert times.stop.isVisible()
    playing = view.reading.pages.times._playing
    QTest.mouseClick(times.stop, LEFT)
    assert not playing.is_going_on
    assert not times.stop.isVisible()


def test_playing_ends_with_the_source(desk, view, player, qtbot):
    said = player("exec sleep 60")
    QTest.mouseClick(view.reading.pages.times.times.play, LEFT)
    qtbot.waitUntil(said.exists, timeout=10_000)
    playing = view.reading.pages.times._playing
    with desk.edit("Add sources") as edit:
        other = collecting.add(edit, capture.pasted("A note.")).source
    view.open_source(other)
    assert not playing.is_going_on


def test_a_player_that_fails_says_so(view, player, qtbot):
    player("exit 2")
    times = view.reading.pages.times.times
    QTest.mouseClick(times.play, LEFT)
    qtbot.waitUntil(lambda: "could not play" in times._said.text(), timeout=10_000)
    assert not times.stop.isVisible()


def test_without_a_player_it_says_what_is_missing(view, monkeypatch):
    monkeypatch.setenv("PATH", "")
    times = view.reading.pages.times.times
    QTest.mouseClick(times.play, LEFT)
    assert "needs a player" in times._said.text()


@pytest.mark.parametrize(("typed", "seconds"), [
    ("1:05:20", 3920), ("5:20", 320), (" 20 ", 20), ("0:00:01.5", 1.5), ("1,25", 1.25),
    ("90:00", 5400), ("", None), ("1:2:3:4", None), ("-5", None), ("five", None), ("1:", None),
])  # fmt: skip
def test_times_are_read_as_people_write_them(typed, seconds):
    assert seconds_of(typed) == seconds

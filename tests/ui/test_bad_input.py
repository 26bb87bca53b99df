"""Whatever comes in: one clear sentence, nothing lost, and the window goes on working."""

from __future__ import annotations

import io
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from habeas import vocabulary
from habeas.domain.claim import Claim
from habeas.domain.draft import Span
from habeas.domain.passage import Passage, holds
from habeas.domain.source import Source
from habeas.store import migrations
from habeas.store.case import Case
from habeas.ui import adding
from habeas.ui.views.sources import SourcesView
from habeas.ui.window import Window

FIRST = "Guards searched every cell of Peña Gris prison on Friday. Visits are suspended."
PATIENCE = 20_000  # ms


@pytest.fixture
def window(qtbot: QtBot, window: Window, tmp_path: Path) -> Window:
    """The window on a case with one source."""
    window.desk.create(tmp_path / "Valdoria.habeas")
    with qtbot.waitSignal(window.desk.did_say):
        drop(window, text=FIRST)
    wait_for_sources(qtbot, window, 1)
    return window


def drop(window: Window, *paths: Path, text: str = "") -> None:
    """Drop files, or text, on the window."""
    data = QMimeData()
    if paths:
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    if text:
        data.setText(text)
    window.dropEvent(
        QDropEvent(
            QPointF(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )  # fmt: skip


def paste(window: Window, qtbot: QtBot, text: str) -> None:
    """Paste text into the dialog that shows it, and add it."""
    window.paste_text()
    dialog = next(d for d in window.findChildren(QDialog) if d.windowTitle() == "Add pasted text")
    qtbot.waitActive(dialog)
    dialog.findChild(QPlainTextEdit).setPlainText(text)
    accept = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Add as a source")
    qtbot.mouseClick(accept, Qt.MouseButton.LeftButton)


def room(window: Window) -> SourcesView:
    """The Sources room, entered."""
    window.enter("sources")
    found = window.findChild(SourcesView)
    assert found is not None
    return found


def titles(window: Window) -> list[str]:
    return [source.title for source in window.desk.case.select(Source, "ORDER BY id")]


def wait_for_sources(qtbot: QtBot, window: Window, n: int) -> None:
    qtbot.waitUntil(lambda: len(titles(window)) == n, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not room(window).reading.is_looking, timeout=PATIENCE)


def told(window: Window, qtbot: QtBot) -> str:
    """What the one box says that is shown; it is closed."""
    qtbot.waitUntil(lambda: bool(boxes(window)), timeout=PATIENCE)
    (box,) = boxes(window)
    assert box.text() == "This could not be done"
    words = box.informativeText()
    assert "\n" not in words
    box.close()
    qtbot.waitUntil(lambda: not boxes(window))
    return str(words)


def boxes(window: Window) -> list[QMessageBox]:
    return [box for box in window.findChildren(QMessageBox) if box.isVisible()]


def still_works(window: Window, qtbot: QtBot) -> None:
    """Another text can be added and taken back."""
    before = titles(window)
    with qtbot.waitSignal(window.desk.did_say):
        drop(window, text="A second note, of the next day.")
    wait_for_sources(qtbot, window, len(before) + 1)
    window.undo()
    assert titles(window) == before
    assert is_sound(window.desk.case)


def is_sound(case: Case) -> bool:
    """Whether the file is whole, as the connection that writes it sees it."""
    # Asked twice of one reader, the check of the search index compares with what it held before.
    return bool(case._db.execute("PRAGMA integrity_check").fetchall() == [("ok",)])


# files


def binary(folder: Path, _patch: pytest.MonkeyPatch) -> Path:
    made = folder / "notes.txt"
    made.write_bytes(bytes(range(256)) * 40)
    return made


def empty(folder: Path, _patch: pytest.MonkeyPatch) -> Path:
    made = folder / "notes.txt"
    made.write_bytes(b"")
    return made


def a_folder(folder: Path, _patch: pytest.MonkeyPatch) -> Path:
    made = folder / "notes.txt"
    made.mkdir()
    return made


def vanished(folder: Path, _patch: pytest.MonkeyPatch) -> Path:
    return folder / "notes.txt"


def unreadable(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    made = folder / "notes.txt"
    made.write_text("Visits are suspended.")
    made.chmod(0)
    if os.access(made, os.R_OK):  # whoever administers the machine may read everything

        def refusing(whole: Callable[..., Any]) -> Callable[..., Any]:
            def opened(path: Any, *more: Any, **how: Any) -> Any:
                if path in (made, str(made)):
                    raise PermissionError(13, "Permission denied")
                return whole(path, *more, **how)

            return opened

        patch.setattr("habeas.capture.disk.io.FileIO", refusing(io.FileIO))
        patch.setattr("habeas.capture.apart.jobs.os.open", refusing(os.open))
    return made


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        (binary, "binary data"),
        (empty, "is empty"),
        (a_folder, "is a folder"),
        (vanished, "is no longer there"),
        (unreadable, "may not be read"),
    ],
)
def test_a_file_that_cannot_be_a_source_is_named_and_told_in_a_sentence(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    kind: Callable[[Path, pytest.MonkeyPatch], Path], says: str,
) -> None:  # fmt: skip
    folder = tmp_path / "files"
    folder.mkdir()
    before = window.desk.case.query("SELECT count(*) AS n FROM edit")
    drop(window, kind(folder, monkeypatch))
    words = told(window, qtbot)
    assert "“notes.txt”" in words
    assert says in words
    assert "Nothing was added" in words
    assert len(titles(window)) == 1
    assert window.desk.case.query("SELECT count(*) AS n FROM edit") == before
    still_works(window, qtbot)


def test_bytes_of_two_encodings_are_read_and_the_damage_is_told_above_the_text(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "mixed.txt"
    file.write_bytes("Requisaron Peña Gris.\n".encode() * 20 + "Señal.\n".encode("latin-1"))
    with qtbot.waitSignal(window.desk.did_say, timeout=PATIENCE):
        drop(window, file)
    wait_for_sources(qtbot, window, 2)
    notes = room(window).reading.middle.head._notes
    assert notes.isVisible()
    assert "UTF-8 but for one byte" in notes.text()
    assert "Peña Gris" in room(window).reading.reader.toPlainText()


def test_a_text_of_more_than_20_megabytes_is_kept_whole_and_read_in_parts(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "dump.txt"
    text = "La comisión leyó el informe y se levantó sin más.\n" * 420_000
    file.write_text(text, encoding="utf-8")
    with qtbot.waitSignal(window.desk.did_say, timeout=PATIENCE):
        drop(window, file)
    wait_for_sources(qtbot, window, 2)
    reading = room(window).reading
    qtbot.waitUntil(lambda: reading.reader.parts > 50, timeout=PATIENCE)
    assert reading.reader.text == text
    assert "shown in parts" in reading.middle.head._notes.text()
    qtbot.mouseClick(reading.middle.next, Qt.MouseButton.LeftButton)
    assert reading.reader.part == 1


# pasted text


@pytest.mark.parametrize(
    ("pasted", "kept", "says"),
    [
        ("Guards\x00 came.", "Guards� came.", "control character"),
        ("Guards \ud83d came.", "Guards � came.", "Half of a character"),
        ("Guards came \udc00at night.", "Guards came �at night.", "Half of a character"),
    ],
)
def test_characters_that_no_file_can_keep_are_shown_as_lost(
    window: Window, qtbot: QtBot, pasted: str, kept: str, says: str
) -> None:
    with qtbot.waitSignal(window.desk.did_say):
        if "\x00" in pasted:
            paste(window, qtbot, pasted)
        else:  # what a clipboard may hold; between Python and Qt halves of characters get lost
            adding.add_text(window.desk, pasted)
    wait_for_sources(qtbot, window, 2)
    reading = room(window).reading
    assert reading.reader.text == kept
    assert says in reading.middle.head._notes.text()
    still_works(window, qtbot)


def test_pasting_nothing_but_space_is_told(window: Window, qtbot: QtBot) -> None:
    paste(window, qtbot, " \n\t\u200b ")
    assert "There is no text to add" in told(window, qtbot)
    assert len(titles(window)) == 1
    still_works(window, qtbot)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize(
    "words",
    [
        "הזקן עם 12",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 came",
        "e\u0301l\U0001f512",
        "قال الشهود",
    ],
)
def test_words_marked_in_any_script_are_exactly_the_words_that_are_kept(
    window: Window, qtbot: QtBot, words: str
) -> None:
    text = f"\U0001f512 שלום {words} and the \U0001f512 guards, السجن.\n{words}!"
    with qtbot.waitSignal(window.desk.did_say):
        paste(window, qtbot, text)
    wait_for_sources(qtbot, window, 2)
    reading = room(window).reading
    start = text.rindex(words)
    reading.reader.select(Span(start, start + len(words)))
    assert reading.reader.textCursor().selectedText() == words
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    reading.reader.setFocus()
    QTest.keyClick(reading.reader, Qt.Key.Key_2)
    editor = reading.right.editor()
    QTest.keyClicks(QApplication.focusWidget(), vocabulary.label("types", "measure/search"))
    editor.save()
    (passage,) = window.desk.case.select(Passage)
    assert (passage.start, passage.quote) == (start, words)
    assert holds(passage, text)


# case files


def no_case(path: Path, _patch: pytest.MonkeyPatch) -> None:
    path.write_text("just words")


def another_database(path: Path, _patch: pytest.MonkeyPatch) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE claim (id)")
    db.close()


def newer(path: Path, _patch: pytest.MonkeyPatch) -> None:
    Case.create(path).close()
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version={migrations.SCHEMA + 1}")
    db.close()


def locked_away(path: Path, patch: pytest.MonkeyPatch) -> None:
    Case.create(path).close()
    path.parent.chmod(0)
    if os.access(path, os.R_OK):  # whoever administers the machine may read everything
        opened = Path.open

        def refused(self: Path, *args: Any, **more: Any) -> Any:
            if self == path:
                raise PermissionError(13, "Permission denied")
            return opened(self, *args, **more)

        patch.setattr(Path, "open", refused)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (no_case, "is not a Habeas case"),
        (another_database, "is not a Habeas case"),
        (newer, "was made by a newer Habeas"),
        (locked_away, "cannot be opened"),
    ],
)
def test_a_case_that_cannot_be_opened_is_told_and_the_open_one_stays(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path, pytest.MonkeyPatch], None], says: str,
) -> None:  # fmt: skip
    path = tmp_path / "away" / "other.habeas"
    path.parent.mkdir()
    make(path, monkeypatch)
    try:
        drop(window, path)
        words = told(window, qtbot)
    finally:
        path.parent.chmod(0o700)
    assert "“other.habeas”" in words
    assert says in words
    assert "othing was changed" in words
    assert window.desk.case.path.name == "Valdoria.habeas"
    still_works(window, qtbot)


# the disk


def limited(case: Case, more: int) -> None:
    """Let the case grow by ``more`` pages and no further, as a full disk would."""
    # The limit belongs to the one connection that writes, so there is no public way to it.
    pages = case._db.execute("PRAGMA page_count").fetchone()[0]
    case._db.execute(f"PRAGMA max_page_count={pages + more}").fetchall()


def test_a_full_disk_leaves_a_suggestion_a_suggestion_and_later_it_is_accepted(
    window: Window, qtbot: QtBot
) -> None:
    case = window.desk.case
    with qtbot.waitSignal(window.desk.did_say):
        told_of = "The guards searched {n} cells of the prison on Friday, and it was not said why."
        drop(window, text="\n".join(told_of.format(n=n) for n in range(2, 60)))
    wait_for_sources(qtbot, window, 2)
    reading = room(window).reading
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    reading.reader.setFocus()
    assert len(reading._still) > 50
    QTest.keyClick(reading.reader, Qt.Key.Key_N)
    limited(case, 0)
    for _n in range(50):  # what pages have room for is still written
        card, before = reading.current, len(case.select(Claim))
        QTest.keyClick(reading.reader, Qt.Key.Key_Return)
        if boxes(window):
            break
    assert "The disk is full" in told(window, qtbot)
    assert len(case.select(Claim)) == before
    assert card is not None
    assert reading.current == card
    assert card.key in reading._still
    assert is_sound(case)

    limited(case, 100_000)
    reading.reader.setFocus()
    QTest.keyClick(reading.reader, Qt.Key.Key_Return)
    assert len(case.select(Claim)) == before + 1
    assert case.select(Claim, "ORDER BY id DESC")[0].summary == card.summary
    assert card.key not in reading._still
    still_works(window, qtbot)


# stopping


@pytest.mark.parametrize("stage", ["reading", "keeping"])
def test_adding_many_files_can_be_stopped_and_leaves_the_case_as_it_was(
    window: Window, qtbot: QtBot, tmp_path: Path, stage: str
) -> None:
    case = window.desk.case
    files = []
    for n in range(200):
        file = tmp_path / f"note {n}.txt"
        file.write_text(f"Note {n}: the visits of day {n} are suspended at Santa Brisa. " * 200)
        files.append(file)
    tables = ("source", "source_capture", "capture", "chunk", "layer", "edit", "entry")
    before = {table: case.query(f"SELECT count(*) AS n FROM {table}") for table in tables}
    stop = next(
        b for b in window.findChildren(QPushButton) if b.accessibleName() == "Stop what is running"
    )
    ends: list[str] = []

    def watch(job: Any) -> None:
        if job is None or not job.title:
            return
        job.did_end.connect(lambda _outcome: ends.append("end"))
        job.did_stop.connect(lambda: ends.append("stop"))
        job.did_progress.connect(go)

    def go(progress: Any) -> None:
        keeping = progress.done == progress.total
        if stop.isVisible() and not ends and progress.done > 3 and keeping is (stage == "keeping"):
            QTest.mouseClick(stop, Qt.MouseButton.LeftButton)

    window.desk.did_progress.connect(watch)
    drop(window, *files)
    qtbot.waitUntil(lambda: bool(ends), timeout=PATIENCE)
    assert ends == ["stop"]
    qtbot.waitUntil(lambda: not stop.isVisible())
    assert {t: case.query(f"SELECT count(*) AS n FROM {t}") for t in tables} == before
    assert boxes(window) == []
    window.desk.did_progress.disconnect(watch)
    still_works(window, qtbot)

"""A case that this computer does not know is looked at before it is opened; a known one is not."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from habeas import settings
from habeas.domain.register import Place
from habeas.store import backups, examining, keys, known, migrations
from habeas.store.case import Case
from habeas.store.driver import connect
from habeas.ui import dropping
from habeas.ui import examining as looking
from habeas.ui.views.rewriting import Writing
from habeas.ui.views.unlock import Unlock
from habeas.ui.views.welcome import Welcome
from habeas.ui.window import Window

PHRASE = "granite harbour lamp"


class Gate:
    """Counts the long looks, and holds them up while it is closed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen: list[Path] = []
        self.open = threading.Event()
        self.open.set()
        real = examining.examine

        def examine(path: Path, key: keys.Key | None = None) -> examining.Steps[None]:
            self.seen.append(path)
            for n, step in enumerate(real(path, key)):
                yield step
                while n and not self.open.wait(0.01):
                    yield 0, 100

        monkeypatch.setattr(examining, "examine", examine)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Open; each look is counted."""
    made = Gate(monkeypatch)
    yield made
    made.open.set()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A case that this program made."""
    path = tmp_path / "Valdoria.habeas"
    with Case.create(path) as case, case.edit("Add place") as edit:
        edit.insert(Place(name="Peña Gris"))
    return path


@pytest.fixture
def strange(own: Path) -> Path:
    """A case that came from elsewhere."""
    return Path(shutil.copy(own, own.with_name("Santa Brisa.habeas")))


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """A locked one that came from elsewhere."""
    path = tmp_path / "made.habeas"
    with Case.create(path, PHRASE, cost=keys.CHEAP) as case, case.edit("Add place") as edit:
        edit.insert(Place(name="Peña Gris"))
    return Path(shutil.copy(path, path.with_name("Locked.habeas")))


def damage(path: Path, key: keys.Key | None = None) -> bytes:
    """Spoil the page of the places, which opening does not read; what the file is then."""
    with closing(connect(path, writes=False, key=key)) as db:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'place'"
        at = (db.execute(sql).fetchone()[0] - 1) * 8192
    data = bytearray(path.read_bytes())
    data[at : at + 100] = b"\xa5" * 100
    path.write_bytes(data)
    return bytes(data)


def page(window: Window) -> Writing:
    """The page that shows how far the look is."""
    return next(p for p in window.findChildren(Writing) if window.frame.shows(p))


def shows(window: Window, kind: type) -> bool:
    """Whether such a page is shown."""
    return any(window.frame.shows(p) for p in window.findChildren(kind))


def told(qtbot: QtBot, window: Window) -> str:
    """What the message says; it is closed."""
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)))
    box = window.findChildren(QMessageBox)[-1]
    words = box.informativeText()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    return str(words)


def give(qtbot: QtBot, window: Window, passphrase: str) -> None:
    """Type a passphrase and press Enter."""
    field = next(p for p in window.findChildren(Unlock) if window.frame.shows(p)).field
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, passphrase)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_a_sound_case_from_elsewhere_is_looked_at_once_and_then_known(
    qtbot: QtBot, window: Window, gate: Gate, strange: Path
) -> None:
    window.open_path(strange)
    assert not window.desk.is_open
    qtbot.waitUntil(lambda: window.desk.is_open)
    assert window.desk.case.select(Place)[0].name == "Peña Gris"
    window.close_case()
    window.open_path(strange)
    assert window.desk.is_open
    assert gate.seen == [strange]


def test_what_is_known_outlives_the_program_and_names_nothing(
    window: Window, gate: Gate, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "_kept", {})  # what other tests of this process closed
    known.keep(own)
    window.open_path(own)
    copy = own.with_name("Copy.habeas")
    window.desk.case.copy_to(copy)
    window.close_case()
    marks = settings.load().known
    assert set(marks) == {known.mark(own), known.mark(copy)}
    assert not set("".join(marks)) - set("0123456789abcdef")
    monkeypatch.setattr(known, "_kept", {})  # as in a new run
    for path in (own, copy):
        window.open_path(path)
        assert window.desk.case.path == path
    assert gate.seen == []


def test_a_known_case_that_was_changed_since_is_looked_at(
    qtbot: QtBot, window: Window, gate: Gate, own: Path
) -> None:
    window.open_path(own)
    window.close_case()
    with closing(sqlite3.connect(own)) as db:
        db.execute(f"PRAGMA user_version = {migrations.SCHEMA}")
        db.execute("VACUUM")
    window.open_path(own)
    qtbot.waitUntil(lambda: window.desk.is_open)
    assert gate.seen == [own]


def test_a_damaged_case_is_refused_in_words_and_stays_as_it_was(
    qtbot: QtBot, window: Window, strange: Path
) -> None:
    before = damage(strange)
    quick = shutil.copy(strange, strange.with_name("quick.habeas"))
    Case.open(quick).close()  # the quick look passes it
    window.open_path(strange)
    words = told(qtbot, window)
    assert "damaged" in words
    assert "Nothing was changed. Open a copy or backup made earlier." in words
    assert not window.desk.is_open
    assert shows(window, Welcome)
    assert strange.read_bytes() == before
    assert {p.name for p in strange.parent.iterdir()} == {
        "Valdoria.habeas", "quick.habeas", strange.name
    }  # fmt: skip
    window.open_path(strange)  # it is not known for having been refused
    assert "damaged" in told(qtbot, window)


def test_the_case_that_is_open_stays_when_another_is_refused(
    qtbot: QtBot, window: Window, own: Path, strange: Path
) -> None:
    damage(strange)
    window.open_path(own)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(strange))])
    dropping.drop(window, data)
    assert "damaged" in told(qtbot, window)
    assert window.at_work
    assert window.desk.case.path == own


def test_what_is_no_case_is_refused_at_once(
    qtbot: QtBot, window: Window, gate: Gate, tmp_path: Path
) -> None:
    (tmp_path / "letter.habeas").write_text("Dear friend")
    window.open_path(tmp_path / "letter.habeas")
    assert "is not a Habeas case" in told(qtbot, window)
    assert gate.seen == []


def test_a_long_look_gets_a_page_and_escape_stops_it(
    qtbot: QtBot, window: Window, gate: Gate, own: Path, strange: Path
) -> None:
    gate.open.clear()
    window.open_path(own)
    window.open_path(strange)
    assert window.at_work  # at first nothing is seen of it
    qtbot.waitUntil(lambda: shows(window, Writing))
    assert page(window).accessibleName() == "Looking at “Santa Brisa”…"
    assert not window.at_work
    window.use_language("es")
    qtbot.waitUntil(lambda: shows(window, Writing))
    window.use_language("en")
    qtbot.waitUntil(page(window).hasFocus)
    qtbot.keyClick(page(window), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.at_work)
    assert window.desk.case.path == own
    gate.open.set()
    window.open_path(strange)  # the look from before has ended without a word
    qtbot.waitUntil(lambda: window.desk.case.path == strange)
    assert gate.seen == [strange, strange]


def test_a_look_that_lasts_opens_the_case_at_its_end(
    qtbot: QtBot, window: Window, gate: Gate, strange: Path
) -> None:
    gate.open.clear()
    window.open_path(strange)
    qtbot.waitUntil(lambda: shows(window, Writing))
    gate.open.set()
    qtbot.waitUntil(lambda: window.desk.is_open)
    assert window.at_work


def test_closing_the_window_meanwhile_opens_nothing(
    qtbot: QtBot, window: Window, gate: Gate, strange: Path
) -> None:
    gate.open.clear()
    window.open_path(strange)
    qtbot.waitUntil(lambda: shows(window, Writing))
    window.close()
    assert not window.desk.is_open


def test_another_case_that_is_opened_meanwhile_wins(
    qtbot: QtBot, window: Window, gate: Gate, own: Path, strange: Path
) -> None:
    gate.open.clear()
    window.open_path(strange)
    qtbot.waitUntil(lambda: bool(gate.seen))
    window.open_path(own)
    assert window.desk.case.path == own
    gate.open.set()
    third = Path(shutil.copy(own, own.with_name("Third.habeas")))
    window.open_path(third)
    qtbot.waitUntil(lambda: window.desk.case.path == third)


def test_a_locked_case_is_looked_at_after_the_passphrase(
    qtbot: QtBot, window: Window, gate: Gate, locked: Path
) -> None:
    window.open_path(locked)
    assert gate.seen == []
    give(qtbot, window, "wrong")
    qtbot.waitUntil(lambda: window.unlocking.waits.left(keys.salt_of(locked) or b"") > 0)
    assert shows(window, Unlock)
    window.unlocking.waits.forget(keys.salt_of(locked) or b"")
    give(qtbot, window, PHRASE)
    qtbot.waitUntil(lambda: window.desk.is_open)
    assert gate.seen == [locked, locked]
    window.close_case()
    window.open_path(locked)
    give(qtbot, window, PHRASE)
    qtbot.waitUntil(lambda: window.desk.is_open)
    assert len(gate.seen) == 2


def test_a_damaged_locked_case_is_refused_where_it_was_asked_for(
    qtbot: QtBot, window: Window, gate: Gate, locked: Path
) -> None:
    key = keys.derive(PHRASE, locked.read_bytes()[: keys.SALT])
    before = damage(locked, key)
    gate.open.clear()
    window.open_path(locked)
    give(qtbot, window, PHRASE)
    qtbot.waitUntil(lambda: bool(gate.seen))
    gate.open.set()
    qtbot.waitUntil(
        lambda: any(
            "damaged" in p._line.text() and window.frame.shows(p)
            for p in window.findChildren(Unlock)
        )
    )
    assert not window.desk.is_open
    assert locked.read_bytes() == before


def test_stopping_or_sleep_asks_for_the_passphrase_again(
    qtbot: QtBot, window: Window, gate: Gate, locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate.open.clear()
    taken: list[keys.Key] = []
    real = looking.Examining.first
    monkeypatch.setattr(
        looking.Examining, "first",
        lambda self, path, key, **more: (taken.append(key), real(self, path, key, **more)),
    )  # fmt: skip
    window.open_path(locked)
    for stop in (lambda: page(window).stop.click(), window.locking.lapse.did_sleep.emit):
        give(qtbot, window, PHRASE)
        qtbot.waitUntil(lambda: shows(window, Writing))
        stop()
        assert shows(window, Unlock)
        assert not any(taken[-1].raw)
    assert not window.desk.is_open
    gate.open.set()
    give(qtbot, window, PHRASE)
    qtbot.waitUntil(lambda: window.desk.is_open)


def test_a_restored_backup_is_looked_at(
    qtbot: QtBot, window: Window, gate: Gate, own: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    list(backups.back_up(own, folder))
    back = tmp_path / "Back.habeas"
    list(backups.restore(backups.backups(folder)[0], back))
    window.open_path(back)
    qtbot.waitUntil(lambda: window.desk.is_open)
    assert gate.seen == [back]

"""A purge in the window: said before it is done, and nowhere in the file when it was."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from habeas.domain.claim import Claim
from habeas.domain.source import Source
from habeas.services import claiming, collecting, gathering, purging
from habeas.store import backups, keys, rewriting
from habeas.store.case import Case
from habeas.store.purging import UNFINISHED
from habeas.ui import actions
from habeas.ui.dialogs.purging import PurgeDialog
from habeas.ui.views.rewriting import Writing
from habeas.ui.window import Window
from making import draft, reading
from showing import said, shown

SECRET = "The guard Ximena Quiroz named the men who were beaten in Tower Nine."
QUOTE = "the men who were beaten in Tower Nine"
WORDS = ("Ximena", "Quiroz", "Tower Nine", "beaten")
PHRASE = "granite harbour lamp"


@pytest.fixture(params=["plain", "locked"])
def key(request: pytest.FixtureRequest) -> keys.Key | None:
    """What opens the case of a test."""
    if request.param == "plain":
        return None
    return keys.derive(PHRASE, keys.new_salt(keys.CHEAP))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the case of a test lies."""
    return tmp_path / "Peña Gris.habeas"


def fill(window: Window, path: Path, key: keys.Key | None = None) -> int:
    """A case with two sources, open in the window; the number of the one that says SECRET."""
    window.desk.create(path, key=key)
    with window.desk.edit("Add sources") as edit:
        collecting.add(edit, reading())
        source = collecting.add(edit, reading(SECRET), note="from Ximena herself").source
    with window.desk.edit("Accept claim") as edit:
        made = draft(QUOTE, text=SECRET, voices=("Ximena Quiroz",))
        claim = claiming.accept(edit, made, source=source)
        gathering.new_event(edit, claim)
    for note in ("Ximena saw it", ""):
        with window.desk.edit("Correct claim") as edit:
            edit.update(Claim, claim, note=note)
    window.desk.case.put(f"draft:{source}", {"half": "Ximena Quiroz said more"})
    return source


def names_of(window: Window) -> int:
    """The number of the actor that the claim brought into the register."""
    return int(window.desk.case.query("SELECT id FROM actor")[0]["id"])


def take(window: Window, action: str) -> None:
    """Take an entry of the room's menu, which must be on."""
    actions.refresh(window.frame.local)
    made = {a.id: q for a, q in window.frame.local}[action]
    assert made.isEnabled(), action
    assert not made.shortcut().toString()
    made.trigger()


def tab_to(qtbot: QtBot, dialog: QWidget, wanted: QWidget) -> None:
    """Press Tab until the focus is there."""
    for _n in range(20):
        if QApplication.focusWidget() is wanted:
            return
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    raise AssertionError(wanted)


def ask(qtbot: QtBot, window: Window, source: int) -> PurgeDialog:
    """Ask to purge a source in its room."""
    window.desk.ask("source", source)
    take(window, "sources.purge")
    found: PurgeDialog = shown(qtbot, window, PurgeDialog)
    return found


def agree(qtbot: QtBot, dialog: PurgeDialog, *, drop: bool = False) -> None:
    """Give a reason, say that one has looked, and press the button, all by keyboard."""
    if drop:
        tab_to(qtbot, dialog, dialog.drop)
        qtbot.keyClick(dialog.drop, Qt.Key.Key_Space)
    tab_to(qtbot, dialog, dialog.reason)
    qtbot.keyClicks(dialog.reason, "A woman asked for it")
    assert not dialog.purge.isEnabled()
    tab_to(qtbot, dialog, dialog.looked)
    qtbot.keyClick(dialog.looked, Qt.Key.Key_Space)
    tab_to(qtbot, dialog, dialog.purge)
    qtbot.keyClick(dialog.purge, Qt.Key.Key_Space)


def wait_done(qtbot: QtBot, window: Window, *, purges: int = 1) -> None:
    """Until so many purges stand in the case, and its file was written anew and is open again."""

    def done() -> bool:
        case = window.desk.case if window.desk.is_open else None
        words = "The purge is finished"
        return (
            case is not None
            and len(purging.tombstones(case)) == purges
            and case.desk(UNFINISHED) is None
            and words in said(window)
        )

    qtbot.waitUntil(done, timeout=10_000)


def in_plain(path: Path, key: keys.Key | None) -> bytes:
    """The bytes of the closed case; of a locked one, of its decrypted export."""
    if key is not None:
        for _step in rewriting.unlock(path, passphrase=PHRASE):
            pass
    return path.read_bytes().lower()


def test_a_purged_source_is_nowhere_in_the_file(
    qtbot: QtBot, window: Window, path: Path, key: keys.Key | None
) -> None:
    source = fill(window, path, key)
    window.enter("claims")
    window.desk.ask("claims", words="Tower Nine")
    dialog = ask(qtbot, window, source)
    assert "1 source, 1 claim, 1 event, 1 passage" in said(dialog)
    assert "1 file of 68 bytes" in said(dialog).replace("\xa0", " ")
    assert "1 half-filled draft" in said(dialog)
    assert "former value" in said(dialog)
    qtbot.keyClick(dialog.show_titles, Qt.Key.Key_Space)
    listed = [dialog.titles.item(n).text() for n in range(dialog.titles.count())]
    assert f"Source “{SECRET}”" in listed
    staying = [dialog.staying.item(n).text() for n in range(dialog.staying.count())]
    assert "Actor “Ximena Quiroz”: it stays in the register" in staying
    agree(qtbot, dialog)
    wait_done(qtbot, window)
    assert window.frame.room == "sources"
    assert [s.id for s in window.desk.case.select(Source)] == [1]
    actor = names_of(window)
    window.desk.ask("actor", actor)
    take(window, "actors.purge")
    dialog = shown(qtbot, window, PurgeDialog)
    agree(qtbot, dialog)
    wait_done(qtbot, window, purges=2)
    assert not window.can_undo()
    assert window.desk.case.verify().ok
    window.close_case()
    found = in_plain(path, key)
    assert b"warden of pe" in found, "the other source is there"
    assert [word for word in WORDS if word.lower().encode() in found] == []


def test_what_stays_elsewhere_is_listed_and_one_key_away(
    qtbot: QtBot, window: Window, path: Path
) -> None:
    source = fill(window, path)
    with window.desk.edit("Add sources") as edit:
        other = collecting.add(edit, reading("Report. " + SECRET + " It was denied.")).source
    dialog = ask(qtbot, window, source)
    lines = [dialog.staying.item(n).text() for n in range(dialog.staying.count())]
    text = next(n for n, words in enumerate(lines) if "in the text of “Report." in words)
    tab_to(qtbot, dialog, dialog.staying)
    dialog.staying.setCurrentRow(text)
    qtbot.keyClick(dialog.staying, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not any(d.isVisible() for d in window.findChildren(PurgeDialog)))
    view = window.frame._views["sources"]
    assert view.reading.source_id == other  # type: ignore[attr-defined]
    assert len(window.desk.case.select(Source)) == 3


def test_the_reason_is_wanted_and_does_not_repeat_what_goes(
    qtbot: QtBot, window: Window, path: Path
) -> None:
    fill(window, path)
    window.desk.ask("actor", names_of(window))
    take(window, "actors.purge")
    dialog = shown(qtbot, window, PurgeDialog)
    dialog.looked.setChecked(True)
    assert not dialog.purge.isEnabled()
    qtbot.keyClicks(dialog.reason, "XIMENA QUIROZ asked")
    assert "This repeats what is purged and would stay: “Ximena Quiroz”" in said(dialog)
    assert not dialog.purge.isEnabled()
    dialog.reason.clear()
    qtbot.keyClicks(dialog.reason, "She asked")
    assert dialog.purge.isEnabled()
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert dialog.isVisible(), "Enter in the field does not do it"


def test_backups_that_hold_it_are_listed_and_deleted_if_she_says_so(
    qtbot: QtBot, window: Window, path: Path, key: keys.Key | None
) -> None:
    folder = backups.default_folder()
    window.desk.create(path, key=None if key is None else keys.Key(bytearray(key.raw), key.salt))
    with window.desk.edit("Add sources") as edit:
        collecting.add(edit, reading())
    window.close_case()
    _back_up(path, folder, key)  # from before it was there
    [before] = backups.backups(folder)
    window.desk.open(path, key=None if key is None else keys.Key(bytearray(key.raw), key.salt))
    with window.desk.edit("Add sources") as edit:
        source = collecting.add(edit, reading(SECRET)).source
    _back_up(path, folder, key)
    dialog = ask(qtbot, window, source)
    assert "1 backup on this computer holds it" in said(dialog)
    with window.desk.edit("Describe source") as edit:
        collecting.describe(edit, source, title="Another title")
    dialog.reject()
    dialog = ask(qtbot, window, source)
    _back_up(path, folder, key)  # while she reads
    agree(qtbot, dialog, drop=True)
    wait_done(qtbot, window)
    assert backups.backups(folder) == [before]


def _back_up(path: Path, folder: Path, key: keys.Key | None) -> None:
    for _step in backups.back_up(path, folder, key=key):
        pass


def test_backups_stay_if_she_says_nothing(qtbot: QtBot, window: Window, path: Path) -> None:
    source = fill(window, path)
    _back_up(path, backups.default_folder(), None)
    dialog = ask(qtbot, window, source)
    agree(qtbot, dialog)
    wait_done(qtbot, window)
    assert "1 backup still holds it." in said(window)
    assert len(backups.backups(backups.default_folder())) == 1


def test_the_purge_can_be_stopped_and_then_nothing_went(
    qtbot: QtBot, window: Window, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, real = fill(window, path), purging.purge

    def slow(case: Case, foreseen: purging.Foreseen, *, reason: str) -> Iterator[None]:
        for step in real(case, foreseen, reason=reason):
            while True:
                yield step
                time.sleep(0.02)

    monkeypatch.setattr(purging, "purge", slow)
    dialog = ask(qtbot, window, source)
    agree(qtbot, dialog)
    qtbot.waitUntil(dialog.cancel.hasFocus)
    qtbot.keyClick(dialog.cancel, Qt.Key.Key_Space)
    qtbot.waitUntil(dialog.purge.isEnabled)
    assert len(window.desk.case.select(Source)) == 2
    assert purging.tombstones(window.desk.case) == []
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_what_was_not_written_anew_is_finished_when_the_case_is_opened_next(
    qtbot: QtBot, window: Window, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, real = fill(window, path), rewriting.rewrite

    def endless(*_paths: object, **_keys: object) -> Iterator[tuple[int, int]]:
        while True:
            time.sleep(0.02)
            yield 1, 100

    monkeypatch.setattr(rewriting, "rewrite", endless)
    agree(qtbot, ask(qtbot, window, source))
    qtbot.waitUntil(lambda: any(p.isVisible() for p in window.findChildren(Writing)))
    page = next(p for p in window.findChildren(Writing) if p.isVisible())
    assert "Finishing the purge" in said(window)
    qtbot.mouseClick(page.stop, Qt.MouseButton.LeftButton)
    box = shown(qtbot, window, QMessageBox)
    assert "when the case is opened next" in said(box)
    box.close()
    assert window.desk.is_open
    assert window.desk.case.desk(UNFINISHED)
    window.close_case()
    monkeypatch.setattr(rewriting, "rewrite", real)
    assert b"Tower Nine" in path.read_bytes(), "else there is nothing to finish"
    window.open_path(path)
    wait_done(qtbot, window)
    window.close_case()
    assert b"Tower Nine" not in path.read_bytes()


def test_a_case_that_was_changed_meanwhile_is_looked_at_again(
    qtbot: QtBot, window: Window, path: Path
) -> None:
    dialog = ask(qtbot, window, fill(window, path))
    with window.desk.edit("Add sources") as edit:
        collecting.add(edit, reading("A third notice."))
    agree(qtbot, dialog)
    box = shown(qtbot, window, QMessageBox)
    assert "Nothing was purged. Look again." in said(box)
    box.close()
    assert len(window.desk.case.select(Source)) == 3


def test_locking_the_case_closes_the_dialog(qtbot: QtBot, window: Window, path: Path) -> None:
    key = keys.derive(PHRASE, keys.new_salt(keys.CHEAP))
    dialog = ask(qtbot, window, fill(window, path, key))
    window.locking.lapse.did_sleep.emit()
    assert not window.desk.is_open
    assert not any(d is dialog and d.isVisible() for d in window.findChildren(PurgeDialog))

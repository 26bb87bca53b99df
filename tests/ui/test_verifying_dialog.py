"""Verifying from the window: run, stop, read, go to the record, save."""

from __future__ import annotations

import os

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from habeas import i18n
from habeas.domain.register import Actor, Place
from habeas.store import triggers
from habeas.store.driver import connect
from habeas.ui.dialogs import verifying


@pytest.fixture
def shown(desk, qtbot):
    """Opens the dialog over a window and waits until it has an outcome."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()

    over = []

    def opened(*, wait=True):
        dialog = verifying.open_dialog(window, desk)
        dialog.finished.connect(lambda _result: over.append(dialog))
        if wait:
            qtbot.waitUntil(lambda: dialog.report is not None)
        return dialog

    opened.over = over
    return opened


def filled(desk):
    with desk.edit("Add place") as edit:
        place = edit.insert(Place(name="Peña Gris"))
        edit.insert(Actor(name="The director"))
        edit.add("place_name", place=place, name="Gris", folded="gris")


def tamper(case, *statements):
    db = connect(case.path, writes=True, key=case.key)
    kept = triggers.present(db)
    for name in kept:
        db.execute(f"DROP TRIGGER [{name}]")
    for sql in statements:
        db.execute(sql)
    for sql in kept.values():
        db.execute(sql)
    db.close()


def button(dialog, words):
    found = [b for b in dialog.findChildren(QPushButton) if b.text().replace("&", "") == words]
    assert found[0].isVisible()
    return found[0]


def read(dialog):
    """Every word on the dialog."""
    from PySide6.QtWidgets import QLabel

    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_a_sound_case_says_so_with_the_head_of_the_chain(desk, qtbot, shown):
    filled(desk)
    dialog = shown()
    assert "Everything fits" in read(dialog)
    assert desk.case.query("SELECT digest FROM edit")[0]["digest"] in read(dialog)
    assert "What this does not show" in read(dialog)
    assert not dialog.findChild(verifying.QListView).isVisible()
    assert desk.kept(verifying.KEPT) == {"when": dialog.report.when, "edit": 1, "ok": True}
    qtbot.mouseClick(button(dialog, "Close"), Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()


def test_what_does_not_fit_is_listed_and_leads_to_the_record(desk, qtbot, shown):
    filled(desk)
    tamper(desk.case, "UPDATE place_name SET name = 'planted'")
    dialog = shown()
    listed = dialog.findChild(verifying.QListView)
    assert listed.isVisible()
    assert listed.hasFocus()
    lines = [listed.model().index(n).data() for n in range(listed.model().rowCount())]
    assert any("Name of a place 1" in line for line in lines)
    assert desk.kept(verifying.KEPT)["ok"] is False
    with qtbot.waitSignal(desk.did_ask) as asked:
        qtbot.keyClick(listed, Qt.Key.Key_Home)
        qtbot.mouseClick(button(dialog, "Show the record"), Qt.MouseButton.LeftButton)
    assert asked.args[:2] == ["place", 1]
    assert not dialog.isVisible()


def test_a_record_that_is_gone_cannot_be_shown(desk, qtbot, shown):
    filled(desk)
    tamper(desk.case, "DELETE FROM actor")
    dialog = shown()
    assert not button(dialog, "Show the record").isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_it_can_be_stopped_and_then_nothing_is_remembered(desk, qtbot, shown):
    with desk.edit("Add file") as edit:
        edit.keep(os.urandom(40_000_000), media_type="video/mp4")
        edit.insert(Place(name="Peña Gris"))
    dialog = shown(wait=False)
    qtbot.mouseClick(button(dialog, "Stop"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown.over == [dialog])
    assert desk.kept(verifying.KEPT) is None


def test_closing_the_case_ends_it(desk, qtbot, shown):
    filled(desk)
    dialog = shown(wait=False)
    desk.close()
    qtbot.waitUntil(lambda: shown.over == [dialog])


def test_one_can_go_on_working_meanwhile(desk, qtbot, shown):
    filled(desk)
    dialog = shown(wait=False)
    with desk.edit("Add place") as edit:
        edit.insert(Place(name="Santa Brisa"))
    qtbot.waitUntil(lambda: dialog.report is not None)
    assert dialog.report.ok
    dialog.close()


def test_it_is_saved_as_text(desk, qtbot, shown, tmp_path):
    filled(desk)
    dialog = shown()
    qtbot.mouseClick(button(dialog, "Save as text…"), Qt.MouseButton.LeftButton)
    chooser = dialog.findChild(QFileDialog)
    assert "anyone can read" in chooser.windowTitle()
    chooser.fileSelected.emit(str(tmp_path / "verified.txt"))
    chooser.reject()
    said = (tmp_path / "verified.txt").read_text(encoding="utf-8")
    assert "Everything fits" in said
    assert "valdoria" in said
    with qtbot.waitSignal(desk.did_fail) as failed:
        dialog.save(tmp_path / "no such folder" / "verified.txt")
    assert "could not be saved" in str(failed.args[0])
    dialog.close()


def test_everything_has_a_name_and_is_reached_by_keyboard(desk, shown):
    filled(desk)
    tamper(desk.case, "UPDATE place SET name = 'planted'")
    dialog = shown()
    for widget in dialog.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.accessibleName() or getattr(widget, "text", str)()
    dialog.close()


def test_one_is_due_after_a_thousand_edits_or_thirty_days(desk):
    assert not verifying.due(desk)
    filled(desk)
    assert not verifying.due(desk)
    desk.keep(verifying.KEPT, {"when": "2020-01-01T00:00:00Z", "edit": 1, "ok": True})
    assert verifying.due(desk)
    desk.keep(verifying.KEPT, {"when": "2999-01-01T00:00:00Z", "edit": 1, "ok": True})
    assert not verifying.due(desk)
    desk.keep(verifying.KEPT, {"when": "2999-01-01T00:00:00Z", "edit": -1000, "ok": True})
    assert verifying.due(desk)


def test_it_speaks_the_language_of_the_window(desk, shown):
    i18n.use("es")
    filled(desk)
    dialog = shown()
    assert dialog.report.ok
    assert button(dialog, i18n._("Close"))
    dialog.close()

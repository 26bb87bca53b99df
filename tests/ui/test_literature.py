"""A list of literature is matched with the sources, and fills in what the user ticks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from habeas.capture.reading import Reading
from habeas.domain.source import Source
from habeas.services import collecting
from habeas.ui.dialogs.literature import LiteratureDialog

RIS = """TY  - NEWS
TI  - Seven prisons stay shut
AU  - Duarte, Inés
T2  - The Valdoria Paper
PY  - 2031/05/09
UR  - https://paper.example/shut?utm_source=x
ER  -

TY  - RPRT
TI  - Water in the cells of Santa Brisa
PB  - A monitor
PY  - 2030
ER  -
"""


@pytest.fixture
def dialog(window, path, qtbot, tmp_path):
    window.desk.create(path)
    with window.desk.edit("Add sources") as edit:
        for title, more in (
            ("Cells shut in seven prisons", {"address": "https://www.paper.example/shut"}),
            ("Bread", {}),
        ):
            reading = Reading(title.encode(), title, title=title)
            collecting.add(edit, reading, publisher="", **more)
    file = tmp_path / "list.ris"
    file.write_text(RIS, encoding="utf-8")
    made = LiteratureDialog(window.desk, file, window)
    made.open()
    qtbot.waitUntil(lambda: made.entries.rowCount() == 2)
    qtbot.waitUntil(lambda: made._working.job is None)
    return made


def test_a_sure_match_is_ticked_and_filled_in_where_nothing_stood(dialog, window, qtbot):
    assert [line.proposal.source for line in dialog.entries.lines] == [1, 0]
    assert len(dialog.entries.chosen()) == 1
    assert "Valdoria Paper" in dialog._detail.text()

    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: not window.desk.is_writing)
    qtbot.waitUntil(lambda: window.desk.case.get(Source, 1).publisher == "The Valdoria Paper")
    source = window.desk.case.get(Source, 1)
    assert (source.title, source.published) == ("Cells shut in seven prisons", "2031-05-09")
    assert len(window.desk.case.select(Source)) == 2
    window.desk.undo()
    qtbot.waitUntil(lambda: window.desk.case.get(Source, 1).publisher == "")


def test_what_is_not_in_the_case_can_be_added_as_not_seen(dialog, window, qtbot):
    dialog.table.setFocus()
    dialog.table.setCurrentIndex(dialog.entries.index(1, 0))
    QTest.keyClick(dialog.table, Qt.Key.Key_Space)
    assert len(dialog.entries.chosen()) == 2

    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: len(window.desk.case.select(Source)) == 3)
    added = window.desk.case.get(Source, 3)
    assert (added.seen, added.kind, added.publisher) == (False, "report", "A monitor")
    assert added.published == "2030"


def test_nothing_is_done_without_a_tick(dialog, window):
    dialog.entries.setData(
        dialog.entries.index(0, 0), Qt.CheckState.Unchecked, int(Qt.ItemDataRole.CheckStateRole)
    )
    assert not dialog.go.isEnabled()


def test_what_is_no_list_says_so(window, path, qtbot, tmp_path):
    window.desk.create(path)
    file = tmp_path / "notes.txt"
    file.write_text("Only some notes.", encoding="utf-8")
    failed = []
    window.desk.did_fail.disconnect()
    window.desk.did_fail.connect(failed.append)
    made = LiteratureDialog(window.desk, file, window)
    made.open()
    qtbot.waitUntil(lambda: bool(failed))
    assert "no list of literature" in str(failed[0])
    made.reject()

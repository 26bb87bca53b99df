"""What came inside what: in the list of sources, above a text, and from one to the other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from habeas.capture.reading import Part, Reading
from habeas.services import collecting
from habeas.store.case import Case
from habeas.ui import actions
from habeas.ui.desk import Desk
from habeas.ui.views.sources import SourcesView
from habeas.ui.widgets import sourcelist

K = Qt.Key


def reading(words: str, kind: str = "article") -> Reading:
    return Reading(words.encode(), words, title=words, kind=kind, language="fr")


@pytest.fixture
def mail(desk: Desk) -> dict[str, int]:
    """A mail with two attachments, one of them a mail with one, among other sources."""
    with desk.edit("Add sources") as edit:
        made = {"note": collecting.add(edit, reading("An older note")).source}
        made["mail"] = collecting.add(edit, reading("A mail from Santa Brisa", "letter")).source

        def inside(name: str, words: str, within: str) -> None:
            part = Part(reading(words), "attachment")
            made[name] = collecting.add_part(edit, part, within=made[within]).source

        inside("forwarded", "What was forwarded", "mail")
        inside("list", "List of those held", "mail")
        inside("order", "An order inside the forwarded mail", "forwarded")
        made["report"] = collecting.add(edit, reading("A report came later")).source
    return made


@pytest.fixture
def show(desk: Desk, qtbot: QtBot) -> Callable[[], SourcesView]:
    def shown() -> SourcesView:
        view = SourcesView(desk)
        for action in view.actions_table():
            actions.install(action, view)
        desk.did_ask.connect(view.arrive)
        qtbot.addWidget(view)
        view.resize(1100, 620)
        view.show()
        view.activateWindow()
        qtbot.waitUntil(view.isActiveWindow)
        view.reading.reader.setFocus()
        view.refresh_actions()
        return view

    return shown


def order(view: SourcesView) -> list[int]:
    return list(view.list.sources._rows.ids)


def test_a_part_stands_below_the_source_that_it_came_in(mail, show, qtmodeltester):
    view = show()
    names = ("report", "mail", "forwarded", "order", "list", "note")
    assert order(view) == [mail[name] for name in names]
    rows = [view.list.sources._rows.row(n) for n in range(6)]
    assert [row["depth"] for row in rows] == [0, 0, 1, 2, 1, 0]
    assert sourcelist.about(rows[1]) == "no claims · 2 parts"
    assert "It came inside another source." in sourcelist.told(rows[2])
    qtmodeltester.check(view.list.sources)
    view.grab()


def test_what_also_came_by_itself_stands_alone(desk, mail, show):
    with desk.edit("Add sources") as edit:
        part = Part(reading("An older note"), "attachment")
        assert not collecting.add_part(edit, part, within=mail["mail"]).new
    view = show()
    assert order(view)[-1] == mail["note"]
    assert view.list.sources._rows.row(5)["depth"] == 0


def test_no_source_is_missing_from_the_list_of_a_case_whose_parts_go_round(tmp_path):
    """A case of somebody else's making may say that two sources came inside each other."""
    with Case.create(tmp_path / "round.habeas") as case:
        with case.edit("Add") as edit:
            one = collecting.add(edit, reading("One")).source
            other = collecting.add_part(edit, Part(reading("Other"), "page"), within=one).source
            edit.update("source_capture", 1, within=other)
        found = sourcelist.rows(case)
        assert sorted(found.ids) == [one, other]
        assert {found.row(n)["depth"] for n in range(2)} <= {0, 1}


def test_parts_can_be_left_out_of_the_list(desk, mail, show):
    view = show()
    view.open_source(mail["order"])
    view.turn_parts()
    assert order(view) == [mail["report"], mail["mail"], mail["note"]]
    assert view.reading.source_id == mail["order"], "what is read is read on"
    with desk.edit("Correct source") as edit:
        collecting.describe(edit, mail["note"], title="A note")
    assert view.reading.source_id == mail["order"]
    path = desk.case.path
    desk.close()
    view.close()
    desk.open(path)
    assert len(order(show())) == 3


def test_the_head_leads_to_the_whole_and_to_the_parts(mail, show, qtbot):
    view = show()
    view.open_source(mail["forwarded"])
    head = view.reading.middle.head
    came, inside = head.ties.findChildren(QPushButton)
    assert came.text() == "Came in “A mail from Santa Brisa”"
    assert inside.text() == "1 source came inside it"
    QTest.mouseClick(came, Qt.MouseButton.LeftButton)
    assert view.reading.source_id == mail["mail"]
    QTest.keyClick(view.reading.reader, K.Key_I)
    dialog = view.reading.ties.dialog
    qtbot.waitUntil(dialog.list.hasFocus)
    assert [dialog.list.model().index(n, 0).data() for n in range(2)] == [
        "What was forwarded · Article", "List of those held · Article",
    ]  # fmt: skip
    QTest.keyClick(dialog.list, K.Key_Down)
    QTest.keyClick(dialog.list, K.Key_Return)
    assert view.reading.source_id == mail["list"]
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.reading.reader.setFocus()
    QTest.keyClick(view.reading.reader, K.Key_W)
    assert view.reading.source_id == mail["mail"]


def test_a_source_by_itself_has_no_ties_and_says_so(desk, mail, show):
    view = show()
    said: list[str] = []
    desk.did_say.connect(said.append)
    view.open_source(mail["note"])
    QApplication.processEvents()
    assert not view.reading.middle.head.ties.isVisible()
    QTest.keyClick(view.reading.reader, K.Key_W)
    QTest.keyClick(view.reading.reader, K.Key_I)
    assert said == [
        "This source did not come inside another one.", "Nothing came inside this source.",
    ]  # fmt: skip

"""A confidential source goes by its pseudonym everywhere on screen but in its own record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from habeas.capture.reading import Part, Reading
from habeas.domain.source import Source
from habeas.overview import calling
from habeas.services import claiming, collecting, gathering
from habeas.store.case import Case
from habeas.ui.dialogs import purging, sealing
from habeas.ui.rooms import ROOMS
from habeas.ui.window import Window
from making import TEXT, draft

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CANARY = "zibeta"  # a word that no language of ours has
NAMES = {name: f"{CANARY}-{name}" for name in ("title", "author", "publisher", "received", "note")}
ADDRESS = f"https://{CANARY}.example/talk"
NAME = "Otter of the east wing"


def fill(path: Path) -> None:
    """Two sources of one event, the older one confidential, with a part and a correction."""
    with Case.create(path) as case:
        with case.edit("Add sources") as edit:
            secret = collecting.add(
                edit,
                Reading(TEXT.encode(), TEXT, language="en", file_name=f"{CANARY}-file.txt"),
                **NAMES, address=ADDRESS, published="2031-05-10",
                confidentiality="confidential", pseudonym=NAME,
            ).source  # fmt: skip
            part = Part(Reading(b"a list", "a list", title="A list"), "attachment")
            collecting.add_part(edit, part, within=secret)
            again = "Seven prisons are on alert, we hear."
            public = collecting.add(
                edit, Reading(again.encode(), again, title="Alert", language="en")
            ).source
        with case.edit("Mark claim") as edit:
            killed = draft("More than 20 people were shot dead on Friday", voices=("the ministry",),
                           places=("Peña Gris",), roles=("the wardens",))  # fmt: skip
            one = claiming.accept(edit, killed, source=secret)
            event = gathering.new_event(edit, one)
            alert = draft("Seven prisons are on alert", type_="measure/alert", text=again)
            other = claiming.accept(edit, alert, source=public)
            gathering.gather(edit, other, event)
        with case.edit("Correct source") as edit:
            collecting.describe(edit, secret, title=f"{CANARY}-title-2", author=f"{CANARY}-author")


@pytest.fixture
def opened(window: Window, path: Path, qtbot: QtBot) -> Window:
    fill(path)
    window.resize(1400, 900)
    window.open_path(path)
    qtbot.waitUntil(lambda: window.desk.is_open)
    return window


def on_screen() -> Iterator[tuple[str, str]]:
    """Every word that the program holds ready to show, with what holds it."""
    for widget in QApplication.allWidgets():
        for said in _of_widget(widget):
            yield type(widget).__name__, said


def _of_widget(widget: QWidget) -> Iterator[str]:
    for name in (
        "text", "title", "windowTitle", "toolTip", "statusTip", "whatsThis", "accessibleName",
        "accessibleDescription", "placeholderText", "toPlainText", "informativeText",
    ):  # fmt: skip
        say = getattr(widget, name, None)
        if callable(say):
            said = say()
            if isinstance(said, str):
                yield said
    for action in widget.findChildren(QAction):
        yield from (action.text(), action.toolTip())
    if isinstance(widget, QComboBox):
        yield from _of_model(widget.model())
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _of_model(widget.model())


def _of_model(model: QAbstractItemModel, parent: QModelIndex = QModelIndex()) -> Iterator[str]:  # noqa: B008
    role = Qt.ItemDataRole
    roles = (role.DisplayRole, role.ToolTipRole, role.AccessibleTextRole, role.EditRole,
             role.StatusTipRole, role.AccessibleDescriptionRole)  # fmt: skip
    for row in range(model.rowCount(parent)):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
        for column in range(columns):
            index = model.index(row, column)
            yield from (said for r in roles if isinstance(said := model.data(index, r), str))


def leaks() -> list[tuple[str, str]]:
    QApplication.processEvents()
    return [(what, said) for what, said in on_screen() if CANARY in said.casefold()]


def knows(name: str = NAME) -> bool:
    return any(name in said for _what, said in on_screen())


def test_no_room_tells_who_a_confidential_source_is(opened, qtbot):
    for room in ROOMS:
        view: Any = opened.enter(room.id) or opened.frame._views[room.id]
        qtbot.wait(120)
        assert view is not None
        for table in view.findChildren(QAbstractItemView):
            for row in range(min(4, table.model().rowCount() if table.model() else 0)):
                table.setCurrentIndex(table.model().index(row, 0))
                if room.id == "sources" and view.reading.source_id != 3:
                    view.open_source(3)
                assert not leaks(), room.id
        assert not leaks(), room.id
        if room.id in ("sources", "claims", "history"):
            assert knows(), f"the pseudonym stands in {room.id}"


def test_the_search_finds_it_by_its_title_and_shows_its_pseudonym(opened, qtbot):
    case = opened.desk.case
    hits = calling.of_hits(case, case.search(CANARY))
    assert [(hit.what, hit.title, hit.snippet) for hit in hits] == [("source", NAME, "")]
    words = calling.of_hits(case, case.search("shot dead"))
    assert {hit.title for hit in words if hit.what == "passage"} == {NAME}
    opened.search()
    field = QApplication.focusWidget()
    qtbot.keyClicks(field, CANARY)
    field_text = field.text()
    qtbot.waitUntil(lambda: knows(f"{NAME}. "), timeout=4_000)
    assert [one for one in leaks() if one[1] != field_text] == []


@pytest.mark.parametrize("what", ["source", "claim"])
def test_what_would_be_purged_is_told_by_its_pseudonym(opened, qtbot, what):
    purging.ask(opened.desk, what, 1, parent=opened)
    qtbot.waitUntil(lambda: bool(opened.findChildren(purging.PurgeDialog)), timeout=8_000)
    (dialog,) = opened.findChildren(purging.PurgeDialog)
    dialog.show_titles.setChecked(True)
    assert not leaks()
    if what == "source":
        assert knows()
        assert dialog.findChildren(QListWidget)
    dialog.reject()


def test_what_is_handed_on_is_told_by_its_pseudonym(opened, qtbot):
    sealing.open_dialog(opened, opened.desk, [1])
    qtbot.wait(150)
    assert not leaks()
    opened.write_report()
    qtbot.wait(150)
    assert not leaks()
    assert knows(f"{NAME} (confidential)")


def test_its_own_record_tells_everything(opened, qtbot):
    view: Any = opened.enter("sources") or opened.frame._views["sources"]
    view.open_source(1)
    assert view.reading.middle.head._title.text() == f"{CANARY}-title-2"
    view.reading.show_details()
    assert view.reading.details.field("address").text() == ADDRESS


def test_a_confidential_source_without_a_pseudonym_has_a_number(tmp_path):
    with Case.create(tmp_path / "nameless.habeas") as case, case.edit("Add") as edit:
        reading = Reading(b"words", "words", title="It's a talk")
        said = {"confidentiality": "confidential", "pseudonym": "  ", "author": "Heron"}
        collecting.add(edit, reading, **said)
        (source,) = edit.select(Source)
        (row,) = edit.query(f"SELECT s.*, {calling.sql('s')} AS name FROM source s")
    assert calling.name_of(source) == "Confidential source 1"
    assert row["name"] == calling.name_in(row) == "Confidential source 1"
    assert calling.veiled(source).author == ""

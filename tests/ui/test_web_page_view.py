"""Pages of the web as they were kept: looked at without scripts and without the network."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextCursor, QTextDocument
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from habeas import capture
from habeas.services import collecting
from habeas.ui import actions
from habeas.ui.desk import Desk
from habeas.ui.views.sources import SourcesView
from made import pictures

PNG = base64.b64encode(pictures.plain(12, 8)).decode()
PAGE = f"""<html><head><title>Visits end</title></head><body><article>
<h1>Visits end at Santa Brisa</h1>
<p>The council of Valdoria suspended all visits to Santa Brisa on Friday. Lawyers may come in once
a week, it said, and must ask two days before. Nobody knows when the visits will be allowed again.
</p><p>Read <a href="https://reach.example/out">the order</a> itself, which the council put on its
own page and which the wardens carry out from today on.</p>
<img src="data:image/png;base64,{PNG}"><img src="https://reach.example/pixel.png">
<img src="file:///etc/passwd"><script>document.title = "run"</script></article></body></html>"""


def add(desk: Desk, page: str = PAGE) -> int:
    with desk.edit("Add sources") as edit:
        reading = capture.read(page.encode(), file_name="visits.html")
        return collecting.add(edit, reading, language="fr").source


@pytest.fixture
def show(desk: Desk, qtbot: QtBot) -> Callable[[], SourcesView]:
    def shown() -> SourcesView:
        view = SourcesView(desk)
        for action in view.actions_table():
            actions.install(action, view)
        qtbot.addWidget(view)
        view.resize(1300, 760)
        view.show()
        view.activateWindow()
        qtbot.waitUntil(view.isActiveWindow)
        return view

    return shown


def looked_at(view: SourcesView, qtbot: QtBot, words: str) -> QTextDocument:
    view.reading.pages.show_way("page")
    page = view.reading.pages.web.page.page
    qtbot.waitUntil(lambda: words in page.toPlainText(), timeout=40_000)
    return page.document()


def test_a_page_is_seen_as_it_was_kept(desk, show, qtbot):
    add(desk)
    view = show()
    web = view.reading.pages.web.page
    assert not web.isVisible(), "the text comes first"
    ways = view.reading.middle.facing.bar.ways
    assert [ways[name].isVisible() for name in ("text", "page", "both")] == [True, True, False]
    looked_at(view, qtbot, "Visits end at Santa Brisa")
    assert web.isVisible()
    assert web._banner.text() == "Shown as it was kept, without scripts and without the network."
    assert "run" not in web.page.toPlainText()


def test_nothing_is_loaded_but_the_pictures_in_the_file(desk, show, qtbot):
    add(desk)
    view = show()
    document = looked_at(view, qtbot, "Visits end")
    page = view.reading.pages.web.page.page
    assert "reach.example/pixel" not in document.toHtml()
    kept = [(one.width, one.height) for one in page._pictures.values()]
    assert kept == [(12, 8)]
    kind = QTextDocument.ResourceType.ImageResource.value
    for address in (
        "https://reach.example/pixel.png", "file:///etc/passwd", "/etc/passwd", "qrc:/x",
        f"data:image/png;base64,{PNG}",
    ):  # fmt: skip
        found = page.loadResource(kind, QUrl(address))
        assert isinstance(found, QImage)
        assert found.width() == 1, address


def test_its_pictures_are_covered_until_one_asks_for_them(desk, show, qtbot):
    add(desk)
    view = show()
    looked_at(view, qtbot, "Visits end")
    web = view.reading.pages.web.page
    kind = QTextDocument.ResourceType.ImageResource.value
    (name,) = web.page._pictures

    def colours() -> set[int]:
        image = web.page.loadResource(kind, QUrl(name))
        return {image.pixel(x, y) for x in range(12) for y in range(8)}

    assert len(colours()) == 1, "nothing of it is seen"
    QTest.mouseClick(web.uncover, Qt.MouseButton.LeftButton)
    assert len(colours()) == 2
    assert not web.uncover.isVisible()
    assert "Visits end" in web.page.toPlainText()


def test_a_link_opens_nothing_and_says_where_it_led(desk, show, qtbot):
    add(desk)
    view = show()
    document = looked_at(view, qtbot, "Visits end")
    page = view.reading.pages.web.page
    with qtbot.assertNotEmitted(page.page.anchorClicked):
        cursor = document.find("the order")
        cursor.movePosition(QTextCursor.MoveOperation.Left)
        cursor.movePosition(QTextCursor.MoveOperation.Right)
        page.page.setTextCursor(cursor)
    assert page._led.text() == "Led to: https://reach.example/out"


def test_a_long_page_is_shown_from_its_beginning_and_says_so(desk, show, qtbot):
    rows = "".join(f"<p>Row {n} of the list that the council gave out.</p>" for n in range(9_000))
    add(desk, f"<html><body><h1>The list</h1>{rows}</body></html>")
    view = show()
    document = looked_at(view, qtbot, "The list")
    assert "Row 8999 " not in document.toPlainText()
    assert "Only its beginning" in view.reading.pages.web.page._banner.text()


def test_another_source_shows_nothing_of_the_page_before(desk, show, qtbot):
    add(desk)
    note = "A note without a page."
    with desk.edit("Add sources") as edit:
        other = collecting.add(edit, capture.pasted(note)).source
    view = show()
    view.open_source(1)
    looked_at(view, qtbot, "Visits end")
    view.open_source(other)
    assert view.reading.pages.web.page.page.toPlainText() == ""
    assert not view.reading.middle.facing.bar.isVisible()
    assert view.reading.reader.isVisible()

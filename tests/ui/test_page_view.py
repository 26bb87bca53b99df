"""Sources with pages: the page beside the text, pictures, scans, and what is marked on them."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from habeas import capture, vocabulary
from habeas.capture.reading import Reading
from habeas.domain import region
from habeas.domain.claim import Claim
from habeas.domain.draft import Span
from habeas.domain.passage import Passage, PassageKind
from habeas.domain.source import Source
from habeas.services import collecting, layering
from habeas.ui import actions
from habeas.ui.desk import Desk
from habeas.ui.dialogs import originals
from habeas.ui.dialogs.layers import LayersDialog
from habeas.ui.views.sources import SourcesView
from made import pdfs

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
K, LEFT = Qt.Key, Qt.MouseButton.LeftButton
ORDER = (
    "Order 12 of the council\nVisits at Santa Brisa are suspended",
    "Nobody is to be let in\nbefore the end of spring",
)


def pdf_of(*pages: str) -> bytes:
    return pdfs.pdf([pdfs.lines(page) for page in pages])


def picture(*, pages: int = 1) -> bytes:
    made = [Image.new("RGB", (400, 300), (n * 40, 90, 30)) for n in range(pages)]
    out = io.BytesIO()
    if pages == 1:
        made[0].save(out, "PNG")
    else:
        made[0].save(out, "TIFF", save_all=True, append_images=made[1:])
    return out.getvalue()


def add(desk: Desk, data: bytes, name: str, **described: object) -> int:
    with desk.edit("Add sources") as edit:
        reading = capture.read(data, file_name=name)
        return collecting.add(edit, reading, **{"language": "fr", **described}).source


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
        view.setFocus()
        view.refresh_actions()
        return view

    return shown


def key(view: SourcesView, *keys: Qt.Key) -> None:
    for one in keys:
        QTest.keyClick(QApplication.focusWidget() or view, one)
        QApplication.processEvents()


def drawn(view: SourcesView, qtbot: QtBot, number: int = 1) -> None:
    pages, page = view.reading.pages, view.reading.middle.facing.picture
    qtbot.waitUntil(lambda: page.has_picture and pages.number == number, timeout=40_000)


def marks(view: SourcesView) -> dict[str, tuple[str, int]]:
    """The marks that are painted on the page: kind, and of how many boxes."""
    found = view.reading.middle.facing.picture._marks
    return {mark.key: (mark.kind, len(mark.boxes)) for mark in found}


def draw(view: SourcesView, box: tuple[float, float, float, float]) -> None:
    """A rectangle by hand, in the units of the page."""
    page = view.reading.middle.facing.picture
    rect = page.placing.to_window(box)
    here, there = rect.topLeft().toPoint(), rect.bottomRight().toPoint()
    QTest.mousePress(page.viewport(), LEFT, pos=here)
    QTest.mouseMove(page.viewport(), (here + there) / 2)
    QTest.mouseMove(page.viewport(), there)
    QTest.mouseRelease(page.viewport(), LEFT, pos=there)
    QApplication.processEvents()


def take(view: SourcesView, summary: str) -> None:
    """Give the claim in the editor a type and a summary, and save it."""
    editor = view.reading.right.editor()
    QTest.keyClicks(QApplication.focusWidget(), vocabulary.label("types", "ruling/release"))
    editor.form.what.summary.setFocus()
    editor.form.what.summary.selectAll()
    QTest.keyClicks(QApplication.focusWidget(), summary)
    editor.save()
    assert not view.reading.is_editing, [row.error for row in editor.form.rows.values()]


# documents


def test_a_document_is_seen_as_text_as_its_page_and_as_both(desk, show, qtbot):
    add(desk, pdf_of(*ORDER), "order.pdf")
    view = show()
    facing, bar = view.reading.middle.facing, view.reading.middle.facing.bar
    assert bar.isVisible()
    assert [button.text() for button in bar.ways.values()] == ["Text", "Page", "Both"]
    assert view.reading.reader.isVisible()
    assert not facing.picture.isVisible()
    key(view, K.Key_V)
    assert facing.picture.isVisible()
    assert not view.reading.reader.isVisible()
    drawn(view, qtbot)
    assert facing.picture.hasFocus()
    QTest.mouseClick(bar.ways["both"], LEFT)
    assert facing.picture.isVisible()
    assert view.reading.reader.isVisible()
    view.reading.reader.setFocus()
    key(view, K.Key_V)
    assert not facing.picture.isVisible()


def test_how_documents_are_seen_is_remembered_in_the_case(desk, show, qtbot):
    add(desk, b"A note without pages.", "note.txt")
    order = add(desk, pdf_of(*ORDER), "order.pdf")
    view = show()
    view.reading.pages.show_way("both")
    view.open_source(1)
    assert not view.reading.middle.facing.bar.isVisible(), "a text has no page to show"
    assert view.reading.reader.isVisible()
    path = desk.case.path
    desk.close()
    view.close()
    desk.open(path)
    again = show()
    again.open_source(order)
    drawn(again, qtbot)
    assert again.reading.reader.isVisible()


def test_pages_are_turned_by_key_by_button_and_by_number(desk, show, qtbot):
    add(desk, pdf_of(*ORDER, "And a last page"), "order.pdf")
    view = show()
    view.reading.pages.show_way("page")
    drawn(view, qtbot)
    bar = view.reading.middle.facing.bar
    assert (bar.number.text(), bar._of.text()) == ("1", "of 3")
    page = view.reading.middle.facing.picture
    QTest.keyClick(page, K.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    drawn(view, qtbot, 2)
    QTest.mouseClick(bar.after, LEFT)
    drawn(view, qtbot, 3)
    assert not bar.after.isEnabled()
    bar.number.setFocus()
    bar.number.selectAll()
    QTest.keyClicks(bar.number, "1")
    QTest.keyClick(bar.number, K.Key_Return)
    drawn(view, qtbot, 1)
    for nonsense in ("99", "two", ""):
        bar.number.setText(nonsense)
        QTest.keyClick(bar.number, K.Key_Return)
        assert (bar.number.text(), view.reading.pages.number) == ("1", 1)


def test_words_selected_in_the_text_are_shown_on_their_page(desk, show, qtbot):
    add(desk, pdf_of(*ORDER), "order.pdf")
    view = show()
    view.reading.pages.show_way("both")
    drawn(view, qtbot)
    text = view.reading.reader.text
    start = text.index("let in")
    view.reading.reader.select(Span(start, text.index("the end") + 7))
    drawn(view, qtbot, 2)
    qtbot.waitUntil(lambda: marks(view) == {"selected": ("", 2)})


def test_a_claim_of_words_is_painted_on_its_page_and_clicking_it_makes_its_card_current(
    desk, show, qtbot
):
    add(desk, pdf_of(*ORDER), "order.pdf")
    view = show()
    view.reading.pages.show_way("both")
    drawn(view, qtbot)
    text = view.reading.reader.text
    start = text.index("Visits")
    view.reading.reader.select(Span(start, text.index("suspended") + 9))
    view.reading.reader.setFocus()
    key(view, K.Key_4)
    take(view, "Visits are suspended")
    (passage,) = desk.case.select(Passage)
    (first, *rest) = region.rectangles(passage.region)
    assert (passage.page, first[0], rest) == (1, 1, [])
    view.reading._make_current("")
    assert marks(view) == {"claim:1": ("ruling", 1)}
    page = view.reading.middle.facing.picture
    middle = page.placing.to_window(first[1]).center().toPoint()
    QTest.mouseClick(page.viewport(), LEFT, pos=middle)
    assert view.reading.key == "claim:1"
    assert page._current == "claim:1"


def test_a_rectangle_around_words_selects_them_for_a_claim(desk, show, qtbot):
    add(desk, pdf_of(*ORDER), "order.pdf")
    view = show()
    view.reading.pages.show_way("page")
    drawn(view, qtbot)
    draw(view, (60, 842 - 760 - 14, 300, 842 - 760 + 8))
    selected = view.reading.reader.selected()
    assert view.reading.reader.text[selected.start : selected.end] == "Order 12 of the council"
    assert view.reading.pages.span is None
    assert view.reading.middle._offer.isVisible()
    assert set(marks(view)) == {"selected"}


def test_a_rectangle_beside_the_words_is_a_passage_of_its_own(desk, show, qtbot):
    add(desk, pdf_of(*ORDER), "order.pdf")
    view = show()
    view.reading.pages.show_way("page")
    drawn(view, qtbot)
    draw(view, (300, 400, 500, 500))
    assert view.reading.reader.selected() is None
    assert view.reading.middle._offer.isVisible()
    key(view, K.Key_4)
    take(view, "There is a stamp")
    (passage,) = desk.case.select(Passage)
    assert (passage.kind, passage.quote, passage.page) == (PassageKind.RECTANGLE, "", 1)
    ((number, box),) = region.rectangles(passage.region)
    assert number == 1
    assert box == pytest.approx((300, 400, 500, 500), abs=3)
    assert [claim.summary for claim in desk.case.select(Claim)] == ["There is a stamp"]
    assert view.reading.current.more == ("Rectangle on page 1",)
    assert marks(view) == {"claim:1": ("ruling", 1)}
    assert view.reading.pages.span is None


def test_a_rectangle_is_given_up_with_the_source_that_it_was_drawn_on(desk, show, qtbot):
    note = add(desk, b"A note.", "note.txt")
    order = add(desk, picture(), "yard.png", covered=False)
    view = show()
    view.open_source(order)
    drawn(view, qtbot)
    draw(view, (100, 100, 200, 200))
    assert view.reading.middle._offer.isVisible()
    view.open_source(note)
    assert not view.reading.middle._offer.isVisible()
    assert view.reading.pages.span is None


def test_a_card_leads_to_its_page(desk, show, qtbot):
    add(desk, pdf_of(*ORDER), "order.pdf")
    view = show()
    view.reading.pages.show_way("page")
    drawn(view, qtbot)
    view.reading.pages.turn_to(2)
    drawn(view, qtbot, 2)
    draw(view, (300, 400, 500, 500))
    key(view, K.Key_4)
    take(view, "There is a stamp")
    view.reading.pages.turn_to(1)
    drawn(view, qtbot, 1)
    view.reading.choose("claim:1")
    drawn(view, qtbot, 2)
    assert marks(view) == {"claim:1": ("ruling", 1)}


def test_pages_are_drawn_in_a_process_of_their_own_that_ends_with_the_case(desk, show, qtbot):
    add(desk, pdf_of(*ORDER), "order.pdf")
    view = show()
    view.reading.pages.show_way("page")
    drawn(view, qtbot)
    pool = view.reading.pages._draughtsman._pool
    (child,) = pool._idle
    assert child.pid != os.getpid()
    desk.close()
    with pytest.raises(ProcessLookupError):
        os.kill(child.pid, 0)


# pictures


def test_a_picture_is_covered_until_it_is_clicked_and_says_that_there_is_no_text(desk, show, qtbot):
    add(desk, picture(), "yard.png")
    view = show()
    drawn(view, qtbot)
    page = view.reading.middle.facing.picture
    assert page.is_covered
    assert view.reading.middle.silent.isVisible()
    assert "no words" in view.reading.middle.silent.head._notes.text()
    assert not view.reading.reader.isVisible()
    QTest.mouseClick(page.viewport(), LEFT, pos=QPoint(60, 60))
    assert not page.is_covered
    other = add(desk, b"A note.", "note.txt")
    view.open_source(other)
    view.open_source(1)
    drawn(view, qtbot)
    assert page.is_covered, "who comes back is spared again"


def test_a_picture_that_needs_no_cover_has_none(desk, show, qtbot):
    add(desk, picture(), "map.png", covered=False)
    view = show()
    drawn(view, qtbot)
    assert not view.reading.middle.facing.picture.is_covered


def test_a_rectangle_on_a_picture_becomes_a_claim_with_the_keyboard_alone(desk, show, qtbot):
    add(desk, picture(), "yard.png")
    view = show()
    drawn(view, qtbot)
    view.reading.middle.facing.picture.setFocus()
    key(view, K.Key_Space, K.Key_R, K.Key_Right, K.Key_Return)
    assert view.reading.pages.span is not None
    assert view.reading.middle.facing.picture.rectangle is not None, "it stays in sight"
    key(view, K.Key_4)
    take(view, "A man lies on the ground")
    (passage,) = desk.case.select(Passage)
    assert passage.kind is PassageKind.RECTANGLE
    assert view.reading.key == "claim:1"
    assert desk.case.verify().ok


def test_the_pages_of_a_scan_are_turned_and_stay_open(desk, show, qtbot):
    add(desk, picture(pages=3), "scan.tiff")
    view = show()
    drawn(view, qtbot)
    page = view.reading.middle.facing.picture
    page.uncover()
    view.reading.pages.next()
    drawn(view, qtbot, 2)
    assert not page.is_covered


def test_a_key_pressed_before_anything_is_drawn_says_what_to_do(desk, show, qtbot):
    add(desk, picture(), "yard.png")
    view = show()
    said: list[str] = []
    desk.did_say.connect(said.append)
    view.setFocus()
    QTest.keyClick(view, K.Key_1)
    assert said == ["Draw a rectangle first, with the mouse or with R and the arrows."]


def test_words_are_read_out_of_a_picture_where_tesseract_is(desk, show, qtbot, monkeypatch):
    add(desk, picture(), "yard.png")
    view = show()
    drawn(view, qtbot)
    silent, files = view.reading.middle.silent, view.reading.files
    asked: list[LayersDialog] = []
    monkeypatch.setattr(LayersDialog, "read_words", lambda dialog: asked.append(dialog))
    monkeypatch.setenv("PATH", "")
    files.tell(lost=0, awaited=False)
    assert silent.read.isVisible()
    assert not silent.read.isEnabled()
    assert "needs the program Tesseract" in silent.read.toolTip()
    files.ask_words()
    assert asked == []
    monkeypatch.setattr("shutil.which", lambda _name: "/usr/bin/tesseract")
    files.tell(lost=0, awaited=False)
    QTest.mouseClick(silent.read, LEFT)
    assert asked == view.findChildren(LayersDialog)
    asked[0].reject()


def test_t_shows_the_texts_of_a_source_and_a_text_taken_in_use_is_read(desk, show, qtbot):
    number = add(desk, b"The visits of Pena Gris are off.", "note.txt")
    view = show()
    view.reading.middle.page.setFocus()
    key(view, K.Key_T)
    (dialog,) = view.findChildren(LayersDialog)
    dialog.reject()
    again = Reading(b"", "The visits of Peña Gris are off.\nUntil May.", extractor="x", version="2")
    with desk.edit("Read a source again") as edit:
        layering.read_again(edit, again, source=number)
    assert view.reading.reader.text.endswith("Until May.")
    desk.undo()
    qtbot.waitUntil(lambda: view.reading.reader.text == "The visits of Pena Gris are off.")


# what cannot be read


def test_a_broken_document_is_an_honest_page(desk, show):
    broken = b"%PDF-1.7\n1 0 obj <</Type /Catalog\n%%EOF"
    add(desk, broken, "decree.pdf")
    view = show()
    silent = view.reading.middle.silent
    assert silent.isVisible()
    assert "no text that could be read" in silent._sentence.text()
    assert "decree.pdf · application/pdf · " in silent._facts.text()
    assert silent.save.isVisible()
    assert not view.reading.middle.facing.picture.isVisible()


def test_the_original_is_saved_as_it_came_and_the_history_knows(desk, show, qtbot, tmp_path):
    data = pdf_of(*ORDER)
    number = add(desk, data, "order.pdf")
    source, files = desk.case.get(Source, number), show().reading.files
    path = tmp_path / "saved.pdf"
    for _step in originals.saving(desk.case, files.read, path):
        pass
    assert path.read_bytes() == data
    originals._saved(desk, source, files.read, path)
    (row,) = desk.case.query("SELECT source, detail FROM custody")
    assert row["source"] == number
    assert "saved.pdf" in row["detail"]


def test_saving_that_is_stopped_leaves_nothing(desk, show, tmp_path):
    add(desk, pdf_of(*ORDER), "order.pdf")
    work = originals.saving(desk.case, show().reading.files.read, tmp_path / "saved.pdf")
    next(work)
    work.close()
    assert not [path for path in tmp_path.iterdir() if "saved" in path.name]


def test_saving_the_original_of_a_confidential_source_is_warned_of_and_does_not_name_it(
    desk, show, qtbot
):
    number = add(
        desk, pdf_of(*ORDER), "from Heron.pdf", confidentiality="confidential", pseudonym="Otter"
    )
    view = show()
    view.reading.files.save()
    qtbot.waitUntil(lambda: any(b.isVisible() for b in view.findChildren(QMessageBox)))
    (box,) = view.findChildren(QMessageBox)
    assert "not public" in box.informativeText()
    assert box.defaultButton().text() == "Cancel"
    box.reject()
    source = desk.case.get(Source, number)
    assert originals.file_name(source, view.reading.files.read) == "Otter.pdf"


def test_a_file_that_is_being_saved_elsewhere_is_not_taken_away(desk, show, tmp_path: Path):
    add(desk, pdf_of(*ORDER), "order.pdf")
    beside = tmp_path / "saved.pdf.part"
    beside.write_bytes(b"somebody else's")
    with pytest.raises(Exception, match="could not be saved"):
        list(originals.saving(desk.case, show().reading.files.read, tmp_path / "saved.pdf"))
    assert beside.read_bytes() == b"somebody else's"

"""The reader: places are code points whatever the text holds, marks lie on their words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from habeas.domain.draft import Span
from habeas.ui import theme
from habeas.ui.widgets.cardcolumn import placed
from habeas.ui.widgets.marks import Mark, lanes
from habeas.ui.widgets.reader import Reader
from habeas.ui.widgets.readertext import parts_of

stretches = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda p: (p[0], p[0] + p[1])),
    max_size=12,
)


@pytest.fixture
def reader(qtbot: QtBot, qapp: QApplication) -> Iterator[Reader]:
    theme.apply(qapp, "light")
    made = Reader(QLabel("Head"))
    qtbot.addWidget(made)
    made.resize(700, 400)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


def point_of(reader: Reader, at: int) -> QPoint:
    """The middle of the character at a place of the part that is shown (no astral before it)."""
    cursor = QTextCursor(reader.document())
    cursor.setPosition(at)
    left = reader.cursorRect(cursor)
    cursor.setPosition(at + 1)
    right = reader.cursorRect(cursor)
    return QPoint((left.center().x() + right.center().x()) // 2, left.center().y())


def select(reader: Reader, start: int, end: int) -> None:
    reader.select(Span(start, end))


def test_what_is_selected_is_told_in_code_points_without_the_space_around_it(reader):
    text = "\U0001f512 locked\r\nGuards \U0001f468 came. "
    reader.show_text(text)
    select(reader, text.index("Guards") - 1, text.index("came") - 1)
    span = reader.selected()
    assert span is not None
    assert text[span.start : span.end] == "Guards \U0001f468"


def test_nothing_is_selected_where_only_space_is(reader):
    reader.show_text("one   two")
    select(reader, 3, 6)
    assert reader.selected() is None


def test_words_are_selected_by_keyboard_and_the_text_cannot_be_typed_over(reader):
    reader.show_text("Guards came at night")
    reader.setFocus()
    QTest.keyClick(reader, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(reader, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert reader.selected() == Span(7, 20)
    QTest.keyClick(reader, Qt.Key.Key_X)
    QTest.keyClick(reader, Qt.Key.Key_Backspace)
    assert reader.document().toPlainText() == "Guards came at night"


def test_a_click_on_a_mark_makes_it_current_and_one_beside_it_does_not(reader, qtbot):
    reader.show_text("Guards came at night and left")
    reader.set_marks([Mark("a", "measure", (Span(7, 11),))])
    with qtbot.waitSignal(reader.did_click_mark) as told:
        QTest.mouseClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=point_of(reader, 8))
    assert told.args == ["a"]
    with qtbot.assertNotEmitted(reader.did_click_mark):
        QTest.mouseClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=point_of(reader, 20))


def test_clicks_on_marks_that_overlap_take_the_shortest_first_and_then_the_others(reader, qtbot):
    reader.show_text("Guards came at night and left")
    reader.set_marks(
        [Mark("long", "measure", (Span(0, 20),)), Mark("short", "ruling", (Span(7, 11),))]
    )
    for expected in ("short", "long", "short"):
        with qtbot.waitSignal(reader.did_click_mark) as told:
            QTest.mouseClick(reader.viewport(), Qt.MouseButton.LeftButton, pos=point_of(reader, 8))
        assert told.args == [expected]
        reader.set_current(expected)


def test_marks_fall_on_their_words_after_characters_that_take_two_units(reader, qtbot):
    text = "\U0001f512\U0001f512 Guards"
    reader.show_text(text)
    reader.set_marks([Mark("a", "measure", (Span(3, 9),))])
    assert [(p.start, p.end) for p in reader._pieces[0]] == [(5, 11)]


def painted(reader: Reader) -> list[QColor]:
    """The colours on the page."""
    QApplication.processEvents()
    image = reader.viewport().grab().toImage()
    return list(
        {
            image.pixel(x, y): image.pixelColor(x, y)
            for x in range(image.width())
            for y in range(min(image.height(), 160))
        }.values()
    )


def is_red(colour: QColor) -> bool:
    return colour.red() > colour.green() + 80


def test_a_claim_has_a_ground_in_the_colour_of_its_kind_and_a_suggestion_only_a_line(reader):
    reader.show_text("Guards came at night")
    ground = QColor(theme.kind_colours("incident").fill)
    assert ground not in painted(reader)
    reader.set_marks([Mark("a", "incident", (Span(7, 11),))])
    assert ground in painted(reader)
    assert not any(map(is_red, painted(reader)))
    reader.set_marks([Mark("a", "incident", (Span(7, 11),), suggested=True)])
    assert ground not in painted(reader)
    assert any(map(is_red, painted(reader)))


def test_both_of_two_claims_that_overlap_are_seen(reader):
    reader.show_text("Guards came at night")
    one, other = Mark("a", "incident", (Span(0, 11),)), Mark("b", "figure", (Span(7, 20),))
    alone = []
    for mark in (one, other):
        reader.set_marks([mark])
        alone.append(set(map(QColor.name, painted(reader))))
    reader.set_marks([one, other])
    together = painted(reader)
    for kind in ("incident", "figure"):
        assert QColor(theme.kind_colours(kind).fill) in together
    mixed = [c for c in together if c.lightness() > 190 and c.name() not in alone[0] | alone[1]]
    assert mixed, "where both lie, the ground is that of both"
    assert any(map(is_red, together)), "each has its line there"


def test_marks_on_hebrew_lie_on_their_words_at_the_right(reader):
    text = "\u05e9\u05d5\u05de\u05e8\u05d9\u05dd \u05d1\u05d0\u05d5"
    reader.show_text(text)
    reader.set_marks([Mark("a", "measure", (Span(0, 6),)), Mark("b", "measure", (Span(7, 10),))])
    block, everything = reader.document().firstBlock(), QRectF(0, 0, 5000, 5000)
    first, second = (
        next(iter(reader._rectangles(block, piece, QRectF().topLeft(), everything)))
        for piece in reader._pieces[0]
    )
    assert first.left() >= second.right()
    assert first.right() > reader.viewport().width() - 5
    assert first.width() > second.width()


@given(stretches)
def test_no_two_marks_that_overlap_share_a_lane(spans):
    found = lanes(spans)
    for n, (start, end) in enumerate(spans):
        meets = [m for m, (a, b) in enumerate(spans) if m != n and a < end and start < b]
        assert found[n][1] == bool(meets)
        assert all(found[m][0] != found[n][0] for m in meets)


@given(stretches)
def test_lanes_are_no_more_than_are_needed(spans):
    deepest = max((sum(a <= at < b for a, b in spans) for at in range(100)), default=0)
    assert len({lane for lane, _crowded in lanes(spans)}) == deepest


@given(st.text(st.sampled_from("ab \n"), max_size=300), st.integers(5, 40))
def test_parts_hold_the_whole_text_and_none_is_too_long(text, limit):
    parts = parts_of(text, limit)
    assert "".join(text[a:b] for a, b in parts) == text
    assert all(b - a <= limit for a, b in parts)


def test_a_long_text_is_read_in_parts_with_its_marks_and_selections(reader, monkeypatch):
    text = "".join(f"Line {n} \U0001f512 of the log.\n" for n in range(200))
    monkeypatch.setattr("habeas.ui.widgets.reader.parts_of", lambda t: parts_of(t, 1000))
    reader.show_text(text)
    assert reader.parts > 3
    start = text.index("Line 150 ")
    reader.set_marks([Mark("a", "measure", (Span(start, start + 8),))])
    assert not reader._pieces
    reader.reveal(start, start + 8)
    assert reader.part > 0
    assert reader.holds(start)
    select(reader, start, start + 8)
    assert reader.selected() == Span(start, start + 8)
    assert [p.mark.key for row in reader._pieces.values() for p in row] == ["a"]


def test_words_that_are_shown_come_into_view(reader):
    text = "\n".join(f"Paragraph {n} tells of a day." for n in range(80))
    reader.show_text(text)
    at = text.index("Paragraph 70 ")
    reader.reveal(at, at + 9)
    top = reader.height_of(at) - reader.verticalScrollBar().value()
    assert 0 < top < reader.viewport().height() - 30
    reader.put_at_top(at)
    assert reader.first_seen() == at


def test_the_column_is_no_wider_than_people_read_with_ease(reader, qtbot):
    reader.resize(1600, 400)
    reader.show_text("word " * 400)
    layout = reader.document().firstBlock().layout()
    assert 45 < layout.lineAt(0).textLength() < 90
    left = reader.viewportMargins().left()
    assert left > 300
    assert abs(reader.width() - reader.viewport().width() - 2 * left) < 60


heights = st.lists(st.integers(20, 200), min_size=1, max_size=15)


@given(heights, st.data())
def test_cards_never_lie_on_each_other_and_the_current_one_is_level(tall, data):
    places = sorted(
        data.draw(st.lists(st.integers(0, 900), min_size=len(tall), max_size=len(tall)))
    )
    current = data.draw(st.integers(-1, len(tall) - 1))
    tops = placed(places, tall, current=current, gap=8)
    assert all(tops[n] + tall[n] + 8 <= tops[n + 1] for n in range(len(tall) - 1))
    if current >= 0:
        assert tops[current] == places[current]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_paragraphs_are_set_apart_only_where_the_text_does_not_do_it_itself(reader, line_end):
    reader.show_text(line_end.join(["One.", "Two.", "Three."]))
    assert reader.document().firstBlock().blockFormat().bottomMargin() > 0
    reader.show_text(line_end.join(["Lines that", "were broken.", "", "And more", "of them."]))
    assert reader.document().firstBlock().blockFormat().bottomMargin() == 0


def tops(reader: Reader) -> list[float]:
    """Where the blocks that hold words begin, below the first of them."""
    layout, found = reader.document().documentLayout(), []
    block = reader.document().begin()
    while block.isValid():
        if block.text().strip():
            found.append(layout.blockBoundingRect(block).top())
        block = block.next()
    return [top - found[0] for top in found]


@pytest.mark.parametrize("gap", ["\n\n", "\r\n\r\n", "\n \t\n"])
def test_texts_with_and_without_empty_lines_between_paragraphs_look_alike(reader, gap):
    said = ["Guards came.", "They searched 🔒 cells.", "Nobody was told.", "They left."]
    reader.show_text("\n".join(said))
    plain = tops(reader)
    reader.show_text(gap.join(said))
    assert tops(reader) == pytest.approx(plain, abs=2)
    text = reader.text
    select(reader, text.index("Nobody"), text.index("told"))
    span = reader.selected()
    assert text[span.start : span.end] == "Nobody was"
    assert reader.toPlainText().count("\n") == text.count("\n")


def test_words_stay_readable_however_many_claims_lie_on_them(reader, qapp):
    theme.apply(qapp, "dark")
    reader.show_text("Guards came at night")
    kinds = ("incident", "figure", "measure", "ruling", "condition", "statement")
    reader.set_marks([Mark(kind, kind, (Span(0, 20),)) for kind in kinds])
    QApplication.processEvents()
    image = reader.viewport().grab().toImage()
    block = reader.document().firstBlock().layout()
    x, y = round(block.position().x()) + 2, round(block.position().y() + block.lineAt(0).y())
    ground = image.pixelColor(x, y + 1)
    theme.apply(qapp, "light")
    assert 20 < ground.lightness() < 110

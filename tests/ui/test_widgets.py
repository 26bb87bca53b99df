"""The small widgets: what they say, that nothing is cut off, and that the keyboard reaches them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAccessible, QCursor
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from habeas import i18n
from habeas.domain.claim import Kind
from habeas.ui import theme
from habeas.ui.widgets.chip import Chip, KindBadge, chip_size
from habeas.ui.widgets.emptystate import EmptyState
from habeas.ui.widgets.fieldrow import FieldRow
from habeas.ui.widgets.heading import Heading
from habeas.ui.widgets.searchfield import SearchField
from habeas.ui.widgets.sidebar import Item, Section, Sidebar
from habeas.ui.widgets.toast import Toast

SCALES = pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Iterator[QApplication]:
    theme.apply(qapp, "light")
    yield qapp
    theme.apply(qapp, "light")


def shown(qtbot: QtBot, widget: QWidget, *, width: int, height: int) -> QWidget:
    """A window with ``widget`` above something that takes all the room it can get."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(widget)
    greedy = QTextEdit()
    greedy.setMinimumHeight(150)
    column.addWidget(greedy, 1)
    window.resize(width, height)
    with qtbot.waitExposed(window):
        window.show()
    QApplication.processEvents()
    return window


def cut_off(widget: QWidget) -> list[str]:
    """The words below ``widget`` that have less height than they need."""
    labels = [one for one in widget.findChildren(QLabel) if one.isVisible() and one.text()]
    short = [one.text() for one in labels if one.height() < one.heightForWidth(one.width())]
    lines = [one for one in widget.findChildren(QLineEdit) if one.isVisible()]
    return short + [one.text() for one in lines if one.height() < one.sizeHint().height()]


# Chips


def test_a_badge_names_its_kind_in_the_users_language(qtbot: QtBot) -> None:
    badge = KindBadge("measure")
    qtbot.addWidget(badge)
    assert badge.text == badge.accessibleName() == "Measure"
    badge.set_kind(Kind.RULING)
    assert badge.text == badge.accessibleName() == "Ruling"


@pytest.mark.parametrize("kind", list(Kind))
def test_a_chip_shows_the_colour_of_its_kind(kind: Kind, qtbot: QtBot) -> None:
    chip = Chip("Confined 24 h", kind)
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    image = chip.grab().toImage()
    corner = image.pixelColor(image.width() // 2, 1).name()
    assert corner == theme.kind_colours(kind).fill


@SCALES
def test_a_chip_grows_with_the_words(scale: float, look: QApplication, qtbot: QtBot) -> None:
    theme.apply(look, "light", scale=scale)
    chip = Chip("Activities suspended", "measure")
    qtbot.addWidget(chip)
    font = theme.ui_font(0.92)
    assert chip.sizeHint() == chip_size("Activities suspended", font)
    plain = QLabel("Activities suspended")
    qtbot.addWidget(plain)
    plain.setFont(font)
    assert chip.sizeHint().width() > plain.sizeHint().width()
    assert chip.sizeHint().height() > plain.sizeHint().height()


def test_a_chip_without_room_tells_all_its_words_on_hovering(qtbot: QtBot) -> None:
    chip = Chip("Activities suspended in every centre", "measure")
    qtbot.addWidget(chip)
    chip.resize(chip.minimumSizeHint())
    chip.grab()
    assert chip.toolTip() == "Activities suspended in every centre"
    chip.resize(chip.sizeHint())
    chip.grab()
    assert chip.toolTip() == ""


# Heading, empty page


@SCALES
def test_a_long_heading_is_never_cut_off(scale: float, look: QApplication, qtbot: QtBot) -> None:
    theme.apply(look, "light", scale=scale)
    heading = Heading("Every cell of Peña Gris sealed after a night of unrest", look="headline")
    heading.set_meta("The Valdoria Courier", "", "27 April 2020", "captured on 22 November")
    window = shown(qtbot, heading, width=420, height=330)
    assert cut_off(window) == []
    window.resize(300, 330)
    QApplication.processEvents()
    assert cut_off(window) == []


def test_a_heading_shows_titles_as_they_are_written(qtbot: QtBot) -> None:
    heading = Heading("A <b>bold</b> & quiet title")
    qtbot.addWidget(heading)
    title = heading.findChildren(QLabel)[0]
    assert title.textFormat() == Qt.TextFormat.PlainText
    assert heading.accessibleName() == "A <b>bold</b> & quiet title"


def test_the_meta_line_leaves_out_what_is_empty(qtbot: QtBot) -> None:
    heading = Heading("Sources")
    qtbot.addWidget(heading)
    meta = heading.findChildren(QLabel)[1]
    assert meta.isHidden()
    heading.set_meta("Courier", "", "27 April")
    assert meta.text() == "Courier\u00a0\u00a0·  27 April"
    assert not meta.isHidden()


@SCALES
def test_an_empty_page_shows_all_its_words(scale: float, look: QApplication, qtbot: QtBot) -> None:
    theme.apply(look, "light", scale=scale)
    sentence = "A source is something that speaks: an article, a post, a decree. Drop files here."
    page = EmptyState("sources", "No sources yet", sentence=sentence, buttons=[QPushButton("Add")])
    window = shown(qtbot, page, width=340, height=360)
    assert cut_off(window) == []
    page.set_words("Nothing fits", "")
    assert page.accessibleName() == "Nothing fits"


# Fields


def test_a_field_tells_what_is_wrong_beside_it_and_to_a_screen_reader(qtbot: QtBot) -> None:
    editor = QLineEdit()
    row = FieldRow("&How many", editor, hint="as the source says it")
    _window = shown(qtbot, row, width=400, height=300)
    assert row.label.buddy() is editor
    assert editor.accessibleName() == "How many"
    assert editor.accessibleDescription() == "as the source says it"
    row.set_error("This is no number.")
    words = [one.text() for one in row.findChildren(QLabel) if one.isVisible()]
    assert "This is no number." in words
    assert "as the source says it" not in words
    assert "This is no number." in editor.accessibleDescription()
    assert editor.property("invalid") is True
    row.set_error("")
    words = [one.text() for one in row.findChildren(QLabel) if one.isVisible()]
    assert "This is no number." not in words
    assert "as the source says it" in words
    assert editor.accessibleDescription() == "as the source says it"
    assert editor.property("invalid") is False


def test_the_error_is_in_the_colour_of_danger(qtbot: QtBot) -> None:
    row = FieldRow("When", QLineEdit())
    _window = shown(qtbot, row, width=400, height=300)
    row.set_error("No such day.")
    label = next(one for one in row.findChildren(QLabel) if one.text() == "No such day.")
    colours = {
        label.grab().toImage().pixelColor(x, y).name()
        for x in range(label.width())
        for y in range(label.height())
    }
    assert theme.tokens().danger in colours


def test_the_mnemonic_of_the_label_leads_into_the_editor(qtbot: QtBot) -> None:
    row = FieldRow("&When", QLineEdit())
    window = shown(qtbot, row, width=400, height=300)
    with qtbot.waitActive(window):
        window.activateWindow()
    window.findChild(QTextEdit).setFocus()
    qtbot.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.AltModifier)
    assert row.editor.hasFocus()


@SCALES
@pytest.mark.parametrize("label_width", [0, 14])
def test_a_long_error_is_never_cut_off(
    scale: float, label_width: int, look: QApplication, qtbot: QtBot
) -> None:
    theme.apply(look, "light", scale=scale)
    row = FieldRow("Where and whom", QLineEdit("somewhere"), label_width=label_width)
    window = shown(qtbot, row, width=480, height=240)
    row.set_error("This is not a number that the record understands; write “more than 20” or “22”.")
    QApplication.processEvents()
    assert cut_off(window) == []


# Search


def test_escape_empties_the_search_first_and_then_belongs_to_the_window(qtbot: QtBot) -> None:
    field = SearchField("Search", shortcut="Ctrl+K")
    window = shown(qtbot, field, width=400, height=300)
    escaped: list[int] = []
    window.keyPressEvent = lambda event: escaped.append(event.key())  # type: ignore[method-assign]
    qtbot.keyClicks(field, "cells")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert escaped == []
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert escaped == [Qt.Key.Key_Escape]


def test_the_shortcut_is_shown_while_the_field_is_empty(qtbot: QtBot) -> None:
    field = SearchField("Search", shortcut="Ctrl+K")
    _window = shown(qtbot, field, width=400, height=300)
    assert "Ctrl+K" in field.accessibleDescription()
    room = field.textMargins().right()
    assert room >= field.fontMetrics().horizontalAdvance("Ctrl+K")
    field.setText("cells")
    assert field.textMargins().right() == 0


def test_the_cross_empties_the_search(qtbot: QtBot) -> None:
    field = SearchField("Search")
    _window = shown(qtbot, field, width=400, height=300)
    field.setText("cells")
    (cross,) = [one for one in field.findChildren(QToolButton) if one.isVisible()]
    qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert field.text() == ""


# Sidebar

SECTIONS = [
    Section("Record", [Item("sources", "Sources", "sources"), Item("claims", "Claims")]),
    Section("Look", [Item("board", "Board", "board")]),
    Section("", [Item("history", "History")]),
]


@pytest.fixture
def sidebar(qtbot: QtBot) -> Sidebar:
    bar = Sidebar(SECTIONS)
    bar.set_title("Valdoria")
    qtbot.addWidget(bar)
    bar.resize(bar.sizeHint().width(), 500)
    with qtbot.waitActive(bar):
        bar.show()
        bar.activateWindow()
    bar.set_current("sources")
    bar.setFocus()
    return bar


def rooms(bar: Sidebar) -> QListView:
    found = bar.findChild(QListView)
    assert isinstance(found, QListView)
    return found


def chosen(bar: Sidebar) -> list[str]:
    heard: list[str] = []
    bar.did_choose.connect(heard.append)
    return heard


def test_the_keyboard_walks_over_captions_and_enter_chooses(sidebar: Sidebar, qtbot: QtBot) -> None:
    heard = chosen(sidebar)
    view = rooms(sidebar)
    assert view.hasFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().data() == "Board"
    assert heard == []
    assert sidebar.current() == "sources"
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert heard == ["board"]
    assert sidebar.current() == "board"
    qtbot.keyClick(view, Qt.Key.Key_Up)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert heard == ["board", "claims"]


def test_a_click_chooses_once_and_a_caption_is_no_room(sidebar: Sidebar, qtbot: QtBot) -> None:
    heard = chosen(sidebar)
    view = rooms(sidebar)
    model = view.model()
    assert isinstance(model, QAbstractItemModel)
    for row in (0, 2):
        where = view.visualRect(model.index(row, 0)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert heard == ["claims"]
    assert sidebar.current() == "claims"


def test_setting_the_current_room_emits_nothing(sidebar: Sidebar) -> None:
    heard = chosen(sidebar)
    sidebar.set_current("history")
    assert sidebar.current() == "history"
    assert heard == []
    with pytest.raises(KeyError):
        sidebar.set_current("dungeon")


def test_counts_are_seen_and_spoken(sidebar: Sidebar) -> None:
    view = rooms(sidebar)
    claims = view.model().index(2, 0)
    before = view.grab().toImage()
    sidebar.set_count("claims", 1186)
    assert view.grab().toImage() != before
    assert claims.data(Qt.ItemDataRole.AccessibleTextRole) == "Claims, 1,186"
    spoken = QAccessible.queryAccessibleInterface(view)
    names = [spoken.child(n).text(QAccessible.Text.Name) for n in range(spoken.childCount())]
    assert "Claims, 1,186" in names
    sidebar.set_count("claims", None)
    assert claims.data(Qt.ItemDataRole.AccessibleTextRole) == "Claims"


@SCALES
def test_rooms_are_wide_enough_for_their_words(
    scale: float, sidebar: Sidebar, look: QApplication
) -> None:
    sidebar.set_count("sources", 1_234_567)
    theme.apply(look, "light", scale=scale)
    QApplication.processEvents()
    view = rooms(sidebar)
    for row in range(view.model().rowCount()):
        wanted = view.sizeHintForIndex(view.model().index(row, 0))
        assert view.viewport().width() >= wanted.width()
        assert view.visualRect(view.model().index(row, 0)).height() >= wanted.height()


def test_the_model_keeps_qts_rules(sidebar: Sidebar, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(rooms(sidebar).model())


def test_the_focused_room_is_ringed(sidebar: Sidebar, qtbot: QtBot) -> None:
    view = rooms(sidebar)
    where = view.visualRect(view.currentIndex())
    ring = (where.left() + 1, where.center().y())
    assert view.viewport().grab().toImage().pixelColor(*ring).name() == theme.tokens().focus


# Toast


@pytest.fixture
def toast(qtbot: QtBot) -> Toast:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(500, 300)
    made = Toast(window)
    QCursor.setPos(-100, -100)  # a toast under the mouse stays
    with qtbot.waitExposed(window):
        window.show()
    return made


def test_a_toast_goes_by_itself(toast: Toast, qtbot: QtBot) -> None:
    toast.show_line("Claim accepted", seconds=0.05)
    assert toast.isVisible()
    assert toast.accessibleName() == "Claim accepted"
    qtbot.waitUntil(toast.isHidden)


def test_a_toast_with_the_focus_stays(toast: Toast, qtbot: QtBot) -> None:
    window = toast.window()
    with qtbot.waitActive(window):
        window.activateWindow()
    toast.show_line("Claim accepted", undo=True, seconds=0.05)
    toast.findChild(QPushButton).setFocus()
    qtbot.wait(200)
    assert toast.isVisible()
    toast.hide()


def test_undo_takes_back_once_and_hides(toast: Toast, qtbot: QtBot) -> None:
    heard: list[bool] = []
    toast.did_undo.connect(lambda: heard.append(True))
    toast.show_line("Claim accepted", undo=True)
    qtbot.mouseClick(toast.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert heard == [True]
    assert toast.isHidden()


def test_undo_is_only_offered_when_there_is_something_to_take_back(toast: Toast) -> None:
    toast.show_line("Saved")
    assert toast.findChild(QPushButton).isHidden()
    toast.hide()


def test_a_long_toast_stays_inside_its_window(toast: Toast, qtbot: QtBot) -> None:
    toast.show_line("Peña Gris and Santa Brisa were merged. " * 4, undo=True)
    QApplication.processEvents()
    window = toast.window()
    assert window.rect().contains(toast.geometry())
    assert cut_off(toast) == []
    window.resize(400, 260)
    QApplication.processEvents()
    assert window.rect().contains(toast.geometry())
    toast.hide()


def test_nothing_ticks_after_the_window_closed(toast: Toast) -> None:
    toast.show_line("Claim accepted", seconds=60)
    toast.window().close()
    assert not toast._timer.isActive()


def test_words_of_widgets_are_asked_for_when_they_are_made(qtbot: QtBot) -> None:
    i18n.use("es")
    badge = KindBadge("figure")
    qtbot.addWidget(badge)
    assert badge.text == i18n._("Figure")

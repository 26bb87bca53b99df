"""Help: complete in both languages, true to what the program reads, with every key."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from habeas import i18n, paths
from habeas.i18n import N_
from habeas.suggest.typed import read_duration, read_quantity, read_when
from habeas.ui import actions, theme
from habeas.ui.actions import Action
from habeas.ui.dialogs.help import HelpDialog, pages

LANGUAGES = ("en", "es")


def acts() -> list[Action]:
    return [
        Action("one", N_("&Add sources…"), lambda: None, ("Ctrl+Shift+A",)),
        Action("two", N_("&Redo"), lambda: None, ("Ctrl+Shift+Z", "Ctrl+Y")),
        Action("three", "E&spañol", lambda: None),
        Action("four", "Accept && go", lambda: None, ("Return",), local=True),
    ]


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> QWidget:
    theme.apply(qapp, "light")
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(qtbot: QtBot, window: QWidget) -> HelpDialog:
    pairs: list[tuple[Action, QAction]] = [(a, actions.install(a, window)) for a in acts()]
    made = HelpDialog(pairs, window)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_every_action_stands_there_with_its_keys(
    dialog: HelpDialog, qtmodeltester: ModelTester
) -> None:
    rows = [[dialog.model.index(n, c).data() for c in (0, 1)] for n in range(4)]
    assert rows == [
        ["Add sources", "Ctrl+Shift+A"],
        ["Redo", "Ctrl+Shift+Z or Ctrl+Y"],
        ["Español", ""],
        ["Accept & go", "Return"],
    ]
    qtmodeltester.check(dialog.model)


@pytest.mark.parametrize(("typed", "found"), [("espanol", "Español"), ("ctrl+y", "Redo")])
def test_a_key_is_found_by_its_words_or_by_itself(
    qtbot: QtBot, dialog: HelpDialog, typed: str, found: str
) -> None:
    qtbot.keyClicks(dialog.search, typed)
    assert [what for what, _keys in dialog.model.shown] == [found]
    dialog.search.clear()
    assert dialog.model.rowCount() == 4


def test_the_pages_are_shown_in_the_language_of_the_user(window: QWidget) -> None:
    i18n.use("es")
    shown = HelpDialog([], window).text.toPlainText()
    assert "De un texto a un informe con fuentes" in shown
    assert "From a text" not in shown


def test_both_languages_have_the_same_pages_with_the_same_parts() -> None:
    names, parts = [], []
    for language in LANGUAGES:
        folder = paths.resources() / "help" / language
        names.append(sorted(file.name for file in folder.iterdir()))
        parts.append(re.findall(r"<(h2|ol|ul|li|p|code)\b", pages(language)))
    assert names[0] == names[1]
    assert parts[0] == parts[1]
    assert len(names[0]) == 7


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_help_says_one_can_type_is_read(language: str) -> None:
    found = re.findall(r'<code class="(\w+)">(.*?)</code>', pages(language))
    assert {kind for kind, _words in found} == {"when", "quantity", "duration"}
    for kind, words in found:
        if kind == "when":
            when = read_when(words, language=language, published="2031-05-12")
            assert when.edtf, words
        elif kind == "quantity":
            quantity = read_quantity(words, language=language)
            assert (quantity.low, quantity.high) != (None, None), words
        else:
            assert read_duration(words, language=language).words == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_reaches_for_nothing_outside(language: str) -> None:
    assert not re.search(r"(?i)href|src=|https?:|<img|<script|<link", pages(language))


def test_escape_closes_it_and_it_is_gone(qtbot: QtBot, dialog: HelpDialog) -> None:
    with qtbot.waitSignal(dialog.destroyed):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_it_follows_the_theme_and_keeps_its_place(dialog: HelpDialog, qapp: QApplication) -> None:
    bar = dialog.text.verticalScrollBar()
    bar.setValue(120)
    theme.apply(qapp, "dark")
    assert theme.tokens().hover in dialog.text.document().defaultStyleSheet()
    assert bar.value() == 120
    theme.apply(qapp, "light")

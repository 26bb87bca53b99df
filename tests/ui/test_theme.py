"""The look: readable in both schemes, apart for colour-blind eyes, and following the desktop."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from habeas.domain.claim import Kind
from habeas.ui import icons, theme
from habeas.ui.colours import DARK, LIGHT, Tokens

SCHEMES = pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])

# How linear red, green and blue reach the eye: plain, and without each of the three cones
# (Machado, Oliveira and Fernandes 2009, severity 1).
EYES = {
    "common": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    theme.apply(qapp, "light")
    yield qapp
    theme.apply(qapp, "light")


def linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2: from 1 to 21."""
    bright = [
        0.2126 * red + 0.7152 * green + 0.0722 * blue
        for red, green, blue in map(linear, (one, other))
    ]
    return (max(bright) + 0.05) / (min(bright) + 0.05)


def lab(colour: str, eye: str) -> tuple[float, float, float]:
    def curve(value: float) -> float:
        return value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116

    seen = [
        min(1.0, max(0.0, sum(w * part for w, part in zip(row, linear(colour), strict=True))))
        for row in EYES[eye]
    ]
    red, green, blue = seen
    x = curve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505)
    y = curve(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    z = curve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_contrast_is_measured_as_the_guideline_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@SCHEMES
def test_words_are_readable_on_whatever_they_lie_on(look: Tokens) -> None:
    grounds = (look.window, look.paper, look.raised, look.selected, look.hover)
    pairs = [(ink, ground) for ink in (look.text, look.muted) for ground in grounds]
    pairs += [(look.danger, ground) for ground in (look.paper, look.window, look.danger_fill)]
    pairs += [(look.warning, ground) for ground in (look.paper, look.window, look.warning_fill)]
    pairs += [(look.on_accent, look.accent), (look.on_accent, look.accent_hover)]
    for kind in look.kinds.values():
        pairs += [(kind.text, kind.fill), (look.text, kind.fill), (kind.text, look.paper)]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


@SCHEMES
def test_focus_and_marks_of_kinds_stand_out_from_the_paper(look: Tokens) -> None:
    assert contrast(look.focus, look.paper) >= 3
    assert contrast(look.focus, look.window) >= 3
    assert all(contrast(kind.line, look.paper) >= 3 for kind in look.kinds.values())


@SCHEMES
@pytest.mark.parametrize("eye", EYES)
def test_kinds_stay_apart_for_every_eye(look: Tokens, eye: str) -> None:
    lines = {name: lab(kind.line, eye) for name, kind in look.kinds.items()}
    close = {
        (one, other): distance
        for one, other in itertools.combinations(lines, 2)
        if (distance := math.dist(lines[one], lines[other])) < 12
    }
    assert close == {}


def test_every_kind_has_colours_and_other_words_are_grey() -> None:
    assert set(LIGHT.kinds) == set(DARK.kinds) == {str(kind) for kind in Kind}
    assert theme.kind_colours("no-such-kind").fill not in {k.fill for k in LIGHT.kinds.values()}


def test_the_scheme_reaches_palette_tokens_and_stylesheet(app: QApplication) -> None:
    theme.apply(app, "dark")
    assert theme.tokens() is DARK
    assert app.palette().window().color().name() == DARK.paper
    assert DARK.edge in app.styleSheet()
    theme.apply(app, "light")
    assert theme.tokens() is LIGHT
    assert LIGHT.edge in app.styleSheet()


def test_system_follows_the_desktop_and_a_fixed_scheme_does_not(
    app: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop = {"dark": False}
    monkeypatch.setattr(theme, "desktop_is_dark", lambda: desktop["dark"])
    changed = app.styleHints().colorSchemeChanged
    theme.apply(app, "system")
    assert theme.tokens() is LIGHT
    desktop["dark"] = True
    changed.emit(Qt.ColorScheme.Dark)
    assert theme.tokens() is DARK
    theme.apply(app, "light")
    changed.emit(Qt.ColorScheme.Dark)
    assert theme.tokens() is LIGHT


def test_words_grow_with_the_scale(app: QApplication, qtbot: QtBot) -> None:
    button = QPushButton("Accept")
    qtbot.addWidget(button)
    button.show()
    small = button.sizeHint()
    theme.apply(app, "light", scale=2.0)
    assert app.font().pointSizeF() == pytest.approx(20)
    assert theme.reading_font(12).pointSizeF() == pytest.approx(24)
    assert button.sizeHint().height() > small.height() * 1.5


def ink(picture: QPixmap | QIcon) -> set[str]:
    """The colours of the pixels that are covered whole."""
    pixmap = picture.pixmap(QSize(48, 48)) if isinstance(picture, QIcon) else picture
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    pixels = itertools.product(range(image.width()), range(image.height()))
    colours = (image.pixelColor(*at) for at in pixels)
    return {colour.name() for colour in colours if colour.alpha() == 255}


WANTED = [
    "accept",
    "actors",
    "add",
    "board",
    "claims",
    "clear",
    "close",
    "edit",
    "events",
    "filter",
    "folder",
    "help",
    "history",
    "info",
    "link",
    "lock-open",
    "more",
    "next",
    "open",
    "paste",
    "places",
    "previous",
    "redo",
    "reject",
    "report",
    "search",
    "settings",
    "sources",
    "undo",
    "warning",
]


@pytest.mark.parametrize("name", WANTED)
def test_every_drawing_is_there_and_takes_the_colour(name: str, app: QApplication) -> None:
    assert ink(icons.pixmap(name, 96, colour="#123456")) == {"#123456"}


def test_an_unknown_drawing_is_our_bug(app: QApplication) -> None:
    with pytest.raises(KeyError):
        icons.icon("no-such-drawing")


def test_icons_given_out_follow_the_scheme(app: QApplication, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    action = QAction("Undo", window)
    window.menuBar().addMenu("Edit").addAction(action)
    button = QPushButton("Add", window)
    theme.role(button, "primary")
    icons.put(action, "undo")
    icons.put(button, "add")
    assert ink(action.icon()) == {LIGHT.text}
    theme.apply(app, "dark")
    assert ink(action.icon()) == {DARK.text}
    assert ink(button.icon()) == {DARK.on_accent}


def test_a_button_with_focus_looks_different(app: QApplication, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    button = QPushButton("Accept")
    window.setCentralWidget(button)
    window.show()
    button.clearFocus()
    before = button.grab().toImage()
    button.setFocus()
    with qtbot.waitActive(window):
        window.activateWindow()
    assert button.hasFocus()
    assert button.grab().toImage() != before

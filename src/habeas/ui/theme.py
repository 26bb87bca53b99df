"""The look of the program: colours, fonts and one stylesheet on Qt's Fusion, in light and dark.

Colour means kind of claim; everything else is said by shape and word.  Widgets that paint
themselves read ``tokens()`` when they paint, so that they follow a change of scheme.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from string import Template
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from habeas import paths

Scheme = Literal["light", "dark", "system"]

GAP = 8  # pixels between things that belong together; half and double of it elsewhere
RADIUS = 6  # pixels, of buttons, fields, chips and cards
BASE_POINTS = 10.0
_SERIF = ("Source Serif 4", "Charter", "Noto Serif", "DejaVu Serif", "Liberation Serif")


@dataclass(frozen=True, slots=True)
class KindColours:
    """What a kind is painted with: ``fill`` behind words, ``text`` on that fill, ``line`` on paper."""

    fill: str
    text: str
    line: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one scheme, as ``#rrggbb``."""

    dark: bool
    window: str  # the sidebar and what lies around the paper
    paper: str  # what people read on
    raised: str  # menus, tooltips and toasts
    text: str
    muted: str
    disabled: str
    line: str  # hairlines between things
    edge: str  # the border of a field or a button
    accent: str
    accent_hover: str
    on_accent: str
    focus: str
    hover: str
    selected: str
    danger: str
    danger_fill: str
    warning: str
    warning_fill: str
    kinds: Mapping[str, KindColours]


# The lines of the six kinds differ in lightness too, so that they stay apart for eyes that do
# not tell red from green or blue from yellow.
LIGHT = Tokens(
    dark=False, window="#f4f4f2", paper="#ffffff", raised="#ffffff", text="#1a1f24",
    muted="#5a626a", disabled="#9aa1a8", line="#e2e4e6", edge="#b3b9bf", accent="#1f5f8b",
    accent_hover="#174a6d", on_accent="#ffffff", focus="#1f5f8b", hover="#eaecee",
    selected="#dfe7ee", danger="#b3372a", danger_fill="#fdf1ef", warning="#855500",
    warning_fill="#fdf5e2",
    kinds={
        "incident": KindColours("#fce4e0", "#a83620", "#c9452c"),
        "measure": KindColours("#deebf6", "#1c5680", "#1f5f8b"),
        "condition": KindColours("#f8edcf", "#735600", "#b08a1a"),
        "ruling": KindColours("#e8e3f8", "#5335a0", "#6b3fc0"),
        "statement": KindColours("#e4eae5", "#3f5145", "#3f5145"),
        "figure": KindColours("#d9f0ed", "#0b6661", "#0d9c94"),
    },
)  # fmt: skip

DARK = Tokens(
    dark=True, window="#16191c", paper="#1d2125", raised="#272c31", text="#e6e8ea",
    muted="#a3abb3", disabled="#666e76", line="#343a40", edge="#5b646d", accent="#2f78ab",
    accent_hover="#276896", on_accent="#ffffff", focus="#7cbcea", hover="#2a3036",
    selected="#2a3947", danger="#ff8f80", danger_fill="#3a2422", warning="#e8b44c",
    warning_fill="#3a301b",
    kinds={
        "incident": KindColours("#4a2620", "#ffb4a6", "#e2614a"),
        "measure": KindColours("#1f3a52", "#a5d2f5", "#3f8fd6"),
        "condition": KindColours("#43371a", "#f0d68b", "#ecd07c"),
        "ruling": KindColours("#362c55", "#d2c5fa", "#c3b3f5"),
        "statement": KindColours("#2e3831", "#c0d1c5", "#7d9384"),
        "figure": KindColours("#173f3c", "#8fe8df", "#5fe0d4"),
    },
)  # fmt: skip

_current = LIGHT
_scheme: Scheme = "light"
_scale = 1.0
_listeners: list[Callable[[], None]] = []


def tokens() -> Tokens:
    """The colours in use."""
    return _current


def kind_colours(kind: str) -> KindColours:
    """The colours of a kind of claim; plain grey for what is no kind."""
    plain = KindColours(_current.hover, _current.text, _current.edge)
    return _current.kinds.get(kind, plain)


def on_change(listener: Callable[[], None]) -> None:
    """Call ``listener`` after each change of scheme or size, for as long as the program runs."""
    _listeners.append(listener)


def apply(app: QApplication, scheme: Scheme, *, scale: float = 1.0) -> None:
    """Give the whole program our look; ``system`` follows the desktop, ``scale`` sizes its words.

    ``scale`` is 1.0 for 10 points; it may be called again at any time.
    """
    global _scheme, _scale
    _scheme, _scale = scheme, scale
    hints = app.styleHints()
    if not app.property("habeas_look"):
        app.setProperty("habeas_look", True)
        app.setStyle("Fusion")
        hints.colorSchemeChanged.connect(_follow)
    if scheme == "system":
        hints.unsetColorScheme()
    else:
        hints.setColorScheme(_QT_SCHEMES[scheme])
    _paint(app)


def role(widget: QWidget, name: str) -> None:
    """Let ``widget`` look as what it is.

    Buttons: ``primary``, ``flat``, ``danger``; labels: ``title``, ``headline``, ``strong``,
    ``muted``, ``caption``, ``hint``, ``error``, ``warning``; frames: ``card``, ``note``, ``bar``.
    """
    widget.setProperty("role", name)
    repolish(widget)


def repolish(widget: QWidget) -> None:
    """Read the stylesheet again after a property of ``widget`` changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def reading_font(size: float = 12.0) -> QFont:
    """The serif for text that is read rather than scanned; ``size`` in points before scaling."""
    font = QFont(_serif())
    font.setStyleHint(QFont.StyleHint.Serif)
    font.setPointSizeF(size * _scale)
    return font


def ui_font(factor: float = 1.0, *, bold: bool = False) -> QFont:
    """The desktop's sans, ``factor`` times the usual size, for widgets that paint themselves."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPointSizeF(BASE_POINTS * _scale * factor)
    font.setBold(bold)
    return font


@cache
def _serif() -> str:
    known = (family for family in _SERIF if QFontDatabase.hasFamily(family))
    return next(known, "serif")


_QT_SCHEMES = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}


def _follow() -> None:
    app = QApplication.instance()
    if _scheme == "system" and isinstance(app, QApplication):
        _paint(app)


def _paint(app: QApplication) -> None:
    global _current
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    wanted = {"light": LIGHT, "dark": DARK, "system": DARK if dark else LIGHT}
    _current = wanted[_scheme]
    app.setFont(ui_font())
    app.setPalette(_palette(_current))
    app.setStyleSheet(stylesheet(_current, _scale))
    for listener in _listeners:
        listener()


def _palette(colours: Tokens) -> QPalette:
    part = QPalette.ColorRole
    palette = QPalette()
    for of, value in {
        part.Window: colours.paper, part.Base: colours.paper, part.Button: colours.paper,
        part.AlternateBase: colours.window, part.WindowText: colours.text,
        part.Text: colours.text, part.ButtonText: colours.text, part.BrightText: colours.danger,
        part.PlaceholderText: colours.muted, part.ToolTipBase: colours.raised,
        part.ToolTipText: colours.text, part.Highlight: colours.accent,
        part.HighlightedText: colours.on_accent, part.Accent: colours.accent,
        part.Link: colours.focus, part.LinkVisited: colours.focus, part.Light: colours.hover,
        part.Midlight: colours.line, part.Mid: colours.edge, part.Dark: colours.edge,
        part.Shadow: colours.edge,
    }.items():  # fmt: skip
        palette.setColor(of, QColor(value))
    for of in (part.WindowText, part.Text, part.ButtonText, part.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, of, QColor(colours.disabled))
    palette.setColor(QPalette.ColorGroup.Disabled, part.Highlight, QColor(colours.line))
    return palette


def stylesheet(colours: Tokens, scale: float) -> str:
    """The stylesheet of the whole program; lengths in pixels, words in points times ``scale``."""
    names = {
        name: getattr(colours, name) for name in Tokens.__slots__ if name not in ("dark", "kinds")
    }
    sizes = {"small": 8.5, "body": 10.0, "strong": 11.0, "large": 13.0, "headline": 16.0}
    points = {f"pt_{name}": f"{size * scale:.1f}pt" for name, size in sizes.items()}
    icons = (paths.resources() / "icons").as_posix()
    return _SHEET.substitute(names, **points, icons=icons, serif=_serif(), radius=f"{RADIUS}px")


_SHEET = Template("""
QToolTip { background: $raised; color: $text; border: 1px solid $edge; padding: 4px 6px; }
QLabel[role="title"] { font-size: $pt_large; font-weight: bold; }
QLabel[role="headline"] { font-family: "$serif"; font-size: $pt_headline; font-weight: bold; }
QLabel[role="strong"] { font-weight: bold; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="hint"] { color: $muted; font-size: $pt_small; }
QLabel[role="caption"] { color: $muted; font-size: $pt_small; font-weight: bold; }
QLabel[role="error"] { color: $danger; }
QLabel[role="warning"] { color: $warning; }
QFrame[role="card"] { background: $paper; border: 1px solid $line; border-radius: 8px; }
QFrame[role="note"] { background: $warning_fill; border: 1px solid $warning; border-radius: 8px; }
QFrame[role="bar"] { background: $paper; border: none; border-bottom: 1px solid $line; }

QPushButton, QToolButton { background: $paper; color: $text; border: 1px solid $edge;
  border-radius: $radius; padding: 5px 11px; }
QToolButton { padding: 4px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed, QPushButton:checked, QToolButton:checked {
  background: $selected; }
QPushButton:disabled, QToolButton:disabled { color: $disabled; border-color: $line; }
QPushButton:default { border-color: $accent; }
QPushButton:focus { border: 2px solid $focus; padding: 4px 10px; }
QToolButton:focus { border: 2px solid $focus; padding: 3px; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[role="primary"]:hover, QPushButton[role="primary"]:pressed {
  background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="primary"]:disabled { background: $line; color: $muted; border-color: $line; }
QPushButton[role="primary"]:focus { border: 2px solid $text; }
QPushButton[role="danger"] { color: $danger; border-color: $danger; }
QPushButton[role="flat"], QToolButton[role="flat"] { background: transparent;
  border-color: transparent; }
QPushButton[role="flat"]:hover, QToolButton[role="flat"]:hover { background: $hover; }
QPushButton[role="flat"]:focus, QToolButton[role="flat"]:focus { border-color: $focus; }
QToolButton[popupMode="1"] { padding-right: 16px; }
QToolButton::menu-indicator, QPushButton::menu-indicator {
  image: url("$icons/arrow-down.svg"); width: 12px; height: 12px; right: 3px;
  subcontrol-position: right center; subcontrol-origin: padding; }
QPushButton::menu-indicator { right: 6px; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox { background: $paper;
  color: $text; border: 1px solid $edge; border-radius: $radius; padding: 4px 7px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
  border: 2px solid $focus; padding: 3px 6px; }
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QComboBox[invalid="true"],
QAbstractSpinBox[invalid="true"] { border-color: $danger; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {
  background: $window; color: $disabled; border-color: $line; }
QLineEdit:read-only { background: $window; }
QComboBox QLineEdit, QAbstractSpinBox QLineEdit { border: none; padding: 0; background: $paper; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow, QAbstractSpinBox::down-arrow { image: url("$icons/arrow-down.svg");
  width: 14px; height: 14px; }
QAbstractSpinBox::up-arrow { image: url("$icons/arrow-up.svg"); width: 12px; height: 12px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 20px; }
QComboBox QAbstractItemView { background: $raised; color: $text; border: 1px solid $edge;
  outline: 0; selection-background-color: $selected; selection-color: $text; }
QCheckBox, QRadioButton { spacing: 8px; padding: 3px; border: 2px solid transparent;
  border-radius: $radius; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus; }

QAbstractItemView { background: $paper; alternate-background-color: $window; color: $text;
  border: none; selection-background-color: $selected; selection-color: $text; }
QTableView { gridline-color: $line; outline: 0; }
QTableView::item { padding: 3px 6px; }
QTableView:focus, QListView:focus, QTreeView:focus { border: 2px solid $focus; }
QHeaderView { background: $paper; border: none; }
QHeaderView::section { background: $paper; color: $muted; font-size: $pt_small; font-weight: bold;
  border: none; border-bottom: 1px solid $line; padding: 6px 8px; }
QHeaderView::section:hover { color: $text; }
QHeaderView::down-arrow { image: url("$icons/arrow-down.svg"); width: 12px; }
QHeaderView::up-arrow { image: url("$icons/arrow-up.svg"); width: 12px; }
QTableCornerButton::section { background: $paper; border: none; }

QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 11px; }
QScrollBar:horizontal { height: 11px; }
QScrollBar::handle { background: $edge; border: 2px solid transparent; border-radius: 5px;
  background-clip: padding; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }

QMenuBar { background: $paper; color: $text; border-bottom: 1px solid $line; }
QMenuBar::item { background: transparent; padding: 5px 10px; }
QMenuBar::item:selected { background: $selected; border-radius: 4px; }
QMenu { background: $raised; color: $text; border: 1px solid $edge; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 10px; border-radius: 4px; }
QMenu::item:selected { background: $selected; color: $text; }
QMenu::item:disabled { color: $disabled; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 6px; }
QToolBar { background: $paper; border: none; border-bottom: 1px solid $line; spacing: 6px;
  padding: 4px 8px; }
QStatusBar { background: $paper; color: $muted; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar::tab { background: transparent; color: $muted; padding: 6px 12px;
  border: 2px solid transparent; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { border-color: $focus; border-radius: 4px; }
QGroupBox { border: 1px solid $line; border-radius: 8px; margin-top: 1.2em; padding: 8px; }
QGroupBox::title { subcontrol-origin: margin; left: 10px; padding: 0 4px; color: $muted; }
QProgressBar { background: $line; color: $text; border: none; border-radius: 4px;
  text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
""")

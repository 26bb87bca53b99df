"""The look of the program: colours, fonts and one stylesheet on Qt's Fusion, in light and dark.

Colour means kind of claim; everything else is said by shape and word.  Widgets that paint
themselves read ``tokens()`` when they paint, so that they follow a change of scheme.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from habeas.ui.colours import DARK, LIGHT, KindColours, Tokens
from habeas.ui.stylesheet import stylesheet

Scheme = Literal["light", "dark", "system"]

GAP = 8  # pixels between things that belong together; half and double of it elsewhere
RADIUS = 6  # pixels, of buttons, fields, chips and cards
BASE_POINTS = 10.0
_SERIF = ("Source Serif 4", "Charter", "Noto Serif", "DejaVu Serif", "Liberation Serif")


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


def scheme_named(name: str) -> Scheme:
    """The scheme that a setting names; ``system`` for anything unknown."""
    if name == "light":
        return "light"
    return "dark" if name == "dark" else "system"


def role(widget: QWidget, name: str) -> None:
    """Let ``widget`` look as what it is.

    Buttons: ``primary``, ``flat``, ``danger``; labels: ``title``, ``headline``, ``strong``,
    ``muted``, ``caption``, ``hint``, ``error``, ``warning``; frames: ``card``, ``note``, ``bar``,
    ``toast``.
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
    dark = _scheme == "dark" or (_scheme == "system" and desktop_is_dark())
    _current = DARK if dark else LIGHT
    app.setFont(ui_font())
    app.setPalette(_palette(_current))
    app.setStyleSheet(stylesheet(_current, _scale, radius=RADIUS, serif=_serif()))
    for listener in _listeners:
        listener()


def desktop_is_dark() -> bool:
    """Whether the desktop asks for dark windows; one that does not say counts as light."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


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

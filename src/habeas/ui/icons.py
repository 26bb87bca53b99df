"""Our own line drawings as icons, tinted with the colours of the theme."""

from __future__ import annotations

from functools import cache
from typing import Protocol

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from habeas import paths
from habeas.ui import theme

# Physical pixels: what buttons and menus ask for on plain screens and on those of double density.
_SIZES = (17, 24, 34, 48)
_NAME = "habeas_icon"


class Bearer(Protocol):
    """What can wear an icon: an action, a button."""

    def setIcon(self, icon: QIcon, /) -> None:  # noqa: N802 - Qt's name
        """Wear ``icon``."""

    def setProperty(self, name: str, value: object, /) -> bool:  # noqa: N802 - Qt's name
        """Remember ``value`` under ``name``."""


def icon(name: str, colour: str = "") -> QIcon:
    """The drawing ``name`` as an icon in ``colour``, or in that of text; KeyError if unknown.

    It keeps the colours of now; ``put`` makes one that follows the theme.
    """
    now = theme.tokens()
    return _icon(name, colour or now.text, now.disabled)


def put(bearer: Bearer, name: str) -> None:
    """Let an action or a button wear the drawing ``name``, and follow the theme from then on."""
    bearer.setProperty(_NAME, name)
    bearer.setIcon(icon(name, _ink(bearer)))


def pixmap(name: str, size: int, *, colour: str = "", ratio: float = 1.0) -> QPixmap:
    """The drawing ``name``, ``size`` logical pixels wide, for a screen of density ``ratio``."""
    picture = _draw(_renderer(name, colour or theme.tokens().text), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    return picture


def refresh() -> None:
    """Tint every icon again that ``put`` gave out; called when the theme changes."""
    for widget in QApplication.allWidgets():
        if isinstance(widget, QAbstractButton) and widget.property(_NAME):
            put(widget, str(widget.property(_NAME)))
        for action in widget.actions():
            if action.property(_NAME):
                put(action, str(action.property(_NAME)))


def names() -> list[str]:
    """The names of all drawings."""
    return sorted(path.stem for path in (paths.resources() / "icons").glob("*.svg"))


def _ink(bearer: object) -> str:
    if isinstance(bearer, QWidget) and bearer.property("role") == "primary":
        return theme.tokens().on_accent
    return theme.tokens().text


@cache
def _icon(name: str, colour: str, disabled: str) -> QIcon:
    made = QIcon()
    plain, faint = _renderer(name, colour), _renderer(name, disabled)
    for size in _SIZES:
        picture = _draw(plain, size)
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Active, QIcon.Mode.Selected):
            made.addPixmap(picture, mode)
        made.addPixmap(_draw(faint, size), QIcon.Mode.Disabled)
    return made


def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))


def _draw(renderer: QSvgRenderer, size: int) -> QPixmap:
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


@cache
def _source(name: str) -> str:
    path = paths.resources() / "icons" / f"{name}.svg"
    if not path.is_file():
        raise KeyError(name)
    return path.read_text("utf-8")


theme.on_change(refresh)

"""Tab goes through the fields in the order in which they stand, whenever they were made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

_WHOLE = "habeas_form"


def is_form(widget: QWidget) -> None:
    """Mark ``widget`` as the whole within which Tab goes."""
    widget.setProperty(_WHOLE, True)


def tab_through(root: QWidget) -> None:
    """Let Tab follow the layouts of the whole form that ``root`` belongs to.

    A part alone would not do: Qt would move it behind everything that follows it.
    """
    whole = root
    while not whole.property(_WHOLE) and (above := whole.parentWidget()) is not None:
        whole = above
    stops = list(_stops(whole)) if whole.property(_WHOLE) else []
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
        return
    inside = widget.widget() if isinstance(widget, QScrollArea) else None
    layout = widget.layout()
    if inside is not None:
        yield from _stops(inside)
    elif layout is not None:
        yield from _in(layout)


def _in(layout: QLayout) -> Iterator[QWidget]:
    for n in range(layout.count()):
        item = layout.itemAt(n)
        inner, widget = (item.layout(), item.widget()) if item else (None, None)
        if widget is not None:
            yield from _stops(widget)
        elif inner is not None:
            yield from _in(inner)

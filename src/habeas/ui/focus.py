"""Where Tab goes: through every control of a window, and round again.

Qt by itself is caught inside a view that hands its focus on to a part of it, if it comes to the
view after its parts: it goes back to the part, and what stands around the view is never reached.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

_TAB = Qt.FocusPolicy.TabFocus.value


def move(window: QWidget, reason: Qt.FocusReason) -> bool:
    """Give the focus to the control after, or before, the one that has it; False: there is none."""
    for widget in _from(window.focusWidget() or window, reason):
        if takes_tab(widget, window):
            widget.setFocus(reason)
            return True
    return False


def takes_tab(widget: QWidget, window: QWidget) -> bool:
    """Whether Tab stops at ``widget``; one that only hands the focus on is passed over."""
    return (
        bool(widget.focusPolicy().value & _TAB)
        and widget.focusProxy() is None
        and widget.isEnabled()
        and widget.isVisibleTo(window)
        and widget.window() is window
    )


def _from(start: QWidget, reason: Qt.FocusReason) -> Iterator[QWidget]:
    """Every other widget of the window, once, in the order of Tab or against it."""
    back = reason == Qt.FocusReason.BacktabFocusReason
    widget: QWidget | None = start
    while widget is not None:
        widget = widget.previousInFocusChain() if back else widget.nextInFocusChain()
        if widget is None or widget is start:
            return
        yield widget

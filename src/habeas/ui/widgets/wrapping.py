"""Widgets whose words wrap hold their height: in a full window Qt's layouts squeeze them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


def hold_height(widget: QWidget) -> None:
    """Never let ``widget`` be lower than its layout needs at the width that it has."""
    widget.installEventFilter(_Holder(widget))


class _Holder(QObject):
    """Measures the widget that owns it whenever its width or its words change."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Look at what changes the height, and let everything pass."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._measure()
        return super().eventFilter(watched, event)

    def _measure(self) -> None:
        widget = self.parent()
        layout = widget.layout() if isinstance(widget, QWidget) else None
        if not isinstance(widget, QWidget) or layout is None or widget.width() <= 0:
            return
        needed = layout.minimumSize().height()
        if layout.hasHeightForWidth():
            needed = max(needed, layout.heightForWidth(widget.width()))
        if needed != widget.minimumHeight():
            widget.setMinimumHeight(needed)
            layout.update()  # it may be in the middle of laying out for the height of before

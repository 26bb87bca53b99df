"""A page of the web as it was kept: nothing in it runs, and nothing outside it is asked for."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from habeas.capture.picture import Picture
from habeas.i18n import _
from habeas.ui import theme

_WIDEST = 900  # pixels of a picture in the page
_LOOK = "a { text-decoration: underline; } td, th { padding: 2px 8px; }"


class WebPage(QWidget):
    """The page, with a line above that says how it is shown, and one below for where links led."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._banner = QLabel(self)
        self._banner.setWordWrap(True)
        theme.role(self._banner, "hint")
        self.uncover = QPushButton(_("Show its pictures"), self)
        self.uncover.setToolTip(_("They may show people who are held or hurt."))
        self.uncover.setAutoDefault(False)
        self.uncover.clicked.connect(self._uncover)
        self.page = _Page(self)
        self.page.did_point.connect(self._tell)
        self._led = QLabel(self)
        self._led.setTextFormat(self._banner.textFormat().PlainText)
        theme.role(self._led, "muted")
        self._led.setAccessibleName(_("Where the link led"))
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.GAP, theme.GAP, 0, theme.GAP // 2)
        column.setSpacing(theme.GAP // 2)
        above = QHBoxLayout()
        above.addWidget(self._banner, 1)
        above.addWidget(self.uncover, 0)
        column.addLayout(above)
        column.addWidget(self.page, 1)
        column.addWidget(self._led)
        self.setFocusProxy(self.page)

    def show_page(
        self, html: str, pictures: Mapping[str, Picture], *, cut: bool, covered: bool
    ) -> None:
        """Show harmless HTML; ``pictures`` by the names that stand in it as their addresses.

        ``cut``: it is only the beginning of the page; ``covered``: its pictures are not seen
        before the user asks for them.
        """
        said = [_("Shown as it was kept, without scripts and without the network.")]
        if cut:
            said.append(_("The page is long. Only its beginning is shown here."))
        self._banner.setText(" ".join(said))
        self.uncover.setVisible(covered and bool(pictures))
        self.page.show_page(html, pictures, covered=covered)
        self._tell("")

    def _uncover(self) -> None:
        self.uncover.hide()
        self.page.uncover()
        self.page.setFocus()

    def show_words(self, words: str) -> None:
        """Show a sentence instead: that the page is being made ready, or why it cannot be seen."""
        self._banner.setText(words)
        self.uncover.hide()
        self.page.show_page("", {}, covered=False)
        self._tell("")

    def _tell(self, address: str) -> None:
        shown = address if len(address) <= 300 else f"{address[:300]}…"
        self._led.setText(_("Led to: {address}").format(address=shown) if shown else " ")


class _Page(QTextBrowser):
    """Loads nothing but the pictures that it was given."""

    did_point = Signal(str)  # the address that the link under the mouse or the caret led to

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: dict[str, Picture] = {}
        self._html, self._covered = "", False
        self.document().setDefaultStyleSheet(_LOOK)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("The page as it was kept"))
        self.setMouseTracking(True)
        flags = self.textInteractionFlags()
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self.cursorPositionChanged.connect(lambda: self._point(self.textCursor()))

    def show_page(self, html: str, pictures: Mapping[str, Picture], *, covered: bool) -> None:
        """Show another page."""
        self._html, self._pictures, self._covered = html, dict(pictures), covered
        self.setHtml(html)

    def uncover(self) -> None:
        """Show the pictures too, at the same place of the page."""
        self._covered, at = False, self.verticalScrollBar().value()
        self.document().clear()  # and with it the pictures that it remembers
        self.setHtml(self._html)
        self.verticalScrollBar().setValue(at)

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802 - Qt's name
        """A picture of the page by its name; of all else nothing, wherever it would be."""
        picture = self._pictures.get(name if isinstance(name, str) else name.toString())
        if picture is None:
            return QImage(1, 1, QImage.Format.Format_Mono)
        if self._covered:
            image = QImage(picture.width, picture.height, QImage.Format.Format_RGB32)
            image.fill(QColor(theme.tokens().line))
            return image if image.width() <= _WIDEST else image.scaledToWidth(_WIDEST)
        line = 3 * picture.width
        image = QImage(
            picture.rgb, picture.width, picture.height, line, QImage.Format.Format_RGB888
        ).copy()
        return image if image.width() <= _WIDEST else image.scaledToWidth(_WIDEST)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Say where the link under the mouse led."""
        super().mouseMoveEvent(event)
        self._point(self.cursorForPosition(event.position().toPoint()))

    def _point(self, cursor: QTextCursor) -> None:
        self.did_point.emit(cursor.charFormat().toolTip())

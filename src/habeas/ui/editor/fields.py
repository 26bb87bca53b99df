"""Fields that give back exactly what they were given, unless the user changed the words."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPaintEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from habeas import vocabulary
from habeas.domain.vocabulary import tidied

_AROUND = 10  # pixels of border and padding above and below, as the stylesheet has them


class Line(QLineEdit):
    """One line of text."""

    def __init__(self, name: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._given, self._shown = "", ""
        self.setAccessibleName(name)

    def set_value(self, text: str) -> None:
        """Show ``text``, from its beginning."""
        self._given = text
        self.setText(text)
        self._shown = self.text()
        self.setCursorPosition(0)

    def value(self) -> str:
        """The words as given, or as they are now, without outer space."""
        return self._given if self.text() == self._shown else self.text().strip()


class Lines(QPlainTextEdit):
    """A text that is as high as its words, up to ``most`` lines; Tab leaves it.

    With ``lines`` "one" it wraps but holds no line ends of its own; with "many" it may.
    """

    def __init__(
        self, name: str = "", *, least: int = 1, most: int = 6, lines: str = "one"
    ) -> None:
        super().__init__()
        self._given, self._shown, self._least, self._most = "", "", least, most
        self._many = lines == "many"
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self._fit)
        self._fit()

    def set_value(self, text: str) -> None:
        """Show ``text``."""
        self._given = text
        self.setPlainText(text)
        self._shown = self.toPlainText()

    def value(self) -> str:
        """The words as given, or as they are now, without outer space."""
        text = self.toPlainText()
        return self._given if text == self._shown else text.strip()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(super().sizeHint().width(), self._height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(super().minimumSizeHint().width(), self._height())

    def resizeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Wrap the words anew."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of words."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """A text of one line takes no line ends."""
        if not self._many and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """The wheel scrolls the form, unless the words scroll themselves and have the focus."""
        if self.hasFocus() and self.verticalScrollBar().maximum() > 0:
            super().wheelEvent(event)
        else:
            event.ignore()

    def _height(self) -> int:
        lines = max(self._least, min(self._most, int(self.document().size().height())))
        metrics = QFontMetricsF(self.font())
        high = ceil(metrics.ascent()) + ceil(metrics.descent())  # Qt lays lines on whole pixels
        return lines * max(high, ceil(metrics.lineSpacing())) + max(
            _AROUND, self.height() - self.viewport().height()
        )

    def _fit(self) -> None:
        many = int(self.document().size().height())
        on = (
            Qt.ScrollBarPolicy.ScrollBarAsNeeded
            if many > self._most
            else (Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        )
        self.setVerticalScrollBarPolicy(on)
        if many <= self._most:
            self.verticalScrollBar().setValue(0)  # it was scrolled while it was too narrow
        self.updateGeometry()


class Combo(QComboBox):
    """A choice among a few; the wheel changes it only when it has the focus."""

    did_pick = Signal()  # by the user

    def __init__(self, name: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaxVisibleItems(15)
        self.activated.connect(self._tell)
        self.currentIndexChanged.connect(self._resize)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as what is chosen."""
        hint = super().sizeHint()
        if self.sizeAdjustPolicy() is not QComboBox.SizeAdjustPolicy.AdjustToContents:
            return hint
        words = self.fontMetrics().horizontalAdvance(self.currentText()) + 4
        return QSize(words + self._beside(), hint.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """What is chosen is never cut off, unless the choices are titles of any length."""
        if self.sizeAdjustPolicy() is QComboBox.SizeAdjustPolicy.AdjustToContents:
            return self.sizeHint()
        return super().minimumSizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Shorten with an ellipsis what is too long, which Qt cuts off."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, self.width() - self._beside()
        )
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def showPopup(self) -> None:  # noqa: N802 - Qt's name
        """Let the list be as wide as its longest words."""
        widths = [self.fontMetrics().horizontalAdvance(self.itemText(n)) for n in self._all()]
        self.view().setMinimumWidth(min(480, max(widths, default=0) + 48))
        super().showPopup()

    def offer(self, scheme: str, *, blank: str | None = None) -> None:
        """Offer the terms of a vocabulary; ``blank`` names the choice of none of them."""
        self.clear()
        if blank is not None:
            self.addItem(blank, "")
        for term in vocabulary.terms(scheme):
            self.addItem(vocabulary.label(scheme, term.id), term.id)

    def set_value(self, ident: str) -> None:
        """Choose; what is not among the choices is added, so that it is not lost."""
        place = self.findData(ident)
        if place < 0:
            self.addItem(tidied(ident), ident)
            place = self.count() - 1
        self.setCurrentIndex(place)

    def value(self) -> str:
        """The id of what is chosen."""
        return str(self.currentData() or "")

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Let the form scroll under the pointer."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _beside(self) -> int:
        """What the arrow, the padding and the icon take of the width, in pixels."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        whole, part = QRect(0, 0, 400, self.height()), QStyle.SubControl.SC_ComboBoxEditField
        option.rect = whole
        inner = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
        icon = 0 if self.itemIcon(self.currentIndex()).isNull() else self.iconSize().width() + 4
        return whole.width() - inner.width() + icon

    def _all(self) -> range:
        return range(self.count())

    def _resize(self, _place: int) -> None:
        self.updateGeometry()

    def _tell(self, _place: int) -> None:
        self.did_pick.emit()

"""The text of a source in a comfortable column, with its marks; for reading and choosing words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QTextBlock,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextEdit, QToolTip, QWidget

from habeas.domain.draft import Span
from habeas.i18n import _
from habeas.ui import theme, utf16
from habeas.ui.widgets.marks import Mark, Piece, paint_fill, paint_line, pieces, rectangles
from habeas.ui.widgets.readertext import LINE_HEIGHT, column_width, parts_of, set_lines

_SIDE = 2 * theme.GAP  # pixels of the margin at the left of the words, at least


class Reader(QTextEdit):
    """Shows one part of a text and the marks on it.  Places are code points of the whole text."""

    did_click_mark = Signal(str)  # the key of the mark that was clicked
    did_scroll = Signal()
    did_lay_out = Signal()  # the words stand elsewhere on the page: wrapped anew, another part
    did_turn = Signal()  # another part is shown

    def __init__(self, head: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = head
        self._text = ""
        self._parts = [(0, 0)]
        self._part = 0
        self._units = utf16.Units("")
        self._marks: Sequence[Mark] = ()
        self._pieces: dict[int, list[Piece]] = {}
        self._current = ""
        self._pressed = QPoint()
        # A place is often asked for before the window has its size: it is held until one scrolls.
        self._held: Callable[[], None] | None = None
        self._settling = False
        self._set_up()

    def _set_up(self) -> None:
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setUndoRedoEnabled(False)
        self.setAccessibleName(_("Text of the source"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Paper needs no frame; the caret shows where the focus is.
        self.setStyleSheet("QTextEdit, QTextEdit:focus { border: none; padding: 0; }")
        self.document().setDocumentMargin(0)
        self._head.setParent(self.viewport())
        self._head.installEventFilter(self)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.document().documentLayout().documentSizeChanged.connect(self._sized)
        self._fit_font()

    # what is shown

    def show_text(self, text: str) -> None:
        """Show another text from its beginning, without marks."""
        self._text, self._parts, self._held = text, parts_of(text), None
        self._marks = ()
        self._lay_out_part(0)

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Show these marks instead; the place in the text stays."""
        self._marks = marks
        self._place_marks()

    def set_current(self, key: str) -> None:
        """Show this mark as the current one; empty: none."""
        if key != self._current:
            self._current = key
            self.viewport().update()

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    @property
    def part(self) -> int:
        """The number of the part that is shown, from 0."""
        return self._part

    @property
    def parts(self) -> int:
        """How many parts the text has."""
        return len(self._parts)

    @property
    def bounds(self) -> tuple[int, int]:
        """Where the part that is shown starts and ends."""
        return self._parts[self._part]

    def turn_to(self, part: int) -> None:
        """Show another part from its beginning."""
        if part != self._part and 0 <= part < len(self._parts):
            self._held = None
            self._lay_out_part(part)

    # places

    def selected(self) -> Span | None:
        """The words that are selected, without the space around them; None if there are none."""
        cursor, first = self.textCursor(), self.bounds[0]
        start = first + self._units.to_python(cursor.selectionStart())
        end = first + self._units.to_python(cursor.selectionEnd())
        words = self._text[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        return Span(start, end) if start < end else None

    def select(self, span: Span) -> None:
        """Select words, and turn and scroll to them."""
        self.reveal(span.start, span.end)
        first = self.bounds[0]
        cursor = self.textCursor()
        cursor.setPosition(self._units.to_qt(max(0, span.start - first)))
        cursor.setPosition(
            self._units.to_qt(min(span.end, self.bounds[1]) - first),
            QTextCursor.MoveMode.KeepAnchor,
        )
        self.setTextCursor(cursor)

    def select_nothing(self) -> None:
        """Give up the selection; the caret stays where it is."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def reveal(self, start: int, end: int) -> None:
        """Turn and scroll to these words, unless they are in view already."""
        self._go(partial(self._bring_into_view, start, end))

    def put_at_top(self, at: int) -> None:
        """Turn and scroll so that the line with ``at`` is the first in view."""
        self._go(partial(self._bring_to_top, at))

    def _go(self, move: Callable[[], None]) -> None:
        # A new size on the way, when a scroll bar comes or goes, must not lead back to a place held
        # from before.
        self._held = None
        self._settling = True
        move()
        self._settling = False
        self._held = move

    def _bring_to_top(self, at: int) -> None:
        self._turn_to_part_with(at)
        self.verticalScrollBar().setValue(round(self.height_of(at)))

    def _bring_into_view(self, start: int, end: int) -> None:
        self._turn_to_part_with(start)
        top = self.height_of(start)
        bottom = self.height_of(min(max(start, end - 1), self.bounds[1]))
        below = bottom + self._line()
        bar, room = self.verticalScrollBar(), self.viewport().height()
        if top < bar.value() + self._line() or below > bar.value() + room - self._line():
            bar.setValue(round(top - room * 0.3))

    def height_of(self, at: int) -> float:
        """How far below the top of the whole page the line with ``at`` begins, in pixels."""
        first, last = self.bounds
        place = self._units.to_qt(min(max(at, first), last) - first)
        block = self.document().findBlock(place)
        top = self.document().documentLayout().blockBoundingRect(block).top()
        line = block.layout().lineForTextPosition(place - block.position())
        return top + (line.y() if line.isValid() else 0.0)

    def holds(self, at: int) -> bool:
        """Whether the part that is shown holds this place."""
        first, last = self.bounds
        return first <= at < last or at == last == len(self._text)

    def first_seen(self) -> int:
        """The place at the top of what is in view."""
        at = self.cursorForPosition(QPoint(0, 0)).position()
        return self.bounds[0] + self._units.to_python(at)

    # Qt's own

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Grounds below the words, lines above them; of the blocks in view alone."""
        seen = [
            (piece, rect)
            for block, shift in self._blocks_in(QRectF(event.rect()))
            for piece in self._pieces.get(block.blockNumber(), ())
            for rect in self._rectangles(block, piece, shift, QRectF(event.rect()))
        ]
        painter = QPainter(self.viewport())
        for piece, rect in seen:
            current = piece.mark.key == self._current
            paint_fill(painter, rect.adjusted(0, -1, 0, 1), piece, current=current)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = self._lane_step()
        for piece, rect in seen:
            paint_line(painter, rect, piece, current=piece.mark.key == self._current, step=step)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the column in the middle of its space."""
        self._settling = True
        self._centre()
        super().resizeEvent(event)
        self._fit_head()
        if self._held is not None:
            self._go(self._held)
        self._settling = False
        self.did_lay_out.emit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Stay where the reader was sent before there was a window: Qt would go to the caret."""
        self._settling = True
        super().showEvent(event)
        if self._held is not None:
            self._go(self._held)
        self._settling = False

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the theme and the size of words."""
        super().changeEvent(event)
        kind = QEvent.Type
        kinds = kind.PaletteChange, kind.ApplicationFontChange, kind.StyleChange
        if event.type() in kinds and hasattr(self, "_pressed"):
            self._fit_font()

    def event(self, event: QEvent) -> bool:
        """The wheel turns in the margins beside the column too."""
        if isinstance(event, QWheelEvent):
            self.wheelEvent(event)
            return True
        return super().event(event)

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]  # noqa: N802
        """Make room for the head when its words change."""
        if watched is self._head and event.type() == QEvent.Type.LayoutRequest:
            self._fit_head()
        return super().eventFilter(watched, event)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Explain the mark under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            words = "\n".join(mark.words for mark in self._marks_at(event.pos()) if mark.words)
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Remember where, to tell a click from a selection."""
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click on a mark makes it current; on several, one after the other."""
        super().mouseReleaseEvent(event)
        plain = event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection()
        if plain and (event.position().toPoint() - self._pressed).manhattanLength() < 4:
            keys = [mark.key for mark in self._marks_at(self._pressed)]
            if keys:
                after = keys.index(self._current) + 1 if self._current in keys else 0
                self.did_click_mark.emit(keys[after % len(keys)])

    # inside

    def _lay_out_part(self, part: int) -> None:
        self._part = part
        first, last = self._parts[part]
        words = self._text[first:last]
        self._units = utf16.Units(words)
        self.setPlainText(utf16.shown(words))
        self._format(words)
        self._fit_head()
        self._place_marks()
        self.verticalScrollBar().setValue(0)
        self.did_turn.emit()
        self.did_lay_out.emit()

    def _format(self, words: str) -> None:
        """Line height, and space between paragraphs."""
        set_lines(self.document(), words, line=self._line())

    def _place_marks(self) -> None:
        self._pieces = pieces(self._marks, self.document(), units=self._units, part=self.bounds)
        self.viewport().update()

    def _blocks_in(self, area: QRectF) -> Iterator[tuple[QTextBlock, QPointF]]:
        """The blocks that ``area`` of the viewport meets, each with the place of its corner."""
        layout = self.document().documentLayout()
        scrolled = self.verticalScrollBar().value()
        block = self.cursorForPosition(QPoint(0, int(area.top()))).block()
        while block.isValid():
            where = layout.blockBoundingRect(block)
            if where.top() - scrolled > area.bottom():
                return
            yield block, QPointF(where.left(), where.top() - scrolled)
            block = block.next()

    def _rectangles(
        self, block: QTextBlock, piece: Piece, shift: QPointF, area: QRectF
    ) -> Iterator[QRectF]:
        line = self._line()
        clip = area.translated(-shift.x(), -shift.y()).adjusted(0, -2 * line, 0, line)
        return (rect.translated(shift) for rect in rectangles(block, piece, clip=clip))

    def _marks_at(self, point: QPoint) -> list[Mark]:
        """The marks on the word under ``point``, the shortest first."""
        place, area = QPointF(point), QRectF(0, point.y(), 1, 1)
        found = [
            (piece.end - piece.start, piece.mark)
            for block, shift in self._blocks_in(area)
            for piece in self._pieces.get(block.blockNumber(), ())
            for rect in self._rectangles(block, piece, shift, area)
            if rect.adjusted(0, -2, 0, 6).contains(place)
        ]
        found.sort(key=lambda pair: pair[0])
        return list({mark.key: mark for _length, mark in found}.values())

    def _turn_to_part_with(self, at: int) -> None:
        self.turn_to(next((n for n, (a, b) in enumerate(self._parts) if a <= at < b), self._part))

    def _line(self) -> float:
        return QFontMetricsF(self.font()).height()

    def _lane_step(self) -> float:
        return max(2.5, self._line() * (LINE_HEIGHT - 100) / 100 / 4)

    def _fit_font(self) -> None:
        wanted = theme.reading_font()
        if self.font() != wanted:
            self.setFont(wanted)
            self._format(self._text[slice(*self.bounds)])
            self._centre()
            self._fit_head()
        self.viewport().update()

    def beside(self) -> int:
        """How many pixels of its width are never words: the margins and the scroll bar."""
        return 2 * _SIDE - theme.GAP + self.verticalScrollBar().sizeHint().width()

    def _centre(self) -> None:
        column = column_width(self.font())
        bar = self.verticalScrollBar().sizeHint().width()
        side = max(_SIDE, int((self.width() - bar - column) / 2))
        if self.viewportMargins().left() != side:
            self.setViewportMargins(side, 0, max(theme.GAP, side - theme.GAP), 0)

    def _fit_head(self) -> None:
        width = self.viewport().width()
        height = self._head.heightForWidth(width)
        height = height if height > 0 else self._head.sizeHint().height()
        self._head.setGeometry(0, -self.verticalScrollBar().value(), width, height)
        frame = self.document().rootFrame()
        look = frame.frameFormat()
        if look.topMargin() != height:
            look.setTopMargin(height)
            look.setBottomMargin(3 * self._line())
            frame.setFrameFormat(look)

    def _scrolled(self, value: int) -> None:
        self._head.move(0, -value)
        if not self._settling:
            self._held = None
        self.did_scroll.emit()

    def _sized(self, _size: object) -> None:
        self.did_lay_out.emit()

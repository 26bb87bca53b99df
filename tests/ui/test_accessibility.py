"""Everywhere: each control has a name, Tab reaches it, and no key means two things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QGroupBox,
    QLabel,
    QMainWindow,
    QMenu,
    QMenuBar,
    QRadioButton,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from everywhere import stages
from habeas.ui import app
from habeas.ui.window import Window

Context = Qt.ShortcutContext


@pytest.fixture(params=["en", "es"])
def window(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Window]:
    """The window in both languages."""
    app.make(language=request.param)
    made = Window()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


def test_everything_is_named_reached_and_told_apart(qtbot: QtBot, window: Window) -> None:
    wrong: list[str] = []
    for stage, top in stages(qtbot, window):
        found = [*unnamed(top), *unreached(qtbot, top), *shared_letters(top), *shared_keys(top)]
        wrong += [f"{stage}: {line}" for line in found]
    assert not wrong, "\n".join(dict.fromkeys(wrong))


def focusable(top: QWidget) -> list[QWidget]:
    """The widgets that the keyboard can be in; parts of a field are the field's own matter."""
    return [
        widget
        for widget in top.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.window() is top
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not isinstance(widget, QLabel)  # its words can be picked up, nothing more
        and widget.focusProxy() is None
        and not isinstance(widget.parentWidget(), (QComboBox, QTabBar))
        and not widget.objectName().startswith("qt_")
    ]


def unnamed(top: QWidget) -> list[str]:
    """What a screen reader could not name."""
    return [f"no name: {seen(widget)}" for widget in focusable(top) if not named(widget)]


def named(widget: QWidget) -> str:
    """What a screen reader says."""
    spoken = QAccessible.queryAccessibleInterface(widget)
    return (spoken.text(QAccessible.Text.Name) if spoken else "") or widget.accessibleName()


def unreached(qtbot: QtBot, top: QWidget) -> list[str]:
    """What Tab never comes to, pressed until it is back where it began."""
    start = QApplication.focusWidget()
    if start is None or start.window() is not top:
        return ["nothing has the focus"]
    reached: list[QWidget] = []
    for _press in range(300):
        now = QApplication.focusWidget()
        if now is None or now in reached:
            break
        reached.append(now)
        qtbot.keyClick(now, Qt.Key.Key_Tab)
    start.setFocus()
    missed = [w for w in focusable(top) if w not in reached and not _in_group(w)]
    return [f"not reached by Tab: {seen(widget)}" for widget in missed]


def _in_group(widget: QWidget) -> bool:
    """Of a group of radio buttons Tab reaches the one that is chosen, the arrows the others."""
    return isinstance(widget, QRadioButton) and not widget.isChecked()


def shared_letters(top: QWidget) -> list[str]:
    """Letters that two things claim: with Alt, or in one open menu."""
    found = alike(worded(top))
    if isinstance(top, QMainWindow):
        for menu in top.menuBar().findChildren(QMenu):
            found += alike(made.text() for made in menu.actions() if made.isVisible())
    return found


def alike(texts: Iterable[str]) -> list[str]:
    """The texts that share a letter, a line for each letter."""
    told = [(mnemonic(text), text) for text in texts]
    count = Counter(letter for letter, _text in told if letter)
    return [
        f"Alt+{letter}: " + " | ".join(text for one, text in told if one == letter)
        for letter, n in count.items()
        if n > 1
    ]


def worded(top: QWidget) -> Iterator[str]:
    """The texts in ``top`` whose letters Alt can press."""
    if isinstance(top, QMainWindow):
        bar = top.menuBar()
        assert isinstance(bar, QMenuBar)
        yield from (action.text() for action in bar.actions() if action.isVisible())
    for widget in top.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not top:
            continue
        bound = isinstance(widget, QLabel) and widget.buddy() is not None
        if bound or isinstance(widget, QAbstractButton):
            yield getattr(widget, "text", str)()
        elif isinstance(widget, QGroupBox):
            yield widget.title()
        elif isinstance(widget, QTabBar):
            yield from (widget.tabText(n) for n in range(widget.count()))


def mnemonic(text: str) -> str:
    """The letter after a lone ``&``; empty if there is none."""
    return QKeySequence.mnemonic(text).toString().removeprefix("Alt+")


def shared_keys(top: QWidget) -> list[str]:
    """Keys that would do two things, and so do nothing."""
    bound = [(key, context, owner, name) for key, context, owner, name in keys_of(top)]
    return [
        f"{key}: {one} | {other}"
        for n, (key, context, owner, one) in enumerate(bound)
        for same, elsewhere, holder, other in bound[n + 1 :]
        if key == same and one != other and overlap(context, owner, elsewhere, holder)
    ]


def keys_of(top: QWidget) -> Iterator[tuple[str, Context, QWidget, str]]:
    """Every shortcut of what is shown, with where it works."""
    for owner in [top, *top.findChildren(QWidget)]:
        if not owner.isVisible() or owner.window() is not top:
            continue
        for action in owner.actions():
            for key in action.shortcuts():
                yield key.toString(), action.shortcutContext(), owner, action.objectName()
        for cut in owner.children():
            if isinstance(cut, QShortcut) and cut.isEnabled():
                yield cut.key().toString(), cut.context(), owner, f"shortcut of {seen(owner)}"
        if isinstance(owner, QAbstractButton) and not owner.shortcut().isEmpty():
            yield owner.shortcut().toString(), Context.WindowShortcut, owner, seen(owner)


def overlap(context: Context, owner: QWidget, elsewhere: Context, holder: QWidget) -> bool:
    """Whether there is a widget with the focus in which both would be meant."""
    wide = (Context.WindowShortcut, Context.ApplicationShortcut)
    if context in wide or elsewhere in wide:
        return True
    return owner is holder or owner.isAncestorOf(holder) or holder.isAncestorOf(owner)


def seen(widget: QWidget) -> str:
    """A widget as a failed test names it."""
    words = getattr(widget, "text", str)
    text = words() if callable(words) else ""
    return f"{type(widget).__name__} {widget.objectName() or named(widget) or text!r}"

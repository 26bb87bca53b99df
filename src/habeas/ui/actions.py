"""Actions as data: one table feeds menus, shortcuts, help and tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from habeas.i18n import _
from habeas.ui import icons


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Action:
    """What the user can do: ``text`` in English (marked N_), ``keys`` as Qt writes shortcuts.

    ``menu`` is the menu it stands in ("" for none); ``enabled`` is asked before menus open and
    after each change.  ``local`` actions work while their view has the focus.
    """

    id: str
    text: str
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    menu: str = ""
    icon: str = ""
    enabled: Callable[[], bool] = _always
    local: bool = False
    group: int = 0  # a separator stands between groups of a menu


def install(action: Action, owner: QWidget) -> QAction:
    """The QAction of an Action, on its owner; its enabled state is refreshed by ``refresh``."""
    made = QAction(_(action.text), owner)
    made.setObjectName(action.id)
    if action.icon:
        icons.put(made, action.icon)
    made.setShortcuts([QKeySequence(keys) for keys in action.keys])
    made.setShortcutContext(
        Qt.ShortcutContext.WidgetWithChildrenShortcut
        if action.local
        else Qt.ShortcutContext.WindowShortcut
    )
    made.setEnabled(action.enabled())
    made.triggered.connect(lambda _checked=False: _run(action))
    owner.addAction(made)
    return made


def _run(action: Action) -> None:
    # A key pressed while a list is dropped down is not meant for the view below it.
    if not action.local or QApplication.activePopupWidget() is None:
        action.run()


def refresh(pairs: list[tuple[Action, QAction]]) -> None:
    """Ask each Action again whether it can be done."""
    for action, made in pairs:
        made.setEnabled(action.enabled())


def refresh_on(owner: QWidget, table: Iterable[Action]) -> None:
    """Ask each Action of ``table`` that is installed on ``owner`` again."""
    made = {action.objectName(): action for action in owner.actions()}
    refresh([(action, made[action.id]) for action in table if action.id in made])

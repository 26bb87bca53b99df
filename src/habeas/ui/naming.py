"""The user's name in the open case: asked once where others gave theirs, and whenever she likes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from habeas.errors import Problem

if TYPE_CHECKING:
    from habeas.store.case import Case
    from habeas.ui.window import Window


class Naming(QObject):
    """Asks after the first act in somebody else's case: nothing is forced before."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._unasked = False
        window.desk.did_open.connect(self._opened)
        window.desk.did_act.connect(self._acted)

    def ask(self) -> None:
        """Ask for name and role in the open case."""
        from habeas.ui.dialogs import who

        case = self._window.desk.case
        self._unasked = False
        who.ask(
            self._window,
            lambda name, role: self._answered(case, name=name, role=role),
            name=case.user.name,
            role=case.user.role,
        )

    def _opened(self) -> None:
        from habeas.ui import whose

        self._unasked = whose.is_unasked(self._window.desk.case)

    def _acted(self) -> None:
        if self._unasked:
            self.ask()

    def _answered(self, case: Case, *, name: str, role: str) -> None:
        from habeas.store.journal import User
        from habeas.ui import whose

        desk = self._window.desk
        if not desk.is_open or desk.case is not case:
            return  # it was closed or locked meanwhile, and is asked another time
        try:
            whose.name_in(case, User(name, role))
        except Problem as problem:  # a full disk: for this run it holds all the same
            case.user = User(name, role)
            desk.did_fail.emit(problem)

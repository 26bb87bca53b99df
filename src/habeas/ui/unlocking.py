"""Opening a case, whether it is locked or not, and making a new one that may be."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from habeas import guarding
from habeas.errors import Problem
from habeas.i18n import _
from habeas.ui import asking, standing
from habeas.ui.examining import Examining
from habeas.ui.jobs import Lane, Progress, Work
from habeas.ui.moments import is_same
from habeas.ui.waits import Waits

if TYPE_CHECKING:
    # The store is imported after the first frame, and with it what asks for passphrases.
    from habeas.store.holding import Held
    from habeas.store.keys import Key
    from habeas.ui.views.unlock import Unlock
    from habeas.ui.window import Window


class Unlocking(QObject):
    """Opens and makes cases for the window; a key is made in a thread of its own."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._lane: Lane | None = None
        self.waits = Waits()
        self.examining = Examining(window)
        self._asked: tuple[Path, bytes] | None = None
        self._page: Unlock | None = None  # that asks

    @property
    def is_asking(self) -> bool:
        """Whether the page that asks for what opens a case is shown."""
        return self._asked is not None

    def new(self) -> None:
        """Ask where, and how it is to be locked, and make a case there."""
        asking.new_case(self._window, lambda path: self._window.attempt(lambda: self._ask(path)))

    def open(self, path: Path) -> None:
        """Open the case at ``path``, or ask for what opens it; Problem if it is no case."""
        desk = self._window.desk
        if desk.is_open and is_same(path, desk.case.path):
            self._asked = None
            self._window.frame.show_inside()
            return
        salt = _salt_of(path)
        if salt is None:
            self.examining.first(
                path, None, undone=self._unopened,
                then=lambda: self._window.attempt(lambda: self._enter(path, None)),
            )  # fmt: skip
        else:
            self.ask(path, salt)

    def ask(self, path: Path, salt: bytes) -> None:
        """Show the page that asks for what opens the file at ``path``, with this salt."""
        from habeas.ui.views.unlock import Unlock

        self.examining.stop()
        guarding.guard()  # also what is typed now stays out of core dumps
        self._asked = (path, salt)
        frame = self._window.frame
        page = Unlock(path.name, left=partial(self.waits.left, salt), parent=frame)
        self._page = page
        page.did_give_passphrase.connect(partial(self._derive, page))
        page.did_give_code.connect(partial(self._read_code, page))
        page.did_go_back.connect(self._back)
        frame.show_page(page)
        self._window.refresh()

    def again(self) -> None:
        """Ask again on a new page, if one was shown: the language changed."""
        if not self.examining.again() and self._asked is not None:
            self.ask(*self._asked)

    def settled(self) -> None:
        """A case was opened, or the welcome page is shown: nothing is asked any more."""
        if self.examining.is_running:  # for what is asked: only the language changed
            return
        self._asked = self._page = None
        locked = self._window.desk.is_open and self._window.desk.case.key is not None
        if not locked and not self._window.backing.is_running:
            guarding.release()

    def end(self) -> None:
        """Wait for the threads to end."""
        self.examining.end()
        if self._lane is not None:
            self._lane.close()
            self._lane = None

    # a locked case

    def _derive(self, page: Unlock, passphrase: str) -> None:
        assert self._asked is not None
        page.wait()
        self._run(
            _deriving(passphrase, self._asked[1]),
            done=partial(self._try, page),
            failed=partial(self._failed, page),
        )

    def _failed(self, page: Unlock, error: BaseException) -> None:
        if self._window.frame.shows(page):
            page.fail(str(error) if isinstance(error, Problem) else "")
        if not isinstance(error, Problem):
            self._window.desk.did_fail.emit(error)

    def _read_code(self, page: Unlock, code: str) -> None:
        from habeas.store import keys

        assert self._asked is not None
        try:
            key = keys.key_of(code, self._asked[1])
        except Problem as problem:
            page.fail(str(problem))
        else:
            self._try(page, key)

    def _try(self, page: Unlock, key: Key, *, read_only: bool = False) -> None:
        if self._asked is None or not self._window.frame.shows(page):
            key.forget()  # she went back meanwhile
            return
        page.wait()
        self.examining.first(
            self._asked[0], key, then=partial(self._unlock, key, read_only=read_only),
            undone=partial(self._refuse, key),
        )  # fmt: skip

    def _unlock(self, key: Key, *, read_only: bool) -> None:
        assert self._asked is not None
        path, salt = self._asked
        try:
            self._enter(path, key, read_only=read_only)
        except Problem as problem:
            self._refuse(key, problem)
        else:
            if self._asked is None:  # it was opened, and not only found to be held by another
                self.waits.forget(salt)

    def _refuse(self, key: Key, error: BaseException | None) -> None:
        """The key does not open it, or something else is in the way, or it was stopped."""
        from habeas.store import keys

        key.forget()
        page = self._asking()
        if isinstance(error, keys.Locked):
            assert self._asked is not None
            self.waits.failed(self._asked[1])
            page.refuse()
        elif error is None:
            page.fail("")
        else:
            self._failed(page, error)

    def _unopened(self, error: BaseException | None) -> None:
        if error is not None:
            self._window.desk.did_fail.emit(error)

    def _asking(self) -> Unlock:
        """The page that asks, shown again if another one took its place."""
        assert self._asked is not None
        if self._page is None or not self._window.frame.shows(self._page):
            self.ask(*self._asked)
        assert self._page is not None
        return self._page

    def _enter(self, path: Path, key: Key | None, *, read_only: bool = False) -> None:
        """Open the case; where another window writes in it, ask whether to read it meanwhile."""
        from habeas.store.holding import Held

        try:
            self._window.desk.open(path, key=key, read_only=read_only)
        except Held as held:
            page = None if key is None else self._asking()
            if page is not None:
                page.fail("")
            self._ask_held(path, key, held, page=page)

    def _ask_held(self, path: Path, key: Key | None, held: Held, *, page: Unlock | None) -> None:
        def read() -> None:
            self._window.standing.beside = held.holder
            self._once_more(path, key, page=page, read_only=True)

        standing.ask_held(
            self._window,
            held,
            read=read,
            again=lambda: self._once_more(path, key, page=page),
            leave=lambda: key.forget() if key is not None else None,
        )

    def _once_more(
        self, path: Path, key: Key | None, *, page: Unlock | None, read_only: bool = False
    ) -> None:
        """What was found to be held; whether the key opens it shows only now."""
        if page is not None and key is not None:
            self._try(page, key, read_only=read_only)
        else:
            enter = partial(self._enter, path, key, read_only=read_only)
            self._window.attempt(
                lambda: self.examining.first(
                    path, key, undone=self._unopened, then=lambda: self._window.attempt(enter)
                )
            )

    def _back(self) -> None:
        self.examining.stop()
        self._window.frame.leave_page()
        self.settled()
        self._window.refresh()

    # a new case

    def _ask(self, path: Path) -> None:
        from habeas.ui.dialogs import newcase

        if path.exists():  # said before she has thought of a passphrase
            raise Problem(
                _("“{name}” is there already. Nothing was changed; choose another name.").format(
                    name=path.name
                )
            )
        newcase.ask(self._window, path, partial(self._make, path))

    def _make(self, path: Path, passphrase: str | None, name: str, role: str) -> None:
        if not passphrase:
            self._window.attempt(lambda: self._create(path, None, name=name, role=role))
            return
        from habeas.store import keys
        from habeas.ui.views.unlock import Making

        guarding.guard()
        page = Making(path.stem, parent=self._window.frame)
        self._window.frame.show_page(page)
        self._window.refresh()

        def made(key: Key) -> None:
            self._window.attempt(lambda: self._create(path, key, name=name, role=role))
            if self._window.frame.shows(page):  # it could not be made
                self._back()

        def failed(error: BaseException) -> None:
            self._back()
            self._window.desk.did_fail.emit(error)

        self._run(_deriving(passphrase, keys.new_salt(COST)), done=made, failed=failed)

    def _create(self, path: Path, key: Key | None, *, name: str, role: str) -> None:
        from habeas.store.journal import User
        from habeas.ui import whose

        desk = self._window.desk
        desk.create(path, key=key)
        whose.name_in(desk.case, User(name, role))
        if key is not None:
            desk.say(_("Locked. Case > Show the recovery code… gives a second way in."))

    def _run(
        self,
        work: Work,
        *,
        done: Callable[[Key], object],
        failed: Callable[[BaseException], object],
    ) -> None:
        if self._lane is None:
            self._lane = Lane("key")
        self._lane.run(work, parent=self, done=done, failed=failed)


COST = 1  # of a new case's key, as ``keys`` counts it


def _deriving(passphrase: str, salt: bytes) -> Work:
    from habeas.store import keys

    yield Progress()
    return keys.derive(passphrase, salt)


def _salt_of(path: Path) -> bytes | None:
    """The salt of a locked case; None for any other file: opening it says what it is."""
    from habeas.store import keys

    try:
        return keys.salt_of(path)
    except (OSError, ValueError):
        return None

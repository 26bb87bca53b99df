"""What stands around every screen: sidebar, title, search, the line at the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from habeas.i18n import _
from habeas.ui import actions, menus, rooms, theme
from habeas.ui.actions import Action
from habeas.ui.finding import Finding
from habeas.ui.footing import Footing
from habeas.ui.rooms import ROOMS, View
from habeas.ui.views.welcome import Welcome
from habeas.ui.widgets.banner import Banner
from habeas.ui.widgets.intakepanel import IntakePanel
from habeas.ui.widgets.lock import Lock
from habeas.ui.widgets.searchfield import SearchField
from habeas.ui.widgets.sidebar import Item, Section, Sidebar
from habeas.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from habeas.ui.window import Window


class Frame(QWidget):
    """The window's inside; a room's view is made when the room is first entered."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.desk = window.desk
        self.room = ""
        self._views: dict[str, QWidget] = {}
        self._page: QWidget | None = None  # what is shown in place of the rooms
        self._local: dict[str, list[tuple[Action, QAction]]] = {}
        self.sidebar = Sidebar(_sections(), parent=self)
        self.title = QLabel(self)
        theme.role(self.title, "title")
        self.search = SearchField(
            _("Search every source, claim and name"), shortcut="Ctrl+K", parent=self
        )
        self.finding = Finding(self.search, self.desk)
        self.add = QPushButton(_("Add sources…"), self)
        theme.role(self.add, "primary")
        self.add.setAutoDefault(True)
        self.add.setAccessibleName(_("Add sources…"))
        self.add.clicked.connect(window.add_sources)
        self.more = QToolButton(self)
        self.more.setArrowType(Qt.ArrowType.DownArrow)
        self.more.setAccessibleName(_("More ways to bring sources in"))
        self.more.setToolTip(_("More ways to bring sources in"))
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more.clicked.connect(self._show_more)
        self.lock = Lock(self, window.locking.lock)
        self.footing = Footing(self.desk, self)
        self.intake = IntakePanel(window.intake, self)
        self.banner = Banner(self)
        self.notice = Banner(self)
        self._rooms = QStackedWidget(self)
        self._toast = Toast(self._rooms)
        self._lay_out()
        self.sidebar.did_choose.connect(self.enter)
        self.desk.did_say.connect(self.say)
        window.backing.did_change.connect(self._tell_backup)
        # Never beside an open case: the page looks into files, which would drop the case's locks.
        if not self.desk.is_open:
            self.show_welcome()

    def _show_more(self) -> None:
        """The menu of all that brings sources in, below its button."""
        below = self.more.mapToGlobal(QPoint(0, self.more.height()))
        self._window.menus[menus.SOURCES].popup(below)

    def show_welcome(self) -> None:
        """The welcome page, with nothing around it."""
        w = self._window
        page = Welcome(
            example=w.open_example,
            new=w.new_case,
            open_=w.open_case,
            open_path=w.open_path,
            restore=w.safe.show_backups,
            parent=self,
        )
        self.show_page(page)

    def show_page(self, page: QWidget) -> None:
        """A page with nothing around it, in place of the one before; a case stays behind it."""
        former, self._page = self._page, page
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        page.setFocus()
        if former is not None:
            former.hide()
            former.deleteLater()

    def shows(self, page: QWidget) -> bool:
        """Whether this is the page that is shown."""
        return self._page is page

    def leave_page(self) -> None:
        """Back to the case that is open, else to the welcome page."""
        if self.desk.is_open:
            self.show_inside()
        else:
            self.show_welcome()

    def show_inside(self) -> None:
        """The rooms of the open case, as they stand."""
        self._pages.setCurrentWidget(self._inside)
        former, self._page = self._page, None
        if former is not None:
            former.deleteLater()
        if self.room:
            self._views[self.room].setFocus()

    @property
    def is_inside(self) -> bool:
        """Whether the rooms of the case are shown, and not a page before them."""
        return self._page is None

    def show_case(self, name: str) -> None:
        """The rooms of the case that was opened, at the one that was shown last."""
        for view in self._views.values():
            view.deleteLater()
        self._views.clear()
        self._local.clear()
        self.room = ""
        self.sidebar.set_title(name)
        self.show_inside()
        for sign in (self.lock, self.footing):
            sign.show_state(locked=self.desk.case.key is not None)
        self._tell_backup()
        self.footing.show_writing(possible=self.desk.can_write)
        self.add.setEnabled(self.desk.can_write)
        self.add.setVisible(self.desk.can_write)
        self.more.setVisible(self.desk.can_write)
        self.count()
        self.enter(self.desk.kept("room") or ROOMS[0].id)
        self._window.standing.tell(self.banner)
        self._window.notices.tell(self.notice)

    def enter(self, ident: str) -> View | None:
        """Show a room and return its view; nothing happens while no case is open."""
        if not self.desk.is_open:
            return None
        if not self.is_inside:
            self.show_inside()
        room = next((r for r in ROOMS if r.id == ident), ROOMS[0])
        if room.id not in self._views:
            view = rooms.make(room, self.desk, self)
            self._views[room.id] = view
            self._rooms.addWidget(view)
            local = cast(View, view).actions_table()
            self._local[room.id] = [(a, actions.install(a, view)) for a in local]
        self.room = room.id
        self.sidebar.set_current(room.id)
        self.title.setText(_(room.title))
        self._rooms.setCurrentWidget(self._views[room.id])
        self._toast.raise_()  # what was said a moment ago still stands above the room
        self._views[room.id].setFocus()
        here = self._window.menus[menus.HERE]
        menus.fill(here, self._local[room.id])
        here.menuAction().setVisible(bool(self._local[room.id]))
        return cast(View, self._views[room.id])

    @property
    def local(self) -> list[tuple[Action, QAction]]:
        """The Actions of the room that is shown."""
        return self._local.get(self.room, [])

    def filtered(self) -> tuple[int, ...] | None:
        """The claims that the table shows, if it is the room that is shown and it is filtered."""
        if self.room != "claims":
            return None
        found: tuple[int, ...] | None = self._views["claims"].filtered()  # type: ignore[attr-defined]
        return found

    def count(self) -> None:
        """Write beside each room how much there is."""
        for room in ROOMS:
            if room.counts:
                found = self.desk.case.query(f"SELECT count(*) AS n FROM {room.counts}")
                self.sidebar.set_count(room.id, found[0]["n"])

    def say(self, line: str) -> None:
        """A short line that goes by itself."""
        self._toast.stand_in(self._rooms if self._window.at_work else self)
        self._toast.show_line(line)

    def hush(self) -> None:
        """Take away the line that was said: what it tells of holds no more."""
        self._toast.hide()

    def _tell_backup(self) -> None:
        self.footing.show_backup(self._window.backing.words())

    def _lay_out(self) -> None:
        bar = QFrame(self)
        theme.role(bar, "bar")
        top = QHBoxLayout(bar)
        top.setContentsMargins(2 * theme.GAP, theme.GAP, 2 * theme.GAP, theme.GAP)
        top.addWidget(self.title, 1)
        top.addWidget(self.lock)
        top.addWidget(self.search, 3)
        top.addWidget(self.add)
        top.addWidget(self.more)
        self.search.setMinimumWidth(130)
        self.search.setMaximumWidth(320)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(bar)
        right.addWidget(self._rooms, 1)
        right.addWidget(self.intake)
        right.addWidget(self.footing)
        self._inside = QWidget(self)
        whole = QVBoxLayout(self._inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.banner)
        whole.addWidget(self.notice)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(right, 1)
        whole.addLayout(row, 1)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)


def _sections() -> list[Section]:
    names = list(dict.fromkeys(room.section for room in ROOMS))
    return [
        Section(
            _(name) if name else "",
            tuple(
                Item(room.id, _(room.title), room.icon) for room in ROOMS if room.section == name
            ),
        )
        for name in names
    ]

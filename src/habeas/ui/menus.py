"""The program's own Actions: what can be done whatever screen is shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from habeas.i18n import N_, _
from habeas.ui import sourcing
from habeas.ui.actions import Action
from habeas.ui.locking import KEYS
from habeas.ui.rooms import ROOMS
from habeas.ui.widgets.menu import Menu

if TYPE_CHECKING:
    from habeas.ui.window import Window

FILE, EDIT, VIEW, GO, HELP = N_("&Case"), N_("&Edit"), N_("&View"), N_("&Go"), N_("&Help")
LOCKING = N_("Lock by &itself")  # stands within the Case menu
# As well: no letter is left for menus of their own.
SAFE = N_("Saf&ekeeping")
SOURCES = N_("So&urces")  # the button beside "Add sources…" opens it too
HERE = N_("Th&is room")  # what the screen that is shown can do
MENUS = (FILE, EDIT, HERE, GO, VIEW, HELP)


def table(window: Window) -> list[Action]:
    """Every Action of the program, in the order of its menus."""
    w, opened = window, lambda: window.at_work

    def free() -> bool:
        return not window.rewriting.is_running

    return [
        Action("case.new", N_("&New case…"), w.new_case, ("Ctrl+Shift+N",), FILE, "add", free),
        Action("case.open", N_("&Open…"), w.open_case, ("Ctrl+O",), FILE, "open", free),
        Action("case.example", N_("Open the e&xample"), w.open_example, (), FILE, "folder", free),
        Action("case.copy", N_("&Save a copy…"), w.save_copy, ("Ctrl+Shift+S",), FILE, "",
               lambda: w.at_work and not w.standing.is_past, group=1),
        Action("case.move", N_("&Move or rename…"), w.safe.ask_move, (), FILE, "",
               lambda: w.rewriting.may_begin, group=1),
        Action("case.report", N_("Write a &report…"), w.write_report, ("Ctrl+P",), FILE, "report",
               opened, group=3),
        *_lockings(window),
        *_bringings(window),
        Action("case.close", N_("&Close the case"), w.close_case, ("Ctrl+W",), FILE, "close",
               opened, group=5),
        Action("program.quit", N_("&Quit"), w.close, ("Ctrl+Q",), FILE, "", group=5),
        Action("edit.undo", N_("&Undo"), w.undo, ("Ctrl+Z",), EDIT, "undo", w.can_undo),
        Action("edit.redo", N_("&Redo"), w.redo, ("Ctrl+Shift+Z", "Ctrl+Y"), EDIT, "redo",
               w.can_redo),
        Action("edit.search", N_("&Search the case"), w.search, ("Ctrl+K", "Ctrl+F"), EDIT,
               "search", opened, group=1),
        *_goings(window),
        *_standings(window),
        *_safes(window),
        Action("view.larger", N_("&Larger words"), w.larger, ("Ctrl++", "Ctrl+="), VIEW),
        Action("view.smaller", N_("S&maller words"), w.smaller, ("Ctrl+-",), VIEW),
        Action("view.usual", N_("&Usual size"), w.usual_size, ("Ctrl+0",), VIEW),
        Action("view.light", N_("Li&ght"), lambda: w.use_scheme("light"), (), VIEW, group=1),
        Action("view.dark", N_("&Dark"), lambda: w.use_scheme("dark"), (), VIEW, group=1),
        Action("view.system", N_("As the des&ktop"), lambda: w.use_scheme("system"), (), VIEW,
               group=1),
        Action("view.english", "&English", lambda: w.use_language("en"), (), VIEW, group=2),
        Action("view.spanish", "E&spañol", lambda: w.use_language("es"), (), VIEW, group=2),
        Action("help.keys", N_("&Help and keys"), w.show_help, ("F1",), HELP, "help"),
        Action("help.about", N_("&About Habeas"), w.show_about, (), HELP, "info"),
    ]  # fmt: skip


def _bringings(window: Window) -> list[Action]:
    """What brings sources in, and what is asked of all of them."""
    w, writing = window, partial(getattr, window, "can_write")
    return [
        Action("source.add", N_("&Add sources…"), w.add_sources, ("Ctrl+Shift+A",), SOURCES, "add",
               writing),
        Action("source.folder", N_("Add a &folder…"), w.intake.ask_folder, ("Ctrl+Shift+F",),
               SOURCES, "folder", writing),
        Action("source.paste", N_("Add &pasted text…"), w.paste_text, ("Ctrl+Shift+V",), SOURCES,
               "paste", writing),
        Action("case.import_sheet", N_("I&mport a spreadsheet…"), w.import_sheet, (), SOURCES, "",
               writing),
        Action("source.literature", N_("A &list of literature…"),
               partial(sourcing.ask_literature, w), (), SOURCES, "", writing, group=2),
        Action("source.origins", N_("Same or&igin?…"), partial(sourcing.show_origins, w), (),
               SOURCES, "", lambda: w.at_work and not w.standing.is_past, group=2),
        Action("source.intake", N_("&Bringing in…"), w.intake.show, (), SOURCES, "", writing,
               group=3),
        Action("source.watch", N_("&Watch a folder…"), w.intake.watch.ask, (), SOURCES, "",
               writing, group=3),
    ]  # fmt: skip


def _lockings(window: Window) -> list[Action]:
    opened = partial(getattr, window, "at_work")
    locking = window.locking
    words = {2: N_("After &2 minutes"), 5: N_("After &5 minutes"), 10: N_("After 1&0 minutes"),
             30: N_("After &30 minutes"), 0: N_("&Never")}  # fmt: skip
    return [
        Action("case.lock", N_("&Lock now"), locking.lock, (KEYS,), FILE, "lock", opened,
               group=4),
        *(
            Action(f"lock.after.{n}", words[n], partial(locking.use_minutes, n), (), LOCKING)
            for n in words
        ),
        Action("case.recovery", N_("Show the reco&very code…"), locking.show_recovery_code, (),
               FILE, "", lambda: opened() and locking.is_locked_type, group=4),
        *_rewritings(window),
        Action("case.who", N_("&Your name in this case…"), window.naming.ask, (), FILE, "",
               partial(getattr, window, "can_write"), group=4),
    ]  # fmt: skip


def _rewritings(window: Window) -> list[Action]:
    rewriting = window.rewriting

    def locked() -> bool:
        return rewriting.may_begin and window.locking.is_locked_type

    def unlocked() -> bool:
        return rewriting.may_begin and not window.locking.is_locked_type

    return [
        Action("case.passphrase", N_("Chan&ge the passphrase…"), rewriting.ask_change, (), FILE,
               "", locked, group=4),
        Action("case.make-locked", N_("Loc&k this case…"), rewriting.ask_lock, (), FILE, "",
               unlocked, group=4),
        Action("case.unlock", N_("&Take the lock off…"), rewriting.ask_unlock, (), FILE, "",
               locked, group=4),
    ]  # fmt: skip


def _goings(window: Window) -> list[Action]:
    return [
        Action(
            f"go.{room.id}",
            room.title,
            partial(window.enter, room.id),
            (room.keys,),
            GO,
            room.icon,
            lambda: window.at_work,
        )
        for room in ROOMS
    ]


def _standings(window: Window) -> list[Action]:
    standing = window.standing
    return [
        Action("go.as-known", N_("The record as &known on…"), standing.ask, ("Ctrl+Shift+K",), GO,
               "", partial(getattr, window, "at_work"), group=1),
        Action("go.today", N_("Back to &today"), standing.back, ("Ctrl+Shift+T",), GO, "",
               lambda: window.at_work and standing.is_past, group=1),
    ]  # fmt: skip


def _safes(window: Window) -> list[Action]:
    safe, backing = window.safe, window.backing
    opened = partial(getattr, window, "at_work")
    return [
        Action("case.verify", N_("&Verify the case…"), safe.verify, (), SAFE, "",
               lambda: opened() and not window.standing.is_past),
        Action("case.seal", N_("&Seal the case…"), safe.seal, (), SAFE, "",
               lambda: opened() and not window.standing.is_past),
        Action("case.back-up", N_("Back &up now"), backing.now, (), SAFE, "",
               lambda: backing.may_begin, group=1),
        Action("case.backups", N_("&Backups…"), safe.show_backups, (), SAFE, "history", group=1),
    ]  # fmt: skip


def build(window: Window, pairs: list[tuple[Action, QAction]]) -> dict[str, QMenu]:
    """Fill the menu bar from installed Actions; returns the menus by their English name."""
    bar = window.menuBar()
    bar.clear()
    for former in getattr(window, "menus", {}).values():
        former.deleteLater()
    menus: dict[str, QMenu] = {}
    for name in MENUS:
        menu = Menu(_(name), bar)
        bar.addMenu(menu)
        menu.aboutToShow.connect(window.refresh_actions)
        menus[name] = menu
        fill(menu, [(a, made) for a, made in pairs if a.menu == name])
    for name, before in ((SAFE, "case.lock"), (SOURCES, "case.report")):
        within = menus[name] = Menu(_(name), menus[FILE])
        fill(within, [(a, made) for a, made in pairs if a.menu == name])
        within.aboutToShow.connect(window.refresh_actions)
        menus[FILE].insertMenu(_named(menus[FILE], before), within)
    _add_locking(window, menus[FILE], [(a, made) for a, made in pairs if a.menu == LOCKING])
    hide_room(menus)
    return menus


def _add_locking(window: Window, menu: QMenu, pairs: list[tuple[Action, QAction]]) -> None:
    """The choice of how soon a case locks by itself, below "Lock now"."""
    choice = Menu(_(LOCKING), menu)
    fill(choice, pairs)
    one = QActionGroup(choice)
    for _action, made in pairs:
        made.setCheckable(True)
        one.addAction(made)
    menu.insertMenu(_named(menu, "case.recovery"), choice)

    def tick() -> None:
        for _action, made in pairs:
            made.setChecked(made.objectName() == f"lock.after.{window.locking.minutes}")

    choice.aboutToShow.connect(tick)


def _named(menu: QMenu, ident: str) -> QAction:
    """The entry of an Action in a menu."""
    return next(made for made in menu.actions() if made.objectName() == ident)


def hide_room(menus: dict[str, QMenu]) -> None:
    """Take the room's menu away: no room is shown."""
    menus[HERE].clear()
    menus[HERE].menuAction().setVisible(False)


def fill(menu: QMenu, pairs: list[tuple[Action, QAction]]) -> None:
    """Put Actions into a menu, a line between groups."""
    menu.clear()
    group = None
    for action, made in pairs:
        if group is not None and action.group != group:
            menu.addSeparator()
        group = action.group
        menu.addAction(made)

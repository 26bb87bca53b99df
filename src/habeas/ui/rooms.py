"""The rooms of the window as data: what the sidebar lists and which view each one is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol, cast

from PySide6.QtWidgets import QWidget

from habeas.i18n import N_
from habeas.ui.actions import Action
from habeas.ui.desk import Desk


class View(Protocol):
    """What the window asks of a screen, besides being a QWidget."""

    def actions_table(self) -> list[Action]:
        """What can be done here."""
        ...

    def arrive(self, what: str, ident: int, more: Mapping[str, Any]) -> None:
        """Show what the user asked for."""
        ...

    def refresh(self) -> None:
        """Read everything again."""
        ...


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the sidebar; ``counts`` is the table whose rows stand beside its name."""

    id: str
    title: str
    section: str
    icon: str
    view: str  # module:class, imported when the room is first entered
    keys: str
    counts: str = ""
    asks: tuple[str, ...] = ()


RECORD, LOOK, REGISTER = N_("Record"), N_("Look"), N_("Register")

ROOMS = (
    Room("sources", N_("Sources"), RECORD, "sources", "sources:SourcesView", "Ctrl+1",
         "source", ("source", "claim")),
    Room("claims", N_("Claims"), RECORD, "claims", "claims:ClaimsView", "Ctrl+2",
         "claim", ("claims",)),
    Room("events", N_("Events"), RECORD, "events", "events:EventsView", "Ctrl+3",
         "event", ("event",)),
    Room("board", N_("Board"), LOOK, "board", "board:BoardView", "Ctrl+4", "", ("board",)),
    Room("places", N_("Places"), REGISTER, "places", "places:PlacesView", "Ctrl+5",
         "place", ("place",)),
    Room("actors", N_("Actors"), REGISTER, "actors", "actors:ActorsView", "Ctrl+6",
         "actor", ("actor",)),
    Room("history", N_("History"), "", "history", "history:HistoryView", "Ctrl+7",
         "", ("history",)),
)  # fmt: skip


def room_for(what: str) -> Room:
    """The room that shows a source, claim, event, place, actor or list of claims."""
    return next(room for room in ROOMS if what in room.asks or what == room.id)


def make(room: Room, desk: Desk, parent: QWidget) -> QWidget:
    """The room's view, imported now."""
    module, name = room.view.split(":")
    found = getattr(import_module(f"habeas.ui.views.{module}"), name)
    return cast(QWidget, found(desk, parent))

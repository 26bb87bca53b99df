"""Actors: persons, offices, organisations and groups, as voices and in the roles they are given.

Nothing is said of a person here but what a source says, and each line stands with its speaker:
there are no scores and no labels of ours, and a source's label stays in quotation marks.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from habeas.i18n import N_
from habeas.overview import register
from habeas.services import registering
from habeas.ui.desk import Desk
from habeas.ui.views.places import Register, RegisterView

ACTORS = Register(
    table="actor",
    title=N_("Actors"),
    find=register.ACTORS,
    row=register.ACTOR_ROW,
    claims=register.CLAIMS_OF_ACTOR,
    claim_row=register.claim_row_of_actor,
    part=(N_("Its part"), register.part_of_actor),
    kinds="actor-kinds",
    empty=N_("Actors come into the register when a claim that names them is accepted."),
    merge=registering.merge_actors,
    also=registering.also_actor,
    merged=N_("Merge actors"),
    in_table=N_("Show what it says in the &table"),
)


class ActorsView(RegisterView):
    """Everyone who speaks or is spoken of in the record."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(ACTORS, desk, parent)

"""The names of the tables: which are journalled, and which record each one holds.

Both lists only ever grow at their ends: the steps of old take what was there in their time.
"""

from __future__ import annotations

from habeas.domain.claim import Claim
from habeas.domain.event import Event
from habeas.domain.link import Link
from habeas.domain.passage import Passage
from habeas.domain.register import Actor, ClaimPlace, Place
from habeas.domain.source import Source
from habeas.domain.voice import Role, Voice

RECORDS: dict[type, str] = {
    Source: "source",
    Passage: "passage",
    Claim: "claim",
    Event: "event",
    Link: "link",
    Place: "place",
    Actor: "actor",
    ClaimPlace: "claim_place",
    Voice: "voice",
    Role: "role",
}

JOURNALLED = (
    "source",
    "source_capture",
    "passage",
    "claim",
    "claim_passage",
    "claim_place",
    "voice",
    "role",
    "event",
    "link",
    "place",
    "place_name",
    "actor",
    "actor_name",
    "rejection",
    "term",
    "custody",
    "seal",
    "purge",
    "source_layer",
    "same_origin",
)

IMMUTABLE = ("capture", "chunk", "layer", "stretch")

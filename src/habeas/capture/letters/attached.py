"""What is attached to a mail, as Parts: how it is called, and what it is to the mail."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from dataclasses import replace

from habeas.capture import inside
from habeas.capture.letters import words
from habeas.capture.letters.mime import Entity
from habeas.capture.original import Original
from habeas.capture.reading import Part
from habeas.i18n import N_, _

DAMAGED = N_("The attachment was damaged on its way: what could be restored of it is kept.")
HIDING = N_("The name of this file held invisible signs that can hide what it ends in.")


def parts(mail: Original, beside: list[Entity]) -> Iterator[Part]:
    """The attachments of a mail, in their order."""
    for number, entity in enumerate(beside, 1):
        data, damaged = entity.content()
        name, hid = named(entity, number)
        reading = inside.read(mail, data, name)
        notes = [*([_(DAMAGED)] if damaged else []), *([_(HIDING)] if hid else [])]
        yield Part(replace(reading, notes=(*reading.notes, *notes)), _role(entity))


def named(entity: Entity, number: int) -> tuple[str, bool]:
    """What an attachment is called, for showing, and whether its name hid something."""
    name, hid = words.shown_name(words.decoded(entity.name))
    if name:
        return name, hid
    if entity.media_type == "message/rfc822":
        return f"{number}.eml", hid
    suffix = mimetypes.guess_extension(entity.media_type) or ".bin"
    return f"{number}{suffix}", hid


def _role(entity: Entity) -> str:
    if entity.media_type == "message/rfc822":
        return "mail"
    shown = entity.disposition != "attachment" or "content-id" in entity.headers
    return "picture" if entity.media_type.startswith("image/") and shown else "attachment"

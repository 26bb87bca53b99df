"""What came inside a mail or an export, as Parts; one that cannot be read is kept all the same."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from dataclasses import replace

from habeas.capture import original as originals
from habeas.capture.letters import signs, words
from habeas.capture.letters.mime import Entity
from habeas.capture.reading import Part, Reading
from habeas.errors import Problem
from habeas.i18n import _

DEEPEST = 5  # mails in mails
MailReader = Callable[[bytes, str, int], Reading]  # its bytes, its name, how deep it lies


def parts(beside: list[Entity], *, depth: int, mail: MailReader) -> Iterator[Part]:
    """The attachments of a mail that lies ``depth`` mails deep, in their order."""
    for number, entity in enumerate(beside, 1):
        data, damaged = entity.content()
        name, hid = named(entity, number)
        role = _role(entity)
        reading = of_bytes(data, name, depth=depth + 1, mail=mail)
        notes = [*([_damage()] if damaged else []), *([hiding()] if hid else [])]
        yield Part(replace(reading, notes=(*reading.notes, *notes)), role)


def of_bytes(data: bytes, name: str, *, depth: int = 0, mail: MailReader | None = None) -> Reading:
    """The Reading of what came inside, with an empty text and a note if it cannot be read."""
    from habeas import capture

    original = originals.of_bytes(data, name)
    try:
        if not data:
            return kept(data, name, _("“{name}” is empty.").format(name=name))
        if mail is not None and signs.is_mail(original):
            return mail(data, name, depth)
        return capture.read_original(original)
    except (Problem, RecursionError, MemoryError):
        return kept(data, name, _("“{name}” is kept, but it cannot be read.").format(name=name))
    except Exception:  # noqa: BLE001 - whatever is wrong with one attachment must not cost the rest
        return kept(data, name, _("“{name}” is kept, but it cannot be read.").format(name=name))


def kept(data: bytes, name: str, *notes: str) -> Reading:
    """The Reading of bytes in which no words are found."""
    return Reading(
        data, "", media_type="application/octet-stream", extractor="none", file_name=name,
        title=name, notes=notes,
    )  # fmt: skip


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


def _damage() -> str:
    return _("The attachment was damaged on its way: what could be restored of it is kept.")


def hiding() -> str:
    """The note for a file whose name had to be cleaned of signs that mislead."""
    return _("The name of this file held invisible signs that can hide what it ends in.")

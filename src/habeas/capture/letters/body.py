"""Which of a mail's parts are its words, and which came with them."""

from __future__ import annotations

from dataclasses import dataclass, field

from habeas.capture import plain
from habeas.capture.letters import charsets, markup, quoted
from habeas.capture.letters.mime import Entity
from habeas.domain.stretch import Stretch

_WORDS = ("text/plain", "text/html")
_SEALS = (
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
)


@dataclass(slots=True)
class Body:
    """The text of a mail, its quoted stretches, and the entities that are parts of their own."""

    text: str = ""
    stretches: tuple[Stretch, ...] = ()
    encoding: str = "utf-8"
    notes: list[str] = field(default_factory=list)
    beside: list[Entity] = field(default_factory=list)
    seals: list[str] = field(default_factory=list)  # signatures, which are no words
    locked: bool = False


def of(mail: Entity) -> Body:
    """The Body of a mail: the plain words if there are any, otherwise those in HTML."""
    body = Body()
    for entity in _collected(mail, body):
        _add(body, entity)
    body.notes = list(dict.fromkeys(body.notes))
    return body


def _collected(entity: Entity, body: Body) -> list[Entity]:
    """The entities whose words are the mail's, in order; the others go into ``body``."""
    kind = entity.media_type
    if kind == "multipart/encrypted":
        body.locked = True
        return []
    if kind == "multipart/alternative" and entity.parts:
        return _chosen(entity, body)
    if entity.parts:
        return [leaf for part in entity.parts for leaf in _collected(part, body)]
    if kind in _SEALS:
        body.seals.append(kind)
        return []
    # A multipart without parts is a broken one, whose words may be read all the same.
    broken = kind.startswith("multipart/")
    if (kind in _WORDS or broken) and entity.disposition != "attachment" and not entity.name:
        return [entity]
    body.beside.append(entity)
    return []


def _chosen(entity: Entity, body: Body) -> list[Entity]:
    """Of the same words in several forms, the plain one."""
    several = []
    for part in entity.parts:
        apart = Body()
        several.append(_collected(part, apart))
        body.beside.extend(apart.beside)
        body.seals.extend(apart.seals)
        body.locked = body.locked or apart.locked
    plainly = [each for each in several if each and _is_plain(each)]
    rich = [each for each in several if each and not _is_plain(each)]
    for form in (*plainly, *reversed(rich)):
        if any(not plain.is_blank(_words(leaf)[0]) for leaf in form):
            return form
    return []


def _is_plain(leaves: list[Entity]) -> bool:
    return all(leaf.media_type == "text/plain" for leaf in leaves)


def _add(body: Body, entity: Entity) -> None:
    text, found, decoded = _words(entity)
    if decoded.note:
        body.notes.append(decoded.note)
    if plain.is_blank(text):
        return
    gap = "\n\n" if body.text else ""
    start = len(body.text) + len(gap)
    if not body.text:
        body.encoding = decoded.encoding
    body.text += gap + text
    body.stretches += tuple(Stretch(s.kind, s.start + start, s.end + start) for s in found)


def _words(entity: Entity) -> tuple[str, tuple[Stretch, ...], charsets.Decoded]:
    data, _damaged = entity.content()
    is_page = entity.media_type == "text/html"
    decoded = charsets.decode(data, entity.param("charset"), page=is_page)
    if is_page:
        return *markup.words(decoded.text), decoded
    text = plain.cleaned(decoded.text)[0].strip("\n")
    return text, quoted.stretches(text), decoded

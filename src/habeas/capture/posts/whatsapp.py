"""Chats that WhatsApp exported, as text or with their media in a ZIP file: a source for a day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from habeas.capture import encodings, plain, sentences
from habeas.capture.letters import words
from habeas.capture.original import Original
from habeas.capture.posts import chats, signs, whole
from habeas.capture.posts import whatsapplines as lines
from habeas.capture.posts.chats import Chat, Day, Message
from habeas.capture.posts.shelf import Shelf
from habeas.capture.posts.whatsapplines import Line
from habeas.capture.reading import Reading
from habeas.errors import Problem
from habeas.i18n import _

EXTRACTOR = "whatsapp"
_NAMED = re.compile(r"(?:WhatsApp Chat (?:with|-)|Chat de WhatsApp con)\s+(.+?)(?:\.txt|\.zip)")
_ATTACHED = re.compile(  # <attached: 1.jpg>, 1.jpg (file attached), in whatever language
    r"[\u200e\u200f\u202a-\u202c ]*(?:<[^:<>\n]{1,40}: (?P<apple>[^<>\n]{1,200})>"
    r"|(?P<android>[^\n]{1,200}?\.\w{1,5}) \([^()\n]{1,60}\))"
)


def read(original: Original) -> Reading:
    """The Reading of an exported chat: no text of its own, and its days as parts."""
    try:
        data, name, members = Shelf(original).messages(signs.CHAT, lines.looks_exported)
    except Problem as problem:
        return _whole(original, (str(problem),))
    decoded = encodings.decode(data)
    if decoded is None:
        return _whole(original, (_(sentences.NO_MESSAGES),))
    text = plain.cleaned(decoded.text)[0]
    found = list(islice(lines.lines_of(text), chats.MOST + 1))
    if not found:
        return _whole(original, (_(sentences.NO_MESSAGES),))
    order = lines.orders(list(dict.fromkeys(line.day for line in found)))
    media = {member.rpartition("/")[2]: member for member in members}
    days = chats.by_day(_message(line, media) for line in found[: chats.MOST])
    notes = (*decoded.notes, *_counted(len(days), many=len(found) > chats.MOST), *_told(order))
    return _whole(original, notes, _days(_about(original, name, order), days, order))


def _whole(original: Original, notes: tuple[str, ...], days: Iterable[Day] = ()) -> Reading:
    return whole.of_days(
        original,
        notes,
        days,
        media_type=signs.WHATSAPP,
        extractor=EXTRACTOR,
        title=_titled(original.name, ""),
    )


def _message(line: Line, media: dict[str, str]) -> Message:
    named = _ATTACHED.match(line.words)
    file = (named["apple"] or named["android"]).strip() if named else ""
    clock = f"{line.clock}:{line.seconds}" if line.seconds else line.clock
    return Message(
        line.day,
        line.clock,
        line.who,
        line.words,
        f"{line.day} {clock}",
        (("file", file),) if file else (),
        (media[file],) if file in media else (),
    )


def _about(original: Original, name: str, order: tuple[str, ...]) -> Chat:
    return Chat(
        _titled(original.name, name),
        "chat",
        EXTRACTOR,
        notes=(_("WhatsApp does not say in which zone its times are."), *_told(order)),
    )


def _titled(file: str, text: str) -> str:
    """The name of the chat, which only the file's name tells."""
    for name in (text, file):
        if found := _NAMED.fullmatch(name):
            return words.shown_name(found[1])[0]
    return file


def _days(chat: Chat, days: dict[str, list[Message]], order: tuple[str, ...]) -> Iterator[Day]:
    for day, messages in days.items():
        published = _published(day, order)
        yield chat, published if len(published) == 10 else day, published, messages


def _published(day: str, order: tuple[str, ...]) -> str:
    """The day as EDTF; only the year if day and month may be the other way round."""
    dates = {found for each in order if (found := lines.dated(day, each))}
    if len(dates) == 1:
        return dates.pop().isoformat()
    years = {found.year for found in dates}
    return f"{years.pop():04}" if len(years) == 1 else ""


def _told(order: tuple[str, ...]) -> tuple[str, ...]:
    """What to say if the order of day and month cannot be told."""
    if len(order) == 1:
        return ()
    return (
        _(
            "Whether the day or the month stands first in the dates of this chat cannot be told "
            "from it. Where both are possible only the year is given: correct the date by hand."
        ),
    )


def _counted(days: int, *, many: bool) -> tuple[str, ...]:
    most = (_(chats.MANY).format(n=chats.MOST),) if many else ()
    return (chats.counted(days), *most)

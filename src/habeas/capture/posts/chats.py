"""Messages of a chat, put together by day: a text to read and quote from, with who wrote what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from habeas.capture import language, plain
from habeas.capture.letters import words
from habeas.capture.original import Original
from habeas.capture.posts.shelf import Shelf
from habeas.capture.reading import Part, Reading
from habeas.domain.stretch import Stretch, StretchKind
from habeas.i18n import N_, ngettext

MOST = 200_000  # messages of one export
VERSION = "1"
MANY = N_("Only the first {n} messages were read. Export fewer at a time for the others.")
_FACTS = 2_000  # pairs of metadata of one day
_NAMES = 20  # authors of one day that are named as such


@dataclass(frozen=True, slots=True)
class Message:
    """``words`` that ``who`` wrote at ``clock`` ("21:05") of ``day`` (as the export groups it).

    ``moment`` is the time as exactly as the export gives it, with its zone if it gives one;
    ``facts`` are what else it says, by its own names; ``media`` are members of the export.  A
    message without a ``who`` is one of the chat itself.
    """

    day: str
    clock: str
    who: str
    words: str
    moment: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chat:
    """What is the same for all days of a chat."""

    name: str
    kind: str  # source kind: chat, post
    extractor: str
    notes: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()


# Its chat, how the day is called, its EDTF date, its messages.
Day = tuple[Chat, str, str, list[Message]]


def by_day(messages: Iterable[Message]) -> dict[str, list[Message]]:
    """The messages of each day, days and messages in the order in which they come."""
    days: dict[str, list[Message]] = {}
    for message in messages:
        days.setdefault(message.day, []).append(message)
    return days


def counted(days: int) -> str:
    """The note that says of how many days messages were found."""
    return ngettext(
        "An export of chats: messages of one day, which is a source of its own.",
        "An export of chats: messages of {n} days, each of which is a source of its own.",
        days,
    ).format(n=days)


def parts(original: Original, days: Iterable[Day]) -> Iterator[Part]:
    """A Part for each day."""
    with Shelf(original) as shelf:
        for chat, called, published, messages in days:
            reading = of_day(
                original, chat, messages, called=called, published=published, shelf=shelf
            )
            yield Part(reading, "post", shared=True)


def of_day(
    original: Original,
    chat: Chat,
    messages: list[Message],
    *,
    called: str,
    published: str,
    shelf: Shelf,
) -> Reading:
    """The Reading of one day, whose bytes are those of the export."""
    text, stretches = written(messages)
    media = [name for message in messages for name in message.media]
    return Reading(
        b"",
        text,
        media_type="text/plain",
        extractor=chat.extractor,
        version=VERSION,
        notes=chat.notes,
        file_name=original.name,
        title=f"{chat.name}, {called}" if chat.name else called,
        language=language.guess("\n".join(message.words for message in messages)),
        kind=chat.kind,
        author=", ".join(_writers(messages)),
        publisher=chat.name if chat.kind == "post" else "",
        published=published,
        silent=chat.silent,
        metadata=(*chat.metadata, *_told(messages)),
        stretches=stretches,
        parts=shelf.parts(media),
    )


def written(messages: Iterable[Message]) -> tuple[str, tuple[Stretch, ...]]:
    """The text of messages: "21:05 Author:" on a line, then the words, then an empty line."""
    said: list[str] = []
    stretches = []
    at = 0
    for message in messages:
        head = f"{message.clock} {words.one_line(message.who)}".strip()
        body = plain.cleaned(message.words)[0].strip("\n")
        entry = f"{head}:\n{body}" if body else f"{head}:"
        name = words.one_line(message.who)
        stretches.append(Stretch(StretchKind.MESSAGE, at, at + len(entry), name))
        said.append(entry)
        at += len(entry) + 2
    return "\n\n".join(said), tuple(stretches)


def _writers(messages: list[Message]) -> list[str]:
    """Who wrote on a day, each once."""
    names = dict.fromkeys(words.one_line(message.who) for message in messages)
    return [name for name in names if name][:_NAMES]


def _told(messages: list[Message]) -> list[tuple[str, str]]:
    """How many messages there are, from when to when, and what the export says of each."""
    moments = [message.moment for message in messages if message.moment]
    pairs = [("Messages", str(len(messages)))]
    if moments:
        pairs += [("First message", moments[0]), ("Last message", moments[-1])]
    for message in messages:
        for name, value in message.facts:
            if len(pairs) >= _FACTS:
                return pairs
            pairs.append((name, words.one_line(f"{message.clock} {message.who}: {value}")[:2_000]))
    return pairs

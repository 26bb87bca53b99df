"""A mail as Outlook keeps it (.msg): the same fields, words and attachments as any other mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import Message
from email.utils import format_datetime, formataddr
from itertools import islice

from habeas.capture import inside, language, plain, sentences, title
from habeas.capture.letters import (
    attached,
    charsets,
    eml,
    fields,
    mapi,
    markup,
    mime,
    quoted,
    rtf,
    signs,
    words,
)
from habeas.capture.letters.mapi import BROKEN, Store
from habeas.capture.original import Original, of_bytes
from habeas.capture.reading import Part, Reading
from habeas.capture.unread import unread
from habeas.domain.stretch import Stretch
from habeas.i18n import _

_OUTER, _INNER, _OTHER = 32, 24, 8  # bytes before the records of a message, one inside, the rest
_SUBJECT, _CLASS, _HEADERS = 0x0037, 0x001A, 0x007D
_SENDER_NAME, _SENDER_MAIL, _SENDER_SMTP, _BEHALF = 0x0C1A, 0x0C1F, 0x5D01, 0x0042
_TO, _CC, _SENT, _ARRIVED, _ID, _ANSWERS = 0x0E04, 0x0E03, 0x0039, 0x0E06, 0x1035, 0x1042
_BODY, _PAGE, _RICH = 0x1000, 0x1013, 0x1009
_FILE, _LONG_NAME, _SHORT_NAME, _KIND, _SHOWN = 0x3701, 0x3707, 0x3704, 0x370E, 0x3712
_PERSON, _PERSON_MAIL, _PERSON_SMTP, _PERSON_ROLE = 0x3001, 0x3003, 0x39FE, 0x0C15
_ROLES = {1: "To", 2: "Cc", 3: "Bcc"}
_MOST_PEOPLE = 2_000


@dataclass(frozen=True, slots=True)
class _Said:
    text: str = ""
    stretches: tuple[Stretch, ...] = ()
    notes: tuple[str, ...] = ()


def read(original: Original) -> Reading:
    """The Reading of an Outlook message; one that is broken is kept and says so."""
    import olefile

    data = original.whole()
    try:
        made = _reading(mapi.opened(data, _OUTER), original)
    except BROKEN:
        made = _unreadable(original, _(sentences.DAMAGED))
    version = f"1+{olefile.__version__}"
    return replace(made, data=data, media_type=signs.OUTLOOK, extractor="olefile", version=version)


def _reading(store: Store, original: Original) -> Reading:
    """The Reading of a message, its bytes left out."""
    told = fields.of(_headers(store))
    said = _said(store)
    kind = store.text(_CLASS)
    return Reading(
        b"",
        said.text,
        media_type=signs.OUTLOOK,
        extractor="olefile",
        notes=(*said.notes, *_unread(said, kind)),
        file_name=original.name,
        title=told.title or title.guess(said.text) or original.name,
        language=language.guess(said.text),
        kind="letter",
        author=told.author,
        published=told.published,
        silent=told.silent,
        metadata=(*told.metadata, *((("Message class", kind),) if kind else ())),
        stretches=said.stretches,
        parts=_parts(store, original),
    )


def _headers(store: Store) -> Message:
    """The headers that came over the net, and for those that are missing what Outlook noted."""
    made = mime.headers_of(store.text(_HEADERS))
    sender = store.text(_SENDER_SMTP) or store.text(_SENDER_MAIL)
    name = store.text(_SENDER_NAME) or store.text(_BEHALF)
    sent = store.time(_SENT) or store.time(_ARRIVED)
    noted = {
        "Subject": store.text(_SUBJECT),
        "From": _person(name, sender),
        "Date": format_datetime(sent) if sent else "",
        "Message-ID": store.text(_ID),
        "In-Reply-To": store.text(_ANSWERS),
        **_people(store),
    }
    for field, value in noted.items():
        if value and field not in made:
            made.set_raw(field, plain.cleaned(value)[0])
    return made


def _people(store: Store) -> dict[str, str]:
    """To, Cc and Bcc, from the recipients or else from the line that was shown."""
    found: dict[str, list[str]] = {}
    for each in islice(store.inside("__recip_version1.0_", _OTHER), _MOST_PEOPLE):
        role = _ROLES.get(each.number(_PERSON_ROLE), "To")
        place = each.text(_PERSON_SMTP) or each.text(_PERSON_MAIL)
        found.setdefault(role, []).append(_person(each.text(_PERSON), place))
    shown = {"To": store.text(_TO), "Cc": store.text(_CC)}
    return shown | {role: ", ".join(filter(None, people)) for role, people in found.items()}


def _person(name: str, place: str) -> str:
    """A name and an address as they stand in a header; the address may be one of Exchange."""
    if not place or "@" not in place:
        return name or place
    try:
        return formataddr((name, place)) if name and name != place else place
    except (UnicodeError, ValueError):
        return name or place


def _said(store: Store) -> _Said:
    """The plain body if there is one, otherwise the words of the HTML or the Rich Text."""
    text = plain.cleaned(store.text(_BODY))[0].strip("\n")
    if not plain.is_blank(text):
        return _Said(text, quoted.stretches(text))
    if page := store.data(_PAGE):
        found = charsets.decode(page, store.code_page, page=True)
        return _Said(*markup.words(found.text), (found.note,) if found.note else ())
    if page_text := store.text(_PAGE):
        return _Said(*markup.words(page_text))
    text = rtf.words(store.data(_RICH))
    return _Said(text, quoted.stretches(text))


def _unread(said: _Said, kind: str) -> tuple[str, ...]:
    if "SMIME" in kind.upper() and "MULTIPARTSIGNED" not in kind.upper():
        return (_(eml.ENCRYPTED),)
    return (_(eml.WORDLESS),) if plain.is_blank(said.text) else ()


def _parts(store: Store, original: Original) -> Iterator[Part]:
    """The attachments; a message inside has no bytes of its own but those of the whole."""
    files = store.inside("__attach_version1.0_", _OTHER)
    for number, each in enumerate(islice(files, mime.MOST), 1):
        given = each.text(_LONG_NAME) or each.text(_SHORT_NAME)
        name, hid = words.shown_name(given)
        message = each.message(_FILE, _INNER)
        if message is not None:
            yield Part(_inner(message, original, name or f"{number}.msg"), "mail", shared=True)
            continue
        kind = each.text(_KIND).lower()
        data = each.data(_FILE)
        reading = inside.read(original, data, name or f"{number}.bin")
        notes = (*reading.notes, _(attached.HIDING)) if hid else reading.notes
        shown = kind.startswith("image/") and each.text(_SHOWN)
        yield Part(replace(reading, notes=notes), "picture" if shown else "attachment")


def _inner(message: Store, around: Original, name: str) -> Reading:
    original = of_bytes(b"", name, depth=around.depth + 1)
    if original.depth > inside.DEEPEST:
        return _unreadable(original, inside.too_deep(name))
    try:
        return _reading(message, original)
    except BROKEN:
        return _unreadable(original, _(sentences.DAMAGED))


def _unreadable(original: Original, note: str) -> Reading:
    return replace(unread(original, note, media_type=signs.OUTLOOK), kind="letter")

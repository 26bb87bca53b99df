"""Exports of Telegram Desktop (result.json): a source for each day of each chat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from habeas.capture import plain, sentences
from habeas.capture.letters import charsets, words
from habeas.capture.original import Original
from habeas.capture.posts import chats, signs, whole
from habeas.capture.posts.chats import Chat, Day, Message
from habeas.capture.posts.cursor import Broken, Cursor
from habeas.capture.posts.shelf import Shelf
from habeas.capture.reading import Reading
from habeas.errors import Problem
from habeas.i18n import _

EXTRACTOR = "telegram"
_FILES = ("photo", "file", "thumbnail")
_FACTS = (
    "id", "edited", "forwarded_from", "reply_to_message_id", "via_bot", "media_type", "file_name",
    "mime_type", "width", "height", "duration_seconds", "author", "from_id", "saved_from",
)  # fmt: skip
_SERVICE = ("title", "members", "inviter", "duration", "discard_reason", "message_id")


_whole = partial(whole.of_days, media_type=signs.TELEGRAM, extractor=EXTRACTOR)


@dataclass(slots=True)
class _Found:
    """A chat while it is read."""

    about: dict[str, Any] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)


@dataclass(slots=True)
class _Export:
    """All chats, and whether the export broke off, or held more than may be."""

    members: frozenset[str] = frozenset()
    chats: list[_Found] = field(default_factory=list)
    count: int = 0
    broken: bool = False
    zoned: bool = True


def read(original: Original) -> Reading:
    """The Reading of an export: no text of its own, and its days as parts."""
    try:
        data, name, members = Shelf(original).messages(signs.RESULT)
    except Problem as problem:
        return _whole(original, (str(problem),))
    decoded = charsets.decode(data, "utf-8")
    export = _Export(members=frozenset(members))
    try:
        folder = name.removesuffix("result.json") if members else ""
        _walk(Cursor(decoded.text.removeprefix("\ufeff")), export, folder)
    except Broken:
        export.broken = True
    if not export.count:
        return _without_messages(original, export)
    days = list(_days(export))
    notes = (*_counted(export, len(days)), *((decoded.note,) if decoded.note else ()))
    return _whole(original, notes, days)


def _without_messages(original: Original, export: _Export) -> Reading:
    """A file that only looked like an export is read as the text that it is."""
    if export.members or any(found.about for found in export.chats):
        return _whole(original, (_(sentences.NO_MESSAGES),))
    return plain.read(original)


def _walk(cursor: Cursor, export: _Export, folder: str) -> None:
    """Read one chat, or all chats of a whole export."""
    single = _Found()
    for key in cursor.keys():  # noqa: SIM118 - a cursor is no dictionary
        if key in ("chats", "left_chats") and cursor.at("{"):
            for inner in cursor.keys():  # noqa: SIM118
                if inner == "list":
                    for _step in cursor.items():
                        _chat(cursor, export, folder)
        elif key == "messages":
            export.chats.append(single)
            _messages(cursor, export, single, folder=folder)
        else:
            single.about[key] = cursor.value()


def _chat(cursor: Cursor, export: _Export, folder: str) -> None:
    found = _Found()
    export.chats.append(found)
    for key in cursor.keys():  # noqa: SIM118
        if key == "messages":
            _messages(cursor, export, found, folder=folder)
        else:
            found.about[key] = cursor.value()


def _messages(cursor: Cursor, export: _Export, found: _Found, *, folder: str) -> None:
    for _step in cursor.items():
        raw = cursor.value()
        export.count += 1
        if export.count > chats.MOST or not isinstance(raw, dict):
            continue
        moment, zoned = _moment(raw)
        export.zoned = export.zoned and zoned
        found.messages.append(_message(raw, moment, zoned=zoned, export=export, folder=folder))


def _message(
    raw: dict[str, Any], moment: datetime | None, *, zoned: bool, export: _Export, folder: str
) -> Message:
    media = [folder + _plainly(raw[name]) for name in _FILES[:2] if name in raw]
    shown = [name for name in media if name in export.members]
    facts = [(name, _plainly(raw[name])) for name in (*_FACTS, *_FILES) if raw.get(name)]
    if moment and zoned and (clock := _own_clock(raw, moment)):
        facts.append(("date (clock of the exporting computer)", clock))
    return Message(
        moment.date().isoformat() if moment else "",
        moment.strftime("%H:%M") if moment else "",
        _plainly(raw.get("from") or raw.get("actor") or raw.get("from_id") or raw.get("actor_id")),
        _words(raw),
        moment.isoformat() if moment else "",
        tuple((name, value) for name, value in facts if value),
        tuple(shown),
    )


def _words(raw: dict[str, Any]) -> str:
    """The words, and in brackets, by the export's own names, what a message is besides."""
    lines = [_text(raw.get("text"))]
    if raw.get("forwarded_from"):
        lines.insert(0, f"[forwarded_from: {_plainly(raw['forwarded_from'])}]")
    if raw.get("action"):
        more = [_plainly(raw[name]) for name in _SERVICE if raw.get(name)]
        lines.append(f"[{': '.join((_plainly(raw['action']), *more))}]")
    lines.extend(
        f"[{_plainly(raw.get('media_type') or name)}: {_plainly(raw[name])}]"
        for name in _FILES[:2]
        if raw.get(name)
    )
    poll = raw.get("poll")
    if isinstance(poll, dict):
        lines.append(f"[poll: {_text(poll.get('question'))}]")
    place = raw.get("location_information")
    if isinstance(place, dict):
        where = (_plainly(place.get("latitude")), _plainly(place.get("longitude")))
        lines.append(f"[location: {', '.join(where)}]")
    return "\n".join(line for line in lines if line)


def _text(raw: Any) -> str:
    """Words that are one text, or a list of texts and marked ones."""
    if isinstance(raw, list):
        return "".join(_text(each) for each in raw if not isinstance(each, list))
    if isinstance(raw, dict):
        raw = raw.get("text", "")
    return raw if isinstance(raw, str) else ""


def _plainly(raw: Any) -> str:
    """A value as one line."""
    if isinstance(raw, list):
        return ", ".join(_plainly(each) for each in raw[:100] if not isinstance(each, list))
    return words.one_line(str(raw))[:500] if isinstance(raw, (str, int, float)) else ""


def _moment(raw: dict[str, Any]) -> tuple[datetime | None, bool]:
    """When a message was sent: in UTC if the export says so, else as on the exporter's clock."""
    try:
        seconds = int(str(raw.get("date_unixtime", ""))[:15])
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds), True
    except (ValueError, OverflowError):
        pass
    try:
        return datetime.fromisoformat(str(raw.get("date", ""))).replace(tzinfo=None), False
    except ValueError:
        return None, False


def _own_clock(raw: dict[str, Any], moment: datetime) -> str:
    """The same moment on the clock of the computer that exported, with its zone."""
    try:
        local = datetime.fromisoformat(str(raw.get("date", ""))).replace(tzinfo=UTC)
    except ValueError:
        return ""
    ahead = round((local - moment) / timedelta(minutes=15)) * 15
    if not ahead or abs(ahead) > 14 * 60:
        return ""
    sign, minutes = ("-" if ahead < 0 else "+"), abs(ahead)
    return f"{local:%Y-%m-%dT%H:%M:%S}{sign}{minutes // 60:02}:{minutes % 60:02}"


def _days(export: _Export) -> Iterator[Day]:
    for found in export.chats:
        chat = _about(found, zoned=export.zoned)
        for day, messages in sorted(chats.by_day(found.messages).items()):
            yield chat, day or _("without a date"), day, messages


def _about(found: _Found, *, zoned: bool) -> Chat:
    kind = _plainly(found.about.get("type"))
    name = _plainly(found.about.get("name")) or kind
    told = [(key, _plainly(found.about.get(key))) for key in ("name", "type", "id")]
    zone = _("Telegram gives the times of this chat in the zone of the computer that exported it.")
    return Chat(
        name,
        "post" if kind.endswith("_channel") else "chat",
        EXTRACTOR,
        notes=() if zoned else (zone,),
        silent=("address",) if kind.startswith("public") else (),
        metadata=(
            *((key, value) for key, value in told if value),
            *((("Time zone", "UTC"),) if zoned else ()),
        ),
    )


def _counted(export: _Export, days: int) -> tuple[str, ...]:
    notes = [chats.counted(days)]
    if export.zoned:
        notes.append(_("Days and times are those of UTC."))
    if export.broken:
        notes.append(_(sentences.CUT_SHORT))
    if export.count > chats.MOST:
        notes.append(_(chats.MANY).format(n=chats.MOST))
    return tuple(notes)

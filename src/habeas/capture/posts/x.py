"""Archives of X (Twitter): a source for each post, with its pictures."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from habeas.capture import language, plain, sentences, title
from habeas.capture.letters import charsets, words
from habeas.capture.original import Original
from habeas.capture.posts import chats, signs, whole
from habeas.capture.posts.cursor import Broken, Cursor
from habeas.capture.posts.shelf import Shelf
from habeas.capture.reading import Part, Reading
from habeas.errors import Problem
from habeas.i18n import _, ngettext

EXTRACTOR = "x-archive"
_ACCOUNT = re.compile(r"(?:.*/)?account\.js")
_NOTES = re.compile(r"(?:.*/)?note-tweet\.js")
_MEDIA = re.compile(r"(?:.*/)?(?:deleted_)?tweets?_media/(\d{1,25})-[^/]+")
_CREATED = re.compile(r"\w{3} (\w{3}) (\d\d) (\d\d):(\d\d):(\d\d) ([+-]\d{4}) (\d{4})")
_MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
_FACTS = (
    "id_str", "created_at", "deleted_at", "source", "lang", "in_reply_to_status_id_str",
    "in_reply_to_screen_name", "favorite_count", "retweet_count", "possibly_sensitive",
)  # fmt: skip
_LINK_AT_END = re.compile(r"(?:…|\.\.\.)?\s*(?:https://t\.co/\w+\s*)*$")
_LONG_FROM = 100  # characters that a shortened post and its long form have in common


@dataclass(frozen=True, slots=True)
class _Post:
    id: str
    words: str
    moment: datetime | None
    language: str
    facts: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class _Archive:
    """What was found; ``long`` are the full words of posts that are shortened elsewhere."""

    posts: list[_Post] = field(default_factory=list)
    long: list[_Post] = field(default_factory=list)
    count: int = 0
    broken: bool = False
    notes: list[str] = field(default_factory=list)
    handle: str = ""
    name: str = ""
    media: dict[str, list[str]] = field(default_factory=dict)


def read(original: Original) -> Reading:
    """The Reading of an archive: no text of its own, and its posts as parts."""
    archive = _Archive()
    try:
        _gather(original, archive)
    except Problem as problem:
        archive.notes.append(str(problem))
    _lengthen(archive)
    return whole.reading(
        original,
        _counted(archive),
        media_type=signs.X,
        extractor=EXTRACTOR,
        kind="post",
        author=_author(archive),
        parts=_parts(original, archive),
    )


def _gather(original: Original, archive: _Archive) -> None:
    """Everything that the archive says, from the members that hold it."""
    shelf = Shelf(original)
    members = shelf.names()
    if not members:
        _each(original.whole(), archive, into=archive.posts)
        return
    for name in members:
        if media := _MEDIA.fullmatch(name):
            archive.media.setdefault(media[1], []).append(name)
        elif _ACCOUNT.fullmatch(name):
            _account(shelf.beginning(name), archive)
        elif signs.TWEETS.fullmatch(name):
            _each(shelf.beginning(name), archive, into=archive.posts)
        elif _NOTES.fullmatch(name):
            _each(shelf.beginning(name), archive, into=archive.long)


def _each(data: bytes, archive: _Archive, *, into: list[_Post]) -> None:
    """The posts of one file, as far as it is whole."""
    text = charsets.decode(data, "utf-8").text
    cursor = Cursor(text, max(0, text.find("[", text.find("="))))
    try:
        for _step in cursor.items():
            raw = cursor.value()
            inner = raw.get("tweet") or raw.get("noteTweet") or raw if isinstance(raw, dict) else {}
            if isinstance(inner, dict) and (post := _post(inner)):
                archive.count += into is archive.posts
                if archive.count <= chats.MOST and len(into) < chats.MOST:
                    into.append(post)
    except Broken:
        archive.broken = True


def _account(data: bytes, archive: _Archive) -> None:
    text = charsets.decode(data, "utf-8").text
    try:
        raw = Cursor(text, max(0, text.find("["))).value()
        account = raw[0]["account"]
        archive.handle = re.sub(r"\W", "", str(account.get("username", "")), flags=re.A)[:30]
        archive.name = words.one_line(str(account.get("accountDisplayName", "")))[:200]
    except (Broken, LookupError, TypeError, AttributeError):
        archive.notes.append(_("The archive does not say whose it is."))


def _post(raw: dict[str, Any]) -> _Post | None:
    """A post, or the long form of one; None if this is neither."""
    said = _said(raw)
    ident = str(raw.get("id_str") or raw.get("id") or raw.get("noteTweetId") or "")
    if not said or not (ident.isascii() and ident.isdigit()):
        return None
    facts = [(name, _one(raw[name])) for name in _FACTS if raw.get(name)]
    facts += [("url", link) for link in _links(raw)]
    return _Post(
        ident[:25],
        # X writes &, < and > as HTML does, and nothing else.
        re.sub(r"&(?:amp|lt|gt);", lambda sign: html.unescape(sign[0]), said),
        _moment(str(raw.get("created_at") or raw.get("createdAt") or "")),
        str(raw.get("lang", "")),
        tuple((name, value) for name, value in facts if value),
    )


def _said(raw: dict[str, Any]) -> str:
    """The words of a post or of a long form; empty if there are none."""
    core = raw.get("core")
    inner = core.get("text") if isinstance(core, dict) else ""
    found = raw.get("full_text") or raw.get("text") or inner
    return found if isinstance(found, str) else ""


def _one(value: Any) -> str:
    return words.one_line(str(value))[:500] if isinstance(value, (str, int)) else ""


def _links(raw: dict[str, Any]) -> Iterator[str]:
    """What the shortened addresses in a post stand for."""
    entities = raw.get("entities")
    urls = entities.get("urls") if isinstance(entities, dict) else None
    for each in urls[:100] if isinstance(urls, list) else []:
        if isinstance(each, dict) and each.get("url"):
            yield f"{_one(each['url'])} -> {_one(each.get('expanded_url'))}"


def _moment(written: str) -> datetime | None:
    """When it was posted, in UTC; X writes "Fri Apr 24 21:05:33 +0000 2020", or ISO 8601."""
    try:
        if found := _CREATED.fullmatch(written):
            month, day, hour, minute, second, zone, year = found.groups()
            number = _MONTHS.index(month) // 3 + 1
            stamp = f"{year}-{number:02}-{day}T{hour}:{minute}:{second}{zone}"
            return datetime.fromisoformat(stamp).astimezone(UTC)
        moment = datetime.fromisoformat(written)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _lengthen(archive: _Archive) -> None:
    """Give shortened posts their full words, which X keeps apart and ties by time alone."""
    if not archive.long:
        return
    places: dict[tuple[str, str], int] = {}
    for at, post in enumerate(archive.posts):
        places.setdefault((_second(post), _start(post.words)), at)
    for long in archive.long:
        found = places.get((_second(long), _start(long.words)))
        if found is None:
            archive.posts.append(
                replace(long, facts=(*long.facts, ("noteTweetId", long.id)), id="")
            )
        else:
            archive.posts[found] = replace(archive.posts[found], words=long.words)


def _second(post: _Post) -> str:
    return post.moment.isoformat(timespec="seconds") if post.moment else ""


def _start(said: str) -> str:
    return "".join(_LINK_AT_END.sub("", said)[:_LONG_FROM].split())


def _parts(original: Original, archive: _Archive) -> Iterator[Part]:
    with Shelf(original) as shelf:
        for post in archive.posts:
            yield Part(_reading(original, archive, post, shelf=shelf), "post", shared=True)


def _reading(original: Original, archive: _Archive, post: _Post, *, shelf: Shelf) -> Reading:
    text = plain.cleaned(post.words)[0]
    when = post.moment
    told = (("Time", when.isoformat()), ("Time zone", "UTC")) if when else ()
    given = {
        "author": _author(archive),
        "published": when.date().isoformat() if when else "",
        "address": f"https://x.com/{archive.handle or 'i'}/status/{post.id}" if post.id else "",
    }
    return Reading(
        b"",
        text,
        media_type="text/plain",
        extractor=EXTRACTOR,
        version=chats.VERSION,
        file_name=original.name,
        title=title.guess(text) or post.id,
        language=post.language if post.language in language.KNOWN else language.guess(text),
        kind="post",
        publisher="X",
        silent=tuple(name for name, value in given.items() if not value),
        metadata=(*told, *post.facts),
        parts=shelf.parts(archive.media.get(post.id, ())),
        author=given["author"],
        published=given["published"],
        address=given["address"],
    )


def _author(archive: _Archive) -> str:
    handle = f"@{archive.handle}" if archive.handle else ""
    return f"{archive.name} ({handle})" if archive.name and handle else archive.name or handle


def _counted(archive: _Archive) -> tuple[str, ...]:
    count = len(archive.posts)
    notes = [
        ngettext(
            "An archive of X with one post, which is a source of its own.",
            "An archive of X with {n} posts, each of which is a source of its own.",
            count,
        ).format(n=count),
        *archive.notes,
    ]
    if not archive.handle:
        notes.append(_("Whose posts these are is not said: add the whole archive to know it."))
    if archive.broken:
        notes.append(_(sentences.CUT_SHORT))
    if archive.count > chats.MOST:
        most = _("Only the first {n} posts were read; the others are kept in it.")
        notes.append(most.format(n=chats.MOST))
    return tuple(notes)

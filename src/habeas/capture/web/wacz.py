"""Archives of the web in a ZIP file (WACZ): the pages that it lists become sources of their own."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace

from habeas.capture import sentences, zipped
from habeas.capture.original import Original
from habeas.capture.reading import Part, Reading
from habeas.capture.web import archived, signs
from habeas.i18n import _, ngettext

_VERSION = "1"
_MEMBER = 20_000_000_000  # bytes: the archives inside are read as they come
_LIMITS = zipped.Limits(whole=200_000_000_000)  # bytes: all is read three times
_LIST = 100_000_000  # bytes of the list of pages
_WARC = re.compile(r"archive/[^/]+\.warc(?:\.gz)?", re.IGNORECASE)
_PACKAGE = "datapackage.json"
_PAGES = "pages/pages.jsonl"


@dataclass(slots=True)
class _Inside:
    """What the parts of the ZIP file say: titles by address, and how many hashes fit."""

    title: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    metadata: list[tuple[str, str]] = field(default_factory=list)


def read(original: Original) -> Reading:
    """The Reading of an archive, whose pages are its parts; the archive itself has no words."""
    inside, found = _Inside(), archived.Found()
    try:
        with zipped.open(original, limits=_LIMITS) as archive:
            if not archive.whole:
                inside.notes.append(_(sentences.DAMAGED))
            _look(archive, inside)
            found = _survey(archive, inside, _asked(inside))
            if inside.pages and not found.pages:
                inside.pages.clear()
                found = _survey(archive, inside, _asked(inside))
    except zipped.Unreadable as problem:
        inside.notes.append(str(problem))
    return Reading(
        data=original.data,
        text="",
        media_type=signs.WACZ,
        extractor="habeas",
        version=_VERSION,
        notes=(*archived.told(found), *_told(inside), *dict.fromkeys(inside.notes)),
        file_name=original.name,
        title=inside.title or original.name,
        metadata=tuple(inside.metadata),
        parts=_parts(original, inside),
    )


def _look(archive: zipped.Archive, inside: _Inside) -> None:
    """Read what the archive says of itself, and compare the hashes that it gives."""
    package = _json(_member(archive, _PACKAGE, inside))
    if not isinstance(package, dict):
        package = {}
    title = package.get("title")
    inside.title = " ".join(title.split())[:500] if isinstance(title, str) else ""
    for name in ("software", "created", "modified", "wacz_version", "mainPageUrl"):
        if isinstance(package.get(name), str):
            inside.metadata.append((name, package[name][:1000]))
    resources = package.get("resources")
    for each in resources[:1000] if isinstance(resources, list) else ():
        if isinstance(each, dict) and isinstance(each.get("path"), str):
            _compare(archive, each["path"], str(each.get("hash", "")), inside=inside)
    for line in _member(archive, _PAGES, inside).splitlines()[: archived.MOST + 1]:
        page = _json(line)
        if isinstance(page, dict) and isinstance(page.get("url"), str):
            named = page.get("title")
            inside.pages[_bare(page["url"])] = named if isinstance(named, str) else ""


def _compare(archive: zipped.Archive, path: str, given: str, *, inside: _Inside) -> None:
    name, _colon, value = given.partition(":")
    if name not in ("sha256", "sha1", "md5", "sha512") or not value:
        return
    counted = hashlib.new(name, usedforsecurity=False)
    try:
        for block in archive.chunks(path, most=_MEMBER):
            counted.update(block)
        matches = counted.hexdigest() == value.lower()
    except zipped.Unreadable:
        matches = False
    if matches:
        inside.right += 1
    else:
        inside.wrong.append(path[:200])
    inside.metadata.append((f"Hash of {path[:200]}", "matches" if matches else "does not match"))


def _survey(
    archive: zipped.Archive, inside: _Inside, chosen: archived.Chosen
) -> archived.Found:  # fmt: skip
    found = archived.Found()
    for name in _warcs(archive):
        try:
            with closing(archive.stream(name, most=_MEMBER)) as stream:
                archived.survey(stream.read, found, chosen=chosen)
        except zipped.Unreadable as problem:
            inside.notes.append(str(problem))
    return found


def _parts(original: Original, inside: _Inside) -> Iterator[Part]:
    """The pages, with the titles of the list for those that give none themselves."""
    chosen, count = _asked(inside), 0
    with suppress(zipped.Unreadable), zipped.open(original, limits=_LIMITS) as archive:
        for name in _warcs(archive):
            with suppress(zipped.Unreadable), closing(archive.stream(name, most=_MEMBER)) as stream:
                for part in archived.parts(original, stream.read, chosen=chosen):
                    count += 1
                    yield _titled(part, inside)
                    if count >= archived.MOST:
                        return


def _titled(part: Part, inside: _Inside) -> Part:
    reading = part.reading
    title = " ".join(inside.pages.get(_bare(reading.address), "").split())[:500]
    if not title:
        return part
    metadata = (*reading.metadata, ("title in the list of pages", title))
    if "title" in reading.silent:
        silent = tuple(each for each in reading.silent if each != "title")
        return replace(
            part, reading=replace(reading, title=title, silent=silent, metadata=metadata)
        )
    return replace(part, reading=replace(reading, metadata=metadata))


def _warcs(archive: zipped.Archive) -> list[str]:
    return sorted(name for name in archive.names() if _WARC.fullmatch(name))


def _asked(inside: _Inside) -> Callable[[str], bool]:
    """Whether a page is in the list; every page is if there is no list."""
    pages = inside.pages
    return lambda address: not pages or _bare(address) in pages


def _bare(address: str) -> str:
    return address.partition("#")[0].rstrip("/")


def _member(archive: zipped.Archive, name: str, inside: _Inside) -> bytes:
    if name not in archive:
        return b""
    try:
        return archive.read(name, most=_LIST)
    except zipped.Unreadable as problem:
        inside.notes.append(str(problem))
        return b""


def _json(data: bytes) -> object:
    try:
        found: object = json.loads(data) if data.strip() else None
    except (ValueError, RecursionError):
        return None
    return found


def _told(inside: _Inside) -> list[str]:
    if inside.wrong:
        n = len(inside.wrong)
        note = ngettext(
            "The archive gives a checksum for “{first}” that does not match: it was changed or "
            "damaged.",
            "The archive gives checksums for {n} of its files that do not match, such as "
            "“{first}”: they were changed or damaged.",
            n,
        )
        return [note.format(n=n, first=inside.wrong[0])]
    if inside.right:
        return [_("All checksums that the archive gives for its files match.")]
    return [_("The archive gives no checksums for its files.")]

"""Bringing sources in, and correcting how they are described."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from habeas.capture import disk
from habeas.capture.reading import Part, Reading
from habeas.domain import edtf, page
from habeas.domain.claim import Claim
from habeas.domain.source import Source
from habeas.domain.when import first_day, last_day
from habeas.errors import Refused
from habeas.i18n import _
from habeas.store import together
from habeas.store.captures import CHUNK, PAGE, Altered, Mark, same_as, sameness
from habeas.store.edit import Edit
from habeas.store.journal import now
from habeas.store.reader import Reader
from habeas.store.records import to_row


@dataclass(frozen=True, slots=True)
class Added:
    """The source that holds the reading; ``new`` is False when it was there already."""

    source: int
    new: bool


def add(edit: Edit, reading: Reading, *, how: str = "", **described: Any) -> Added:
    """Keep a reading as a source, unless its bytes or its text are one already.

    ``described`` sets fields of the Source (title, publisher, published ...); what is not given is
    what the reading says.  ``how`` says how it came: file, dropped, pasted.  What is there already
    gets these bytes as a further capture, unless they are the very same file.  The reading's parts
    are left to ``add_parts``.
    """
    there = find_same(edit, reading)
    if there is not None:
        keep_again(edit, reading, source=there, how=how)
        return Added(there, new=False)
    kept = _keep(edit, reading)
    said = _said(reading) | {"added": now(), "layer": kept.layer}
    source = edit.insert(checked(Source(**(said | described))))
    _tie(edit, kept, source=source, how=how)
    return Added(source, new=True)


def add_many(edit: Edit, readings: Sequence[Reading], *, how: str = "") -> list[Added]:
    """As ``add`` for each of them, and quicker where they are new to the case."""
    added: dict[int, Added] = {}
    hashes = [_hashes(reading) for reading in readings]
    there = together.known(edit.db, hashes)
    fresh = []
    for n, (digest, same) in enumerate(hashes):
        if readings[n].path is None and digest not in there and same not in there:
            there |= {digest, same}  # the next one that is the same is so to this one
            fresh.append(n)
    kept = together.keep(edit.db, [_file(readings[n], *hashes[n]) for n in fresh])
    at, who = now(), edit.who
    described = [
        _row(readings[n]) | {"added": at, "layer": one.layer}
        for n, one in zip(fresh, kept, strict=True)
    ]
    sources = together.add(edit.db, "source", described)
    ties = [
        _tied(readings[n], source, hashes[n][0], one.layer)
        | {"captured": readings[n].captured or at, "captured_by": who, "how": how}
        | {"noted": one.noted, "within": None, "part": ""}
        for n, source, one in zip(fresh, sources, kept, strict=True)
    ]
    together.add(edit.db, "source_capture", ties)
    added = {n: Added(source, new=True) for n, source in zip(fresh, sources, strict=True)}
    return [
        added[n] if n in added else add(edit, reading, how=how)
        for n, reading in enumerate(readings)
    ]


def _hashes(reading: Reading) -> tuple[str, str]:
    """The hash of the bytes, and the digest under which it is the same source as another."""
    digest = digest_of(reading)
    return digest, same_as(reading.text, digest)


def _file(reading: Reading, sha256: str, sameness: str) -> together.File:
    return together.File(
        reading.data, sha256, sameness, reading.media_type, reading.text, reading.notes,
        reading.extractor, reading.version, reading.encoding, _metadata(reading),
        [*_stretches(reading), *_pages(reading)],
    )  # fmt: skip


def _row(reading: Reading) -> dict[str, Any]:
    """The columns of the Source that a reading makes."""
    said = _said(reading)
    if said["published"] or not said["title"].strip():
        checked(Source(**said))
    return _nothing_said() | said


@cache
def _nothing_said() -> dict[str, Any]:
    return to_row(Source())


def _tied(reading: Reading, source: int, capture: str, layer: str) -> dict[str, Any]:
    return {
        "source": source, "capture": capture, "layer": layer, "file_name": reading.file_name,
    }  # fmt: skip


def add_part(edit: Edit, part: Part, *, within: int, how: str = "", **described: Any) -> Added:
    """Keep what came inside source ``within`` as a source of its own that knows where it was."""
    reading = part.reading
    if not part.shared:
        there = find_same(edit, reading)
    else:
        there = _same_part(edit, reading, within=within)
    if there is not None:
        if not part.shared and there != within:
            keep_again(edit, reading, source=there, how=how, within=within, part=part.role)
        return Added(there, new=False)
    whole = edit.get(Source, within)
    kept = _keep(edit, reading, capture=_capture_of(edit, within) if part.shared else "")
    said = {
        "layer": kept.layer,
        "confidentiality": whole.confidentiality,
        "pseudonym": whole.pseudonym,
        "received": whole.received,
        "added": now(),
    }
    source = edit.insert(checked(Source(**(_said(reading) | said | described))))
    _tie(edit, kept, source=source, how=how, within=within, part=part.role)
    return Added(source, new=True)


def _said(reading: Reading) -> dict[str, Any]:
    """The fields of a Source that the file itself gives."""
    said = {
        "title": " ".join(reading.title.split()) or reading.file_name or _("Without a title"),
        "publisher": reading.publisher,
        "author": reading.author,
        "published": reading.published if edtf.is_valid(reading.published) else "",
        "language": reading.language,
        "address": reading.address,
        "silent": " ".join(reading.silent),
    }
    return said | ({"kind": reading.kind} if reading.kind else {})


def attach(
    edit: Edit,
    reading: Reading,
    *,
    source: int,
    how: str = "",
    within: int | None = None,
    part: str = "",
) -> str:
    """Keep a reading as a further capture of ``source`` and return the hash of its layer.

    ``within`` is the source that it came inside of, as which ``part`` of it.
    """
    kept = _keep(edit, reading)
    _tie(edit, kept, source=source, how=how, within=within, part=part)
    return kept.layer


@dataclass(frozen=True, slots=True)
class _Kept:
    """A reading whose bytes and words are in the case."""

    reading: Reading
    capture: str
    layer: str


def _keep(edit: Edit, reading: Reading, *, capture: str = "") -> _Kept:
    """Keep bytes and words; ``capture`` says whose bytes it is read out of if it has none."""
    capture = capture or _keep_bytes(edit, reading)
    return _Kept(reading, capture, keep_layer(edit, reading, capture=capture))


def _tie(
    edit: Edit, kept: _Kept, *, source: int, how: str, within: int | None = None, part: str = ""
) -> None:
    edit.add(
        "source_capture",
        source=source,
        capture=kept.capture,
        layer=kept.layer,
        file_name=kept.reading.file_name,
        captured=kept.reading.captured or now(),
        captured_by=edit.who,
        how=how,
        noted=edit.noted(kept.capture, kept.layer),
        within=within,
        part=part,
    )


def _keep_bytes(edit: Edit, reading: Reading) -> str:
    if reading.path is None:
        return edit.keep(reading.data, media_type=reading.media_type)
    try:
        for _kept in edit.keep_blocks(
            disk.blocks(reading.path, CHUNK),
            sha256=reading.sha256,
            size=reading.size,
            media_type=reading.media_type,
        ):
            pass
    except Altered:
        raise disk.changed(reading.file_name) from None
    return reading.sha256


def keep_layer(edit: Edit, reading: Reading, *, capture: str, **how: str) -> str:
    """Keep what was read out of ``capture`` as a layer; ``how`` as in ``store.captures``."""
    return edit.keep_layer(
        capture,
        reading.text,
        notes=reading.notes,
        stretches=[*_stretches(reading), *_pages(reading)],
        extractor=reading.extractor,
        version=reading.version,
        encoding=reading.encoding,
        metadata=_metadata(reading),
        **how,
    )


def _metadata(reading: Reading) -> str:
    return json.dumps(reading.metadata, ensure_ascii=False) if reading.metadata else ""


def _stretches(reading: Reading) -> Iterator[Mark]:
    for each in reading.stretches:
        yield each.kind.value, each.start, each.end, each.name, None, None, None


def _pages(reading: Reading) -> Iterator[Mark]:
    for each in reading.pages:
        name, words = str(each.number), page.pack(each.words)
        yield PAGE, each.start, each.end, name, each.width, each.height, words


def keep_again(
    edit: Edit,
    reading: Reading,
    *,
    source: int,
    how: str = "",
    within: int | None = None,
    part: str = "",
) -> bool:
    """A further capture of a source that is there; False if this very file is one already.

    The source goes on being read in the layer that it has.
    """
    digest = digest_of(reading)
    known = edit.query(
        "SELECT 1 FROM source_capture WHERE source = ? AND capture = ? AND file_name = ? "
        "AND within IS ?",
        source,
        digest,
        reading.file_name,
        within,
    )
    if known:
        return False
    attach(edit, reading, source=source, how=how, within=within, part=part)
    return True


def find_same(reader: Reader, reading: Reading) -> int | None:
    """The source that has the same bytes, or the same text but for line ends and outer space."""
    digest = digest_of(reading)
    # Not what shares the bytes of the whole that it came in: the whole is meant.
    found = reader.query(
        "SELECT sc.source FROM source_capture sc WHERE sc.capture = ? AND NOT EXISTS (SELECT 1 "
        "FROM source_capture w WHERE w.source = sc.within AND w.capture = sc.capture) "
        "ORDER BY sc.source LIMIT 1",
        digest,
    ) if reading.data or reading.path else []  # fmt: skip
    found = found or reader.query(
        "SELECT sc.source FROM layer l CROSS JOIN source_capture sc ON sc.layer = l.hash "
        "WHERE l.sameness = ? ORDER BY sc.source LIMIT 1",
        same_as(reading.text, digest),
    )
    return int(found[0]["source"]) if found else None


def digest_of(reading: Reading) -> str:
    """The SHA-256 of the bytes of a reading."""
    return reading.sha256 or hashlib.sha256(reading.data).hexdigest()


def _same_part(reader: Reader, reading: Reading, *, within: int) -> int | None:
    """The part of the same whole that has the same words at the same address, by the same hand."""
    found = reader.query(
        "SELECT sc.source FROM source_capture sc JOIN layer l ON l.hash = sc.layer "
        "JOIN source s ON s.id = sc.source WHERE sc.within = ? AND l.sameness = ? "
        "AND s.address = ? AND s.author = ? AND s.published = ? LIMIT 1",
        within,
        sameness(reading.text),
        reading.address,
        reading.author,
        reading.published,
    )
    return int(found[0]["source"]) if found else None


def _capture_of(reader: Reader, source: int) -> str:
    found = reader.query(
        "SELECT capture FROM source_capture WHERE source = ? ORDER BY id LIMIT 1", source
    )
    return str(found[0]["capture"])


def cite(edit: Edit, title: str, *, kind: str = "post", publisher: str = "") -> int:
    """A cited source: another source leans on it and we have not seen it."""
    for there in edit.select(Source, "WHERE seen = 0 AND title = ?", title):
        return there.id
    return edit.insert(Source(title=title, kind=kind, publisher=publisher, seen=False, added=now()))


def describe(edit: Edit, source: int, **described: Any) -> bool:
    """Correct the description of a source; Refused names the field that cannot stand so.

    Claims whose day is the day the source speaks follow a corrected publication date.
    """
    current = edit.get(Source, source)
    values = {f.name: getattr(current, f.name) for f in fields(Source)} | described
    checked(Source(**values))
    changed = edit.update(Source, source, **described)
    if changed and "published" in described:
        for claim in edit.select(Claim, "WHERE source = ?", source):
            edit.update(
                Claim,
                claim.id,
                first_day=first_day(claim.when, described["published"]),
                last_day=last_day(claim.when, described["published"]),
            )
    return changed


def checked(source: Source) -> Source:
    """The source itself, if its description can stand; else Refused with the field."""
    if not source.title.strip():
        raise Refused(_("A source needs a title."), "title")
    for name in ("published", "retain_until"):
        value = getattr(source, name)
        if value:
            try:
                edtf.parse(value)
            except ValueError as error:
                raise Refused(
                    _("“{value}” is not a date. Write 2020-04-27, 2020-04 or 2020.").format(
                        value=value
                    ),
                    name,
                ) from error
    return source


def layer_of(reader: Reader, source: int) -> str:
    """The hash of the layer that the source is read in; empty for a cited source."""
    found = reader.query(
        "SELECT coalesce(layer, (SELECT layer FROM source_capture WHERE source = s.id "
        "AND layer IS NOT NULL ORDER BY id DESC LIMIT 1)) AS layer FROM source s WHERE id = ?",
        source,
    )
    return str(found[0]["layer"] or "") if found else ""

"""Bringing sources in, and correcting how they are described."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from habeas.capture.reading import Reading
from habeas.domain import edtf
from habeas.domain.claim import Claim
from habeas.domain.source import Source
from habeas.domain.when import first_day, last_day
from habeas.errors import Refused
from habeas.i18n import _
from habeas.store.captures import sameness
from habeas.store.edit import Edit
from habeas.store.journal import now
from habeas.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Added:
    """The source that holds the reading; ``new`` is False when it was there already."""

    source: int
    new: bool


def add(edit: Edit, reading: Reading, *, how: str = "", **described: Any) -> Added:
    """Keep a reading as a source, unless its bytes or its text are one already.

    ``described`` sets fields of the Source (title, publisher, published ...); what is not given is
    what the reading guessed.  ``how`` says how it came: file, dropped, pasted.
    """
    there = find_same(edit, reading)
    if there is not None:
        return Added(there, new=False)
    values = {"title": reading.title, "language": reading.language, "added": now(), **described}
    source = edit.insert(checked(Source(**values)))
    attach(edit, reading, source=source, how=how)
    return Added(source, new=True)


def attach(edit: Edit, reading: Reading, *, source: int, how: str = "") -> str:
    """Keep a reading as a capture of ``source`` and return the hash of its text layer."""
    capture = edit.keep(reading.data, media_type=reading.media_type)
    layer = edit.keep_layer(
        capture,
        reading.text,
        notes=reading.notes,
        extractor=reading.extractor,
        version=reading.version,
        encoding=reading.encoding,
    )
    edit.add(
        "source_capture",
        source=source,
        capture=capture,
        layer=layer,
        file_name=reading.file_name,
        captured=now(),
        captured_by=edit.who,
        how=how,
        noted=edit.noted(capture, layer),
    )
    return layer


def find_same(reader: Reader, reading: Reading) -> int | None:
    """The source that has the same bytes, or the same text but for line ends and outer space."""
    found = reader.query(
        "SELECT sc.source FROM source_capture sc JOIN layer l ON l.hash = sc.layer "
        "WHERE l.sameness = ? ORDER BY sc.source LIMIT 1",
        sameness(reading.text),
    )
    return int(found[0]["source"]) if found else None


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
    """The hash of the text layer that the source is read in; empty for a cited source."""
    found = reader.query(
        "SELECT layer FROM source_capture WHERE source = ? AND layer IS NOT NULL "
        "ORDER BY id DESC LIMIT 1",
        source,
    )
    return str(found[0]["layer"]) if found else ""

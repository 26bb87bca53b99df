"""Custody: what happened to one source, in order; by whom, when, with what.

Everything is read from the journal; what is told of a source in a report names nobody.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from habeas.i18n import N_, _, ngettext
from habeas.overview import history
from habeas.overview.history import Difference
from habeas.store.reader import Reader

ADDED, CAPTURED, READ, CORRECTED = "added", "captured", "read", "corrected"
WORKED, EXPORTED, REMOVED, PURGED = "worked", "exported", "removed", "purged"
_AMONG = "IN (SELECT value FROM json_each(?))"

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a source; ``when`` is UTC, ISO 8601; ``who`` may be empty.

    ``label`` is what the user did then, ``words`` what that was for this source, ``details`` its
    fields; ``program`` is what wrote it.
    """

    edit: int
    kind: str
    when: str
    who: str
    label: str
    words: str
    details: tuple[Difference, ...] = ()
    program: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """A step before it is known who took it: ``who`` and ``when`` where the row itself says so."""

    edit: int
    kind: str
    words: str
    details: tuple[Difference, ...] = ()
    who: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """What a report says of how a source was kept; days are ISO."""

    readings: tuple[str, ...] = ()  # extractor and version
    corrected: int = 0
    last_corrected: str = ""
    reports: int = 0
    originals: int = 0


def of(reader: Reader, source: int) -> list[Step]:
    """All that happened to a source, the first thing first."""
    found = [
        *_described(reader, source),
        *_captured(reader, source),
        *_worked(reader, source),
        *_left(reader, source),
        *_erased(reader, source),
    ]
    edits = _edits(reader, {one.edit for one in found})
    ordered = sorted(found, key=lambda one: one.edit)  # within an Edit in the order above
    return [_step(edits[one.edit], one) for one in ordered if one.edit in edits]


def brief(reader: Reader, sources: Collection[int]) -> dict[int, Brief]:
    """How each source was kept, in short and without names, for a report."""
    ids = json.dumps(sorted(sources))
    readings: dict[int, dict[str, None]] = {}
    for row in reader.query(
        "SELECT sc.source, l.extractor, l.version FROM source_capture sc "
        f"JOIN layer l ON l.hash = sc.layer WHERE sc.source {_AMONG} ORDER BY sc.id",
        ids,
    ):
        named = f"{row['extractor']} {row['version']}".strip()
        readings.setdefault(row["source"], {})[named] = None
    corrected = {
        row["row"]: row
        for row in reader.query(
            "SELECT e.row, count(DISTINCT e.edit) AS n, max(d.started) AS last FROM entry e "
            f"JOIN edit d ON d.id = e.edit WHERE e.tbl = 'source' AND e.row {_AMONG} "
            "AND e.act = 'update' GROUP BY e.row",
            ids,
        )
    }
    left: dict[tuple[int, str], int] = {}
    for row in reader.query(
        f"SELECT source, detail FROM custody WHERE act = 'exported' AND source {_AMONG}", ids
    ):
        key = (row["source"], str(_detail(row["detail"]).get("how", "")))
        left[key] = left.get(key, 0) + 1
    return {
        n: Brief(
            readings=tuple(readings.get(n, ())),
            corrected=corrected[n]["n"] if n in corrected else 0,
            last_corrected=corrected[n]["last"][:10] if n in corrected else "",
            reports=left.get((n, "report"), 0),
            originals=left.get((n, "original"), 0),
        )
        for n in sources
    }


def _ids(reader: Reader, table: str, source: int) -> list[int]:
    """The rows of a source, also those that are gone by now."""
    rows = reader.query(
        f"SELECT id FROM [{table}] WHERE source = ? UNION SELECT row FROM entry "
        "WHERE tbl = ? AND act = 'delete' AND json_extract(former, '$.source') = ?",
        source,
        table,
        source,
    )
    return [row["id"] for row in rows]


def _edits(reader: Reader, numbers: Collection[int]) -> dict[int, Row]:
    rows = reader.query(
        "SELECT id, label, started, act, who, role, program FROM edit "
        f"WHERE id {_AMONG} AND open IS NULL",
        json.dumps(sorted(numbers)),
    )
    return {row["id"]: row for row in rows}


def _step(edit: Row, found: _Found) -> Step:
    named = " · ".join(part for part in (edit["who"], edit["role"]) if part)
    who = named if found.who in ("", edit["who"]) else found.who
    when = found.when or edit["started"]
    label, program = history.line_of(edit), edit["program"]
    return Step(found.edit, found.kind, when, who, label, found.words, found.details, program)


def _described(reader: Reader, source: int) -> Iterator[_Found]:
    """How the source itself came, was corrected and went."""
    for step in reversed(history.steps_of(reader, ("source", source))):
        if step.purged:
            continue  # told as what the purge did
        if step.former is not None and step.new is not None:
            if fields := history.differences(reader, "source", step):
                yield _Found(step.edit, CORRECTED, _("Description corrected"), fields)
        elif step.new is not None:
            fields = history.differences(reader, "source", step)
            yield _Found(step.edit, ADDED, _("Added to the case"), fields)
        else:
            yield _Found(step.edit, REMOVED, _("Taken out of the case"))


def _captured(reader: Reader, source: int) -> Iterator[_Found]:
    """Its bytes, and the texts read out of them."""
    for row in _ids(reader, "source_capture", source):
        for step in reversed(history.steps_of(reader, ("source_capture", row))):
            values, former = step.new, step.former or {}
            if values is None:
                if former:
                    yield _Found(step.edit, REMOVED, _("Capture taken out of the case"))
                continue
            if step.former is None and not step.purged:
                details = tuple(_of_capture(reader, values))
                by, when = values["captured_by"], values["captured"]
                yield _Found(step.edit, CAPTURED, _("Captured"), details, who=by, when=when)
            if values["layer"] and values["layer"] != former.get("layer"):
                details = tuple(_of_layer(reader, values["layer"]))
                yield _Found(step.edit, READ, _("Text read out of the capture"), details)


def _worked(reader: Reader, source: int) -> Iterator[_Found]:
    """Passages and claims, counted for each Edit."""
    counts: dict[int, list[str]] = {}
    for table in ("passage", "claim"):
        for row in reader.query(
            "SELECT edit, act, count(DISTINCT row) AS n FROM entry "
            f"WHERE tbl = ? AND row {_AMONG} GROUP BY edit, act ORDER BY edit, act DESC",
            table,
            json.dumps(_ids(reader, table, source)),
        ):
            if said := _COUNTED.get((table, row["act"])):
                counts.setdefault(row["edit"], []).append(said(row["n"]))
    for edit, words in counts.items():
        yield _Found(edit, WORKED, ", ".join(words))


def _left(reader: Reader, source: int) -> Iterator[_Found]:
    """What left the case."""
    for row in _ids(reader, "custody", source):
        for step in history.steps_of(reader, ("custody", row)):
            if step.former is None and step.new is not None and step.new["act"] == "exported":
                detail = _detail(step.new["detail"])
                words = _HOW.get(str(detail.get("how", "")), N_("Left the case"))
                told = tuple(
                    Difference(name, "", str(detail[key]))
                    for name, key in ((_("File"), "file"), (_("SHA-256"), "sha256"))
                    if detail.get(key)
                )
                yield _Found(step.edit, EXPORTED, _(words), told, when=step.new["made"])


def _erased(reader: Reader, source: int) -> Iterator[_Found]:
    """Purges that took values of the source, counted."""
    counts: dict[int, int] = {}
    for table in ("source", "source_capture", "passage", "claim"):
        ids = [source] if table == "source" else _ids(reader, table, source)
        for row in reader.query(
            f"SELECT purged, count(*) AS n FROM entry WHERE tbl = ? AND row {_AMONG} "
            "AND purged IS NOT NULL GROUP BY purged",
            table,
            json.dumps(ids),
        ):
            counts[row["purged"]] = counts.get(row["purged"], 0) + row["n"]
    for edit, n in counts.items():
        words = ngettext(
            "{n} former value erased for good", "{n} former values erased for good", n
        ).format(n=n)
        yield _Found(
            edit, PURGED, words, (Difference(_("Purge"), "", history.purged_words(reader, edit)),)
        )


def _of_capture(reader: Reader, row: Row) -> Iterator[Difference]:
    known = reader.query("SELECT media_type, size FROM capture WHERE sha256 = ?", row["capture"])
    size = _("{n} bytes").format(n=known[0]["size"]) if known else ""
    for name, value in (
        (_("File"), row["file_name"]),
        (_("How it came"), row["how"]),
        (_("Size"), size),
        (_("Kind of file"), known[0]["media_type"] if known else ""),
        (_("SHA-256"), row["capture"]),
    ):
        if value:
            yield Difference(name, "", value)


def _of_layer(reader: Reader, layer: str) -> Iterator[Difference]:
    for row in reader.query(
        "SELECT extractor, version, encoding, length FROM layer WHERE hash = ?", layer
    ):
        letters = ngettext("{n} character", "{n} characters", row["length"])
        yield Difference(_("Read with"), "", f"{row['extractor']} {row['version']}".strip())
        yield Difference(_("Encoding"), "", row["encoding"])
        yield Difference(_("Length"), "", letters.format(n=row["length"]))


_HOW = {
    "report": N_("Told in a report"),
    "original": N_("Original handed on in a sealed export"),
}
_COUNTED: Mapping[tuple[str, str], Callable[[int], str]] = {
    ("passage", "insert"): lambda n: ngettext(
        "{n} passage marked", "{n} passages marked", n).format(n=n),
    ("claim", "insert"): lambda n: ngettext(
        "{n} claim made", "{n} claims made", n).format(n=n),
    ("claim", "update"): lambda n: ngettext(
        "{n} claim changed", "{n} claims changed", n).format(n=n),
    ("claim", "delete"): lambda n: ngettext(
        "{n} claim withdrawn", "{n} claims withdrawn", n).format(n=n),
}  # fmt: skip


def _detail(text: str) -> dict[str, Any]:
    """The detail of a row of custody; empty if it cannot be read."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}

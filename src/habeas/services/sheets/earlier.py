"""What came from sheets before: claims with their rows, and how they stand now."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from habeas import vocabulary
from habeas.domain.claim import Claim
from habeas.domain.draft import Draft
from habeas.domain.quantity import Quantity
from habeas.domain.sheet import Row
from habeas.domain.when import Duration, When
from habeas.store.reader import Reader

ORIGIN = "sheet"  # of claims that rows became
_LOOKED = 5_000  # rows of an earlier import that are looked for in a sheet
Face = dict[str, str]  # a claim field by field, as it is compared and shown


@dataclass(frozen=True, slots=True)
class Imported:
    """A source whose rows became claims, and how many those are."""

    source: int
    title: str
    claims: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A claim that a row became: the ``passage`` of that row, its ``key`` and its words.

    ``edited``: it no longer says what was imported, because somebody changed it in Habeas.
    """

    claim: int
    passage: int
    sheet: str
    row: int
    key: str
    quote: str
    face: Face
    edited: bool


def imported(reader: Reader) -> list[Imported]:
    """The sources whose rows became claims, the latest first."""
    rows = reader.query(
        "SELECT s.id, s.title, count(DISTINCT c.id) AS n FROM source s JOIN claim c "
        "ON c.source = s.id AND c.origin = ? GROUP BY s.id ORDER BY s.id DESC",
        ORIGIN,
    )
    return [Imported(int(row["id"]), str(row["title"]), int(row["n"])) for row in rows]


def likeness(
    reader: Reader, source: int, *, keys: Mapping[str, Sequence[str]], lines: frozenset[str]
) -> float:
    """How much of what was imported from a source stands in a sheet again, 0 to 1.

    ``keys`` are the cells of its rows by their keys, ``lines`` its rows word by word.  A key alone
    tells nothing: many sheets count their rows from 1.
    """
    rows = reader.query(
        "SELECT quote, region FROM passage WHERE source = ? AND kind = 'row' LIMIT ?",
        source,
        _LOOKED,
    )
    if not rows:
        return 0.0
    again = 0
    for row in rows:
        key = region(row["region"])["key"]
        again += row["quote"] in lines or (key in keys and _alike(row["quote"], keys[key], key))
    return again / len(rows)


def _alike(quote: str, cells: Sequence[str], key: str) -> bool:
    """Whether half of what stood in a row, its key aside, still stands in it."""
    before = {cell for cell in quote.split("\t") if cell.strip() and cell.strip() != key}
    return not before or len(before.intersection(cells)) * 2 >= len(before)


def kept(reader: Reader, source: int) -> list[Kept]:
    """Every claim that a row of this source became, in the order of the rows."""
    rows = reader.query(
        "SELECT c.id AS claim, p.id AS passage, p.quote, p.region FROM claim c "
        "JOIN claim_passage cp ON cp.claim = c.id JOIN passage p ON p.id = cp.passage "
        "WHERE c.source = ? AND c.origin = ? AND p.kind = 'row' ORDER BY p.start, c.id, p.id",
        source,
        ORIGIN,
    )
    faces = _faces(reader, source)
    found, seen = [], set()
    for row in rows:
        claim = int(row["claim"])
        if claim in seen or claim not in faces:
            continue
        seen.add(claim)
        told, face = region(row["region"]), faces[claim]
        found.append(
            Kept(
                claim,
                int(row["passage"]),
                told["sheet"],
                int(told["row"]) if told["row"].isdigit() else 0,
                told["key"],
                str(row["quote"]),
                face,
                edited=told["read"] != digest(face),
            )
        )
    return found


def region(text: str) -> dict[str, str]:
    """What a passage of a row says of it: sheet, row, key, and the digest of what was imported."""
    try:
        told = json.loads(text or "{}")
    except (ValueError, RecursionError):
        told = {}
    told = told if isinstance(told, dict) else {}
    return {name: str(told.get(name, "")) for name in ("sheet", "row", "key", "read")}


def region_of(sheet: str, row: Row, *, key: str, face: Face) -> str:
    """The JSON that ``region`` reads."""
    told = {"sheet": sheet, "row": row.number, "key": key, "read": digest(face)}
    return json.dumps(told, ensure_ascii=False)


def face_of(draft: Draft) -> Face:
    """A draft field by field."""
    return _face(
        draft.claim,
        places=[place.words or place.name for place in draft.places],
        voices=[voice.name for voice in draft.voices],
        roles=[(role.role, role.name) for role in draft.roles],
    )


def digest(face: Face) -> str:
    """A short digest of what a claim says."""
    said = json.dumps(face, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _faces(reader: Reader, source: int) -> dict[int, Face]:
    of = "FROM claim c JOIN {0} x ON x.claim = c.id WHERE c.source = ? AND c.origin = ?"
    places, voices = defaultdict[int, list[str]](list), defaultdict[int, list[str]](list)
    roles = defaultdict[int, list[tuple[str, str]]](list)
    given = (source, ORIGIN)
    sql = "SELECT c.id, x.words " + of.format("claim_place") + " ORDER BY x.id"
    for row in reader.query(sql, *given):
        places[row["id"]].append(row["words"])
    sql = "SELECT c.id, x.name " + of.format("voice") + " ORDER BY x.position"
    for row in reader.query(sql, *given):
        voices[row["id"]].append(row["name"])
    sql = "SELECT c.id, x.role, x.name " + of.format("role") + " ORDER BY x.position"
    for row in reader.query(sql, *given):
        roles[row["id"]].append((row["role"], row["name"]))
    return {
        claim.id: _face(
            claim, places=places[claim.id], voices=voices[claim.id], roles=roles[claim.id]
        )
        for claim in reader.select(Claim, "WHERE source = ? AND origin = ?", *given)
    }


def _face(
    claim: Claim,
    *,
    places: Iterable[str],
    voices: Iterable[str],
    roles: Iterable[tuple[str, str]],
) -> Face:
    scope, grounds = claim.scope, claim.grounds
    told = {
        "type": claim.type,
        "summary": claim.summary,
        "stage": claim.stage.value,
        "assertion": claim.assertion.value,
        "when": _when(claim.when),
        "duration": _duration(claim.duration),
        "place": "; ".join(sorted([*places, *filter(None, scope.words.split("; "))])),
        "quantity": _many(claim.quantity),
        "population": scope.population,
        "activities": scope.activities,
        "purpose": grounds.purpose,
        "condition": grounds.condition,
        "legal-basis": grounds.legal_basis,
        "voice": "; ".join(voices),
        "role": "; ".join(f"{vocabulary.label('roles', r, language='en')}: {n}" for r, n in roles),
        "note": claim.note,
        "confidentiality": claim.confidentiality,
    }
    return {name: words for name, words in told.items() if words}


def _when(when: When) -> str:
    if not when.words or when.words == when.edtf:
        return when.edtf
    return f"{when.words} ({when.edtf})" if when.edtf else when.words


def _duration(duration: Duration) -> str:
    return duration.words or duration.iso


def _many(quantity: Quantity) -> str:
    """The words of a figure with what they mean: "unas 20 (20)", "1.234 (1234)"."""
    low, high = (_plain(number) for number in (quantity.low, quantity.high))
    meant = low if low == high else f"{low}–{high}"
    said = [quantity.words] if quantity.words else []
    if meant and meant not in (quantity.words, "–"):
        said.append(f"({meant})" if said else meant)
    return " ".join([*said, *filter(None, [quantity.unit])])


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"

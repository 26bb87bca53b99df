"""The history of a case: every Edit in words, and what each one changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from habeas import i18n, vocabulary
from habeas.domain.quantity import Quantity
from habeas.domain.scope import Scope
from habeas.domain.when import Duration, When
from habeas.i18n import N_, _, ngettext
from habeas.overview.wording import (
    duration_in_words,
    quantity_in_words,
    scope_in_words,
    when_in_words,
)
from habeas.store.reader import Reader
from habeas.store.records import from_row
from habeas.store.tables import JOURNALLED

FIND = "SELECT id FROM edit WHERE open IS NULL ORDER BY id DESC"
SHOW = """
SELECT d.id, d.label, d.started, d.act, d.undoes,
  (SELECT group_concat(tbl || ' ' || n) FROM (SELECT tbl, count(DISTINCT row) AS n
    FROM entry WHERE edit = d.id GROUP BY tbl)) AS touched
FROM edit d WHERE d.id"""
MOST = 100  # changed things that are told of one Edit; the rest is counted

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a thing: its name, and its ``former`` and ``new`` value in words (or empty)."""

    name: str
    former: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """What an Edit did to one thing: ``act`` is insert, update or delete, ``title`` names it."""

    act: str
    title: str
    differences: tuple[Difference, ...] = ()


def undone(reader: Reader) -> frozenset[int]:
    """The Edits whose effect is taken back: undone, and the undo not undone in its turn."""
    found: set[int] = set()
    sql = "SELECT id, undoes FROM edit WHERE undoes IS NOT NULL AND open IS NULL ORDER BY id DESC"
    for row in reader.query(sql):
        if row["id"] not in found:
            found.add(row["undoes"])
    return frozenset(found)


def label_of(row: Row) -> str:
    """What the user did, in the user's language."""
    if row["act"] == "undo":
        return _("Undo: {what}").format(what=_(row["label"]))
    if row["act"] == "redo":
        return _("Redo: {what}").format(what=_(row["label"]))
    return _(row["label"])


def time_of(row: Row) -> str:
    """When it was done, by the clock of this computer."""
    from babel.dates import format_datetime

    then = datetime.fromisoformat(row["started"]).astimezone()
    return str(format_datetime(then, "EEE d MMM y, HH:mm", locale=i18n.language()))


def touched_of(row: Row) -> str:
    """What it touched, in words: 1 claim, 2 passages."""
    pairs = [part.split(" ") for part in (row["touched"] or "").split(",") if part]
    counts = {table: int(n) for table, n in pairs}
    said = [
        _COUNTED[table](counts[table]).format(n=counts[table])
        for table in _COUNTED
        if counts.get(table)
    ]
    return ", ".join(said) or _("details")


def state_of(row: Row, taken_back: frozenset[int]) -> str:
    """Whether it still stands."""
    return _("undone") if row["id"] in taken_back else ""


def changes_of(reader: Reader, edit: int) -> tuple[list[Change], int]:
    """What an Edit changed, thing by thing, and how many more there are than MOST."""
    things: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for entry in reader.query(
        "SELECT tbl, row, act, former FROM entry WHERE edit = ? ORDER BY id", edit
    ):
        if entry["tbl"] in JOURNALLED:
            things.setdefault((entry["tbl"], entry["row"]), []).append(entry)
    order = sorted(things, key=lambda thing: (_ORDER.index(thing[0]), thing[1]))
    told = [_change(reader, edit, thing, things[thing]) for thing in order[:MOST]]
    return [change for change in told if change is not None], max(0, len(order) - MOST)


def _change(
    reader: Reader, edit: int, thing: tuple[str, int], entries: list[dict[str, Any]]
) -> Change | None:
    table, number = thing
    former = json.loads(entries[0]["former"]) if entries[0]["former"] else None
    new = None if entries[-1]["act"] == "delete" else _after(reader, edit, table, number)
    if former is None and new is None:
        return None  # made and removed in one act
    before, after = _words(reader, table, former), _words(reader, table, new)
    differences = tuple(
        Difference(_(name), before.get(name, ""), after.get(name, ""))
        for name, _say in _FIELDS[table]
        if before.get(name, "") != after.get(name, "")
    )
    if former is not None and new is not None and not differences:
        return None  # only what the program keeps for itself
    act = "insert" if former is None else "delete" if new is None else "update"
    return Change(act, _title(table, new or former or {}, reader), differences)


def _after(reader: Reader, edit: int, table: str, number: int) -> dict[str, Any] | None:
    """A row as it was when the Edit ended: before the next Edit that touched it, or as it is."""
    later = reader.query(
        "SELECT former FROM entry WHERE tbl = ? AND row = ? AND edit > ? ORDER BY edit, id LIMIT 1",
        table,
        number,
        edit,
    )
    if later:
        found: dict[str, Any] | None = json.loads(later[0]["former"] or "null")
        return found
    return _present(reader, table, number)


def _present(reader: Reader, table: str, number: int) -> dict[str, Any] | None:
    if table not in JOURNALLED:  # a name out of the file never becomes part of a query
        return None
    found = reader.query(f"SELECT * FROM [{table}] WHERE id = ?", number)
    return found[0] if found else None


def _words(reader: Reader, table: str, row: Row | None) -> dict[str, str]:
    """A row as named fields in words; fields without a value are left out."""
    if row is None:
        return {}
    found = {name: say(reader, row) for name, say in _FIELDS[table]}
    return {name: words for name, words in found.items() if words}


def _title(table: str, row: Row, reader: Reader) -> str:
    """What a thing is and what it is called."""
    what = _(_CALLED[table])
    name = " ".join(_name(reader, table, row).split())
    return _("{what} “{name}”").format(what=what, name=name) if name else what


def _name(reader: Reader, table: str, row: Row) -> str:
    if table in _TITLED:
        return str(row.get(_TITLED[table], ""))
    if table == "claim_passage":
        return _named(reader, "passage", row["passage"])
    if table == "claim_place":
        return _named(reader, "place", row["place"])
    return ""


def _named(reader: Reader, table: str, number: int | None) -> str:
    """What a thing is called, also when it is gone by now; empty for none."""
    if not number:
        return ""
    row = _present(reader, table, number)
    if row is None:
        gone = reader.query(
            "SELECT former FROM entry WHERE tbl = ? AND row = ? AND former IS NOT NULL "
            "ORDER BY id DESC LIMIT 1",
            table,
            number,
        )
        row = json.loads(gone[0]["former"]) if gone else {}
    return str(row.get(_TITLED[table], ""))


Say = Callable[[Reader, Row], str]


def _plain(column: str) -> Say:
    return lambda _reader, row: str(row.get(column) or "")


def _language(_reader: Reader, row: Row) -> str:
    code = str(row.get("language") or "")
    known = {"en": _("English"), "es": _("Spanish"), "other": _("other")}
    return known.get(code, code)


def _term(scheme: str, column: str) -> Say:
    return lambda _reader, row: vocabulary.label(scheme, row[column]) if row.get(column) else ""


def _of(table: str, column: str) -> Say:
    return lambda reader, row: _named(reader, table, row.get(column))


def _yes(column: str) -> Say:
    return lambda _reader, row: _("yes") if row.get(column) else ""


def _dated(column: str) -> Say:
    return lambda _reader, row: when_in_words(When(row[column])) if row.get(column) else ""


def _when(_reader: Reader, row: Row) -> str:
    return when_in_words(from_row(When, row, prefix="when_"))


def _duration(_reader: Reader, row: Row) -> str:
    return duration_in_words(from_row(Duration, row, prefix="duration_"))


def _scope(_reader: Reader, row: Row) -> str:
    return scope_in_words(from_row(Scope, row, prefix="scope_"))


def _quantity(_reader: Reader, row: Row) -> str:
    return quantity_in_words(from_row(Quantity, row, prefix="quantity_"))


_FIELDS: Mapping[str, tuple[tuple[str, Say], ...]] = {
    "source": (
        (N_("Title"), _plain("title")), (N_("Kind"), _term("source-kinds", "kind")),
        (N_("Publisher"), _plain("publisher")), (N_("Author"), _plain("author")),
        (N_("Published"), _dated("published")),
        (N_("Published: inferred by the reader"), _yes("published_inferred")),
        (N_("Language"), _language), (N_("Address"), _plain("address")),
        (N_("How it came"), _plain("received")),
        (N_("Who may know"), _term("confidentiality", "confidentiality")),
        (N_("Name used in its place"), _plain("pseudonym")),
        (N_("Keep until"), _dated("retain_until")), (N_("Note"), _plain("note")),
    ),
    "claim": (
        (N_("Kind"), _term("kinds", "kind")), (N_("Type"), _term("types", "type")),
        (N_("Summary"), _plain("summary")), (N_("Stage"), _term("stages", "stage")),
        (N_("How it is said"), _term("assertions", "assertion")), (N_("When"), _when),
        (N_("How long"), _duration), (N_("Where and whom"), _scope), (N_("How many"), _quantity),
        (N_("Purpose"), _plain("grounds_purpose")),
        (N_("Condition"), _plain("grounds_condition")),
        (N_("Legal basis"), _plain("grounds_legal_basis")),
        (N_("Event"), _of("event", "event")), (N_("Source"), _of("source", "source")),
        (N_("Note"), _plain("note")),
        (N_("Who may know"), _term("confidentiality", "confidentiality")),
    ),
    "event": (
        (N_("Title"), _plain("title")), (N_("Type"), _term("types", "type")),
        (N_("Stands on the claim"), _of("claim", "stands_on")),
        (N_("Reason"), _plain("stands_reason")), (N_("Note"), _plain("note")),
    ),
    "place": (
        (N_("Name"), _plain("name")), (N_("Kind"), _term("place-kinds", "kind")),
        (N_("Lies within"), _of("place", "parent")), (N_("Note"), _plain("note")),
    ),
    "actor": (
        (N_("Name"), _plain("name")), (N_("Kind"), _term("actor-kinds", "kind")),
        (N_("Note"), _plain("note")),
    ),
    "passage": ((N_("Words"), _plain("quote")), (N_("Source"), _of("source", "source"))),
    "voice": (
        (N_("Name"), _plain("name")), (N_("Verb"), _term("verbs", "verb")),
        (N_("Medium"), _plain("medium")), (N_("Wording"), _term("wordings", "wording")),
        (N_("Inferred by the reader"), _yes("inferred")), (N_("Words"), _plain("words")),
        (N_("Actor"), _of("actor", "actor")), (N_("Claim"), _of("claim", "claim")),
    ),
    "role": (
        (N_("Role"), _term("roles", "role")), (N_("Name"), _plain("name")),
        (N_("Words"), _plain("words")), (N_("Actor"), _of("actor", "actor")),
        (N_("Claim"), _of("claim", "claim")),
    ),
    "link": (
        (N_("Kind"), _term("link-kinds", "kind")),
        (N_("From the claim"), _of("claim", "from_claim")),
        (N_("To the claim"), _of("claim", "to_claim")),
        (N_("From the event"), _of("event", "from_event")),
        (N_("To the event"), _of("event", "to_event")), (N_("Note"), _plain("note")),
    ),
    "claim_passage": ((N_("Claim"), _of("claim", "claim")),),
    "claim_place": (
        (N_("Place"), _of("place", "place")), (N_("Words"), _plain("words")),
        (N_("Claim"), _of("claim", "claim")),
    ),
    "source_capture": (
        (N_("File"), _plain("file_name")), (N_("How it came"), _plain("how")),
        (N_("SHA-256"), _plain("capture")), (N_("Source"), _of("source", "source")),
    ),
    "place_name": ((N_("Name"), _plain("name")), (N_("Place"), _of("place", "place"))),
    "actor_name": ((N_("Name"), _plain("name")), (N_("Actor"), _of("actor", "actor"))),
    "rejection": (
        (N_("Kind"), _term("kinds", "kind")), (N_("Type"), _term("types", "type")),
        (N_("Words"), _plain("quote")), (N_("Source"), _of("source", "source")),
    ),
    "term": ((N_("English"), _plain("label_en")), (N_("Spanish"), _plain("label_es"))),
}  # fmt: skip
_ORDER = tuple(_FIELDS)
_TITLED = {
    "source": "title", "claim": "summary", "event": "title", "place": "name", "actor": "name",
    "passage": "quote", "voice": "name", "role": "name", "rejection": "quote",
    "place_name": "name", "actor_name": "name", "source_capture": "file_name", "term": "label_en",
}  # fmt: skip
_CALLED = {
    "source": N_("Source"), "claim": N_("Claim"), "event": N_("Event"), "place": N_("Place"),
    "actor": N_("Actor"), "passage": N_("Passage"), "voice": N_("Voice"), "role": N_("Role"),
    "link": N_("Link"), "claim_passage": N_("Rests on the passage"),
    "claim_place": N_("Said of the place"), "source_capture": N_("Capture"),
    "place_name": N_("Name of a place"), "actor_name": N_("Name of an actor"),
    "rejection": N_("Rejected suggestion"), "term": N_("Term"),
}  # fmt: skip
_COUNTED: Mapping[str, Callable[[int], str]] = {
    "source": lambda n: ngettext("{n} source", "{n} sources", n),
    "claim": lambda n: ngettext("{n} claim", "{n} claims", n),
    "event": lambda n: ngettext("{n} event", "{n} events", n),
    "passage": lambda n: ngettext("{n} passage", "{n} passages", n),
    "place": lambda n: ngettext("{n} place", "{n} places", n),
    "actor": lambda n: ngettext("{n} actor", "{n} actors", n),
    "voice": lambda n: ngettext("{n} voice", "{n} voices", n),
    "role": lambda n: ngettext("{n} role", "{n} roles", n),
    "link": lambda n: ngettext("{n} link", "{n} links", n),
    "rejection": lambda n: ngettext("{n} rejected suggestion", "{n} rejected suggestions", n),
    "term": lambda n: ngettext("{n} term", "{n} terms", n),
}

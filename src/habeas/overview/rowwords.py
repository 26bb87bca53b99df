"""Rows of the journal in words: what a thing is called, its fields, and how many there are."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from habeas import vocabulary
from habeas.domain.quantity import Quantity
from habeas.domain.scope import Scope
from habeas.domain.source import Confidentiality
from habeas.domain.when import Duration, When
from habeas.i18n import N_, _, ngettext
from habeas.overview import calling
from habeas.overview.wording import (
    duration_in_words,
    quantity_in_words,
    scope_in_words,
    when_in_words,
)
from habeas.store.reader import Reader
from habeas.store.records import from_row
from habeas.store.tables import JOURNALLED

Row = Mapping[str, Any]


def present(reader: Reader, table: str, number: int) -> dict[str, Any] | None:
    """A row as it is now; None if it is gone."""
    if table not in JOURNALLED:  # a name out of the file never becomes part of a query
        return None
    found = reader.query(f"SELECT * FROM [{table}] WHERE id = ?", number)
    return found[0] if found else None


def words(reader: Reader, table: str, row: Row | None) -> dict[str, str]:
    """A row as named fields in words; fields without a value are left out."""
    if row is None:
        return {}
    found = {name: say(reader, row) for name, say in FIELDS[table]}
    return {name: words for name, words in found.items() if words}


def title(table: str, row: Row, reader: Reader) -> str:
    """What a thing is and what it is called."""
    what = _(CALLED[table])
    name = " ".join(name_of(reader, table, row).split())
    return _("{what} “{name}”").format(what=what, name=name) if name else what


def name_of(reader: Reader, table: str, row: Row) -> str:
    """What a thing is called, by itself or by what it stands for; empty if by nothing."""
    if table == "source":
        return _source(reader, row)
    if table == "source_capture" and is_secret(reader, table, row):
        return ""
    if table in _TITLED:
        return str(row.get(_TITLED[table], ""))
    if table in _NAMED_AFTER:
        return _named(reader, _NAMED_AFTER[table], row.get(_NAMED_AFTER[table]))
    return ""


def _named(reader: Reader, table: str, number: int | None) -> str:
    """What a thing is called, also when it is gone by now; empty for none."""
    if not number:
        return ""
    row = present(reader, table, number) or known_before(reader, table, number)
    return _source(reader, row) if table == "source" else str(row.get(_TITLED[table], ""))


def is_secret(reader: Reader, table: str, row: Row) -> bool:
    """Whether a row tells who a confidential source is."""
    number = row.get(_OWNER.get(table, ""))
    if not number:
        return False
    source = present(reader, "source", number) or known_before(reader, "source", number)
    return source.get("confidentiality") == Confidentiality.CONFIDENTIAL


def _source(reader: Reader, row: Row) -> str:
    """What a source is called: as confidential as it is now, whatever it was then."""
    if not is_secret(reader, "source", row):
        return str(row.get("title") or "")
    now = present(reader, "source", row["id"]) or row
    return calling.name_in({**now, "confidentiality": Confidentiality.CONFIDENTIAL})


def known_before(reader: Reader, table: str, number: int) -> dict[str, Any]:
    """The last values of a row that is gone; empty if nobody may know them any more."""
    gone = reader.query(
        "SELECT former FROM entry WHERE tbl = ? AND row = ? AND former IS NOT NULL "
        "ORDER BY id DESC LIMIT 1",
        table,
        number,
    )
    return json.loads(gone[0]["former"]) if gone else {}


Say = Callable[[Reader, Row], str]


def _plain(column: str) -> Say:
    return lambda _reader, row: str(row.get(column) or "")


def _short(column: str) -> Say:
    """The beginning of a hash: enough to tell one from another."""
    return lambda _reader, row: str(row.get(column) or "")[:16]


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


def _happened(_reader: Reader, row: Row) -> str:
    known = {"exported": _("It left the case in a file")}
    return known.get(str(row.get("act")), str(row.get("act") or ""))


def _verdict(_reader: Reader, row: Row) -> str:
    known = {"same": _("yes"), "different": _("no")}
    return known.get(str(row.get("verdict")), "")


def _file(_reader: Reader, row: Row) -> str:
    try:
        detail = json.loads(row.get("detail") or "{}")
    except ValueError:
        return ""
    return str(detail.get("file", "")) if isinstance(detail, dict) else ""


def _duration(_reader: Reader, row: Row) -> str:
    return duration_in_words(from_row(Duration, row, prefix="duration_"))


def _scope(_reader: Reader, row: Row) -> str:
    return scope_in_words(from_row(Scope, row, prefix="scope_"))


def _quantity(_reader: Reader, row: Row) -> str:
    return quantity_in_words(from_row(Quantity, row, prefix="quantity_"))


FIELDS: Mapping[str, tuple[tuple[str, Say], ...]] = {
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
        (N_("Text"), _short("layer")),
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
    "passage": (
        (N_("Words"), _plain("quote")), (N_("Source"), _of("source", "source")),
        (N_("Text"), _short("layer")),
    ),
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
        (N_("It came inside"), _of("source", "within")),
    ),
    "source_layer": (
        (N_("How it was read"), _plain("how")), (N_("Source"), _of("source", "source")),
    ),
    "same_origin": (
        (N_("One source"), _of("source", "one")), (N_("Another source"), _of("source", "other")),
        (N_("Same origin"), _verdict), (N_("Note"), _plain("note")),
    ),
    "place_name": ((N_("Name"), _plain("name")), (N_("Place"), _of("place", "place"))),
    "actor_name": ((N_("Name"), _plain("name")), (N_("Actor"), _of("actor", "actor"))),
    "rejection": (
        (N_("Kind"), _term("kinds", "kind")), (N_("Type"), _term("types", "type")),
        (N_("Words"), _plain("quote")), (N_("Source"), _of("source", "source")),
    ),
    "term": ((N_("English"), _plain("label_en")), (N_("Spanish"), _plain("label_es"))),
    "custody": (
        (N_("What happened"), _happened), (N_("File"), _file),
        (N_("Source"), _of("source", "source")),
    ),
    "seal": ((N_("Up to act no."), _plain("edit")), (N_("Digest"), _plain("digest"))),
    "purge": ((N_("Reason"), _plain("reason")), (N_("How much"), _plain("count"))),
}  # fmt: skip
# What tells who a confidential source is: shown in the history of its own record alone.
SECRET: Mapping[str, tuple[str, ...]] = {
    "source": ("Title", "Publisher", "Author", "Address", "How it came", "Note"),
    "source_capture": ("File",),
}
_OWNER = {"source": "id", "source_capture": "source"}
ORDER = tuple(FIELDS)
_TITLED = {
    "source": "title", "claim": "summary", "event": "title", "place": "name", "actor": "name",
    "passage": "quote", "voice": "name", "role": "name", "rejection": "quote",
    "place_name": "name", "actor_name": "name", "source_capture": "file_name", "term": "label_en",
}  # fmt: skip
CALLED = {
    "source": N_("Source"),
    "claim": N_("Claim"),
    "event": N_("Event"),
    "place": N_("Place"),
    "actor": N_("Actor"),
    "passage": N_("Passage"),
    "voice": N_("Voice"),
    "role": N_("Role"),
    "link": N_("Link"),
    "claim_passage": N_("Rests on the passage"),
    "claim_place": N_("Said of the place"),
    "source_capture": N_("Capture"),
    "place_name": N_("Name of a place"),
    "actor_name": N_("Name of an actor"),
    "rejection": N_("Rejected suggestion"),
    "term": N_("Term"),
    "custody": N_("Whereabouts of a source"),
    "seal": N_("Seal"),
    "purge": N_("Purge"),
    "source_layer": N_("Layer of a source"),
    "same_origin": N_("Origin of two sources"),
}  # fmt: skip
_NAMED_AFTER = {"claim_passage": "passage", "claim_place": "place", "custody": "source"}
COUNTED: Mapping[str, Callable[[int], str]] = {
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
    "custody": lambda n: ngettext("whereabouts of {n} source", "whereabouts of {n} sources", n),
    "seal": lambda n: ngettext("{n} seal", "{n} seals", n),
    "purge": lambda n: ngettext("{n} purge", "{n} purges", n),
}

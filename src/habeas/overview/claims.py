"""All claims of a case in one table: which a filter lets through, in which order, shown how."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from habeas import i18n, vocabulary
from habeas.domain.claim import Kind
from habeas.domain.edtf import is_valid
from habeas.domain.quantity import Quantity
from habeas.domain.scope import Scope
from habeas.domain.vocabulary import folded
from habeas.domain.when import Holding, When
from habeas.i18n import _
from habeas.overview import calling
from habeas.overview.wording import quantity_in_words, scope_in_words, when_in_words
from habeas.store import search, words
from habeas.store.case import Case
from habeas.store.reader import Reader
from habeas.store.records import from_row


@dataclass(frozen=True, slots=True)
class Filter:
    """Which claims are wanted; an empty value (0 for an id) lets every claim through.

    ``place`` lets through what is said of places within it too; ``voice`` is the actor who speaks
    anywhere in the chain.  ``first_day`` and ``last_day`` (ISO) let through what may have been so
    on a day between them: an end that is open or not known may lie anywhere, while a claim of
    which neither day is known stays out.
    """

    kind: str = ""
    type: str = ""
    place: int = 0
    first_day: str = ""
    last_day: str = ""
    voice: int = 0
    source: int = 0
    event: int = 0
    words: str = ""
    assertion: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it lets every claim through."""
        return self == Filter()


SORTS = ("kind", "type", "summary", "day", "place", "how many", "voice", "source")

SHOW = """
SELECT c.*, s.title AS source_title, s.pseudonym AS source_pseudonym, s.published,
  s.confidentiality AS source_confidentiality,
  e.title AS event_title,
  (SELECT group_concat(name, ', ') FROM (SELECT p.name FROM claim_place cp
    JOIN place p ON p.id = cp.place WHERE cp.claim = c.id ORDER BY cp.id)) AS places,
  (SELECT v.name FROM voice v WHERE v.claim = c.id ORDER BY v.position LIMIT 1) AS voice,
  (SELECT count(*) FROM voice v WHERE v.claim = c.id) AS voices,
  (SELECT count(*) FROM claim_passage cp WHERE cp.claim = c.id) AS passages
FROM claim c JOIN source s ON s.id = c.source LEFT JOIN event e ON e.id = c.event
WHERE c.id"""

_PLACE = (
    "(SELECT min(p.name COLLATE NOCASE) FROM claim_place cp JOIN place p ON p.id = cp.place "
    "WHERE cp.claim = c.id)"
)
_VOICE = "(SELECT v.name FROM voice v WHERE v.claim = c.id ORDER BY v.position LIMIT 1)"
_MANY = "CAST(coalesce(c.quantity_stated, c.quantity_low, c.quantity_high) AS REAL)"
_WITHIN = (
    "c.id IN (WITH RECURSIVE within(id) AS (SELECT ? UNION "
    "SELECT p.id FROM place p JOIN within w ON p.parent = w.id) "
    "SELECT claim FROM claim_place WHERE place IN (SELECT id FROM within))"
)


def find_sql(
    wanted: Filter, *, sort: str = "day", descending: bool = False
) -> tuple[str, tuple[Any, ...]]:
    """The query that selects the ids of the wanted claims in order, with its parameters.

    ``sort`` is one of SORTS; what has no value to sort by stands last either way.
    """
    tests, params = _tests(wanted)
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    order, ordering = _order(sort, "DESC" if descending else "ASC")
    return f"SELECT c.id FROM claim c{_JOINED.get(sort, '')}{where} ORDER BY {order}", (
        *params,
        *ordering,
    )


def find(case: Case, wanted: Filter, *, sort: str = "day", descending: bool = False) -> array[int]:
    """The ids of the wanted claims, in order; safe to call off the thread that draws them."""
    sql, params = find_sql(wanted, sort=sort, descending=descending)
    return array("q", (row[0] for row in case.read.execute(sql, list(params))))


def when_of(row: Mapping[str, Any]) -> str:
    """When, in words, of a row of SHOW."""
    when: When = from_row(When, row, prefix="when_")
    return when_in_words(when, row["published"])


def where_of(row: Mapping[str, Any]) -> str:
    """Where and on whom, in words, of a row of SHOW: named places first."""
    scope: Scope = from_row(Scope, row, prefix="scope_")
    return "; ".join(part for part in (row["places"] or "", scope_in_words(scope)) if part)


def many_of(row: Mapping[str, Any]) -> str:
    """How many, in words, of a row of SHOW."""
    quantity: Quantity = from_row(Quantity, row, prefix="quantity_")
    return quantity_in_words(quantity)


def doubt_of(row: Mapping[str, Any]) -> str:
    """Suspected, alleged or denied, in words, of a row of SHOW; empty for what is stated."""
    assertion = row["assertion"]
    return "" if assertion == "stated" else vocabulary.label("assertions", assertion)


def brief_when_of(row: Mapping[str, Any]) -> str:
    """When, in words that begin with a day, for a narrow column."""
    if row["when_holding"] != Holding.SOURCE_DAY or not is_valid(row["published"]):
        return when_of(row)
    end = _("end open") if row["when_edtf"].endswith("/..") else _("end not stated")
    said = _("{day}, the day the source speaks; {end}")
    return said.format(day=when_in_words(When(row["published"])), end=end)


def summary_of(row: Mapping[str, Any]) -> str:
    """What is claimed, its doubt before it."""
    doubt = doubt_of(row)
    return f"{doubt}: {row['summary']}" if doubt else str(row["summary"])


def type_of(row: Mapping[str, Any]) -> str:
    """The type and, where it is stated, the stage."""
    label = vocabulary.label("types", row["type"])
    stage = row["stage"]
    return f"{label} · {vocabulary.label('stages', stage).lower()}" if stage else label


def voice_of(row: Mapping[str, Any]) -> str:
    """The nearest voice, and how many stand behind it."""
    if not row["voice"]:
        return _("the source itself")
    more = row["voices"] - 1
    return _("{name} (+{n})").format(name=row["voice"], n=more) if more else str(row["voice"])


def source_of(row: Mapping[str, Any]) -> str:
    """What the source is called; a confidential one is said to be so."""
    name = _source(row)
    pseudonym = row["source_confidentiality"] != "confidential" or row["source_pseudonym"].strip()
    if pseudonym and "confidential" in (row["source_confidentiality"], row["confidentiality"]):
        return _("Confidential: {title}").format(title=name)
    return name


def _source(row: Mapping[str, Any]) -> str:
    """What the source is called in every list, by a row of SHOW."""
    return calling.name_in({
        "id": row["source"], "title": row["source_title"], "pseudonym": row["source_pseudonym"],
        "confidentiality": row["source_confidentiality"],
    })  # fmt: skip


def choices(reader: Reader) -> dict[str, list[tuple[int, str]]]:
    """What can be filtered by: (id, name) of places, voices and sources that claims have."""
    asked = {
        "place": "SELECT id, name FROM place ORDER BY name COLLATE NOCASE",
        "voice": "SELECT id, name FROM actor WHERE EXISTS (SELECT 1 FROM voice v "
        "WHERE v.actor = actor.id) ORDER BY name COLLATE NOCASE",
        "source": f"SELECT id, {calling.sql('source')} AS name FROM source "
        "WHERE EXISTS (SELECT 1 FROM claim c WHERE c.source = source.id) "
        "ORDER BY name COLLATE NOCASE",
    }
    return {
        name: [(row["id"], row["name"]) for row in reader.query(sql)] for name, sql in asked.items()
    }


def as_text(row: Mapping[str, Any]) -> str:
    """A row of SHOW as one line of text with tabs between its fields, for the clipboard."""
    kind = vocabulary.label("kinds", row["kind"])
    type_ = vocabulary.label("types", row["type"])
    said = [kind, type_, doubt_of(row) or _("Stated"), row["summary"], when_of(row)]
    said += [where_of(row), many_of(row), row["voice"] or "", _source(row)]
    published = row["published"] if is_valid(row["published"]) else ""
    return "\t".join(" ".join(str(part).split()) for part in (*said, published))


_JOINED = {"source": " JOIN source s ON s.id = c.source"}


def _tests(wanted: Filter) -> tuple[list[str], list[Any]]:
    tests: list[str] = []
    params: list[Any] = []
    for test, value in (
        ("c.kind = ?", wanted.kind),
        ("c.type = ?", wanted.type),
        ("c.assertion = ?", wanted.assertion),
        ("c.source = ?", wanted.source),
        ("c.event = ?", wanted.event),
        (_WITHIN, wanted.place),
        ("c.id IN (SELECT claim FROM voice WHERE actor = ?)", wanted.voice),
        (_AFTER, wanted.first_day),
        (_BEFORE, wanted.last_day),
    ):
        if value:
            tests.append(test)
            params.append(value)
    for word in words.typed_words(wanted.words):
        tests.append(_WORD)
        params += [words.query(word)] * 3
    return tests, params


# Days are ISO text: an end that is not known may lie anywhere, unless neither is known.
_AFTER = "(c.last_day >= ? OR (c.last_day = '' AND c.first_day <> ''))"
_BEFORE = "(c.first_day <= ? AND (c.first_day <> '' OR c.last_day <> ''))"


_WORD = (
    f"(c.id IN ({search.ids_sql('claim')}) OR c.source IN ({search.ids_sql('source')}) OR c.id IN "
    f"(SELECT claim FROM claim_place WHERE place IN ({search.ids_sql('place')})))"
)


def _order(sort: str, way: str) -> tuple[str, list[Any]]:
    if sort == "kind":
        ranks, params = _ranked("c.kind", {k.value: n for n, k in enumerate(Kind)})
        return f"{ranks} {way}, c.type, c.id", params
    if sort == "type":
        ranks, params = _ranked("c.type", _type_ranks())
        return f"{ranks} {way}, c.type {way}, c.id", params
    plain = {
        "summary": f"c.summary COLLATE NOCASE {way}",
        "day": f"c.first_day = '', c.first_day {way}",
        "place": f"{_PLACE} COLLATE NOCASE {way} NULLS LAST, c.scope_nationwide DESC",
        "how many": f"{_MANY} {way} NULLS LAST",
        "voice": f"{_VOICE} COLLATE NOCASE {way} NULLS LAST",
        "source": f"{calling.sql('s')} COLLATE NOCASE {way}, c.source",
    }
    return f"{plain[sort]}, c.id {way}", []


def _type_ranks() -> dict[str, int]:
    """The place of each type in the alphabet of the user's language."""
    labelled = sorted(
        (folded(term.label(i18n.language())), term.id) for term in vocabulary.terms("types")
    )
    return {term: rank for rank, (_label, term) in enumerate(labelled)}


def _ranked(column: str, ranks: Mapping[str, int]) -> tuple[str, list[Any]]:
    """SQL for the rank of a column's value; values without one come last."""
    cases = " ".join("WHEN ? THEN ?" for _ in ranks)
    params = [part for pair in ranks.items() for part in pair]
    return f"CASE {column} {cases} ELSE {len(ranks)} END", params

"""What a source is called: a confidential one goes by its pseudonym but in its own record.

Every list, card, table, report and question asks here, so that no title, author, publisher or
address of a confidential source stands anywhere but in its details and above its own text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from habeas.domain.source import Confidentiality, Source
from habeas.i18n import _
from habeas.store.reader import Reader
from habeas.store.search import Hit


def name_of(source: Source) -> str:
    """What a source is called where it is not shown itself."""
    if source.confidentiality is not Confidentiality.CONFIDENTIAL:
        return source.title
    return source.pseudonym.strip() or unnamed(source.id)


def unnamed(ident: int) -> str:
    """What a confidential source is called that was given no pseudonym."""
    return _("Confidential source {n}").format(n=ident)


def name_in(row: Mapping[str, Any]) -> str:
    """The same for a row with the columns id, title, confidentiality and pseudonym."""
    if row.get("confidentiality") != Confidentiality.CONFIDENTIAL:
        return str(row.get("title") or "")
    return str(row.get("pseudonym") or "").strip() or unnamed(int(row.get("id") or 0))


def sql(table: str) -> str:
    """SQL for what the source in a row of ``table`` is called, in the user's language."""
    unnamed_one = _("Confidential source {n}").replace("'", "''")
    return (
        f"CASE WHEN {table}.confidentiality = 'confidential' THEN "
        f"coalesce(nullif(trim({table}.pseudonym), ''), "
        f"replace('{unnamed_one}', '{{n}}', {table}.id)) ELSE {table}.title END"
    )


def publisher_in(row: Mapping[str, Any]) -> str:
    """Who published the source of a row, unless that would tell which it is."""
    hidden = row.get("confidentiality") == Confidentiality.CONFIDENTIAL
    return "" if hidden else str(row.get("publisher") or "")


def of_hits(reader: Reader, hits: Iterable[Hit]) -> list[Hit]:
    """What a search found, the confidential sources among it by their pseudonyms.

    One is found by its title too: only who knows that title can type it.
    """
    rows = reader.query(
        f"SELECT s.id, {sql('s')} AS name FROM source s WHERE s.confidentiality = 'confidential'"
    )
    names = {row["id"]: str(row["name"]) for row in rows}
    return [_hit(hit, names) for hit in hits]


def _hit(hit: Hit, names: Mapping[int, str]) -> Hit:
    if hit.what not in ("source", "passage") or hit.id not in names:
        return hit
    snippet = hit.snippet if hit.what == "passage" else ""
    return replace(hit, title=names[hit.id], snippet=snippet)


def veiled(source: Source) -> Source:
    """The source as others may see it: itself, or, if it is confidential, by its pseudonym."""
    if source.confidentiality is not Confidentiality.CONFIDENTIAL:
        return source
    return replace(
        source, title=name_of(source), publisher="", author="", address="", received="", note=""
    )

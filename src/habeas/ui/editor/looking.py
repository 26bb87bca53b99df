"""What the editor looks up in the case while one types; what grows with the case runs as a job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from habeas.domain.draft import Draft
from habeas.domain.vocabulary import Term
from habeas.services import claiming, collecting, drafting, gathering
from habeas.ui.editor.picking import MOST, Option
from habeas.ui.jobs import Progress, Work

if TYPE_CHECKING:
    from habeas.store.case import Case


def exists(case: Case, claim: int) -> bool:
    """Whether the claim is still in the record."""
    return bool(case.query("SELECT 1 FROM claim WHERE id = ?", claim))


def has_source(case: Case, source: int) -> bool:
    """Whether the source is still in the record."""
    return bool(case.query("SELECT 1 FROM source WHERE id = ?", source))


def draft_of(case: Case, claim: int) -> Draft:
    """The claim as it now stands in the record."""
    return claiming.draft_of(case, claim)


def title_of(case: Case, claim: int) -> str:
    """The summary of a claim; empty if there is no such claim."""
    found = case.query("SELECT summary FROM claim WHERE id = ?", claim)
    return str(found[0]["summary"]) if found else ""


def event_of(case: Case, claim: int) -> tuple[int, str] | None:
    """The event that a claim is in, with its title."""
    found = case.query(
        "SELECT e.id, e.title FROM claim c JOIN event e ON e.id = c.event WHERE c.id = ?", claim
    )
    return (int(found[0]["id"]), str(found[0]["title"])) if found else None


def text_of(case: Case, source: int) -> str:
    """The text that a source is read in."""
    layer = collecting.layer_of(case, source)
    return case.text(layer) if layer else ""


def names(case: Case, table: str, typed: str) -> list[str]:
    """Names of the register that begin as typed."""
    return drafting.names_like(case, table, typed)


def cited(case: Case, typed: str) -> list[tuple[str, str]]:
    """Title and kind of the sources not seen by us whose title holds what is typed."""
    return drafting.cited_like(case, typed, limit=MOST)


def proposals(case: Case, draft: Draft, *, source: int) -> Work:
    """The events that a draft may belong to."""
    yield Progress()
    return gathering.propose(case, draft, source=source)


def claims(case: Case, typed: str, *, but: int) -> Work:
    """At most 50 claims that hold the typed words, the newest first; without words the newest."""
    yield Progress()
    if typed.strip():
        found = case.search(typed, limit=MOST)
        hits = [(hit.id, hit.title) for hit in found if hit.what == "claim"]
    else:
        rows = case.query("SELECT id, summary FROM claim ORDER BY id DESC LIMIT ?", MOST + 1)
        hits = [(row["id"], row["summary"]) for row in rows]
    return [Option(title, ident) for ident, title in hits if ident != but][:MOST]


def own_types(case: Case) -> list[Term]:
    """The case's own types of claim."""
    rows = case.query("SELECT * FROM term WHERE scheme = 'types' ORDER BY id")
    return [
        Term(
            id=row["name"],
            labels={"en": row["label_en"], "es": row["label_es"]},
            definition={"en": row["definition"], "es": row["definition"]},
        )
        for row in rows
    ]
